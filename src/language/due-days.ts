// Days to come, in natural language and UK order: by when something is promised. Never silently in the past, and never
// guessed where two days could be meant.
import * as chrono from 'chrono-node';
import { DateTime } from 'luxon';
import { todayIn } from '../calendar.ts';

/** Days are YYYY-MM-DD on the clock in which they were read. */
export type DueDay =
  | { kind: 'day'; day: string }
  /** "by Friday", said on a Friday. */
  | { kind: 'either'; words: string; today: string; next: string }
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

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const BARE_WEEKDAY = /^(?:this )?(mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?$/i;
const DAY_AND_MONTH =
  /\b(\d{1,2})(?:st|nd|rd|th)?(?: of)? (jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?(?:,? (\d{4}))?\b/i;
const NUMBERS = /\b(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}|\d{2}))?\b/;
const END_OF = /^(?:the )?end of (?:the |this )?(week|month|year)$/i;

/** Reads words that name a day and nothing else: "Friday", "3 June", "in two weeks". @returns undefined when they name none */
export function readDueDay(words: string, clock: Clock): DueDay | undefined {
  const said = words.trim().replace(/[.,;!]+$/, '');
  const found = findDueDay(said, clock);
  return found !== undefined && found.from === 0 && found.to === said.length ? found.due : undefined;
}

/** The last day that a line promises, after "by", "before", "due" or "until", or alone at its end; with what is left without it. */
export function takeDueDay(line: string, clock: Clock): { text: string; due: DueDay | undefined } {
  for (const match of [...line.matchAll(/(?:^|\s)(?:by|before|due|until|on)\s+/gi)].reverse()) {
    const from = match.index + match[0].length;
    const found = findDueDay(line.slice(from), clock);
    if (found?.from === 0)
      return { text: tidy(`${line.slice(0, match.index)} ${line.slice(from + found.to)}`), due: found.due };
  }
  const last = /(?:^|\s)((?:today|tomorrow|tonight|next week|next month|in \S+ (?:days?|weeks?|months?)))[.!]?$/i.exec(
    line,
  );
  const due = last === null ? undefined : readDueDay(last[1] ?? '', clock);
  return last === null || due === undefined
    ? { text: line, due: undefined }
    : { text: tidy(line.slice(0, last.index)), due };
}

