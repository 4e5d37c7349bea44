// Sends what waits in one lane, in order, and books what became of each delivery. At least once: a process that dies
// between the send and its booking sends again, with the delivery's id on the message so that a double can be seen.
import { randomBytes } from 'node:crypto';
import type { Card } from '../chat/cards.ts';
import { cardText } from '../chat/cards.ts';
import { laneOf } from '../chat/incoming.ts';
import { type Adapter, type Outgoing, SendProblem, type Sent, type Target } from '../chat/port.ts';
import type { LiveCard } from '../chat/registry.ts';
import type { Reply } from '../chat/replies.ts';
import { type Delivery, Prisma, type PrismaClient } from '../database/generated/client.ts';
import type { Links } from '../http/links.ts';
import type { Log } from '../log.ts';
import { wake } from './outbox.ts';
import { holdUntil, takeSlot } from './pace.ts';

/** Longer waits give the worker back to others. */
const PATIENCE_MS = 200;
/** With the waits below, some fourteen hours. */
const MOST_ATTEMPTS = 16;
const CARDS_WAIT_MS = 5000;
const LONGEST_BACKOFF_MS = 3_600_000;

export interface Courier {
  prisma: PrismaClient;
  log: Log;
  adapters: Map<string, Adapter>;
  liveCards: Map<string, LiveCard>;
  links: Links;
  /** Draws the answer that a receipt holds; undefined when there is none to show. */
  answerOf(receiptKey: string, partnershipId: string): Promise<Reply | undefined>;
  now(): Date;
}

/** Sends everything that is due in a lane; what is not due yet is left, with the queue told when to come back. */
export async function drainLane(courier: Courier, lane: string): Promise<void> {
  const { prisma } = courier;
  for (;;) {
    const delivery = await nextIn(prisma, lane);
    if (delivery === null) return;
    if (delivery.nextAttemptAt > courier.now()) {
      await wake(prisma, lane, delivery.nextAttemptAt);
      return;
    }
    if (delivery.expiresAt !== null && delivery.expiresAt < courier.now()) {
      await settle(courier, delivery, 'SKIPPED', 'it came too late: the place took no messages until then');
      continue;
    }
    const adapter = courier.adapters.get(delivery.platform);
    if (adapter === undefined) {
      await settle(courier, delivery, 'SKIPPED', `this deployment is not connected to ${delivery.platform}`);
      continue;
    }
    const limits = limitsOf(delivery, adapter);
    const slot = await takeSlot(prisma, limits, PATIENCE_MS);
    if (!slot.taken) {
      await wake(prisma, lane, new Date(Date.now() + slot.waitMs));
      return;
    }
    if (slot.waitMs > 0) await new Promise((done) => setTimeout(done, slot.waitMs));
    await attempt(courier, adapter, delivery, limits);
  }
}

/**
 * In the order of writing; but what people say goes before a card that only wants to be drawn again, for so long: where a
 * platform takes one message a second, words should not wait for cards.
 */
async function nextIn(prisma: PrismaClient, lane: string): Promise<Delivery | null> {
  const [first] = await prisma.$queryRaw<{ id: string }[]>`
    SELECT d.id FROM delivery d WHERE d.lane = ${lane} AND d.state = 'WAITING'
    ORDER BY d.kind = 'LIVE_CARD' AND d.created_at > now() - ${CARDS_WAIT_MS} * interval '1 millisecond' AND EXISTS (
      SELECT 1 FROM posted_card p WHERE p.record_type = d.record_type AND p.record_id = d.record_id
      AND p.platform = d.platform AND p.tenant = d.tenant AND p.conversation = coalesce(d.conversation, '@' || d."user")), d.id
    LIMIT 1`;
  return first === undefined ? null : prisma.delivery.findUnique({ where: { id: first.id } });
}

function limitsOf(delivery: Delivery, adapter: Adapter) {
  const { platform, tenant, conversation, user } = delivery;
  const place = laneOf({ platform, tenant, conversation: conversation ?? undefined, user: user ?? undefined });
  const inPlace = conversation !== null && user !== null ? adapter.pace.privately : adapter.pace.conversation;
  return [
    ...inPlace.map((pace, index) => ({ key: `${place}#${index}`, pace, conversation: true })),
    ...adapter.pace.tenant.map((pace, index) => ({ key: `${platform}:${tenant}#${index}`, pace, conversation: false })),
  ];
}

