// A problem with what a card shows of it: its shape, and how it is read.
import { Prisma } from '../../database/generated/client.ts';
import { columns, dated, json, list, object, orNull } from '../../database/shape.ts';
import { type Askable, runStatement, select } from '../../database/statement.ts';
import type { Subject } from '../../rights/index.ts';

export const RECORD = 'problem';

/** Told to Prisma; the statements below ask for the same. */
export const FULL = {
  zone: { select: { name: true, code: true } },
  owner: { select: { name: true, agency: { select: { shortName: true } } } },
  offeredTo: { select: { name: true } },
  raiser: { select: { name: true } },
  agency: { select: { shortName: true } },
  agencies: { include: { agency: { select: { shortName: true } } }, orderBy: [{ since: 'asc' }, { agencyId: 'asc' }] },
  actions: {
    where: { state: { in: ['OPEN', 'ORPHANED'] } },
    include: { owner: { select: { name: true } }, agency: { select: { shortName: true } } },
    orderBy: [{ dueOn: 'asc' }, { id: 'asc' }],
    take: 20,
  },
  links: {
    orderBy: { createdAt: 'asc' },
    include: { to: { select: { number: true, title: true, zone: { select: { code: true } } } } },
  },
  linkedFrom: {
    orderBy: { createdAt: 'asc' },
    include: { from: { select: { number: true, title: true, zone: { select: { code: true } } } } },
  },
  _count: { select: { interactions: { where: { interaction: { undoneAt: null } } } } },
} satisfies Prisma.ProblemInclude;

/** A problem with what a card shows of it. */
export type FullProblem = Prisma.ProblemGetPayload<{ include: typeof FULL }>;

/** Whether what belongs to a closed problem goes along into the one that goes on: the same team works on both. */
export const goesAlong = (closed: { zoneId: string }, into: { zoneId: string } | undefined): boolean =>
  into !== undefined && into.zoneId === closed.zoneId;

/** "NP-42". */
export function referenceOf(problem: { number: number; zone: { code: string } }): string {
  return `${problem.zone.code}-${problem.number}`;
}

const linked = (
  end: 'from' | 'to',
) => `problem_link l JOIN problem q ON q.id = l.${end}_id JOIN zone qz ON qz.id = q.zone_id
    WHERE l.${end === 'to' ? 'from' : 'to'}_id = p.id`;
const link = (end: 'from' | 'to') =>
  json('l', Prisma.ProblemLinkScalarFieldEnum, {
    [end]: object({ number: 'q.number', title: 'q.title', zone: object({ code: 'qz.code' }) }),
  });
const name = (alias: string) => orNull(alias, object({ name: `${alias}.name` }));
const shortName = (alias: string) => orNull(alias, object({ shortName: `${alias}.short_name` }));

const COLUMNS = `${columns('p', Prisma.ProblemScalarFieldEnum, { lists: ['outcomes', 'concepts'] })},
    ${object({ name: 'z.name', code: 'z.code' })} AS zone,
    ${orNull('o', object({ name: 'o.name', agency: shortName('oa') }))} AS owner,
    ${name('f')} AS "offeredTo", ${name('r')} AS raiser, ${shortName('a')} AS agency,
    ${list(json('g', Prisma.ProblemAgencyScalarFieldEnum, { agency: shortName('ga') }), 'problem_agency g JOIN agency ga ON ga.id = g.agency_id WHERE g.problem_id = p.id', 'g.since, g.agency_id')} AS agencies,
    ${list(
      json('t', Prisma.ActionScalarFieldEnum, { owner: name('po'), agency: shortName('ta') }),
      `(SELECT * FROM action x WHERE x.problem_id = p.id AND x.state IN ('OPEN', 'ORPHANED') ORDER BY x.due_on, x.id LIMIT 20) t
      LEFT JOIN person po ON po.id = t.owner_id LEFT JOIN agency ta ON ta.id = t.agency_id`,
      't.due_on, t.id',
    )} AS actions,
    ${list(link('to'), linked('to'), 'l.created_at')} AS links, ${list(link('from'), linked('from'), 'l.created_at')} AS "linkedFrom",
    json_build_object('interactions', (SELECT count(*) FROM problem_interaction i JOIN interaction w ON w.id = i.interaction_id WHERE i.problem_id = p.id AND w.undone_at IS NULL)) AS _count`;
