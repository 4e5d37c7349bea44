// What a place has: an entry of a zone's map, and how it is read.
import type { Db } from '../../../database/client.ts';
import type { Prisma } from '../../../database/generated/client.ts';
import type { MapKind, Outcome, SchemeReach } from '../../../database/generated/enums.ts';
import { needsOf } from './needs.ts';

export const RECORD = 'map_entry';

export const KINDS: Record<MapKind, { one: string; more: string; says: string }> = {
  ROLE: { one: 'Role', more: 'Roles', says: 'who does what: a link worker, a street warden' },
  SERVICE: { one: 'Service', more: 'Services', says: 'what can be had: debt advice, a clinic' },
  STRUCTURE: { one: 'Structure', more: 'Structures', says: 'how it hangs together: a partnership, a forum' },
  MEETING: { one: 'Meeting', more: 'Meetings', says: 'where people come together anyway' },
  ASSET: {
    one: 'Asset',
    more: 'Assets',
    says: 'people’s roles, associations, institutions, places, businesses, stories',
  },
  SCHEME: { one: 'Scheme', more: 'Schemes', says: 'what is under way already, and may be built on' },
};
export const KIND_KEYS = Object.keys(KINDS) as MapKind[];

/** How far a scheme reaches (¶2.5). */
export const REACHES: Record<SchemeReach, { label: string; says: string }> = {
  PLACE: { label: 'One place', says: 'it belongs here, as a People Zone does' },
  THEME: { label: 'A theme', says: 'it is for one matter, wherever that is' },
};

const FULL = {
  zone: { select: { name: true, partnershipId: true } },
  agency: { select: { shortName: true } },
  keeper: { select: { name: true } },
} satisfies Prisma.MapEntryInclude;
export type FullEntry = Prisma.MapEntryGetPayload<{ include: typeof FULL }>;

export const findEntry = (db: Db, id: string): Promise<FullEntry | null> =>
  db.mapEntry.findUnique({ where: { id }, include: FULL });

/** In the order of the ids, what there is of them. */
export async function findEntries(db: Db, ids: string[]): Promise<FullEntry[]> {
  const found = await db.mapEntry.findMany({ where: { id: { in: ids } }, include: FULL });
  return ids.flatMap((id) => found.find((entry) => entry.id === id) ?? []);
}

/** In characters. */
export const LONGEST = {
  kind: undefined,
  name: 120,
  what: 600,
  agency: undefined,
  contact: 200,
  outcomes: undefined,
  reach: undefined,
  learned: 400,
} as const;
/** What is older is asked about: is it still true? */
export const STILL_TRUE_DAYS = 365;

export interface NewEntry {
  kind: MapKind;
  name: string;
  what: string;
  agencyId: string | null;
  contact: string;
  outcomes: Outcome[];
  /** Of a scheme. */
  reach: SchemeReach | null;
  /** Of a scheme: what the team takes from it. */
  learned: string;
}

/** What it answers, kept beside it. */
export const needsOfEntry = ({ name, what }: Pick<NewEntry, 'name' | 'what'>): string[] => needsOf(`${name} ${what}`);

/** A number, a mail address or a page: of a service these may be kept, and nothing else is a contact. */
const CONTACT = /^(?:[^\s@]+@[^\s@]+\.[^\s@]+|(?:https?:\/\/)?[\w-]+(?:\.[\w-]+)+\S*|[+\d][\d\s()-]{5,})$/i;

export const isContact = (typed: string): boolean => typed.split(/\s*[,;]\s*/).every((each) => CONTACT.test(each));
