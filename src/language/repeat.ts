// Meetings that repeat: the days by a rule (RFC 5545, worked out by a library), the moment by each day's wall clock. A rule
// knows no zone: Tuesday 10:00 is Tuesday 10:00, whatever the clocks have done since last time.
import { DateTime, Info } from 'luxon';
import { RRuleTemporal } from 'rrule-temporal';
import { listed } from './vocabulary.ts';

/** When something repeats: RFC 5545 without DTSTART, from a day and a time on a wall clock. */
export interface Repeat {
  rule: string;
  /** YYYY-MM-DD; not itself an occurrence, unless the rule says so. */
  from: string;
  /** HH:MM */
  at: string;
  /** IANA zone. */
  timeZone: string;
  /** The last day on which it may be, YYYY-MM-DD. */
  until?: string | undefined;
  /** Days on which it is not, YYYY-MM-DD. */
  except?: string[];
}

/** What people mean by how often: a rule, its end and what it leaves out. Days are YYYY-MM-DD. */
export interface Rhythm {
  /** RFC 5545, without DTSTART. */
  rule: string;
  until: string | undefined;
  except: string[];
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
const COUNTS: Record<number, string> = {
  3: 'three',
  4: 'four',
  5: 'five',
  6: 'six',
  8: 'eight',
  10: 'ten',
  12: 'twelve',
};
const plain = { locale: 'en-GB' } as const;

const ordinals = new Intl.PluralRules('en-GB', { type: 'ordinal' });
const SUFFIXES: Partial<Record<Intl.LDMLPluralRule, string>> = { one: 'st', two: 'nd', few: 'rd', other: 'th' };

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
  const months = parts['FREQ'] === 'YEARLY' ? '' : exceptMonths(parts['BYMONTH']);
  switch (parts['FREQ']) {
    case 'WEEKLY':
      if (days.length === 7) return `every ${apart}day${months}`;
      if (every === 1 && days.join(',') === WEEKDAYS.slice(0, 5).join(',')) return `every weekday${months}`;
      // "every third Tuesday" would be the month's third for some.
      return every <= 2
        ? `every ${apart}${listed(days.map(weekday))}${months}`
        : `every ${COUNTS[every] ?? every} weeks on ${listed(days.map(weekday))}${months}`;
    case 'YEARLY':
      return `every year on ${date} ${Info.months('long', plain)[Number(parts['BYMONTH']) - 1] ?? ''}`;
    default: {
      const named = days.flatMap((each) => {
        const [, which, day] = /^(-?\d)([A-Z]{2})$/.exec(each) ?? [];
        return which === undefined || day === undefined ? [] : [{ which: ORDINALS[Number(which)] ?? which, day }];
      });
      const month = `of every ${apart}month${months}`;
      if (named[0] !== undefined)
        return `the ${listed(named.map(({ which }) => which))} ${weekday(named[0].day)} ${month}`;
      return date === -1 ? `the last day ${month}` : `the ${date}${SUFFIXES[ordinals.select(date)]} ${month}`;
    }
  }
}

/** The same with its end and what it leaves out: "every Tuesday, except 29 December 2026, until 30 March 2027". */
export function rhythmWords({ rule, until, except }: Rhythm): string {
  const left = except.length === 0 ? '' : `, except ${listed(except.map(dateWords))}`;
  return `${repeatWords(rule)}${left}${until === undefined ? '' : `, until ${dateWords(until)}`}`;
}

const dateWords = (day: string) => DateTime.fromISO(day, { zone: 'utc' }).setLocale('en-GB').toFormat('d LLLL yyyy');

/** ", not in August": of a rule that names the months in which it holds. */
function exceptMonths(kept: string | undefined): string {
  if (kept === undefined) return '';
  const names = Info.months('long', plain).filter((_, index) => !kept.split(',').includes(String(index + 1)));
  return names.length === 0 ? '' : `, not in ${listed(names)}`;
}

/** Most occurrences that are worked out at once. */
const MOST = 400;

/** The occurrences on days from `first` to `last`, both included. Days are YYYY-MM-DD on the rule's own clock. */
export function occurrences(
  { rule, from, at, timeZone, until, except = [] }: Repeat,
  first: string,
  last: string,
): Occurrence[] {
  // Days alone: reckoned at noon of a zone without changes.
  const noon = (day: string) => `${day}T12:00:00Z`;
  const days = new RRuleTemporal({ rruleString: `DTSTART;TZID=UTC:${from.replaceAll('-', '')}T120000\nRRULE:${rule}` });
  return days
    .between(new Date(noon(first < from ? from : first)), new Date(noon(last)), true)
    .slice(0, MOST)
    .map((moment) => moment.toPlainDate().toString())
    .filter((slot) => !except.includes(slot) && (until === undefined || slot <= until))
    .map((slot) => ({ slot, instant: instantOf(slot, at, timeZone) }));
}

/**
 * A wall-clock moment as an instant. In the hour that a spring night leaves out, as much later as was left out; in the hour
 * that an autumn night has twice, the first time.
 */
export function instantOf(day: string, at: string, timeZone: string): Date {
  return DateTime.fromISO(`${day}T${at}`, { zone: timeZone }).toJSDate();
}

/** What the change of clocks does to a time on a day: it leaves it out, or has it twice. */
export function clocksChange(day: string, at: string, timeZone: string): 'left out' | 'twice' | undefined {
  const moment = DateTime.fromISO(`${day}T${at}`, { zone: timeZone });
  if (moment.toFormat('HH:mm') !== at) return 'left out';
  return moment.getPossibleOffsets().length > 1 ? 'twice' : undefined;
}
