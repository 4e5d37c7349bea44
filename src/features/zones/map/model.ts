// What a place has: an entry of a zone's map, and how it is read.
import type { Db } from '../../../database/client.ts';
import type { Prisma } from '../../../database/generated/client.ts';
import type { MapKind } from '../../../database/generated/enums.ts';

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
