// What sectors are called (¶7): every one of them can be a member.
import type { Sector } from '../../database/generated/enums.ts';

export const SECTORS: Record<Sector, string> = {
  HEALTH: 'Health',
  POLICE: 'Police',
  LOCAL_AUTHORITY: 'Local authority',
  FIRE: 'Fire',
  CRIMINAL_JUSTICE: 'Criminal justice',
  AMBULANCE: 'Ambulance',
  HOUSING: 'Housing',
  EDUCATION: 'Education',
  FAITH: 'Faith',
  THIRD_SECTOR: 'Third sector',
  COMMUNITY_BODY: 'Community body',
  BUSINESS: 'Business',
  RESIDENTS: 'Residents',
};

/** What people call them. */
const CALLED: [RegExp, Sector][] = [
  [/^(?:nhs|health ?care|hospitals?|gps?|surgery|public health)$/, 'HEALTH'],
  [/^(?:police force|constabulary)$/, 'POLICE'],
  [/^(?:councils?|local government|city council|county council|district|borough|parish council)$/, 'LOCAL_AUTHORITY'],
  [/^(?:fire service|fire and rescue|fire & rescue)$/, 'FIRE'],
  [/^(?:probation|prisons?|courts?|youth justice|justice)$/, 'CRIMINAL_JUSTICE'],
  [/^ambulance service$/, 'AMBULANCE'],
  [/^(?:housing association|social landlord|landlord)$/, 'HOUSING'],
  [/^(?:schools?|college|university|universities|academy)$/, 'EDUCATION'],
  [/^(?:church|churches|mosque|temple|gurdwara|synagogue|faith group)$/, 'FAITH'],
  [/^(?:charity|charities|voluntary|voluntary sector|vcs|vcse|ngo|not.for.profit|third)$/, 'THIRD_SECTOR'],
  [/^(?:community|community group|club|association|community centre)$/, 'COMMUNITY_BODY'],
  [/^(?:businesses|company|companies|shops?|employers?|private|private sector)$/, 'BUSINESS'],
  [/^(?:resident|tenants|neighbours|residents['’]? group)$/, 'RESIDENTS'],
];

/** A sector by its name or by what people call it. */
export function sectorCalled(words: string): Sector | undefined {
  const wanted = words
    .trim()
    .toLowerCase()
    .replace(/[_\s]+/g, ' ');
  const sectors = Object.keys(SECTORS) as Sector[];
  return (
    sectors.find(
      (sector) => SECTORS[sector].toLowerCase() === wanted || sector.toLowerCase().replace('_', ' ') === wanted,
    ) ?? CALLED.find(([called]) => called.test(wanted))?.[1]
  );
}

/** As it is read in a sentence: "local authority". */
export function sectorWords(sector: string): string {
  const known = sectorCalled(sector);
  return (known === undefined ? sector : SECTORS[known]).toLowerCase();
}
