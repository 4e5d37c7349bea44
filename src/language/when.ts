// Reads a line that says when something is, every word of it: "Launch, Tuesday week 2-3.30pm at the library", "every second Tuesday
// 10:00 from 8 December until Easter, not in August". What is taken is taken as something; what is left may be a name or a place
// only if it holds no word of time, number or rhythm. Whatever is not understood is told, never guessed. Pure.
import { DateTime } from 'luxon';
import { todayIn } from '../time/calendar.ts';
import { leftOver } from './left-over.ts';
import type { Clock, DueDay } from './meant-days.ts';
import { type Meaning, type Piece, piecesOf } from './pieces.ts';
import { occurrences } from './repeat.ts';
import { type FoundRhythm, isEveryDay, together, weeklyOn } from './rhythms.ts';
import { dayOf, isoDay, timeWordsIn } from './vocabulary.ts';

export interface When {
  /** What is left: a name, if somebody gave one. */
  title: string;
  /** RFC 5545, when it repeats. */
  rule: string | undefined;
  /** The (first) day, YYYY-MM-DD. */
  day: string | undefined;
  /** The last day on which it may be, YYYY-MM-DD, where the rhythm was given an end. */
  until: string | undefined;
  /** Days on which it is not, though the rhythm says so. */
  except: string[];
  /** HH:MM */
  at: string | undefined;
  minutes: number | undefined;
  place: string;
  trouble: Trouble | undefined;
}

export type Trouble =
  /** A day that could not be taken as it was said. */
  | Exclude<DueDay, { kind: 'day' }>
  | { kind: 'repeat'; words: string }
  /** Either half of the day, or no time at all. */
  | { kind: 'time'; words: string }
  /** Two of what there is one of. */
  | { kind: 'several'; what: 'days' | 'times' | 'lengths' | 'rhythms' | 'ends'; words: string[] }
  /** Words of time in what is left. */
  | { kind: 'unread'; words: string[] }
  /** Of another clock than the one on the wall that day. */
  | { kind: 'zone'; words: string };

const LONGEST_LINE = 600;
const LONGEST_MINUTES = 12 * 60;
const HOURS_ALONE = /^(?:[7-9]|1\d|2[0-3]) ?h(?:ou)?rs?$/i;
/** As forms and posters have it: "When: Tuesday 2pm. Venue: the library". */
const LABELS: [RegExp, string][] = [
  [/(?<![\p{L}])(?:when|date|day|time|starts?): */giu, ''],
  [
    /(?<![\p{L}])(?:venue|where|location|place|room)(?: is|:)? (?:tbc|tba|to be (?:confirmed|announced))(?![\p{L}])/giu,
    'at TBC',
  ],
  [/(?<![\p{L}]|(?:at|in|@) |the )(?:the )?(?:same|usual) (?:place|venue|spot)(?![\p{L}])/giu, 'at the usual place'],
  [/(?<![\p{L}])(?:venue|where|location|place): */giu, 'at '],
];

export function readWhen(typed: string, clock: Clock): When {
  const whole = typed
    .replace(/\s+/g, ' ')
    // As computers write a moment.
    .replace(/(?<=\b\d{4}-\d\d-\d\d)T(?=\d\d:\d\d)/gi, ' ')
    .trim();
  const line = LABELS.reduce((text, [label, meant]) => text.replace(label, meant), whole.slice(0, LONGEST_LINE));
  const when = compose(line, piecesOf(line, clock), clock);
  // Nobody needs so many words for it: what stands behind them would go unread.
  return when.trouble === undefined && whole.length > LONGEST_LINE
    ? { ...when, trouble: { kind: 'unread', words: [`…${whole.slice(LONGEST_LINE)}`] } }
    : when;
}

