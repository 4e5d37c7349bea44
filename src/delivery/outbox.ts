// Everything that leaves is first a row, written in the transaction of the change that it tells of.
import type { Act, AuditNote, Notice, PlainEffect } from '../chat/act.ts';
import type { Card } from '../chat/cards.ts';
import { asCard } from '../chat/dispatch.ts';
import { type Incoming, laneOf } from '../chat/incoming.ts';
import type { Reply } from '../chat/replies.ts';
import { BUS_CHANNEL, CHANGED, CONNECTIONS, DIRECTORY } from '../database/bus.ts';
import { newId } from '../database/ids.ts';
import { type Askable, rows } from '../database/statement.ts';

/** The act has already had its effect; the transaction is given up. */
export class Repeated extends Error {}

/** Whose doing it is. */
export interface By {
  partnershipId: string;
  personId: string | undefined;
  requestId: string | undefined;
}

/** What a transaction has yet to write, in the order in which it was asked for. */
export interface Outbox {
  receipts: { key: string; outcome: Reply }[];
  audits: (AuditNote & Pick<By, 'personId' | 'requestId'>)[];
  messages: NewDelivery[];
  /** Records' live cards by what makes a request one: what still waits there is merged with this one. */
  cards: Map<string, NewDelivery>;
  /** Records whose cards are to be drawn anew wherever they stand. */
  refreshed: Map<string, LiveRecord>;
  /** Lanes to be woken when all is committed. */
  lanes: Set<string>;
  /** Topics that every replica hears of when all is committed. */
  changed: Set<string>;
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

export const emptyOutbox = (): Outbox => ({
  receipts: [],
  audits: [],
  messages: [],
  cards: new Map(),
  refreshed: new Map(),
  lanes: new Set(),
  changed: new Set(),
  also: [],
});

/** What one act of several leaves, beside what the others have left. */
export function addTo(all: Outbox, one: Outbox): void {
  all.receipts.push(...one.receipts);
  all.audits.push(...one.audits);
  all.messages.push(...one.messages);
  for (const card of one.cards.values()) addCard(all, card);
  for (const record of one.refreshed.values()) addRefreshed(all, record);
  for (const lane of one.lanes) all.lanes.add(lane);
  for (const topic of one.changed) all.changed.add(topic);
  all.also.push(...one.also);
}

function addRefreshed({ refreshed }: Outbox, record: LiveRecord): void {
  const key = `${record.type}:${record.id}`;
  const before = refreshed.get(key);
  if (before === undefined || before.version < record.version) refreshed.set(key, record);
}

/** A request for a card that is there already is merged with it. */
function addCard({ cards }: Outbox, card: NewDelivery): void {
  const key = card.once_key ?? '';
  const before = cards.get(key);
  const wanted = Math.max(card.wanted_version ?? 0, before?.wanted_version ?? 0);
  cards.set(key, { ...card, id: before?.id ?? card.id, wanted_version: wanted });
}

/** What an act does to the world, as its feature sees it. */
export function effectIn<Inside extends Askable>(
  db: Inside,
  { personId, requestId }: By,
  outbox: Outbox,
): PlainEffect & { db: Inside } {
  return {
    db,
    async audit(...notes) {
      outbox.audits.push(...notes.map((note) => ({ ...note, personId, requestId })));
    },
    async directoryChanged() {
      outbox.changed.add(DIRECTORY);
    },
    async connectionsChanged() {
      outbox.changed.add(CONNECTIONS);
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
      addRefreshed(outbox, record);
    },
    async discuss(record, to, card) {
      for (const place of to) putMessage(outbox, place, card, record);
    },
  };
}

/**
 * All that effects leave behind, in one statement: receipts, audit, deliveries. Rows that others may hold are taken in one order
 * (cards by their key), so that no two transactions wait for each other.
 * @throws {Repeated} when there is a receipt of the same act already
 */
export function write(db: Askable, partnershipId: string, outbox: Outbox): Promise<unknown> {
  const { audits, messages } = outbox;
  const receipts = [...outbox.receipts].sort((a, b) => (a.key < b.key ? -1 : 1));
  const cards = [...outbox.cards.values()].sort((a, b) => ((a.once_key ?? '') < (b.once_key ?? '') ? -1 : 1));
  const nothing = receipts.length + audits.length + messages.length + cards.length === 0;
  if (nothing && outbox.changed.size === 0) return Promise.resolve([]);
  const auditRows = audits.map(({ action, recordType, recordId, details, personId, requestId }) => ({
    id: newId(),
    person: personId ?? null,
    request: requestId ?? null,
    action,
    type: recordType,
    record: recordId ?? null,
    details: details ?? {},
  }));
  return rows(db)`
    WITH receipt AS (
      INSERT INTO event_receipt (key, handler, outcome) SELECT r.key, '', r.outcome
      FROM jsonb_to_recordset(${JSON.stringify(receipts)}::jsonb) AS r(key text, outcome jsonb)),
    audited AS (
      INSERT INTO audit_entry (id, partnership_id, person_id, action, record_type, record_id, details, request_id)
      SELECT r.id, ${partnershipId}::uuid, r.person, r.action, r.type, r.record, r.details, r.request
      FROM jsonb_to_recordset(${JSON.stringify(auditRows)}::jsonb) AS r(id uuid, person uuid, action text, type text, record uuid, details jsonb, request text)),
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
    SELECT count(pg_notify(${BUS_CHANNEL}, topic || ${`\n${CHANGED}`})) FROM unnest(${[...outbox.changed]}::text[]) AS topic`.catch(
    (error: unknown) => {
      throw isOfReceipts(error) ? new Repeated() : error;
    },
  );
}

/** There is a receipt of the same act already. */
const isOfReceipts = (error: unknown): boolean =>
  error instanceof Error && 'constraint' in error && error.constraint === 'event_receipt_pkey';

/** Every place where one of these records' cards stands. */
export async function refreshAll(db: Askable, outbox: Outbox): Promise<void> {
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
  addCard(outbox, {
    id: newId(),
    kind: 'LIVE_CARD',
    lane,
    platform: to.platform,
    tenant: to.tenant,
    conversation: to.conversation ?? null,
    user: to.user ?? null,
    record_type: record.type,
    record_id: record.id,
    wanted_version: record.version,
    once_key: `live:${record.type}:${record.id}:${lane}`,
  });
  outbox.lanes.add(lane);
}

/** An act is done: its receipt, and its answer. */
export function putOutcome(outbox: Outbox, { incoming }: Act, reply: Reply): void {
  outbox.receipts.push({ key: incoming.key, outcome: reply });
  putAnswer(outbox, incoming, reply);
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
