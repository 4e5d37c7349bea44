// Where a zone's cards stand: its linked places that take messages; and what may be said of them before anything has gone.
import type { Notice } from '../chat/act.ts';
import type { Db } from '../database/client.ts';

export async function placesOf(db: Db, zoneId: string): Promise<Notice[]> {
  const places = await db.zonePlace.findMany({
    where: { zoneId, conversation: { stoppedReason: null } },
    include: { conversation: true },
  });
  return places.map(({ conversation }) => ({
    platform: conversation.platform,
    tenant: conversation.tenant,
    conversation: conversation.externalId,
  }));
}

const PLATFORMS: Record<string, string | undefined> = { slack: 'Slack', teams: 'Teams', console: 'console' };

/** What is told in a zone's places, in words that are true before it has arrived: where it goes, and where it does not, with why. */
export async function whereTold(db: Db, zoneId: string): Promise<string> {
  const places = await db.zonePlace.findMany({
    where: { zoneId },
    include: { conversation: true },
    orderBy: { createdAt: 'asc' },
  });
  const nameOf = ({ conversation }: (typeof places)[number]) =>
    `${conversation.name ?? 'a place'} (${PLATFORMS[conversation.platform] ?? conversation.platform})`;
  const open = places.filter(({ conversation }) => conversation.stoppedReason === null).map(nameOf);
  const closed = places
    .filter(({ conversation }) => conversation.stoppedReason !== null)
    .map((place) => `${nameOf(place)}: ${place.conversation.stoppedReason}`);
  const goes = open.length === 0 ? 'Kept; no place of the zone takes it just now' : `Goes to ${open.join(', ')}`;
  return closed.length === 0 ? goes : `${goes}. Not to ${closed.join('; ')}`;
}
