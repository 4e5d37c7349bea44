// Everything that leaves is first a row, written in the transaction of the change that it tells of.
import type { Act, AuditNote, Effect, Notice, PlainEffect } from '../chat/act.ts';
import type { Card } from '../chat/cards.ts';
import { asCard } from '../chat/dispatch.ts';
import { type Incoming, laneOf } from '../chat/incoming.ts';
import type { Reply } from '../chat/replies.ts';
import { BUS_CHANNEL } from '../database/bus.ts';
import type { PrismaClient } from '../database/generated/client.ts';
import { newId } from '../database/ids.ts';
import { type Askable, rows } from '../database/statement.ts';
import { inPlain, inPrisma } from '../database/transaction.ts';
import { rememberPlaces } from './places.ts';
import { wakeSoon } from './wake.ts';

/** The act has already had its effect; the transaction is given up. */
class Repeated extends Error {}

/** Two transactions that wait for each other: PostgreSQL ends one, and it may simply begin again. */
const MOST_TRIES = 4;

/**
 * Has an act's effect once: change, receipt, audit, deliveries and answer commit together or not at all. The receipt is written
 * last, with all the rest: a repeat that ran beside the first finds it there, and what it did is given up.
 * @returns the answer, or undefined when the act has been done before
 */
export function actOnce(prisma: PrismaClient, act: Act, effect: (effect: Effect) => Promise<Reply>) {
  return unlessRepeated(prisma, act, () =>
    inTransaction(prisma, byActor(act), async (inside, outbox) => answered(act, outbox, await effect(inside))),
  );
}

/** The same in a transaction without Prisma: for what people do all day. */
export function actOnceByHand(prisma: PrismaClient, act: Act, effect: (effect: PlainEffect) => Promise<Reply>) {
  return unlessRepeated(prisma, act, () =>
    byHand(prisma, byActor(act), async (inside, outbox) => answered(act, outbox, await effect(inside))),
  );
}

const byActor = ({ partnership, actor, incoming }: Act): By => ({
  partnershipId: partnership.id,
  personId: actor.person?.id,
  requestId: incoming.requestId,
});

function answered({ incoming }: Act, outbox: Outbox, reply: Reply): Reply {
  outbox.receipt = { key: incoming.key, outcome: reply };
  putAnswer(outbox, incoming, reply);
  return reply;
}

async function unlessRepeated<T>(
  prisma: PrismaClient,
  { incoming }: Act,
  run: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await run();
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
  /** What was sent to the database and not waited for. */
  also: Promise<unknown>[];
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

function inTransaction<T>(
  prisma: PrismaClient,
  by: By,
  work: (effect: Effect, outbox: Outbox) => Promise<T>,
): Promise<T> {
  return told(prisma, (outbox) =>
    inPrisma(prisma, async (db) => {
      rememberPlaces(db);
      const result = await work(effectIn(db, outbox), outbox);
      await Promise.all(outbox.also);
      await refreshAll(db, outbox);
      await write(db, by, outbox);
      return result;
    }),
  );
}

/** What is left behind goes out together with the COMMIT. */
function byHand<T>(
  prisma: PrismaClient,
  by: By,
  work: (effect: PlainEffect, outbox: Outbox) => Promise<T>,
): Promise<T> {
  return told(prisma, (outbox) =>
    inPlain(
      prisma,
      async (db) => {
        rememberPlaces(db);
        const result = await work(effectIn(db, outbox), outbox);
        await refreshAll(db, outbox);
        return result;
      },
      async (db) => {
        const written = write(db, by, outbox);
        written.catch(() => {}); // What failed first is told.
        await Promise.all(outbox.also);
        await written;
      },
    ),
  );
}

/** Tries again what PostgreSQL ended for a deadlock; wakes the lanes of what was committed. */
async function told<T>(prisma: PrismaClient, run: (outbox: Outbox) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const outbox: Outbox = {
      receipt: undefined,
      audits: [],
      messages: [],
      cards: new Map(),
      refreshed: new Map(),
      lanes: new Set(),
      directoryChanged: false,
      also: [],
    };
    try {
      const done = await run(outbox);
      wakeSoon(prisma, outbox.lanes);
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

function effectIn<Inside extends Askable>(db: Inside, outbox: Outbox): PlainEffect & { db: Inside } {
  return {
    db,
    async audit(...notes) {
      outbox.audits.push(...notes);
    },
    async directoryChanged() {
      outbox.directoryChanged = true;
    },
    also(statement) {
      statement.catch(() => {}); // Told at the end.
      outbox.also.push(statement);
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
async function write(db: Askable, { partnershipId, personId, requestId }: By, outbox: Outbox): Promise<void> {
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
  await rows(db)`
    WITH receipt AS (
      INSERT INTO event_receipt (key, handler, outcome) SELECT ${receipt?.key ?? null}, '', ${receipt === undefined ? null : JSON.stringify(receipt.outcome)}::jsonb
      WHERE ${receipt !== undefined}),
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
    SELECT count(pg_notify(${BUS_CHANNEL}, ${'directory\nchanged'})) FROM generate_series(1, ${outbox.directoryChanged ? 1 : 0})`.catch(
    (error: unknown) => {
      throw isOfReceipts(error) ? new Repeated() : error;
    },
  );
}

/** There is a receipt of the same act already. */
const isOfReceipts = (error: unknown): boolean =>
  error instanceof Error && 'constraint' in error && error.constraint === 'event_receipt_pkey';

/** Every place where one of these records' cards stands. */
async function refreshAll(db: Askable, outbox: Outbox): Promise<void> {
  if (outbox.refreshed.size === 0) return;
  const records = [...outbox.refreshed.values()];
  const posted = await rows<Posted>(db)`
    SELECT c.record_type AS "recordType", c.record_id AS "recordId", c.platform, c.tenant, c.conversation
    FROM unnest(${records.map(({ type }) => type)}::text[], ${records.map(({ id }) => id)}::uuid[]) AS r(type, id)
    JOIN posted_card c ON c.record_type = r.type AND c.record_id = r.id`;
  for (const card of posted) {
    const record = outbox.refreshed.get(`${card.recordType}:${card.recordId}`);
    if (record !== undefined) putLiveCard(outbox, record, noticeOf(card));
  }
}

interface Posted {
  recordType: string;
  recordId: string;
  platform: string;
  tenant: string;
  conversation: string;
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
