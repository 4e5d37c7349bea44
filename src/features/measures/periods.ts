// Periods, as people and files write them: 2026-W46, 2026-11, 2026-Q4, 2026, "last week". A period is known by its first day. Pure.
import { DateTime } from 'luxon';

export type Period = 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR' | 'WAVE';

export const PERIODS: Record<Period, { one: string; example: string }> = {
  WEEK: { one: 'week', example: '2026-W46' },
  MONTH: { one: 'month', example: '2026-11' },
  QUARTER: { one: 'quarter', example: '2026-Q4' },
  YEAR: { one: 'year', example: '2026' },
  WAVE: { one: 'survey wave', example: '2026-09' },
};

const MONTHS = 'jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec';
/** A period at the end of what was typed, with what stands before it. */
const AT_END = new RegExp(
  `^(.+?)\\s+((?:this|last)\\s+(?:week|month|quarter|year)|(?:week|wk|w|quarter|q)\\s?\\d{1,2}(?:,?\\s+(?:of\\s+)?\\d{4})?|(?:${MONTHS})[a-z]*(?:\\s+\\d{4})?|\\S+)$`,
  'i',
);

/** "New ASB reports last week": what is measured, and when. */
export function splitPeriod(typed: string): { name: string; when: string } | undefined {
  const [, name, when] = AT_END.exec(typed.trim()) ?? [];
  return name === undefined || when === undefined ? undefined : { name, when };
}

/**
 * @param today YYYY-MM-DD: "last week" is before it, and what has no year is the latest such period that has begun
 * @returns the first day, YYYY-MM-DD; undefined: that is no such period
 */
export function readPeriod(typed: string, period: Period, today: string): string | undefined {
  return (
    readExactly(typed, period) ??
    readSpoken(
      typed
        .trim()
        .toLowerCase()
        .replace(/,?\s+(?:of\s+)?/g, ' '),
      period,
      today,
    )
  );
}

/** "last month", "week 45", "Q3 2026", "October". */
function readSpoken(text: string, period: Period, today: string): string | undefined {
  const now = DateTime.fromISO(today, { zone: 'utc' });
  const [, which, unit] = /^(this|last) (week|month|quarter|year)$/.exec(text) ?? [];
  if (which !== undefined && unit !== undefined) {
    const step = { [unit]: which === 'last' ? 1 : 0 };
    // A month's figure for "last week" is not what was said.
    if (unit.toUpperCase() !== (period === 'WAVE' ? 'MONTH' : period)) return undefined;
    return startOf(now.minus(step), period).toISODate() ?? undefined;
  }
  const [, numbered, named, year] =
    new RegExp(`^(?:(?:week|wk|w|quarter|q) ?(\\d{1,2})|((?:${MONTHS})[a-z]*))(?: (\\d{4}))?$`).exec(text) ?? [];
  if (numbered === undefined && named === undefined) return undefined;
  const exactly = (of: number) => {
    if (named !== undefined) return readExactly(`${named.replace(/^sept$/, 'sep')} ${of}`, period);
    return /^w/.test(text) ? readExactly(`${of}-W${numbered}`, period) : readExactly(`${of}-Q${numbered}`, period);
  };
  if (year !== undefined) return exactly(Number(year));
  const own = exactly(now.year);
  return own !== undefined && own > today ? exactly(now.year - 1) : (own ?? exactly(now.year - 1));
}

function readExactly(typed: string, period: Period): string | undefined {
  const text = typed.trim().toUpperCase();
  const iso = (date: DateTime) => (date.isValid ? (date.toISODate() ?? undefined) : undefined);
  const day = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$/.exec(text);
  if (day !== null) {
    const [, a = '', b = '', c = ''] = day;
    const date =
      a.length === 4 ? DateTime.utc(Number(a), Number(b), Number(c)) : DateTime.utc(Number(c), Number(b), Number(a));
    if (!date.isValid) return undefined;
    return iso(startOf(date, period));
  }
  switch (period) {
    case 'WEEK': {
      const [, year, week] = /^(\d{4})-?W(\d{1,2})$/.exec(text) ?? [];
      return year === undefined
        ? undefined
        : iso(DateTime.fromObject({ weekYear: Number(year), weekNumber: Number(week), weekday: 1 }, { zone: 'utc' }));
    }
    case 'MONTH':
    case 'WAVE': {
      const [, year, month] = /^(\d{4})-(\d{1,2})$/.exec(text) ?? [];
      if (year !== undefined) return iso(DateTime.utc(Number(year), Number(month), 1));
      const named = DateTime.fromFormat(text, 'LLLL yyyy', { zone: 'utc', locale: 'en-GB' });
      const short = DateTime.fromFormat(text, 'LLL yyyy', { zone: 'utc', locale: 'en-GB' });
      return iso(named.isValid ? named : short);
    }
    case 'QUARTER': {
      const [, year, quarter] = /^(\d{4})-?Q([1-4])$/.exec(text) ?? [];
      return year === undefined ? undefined : iso(DateTime.utc(Number(year), Number(quarter) * 3 - 2, 1));
    }
    case 'YEAR':
      return /^\d{4}$/.test(text) ? `${text}-01-01` : undefined;
  }
}

function startOf(date: DateTime, period: Period): DateTime {
  switch (period) {
    case 'WEEK':
      return date.startOf('week');
    case 'MONTH':
    case 'WAVE':
      return date.startOf('month');
    case 'QUARTER':
      return date.startOf('quarter');
    case 'YEAR':
      return date.startOf('year');
  }
}

/** "week 46 of 2026", "November 2026". @param start the first day, YYYY-MM-DD */
export function periodWords(start: string, period: Period): string {
  const date = DateTime.fromISO(start, { zone: 'utc' }).setLocale('en-GB');
  switch (period) {
    case 'WEEK':
      return `week ${date.weekNumber} of ${date.weekYear}`;
    case 'MONTH':
    case 'WAVE':
      return date.toFormat('LLLL yyyy');
    case 'QUARTER':
      return `quarter ${date.quarter} of ${date.year}`;
    case 'YEAR':
      return String(date.year);
  }
}

/** "W46", "Nov 26": for an axis. */
export function periodShort(start: string, period: Period): string {
  const date = DateTime.fromISO(start, { zone: 'utc' }).setLocale('en-GB');
  switch (period) {
    case 'WEEK':
      return `W${date.weekNumber}`;
    case 'MONTH':
    case 'WAVE':
      return date.toFormat('LLL yy');
    case 'QUARTER':
      return `Q${date.quarter} ${date.toFormat('yy')}`;
    case 'YEAR':
      return String(date.year);
  }
}

/** The period after it. */
export function nextPeriod(start: string, period: Period): string {
  const date = DateTime.fromISO(start, { zone: 'utc' });
  const step = {
    WEEK: { weeks: 1 },
    MONTH: { months: 1 },
    WAVE: { months: 1 },
    QUARTER: { months: 3 },
    YEAR: { years: 1 },
  }[period];
  return date.plus(step).toISODate() ?? start;
}

/** The period in which a day lies. @param day YYYY-MM-DD */
export const periodOf = (day: string, period: Period): string =>
  startOf(DateTime.fromISO(day, { zone: 'utc' }), period).toISODate() ?? day;
