// The rules of interactions, and their transactions.

import { z } from 'zod';
import { type Act, knownPerson } from '../../chat/act.ts';
import { assertMay, may } from '../../chat/may.ts';
import { Refusal, type Reply } from '../../chat/replies.ts';
import { say } from '../../chat/spans.ts';
import type { Db } from '../../database/client.ts';
import { gather } from '../../database/gather.ts';
import { type Interaction, Prisma } from '../../database/generated/client.ts';
import type { Outcome, Tool } from '../../database/generated/enums.ts';
import { newId } from '../../database/ids.ts';
import { type Askable, runStatement, type Statement } from '../../database/statement.ts';
import { answerRow, placesOf } from '../../delivery/index.ts';
import type { Subject } from '../../rights/index.ts';
import { todayIn } from '../../time/calendar.ts';
import { type Entry, entryShape } from './entry.ts';
import { type Mix, MixCache } from './mix.ts';
import { type FullInteraction, findInteraction, type ListedInteraction, latestInteractions } from './model.ts';

/** For so long the author may undo or edit; after that a lead corrects, and the audit shows it. */

const mixes = new MixCache();

/** What a receipt keeps of a log, enough to draw its answer again. */
export const savedShape = z.object({
  id: z.string(),
  entry: entryShape,
  /** The zone's mix this month before this interaction. */
  mix: z.object({ preventive: z.number(), remedial: z.number() }),
  month: z.string(),
  visible: z.boolean(),
});
export type Saved = z.infer<typeof savedShape>;

/** The name under which its answer can be drawn again. */
export const SAVED = 'log.saved';

/**
 * Stores an interaction with its receipt, audit entry and answer: one statement, one round trip, for this is what people
 * do all day. Who may: a member of the zone, checked again inside the statement.
 * @returns what was stored; on a repeat, what the first time stored
 * @throws {Refusal} when the person is not (or no longer) in the zone's team
 */
export async function logInteraction(act: Act, entry: Entry): Promise<Saved> {
  const { incoming, partnership } = act;
  const month = todayIn(partnership.timeZone, act.now).monthStart;
  const mix = mixes.get(entry.zoneId, month);
  const row = rowToSave(act, entry, month, mix);
  const before = await saverOf(act.db)(row);
  if (before === undefined) {
    const first = await act.db.eventReceipt.findUnique({ where: { key: incoming.key } });
    if (first === null)
      throw new Refusal('You are not in this zone’s team any more, so nothing was saved. Ask one of its leads.');
    act.settled();
    return savedShape.parse(first.outcome);
  }
  act.settled();
  if (mix === undefined) mixes.set(entry.zoneId, month, { ...before });
  if (entry.occurredOn >= month) mixes.add(entry.zoneId, month, entry.tool);
  return { ...row.outcome, mix: before };
}

type RowToSave = ReturnType<typeof rowToSave>;

function rowToSave(act: Act, entry: Entry, month: string, mix: Mix | undefined) {
  const person = knownPerson(act);
  const { incoming, partnership } = act;
  const id = newId();
  const visible = incoming.what.kind === 'command' && incoming.what.visible;
  const answer = answerRow(incoming, { audience: 'private', replaces: incoming.what.kind === 'press' });
  return {
    id,
    partnership_id: partnership.id,
    zone_id: entry.zoneId,
    person_id: person.id,
    agency_id: person.agencyId,
    text: entry.text,
    tool: entry.tool,
    outcomes: entry.outcomes,
    way: entry.way,
    structured: entry.structured,
    people_count: entry.peopleCount,
    people_band: entry.peopleBand,
    minutes: entry.minutes,
    occurred_on: entry.occurredOn,
    guessed: entry.guessed,
    at: act.now,
    agency_ids: entry.agencyIds,
    month,
    count_mix: mix === undefined,
    receipt_key: incoming.key,
    outcome: { id, entry, month, visible, ...(mix === undefined ? {} : { mix: { ...mix } }) },
    audit_id: newId(),
    details: { zone: entry.zoneId, tool: entry.tool, outcomes: entry.outcomes },
    request_id: incoming.requestId,
    delivery_id: newId(),
    answer_kind: answer.kind,
    answer_state: answer.state,
    lane: answer.lane,
    platform: answer.platform,
    tenant: answer.tenant,
    conversation: answer.conversation,
    thread: answer.thread,
    user: answer.user,
    reply: answer.reply,
    once_key: answer.onceKey,
  };
}

