// How long something took, wherever a line says it: "2 hrs", "1hr 30", "half an hour", "2pm-4pm". Pure.
import { COULD_BE_TIME, lengthAt, timeAt } from './clock-times.ts';
import { namesPeople } from './person-nouns.ts';
import { cardinal, MONTH, phraseAt } from './vocabulary.ts';

export interface FoundLength {
  minutes: number;
  from: number;
  to: number;
}

/** What is said of a length makes it another's: "2 hours ago", "an hour late". */
const NOT_OURS = /^\s*(?:ago|old|late|early|away|notice|later|earlier|after|before|drive|walk away)\b/i;
const EACH = /^\s*(?:(?:with |w\/ ?|for )?each|per|apiece|every|a (?:day|week|person))\b/i;
/** "saw each for 20 mins" */
const EACH_BEFORE = /\beach (?:for |of )?(?:about )?$/i;
/** "1h15 in all": of what else is said beside it. */
const IN_ALL = /^,? (?:in all|in total|altogether|all told|overall|total)\b/i;
/** "two 50 min sessions", "2 x 1hr chair yoga classes": so many of them. */
const SESSIONS =
  /^[- ](?:\p{L}+ ){0,2}(?:sessions|classes|talks|visits|workshops|groups|meetings|lessons|slots|shifts|calls|walks|assemblies|surgeries|drop-?ins)\b/iu;
