// What is added to a problem: notes, links to other problems and to work done, the number of a case elsewhere, better words.
import { type Act, knownPerson } from '../../../chat/act.ts';
import type { Values } from '../../../chat/forms.ts';
import { orReopen, privately, Refusal, type Reply } from '../../../chat/replies.ts';
import { clean, howMany, lengthOf } from '../../../chat/spans.ts';
import type { ProblemLinkKind } from '../../../database/generated/enums.ts';
import { teamOf } from '../../../delivery/index.ts';
import { fieldError, identifiers, inspect, withRemark } from '../../privacy/index.ts';
import { draftOf, linkForm, noteForm, problemForm, referenceForm, workForm } from '../forms.ts';
import { RECORD, referenceOf } from '../model.ts';
import type { ProblemDraft } from '../raise/entry.ts';
import { textOfReport } from '../raise/search.ts';
import { conceptsOf } from '../raise/thesaurus.ts';
import { assertInTeam, assertMaySpeak, inProblem, noteInProblem, problemNamed, readProblem } from '../service.ts';
import { noteCard, openCard, sameCard } from '../views.ts';
import { ENDED, LINKS } from './links.ts';

const LONGEST_NOTE = 2000;

/** Reads a note, or says what is wrong with it. */
export function readNote(act: Act, typed: string): { text: string } | { error: string } {
  const text = clean(typed);
  if (text === '') return { error: 'Please say in a few words what there is to note.' };
  if (lengthOf(text) > LONGEST_NOTE)
    return { error: `That is ${lengthOf(text)} characters; at most ${LONGEST_NOTE} fit.` };
  const stops = identifiers(inspect(text, act.now));
  return stops.length > 0 ? { error: fieldError(text, stops) } : { text };
}

/** A note: kept in the timeline, and said in the threads of the problem's card on every platform, with name and agency. */
export function addNote(act: Act, id: string, text: string): Promise<Reply> {
  return noteInProblem(act, id, async ({ effect, problem, record }) => {
    assertMaySpeak(act, problem);
    await record({ kind: 'NOTE', text });
    const { place, what } = act.incoming;
    const person = knownPerson(act);
    const agency = act.directory.agencies.find((entry) => entry.id === person.agencyId)?.shortName ?? '';
    // Where it was typed for all to see, it stands already.
    const standsHere = what.kind === 'command' && what.visible && place.thread !== undefined;
    const places = (await teamOf(effect.db, problem.zoneId)).filter(
      (each) => !(standsHere && each.platform === place.platform && each.conversation === place.conversation),
    );
    await effect.discuss({ type: RECORD, id }, places, noteCard(problem, person.name, agency, text));
    return privately(withRemark(openCard(act, problem, 'Noted'), text, act.now));
  });
}

export async function saveNote(act: Act, id: string, values: Values): Promise<Reply> {
  const note = readNote(act, String(values['text'] ?? ''));
  if ('error' in note)
    return { kind: 'invalid', ...noteForm(await readProblem(act, id), values), errors: { text: note.error } };
  return addNote(act, id, note.text);
}

/** A title that was typed stands in the button that opens the form, where it cannot open by itself. */
export const LONGEST_TYPED_TITLE = 300;

/** Its words, in the form. @param title the one that it is to have; left out, as it is */
export async function openEdit(act: Act, id: string, title?: string): Promise<Reply> {
  const found = await readProblem(act, id);
  assertInTeam(act, found);
  const draft = draftOf(found);
  const editing = { id, version: found.version, ...(title === undefined ? {} : { title }) };
  return { kind: 'form', ...problemForm(act, title === undefined ? draft : { ...draft, title }, { editing }) };
}

/** Another problem that this one stands to. */
export function linkProblems(act: Act, id: string, otherId: string, kind: ProblemLinkKind): Promise<Reply> {
  return inProblem(act, id, async ({ effect, problem, record, after }) => {
    assertInTeam(act, problem);
    if (otherId === id) throw new Refusal('That is the same problem. Name another one.');
    const other = await readProblem(act, otherId, effect.db);
    const key = { fromId: id, toId: otherId };
    await effect.db.problemLink.upsert({
      where: { fromId_toId: key },
      create: { ...key, kind },
      update: { kind },
    });
    await record({
      kind: 'LINKED',
      text: `${LINKS[kind].label} ${referenceOf(other)}`,
      details: { to: otherId, link: kind },
    });
    const linked = await after();
    return privately(
      kind === 'DUPLICATE_OF'
        ? sameCard(act, linked, other)
        : openCard(act, linked, `${referenceOf(problem)} is ${LINKS[kind].label} ${referenceOf(other)}`),
    );
  });
}

