// What becomes of a promise: accepted, moved, refused, taken, handed on, done, dropped, opened again.

import { type Act, knownPerson } from '../../chat/act.ts';
import { assertMay, may } from '../../chat/may.ts';
import { inPlace, privately, Refusal, type Reply } from '../../chat/replies.ts';
import { clean } from '../../chat/spans.ts';
import { dayWords, todayIn } from '../../time/calendar.ts';
import { whereToReach } from '../people/index.ts';
import { identifiers, inspect, redact } from '../privacy/index.ts';
import { type FullAction, isOpen, placeOf, readAction, subjectOf } from './model.ts';
import { inAction, keeperOf, showToOwner, tell, tellLeads } from './service.ts';
import { isoDay, openCard, suggestedCard } from './views.ts';

/** Words that go along with a change; short, and clean. */
const aside = (act: Act, words: string) => {
  const text = clean(words).slice(0, 500);
  return redact(text, identifiers(inspect(text, act.now)));
};

const shown = (act: Act, action: FullAction, title: string, notes: string[] = []): Reply => {
  const card = openCard(action, title, may(act, 'action.settle', subjectOf(action)), notes);
  const { what } = act.incoming;
  return what.kind === 'press' && what.onPrivateCard ? inPlace(card) : privately(card);
};

const settledAlready = (act: Act, action: FullAction): Reply =>
  shown(act, action, action.state === 'DONE' ? 'It is done already' : 'It was dropped already');

export function accept(act: Act, id: string): Promise<Reply> {
  return inAction(act, id, async ({ action, set, after, effect }) => {
    if (!isOpen(action)) return settledAlready(act, action);
    if (action.ownerId !== knownPerson(act).id) return shown(act, action, 'It is not yours any more');
    if (action.acceptedAt !== null) return shown(act, action, 'You have accepted it');
    await set({ acceptedAt: act.now });
    await tell(act, effect, action.giverId, `${knownPerson(act).name} has accepted`, action);
    return shown(act, await after(), 'Promised', ['I remind you the working day before, and on the day.']);
  });
}

/** The owner would rather another day; whoever asked for it agrees or not. The asker themselves simply moves it. */
export function suggest(act: Act, id: string, dueOn: string): Promise<Reply> {
  return inAction(act, id, async ({ action, set, after, effect }) => {
    if (!isOpen(action)) return settledAlready(act, action);
    assertMay(act, 'action.settle', subjectOf(action));
    if (dueOn < todayIn(act.partnership.timeZone, act.now).day)
      throw new Refusal(`${dayWords(dueOn)} has been. Choose a day ahead.`);
    const person = knownPerson(act);
    if (may(act, 'action.agreeDay', action)) {
      await set({ dueOn: new Date(dueOn), suggestedOn: null });
      await tell(act, effect, action.ownerId, `${person.name} has moved it to ${dayWords(dueOn)}`, await after());
      return shown(act, await after(), `Moved to ${dayWords(dueOn)}`);
    }
    await set({ suggestedOn: new Date(dueOn), acceptedAt: action.acceptedAt ?? act.now });
    const place = (await whereToReach(effect.db, [action.giverId])).get(action.giverId);
    if (place !== undefined) await effect.tell(place, suggestedCard(await after(), person.name));
    return shown(act, await after(), 'Suggested', [
      `${action.giver.name} is asked. Until they answer, ${dayWords(isoDay(action.dueOn))} stands.`,
    ]);
  });
}

/** Answers a suggested day. */
export function answerSuggestion(act: Act, id: string, agree: boolean): Promise<Reply> {
  return inAction(act, id, async ({ action, set, after, effect }) => {
    assertMay(act, 'action.agreeDay', { ...action, whose: action.giver.name });
    if (action.suggestedOn === null) return shown(act, action, 'No other day is asked for any more');
    const day = dayWords(isoDay(agree ? action.suggestedOn : action.dueOn));
    await set({ suggestedOn: null, ...(agree ? { dueOn: action.suggestedOn } : {}) });
    await tell(act, effect, action.ownerId, agree ? `Agreed: ${day}` : `Please keep the day: ${day}`, await after());
    return shown(act, await after(), agree ? `Moved to ${day}` : `It stays ${day}`);
  });
}

/** "Not me": somebody else is named, or it goes back to whoever asked. */
export function notMe(act: Act, id: string, toId: string | undefined, why: string): Promise<Reply> {
  return inAction(act, id, async (turn) => {
    const { action, set, after, effect } = turn;
    if (!isOpen(action)) return settledAlready(act, action);
    if (action.ownerId !== knownPerson(act).id) return shown(act, action, 'It is not yours any more');
    const person = knownPerson(act);
    const reason = aside(act, why);
    if (toId !== undefined && toId !== person.id) {
      await handTo(act, turn, toId);
      await tell(
        act,
        effect,
        action.giverId,
        `${person.name} says not me, and has asked ${(await after()).owner?.name ?? 'somebody'}`,
        await after(),
      );
      return shown(act, await after(), 'Handed on');
    }
    const back = action.deputyId ?? null;
    await set(
      back === null ? { state: 'ORPHANED', acceptedAt: null } : { ownerId: back, deputyId: null, acceptedAt: null },
    );
    const now = await after();
    await tell(act, effect, action.giverId, `${person.name} says not me${reason === '' ? '' : `: ${reason}`}`, now);
    if (back === null) await tellLeads(effect, now);
    else await showToOwner(effect, now);
    return shown(act, now, 'You said no', [
      back === null ? `${action.giver.name} and the leads are told.` : `${now.owner?.name ?? 'The deputy'} is asked.`,
    ]);
  });
}

