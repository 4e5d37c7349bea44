// What agencies have signed, until when, and which of them have signed nothing.
import type { Db } from '../../../database/client.ts';
import type { Prisma } from '../../../database/generated/client.ts';

export const RECORD = 'agreement';
export const LONGEST = { what: 120, reference: 300 } as const;

const FULL = {
  agency: { select: { shortName: true } },
  person: { select: { name: true } },
} satisfies Prisma.AgreementInclude;
export type FullAgreement = Prisma.AgreementGetPayload<{ include: typeof FULL }>;

/** What ends first stands first; what has no end stands last. */
export const findAgreements = (db: Db, partnershipId: string): Promise<FullAgreement[]> =>
  db.agreement.findMany({
    where: { partnershipId, undoneAt: null },
    include: FULL,
    orderBy: [{ untilOn: { sort: 'asc', nulls: 'last' } }, { signedOn: 'desc' }],
    take: 300,
  });

/** It holds on a day. @param day YYYY-MM-DD */
export const holdsOn = ({ signedOn, untilOn }: Pick<FullAgreement, 'signedOn' | 'untilOn'>, day: string): boolean =>
  signedOn.toISOString().slice(0, 10) <= day && (untilOn === null || untilOn.toISOString().slice(0, 10) >= day);

/**
 * Agencies with people in a team of the partnership that have no agreement which holds on a day; undefined where no register is
 * kept at all, for then nothing can be said. @param day YYYY-MM-DD
 */
export async function withoutAgreement(db: Db, partnershipId: string, day: string): Promise<string[] | undefined> {
  const all = await findAgreements(db, partnershipId);
  if (all.length === 0) return undefined;
  const held = new Set(all.filter((each) => holdsOn(each, day)).map(({ agencyId }) => agencyId));
  const agencies = await db.agency.findMany({
    where: { partnershipId, people: { some: { active: true, memberships: { some: {} } } } },
    select: { id: true, shortName: true },
    orderBy: { shortName: 'asc' },
  });
  return agencies.filter(({ id }) => !held.has(id)).map(({ shortName }) => shortName);
}
