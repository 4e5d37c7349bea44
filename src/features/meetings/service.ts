// Meetings in the database: who sees them, and how one is changed.

import { type Act, type Effect, knownPerson, type PlainEffect } from '../../chat/act.ts';
import type { JsonObject } from '../../chat/cards.ts';
import { may } from '../../chat/may.ts';
import { Refusal, type Reply } from '../../chat/replies.ts';
import type { Db } from '../../database/client.ts';
import type { Prisma } from '../../database/generated/client.ts';
import type { MeetingEntryKind, MeetingState } from '../../database/generated/enums.ts';
import { newId } from '../../database/ids.ts';
import { type Askable, rows, runStatement } from '../../database/statement.ts';
import { placesOf } from '../../delivery/index.ts';
import type { Subject } from '../../rights/index.ts';
import { decisionState, type Entry, type FullMeeting, findMeeting, findWithLast, type LogRead } from './model.ts';
import { audienceOfTeam, placesOfTeam, subjectOf, type Team } from './team.ts';

/** The invitation; while it is held, and after, it points to the card of the meeting itself. */
export const RECORD = 'meeting';
/** The card that is posted when a meeting begins, where it is held; its id is the meeting's. */
export const HELD = 'meeting-held';
/** The minutes have a card of their own in every place; its id is the meeting's. */
export const MINUTES = 'minutes';

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
export async function readMeeting(
  act: Act,
  id: string,
  db: Askable = act.db,
  log: LogRead = 'whole',
): Promise<FullMeeting> {
  return seenBy(act, await findMeeting(db, id, log));
}

/** What this person may see, or the same words as if it were not there. */
export function seenBy(act: Act, found: FullMeeting | null): FullMeeting {
  if (found === null || found.partnershipId !== act.partnership.id || !may(act, 'meeting.see', subjectOf(found)))
    throw new Refusal('That meeting is not here, or not yours to see.');
  return found;
}

