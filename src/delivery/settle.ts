// The books of one delivery: sent, skipped or dead, and where its card stands now.
import type { Sent } from '../chat/port.ts';
import type { Delivery } from '../database/generated/client.ts';
import { cardKey } from './address.ts';
import type { Courier } from './courier.ts';
import { keepPrivateChat } from './private-chats.ts';

export async function bookSent(
  courier: Courier,
  delivery: Delivery,
  version: number,
  sent: Sent,
  posted: string | undefined,
): Promise<void> {
  const externalId = sent.externalId ?? posted;
  await courier.prisma.$transaction(async (db) => {
    if (delivery.kind === 'LIVE_CARD' && externalId !== undefined) {
      const key = cardKey(delivery);
      await db.postedCard.upsert({
        where: { recordType_recordId_platform_tenant_conversation: key },
        create: { ...key, partnershipId: delivery.partnershipId, externalId, version },
        update: { externalId, version, updatedAt: courier.now() },
      });
    }
    // A change that came while we were sending leaves the row waiting, to be drawn once more.
    await db.$executeRaw`
      UPDATE delivery SET handed_at = NULL, attempts = CASE WHEN shown THEN attempts + 1 ELSE 0 END, external_id = ${externalId ?? null}, reason = NULL,
        state = CASE WHEN shown THEN 'SENT'::delivery_state ELSE state END,
        once_key = CASE WHEN shown THEN NULL ELSE once_key END,
        settled_at = CASE WHEN shown THEN ${courier.now()}::timestamptz ELSE settled_at END
      FROM (SELECT id AS which, kind <> 'LIVE_CARD' OR wanted_version <= ${version} AS shown FROM delivery WHERE id = ${delivery.id}::uuid FOR UPDATE) AS sent
      WHERE id = which`;
    if (sent.opened !== undefined && delivery.user !== null)
      await keepPrivateChat(db, { ...delivery, user: delivery.user }, sent.opened);
  });
}

/** All that waits in a lane, at once: nothing of it can go. */
export async function skipLane(courier: Courier, lane: string, reason: string): Promise<void> {
  await courier.prisma.$executeRaw`
    UPDATE delivery SET state = 'SKIPPED', reason = ${reason}, once_key = NULL, handed_at = NULL, attempts = attempts + 1, settled_at = ${courier.now()}::timestamptz
    WHERE lane = ${lane} AND state = 'WAITING'`;
}

export async function settle(
  courier: Courier,
  delivery: Delivery,
  state: 'SKIPPED' | 'DEAD',
  reason: string,
): Promise<void> {
  await courier.prisma.delivery.update({
    where: { id: delivery.id },
    data: { state, reason, onceKey: null, handedAt: null, attempts: { increment: 1 }, settledAt: courier.now() },
  });
}
