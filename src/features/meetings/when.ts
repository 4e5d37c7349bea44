// Reads when a meeting is: "every second Tuesday 10:00 for 45 min at New Parks library", "Launch on 3 December at 2pm". Pure.
import { DateTime } from 'luxon';
import { todayIn } from '../../calendar.ts';
import { clean } from '../../chat/spans.ts';
import { type Clock, type DueDay, readDueDay, takeDueDay } from '../../language/due-days.ts';
import { occurrences, onDayOfMonth } from './repeat.ts';

export interface When {
  /** What is left: a name for the meeting, if somebody gave one. */
  title: string;
  /** RFC 5545, when it repeats. */
  rule: string | undefined;
  /** The (first) day, YYYY-MM-DD. */
  day: string | undefined;
  /** A day that could not be taken as it was said. */
  trouble: Exclude<DueDay, { kind: 'day' }> | { kind: 'repeat'; words: string } | undefined;
  /** HH:MM */
  at: string | undefined;
  minutes: number | undefined;
  place: string;
}

const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const NAMES = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const WEEKDAY =
  '(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)s?';
const NUMBERS: Record<string, number> = {
  first: 1,
  '1st': 1,
  one: 1,
  second: 2,
  '2nd': 2,
  other: 2,
  two: 2,
  third: 3,
  '3rd': 3,
  three: 3,
  fourth: 4,
  '4th': 4,
  four: 4,
  fifth: 5,
  five: 5,
  sixth: 6,
  six: 6,
  eighth: 8,
  eight: 8,
  twelfth: 12,
  twelve: 12,
  last: -1,
};
const WHICH = '(first|1st|second|2nd|third|3rd|fourth|4th|last)';
const STEP =
  '(second|other|two|2nd|third|three|3rd|fourth|four|4th|fifth|five|5th|sixth|six|6th|eighth|eight|8th|twelfth|twelve|12th|1[0-2]|[1-9])';
const MONTHS_APART = `(?:monthly|(?<quarterly>quarterly|every quarter)|(?:every|each)(?: (?<step>${STEP.slice(1, -1)}))? months?)`;
/** "the second Tuesday of every month", "every month on the second Tuesday". */
const MONTHLY = [
  new RegExp(
    `\\b(?:on )?(?:the |every )?(?<which>${WHICH.slice(1, -1)}) (?<day>${WEEKDAY}) (?:of|in) (?:the|every|each)(?: (?<step>${STEP.slice(1, -1)}))? months?\\b`,
    'i',
  ),
  new RegExp(
    `\\b${MONTHS_APART}(?:,? on)?(?: the)? (?<which>${WHICH.slice(1, -1)}) (?<day>${WEEKDAY})(?![\\p{L}])`,
    'iu',
  ),
];
/** "every second Tuesday", "every Monday and Thursday", "every two weeks on Friday", "fortnightly on Friday". */
const WEEKLY = new RegExp(
  `\\b(?:(?<fortnight>fortnightly|every fortnight)|weekly|(?:every|each)(?: (?<step>${STEP.slice(1, -1)}))?(?: weeks?)?)(?:,? on)?(?: an?| the)? (?<days>${WEEKDAY}(?:(?:,| and|, and) ${WEEKDAY})*)(?![\\p{L}])`,
  'iu',
);
/** "every weekday", "daily". */
const DAILY = /\b(?:(?<working>(?:every|each|on) (?:weekday|working day)s?)|daily|every day|each day)\b/i;
/** What is left of a rhythm that nobody could read is not guessed at. */
const RHYTHM = new RegExp(
  `\\b(?:(?:every|each)(?: \\S+){0,2} (?:days?|weeks?|fortnights?|months?|quarters?|terms?|years?|${WEEKDAY})|daily|weekly|fortnightly|monthly|quarterly|yearly|annually|(?:twice|\\S+ times) an? \\S+)(?![\\p{L}])`,
  'iu',
);
const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
const MONTH = `(?:${MONTHS.map((name) => `${name}|${name.slice(0, 3)}`).join('|')})`;
const NTH = '(?<date>\\d{1,2})(?:st|nd|rd|th)?';
/** "on the 29th of every month", "monthly on the 15th", "the last day of every month", "every 31st". */
const MONTH_DAY = [
  new RegExp(
    `\\b(?:on )?(?:the )?(?:${NTH}|(?<last>last day)) (?:of|in) (?:every|each|the)(?: (?<step>${STEP.slice(1, -1)}))? months?\\b`,
    'i',
  ),
  new RegExp(`\\b${MONTHS_APART}(?:,? on)?(?: the)? (?:${NTH}|(?<last>last day))(?![\\p{L}\\d:.])`, 'iu'),
  new RegExp(
    `\\b(?:on )?(?:every|each) (?<date>\\d{1,2})(?:st|nd|rd|th)(?! (?:${WEEKDAY}|week|month|year|day|of|${MONTH}))`,
    'i',
  ),
];
/** "every year on 29 February", "yearly on 29 Feb", "29 February every year". */
const YEARLY = [
  new RegExp(
    `\\b(?:yearly|annually|every year|each year)(?:,? on)?(?: the)? ${NTH}(?: of)? (?<month>${MONTH})(?![\\p{L}])`,
    'iu',
  ),
  new RegExp(
    `\\b(?:on )?(?:the |every )?${NTH}(?: of)? (?<month>${MONTH}),? (?:yearly|annually|(?:of )?(?:every|each) year)(?![\\p{L}])`,
    'iu',
  ),
  new RegExp(`\\b(?:every|each) ${NTH}(?: of)? (?<month>${MONTH})(?![\\p{L}])`, 'iu'),
];
const LENGTH = /\bfor (?:(\d{1,2}(?:\.5)?) ?(?:h|hrs?|hours?))?(?: ?(?:and )?(\d{1,3}) ?(?:m|min|mins|minutes))?\b/i;
const TIME = /\b(?:at )?(?:([01]?\d|2[0-3])[:.]([0-5]\d) ?(am|pm)?|(\d{1,2}) ?(am|pm)|(noon|midday))(?![\p{L}\d])/iu;

