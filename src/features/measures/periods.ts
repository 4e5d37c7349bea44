// Periods, as people and files write them: 2026-W46, 2026-11, 2026-Q4, 2026, "last week". A period is known by its first day. Pure.
import { DateTime } from 'luxon';
import { MONTH, monthNumber } from '../../language/vocabulary.ts';

export type Period = 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR' | 'WAVE';

export const PERIODS: Record<Period, { one: string; example: string }> = {
  WEEK: { one: 'week', example: '2026-W46' },
  MONTH: { one: 'month', example: '2026-11' },
  QUARTER: { one: 'quarter', example: 'October to December 2026' },
  YEAR: { one: 'year', example: '2026, or 2026/27 where the financial year is kept' },
  WAVE: { one: 'survey wave', example: '2026-09' },
};

/** "2025/26", "2025-26", "2025/2026". */
const FINANCIAL = '(?:fy\\s?)?\\d{4}\\s?[/-]\\s?(?:\\d{2})?\\d{2}';
const NTH = '(?:st|nd|rd|th)?';
/** "w/c 9 November", "week ending 15 Nov 2026", "9-15 Nov", "9 November": days of one week. */
const IN_A_WEEK = `(?:(?:w\\/?[ce]|(?:the )?week(?: (?:commencing|beginning|starting|ending|of))?) )?(\\d{1,2})${NTH}(?: ?(?:-|–|to) ?(\\d{1,2})${NTH})? (${MONTH})(?: (\\d{4}))?`;
/** As tables write months: "Oct-26", "Oct ’26". */
const TABLE_MONTH = `(${MONTH}) ?['’-] ?(\\d{2})`;
/** A period at the end of what was typed, with what stands before it. */
const AT_END = new RegExp(
  `^(.+?)\\s+((?:this|last)\\s+(?:week|month|quarter|year)|(?:week|wk|w|quarter|q)\\s?\\d{1,2}(?:,?\\s+(?:of\\s+)?(?:${FINANCIAL}|\\d{4}))?|${IN_A_WEEK}|${TABLE_MONTH}|${MONTH}\\s*(?:to|[-–])\\s*${MONTH}\\s+\\d{4}|${MONTH}(?:\\s+\\d{4})?|\\S+)$`,
  'iu',
);

/** "New ASB reports last week": what is measured, and when. */
export function splitPeriod(typed: string): { name: string; when: string } | undefined {
  const [, name, when] = AT_END.exec(typed.trim()) ?? [];
  return name === undefined || when === undefined ? undefined : { name, when };
}

/**
 * @param today YYYY-MM-DD: "last week" is before it, and what has no year is the latest such period that has begun
 * @param yearStarts the month in which years begin: quarters are counted from it
 * @returns the first day, YYYY-MM-DD; undefined: that is no such period
 */
export function readPeriod(typed: string, period: Period, today: string, yearStarts = 1): string | undefined {
  const words = typed
    .trim()
    .toLowerCase()
    .replace(/,?\s+(?:of\s+)?/g, ' ');
  return (
    readFinancial(words, period, yearStarts) ??
    readMonths(words, period) ??
    readInTables(words, period) ??
    readWeekOf(words, period, today) ??
    readExactly(typed, period, yearStarts) ??
    readSpoken(words, period, today, yearStarts)
  );
}

