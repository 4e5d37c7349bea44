// Who is speaking, where, and what may they do: read in one round trip for every act.
import { LRUCache } from 'lru-cache';
import type { Directory, KnownPerson } from '../../chat/act.ts';
import type { Json } from '../../chat/cards.ts';
import type { House, Resolved } from '../../chat/house.ts';
import type { Incoming } from '../../chat/incoming.ts';
import { type Bus, CONNECTIONS, DIRECTORY } from '../../database/bus.ts';
import type { Db } from '../../database/client.ts';
import type { PrismaClient } from '../../database/generated/client.ts';
import type { BodyKind } from '../../database/generated/enums.ts';
import { rows } from '../../database/statement.ts';
import { isKept } from './places.ts';

/** What was read of a person in a place is good for so long, where a statement checks again who may. */
const REMEMBERED_MS = 5000;

/**
 * Reads everything that an act depends on, or remembers it where that will do: for people whom the partnership knows, in
 * places that it knows, until any replica says that zones or teams have changed.
 */
export function createResolver(db: Db, bus: Bus): House['resolve'] {
  const remembered = new LRUCache<string, Resolved>({ max: 5000, ttl: REMEMBERED_MS });
  let changes = 0;
  const forget = () => {
    changes += 1;
    remembered.clear();
  };
  for (const topic of [DIRECTORY, CONNECTIONS]) bus.subscribe(topic, forget);
  return async (incoming, rememberedWillDo = false) => {
    if (!rememberedWillDo) return resolve(db, incoming);
    const { sender, place } = incoming;
    const reference = place.reference === undefined ? '' : JSON.stringify(place.reference);
    const key = [sender.platform, sender.tenant, sender.user, place.tenant, place.conversation, reference].join('\n');
    const known = remembered.get(key);
    if (known !== undefined) return known;
    const before = changes;
    const read = await resolve(db, incoming);
    // What was read while it changed is good for this once.
    if (before === changes && read.actor.person !== undefined && !read.outside && !read.placeUnknown)
      remembered.set(key, { ...read, actor: { ...read.actor, sender }, receipt: 'unread', seenLongAgo: false });
    return read;
  };
}

interface Row {
  partnership_id: string | null;
  partnership_name: string;
  time_zone: string;
  marking: string;
  case_advice: string;
  year_starts: number;
  person_id: string | null;
  person_name: string;
  agency_id: string;
  roles: string[];
  champion: boolean;
  memberships: { zoneId: string; lead: boolean; roleTitle: string }[] | null;
  former: string[] | null;
  guest_in: { zoneId: string; kind: 'RESIDENT' | 'OBSERVER' }[] | null;
  outside: boolean;
  place_zone: string | null;
  place_body: string | null;
  body_kind: BodyKind | null;
  home: string | null;
  place_known: boolean;
  reference: Json;
  stopped: string | null;
  handler: string | null;
  outcome: Json;
  seen_long_ago: boolean | null;
}

