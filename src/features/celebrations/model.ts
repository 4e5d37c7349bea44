// Good news with what a card shows of it: its shape, and how it is read.
import type { Db } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { columns, object } from '../../database/shape.ts';
import { type Askable, runStatement } from '../../database/statement.ts';
import type { Subject } from '../../rights/index.ts';

export const RECORD = 'celebration';
export const FULL = {
  zone: { select: { name: true } },
  person: { select: { name: true, agency: { select: { shortName: true } } } },
} satisfies Prisma.CelebrationInclude;
export type FullCelebration = Prisma.CelebrationGetPayload<{ include: typeof FULL }>;

/** What `FULL` asks for, of rows of `celebration` that are called `c`. @param from where they come from */
export const fullCelebration = (from: string): string => `
  SELECT ${columns('c', Prisma.CelebrationScalarFieldEnum, { days: ['plannedOn'], lists: ['thanked'] })},
    ${object({ name: 'z.name' })} AS zone, ${object({ name: 'p.name', agency: object({ shortName: 'a.short_name' }) })} AS person
  FROM ${from} JOIN zone z ON z.id = c.zone_id JOIN person p ON p.id = c.person_id JOIN agency a ON a.id = p.agency_id`;

const BY_ID = { name: 'celebration by id', text: `${fullCelebration('celebration c')} WHERE c.id = $1::uuid` };

export const findCelebration = async (db: Askable, id: string): Promise<FullCelebration | null> =>
  (await runStatement<FullCelebration>(db, BY_ID, [id]))[0] ?? null;

export const findCelebrations = (db: Db, query: Pick<Prisma.CelebrationFindManyArgs, 'where' | 'orderBy' | 'take'>) =>
  db.celebration.findMany({ ...query, include: FULL });

/** Good news, as rights look at it. */
export const subjectOf = ({ zoneId, personId }: { zoneId: string; personId: string }): Subject => ({
  zoneId,
  authorId: personId,
});