/** A period that was named without its year. */
export const hasNoYear = (typed: string): boolean =>
  !/\d{4}|\b(?:this|last)\b|[a-z] ?['’-] ?\d{2}$/i.test(typed.trim());

/** The financial year, from April, that a text names: "2025/26". @returns 2025 */
function financialYear(text: string): number | undefined {
  const [, first, second] = /^(?:fy ?)?(\d{4}) ?[/-] ?((?:\d{2})?\d{2})$/.exec(text) ?? [];
  if (first === undefined || second === undefined) return undefined;
  return Number(second) % 100 === (Number(first) + 1) % 100 ? Number(first) : undefined;
}

/** "2025/26" where years begin in April, and "Q3 2025/26" everywhere. */
function readFinancial(text: string, period: Period, yearStarts: number): string | undefined {
  if (period === 'YEAR') {
    const year = yearStarts === APRIL ? financialYear(text) : undefined;
    return year === undefined ? undefined : `${year}-04-01`;
  }
  if (period !== 'QUARTER') return undefined;
  const [, before, year = '', behind] = /^(?:(?:quarter|q) ?([1-4]) )?(.+?)(?:[ -]?q([1-4]))?$/.exec(text) ?? [];
  const quarter = Number(before ?? behind);
  const from = financialYear(year.trim());
  return from === undefined || !(quarter >= 1) ? undefined : quarterStart(from, quarter, APRIL);
}

/** The calendar year's month April. */
const APRIL = 4;

function quarterStart(year: number, quarter: number, yearStarts: number): string | undefined {
  return (
    DateTime.utc(year, yearStarts, 1)
      .plus({ months: 3 * (quarter - 1) })
      .toISODate() ?? undefined
  );
}

/** "October to December 2025" is a quarter. */
function readMonths(text: string, period: Period): string | undefined {
  const [, first = '', last = '', year] =
    period === 'QUARTER' ? (new RegExp(`^(${MONTH}) ?(?:to|[-–]) ?(${MONTH}) (\\d{4})$`, 'u').exec(text) ?? []) : [];
  const [from, to] = [first, last].map((name) => readExactly(`${name} ${year}`, 'MONTH', 1));
  if (from === undefined || to === undefined) return undefined;
  const start = DateTime.fromISO(from, { zone: 'utc' });
  return (start.month - 1) % 3 === 0 && start.plus({ months: 2 }).toISODate() === to ? from : undefined;
}

/** "Oct-26", "10/2026". */
function readInTables(text: string, period: Period): string | undefined {
  if (period !== 'MONTH' && period !== 'WAVE') return undefined;
  const [, named, short] = new RegExp(`^${TABLE_MONTH}$`, 'u').exec(text) ?? [];
  if (named !== undefined) return readExactly(`${named} 20${short}`, 'MONTH', 1);
  const [, month, year] = /^(\d{1,2})[/-](\d{4})$/.exec(text) ?? [];
  return month === undefined ? undefined : readExactly(`${year}-${month}`, 'MONTH', 1);
}

/** The week in which the day lies; days of two weeks are none. What has no year is the latest such day that has been. */
function readWeekOf(text: string, period: Period, today: string): string | undefined {
  const [, first, last = first, month = '', year] = new RegExp(`^${IN_A_WEEK}$`, 'u').exec(text) ?? [];
  if (period !== 'WEEK' || first === undefined || last === undefined) return undefined;
  const on = (date: string, of: number) => DateTime.utc(of, monthNumber(month), Number(date));
  const own = Number(year ?? today.slice(0, 4));
  const of = year === undefined && (on(first, own).toISODate() ?? '') > today ? own - 1 : own;
  const [from, to] = [on(first, of).startOf('week'), on(last, of).startOf('week')];
  return from.isValid && from.equals(to) ? (from.toISODate() ?? undefined) : undefined;
}

/** "last month", "week 45", "Q3 2026", "October". */
function readSpoken(text: string, period: Period, today: string, yearStarts: number): string | undefined {
  const now = DateTime.fromISO(today, { zone: 'utc' });
  const [, which, unit] = /^(this|last) (week|month|quarter|year)$/.exec(text) ?? [];
  if (which !== undefined && unit !== undefined) {
    const step = { [unit]: which === 'last' ? 1 : 0 };
    // A month's figure for "last week" is not what was said.
    if (unit.toUpperCase() !== (period === 'WAVE' ? 'MONTH' : period)) return undefined;
    return startOf(now.minus(step), period, yearStarts).toISODate() ?? undefined;
  }
  const [, numbered, named, year] =
    new RegExp(`^(?:(?:week|wk|w|quarter|q) ?(\\d{1,2})|(${MONTH}))(?: (\\d{4}))?$`, 'u').exec(text) ?? [];
  if (numbered === undefined && named === undefined) return undefined;
  const exactly = (of: number) => {
    if (named !== undefined) return readExactly(`${named} ${of}`, period, 1);
    return /^w/.test(text)
      ? readExactly(`${of}-W${numbered}`, period, 1)
      : period === 'QUARTER' && Number(numbered) >= 1 && Number(numbered) <= 4
        ? quarterStart(of, Number(numbered), yearStarts)
        : undefined;
  };
  // "Q3 2026" is one quarter by the calendar and another by the financial year.
  if (year !== undefined) return /^q/.test(text) && yearStarts !== 1 ? undefined : exactly(Number(year));
  const own = exactly(now.year);
  return own !== undefined && own > today ? exactly(now.year - 1) : (own ?? exactly(now.year - 1));
}

function readExactly(typed: string, period: Period, yearStarts: number): string | undefined {
  const text = typed.trim().toUpperCase();
  const iso = (date: DateTime) => (date.isValid ? (date.toISODate() ?? undefined) : undefined);
  const day = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$/.exec(text);
  if (day !== null) {
    const [, a = '', b = '', c = ''] = day;
    const date =
      a.length === 4 ? DateTime.utc(Number(a), Number(b), Number(c)) : DateTime.utc(Number(c), Number(b), Number(a));
    if (!date.isValid) return undefined;
    return iso(startOf(date, period, yearStarts));
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
      const [, named = '', of] = new RegExp(`^(${MONTH}) (\\d{4})$`, 'iu').exec(text) ?? [];
      return of === undefined ? undefined : iso(DateTime.utc(Number(of), monthNumber(named.toLowerCase()), 1));
    }
    case 'QUARTER': {
      const [, year, quarter] = /^(\d{4})-?Q([1-4])$/.exec(text) ?? [];
      return year === undefined || yearStarts !== 1
        ? undefined
        : iso(DateTime.utc(Number(year), Number(quarter) * 3 - 2, 1));
    }
    case 'YEAR':
      return /^\d{4}$/.test(text) && yearStarts === 1 ? `${text}-01-01` : undefined;
  }
}

