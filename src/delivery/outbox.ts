// Everything that leaves is first a row, written in the transaction of the change that it tells of.
import type { Act, AuditNote, Effect, Notice } from '../chat/act.ts';
import type { Card } from '../chat/cards.ts';
import { asCard } from '../chat/dispatch.ts';
import { type Incoming, laneOf } from '../chat/incoming.ts';
import type { Reply } from '../chat/replies.ts';
import { BUS_CHANNEL } from '../database/bus.ts';
import type { Db } from '../database/client.ts';
import type { PrismaClient } from '../database/generated/client.ts';
import { newId } from '../database/ids.ts';
import { rememberPlaces } from './places.ts';

/** The name of the queue's one task: send what waits in a lane. */
export const DRAIN = 'drain';

/** The act has already had its effect; the transaction is given up. */
class Repeated extends Error {}

/** Two transactions that wait for each other: PostgreSQL ends one, and it may simply begin again. */
const MOST_TRIES = 4;

/**
 * Has an act's effect once: change, receipt, audit, deliveries and answer commit together or not at all. The receipt is written
 * last, with all the rest: a repeat that ran beside the first finds it there, and what it did is given up.
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
    return await inTransaction(prisma, by, async (inside, outbox) => {
      const reply = await effect(inside);
      outbox.receipt = { key: incoming.key, outcome: reply };
      putAnswer(outbox, incoming, reply);
      return reply;
    });
  } catch (error) {
    if (error instanceof Repeated) return undefined;
    // What a repeat found changed was changed by the first.
    const first = await prisma.eventReceipt
      .findUnique({ where: { key: incoming.key }, select: { key: true } })
      .catch(() => null); // The fault itself is what is told.
    if (first !== null) return undefined;
    throw error;
  }
}

/** An effect of nobody's act: what the clock brings about. It must itself see to it that it happens once. */
export async function inBackground<T>(
  prisma: PrismaClient,
  partnershipId: string,
  effect: (effect: Effect) => Promise<T>,
): Promise<T> {
  return inTransaction(prisma, { partnershipId, personId: undefined, requestId: undefined }, effect);
}

interface By {
  partnershipId: string;
  personId: string | undefined;
  requestId: string | undefined;
}

/** What a transaction has yet to write, in the order in which it was asked for. */
interface Outbox {
  receipt: { key: string; outcome: Reply } | undefined;
  audits: AuditNote[];
  messages: NewDelivery[];
  /** Records' live cards by what makes a request one: what still waits there is merged with this one. */
  cards: Map<string, NewDelivery>;
  /** Records whose cards are to be drawn anew wherever they stand. */
  refreshed: Map<string, LiveRecord>;
  /** Lanes to be woken when all is committed. */
  lanes: Set<string>;
  directoryChanged: boolean;
}

interface LiveRecord {
  type: string;
  id: string;
  version: number;
}

/** A row of `delivery`, but for what is the same in all. */
interface NewDelivery {
  id: string;
  kind: 'MESSAGE' | 'ANSWER' | 'LIVE_CARD';
  state?: 'WAITING' | 'SENT';
  lane: string;
  platform: string;
  tenant: string;
  conversation: string | null;
  user: string | null;
  thread?: string | null;
  reply?: unknown;
  content?: unknown;
  record_type?: string;
  record_id?: string;
  wanted_version?: number;
  receipt_key?: string;
  once_key?: string | null;
}

async function inTransaction<T>(
  prisma: PrismaClient,
  by: By,
  work: (effect: Effect, outbox: Outbox) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const lanes = new Set<string>();
      const done = await prisma.$transaction(async (db) => {
        const outbox: Outbox = {
          receipt: undefined,
          audits: [],
          messages: [],
          cards: new Map(),
          refreshed: new Map(),
          lanes,
          directoryChanged: false,
        };
        rememberPlaces(db);
        const result = await work(effectIn(db, outbox), outbox);
        await write(db, by, outbox);
        return result;
      });
      wakeSoon(prisma, lanes);
      return done;
    } catch (error) {
      if (attempt >= MOST_TRIES || !isDeadlock(error)) throw error;
    }
  }
}

function isDeadlock(error: unknown): boolean {
  const said = error instanceof Error ? `${'code' in error ? error.code : ''} ${error.message}` : '';
  return /P2034|40P01|deadlock detected/.test(said);
}

