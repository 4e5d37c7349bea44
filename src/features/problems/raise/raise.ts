// From a draft to a raised problem: the guard first, then one question at a time, then what is alike, then the save.

import { type Act, knownPerson, ownZones, zoneById } from '../../../chat/act.ts';
import type { Button } from '../../../chat/cards.ts';
import type { OpenForm, Values } from '../../../chat/forms.ts';
import { may } from '../../../chat/may.ts';
import { inPlace, privately, Refusal, type Reply } from '../../../chat/replies.ts';
import { clean, command, lengthOf, say, strong, type Text } from '../../../chat/spans.ts';
import { keepDraft } from '../../../database/drafts.ts';
import { teamOf } from '../../../delivery/index.ts';
import { outcomeShape } from '../../interactions/index.ts';
import { whereToReach } from '../../people/index.ts';
import { bare, fieldError, identifiers, inspect, insteadOf, remark, stopCard } from '../../privacy/index.ts';
import { problemForm } from '../forms.ts';
import { RECORD, referenceOf } from '../model.ts';
import { assertMaySpeak, inProblem, readProblem, recordEvent } from '../service.ts';
import { takeUpTold } from '../told/service.ts';
import { acrossZonesCard, openCard } from '../views.ts';
import { ask, isClosed, takePart } from '../work/team.ts';
import { emptyDraft, LONGEST_TEXT, LONGEST_TITLE, type ProblemDraft, wordsOf } from './entry.ts';
import { isVague, remarksOn, titleAndText } from './line.ts';
import { findAlike, type Likeness, textOfReport } from './search.ts';
import { conceptsOf } from './thesaurus.ts';
import { alikeCard, outcomeQuestion, raisedCard, vagueQuestion, zoneQuestion } from './views.ts';

const YEAR_MS = 365 * 86_400_000;
const SHOWN_ALIKE = 3;

/** Raises the draft if it is whole, clean and new; else asks for the next thing, with one tap where one tap can answer. */
export async function proceed(act: Act, draft: ProblemDraft, visible = false): Promise<Reply> {
  const answer = act.incoming.what.kind === 'press' ? inPlace : privately;
  if (draft.title === '') return { kind: 'form', ...formFor(act, draft) };
  const stops = identifiers(inspect(wordsOf(draft), act.now));
  if (stops.length > 0) return answer(await stopFor(act, draft, visible));
  const zoneId = draft.zoneId ?? zoneHere(act);
  if (zoneId === undefined) {
    if (ownZones(act).length === 0)
      throw new Refusal(say`You are in no zone’s team, so there is nowhere to raise it. Type "me join".`);
    return answer(zoneQuestion(act, draft, await keepDraft(act, draft)));
  }
  if (!may(act, 'problem.raise', { zoneId }))
    throw new Refusal(
      `You are not in the team of ${zoneById(act, zoneId).name}, so it was not raised. ${ownZones(act).length === 0 ? say`Type "me join" to ask.` : `End your line with "in ${ownZones(act)[0]?.name}" for your own.`}`,
    );
  const placed = { ...draft, zoneId };
  if (!draft.asked && isVague(draft)) {
    const kept = await keepDraft(act, { ...placed, asked: true });
    return answer(vagueQuestion(placed, kept));
  }
  if (draft.outcomes.length === 0)
    return answer(outcomeQuestion(placed, await keepDraft(act, placed), await formButton(act, placed)));
  if (!draft.different) {
    const alike = await findAlike(act.db, draft, [zoneId], new Date(act.now.getTime() - YEAR_MS), SHOWN_ALIKE);
    if (alike.length > 0)
      return answer(alikeCard(act, placed, alike, await keepDraft(act, { ...placed, different: true })));
  }
  const raised = await raise(act, placed);
  return act.incoming.what.kind === 'press' && raised.kind === 'card' ? { ...raised, replaces: true } : raised;
}

/** The channel's zone; else the person's only one. */
export function zoneHere(act: Act): string | undefined {
  const own = ownZones(act);
  return act.placeZoneId ?? (own.length === 1 ? own[0]?.id : undefined);
}

