// Days as people in the United Kingdom write them, read whole: whatever belongs to the phrase is accounted for, and where two
// days could be meant, both are told. Pure.

import type { DateTime } from 'luxon';
import { dayWords, todayIn, weekdayOf } from '../time/calendar.ts';
import { FEASTS, SEASONS } from './feasts.ts';
import {
  asDue,
  besideDay,
  type Clock,
  type DueDay,
  fitting,
  inYear,
  later,
  monthOf,
  nthWeekday,
  onDate,
  onWeekday,
  onward,
  yearOf,
} from './meant-days.ts';
import {
  CARDINAL,
  capitalised,
  cardinal,
  dayOf,
  isoDay,
  MONTH,
  monthNumber,
  ORDINAL,
  opening,
  ordinal,
  phrase,
  phraseAt,
  WEEKDAY,
  weekdayNumber,
} from './vocabulary.ts';

export interface FoundDay {
  due: DueDay;
  /** Where the phrase ends. */
  to: number;
  /** Nothing but a weekday's name: not enough to be sure of, at the end of a line. */
  bare: boolean;
}

const YEAR = "(?:(?:19|20)\\d{2}|[’']\\d{2})";
/** Whatever has to do with the clock does not belong to a date: "December 10:00". */
const NO_CLOCK = '(?!\\d|[:.]\\d|\\s?[ap]\\.?m\\b)';
const named = (source: string, name: string) => `(?<${name}>${source})`;
const WITH_YEAR = `(?:,? ${named(YEAR, 'year')}(?!\\d|[:.]\\d))?`;
/** A day and its month, in every way that they are written; the groups are date, month or monthNo, and year. */
export const DATE_FORMS = [
  `${named('\\d{4}', 'year')}(?<stroke>[-/])${named('\\d{2}', 'monthNo')}\\k<stroke>${named('\\d{2}', 'date')}`,
  // As tables write it: "1-Dec-26".
  `${named('\\d{1,2}', 'date')}(?<line>[-/])${named(MONTH, 'month')}\\k<line>${named('\\d{4}|\\d{2}', 'year')}`,
  `(?:the )?${named(`(?:\\d{1,2}(?:st|nd|rd|th)?|${ORDINAL})`, 'date')}(?: day)?(?: of)? ?${named(MONTH, 'month')}${WITH_YEAR}`,
  `${named(MONTH, 'month')} (?:the )?${named(`\\d{1,2}(?:st|nd|rd|th)?${NO_CLOCK}`, 'date')}${WITH_YEAR}`,
  `${named('\\d{1,2}', 'date')}/${named('\\d{1,2}', 'monthNo')}(?:/${named('\\d{4}|\\d{2}', 'year')})?`,
  `${named('\\d{1,2}', 'date')}(?<sign>[.-])${named('\\d{1,2}', 'monthNo')}\\k<sign>${named('\\d{4}|\\d{2}', 'year')}`,
];
const DATES = [
  ...DATE_FORMS,
  // The European way has a point behind the month: without it, it is a time.
  `${named('\\d{1,2}', 'date')}\\. ?${named('\\d{1,2}', 'monthNo')}\\.(?!\\d)`,
].map(phrase);
/** What makes a number of another thing of it: "the 5th floor". */
export const NO_DATE =
  '(?:floor|class|year|birthday|anniversary|edition|avenue|street|place|team|draft|time|scouts?|century)(?![\\p{L}])';
