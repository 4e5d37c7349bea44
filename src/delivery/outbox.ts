// Everything that leaves is first a row, written in the transaction of the change that it tells of.
import type { Act, AuditNote, Effect, Notice } from '../chat/act.ts';
import type { Card } from '../chat/cards.ts';
import { asCard } from '../chat/dispatch.ts';
import { type Incoming, laneOf } from '../chat/incoming.ts';
import type { Reply } from '../chat/replies.ts';
import { BUS_CHANNEL } from '../database/bus.ts';
import type { Db } from '../database/client.ts';
import { Prisma, type PrismaClient } from '../database/generated/client.ts';
import { newId } from '../database/ids.ts';

/** The name of the queue's one task: send what waits in a lane. */
export const DRAIN = 'drain';

/** The act has already had its effect; the transaction is given up. */
class Repeated extends Error {}

/** Two transactions that wait for each other: PostgreSQL ends one, and it may simply begin again. */
const MOST_TRIES = 4;

/**
 * Has an act's effect once: receipt, change, audit, deliveries and answer commit together or not at all. A repeat that
 * arrives while the first is still running waits for it.
 * @returns the answer, or undefined when the act has been done before
 */
export async function actOnce(
  prisma: PrismaClient,
  act: Act,
  effect: (effect: Effect) => Promise<Reply>,
): Promise<Reply | undefined> {
  const { incoming, partnership, actor } = act;
  const by = { partnershipId: partnership.id, personId: actor.person?.id, requestId: incoming.requestId };
  try {
    return await inTransaction(prisma, by, async (db, inside) => {
      const fresh =
        await db.$executeRaw`INSERT INTO event_receipt (key, handler, outcome) VALUES (${incoming.key}, '', 'null') ON CONFLICT (key) DO NOTHING`;
      if (fresh === 0) throw new Repeated();
      const reply = await effect(inside.effect);
      await db.$executeRaw`UPDATE event_receipt SET outcome = ${JSON.stringify(reply)}::jsonb WHERE key = ${incoming.key}`;
      await putAnswer(db, partnership.id, incoming, reply, inside.lanes);
      return reply;
    });
  } catch (error) {
    if (error instanceof Repeated) return undefined;
    throw error;
  }
}

/** An effect of nobody's act: what the clock brings about. It must itself see to it that it happens once. */
export async function inBackground<T>(
  prisma: PrismaClient,
  partnershipId: string,
  effect: (effect: Effect) => Promise<T>,
): Promise<T> {
  const by = { partnershipId, personId: undefined, requestId: undefined };
  return inTransaction(prisma, by, (_db, inside) => effect(inside.effect));
}

interface By {
  partnershipId: string;
  personId: string | undefined;
  requestId: string | undefined;
}

interface Inside {
  effect: Effect;
  /** Lanes to be woken when all is written. */
  lanes: Set<string>;
}

/** Lanes are woken last and in one order, so that no two transactions hold what the other wants next. */
async function inTransaction<T>(
  prisma: PrismaClient,
  by: By,
  work: (db: Db, inside: Inside) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await prisma.$transaction(async (db) => {
        const lanes = new Set<string>();
        const result = await work(db, { effect: effectIn(db, by, lanes), lanes });
        for (const lane of [...lanes].sort()) await wake(db, lane);
        return result;
      });
    } catch (error) {
      if (attempt >= MOST_TRIES || !isDeadlock(error)) throw error;
    }
  }
}

function isDeadlock(error: unknown): boolean {
  const said = error instanceof Error ? `${'code' in error ? error.code : ''} ${error.message}` : '';
  return /P2034|40P01|deadlock detected/.test(said);
}

function effectIn(db: Db, { partnershipId, personId, requestId }: By, lanes: Set<string>): Effect {
  return {
    db,
    async audit(...notes: AuditNote[]) {
      const rows = notes.map(({ action, recordType, recordId, details }) => ({
        id: newId(),
        action,
        type: recordType,
        record: recordId ?? null,
        details: details ?? {},
      }));
      await db.$executeRaw`
        INSERT INTO audit_entry (id, partnership_id, person_id, action, record_type, record_id, details, request_id)
        SELECT r.id, ${partnershipId}::uuid, ${personId ?? null}::uuid, r.action, r.type, r.record, r.details, ${requestId ?? null}
        FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id uuid, action text, type text, record uuid, details jsonb)`;
    },
    async directoryChanged() {
      await db.$executeRaw`SELECT pg_notify(${BUS_CHANNEL}, ${'directory\nchanged'})`;
    },
    async tell(to, card) {
      lanes.add(await putMessage(db, partnershipId, to, card));
    },
    async show(record, to) {
      for (const place of inOrder(to)) lanes.add(await putLiveCard(db, partnershipId, record, place));
    },
    async refresh(record) {
      const posted = await db.postedCard.findMany({ where: { recordType: record.type, recordId: record.id } });
      for (const place of inOrder(posted.map(noticeOf))) lanes.add(await putLiveCard(db, partnershipId, record, place));
    },
    async discuss(record, to, card) {
      for (const place of inOrder(to)) lanes.add(await putMessage(db, partnershipId, place, card, record));
    },
  };
}

const inOrder = (to: Notice[]) => [...to].sort((a, b) => (laneOf(a) < laneOf(b) ? -1 : 1));

