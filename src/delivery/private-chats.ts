// The one private chat that each account has with the bot.
import type { JsonObject } from '../chat/cards.ts';
import type { Db } from '../database/client.ts';

/** Keeps the newest that the platform gave us; an older one is no longer good. A channel is never made into one. */
export async function keepPrivateChat(
  db: Db,
  { platform, tenant, user, partnershipId }: { platform: string; tenant: string; user: string; partnershipId: string },
  { conversation, reference }: { conversation: string; reference?: JsonObject | undefined },
): Promise<void> {
  await db.$executeRaw`
    DELETE FROM conversation WHERE platform = ${platform} AND tenant = ${tenant} AND "user" = ${user} AND kind = 'personal' AND external_id <> ${conversation}`;
  await db.$executeRaw`
    INSERT INTO conversation (id, partnership_id, platform, tenant, external_id, kind, "user", reference)
    VALUES (gen_random_uuid(), ${partnershipId}::uuid, ${platform}, ${tenant}, ${conversation}, 'personal', ${user}, ${reference === undefined ? null : JSON.stringify(reference)}::jsonb)
    ON CONFLICT (platform, tenant, external_id) DO UPDATE
    SET "user" = EXCLUDED."user", reference = coalesce(EXCLUDED.reference, conversation.reference), stopped_reason = NULL
    WHERE conversation.kind = 'personal'`;
}