function effectIn(db: Db, outbox: Outbox): Effect {
  return {
    db,
    async audit(...notes) {
      outbox.audits.push(...notes);
    },
    async directoryChanged() {
      outbox.directoryChanged = true;
    },
    async tell(to, card) {
      putMessage(outbox, to, card);
    },
    async show(record, to) {
      for (const place of to) putLiveCard(outbox, record, place);
    },
    async refresh(record) {
      const key = `${record.type}:${record.id}`;
      const before = outbox.refreshed.get(key);
      if (before === undefined || before.version < record.version) outbox.refreshed.set(key, record);
    },
    async discuss(record, to, card) {
      for (const place of to) putMessage(outbox, place, card, record);
    },
  };
}

/**
 * All that an effect leaves behind, in one statement: receipt, audit, deliveries. Rows that others may hold are taken in one order
 * (cards by their key), so that no two transactions wait for each other.
 * @throws {Repeated} when there is a receipt of the same act already
 */
async function write(db: Db, { partnershipId, personId, requestId }: By, outbox: Outbox): Promise<void> {
  if (outbox.refreshed.size > 0) await refreshAll(db, outbox);
  const { receipt, audits, messages } = outbox;
  const cards = [...outbox.cards.values()].sort((a, b) => ((a.once_key ?? '') < (b.once_key ?? '') ? -1 : 1));
  const nothing = receipt === undefined && audits.length + messages.length + cards.length === 0;
  if (nothing && !outbox.directoryChanged) return;
  const auditRows = audits.map(({ action, recordType, recordId, details }) => ({
    id: newId(),
    action,
    type: recordType,
    record: recordId ?? null,
    details: details ?? {},
  }));
  const [done] = await db.$queryRaw<{ fresh: boolean }[]>`
    WITH receipt AS (
      INSERT INTO event_receipt (key, handler, outcome) SELECT ${receipt?.key ?? null}, '', ${receipt === undefined ? null : JSON.stringify(receipt.outcome)}::jsonb
      WHERE ${receipt !== undefined} ON CONFLICT (key) DO NOTHING RETURNING key),
    audited AS (
      INSERT INTO audit_entry (id, partnership_id, person_id, action, record_type, record_id, details, request_id)
      SELECT r.id, ${partnershipId}::uuid, ${personId ?? null}::uuid, r.action, r.type, r.record, r.details, ${requestId ?? null}
      FROM jsonb_to_recordset(${JSON.stringify(auditRows)}::jsonb) AS r(id uuid, action text, type text, record uuid, details jsonb)),
    told AS (
      INSERT INTO delivery (id, partnership_id, kind, state, lane, platform, tenant, conversation, "user", thread, reply, content, record_type, record_id, receipt_key, once_key, settled_at)
      SELECT r.id, ${partnershipId}::uuid, r.kind, coalesce(r.state, 'WAITING'), r.lane, r.platform, r.tenant, r.conversation, r."user", r.thread, r.reply, r.content,
        r.record_type, r.record_id, r.receipt_key, r.once_key, CASE WHEN r.state = 'SENT' THEN now() END
      FROM jsonb_to_recordset(${JSON.stringify(messages)}::jsonb) AS r(id uuid, kind delivery_kind, state delivery_state, lane text, platform text, tenant text,
        conversation text, "user" text, thread text, reply jsonb, content jsonb, record_type text, record_id uuid, receipt_key text, once_key text)),
    shown AS (
      INSERT INTO delivery (id, partnership_id, kind, lane, platform, tenant, conversation, "user", record_type, record_id, wanted_version, once_key)
      SELECT r.id, ${partnershipId}::uuid, 'LIVE_CARD', r.lane, r.platform, r.tenant, r.conversation, r."user", r.record_type, r.record_id, r.wanted_version, r.once_key
      FROM jsonb_to_recordset(${JSON.stringify(cards)}::jsonb) AS r(id uuid, lane text, platform text, tenant text, conversation text, "user" text, record_type text,
        record_id uuid, wanted_version int, once_key text)
      ON CONFLICT (once_key) DO UPDATE SET wanted_version = greatest(delivery.wanted_version, EXCLUDED.wanted_version))
    SELECT (${receipt === undefined} OR EXISTS (SELECT 1 FROM receipt)) AS fresh,
      (SELECT count(pg_notify(${BUS_CHANNEL}, ${'directory\nchanged'})) FROM generate_series(1, ${outbox.directoryChanged ? 1 : 0})) AS changed`;
  if (done?.fresh !== true) throw new Repeated();
}

