// From when to when: "since 1 June", "between Monday and yesterday", "in October", "last 30 days". For lists of what has been. Pure.
import { DateTime } from 'luxon';
import { shortDay, todayIn } from '../time/calendar.ts';
import type { Clock } from './meant-days.ts';
import { findDays } from './past-days.ts';
import { CARDINAL, cardinal, dayOf, isoDay, MONTH, monthNumber, opening, phrase, phraseAt } from './vocabulary.ts';

export interface PastSpan {
  /** YYYY-MM-DD, the first and the last day that count; undefined: as far as there is anything. */
  since: string | undefined;
  until: string | undefined;
  /** What was typed without it. */
  rest: string;
  /** Words that should say a day and do not, with the days that they may mean. */
  unread: { words: string; days: string[] } | undefined;
}

/** @member yearStarts the month in which the partnership's years begin: quarters without a year are counted from it */
export type SpanClock = Pick<Clock, 'now' | 'timeZone'> & { yearStarts?: number };

/** First and last day, YYYY-MM-DD, and how many characters say so. */
interface Stretch {
  first: string;
  last: string;
  length: number;
}

const UNIT = phrase('(?:the )?(?<which>this|last) (?<unit>week|month|quarter|year)');
const UNITS = phrase(`(?:the )?(?:last|past) (?<count>${CARDINAL}) (?<unit>days?|weeks?|months?)`);
/** The week in which a day is: "w/c 9 November", "week ending 15 Nov". */
const WEEK_OF = opening(
  '(?:the )?(?:w/?[ce]|week(?: (?:commencing|beginning|starting|ending|of))?)[ :]+(?=[\\p{L}\\d])',
);
const A_MONTH = phrase(`(?<month>${MONTH})(?:,? (?:of )?(?<year>20\\d{2}))?(?! ?\\d{1,2}(?:st|nd|rd|th)?(?!\\d))`);
const A_YEAR = phrase('20\\d{2}(?! ?[/-] ?\\d)');
/** Of the United Kingdom, from April: "2025/26". */
const FINANCIAL = '(?<first>20\\d{2}) ?[/-] ?(?:20)?(?<second>\\d{2})';
const FINANCIAL_YEAR = phrase(`(?:(?:the )?(?:financial year|fy) ?)?${FINANCIAL}`);
const QUARTER = phrase(`q(?:uarter)? ?(?<quarter>[1-4])(?:,? (?:of )?(?:${FINANCIAL}|(?<year>20\\d{2})))?`);
const APRIL = 4;
/** "may" and "mar" are words too, where nothing says that they are months. */
const ALSO_WORDS = /^(?:may|mar)$/;
const BOUND =
  /(?:(?<![\p{L}\d#:_-])(?<bound>since|from|after|until|till?|up to|to|before)\s+|(?<=[\p{L}\d])\s*(?<mark>[-–])\s*)(?=[\p{L}\d])/giu;
const BETWEEN = /(?<![\p{L}\d])between\s+(.+?)\s+(?:and|&)\s+/iu;
/** "from 1 to 5 June": the day before it has no month of its own. */
const BARE = /^(?:the )?\d{1,2}(?:st|nd|rd|th)?\s*(?:to|until|till?|up to|-|–)\s*(?:the )?\d/i;
const WITHIN = /(?:\b(?:in|on|of|for|during|over|within|from|since)\s+)?(?:the\s+)?$/i;

/** What asks for a list is no longer. */
const LONGEST = 500;

/** Takes the time out of what was typed. @param clock the present, and the IANA zone in which days are meant */
export function takePastSpan(typed: string, clock: SpanClock): PastSpan {
  const isLong = typed.length > LONGEST;
  const text = isLong ? typed : typed.replace(BETWEEN, 'from $1 until ');
  const span: PastSpan = { since: undefined, until: undefined, rest: text, unread: undefined };
  if (isLong) return span;
  for (let bound = nextBound(text, 0); bound !== undefined; ) {
    const { word, to } = bound;
    const stretch = isWithinDay(span.rest, bound, clock) ? undefined : stretchAt(span.rest, to, clock);
    const begins =
      word === 'to' && stretch !== undefined ? stretchBefore(span.rest, bound.from, stretch.last, clock) : undefined;
    if (stretch === undefined || (bound.isMark && begins === undefined)) {
      if (!bound.isMark && !BARE.test(span.rest.slice(to))) {
        span.unread = unreadAt(span.rest, to, clock);
        return span;
      }
      bound = nextBound(span.rest, to);
      continue;
    }
    if (word === 'since') span.since = stretch.first;
    else if (word === 'after') span.since = isoDay(dayOf(stretch.last).plus({ days: 1 }));
    else if (word === 'before') span.until = isoDay(dayOf(stretch.first).minus({ days: 1 }));
    else span.until = stretch.last;
    span.since ??= begins?.first;
    const from = begins?.from ?? bound.from;
    span.rest = `${span.rest.slice(0, from)} ${span.rest.slice(to + stretch.length)}`;
    bound = nextBound(span.rest, from);
  }
  if (span.since !== undefined || span.until !== undefined) return span;
  for (const { index } of text.matchAll(/(?<![\p{L}\d#])[\p{L}\d]/gu)) {
    const stretch = stretchAt(text, index, clock);
    const before = WITHIN.exec(text.slice(0, index));
    if (stretch === undefined) continue;
    if (before?.[0] === '' && ALSO_WORDS.test(text.slice(index, index + stretch.length).toLowerCase())) continue;
    const [since, until] = [stretch.first, stretch.last];
    const rest = `${text.slice(0, before?.index ?? index)} ${text.slice(index + stretch.length)}`;
    return { since, until, rest, unread: undefined };
  }
  const unsure = findDays(text, clock).find(({ day }) => day === undefined);
  if (unsure !== undefined) span.unread = { words: text.slice(unsure.from, unsure.to), days: unsure.may };
  return span;
}

interface Bound {
  word: 'since' | 'after' | 'before' | 'to';
  /** A stroke, which may be part of something else. */
  isMark: boolean;
  from: number;
  to: number;
}

function nextBound(text: string, from: number): Bound | undefined {
  for (const match of text.matchAll(BOUND)) {
    if (match.index < from) continue;
    const said = match.groups?.['bound']?.toLowerCase();
    const word = said === 'after' || said === 'before' ? said : said === 'since' || said === 'from' ? 'since' : 'to';
    return { word, isMark: said === undefined, from: match.index, to: match.index + match[0].length };
  }
  return undefined;
}

/** "2026-06-01": a stroke that parts no days. */
const isWithinDay = (text: string, { isMark, from, to }: Bound, clock: SpanClock): boolean =>
  isMark && findDays(text, clock).some((day) => day.from < from && day.to > to);

function unreadAt(text: string, at: number, clock: SpanClock) {
  const words = text.slice(at);
  const unsure = findDays(words, clock).find(({ from, day }) => from === 0 && day === undefined);
  return unsure === undefined
    ? { words: words.trim(), days: [] }
    : { words: words.slice(unsure.from, unsure.to), days: unsure.may };
}

/** What begins at this place; a month or year without more is the latest that has begun. */
function stretchAt(typed: string, at: number, clock: SpanClock): Stretch | undefined {
  const text = typed.toLowerCase();
  const today = dayOf(todayIn(clock.timeZone, clock.now).day);
  const whole = (first: DateTime, last: DateTime, length: number): Stretch => ({
    first: isoDay(first),
    last: isoDay(last),
    length,
  });
  const unit = phraseAt(UNIT, text, at);
  if (unit !== undefined) {
    const name = unit.groups?.['unit'] as 'week' | 'month' | 'quarter' | 'year';
    const day = unit.groups?.['which'] === 'last' ? today.minus({ [name]: 1 }) : today;
    return whole(day.startOf(name), day.endOf(name), unit[0].length);
  }
  const units = phraseAt(UNITS, text, at);
  if (units !== undefined) {
    const name = `${(units.groups?.['unit'] ?? '').replace(/s$/, '')}s`;
    const count = cardinal(units.groups?.['count'] ?? '') ?? 1;
    return whole(today.minus({ [name]: count }).plus({ days: 1 }), today, units[0].length);
  }
  const week = phraseAt(WEEK_OF, text, at);
  if (week !== undefined) {
    const [day] = findDays(text.slice(at + week[0].length), clock);
    if (day?.from !== 0 || day.day === undefined) return undefined;
    const on = dayOf(day.day);
    return whole(on.startOf('week'), on.endOf('week'), week[0].length + day.to);
  }
  const [day] = findDays(text.slice(at), clock);
  if (day?.from === 0 && day.day !== undefined) return { first: day.day, last: day.day, length: day.to };
  const financial = phraseAt(FINANCIAL_YEAR, text, at);
  const from = financialYear(financial?.groups);
  if (financial !== undefined && from !== undefined) {
    const first = DateTime.utc(from, APRIL);
    return whole(first, first.plus({ years: 1, days: -1 }), financial[0].length);
  }
  const quarter = phraseAt(QUARTER, text, at);
  if (quarter !== undefined) {
    const { groups = {} } = quarter;
    const of = financialYear(groups);
    const starts = of === undefined ? (clock.yearStarts ?? 1) : APRIL;
    const given = of ?? (groups['year'] === undefined ? undefined : Number(groups['year']));
    const nth = { months: 3 * (Number(groups['quarter']) - 1) };
    const inYear = (year: number) => DateTime.utc(year, starts).plus(nth);
    // Without a year it is the latest that has begun.
    const first =
      given === undefined
        ? [0, 1, 2].map((back) => inYear(today.year - back)).find((day) => day <= today)
        : inYear(given);
    if (first !== undefined) return whole(first, first.plus({ months: 3, days: -1 }), quarter[0].length);
  }
  const month = phraseAt(A_MONTH, text, at);
  if (month !== undefined) {
    const number = monthNumber(month.groups?.['month'] ?? '');
    const given = month.groups?.['year'];
    const year = given === undefined ? today.year - (number > today.month ? 1 : 0) : Number(given);
    const first = DateTime.utc(year, number);
    return whole(first, first.endOf('month'), month[0].length);
  }
  const year = phraseAt(A_YEAR, text, at);
  if (year === undefined) return undefined;
  const first = DateTime.utc(Number(year[0]));
  return whole(first, first.endOf('year'), year[0].length);
}

/** @returns 2025 for "2025/26" */
function financialYear(groups: Record<string, string | undefined> | undefined): number | undefined {
  const [first, second] = [Number(groups?.['first']), Number(groups?.['second'])];
  return second === (first + 1) % 100 ? first : undefined;
}

/** The sentence for words that should say a day and do not. */
export function aboutUnread({ words, days }: { words: string; days: string[] }): string {
  if (days.length > 1) return `"${words}" may be ${days.map(shortDay).join(' or ')}. Write the date.`;
  return `I do not understand the day "${words.slice(0, 40)}". Write it as "3 June", "last Tuesday", "last week", "October" or "yesterday".`;
}

/** What ends at this place: a day, a month, or the bare number of a day in the month that follows. */
function stretchBefore(
  text: string,
  end: number,
  last: string,
  clock: SpanClock,
): { first: string; from: number } | undefined {
  const before = text.slice(0, end).trimEnd();
  for (const { index } of before.matchAll(/(?<![\p{L}\d#])[\p{L}\d]/gu)) {
    const from = WITHIN.exec(before.slice(0, index))?.index ?? index;
    const stretch = stretchAt(before, index, clock);
    if (stretch !== undefined && index + stretch.length === before.length) return { first: stretch.first, from };
    const number = /^(\d{1,2})(?:st|nd|rd|th)?$/i.exec(before.slice(index))?.[1];
    const day = number === undefined ? undefined : dayOf(last).set({ day: Number(number) });
    if (day?.day === Number(number)) return { first: isoDay(day), from };
  }
  return undefined;
}
