// Days that have been, in the words of the United Kingdom: when something happened. A day that nobody can know from what was typed
// ("last week", "sat with a friend", two days in one line) is told as such. Pure.
import { DateTime } from 'luxon';
import { todayIn } from '../time/calendar.ts';
import { DATE_FORMS, NO_DATE } from './days.ts';
import { type Clock, yearOf } from './meant-days.ts';
import {
  anyOf,
  CARDINAL,
  cardinal,
  dayOf,
  daysOn,
  isoDay,
  monthNumber,
  ordinal,
  phrase,
  phraseAt,
  WEEKDAY,
  weekdayNumber,
} from './vocabulary.ts';

export interface PastDay {
  /** YYYY-MM-DD; it may be one to come. Undefined: it cannot be known. */
  day: string | undefined;
  /** Days that it may be, where it cannot be known: the nearest first. */
  may: string[];
  from: number;
  to: number;
}

/** What has no year is the last one, unless it is so near ahead that somebody may have mistaken the month, or means to come. */
const MISTAKEN_DAYS = 31;
const PART = '(?: (?:am|pm|morning|afternoon|aft|eve|evening|nite|night|lunchtime))?';
const TODAY = phrase('(?:today|earlier today|this (?:morning|morn|afternoon|aft|evening|eve)|just now)');
const TONIGHT = phrase('(?:tonight|tonite|2nite)');
const YESTERDAY = phrase(
  `(?:yesterday(?:['’]s|s)?|yest(?:er)?|yday|y['’/]day|ystrday|yesturday)${PART}|last (?:night|nite|nyte?|evening)`,
);
const BEFORE_THAT = phrase('(?:the )?day before yesterday');
const AGO = phrase(`(?<count>${CARDINAL}) (?<unit>days?|weeks?|fortnights?|months?) ago`);
const TOMORROW = phrase('(?:tomorrow|tmrw|tmw)');
const LAST = phrase(`last (?<weekday>${WEEKDAY})(?:['’]s)?${PART}|(?<behind>${WEEKDAY}) last`);
const NEXT = phrase(`next (?<weekday>${WEEKDAY})`);
const ON = phrase(
  `(?<on>on )?(?<weekday>(?:mon|tues|wednes|thurs|fri|satur|sun)days?(?:['’]s)?|tues?|weds?|thurs?|mon|fri|sat|sun)(?![\\p{L}\\d])(?<part> (?:am|pm|morning|morn|afternoon|aft|eve|evening|nite|night))?`,
);
const DATES = DATE_FORMS.map((form) => phrase(`(?:on )?(?:(?<named>${WEEKDAY}),? )?(?:the )?${form}`));
const THE_NTH = phrase(`(?:on(?: the)?|(?<named>${WEEKDAY})(?: the)?) (?<date>\\d{1,2})(?:st|nd|rd|th)(?! ${NO_DATE})`);
/** "3 hours, 24th": an item by itself. */
const NTH_ALONE = phrase('(?:the )?(?<date>\\d{1,2})(?:st|nd|rd|th)');
const VAGUE = phrase(
  '(?:the other day|(?:over |in |at )?(?:half[ -]term|the (?:school )?holidays)|(?:every|each) (?:mon|tues|wednes|thurs|fri|satur|sun)days?|(?:every|each) (?:mon|tues?|weds?|thurs?|fri|sat|sun)|(?:last|this|next) (?:week|month|weekend|year)|(?:over |at |on )?(?:the|last|this) weekend|earlier (?:this|in the) week|recently|a few days ago|some (?:days|weeks) ago|a while (?:ago|back)|(?:mon|tues|wednes|thurs|fri|satur|sun)day(?: and|,| &| \\+| to|-) ?(?:mon|tues|wednes|thurs|fri|satur|sun)day)',
);
const COULD_BE = anyOf([
  TODAY,
  TONIGHT,
  YESTERDAY,
  BEFORE_THAT,
  AGO,
  TOMORROW,
  LAST,
  NEXT,
  ON,
  ...DATES,
  THE_NTH,
  NTH_ALONE,
  VAGUE,
]);
/** Names of weekdays that are words too, or begin ones. */
const VERBS = /^(?:sat|sun|wed|mon)\b/;
/** Where a short name stands as a day: at an end of what was typed, beside a comma, a part of the day, a date. */
const SET_APART = /^\s*(?:$|[,;.:()–-]|\d|w\/|w\s|am\b|pm\b|eve\b|night|morn|aft|group\b|drop)/;

const EVENING = 18;

type Meant = { day: DateTime } | { may: DateTime[] };

