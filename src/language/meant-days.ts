// Which day is meant by a date, a weekday, a number of weeks: the arithmetic under the phrases. Pure.
import type { DateTime } from 'luxon';
import { workingDaysFrom } from '../time/working-days.ts';
import { dayOf, isoDay, weekdayNumber } from './vocabulary.ts';

/** Days are YYYY-MM-DD on the clock in which they were read. */
export type DueDay =
  | { kind: 'day'; day: string }
  /** "Friday", said on a Friday; "next Tuesday", said on a Monday; "next week". */
  | { kind: 'either'; words: string; days: [string, string] }
  | { kind: 'past'; day: string }
  /** "31 February", and the last day that this month has. */
  | { kind: 'impossible'; words: string; last: string }
  /** "Friday 3 December", which is a Thursday: that day, and the nearest such weekday to come. */
  | { kind: 'mismatch'; words: string; day: string; other: string };

export interface Clock {
  now: Date;
  /** IANA zone. */
  timeZone: string;
}

/** "2026", "26", "’26". */
export const yearOf = (words: string | undefined): number | undefined => {
  if (words === undefined) return undefined;
  const digits = words.replace(/\D/g, '');
  return digits.length === 2 ? 2000 + Number(digits) : Number(digits);
};

/** The first day of a month: of this year, or of the next where this one's is over. */
export function monthOf(month: number, year: number | undefined, today: DateTime): DateTime {
  const first = dayOf(`${year ?? today.year}-${String(month).padStart(2, '0')}-01`);
  return year === undefined && first.endOf('month') < today ? first.plus({ years: 1 }) : first;
}

/** A date that was so many days ago is hardly next year's. */
const LATELY = 31;

export function inYear(
  date: number,
  month: number,
  year: number | undefined,
  today: DateTime,
  words: string,
): DueDay | undefined {
  if (!(month >= 1 && month <= 12) || !(date >= 0)) return undefined;
  const first = monthOf(month, year, today);
  const last = first.endOf('month').startOf('day');
  if (date < 1 || date > last.day) return date > 31 ? undefined : { kind: 'impossible', words, last: isoDay(last) };
  const day = first.set({ day: date });
  if (day >= today || year !== undefined) return asDue(day, today);
  // "24 November", said two days later, is a slip sooner than next year's.
  if (day >= today.minus({ days: LATELY })) return { kind: 'past', day: isoDay(day) };
  const next = first.plus({ years: 1 });
  return inYear(date, month, next.year, today, words);
}

/** "the 4th": of this month, or of the next one that has such a day to come. */
export function onDate(date: number, which: string | undefined, today: DateTime): DueDay | undefined {
  if (date < 1 || date > 31) return undefined;
  const months = which === 'next' ? [1] : which === undefined ? [0, 1, 2] : [0];
  for (const ahead of months) {
    const month = today.startOf('month').plus({ months: ahead });
    const day = month.set({ day: date });
    if (day.month === month.month && (day >= today || which !== undefined)) return asDue(day, today);
  }
  return undefined;
}

/** A date with the weekday that was said with it. */
export function fitting(due: DueDay, weekday: string, today: DateTime): DueDay {
  if (due.kind === 'past') {
    // "Friday 5 November", said after a Thursday that was: next year's is a Friday.
    const next = dayOf(due.day).plus({ years: 1 });
    return next.weekday === weekdayNumber(weekday) && next >= today ? { kind: 'day', day: isoDay(next) } : due;
  }
  if (due.kind !== 'day') return due;
  const day = dayOf(due.day);
  const off = (weekdayNumber(weekday) - day.weekday + 7) % 7;
  if (off === 0) return due;
  const [before, after] = [day.plus({ days: off - 7 }), day.plus({ days: off })];
  const other = off > 3 && before >= today ? before : after;
  return { kind: 'mismatch', words: '', day: due.day, other: isoDay(other) };
}

export function asDue(day: DateTime, today: DateTime): DueDay {
  return day < today ? { kind: 'past', day: isoDay(day) } : { kind: 'day', day: isoDay(day) };
}

export function onWeekday(words: string, today: DateTime): DueDay {
  const ahead = (weekdayNumber(words) - today.weekday + 7) % 7;
  const day = today.plus({ days: ahead });
  return ahead > 0
    ? asDue(day, today)
    : { kind: 'either', words: '', days: [isoDay(day), isoDay(day.plus({ weeks: 1 }))] };
}

/** So many weeks on from a weekday or a near day. */
export function onward(weekday: string | undefined, near: string | undefined, weeks: number, today: DateTime): DueDay {
  const from: DueDay =
    weekday === undefined ? asDue(today.plus({ days: near === 'tomorrow' ? 1 : 0 }), today) : onWeekday(weekday, today);
  const on = (day: string) => isoDay(dayOf(day).plus({ weeks }));
  if (from.kind === 'either') return { ...from, days: [on(from.days[0]), on(from.days[1])] };
  return from.kind === 'day' ? { kind: 'day', day: on(from.day) } : from;
}

export function later(today: DateTime, count: number, unit: string): DateTime {
  if (unit.startsWith('working')) return dayOf(workingDaysFrom(isoDay(today), count));
  if (unit.startsWith('fortnight')) return today.plus({ weeks: count * 2 });
  const whole = unit.replace(/^wk/, 'week').replace(/^mth/, 'month').replace(/^yr/, 'year');
  return today.plus({ [whole.endsWith('s') ? whole : `${whole}s`]: count });
}

/** @param which -1: the last one @returns undefined: this month has none */
export function nthWeekday(first: DateTime, which: number, weekday: number): DateTime | undefined {
  if (which === -1) {
    const last = first.endOf('month').startOf('day');
    return last.minus({ days: (last.weekday - weekday + 7) % 7 });
  }
  if (which < 1 || which > 5) return undefined;
  const day = first.plus({ days: ((weekday - first.weekday + 7) % 7) + 7 * (which - 1) });
  return day.month === first.month ? day : undefined;
}

/** The day, the weekday or the days of the week before or after another day. @param weekday in any form; undefined: `unit` is "day" or "week" */
export function besideDay(
  day: DateTime,
  isBefore: boolean,
  weekday: string | undefined,
  unit: string | undefined,
  today: DateTime,
): DueDay {
  const sign = isBefore ? -1 : 1;
  if (weekday !== undefined) {
    const away = (sign * (weekdayNumber(weekday) - day.weekday) + 7) % 7 || 7;
    return asDue(day.plus({ days: sign * away }), today);
  }
  if (unit === 'day') return asDue(day.plus({ days: sign }), today);
  const week = day.startOf('week').plus({ weeks: sign });
  return { kind: 'either', words: '', days: [isoDay(week), isoDay(week.plus({ days: 4 }))] };
}
