// How often, as people write it: "every second Tuesday", "1st and 3rd Wednesday of the month", "monthly on the 15th". What they
// mean stands in RFC 5545. A rhythm that means two things ("bi-weekly", "every third Tuesday") is not guessed. Pure.
import { onDayOfMonth } from './repeat.ts';
import {
  CARDINAL,
  cardinal,
  MONTH,
  monthNumber,
  ORDINAL,
  ordinal,
  phrase,
  phraseAt,
  WEEKDAY,
  WEEKDAYS_NAMED,
  weekdayNumber,
} from './vocabulary.ts';

export interface FoundRhythm {
  /** RFC 5545, or the half of it whose other half stands elsewhere in the line. Undefined: it is one, and cannot be read. */
  rule: string | HalfRhythm | undefined;
  to: number;
}

/** Every so many weeks or months; on which of a month's weekdays (`BYDAY=3TH`). */
export type HalfRhythm = { weeks: number } | { months: number } | { on: string };

const CODES = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const EVERY_DAY_OF_WEEK = `FREQ=WEEKLY;BYDAY=${CODES.join(',')}`;
const JOIN = '(?: ?(?:,? and|,|&|\\+|/) ?)';
const DAYS = `(?<days>${WEEKDAYS_NAMED}(?:${JOIN}${WEEKDAYS_NAMED})*)`;
/** "every Mon Wed Fri" */
const DAYS_IN_A_ROW = `(?<days>${WEEKDAYS_NAMED}(?:(?:${JOIN}| )${WEEKDAYS_NAMED})*)`;
const ON = '(?:,? on)?(?: an?| the)?';
const STEP = `(?:second|other|alternate|2nd|${CARDINAL}|${ORDINAL})`;
const WHICH = `(?:${ORDINAL}|last)`;
const WHICHES = `(?<whiches>${WHICH}(?:${JOIN}(?:the )?${WHICH})*)`;
const NAMED_DAY = `(?<weekday>${WEEKDAYS_NAMED})`;
const EACH_MONTH = `(?:(?:of|in) (?:the|every|each)|every|each|a)(?: (?<step>${STEP}))? months?`;
const MONTHS_APART = `(?:monthly|(?<quarterly>quarterly|every quarter)|(?:every|each)(?: (?<step>${STEP}))? months?)`;
const DATE = '(?<date>\\d{1,2})(?:st|nd|rd|th)?(?![:.]\\d)';
const YEARLY_ON = `(?:the )?${DATE}(?: of)? (?<month>${MONTH})`;