/** Takes a link back, whichever of the two it was made at. Who may: the zone's team. */
export function unlinkProblems(act: Act, id: string, otherId: string): Promise<Reply> {
  return inProblem(act, id, async ({ effect, problem, record, after }) => {
    assertInTeam(act, problem);
    const other = await readProblem(act, otherId, effect.db);
    const { count } = await effect.db.problemLink.deleteMany({
      where: {
        OR: [
          { fromId: id, toId: otherId },
          { fromId: otherId, toId: id },
        ],
      },
    });
    if (count === 0) return privately(openCard(act, problem, `It is not linked to ${referenceOf(other)}`));
    await record({ kind: 'LINKED', text: `${ENDED}${referenceOf(other)}`, details: { to: otherId } });
    return privately(openCard(act, await after(), `No longer linked to ${referenceOf(other)}`));
  });
}

export async function saveLink(act: Act, id: string, values: Values): Promise<Reply> {
  const typed = String(values['other'] ?? '');
  const kind = (Object.keys(LINKS) as ProblemLinkKind[]).find((each) => each === values['kind']) ?? 'RELATED';
  return orReopen(
    async () => {
      const other = await problemNamed(act, typed);
      if (other === undefined) throw new Refusal('Please give a number such as NP-12.');
      return linkProblems(act, id, other.id, kind);
    },
    'other',
    async () => linkForm(await readProblem(act, id), values),
  );
}

/** Work of one's own that was done on this problem. */
export function linkWork(act: Act, id: string, interactionIds: string[]): Promise<Reply> {
  return inProblem(act, id, async ({ effect, problem, record, after }) => {
    assertInTeam(act, problem);
    const found = await effect.db.interaction.findMany({
      where: { id: { in: interactionIds }, zoneId: problem.zoneId, undoneAt: null },
      select: { id: true },
    });
    const fresh = await effect.db.problemInteraction.createMany({
      data: found.map((interaction) => ({ problemId: id, interactionId: interaction.id })),
      skipDuplicates: true,
    });
    if (fresh.count > 0) await record({ kind: 'LINKED', text: howMany(fresh.count, 'interaction', 'interactions') });
    return privately(openCard(act, await after(), fresh.count === 0 ? 'Nothing new was linked' : 'Linked'));
  });
}

export async function openWorkForm(act: Act, id: string): Promise<Reply> {
  const problem = await readProblem(act, id);
  assertInTeam(act, problem);
  const mine = await act.db.interaction.findMany({
    where: { personId: knownPerson(act).id, zoneId: problem.zoneId, undoneAt: null },
    orderBy: [{ occurredOn: 'desc' }, { id: 'desc' }],
    take: 10,
  });
  if (mine.length === 0)
    throw new Refusal(`You have logged nothing in ${problem.zone.name} yet. Log it first: one line does it.`);
  return { kind: 'form', ...workForm(problem, mine) };
}

export async function saveReference(act: Act, id: string, values: Values): Promise<Reply> {
  const reference = clean(String(values['reference'] ?? '')).slice(0, 80);
  const stops = identifiers(inspect(reference, act.now));
  if (stops.length > 0 || reference === '')
    return {
      kind: 'invalid',
      ...referenceForm(await readProblem(act, id), values),
      errors: {
        reference:
          reference === ''
            ? 'Please give the number of the case, as the other system shows it.'
            : fieldError(reference, stops),
      },
    };
  return setReference(act, id, reference);
}

/** The number of a case that lives in another system; the case itself never comes here. */
export function setReference(act: Act, id: string, reference: string): Promise<Reply> {
  return inProblem(act, id, async ({ problem, set, record, after }) => {
    assertInTeam(act, problem);
    await set({ externalReference: reference });
    await record({ kind: 'REFERENCE', text: reference });
    return privately(openCard(act, await after(), 'Reference kept'));
  });
}

/** Better words for the same problem. @param seen the version that the form showed */
export function editProblem(act: Act, id: string, seen: number, draft: ProblemDraft): Promise<Reply | 'moved'> {
  let moved = false;
  return inProblem(act, id, async ({ problem, set, record, after }) => {
    assertInTeam(act, problem);
    const { title, what, place, touches, raisedBy, outcomes } = draft;
    const words = [problem.title, problem.what, problem.place, problem.touches].join('\n');
    if (problem.version !== seen && words !== [title, what, place, touches].join('\n')) {
      const latest = await lastEdit(act, id);
      moved = latest > seen;
    }
    if (moved) return { kind: 'nothing' };
    await set({ title, what, place, touches, raisedBy, outcomes, concepts: conceptsOf(textOfReport(draft)) });
    await record({ kind: 'EDITED', details: { version: problem.version + 1 } });
    return privately(openCard(act, await after(), 'Changed'));
  }).then((reply) => (moved ? 'moved' : reply));
}

/** The version that the last change of its words made; 1 when there was none. */
async function lastEdit(act: Act, id: string): Promise<number> {
  const event = await act.db.problemEvent.findFirst({
    where: { problemId: id, kind: 'EDITED' },
    orderBy: { id: 'desc' },
  });
  const { version } = (event?.details ?? {}) as { version?: number };
  return version ?? 1;
}