function startOf(date: DateTime, period: Period, yearStarts: number): DateTime {
  switch (period) {
    case 'WEEK':
      return date.startOf('week');
    case 'MONTH':
    case 'WAVE':
      return date.startOf('month');
    case 'QUARTER':
      return date.startOf('quarter');
    case 'YEAR':
      return date
        .minus({ months: yearStarts - 1 })
        .startOf('year')
        .plus({ months: yearStarts - 1 });
  }
}

/** "week 46 of 2026", "November 2026", "October to December 2026", "2026/27" of a year that begins in April. @param start the first day, YYYY-MM-DD */
export function periodWords(start: string, period: Period): string {
  const date = DateTime.fromISO(start, { zone: 'utc' }).setLocale('en-GB');
  switch (period) {
    case 'WEEK':
      return `week ${date.weekNumber} of ${date.weekYear}`;
    case 'MONTH':
    case 'WAVE':
      return date.toFormat('LLLL yyyy');
    case 'QUARTER':
      return `${date.toFormat('LLLL')} to ${date.plus({ months: 2 }).toFormat('LLLL yyyy')}`;
    case 'YEAR':
      return yearWords(date);
  }
}

const yearWords = (from: DateTime): string =>
  from.month === 1 ? String(from.year) : `${from.year}/${String((from.year + 1) % 100).padStart(2, '0')}`;

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
      return `${date.toFormat('LLL')}–${date.plus({ months: 2 }).toFormat('LLL yy')}`;
    case 'YEAR':
      return yearWords(date);
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
export const periodOf = (day: string, period: Period, yearStarts = 1): string =>
  startOf(DateTime.fromISO(day, { zone: 'utc' }), period, yearStarts).toISODate() ?? day;
