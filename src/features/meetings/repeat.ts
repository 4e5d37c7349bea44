// Meetings that repeat: the days by a rule (RFC 5545, worked out by a library), the moment by each day's wall clock. A rule
// knows no zone: Tuesday 10:00 is Tuesday 10:00, whatever the clocks have done since last time.
import { DateTime, Info } from 'luxon';
import { RRuleTemporal } from 'rrule-temporal';

/** When something repeats: RFC 5545 without DTSTART, from a day and a time on a wall clock. */
export interface Repeat {
  rule: string;
  /** YYYY-MM-DD; not itself an occurrence, unless the rule says so. */
  from: string;
  /** HH:MM */
  at: string;
  /** IANA zone. */
  timeZone: string;
}

export interface Occurrence {
  /** The day on the wall clock, YYYY-MM-DD: what tells one occurrence from another. */
  slot: string;
  instant: Date;
}

/**
 * A day of the month as a rule. The 29th to the 31st fall on the month's last day where it has no such day: people who meet
 * on the 31st do not skip a month.
 */
export function onDayOfMonth(day: number): string {
  if (day <= 28) return `BYMONTHDAY=${day}`;
  const days = Array.from({ length: day - 27 }, (_, index) => 28 + index);
  return `BYMONTHDAY=${days.join(',')};BYSETPOS=-1`;
}

/** How a meeting may repeat, as the form offers it, counted from its first day. */
export const REPEATS = {
  NO: 'It does not repeat',
  WEEKLY: 'Every week on that weekday',
  FORTNIGHTLY: 'Every second week on that weekday',
  FOUR_WEEKLY: 'Every fourth week on that weekday',
  MONTHLY: 'Every month on that weekday, such as the second Tuesday',
  MONTH_DAY: 'Every month on that date',
  YEARLY: 'Every year on that date',
} as const;
export type RepeatChoice = keyof typeof REPEATS;

const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/** @param first the first day, YYYY-MM-DD @returns RFC 5545; undefined: it does not repeat */
export function ruleFrom(choice: RepeatChoice, first: string): string | undefined {
  const day = DateTime.fromISO(first, { zone: 'utc' });
  const weekday = WEEKDAYS[day.weekday - 1];
  const which = Math.ceil(day.day / 7);
  switch (choice) {
    case 'NO':
      return undefined;
    case 'WEEKLY':
      return `FREQ=WEEKLY;BYDAY=${weekday}`;
    case 'FORTNIGHTLY':
      return `FREQ=WEEKLY;INTERVAL=2;BYDAY=${weekday}`;
    case 'FOUR_WEEKLY':
      return `FREQ=WEEKLY;INTERVAL=4;BYDAY=${weekday}`;
    case 'MONTHLY':
      // Few months have a fifth Tuesday; all have a last one.
      return `FREQ=MONTHLY;BYDAY=${which === 5 ? -1 : which}${weekday}`;
    case 'MONTH_DAY':
      return `FREQ=MONTHLY;${onDayOfMonth(day.day)}`;
    case 'YEARLY':
      return `FREQ=YEARLY;BYMONTH=${day.month};${onDayOfMonth(day.day)}`;
  }
}

/** The same rhythm on another day: every second Tuesday becomes every second Thursday. @param day YYYY-MM-DD */
export function ruleOnDay(rule: string, day: string): string {
  const on = DateTime.fromISO(day, { zone: 'utc' });
  const weekday = WEEKDAYS[on.weekday - 1] ?? '';
  const which = Math.ceil(on.day / 7);
  return rule.startsWith('FREQ=WEEKLY')
    ? rule.replace(/BYDAY=[A-Z,]+/, `BYDAY=${weekday}`)
    : rule
        .replace(/BYDAY=-?\d[A-Z]{2}/, `BYDAY=${which === 5 ? -1 : which}${weekday}`)
        .replace(/BYMONTH=\d+/, `BYMONTH=${on.month}`)
        .replace(/BYMONTHDAY=.*$/, onDayOfMonth(on.day));
}

const ORDINALS: Record<number, string> = {
  [-1]: 'last',
  1: 'first',
  2: 'second',
  3: 'third',
  4: 'fourth',
  5: 'fifth',
  6: 'sixth',
};
const LISTED = new Intl.ListFormat('en-GB');
const plain = { locale: 'en-GB' } as const;

/** "every second Tuesday", "the first Monday of every month", "every year on 29 February": of the rules that are offered. */
export function repeatWords(rule: string): string {
  const parts = Object.fromEntries(rule.split(';').map((part) => part.split('='))) as Record<
    string,
    string | undefined
  >;
  const every = Number(parts['INTERVAL'] ?? 1);
  const apart = every === 1 ? '' : `${ORDINALS[every] ?? `${every}th`} `;
  const weekday = (code: string) => Info.weekdays('long', plain)[WEEKDAYS.indexOf(code)] ?? '';
  const days = (parts['BYDAY'] ?? '').split(',');
  // Several days of the month stand for the last of them that the month has.
  const date = Number((parts['BYMONTHDAY'] ?? '').split(',').at(-1));
  switch (parts['FREQ']) {
    case 'WEEKLY':
      if (days.length === 7) return `every ${apart}day`;
      if (every === 1 && days.join(',') === WEEKDAYS.slice(0, 5).join(',')) return 'every weekday';
      return `every ${apart}${LISTED.format(days.map(weekday))}`;
    case 'YEARLY':
      return `every year on ${date} ${Info.months('long', plain)[Number(parts['BYMONTH']) - 1] ?? ''}`;
    default: {
      const [, which, day] = /^(-?\d)([A-Z]{2})$/.exec(days[0] ?? '') ?? [];
      const month = `of every ${apart}month`;
      if (which !== undefined && day !== undefined) return `the ${ORDINALS[Number(which)]} ${weekday(day)} ${month}`;
      return date === -1 ? `the last day ${month}` : `day ${date} ${month}`;
    }
  }
}

/** Most occurrences that are worked out at once. */
const MOST = 400;

/** The occurrences on days from `first` to `last`, both included. Days are YYYY-MM-DD on the rule's own clock. */
export function occurrences({ rule, from, at, timeZone }: Repeat, first: string, last: string): Occurrence[] {
  // Days alone: reckoned at noon of a zone without changes.
  const noon = (day: string) => `${day}T12:00:00Z`;
  const days = new RRuleTemporal({ rruleString: `DTSTART;TZID=UTC:${from.replaceAll('-', '')}T120000\nRRULE:${rule}` });
  return days
    .between(new Date(noon(first < from ? from : first)), new Date(noon(last)), true)
    .slice(0, MOST)
    .map((moment) => moment.toPlainDate().toString())
    .map((slot) => ({ slot, instant: instantOf(slot, at, timeZone) }));
}

/**
 * A wall-clock moment as an instant. In the hour that a spring night leaves out, as much later as was left out; in the hour
 * that an autumn night has twice, the first time.
 */
export function instantOf(day: string, at: string, timeZone: string): Date {
  return DateTime.fromISO(`${day}T${at}`, { zone: timeZone }).toJSDate();
}