const WEEKLY = [
  `(?<fortnight>fortnightly|every fortnight)${ON} ${DAYS}`,
  `(?:weekly|(?:once|one time) a week|every week|each week)${ON} ${DAYS}`,
  `(?:every|each) (?<weeks>${STEP}) (?:weeks?|wks?)${ON} ${DAYS}`,
  `(?<weeks>${CARDINAL}|three|four|five|six|eight|twelve)[- ]weekly${ON} ${DAYS}`,
  `(?:every|each) ${DAYS_IN_A_ROW}`,
  `(?:every|each) (?<step>${STEP}) ${DAYS}`,
  `(?<alternate>alternate) ${DAYS}`,
  `${DAYS},? (?:weekly|every week|each week)`,
  `${DAYS},? (?<fortnight>fortnightly|every fortnight|every other week|every second week|every two weeks)`,
].map(phrase);
/** "Tuesdays", "Tuesdays and Thursdays": the names in the plural alone. */
const PLURAL = phrase(
  `(?:on )?(?<days>(?:mon|tues|wednes|thurs|fri|satur|sun)days(?:${JOIN}(?:mon|tues|wednes|thurs|fri|satur|sun)days)*)`,
);
const FROM_TO = phrase(
  `(?<every>every |each )?(?<from>${WEEKDAYS_NAMED}) ?(?:-|–|to|through) ?(?<until>${WEEKDAYS_NAMED})`,
);
const EVERY_DAY = phrase('(?:daily|every day|each day)');
const WORKING_DAYS = phrase('(?:(?:every|each|on) (?:weekday|working day)s?|weekdays)');
const MONTHLY = [
  `(?:on )?(?:the |every )?${WHICHES} ${NAMED_DAY},? ${EACH_MONTH}`,
  `(?:on )?(?:the |every )?${WHICHES} ${NAMED_DAY},? monthly`,
  `${MONTHS_APART},?${ON} ${WHICHES} ${NAMED_DAY}`,
  // "every first Monday", "every 1st and 3rd Tuesday": but "every second Tuesday" is the fortnight's.
  `every (?<whiches>(?:first|1st|last)(?:${JOIN}(?:the )?${WHICH})*|${WHICH}(?:${JOIN}(?:the )?${WHICH})+) ${NAMED_DAY}`,
  // "1st & 3rd Mondays": in the plural, of every month.
  `(?:on )?(?:the )?${WHICHES} (?<weekday>(?:mon|tues|wednes|thurs|fri|satur|sun)days)`,
].map(phrase);
/** "Monthly review, third Thursday": each is half of it. */
const MONTHS_ALONE = phrase(MONTHS_APART);
const WHICH_ALONE = phrase(`(?:on )?(?:the )?${WHICHES} ${NAMED_DAY}`);
const MONTH_DAY = [
  `(?:on )?(?:the )?(?:${DATE}|(?<last>last day)) (?:of|in) (?:every|each|the)(?: (?<step>${STEP}))? months?`,
  `(?:on )?(?:the )?(?:${DATE}|(?<last>last day)),? (?:monthly|every month|each month)`,
  `${MONTHS_APART}${ON} (?:${DATE}|(?<last>last day))`,
  `(?:on )?(?:every|each) (?<date>\\d{1,2})(?:st|nd|rd|th)(?! (?:${WEEKDAY}|week|month|year|day|of|and|${MONTH}))`,
].map(phrase);
const YEARLY = [
  `(?:yearly|annually|every year|each year|once a year)${ON} ${YEARLY_ON}`,
  `(?:on )?(?:every )?${YEARLY_ON},? (?:yearly|annually|(?:of )?(?:every|each) year)`,
  `(?:every|each) ${YEARLY_ON}`,
].map(phrase);
/** Without a weekday: of the day that the line names. */
const WEEKS_ALONE: [RegExp, (groups: Record<string, string | undefined>) => number | undefined][] = [
  [phrase('(?:weekly|every week|each week|once a week)'), () => 1],
  [phrase('(?:fortnightly|every fortnight)'), () => 2],
  [phrase(`(?:every|each) (?<step>${STEP}) (?:weeks?|wks?)`), ({ step }) => stepOf(step)],
  [phrase(`(?<step>${CARDINAL})[- ]weekly`), ({ step }) => stepOf(step)],
];
/** What nobody could read is not guessed at. */
const UNREAD = phrase(
  `(?!each other(?! \\p{L}*days?))(?:${CARDINAL} (?:daily|weekly|fortnightly|monthly) (?:sessions|meetings|classes|workshops|occasions|times|drop-ins|visits|walks)|(?:every|each|alternate)(?: (?!${WEEKDAYS_NAMED}|(?:until|till|from|at|in|on|for|except|starting)\\b)[^\\s,]+){0,2} (?:days?|weeks?|fortnights?|months?|quarters?|terms?|years?|${WEEKDAYS_NAMED})|(?:every|each) (?:${STEP} )?\\p{L}+|(?:bi-?|semi-?|[\\p{L}\\d]+-)?(?:daily|weekly|fortnightly|monthly|quarterly|yearly|annually|annual|termly|nightly)|(?:twice|\\S+ times) an? \\S+|(?:the )?last working day of (?:the|every|each) month|${WHICHES} ${NAMED_DAY})`,
);

/** The longest rhythm at a place in a text. */
export function rhythmAt(line: string, at: number): FoundRhythm | undefined {
  const text = line.toLowerCase();
  const found = READERS.flatMap(([patterns, rule]) =>
    patterns.flatMap((pattern) => {
      const match = phraseAt(pattern, text, at);
      return match === undefined ? [] : [{ rule: rule(match.groups ?? {}), to: at + match[0].length }];
    }),
  );
  const longest = found.sort((a, b) => b.to - a.to)[0];
  const unread = phraseAt(UNREAD, text, at);
  const end = at + (unread?.[0].length ?? 0);
  if (longest !== undefined && longest.to >= end) return longest;
  return unread === undefined ? undefined : { rule: undefined, to: end };
}

type Groups = Record<string, string | undefined>;
const READERS: [RegExp[], (groups: Groups) => FoundRhythm['rule']][] = [
  [[PLURAL], ({ days = '' }) => weekly(1, days)],
  [
    [FROM_TO],
    ({ every, from = '', until = '' }) => {
      const [first, last] = [weekdayNumber(from), weekdayNumber(until)];
      // "Monday to Friday" alone may be the days of one week.
      const isRhythm = every !== undefined || /days\.?$/.test(from);
      return isRhythm && first < last ? `FREQ=WEEKLY;BYDAY=${CODES.slice(first - 1, last).join(',')}` : undefined;
    },
  ],
  [[EVERY_DAY], () => EVERY_DAY_OF_WEEK],
  [[WORKING_DAYS], () => `FREQ=WEEKLY;BYDAY=${CODES.slice(0, 5).join(',')}`],
  [
    MONTHLY,
    ({ whiches = '', weekday = '', step, quarterly }) => {
      const on = onWhich(whiches, weekday);
      return on === undefined ? undefined : apart(step, quarterly, on);
    },
  ],
  [
    [MONTHS_ALONE],
    ({ step, quarterly }) => {
      const months = monthsApart(step, quarterly);
      return months === undefined ? undefined : { months };
    },
  ],
  [
    [WHICH_ALONE],
    ({ whiches = '', weekday = '' }) => {
      const on = onWhich(whiches, weekday);
      return on === undefined ? undefined : { on };
    },
  ],
  [
    WEEKLY,
    ({ fortnight, weeks, step, alternate, days = '' }) => {
      const every =
        fortnight !== undefined || alternate !== undefined
          ? 2
          : weeks !== undefined
            ? stepOf(weeks)
            : step === undefined
              ? 1
              : stepAmongWeekdays(step);
      return every === undefined ? undefined : weekly(every, days);
    },
  ],
  [
    MONTH_DAY,
    ({ date, last, step, quarterly }) => {
      if (last !== undefined) return apart(step, quarterly, 'BYMONTHDAY=-1');
      const day = Number(date);
      return day >= 1 && day <= 31 ? apart(step, quarterly, onDayOfMonth(day)) : undefined;
    },
  ],
  [
    YEARLY,
    ({ date, month = '' }) => {
      const day = Number(date);
      return day >= 1 && day <= 31 ? `FREQ=YEARLY;BYMONTH=${monthNumber(month)};${onDayOfMonth(day)}` : undefined;
    },
  ],
  ...WEEKS_ALONE.map(([pattern, weeks]): [RegExp[], (groups: Groups) => FoundRhythm['rule']] => [
    [pattern],
    (groups) => {
      const every = weeks(groups);
      return every === undefined ? undefined : { weeks: every };
    },
  ]),
];

