// Where a zone's cards stand: its linked places that take messages; and what may be said of them before anything has gone.
import type { Notice } from '../chat/act.ts';
import { platformName } from '../chat/platforms.ts';
import { type Askable, rows } from '../database/statement.ts';

interface Place {
  platform: string;
  tenant: string;
  externalId: string;
  name: string | null;
  stoppedReason: string | null;
}

/** What was asked inside one transaction is not asked again in it. */
const asked = new WeakMap<Askable, Map<string, Promise<Place[]>>>();

export function rememberPlaces(inside: Askable): void {
  asked.set(inside, new Map());
}

function allOf(db: Askable, zoneId: string): Promise<Place[]> {
  const known = asked.get(db);
  const places =
    known?.get(zoneId) ??
    rows<Place>(db)`
      SELECT c.platform, c.tenant, c.external_id AS "externalId", c.name, c.stopped_reason AS "stoppedReason"
      FROM zone_place p JOIN conversation c ON c.id = p.conversation_id WHERE p.zone_id = ${zoneId}::uuid ORDER BY p.created_at`;
  known?.set(zoneId, places);
  return places;
}

export async function placesOf(db: Askable, zoneId: string): Promise<Notice[]> {
  return (await allOf(db, zoneId))
    .filter(({ stoppedReason }) => stoppedReason === null)
    .map(({ platform, tenant, externalId }) => ({ platform, tenant, conversation: externalId }));
}

/** What is told in a zone's places, in words that are true before it has arrived: where it goes, and where it does not, with why. */
export async function whereTold(db: Askable, zoneId: string): Promise<string> {
  const places = await allOf(db, zoneId);
  const nameOf = ({ name, platform }: Place) => `${name ?? 'a place'} (${platformName(platform).replace('the ', '')})`;
  const open = places.filter(({ stoppedReason }) => stoppedReason === null).map(nameOf);
  const closed = places
    .filter(({ stoppedReason }) => stoppedReason !== null)
    .map((place) => `${nameOf(place)}: ${place.stoppedReason}`);
  const goes = open.length === 0 ? 'Kept; no place of the zone takes it just now' : `Goes to ${open.join(', ')}`;
  return closed.length === 0 ? goes : `${goes}. Not to ${closed.join('; ')}`;
}
