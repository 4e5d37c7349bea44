// Reads one typed line: what happened, with its tags, agencies, people, day and length. Pure: the same line gives the same result.

import type { Directory } from '../../chat/act.ts';
import { closest } from '../../chat/closest.ts';
import type { Outcome, PeopleBand, Tool, Way } from '../../database/generated/enums.ts';
import { findAgencies } from '../../language/agencies.ts';
import { type FoundLength, findLengths } from '../../language/lengths.ts';
import { MENTION } from '../../language/mentions.ts';
import { findPartners } from '../../language/partners.ts';
import { findDays, type PastDay, timeAhead } from '../../language/past-days.ts';
import { findPeople } from '../../language/people.ts';
import { withoutAges } from '../../language/people-spelled.ts';
import { dayOf, isoDay, WEEKDAY } from '../../language/vocabulary.ts';
import { findZone } from '../../language/zones.ts';
import { type Today, todayIn } from '../../time/calendar.ts';
import { allTags, bandOf, hinted, OUTCOMES, TOOLS, valueOf, WAYS } from './words.ts';

export interface LineContext {
  directory: Directory;
  now: Date;
  /** IANA zone in which "yesterday" is meant. */
  timeZone: string;
}

/** Fields that the bot may guess; shown as guesses until somebody confirms or changes them. */
export type Guessable = 'tool' | 'way' | 'people';

export type Unsure = 'who' | 'people' | 'minutes' | 'day';

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
  /** Fields whose words could not be read, or mean more than one thing: each is asked about. */
  unsure: { field: Unsure; words: string; days?: string[] }[];
  /** Somebody typed a number below nought. */
  negativePeople: boolean;
}

/** Reads a line. Never throws, whatever was typed. */
export function readLine(typed: string, context: LineContext): Line {
  const tags = takeTags(typed);
  const [lengths, days] = [findLengths(tags.text), findDays(tags.text, context)];
  const tail = takeTail(tags.text, context, { lengths: lengths.lengths, days });
  const text = tidy(tail.text.replace(MENTION, '$2'));
  const calendar = todayIn(context.timeZone, context.now);
  const today = calendar.day;
  const free = lengths.unsure.reduce((rest, words) => rest.replace(words, 'x'.repeat(words.length)), tags.text);
  const people = readPeople(text, masked(withoutAges(free), [...lengths.lengths, ...days]));
  const partners = findPartners(tags.text, context.directory.agencies);
  if (wayFromWords(text) === 'ONE_TO_ONE' && people.count === undefined) people.unsure = [];
  if (people.count === undefined && people.band === undefined && people.unsure.length === 0)
    if (tags.way === 'ONE_TO_ONE' || wayFromWords(text) === 'ONE_TO_ONE' || partners.companion !== undefined)
      people.count = 1;
  const when = readDay(tags.text, days, calendar, context);
  const day = when.day;
  const took = readMinutes(tags.text, lengths);
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
    minutes: took.minutes,
    occurredOn: day !== undefined && day <= today ? day : today,
    futureDay: day !== undefined && day > today ? day : undefined,
    agencyIds: partners.agencyIds,
    mentioned: partners.mentioned,
    zoneId: tail.zoneId ?? findZone(text, context.directory.zones)?.id,
    guessed,
    unknownTags: tags.unknown,
    unsure: [
      ...partners.unsure.map((words) => ({ field: 'who' as const, words })),
      ...people.unsure.map((words) => ({ field: 'people' as const, words })),
      ...took.unsure.map((words) => ({ field: 'minutes' as const, words })),
      ...when.unsure.map((each) => ({ field: 'day' as const, ...each })),
    ],
    negativePeople: people.negative,
  };
}