/** The meeting that a team is holding. */
export async function runningIn(db: Askable, { zoneId, bodyId }: Team): Promise<{ id: string } | null> {
  const [running] = await rows<{ id: string }>(db)`
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
  /** Whose coming or going it is, where somebody else says it. */
  of?: By;
  text?: string;
  itemId?: string | null;
  details?: JsonObject;
  /** The key of the act that said it, so that its message's later changes find it. */
  saidIn?: string;
}

/** One act upon one meeting, in which something is said and nothing else is changed. */
export interface LineTurn<Inside extends PlainEffect = PlainEffect> {
  effect: Inside;
  /** As it stands now, locked. */
  meeting: FullMeeting;
  /** Writes into the log; its number is its place in it. */
  record(entry: NewEntry): Promise<string>;
  /** The same with what was recorded and set in this turn, and nothing read again. */
  current(): FullMeeting;
}

export interface Turn extends LineTurn<Effect> {
  set(change: Prisma.MeetingUncheckedUpdateInput): Promise<void>;
  /** Read again: what else has changed with it stands there. */
  after(): Promise<FullMeeting>;
}

/** Whose something is, as the log names them. */
export interface By {
  personId: string;
  agencyId: string;
  name: string;
}

export const byActor = (act: Act): By => {
  const { id: personId, agencyId, name } = knownPerson(act);
  return { personId, agencyId, name };
};

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
  return act.once((effect) =>
    changeMeeting(effect, id, byActor(act), act.now, (found) => seenBy(act, found), work, log),
  );
}

/** The same where something is said in a meeting that is held: a line, somebody who comes or goes. Many speak at once. */
export function sayInMeeting(act: Act, id: string, work: (turn: LineTurn) => Promise<Reply>): Promise<Reply> {
  return act.onceTogether(
    {
      key: `meeting ${id}`,
      open: async (db) => {
        // Where its card stands is asked in the same breath.
        if (act.placeZoneId !== undefined) placesOf(db, act.placeZoneId).catch(() => {});
        return new Lines(await lockMeeting(db, id, 'heart'));
      },
      mark: (lines) => lines.mark(),
      close: (lines, effect) => lines.close(effect, act.now),
    },
    (effect, lines) => {
      seenBy(act, lines.found);
      return work({
        effect,
        meeting: lines.current(),
        record: (entry) => lines.record(effect, entry, byActor(act), act.now),
        current: () => lines.current(),
      });
    },
  );
}

/** What is said in one transaction. */
class Lines {
  readonly recorded: Entry[] = [];
  readonly found: FullMeeting | null;
  private readonly last: number;

  constructor({ meeting, last }: { meeting: FullMeeting | null; last: number }) {
    this.found = meeting;
    this.last = last;
  }

  get meeting(): FullMeeting {
    if (this.found === null) throw new Error('A meeting vanished while it was changed.');
    return this.found;
  }

  /** Numbered and audited; it is written by whoever has the turn. */
  async record(
    effect: PlainEffect,
    { kind, of, text, itemId, details, saidIn }: NewEntry,
    actor: By | undefined,
    now: Date,
  ): Promise<string> {
    const by = of ?? actor;
    const entry = {
      id: newId(),
      meetingId: this.meeting.id,
      number: this.last + this.recorded.length + 1,
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
    this.recorded.push({ ...entry, person: by === undefined ? null : { name: by.name }, votes: [] });
    await effect.audit({ action: `meeting.${kind.toLowerCase()}`, recordType: RECORD, recordId: this.meeting.id });
    return entry.id;
  }

  current(): FullMeeting {
    return { ...this.meeting, entries: [...this.meeting.entries, ...this.recorded] };
  }

  mark(): () => void {
    const { length } = this.recorded;
    return () => {
      this.recorded.length = length;
    };
  }

  async close(effect: PlainEffect, now: Date): Promise<void> {
    if (this.recorded.length > 0)
      await touchMeeting(effect, this.meeting.id, now, { ...this.meeting, lines: this.recorded });
  }
}

/** The lock and what is read when it is held, in one go: a statement that waits for a lock sees the rest as it was before it waited. */
async function lockMeeting(db: Askable, id: string, log: 'whole' | 'heart') {
  const [, found] = await Promise.all([
    rows(db)`SELECT id FROM meeting WHERE id = ${id}::uuid FOR UPDATE`,
    findWithLast(db, id, log),
  ]);
  return found;
}

/**
 * The same without a person: what the clock does.
 * @param seen what the turn may work with; it throws when there is nothing, or nothing for this person
 */
export async function changeMeeting<Result>(
  effect: Effect,
  id: string,
  by: By | undefined,
  now: Date,
  seen: (found: FullMeeting | null) => FullMeeting,
  work: (turn: Turn) => Promise<Result>,
  log: 'whole' | 'heart' = 'whole',
): Promise<Result> {
  const { db } = effect;
  const said = new Lines(await lockMeeting(db, id, log));
  const meeting = seen(said.found);
  let touched = false;
  const changes: Prisma.MeetingUncheckedUpdateInput = {};
  const result = await work({
    effect,
    meeting,
    async record(entry) {
      const entryId = await said.record(effect, entry, by, now);
      await writeLines(db, said.recorded.slice(-1));
      return entryId;
    },
    async set(change) {
      touched = true;
      Object.assign(changes, change);
      if (Object.keys(change).length > 0)
        await db.meeting.update({ where: { id }, data: change, select: { id: true } });
    },
    after: async () => seen(await findMeeting(db, id, log)),
    current: () => ({ ...said.current(), ...plainly(changes) }),
  });
  if (touched || said.recorded.length > 0) await touchMeeting(effect, id, said.recorded.length > 0 ? now : undefined);
  return result;
}

/** Of a change what stands there as it is: counting up is done by the database. */
const plainly = (change: Prisma.MeetingUncheckedUpdateInput): Partial<FullMeeting> =>
  Object.fromEntries(
    Object.entries(change).filter(([, value]) => typeof value !== 'object' || value === null || value instanceof Date),
  );

/** Lines of a log, as they stand in the database's own names. */
const inColumns = (lines: Entry[]): string =>
  JSON.stringify(
    lines.map(({ id, meetingId, number, kind, itemId, personId, agencyId, text, details, saidIn, at }) => ({
      id,
      meeting_id: meetingId,
      number,
      kind,
      item_id: itemId,
      person_id: personId,
      agency_id: agencyId,
      text,
      details,
      said_in: saidIn,
      at,
    })),
  );

const WRITE_LINES = `INSERT INTO meeting_entry (id, meeting_id, number, kind, item_id, person_id, agency_id, text, details, said_in, at)
    SELECT id, meeting_id, number, kind, item_id, person_id, agency_id, text, details, said_in, at FROM jsonb_to_recordset($1::jsonb) AS l(id uuid,
      meeting_id uuid, number int, kind meeting_entry_kind, item_id uuid, person_id uuid, agency_id uuid, text text, details jsonb, said_in text, at timestamptz)`;

async function writeLines(db: Askable, lines: Entry[]): Promise<void> {
  await runStatement(db, { name: 'write lines', text: WRITE_LINES }, [inColumns(lines)]);
}

const TOUCH = {
  name: 'touch meeting',
  text: `WITH lines AS (${WRITE_LINES}) UPDATE meeting SET version = version + 1, last_entry_at = coalesce($2::timestamptz, last_entry_at) WHERE id = $3::uuid
    RETURNING version, zone_id AS "zoneId", body_id AS "bodyId", state::text AS state, started_at AS "startedAt"`,
};

interface Touched {
  version: number;
  zoneId: string | null;
  bodyId: string | null;
  state: MeetingState;
  startedAt: Date | null;
}

/**
 * One more version; its card follows in every place of the zone: the invitation until it begins, then the meeting's own.
 * @param held as it stands, locked, with lines that are written with it: then nothing is waited for
 */
export async function touchMeeting(
  effect: PlainEffect,
  id: string,
  recordedAt?: Date,
  held?: Touched & { lines: Entry[] },
): Promise<void> {
  const { db } = effect;
  const touching = runStatement<Touched>(db, TOUCH, [inColumns(held?.lines ?? []), recordedAt ?? null, id]);
  if (held !== undefined) effect.also(touching);
  const touched = held === undefined ? (await touching)[0] : { ...held, version: held.version + 1 };
  if (touched === undefined) throw new Error('A meeting vanished while it was changed.');
  const { version, zoneId, bodyId, state, startedAt } = touched;
  const type = startedAt === null ? RECORD : HELD;
  const team = { zoneId, bodyId };
  // Lines that fall while it is held are for those who sit in it.
  await effect.show({ type, id, version }, await (type === RECORD ? audienceOfTeam : placesOfTeam)(db, team));
  if (state !== 'ENDED') return;
  const sheets = await rows<{ recordType: string }>(db)`
    SELECT DISTINCT record_type AS "recordType" FROM posted_card WHERE record_id = ${id}::uuid AND starts_with(record_type, ${MINUTES})`;
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
