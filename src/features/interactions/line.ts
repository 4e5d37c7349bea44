// Reads one typed line: what happened, with its tags, agencies, people, day and length. Pure: the same line gives the same result.
import { todayIn } from '../../calendar.ts';
import type { Directory } from '../../chat/act.ts';
import { closest } from '../../chat/help.ts';
import type { Outcome, PeopleBand, Tool, Way } from '../../database/generated/enums.ts';
import { findAgencies } from '../../language/agencies.ts';
import { MENTION } from '../../language/mentions.ts';
import { findPastDay } from '../../language/past-days.ts';
import { findZone } from '../../language/zones.ts';
import { allTags, bandOf, hinted, OUTCOMES, TOOLS, valueOf, WAYS } from './words.ts';

export interface LineContext {
  directory: Directory;
  now: Date;
  /** IANA zone in which "yesterday" is meant. */
  timeZone: string;
}

/** Fields that the bot may guess; shown as guesses until somebody confirms or changes them. */
export type Guessable = 'tool' | 'way' | 'people';

export interface Line {
  /** What happened, without the tags and without details at the end that have a field of their own. */
  text: string;
  tool: Tool | undefined;
  outcomes: Outcome[];
  way: Way | undefined;
  structured: boolean | undefined;
  peopleCount: number | undefined;
  peopleBand: PeopleBand | undefined;
  minutes: number | undefined;
  /** YYYY-MM-DD; today if the line names no day. */
  occurredOn: string;
  /** The line names a day to come; then `occurredOn` is today and somebody must say which is meant. */
  futureDay: string | undefined;
  agencyIds: string[];
  /** Platform user ids of people mentioned after "with". */
  mentioned: string[];
  zoneId: string | undefined;
  guessed: Guessable[];
  /** Tags that are not known, kept in the text, with what was probably meant. */
  unknownTags: { tag: string; meant: string | undefined }[];
  /** Somebody typed a number below nought. */
  negativePeople: boolean;
}

/** Reads a line. Never throws, whatever was typed. */
export function readLine(typed: string, context: LineContext): Line {
  const tags = takeTags(typed);
  const tail = takeTail(tags.text, context);
  const text = tidy(tail.text.replace(MENTION, '$2'));
  const people = readPeople(text);
  const day = tail.day ?? findPastDay(text, context)?.day;
  const today = todayIn(context.timeZone, context.now).day;
  const agencies = [...tail.agencyIds, ...findAgencies(tail.text, context.directory.agencies).agencyIds];
  const guessed: Guessable[] = [];

  const tool = tags.tool ?? hinted(TOOLS, text).at(0) ?? 'INTERACTION';
  if (tags.tool === undefined) guessed.push('tool');
  const way =
    tags.way ??
    wayFromWords(text) ??
    (people.count === undefined
      ? wayOfBand(people.band)
      : people.count === 1
        ? 'ONE_TO_ONE'
        : people.count > 1
          ? 'GROUP'
          : undefined);
  if (tags.way === undefined && wayFromWords(text) === undefined && way !== undefined) guessed.push('way');
  if (people.guessed) guessed.push('people');
  return {
    text,
    tool: text === '' && tags.tool === undefined ? undefined : tool,
    outcomes: tags.outcomes,
    way,
    structured: tags.structured,
    peopleCount: people.count,
    peopleBand: people.band,
    minutes: tail.minutes ?? findMinutes(text),
    occurredOn: day !== undefined && day <= today ? day : today,
    futureDay: day !== undefined && day > today ? day : undefined,
    agencyIds: [...new Set(agencies)],
    mentioned: [...new Set([...tail.mentioned, ...findAgencies(tail.text, []).mentioned])],
    zoneId: tail.zoneId ?? findZone(text, context.directory.zones)?.id,
    guessed,
    unknownTags: tags.unknown,
    negativePeople: people.negative,
  };
}

function takeTags(typed: string) {
  const outcomes: Outcome[] = [];
  const unknown: Line['unknownTags'] = [];
  let tool: Tool | undefined;
  let way: Way | undefined;
  let structured: boolean | undefined;
  const text = typed.replace(
    /(^|\s)#([\p{L}\d][\p{L}\d:_-]{0,40})([,;.]?(?=\s|$))?/gu,
    (whole, before: string, tag: string, stop = '') => {
      const outcome = valueOf(OUTCOMES, tag);
      const wayTag = valueOf(WAYS, tag);
      const toolTag = valueOf(TOOLS, tag);
      if (outcome !== undefined) {
        if (!outcomes.includes(outcome)) outcomes.push(outcome);
      } else if (wayTag !== undefined) way = wayTag;
      else if (toolTag !== undefined) tool ??= toolTag;
      else if (/^structured$/i.test(tag)) structured = true;
      else if (/^unstructured$/i.test(tag)) structured = false;
      else if (/^\d+$/.test(tag)) return whole;
      else {
        unknown.push({ tag, meant: closest(tag, allTags()) });
        return whole;
      }
      return stop === '.' ? '.' : before;
    },
  );
  return { text: tidy(text), outcomes, tool, way, structured, unknown };
}

