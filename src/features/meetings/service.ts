// Meetings in the database: who sees them, and how one is changed.

import { type Act, type Effect, knownPerson } from '../../chat/act.ts';
import type { JsonObject } from '../../chat/cards.ts';
import { may } from '../../chat/may.ts';
import { Refusal, type Reply } from '../../chat/replies.ts';
import type { Db } from '../../database/client.ts';
import type { Prisma } from '../../database/generated/client.ts';
import type { MeetingEntryKind, MeetingState } from '../../database/generated/enums.ts';
import { newId } from '../../database/ids.ts';
import type { Subject } from '../../rights/index.ts';
import { placesOfTeam, subjectOf, type Team } from './team.ts';
import { RECORDED, type RecordedKind } from './words.ts';

/** The invitation; while it is held, and after, it points to the card of the meeting itself. */
export const RECORD = 'meeting';
/** The card that is posted when a meeting begins, where it is held; its id is the meeting's. */
export const HELD = 'meeting-held';
/** The minutes have a card of their own in every place; its id is the meeting's. */
export const MINUTES = 'minutes';

/** PUT: before the room, and not closed. */
export type DecisionState = 'AGREED' | 'PROPOSED' | 'PUT' | 'NOT_AGREED';

export function decisionState({ kind, details }: Pick<Entry, 'kind' | 'details'>): DecisionState | undefined {
  return kind === 'DECISION' ? (details as { state: DecisionState }).state : undefined;
}

const FULL = {
  zone: { select: { name: true, code: true, quorumPeople: true, quorumAgencies: true } },
  body: { select: { kind: true, quorumPeople: true, quorumAgencies: true } },
  items: { orderBy: [{ position: 'asc' }, { id: 'asc' }] },
  entries: {
    include: { person: { select: { name: true } }, votes: { include: { person: { select: { name: true } } } } },
    orderBy: { number: 'asc' },
  },
  minuted: {
    select: { number: true, event: true, note: true, at: true, person: { select: { name: true } } },
    orderBy: { number: 'asc' },
  },
  answers: { include: { person: { select: { name: true } } } },
  series: { select: { rule: true, endsOn: true, except: true } },
} satisfies Prisma.MeetingInclude;

/** A meeting with its agenda and its whole log. */
export type FullMeeting = Prisma.MeetingGetPayload<{ include: typeof FULL }>;
export type Entry = FullMeeting['entries'][number];

/**
 * How much of the log: all of it, or what decides how the meeting stands (who came and went, what was opened, what is before the
 * room or below quorum) with the last lines. The second does not grow with what is said.
 */
export type LogRead = 'whole' | { from: number };

/** None of what was said. */
export const NO_LINES: LogRead = { from: 2_000_000_000 };

/** So many recorded lines at the end are read with it: more than a card shows. */
const LAST_LINES = 6;

/** The number of the log's last entry, and that from which on its last recorded lines stand. */
async function endOfLog(db: Db, id: string): Promise<{ last: number; from: number }> {
  const [end] = await db.$queryRaw<{ last: number; from: number }[]>`
    SELECT coalesce((SELECT max(number) FROM meeting_entry WHERE meeting_id = ${id}::uuid), 0)::int AS last,
      coalesce((SELECT min(number) FROM (SELECT number FROM meeting_entry
        WHERE meeting_id = ${id}::uuid AND struck_at IS NULL AND kind::text = ANY(${Object.keys(RECORDED)}::text[])
        ORDER BY number DESC LIMIT ${LAST_LINES}) AS lines), 0)::int AS "from"`;
  return end ?? { last: 0, from: 0 };
}

const include = (log: LogRead) =>
  log === 'whole'
    ? FULL
    : {
        ...FULL,
        entries: {
          ...FULL.entries,
          where: {
            OR: [
              { kind: { notIn: Object.keys(RECORDED) as RecordedKind[] } },
              ...(['PUT', 'PROPOSED'] satisfies DecisionState[]).map((state) => ({
                kind: 'DECISION' as const,
                struckAt: null,
                details: { path: ['state'], equals: state },
              })),
              { number: { gte: log.from } },
            ],
          },
        },
      };

export function findMeeting(db: Db, id: string): Promise<FullMeeting | null> {
  return db.meeting.findUnique({ where: { id }, include: FULL });
}

/** As its card needs it: of one that is held, no more of the log than the card shows. */
export async function findForCard(db: Db, id: string): Promise<FullMeeting | null> {
  const found = await db.meeting.findUnique({ where: { id }, select: { state: true } });
  if (found === null) return null;
  return db.meeting.findUnique({
    where: { id },
    include: include(found.state === 'RUNNING' ? await endOfLog(db, id) : 'whole'),
  });
}

