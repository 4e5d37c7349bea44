// The one private chat that each account has with the bot.
import type { JsonObject } from '../chat/cards.ts';
import { type Askable, rows } from '../database/statement.ts';

/** Keeps the newest that the platform gave us; an older one is no longer good. A channel is never made into one. */
export async function keepPrivateChat(
  db: Askable,
  { platform, tenant, user, partnershipId }: { platform: string; tenant: string; user: string; partnershipId: string },
  { conversation, reference }: { conversation: string; reference?: JsonObject | undefined },
): Promise<void> {
  await rows(db)`
    DELETE FROM conversation WHERE platform = ${platform} AND tenant = ${tenant} AND "user" = ${user} AND kind = 'personal' AND external_id <> ${conversation}`;
  // Either of two unique keys may collide with what another act is writing just now: the row is then there, and is brought up to date.
  const told = reference === undefined ? null : JSON.stringify(reference);
  await rows(db)`
    INSERT INTO conversation (id, partnership_id, platform, tenant, external_id, kind, "user", reference)
    VALUES (gen_random_uuid(), ${partnershipId}::uuid, ${platform}, ${tenant}, ${conversation}, 'personal', ${user}, ${told}::jsonb)
    ON CONFLICT DO NOTHING`;
  await rows(db)`
    UPDATE conversation SET "user" = ${user}, reference = coalesce(${told}::jsonb, reference), stopped_reason = NULL
    WHERE platform = ${platform} AND tenant = ${tenant} AND external_id = ${conversation} AND kind = 'personal'`;
}
