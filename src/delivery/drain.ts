// Sends what waits in one lane, in order. At least once: a process that dies between the send and its booking sends again,
// unless the platform lets us look whether the message has arrived; the delivery's id travels with it.
import { randomBytes } from 'node:crypto';
import { type Card, cardText } from '../chat/cards.ts';
import { type Adapter, type Outgoing, SendProblem, type Sent } from '../chat/port.ts';
import type { Delivery } from '../database/generated/client.ts';
import type { Log } from '../process/log.ts';
import { cardKey, type Limit, limitsOf, targetOf } from './address.ts';
import type { Courier } from './courier.ts';
import { bookFailure } from './failure.ts';
import { anyReference, type Next, nextIn } from './next.ts';
import { takeSlot } from './pace.ts';
import { restingLanes } from './resting.ts';
import { bookSent, settle, skipLane } from './settle.ts';
import { wake, wakeTenant } from './wake.ts';

/** Longer waits give the worker back to others. */
const PATIENCE_MS = 200;
/** What waits behind a connection that somebody has paused is looked at again so often. */
const PAUSED_MS = 600_000;
/** Between a failed look and the next message of this lane, at the least. */
const LOOK_AGAIN_MS = 50;

/**
 * Sends everything that is due in a lane; what is not due yet is left, with the queue told when to come back.
 * @param stopping true: the process is to end, so what is left waits for the next
 */
export async function drainLane(courier: Courier, lane: string, stopping: () => boolean = () => false): Promise<void> {
  const { prisma } = courier;
  const rests = restingLanes(prisma).get(lane) ?? 0;
  if (rests > Date.now() && !stopping()) {
    await wake(prisma, lane, new Date(rests));
    return;
  }
  restingLanes(prisma).delete(lane);
  const yielded = new Set<string>();
  for (;;) {
    const next = await nextIn(prisma, lane);
    if (next === undefined) return;
    const { delivery, rests, connection } = next;
    if (connection === 'ENDED') {
      await skipLane(courier, lane, 'this connection was ended');
      return;
    }
    // Whoever lets it go on calls what waits there.
    if (connection === 'PAUSED') {
      await wake(prisma, lane, new Date(Date.now() + PAUSED_MS));
      return;
    }
    if (delivery.expiresAt !== null && delivery.expiresAt < courier.now()) {
      await settle(courier, delivery, 'SKIPPED', 'it came too late: the place took no messages until then');
      continue;
    }
    const due = later(delivery.nextAttemptAt, rests);
    if (stopping() || due > courier.now()) {
      await wake(prisma, lane, due);
      return;
    }
    // An answer is waited for; a card is drawn, and others are told, when people wait for nothing.
    if (delivery.receiptKey === null && !yielded.has(delivery.id)) {
      yielded.add(delivery.id);
      // Once each: an answer may be first now.
      if (await peopleFirst(courier, YIELDS_MS[delivery.kind] ?? 0, stopping)) continue;
    }
    const adapter = courier.adapters.get(delivery.platform);
    if (adapter === undefined) {
      await skipLane(courier, lane, `this deployment is not connected to ${delivery.platform}`);
      return;
    }
    const message = await prepare(courier, adapter, next);
    if ('skip' in message) {
      await settle(courier, delivery, 'SKIPPED', message.skip);
      continue;
    }
    const limits = limitsOf(delivery, adapter);
    const again = wasHandedOver(adapter, delivery, message);
    const handed = again ? undefined : { id: delivery.id, at: courier.now() };
    const slot = await takeSlot(prisma, limits, PATIENCE_MS, handed);
    if (!slot.taken) {
      const until = Date.now() + slot.waitMs;
      restingLanes(prisma).set(lane, until);
      await wake(prisma, lane, new Date(until));
      return;
    }
    if (slot.waitMs > 0) await new Promise((done) => setTimeout(done, slot.waitMs));
    await attempt(courier, adapter, next, message, limits, again);
  }
}

/** So many acts at once, and cards wait to be drawn, for so long: what changes meanwhile is drawn with it. */
const BUSY = 3;
const YIELDS_MS: Record<string, number> = { LIVE_CARD: 1000, MESSAGE: 300 };
const YIELD_STEP_MS = 25;

/** @returns whether it waited */
async function peopleFirst({ busy }: Courier, yieldsMs: number, stopping: () => boolean): Promise<boolean> {
  const until = Date.now() + yieldsMs;
  let waited = false;
  while (busy() >= BUSY && Date.now() < until && !stopping()) {
    waited = true;
    await new Promise((done) => setTimeout(done, YIELD_STEP_MS));
  }
  return waited;
}

const later = (one: Date, other: Date | null) => (other !== null && other > one ? other : one);

interface Prepared {
  outgoing: Outgoing;
  version: number;
  posted: string | undefined;
}

