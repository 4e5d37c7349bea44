// Problems as they stood on a past day, from their timelines: what a paper of past weeks tells of.
import type { Db } from '../../../database/client.ts';
import type { ProblemEventKind, ProblemResult, ProblemState } from '../../../database/generated/enums.ts';
import { REOPENS_AS } from '../states.ts';

export interface ProblemAsAt {
  zoneId: string;
  number: number;
  title: string;
  raisedAt: Date;
  state: ProblemState;
  /** When it is closed. */
  result: ProblemResult | undefined;
  closedAt: Date | undefined;
  owner: { name: string; agency: string } | undefined;
  /** Since when nobody has it; undefined when somebody has. */
  unownedSince: Date | undefined;
  /** Its last entry. */
  movedAt: Date;
  /** Short names of agencies that were asked and had not answered. */
  silent: string[];
}

interface TimelineEvent {
  kind: ProblemEventKind;
  personId: string | null;
  agencyId: string | null;
  details: unknown;
  at: Date;
}

const ANSWERS: ProblemEventKind[] = ['JOINED', 'LEFT', 'DECLINED'];
const OWNING: ProblemEventKind[] = ['TAKEN', 'HANDED_OVER', 'FREED'];
/** From here on it waits for somebody: its owner has left, or it has come back. */
export const UNOWNED_FROM: ProblemEventKind[] = ['FREED', 'REOPENED'];
const MOVING: ProblemEventKind[] = ['ADVANCED', 'WENT_BACK', 'CLOSED', 'REOPENED'];

/**
 * Those that were open on that day, or were closed after `since`.
 * @param asAt the first instant that is no longer told of
 */
export async function problemsAsAt(db: Db, zoneIds: string[], since: Date, asAt: Date): Promise<ProblemAsAt[]> {
  const [problems, agencies] = await Promise.all([
    db.problem.findMany({
      where: {
        zoneId: { in: zoneIds },
        createdAt: { lt: asAt },
        OR: [{ state: { not: 'CLOSED' } }, { movedAt: { gte: since } }],
      },
      orderBy: [{ zoneId: 'asc' }, { number: 'asc' }],
      include: { events: { orderBy: { id: 'asc' } } },
    }),
    db.agency.findMany({ select: { id: true, shortName: true } }),
  ]);
  const owners = new Set(
    problems.flatMap(({ events, ownerId }) => [ownerId, ...events.map(({ personId }) => personId)]),
  );
  const people = await db.person.findMany({
    where: { id: { in: [...owners].filter((id) => id !== null) } },
    select: { id: true, name: true, agency: { select: { shortName: true } } },
  });
  const shortName = (id: string) => agencies.find((agency) => agency.id === id)?.shortName ?? '';
  const person = (id: string | undefined) => {
    const found = people.find((each) => each.id === id);
    return found === undefined ? undefined : { name: found.name, agency: found.agency.shortName };
  };
  return problems
    .map(({ zoneId, number, title, createdAt, events, ...now }): ProblemAsAt => {
      const past = events.filter(({ at }) => at < asAt);
      const later = events.filter(({ at }) => at >= asAt);
      const standing = standingOf(past, later, now);
      const { ownerId, unownedSince } = ownerOf(past, later, now.ownerId, createdAt);
      return {
        zoneId,
        number,
        title,
        raisedAt: createdAt,
        ...standing,
        owner: person(ownerId),
        unownedSince,
        movedAt: past.at(-1)?.at ?? createdAt,
        silent: silentIn(past).map(shortName),
      };
    })
    .filter(({ state, closedAt }) => state !== 'CLOSED' || (closedAt !== undefined && closedAt >= since));
}

const detail = ({ details }: TimelineEvent, name: string): string | undefined =>
  (details as Record<string, string | undefined>)[name];

/** Told by the first step after that day, which says where it came from; without one, it is as it stands now. */
function standingOf(
  past: TimelineEvent[],
  later: TimelineEvent[],
  now: { state: ProblemState; result: ProblemResult | null },
): Pick<ProblemAsAt, 'state' | 'result' | 'closedAt'> {
  const next = later.find(({ kind }) => MOVING.includes(kind));
  const state =
    next === undefined
      ? now.state
      : next.kind === 'REOPENED'
        ? 'CLOSED'
        : ((detail(next, 'from') as ProblemState | undefined) ?? REOPENS_AS);
  if (state !== 'CLOSED') return { state, result: undefined, closedAt: undefined };
  const closing = past.findLast(({ kind }) => kind === 'CLOSED');
  const result = (next === undefined ? now.result : detail(next, 'result')) ?? undefined;
  return { state, result: result as ProblemResult | undefined, closedAt: closing?.at };
}

/** Of an open problem: who has it, or since when nobody does. */
function ownerOf(
  past: TimelineEvent[],
  later: TimelineEvent[],
  ownerNow: string | null,
  createdAt: Date,
): { ownerId: string | undefined; unownedSince: Date | undefined } {
  const last = past.findLast(({ kind }) => OWNING.includes(kind));
  const changes = later.some(({ kind }) => OWNING.includes(kind));
  const ownerId = changes
    ? last === undefined || last.kind === 'FREED'
      ? undefined
      : (last.personId ?? undefined)
    : (ownerNow ?? undefined);
  if (ownerId !== undefined) return { ownerId, unownedSince: undefined };
  return { ownerId, unownedSince: past.findLast(({ kind }) => UNOWNED_FROM.includes(kind))?.at ?? createdAt };
}

/** Ids of agencies that were asked and have not answered since. */
function silentIn(past: TimelineEvent[]): string[] {
  const asked = new Set<string>();
  for (const event of past) {
    if (event.kind === 'ASKED') asked.add(detail(event, 'agency') ?? '');
    else if (ANSWERS.includes(event.kind) && event.agencyId !== null) asked.delete(event.agencyId);
  }
  return [...asked];
}
