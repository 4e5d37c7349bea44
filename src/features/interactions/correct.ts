// What was logged last, put right in a line: "log edit 12 people, yesterday, with Police". Every word is accounted for, or nothing is changed.

import { type Act, knownPerson } from '../../chat/act.ts';
import { buttons, paragraph } from '../../chat/cards.ts';
import { assertMay } from '../../chat/may.ts';
import { privately, Refusal, type Reply } from '../../chat/replies.ts';
import { clean, cut, say, textOf } from '../../chat/spans.ts';
import { Misread } from '../../chat/take-apart.ts';
import { findAgencies } from '../../language/agencies.ts';
import { findLengths } from '../../language/lengths.ts';
import { findDays } from '../../language/past-days.ts';
import { findPeople } from '../../language/people.ts';
import { namesPeople } from '../../language/person-nouns.ts';
import { zoneCalled } from '../../language/zones.ts';
import { todayIn } from '../../time/calendar.ts';
import { assertClean } from '../privacy/index.ts';
import { change, lastOfMine } from './change.ts';
import { type LineContext, takeTags } from './line.ts';
import type { FullInteraction } from './model.ts';
import { type Change, readInteraction, subjectOf } from './service.ts';
import { bandOf } from './words.ts';

/** What a few words change of an interaction. Agencies and outcomes are added to those that it has. */
export type Correction = Pick<
  Change,
  'peopleCount' | 'peopleBand' | 'minutes' | 'agencyIds' | 'outcomes' | 'tool' | 'way' | 'zoneId'
> & { day?: string };

const OPENING =
  /^(?:(?:no|sorry|oops|actually|it|that|this|there|we|was|were|is|took|lasted|should be|should have been|make|to|only|on|i meant?|of|and|also|plus|at)[,:]? )+/i;