/** What the pieces are together, and what is left of the line between them. */
function compose(line: string, pieces: Piece[], clock: Clock): When {
  const of = <K extends Meaning['is']>(is: K) =>
    pieces.flatMap((piece) =>
      piece.meaning.is === is ? [{ ...(piece.meaning as Extract<Meaning, { is: K }>), words: piece.words }] : [],
    );
  const rhythms = of('rhythm');
  const left = leftOver(line, pieces, rhythms.length > 0);
  const title = of('title')[0]?.title ?? left.title;
  const place = [...of('place').map((each) => each.place), left.place].filter((each) => each !== '').join(', ');
  const troubles: (Trouble | undefined)[] = [];

  const [days, starts] = [of('day'), of('start').map((start) => (rhythms.length === 0 ? start : begun(start)))];
  const unreadRhythm = rhythms.find(({ rule }) => rule === undefined);
  // "Fortnightly meeting, every Tuesday" says two things, "Fortnightly meeting, Tuesdays" one.
  const isRarer = rhythms.some(({ rule }) => typeof rule === 'object' && 'weeks' in rule && rule.weeks > 1);
  const isEvery = rhythms.some(
    ({ rule, words }) => typeof rule === 'string' && /^(?:every|each|weekly)\b/i.test(words),
  );
  const rhythm =
    isRarer && isEvery
      ? undefined
      : rhythms.slice(1).reduce((so, { rule: next }) => together(so, next), rhythms[0]?.rule);
  troubles.push(
    unreadRhythm === undefined ? undefined : { kind: 'repeat', words: unreadRhythm.words },
    rhythm === undefined ? several('rhythms', rhythms, ({ rule }) => JSON.stringify(rule)) : undefined,
    several('days', [...days, ...starts], ({ due }) => JSON.stringify(due.kind === 'day' ? due.day : due)),
    ...[...days, ...starts].map(({ due }) => (due.kind === 'day' ? undefined : due)),
  );
  const named = [...starts, ...days].map(({ due }) => (due.kind === 'day' ? due.day : undefined))[0];

  const times = of('time');
  const ends = of('end');
  troubles.push(
    several('times', times, ({ at }) => String(at)),
    several('ends', ends, ({ at }) => String(at)),
    ...[...times, ...ends].map(({ at, words }): Trouble | undefined =>
      at === undefined ? { kind: 'time', words } : undefined,
    ),
  );
  const at = times[0]?.at;
  const lengths = [
    ...of('length').map(({ minutes, words }) => ({ minutes, words })),
    ...times.flatMap(({ minutes, words }) => (minutes === undefined ? [] : [{ minutes, words }])),
    ...ends.map(({ at: end, words }) => ({ minutes: between(at, end), words })),
  ];
  troubles.push(several('lengths', lengths, ({ minutes }) => String(minutes)));
  const minutes = lengths[0]?.minutes;
  // "14hrs" is a time that was written as a length; so may "10hrs" be, where no other time stands.
  if (
    minutes !== undefined &&
    (minutes > LONGEST_MINUTES || (at === undefined && HOURS_ALONE.test(lengths[0]?.words ?? '')))
  )
    troubles.push({ kind: 'unread', words: [lengths[0]?.words ?? ''] });
  if (ends.length > 0 && at === undefined && times.length === 0)
    troubles.push({ kind: 'time', words: ends[0]?.words ?? '' });
  if (ends.length > 0 && at !== undefined && minutes === undefined)
    troubles.push({ kind: 'time', words: ends[0]?.words ?? '' });

  let rule = ruleWith(rhythm, named);
  if (rhythm !== undefined && rule === undefined) troubles.push({ kind: 'repeat', words: rhythms[0]?.words ?? '' });
  const excepts = of('except');
  const months = excepts.flatMap((each) => each.months);
  if (rule !== undefined && months.length > 0) {
    if (rule.startsWith('FREQ=YEARLY')) troubles.push({ kind: 'repeat', words: excepts[0]?.words ?? '' });
    else {
      const kept = Array.from({ length: 12 }, (_, index) => index + 1).filter((month) => !months.includes(month));
      rule = rule.replace(/;(?=BY)/, `;BYMONTH=${kept.join(',')};`);
    }
  }
  troubles.push(...excepts.flatMap(({ days: left }) => left.map((due) => (due.kind === 'day' ? undefined : due))));
  const untils = of('until');
  const counts = of('count');
  troubles.push(
    several('ends', [...untils, ...counts, ...of('endless')], ({ words }) => words),
    ...untils.map(({ due }) => (due.kind === 'day' ? undefined : due)),
  );
  // "every Tuesday, closed on 29 December": a day that it is not begins no series.
  if (rhythms.length > 0) troubles.push(...left.gaps.map((words): Trouble => ({ kind: 'unread', words: [words] })));
  // Ends and exceptions are of what repeats.
  if (rhythms.length === 0)
    for (const { words } of [...untils, ...counts, ...excepts, ...of('endless')])
      troubles.push({ kind: 'unread', words: [words] });

  const first = rule === undefined ? named : firstDay(rule, at ?? '23:59', named, clock);
  if (rule !== undefined && days.length > 0 && named !== undefined && first !== undefined && first !== named)
    troubles.push({ kind: 'several', what: 'days', words: [rhythms[0]?.words ?? '', days[0]?.words ?? ''] });
  const until =
    untils[0]?.due.kind === 'day'
      ? untils[0].due.day
      : counts[0] !== undefined && first !== undefined && rule !== undefined
        ? lastDay(rule, first, counts[0], clock)
        : undefined;
  if (until !== undefined && first !== undefined && until < first)
    troubles.push({ kind: 'several', what: 'days', words: [untils[0]?.words ?? counts[0]?.words ?? ''] });

  const except = excepts.flatMap(({ days: left, words }) =>
    left.flatMap((due) =>
      due.kind !== 'day'
        ? []
        : rule === undefined || first === undefined
          ? due.day
          : fallen(due.day, words, rule, first, clock),
    ),
  );
  if (except.includes(undefined)) troubles.push({ kind: 'unread', words: excepts.map(({ words }) => words) });

  // "Daily mile launch, 3 December": a name, or every day from then on.
  if (days.length > 0 && typeof rhythm === 'string' && isEveryDay(rhythm))
    troubles.push({ kind: 'several', what: 'days', words: [rhythms[0]?.words ?? '', days[0]?.words ?? ''] });
  const zone = of('zone')[0];
  if (zone !== undefined && !isWallClock(zone.words, rule, first, at, clock))
    troubles.push({ kind: 'zone', words: zone.words });
  const unread = [...(of('title').length > 0 ? [] : timeWordsIn(title)), ...left.unread];
  if (unread.length > 0) troubles.push({ kind: 'unread', words: unread });
  const trouble = troubles.find((each) => each !== undefined);
  return {
    title,
    rule,
    day:
      trouble === undefined || trouble.kind === 'time' || trouble.kind === 'unread'
        ? first
        : rule === undefined
          ? undefined
          : first,
    until,
    except: except.filter((day) => day !== undefined),
    at,
    minutes,
    place,
    trouble,
  };
}

