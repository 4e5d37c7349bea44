// One turn of plan, do, study, act (¶8.5), and how it is read.
import type { Db } from '../../../database/client.ts';
import type { Prisma } from '../../../database/generated/client.ts';

export const REVIEW = {
  zone: { select: { name: true, partnershipId: true } },
  person: { select: { name: true } },
} satisfies Prisma.ZoneReviewInclude;
export type FullReview = Prisma.ZoneReviewGetPayload<{ include: typeof REVIEW }>;

export interface NewReview {
  heldOn: string;
  expected: string;
  did: string;
  saw: string;
  change: string;
}

/** The four parts of a turn, in their order: plan, do, study, act. */
export const PARTS = [
  ['expected', 'Plan: what did we expect?'],
  ['did', 'Do: what did we do?'],
  ['saw', 'Study: what did we see?'],
  ['change', 'Act: what do we change?'],
] as const;
export const LONGEST_PART = 800;

/** The latest first. */
export const reviewsOf = (db: Db, zoneId: string, most = 6): Promise<FullReview[]> =>
  db.zoneReview.findMany({
    where: { zoneId, undoneAt: null },
    include: REVIEW,
    orderBy: [{ heldOn: 'desc' }, { id: 'desc' }],
    take: most,
  });