const ENDING = / (?:too|also|as well|in all|long|there|please|not \d+)$/i;
/** How what is different begins; else it is a text that happens to begin with "edit": "log edit of the newsletter". */
const BEGINS =
  /^(?:(?:about|approx\.?|approximately|around|roughly|some|over|only|for|in|on|with|w\/?|last|this) ?)?(?:\d|#|yest|today|(?:mon|tues?|wed|thurs?|fri|sat|sun)(?:day|nesday|rsday|urday)?\b|an? hour|half an hour|week|night)/i;
const BEGINS_WITH_A_NAME = /^(?:(?:in|for|with|w\/?) ?)?\p{Lu}/u;
const COUNTED = /^(?:(?:about|approx\.?|approximately|around|roughly|some|over|at least|~) ?)*(\d.*)$/i;

/** Parts between commas; "with Police and Fire" is one. */
const partsOf = (words: string): string[] =>
  words
    .replace(OPENING, '')
    .split(/\s*[,;]\s*|\s+(?:and|&)\s+(?=\d|with )/i)
    .map((part) =>
      part
        .replace(OPENING, '')
        .replace(ENDING, '')
        .replace(/[.!]+$/, '')
        .trim(),
    )
    .filter((part) => part !== '');

/** @returns undefined when a word of it is not understood: nothing is half corrected */
export function readCorrection(typed: string, context: LineContext): Correction | undefined {
  const tags = takeTags(typed);
  if (tags.unknown.length > 0 || tags.structured !== undefined) return undefined;
  const found: Correction = {
    ...(tags.outcomes.length === 0 ? {} : { outcomes: tags.outcomes }),
    ...(tags.tool === undefined ? {} : { tool: tags.tool }),
    ...(tags.way === undefined ? {} : { way: tags.way }),
  };
  for (const part of partsOf(tags.text)) {
    const read =
      zoneIn(part, context) ?? agenciesIn(part, context) ?? lengthIn(part) ?? dayIn(part, context) ?? peopleIn(part);
    if (read === undefined || Object.keys(read).some((field) => field in found)) return undefined;
    Object.assign(found, read);
  }
  return Object.keys(found).length === 0 ? undefined : found;
}

function zoneIn(part: string, { directory }: LineContext): Correction | undefined {
  const zone = zoneCalled(part.replace(/^(?:in|for) (?:the )?/i, ''), directory.zones);
  return zone === undefined ? undefined : { zoneId: zone.id };
}

function agenciesIn(part: string, { directory }: LineContext): Correction | undefined {
  const line = ` ${part.replace(/^w(?:\/ ?| )/i, 'with ')}`;
  const { agencyIds, mentioned, from, to } = findAgencies(line, directory.agencies);
  return agencyIds.length > 0 && mentioned.length === 0 && from === 0 && to === line.length ? { agencyIds } : undefined;
}

function lengthIn(part: string): Correction | undefined {
  const { lengths, unsure } = findLengths(part);
  const [length] = lengths;
  return unsure.length === 0 && lengths.length === 1 && length?.from === 0 && length.to === part.length
    ? { minutes: length.minutes }
    : undefined;
}

function dayIn(part: string, context: LineContext): Correction | undefined {
  const days = findDays(part, context);
  const [day] = days;
  if (days.length !== 1 || day?.day === undefined || day.from !== 0 || day.to !== part.length) return undefined;
  return day.day > todayIn(context.timeZone, context.now).day ? undefined : { day: day.day };
}

function peopleIn(part: string): Correction | undefined {
  const counted = COUNTED.exec(part)?.[1];
  const words = (counted ?? '').toLowerCase().match(/\p{L}+/gu) ?? [];
  if (
    counted === undefined ||
    words.length === 0 ||
    !words.every((word) => namesPeople(word) || /^(?:to|or)$/.test(word))
  )
    return undefined;
  const { people, unsure, negative } = findPeople(part);
  if (people === undefined || unsure.length > 0 || negative) return undefined;
  const { least, most } = people;
  const band = bandOf(most === Number.POSITIVE_INFINITY ? least : Math.round((least + most) / 2)) ?? null;
  return { peopleCount: least === most ? least : null, peopleBand: band };
}

/** Changes what somebody logged last, within fifteen minutes. @param words what is different @throws {Refusal} with the form's button */
export async function correctLast(act: Act, words: string): Promise<Reply> {
  assertClean(clean(words), act.now);
  const { id } = await lastOfMine(act, 'there is nothing to change');
  const current = await readInteraction(act, id);
  assertMay(act, 'interaction.change', subjectOf(current));
  const read = readCorrection(words, {
    directory: act.directory,
    now: act.now,
    timeZone: act.partnership.timeZone,
  });
  if (read === undefined) {
    const said = words.replace(OPENING, '');
    if (!BEGINS.test(said) && !BEGINS_WITH_A_NAME.test(said)) throw new Misread(say`That changes nothing of it.`, true);
    const text = say`I cannot tell what "${cut(words, 80)}" changes of "${cut(current.text, 80)}". Nothing was changed. I read people, minutes, a day, "with Police", a tag, a zone.`;
    throw new Refusal(text, {
      summary: textOf(text),
      blocks: [paragraph(text), buttons({ label: 'Edit', action: 'log.edit', data: { id }, opens: 'form' })],
    });
  }
  const reply = await change(
    act,
    id,
    undefined,
    'interaction.edited',
    changeOf(read, current, knownPerson(act).agencyId),
    'Changed',
  );
  return reply.kind === 'card' ? privately(reply.card) : reply;
}

/** @param own the agency of whoever logged it, which is no partner of itself */
function changeOf({ day, agencyIds, outcomes, ...fields }: Correction, current: FullInteraction, own: string): Change {
  const joint = current.joint.map(({ agencyId }) => agencyId);
  const wayWasGuessed = current.guessed.includes('way') && fields.way === undefined;
  const counted = fields.peopleBand === undefined ? undefined : (fields.peopleCount ?? 2);
  const settled = { tool: fields.tool, way: fields.way, people: fields.peopleBand };
  return {
    ...fields,
    ...(wayWasGuessed && counted !== undefined ? { way: counted === 1 ? 'ONE_TO_ONE' : 'GROUP' } : {}),
    ...(day === undefined ? {} : { occurredOn: new Date(day) }),
    ...(agencyIds === undefined
      ? {}
      : { agencyIds: [...new Set([...joint, ...agencyIds])].filter((id) => id !== own) }),
    ...(outcomes === undefined ? {} : { outcomes: [...new Set([...current.outcomes, ...outcomes])] }),
    guessed: current.guessed.filter((field) => settled[field as keyof typeof settled] === undefined),
  };
}
