// The books of one delivery: sent, skipped or dead, and where its card stands now.
import type { Sent } from '../chat/port.ts';
import type { Delivery } from '../database/generated/client.ts';
import { type Askable, rows } from '../database/statement.ts';
import { inPlain } from '../database/transaction.ts';
import { cardKey, type Limit } from './address.ts';
import type { Courier } from './courier.ts';
import { keepPrivateChat } from './private-chats.ts';

/** What a delivery has become, with where its card stands and a private chat that was opened for it: together or not at all. */
export async function bookSent(
  courier: Courier,
  delivery: Delivery,
  version: number,
  sent: Sent,
  posted: string | undefined,
  limits: Limit[],
): Promise<void> {
  const externalId = sent.externalId ?? posted;
  const book = (db: Askable) => writeSent(db, courier.now(), delivery, { version, externalId, limits });
  const { user } = delivery;
  const { opened } = sent;
  if (opened === undefined || user === null) await book(courier.prisma);
  else await inPlain(courier.prisma, (db) => keepPrivateChat(db, { ...delivery, user }, opened), book);
}

/**
 * A change that came while we were sending leaves the row waiting, to be drawn once more. Where one message may go at a time, the
 * next one's time counts from when this one was there, not from when it was planned: a slow send must not be followed too soon.
 */
function writeSent(
  db: Askable,
  now: Date,
  delivery: Delivery,
  { version, externalId, limits }: { version: number; externalId: string | undefined; limits: Limit[] },
): Promise<unknown> {
  const key = cardKey(delivery);
  const slow = limits.filter(({ mine, pace: { burst } }) => mine && burst === 1);
  return rows(db)`
    WITH sent AS MATERIALIZED (
      SELECT id AS which, kind <> 'LIVE_CARD' OR wanted_version <= ${version} AS shown FROM delivery WHERE id = ${delivery.id}::uuid FOR UPDATE),
    booked AS (
      UPDATE delivery SET handed_at = NULL, attempts = CASE WHEN shown THEN attempts + 1 ELSE 0 END, external_id = ${externalId ?? null}, reason = NULL,
        state = CASE WHEN shown THEN 'SENT'::delivery_state ELSE state END,
        once_key = CASE WHEN shown THEN NULL ELSE once_key END,
        settled_at = CASE WHEN shown THEN ${now}::timestamptz ELSE settled_at END
      FROM sent WHERE id = which),
    stands AS (
      INSERT INTO posted_card (record_type, record_id, platform, tenant, conversation, partnership_id, external_id, version, updated_at)
      SELECT ${key.recordType}, ${delivery.recordId}::uuid, ${key.platform}, ${key.tenant}, ${key.conversation}, ${delivery.partnershipId}::uuid, ${externalId ?? null}, ${version}, ${now}::timestamptz
      WHERE ${delivery.kind === 'LIVE_CARD' && externalId !== undefined}
      ON CONFLICT (record_type, record_id, platform, tenant, conversation) DO UPDATE SET external_id = EXCLUDED.external_id, version = EXCLUDED.version, updated_at = EXCLUDED.updated_at),
    paced AS (
      UPDATE send_pace s SET next_at = clock_timestamp() + w.every * interval '1 millisecond'
      FROM unnest(${slow.map((limit) => limit.key)}::text[], ${slow.map(({ pace }) => pace.everyMs)}::float8[]) AS w(key, every) WHERE s.key = w.key)
    SELECT`;
}

/** All that waits in a lane, at once: nothing of it can go. */
export async function skipLane(courier: Courier, lane: string, reason: string): Promise<void> {
  await rows(courier.prisma)`
    UPDATE delivery SET state = 'SKIPPED', reason = ${reason}, once_key = NULL, handed_at = NULL, attempts = attempts + 1, settled_at = ${courier.now()}::timestamptz
    WHERE lane = ${lane} AND state = 'WAITING'`;
}

export async function settle(
  courier: Courier,
  delivery: Delivery,
  state: 'SKIPPED' | 'DEAD',
  reason: string,
): Promise<void> {
  await rows(courier.prisma)`
    UPDATE delivery SET state = ${state}::delivery_state, reason = ${reason}, once_key = NULL, handed_at = NULL, attempts = attempts + 1, settled_at = ${courier.now()}::timestamptz
    WHERE id = ${delivery.id}::uuid`;
}
