// The steps of SARA: what is found out at each, going on, going back, closing and reopening.

import { type Act, knownPerson } from '../../../chat/act.ts';
import type { JsonObject } from '../../../chat/cards.ts';
import type { Values } from '../../../chat/forms.ts';
import { assertMay } from '../../../chat/may.ts';
import { privately, Refusal, type Reply } from '../../../chat/replies.ts';
import { clean } from '../../../chat/spans.ts';
import type { Db } from '../../../database/client.ts';
import type { ProblemResult } from '../../../database/generated/enums.ts';
import { teamOf, whereTold } from '../../../delivery/index.ts';
import { putCelebration } from '../../celebrations/index.ts';
import { whereToReach } from '../../people/index.ts';
import { assertClean, fieldError, identifiers, inspect, withRemark } from '../../privacy/index.ts';
import { stepForm } from '../forms.ts';
import { type FullProblem, goesAlong, RECORD, subjectOf } from '../model.ts';
import { assertInTeam, inProblem, readProblem, type Turn } from '../service.ts';
import type { Answers } from '../states.ts';
import { labelOf, mayMove, OPEN_STATES, type OpenState, REOPENS_AS, RESULTS, STATES } from '../states.ts';
import { answerTold } from '../told/service.ts';
import { closedNews, openCard, thanksCard } from '../views.ts';
import { readNote } from './notes.ts';
import { resultQuestion } from './result.ts';
import { closedAlready, isClosed } from './team.ts';

const LONGEST_ANSWER = 2000;

export async function readAnswers(db: Db, problemId: string): Promise<Answers> {
  const events = await db.problemEvent.findMany({
    where: { problemId, kind: 'STEP' },
    include: { person: { select: { name: true } } },
    orderBy: { id: 'asc' },
  });
  const latest: Answers = {};
  for (const event of events) {
    const details = event.details as { state?: string; answers?: Record<string, string> };
    const state = OPEN_STATES.find((each) => each === details.state);
    if (state !== undefined)
      latest[state] = { id: event.id, by: event.person?.name ?? 'a former member', answers: details.answers ?? {} };
  }
  return latest;
}

/** Opens the form of the step that the problem is in, with what came before. */
export async function openStep(act: Act, id: string): Promise<Reply> {
  const problem = await readProblem(act, id);
  assertInTeam(act, problem);
  if (problem.state === 'CLOSED') return closedAlready(act, problem);
  return { kind: 'form', ...stepForm(problem, problem.state, await readAnswers(act.db, id)) };
}

export interface StepData {
  id: string;
  state: OpenState;
  /** The answers that the form showed: nothing is overwritten unseen. */
  seen?: string | undefined;
}

/** Keeps the answers, and goes where the form says. Answers typed for a step that is over are kept in that step. */
export async function saveStep(act: Act, data: StepData, values: Values): Promise<Reply> {
  const row = STATES[data.state];
  const before = await readProblem(act, data.id);
  const known = await readAnswers(act.db, data.id);
  const answers: Record<string, string> = {};
  const errors: Record<string, string> = {};
  for (const { name } of row.questions) {
    const text = clean(String(values[name] ?? '')).slice(0, LONGEST_ANSWER);
    if (text !== '') answers[name] = text;
    const stops = identifiers(inspect(text, act.now));
    if (stops.length > 0) errors[name] = fieldError(text, stops);
  }
  const way = String(values['move'] ?? 'stay');
  const held = known[data.state];
  const changed = JSON.stringify(sorted(answers)) !== JSON.stringify(sorted(held?.answers ?? {}));
  const reopen = (found: Record<string, string>, seen = data.seen): Reply => ({
    kind: 'invalid',
    ...stepForm(before, data.state, known, { values, seen }),
    errors: found,
  });
  if (Object.keys(errors).length > 0) return reopen(errors);
  if (changed && held !== undefined && held.id !== data.seen)
    return reopen(
      {
        '': `${held.by} wrote here meanwhile: ${summaryOf(data.state, held.answers)} Save again to put yours in its place.`,
      },
      held.id,
    );
  try {
    return await inProblem(act, data.id, async (turn) => {
      assertInTeam(act, turn.problem);
      if (isClosed(turn.problem)) return closedAlready(act, turn.problem);
      if (changed && Object.keys(answers).length > 0)
        await turn.record({
          kind: 'STEP',
          text: summaryOf(data.state, answers),
          details: { state: data.state, answers },
        });
      if (turn.problem.state !== data.state)
        return privately(
          openCard(act, await turn.after(), `It has moved to ${labelOf(turn.problem.state)} meanwhile`, [
            `Your words are kept under ${row.label}.`,
          ]),
        );
      const result = (Object.keys(RESULTS) as ProblemResult[]).find((each) => `close:${each}` === way);
      const wanted = OPEN_STATES.find((state) => state === way);
      if (result !== undefined) await close(act, turn, result);
      else if (wanted !== undefined) await move(turn, wanted);
      const title =
        result !== undefined
          ? `Closed: ${RESULTS[result].label.toLowerCase()}`
          : wanted !== undefined
            ? `Now in ${labelOf(wanted)}`
            : 'Kept';
      return privately(openCard(act, await turn.after(), title));
    });
  } catch (error) {
    if (error instanceof Refusal) return reopen({ '': error.message });
    throw error;
  }
}