/** Details that stand at the end of the line go into their own fields; the same details in mid-sentence are read and left. */
function takeTail(typed: string, context: LineContext) {
  let text = typed;
  let day: string | undefined;
  let minutes: number | undefined;
  let zoneId: string | undefined;
  const agencyIds: string[] = [];
  const mentioned: string[] = [];
  for (;;) {
    const rest = text.replace(/[\s,;]+$/, '');
    const length = minutes === undefined ? MINUTES_AT_END.exec(rest) : null;
    if (length !== null) {
      minutes = toMinutes(length);
      text = rest.slice(0, length.index);
      continue;
    }
    const found = day === undefined ? findPastDay(rest, context) : undefined;
    if (found !== undefined && found.to === rest.length && found.from > 0) {
      day = found.day;
      text = rest.slice(0, found.from).replace(/\s(?:on|at)\s*$/i, '');
      continue;
    }
    const joint = findAgencies(rest, context.directory.agencies);
    if (joint.to === rest.length && joint.from !== undefined) {
      agencyIds.push(...joint.agencyIds);
      mentioned.push(...joint.mentioned);
      text = rest.slice(0, joint.from);
      continue;
    }
    const zone = zoneId === undefined ? findZone(rest, context.directory.zones) : undefined;
    if (zone !== undefined && zone.to === rest.length && zone.from > 0) {
      zoneId = zone.id;
      text = rest.slice(0, zone.from);
      continue;
    }
    return { text: rest, day, minutes, zoneId, agencyIds, mentioned };
  }
}

function tidy(text: string): string {
  return text
    .replace(/[ \t]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/ \.(?= |$)/g, '.')
    .trim();
}

const HOURS = '(\\d{1,2}(?:[.,]\\d{1,2})?) ?(?:h|hrs?|hours?)\\b';
const MINS = '(\\d{1,4}) ?(?:m|mins?|minutes?)\\b';
const DURATION = `(?:for )?(?:${HOURS}(?: (?:and )?${MINS})?|${MINS})`;
const MINUTES_AT_END = new RegExp(`(?:^|[\\s,;(])${DURATION}[.)]?$`, 'i');
const MINUTES_ANYWHERE = new RegExp(`\\bfor ${DURATION.slice('(?:for )?'.length)}`, 'i');

function findMinutes(text: string): number | undefined {
  const match = MINUTES_ANYWHERE.exec(text);
  return match === null ? undefined : toMinutes(match);
}

function toMinutes(match: RegExpExecArray): number | undefined {
  const total = Math.round(
    Number((match[1] ?? '0').replace(',', '.')) * 60 + Number(match[2] ?? 0) + Number(match[3] ?? 0),
  );
  return total >= 1 && total <= 1440 ? total : undefined;
}

const NUMBER_WORDS: Record<string, number> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  dozen: 12,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
};
const PEOPLE_WORDS =
  'residents?|people|persons?|lads?|lasses|girls?|boys?|kids?|children|child|parents?|mums?|dads?|mothers?|fathers?|families|family|tenants?|neighbours?|volunteers?|pupils?|students?|teenagers?|teens?|youths?|youngsters?|adults?|women|woman|men|man|shopkeepers?|shoppers?|customers?|carers?|elders?|pensioners?|traders?|attendees|participants|visitors?|guests?|households?|drivers?|riders?|bikers?|dog walkers?|commuters?|learners?|members of the public';
const PEOPLE = new RegExp(
  `(-\\s?)?(?<![\\w.,/:£$€])(\\d{1,5}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|a dozen|dozen|fifteen|twenty|thirty|forty|fifty)(\\+|(?: ?[-–] ?| to )\\d{1,5})?(?: |-)((?:[a-z'-]{2,20} ){0,2})(${PEOPLE_WORDS})\\b(?! (?:police|fire|health|worker|officer|service|team)\\b)`,
  'gi',
);

function readPeople(text: string): {
  count: number | undefined;
  band: PeopleBand | undefined;
  guessed: boolean;
  negative: boolean;
} {
  let count: number | undefined;
  let band: PeopleBand | undefined;
  let times = 0;
  let negative = false;
  for (const match of text.matchAll(PEOPLE)) {
    const [, minus, number = '', range, between = ''] = match;
    // "10 minutes of people" or "3 streets and residents" counts something else.
    if (
      /\b(?:of|and|or|with|for|min|mins|minutes|hours?|days?|weeks?|from|by|to|about|the|streets?|doors?|houses?|homes?)\b/i.test(
        between,
      )
    )
      continue;
    if (minus !== undefined) negative = true;
    const words = number.toLowerCase();
    const value = NUMBER_WORDS[words.replace(/^a dozen$/, 'dozen')] ?? Number(number);
    times += 1;
    if (range === undefined) count = (count ?? 0) + value;
    else band = range === '+' ? bandOf(value + 1) : bandOf(Math.round((value + Number(range.replace(/\D/g, ''))) / 2));
  }
  if (band !== undefined) return { count: undefined, band, guessed: times > 1, negative };
  return { count, band: count === undefined ? undefined : bandOf(count), guessed: times > 1, negative };
}

function wayFromWords(text: string): Way | undefined {
  if (/\b(?:one[ -]to[ -]one|1 ?(?::|-|to) ?1)\b/i.test(text)) return 'ONE_TO_ONE';
  return undefined;
}

function wayOfBand(band: PeopleBand | undefined): Way | undefined {
  return band === undefined ? undefined : band === 'ONE' ? 'ONE_TO_ONE' : 'GROUP';
}