const IN_MONTH = phrase(
  `(?:the )?${named('\\d{1,2}(?:st|nd|rd|th)', 'date')}(?: of (?<which>this|next|the) month)?(?! ${NO_DATE})`,
);
const WITH_WEEKDAY = opening(`${named(WEEKDAY, 'weekday')},? `);
const WEEKDAY_BEHIND = phrase(`,? \\(?${named(WEEKDAY, 'weekday')}\\)?`);
const OF_MONTH = phrase(
  `(?:the )?${named(`${ORDINAL}|last`, 'which')} ${named(WEEKDAY, 'weekday')} (?:in|of) (?:${named(MONTH, 'month')}${WITH_YEAR}|(?<near>this|next) month)`,
);
const SEVERAL_DATES = phrase(
  `(?:the )?${named('\\d{1,2}(?:st|nd|rd|th)?', 'one')} ?(?:[-–&/,]|and|or|to) ?(?:the )?${named('\\d{1,2}(?:st|nd|rd|th)?', 'two')}(?: of)? ${named(MONTH, 'month')}${WITH_YEAR}`,
);
const RELATIVE = {
  today: phrase('(?:today|tonight|tonite|this (?:morning|morn|afternoon|aft|evening|eve))'),
  tomorrow: phrase('(?:tomorrow|tomorow|tommorow|tommorrow|tmrw|tmw|tomoz|2moro)'),
  dayAfter: phrase('(?:the )?day after tomorrow'),
  yesterday: phrase('(?:yesterday|yest)'),
};
const AHEAD = phrase(
  `(?:(?:in|within)(?: the next)? ${named(CARDINAL, 'count')} ${named('working days?|days?|weeks?|wks?|fortnights?|months?|mths?|years?|yrs?', 'unit')}(?:['’]?s?['’]? time)?|${named(CARDINAL, 'countFrom')} ${named('days?|weeks?|fortnights?|months?', 'unitFrom')} from (?:now|today))`,
);
const AGO = phrase(`${named(CARDINAL, 'count')} ${named('days?|weeks?|fortnights?|months?|years?', 'unit')} ago`);
/** "a week on Tuesday", "two weeks from tomorrow", "a fortnight today". */
const ON_FROM = phrase(
  `(?:${named(CARDINAL, 'count')} ?)?${named('weeks?|fortnights?', 'unit')}(?: (?:on|from))? (?:${named(WEEKDAY, 'weekday')}|(?<near>today|tomorrow))`,
);
/** "Tuesday week", "tomorrow fortnight". */
const WEEK_BEHIND = phrase(`(?:${named(WEEKDAY, 'weekday')}|(?<near>today|tomorrow)) (?<unit>week|wk|fortnight)`);
const OF_WEEK = [
  `${named(WEEKDAY, 'weekday')},? (?:of |in )?${named('this week|next week|the week after next|the week after', 'week')}`,
  `(?:in )?${named('this week|next week|the week after next', 'week')},? (?:on )?${named(WEEKDAY, 'weekday')}`,
].map(phrase);
const NEXT = phrase(
  `(?<which>next|this coming|coming|this|last) ${named(WEEKDAY, 'weekday')}|${named(WEEKDAY, 'behind')} coming|${named(WEEKDAY, 'later')} next(?! \\p{L})`,
);
const VAGUE = phrase('(?:in )?(?<which>next|this) (?<unit>week|month)');
const END_OF = phrase(
  `(?:the )?(?<edge>end|last day) of (?:(?:the |this |(?<next>next ))?(?<unit>week|month|year)|${named(MONTH, 'month')}${WITH_YEAR})|(?:the )?end ${named(MONTH, 'ending')}|(?:the )?(?<behind>month|year)(?:['’]s)?[ -]end`,
);
/** "week commencing 7 December", "w/c 7 Dec": one of its days, and nobody has said which. */
const WEEK_OF = opening('(?:in )?(?:the )?(?:(?:week|wk) (?:commencing|beginning|starting|of|from)|w/?c) (?:the )?');
/** "Christmas week", "the Easter holidays": more than the day that they have their name from. */
const SEASON_AROUND = phrase(
  `(?:the )?(?<season>christmas|easter|new year)(?:['’]s)? (?:week|weekend|break|holidays?|hols|period)`,
);
/** "the Friday before Christmas", "the day after Boxing Day", "the week before Easter". */
const BESIDE = opening(`(?:the )?(?:${named(WEEKDAY, 'weekday')}|(?<unit>day|week)) (?<side>before|after) `);
const BARE = phrase(WEEKDAY);