const JOINED = `JOIN zone z ON z.id = p.zone_id JOIN person r ON r.id = p.raiser_id JOIN agency a ON a.id = p.agency_id
  LEFT JOIN person o ON o.id = p.owner_id LEFT JOIN agency oa ON oa.id = o.agency_id LEFT JOIN person f ON f.id = p.offered_to_id`;
const BY_ID = {
  name: 'problems by id',
  text: `SELECT ${COLUMNS} FROM problem p ${JOINED} WHERE p.id = ANY($1::uuid[])`,
};

/** What a line of a list shows: whose it is, and why it needs somebody. Every problem has as much. */
export type ListedProblem = Pick<
  FullProblem,
  'id' | 'number' | 'title' | 'state' | 'result' | 'createdAt' | 'movedAt'
> & {
  zone: { code: string };
  owner: { name: string } | null;
  agencies: { state: FullProblem['agencies'][number]['state']; agency: { shortName: string } }[];
  actions: { dueOn: Date }[];
};

const LINE = `p.id, p.number, p.title, p.state, p.result, p.created_at AS "createdAt", p.moved_at AS "movedAt",
    ${object({ code: 'z.code' })} AS zone, ${name('o')} AS owner,
    ${list(object({ state: 'g.state', agency: shortName('ga') }), `problem_agency g JOIN agency ga ON ga.id = g.agency_id WHERE g.problem_id = p.id AND g.state = 'ASKED'`, 'g.since, g.agency_id')} AS agencies,
    ${list(object({ dueOn: 't.due_on' }), `(SELECT min(x.due_on) AS due_on FROM action x WHERE x.problem_id = p.id AND x.state IN ('OPEN', 'ORPHANED') HAVING count(*) > 0) t`, 't.due_on')} AS actions`;
const LINE_JOINED = 'JOIN zone z ON z.id = p.zone_id LEFT JOIN person o ON o.id = p.owner_id';
const LINES_BY_ID = {
  name: 'problems in a list, by id',
  text: `SELECT ${LINE} FROM problem p ${LINE_JOINED} WHERE p.id = ANY($1::uuid[])`,
};

/** For a list, in the order of the ids. */
export async function listProblems(db: Askable, ids: string[]): Promise<ListedProblem[]> {
  const found = withDays(await runStatement<ListedProblem>(db, LINES_BY_ID, [ids]));
  return ids.flatMap((id) => found.find((problem) => problem.id === id) ?? []);
}

function withDays<T extends ListedProblem>(found: T[]): T[] {
  for (const { actions } of found) dated(actions, 'dueOn');
  return found;
}

/** In the order of the ids, what there is of them. */
export async function readProblems(db: Askable, ids: string[]): Promise<FullProblem[]> {
  const found = withDates(await runStatement<FullProblem>(db, BY_ID, [ids]));
  return ids.flatMap((id) => found.find((problem) => problem.id === id) ?? []);
}

/** A page of those that fit, in that order, with how many there are in all. @param where of the problem `p` */
export async function pageOfProblems(
  db: Askable,
  where: Prisma.Sql,
  order: Prisma.Sql,
  { size, skip }: { size: number; skip: number },
): Promise<(ListedProblem & { count: number })[]> {
  return withDays(
    await select<ListedProblem & { count: number }>(
      db,
      Prisma.sql`SELECT p.count, ${Prisma.raw(LINE)} FROM (
        SELECT p.*, count(*) OVER ()::int AS count, row_number() OVER (ORDER BY ${order}) AS standing FROM problem p WHERE ${where}
        ORDER BY standing LIMIT ${size} OFFSET ${skip}) p ${Prisma.raw(LINE_JOINED)} ORDER BY p.standing`,
    ),
  );
}

function withDates<T extends FullProblem>(found: T[]): T[] {
  for (const { agencies, actions, links, linkedFrom } of found) {
    dated(agencies, 'since');
    dated(actions, 'dueOn', 'acceptedAt', 'suggestedOn', 'settledAt', 'createdAt');
    dated(links, 'createdAt');
    dated(linkedFrom, 'createdAt');
  }
  return found;
}

/** For a live card, which has no person in front of it. */
export const findProblem = async (db: Askable, id: string): Promise<FullProblem | null> =>
  (await readProblems(db, [id]))[0] ?? null;

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