/** Stores it with its number, shows its card in the zone's places, asks whom it asks, and tells champions of its like elsewhere. */
async function raise(act: Act, draft: ProblemDraft & { zoneId: string }): Promise<Reply> {
  const person = knownPerson(act);
  const elsewhere = act.directory.zones.map((zone) => zone.id).filter((id) => id !== draft.zoneId);
  const likeness = await findAlike(act.db, draft, elsewhere, new Date(act.now.getTime() - YEAR_MS), 1);
  return act.once(async (effect) => {
    const { lastProblem } = await effect.db.zone.update({
      where: { id: draft.zoneId },
      data: { lastProblem: { increment: 1 } },
      select: { lastProblem: true },
    });
    const { title, what, place, touches, raisedBy, outcomes, zoneId } = draft;
    const { id } = await effect.db.problem.create({
      data: {
        partnershipId: act.partnership.id,
        zoneId,
        number: lastProblem,
        title,
        what,
        place,
        touches,
        raisedBy,
        outcomes,
        raiserId: person.id,
        agencyId: person.agencyId,
        movedAt: act.now,
        createdAt: act.now,
        concepts: conceptsOf(textOfReport(draft)),
        agencies: { create: { agencyId: person.agencyId, state: 'JOINED', personId: person.id, since: act.now } },
      },
      select: { id: true },
    });
    await recordEvent(effect, act, id, { kind: 'RAISED', text: title });
    if (draft.interactionId !== undefined) {
      const interaction = await effect.db.interaction.findFirst({ where: { id: draft.interactionId, zoneId } });
      if (interaction !== null)
        await effect.db.problemInteraction.create({ data: { problemId: id, interactionId: interaction.id } });
    }
    if (draft.toldId !== undefined) await takeUpTold(act, effect, draft.toldId, id);
    const problem = await readProblem(act, id, effect.db);
    const asked = await ask(
      act,
      {
        effect,
        problem,
        record: (event) => recordEvent(effect, act, id, event),
        set: async () => {},
        after: () => readProblem(act, id, effect.db),
      },
      draft.agencyIds.filter((agencyId) => agencyId !== person.agencyId),
    );
    const places = await teamOf(effect.db, zoneId);
    await effect.show({ type: RECORD, id, version: 1 }, places);
    const [like] = likeness;
    if (like !== undefined)
      await tellChampions(
        effect,
        problem.agencies.map((part) => part.agencyId),
        id,
        like,
      );
    return privately(
      raisedCard(
        act,
        await readProblem(act, id, effect.db),
        places.length,
        draft.agencyIds.length === 0 ? undefined : asked,
        [
          ...remarksOn(draft, referenceOf(problem), { now: act.now, timeZone: act.partnership.timeZone }),
          ...hintsOn(act, wordsOf(draft), referenceOf(problem)),
        ],
      ),
    );
  });
}

/** What might point at somebody, while it can still be put into other words. */
function hintsOn(act: Act, text: string, reference: string): Text[] {
  const hints = inspect(text, act.now);
  if (hints.length === 0) return [];
  const instead = insteadOf(text, act.now);
  const other = instead?.how === 'rewritten' ? say` It could say: ${strong(instead.text)}.` : say``;
  return [say`${remark(text, hints)}${other} ${command(`problem ${reference}`)} opens it to change its words.`];
}

/** A near match in another zone is a chance to work across zones: the champions of the agencies in it hear of it. */
async function tellChampions(
  effect: Parameters<Parameters<Act['once']>[0]>[0],
  agencyIds: string[],
  id: string,
  like: Likeness,
): Promise<void> {
  const champions = await effect.db.champion.findMany({
    where: { agencyId: { in: [...agencyIds, like.agencyId] }, person: { active: true } },
    select: { personId: true },
  });
  const places = await whereToReach(
    effect.db,
    champions.map((champion) => champion.personId),
  );
  if (places.size === 0) return;
  const [problem, other] = [await readAny(effect.db, id), await readAny(effect.db, like.id)];
  if (problem === null || other === null) return;
  for (const place of places.values()) await effect.tell(place, acrossZonesCard(problem, other));
}

const readAny = (db: Act['db'], id: string) =>
  db.problem.findUnique({
    where: { id },
    select: { id: true, number: true, title: true, zone: { select: { code: true, name: true } } },
  });

/** "It's this one: join it": the new words become a report, and the person's agency joins. */
export function reportAgain(act: Act, id: string, draft: ProblemDraft): Promise<Reply> {
  return inProblem(act, id, async (turn) => {
    assertMaySpeak(act, turn.problem);
    if (isClosed(turn.problem)) {
      await turn.record({ kind: 'REPORTED_AGAIN', text: wordsOf(draft) });
      return inPlace(
        openCard(act, await turn.after(), 'Your words are added; it is closed', ['If it has come back, reopen it.']),
      );
    }
    await turn.set({ reports: { increment: 1 } });
    await turn.record({ kind: 'REPORTED_AGAIN', text: wordsOf(draft) });
    if (draft.interactionId !== undefined)
      await turn.effect.db.problemInteraction.createMany({
        data: [{ problemId: id, interactionId: draft.interactionId }],
        skipDuplicates: true,
      });
    if (draft.toldId !== undefined) await takeUpTold(act, turn.effect, draft.toldId, id);
    const fresh = await takePart(act, turn);
    return inPlace(
      openCard(
        act,
        await turn.after(),
        fresh ? 'Your words are added and your agency has joined' : 'Your words are added',
      ),
    );
  });
}