async function attempt(
  courier: Courier,
  adapter: Adapter,
  delivery: Delivery,
  limits: ReturnType<typeof limitsOf>,
): Promise<void> {
  const { prisma, log } = courier;
  const drawn = await draw(courier, delivery);
  if (drawn === undefined) return settle(courier, delivery, 'SKIPPED', 'there is nothing left to show');
  const stands = await whereItStands(courier, delivery);
  const posted = delivery.kind === 'LIVE_CARD' ? stands : undefined;
  const target = await targetOf(courier, delivery, stands);
  if ('stopped' in target) return settle(courier, delivery, 'SKIPPED', target.stopped);
  const outgoing: Outgoing = {
    id: delivery.id,
    target,
    card: drawn.card,
    ...(posted === undefined ? {} : { replaces: posted }),
  };
  try {
    const sent = await send(adapter, outgoing, delivery, log);
    await book(courier, delivery, drawn.version, sent, posted);
    log.info(
      { delivery: delivery.id, platform: delivery.platform, kind: delivery.kind, attempt: delivery.attempts + 1 },
      'sent',
    );
  } catch (error) {
    if (error instanceof SendProblem && error.kind === 'missing' && posted !== undefined) {
      // Somebody deleted the card: it is posted again at the next look.
      await prisma.postedCard.deleteMany({ where: cardKey(delivery) });
      return;
    }
    await bookFailure(courier, delivery, error, limits);
  }
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

function cardKey(delivery: Delivery) {
  return {
    recordType: delivery.recordType ?? '',
    recordId: delivery.recordId ?? '',
    platform: delivery.platform,
    tenant: delivery.tenant,
    conversation: delivery.conversation ?? `@${delivery.user ?? ''}`,
  };
}

/** The message that shows the delivery's record in its place: a live card replaces it, what is said of the record goes under it. */
async function whereItStands(courier: Courier, delivery: Delivery): Promise<string | undefined> {
  if (delivery.recordId === null) return undefined;
  const posted = await courier.prisma.postedCard.findUnique({
    where: { recordType_recordId_platform_tenant_conversation: cardKey(delivery) },
  });
  return posted?.externalId;
}

/** A private chat that was opened before is spoken to directly; a place that refused us is left alone. */
async function targetOf(
  courier: Courier,
  delivery: Delivery,
  stands: string | undefined,
): Promise<Target | { stopped: string }> {
  const { platform, tenant } = delivery;
  const known = await courier.prisma.conversation.findFirst({
    where:
      delivery.conversation === null
        ? { platform, tenant, kind: 'personal', user: delivery.user ?? '' }
        : { platform, tenant, externalId: delivery.conversation },
  });
  if (known?.stoppedReason) return { stopped: known.stoppedReason };
  const conversation = delivery.conversation ?? known?.externalId;
  const reference = known?.reference ?? (await anyReference(courier, delivery));
  const thread = delivery.thread ?? (delivery.kind === 'LIVE_CARD' ? undefined : stands);
  return {
    tenant,
    ...(conversation === undefined ? {} : { conversation }),
    ...(thread === undefined ? {} : { thread }),
    ...(delivery.user === null ? {} : { user: delivery.user }),
    ...(isObject(reference) ? { reference } : {}),
    ...(isObject(delivery.reply) ? { reply: delivery.reply } : {}),
  };
}

/** How the tenant is reached at all, for a private chat that is not open yet. */
async function anyReference(courier: Courier, { platform, tenant }: Delivery): Promise<unknown> {
  const neighbour = await courier.prisma.conversation.findFirst({
    where: { platform, tenant, reference: { not: Prisma.DbNull } },
  });
  return neighbour?.reference;
}

function isObject(value: unknown): value is import('../chat/cards.ts').JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

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

async function book(
  courier: Courier,
  delivery: Delivery,
  version: number,
  sent: Sent,
  posted: string | undefined,
): Promise<void> {
  const { prisma } = courier;
  const externalId = sent.externalId ?? posted;
  await prisma.$transaction(async (db) => {
    if (delivery.kind === 'LIVE_CARD' && externalId !== undefined) {
      const key = cardKey(delivery);
      await db.postedCard.upsert({
        where: { recordType_recordId_platform_tenant_conversation: key },
        create: { ...key, partnershipId: delivery.partnershipId, externalId, version },
        update: { externalId, version, updatedAt: courier.now() },
      });
    }
    // A change that came while we were sending leaves the row waiting, to be drawn once more.
    await db.$executeRaw`UPDATE delivery SET state = 'SENT', once_key = NULL, settled_at = ${courier.now()}, attempts = attempts + 1, external_id = ${externalId ?? null}, reason = NULL
      WHERE id = ${delivery.id}::uuid AND (kind <> 'LIVE_CARD' OR wanted_version <= ${version})`;
    if (sent.opened !== undefined && delivery.user !== null) {
      const { conversation, reference } = sent.opened;
      const at = { platform: delivery.platform, tenant: delivery.tenant, externalId: conversation };
      await db.conversation.upsert({
        where: { platform_tenant_externalId: at },
        create: {
          ...at,
          partnershipId: delivery.partnershipId,
          kind: 'personal',
          user: delivery.user,
          ...(reference === undefined ? {} : { reference }),
        },
        update: { user: delivery.user },
      });
    }
  });
}

async function bookFailure(
  courier: Courier,
  delivery: Delivery,
  error: unknown,
  limits: ReturnType<typeof limitsOf>,
): Promise<void> {
  const { prisma, log } = courier;
  const problem =
    error instanceof SendProblem
      ? error
      : new SendProblem('later', error instanceof Error ? error.name : 'unknown error');
  if (problem.kind === 'expired') return settle(courier, delivery, 'SKIPPED', problem.message);
  if (problem.kind === 'stopped') {
    await prisma.conversation.updateMany({
      where:
        delivery.conversation === null
          ? { platform: delivery.platform, tenant: delivery.tenant, user: delivery.user ?? '', kind: 'personal' }
          : { platform: delivery.platform, tenant: delivery.tenant, externalId: delivery.conversation },
      data: { stoppedReason: problem.message },
    });
    log.warn(
      { platform: delivery.platform, reason: problem.message },
      'a place takes no messages; nothing more is sent there until the bot is installed again',
    );
    return settle(courier, delivery, 'SKIPPED', problem.message);
  }
  const attempts = delivery.attempts + 1;
  if (problem.kind !== 'later' || attempts >= MOST_ATTEMPTS) {
    log.error(
      { delivery: delivery.id, platform: delivery.platform, reason: problem.message, attempts },
      'delivery given up',
    );
    return settle(courier, delivery, 'DEAD', problem.message);
  }
  const wait = problem.retryAfterMs ?? backoff(attempts);
  if (problem.retryAfterMs !== undefined)
    for (const { key, pace } of limits.filter((limit) => limit.conversation))
      await holdUntil(prisma, key, pace, problem.retryAfterMs);
  log.warn(
    { delivery: delivery.id, platform: delivery.platform, reason: problem.message, attempts, waitMs: Math.round(wait) },
    'not sent yet',
  );
  await prisma.delivery.update({
    where: { id: delivery.id },
    data: { attempts, reason: problem.message, nextAttemptAt: new Date(courier.now().getTime() + wait) },
  });
}

/** 1 s, 2 s, 4 s … at most an hour, each between half and one and a half of that, so that many do not come back at once. */
function backoff(attempts: number): number {
  return Math.min(LONGEST_BACKOFF_MS, 1000 * 2 ** (attempts - 1)) * (0.5 + Math.random());
}

async function settle(courier: Courier, delivery: Delivery, state: 'SKIPPED' | 'DEAD', reason: string): Promise<void> {
  await courier.prisma.delivery.update({
    where: { id: delivery.id },
    data: { state, reason, onceKey: null, attempts: { increment: 1 }, settledAt: courier.now() },
  });
}
