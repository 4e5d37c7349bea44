// Days on a place's own calendar. Time zones are dear to compute and asked for on every act, so the present is kept for its minute.
import { LRUCache } from 'lru-cache';
import { DateTime } from 'luxon';

/** The present day somewhere. Days are YYYY-MM-DD. */
export interface Today {
  day: string;
  yesterday: string;
  year: number;
  month: number;
  dayOfMonth: number;
  /** The first day of the month. */
  monthStart: string;
  /** Minutes east of Greenwich. */
  offset: number;
}

const MINUTE_MS = 60_000;
const minutes = new LRUCache<string, Today>({ max: 200 });

/** @param timeZone IANA name, such as Europe/London */
export function todayIn(timeZone: string, now: Date): Today {
  const key = `${timeZone} ${Math.floor(now.getTime() / MINUTE_MS)}`;
  const known = minutes.get(key);
  if (known !== undefined) return known;
  const local = DateTime.fromJSDate(now, { zone: timeZone });
  const today: Today = {
    day: local.toISODate() ?? '',
    yesterday: local.minus({ days: 1 }).toISODate() ?? '',
    year: local.year,
    month: local.month,
    dayOfMonth: local.day,
    monthStart: local.startOf('month').toISODate() ?? '',
    offset: local.offset,
  };
  minutes.set(key, today);
  return today;
}

const written = new LRUCache<string, string>({ max: 1000 });

/** "Monday 23 November 2026". @param day YYYY-MM-DD */
export function dayWords(day: string): string {
  const known = written.get(day);
  if (known !== undefined) return known;
  const words = DateTime.fromISO(day, { zone: 'utc' }).setLocale('en-GB').toFormat('cccc d LLLL yyyy');
  written.set(day, words);
  return words;
}

/** "23 Nov 2026". @param day YYYY-MM-DD, or a day as the database keeps it */
export function shortDay(day: string | Date): string {
  const on =
    typeof day === 'string' ? DateTime.fromISO(day, { zone: 'utc' }) : DateTime.fromJSDate(day, { zone: 'utc' });
  return on.setLocale('en-GB').toFormat('d LLL yyyy');
}

/** "Thursday". @param day YYYY-MM-DD */
export function weekdayOf(day: string): string {
  return DateTime.fromISO(day, { zone: 'utc' }).setLocale('en-GB').toFormat('cccc');
}

/** "Fri 27 Nov, 10:00" on a clock. @param timeZone IANA */
export function clockWords(at: Date, timeZone: string): string {
  return DateTime.fromJSDate(at, { zone: timeZone }).setLocale('en-GB').toFormat('ccc d LLL, HH:mm');
}