/** @param weekdays as listed, each in any form */
function weekly(every: number, weekdays: string): string {
  const numbers = [...new Set(listed(weekdays).map(weekdayNumber))].sort((a, b) => a - b);
  return `FREQ=WEEKLY;${intervalOf(every)}BYDAY=${numbers.map((number) => CODES[number - 1]).join(',')}`;
}

const listed = (words: string): string[] =>
  words
    .split(/ ?(?:, and |,| and |&|\+|\/) ?| (?=(?:mon|tue|wed|thu|fri|sat|sun))/)
    .map((word) => word.trim())
    .filter((word) => word !== '');

/** @param whiches "1st and 3rd", "last" */
function onWhich(whiches: string, weekday: string): string | undefined {
  const all = listed(whiches).map((which) => ordinal(which.replace(/^the /, '')));
  if (all.some((which) => which === undefined || which === 0 || which > 5)) return undefined;
  const day = CODES[weekdayNumber(weekday) - 1];
  return `BYDAY=${all.map((which) => `${which}${day}`).join(',')}`;
}

const monthsApart = (step: string | undefined, quarterly: string | undefined): number | undefined =>
  quarterly !== undefined ? 3 : step === undefined ? 1 : stepOf(step);

function apart(step: string | undefined, quarterly: string | undefined, on: string): string | undefined {
  const every = monthsApart(step, quarterly);
  return every === undefined ? undefined : monthly(every, on);
}

const monthly = (every: number, on: string): string => `FREQ=MONTHLY;${intervalOf(every)}${on}`;

const intervalOf = (every: number) => (every === 1 ? '' : `INTERVAL=${every};`);

/** Every so many: "other", "second", "2nd", "two", "13". */
function stepOf(words: string | undefined): number | undefined {
  const said = words?.trim() ?? '';
  if (said === 'other' || said === 'alternate') return 2;
  const every = cardinal(said) ?? ordinal(said);
  return every !== undefined && every >= 1 && every <= 60 ? every : undefined;
}

/** "every third Tuesday" is every third week for some, and the month's third Tuesday for others; "every second" is a fortnight. */
function stepAmongWeekdays(words: string): number | undefined {
  const every = stepOf(words);
  return every !== undefined && (every <= 2 || every > 5) ? every : undefined;
}

export const isEveryDay = (rule: string): boolean => rule.startsWith(EVERY_DAY_OF_WEEK);

/**
 * What two halves say together: "Weekly team meeting Mondays", "Monthly review, third Thursday", "daily on weekdays".
 * @returns undefined: they are two rhythms, or none
 */
export function together(one: FoundRhythm['rule'], other: FoundRhythm['rule']): FoundRhythm['rule'] {
  if (one === undefined || other === undefined) return undefined;
  if (JSON.stringify(one) === JSON.stringify(other)) return one;
  if (typeof one === 'string' && typeof other === 'string') {
    const [wider, narrower] = one === EVERY_DAY_OF_WEEK ? [one, other] : [other, one];
    return wider === EVERY_DAY_OF_WEEK && /^FREQ=WEEKLY;BYDAY=/.test(narrower) ? narrower : undefined;
  }
  const [half, rest] = typeof one === 'string' ? [other, one] : [one, other];
  if (typeof half === 'string') return undefined;
  if (typeof rest === 'string')
    return 'weeks' in half && /^FREQ=WEEKLY;BYDAY=/.test(rest)
      ? rest.replace(';', `;${intervalOf(half.weeks)}`)
      : 'months' in half && half.months === 1 && rest.startsWith('FREQ=MONTHLY;BY')
        ? rest
        : undefined;
  if ('months' in half && 'on' in rest) return monthly(half.months, rest.on);
  return 'on' in half && 'months' in rest ? monthly(rest.months, half.on) : undefined;
}

/** The rule of a rhythm in weeks, on a day's weekday. @param weekday 1 for Monday */
export const weeklyOn = (weeks: number, weekday: number): string =>
  `FREQ=WEEKLY;${intervalOf(weeks)}BYDAY=${CODES[weekday - 1]}`;