/** "at 10", where nothing else could follow "at". */
const HOUR = /\bat (\d{1,2})(?=\s+(?:for|at|in|on)\b|\s*$)/i;
const PLACE = /(?:^|\s)(?:at|in) (?!the morning)(.{2,120})$/i;

export function readWhen(typed: string, clock: Clock): When {
  let rest = clean(typed);
  const take = (pattern: RegExp): RegExpExecArray | null => {
    const match = pattern.exec(rest);
    if (match !== null) rest = `${rest.slice(0, match.index)} ${rest.slice(match.index + match[0].length)}`;
    return match;
  };
  const length = LENGTH.exec(rest);
  const minutes = length === null ? undefined : Math.round(Number(length[1] ?? 0) * 60) + Number(length[2] ?? 0);
  if (minutes !== undefined && minutes > 0) take(LENGTH);
  const at = timeOf(take(TIME)) ?? hourOf(take(HOUR));
  const rule = ruleOf(take);
  const unread = rule === undefined ? RHYTHM.exec(rest)?.[0] : undefined;
  rest = rest.replace(/\s+/g, ' ');
  const { text, due } = rule === undefined ? takeDueDay(rest, clock) : { text: rest, due: undefined };
  const bare = rule === undefined && due === undefined ? bareDay(text, clock) : undefined;
  rest = bare?.text ?? text;
  const place = PLACE.exec(rest.trimEnd());
  const title = tidy(place === null ? rest : rest.slice(0, place.index));
  const named = due ?? bare?.due;
  const day = named?.kind === 'day' ? named.day : rule === undefined ? undefined : firstDay(rule, at ?? '10:00', clock);
  return {
    title,
    rule,
    day,
    trouble:
      unread !== undefined
        ? { kind: 'repeat', words: unread.trim() }
        : named === undefined || named.kind === 'day'
          ? undefined
          : named,
    at,
    minutes: minutes === 0 ? undefined : minutes,
    place: tidy(place?.[1] ?? ''),
  };
}

