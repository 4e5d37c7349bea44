// What is typed behind a problem's number, read: a note, a case elsewhere, another problem, agencies, somebody of the team.
import type { Act } from '../../../chat/act.ts';
import { Refusal, type Reply } from '../../../chat/replies.ts';
import { clean } from '../../../chat/spans.ts';
import type { ProblemLinkKind } from '../../../database/generated/enums.ts';
import { findAgencies } from '../../../language/agencies.ts';
import { findReferences } from '../../../language/references.ts';
import { personNamed } from '../../people/index.ts';
import { assertClean } from '../../privacy/index.ts';
import { problemNamed, readProblem } from '../service.ts';
import { LINKS } from './links.ts';
import { addNote, linkProblems, readNote, setReference } from './notes.ts';

export async function noteTyped(act: Act, id: string, words: string): Promise<Reply> {
  assertClean(clean(words), act.now);
  const read = readNote(act, words);
  if ('error' in read) throw new Refusal(read.error);
  return addNote(act, id, read.text);
}

export function referenceTyped(act: Act, id: string, words: string): Promise<Reply> {
  assertClean(clean(words), act.now);
  const read = readNote(act, words);
  if ('error' in read) throw new Refusal(read.error);
  return setReference(act, id, read.text.slice(0, 80));
}

export async function linkTyped(act: Act, id: string, words: string): Promise<Reply> {
  const other = await problemNamed(act, words);
  if (other === undefined) throw new Refusal('Link it to which problem? Give its number, such as NP-12.');
  const rest = `${words.slice(0, other.from)} ${words.slice(other.to)}`.trim().replace(/^(?:as |is )/i, '');
  if (findReferences(words, act.directory).length > 1)
    throw new Refusal(`One problem at a time: "${words.slice(other.to).trim().slice(0, 40)}" would be lost.`);
  const kind = (Object.keys(LINKS) as ProblemLinkKind[]).find((each) => LINKS[each].tags.test(rest)) ?? 'RELATED';
  return linkProblems(act, id, other.id, kind);
}

export function agenciesIn(act: Act, words: string): string[] {
  const day = /(?:^|\s)((?:by|before|until|till)\s+\S.*)$/i.exec(words)?.[1];
  if (day !== undefined)
    throw new Refusal(`"${day.slice(0, 40)}" would be lost: an agency is asked without a day, a promise has one.`);
  const line = ` with ${words}`;
  const { agencyIds, to } = findAgencies(line, act.directory.agencies);
  if (agencyIds.length === 0)
    throw new Refusal(`Ask whom? I know ${act.directory.agencies.map((agency) => agency.shortName).join(', ')}.`);
  const lost = line
    .slice(to)
    .trim()
    .replace(/^(?:please|too|as well|to join|to help)[.!?]?$/i, '');
  if (lost !== '')
    throw new Refusal(
      `"${lost.slice(0, 60)}" would be lost: agencies are asked to join, and no more. Nobody has been asked yet.`,
    );
  return agencyIds;
}

export async function personIn(act: Act, id: string, words: string): Promise<string> {
  const { zoneId, zone } = await readProblem(act, id);
  const { person, elsewhere } = await personNamed(act, words, zoneId);
  if (elsewhere !== undefined)
    throw new Refusal(
      `${person.name} is not in ${zone.name}'s team${elsewhere.length === 0 ? '' : ` but in ${elsewhere.join(' and ')}`}. Give it to somebody of the team.`,
    );
  return person.id;
}