const TIMES_BEFORE = /(?:^|[\s,;(])(?<count>[2-9]|two|three|four|five|six) ?[x×]? ?$/i;
const timesBefore = (before: string): number =>
  cardinal(TIMES_BEFORE.exec(before)?.groups?.['count']?.toLowerCase() ?? '') ?? 1;
/** A length that nobody can put into minutes. */
const OPEN =
  /\b(?:half (?:a )?day|all (?:day|morning|afternoon|evening)|(?:the )?whole (?:day|morning|afternoon|evening)|most of the (?:day|morning|afternoon)|(?:spent|spend) (?:the |a )?(?:day|morning|afternoon|evening)|(?:\d|two|three|four|five) days(?! (?:ago|later|old|before|notice|after|off)))\b/gi;
const HOUR_ALONE =
  /(?<=^|[,;(:–-]\s*|\.\s+)(?:an? |1 ?)?h(?:ou)?r(?<half> (?:and|&) (?:a )?half)?(?<quarter> (?:and|&) (?:a )?quarter)?(?=\s*(?:$|[,;.)]|(?:w\/|with|w)(?= ?\S)))|(?<!an? |one |1 )\bhour and a half\b/gi;

/** Where a length may begin. */
const BEGINS = /(?<![\p{L}\d./£])[\p{L}\d½¼¾~]/gu;

/** Every length in a line, in its order; `unsure` has those that may be of one among several. */
export function findLengths(line: string): { lengths: FoundLength[]; unsure: string[] } {
  const lengths: FoundLength[] = [];
  const unsure: string[] = [...line.matchAll(OPEN)].map(([words]) => words);
  const lower = line.toLowerCase();
  let past = 0;
  for (const { index: at } of line.matchAll(BEGINS)) {
    if (at < past) continue;
    if (!/\d/.test(line[at] ?? '') && phraseAt(COULD_BE_TIME, lower, at) === undefined) continue;
    const found = foundAt(line, at) ?? hoursBesideADay(line, at);
    // "a meal for 45": of people.
    if (found !== undefined && /^for \d+$/i.test(line.slice(at, found.to))) continue;
    if (found === undefined || NOT_OURS.test(line.slice(found.to, found.to + LONGEST))) continue;
    const behind = line.slice(found.to, found.to + LONGEST);
    if (IN_ALL.test(behind)) return { lengths: [{ minutes: found.minutes, from: at, to: found.to }], unsure: [] };
    const times = SESSIONS.test(behind) || / ?[x×] ?$/i.test(line.slice(0, at)) ? timesBefore(line.slice(0, at)) : 1;
    if (EACH.test(behind) || EACH_BEFORE.test(line.slice(0, at))) unsure.push(line.slice(at, found.to));
    else lengths.push({ minutes: found.minutes * times, from: at, to: found.to });
    past = found.to;
  }
  for (const match of line.matchAll(HOUR_ALONE)) {
    const to = match.index + match[0].length;
    if (!lengths.some((each) => each.from < to && match.index < each.to))
      lengths.push({
        minutes: /half/i.test(match[0]) ? 90 : /quarter/i.test(match[0]) ? 75 : 60,
        from: match.index,
        to,
      });
  }
  return { lengths: lengths.filter(({ minutes }) => minutes >= 1 && minutes <= 1440), unsure };
}

/** No length is written in more characters. */
const LONGEST = 80;

function foundAt(line: string, at: number): { minutes: number; to: number } | undefined {
  const near = line.slice(at, at + LONGEST);
  const found = lengthAt(near, 0) ?? (at === 0 ? undefined : hoursAt(near)) ?? rangeAt(near);
  return found === undefined ? undefined : { minutes: found.minutes, to: at + found.to };
}

/** "3h": behind what was done it is no time of day. */
function hoursAt(near: string): { minutes: number; to: number } | undefined {
  const match = /^(\d{1,2})h(?![\p{L}\d])/iu.exec(near);
  return match === null || Number(match[1]) > 12 ? undefined : { minutes: Number(match[1]) * 60, to: match[0].length };
}

const DAY = '(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*';
const BEHIND_A_DAY = new RegExp(
  `(?:^|[\\s,])(?:${DAY}(?: \\d{1,2}(?:st|nd|rd|th)?)?|\\d{1,2}(?:st|nd|rd|th)? ${MONTH}|ton(?:ight|ite)|last nig?h?te?|yest(?:erday)?|yday|today) $`,
  'iu',
);
const HOURS = new RegExp(
  `^(\\d{1,2})(?: ?[-–] ?| to | till? )(\\d{1,2})(?!\\d)(?=\\s*(?:$|[,;.:]|(?:with|w/|w|at|\\d{1,3}) )|(?<before> (?:last )?${DAY})\\b)`,
  'i',
);

const APART = /(?:^|[,;(] ?|\b(?:open|from) )$/i;
/** From a morning into an afternoon: "3-2" is how a match ended. */
const isDownwards = (match: RegExpExecArray | null): boolean => Number(match?.[1]) >= 8 && Number(match?.[2]) < 8;

/** "3-2" was a match, and nobody's eleven hours. */
const LONGEST_BARE = 6;

/** "11 regulars came, 10-12": where people were counted before, what ends the line is from when to when. */
const isLast = (line: string, at: number, match: RegExpExecArray | null): boolean =>
  match !== null &&
  (Number(match[2]) - Number(match[1]) + 12) % 12 <= LONGEST_BARE &&
  /^[\s.]*$/.test(line.slice(at + match[0].length)) &&
  [...line.slice(0, at).matchAll(/(?:^|[\s,+&(])\d{1,4} (?:\p{L}+ )?(\p{L}{3,})/gu)].some(
    ([words, noun = '']) => namesPeople(noun.toLowerCase()) || /\d (?:came|attended)\b/i.test(words),
  );

/** "mon 10-12", "10-12 sat": beside a day it is from one time to another; "10-3" goes down, so it is no number of people either. */
function hoursBesideADay(line: string, at: number): { minutes: number; to: number } | undefined {
  const match = HOURS.exec(line.slice(at, at + LONGEST));
  const beside = match?.groups?.['before'] !== undefined || BEHIND_A_DAY.test(line.slice(Math.max(0, at - 16), at));
  const before = line.slice(Math.max(0, at - 12), at);
  if (
    !beside &&
    !/\b(?:open|drop[- ]?in|surgery|clinic|stall|caf[eé]) $/i.test(before) &&
    !(isDownwards(match) && !/\b(?:won|win|lost|beat|score|scored|vote|voted) $/i.test(before)) &&
    !(APART.test(before) && isLast(line, at, match))
  )
    return undefined;
  const hours = match === null ? 0 : (Number(match[2]) - Number(match[1]) + 12) % 12;
  return match === null || hours === 0 || Number(match[1]) > 12 || Number(match[2]) > 12
    ? undefined
    : { minutes: hours * 60, to: at + match[0].length };
}

/** "10pm-2am": a night's work ends on the next day, as no meeting does. */
const OVERNIGHT =
  /^(?:from )?(\d{1,2})(?:[:.](\d\d))? ?p\.?m\.? ?(?:-|–|to|till?|until) ?(\d{1,2})(?:[:.](\d\d))? ?a\.?m\.?(?![\p{L}\d])/iu;

/** "1900-2100", as shifts are written. */
const SHIFT = /^([01]\d|2[0-3])(00|15|30|45) ?[-–] ?([01]\d|2[0-3])(00|15|30|45)(?![\p{L}\d])/u;

/** From one time of day to another, where it is plain that these are times. */
function rangeAt(near: string): { minutes: number; to: number } | undefined {
  const night = OVERNIGHT.exec(near);
  if (night !== null) {
    const [, from = '', past = '0', until = '', more = '0'] = night;
    const minutes = ((Number(until) % 12) + 12) * 60 + Number(more) - (Number(from) % 12) * 60 - Number(past);
    return { minutes, to: night[0].length };
  }
  const shift = SHIFT.exec(near);
  if (shift !== null) {
    const [from = 0, past = 0, until = 0, more = 0] = shift.slice(1).map(Number);
    return { minutes: ((until - from + 24) % 24) * 60 + more - past, to: shift[0].length };
  }
  // A full stop behind a time ends the sentence.
  const found = timeAt(near.replace(/(?<=\d)\.(?=\s|$)/g, ' '), 0, undefined);
  if (found?.minutes === undefined) return undefined;
  const words = near.slice(0, found.to);
  return /[ap]\.?m|\d[:.]\d\d|^(?:from|between|half|quarter)\b|\d ?(?:till?|until) ?\d/i.test(words)
    ? { minutes: found.minutes, to: found.to }
    : undefined;
}