/** All that is read before the slot is taken, so that the message goes the moment it may. */
async function prepare(courier: Courier, adapter: Adapter, next: Next): Promise<Prepared | { skip: string }> {
  const { delivery } = next;
  const drawn = await draw(courier, delivery);
  if (drawn === undefined) return { skip: 'there is nothing left to show' };
  const posted = delivery.kind === 'LIVE_CARD' ? (next.stands ?? undefined) : undefined;
  const other =
    adapter.byReference && next.reference === null ? await anyReference(courier.prisma, delivery) : undefined;
  const target = targetOf(next, other);
  if ('stopped' in target) return { skip: target.stopped };
  const replaces = posted === undefined ? {} : { replaces: posted };
  return { outgoing: { id: delivery.id, target, card: drawn.card, ...replaces }, version: drawn.version, posted };
}

async function draw(courier: Courier, delivery: Delivery): Promise<{ card: Card; version: number } | undefined> {
  if (delivery.kind === 'LIVE_CARD')
    return courier.liveCards
      .get(delivery.recordType ?? '')
      ?.draw(courier.prisma, delivery.recordId ?? '', courier.links);
  if (delivery.content !== null) return { card: delivery.content as unknown as Card, version: 0 };
  const reply =
    delivery.receiptKey === null ? undefined : await courier.answerOf(delivery.receiptKey, delivery.partnershipId);
  return reply?.kind === 'card' ? { card: reply.card, version: 0 } : undefined;
}

async function attempt(
  courier: Courier,
  adapter: Adapter,
  { delivery, rests }: Next,
  { outgoing, version, posted }: Prepared,
  limits: Limit[],
  again: boolean,
): Promise<void> {
  const { prisma, log } = courier;
  let found: Sent | undefined;
  let sent: Sent;
  try {
    found = again ? await adapter.find?.(outgoing, delivery.handedAt ?? delivery.createdAt) : undefined;
    sent = found ?? (await send(adapter, outgoing, delivery, log));
  } catch (error) {
    if (isOurDatabase(error)) throw error;
    if (error instanceof SendProblem && error.kind === 'missing' && posted !== undefined) {
      // Somebody deleted the card: it is posted again at the next look.
      await prisma.postedCard.deleteMany({ where: cardKey(delivery) });
      return;
    }
    await bookFailure(courier, delivery, error, limits);
    await new Promise((done) => setTimeout(done, LOOK_AGAIN_MS));
    return;
  }
  // It has gone. What fails from here on is ours: the row still says that it was handed over, and is looked for.
  await bookSent(courier, delivery, version, sent, posted, limits);
  log.info(
    {
      delivery: delivery.id,
      platform: delivery.platform,
      kind: delivery.kind,
      attempt: delivery.attempts + 1,
      ...(found === undefined ? {} : { found: true }),
    },
    'sent',
  );
  if (rests !== null) await resume(courier, delivery);
}

/** No fault of the message or its platform: the job begins again when the database is well. */
const isOurDatabase = (error: unknown): boolean => error instanceof Error && error.name.startsWith('PrismaClient');

/** It was handed over before and nobody heard the answer: the platform is asked whether it has it. */
const wasHandedOver = (adapter: Adapter, delivery: Delivery, message: Prepared): boolean =>
  delivery.handedAt !== null && adapter.find !== undefined && message.outgoing.replaces === undefined;

/** A card that the platform refuses goes out as its words, with a reference that stands in the log. */
async function send(adapter: Adapter, outgoing: Outgoing, delivery: Delivery, log: Log): Promise<Sent> {
  try {
    return await adapter.send(outgoing);
  } catch (error) {
    if (!(error instanceof SendProblem) || error.kind !== 'refused') throw error;
    const reference = randomBytes(4).toString('hex');
    log.error(
      {
        delivery: delivery.id,
        platform: delivery.platform,
        reference,
        reason: error.message,
        shape: outgoing.card.blocks.map((block) => block.kind),
      },
      'card refused, its words are sent instead',
    );
    return adapter.send({
      ...outgoing,
      plain: { text: `${cardText(outgoing.card)}\n(shown as plain text, reference ${reference})` },
    });
  }
}

/** The workspace takes messages again: whoever waits there is called at once. */
async function resume(courier: Courier, { partnershipId, platform, tenant }: Delivery): Promise<void> {
  const { count } = await courier.prisma.connection.updateMany({
    where: { platform, tenant, refusedSince: { not: null } },
    data: { refusedSince: null, refusedUntil: null },
  });
  if (count === 0) return;
  courier.log.info({ platform, tenant }, 'the workspace takes messages again');
  await wakeTenant(courier.prisma, platform, tenant);
  await courier.resumed({ partnershipId, platform, tenant });
}
