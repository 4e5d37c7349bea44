// Problems in the database: who sees them, how one is changed, and what goes out with a change.

import { type Act, type Effect, knownPerson, type PlainEffect, visibleZones } from '../../chat/act.ts';
import type { JsonObject } from '../../chat/cards.ts';
import { assertMay, may } from '../../chat/may.ts';
import { Refusal, type Reply } from '../../chat/replies.ts';
import type { Prisma } from '../../database/generated/client.ts';
import type { ProblemEventKind } from '../../database/generated/enums.ts';
import { newId } from '../../database/ids.ts';
import { type Askable, rows } from '../../database/statement.ts';
import { placesOf, teamOf } from '../../delivery/index.ts';
import { findReferences } from '../../language/references.ts';
import { type FullProblem, findProblem, RECORD, subjectOf } from './model.ts';

/** What somebody sees: the zones that they see. Everything that shows problems asks this, and nothing else decides it. */
export function visibleZoneIds(act: Act): string[] {
  return visibleZones(act).map(({ id }) => id);
}

/** @throws {Refusal} when it is not there or the person may not see it; both sound alike */
export async function readProblem(act: Act, id: string, db: Askable = act.db): Promise<FullProblem> {
  return seenBy(act, await findProblem(db, id));
}

function seenBy(act: Act, found: FullProblem | null): FullProblem {
  if (found === null || found.partnershipId !== act.partnership.id || !may(act, 'problem.see', found))
    throw new Refusal('That problem is not here, or not yours to see.');
  return found;
}

/** The problem that a text names first. @throws {Refusal} with the nearest numbers when there is none of that number */
export async function problemNamed(
  act: Act,
  text: string,
): Promise<{ id: string; from: number; to: number } | undefined> {
  const [reference] = findReferences(text, act.directory);
  if (reference === undefined) return undefined;
  const { zoneId, code, number } = reference;
  const seen = may(act, 'problem.see', { zoneId });
  const found = seen
    ? await act.db.problem.findUnique({ where: { zoneId_number: { zoneId, number } }, select: { id: true } })
    : null;
  const moved = found ?? (await movedAway(act, zoneId, number));
  if (moved !== null) return { id: moved.id, from: reference.from, to: reference.to };
  const nearest = seen
    ? await act.db.$queryRaw<{ number: number; title: string }[]>`
        SELECT number, title FROM problem WHERE zone_id = ${zoneId}::uuid AND number BETWEEN 1 AND 1000000 ORDER BY abs(number - ${number}), number LIMIT 3`
    : [];
  throw new Refusal(
    nearest.length === 0
      ? `There is no ${code}-${number}, or it is not yours to see.`
      : `There is no ${code}-${number}. The nearest are ${nearest.map((each) => `${code}-${each.number} (${each.title.slice(0, 60)})`).join(', ')}.`,
  );
}

/** A problem of a zone that is part of another now, by the number that it had there. */
async function movedAway(act: Act, zoneId: string, number: number): Promise<{ id: string } | null> {
  const found = await act.db.problem.findUnique({
    where: { formerZoneId_formerNumber: { formerZoneId: zoneId, formerNumber: number } },
    select: { id: true, zoneId: true },
  });
  return found !== null && may(act, 'problem.see', { zoneId: found.zoneId }) ? found : null;
}

/** Only the team works on a problem; others who see it are told where they stand. */
export const assertInTeam = (act: Act, problem: Parameters<typeof subjectOf>[0]): void =>
  assertMay(act, 'problem.work', subjectOf(problem));

/** The team, and champions, who speak for their agency across all zones. */
export const assertMaySpeak = (act: Act, problem: Parameters<typeof subjectOf>[0]): void =>
  assertMay(act, 'problem.speak', subjectOf(problem));

export interface Event {
  kind: ProblemEventKind;
  text?: string;
  details?: JsonObject;
  agencyId?: string;
}

export interface Turn {
  effect: Effect;
  /** As it stands now, locked: nobody changes it before this act is over. */
  problem: FullProblem;
  /** Writes into the timeline, and audits that it was done. */
  record(event: Event): Promise<void>;
  set(change: Prisma.ProblemUncheckedUpdateInput): Promise<void>;
  /** As it stands after what has been done so far. */
  after(): Promise<FullProblem>;
}

/**
 * One act upon one problem, in one transaction: whoever comes second waits and then sees what the first has done. When
 * something was done, the version counts up and the card is updated wherever it stands.
 */
