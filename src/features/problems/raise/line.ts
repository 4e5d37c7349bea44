// Reads one typed line that raises a problem. Pure.
import type { Directory } from '../../../chat/act.ts';
import { clean, command, lengthOf, say, type Text } from '../../../chat/spans.ts';
import { findAgencies } from '../../../language/agencies.ts';
import { dayAt } from '../../../language/days.ts';
import type { Clock } from '../../../language/meant-days.ts';
import { MENTION } from '../../../language/mentions.ts';
import { findZone } from '../../../language/zones.ts';
import { OUTCOMES, valueOf } from '../../interactions/index.ts';
import { emptyDraft, LONGEST_TITLE, type ProblemDraft } from './entry.ts';
import { conceptsOf, isPlaceKind } from './thesaurus.ts';

const TAG = /(^|\s)#([\p{L}\d][\p{L}\d_-]{0,40})([,;.]?(?=\s|$))?/gu;
const COMMUNITY = /^(?:community|residents?|public)$/i;

/** "Off-road bikes on the rec most evenings #safe #well, ask Housing and Police". Never throws. */
export function readProblemLine(typed: string, directory: Directory): ProblemDraft {
  const draft = emptyDraft();
  let text = clean(typed).replace(TAG, (whole, before: string, tag: string, stop = '') => {
    const outcome = valueOf(OUTCOMES, tag);
    if (outcome !== undefined) {
      if (!draft.outcomes.includes(outcome)) draft.outcomes.push(outcome);
    } else if (COMMUNITY.test(tag)) draft.raisedBy = 'COMMUNITY';
    else return whole;
    return stop === '.' ? '.' : before;
  });
  // "ask Housing and Police" at the end; read as "with" is, so that both follow one list of names.
  const ask = /[,;.\s]+(?:and )?ask (?!for\b)/i.exec(text);
  if (ask !== null) {
    const tail = ` with ${text.slice(ask.index + ask[0].length)}`;
    const agencies = findAgencies(tail, directory.agencies);
    const behind = tail.slice(agencies.to).trim().replace(/[.!,]/g, '');
    // "ask Fire by Friday": they are asked, and the day stays in its words, where it is remarked on.
    const isDay = /^(?:by|before|until) \S/i.test(behind);
    if (agencies.agencyIds.length > 0 && (behind === '' || isDay)) {
      draft.agencyIds = [...new Set(agencies.agencyIds)];
      text = `${text.slice(0, ask.index)}${isDay ? ` ${behind}` : ''}`;
    }
  }
  const zone = findZone(text.trimEnd(), directory.zones);
  if (zone !== undefined && zone.to === text.trimEnd().length && zone.from > 0) {
    draft.zoneId = zone.id;
    text = text.slice(0, zone.from);
  }
  return { ...draft, ...titleAndText(tidy(text.replace(MENTION, '$2'))) };
}

/** "ask Unicorns", at the end: who is asked has a name. */
const ASK_AT_END = /(?:^|[\s,;.])(?:please )?ask (?:the )?(\p{Lu}[\p{L}\d&'’-]*(?: [\p{L}\d&'’-]+){0,4})[.!]?$/u;
const BY_DAY = /(?:^|\s)(?:by|before|until) (?=\S)/gi;

/** What was typed as if the bot did something with it, and stands in the words only. */
export function remarksOn({ title, what }: Pick<ProblemDraft, 'title' | 'what'>, name: string, clock: Clock): Text[] {
  const text = what === '' ? title : what;
  const asked = ASK_AT_END.exec(text)?.[1];
  const day = [...text.matchAll(BY_DAY)]
    .map((match) => {
      const from = match.index + match[0].length;
      const found = dayAt(text, from, clock, true);
      return found === undefined ? undefined : text.slice(match.index, found.to).trim();
    })
    .find((each) => each !== undefined);
  return [
    ...(asked === undefined
      ? []
      : [
          say`I know no agency "${asked}", so nobody was asked. Ask one that I know: ${command(`problem ${name} ask Housing`)}.`,
        ]),
    ...(day === undefined
      ? []
      : [
          say`"${day}" stands in its words and reminds nobody: a problem has no day, a promise has. For example: ${command(`action Look at it for ${name} ${day}`)}.`,
        ]),
  ];
}

/** A title of one sentence; a longer telling goes whole into the text, so that nothing is lost. */
export function titleAndText(words: string): { title: string; what: string } {
  const [first = ''] = words.split(/(?<=[.!?])\s|\n/);
  const title = (first === '' ? words : first).replace(/[.]$/, '').trim();
  if (title === words.replace(/[.]$/, '').trim() && lengthOf(title) <= LONGEST_TITLE) return { title, what: '' };
  if (lengthOf(title) <= LONGEST_TITLE) return { title, what: words };
  const cut = [...title].slice(0, 120).join('');
  return { title: `${cut.slice(0, cut.lastIndexOf(' ') > 60 ? cut.lastIndexOf(' ') : cut.length)}…`, what: words };
}

/** "ASB" or "Youths causing annoyance": too little to look for it, or to do something about it. */
export function isVague({ title, what, place }: Pick<ProblemDraft, 'title' | 'what' | 'place'>): boolean {
  const text = `${title} ${what}`.trim();
  const words = text.split(/\s+/).filter((word) => word.length > 1);
  if (/^(?:youths?|kids|teenagers) causing (?:annoyance|trouble|problems|nuisance)$/i.test(text)) return true;
  const saysWhere =
    place !== '' || conceptsOf(text).some(isPlaceKind) || /\b(?:at|on|in|near|behind|outside|by) /i.test(text);
  return words.length <= 2 || (words.length === 3 && !saysWhere);
}

function tidy(text: string): string {
  return text
    .replace(/[ \t]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/ ([.,;])/g, '$1')
    .replace(/[,;\s]+$/, '')
    .trim();
}