/** The tags of a line, and what is left of it. */
export function takeTags(typed: string) {
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

/**
 * Details that stand at the end of the line go into their own fields; the same details in mid-sentence are read and left.
 * @param whole what the line as it was typed names
 */
function takeTail(
  typed: string,
  context: LineContext,
  whole: { lengths: FoundLength[]; days: PastDay[] },
): { text: string; zoneId: string | undefined } {
  let text = typed;
  let zoneId: string | undefined;
  for (;;) {
    const rest = text.replace(/[\s,;]+$/, '');
    const endsHere = ({ from, to }: { from: number; to: number }) => to === rest.length && from > 0;
    const length = whole.lengths.find(endsHere);
    if (length !== undefined) {
      text = rest.slice(0, length.from).replace(/\sfor\s*$/i, '');
      continue;
    }
    const day = whole.days.find(endsHere);
    if (day?.day !== undefined) {
      text = rest.slice(0, day.from).replace(/\s(?:on|at)\s*$/i, '');
      continue;
    }
    const joint = findAgencies(rest, context.directory.agencies);
    if (joint.to === rest.length && joint.from !== undefined) {
      text = rest.slice(0, joint.from);
      continue;
    }
    const zone = zoneId === undefined ? findZone(rest, context.directory.zones) : undefined;
    if (zone !== undefined && zone.to === rest.length && zone.from > 0) {
      zoneId = zone.id;
      text = rest.slice(0, zone.from);
      continue;
    }
    return { text: rest, zoneId };
  }
}

const A_WEEKDAY = new RegExp(WEEKDAY, 'i');

/** The day of a line; two of them, or one that nobody can know, are asked about. */
function readDay(
  text: string,
  found: PastDay[],
  today: Today,
  context: LineContext,
): { day: string | undefined; unsure: { words: string; days: string[] }[] } {
  const words = found.map(({ day, may, from, to }) => ({
    words: text.slice(from, to),
    days: day === undefined ? may : [day],
  }));
  const days = [...new Set(found.flatMap(({ day }) => (day === undefined ? [] : [day])))];
  if (days.length > 1 || found.some(({ day }) => day === undefined)) return { day: undefined, unsure: words };
  // "7pm" before noon was another day's; so is "Thurs 7pm" on a Thursday morning.
  const ahead = days[0] === undefined || days[0] === today.day ? timeAhead(text, context) : undefined;
  if (ahead === undefined) return { day: days[0], unsure: [] };
  const named = found[0] === undefined ? '' : text.slice(found[0].from, found[0].to);
  const before = A_WEEKDAY.test(named) ? dayOf(today.day).minus({ weeks: 1 }) : dayOf(today.yesterday);
  return { day: undefined, unsure: [{ words: ahead, days: [isoDay(before), today.day] }] };
}

function readMinutes(
  text: string,
  { lengths, unsure }: ReturnType<typeof findLengths>,
): { minutes: number | undefined; unsure: string[] } {
  const all = [...new Set(lengths.map(({ minutes }) => minutes))];
  if (unsure.length > 0 || all.length > 1)
    return { minutes: undefined, unsure: [...unsure, ...lengths.map(({ from, to }) => text.slice(from, to))] };
  return { minutes: all[0], unsure: [] };
}

/** A number by itself, which may be of people: "youth club 22 yesterday", "6 on site". */
const NUMBER_ALONE =
  /(?<![\p{L}\d/.:£$€#@-])(?<!\b(?:no\.?|nos\.?|number|flat|block|room|house|unit|page|yr|year|years|part|day|week|phase|at|and|item|bus|of) )(\d{1,4})(?=\s*(?:$|[.,;)]|(?:at|on|in|with|w\/|w|for|today|turned|came|took|helped|joined|\p{L}+ed)(?![\p{L}])|x{2,}))/u;

/** What is counted and is nobody: "6 food parcels", "12 bin stores". */
const THINGS =
  /^(?:(?!(?:through|this|in|at|on|of|to|for|by|with|w|the|from|under|over|inside|outside|up|down|out|came|who|so|again)\b)[\p{L}’'-]+ ){0,2}?(?:bags?|parcels?|leaflets?|flyers?|bikes?|needles?|trolleys?|doors?|houses?|homes?|flats?|blocks?|letters?|calls?|visits?|stops?|talks?|posters?|meals?|hampers?|bulbs?|trees?|lamps?|lights?|alarms?|shops?|cars?|vans?|dogs?|cats?|books?|items?|boxes|sacks?|miles?|km|litres?|pounds?|quid|sessions?|cases?|complaints?|reports?|referrals?|incidents?|streets?|roads?|gardens?|beds?|planters?|signs?|cameras?|bins?|stores?|appointments?|forms?|surveys?|questionnaires?|emails?|texts?|messages?|weeks?|months?|years?|times|days?|pcsos?|pcs|officers?|wardens?|firefighters?|nurses?|colleagues|staff|locks?|chains?|gates?|benches|tyres?|mattresses|sofas?|fridges?|stickers?|warnings?|fines?|notices?|badges?|jackets?|coats?|scarves|hats?|blankets?|heaters?|bottles?|cans?|packs?|kits?|vouchers?|tickets?|games?|goals?|teams?|rounds?|photos?|pages?|places?|sites?|hotspots?|areas?|stairwells?|landings?|garages?|tonnes?|kilos?|skips?|vanloads?|lane|street|road|avenue|close|court|house|way|drive|crescent)(?![\p{L}])/iu;
const NUMBER =
  /(?<![\p{L}\d/.:£$€#@-])(?<!\b(?:no\.?|nos\.?|number|flats?|block|room|house|unit|page|yr|yrs|year|years|part|day|week|phase|item|bus|route|at|age|aged) )(?<!\b(?:(?:gave|given|giving|handed|handing|put) (?:out|up)|delivered|distributed|collected|planted|fitted|fixed|installed|cleared|removed|repaired|mended|donated|made|baked|marked|posted) )(\d{1,4})(?= (?<noun>\p{L}.*))/gu;

/** A number of whatever it may be, that nothing else has taken. */
function unexplained(free: string): string[] {
  return [...free.matchAll(NUMBER)]
    .filter(({ groups }) => !THINGS.test(groups?.['noun'] ?? ''))
    .map(([words]) => words);
}

/** The line without its lengths and days, so that their numbers are nobody else's. */
function masked(text: string, spans: { from: number; to: number }[]): string {
  return spans.reduce((line, { from, to }) => line.slice(0, from) + 'x'.repeat(to - from) + line.slice(to), text);
}

function readPeople(
  text: string,
  free: string,
): {
  count: number | undefined;
  band: PeopleBand | undefined;
  guessed: boolean;
  negative: boolean;
  unsure: string[];
} {
  const found = findPeople(text);
  if (found.people === undefined || found.unsure.length > 0) {
    const unsure = [...(NUMBER_ALONE.exec(free)?.slice(1, 2) ?? []), ...found.unsure, ...unexplained(free)].slice(0, 1);
    return { count: undefined, band: undefined, guessed: false, negative: false, unsure };
  }
  const { least, most } = found.people;
  const middle = most === Number.POSITIVE_INFINITY ? least : Math.round((least + most) / 2);
  return {
    count: least === most ? least : undefined,
    band: middle === 0 ? undefined : bandOf(middle),
    guessed: found.several,
    negative: found.negative,
    unsure: found.unsure,
  };
}

function tidy(text: string): string {
  return text
    .replace(/[ \t]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/ \.(?= |$)/g, '.')
    .trim();
}

function wayFromWords(text: string): Way | undefined {
  if (/\b(?:one[ -]to[ -]one|1 ?(?::|-|to) ?1)\b/i.test(text)) return 'ONE_TO_ONE';
  return undefined;
}

function wayOfBand(band: PeopleBand | undefined): Way | undefined {
  return band === undefined ? undefined : band === 'ONE' ? 'ONE_TO_ONE' : 'GROUP';
}