async function stopFor(act: Act, draft: ProblemDraft, visible: boolean) {
  const text = wordsOf(draft);
  const parts = (['title', 'what', 'place', 'touches'] as const).map((name) => {
    const found = identifiers(inspect(draft[name], act.now));
    const instead = found.length === 0 ? undefined : insteadOf(draft[name], act.now);
    return { name, found, instead, text: instead?.text ?? bare(draft[name], act.now) };
  });
  const kept = await keepDraft(act, { ...draft, ...Object.fromEntries(parts.map((part) => [part.name, part.text])) });
  const stoppedParts = parts.filter(({ found }) => found.length > 0);
  // One part of which nothing would be left stops all of it.
  const [first] = stoppedParts;
  const whole = stoppedParts.every(({ instead }) => instead !== undefined);
  return stopCard({
    text,
    findings: identifiers(inspect(text, act.now)),
    visible,
    instead: whole ? first?.instead : undefined,
    ways: {
      goOn: { action: 'problem.answer', data: { draft: kept } },
      edit: { label: 'Edit', action: 'problem.form', data: { draft: kept }, opens: 'form' },
    },
  });
}

async function formButton(act: Act, draft: ProblemDraft): Promise<Button> {
  return { label: 'More…', action: 'problem.form', data: { draft: await keepDraft(act, draft) }, opens: 'form' };
}

export function formFor(act: Act, draft: ProblemDraft = emptyDraft(), values?: Values): OpenForm {
  if (ownZones(act).length === 0)
    throw new Refusal(say`You are in no zone’s team, so there is nowhere to raise it. Type "me join".`);
  return problemForm(act, draft, { zoneId: zoneHere(act), ...(values === undefined ? {} : { values }) });
}

export type ReadForm = { draft: ProblemDraft } | { errors: Record<string, string> };

/** Reads the form's values; every error says what was wrong and how to mend it. */
export function readProblemForm(
  act: Act,
  values: Values,
  from: { interaction?: string | undefined; told?: string | undefined } = {},
): ReadForm {
  const text = (name: string) => clean(String(values[name] ?? ''));
  const errors: Record<string, string> = {};
  const fields = { title: text('title'), what: text('what'), place: text('place'), touches: text('touches') };
  if (fields.title === '') errors['title'] = 'Please say in one sentence what the problem is.';
  for (const [name, value] of Object.entries(fields)) {
    const stops = identifiers(inspect(value, act.now));
    if (stops.length > 0) errors[name] = fieldError(value, stops);
    if (lengthOf(value) > LONGEST_TEXT)
      errors[name] = `That is ${lengthOf(value)} characters; at most ${LONGEST_TEXT} fit.`;
  }
  // A title that is a whole story is shortened, and the story kept.
  const long = lengthOf(fields.title) > LONGEST_TITLE;
  const { title, what } = long ? titleAndText(fields.title) : { title: fields.title, what: '' };
  const list = (name: string) => (Array.isArray(values[name]) ? (values[name] as string[]) : []);
  const outcomes = list('outcomes').flatMap((value) => outcomeShape.safeParse(value).data ?? []);
  if (outcomes.length === 0) errors['outcomes'] = 'Please choose at least one outcome.';
  const zoneId = typeof values['zone'] === 'string' ? values['zone'] : (zoneHere(act) ?? ownZones(act)[0]?.id);
  if (zoneId === undefined || !act.directory.zones.some((zone) => zone.id === zoneId))
    errors['zone'] = 'Please choose a zone.';
  if (Object.keys(errors).length > 0 || zoneId === undefined) return { errors };
  return {
    draft: {
      title,
      what: [long ? what : '', fields.what].filter((part) => part !== '').join('\n\n'),
      place: fields.place,
      touches: fields.touches,
      raisedBy: values['raisedBy'] === 'COMMUNITY' ? 'COMMUNITY' : 'AGENCY',
      outcomes,
      agencyIds: list('agencies').filter((id) => act.directory.agencies.some((agency) => agency.id === id)),
      zoneId,
      ...(from.interaction === undefined ? {} : { interactionId: from.interaction }),
      ...(from.told === undefined ? {} : { toldId: from.told }),
      different: false,
      // Who filled in the form has been asked all that there is to ask.
      asked: true,
    },
  };
}