/** RFC 5545, when what was typed names a rhythm. */
function ruleOf(take: (pattern: RegExp) => RegExpExecArray | null): string | undefined {
  const first = (patterns: RegExp[]): RegExpExecArray | undefined => {
    for (const pattern of patterns) {
      const match = take(pattern);
      if (match !== null) return match;
    }
    return undefined;
  };
  const apart = ({ groups }: RegExpExecArray) =>
    intervalOf(groups?.['quarterly'] === undefined ? numberOf(groups?.['step'] ?? 'one') : 3);
  const monthly = first(MONTHLY);
  if (monthly !== undefined) {
    const { which = '', day = '' } = monthly.groups ?? {};
    return `FREQ=MONTHLY;${apart(monthly)}BYDAY=${numberOf(which)}${DAYS[indexOf(day)]}`;
  }
  const yearly = first(YEARLY);
  const date = Number(yearly?.groups?.['date']);
  if (yearly !== undefined && date >= 1 && date <= 31) {
    const month = MONTHS.findIndex((name) => name.startsWith((yearly.groups?.['month'] ?? '').toLowerCase()));
    return `FREQ=YEARLY;BYMONTH=${month + 1};${onDayOfMonth(date)}`;
  }
  const dated = first(MONTH_DAY);
  if (dated !== undefined) {
    const day = Number(dated.groups?.['date']);
    if (dated.groups?.['last'] !== undefined) return `FREQ=MONTHLY;${apart(dated)}BYMONTHDAY=-1`;
    if (day >= 1 && day <= 31) return `FREQ=MONTHLY;${apart(dated)}${onDayOfMonth(day)}`;
  }
  const daily = take(DAILY);
  if (daily !== null)
    return `FREQ=WEEKLY;BYDAY=${(daily.groups?.['working'] === undefined ? DAYS : DAYS.slice(0, 5)).join(',')}`;
  const weekly = take(WEEKLY);
  if (weekly === null) return undefined;
  const { fortnight, step, days = '' } = weekly.groups ?? {};
  const every = fortnight !== undefined ? 2 : numberOf(step ?? 'one');
  const indexes = [...new Set(days.split(/,? and |, /i).map(indexOf))].sort((a, b) => a - b);
  return `FREQ=WEEKLY;${intervalOf(every)}BYDAY=${indexes.map((each) => DAYS[each]).join(',')}`;
}

const numberOf = (word: string) => NUMBERS[word.toLowerCase()] ?? (Number.parseInt(word, 10) || 1);
const intervalOf = (every: number) => (every === 1 ? '' : `INTERVAL=${every};`);

const indexOf = (day: string) =>
  NAMES.findIndex((name) => name.toLowerCase().startsWith(day.slice(0, 3).toLowerCase()));

function timeOf(match: RegExpExecArray | null): string | undefined {
  if (match === null) return undefined;
  const [, hours, mins = '00', half, bare, bareHalf, noon] = match;
  if (noon !== undefined) return '12:00';
  let hour = Number(hours ?? bare);
  const suffix = (half ?? bareHalf)?.toLowerCase();
  if (suffix === 'pm' && hour < 12) hour += 12;
  if (suffix === 'am' && hour === 12) hour = 0;
  return hour > 23 ? undefined : `${String(hour).padStart(2, '0')}:${mins}`;
}

/** Only hours that mean one time: "at 10" and "at 14", and not "at 2". */
function hourOf(match: RegExpExecArray | null): string | undefined {
  const hour = Number(match?.[1]);
  return hour >= 9 && hour <= 23 ? `${String(hour).padStart(2, '0')}:00` : undefined;
}

/** "Tuesday" or "3 December" without a word before it, at the beginning or at the end. */
function bareDay(text: string, clock: Clock): { text: string; due: DueDay } | undefined {
  const { text: rest, due } = takeDueDay(`on ${text}`, clock);
  if (due !== undefined) return { text: rest, due };
  const end = PLACE.exec(text)?.index ?? text.trimEnd().length;
  const before = text.slice(0, end).trimEnd();
  for (const match of before.matchAll(/\s+(?=\S+(?:\s\S+){0,4}$)/g)) {
    const tail = before.slice(match.index).trim();
    // "May" alone may be a name; a day has a number in it, or is called a day.
    const day = /\d|day\b|tomorrow|\b(?:mon|tue|wed|thu|fri|sat|sun)\b/i.test(tail)
      ? readDueDay(tail, clock)
      : undefined;
    if (day !== undefined) return { text: `${before.slice(0, match.index)} ${text.slice(end)}`, due: day };
  }
  return undefined;
}

/** The first occurrence that is still to come. */
function firstDay(rule: string, at: string, { now, timeZone }: Clock): string | undefined {
  const { day: today } = todayIn(timeZone, now);
  const until =
    DateTime.fromISO(today, { zone: 'utc' })
      .plus({ days: rule.startsWith('FREQ=YEARLY') ? 366 : 70 })
      .toISODate() ?? today;
  return occurrences({ rule: rule.replace(/INTERVAL=\d+;/, ''), from: today, at, timeZone }, today, until).find(
    ({ instant }) => instant > now,
  )?.slot;
}

function tidy(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/^(?:on|at|called|named)\s+|\s+(?:on|at)$/gi, '')
    .replace(/[,;\s]+$/, '')
    .trim();
}
