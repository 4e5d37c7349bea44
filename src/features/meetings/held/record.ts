// What is recorded in a meeting, as it is said: notes, decisions, actions, ideas, good news. In order, and on every platform.

import { type Act, knownPerson, type PlainEffect } from '../../../chat/act.ts';
import type { JsonObject } from '../../../chat/cards.ts';
import { assertMay, may } from '../../../chat/may.ts';
import { sayAsButton } from '../../../chat/offers.ts';
import { Refusal, type Reply } from '../../../chat/replies.ts';
import { clean, lengthOf, say, type Text, textOf } from '../../../chat/spans.ts';
import { draftFromLine, type SayAgain } from '../../actions/index.ts';
import { assertClean, inspect, remark } from '../../privacy/index.ts';
import { entryTyped } from '../minutes/minutes.ts';
import type { Entry, FullMeeting } from '../model.ts';
import { HELD, inMeeting, meetingSubject, openQuestion, RECORD, sayInMeeting, type Turn } from '../service.ts';
import { placesOfTeam, subjectOf } from '../team.ts';
import { meetingCard, said } from '../views.ts';
import { isRecorded, RECORDED, type RecordedKind } from '../words.ts';
import { arrive } from './arrivals.ts';
import { recordedCard } from './cards.ts';
import { quorumOf } from './quorum.ts';

export const LONGEST = 10_000;

/** @throws {Refusal} when a line is empty, too long, or holds what points at a person */
export function assertLine(act: Act, kind: RecordedKind, text: string): void {
  if (text === '') throw new Refusal(`${RECORDED[kind].label}: what is it? Write it after the word.`);
  if (lengthOf(text) > LONGEST)
    throw new Refusal(
      `That is ${lengthOf(text)} characters; at most ${LONGEST} fit. Nothing was recorded: please say it in two.`,
    );
  assertClean(text, act.now);
}

/** A line as it goes into the log; an action with who and by when. It becomes a promise when the minutes are published. */
export async function readLine(
  act: Act,
  zoneId: string | null,
  kind: RecordedKind,
  typed: string,
  again?: SayAgain,
): Promise<{ text: string; details: JsonObject }> {
  const text = clean(typed);
  assertLine(act, kind, text);
  if (kind !== 'ACTION') return { text, details: {} };
  const { owner, ...draft } = await draftFromLine(act, text, zoneId, again);
  return { text: draft.text, details: { owner, due: draft.dueOn, promise: JSON.parse(JSON.stringify(draft)) } };
}

/**
 * Records a line; whoever speaks is here. A decision below quorum is a proposal, which a quorate meeting confirms.
 * @param ask a decision is put to the room instead, and stands open until the vote is closed
 */
export async function recordLine(act: Act, id: string, kind: RecordedKind, typed: string, ask = false): Promise<Reply> {
  // Who promises is looked up before: nobody's turn waits for it, and a transaction asks nothing outside itself.
  const zone = kind === 'ACTION' ? await act.db.meeting.findUnique({ where: { id }, select: { zoneId: true } }) : null;
  const again = (label: string, line: string) => sayAsButton(label, 'meeting', `action ${line}`);
  const { text, details } = await readLine(act, zone?.zoneId ?? null, kind, typed, again);
  return sayInMeeting(act, id, async (turn) => {
    const { effect, meeting, record, current } = turn;
    if (meeting.state !== 'RUNNING') throw new Refusal(say`No meeting is being held here. Type "meeting start".`);
    assertMay(act, 'meeting.takePart', subjectOf(meeting));
    const before = openQuestion(meeting);
    if (ask && before !== undefined)
      throw new Refusal(`"${before.text.slice(0, 100)}" stands before the room. Close that vote first.`);
    await arrive(act, turn);
    // A hint is often wrong, so it stops nothing; but whoever said it should know, while it can be taken back.
    const hints = inspect(text, act.now);
    const notes: (Text | string)[] =
      hints.length === 0
        ? []
        : [say`${textOf(remark(text, hints))} "meeting undo" takes the line back, "meeting correct …" changes it.`];
    if (kind === 'DECISION') {
      // Whoever has just arrived by speaking counts.
      details['state'] = ask ? 'PUT' : stateByQuorum(current());
      if (details['state'] === 'PROPOSED') notes.push(BELOW_QUORUM);
    }
    if (kind === 'ACTION') notes.push('They are asked when the minutes are published.');
    const saidIn = act.incoming.what.kind === 'command' ? { saidIn: act.incoming.key } : {};
    await record({ kind, text, itemId: openItem(meeting), details, ...saidIn });
    const now = current();
    const latest = now.entries.at(-1);
    if (latest !== undefined) await tellOthers(act, effect, now, latest);
    const title = ask
      ? 'Put to the room'
      : details['state'] === 'PROPOSED'
        ? 'Recorded as a proposal'
        : `${RECORDED[kind].label} recorded`;
    return said(act, now, title, notes);
  });
}