function findDueDay(text: string, clock: Clock): { due: DueDay; from: number; to: number } | undefined {
  const today = DateTime.fromISO(todayIn(clock.timeZone, clock.now).day, { zone: 'utc' });
  const whole = (due: DueDay | undefined, length: number) =>
    due === undefined ? undefined : { due, from: 0, to: length };
  const phrase = /^(?:the )?end of (?:the |this )?(?:week|month|year)\b/i.exec(text)?.[0];
  if (phrase !== undefined) return whole(endOf(phrase, today), phrase.length);
  const weekday = /^(?:this )?(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\b/i.exec(text)?.[0];
  if (weekday !== undefined && BARE_WEEKDAY.test(weekday)) {
    const dated = dateAfter(text, weekday, clock, today);
    if (dated !== undefined) return dated;
    const due = onWeekday(weekday, today);
    if (due !== undefined) return whole(due, weekday.length);
  }
  const impossible = impossibleDay(text, today);
  if (impossible !== undefined) return impossible;
  const [result] = chrono.en.GB.parse(
    text.slice(0, 500),
    { instant: clock.now, timezone: todayIn(clock.timeZone, clock.now).offset },
    { forwardDate: true },
  );
  if (result === undefined || result.index !== 0) return undefined;
  const { start } = result;
  if (/^\d{1,2}$/.test(result.text) || /^(?:now|second|this)$/i.test(result.text)) return undefined;
  const day = DateTime.fromObject(
    {
      year: start.get('year') ?? today.year,
      month: start.get('month') ?? today.month,
      day: start.get('day') ?? today.day,
    },
    { zone: 'utc' },
  );
  if (!day.isValid) return undefined;
  return { due: asDue(day, today), from: 0, to: result.text.length };
}

function asDue(day: DateTime, today: DateTime): DueDay {
  const iso = day.toISODate() ?? '';
  return day < today ? { kind: 'past', day: iso } : { kind: 'day', day: iso };
}

function endOf(phrase: string, today: DateTime): DueDay | undefined {
  const unit = END_OF.exec(phrase)?.[1]?.toLowerCase();
  // A working week ends on a Friday; at a weekend, the next one is meant.
  if (unit === 'week') return asDue(today.plus({ days: (5 - today.weekday + 7) % 7 }), today);
  if (unit === 'month' || unit === 'year') return asDue(today.endOf(unit).startOf('day'), today);
  return undefined;
}

function onWeekday(words: string, today: DateTime): DueDay | undefined {
  const wanted = weekdayNumber(words);
  if (wanted < 1) return undefined;
  const ahead = (wanted - today.weekday + 7) % 7;
  const day = today.plus({ days: ahead });
  if (ahead > 0) return asDue(day, today);
  const name = WEEKDAYS[wanted - 1] ?? '';
  return {
    kind: 'either',
    words: name.charAt(0).toUpperCase() + name.slice(1),
    today: day.toISODate() ?? '',
    next: day.plus({ weeks: 1 }).toISODate() ?? '',
  };
}

/** "Friday 4 December", "Fri, the 4th": the date decides, and the weekday must fit it. */
function dateAfter(
  text: string,
  weekday: string,
  clock: Clock,
  today: DateTime,
): { due: DueDay; from: number; to: number } | undefined {
  const gap = /^,? (?:the )?/.exec(text.slice(weekday.length))?.[0];
  if (gap === undefined) return undefined;
  const from = weekday.length + gap.length;
  const rest = text.slice(from);
  const dated = [DAY_AND_MONTH, NUMBERS].some((pattern) => pattern.exec(rest)?.index === 0);
  const found = dated ? findDueDay(rest, clock) : dayOfMonth(rest, today);
  if (found === undefined) return undefined;
  const to = from + found.to;
  if (found.due.kind !== 'day') return { due: found.due, from: 0, to };
  const day = DateTime.fromISO(found.due.day, { zone: 'utc' });
  const off = (weekdayNumber(weekday) - day.weekday + 7) % 7;
  if (off === 0) return { due: found.due, from: 0, to };
  const [before, after] = [day.plus({ days: off - 7 }), day.plus({ days: off })];
  const other = off > 3 && before >= today ? before : after;
  const words = text.slice(0, to);
  return { due: { kind: 'mismatch', words, day: found.due.day, other: other.toISODate() ?? '' }, from: 0, to };
}

/** "4th": of this month, or of the next one that has such a day to come. */
function dayOfMonth(text: string, today: DateTime): { due: DueDay; to: number } | undefined {
  const match = /^(\d{1,2})(?:st|nd|rd|th)\b/i.exec(text);
  const wanted = Number(match?.[1]);
  if (match === null || wanted < 1 || wanted > 31) return undefined;
  for (let ahead = 0; ahead < 3; ahead += 1) {
    const month = today.startOf('month').plus({ months: ahead });
    const day = month.set({ day: wanted });
    if (day.month === month.month && day >= today) return { due: asDue(day, today), to: match[0].length };
  }
  return undefined;
}

/** 1 for Monday, as luxon counts. */
function weekdayNumber(words: string): number {
  const wanted = words
    .toLowerCase()
    .replace(/^this /, '')
    .slice(0, 3);
  return WEEKDAYS.findIndex((weekday) => weekday.startsWith(wanted)) + 1;
}

/** A day that no calendar has, such as 31 February. */
function impossibleDay(text: string, today: DateTime): { due: DueDay; from: number; to: number } | undefined {
  const named = DAY_AND_MONTH.exec(text);
  const numbered = NUMBERS.exec(text);
  const match = named?.index === 0 ? named : numbered?.index === 0 ? numbered : undefined;
  if (match === undefined) return undefined;
  const [words = '', dayWords = '', monthWords = '', yearWords] = match;
  const month = match === named ? MONTHS.indexOf(monthWords.toLowerCase()) + 1 : Number(monthWords);
  if (month < 1 || month > 12) return undefined;
  const year =
    yearWords === undefined ? undefined : yearWords.length === 2 ? 2000 + Number(yearWords) : Number(yearWords);
  const first = DateTime.fromObject({ year: year ?? today.year, month, day: 1 }, { zone: 'utc' });
  const inTime = year === undefined && first.endOf('month') < today ? first.plus({ years: 1 }) : first;
  const last = inTime.endOf('month').startOf('day');
  const day = Number(dayWords);
  if (day <= last.day && day >= 1) return undefined;
  return { due: { kind: 'impossible', words, last: last.toISODate() ?? '' }, from: 0, to: words.length };
}

function tidy(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
