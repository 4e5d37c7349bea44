// A promise with what a card shows of it: its shape, and how it is read.
import type { Act } from '../../chat/act.ts';
import { may } from '../../chat/may.ts';
import { Refusal } from '../../chat/replies.ts';
import { Prisma } from '../../database/generated/client.ts';
import type { ActionState } from '../../database/generated/enums.ts';
import { columns, object, orNull } from '../../database/shape.ts';
import { type Askable, runStatement, select } from '../../database/statement.ts';
import type { Subject } from '../../rights/index.ts';

export const RECORD = 'action';

export const FULL = {
  zone: { select: { name: true, code: true } },
  owner: { select: { name: true, agency: { select: { shortName: true } } } },
  agency: { select: { shortName: true } },
  deputy: { select: { name: true } },
  giver: { select: { name: true } },
  problem: { select: { id: true, number: true, title: true, zone: { select: { code: true } } } },
} satisfies Prisma.ActionInclude;

/** An action with what a card shows of it. */
export type FullAction = Prisma.ActionGetPayload<{ include: typeof FULL }>;

const COLUMNS = `${columns('a', Prisma.ActionScalarFieldEnum, { days: ['dueOn', 'suggestedOn'] })},
    ${orNull('z', object({ name: 'z.name', code: 'z.code' }))} AS zone,
    ${orNull('o', object({ name: 'o.name', agency: object({ shortName: 'oa.short_name' }) }))} AS owner,
    ${orNull('ag', object({ shortName: 'ag.short_name' }))} AS agency,
    ${orNull('d', object({ name: 'd.name' }))} AS deputy, ${object({ name: 'g.name' })} AS giver,
    ${orNull('p', object({ id: 'p.id', number: 'p.number', title: 'p.title', zone: object({ code: 'pz.code' }) }))} AS problem`;
const JOINED = `JOIN person g ON g.id = a.giver_id
  LEFT JOIN zone z ON z.id = a.zone_id LEFT JOIN person o ON o.id = a.owner_id LEFT JOIN agency oa ON oa.id = o.agency_id
  LEFT JOIN agency ag ON ag.id = a.agency_id LEFT JOIN person d ON d.id = a.deputy_id
  LEFT JOIN problem p ON p.id = a.problem_id LEFT JOIN zone pz ON pz.id = p.zone_id`;

/** What a line of a list shows, and what says who may settle it. Every action has as much. */
export type ListedAction = Pick<
  FullAction,
  'id' | 'text' | 'state' | 'dueOn' | 'acceptedAt' | 'zoneId' | 'ownerId' | 'deputyId' | 'giverId' | 'agencyId'
> & {
  zone: { name: string } | null;
  owner: FullAction['owner'];
  agency: FullAction['agency'];
  problem: { number: number; zone: { code: string } } | null;
};

const LINE = `a.id, a.text, a.state, a.due_on::timestamp AT TIME ZONE 'UTC' AS "dueOn", a.accepted_at AS "acceptedAt", a.zone_id AS "zoneId",
    a.owner_id AS "ownerId", a.deputy_id AS "deputyId", a.giver_id AS "giverId", a.agency_id AS "agencyId",
    ${orNull('z', object({ name: 'z.name' }))} AS zone,
    ${orNull('o', object({ name: 'o.name', agency: object({ shortName: 'oa.short_name' }) }))} AS owner,
    ${orNull('ag', object({ shortName: 'ag.short_name' }))} AS agency,
    ${orNull('p', object({ number: 'p.number', zone: object({ code: 'pz.code' }) }))} AS problem`;
const LINE_JOINED = `LEFT JOIN zone z ON z.id = a.zone_id LEFT JOIN person o ON o.id = a.owner_id LEFT JOIN agency oa ON oa.id = o.agency_id
  LEFT JOIN agency ag ON ag.id = a.agency_id LEFT JOIN problem p ON p.id = a.problem_id LEFT JOIN zone pz ON pz.id = p.zone_id`;

/** What `FULL` asks for, of rows of `action` that are called `a`. @param from where they come from */
export const fullAction = (from: string): string => `SELECT ${COLUMNS} FROM ${from} ${JOINED}`;

/** A page of those that fit, with how many there are in all. @param where of the action `a` and its owner `o` */
export function pageOfActions(
  db: Askable,
  where: Prisma.Sql,
  { size, skip }: { size: number; skip: number },
): Promise<(ListedAction & { count: number })[]> {
  return select(
    db,
    Prisma.sql`SELECT a.count, ${Prisma.raw(LINE)} FROM (
      SELECT a.*, count(*) OVER ()::int AS count FROM action a LEFT JOIN person o ON o.id = a.owner_id WHERE ${where}
      ORDER BY (a.state = 'ORPHANED') DESC, a.due_on, a.id LIMIT ${size} OFFSET ${skip}) a ${Prisma.raw(LINE_JOINED)}
      ORDER BY (a.state = 'ORPHANED') DESC, a.due_on, a.id`,
  );
}

const BY_ID = { name: 'actions by id', text: `${fullAction('action a')} WHERE a.id = ANY($1::uuid[])` };

/** In the order of the ids, what there is of them. */
export async function readActions(db: Askable, ids: string[]): Promise<FullAction[]> {
  const found = await runStatement<FullAction>(db, BY_ID, [ids]);
  return ids.flatMap((id) => found.find((action) => action.id === id) ?? []);
}

export const findAction = async (db: Askable, id: string): Promise<FullAction | null> =>
  (await readActions(db, [id]))[0] ?? null;

/** @throws {Refusal} when it is not there or the person may not see it; both sound alike */
export async function readAction(act: Act, id: string, db: Askable = act.db): Promise<FullAction> {
  const found = await findAction(db, id);
  if (found === null || found.partnershipId !== act.partnership.id || !may(act, 'action.see', found))
    throw new Refusal('That action is not here, or not yours to see.');
  return found;
}

/** "New Parks"; what belongs to no zone belongs to the partnership. */
export const placeOf = ({ zone }: Pick<ListedAction, 'zone'>) => zone?.name ?? 'the partnership';

export const isOpen = (action: { state: ActionState }) => action.state === 'OPEN' || action.state === 'ORPHANED';

/** An action, as rights look at it. */
export const subjectOf = (action: ListedAction): Subject => ({
  ...action,
  where: placeOf(action),
  whose: action.owner?.name ?? action.agency?.shortName,
});