/** "from next week": a rhythm may begin on the first day of it. */
const begun = <T extends { due: DueDay; words: string }>(start: T): T =>
  start.due.kind === 'either' && /(?:week|month)$|\b(?:week|wk|w\/?c) /i.test(start.words)
    ? { ...start, due: { kind: 'day', day: start.due.days[0] } }
    : start;

function several<T extends { words: string }>(
  what: Extract<Trouble, { kind: 'several' }>['what'],
  found: T[],
  key: (each: T) => string,
): Trouble | undefined {
  return new Set(found.map(key)).size > 1
    ? { kind: 'several', what, words: found.map(({ words }) => words) }
    : undefined;
}

function between(from: string | undefined, to: string | undefined): number | undefined {
  if (from === undefined || to === undefined) return undefined;
  const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  return minutes(to) > minutes(from) ? minutes(to) - minutes(from) : undefined;
}

function ruleWith(found: FoundRhythm['rule'], named: string | undefined): string | undefined {
  if (typeof found !== 'object') return found;
  return named === undefined || !('weeks' in found) ? undefined : weeklyOn(found.weeks, dayOf(named).weekday);
}

/** The first occurrence that is still to come, not before a day that was named. */
function firstDay(rule: string, at: string, named: string | undefined, { now, timeZone }: Clock): string | undefined {
  const { day: today } = todayIn(timeZone, now);
  const from = named !== undefined && named > today ? named : today;
  const until = isoDay(dayOf(from).plus({ days: 400 }));
  return occurrences({ rule: rule.replace(/INTERVAL=\d+;/, ''), from, at, timeZone }, from, until).find(
    ({ instant }) => instant > now,
  )?.slot;
}

/** The last day of so many weeks, or the day of the last of so many times. */
function lastDay(
  rule: string,
  first: string,
  { count, unit }: { count: number; unit: 'times' | 'weeks' | 'months' | 'years' },
  { timeZone }: Clock,
): string | undefined {
  const from = dayOf(first);
  if (unit !== 'times') return isoDay(from.plus({ [unit]: count }).minus({ days: 1 }));
  const far = isoDay(from.plus({ years: 20 }));
  return occurrences({ rule, from: first, at: '12:00', timeZone }, first, far)[count - 1]?.slot;
}

const DATES_ALONE = /^\D*(?:\d{1,2}(?:st|nd|rd|th)(?:,? ?(?:and|or|&)?(?: the)? ?))+$/i;

/** A day that is left out: of Tuesdays "the 29th" is the next one that is a Tuesday. @returns undefined: there is none */
function fallen(day: string, words: string, rule: string, first: string, { timeZone }: Clock): string | undefined {
  const wanted = dayOf(day);
  if (!DATES_ALONE.test(words)) return day;
  return Array.from({ length: 12 }, (_, ahead) => wanted.plus({ months: ahead }))
    .filter((each) => each.day === wanted.day)
    .map(isoDay)
    .find((each) => occurrences({ rule, from: first, at: '12:00', timeZone }, each, each).length > 0);
}

/** Whether "GMT" is what the clock on the wall shows then; a rhythm goes through both. */
function isWallClock(
  words: string,
  rule: string | undefined,
  day: string | undefined,
  at: string | undefined,
  { timeZone }: Clock,
): boolean {
  if (/time$/i.test(words)) return true;
  if (rule !== undefined) return false;
  if (day === undefined) return true;
  const offset = DateTime.fromISO(`${day}T${at ?? '12:00'}`, { zone: timeZone }).offset;
  return offset === (/bst/i.test(words) ? 60 : 0);
}