export function inProblem(act: Act, id: string, work: (turn: Turn) => Promise<Reply>): Promise<Reply> {
  return act.once((effect) => withinProblem(act, effect, id, work));
}

/** The same upon a second one, within the act upon the first. Two that lock each other are tried again. */
export async function withinProblem<T>(
  act: Act,
  effect: Effect,
  id: string,
  work: (turn: Turn) => Promise<T>,
): Promise<T> {
  const problem = seenBy(act, await lockProblem(effect.db, id));
  let touched = false;
  const done = await work({
    effect,
    problem,
    async record(event) {
      touched = true;
      await recordEvent(effect, act, id, event);
    },
    async set(change) {
      touched = true;
      await effect.db.problem.update({ where: { id }, data: change });
    },
    after: () => readProblem(act, id, effect.db),
  });
  if (touched) await touchProblem(effect, id, act.now);
  return done;
}

/** The same where something is said of it and nothing else is changed. Many may speak at once. */
export function noteInProblem(
  act: Act,
  id: string,
  work: (turn: Pick<Turn, 'problem' | 'record'> & { effect: PlainEffect }) => Promise<Reply>,
): Promise<Reply> {
  return act.onceTogether(
    {
      key: `problem ${id}`,
      open: async (db) => {
        // Where its card stands is asked in the same breath.
        if (act.placeZoneId !== undefined) placesOf(db, act.placeZoneId).catch(() => {});
        return { problem: await lockProblem(db, id), events: [] as EventRow[] };
      },
      mark({ events }) {
        const { length } = events;
        return () => {
          events.length = length;
        };
      },
      async close({ events }, effect) {
        if (events.length === 0) return;
        effect.also(writeEvents(effect.db, events));
        await touchProblem(effect, id, act.now);
      },
    },
    (effect, { problem, events }) =>
      work({
        effect,
        problem: seenBy(act, problem),
        async record(event) {
          events.push(rowOf(act, id, event));
          await effect.audit(auditOf(id, event));
        },
      }),
  );
}

/** The lock and what is read when it is held, in one go. */
async function lockProblem(db: Askable, id: string): Promise<FullProblem | null> {
  const [, problem] = await Promise.all([
    rows(db)`SELECT id FROM problem WHERE id = ${id}::uuid FOR UPDATE`,
    findProblem(db, id),
  ]);
  return problem;
}

/** One more version, just moved; the card follows, also into places that could not be reached before. */
export async function touchProblem(effect: PlainEffect, id: string, now: Date): Promise<void> {
  const [touched] = await rows<{ version: number; zoneId: string }>(effect.db)`
    UPDATE problem SET version = version + 1, moved_at = ${now}::timestamptz WHERE id = ${id}::uuid RETURNING version, zone_id AS "zoneId"`;
  if (touched === undefined) throw new Error('A problem vanished while it was changed.');
  const { version, zoneId } = touched;
  await effect.show({ type: RECORD, id, version }, await teamOf(effect.db, zoneId));
}

/** An entry of the timeline, and the audit entry beside it. */
export async function recordEvent(effect: PlainEffect, act: Act, problemId: string, event: Event): Promise<void> {
  await writeEvents(effect.db, [rowOf(act, problemId, event)]);
  await effect.audit(auditOf(problemId, event));
}

const auditOf = (problemId: string, { kind }: Event) => ({
  action: `problem.${kind.toLowerCase()}`,
  recordType: RECORD,
  recordId: problemId,
});

type EventRow = ReturnType<typeof rowOf>;

function rowOf(act: Act, problemId: string, { kind, text, details, agencyId }: Event) {
  const person = knownPerson(act);
  return {
    id: newId(),
    problem_id: problemId,
    kind,
    person_id: person.id,
    agency_id: agencyId ?? person.agencyId,
    text: text ?? '',
    details: details ?? {},
    at: act.now,
  };
}

async function writeEvents(db: Askable, events: EventRow[]): Promise<void> {
  await rows(db)`
    INSERT INTO problem_event (id, problem_id, kind, person_id, agency_id, text, details, at)
    SELECT id, problem_id, kind, person_id, agency_id, text, details, at FROM jsonb_to_recordset(${JSON.stringify(events)}::jsonb)
      AS e(id uuid, problem_id uuid, kind problem_event_kind, person_id uuid, agency_id uuid, text text, details jsonb, at timestamptz)`;
}