/**
 * The longest phrase that names a day to come, at a place in a text.
 * @param asked true: a day must stand here, as after "until"
 */
export function dayAt(line: string, at: number, clock: Clock, asked = false): FoundDay | undefined {
  const text = line.toLowerCase();
  const today = dayOf(todayIn(clock.timeZone, clock.now).day);
  const found = readers
    .map((read) => read(text, at, today, asked))
    .filter((each) => each !== undefined)
    .sort((a, b) => b.to - a.to)[0];
  if (found === undefined) return undefined;
  // A weekday's point is its own; the end of a sentence is not.
  const to =
    text[found.to - 1] === '.' && (text[found.to] === undefined || /[A-Z]/.test(line[found.to + 1] ?? ''))
      ? found.to - 1
      : found.to;
  return { bare: found.bare === true, to, due: inTheirWords(found.due, line, text, at, to) };
}

/** With the words as they were typed. */
function inTheirWords(due: DueDay, line: string, text: string, at: number, to: number): DueDay {
  switch (due.kind) {
    case 'either':
    case 'mismatch':
      return { ...due, words: capitalised(line.slice(at, to)) };
    case 'impossible': {
      // Of "Thursday 31 November" the date alone is not there.
      const from = due.words === '' ? at : text.indexOf(due.words, at);
      return { ...due, words: line.slice(from, due.words === '' ? to : from + due.words.length) };
    }
    default:
      return due;
  }
}

interface Read {
  due: DueDay;
  to: number;
  bare?: boolean;
}
type Reader = (text: string, at: number, today: DateTime, asked: boolean) => Read | undefined;

/** A reader that knows one pattern. */
const by =
  (patterns: RegExp | RegExp[], due: (groups: Groups, today: DateTime, words: string) => DueDay | undefined): Reader =>
  (text, at, today) => {
    const match = [patterns]
      .flat()
      .map((pattern) => phraseAt(pattern, text, at))
      .find((each) => each !== undefined);
    if (match === undefined) return undefined;
    const read = due(match.groups ?? {}, today, match[0]);
    return read === undefined ? undefined : { due: read, to: at + match[0].length };
  };
type Groups = Record<string, string | undefined>;

/** "the 4th", "the 15th of next month". */
const dayInMonth = by(IN_MONTH, ({ date, which }, today) => onDate(Number.parseInt(date ?? '', 10), which, today));

