// The words of days, months and numbers as people in the United Kingdom type them, and what they stand for.
import { LRUCache } from 'lru-cache';
import { DateTime } from 'luxon';
import { MENTION } from './mentions.ts';
import { isSlip } from './slips.ts';

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
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
export const CARDINALS = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
  'thirteen',
  'fourteen',
  'fifteen',
  'sixteen',
  'seventeen',
  'eighteen',
  'nineteen',
  'twenty',
];
const ORDINALS = [
  '',
  'first',
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
  'tenth',
  'eleventh',
  'twelfth',
  'thirteenth',
  'fourteenth',
  'fifteenth',
  'sixteenth',
  'seventeenth',
  'eighteenth',
  'nineteenth',
  'twentieth',
];

/** A name without the quotation marks that people put around it. */
export const unquoted = (name: string): string =>
  name
    .trim()
    .replace(/^["'“”‘’]+|["'“”‘’]+$/g, '')
    .trim();

/** Sources of regular expressions, for lower-case text. None of them captures. */
export const WEEKDAY =
  '(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:rs?(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)(?![\\p{L}\\d])\\.?';
/** One weekday, as the name of all of them too: "Tuesdays". */
export const WEEKDAYS_NAMED =
  '(?:mon(?:day)?s?|tue(?:s(?:days?)?)?|wed(?:s|nesdays?)?|thu(?:rs?(?:days?)?)?|fri(?:day)?s?|sat(?:urday)?s?|sun(?:day)?s?)(?![\\p{L}\\d])\\.?';
export const MONTH =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![\\p{L}])\\.?';
export const CARDINAL = `(?:\\d{1,3}|a couple of|an?|half a dozen|a dozen|${[...CARDINALS].reverse().join('|')})(?![\\p{L}\\d.:])`;
export const ORDINAL = `(?:\\d{1,2}(?:st|nd|rd|th)|${ORDINALS.slice(1).reverse().join('|')})(?![\\p{L}\\d])`;

/** @returns 1 for Monday, as luxon counts; 0: no weekday */
export const weekdayNumber = (word: string): number =>
  WEEKDAYS.findIndex((name) => name.startsWith(word.trim().slice(0, 3).toLowerCase())) + 1;

/** @returns 1 for January; 0: no month */
export const monthNumber = (word: string): number =>
  MONTHS.findIndex((name) => name.startsWith(word.trim().slice(0, 3).toLowerCase())) + 1;

const LISTED = new Intl.ListFormat('en-GB');
/** "Fire, Housing and Police". */
export const listed = (words: readonly string[]): string => LISTED.format(words);

export const capitalised = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** "three", "3", "a", "a couple of", "a dozen". @returns undefined: no number */
export function cardinal(words: string): number | undefined {
  const said = words.trim();
  if (/^\d+$/.test(said)) return Number(said);
  if (said === 'a' || said === 'an') return 1;
  if (said === 'a couple of') return 2;
  if (said === 'half a dozen') return 6;
  if (said === 'a dozen') return 12;
  const found = CARDINALS.indexOf(said);
  return found < 0 ? undefined : found;
}

/** "third", "3rd", "last" (-1). @returns undefined: no ordinal */
export function ordinal(words: string): number | undefined {
  const said = words.trim();
  if (said === 'last') return -1;
  const digits = /^(\d{1,2})(?:st|nd|rd|th)?$/.exec(said)?.[1];
  if (digits !== undefined) return Number(digits);
  const found = ORDINALS.indexOf(said);
  return found < 1 ? undefined : found;
}

/** At a place in a text, the whole of a phrase that ends where a word ends. */
export function phraseAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  const match = pattern.exec(text);
  return match === null || match[0] === '' ? undefined : match;
}

/** A phrase's pattern: it begins where it is tried, and no letter or digit follows it. */
export const phrase = (source: string): RegExp => new RegExp(`${source}(?![\\p{L}\\d])`, 'uy');

/** What stands before a phrase, and ends where that begins. */
export const opening = (source: string): RegExp => new RegExp(source, 'uy');

/**
 * Whether any of several phrases could begin at a place: one question at each word instead of twenty. Names of groups, and what refers
 * to them, are left out, so that it may say yes too often, and never no too often.
 */
export const anyOf = (patterns: RegExp[]): RegExp =>
  new RegExp(
    patterns
      .map(({ source }) => `(?:${source.replace(/\(\?<(?![=!])\w+>/g, '(?:').replace(/\\k<\w+>/g, '[-/.]')})`)
      .join('|'),
    'uy',
  );

const DAY_MS = 86_400_000;

/** A day so many days later, or earlier. Days are kept: luxon takes longer to reckon one than a line takes to be read. */
export const daysOn = (day: DateTime, days: number): DateTime =>
  dayOf(new Date(day.toMillis() + days * DAY_MS).toISOString().slice(0, 10));

export const isoDay = (day: DateTime): string => day.toISODate() ?? '';
const days = new LRUCache<string, DateTime>({ max: 1000 });
/** A day of the calendar, YYYY-MM-DD, as luxon has it; one line asks for today many times over. */
export function dayOf(iso: string): DateTime {
  const known = days.get(iso);
  if (known !== undefined) return known;
  const day = DateTime.fromISO(iso, { zone: 'utc' });
  days.set(iso, day);
  return day;
}

