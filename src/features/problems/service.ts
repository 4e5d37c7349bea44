// Problems in the database: who sees them, how one is changed, and what goes out with a change.

import { type Act, type Effect, knownPerson, visibleZones } from '../../chat/act.ts';
import type { JsonObject } from '../../chat/cards.ts';
import { assertMay, may } from '../../chat/may.ts';
import { Refusal, type Reply } from '../../chat/replies.ts';
import type { Db } from '../../database/client.ts';
import type { Prisma } from '../../database/generated/client.ts';
import type { ProblemEventKind } from '../../database/generated/enums.ts';
import { newId } from '../../database/ids.ts';
import { placesOf } from '../../delivery/index.ts';
import type { Subject } from '../../rights/index.ts';
import { findReferences } from './raise/line.ts';

export const RECORD = 'problem';

const FULL = {
  zone: { select: { name: true, code: true } },
  owner: { select: { name: true, agency: { select: { shortName: true } } } },
  offeredTo: { select: { name: true } },
  raiser: { select: { name: true } },
  agency: { select: { shortName: true } },
  agencies: { include: { agency: { select: { shortName: true } } }, orderBy: { since: 'asc' } },
  actions: {
    where: { state: { in: ['OPEN', 'ORPHANED'] } },
    include: { owner: { select: { name: true } }, agency: { select: { shortName: true } } },
    orderBy: [{ dueOn: 'asc' }, { id: 'asc' }],
    take: 20,
  },
  links: { include: { to: { select: { number: true, title: true, zone: { select: { code: true } } } } } },
  linkedFrom: { include: { from: { select: { number: true, title: true, zone: { select: { code: true } } } } } },
  _count: { select: { interactions: true, events: true } },
} satisfies Prisma.ProblemInclude;

/** A problem with what a card shows of it. */
export type FullProblem = Prisma.ProblemGetPayload<{ include: typeof FULL }>;

/** "NP-42". */
export function referenceOf(problem: { number: number; zone: { code: string } }): string {
  return `${problem.zone.code}-${problem.number}`;
}

/** What somebody sees: the zones that they see. Everything that shows problems asks this, and nothing else decides it. */
export function visibleZoneIds(act: Act): string[] {
  return visibleZones(act).map(({ id }) => id);
}

/** @throws {Refusal} when it is not there or the person may not see it; both sound alike */
export async function readProblem(act: Act, id: string, db: Db = act.db): Promise<FullProblem> {
  const found = await db.problem.findFirst({ where: { id, partnershipId: act.partnership.id }, include: FULL });
  if (found === null || !may(act, 'problem.see', found))
    throw new Refusal('That problem is not here, or not yours to see.');
  return found;
}

/** The same for a live card, which has no person in front of it. */
export function findProblem(db: Db, id: string): Promise<FullProblem | null> {
  return db.problem.findUnique({ where: { id }, include: FULL });
}

export async function readProblems(db: Db, ids: string[]): Promise<FullProblem[]> {
  const found = await db.problem.findMany({ where: { id: { in: ids } }, include: FULL });
  return ids.flatMap((id) => found.find((problem) => problem.id === id) ?? []);
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
  if (found !== null) return { id: found.id, from: reference.from, to: reference.to };
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

/** A problem, as rights look at it. */
export const subjectOf = (problem: {
  zoneId: string;
  zone: { name: string };
  ownerId?: string | null;
  owner?: { name: string } | null;
}): Subject => ({
  zoneId: problem.zoneId,
  where: problem.zone.name,
  ownerId: problem.ownerId ?? null,
  whose: problem.owner?.name ?? 'Its owner',
});

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
  /** The same where nothing but its timeline has grown: nothing is read again. */
  noted(): FullProblem;
}

/**
 * One act upon one problem, in one transaction: whoever comes second waits and then sees what the first has done. When
 * something was done, the version counts up and the card is updated wherever it stands.
 */
export function inProblem(act: Act, id: string, work: (turn: Turn) => Promise<Reply>): Promise<Reply> {
  return act.once(async (effect) => {
    await effect.db.$queryRaw`SELECT id FROM problem WHERE id = ${id}::uuid FOR UPDATE`;
    const problem = await readProblem(act, id, effect.db);
    let touched = false;
    let recorded = 0;
    const reply = await work({
      effect,
      problem,
      async record(event) {
        touched = true;
        recorded += 1;
        await recordEvent(effect, act, id, event);
      },
      async set(change) {
        touched = true;
        await effect.db.problem.update({ where: { id }, data: change });
      },
      after: () => readProblem(act, id, effect.db),
      noted: () => ({ ...problem, _count: { ...problem._count, events: problem._count.events + recorded } }),
    });
    if (touched) await touchProblem(effect, id, act.now);
    return reply;
  });
}

/** One more version, just moved; the card follows, also into places that could not be reached before. */
export async function touchProblem(effect: Effect, id: string, now: Date): Promise<void> {
  const [touched] = await effect.db.$queryRaw<{ version: number; zoneId: string }[]>`
    UPDATE problem SET version = version + 1, moved_at = ${now}::timestamptz WHERE id = ${id}::uuid RETURNING version, zone_id AS "zoneId"`;
  if (touched === undefined) throw new Error('A problem vanished while it was changed.');
  const { version, zoneId } = touched;
  await effect.show({ type: RECORD, id, version }, await placesOf(effect.db, zoneId));
}

/** An entry of the timeline, and the audit entry beside it. */
export async function recordEvent(effect: Effect, act: Act, problemId: string, event: Event): Promise<void> {
  const person = knownPerson(act);
  await effect.db.$executeRaw`
    INSERT INTO problem_event (id, problem_id, kind, person_id, agency_id, text, details, at)
    VALUES (${newId()}::uuid, ${problemId}::uuid, ${event.kind}::problem_event_kind, ${person.id}::uuid, ${event.agencyId ?? person.agencyId}::uuid,
      ${event.text ?? ''}, ${JSON.stringify(event.details ?? {})}::jsonb, ${act.now}::timestamptz)`;
  await effect.audit({ action: `problem.${event.kind.toLowerCase()}`, recordType: RECORD, recordId: problemId });
}
