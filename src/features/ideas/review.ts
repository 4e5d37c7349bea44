// Once a month the Champion Team gets a card: ideas that have not moved, and openings across zones.
import { DateTime } from 'luxon';
import type { PrismaClient } from '../../database/generated/client.ts';
import { inBackground } from '../../delivery/index.ts';
import { todayIn } from '../../time/calendar.ts';
import { isWorkingDay, workingDaysFrom } from '../../time/working-days.ts';
import { whereToReach } from '../people/index.ts';
import { findIdeas } from './model.ts';
import { findOpenings } from './openings.ts';
import { reviewCard } from './views.ts';

const UNMOVED_DAYS = 30;
const FROM_HOUR = 9;

/** On the month's first working day, from nine: to the Champion Team's places, else to each champion. A second run does nothing. */
export async function sendReviews(prisma: PrismaClient, now: Date): Promise<number> {
  let sent = 0;
  for (const { id, timeZone } of await prisma.partnership.findMany({ select: { id: true, timeZone: true } })) {
    const { day, monthStart } = todayIn(timeZone, now);
    const first = isWorkingDay(monthStart) ? monthStart : workingDaysFrom(monthStart, 1);
    if (day !== first || DateTime.fromJSDate(now, { zone: timeZone }).hour < FROM_HOUR) continue;
    sent += await inBackground(prisma, id, async (effect) => {
      const { db } = effect;
      const once = await db.onceDone.createMany({
        data: [{ key: `idea review ${id} ${monthStart}`, at: now }],
        skipDuplicates: true,
      });
      if (once.count === 0) return 0;
      const stuck = await findIdeas(db, {
        where: {
          partnershipId: id,
          state: { in: ['CAPTURED', 'EXPLORING', 'ADOPTED'] },
          movedAt: { lte: new Date(now.getTime() - UNMOVED_DAYS * 86_400_000) },
        },
        orderBy: { movedAt: 'asc' },
        take: 30,
      });
      const card = reviewCard(stuck, await findOpenings(db, id, now), now, timeZone);
      const places = await db.bodyPlace.findMany({
        where: { body: { partnershipId: id, kind: 'CHAMPION_TEAM' }, conversation: { stoppedReason: null } },
        include: { conversation: true },
      });
      for (const { conversation } of places)
        await effect.tell(
          { platform: conversation.platform, tenant: conversation.tenant, conversation: conversation.externalId },
          card,
        );
      if (places.length > 0) return places.length;
      const champions = await db.champion.findMany({
        where: { agency: { partnershipId: id }, person: { active: true } },
      });
      const reached = await whereToReach(
        db,
        champions.map(({ personId }) => personId),
      );
      for (const place of reached.values()) await effect.tell(place, card);
      return reached.size;
    });
  }
  return sent;
}
