// The connections as the project team looks at them: whose they are, who comes by them, how they are.
import { platformName } from '../../chat/platforms.ts';
import type { Db } from '../../database/client.ts';
import type { ConnectionState } from '../../database/generated/enums.ts';

export interface Chat {
  id: string;
  platform: string;
  tenant: string;
  name: string | null;
  state: ConnectionState;
  environment: boolean;
  keyed: boolean;
  app: string | null;
  scopes: string[];
  agencies: { id: string; shortName: string }[];
  people: number;
  places: number;
  lastWord: Date | null;
  wellAt: Date | null;
  trouble: string | null;
  troubleAt: Date | null;
  refusedSince: Date | null;
  decidedBy: string | null;
  decidedAt: Date | null;
  createdAt: Date;
}

/** The console is no connection that anybody decides on. */
const OF_THEIR_OWN = 'console';

/** Those that ask first, then the others by name. @param id only this one */
export async function readChats(db: Db, partnershipId: string, id?: string): Promise<Chat[]> {
  const found = await db.connection.findMany({
    where: { partnershipId, platform: { not: OF_THEIR_OWN }, ...(id === undefined ? {} : { id }) },
    omit: { secrets: true },
    include: {
      agencies: { include: { agency: { select: { id: true, shortName: true } } } },
      decidedBy: { select: { name: true } },
    },
    orderBy: { createdAt: 'asc' },
  });
  const counts = await db.$queryRaw<{ id: string; people: number; places: number; last: Date | null }[]>`
    SELECT c.id, coalesce(i.people, 0)::int AS people, coalesce(p.places, 0)::int AS places, i.last FROM connection c
    LEFT JOIN (SELECT platform, tenant, count(person_id) AS people, max(last_seen_at) FILTER (WHERE person_id IS NOT NULL) AS last
      FROM chat_identity GROUP BY 1, 2) AS i ON i.platform = c.platform AND i.tenant = c.tenant
    LEFT JOIN (SELECT platform, tenant, count(*) AS places FROM conversation c JOIN zone_place z ON z.conversation_id = c.id GROUP BY 1, 2) AS p
      ON p.platform = c.platform AND p.tenant = c.tenant
    WHERE c.partnership_id = ${partnershipId}::uuid`;
  const byId = new Map(counts.map((each) => [each.id, each]));
  return found
    .map(({ agencies, decidedBy, keyId, ...rest }) => ({
      ...rest,
      keyed: keyId !== null,
      agencies: agencies.map(({ agency }) => agency),
      people: byId.get(rest.id)?.people ?? 0,
      places: byId.get(rest.id)?.places ?? 0,
      lastWord: byId.get(rest.id)?.last ?? null,
      decidedBy: decidedBy?.name ?? null,
    }))
    .sort((a, b) => ORDER[a.state] - ORDER[b.state] || nameOf(a).localeCompare(nameOf(b)));
}

const ORDER: Record<ConnectionState, number> = { ASKED: 0, ACTIVE: 1, PAUSED: 2, ENDED: 3 };

/** As people call it; else by its platform and the beginning of its id. */
export const nameOf = ({ platform, tenant, name }: Pick<Chat, 'platform' | 'tenant' | 'name'>): string =>
  name ?? `${platformName(platform)} ${tenant.length > 12 ? `${tenant.slice(0, 8)}…` : tenant}`;

/** What does not stand in its name already. */
export const kindOf = ({ platform, name }: Pick<Chat, 'platform' | 'name'>): string =>
  name === null || name.toLowerCase() === platformName(platform).toLowerCase() ? '' : ` (${platformName(platform)})`;

/** By its whole name, its id or the beginning of its id. */
export function chatsCalled(chats: Chat[], words: string): Chat[] {
  const wanted = words.trim().toLowerCase();
  const exact = chats.filter((chat) => [nameOf(chat), chat.tenant].some((each) => each.toLowerCase() === wanted));
  return exact.length > 0 || wanted.length < 4
    ? exact
    : chats.filter((chat) => [nameOf(chat), chat.tenant].some((each) => each.toLowerCase().startsWith(wanted)));
}
