// The pieces of a line that says when something is: at every word, the longest phrase that is understood. Pure.
import { DateTime } from 'luxon';
import { todayIn } from '../time/calendar.ts';
import { lengthAt, type PartOfDay, partAt, timeAt } from './clock-times.ts';
import { dayAt } from './days.ts';
import type { Clock, DueDay } from './meant-days.ts';
import { type FoundRhythm, rhythmAt } from './rhythms.ts';
import {
  CARDINAL,
  cardinal,
  isoDay,
  MONTH,
  monthNumber,
  NAMES_WITH_NUMBERS,
  opening,
  phrase,
  phraseAt,
} from './vocabulary.ts';

export type Meaning =
  | { is: 'day'; due: DueDay }
  | { is: 'start'; due: DueDay }
  | { is: 'until'; due: DueDay }
  | { is: 'time'; at: string | undefined; minutes: number | undefined }
  | { is: 'end'; at: string | undefined }
  | { is: 'part'; part: PartOfDay }
  | { is: 'length'; minutes: number }
  | { is: 'rhythm'; rule: FoundRhythm['rule'] }
  /** "until further notice". */
  | { is: 'endless' }
  | { is: 'count'; count: number; unit: 'times' | 'weeks' | 'months' | 'years' }
  | { is: 'except'; days: DueDay[]; months: number[] }
  | { is: 'zone' }
  | { is: 'place'; place: string }
  | { is: 'title'; title: string };

export interface Piece {
  from: number;
  to: number;
  words: string;
  meaning: Meaning;
}