/** The meetings that fit, each whole, in one query. */
export function findMeetings(
  db: Db,
  query: Pick<Prisma.MeetingFindManyArgs, 'where' | 'orderBy' | 'take'>,
  log: LogRead = 'whole',
): Promise<FullMeeting[]> {
  return db.meeting.findMany({ ...query, include: include(log) });
}

/** What agencies are called, where there is no act that brings its directory. */
export async function agencyNames(
  db: Db,
  partnershipId: string,
  which: 'name' | 'shortName' = 'shortName',
): Promise<(id: string) => string> {
  const rows = await db.agency.findMany({
    where: { partnershipId },
    select: { id: true, name: true, shortName: true },
  });
  const names = new Map(rows.map((row) => [row.id, row[which]]));
  return (id) => names.get(id) ?? 'another agency';
}

/** Planned, and not so long ago that nobody will start it any more. */
export const stillAhead = (now: Date) =>
  ({ state: 'PLANNED', startsAt: { gt: new Date(now.getTime() - 12 * 3_600_000) } }) satisfies Prisma.MeetingWhereInput;

/** @throws {Refusal} when it is not there or the person may not see it; both sound alike */
export async function readMeeting(act: Act, id: string, db: Db = act.db, log: LogRead = 'whole'): Promise<FullMeeting> {
  const found = await db.meeting.findFirst({
    where: { id, partnershipId: act.partnership.id },
    include: include(log),
  });
  if (found === null || !may(act, 'meeting.see', subjectOf(found)))
    throw new Refusal('That meeting is not here, or not yours to see.');
  return found;
}