/** Where a card stands: in a conversation, or in somebody's private chat, which is kept as "@user". */
function noticeOf({
  platform,
  tenant,
  conversation,
}: {
  platform: string;
  tenant: string;
  conversation: string;
}): Notice {
  return conversation.startsWith('@')
    ? { platform, tenant, user: conversation.slice(1) }
    : { platform, tenant, conversation };
}

/** A message of its own; its words are fixed now. @param under in the thread of this record's card, once that stands there. @returns its lane */
async function putMessage(
  db: Db,
  partnershipId: string,
  to: Notice,
  card: Card,
  under?: { type: string; id: string },
): Promise<string> {
  const lane = laneOf(to);
  await db.delivery.create({
    data: {
      id: newId(),
      partnershipId,
      kind: 'MESSAGE',
      lane,
      platform: to.platform,
      tenant: to.tenant,
      conversation: to.conversation ?? null,
      user: to.user ?? null,
      content: toJson(card),
      ...(under === undefined ? {} : { recordType: under.type, recordId: under.id }),
    },
  });
  return lane;
}

/** Asks for a record's card to be shown in a place; a request that still waits there is merged with this one. @returns its lane */
async function putLiveCard(
  db: Db,
  partnershipId: string,
  record: { type: string; id: string; version: number },
  to: Notice,
): Promise<string> {
  const lane = laneOf(to);
  const onceKey = `live:${record.type}:${record.id}:${lane}`;
  await db.$executeRaw`
    INSERT INTO delivery (id, partnership_id, kind, lane, platform, tenant, conversation, "user", record_type, record_id, wanted_version, once_key)
    VALUES (${newId()}::uuid, ${partnershipId}::uuid, 'LIVE_CARD', ${lane}, ${to.platform}, ${to.tenant}, ${to.conversation ?? null}, ${to.user ?? null}, ${record.type}, ${record.id}::uuid, ${record.version}, ${onceKey})
    ON CONFLICT (once_key) DO UPDATE SET wanted_version = greatest(delivery.wanted_version, EXCLUDED.wanted_version)`;
  return lane;
}

/** The answer to an act: noted as gone with the request, or queued. */
async function putAnswer(
  db: Db,
  partnershipId: string,
  incoming: Incoming,
  reply: Reply,
  lanes: Set<string>,
): Promise<void> {
  const shown = reply.kind === 'form' && !incoming.canOpenForms ? asCard(reply) : reply;
  if (shown.kind !== 'card') return;
  const row = answerRow(incoming, {
    audience: shown.audience,
    replaces: shown.replaces === true,
    sign: shown.sign === true,
  });
  await db.delivery.create({
    data: {
      id: newId(),
      partnershipId,
      ...row,
      reply: row.reply ?? Prisma.DbNull,
      content: row.state === 'SENT' ? Prisma.DbNull : toJson(shown.card),
      settledAt: row.state === 'SENT' ? new Date() : null,
    },
  });
  if (row.state === 'WAITING') lanes.add(row.lane);
}

/** Where and how the answer to an act goes, as columns of a delivery. */
export function answerRow(
  incoming: Incoming,
  how: { audience: 'private' | 'place'; replaces: boolean; sign?: boolean },
) {
  const { place, sender } = incoming;
  const waits = incoming.answer === 'later';
  // In a private chat the answer goes to the person: which chat that is, the courier knows best.
  const personal = place.kind === 'personal';
  const to = {
    platform: place.platform,
    tenant: place.tenant,
    conversation: personal ? null : place.conversation,
    user: personal || how.audience === 'private' ? sender.user : null,
  };
  return {
    kind: waits ? ('MESSAGE' as const) : ('ANSWER' as const),
    state: waits ? ('WAITING' as const) : ('SENT' as const),
    lane: laneOf(to),
    ...to,
    // A thread of two colleagues' chat is none of ours.
    thread: personal && place.withUs !== true ? null : (place.thread ?? null),
    reply:
      waits && incoming.replyTo !== undefined
        ? { ...incoming.replyTo, replaces: how.replaces, sign: how.sign === true }
        : null,
    receiptKey: incoming.key,
    onceKey: waits ? `answer:${incoming.key}` : null,
  };
}

/** Tells the queue that a lane has something; one pending job a lane is enough, for it drains the lane. */
export async function wake(db: Db, lane: string, at?: Date): Promise<void> {
  await db.$executeRaw`SELECT graphile_worker.add_job(${DRAIN}, json_build_object('lane', ${lane}::text), queue_name := ${lane}, run_at := ${at ?? null}::timestamptz, job_key := ${`${DRAIN}:${lane}`}, max_attempts := 25)`;
}

/** Many lanes at once. */
export async function wakeAll(db: Db, lanes: string[]): Promise<void> {
  const each = [...new Set(lanes)].sort();
  await db.$executeRaw`SELECT count(graphile_worker.add_job(${DRAIN}, json_build_object('lane', l), queue_name := l, job_key := ${`${DRAIN}:`} || l, max_attempts := 25)) FROM unnest(${each}::text[]) AS l`;
}

/** Every lane of a workspace in which something waits. */
export async function wakeTenant(db: Db, platform: string, tenant: string): Promise<void> {
  const waiting = await db.$queryRaw<{ lane: string }[]>`
    SELECT DISTINCT lane FROM delivery WHERE platform = ${platform} AND tenant = ${tenant} AND state = 'WAITING'`;
  await wakeAll(
    db,
    waiting.map(({ lane }) => lane),
  );
}

function toJson(value: unknown): Prisma.InputJsonValue {
  return JSON.parse(JSON.stringify(value));
}
