// Decisions before the room: who agrees, by agency, and what came of it; and proposals that a quorate meeting confirms.

import { type Act, knownPerson } from '../../../chat/act.ts';
import type { JsonObject } from '../../../chat/cards.ts';
import { assertMay } from '../../../chat/may.ts';
import { Refusal, type Reply } from '../../../chat/replies.ts';
import type { Vote } from '../../../database/generated/enums.ts';
import { todayIn } from '../../../time/calendar.ts';
import type { DecisionState, Entry } from '../model.ts';
import { inMeeting, meetingSubject, openQuestion, type Turn, touchMeeting } from '../service.ts';
import { subjectOf } from '../team.ts';
import { said } from '../views.ts';
import { arrive, proposalsBefore } from './arrivals.ts';
import { quorumOf } from './quorum.ts';
import { BELOW_QUORUM, openItem, stateByQuorum, tellOthers } from './record.ts';

const SAID: Record<Vote, string> = { AGREE: 'You agree', DISAGREE: 'You disagree', ABSTAIN: 'You abstain' };

/** Answers the question before the room; the last answer counts. @param number the question that stood on the card */
export function voteOn(act: Act, id: string, number: number | undefined, vote: Vote): Promise<Reply> {
  return inMeeting(
    act,
    id,
    async (turn) => {
      const { effect, meeting, set, after } = turn;
      assertMay(act, 'meeting.takePart', subjectOf(meeting));
      const question = openQuestion(meeting);
      if (question === undefined || (number !== undefined && question.number !== number))
        return said(act, meeting, 'That vote is closed');
      await arrive(act, turn);
      const person = knownPerson(act);
      const key = { entryId: question.id, personId: person.id };
      await effect.db.decisionVote.upsert({
        where: { entryId_personId: key },
        create: { ...key, agencyId: person.agencyId, vote, at: act.now },
        update: { vote, at: act.now },
      });
      await set({ lastEntryAt: act.now });
      return said(act, await after(), SAID[vote], ['You can change it until the vote is closed.']);
    },
    'heart',
  );
}

/** Closes the vote: agreed when more agree than disagree. Who may: whoever runs the meeting, or asked. */
export function closeVote(act: Act, id: string, number: number | undefined): Promise<Reply> {
  return inMeeting(
    act,
    id,
    async (turn) => {
      const { effect, meeting, after } = turn;
      const question = openQuestion(meeting);
      if (question === undefined || (number !== undefined && question.number !== number))
        return said(act, meeting, 'That vote is closed');
      assertMay(act, 'meeting.closeVote', meetingSubject(meeting, question.personId));
      const state = await settleQuestion(turn, question);
      const now = await after();
      // However long ago it was put.
      await tellOthers(act, effect, now, { ...question, details: { ...(question.details as JsonObject), state } });
      const title = { AGREED: 'Agreed', PROPOSED: 'Agreed, below quorum', NOT_AGREED: 'Not agreed', PUT: '' }[state];
      return said(act, now, title, state === 'PROPOSED' ? [BELOW_QUORUM] : []);
    },
    'heart',
  );
}

/** What the room has said, into the log. */
export async function settleQuestion({ effect, meeting, set }: Turn, question: Entry): Promise<DecisionState> {
  const count = (vote: Vote) => question.votes.filter((each) => each.vote === vote).length;
  const state: DecisionState = count('AGREE') > count('DISAGREE') ? stateByQuorum(meeting) : 'NOT_AGREED';
  await effect.db.meetingEntry.update({
    where: { id: question.id },
    data: { details: { ...(question.details as JsonObject), state } },
  });
  await set({});
  return state;
}

/** Confirms what was decided below quorum. Who may: whoever runs the meeting, once it is quorate. */
export function confirmProposals(act: Act, id: string): Promise<Reply> {
  return inMeeting(act, id, async ({ effect, meeting, record, after }) => {
    if (meeting.state !== 'RUNNING') throw new Refusal('Only a meeting that is being held can confirm decisions.');
    assertMay(act, 'meeting.confirm', meetingSubject(meeting));
    const quorum = quorumOf(meeting);
    if (quorum !== undefined && !quorum.met)
      throw new Refusal(
        `Not yet: ${quorum.people} of ${quorum.needPeople} people and ${quorum.agencies} of ${quorum.needAgencies} agencies are here.`,
      );
    const found = await proposalsBefore(effect.db, meeting);
    if (found.length === 0) return said(act, meeting, 'There is nothing to confirm');
    const confirmedOn = todayIn(meeting.timeZone, act.now).day;
    for (const { entry } of found) {
      await effect.db.meetingEntry.update({
        where: { id: entry.id },
        data: { details: { ...(entry.details as JsonObject), state: 'AGREED', confirmedOn } },
      });
      await record({ kind: 'CONFIRMED', text: entry.text, itemId: openItem(meeting), details: { entry: entry.id } });
    }
    for (const earlier of new Set(found.map((each) => each.meeting.id).filter((each) => each !== id)))
      await touchMeeting(effect, earlier);
    return said(
      act,
      await after(),
      found.length === 1 ? 'Confirmed' : `Confirmed: ${found.length}`,
      found.map(({ entry }) => entry.text.slice(0, 200)),
    );
  });
}