/** What has been answered, in one line. */
export function summaryOf(state: OpenState, answers: Record<string, string>): string {
  return STATES[state].questions
    .flatMap(({ name, label }) => (answers[name] === undefined ? [] : [`${label}: ${answers[name]}`]))
    .join('. ');
}

/** Moves by a typed word or a button, without a form. */
export function moveProblem(act: Act, id: string, to: OpenState): Promise<Reply> {
  return inProblem(act, id, async (turn) => {
    assertInTeam(act, turn.problem);
    if (turn.problem.state === to) return privately(openCard(act, turn.problem, `It is in ${labelOf(to)} already`));
    if (isClosed(turn.problem)) return closedAlready(act, turn.problem);
    await move(turn, to);
    return privately(openCard(act, await turn.after(), `Now in ${labelOf(to)}`));
  });
}

async function move(turn: Turn, to: OpenState): Promise<void> {
  const from = turn.problem.state;
  if (from === to || from === 'CLOSED') return;
  if (!mayMove(from, to)) {
    const { next } = STATES[from];
    throw new Refusal(
      `From ${labelOf(from)} the next step is ${next === undefined ? 'to close it' : labelOf(next)}; ${labelOf(to)} comes later. One step at a time, so that nothing is decided before it is looked at.`,
    );
  }
  const forward = STATES[from].next === to;
  if (to === 'RESPONSE' && forward) {
    const answers = await readAnswers(turn.effect.db, turn.problem.id);
    if (Object.keys(answers.ANALYSIS?.answers ?? {}).length === 0)
      throw new Refusal(
        'Before a response, one line of analysis: when, where, who is affected, or what was tried. Nothing was moved.',
      );
  }
  await turn.set({ state: to });
  await turn.record({ kind: forward ? 'ADVANCED' : 'WENT_BACK', details: { from, to } });
}

/** Nobody has said what came of it: one tap does. @param words the last note before it is closed */
export async function askResult(act: Act, id: string, words: string): Promise<Reply> {
  if (words !== '') assertClean(clean(words), act.now);
  const problem = await readProblem(act, id);
  assertInTeam(act, problem);
  return privately(isClosed(problem) ? openCard(act, problem, 'It is closed already') : resultQuestion(problem, words));
}

/**
 * Closes it, tells all who worked on it, and thanks them. Who may: its owner or a lead; anybody of the team while nobody has it.
 * @param words what there is to say of it: the last note before it is closed
 */
export function closeProblem(act: Act, id: string, result: ProblemResult, words = ''): Promise<Reply> {
  if (words !== '') assertClean(clean(words), act.now);
  const said = words === '' ? undefined : readNote(act, words);
  if (said !== undefined && 'error' in said) throw new Refusal(said.error);
  return inProblem(act, id, async (turn) => {
    assertInTeam(act, turn.problem);
    if (isClosed(turn.problem)) return closedAlready(act, turn.problem);
    assertMay(act, 'problem.close', subjectOf(turn.problem));
    if (said !== undefined) await turn.record({ kind: 'NOTE', text: said.text });
    await close(act, turn, result);
    const card = openCard(act, await turn.after(), `Closed: ${RESULTS[result].label.toLowerCase()}`);
    return privately(said === undefined ? card : withRemark(card, said.text, act.now));
  });
}