const readers: Reader[] = [
  by(RELATIVE.today, (_, today) => asDue(today, today)),
  by(RELATIVE.tomorrow, (_, today) => asDue(today.plus({ days: 1 }), today)),
  by(RELATIVE.dayAfter, (_, today) => asDue(today.plus({ days: 2 }), today)),
  by(RELATIVE.yesterday, (_, today) => asDue(today.minus({ days: 1 }), today)),
  dated,
  dayInMonth,
  (text, at, today) => {
    const weekday = phraseAt(WITH_WEEKDAY, text, at);
    if (weekday === undefined) return undefined;
    const from = at + weekday[0].length;
    const date = dated(text, from, today) ?? dayInMonth(text, from, today, false);
    return date === undefined
      ? undefined
      : { due: fitting(date.due, weekday.groups?.['weekday'] ?? '', today), to: date.to };
  },
  (text, at, today) => {
    const date = dated(text, at, today);
    const weekday = date === undefined ? undefined : phraseAt(WEEKDAY_BEHIND, text, date.to);
    return date === undefined || weekday === undefined
      ? undefined
      : { due: fitting(date.due, weekday.groups?.['weekday'] ?? '', today), to: date.to + weekday[0].length };
  },
  by(OF_MONTH, ({ which = '', weekday = '', month, year, near }, today) => {
    const first =
      near === undefined
        ? monthOf(monthNumber(month ?? ''), yearOf(year), today)
        : today.startOf('month').plus({ months: near === 'next' ? 1 : 0 });
    const day = nthWeekday(first, ordinal(which) ?? 0, weekdayNumber(weekday));
    if (day === undefined) return undefined;
    const inTime =
      day < today && near === undefined && year === undefined
        ? nthWeekday(first.plus({ years: 1 }), ordinal(which) ?? 0, weekdayNumber(weekday))
        : day;
    return asDue(inTime ?? day, today);
  }),
  by(SEVERAL_DATES, ({ one, two, month = '', year }, today) => {
    const [from, to] = [one, two].map((date) =>
      inYear(Number.parseInt(date ?? '', 10), monthNumber(month), yearOf(year), today, ''),
    );
    return from?.kind === 'day' && to?.kind === 'day'
      ? { kind: 'either', words: '', days: [from.day, to.day] }
      : (from ?? to);
  }),
  by(AHEAD, ({ count, unit, countFrom, unitFrom }, today) =>
    asDue(later(today, cardinal(count ?? countFrom ?? '') ?? 0, unit ?? unitFrom ?? ''), today),
  ),
  by(AGO, ({ count, unit }, today) => asDue(later(today, -(cardinal(count ?? '') ?? 0), unit ?? ''), today)),
  by(ON_FROM, ({ count, unit = '', weekday, near }, today) =>
    onward(weekday, near, (cardinal(count ?? 'a') ?? 1) * (unit.startsWith('fortnight') ? 2 : 1), today),
  ),
  by(WEEK_BEHIND, ({ weekday, near, unit }, today) => onward(weekday, near, unit === 'fortnight' ? 2 : 1, today)),
  by(OF_WEEK, ({ weekday = '', week = '' }, today) => {
    const ahead = week.startsWith('the week after') ? 2 : week === 'next week' ? 1 : 0;
    return asDue(today.startOf('week').plus({ weeks: ahead, days: weekdayNumber(weekday) - 1 }), today);
  }),
  by(NEXT, ({ later, which = later === undefined ? '' : 'next', behind = later ?? '', weekday = behind }, today) => {
    const coming = onWeekday(weekday, today);
    if (which === 'this') return coming;
    if (which === 'last')
      return asDue(today.minus({ days: ((today.weekday - weekdayNumber(weekday) + 6) % 7) + 1 }), today);
    const after = today.plus({ days: ((weekdayNumber(weekday) - today.weekday + 6) % 7) + 1 });
    // Said on a Monday, "next Tuesday" is tomorrow for some and in eight days for others.
    return which === 'next' && after <= today.endOf('week')
      ? { kind: 'either', words: '', days: [isoDay(after), isoDay(after.plus({ weeks: 1 }))] }
      : asDue(after, today);
  }),
  by(VAGUE, ({ which, unit }, today) => {
    const first = today.startOf(unit === 'week' ? 'week' : 'month').plus(which === 'next' ? { [`${unit}s`]: 1 } : {});
    const last = unit === 'week' ? first.plus({ days: 4 }) : first.endOf('month').startOf('day');
    const begin = first < today ? today : first;
    return { kind: 'either', words: '', days: [isoDay(begin), isoDay(last < begin ? begin : last)] };
  }),
  by(END_OF, ({ edge, next, behind, unit = behind, ending, month = ending, year }, today) => {
    if (month !== undefined)
      return asDue(monthOf(monthNumber(month), yearOf(year), today).endOf('month').startOf('day'), today);
    const from = next === undefined ? today : today.plus({ [`${unit}s`]: 1 });
    // A working week ends on a Friday; at a weekend, the next one is meant.
    if (unit === 'week')
      return edge === 'last day' ? undefined : asDue(from.plus({ days: (5 - from.weekday + 7) % 7 }), today);
    return asDue(from.endOf(unit as 'month' | 'year').startOf('day'), today);
  }),
  (text, at, today) => {
    const before = phraseAt(WEEK_OF, text, at);
    const first = before === undefined ? undefined : dated(text, at + before[0].length, today);
    if (first?.due.kind !== 'day') return first;
    const last = isoDay(dayOf(first.due.day).plus({ days: 4 }));
    return { due: { kind: 'either', words: '', days: [first.due.day, last] }, to: first.to };
  },
  ...FEASTS.map(feast),
  (text, at, today) => {
    const before = phraseAt(BESIDE, text, at);
    const from = at + (before?.[0].length ?? 0);
    const other = before === undefined ? undefined : (feastAt(text, from, today) ?? dated(text, from, today));
    if (before === undefined || other?.due.kind !== 'day') return undefined;
    const { weekday, unit, side } = before.groups ?? {};
    return { due: besideDay(dayOf(other.due.day), side === 'before', weekday, unit, today), to: other.to };
  },
  (text, at, today, asked) => {
    const around = asked ? phraseAt(SEASON_AROUND, text, at) : undefined;
    const season = around === undefined ? undefined : seasonAt(around.groups?.['season'] ?? '', 0, today);
    if (around === undefined || season?.due.kind !== 'day') return undefined;
    const week = dayOf(season.due.day).startOf('week');
    const days: [string, string] = [isoDay(week), isoDay(week.plus({ days: 6 }))];
    return { due: { kind: 'either', words: '', days }, to: at + around[0].length };
  },
  (text, at, today, asked) => (asked ? seasonAt(text, at, today) : undefined),
  (text, at, today) => {
    const match = phraseAt(BARE, text, at);
    const due = match === undefined ? undefined : onWeekday(match[0], today);
    return match === undefined || due === undefined ? undefined : { due, to: at + match[0].length, bare: true };
  },
];