/** The zone's mix before; undefined when it was stored already, or when the person is not (or no longer) in the team. */
type MixBefore = Mix | undefined;

const MOST_AT_ONCE = 50;
const savers = new WeakMap<Db, (row: RowToSave) => Promise<MixBefore>>();

function saverOf(db: Db): (row: RowToSave) => Promise<MixBefore> {
  const known = savers.get(db);
  if (known !== undefined) return known;
  const saver = gather((rows: RowToSave[]) => saveRows(db, rows), MOST_AT_ONCE);
  savers.set(db, saver);
  return saver;
}

const MIX_TOO = `CASE WHEN count_mix THEN outcome || (
        SELECT jsonb_build_object('mix', jsonb_build_object(
          'preventive', count(*) FILTER (WHERE i.tool IN ('INTERACTION', 'INTEGRATION')),
          'remedial', count(*) FILTER (WHERE i.tool IN ('TREATMENT', 'CONTROL'))))
        FROM interaction i WHERE i.zone_id = given.zone_id AND i.occurred_on >= given.month AND i.undone_at IS NULL) ELSE outcome END`;
const WAKE_TOO = `RETURNING lane, state), woken AS (
      SELECT graphile_worker.add_job('drain', json_build_object('lane', lane), queue_name := lane, job_key := 'drain:' || lane, max_attempts := 25)
      FROM (SELECT DISTINCT lane FROM delivery WHERE state = 'WAITING' ORDER BY lane) AS lanes)
    SELECT id, mix, (SELECT count(*)::int FROM woken) AS woken FROM receipt`;
const RECEIPTS_ALONE = `) SELECT id, mix FROM receipt`;

/**
 * The statement. Its parts that are seldom needed stand in it only then, for every part costs time at each run. Receipts come
 * in the order of their keys, so that two replicas that are told the same never wait for each other.
 */
const saveStatement = (countMix: boolean, wake: boolean) => `
    WITH given AS MATERIALIZED (
      SELECT * FROM jsonb_to_recordset($1::jsonb) AS g(
        id uuid, partnership_id uuid, zone_id uuid, person_id uuid, agency_id uuid, text text, tool tool, outcomes outcome[], way way,
        structured boolean, people_count int, people_band people_band, minutes int, occurred_on date, guessed text[], at timestamptz,
        agency_ids uuid[], month date, count_mix boolean, receipt_key text, outcome jsonb, audit_id uuid, details jsonb, request_id text,
        delivery_id uuid, answer_kind delivery_kind, answer_state delivery_state, lane text, platform text, tenant text, conversation text,
        thread text, "user" text, reply jsonb, once_key text)
    ), receipt AS (
      INSERT INTO event_receipt (key, handler, outcome)
      SELECT receipt_key, 'log.saved', ${countMix ? MIX_TOO : 'outcome'}
      FROM given JOIN membership m ON m.person_id = given.person_id AND m.zone_id = given.zone_id
      JOIN person p ON p.id = given.person_id AND p.active ORDER BY receipt_key
      ON CONFLICT (key) DO NOTHING RETURNING (outcome->>'id')::uuid AS id, outcome->'mix' AS mix
    ), fresh AS MATERIALIZED (
      SELECT given.* FROM given JOIN receipt ON receipt.id = given.id
    ), stored AS (
      INSERT INTO interaction (id, partnership_id, zone_id, person_id, agency_id, text, tool, outcomes, way, structured, people_count, people_band, minutes, occurred_on, with_others, guessed, created_at, updated_at)
      SELECT id, partnership_id, zone_id, person_id, agency_id, text, tool, outcomes, way, structured, people_count, people_band, minutes, occurred_on, cardinality(agency_ids) > 0, guessed, at, at FROM fresh
    ), joint AS (
      INSERT INTO interaction_agency (interaction_id, agency_id) SELECT id, unnest(agency_ids) FROM fresh
    ), audit AS (
      INSERT INTO audit_entry (id, partnership_id, person_id, action, record_type, record_id, details, request_id)
      SELECT audit_id, partnership_id, person_id, 'interaction.logged', 'interaction', id, details, request_id FROM fresh
    ), delivery AS (
      INSERT INTO delivery (id, partnership_id, kind, state, lane, platform, tenant, conversation, thread, "user", reply, receipt_key, once_key, settled_at)
      SELECT delivery_id, partnership_id, answer_kind, answer_state, lane, platform, tenant, conversation, thread, "user", reply, receipt_key, once_key, CASE WHEN answer_state = 'SENT' THEN now() END FROM fresh
    ${wake ? WAKE_TOO : RECEIPTS_ALONE}`;
