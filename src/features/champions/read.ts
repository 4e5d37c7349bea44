// Who the champions are: one an agency, with deputies for a while; and which agencies have none.
import type { Db } from '../../database/client.ts';
import type { Sector } from '../../database/generated/enums.ts';

export interface Champion {
  personId: string;
  name: string;
  agencyId: string;
  agency: string;
  sector: Sector;
  /** Set: a deputy, until this day. */
  deputyUntil: string | undefined;
}

/** @param today YYYY-MM-DD; a deputy counts until their last day */
export async function championsOf(db: Db, partnershipId: string, today: string): Promise<Champion[]> {
  const [champions, deputies] = await Promise.all([
    db.champion.findMany({
      where: { agency: { partnershipId }, person: { active: true } },
      include: { person: { select: { name: true } }, agency: { select: { shortName: true, sector: true } } },
    }),
    db.championDeputy.findMany({
      where: { agency: { partnershipId }, person: { active: true }, until: { gte: new Date(today) } },
      include: { person: { select: { name: true } }, agency: { select: { shortName: true, sector: true } } },
    }),
  ]);
  return [
    ...champions.map(({ personId, agencyId, person, agency }) => ({
      personId,
      name: person.name,
      agencyId,
      agency: agency.shortName,
      sector: agency.sector,
      deputyUntil: undefined,
    })),
    ...deputies.map(({ personId, agencyId, person, agency, until }) => ({
      personId,
      name: person.name,
      agencyId,
      agency: agency.shortName,
      sector: agency.sector,
      deputyUntil: until.toISOString().slice(0, 10),
    })),
  ];
}

/** Agencies that have, or had, people here and no champion: one whose last person has left is a gap, too. */
export async function gapsIn(db: Db, partnershipId: string): Promise<{ id: string; shortName: string }[]> {
  return db.agency.findMany({
    where: { partnershipId, champions: { none: { person: { active: true } } }, people: { some: {} } },
    orderBy: { shortName: 'asc' },
    select: { id: true, shortName: true },
  });
}
