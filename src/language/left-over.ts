// A name and a place, in what no piece of a line has taken. Pure.
import type { Piece } from './pieces.ts';
import { timeWordsIn } from './vocabulary.ts';

const PLACE_WORD =
  /(?<![\p{L}])(?:library|centre|center|hall|room|church|chapel|mosque|temple|school|academy|college|station|caf[eé]|house|office|offices|hub|club|pub|inn|arms|tavern|restaurant|bakery|allotments?|pavilion|canteen|foyer|park|surgery|clinic|hospital|street|road|avenue|lane|close|square|building|floor|reception|garden|gardens|gym|theatre|museum|depot)(?![\p{L}])/iu;
/** Words that join a name or a place to the rest of its line. */
const BEFORE_A_NAME = /^(?:on|at|the|and|from|for|called|named|please|[&+])(?=\s|$)/i;
const BEHIND_A_NAME = /(?<=^|\s)(?:on|at|around|and|from|the|for|of|please|thanks|thank you|sharp|prompt|[&+])$/i;
/** What says that something repeats, beside how often. */
const OF_A_RHYTHM =
  /^(?:,? ?(?:and )?(?:then|after that|thereafter|from then on))(?=\s|$)|(?<=^|\s)(?:(?:and )?then|after that|thereafter|repeat(?:s|ing|ed)?|recurring|recurs|happening)$/i;
/** A time in which a series is not held, or a length that nobody can count. */
const GAP =
  /(?:^|[^\p{L}])(?:with (?:an? |the )?(?:break|gap|pause|rest)|(?:breaks?|pauses?|closed|cancelled|off|not on|none(?: on)?|no) *$|but (?:not|no)(?![\p{L}])|(?:not|except|excluding) (?:over|during|at) |for (?:an?|one|the|this|next) (?:half )?terms?|(?:all|during|each|every) (?:half )?terms?)(?![\p{L}])/iu;