/** The meeting that a team is holding. */
export async function runningIn(db: Db, { zoneId, bodyId }: Team): Promise<{ id: string } | null> {
  const [running] = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM meeting WHERE (zone_id = ${zoneId}::uuid OR body_id = ${bodyId}::uuid) AND state = 'RUNNING' LIMIT 1`;
  return running ?? null;
}

/** A meeting as rights look at it: a lead runs it, or whoever of the team has started it in their absence. */
export const meetingSubject = (meeting: FullMeeting, authorId?: string | null): Subject => ({
  ...subjectOf(meeting),
  starterId: meeting.entries.find((entry) => entry.kind === 'STARTED')?.personId ?? null,
  ...(authorId === undefined ? {} : { authorId }),
});

export interface NewEntry {
  kind: MeetingEntryKind;
  text?: string;
  itemId?: string | null;
  details?: JsonObject;
  /** The key of the act that said it, so that its message's later changes find it. */
  saidIn?: string;
}

export interface Turn {
  effect: Effect;
  /** As it stands now, locked. */
  meeting: FullMeeting;
  /** Writes into the log; its number is its place in it. */
  record(entry: NewEntry): Promise<string>;
  set(change: Prisma.MeetingUncheckedUpdateInput): Promise<void>;
  /** Read again: what else has changed with it stands there. */
  after(): Promise<FullMeeting>;
  /** The same with what was recorded and set in this turn, and nothing read again. */
  current(): FullMeeting;
}

/**
 * One act upon one meeting, in one transaction: two leads who press Next at once make one step, then another.
 * @param log 'heart': while it is held, the turn needs no more of what was said than the card shows
 */
export function inMeeting(
  act: Act,
  id: string,
  work: (turn: Turn) => Promise<Reply>,
  log: 'whole' | 'heart' = 'whole',
): Promise<Reply> {
  const { id: personId, agencyId, name } = knownPerson(act);
  return act.once((effect) =>
    changeMeeting(
      effect,
      id,
      { personId, agencyId, name },
      act.now,
      (read) => readMeeting(act, id, effect.db, log === 'heart' ? read : 'whole'),
      work,
    ),
  );
}

/** The same without a person: what the clock does. @param read given what of the log decides how it stands; all of it unless it is held */
export async function changeMeeting<Result>(
  effect: Effect,
  id: string,
  by: { personId: string; agencyId: string; name: string } | undefined,
  now: Date,
  read: (log: LogRead) => Promise<FullMeeting>,
  work: (turn: Turn) => Promise<Result>,
): Promise<Result> {
  const { db } = effect;
  // The log is read apart: a statement that waits for a lock sees the rest as it was before it waited.
  const [row] = await db.$queryRaw<
    { state: string }[]
  >`SELECT state::text FROM meeting WHERE id = ${id}::uuid FOR UPDATE`;
  const { last, from } = await endOfLog(db, id);
  // The card of one that is over counts what was recorded.
  const log: LogRead = row?.state === 'RUNNING' ? { from } : 'whole';
  const meeting = await read(log);
  let next = last + 1;
  let recordedAt: Date | undefined;
  let touched = false;
  const recorded: Entry[] = [];
  const changes: Prisma.MeetingUncheckedUpdateInput = {};
  const result = await work({
    effect,
    meeting,
    async record({ kind, text, itemId, details, saidIn }) {
      touched = true;
      recordedAt = now;
      const entry = {
        id: newId(),
        meetingId: id,
        number: next,
        kind,
        itemId: itemId ?? null,
        personId: by?.personId ?? null,
        agencyId: by?.agencyId ?? null,
        text: text ?? '',
        details: details ?? {},
        saidIn: saidIn ?? null,
        at: now,
        struckAt: null,
      };
      await db.$executeRaw`
        INSERT INTO meeting_entry (id, meeting_id, number, kind, item_id, person_id, agency_id, text, details, said_in, at)
        VALUES (${entry.id}::uuid, ${id}::uuid, ${next}, ${kind}::meeting_entry_kind, ${entry.itemId}::uuid, ${entry.personId}::uuid, ${entry.agencyId}::uuid,
          ${entry.text}, ${JSON.stringify(entry.details)}::jsonb, ${entry.saidIn}, ${now}::timestamptz)`;
      recorded.push({ ...entry, person: by === undefined ? null : { name: by.name }, votes: [] });
      next += 1;
      await effect.audit({ action: `meeting.${kind.toLowerCase()}`, recordType: RECORD, recordId: id });
      return entry.id;
    },
    async set(change) {
      touched = true;
      Object.assign(changes, change);
      if (Object.keys(change).length > 0)
        await db.meeting.update({ where: { id }, data: change, select: { id: true } });
    },
    after: () => read(log),
    current: () => ({ ...meeting, ...plainly(changes), entries: [...meeting.entries, ...recorded] }),
  });
  if (touched) await touchMeeting(effect, id, recordedAt);
  return result;
}

/** Of a change what stands there as it is: counting up is done by the database. */
const plainly = (change: Prisma.MeetingUncheckedUpdateInput): Partial<FullMeeting> =>
  Object.fromEntries(
    Object.entries(change).filter(([, value]) => typeof value !== 'object' || value === null || value instanceof Date),
  );

/** One more version; its card follows in every place of the zone: the invitation until it begins, then the meeting's own. */
export async function touchMeeting(effect: Effect, id: string, recordedAt?: Date): Promise<void> {
  const [touched] = await effect.db.$queryRaw<
    { version: number; zoneId: string | null; bodyId: string | null; state: MeetingState; startedAt: Date | null }[]
  >`UPDATE meeting SET version = version + 1, last_entry_at = coalesce(${recordedAt ?? null}::timestamptz, last_entry_at) WHERE id = ${id}::uuid
    RETURNING version, zone_id AS "zoneId", body_id AS "bodyId", state::text AS state, started_at AS "startedAt"`;
  if (touched === undefined) throw new Error('A meeting vanished while it was changed.');
  const { version, zoneId, bodyId, state, startedAt } = touched;
  const type = startedAt === null ? RECORD : HELD;
  await effect.show({ type, id, version }, await placesOfTeam(effect.db, { zoneId, bodyId }));
  if (state !== 'ENDED') return;
  const sheets = await effect.db.postedCard.findMany({
    where: { recordId: id, recordType: { startsWith: MINUTES } },
    distinct: ['recordType'],
    select: { recordType: true },
  });
  for (const { recordType } of sheets) await effect.refresh({ type: recordType, id, version });
}

export interface Present {
  personId: string;
  agencyId: string;
  name: string;
}

/** Who is there now, in the order in which they came: whoever has arrived and not left since. @param entries the log, or its beginning */
export function present({ entries }: Pick<FullMeeting, 'entries'>): Present[] {
  const here = new Map<string, Present>();
  for (const { kind, personId, agencyId, person, struckAt } of entries) {
    if (personId === null || struckAt !== null) continue;
    if (kind === 'ARRIVED')
      here.set(personId, { personId, agencyId: agencyId ?? '', name: person?.name ?? 'a former member' });
    if (kind === 'LEFT') here.delete(personId);
  }
  return [...here.values()];
}

/** The decision that stands before the room and is not closed yet. */
export function openQuestion(meeting: FullMeeting): Entry | undefined {
  return meeting.entries.find((entry) => entry.struckAt === null && decisionState(entry) === 'PUT');
}

/** Decisions below quorum that nobody has confirmed yet. */
export function proposedIn(meeting: Pick<FullMeeting, 'entries'>): Entry[] {
  return meeting.entries.filter((entry) => entry.struckAt === null && decisionState(entry) === 'PROPOSED');
}