/** Codes that only look like numbers (NP-42, Covid-19), and words that only look like a time. */
const HARMLESS = /(?<![\p{L}\d])(?:\p{L}+-?\d+|#\d+|each other|early years|one another|day centre)(?![\p{L}\d])/gu;
/** What people call things by a number, and no time: "1-2-1", "Over 60s", "Block 7". */
const NUMBERED =
  "(?:1-2-1s?|1[- ]to[- ]1s?|1:1s?|one[- ](?:to|2)[- ]ones?|24/7|(?:over|under)[- ]?\\d{1,2}['’]?s|(?:(?:block|flats?|unit|phase|stage|level|no\\.?|rooms?|rm|suite|floor) \\d{1,3}|(?:room|rm|suite) \\d\\.\\d[1-46-9])(?!\\d|[:.]\\d| ?(?:st|nd|rd|th|[ap]\\.?m|h|hrs?|o['’]?clock)(?![\\p{L}])| ?(?:[-–]|to|till?|until|and) ?\\d))(?![\\p{L}\\d])";
export const NAMES_WITH_NUMBERS = new RegExp(NUMBERED, 'iuy');
const NUMBERED_ANYWHERE = new RegExp(`(?<![\\p{L}\\d])${NUMBERED}`, 'giu');
const whole = (source: string) => new RegExp(`^(?:${source})$`, 'u');
/** The name of a clock, "Europe/London": its stroke parts no words. */
const STROKE = '⁄';
const IANA = `(?:africa|america|asia|atlantic|australia|europe|indian|pacific)[/${STROKE}][a-z_/${STROKE}]+`;
const CLOCKS = new RegExp(`(?<![\\p{L}])${IANA}`, 'gu');
/** Of time, wherever they stand. */
const STRICT = whole(
  `${WEEKDAYS_NAMED}|${MONTH}|.*\\d.*|today|tonight|tomorrow|yesterday|noon|midday|midnight|o['’]?clock|[ap]\\.?m\\.?|every|each|alternate|.*(?:daily|weekly|monthly|yearly|annually|quarterly|termly|nightly|hourly)|asap|a\\.s\\.a\\.p|tbc|tba|whenever|sometime|inst|ult|prox|fortnights?|hours?|hrs?|minutes?|mins?|weekends?|weekdays?|until|till|til|except|excluding|skipping|starting|beginning|onwards|ending|once|twice|thrice|times|dozen|couple|bst|gmt|utc|cet|cest|${IANA}|${CARDINALS.slice(2).join('|')}|${ORDINALS.slice(3).join('|')}`,
);
/** Of time, but not beside a word that makes them a name: "coffee morning", "night walk". */
const BESIDE_A_NAME = whole('mornings?|afternoons?|evenings?|nights?|days?|weeks?|months?|quarters?|years?');
/** Of time, but not before one: "first aid", "any other business", "half term". */
const BEFORE_A_NAME = whole('one|first|second|next|last|other|half|early|mid|later?|from|this|following|coming|soon');
const NO_NAME = whole('an?|the|of|in|on|at|and|or|for|to|by|with|no|not|but|is|it|its|per|&');
const NAMES = [...WEEKDAYS, ...MONTHS.filter((name) => name.length >= 6), 'tomorrow', 'fortnight', 'fortnightly'];

/** Words of time, number or rhythm in what should be a name: whoever finds some has not understood the line. */
export function timeWordsIn(text: string): string[] {
  const words = text
    .toLowerCase()
    .replace(MENTION, 'somebody')
    .replace(NUMBERED_ANYWHERE, (found) => 'x'.repeat(found.length))
    .replace(HARMLESS, (found) => 'x'.repeat(found.length))
    .replace(CLOCKS, (found) => found.replaceAll('/', STROKE))
    .split(/[\s,;:()]+|(?<=\p{L})[-–/]+(?=\p{L})|(?<!\d)[-–/]+|[-–/]+(?!\d)/u)
    .map((word) => word.replace(/^[^\p{L}\d&]+|[^\p{L}\d&.]+$/gu, ''))
    .filter((word) => word !== '');
  const isName = (word: string | undefined) =>
    word !== undefined &&
    ![STRICT, BESIDE_A_NAME, BEFORE_A_NAME, NO_NAME].some((kind) => kind.test(word)) &&
    !NAMES.some((name) => isSlip(word, name));
  const found = words.filter(
    (word, index) =>
      STRICT.test(word) ||
      (word.length >= 5 && NAMES.some((name) => isSlip(word, name))) ||
      (BESIDE_A_NAME.test(word) && !isName(words[index - 1]) && !isName(words[index + 1])) ||
      (BEFORE_A_NAME.test(word) && !isName(words[index + 1])),
  );
  return [
    ...new Set([...(OF_THE_YEAR.exec(text.toLowerCase()) ?? []), ...found.map((word) => word.replaceAll(STROKE, '/'))]),
  ];
}

const OF_THE_YEAR =
  /bank holidays?|term[- ]?time|school holidays?|w\/c(?![\p{L}])|lunch ?time|tea ?time|first thing|last thing|all (?:day|morning|afternoon|evening)|close of (?:play|business)|(?:same|usual|normal|this) (?:times?|days?)|some time|when (?:every(?:one|body)|we|they|people|all|you)(?:['’]?(?:re|s))? .*|unless .*|(?:if|provided|assuming) (?:that|it|we|they|he|she|you|every(?:one|body)|poss(?:ible)?|needed|required|necessary|there|the|not|dry|wet|fine|ok|okay|free)(?![\p{L}]).*|(?:before|after|by|over|during|around) (?:the )?(?:christmas|xmas|easter|new year|summer|spring|autumn|winter|half[- ]term|holidays)(?= |$)|weather permitting|subject to .*|depending on .*/u;