const STATEMENTS = [false, true].map((wake) =>
  [false, true].map(
    (countMix): Statement => ({
      name: `log${countMix ? ' and mix' : ''}${wake ? ' and wake' : ''}`,
      text: saveStatement(countMix, wake),
    }),
  ),
);

async function saveRows(db: Db, rows: RowToSave[]): Promise<MixBefore[]> {
  const wake = rows.some((row) => row.answer_state === 'WAITING');
  const countMix = rows.some((row) => row.count_mix);
  const statement = STATEMENTS[Number(wake)]?.[Number(countMix)];
  if (statement === undefined) throw new Error('There are four statements, and this is none of them.');
  const saved = await runStatement<{ id: string; mix: Mix }>(db, statement, [JSON.stringify(rows)]);
  const byId = new Map(saved.map(({ id, mix }) => [id, mix]));
  return rows.map(({ id }) => byId.get(id));
}

/** @throws {Refusal} when it is not there or the person may not see it; both sound alike */
export async function readInteraction(act: Act, id: string, db: Askable = act.db): Promise<FullInteraction> {
  const found = await findInteraction(db, id);
  if (found === null || found.partnershipId !== act.partnership.id || !may(act, 'interaction.see', found))
    throw new Refusal('That interaction is not here, or not yours to see.');
  return found;
}

/** An interaction, as rights look at it. */
export const subjectOf = (interaction: Interaction): Subject => ({
  zoneId: interaction.zoneId,
  authorId: interaction.personId,
  writtenAt: interaction.createdAt,
});

/** Whether a person may change an interaction now: its author for fifteen minutes, after that a lead of the zone. */
export const mayChange = (act: Act, interaction: Interaction): boolean =>
  may(act, 'interaction.change', subjectOf(interaction));

export type Change = Partial<
  Pick<
    Interaction,
    | 'text'
    | 'tool'
    | 'outcomes'
    | 'way'
    | 'structured'
    | 'peopleCount'
    | 'peopleBand'
    | 'minutes'
    | 'occurredOn'
    | 'zoneId'
    | 'undoneAt'
    | 'sharedAt'
    | 'guessed'
  >
> & { agencyIds?: string[] };

/** The interaction has moved on since the card was drawn; the person sees how it stands now. */
export class Moved extends Error {
  readonly current: FullInteraction;

  constructor(current: FullInteraction) {
    super('The interaction has changed since.');
    this.current = current;
  }
}

/**
 * Changes an interaction, audits which fields, and updates its card wherever it stands.
 * @param version the one that the person saw; nothing is overwritten unseen
 * @param answer draws the reply from the changed interaction
 * @throws {Moved} when somebody else was quicker
 * @throws {Refusal} when the person may not
 */
export async function changeInteraction(
  act: Act,
  id: string,
  version: number | undefined,
  action: string,
  change: Change,
  answer: (changed: FullInteraction) => Reply,
): Promise<Reply> {
  return act.once(async (effect) => {
    const before = await readInteraction(act, id, effect.db);
    assertMay(act, 'interaction.change', subjectOf(before));
    if (change.zoneId !== undefined && change.zoneId !== before.zoneId)
      assertMay(act, 'interaction.moveTo', { zoneId: change.zoneId });
    const { agencyIds, ...fields } = change;
    const changed = await effect.db.interaction.updateMany({
      where: { id, version: version ?? before.version },
      data: {
        ...fields,
        ...(agencyIds === undefined ? {} : { withOthers: agencyIds.length > 0 }),
        version: { increment: 1 },
        updatedAt: act.now,
      },
    });
    if (changed.count === 0) throw new Moved(await readInteraction(act, id, effect.db));
    if (agencyIds !== undefined) {
      await effect.db.interactionAgency.deleteMany({ where: { interactionId: id } });
      await effect.db.interactionAgency.createMany({
        data: agencyIds.map((agencyId) => ({ interactionId: id, agencyId })),
      });
    }
    await effect.audit({
      action,
      recordType: 'interaction',
      recordId: id,
      details: { fields: Object.keys(change), byLead: before.personId !== knownPerson(act).id },
    });
    const after = await readInteraction(act, id, effect.db);
    await effect.refresh({ type: 'interaction', id, version: after.version });
    mixes.forget(before.zoneId);
    mixes.forget(after.zoneId);
    return answer(after);
  });
}

