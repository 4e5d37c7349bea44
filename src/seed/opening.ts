// What stands in the demonstration's own channels when it is opened for the first time: problems that are being worked on, good
// news, the next meeting. Like everything else it goes the way of every card: an outbox, and the courier.
import { DateTime } from 'luxon';
import type { PrismaClient } from '../database/generated/client.ts';
import { inBackground, placesOf } from '../delivery/index.ts';

const PROBLEMS = 2;
const NEWS: Record<string, string> = {
  NP: 'The youth club has forty members, and the rec was quiet on Friday',
  CV: 'Twelve traders came to the first breakfast at the market hall',
};
const AGENDA = [
  ['Good news', 5],
  ['Actions that are due', 10],
  ['Winter evenings: what is open, and where', 15],
] as const;

export async function openChannels(prisma: PrismaClient, partnershipId: string, now: Date): Promise<void> {
  const zones = await prisma.zone.findMany({
    where: { partnershipId },
    orderBy: { name: 'asc' },
    include: {
      memberships: { where: { lead: true }, include: { person: true }, take: 1 },
      problems: { where: { state: { not: 'CLOSED' } }, orderBy: { movedAt: 'desc' }, take: PROBLEMS },
      partnership: { select: { timeZone: true } },
    },
  });
  for (const [index, { id: zoneId, code, memberships, problems, partnership }] of zones.entries())
    await inBackground(prisma, partnershipId, async (effect) => {
      const { db } = effect;
      // Workspaces of the demonstration's other platforms are not there: nothing waits for them.
      const here = (await placesOf(db, zoneId)).filter(({ platform }) => platform === 'console');
      for (const problem of [...problems].reverse())
        await effect.show({ type: 'problem', id: problem.id, version: problem.version }, here);
      const person = memberships[0]?.person;
      const text = NEWS[code];
      if (person !== undefined && text !== undefined) {
        const { id } = await db.celebration.create({
          data: {
            partnershipId,
            number: index + 1,
            zoneId,
            text,
            personId: person.id,
            agencyId: person.agencyId,
            createdAt: new Date(now.getTime() - 2 * 3_600_000),
          },
        });
        await effect.show({ type: 'celebration', id, version: 1 }, here);
      }
      const { id } = await db.meeting.create({
        data: {
          partnershipId,
          zoneId,
          title: 'People Team meeting',
          startsAt: nextMorning(now, partnership.timeZone),
          minutes: 45,
          timeZone: partnership.timeZone,
          place: 'the library',
          agendaPostedAt: now,
          items: { create: AGENDA.map(([title, minutes], position) => ({ title, minutes, position: position + 1 })) },
        },
      });
      await effect.show({ type: 'meeting', id, version: 1 }, here);
    });
}

/** Ten o'clock on the next Tuesday that is two days off at least. */
function nextMorning(now: Date, timeZone: string): Date {
  const day = DateTime.fromJSDate(now, { zone: timeZone }).plus({ days: 2 }).startOf('day');
  return day.plus({ days: (9 - day.weekday) % 7, hours: 10 }).toJSDate();
}
