// Reminders of promises: the working day before, on the day, and one gentle follow-up. After that it stands as overdue in
// the lists, and nobody is nagged. No reminder at weekends or on bank holidays, and none before nine on the owner's clock.
import { DateTime } from 'luxon';
import { todayIn } from '../../calendar.ts';
import type { PrismaClient } from '../../database/generated/client.ts';
import type { ReminderKind } from '../../database/generated/enums.ts';
import { inBackground } from '../../delivery/index.ts';
import { isWorkingDay, workingDaysFrom } from '../../language/working-days.ts';
import { whereToReach } from '../people/index.ts';
import { readActions } from './service.ts';
import { isoDay, reminderCard } from './views.ts';

const FROM_HOUR = 9;
const UNTIL_HOUR = 18;
/** Long weekends and Christmas lie between a day and its neighbours. */
const DAYS_AROUND = 8;

/** Which reminder a promise is due for on a day; days are YYYY-MM-DD on the owner's clock. */
export function reminderDue(dueOn: string, today: string, promisedOn: string): ReminderKind | undefined {
  if (!isWorkingDay(today)) return undefined;
  if (dueOn === today) return promisedOn === today ? undefined : 'ON_THE_DAY';
  if (dueOn > today) return promisedOn < today && workingDaysFrom(dueOn, -1) === today ? 'DAY_BEFORE' : undefined;
  return workingDaysFrom(dueOn, 1) === today ? 'FOLLOW_UP' : undefined;
}

/** Sends what is due now. Any number of replicas may do so at once and again: each reminder is a row that exists once. @returns how many were sent */
export async function sendReminders(prisma: PrismaClient, now: Date): Promise<number> {
  const near = DateTime.fromJSDate(now, { zone: 'utc' });
  const rows = await prisma.action.findMany({
    where: {
      state: 'OPEN',
      ownerId: { not: null },
      dueOn: { gte: near.minus({ days: DAYS_AROUND }).toJSDate(), lte: near.plus({ days: DAYS_AROUND }).toJSDate() },
      owner: { active: true },
    },
    include: { owner: true, partnership: { select: { timeZone: true } } },
    orderBy: { id: 'asc' },
  });
  let sent = 0;
  for (const { id, owner, partnership, partnershipId, dueOn, createdAt } of rows) {
    if (owner === null) continue;
    const timeZone = owner.timeZone ?? partnership.timeZone;
    const local = DateTime.fromJSDate(now, { zone: timeZone });
    if (local.hour < FROM_HOUR || local.hour >= UNTIL_HOUR) continue;
    const today = todayIn(timeZone, now).day;
    const kind = reminderDue(
      isoDay(dueOn),
      today,
      DateTime.fromJSDate(createdAt, { zone: timeZone }).toISODate() ?? '',
    );
    if (kind === undefined) continue;
    const away = owner.awayUntil !== null && isoDay(owner.awayUntil) >= today;
    const to = away ? owner.coverId : owner.id;
    if (to !== null && (await remind(prisma, partnershipId, { id, dueOn, kind, to, now }))) sent += 1;
  }
  return sent;
}

interface Due {
  id: string;
  dueOn: Date;
  kind: ReminderKind;
  /** Who is written to. */
  to: string;
  now: Date;
}

function remind(prisma: PrismaClient, partnershipId: string, { id, dueOn, kind, to, now }: Due): Promise<boolean> {
  return inBackground(prisma, partnershipId, async (effect) => {
    const fresh = await effect.db.actionReminder.createMany({
      data: [{ actionId: id, kind, dueOn, at: now }],
      skipDuplicates: true,
    });
    const [action] = await readActions(effect.db, [id]);
    // What was done or moved meanwhile is not reminded of.
    if (fresh.count === 0 || action === undefined || action.state !== 'OPEN' || isoDay(action.dueOn) !== isoDay(dueOn))
      return false;
    const place = (await whereToReach(effect.db, [to])).get(to);
    if (place === undefined) return false;
    await effect.tell(place, reminderCard(action, kind));
    return true;
  });
}
