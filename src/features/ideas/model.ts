// An idea with what a card shows of it: its shape, and how it is read.
import type { Db } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { columns, dated, json, list, object, orNull } from '../../database/shape.ts';
import { type Askable, runStatement } from '../../database/statement.ts';

export const RECORD = 'idea';
/** Told to Prisma; the statement below asks for the same. */
export const FULL = {
  zone: { select: { name: true, code: true } },
  person: { select: { name: true, agency: { select: { shortName: true } } } },
  origin: { select: { number: true, zone: { select: { name: true } } } },
  adoptions: { orderBy: { number: 'asc' }, select: { number: true, zone: { select: { name: true } } } },
  supporters: { orderBy: [{ at: 'asc' }, { personId: 'asc' }], include: { person: { select: { name: true } } } },
} satisfies Prisma.IdeaInclude;
export type FullIdea = Prisma.IdeaGetPayload<{ include: typeof FULL }>;

const zoneName = (alias: string) => orNull(alias, object({ name: `${alias}.name` }));
const BY_ID = {
  name: 'idea by id',
  text: `SELECT ${columns('i', Prisma.IdeaScalarFieldEnum)}, ${orNull('z', object({ name: 'z.name', code: 'z.code' }))} AS zone,
    ${object({ name: 'p.name', agency: object({ shortName: 'a.short_name' }) })} AS person,
    ${orNull('o', object({ number: 'o.number', zone: zoneName('oz') }))} AS origin,
    ${list(object({ number: 'n.number', zone: zoneName('nz') }), 'idea n LEFT JOIN zone nz ON nz.id = n.zone_id WHERE n.origin_id = i.id', 'n.number')} AS adoptions,
    ${list(json('s', Prisma.IdeaSupporterScalarFieldEnum, { person: object({ name: 'sp.name' }) }), 'idea_supporter s JOIN person sp ON sp.id = s.person_id WHERE s.idea_id = i.id', 's.at, s.person_id')} AS supporters
    FROM idea i JOIN person p ON p.id = i.person_id JOIN agency a ON a.id = p.agency_id LEFT JOIN zone z ON z.id = i.zone_id
    LEFT JOIN idea o ON o.id = i.origin_id LEFT JOIN zone oz ON oz.id = o.zone_id WHERE i.id = $1::uuid`,
};

export async function findIdea(db: Askable, id: string): Promise<FullIdea | null> {
  const [found] = await runStatement<FullIdea>(db, BY_ID, [id]);
  if (found === undefined) return null;
  dated(found.supporters, 'at');
  return found;
}

export const findIdeas = (db: Db, query: Pick<Prisma.IdeaFindManyArgs, 'where' | 'orderBy' | 'take' | 'skip'>) =>
  db.idea.findMany({ ...query, include: FULL });