export const BELOW_QUORUM = 'Below quorum: it stands as a proposal, which the next quorate meeting confirms.';

/** What a decision is that is made now. */
export function stateByQuorum(meeting: FullMeeting): 'AGREED' | 'PROPOSED' {
  const quorum = quorumOf(meeting);
  return quorum === undefined || quorum.met ? 'AGREED' : 'PROPOSED';
}

/** A line shows in the other chats, with who said it; where it was typed for all to see, it stands already. */
export async function tellOthers(act: Act, effect: PlainEffect, meeting: FullMeeting, entry: Entry): Promise<void> {
  const { place, what } = act.incoming;
  const standsHere = what.kind === 'command' && what.visible;
  const elsewhere = (await placesOfTeam(effect.db, meeting)).filter(
    (each) => !(standsHere && each.platform === place.platform && each.conversation === place.conversation),
  );
  const person = knownPerson(act);
  const agency = (id: string) => act.directory.agencies.find((each) => each.id === id)?.shortName ?? '';
  await effect.discuss(
    { type: HELD, id: meeting.id },
    elsewhere,
    recordedCard(entry, agency, { name: person.name, agency: agency(person.agencyId) }),
  );
}

export const openItem = (meeting: { items: { id: string; state: string }[] }) =>
  meeting.items.find((item) => item.state === 'OPEN')?.id ?? null;

/** One's own last line of this meeting: nobody changes another's by mistake. */
function lastLine(act: Act, meeting: FullMeeting): Entry {
  assertMay(act, 'meeting.takePart', subjectOf(meeting));
  if (meeting.approvedAt !== null)
    throw new Refusal(say`The minutes are approved. A lead can still correct them, with a reason: "meeting edit".`);
  const last = meeting.entries.findLast(
    ({ struckAt, kind, personId }) => struckAt === null && isRecorded(kind) && personId === knownPerson(act).id,
  );
  if (last !== undefined) return last;
  const title = 'You have recorded nothing that could be taken back';
  const notes = may(act, 'meeting.run', meetingSubject(meeting))
    ? [say`"meeting edit" changes or strikes what others have recorded.`]
    : [];
  throw new Refusal('You have recorded nothing here.', meetingCard(act, meeting, title, notes));
}

/** A line can be changed by whoever recorded it and by whoever runs the meeting, until the minutes are approved; then by a lead. */
export function mayCorrect(act: Act, meeting: FullMeeting, entry: Entry): boolean {
  if (meeting.approvedAt !== null) return may(act, 'meeting.correctApproved', subjectOf(meeting));
  return may(act, 'meeting.correct', meetingSubject(meeting, entry.personId));
}