/** Takes what an agency has, or what waits for somebody. */
export function takeAction(act: Act, id: string): Promise<Reply> {
  return inAction(act, id, async ({ action, set, after, effect }) => {
    if (!isOpen(action)) return settledAlready(act, action);
    const person = knownPerson(act);
    if (action.ownerId === person.id && action.state === 'OPEN') return shown(act, action, 'It is yours already');
    assertMay(act, 'action.take', subjectOf(action));
    if (action.ownerId !== null && action.state === 'OPEN')
      return shown(act, action, `${action.owner?.name ?? 'Somebody'} has taken it`);
    await set({ ownerId: person.id, state: 'OPEN', acceptedAt: act.now });
    const now = await after();
    await showToOwner(effect, now);
    await tell(act, effect, action.giverId, `${person.name} has taken it on`, now);
    return shown(act, now, 'It is yours now');
  });
}

export function giveAction(act: Act, id: string, toId: string): Promise<Reply> {
  return inAction(act, id, async (turn) => {
    if (!isOpen(turn.action)) return settledAlready(act, turn.action);
    assertMay(act, 'action.settle', subjectOf(turn.action));
    const remark = await handTo(act, turn, toId);
    const now = await turn.after();
    return shown(act, now, `Handed on to ${now.owner?.name ?? 'somebody'}`, remark === undefined ? [] : [remark]);
  });
}

async function handTo(
  act: Act,
  { action, set, after, effect }: Parameters<Parameters<typeof inAction>[2]>[0],
  toId: string,
): Promise<string | undefined> {
  const to = await effect.db.person.findFirst({
    where: {
      id: toId,
      partnershipId: act.partnership.id,
      active: true,
      OR: [
        ...(action.zoneId === null ? [] : [{ memberships: { some: { zoneId: action.zoneId } } }]),
        { champion: { isNot: null } },
      ],
    },
  });
  if (to === null)
    throw new Refusal(`Only somebody in ${placeOf(action)}’s team, or a champion, can have it. Choose one of them.`);
  const keeper = await keeperOf(
    effect.db,
    toId,
    undefined,
    todayIn(act.partnership.timeZone, act.now).day,
    isoDay(action.dueOn),
  );
  if (keeper.orphaned) throw new Refusal(`${keeper.remark ?? 'They cannot be reached.'} Choose somebody else.`);
  await set({
    ownerId: keeper.ownerId,
    state: 'OPEN',
    acceptedAt: keeper.ownerId === knownPerson(act).id ? act.now : null,
    suggestedOn: null,
  });
  await showToOwner(effect, await after());
  return keeper.remark;
}

/** One tap; a word on what came of it may follow. */
export function finish(act: Act, id: string): Promise<Reply> {
  return inAction(act, id, async ({ action, set, record, after, effect }) => {
    if (!isOpen(action)) return settledAlready(act, action);
    assertMay(act, 'action.settle', subjectOf(action));
    await set({ state: 'DONE', settledAt: act.now, suggestedOn: null });
    await record('ACTION_DONE', action.text);
    const now = await after();
    await tell(act, effect, action.giverId, `${knownPerson(act).name} has done it`, now);
    return shown(act, now, 'Done. Thank you');
  });
}

export function keepOutcome(act: Act, id: string, words: string): Promise<Reply> {
  return inAction(act, id, async ({ action, set, record, after }) => {
    assertMay(act, 'action.settle', subjectOf(action));
    const outcome = aside(act, words);
    await set({ outcome });
    if (outcome !== '') await record('ACTION_DONE', `${action.text} – ${outcome}`);
    return shown(act, await after(), 'Kept');
  });
}

export function drop(act: Act, id: string, why: string): Promise<Reply> {
  return inAction(act, id, async ({ action, set, record, after, effect }) => {
    if (!isOpen(action)) return settledAlready(act, action);
    assertMay(act, 'action.settle', subjectOf(action));
    const reason = aside(act, why);
    await set({ state: 'DROPPED', settledAt: act.now, outcome: reason, suggestedOn: null });
    await record('ACTION_DROPPED', `${action.text} – ${reason}`);
    const now = await after();
    await tell(act, effect, action.giverId, `${knownPerson(act).name} has dropped it`, now);
    await tell(
      act,
      effect,
      action.ownerId === action.giverId ? null : action.ownerId,
      `${knownPerson(act).name} has dropped it`,
      now,
    );
    return shown(act, now, 'Dropped');
  });
}

/** It was not done after all. */
export function openAgain(act: Act, id: string): Promise<Reply> {
  return inAction(act, id, async ({ action, set, after }) => {
    if (isOpen(action)) return shown(act, action, 'It is open');
    assertMay(act, 'action.settle', subjectOf(action));
    const orphan = action.ownerId === null && action.agencyId === null;
    await set({ state: orphan ? 'ORPHANED' : 'OPEN', settledAt: null });
    return shown(act, await after(), 'Open again');
  });
}

export async function openAction(act: Act, id: string): Promise<Reply> {
  const action = await readAction(act, id);
  return privately(openCard(action, 'Action', may(act, 'action.settle', subjectOf(action))));
}
