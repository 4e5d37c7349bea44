// Reads when a meeting is: "every second Tuesday 10:00 for 45 min at New Parks library", "Launch on 3 December at 2pm". Pure.
import { DateTime } from 'luxon';
import { todayIn } from '../../calendar.ts';
import { clean } from '../../chat/spans.ts';
import { type Clock, type DueDay, takeDueDay } from '../../language/due-days.ts';
import { occurrences } from './repeat.ts';

export interface When {
  /** What is left: a name for the meeting, if somebody gave one. */
  title: string;
  /** RFC 5545, when it repeats. */
  rule: string | undefined;
  /** In words: "every second Tuesday". */
  ruleWords: string | undefined;
  /** The (first) day, YYYY-MM-DD. */
  day: string | undefined;
  /** A day that could not be taken as it was said. */
  trouble: Exclude<DueDay, { kind: 'day' }> | undefined;
  /** HH:MM */
  at: string | undefined;
  minutes: number | undefined;
  place: string;
}

const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const NAMES = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const WEEKDAY = '(mon|tue|wed|thu|fri|sat|sun)[a-z]*';
const STEPS: Record<string, number> = { second: 2, other: 2, '2nd': 2, third: 3, '3rd': 3, fourth: 4, '4th': 4 };
const PLACES: Record<string, number> = {
  first: 1,
  '1st': 1,
  second: 2,
  '2nd': 2,
  third: 3,
  '3rd': 3,
  fourth: 4,
  '4th': 4,
  last: -1,
};
const EVERY = new RegExp(`\\bevery (?:(second|other|2nd|third|3rd|fourth|4th) )?${WEEKDAY}s?\\b`, 'i');
const MONTHLY = new RegExp(
  `\\b(?:on )?(?:the |every )?(first|1st|second|2nd|third|3rd|fourth|4th|last) ${WEEKDAY} (?:of|in) (?:the|every|each) month\\b`,
  'i',
);
const EVERY_WEEK = /\b(?:every week|weekly)\b(?: on)?/i;
const LENGTH = /\bfor (?:(\d{1,2}(?:\.5)?) ?(?:h|hrs?|hours?))?(?: ?(?:and )?(\d{1,3}) ?(?:m|min|mins|minutes))?\b/i;
const TIME = /\b(?:at )?(?:([01]?\d|2[0-3])[:.]([0-5]\d) ?(am|pm)?|(\d{1,2}) ?(am|pm)|(noon|midday))(?![\p{L}\d])/iu;

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
  const at = timeOf(take(TIME));
  const { rule, ruleWords } = ruleOf(take(MONTHLY), rest, take);
  rest = rest.replace(/\s+/g, ' ');
  const { text, due } = rule === undefined ? takeDueDay(rest, clock) : { text: rest, due: undefined };
  const bare = rule === undefined && due === undefined ? bareDay(text, clock) : undefined;
  rest = bare?.text ?? text;
  const place = /(?:^|\s)(?:at|in) (?!the morning)(.{2,120})$/i.exec(rest);
  const title = tidy(place === null ? rest : rest.slice(0, place.index));
  const day =
    due?.kind === 'day'
      ? due.day
      : (bare?.day ?? (rule === undefined ? undefined : firstDay(rule, at ?? '10:00', clock)));
  return {
    title,
    rule,
    ruleWords,
    day,
    trouble: due === undefined || due.kind === 'day' ? undefined : due,
    at,
    minutes: minutes === 0 ? undefined : minutes,
    place: tidy(place?.[1] ?? ''),
  };
}

function ruleOf(monthly: RegExpExecArray | null, rest: string, take: (pattern: RegExp) => RegExpExecArray | null) {
  if (monthly !== null) {
    const [, which = '', day = ''] = monthly;
    const index = indexOf(day);
    return {
      rule: `FREQ=MONTHLY;BYDAY=${PLACES[which.toLowerCase()] ?? 1}${DAYS[index]}`,
      ruleWords: `the ${which.toLowerCase()} ${NAMES[index]} of every month`,
    };
  }
  if (!EVERY.test(rest)) {
    if (take(EVERY_WEEK) !== null) {
      const named = take(new RegExp(`\\b(?:on )?${WEEKDAY}s?\\b`, 'i'));
      const index = named === null ? 0 : indexOf(named[1] ?? '');
      return { rule: `FREQ=WEEKLY;BYDAY=${DAYS[index]}`, ruleWords: `every ${NAMES[index]}` };
    }
    return { rule: undefined, ruleWords: undefined };
  }
  const every = take(EVERY);
  const step = STEPS[(every?.[1] ?? '').toLowerCase()] ?? 1;
  const index = indexOf(every?.[2] ?? '');
  return {
    rule: `FREQ=WEEKLY;${step === 1 ? '' : `INTERVAL=${step};`}BYDAY=${DAYS[index]}`,
    ruleWords: `every ${step === 1 ? '' : step === 2 ? 'second ' : step === 3 ? 'third ' : 'fourth '}${NAMES[index]}`,
  };
}

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

/** "Tuesday" or "3 December" without a word before it. */
function bareDay(text: string, clock: Clock): { text: string; day: string } | undefined {
  const { text: rest, due } = takeDueDay(`on ${text}`, clock);
  return due?.kind === 'day' ? { text: rest, day: due.day } : undefined;
}

/** The first occurrence that is still to come. */
function firstDay(rule: string, at: string, { now, timeZone }: Clock): string | undefined {
  const { day: today } = todayIn(timeZone, now);
  const until = DateTime.fromISO(today, { zone: 'utc' }).plus({ days: 70 }).toISODate() ?? today;
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
