// Reads one typed line: what happened, with its tags, agencies, people, day and length. Pure: the same line gives the same result.
import * as chrono from 'chrono-node';
import { DateTime } from 'luxon';
import { todayIn } from '../../calendar.ts';
import type { AgencyEntry, Directory, ZoneEntry } from '../../chat/act.ts';
import { closest } from '../../chat/help.ts';
import type { Outcome, PeopleBand, Tool, Way } from '../../database/generated/enums.ts';
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

/** How adapters write a mention of a person: @{user|name}. */
export const MENTION = /@\{([^|}]{1,80})\|([^}]{0,80})\}/g;

/** Reads a line. Never throws, whatever was typed. */
export function readLine(typed: string, context: LineContext): Line {
  const tags = takeTags(typed);
  const tail = takeTail(tags.text, context);
  const text = tidy(tail.text.replace(MENTION, '$2'));
  const people = readPeople(text);
  const day = tail.day ?? findDay(text, context)?.day;
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
    const found = day === undefined ? findDay(rest, context) : undefined;
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

const BARE_WORD =
  /^(?:(?:mon|tues?|wed|thur?s?|fri|sat|sun|jan|feb|mar|march|apr|april|may|june?|july?|aug|sept?|oct|nov|dec)\.?|now|second|\d{1,2})$/i;
const BARE_WEEKDAY = /^(?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)day(?: (?:morning|afternoon|evening|night))?$/i;

const MISTAKEN_DAYS = 31;
/** What most lines end with; it needs no further thought unless something before it may name a day too. */
const PLAIN_DAY = /\s(today|yesterday)$/i;
const OTHER_DAY =
  /\b(?:today|yesterday|tomorrow|ago|last|next|days?|weeks?|months?|years?)\b|\b(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\d(?:st|nd|rd|th)\b|\d[/.:-]\d|\d{4}/i;

/** The first day that the text names, as people in the United Kingdom write it. */
function findDay(text: string, { now, timeZone }: LineContext): { day: string; from: number; to: number } | undefined {
  const today = todayIn(timeZone, now);
  const plain = PLAIN_DAY.exec(text);
  if (plain !== null && !OTHER_DAY.test(text.slice(0, plain.index)))
    return {
      day: plain[1]?.toLowerCase() === 'today' ? today.day : today.yesterday,
      from: plain.index + 1,
      to: text.length,
    };
  for (const result of chrono.en.GB.parse(text.slice(0, 10_000), { instant: now, timezone: today.offset })) {
    const { start } = result;
    if (BARE_WORD.test(result.text.trim())) continue;
    if (
      !start.isCertain('day') &&
      !start.isCertain('weekday') &&
      !/\b(?:days?|weeks?|months?) ago\b/i.test(result.text)
    )
      continue;
    const atEnd = text.slice(result.index + result.text.length).trim() === '';
    // "2/3 of residents": a day and month alone count only at the end of the line.
    if (/^\d{1,2}[/.-]\d{1,2}$/.test(result.text.trim()) && !atEnd) continue;
    let day = DateTime.fromObject(
      {
        year: start.get('year') ?? today.year,
        month: start.get('month') ?? today.month,
        day: start.get('day') ?? today.dayOfMonth,
      },
      { zone: 'utc' },
    );
    // What is logged has happened: "Friday" is the last one.
    if (BARE_WEEKDAY.test(result.text.trim()))
      while ((day.toISODate() ?? '') > today.day) day = day.minus({ weeks: 1 });
    // So "1 May", without a year, is the last one too, unless it is so near ahead that somebody may have mistaken the month.
    if (
      !start.isCertain('year') &&
      start.isCertain('month') &&
      day.diff(DateTime.fromISO(today.day, { zone: 'utc' }), 'days').days > MISTAKEN_DAYS
    )
      day = day.minus({ years: 1 });
    const iso = day.toISODate();
    if (iso !== null) return { day: iso, from: result.index, to: result.index + result.text.length };
  }
  return undefined;
}

const namesOfAgencies = new WeakMap<AgencyEntry[], { id: string; name: string }[]>();

/** Every name of every agency in lower case, the longest first. */
function namesOf(agencies: AgencyEntry[]): { id: string; name: string }[] {
  const known = namesOfAgencies.get(agencies);
  if (known !== undefined) return known;
  const names = agencies
    .flatMap((agency) =>
      [agency.name, agency.shortName, ...agency.aliases].map((name) => ({ id: agency.id, name: name.toLowerCase() })),
    )
    .sort((a, b) => b.name.length - a.name.length);
  namesOfAgencies.set(agencies, names);
  return names;
}

/** Agencies and mentioned people after "with", in mid-line or at its end. */
function findAgencies(
  text: string,
  agencies: AgencyEntry[],
): { agencyIds: string[]; mentioned: string[]; from: number | undefined; to: number } {
  const names = namesOf(agencies);
  const lower = text.toLowerCase();
  const agencyIds: string[] = [];
  const mentioned: string[] = [];
  let from: number | undefined;
  let to = -1;
  for (const match of lower.matchAll(/(?:^|\s)(?:jointly )?with /g)) {
    let at = match.index + match[0].length;
    let matched = false;
    for (;;) {
      const skip = /^(?:the |our )/.exec(lower.slice(at))?.[0].length ?? 0;
      const mention = /^@\{([^|}]{1,80})\|[^}]{0,80}\}/.exec(text.slice(at + skip));
      const agency = names.find(
        (entry) =>
          lower.startsWith(entry.name, at + skip) && !/^[\p{L}\d]/u.test(lower.slice(at + skip + entry.name.length)),
      );
      if (mention !== null) {
        mentioned.push(mention[1] ?? '');
        at += skip + mention[0].length;
      } else if (agency !== undefined) {
        agencyIds.push(agency.id);
        at += skip + agency.name.length;
      } else break;
      matched = true;
      to = at;
      const more = /^(?:,? and |, | & | \+ |,)/.exec(lower.slice(at));
      if (more === null) break;
      at += more[0].length;
    }
    if (matched) from = match.index;
  }
  return { agencyIds, mentioned, from, to };
}

const patternsOfZones = new WeakMap<ZoneEntry[], { zone: ZoneEntry; byName: RegExp; byCode: RegExp }[]>();

function patternsOf(zones: ZoneEntry[]): { zone: ZoneEntry; byName: RegExp; byCode: RegExp }[] {
  const known = patternsOfZones.get(zones);
  if (known !== undefined) return known;
  const patterns = zones.map((zone) => {
    const name = zone.name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return {
      zone,
      byName: new RegExp(`(?:^|\\s)(?:in|for) (?:the )?${name}(?: zone)?(?![\\p{L}\\d])`, 'iu'),
      byCode: new RegExp(`(?:^|\\s)(?:in|for|zone) ${zone.code}(?![\\p{L}\\d-])`, 'u'),
    };
  });
  patternsOfZones.set(zones, patterns);
  return patterns;
}

/** "in New Parks" or "in NP"; codes count in capitals only, for "in an" is no zone. */
function findZone(text: string, zones: ZoneEntry[]): { id: string; from: number; to: number } | undefined {
  for (const { zone, byName, byCode } of patternsOf(zones)) {
    const match = byName.exec(text) ?? byCode.exec(text);
    if (match !== null) return { id: zone.id, from: match.index, to: match.index + match[0].length };
  }
  return undefined;
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