/** Reads it, in one round trip. A tenant that no partnership knows gives no partnership. */
export async function resolve(db: Db, incoming: Incoming): Promise<Resolved> {
  const { sender, place, key } = incoming;
  const [row] = await rows<Row>(db)`
    SELECT t.partnership_id, ps.name AS partnership_name, ps.time_zone, ps.marking, ps.case_advice, ps.year_starts,
      p.id AS person_id, p.name AS person_name, p.agency_id, p.roles::text[] AS roles,
      (EXISTS (SELECT 1 FROM champion c WHERE c.person_id = p.id)
        OR EXISTS (SELECT 1 FROM champion_deputy d WHERE d.person_id = p.id AND d.until >= (now() AT TIME ZONE ps.time_zone)::date)) AS champion,
      (SELECT jsonb_agg(jsonb_build_object('zoneId', m.zone_id, 'lead', m.lead, 'roleTitle', m.role_title)) FROM membership m WHERE m.person_id = p.id) AS memberships,
      (SELECT jsonb_agg(f.zone_id) FROM former_member f WHERE f.person_id = p.id) AS former,
      (SELECT jsonb_agg(jsonb_build_object('zoneId', g.zone_id, 'kind', g.kind)) FROM zone_guest g WHERE g.person_id = p.id) AS guest_in,
      EXISTS (SELECT 1 FROM agency_tenant a WHERE a.agency_id = p.agency_id AND a.platform = ${sender.platform})
        AND NOT EXISTS (SELECT 1 FROM agency_tenant a WHERE a.agency_id = p.agency_id AND a.platform = ${sender.platform} AND a.tenant = ${sender.tenant}) AS outside,
      zp.zone_id AS place_zone, b.id AS place_body, b.kind::text AS body_kind, c.id IS NOT NULL AS place_known,
      CASE WHEN ${place.shared === true} AND zp.zone_id IS NULL AND b.id IS NULL THEN (
        SELECT o.tenant FROM conversation o JOIN connection ot ON ot.platform = o.platform AND ot.tenant = o.tenant AND ot.state = 'ACTIVE' AND ot.app IS NULL
        LEFT JOIN zone_place oz ON oz.conversation_id = o.id LEFT JOIN body_place ob ON ob.conversation_id = o.id
        WHERE o.external_id = ${place.conversation} AND o.platform = ${place.platform} AND o.kind <> 'personal'
        ORDER BY oz.conversation_id IS NULL AND ob.conversation_id IS NULL, o.id LIMIT 1) END AS home, c.reference, c.stopped_reason AS stopped,
      r.handler, r.outcome, i.last_seen_at < now() - interval '1 hour' OR i.unreachable IS NOT NULL OR (i.asked_at IS NULL AND p.id IS NOT NULL) AS seen_long_ago
    FROM (SELECT 1) AS one
    LEFT JOIN connection t ON t.platform = ${place.platform} AND t.tenant = ${place.tenant} AND t.state = 'ACTIVE'
      AND (${sender.tenant} = ${place.tenant} OR NOT EXISTS (
        SELECT 1 FROM connection s WHERE s.platform = ${sender.platform} AND s.tenant = ${sender.tenant} AND s.state <> 'ACTIVE'))
    LEFT JOIN partnership ps ON ps.id = t.partnership_id
    LEFT JOIN chat_identity i ON i.platform = ${sender.platform} AND i.tenant = ${sender.tenant} AND i."user" = ${sender.user} AND i.partnership_id = t.partnership_id
    LEFT JOIN person p ON p.id = i.person_id AND p.active
    LEFT JOIN conversation c ON c.platform = ${place.platform} AND c.tenant = ${place.tenant} AND c.external_id = ${place.conversation} AND c.partnership_id = t.partnership_id
    LEFT JOIN zone_place zp ON zp.conversation_id = c.id
    LEFT JOIN body_place bp ON bp.conversation_id = c.id
    LEFT JOIN body b ON b.id = bp.body_id
    LEFT JOIN event_receipt r ON r.key = ${key}`;
  if (row === undefined || row.partnership_id === null)
    return {
      partnership: undefined,
      actor: { sender, person: undefined },
      placeZoneId: undefined,
      placeUnknown: false,
      outside: false,
      receipt: undefined,
      seenLongAgo: false,
    };
  return {
    partnership: {
      id: row.partnership_id,
      name: row.partnership_name,
      timeZone: row.time_zone,
      marking: row.marking,
      caseAdvice: row.case_advice,
      yearStarts: row.year_starts,
    },
    actor: { sender, person: personOf(row) },
    ...(row.home === null ? {} : { home: row.home }),
    placeZoneId: row.place_zone ?? undefined,
    placeBody:
      row.place_body === null || row.body_kind === null ? undefined : { id: row.place_body, kind: row.body_kind },
    placeUnknown:
      isKept(place) &&
      (!row.place_known ||
        row.stopped !== null ||
        (place.reference !== undefined &&
          JSON.stringify(sorted(place.reference)) !== JSON.stringify(sorted(row.reference)))),
    outside: row.outside,
    receipt: row.handler === null ? undefined : { handler: row.handler, outcome: row.outcome },
    seenLongAgo: row.seen_long_ago === true,
  };
}

/** Members of the board and of its Executive. */
export const isOfBoard = (roles: string[]): boolean => roles.includes('BOARD') || roles.includes('EXECUTIVE');

function personOf(row: Row): KnownPerson | undefined {
  if (row.person_id === null) return undefined;
  const zonesAs = (kind: 'RESIDENT' | 'OBSERVER') =>
    (row.guest_in ?? []).filter((guest) => guest.kind === kind).map(({ zoneId }) => zoneId);
  return {
    id: row.person_id,
    name: row.person_name,
    agencyId: row.agency_id,
    admin: row.roles.includes('ADMIN'),
    board: isOfBoard(row.roles),
    champion: row.champion,
    memberships: row.memberships ?? [],
    former: row.former ?? [],
    resident: zonesAs('RESIDENT'),
    observes: zonesAs('OBSERVER'),
  };
}

/** JSON with its keys in order: the database keeps its own. */
function sorted(value: Json | undefined): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value ?? null;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Other replicas' changes show after this long even if their word did not reach us. */
const DIRECTORY_MS = 30_000;

/** Zones and agencies of each partnership, kept for half a minute, forgotten at a word from any replica. */
export function createDirectories(prisma: PrismaClient, bus: Bus): (partnershipId: string) => Promise<Directory> {
  const kept = new Map<string, { at: number; directory: Promise<Directory> }>();
  bus.subscribe(DIRECTORY, () => kept.clear());
  return (partnershipId) => {
    const known = kept.get(partnershipId);
    if (known !== undefined && performance.now() - known.at < DIRECTORY_MS) return known.directory;
    const directory = readDirectory(prisma, partnershipId);
    kept.set(partnershipId, { at: performance.now(), directory });
    directory.catch(() => kept.delete(partnershipId));
    return directory;
  };
}

async function readDirectory(prisma: PrismaClient, partnershipId: string): Promise<Directory> {
  const [zones, agencies] = await Promise.all([
    prisma.zone.findMany({
      where: { partnershipId },
      orderBy: { name: 'asc' },
      select: { id: true, name: true, code: true, formerNames: true, formerCodes: true, endedOn: true },
    }),
    prisma.agency.findMany({
      where: { partnershipId },
      orderBy: { shortName: 'asc' },
      select: { id: true, name: true, shortName: true, aliases: true, sector: true },
    }),
  ]);
  const kept = zones.map(({ formerNames, formerCodes, endedOn, ...zone }) => ({
    ...zone,
    before: [...formerNames, ...formerCodes],
    over: endedOn !== null,
  }));
  // A zone that is here stands before one that is over, wherever the first that fits is taken.
  return { zones: [...kept.filter(({ over }) => !over), ...kept.filter(({ over }) => over)], agencies };
}
