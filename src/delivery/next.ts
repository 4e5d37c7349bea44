// What a lane sends next, and all that is known of where it goes: one look, however much waits there.
import type { Json, JsonObject } from '../chat/cards.ts';
import type { Delivery } from '../database/generated/client.ts';
import type { ConnectionState } from '../database/generated/enums.ts';
import { type Askable, rows } from '../database/statement.ts';

/** Marks, in a waiting delivery's reason, that the fault is the message's own and others need not wait for it. */
export const OF_MESSAGE = 'this message: ';

const CARDS_WAIT_MS = 5000;

export interface Next {
  delivery: Delivery;
  /** Its workspace rests, or has rested, until then. */
  rests: Date | null;
  /** How its connection stands; null: its tenant is not one of ours. */
  connection: ConnectionState | null;
  /** The message that shows the delivery's record in its place. */
  stands: string | null;
  /** The conversation, where we know it: of a private chat, the one with the bot. */
  known: boolean;
  externalId: string | null;
  reference: Json;
  /** Why nothing goes to this place, or to this person. */
  stopped: string | null;
}

/**
 * In the order of writing. What people say goes before a card that only wants to be drawn again, for so long: where a
 * platform takes one message a second, words should not wait for cards. A message that the platform does not take for a fault
 * of its own steps aside after three failures while it waits, and with it only what belongs to the same record.
 */
export async function nextIn(db: Askable, lane: string): Promise<Next | undefined> {
  const [first] = await rows<NextRow>(db)`
    WITH aside AS MATERIALIZED (
      SELECT id, record_id FROM delivery WHERE lane = ${lane} AND state = 'WAITING' AND attempts >= 3
      AND next_attempt_at > now() AND starts_with(reason, ${OF_MESSAGE})),
    first AS MATERIALIZED (SELECT coalesce(
      (SELECT d.id FROM delivery d WHERE d.lane = ${lane} AND d.state = 'WAITING'
        AND NOT EXISTS (SELECT 1 FROM aside a WHERE a.id = d.id OR (a.record_id = d.record_id AND a.id < d.id))
        AND NOT (d.kind = 'LIVE_CARD' AND d.created_at > now() - ${CARDS_WAIT_MS} * interval '1 millisecond' AND EXISTS (
          SELECT 1 FROM posted_card p WHERE p.record_type = d.record_type AND p.record_id = d.record_id
          AND p.platform = d.platform AND p.tenant = d.tenant AND p.conversation = coalesce(d.conversation, '@' || d."user")))
        ORDER BY d.id LIMIT 1),
      (SELECT d.id FROM delivery d WHERE d.lane = ${lane} AND d.state = 'WAITING'
        AND NOT EXISTS (SELECT 1 FROM aside a WHERE a.id = d.id OR (a.record_id = d.record_id AND a.id < d.id))
        ORDER BY d.id LIMIT 1),
      (SELECT d.id FROM delivery d WHERE d.lane = ${lane} AND d.state = 'WAITING' ORDER BY d.id LIMIT 1)) AS id)
    SELECT d.id, d.partnership_id AS "partnershipId", d.kind::text AS kind, d.state::text AS state, d.lane, d.platform, d.tenant, d.conversation, d.thread,
      d."user", d.reply, d.content, d.record_type AS "recordType", d.record_id AS "recordId", d.wanted_version AS "wantedVersion",
      d.receipt_key AS "receiptKey", d.once_key AS "onceKey", d.attempts, d.next_attempt_at AS "nextAttemptAt", d.expires_at AS "expiresAt", d.reason,
      d.external_id AS "externalId", d.handed_at AS "handedAt", d.created_at AS "createdAt", d.settled_at AS "settledAt",
      t.refused_until AS rests, t.state::text AS connection, p.external_id AS stands, c.id IS NOT NULL AS known, c.external_id AS "knownId", c.reference,
      CASE WHEN d.conversation IS NULL THEN i.unreachable ELSE c.stopped_reason END AS stopped
    FROM first JOIN delivery d ON d.id = first.id
    LEFT JOIN connection t ON t.platform = d.platform AND t.tenant = d.tenant
    LEFT JOIN posted_card p ON p.record_type = d.record_type AND p.record_id = d.record_id
      AND p.platform = d.platform AND p.tenant = d.tenant AND p.conversation = coalesce(d.conversation, '@' || d."user")
    LEFT JOIN LATERAL (
      SELECT * FROM conversation c WHERE d.conversation IS NOT NULL AND c.platform = d.platform AND c.tenant = d.tenant AND c.external_id = d.conversation
      UNION ALL
      SELECT * FROM conversation c WHERE d.conversation IS NULL AND c.platform = d.platform AND c.tenant = d.tenant AND c."user" = d."user" AND c.kind = 'personal'
    ) AS c ON true
    LEFT JOIN chat_identity i ON d.conversation IS NULL AND i.platform = d.platform AND i.tenant = d.tenant AND i."user" = d."user"`;
  if (first === undefined) return undefined;
  const { rests, connection, stands, known, knownId, reference, stopped, ...delivery } = first;
  return { delivery, rests, connection, stands, known, externalId: knownId, reference, stopped };
}

interface NextRow extends Delivery {
  rests: Date | null;
  connection: ConnectionState | null;
  stands: string | null;
  known: boolean;
  knownId: string | null;
  reference: Json;
  stopped: string | null;
}

/** How the tenant is reached at all, for a private chat that is not open yet. */
export async function anyReference(db: Askable, { platform, tenant }: Delivery): Promise<JsonObject | undefined> {
  const [neighbour] = await rows<{ reference: JsonObject }>(db)`
    SELECT reference FROM conversation WHERE platform = ${platform} AND tenant = ${tenant} AND reference IS NOT NULL ORDER BY id DESC LIMIT 1`;
  return neighbour?.reference;
}
