// Good news with what a card shows of it: its shape, and how it is read.
import type { Db } from '../../database/client.ts';
import type { Prisma } from '../../database/generated/client.ts';
import type { Subject } from '../../rights/index.ts';

export const RECORD = 'celebration';
export const FULL = {
  zone: { select: { name: true } },
  person: { select: { name: true, agency: { select: { shortName: true } } } },
} satisfies Prisma.CelebrationInclude;
export type FullCelebration = Prisma.CelebrationGetPayload<{ include: typeof FULL }>;

export const findCelebration = (db: Db, id: string): Promise<FullCelebration | null> =>
  db.celebration.findUnique({ where: { id }, include: FULL });

export const findCelebrations = (db: Db, query: Pick<Prisma.CelebrationFindManyArgs, 'where' | 'orderBy' | 'take'>) =>
  db.celebration.findMany({ ...query, include: FULL });

/** Good news, as rights look at it. */
export const subjectOf = ({ zoneId, personId }: { zoneId: string; personId: string }): Subject => ({
  zoneId,
  authorId: personId,
});
