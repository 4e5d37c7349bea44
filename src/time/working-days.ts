// Working days in England: no weekends, no bank holidays. The calendar is a maintained library's.
import { createRequire } from 'node:module';
import { LRUCache } from 'lru-cache';
import { DateTime } from 'luxon';

interface Calendar {
  isHoliday(date: Date): false | { type: string; name: string }[];
}

let calendar: Calendar | undefined;

/** Loaded when it is first asked for: it knows the whole world's holidays. */
function england(): Calendar {
  if (calendar === undefined) {
    const Holidays = createRequire(import.meta.url)('date-holidays') as new (
      country: string,
      state: string,
      options: object,
    ) => Calendar;
    calendar = new Holidays('GB', 'ENG', { timezone: 'UTC' });
  }
  return calendar;
}

/** The bank holiday on a day (YYYY-MM-DD), by its name. */
export function bankHoliday(day: string): string | undefined {
  const found = england().isHoliday(new Date(`${day}T12:00:00Z`));
  return found === false ? undefined : found.find(({ type }) => type === 'public' || type === 'bank')?.name;
}

const known = new LRUCache<string, boolean>({ max: 4000 });

export function isWorkingDay(day: string): boolean {
  const before = known.get(day);
  if (before !== undefined) return before;
  const found = DateTime.fromISO(day, { zone: 'utc' }).weekday <= 5 && bankHoliday(day) === undefined;
  known.set(day, found);
  return found;
}

/** The working day that is `count` working days away; negative: before. */
export function workingDaysFrom(day: string, count: number): string {
  let at = DateTime.fromISO(day, { zone: 'utc' });
  for (let left = Math.abs(count); left > 0; ) {
    at = at.plus({ days: Math.sign(count) });
    if (isWorkingDay(at.toISODate() ?? '')) left -= 1;
  }
  return at.toISODate() ?? '';
}

/** Working days that lie after `from`, up to and with `to`. */
export function workingDaysBetween(from: string, to: string): number {
  let count = 0;
  for (let at = DateTime.fromISO(from, { zone: 'utc' }); (at.toISODate() ?? '') < to; ) {
    at = at.plus({ days: 1 });
    if (isWorkingDay(at.toISODate() ?? '')) count += 1;
  }
  return count;
}