/** @param into the problem that goes on instead */
export async function close(act: Act, turn: Turn, result: ProblemResult, into?: FullProblem): Promise<void> {
  const { problem, effect } = turn;
  const person = knownPerson(act);
  assertMay(act, 'problem.close', subjectOf(problem));
  const state = problem.state;
  if (state === 'CLOSED') return;
  if (!STATES[state].results.includes(result))
    throw new Refusal(
      `It is in ${labelOf(state)}. To close it as ${RESULTS[result].label.toLowerCase()} it is assessed first: what changed, and how do we know? From here it can only be handed over.`,
    );
  await turn.set({ state: 'CLOSED', result, closedAt: act.now, offeredToId: null });
  await turn.record({
    kind: 'CLOSED',
    details: { from: state, result, ...(into === undefined ? {} : { into: into.id }) },
  });
  const closed = await turn.after();
  const others = (await whoWorkedOn(effect.db, closed)).filter((id) => id !== person.id);
  const places = await whereToReach(effect.db, others);
  for (const id of others.sort()) {
    const place = places.get(id);
    if (place !== undefined) await effect.tell(place, thanksCard(closed, person.name, into));
  }
  await effect.discuss(
    { type: RECORD, id: problem.id },
    await teamOf(effect.db, problem.zoneId),
    closedNews(closed, person.name, into),
  );
  // Residents hear when the one that goes on is closed.
  if (!goesAlong(problem, into)) await answerTold(act, effect, closed, RESULTS[result].label.toLowerCase());
}

/** Raiser, owner, and whoever joined, noted or promised something. */
async function whoWorkedOn(db: Db, problem: FullProblem): Promise<string[]> {
  const events = await db.problemEvent.findMany({
    where: {
      problemId: problem.id,
      personId: { not: null },
      kind: { in: ['JOINED', 'NOTE', 'STEP', 'REPORTED_AGAIN', 'TAKEN'] },
    },
    select: { personId: true },
    distinct: ['personId'],
  });
  const actions = await db.action.findMany({ where: { problemId: problem.id }, select: { ownerId: true } });
  return [
    ...new Set(
      [
        problem.raiserId,
        problem.ownerId,
        ...events.map((event) => event.personId),
        ...actions.map((action) => action.ownerId),
      ].filter((id): id is string => id !== null),
    ),
  ];
}

/** It has come back: it is looked into anew, and its history stays. */
export function reopenProblem(act: Act, id: string): Promise<Reply> {
  return inProblem(act, id, async ({ problem, set, record, after }) => {
    assertInTeam(act, problem);
    if (!isClosed(problem)) return privately(openCard(act, problem, `It is open, in ${labelOf(problem.state)}`));
    await set({ state: REOPENS_AS, result: null, closedAt: null });
    await record({ kind: 'REOPENED', details: { result: problem.result ?? '' } });
    return privately(openCard(act, await after(), `Reopened, in ${labelOf(REOPENS_AS)}`));
  });
}

/** Posts the good news in the zone's places. */
export function celebrate(act: Act, id: string, text: string): Promise<Reply> {
  return inProblem(act, id, async ({ problem, record, effect, after }) => {
    assertInTeam(act, problem);
    await record({ kind: 'CELEBRATED', text });
    const { id: personId, agencyId } = knownPerson(act);
    const joined = problem.agencies.filter((part) => part.state === 'JOINED').map((part) => part.agency.shortName);
    await putCelebration(
      effect,
      act.partnership.id,
      { zoneId: problem.zoneId, problemId: id, text, thanked: joined, personId, agencyId },
      act.now,
    );
    return privately(openCard(act, await after(), await whereTold(effect.db, problem.zoneId)));
  });
}

function sorted(answers: Record<string, string>): JsonObject {
  return Object.fromEntries(Object.entries(answers).sort(([a], [b]) => (a < b ? -1 : 1)));
}