const START = opening('(?:from|starting|beginning|as of|commencing)(?: on| from)?(?: the week of)? ');
const FROM_NOW = phrase('now(?: on(?:wards?)?)?');
const UNTIL = opening("(?:until|till|til|'til|up to|ending|ends|through|to)(?: on| in)?(?: and including)? ");
const COUNT = phrase(
  `(?:for (?:the next )?)?(?<count>${CARDINAL}) (?<unit>times|meetings|sessions|occasions|weeks?|fortnights?|months?|years?)(?: in all| in total)?`,
);
/** "x6", "6x". */
const BY_TIMES = phrase('(?:[x×] ?(?<count>\\d{1,2})|(?<behind>\\d{1,2}) ?[x×])');
const EXCEPT = opening(
  '(?:,? ?)(?:except|barring|bar|excluding|excl\\.?|apart from|but not|not|skip(?:ping)?|miss(?:ing)?|without|other than|(?:but |with )?no (?:meetings?|sessions?|class(?:es)?))(?: for)?(?: on| in)? ',
);
const ENDLESS = phrase(
  '(?:and )?(?:until|till) further notice|indefinitely|for the foreseeable(?: future)?|with no end(?: date)?|on an ongoing basis',
);
const ONGOING = /^(?:and )?ongoing[.!]?$/i;
/** "every Monday in December": of one month alone. */
const WITHIN_MONTH = phrase(
  `(?:in|during|through(?:out)?) (?<month>${MONTH})(?:,? (?<year>20\\d{2}))?(?! ?(?:,|and|or|to|&|-|–)? ?${MONTH})`,
);
const MONTH_NAMED = phrase(`(?:in )?(?<month>${MONTH})`);
const AND = opening('(?:,? (?:and|or|&)(?: in| on)? |, )');
const SOON = opening('in (?:about |around )?');
const SOON_BEHIND = phrase("(?:['’]?s?['’]? time| from now)");
const ZONE = phrase('(?:bst|gmt|utc|(?:uk|london|local) time)');
const MEDIUM = phrase(
  '(?:(?:on|via|by|over|in) )?(?:(?:ms |microsoft )?teams|zoom|google meet|skype|webex|slack huddle|slack|phone|telephone|video(?: call)?)|online|virtual(?:ly)?|hybrid|in[- ]person|face[- ]to[- ]face',
);
/** As the Royal Mail writes them. */
const POSTCODE = /[a-z]{1,2}\d[a-z\d]? ?\d(?!(?:st|nd|rd|th)(?![a-z]))[abd-hjlnp-uw-z]{2}(?![\p{L}\d])/iuy;
const URL = /(?:(?:at|via|on|in|@) )?(https?:\/\/\S+)/iy;
const QUOTED = /(?:(?:called|named) )?["“”]([^"“”]{1,200})["“”]/iy;

/** The pieces of a line, in its order. */
export function piecesOf(line: string, clock: Clock): Piece[] {
  const first = scan(line, clock, undefined);
  const part = first.map(({ meaning }) => meaning).find((each) => each.is === 'part')?.part;
  return part === undefined ? first : scan(line, clock, part);
}

/** @param part what is known of the day: a line may end in "in the evening" */
function scan(line: string, clock: Clock, part: PartOfDay | undefined): Piece[] {
  const pieces: Piece[] = [];
  for (let at = 0; at < line.length; at += 1) {
    if (!/[^\s]/.test(line[at] ?? '') || /[\p{L}\d]/u.test(line[at - 1] ?? '')) continue;
    const name = phraseAt(NAMES_WITH_NUMBERS, line, at)?.[0].length;
    if (name !== undefined) {
      at += name - 1;
      continue;
    }
    const last = pieces.at(-1);
    const found = pieceAt(line, at, clock, part, last);
    if (found === undefined) continue;
    pieces.push({ from: at, to: found.to, words: line.slice(at, found.to).trim(), meaning: found.meaning });
    if (found.also !== undefined) pieces.push({ from: found.to, to: found.to, words: '', meaning: found.also });
    const day = line.slice(at, found.to).toLowerCase();
    const near = /tonight|tonite|this (?:(?<morning>morn)|(?<afternoon>aft)|eve)/.exec(day);
    if (found.meaning.is === 'day' && near !== null)
      pieces.push({
        from: found.to,
        to: found.to,
        words: '',
        meaning: { is: 'part', part: partOf(near.groups ?? {}) },
      });
    at = found.to - 1;
  }
  return pieces;
}

const partOf = ({ morning, afternoon }: Record<string, string | undefined>): PartOfDay =>
  morning !== undefined ? 'morning' : afternoon !== undefined ? 'afternoon' : 'evening';

interface Found {
  to: number;
  meaning: Meaning;
  /** What the same words say besides. */
  also?: Meaning;
}

function pieceAt(
  line: string,
  at: number,
  clock: Clock,
  part: PartOfDay | undefined,
  last: Piece | undefined,
): Found | undefined {
  const text = line.toLowerCase();
  const found: (Found | undefined)[] = [
    quotedAt(line, at),
    exceptAt(line, at, clock),
    boundAt(START, 'start', line, at, clock),
    boundAt(UNTIL, 'until', line, at, clock),
    dayPiece(line, at, clock),
    rhythmPiece(line, at),
    timePiece(line, at, part),
    lengthPiece(line, at),
    countAt(text, at),
    mediumAt(line, at),
    postcodeAt(line, at),
    soonAt(line, at, clock),
    (last?.meaning.is === 'day' || last?.meaning.is === 'rhythm') && /^[ ,]*$/.test(line.slice(last.to, at))
      ? partPiece(line, at)
      : undefined,
    /^in the /.test(text.slice(at)) ? partPiece(line, at) : undefined,
    zoneAt(text, at),
    endlessAt(text, at, last),
    last?.meaning.is === 'rhythm' && /^[ ,]*$/.test(line.slice(last.to, at)) ? monthAt(text, at, clock) : undefined,
  ];
  return found.filter((each) => each !== undefined).sort((a, b) => b.to - a.to)[0];
}

/** "within two weeks": on any day until then. */
const ANY_DAY = /^(?:within|in the next) /i;

const dayPiece = (line: string, at: number, clock: Clock): Found | undefined => {
  if (ANY_DAY.test(line.slice(at, at + 12))) return undefined;
  const on = /^on (?:the )?(?=\S)/i.exec(line.slice(at))?.[0] ?? '';
  const found =
    dayAt(line, at, clock) ??
    (on === '' ? undefined : (dayAt(line, at + 3, clock) ?? dayAt(line, at + on.length, clock)));
  return found === undefined ? undefined : { to: found.to, meaning: { is: 'day', due: found.due } };
};

const rhythmPiece = (line: string, at: number): Found | undefined => {
  const found = rhythmAt(line, at);
  return found === undefined ? undefined : { to: found.to, meaning: { is: 'rhythm', rule: found.rule } };
};

/** "by 10am", "no later than 10": not when it begins. */
const LIMIT = /(?:^|[^\p{L}])(?:by|before|after|than) $/iu;

const timePiece = (line: string, at: number, part: PartOfDay | undefined): Found | undefined => {
  const found = timeAt(line, at, part);
  if (found === undefined) return undefined;
  if (LIMIT.test(line.slice(0, at)))
    return { to: found.to, meaning: { is: 'time', at: undefined, minutes: undefined } };
  return {
    to: found.to,
    meaning: found.end ? { is: 'end', at: found.at } : { is: 'time', at: found.at, minutes: found.minutes },
  };
};

/** "20 mins before the board": a moment that hangs on another. */
const BESIDE_ANOTHER = / (?:before(?:hand)?|after(?:wards)?|earlier|later|early)(?![\p{L}\d])/uy;

const lengthPiece = (line: string, at: number): Found | undefined => {
  const found = lengthAt(line, at);
  if (found === undefined) return undefined;
  BESIDE_ANOTHER.lastIndex = found.to;
  const beside = BESIDE_ANOTHER.exec(line.toLowerCase());
  return beside === null
    ? { to: found.to, meaning: { is: 'length', minutes: found.minutes } }
    : { to: found.to + beside[0].length, meaning: { is: 'time', at: undefined, minutes: undefined } };
};

const partPiece = (line: string, at: number): Found | undefined => {
  const found = partAt(line, at);
  return found === undefined ? undefined : { to: found.to, meaning: { is: 'part', part: found.part } };
};

function quotedAt(line: string, at: number): Found | undefined {
  QUOTED.lastIndex = at;
  const match = QUOTED.exec(line);
  return match === null ? undefined : { to: at + match[0].length, meaning: { is: 'title', title: match[1] ?? '' } };
}

/** "from 5 January", "until Easter". */
function boundAt(pattern: RegExp, is: 'start' | 'until', line: string, at: number, clock: Clock): Found | undefined {
  const before = phraseAt(pattern, line.toLowerCase(), at)?.[0].length;
  if (before === undefined) return undefined;
  const found = dayAt(line, at + before, clock, true);
  if (found !== undefined) return { to: found.to, meaning: { is, due: found.due } };
  const now = is === 'start' ? phraseAt(FROM_NOW, line.toLowerCase(), at + before) : undefined;
  if (now !== undefined) {
    const { day } = todayIn(clock.timeZone, clock.now);
    return { to: at + before + now[0].length, meaning: { is, due: { kind: 'day', day } } };
  }
  // "from January" is its first day; "until January" may be either end of it.
  const month = is === 'start' ? phraseAt(MONTH_NAMED, line.toLowerCase(), at + before) : undefined;
  const first = month === undefined ? undefined : dayAt(`1 ${month.groups?.['month']}`, 0, clock);
  return month === undefined || first === undefined
    ? undefined
    : { to: at + before + month[0].length, meaning: { is, due: first.due } };
}

/** "except 29 December and 5 January", "not in August". */
function exceptAt(line: string, at: number, clock: Clock): Found | undefined {
  const text = line.toLowerCase();
  let to = at + (phraseAt(EXCEPT, text, at)?.[0].length ?? 0);
  if (to === at) return undefined;
  const [days, months]: [DueDay[], number[]] = [[], []];
  let end = to;
  for (;;) {
    const found = dayAt(line, to, clock, true);
    const month = found === undefined ? phraseAt(MONTH_NAMED, text, to) : undefined;
    if (found !== undefined && !found.bare) days.push(...eachOf(found.due));
    else if (month !== undefined) months.push(monthNumber(month.groups?.['month'] ?? ''));
    else break;
    end = month === undefined ? (found?.to ?? to) : to + month[0].length;
    const more = phraseAt(AND, text, end)?.[0].length;
    if (more === undefined) break;
    to = end + more;
  }
  return days.length + months.length === 0 ? undefined : { to: end, meaning: { is: 'except', days, months } };
}

/** "22 and 29 December" are both of them. */
const eachOf = (due: DueDay): DueDay[] =>
  due.kind === 'either' && / and |&|,/i.test(due.words) ? due.days.map((day): DueDay => ({ kind: 'day', day })) : [due];

function endlessAt(text: string, at: number, last: Piece | undefined): Found | undefined {
  const match = phraseAt(ENDLESS, text, at);
  if (match !== undefined) return { to: at + match[0].length, meaning: { is: 'endless' } };
  // At the end of what says when alone: "ongoing issues" is a name.
  const isLast = last !== undefined && /^[ ,]*$/.test(text.slice(last.to, at)) && ONGOING.test(text.slice(at));
  return isLast ? { to: text.length, meaning: { is: 'endless' } } : undefined;
}

/** From the first day of that month that is to come, to its last. */
function monthAt(text: string, at: number, { now, timeZone }: Clock): Found | undefined {
  const match = phraseAt(WITHIN_MONTH, text, at);
  if (match === undefined) return undefined;
  const today = DateTime.fromJSDate(now, { zone: timeZone });
  const month = monthNumber(match.groups?.['month'] ?? '');
  const year = Number(match.groups?.['year'] ?? today.year + (month < today.month ? 1 : 0));
  const first = DateTime.utc(year, month);
  return {
    to: at + match[0].length,
    meaning: { is: 'start', due: { kind: 'day', day: isoDay(first) } },
    also: { is: 'until', due: { kind: 'day', day: isoDay(first.endOf('month')) } },
  };
}

function postcodeAt(line: string, at: number): Found | undefined {
  POSTCODE.lastIndex = at;
  const match = POSTCODE.exec(line);
  return match === null ? undefined : { to: at + match[0].length, meaning: { is: 'place', place: match[0] } };
}

/** "in an hour", "in 20 minutes' time": a moment, and no length. */
function soonAt(line: string, at: number, { now, timeZone }: Clock): Found | undefined {
  const before = phraseAt(SOON, line.toLowerCase(), at)?.[0].length;
  const length = before === undefined ? undefined : lengthAt(line, at + before);
  if (length === undefined) return undefined;
  const then = DateTime.fromJSDate(now, { zone: timeZone }).plus({ minutes: length.minutes });
  const behind = phraseAt(SOON_BEHIND, line.toLowerCase(), length.to)?.[0].length ?? 0;
  return {
    to: length.to + behind,
    meaning: { is: 'time', at: then.toFormat('HH:mm'), minutes: undefined },
    also: { is: 'day', due: { kind: 'day', day: isoDay(then) } },
  };
}

function countAt(text: string, at: number): Found | undefined {
  const by = phraseAt(BY_TIMES, text, at);
  if (by !== undefined)
    return {
      to: at + by[0].length,
      meaning: { is: 'count', count: Number(by.groups?.['count'] ?? by.groups?.['behind']), unit: 'times' },
    };
  const match = phraseAt(COUNT, text, at);
  if (match === undefined) return undefined;
  const [unit, count] = [match.groups?.['unit'] ?? '', cardinal(match.groups?.['count'] ?? '') ?? 0];
  const isSpan = /^(?:week|month|year|fortnight)/.test(unit);
  // "6 weeks" without "for" may be anything.
  if (isSpan && !match[0].startsWith('for')) return undefined;
  const plural =
    unit.startsWith('week') || unit.startsWith('fortnight')
      ? 'weeks'
      : unit.startsWith('month')
        ? 'months'
        : unit.startsWith('year')
          ? 'years'
          : 'times';
  return {
    to: at + match[0].length,
    meaning: { is: 'count', count: unit.startsWith('fortnight') ? count * 2 : count, unit: plural },
  };
}

function mediumAt(line: string, at: number): Found | undefined {
  URL.lastIndex = at;
  const url = URL.exec(line);
  if (url !== null) return { to: at + url[0].length, meaning: { is: 'place', place: url[1] ?? '' } };
  const match = phraseAt(MEDIUM, line.toLowerCase(), at);
  if (match === undefined) return undefined;
  const to = at + match[0].length;
  // "Teams" and "phone" by themselves may belong to a name.
  const said = line.slice(at, to);
  if (!/^(?:on|via|by|over|in|online|virtual|hybrid|face)/i.test(said)) return undefined;
  const place = /person$/i.test(said) ? said : said.replace(/^(?:on|via|by|over|in) /i, '');
  return { to, meaning: { is: 'place', place } };
}

function zoneAt(text: string, at: number): Found | undefined {
  const match = phraseAt(ZONE, text, at);
  return match === undefined ? undefined : { to: at + match[0].length, meaning: { is: 'zone' } };
}