/** A place by its name alone, behind the time. */
const NAMED_PLACE =
  /^(?:[-–—,] ?)?(?:The \p{Lu}[\p{L}’' ]*|(?:MS |Microsoft )?Teams|Zoom|Google Meet|Skype|(?:(?:\d{1,2}(?:st|nd|rd|th)|[Gg]round|[Ff]irst|[Ss]econd|[Tt]hird|[Tt]op) [Ff]loor|(?:[Mm]eeting )?(?:[Rr]oom|[Rr]m|[Ss]uite|[Ff]loor) [A-Z]?\d[\w.]*)(?:,? \p{L}[\p{L}’' ]*)?|\d{1,3}[a-z]? \p{Lu}[\p{L}’' ]* (?:[Ss]treet|[Ss]t|[Rr]oad|[Rr]d|[Aa]venue|[Aa]ve|[Ll]ane|[Cc]lose|[Dd]rive|[Ww]ay|[Ss]quare|[Pp]lace|[Tt]errace|[Cc]rescent|[Gg]rove|[Ww]alk|[Hh]ouse))$/u;
/** What is said of a time, and is no name. */
const BESIDE_A_TIME = /^(?:starts?|kick[- ]?off)$/iu;
const NEVER_A_NAME =
  /^(?:ish|around|about|approx\.?|approximately|roughly|circa|c\.?|max(?:imum)?|tops|or so|onwards?|['’]s|\p{P}+|~)$/iu;
/** Not when it is, but until when it may be. */
const LIMIT = /(?:^|[^\p{L}])(?:by|before|after|within|(?:no|not) later than) *$/iu;
const BEHIND_A_PLACE = /(?<=^|\s)(?:on|at|and|from|for|of)$/i;
const MARKS = new Set(' \t,;:()–—-?!~');

/** A name and a place, in what no piece has taken. @param repeats the line has a rhythm */
export function leftOver(
  line: string,
  pieces: Piece[],
  repeats = false,
): { title: string; place: string; unread: string[]; gaps: string[] } {
  const runs: { text: string; behind: boolean }[] = [];
  const limits: string[] = [];
  let at = 0;
  for (const piece of [...pieces, undefined]) {
    const to = piece?.from ?? line.length;
    const limit = piece?.meaning.is === 'day' ? LIMIT.exec(line.slice(at, to)) : null;
    if (limit !== null) limits.push(`${limit[0].trim()} ${piece?.words}`);
    if (line.slice(at, to).trim() !== '') runs.push({ text: line.slice(at, to), behind: runs.length > 0 || at > 0 });
    at = piece?.to ?? line.length;
  }
  const [titles, places]: [string[], string[]] = [[], []];
  for (const { text, behind } of runs) {
    const found = /(?:^|\s)(?:(?:at|in) |@(?!\{) ?)(.{2,200})$/i.exec(text);
    // "in" makes a place where something is named: "in the library", "in New Parks", and not "in partnership".
    const isPlace =
      found !== null &&
      // "at 10 and 2" is no place.
      !/^[\d\s.:]+(?:(?:and|or|to|[,&/–-])[\d\s.:]+)*$/.test(found[1] ?? '') &&
      (!/^\s?in\b/i.test(found[0]) || behind || /^(?:the |a )?(?:\p{Lu}|\d)|^the /u.test(found[1] ?? ''));
    const before = isPlace ? text.slice(0, found.index) : text;
    if (isPlace) places.push(trim(found[1] ?? '', true));
    const parts = before
      .split(/[,;]/)
      .map((part) => trim(repeats ? trim(part).replace(OF_A_RHYTHM, '') : part))
      .filter((each) => each !== '');
    // Behind the time, after a comma, what sounds like a place.
    const heard: string[] = [];
    // "7pm The Oak", "7pm Teams"
    if (!isPlace && behind && parts.length === 1 && NAMED_PLACE.test(text.replace(/[\s,;]+$/, '').trim())) {
      places.push(trim(text, true));
      continue;
    }
    while (!isPlace && behind && PLACE_WORD.test(parts.at(-1) ?? '') && (/^\s*[,;@–—-]/.test(text) || parts.length > 1))
      heard.unshift(parts.pop() ?? '');
    // "Floor 3, City Hall"
    while (heard.length > 0 && NAMED_PLACE.test(parts.at(-1) ?? '')) heard.unshift(parts.pop() ?? '');
    places.push(...heard);
    // What a comma set apart stays apart: "Christmas lunch, Costa".
    if (parts.length > 0) titles.push(`${titles.length > 0 && /^\s*[,;]/.test(text) ? ', ' : ' '}${parts.join(', ')}`);
  }
  const place = places.filter((each) => each !== '').join(', ');
  const names = titles.filter((each) => !NEVER_A_NAME.test(trim(each)));
  const kept = names.filter((each) => !BESIDE_A_TIME.test(trim(each)));
  const title = (kept.length > 0 ? kept : names).join('').replace(/^[\s,]+/, '');
  return {
    title,
    place,
    gaps: runs.flatMap(({ text }) => GAP.exec(text)?.[0].replace(/^[\s\p{P}]+|\s+$/gu, '') ?? []),
    unread: [
      ...limits,
      ...(/^the (?:earliest|latest)$/i.exec(place) ?? []),
      ...timeWordsIn(place.replace(/\d+/g, '#')).filter(
        (word) => !/^(?:one|two|three|the|first|second|third|day|other|night|next|half|mid|tbc)$/.test(word),
      ),
    ],
  };
}

/** Without the marks and joining words at its edges; a place keeps its "the". */
function trim(text: string, isPlace = false): string {
  let [from, to] = [0, text.length];
  for (;;) {
    while (from < to && MARKS.has(text[from] ?? '')) from += 1;
    while (to > from && MARKS.has(text[to - 1] ?? '')) to -= 1;
    const kept = text.slice(from, to);
    const before = isPlace ? undefined : BEFORE_A_NAME.exec(kept)?.[0];
    const behind = (isPlace ? BEHIND_A_PLACE : BEHIND_A_NAME).exec(kept)?.[0];
    if (before === undefined && behind === undefined) return kept.replace(/\s+/g, ' ');
    if (before !== undefined) from += before.length;
    else to -= behind?.length ?? 0;
  }
}