/** Takes back one's own last line of this meeting. It stays in the log, struck out. */
export function undoLine(act: Act, id: string): Promise<Reply> {
  return inMeeting(act, id, async (turn) => {
    const last = lastLine(act, turn.meeting);
    await strike(turn, last, act.now);
    return said(act, await turn.after(), 'Taken back', [
      `${RECORDED[last.kind as RecordedKind].label}: ${last.text.slice(0, 200)}`,
    ]);
  });
}

/**
 * "gate to fence": the one for the other in what stands there; else what is typed stands in its place.
 * @throws {Refusal} when another line is named, which these words do not reach
 */
function replaced(text: string, typed: string): string {
  const other = /^(?:line|no\.?|number|item) ?\d+\b/i.exec(typed)?.[0];
  if (other !== undefined)
    throw new Refusal(
      say`I correct what you recorded last, "${text.slice(0, 100)}", and not "${other}". What stands further up is changed after the meeting: "meeting edit". Nothing was changed.`,
    );
  const [, wrong = '', right = ''] =
    /^["“]?(.{1,60}?)["”]? (?:to|with|->|=>) ["“]?(.{1,200}?)["”]?$/i.exec(typed) ?? [];
  const at = wrong === '' ? -1 : ` ${text.toLowerCase()} `.indexOf(` ${wrong.toLowerCase()} `);
  return at === -1 || wrong.length >= text.length ? typed : text.slice(0, at) + right + text.slice(at + wrong.length);
}

/** Other words for one's own last line. */
export function correctLast(act: Act, id: string, typed: string): Promise<Reply> {
  return inMeeting(act, id, async (turn) => {
    const last = lastLine(act, turn.meeting);
    if (typed === '') throw new Refusal(`It reads: ${entryTyped(last)}. Write the right words after "correct".`);
    if (last.id === openQuestion(turn.meeting)?.id && last.votes.length > 0)
      throw new Refusal(
        say`"${last.text.slice(0, 100)}" stands before the room, and some have answered it as it is. Close that vote, or take it back with "meeting undo" and ask anew.`,
      );
    if (last.votes.length > 0)
      throw new Refusal(
        say`"${last.text.slice(0, 100)}" was put to the room and answered as it is. What is decided otherwise is another decision: "meeting decide …".`,
      );
    const words = replaced(entryTyped(last), typed);
    const again = (label: string, line: string) => sayAsButton(label, 'meeting', `correct ${line}`);
    const to = await readLine(act, turn.meeting.zoneId, last.kind as RecordedKind, words, again);
    await correct(turn, last, to);
    return said(act, await turn.after(), 'Corrected', [
      `${RECORDED[last.kind as RecordedKind].label}: ${to.text.slice(0, 200)}`,
      `It was: ${last.text.slice(0, 200)}`,
    ]);
  });
}

/** Strikes a line out; it stays in the log. An action that people were told of is dropped with it. */
export async function strike({ effect, set, meeting }: Turn, entry: Entry, now: Date): Promise<void> {
  await effect.db.meetingEntry.update({ where: { id: entry.id }, data: { struckAt: now } });
  const { action } = entry.details as { action?: string };
  if (action !== undefined)
    await effect.db.action.updateMany({
      where: { id: action, state: 'OPEN' },
      data: { state: 'DROPPED', settledAt: now, outcome: 'Taken back in the meeting', version: { increment: 1 } },
    });
  await effect.audit({ action: 'meeting.struck', recordType: RECORD, recordId: meeting.id });
  await set({});
}

/** Changes a line's words; what stood there stays in the log. */
export async function correct(
  { effect, record }: Turn,
  entry: Entry,
  to: { text: string; details: JsonObject },
): Promise<void> {
  await effect.db.meetingEntry.update({
    where: { id: entry.id },
    data: { text: to.text, details: { ...(entry.details as JsonObject), ...to.details } },
  });
  await record({
    kind: 'CORRECTED',
    itemId: entry.itemId,
    text: entryTyped(entry),
    details: { number: entry.number },
  });
}