/** The longest of their names. */
const namedAt =
  (names: typeof FEASTS) =>
  (text: string, at: number, today: DateTime): Read | undefined =>
    names
      .map((each) => feast(each)(text, at, today, true))
      .filter((each) => each !== undefined)
      .sort((a, b) => b.to - a.to)[0];
const seasonAt = namedAt(SEASONS);
const feastAt = namedAt([...FEASTS, ...SEASONS]);

function feast([pattern, on]: [RegExp, (year: number) => DateTime | undefined]): Reader {
  return by(pattern, (_, today) => {
    const [now, next] = [on(today.year), on(today.year + 1)];
    const day = now !== undefined && now >= today ? now : next;
    return day === undefined ? undefined : asDue(day, today);
  });
}

function dated(text: string, at: number, today: DateTime): Read | undefined {
  for (const pattern of DATES) {
    const match = phraseAt(pattern, text, at);
    if (match === undefined) continue;
    const { date = '', month, monthNo, year } = match.groups ?? {};
    const due = inYear(
      ordinal(date) ?? Number.parseInt(date, 10),
      month === undefined ? Number(monthNo) : monthNumber(month),
      yearOf(year),
      today,
      match[0],
    );
    if (due !== undefined) return { due, to: at + match[0].length };
  }
  return undefined;
}

/** What is asked back about a day that could not be taken as it was said: a sentence or two. */
export function aboutDay(due: Exclude<DueDay, { kind: 'day' }>, clock: Clock): string {
  const { day: today } = todayIn(clock.timeZone, clock.now);
  const said = (day: string) => (day === today ? `today, ${dayWords(day)}` : dayWords(day));
  switch (due.kind) {
    case 'either':
      return `"${due.words}" may be ${said(due.days[0])}, or ${said(due.days[1])}. Say the day itself.`;
    case 'impossible':
      return `There is no ${due.words}; that month ends on ${dayWords(due.last)}.`;
    case 'past':
      return `${dayWords(due.day)} has been.`;
    case 'mismatch':
      return `${due.words} is a ${weekdayOf(due.day)}. Is ${dayWords(due.day)} meant, or ${dayWords(due.other)}?`;
  }
}