/** Posts the interaction's card in every place of its zone, on every platform. Who may: its author, or a lead. */
export async function shareInteraction(
  act: Act,
  id: string,
  answer: (shared: FullInteraction, places: number) => Reply,
): Promise<Reply> {
  return act.once(async (effect) => {
    const before = await readInteraction(act, id, effect.db);
    assertMay(act, 'interaction.share', subjectOf(before));
    if (before.undoneAt !== null) throw new Refusal('It was taken back, so there is nothing to share.');
    const places = await placesOf(effect.db, before.zoneId);
    if (places.length === 0)
      throw new Refusal(
        say`${before.zone.name} has no channel linked yet. A lead can link one: type "zone link" in it.`,
      );
    const first = await effect.db.interaction.updateMany({
      where: { id, sharedAt: null },
      data: { sharedAt: act.now, version: { increment: 1 } },
    });
    const after = await readInteraction(act, id, effect.db);
    if (first.count > 0) {
      await effect.show({ type: 'interaction', id, version: after.version }, places);
      await effect.audit({
        action: 'interaction.shared',
        recordType: 'interaction',
        recordId: id,
        details: { places: places.length },
      });
    }
    return answer(after, places.length);
  });
}

export interface ListFilter {
  scope: 'mine' | 'zone';
  zoneIds: string[];
  tool?: Tool | undefined;
  outcomes: Outcome[];
  agencyId?: string | undefined;
  /** Whose they are, where somebody is named. */
  ownerId?: string | undefined;
  /** Days, both included. */
  since?: string | undefined;
  until?: string | undefined;
  /** Older than this one. */
  before?: { day: string; id: string } | undefined;
}

/** A page of interactions, latest first. @returns one more than `size` when there are older ones */
export async function listInteractions(act: Act, filter: ListFilter, size: number): Promise<ListedInteraction[]> {
  const person = knownPerson(act);
  const zoneIds = filter.zoneIds.filter((zoneId) => may(act, 'zone.see', { zoneId }));
  const { tool, outcomes, agencyId, ownerId, since, until, before } = filter;
  const where = Prisma.join(
    [
      Prisma.sql`i.partnership_id = ${act.partnership.id}::uuid AND i.undone_at IS NULL`,
      ...(tool === undefined ? [] : [Prisma.sql`i.tool = ${tool}::tool`]),
      ...(outcomes.length === 0 ? [] : [Prisma.sql`i.outcomes @> ${outcomes}::outcome[]`]),
      ...(agencyId === undefined
        ? []
        : [
            Prisma.sql`(i.agency_id = ${agencyId}::uuid OR EXISTS (SELECT 1 FROM interaction_agency j WHERE j.interaction_id = i.id AND j.agency_id = ${agencyId}::uuid))`,
          ]),
      ...(ownerId === undefined ? [] : [Prisma.sql`i.zone_id = ANY(${zoneIds}::uuid[])`]),
      ...(since === undefined ? [] : [Prisma.sql`i.occurred_on >= ${since}::date`]),
      ...(until === undefined ? [] : [Prisma.sql`i.occurred_on <= ${until}::date`]),
      ...(before === undefined ? [] : [Prisma.sql`(i.occurred_on, i.id) < (${before.day}::date, ${before.id}::uuid)`]),
    ],
    ' AND ',
  );
  const whose = ownerId ?? (filter.scope === 'mine' ? person.id : undefined);
  return latestInteractions(act.db, whose === undefined ? { zoneIds } : { personId: whose }, where, size + 1);
}

/** Which agency each mentioned person belongs to. */
export async function agenciesOfMentioned(act: Act, users: string[]): Promise<string[]> {
  if (users.length === 0) return [];
  const { platform, tenant } = act.incoming.sender;
  const identities = await act.db.chatIdentity.findMany({
    where: { platform, tenant, user: { in: users }, partnershipId: act.partnership.id },
    include: { person: { select: { agencyId: true } } },
  });
  return identities.flatMap((identity) => (identity.person === null ? [] : [identity.person.agencyId]));
}
