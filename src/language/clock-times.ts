// Times of day and lengths as people write them: "2:30 p.m.", "half past 2", "10-11:30", "for an hour and a half". A time that
// could be in the morning or in the evening is not guessed. Pure.
import { withDigits } from './numbers.ts';
import { anyOf, CARDINAL, CARDINALS, cardinal, MONTH, opening, phrase, phraseAt, WEEKDAY } from './vocabulary.ts';

export type PartOfDay = 'morning' | 'lunch' | 'afternoon' | 'evening';

/** A time as it was said, with what is not known of it yet. */
export interface Said {
  hour: number;
  minute: number;
  /** Undefined: nobody said. */
  half: 'am' | 'pm' | undefined;
  /** Written so that it means one time: 14:30, 09:30. */
  sure: boolean;
  /** An hour and nothing else: "10", which may be no time at all. */
  bare: boolean;
}

export interface FoundTime {
  /** HH:MM; undefined: it could be either half of the day, or is no time. */
  at: string | undefined;
  /** From a range. */
  minutes: number | undefined;
  /** It is a range's end alone: "until 21:30". */
  end: boolean;
  to: number;
}

const HOUR_WORDS = CARDINALS.slice(1, 13).join('|');
const HOURS = `(?:\\d{1,2}|${HOUR_WORDS})`;
const MINUTE_WORDS: Record<string, number> = { fifteen: 15, twenty: 20, thirty: 30, forty: 40, fifty: 50 };
const HALF = '[ap]\\.?m\\.?(?![\\p{L}\\d])';
const MINUTES = '(?:five|ten|twenty[- ]five|twenty|5|10|20|25|a quarter|quarter|half)';
const TIMES = {
  minutes: phrase(
    `(?<hour>\\d{1,2})[:.](?<minute>[0-5]\\d)(?::00)?(?: ?(?<half>[ap]\\.?m\\.?))?(?: ?(?:hrs|h))?(?![:\\d])`,
  ),
  /** "ten thirty" */
  spoken: phrase(
    `(?<hour>${HOUR_WORDS})[- ](?<minute>fifteen|twenty|thirty|forty|forty[- ]five|fifty)(?: ?(?<half>[ap]\\.?m\\.?))?(?![- ](?:${CARDINALS.slice(1, 10).join('|')}|min))`,
  ),
  half: phrase(`(?<hour>${HOURS}) ?(?<half>${HALF})`),
  french: phrase('(?<hour>\\d{1,2})h(?<minute>[0-5]\\d)?'),
  digits: phrase('(?<hour>[01]\\d|2[0-3])(?<minute>[0-5]\\d)(?: ?(?:hrs?|h|hours))?'),
  past: phrase(
    `(?<minute>${MINUTES})(?: minutes)? ?(?<past>past|to)? (?<hour>${HOURS})(?: o['’]?clock)?(?: ?(?<half>[ap]\\.?m\\.?))?(?![:.]\\d)`,
  ),
  oclock: phrase(`(?<hour>${HOURS}) o['’]?clock(?: ?(?<half>[ap]\\.?m\\.?))?`),
  noon: phrase('(?:12 ?)?(?:noon|midday)'),
  midnight: phrase('midnight'),
  hour: phrase(`(?<hour>${HOURS})(?![:.]\\d|[\\p{L}/]|-\\d{1,2}-)`),
};
const BEFORE = opening('(?:at|from|@|between)\\s*');
const JOIN = /\s*(?:-|–|—|to|until|till|til|'til|and)\s*/y;
const END = opening(
  "(?:(?:must|to|will|should|has to|have to) (?=end|finish))?(?:until|till|til|'til|to|ends?(?: at| by)?(?= )|ending(?: at| by)?(?= )|finish(?:es|ing)?(?: at| by)?(?= )|[-–—])\\s*",
);
const PART = opening(
  `,? ?(?:in the |at )?(?:(?<lunch>lunch[- ]?time|(?<=at )lunch|over lunch)|(?<morning>mornings?)|(?<afternoon>afternoons?)|(?<evening>evenings?|eve)|(?<night>tonight|at night))(?![\\p{L}\\d])`,
);
const BEHIND_A_PART = /(?:lunch[- ]?time|mornings?|afternoons?|evenings?|tonight),? $/;
/** An hour by itself is one only where nothing goes on that makes it an address or a number of things. */
const ALONE = new RegExp(
  `(?=\\s*(?:$|[,;)]|(?:for|at|in|on|@|every|each|until|till|from|with|weekly|fortnightly|monthly|today|tomorrow|tonight|this|next|via|online|w|${WEEKDAY})(?![\\p{L}\\d])|\\d{1,2}(?:st|nd|rd|th)? ${MONTH}))`,
  'uy',
);
/** Years, rather than times, unless somebody says "at". */
const YEARS: [number, number] = [1900, 2100];

/**
 * The time, or range of times, at a place in a text.
 * @param part what is known of the day: "tomorrow evening"
 */
export function timeAt(line: string, at: number, part: PartOfDay | undefined): FoundTime | undefined {
  const text = line.toLowerCase();
  const before = phraseAt(BEFORE, text, at);
  const from = at + (before?.[0].length ?? 0);
  const between = before?.[0].startsWith('between') === true;
  const first = saidAt(text, from, before !== undefined);
  if (first === undefined) {
    const until = phraseAt(END, text, at);
    const end = until === undefined ? undefined : saidAt(text, at + until[0].length, true);
    if (until === undefined || end === undefined) return undefined;
    if (end.said.bare && !(until[0].length > 3 && isAlone(text, end.to))) return undefined;
    const behind = partAt(text, end.to);
    return { at: resolve(end.said, behind?.part ?? part), minutes: undefined, end: true, to: behind?.to ?? end.to };
  }
  JOIN.lastIndex = first.to;
  const join = JOIN.exec(text);
  const second = join === null ? undefined : saidAt(text, first.to + join[0].length, true);
  if (
    second !== undefined &&
    (join?.[0].trim() !== 'and' || between) &&
    (!second.said.bare || isAlone(text, second.to))
  ) {
    const behind = partAt(text, second.to);
    const range = resolveRange(first.said, second.said, behind?.part ?? part);
    return { ...range, end: false, to: behind?.to ?? second.to };
  }
  const behind = partAt(text, first.to);
  // "Tuesday morning 10" is at ten.
  const isAsked = before !== undefined || (part !== undefined && BEHIND_A_PART.test(text.slice(0, at)));
  if (first.said.bare && behind === undefined && !(isAsked && isAlone(text, first.to))) return undefined;
  return {
    at: resolve(first.said, behind?.part ?? part),
    minutes: undefined,
    end: false,
    to: behind?.to ?? first.to,
  };
}

function isAlone(text: string, at: number): boolean {
  ALONE.lastIndex = at;
  return ALONE.test(text);
}

/** "in the evening", behind a time or a day. */
export function partAt(text: string, at: number): { part: PartOfDay; to: number } | undefined {
  const match =
    phraseAt(PART, text.toLowerCase(), at) ?? phraseAt(PART, text.toLowerCase(), at + (text[at] === ' ' ? 1 : 0));
  if (match === undefined) return undefined;
  const { lunch, morning, afternoon } = match.groups ?? {};
  return {
    part:
      lunch !== undefined
        ? 'lunch'
        : morning !== undefined
          ? 'morning'
          : afternoon !== undefined
            ? 'afternoon'
            : 'evening',
    to: match.index + match[0].length,
  };
}

const NO_TIME: Said = { hour: 99, minute: 0, half: undefined, sure: true, bare: false };

/** @param asked true: a time must stand here, so that "10" is one */
function saidAt(text: string, at: number, asked: boolean): { said: Said; to: number } | undefined {
  const found = (Object.keys(TIMES) as (keyof typeof TIMES)[])
    .map((kind) => ({ kind, match: phraseAt(TIMES[kind], text, at) }))
    .filter(({ kind, match }) => match !== undefined && isMeant(kind, match.groups ?? {}))
    .sort((a, b) => (b.match?.[0].length ?? 0) - (a.match?.[0].length ?? 0))[0];
  if (found?.match === undefined) return undefined;
  const { kind, match } = found;
  const groups = match.groups ?? {};
  const to = at + match[0].length;
  if (kind === 'noon') return { said: { hour: 12, minute: 0, half: 'pm', sure: true, bare: false }, to };
  // Which day's?
  if (kind === 'midnight') return { said: { ...NO_TIME }, to };
  const half = groups['half'] === undefined ? undefined : groups['half'].startsWith('a') ? 'am' : 'pm';
  let hour = cardinal(groups['hour'] ?? '') ?? 99;
  let minute = kind === 'spoken' ? (MINUTE_WORDS[groups['minute'] ?? ''] ?? 45) : Number(groups['minute'] ?? 0);
  if (kind === 'past') {
    const away = minutesIn(groups['minute'] ?? '');
    // "half two" is half past; "ten two" is nothing.
    if (groups['past'] === undefined && away !== 30) return undefined;
    if (groups['past'] === 'to' && away === 30) return undefined;
    // "ten to twelve" may be two hours.
    if (groups['past'] === 'to' && /^(?:five|ten)$/.test(groups['minute'] ?? '') && half === undefined)
      return { said: { ...NO_TIME }, to };
    minute = groups['past'] === 'to' ? 60 - away : away;
    hour = groups['past'] === 'to' ? (hour + 11) % 12 : hour;
    if (hour > 23) return undefined;
    return { said: { hour: hour === 0 ? 12 : hour, minute, half, sure: hour > 12, bare: false }, to };
  }
  if (kind === 'digits' && !asked) {
    const digits = hour * 100 + minute;
    if ((digits >= YEARS[0] && digits < YEARS[1] && !/h/.test(match[0])) || minute % 5 !== 0) return undefined;
  }
  // "12am" is midnight for some and noon for others.
  if (half !== undefined && (hour > 12 || hour < 1 || (hour === 12 && half === 'am')))
    return { said: { hour: 99, minute, half, sure: true, bare: false }, to };
  const padded = /^\d{2}/.test(match[0]);
  const sure =
    half !== undefined ||
    hour > 12 ||
    hour === 0 ||
    (kind !== 'hour' && padded) ||
    kind === 'french' ||
    kind === 'digits';
  return { said: { hour, minute, half, sure, bare: kind === 'hour' }, to };
}

/** "5 to 6pm" is an hour, not five minutes before one; "1h30" is a length. */
function isMeant(
  kind: keyof typeof TIMES,
  { minute = '', past, hour = '' }: Record<string, string | undefined>,
): boolean {
  if (kind === 'french') return Number(hour) >= 7;
  return !(kind === 'past' && past === 'to' && Number(minute) <= 12);
}

function minutesIn(words: string): number {
  if (words === 'half') return 30;
  if (words.endsWith('quarter')) return 15;
  if (/twenty[- ]five/.test(words)) return 25;
  return cardinal(words) ?? 0;
}

/** HH:MM; undefined: no clock shows it. */
export const written = (hour: number, minute: number): string | undefined =>
  hour > 23 ? undefined : `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;

const hourIn = (hour: number, half: 'am' | 'pm') => (hour % 12) + (half === 'pm' ? 12 : 0);

/**
 * People who say "at 2" do not meet at night, so that 1 to 6 is the afternoon and 9 to 12 as it stands; 7 and 8 could be before
 * or after work: unless minutes make "8:30" a time as it is written, that is asked.
 */
function resolve(said: Said, part: PartOfDay | undefined): string | undefined {
  const { hour, minute, half, sure } = said;
  if (half !== undefined && hour <= 12) return written(hourIn(hour, half), minute);
  if (sure || hour > 12) return written(hour, minute);
  if (part === 'lunch')
    return hour === 11 || hour === 12 ? written(hour, minute) : hour <= 3 ? written(hour + 12, minute) : undefined;
  if (part !== undefined) {
    const inHalf = hourIn(hour, part === 'morning' ? 'am' : 'pm');
    return written(part === 'morning' && hour === 12 ? 12 : inHalf, minute);
  }
  if (hour >= 1 && hour <= 6) return written(hour + 12, minute);
  if (hour === 7 || (hour === 8 && minute === 0 && said.bare)) return undefined;
  return written(hour, minute);
}

const LONGEST_MINUTES = 12 * 60;

function resolveRange(
  first: Said,
  second: Said,
  part: PartOfDay | undefined,
): { at: string | undefined; minutes: number | undefined } {
  // Whichever half is said of one end and not of the other is tried for both, the shorter meeting first.
  const options = ({ hour, minute, half, sure }: Said): number[] => {
    if (hour > 24) return [];
    if (half !== undefined) return [hourIn(hour, half) * 60 + minute];
    return sure || hour > 12
      ? [hour * 60 + minute]
      : [hourIn(hour, 'am') * 60 + minute, hourIn(hour, 'pm') * 60 + minute];
  };
  const wanted = resolve(first, part);
  const pairs = options(first)
    .flatMap((start) => options(second).map((end) => ({ start, end, minutes: end - start })))
    .filter(({ minutes }) => minutes > 0 && minutes <= LONGEST_MINUTES);
  const isSaid = second.half !== undefined || second.sure || first.half !== undefined || first.sure;
  const best = isSaid
    ? pairs.sort((a, b) => a.minutes - b.minutes)[0]
    : (pairs.find(({ start }) => wanted === written(Math.floor(start / 60), start % 60)) ??
      // "7-9" without more: in the morning or in the evening.
      undefined);
  if (best === undefined) return { at: undefined, minutes: undefined };
  const firstIsOpen = options(first).length > 1 && !isSaid;
  const shortest = firstIsOpen
    ? pairs.filter(({ start }) => start === best.start).sort((a, b) => a.minutes - b.minutes)[0]
    : best;
  return { at: written(Math.floor(best.start / 60), best.start % 60), minutes: shortest?.minutes ?? best.minutes };
}

/** "1/2 an hour", "1 1/2 hours", "2½ hours", "3/4 of an hour". */
const FRACTION = '(?:(?<whole>\\d{1,2}) ?(?:and )?)?(?<part>1/2|1/4|3/4|½|¼|¾)(?: an?| of an)? ?-?(?:hours?|hrs?|h)';
const PARTS: Record<string, number> = { '1/2': 30, '½': 30, '1/4': 15, '¼': 15, '3/4': 45, '¾': 45 };
const LENGTHS = [
  opening(`${FRACTION}(?![\\p{L}\\d])`),
  phrase(
    `(?<hours>\\d{1,2}(?:[.,]\\d{1,2})?|${CARDINAL}) ?-?(?:hours?|hrs?|h)(?: and a half(?<half>)| and (?:a )?quarter(?<quarter>)| and three[- ]quarters(?<quarters>)|,? ?(?:and )?(?<minutes>\\d{1,3}) ?(?:minutes?|mins?|m)(?![\\p{L}])|(?: and)? (?<bare>10|15|20|30|40|45|50)(?=\\s*(?:$|[,;.)]|(?:with|w|w/|at|in|on|today|yesterday|yday|yest|last|this|${WEEKDAY})(?![\\p{L}]))))?`,
  ),
  phrase(`(?<hours>\\d{1,2}|${CARDINAL}) (?:and|&) (?:an? )?(?:half(?<half>)|quarter(?<quarter>)) ?(?:hours?|hrs?|h)`),
  phrase('(?<hours>\\d{1,2})(?:h|hrs?) ?(?<minutes>[0-5]\\d)'),
  phrase(`(?<minutes>\\d{1,3}|${CARDINAL}|forty[- ]five|thirty|forty|fifty|ninety|sixty) ?-?(?:minutes?|mins?|m)`),
];
const HALF_HOUR = phrase('half(?: an)? (?:hours?|hrs?)');
const THREE_QUARTERS = phrase('three[- ]quarters of an hour');
const QUARTER = phrase('(?:a )?quarter of an hour');
const FOR = opening('(?:for|lasting|takes) (?:about |around |up to |at least |at most |(?:a )?max(?:imum)?(?: of)? )?');
const MINUTES_ALONE = phrase(
  '(?<minutes>\\d{2,3})(?! ?(?:people|persons|residents|members|weeks?|months?|days?|times?|[-–/:.]))',
);

/** Where a time or a length could begin; in lower case. */
export const COULD_BE_TIME = anyOf([
  FOR,
  HALF_HOUR,
  THREE_QUARTERS,
  QUARTER,
  ...LENGTHS,
  BEFORE,
  END,
  ...Object.values(TIMES),
]);

/** The length, in minutes, at a place in a text: "for two hours", "1h30", "45 min". */
export function lengthAt(line: string, at: number): { minutes: number; to: number } | undefined {
  const text = line.toLowerCase();
  const before = phraseAt(FOR, text, at);
  const from = at + (before?.[0].length ?? 0);
  const fixed: [RegExp, number][] = [
    [HALF_HOUR, 30],
    [THREE_QUARTERS, 45],
    [QUARTER, 15],
  ];
  for (const [pattern, minutes] of fixed) {
    const match = phraseAt(pattern, text, from);
    if (match !== undefined) return { minutes, to: from + match[0].length };
  }
  for (const pattern of LENGTHS) {
    const match = phraseAt(pattern, text, from);
    if (match === undefined) continue;
    const { hours, bare, minutes = bare, whole, part, half, quarter, quarters } = match.groups ?? {};
    // "10h" is a time where nothing says that it is a length.
    if (before === undefined && /^(?:[7-9]|\d\d)h$/.test(match[0])) continue;
    const parts: [named: string | undefined, minutes: number][] = [
      [half, 30],
      [quarter, 15],
      [quarters, 45],
      [part, PARTS[part ?? ''] ?? 0],
    ];
    const more = parts.reduce((sum, [named, each]) => sum + (named === undefined ? 0 : each), 0);
    const length = hoursIn(hours ?? whole) * 60 + numberIn(minutes) + more;
    if (length > 0) return { minutes: Math.round(length), to: from + match[0].length };
  }
  const alone = before === undefined ? undefined : phraseAt(MINUTES_ALONE, text, from);
  return alone === undefined ? undefined : { minutes: Number(alone[0]), to: from + alone[0].length };
}

const hoursIn = (words: string | undefined): number =>
  words === undefined ? 0 : (cardinal(words) ?? Number(words.replace(',', '.')));
const numberIn = (words: string | undefined): number =>
  words === undefined ? 0 : (cardinal(words) ?? Number(withDigits(words)));
