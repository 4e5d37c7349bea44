// What is recorded in a meeting, as it is said: notes, decisions, actions, ideas, good news. In order, and on every platform.
import { type Act, knownPerson } from '../../chat/act.ts';
import type { JsonObject } from '../../chat/cards.ts';
import { privately, Refusal, type Reply } from '../../chat/replies.ts';
import { clean, lengthOf } from '../../chat/spans.ts';
import { placesOf } from '../../delivery/index.ts';
import { draftFromLine, promise } from '../actions/index.ts';
import { fieldError, identifiers, inspect } from '../privacy/index.ts';
import { entryWords } from './minutes.ts';
import { arrive } from './run.ts';
import { assertMayTakePart, inMeeting, mayLead, quorumOf, RECORD } from './service.ts';
import { meetingCard, recordedCard } from './views.ts';
import { RECORDED, type RecordedKind } from './words.ts';

const LONGEST = 10_000;

/** Records a line; whoever speaks is here. A decision below quorum is a proposal, which a quorate meeting confirms. */
export async function recordLine(act: Act, id: string, kind: RecordedKind, typed: string): Promise<Reply> {
  const text = clean(typed);
  const { label } = RECORDED[kind];
  if (text === '') throw new Refusal(`${label}: what is it? Write it after the word.`);
  if (lengthOf(text) > LONGEST)
    throw new Refusal(
      `That is ${lengthOf(text)} characters; at most ${LONGEST} fit. Nothing was recorded: please say it in two.`,
    );
  const stops = identifiers(inspect(text, act.now));
  if (stops.length > 0) throw new Refusal(fieldError(text, stops));
  return inMeeting(act, id, async (turn) => {
    const { effect, meeting, record, after } = turn;
    if (meeting.state !== 'RUNNING') throw new Refusal('No meeting is being held here. Type "meeting start".');
    assertMayTakePart(act, meeting);
    await arrive(act, turn);
    const details: JsonObject = {};
    const notes: string[] = [];
    if (kind === 'DECISION') {
      // Whoever has just arrived by speaking counts.
      const quorum = quorumOf(await after());
      details['state'] = quorum === undefined || quorum.met ? 'AGREED' : 'PROPOSED';
      if (quorum !== undefined && !quorum.met)
        notes.push('Below quorum: it stands as a proposal, which the next quorate meeting confirms.');
    }
    if (kind === 'ACTION') {
      const draft = await draftFromLine(act, text, meeting.zoneId);
      const made = await promise(act, effect, draft);
      details['action'] = made.action.id;
      details['owner'] = made.action.owner?.name ?? made.action.agency?.shortName ?? 'nobody';
      details['due'] = draft.dueOn;
      if (made.remark !== undefined) notes.push(made.remark);
      await record({ kind, text: draft.text, itemId: open(meeting), details });
    } else await record({ kind, text, itemId: open(meeting), details });
    const { place, what } = act.incoming;
    const standsHere = what.kind === 'command' && what.visible;
    const elsewhere = (await placesOf(effect.db, meeting.zoneId)).filter(
      (each) => !(standsHere && each.platform === place.platform && each.conversation === place.conversation),
    );
    const person = knownPerson(act);
    const agency = act.directory.agencies.find((entry) => entry.id === person.agencyId)?.shortName ?? '';
    const latest = (await after()).entries.at(-1);
    const words = latest === undefined ? text : entryWords(latest);
    await effect.discuss({ type: RECORD, id }, elsewhere, recordedCard(kind, details, words, person.name, agency));
    return privately(
      meetingCard(
        act,
        await after(),
        details['state'] === 'PROPOSED' ? 'Recorded as a proposal' : `${label} recorded`,
        notes,
      ),
    );
  });
}

const open = (meeting: { items: { id: string; state: string }[] }) =>
  meeting.items.find((item) => item.state === 'OPEN')?.id ?? null;

/** Takes back one's own last line of this meeting; a lead takes back the last of anybody. It stays in the log, struck out. */
export function undoLine(act: Act, id: string): Promise<Reply> {
  return inMeeting(act, id, async ({ effect, meeting, set, after }) => {
    assertMayTakePart(act, meeting);
    const recorded = Object.keys(RECORDED);
    const mine = meeting.entries.findLast(
      (entry) => entry.struckAt === null && recorded.includes(entry.kind) && entry.personId === knownPerson(act).id,
    );
    const last =
      mine ??
      (mayLead(act, meeting)
        ? meeting.entries.findLast((entry) => entry.struckAt === null && recorded.includes(entry.kind))
        : undefined);
    if (last === undefined)
      return privately(meetingCard(act, meeting, 'You have recorded nothing that could be taken back'));
    await effect.db.meetingEntry.update({ where: { id: last.id }, data: { struckAt: act.now } });
    const action = (last.details as { action?: string }).action;
    if (action !== undefined)
      await effect.db.action.updateMany({
        where: { id: action, state: 'OPEN' },
        data: { state: 'DROPPED', settledAt: act.now, outcome: 'Taken back in the meeting', version: { increment: 1 } },
      });
    await effect.audit({ action: 'meeting.struck', recordType: RECORD, recordId: id });
    await set({});
    return privately(
      meetingCard(act, await after(), 'Taken back', [
        `${RECORDED[last.kind as RecordedKind].label}: ${last.text.slice(0, 200)}`,
      ]),
    );
  });
}
