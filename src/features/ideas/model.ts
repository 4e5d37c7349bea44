// An idea with what a card shows of it: its shape, and how it is read.
import type { Db } from '../../database/client.ts';
import type { Prisma } from '../../database/generated/client.ts';

export const RECORD = 'idea';
export const FULL = {
  zone: { select: { name: true, code: true } },
  person: { select: { name: true, agency: { select: { shortName: true } } } },
  origin: { select: { number: true, zone: { select: { name: true } } } },
  adoptions: { select: { number: true, zone: { select: { name: true } } } },
  supporters: { include: { person: { select: { name: true } } } },
} satisfies Prisma.IdeaInclude;
export type FullIdea = Prisma.IdeaGetPayload<{ include: typeof FULL }>;

export const findIdea = (db: Db, id: string): Promise<FullIdea | null> =>
  db.idea.findUnique({ where: { id }, include: FULL });

export const findIdeas = (db: Db, query: Pick<Prisma.IdeaFindManyArgs, 'where' | 'orderBy' | 'take' | 'skip'>) =>
  db.idea.findMany({ ...query, include: FULL });
