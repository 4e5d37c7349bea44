// Where a zone's cards stand: its linked places that take messages.
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
