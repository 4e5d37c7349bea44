// Promises that people are reminded of: the working day before, on the day, and once after. Then a promise stands as overdue
// in the lists, and nobody is nagged.
import { DateTime } from 'luxon';
import type { NudgeCandidate, NudgeContext, NudgeSource } from '../../chat/nudges.ts';
import { cut } from '../../chat/spans.ts';
import type { Db } from '../../database/client.ts';
import { dayWords, todayIn } from '../../time/calendar.ts';
import { isWorkingDay, workingDaysFrom } from '../../time/working-days.ts';
import { isoDay } from './views.ts';

/** Long weekends and Christmas lie between a day and its neighbours. */
const DAYS_AROUND = 12;
/** The one reminder after the day comes within so many working days, or not at all. */
const AFTER = 5;

export type ReminderKind = 'DAY_BEFORE' | 'ON_THE_DAY' | 'FOLLOW_UP';

/**
 * Which reminder a promise is due for on a day; days are YYYY-MM-DD on the owner's clock.
 * @param late so many working days after its day it counts as overdue
 */
export function reminderDue(dueOn: string, today: string, promisedOn: string, late = 1): ReminderKind | undefined {
  if (!isWorkingDay(today)) return undefined;
  if (dueOn === today) return promisedOn === today ? undefined : 'ON_THE_DAY';
  if (dueOn > today) return promisedOn < today && workingDaysFrom(dueOn, -1) === today ? 'DAY_BEFORE' : undefined;
  return today >= workingDaysFrom(dueOn, late) && today < workingDaysFrom(dueOn, late + AFTER)
    ? 'FOLLOW_UP'
    : undefined;
}

async function dueActions(context: NudgeContext, kind: ReminderKind): Promise<NudgeCandidate[]> {
  const { db, partnershipId, now, threshold, whose } = context;
  const near = DateTime.fromJSDate(now, { zone: 'utc' });
  const rows = await db.action.findMany({
    where: {
      partnershipId,
      state: 'OPEN',
      ownerId: whose?.personId ?? { not: null },
      dueOn: {
        gte: near.minus({ days: DAYS_AROUND + threshold }).toJSDate(),
        lte: near.plus({ days: DAYS_AROUND }).toJSDate(),
      },
      owner: { active: true },
    },
    select: {
      id: true,
      text: true,
      zoneId: true,
      dueOn: true,
      createdAt: true,
      owner: { select: { id: true, timeZone: true } },
    },
  });
  return rows.flatMap(({ id, text, zoneId, dueOn, createdAt, owner }): NudgeCandidate[] => {
    if (owner === null) return [];
    const timeZone = owner.timeZone ?? context.timeZone;
    const promised = DateTime.fromJSDate(createdAt, { zone: timeZone }).toISODate() ?? '';
    const due = isoDay(dueOn);
    if (reminderDue(due, todayIn(timeZone, now).day, promised, Math.max(1, threshold)) !== kind) return [];
    return [
      {
        personId: owner.id,
        // A promise that is moved to another day is another promise.
        subject: `action:${id}:${due}`,
        recordId: id,
        ...(zoneId === null ? {} : { zoneId }),
        title: cut(text, 200),
        reason: {
          DAY_BEFORE: `Because you have promised it by ${dayWords(due)}, the next working day.`,
          ON_THE_DAY: 'Because you have promised it by today.',
          FOLLOW_UP: `Because you have promised it by ${dayWords(due)}.`,
        }[kind],
        since: dueOn,
        doIt: { label: 'Done', action: 'action.done', data: { id } },
      },
    ];
  });
}

async function undone(db: Db, ids: string[]): Promise<string[]> {
  const open = await db.action.findMany({ where: { id: { in: ids }, state: 'OPEN' }, select: { id: true } });
  return open.map(({ id }) => id);
}

const base = { redirects: true, undone, to: ['person' as const] };

export const nudges: NudgeSource[] = [
  {
    ...base,
    rule: 'ACTION_TODAY',
    name: 'today',
    summary: 'An action that is promised by today',
    threshold: undefined,
    weight: 85,
    find: (context) => dueActions(context, 'ON_THE_DAY'),
  },
  {
    ...base,
    rule: 'ACTION_OVERDUE',
    name: 'overdue',
    summary: 'An action whose day has passed',
    threshold: { value: 1, unit: 'working days' },
    weight: 75,
    once: true,
    find: (context) => dueActions(context, 'FOLLOW_UP'),
  },
  {
    ...base,
    rule: 'ACTION_TOMORROW',
    name: 'tomorrow',
    summary: 'An action that is promised by the next working day',
    threshold: undefined,
    weight: 70,
    find: (context) => dueActions(context, 'DAY_BEFORE'),
  },
];