/** "the lads from Tuesday", "w/c 16 Nov": a day that is told of, or the first of some. */
const OF_ANOTHER_DAY = /(?:^|[\s,;(])(?:from|since|w\/c|w\/b|wc|week (?:of|commencing|beginning|starting))\s+$/;

/** Where a day may begin. */
const BEGINS = /(?<![\p{L}\d/.£#@-])[\p{L}\d]/gu;

/** Every day that a line names, in its order. */
export function findDays(line: string, { now, timeZone }: Pick<Clock, 'now' | 'timeZone'>): PastDay[] {
  const text = line.toLowerCase();
  const today = dayOf(todayIn(timeZone, now).day);
  const found: PastDay[] = [];
  let past = 0;
  for (const { index: at } of text.matchAll(BEGINS)) {
    if (at < past) continue;
    if (phraseAt(COULD_BE, text, at) === undefined) continue;
    const read = readAt(text, at, today, now, timeZone);
    if (read === undefined) continue;
    const { to } = read;
    const meant =
      'day' in read.meant && OF_ANOTHER_DAY.test(text.slice(0, at)) ? { may: [read.meant.day] } : read.meant;
    found.push(
      'may' in meant
        ? { day: undefined, may: meant.may.map(isoDay), from: at, to }
        : { day: isoDay(meant.day), may: [], from: at, to },
    );
    past = read.to;
  }
  return found;
}

/** The first day that the text names for sure; of two that it could be, the one that has been. */
export function findPastDay(
  text: string,
  clock: { now: Date; timeZone: string },
): { day: string; from: number; to: number } | undefined {
  for (const { day, from, to } of findDays(text.slice(0, 10_000), clock))
    if (day !== undefined) return { day, from, to };
  return undefined;
}

function readAt(
  text: string,
  at: number,
  today: DateTime,
  now: Date,
  timeZone: string,
): { meant: Meant; to: number } | undefined {
  const all: { meant: Meant; to: number }[] = [];
  const take = (
    pattern: RegExp,
    meant: (groups: Record<string, string | undefined>, whole: string) => Meant | undefined,
  ) => {
    const match = phraseAt(pattern, text, at);
    const read = match === undefined ? undefined : meant(match.groups ?? {}, match[0]);
    if (match !== undefined && read !== undefined) all.push({ meant: read, to: at + match[0].length });
  };
  take(TODAY, () => ({ day: today }));
  // Said before the evening, it may be the last one that is meant.
  take(TONIGHT, () =>
    DateTime.fromJSDate(now, { zone: timeZone }).hour < EVENING ? { may: [daysOn(today, -1), today] } : { day: today },
  );
  take(YESTERDAY, () => ({ day: daysOn(today, -1) }));
  take(BEFORE_THAT, () => ({ day: daysOn(today, -2) }));
  take(TOMORROW, () => ({ day: today.plus({ days: 1 }) }));
  take(VAGUE, (_, whole) => ({ may: weekdaysIn(whole).map((weekday) => lastOn(weekday, today)) }));
  take(AGO, ({ count, unit = '' }) => {
    const amount = cardinal(count ?? '') ?? 0;
    const plural = unit.endsWith('s') ? unit : `${unit}s`;
    return {
      day: unit.startsWith('fortnight') ? today.minus({ weeks: 2 * amount }) : today.minus({ [plural]: amount }),
    };
  });
  take(LAST, ({ behind = '', weekday = behind }) => {
    const back = ((today.weekday - weekdayNumber(weekday) + 6) % 7) + 1;
    // "last Tuesday", said on a Thursday, is two days ago for some and nine for others.
    const day = daysOn(today, -back);
    return back < today.weekday ? { may: [day, daysOn(day, -7)] } : { day };
  });
  take(NEXT, ({ weekday = '' }) => ({
    day: daysOn(today, ((weekdayNumber(weekday) - today.weekday + 6) % 7) + 1),
  }));
  take(ON, ({ on, weekday = '', part }, whole) => {
    const before = text.slice(0, at);
    const behind = text.slice(at + whole.length);
    const isShort = !/day/.test(weekday);
    const isOne = on !== undefined || part !== undefined || !isShort;
    if (!isOne) {
      if (
        /^\s*(?:down|in|on|through|up|by|still|outside|bathing|cream|and(?! (?:mon|tue|wed|thu|fri|sat|sun))|there|here|around|about|at|next|beside|alone|for|waiting|quietly|together)\b/.test(
          behind,
        ) &&
        VERBS.test(weekday)
      )
        return undefined;
      // "Sat with an elderly gent": nobody's Saturday.
      if (VERBS.test(weekday) && before.trim() === '' && /^\s*(?:with|w\/|w)\b/.test(behind)) return undefined;
      if (weekday === 'sat' && /^\s*with (?:her|him|them|some(?:one|body)|each)\b/.test(behind)) return undefined;
      // "…, sat with the widow", or on Saturday with the police?
      if (weekday === 'sat' && /^\s*with (?:an?|the)\b/.test(behind)) return { may: [lastOn(weekday, today)] };
      if (!SET_APART.test(behind) && !/[,;(–-]\s*$/.test(before))
        return VERBS.test(weekday) ? { may: [lastOn(weekday, today)] } : { day: lastOn(weekday, today) };
    }
    const day = lastOn(weekday, today);
    // What is said to have been in the evening has not been this morning.
    const isLater =
      isoDay(day) === isoDay(today) &&
      /eve|night|nite|pm|afternoon|aft/.test(part ?? '') &&
      DateTime.fromJSDate(now, { zone: timeZone }).hour < (/eve|night|nite/.test(part ?? '') ? 17 : 12);
    return { day: isLater ? daysOn(day, -7) : day };
  });
  for (const pattern of DATES)
    take(pattern, ({ date, month, monthNo, year, named }, whole) => {
      const wanted = {
        date: ordinal(date ?? '') ?? Number.NaN,
        month: month === undefined ? Number(monthNo) : monthNumber(month),
      };
      // "2/3 of residents", "1/2 hr": a day and month alone count at an end, or beside a comma.
      const isBare = /^\d{1,2}\/\d{1,2}$/.test(whole.trim());
      // "19/11 befriending visit"; but "6/7 lads", "1/2 the team".
      const isHead = at === 0 && !/^[123]\/[234]$/.test(whole.trim()) && Number(date) + 1 !== wanted.month;
      if (isBare && !isHead && !/^\s*(?:$|[,;.)(:–-]|with|w\/|w |\d)/.test(text.slice(at + whole.length)))
        return undefined;
      if (isBare && /^\s*(?:hrs?|hours?|of)\b/.test(text.slice(at + whole.length))) return undefined;
      return fitting(dated(wanted, year, today), named);
    });
  const nth = ({ date, named }: Record<string, string | undefined>): Meant | undefined => {
    const day = Number(date);
    if (day < 1 || day > 31) return undefined;
    for (const back of [0, 1, 2]) {
      const month = today.startOf('month').minus({ months: back });
      const on = month.set({ day });
      if (on.month === month.month && on <= today) return fitting({ day: on }, named);
    }
    return undefined;
  };
  take(THE_NTH, nth);
  take(NTH_ALONE, (groups, whole) =>
    /[,;]\s*$/.test(text.slice(0, at)) && /^\s*(?:$|[,;.)])/.test(text.slice(at + whole.length))
      ? nth(groups)
      : undefined,
  );
  return all.sort((a, b) => b.to - a.to)[0];
}

/** A weekday that was said with a date must be its own. */
function fitting(meant: Meant | undefined, weekday: string | undefined): Meant | undefined {
  if (meant === undefined || 'may' in meant || weekday === undefined) return meant;
  return meant.day.weekday === weekdayNumber(weekday) ? meant : { may: [meant.day] };
}

const weekdaysIn = (words: string): string[] => words.match(/(?:mon|tues|wednes|thurs|fri|satur|sun)day/g) ?? [];

function lastOn(weekday: string, today: DateTime): DateTime {
  return daysOn(today, -((today.weekday - weekdayNumber(weekday) + 7) % 7));
}

function dated(
  { date, month }: { date: number; month: number },
  yearWords: string | undefined,
  today: DateTime,
): Meant | undefined {
  if (!(month >= 1 && month <= 12)) return undefined;
  const year = yearOf(yearWords) ?? today.year;
  const day = DateTime.fromObject({ year, month, day: date }, { zone: 'utc' });
  if (!day.isValid) {
    const leap = DateTime.fromObject({ year: year - 1, month, day: date }, { zone: 'utc' });
    return yearWords === undefined && leap.isValid ? { day: leap } : undefined;
  }
  const isLong = yearWords === undefined && day.diff(today, 'days').days > MISTAKEN_DAYS;
  return { day: isLong ? day.minus({ years: 1 }) : day };
}

/** "7pm", "19:30": a time that can be no other half of the day's. */
const CLOCK =
  /(?<![\d:.£$€])(?:(?<hour>1[0-2]|0?[1-9])(?:[:.](?<minute>[0-5]\d))? ?(?<half>[ap])\.?m\b|(?<h>1[3-9]|2[0-3]):(?<m>[0-5]\d))/gi;

const HOURS_OF_A_DAY = /\b((?:mon|tue|wed|thu|fri|sat|sun)[a-z]*) ([1-6]) ?(?:-|–|to|till?) ?[2-9](?=\s*(?:$|[,;.]))/gi;

const HOURS_BEFORE_A_DAY =
  /(?<![\d:.])([1-6]) ?[-–] ?[2-9] ((?:mon|tue|wed|thu|fri|sat|sun)[a-z]*)(?=\s*(?:$|[,;.]))/gi;

/** A time of day that is still ahead today, as it was typed: what happened then was not today. Minutes that follow within an hour are near enough. */
export function timeAhead(line: string, { now, timeZone }: Pick<Clock, 'now' | 'timeZone'>): string | undefined {
  // "Thursday 2-4": in the afternoon, unless it is said otherwise.
  const named = [...line.replace(HOURS_OF_A_DAY, '$1 $2pm').replace(HOURS_BEFORE_A_DAY, '$1pm $2').matchAll(CLOCK)];
  if (named.length === 0) return undefined;
  const at = DateTime.fromJSDate(now, { zone: timeZone });
  const passed = at.hour * 60 + at.minute + 60;
  for (const { 0: words, groups = {} } of named) {
    const hour =
      groups['h'] === undefined
        ? (Number(groups['hour']) % 12) + (groups['half']?.toLowerCase() === 'p' ? 12 : 0)
        : Number(groups['h']);
    if (hour * 60 + Number(groups['minute'] ?? groups['m'] ?? 0) > passed) return words;
  }
  return undefined;
}