/** Every place where one of these records' cards stands. */
async function refreshAll(db: Db, outbox: Outbox): Promise<void> {
  const records = [...outbox.refreshed.values()];
  const posted = await db.postedCard.findMany({
    where: { OR: records.map(({ type, id }) => ({ recordType: type, recordId: id })) },
  });
  for (const card of posted) {
    const record = outbox.refreshed.get(`${card.recordType}:${card.recordId}`);
    if (record !== undefined) putLiveCard(outbox, record, noticeOf(card));
  }
}

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

/** A message of its own; its words are fixed now. @param under in the thread of this record's card, once that stands there */
function putMessage(outbox: Outbox, to: Notice, card: Card, under?: { type: string; id: string }): void {
  const lane = laneOf(to);
  outbox.messages.push({
    id: newId(),
    kind: 'MESSAGE',
    lane,
    platform: to.platform,
    tenant: to.tenant,
    conversation: to.conversation ?? null,
    user: to.user ?? null,
    content: card,
    ...(under === undefined ? {} : { record_type: under.type, record_id: under.id }),
  });
  outbox.lanes.add(lane);
}

/** Asks for a record's card to be shown in a place; a request that still waits there is merged with this one. */
function putLiveCard(outbox: Outbox, record: LiveRecord, to: Notice): void {
  const lane = laneOf(to);
  const onceKey = `live:${record.type}:${record.id}:${lane}`;
  const before = outbox.cards.get(onceKey);
  outbox.cards.set(onceKey, {
    id: before?.id ?? newId(),
    kind: 'LIVE_CARD',
    lane,
    platform: to.platform,
    tenant: to.tenant,
    conversation: to.conversation ?? null,
    user: to.user ?? null,
    record_type: record.type,
    record_id: record.id,
    wanted_version: Math.max(record.version, before?.wanted_version ?? 0),
    once_key: onceKey,
  });
  outbox.lanes.add(lane);
}

/** The answer to an act: noted as gone with the request, or queued. */
function putAnswer(outbox: Outbox, incoming: Incoming, reply: Reply): void {
  const shown = reply.kind === 'form' && !incoming.canOpenForms ? asCard(reply) : reply;
  if (shown.kind !== 'card') return;
  const { receiptKey, onceKey, ...row } = answerRow(incoming, {
    audience: shown.audience,
    replaces: shown.replaces === true,
    sign: shown.sign === true,
  });
  outbox.messages.push({
    id: newId(),
    ...row,
    receipt_key: receiptKey,
    once_key: onceKey,
    ...(row.state === 'SENT' ? {} : { content: shown.card }),
  });
  if (row.state === 'WAITING') outbox.lanes.add(row.lane);
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

/** The queue is told this often at the most, of all lanes together; and again after so long when it could not be. */
const WAKES_EVERY_MS = 40;
const WAKE_AGAIN_MS = 1000;

interface Waking {
  lanes: Set<string>;
  timer: NodeJS.Timeout | undefined;
  last: number;
}

const waking = new WeakMap<PrismaClient, Waking>();

/**
 * Tells the queue of lanes after the commit that wrote to them, of many acts together: no act waits for it, and none holds what
 * another wants. A process that dies in between has lost nothing: the sweep finds what waits (`sweepLanes`).
 */
export function wakeSoon(prisma: PrismaClient, lanes: ReadonlySet<string>, patiently = false): void {
  if (lanes.size === 0) return;
  const mine = waking.get(prisma) ?? { lanes: new Set(), timer: undefined, last: 0 };
  waking.set(prisma, mine);
  for (const lane of lanes) mine.lanes.add(lane);
  if (mine.timer !== undefined) return;
  mine.timer = setTimeout(() => void wakeNow(prisma), Math.max(0, mine.last + WAKES_EVERY_MS - Date.now()));
  // A process that ends does not wait for a database that is gone.
  if (patiently) mine.timer.unref();
}

/** What the queue has yet to be told, at once: before the process ends. */
export async function wakeNow(prisma: PrismaClient): Promise<void> {
  const mine = waking.get(prisma);
  if (mine === undefined || mine.lanes.size === 0) return;
  clearTimeout(mine.timer);
  const all = [...mine.lanes];
  mine.lanes.clear();
  mine.timer = undefined;
  mine.last = Date.now();
  // A database that fails just now is asked again; what a process takes along with it, the sweep finds.
  await wakeAll(prisma, all).catch(() => {
    mine.last = Date.now() + WAKE_AGAIN_MS - WAKES_EVERY_MS;
    wakeSoon(prisma, new Set(all), true);
  });
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
