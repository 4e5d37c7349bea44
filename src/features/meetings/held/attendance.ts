// Who comes, who is here, who leaves early, and who sends apologies.

import { type Act, knownPerson } from '../../../chat/act.ts';
import { assertMay } from '../../../chat/may.ts';
import { Refusal, type Reply } from '../../../chat/replies.ts';
import { clean, say } from '../../../chat/spans.ts';
import type { MeetingReply } from '../../../database/generated/enums.ts';
import { nameMeant, whichOne } from '../../people/index.ts';
import { assertClean } from '../../privacy/index.ts';
import { type By, inMeeting, meetingSubject, present, sayInMeeting, type Turn } from '../service.ts';
import { subjectOf } from '../team.ts';
import { said } from '../views.ts';
import { arrive } from './arrivals.ts';
import { assertRunning } from './run.ts';

const MOST_APOLOGIES = 500;

const ANSWERED: Record<MeetingReply, string> = {
  YES: 'You are coming',
  NO: 'You are not coming',
  MAYBE: 'You may come',
};

/** Whether one comes; the last answer counts. */
async function answer(act: Act, { effect, meeting, set }: Turn, reply: MeetingReply): Promise<void> {
  const { id: personId, agencyId } = knownPerson(act);
  const said = { reply, at: act.now };
  await effect.db.meetingAnswer.upsert({
    where: { meetingId_personId: { meetingId: meeting.id, personId } },
    create: { meetingId: meeting.id, personId, agencyId, ...said },
    update: said,
  });
  await set({});
}

export function answerInvitation(act: Act, id: string, reply: MeetingReply): Promise<Reply> {
  return inMeeting(act, id, async (turn) => {
    if (turn.meeting.state !== 'PLANNED') return said(act, turn.meeting, 'It is no longer ahead');
    await answer(act, turn, reply);
    return said(act, await turn.after(), ANSWERED[reply]);
  });
}

export function sayHere(act: Act, id: string): Promise<Reply> {
  return sayInMeeting(act, id, async (turn) => {
    const { meeting, current } = turn;
    assertRunning(act, meeting);
    assertMay(act, 'meeting.takePart', subjectOf(meeting));
    const fresh = await arrive(act, turn);
    return said(act, current(), fresh ? 'You are here' : 'You were here already');
  });
}

export function leaveEarly(act: Act, id: string): Promise<Reply> {
  return sayInMeeting(act, id, async ({ meeting, record, current }) => {
    assertRunning(act, meeting);
    if (!present(meeting).some((each) => each.personId === knownPerson(act).id))
      return said(act, meeting, 'You were not noted as here');
    await record({ kind: 'LEFT' });
    return said(act, current(), 'You have left; thank you');
  });
}

/**
 * Who sits in the room without a chat is noted by name, as coming or as going: all of them, or nobody.
 * Who may: whoever runs the meeting.
 * @throws {Refusal} for a name that is nobody's of the team
 */
export async function noteOthers(act: Act, id: string, names: string, kind: 'ARRIVED' | 'LEFT'): Promise<Reply> {
  const people = await peopleIn(act, id, names);
  return sayInMeeting(act, id, async (turn) => {
    const { meeting, record, current } = turn;
    assertRunning(act, meeting);
    assertMay(act, 'meeting.run', meetingSubject(meeting));
    const noted: string[] = [];
    for (const { words, ...of } of people) {
      const isHere = present(current()).some((each) => each.personId === of.personId);
      if (isHere === (kind === 'ARRIVED')) continue;
      if (kind === 'ARRIVED') await arrive(act, turn, of);
      else await record({ kind, of, details: { notedBy: knownPerson(act).id } });
      noted.push(words);
    }
    if (noted.length === 0)
      return said(act, meeting, kind === 'ARRIVED' ? 'They were here already' : 'They were not noted as here');
    return said(act, current(), kind === 'ARRIVED' ? 'Noted as here' : 'Noted as gone', [noted.join(', ')]);
  });
}

/** Everybody who is named, with the agency for which they are there. */
async function peopleIn(act: Act, id: string, names: string): Promise<(By & { words: string })[]> {
  const meeting = await act.db.meeting.findUnique({ where: { id }, select: { zoneId: true } });
  const found = await Promise.all(
    eachName(names.replace(/^with\s+/i, '')).map(async (name) => {
      const { line, mention, meant } = await nameMeant(act, name, meeting?.zoneId ?? undefined);
      if (meant?.kind === 'several') throw whichOne(meant.people);
      if (meant?.kind !== 'person' || meant.to !== line.length)
        throw new Refusal(
          say`"${(mention?.user === undefined ? name : mention.words).slice(0, 60)}" is nobody of the team, so nobody was noted. Guests are named in the minutes: "meeting edit".`,
        );
      const { person } = meant;
      return {
        personId: person.id,
        agencyId: person.agencyId,
        name: person.name,
        words: `${person.name} (${person.agency})`,
      };
    }),
  );
  return [...new Map(found.map((each) => [each.personId, each])).values()];
}

/**
 * Apologies, before it begins or while it is held: one's own, or of those who are named.
 * @param names "Sam Fairbrother (Fire)"; empty: one's own
 */
export async function apologise(act: Act, id: string, names: string): Promise<Reply> {
  const typed = await namesIn(act, id, names);
  return inMeeting(act, id, async (turn) => {
    const { meeting, set, after } = turn;
    assertMay(act, 'meeting.takePart', subjectOf(meeting));
    if (names === '') {
      if (present(meeting).some((each) => each.personId === knownPerson(act).id))
        return said(act, meeting, 'You are noted as here', [say`"meeting leave" says that you go.`]);
      await answer(act, turn, 'NO');
      return said(act, await after(), 'Your apologies are noted');
    }
    if (typed.length === 0) throw new Refusal(say`Whose? "meeting apologies Tom and Rosa"; alone, it is your own.`);
    assertClean(typed.join(', '), act.now);
    const known = meeting.apologies.split(', ').filter((each) => each !== '');
    const apologies = [...new Set([...known, ...typed])].join(', ');
    if (apologies.length > MOST_APOLOGIES)
      throw new Refusal(`That makes ${apologies.length} characters of apologies; at most ${MOST_APOLOGIES} fit.`);
    await set({ apologies });
    return said(act, await after(), 'Apologies noted', [apologies]);
  });
}

/** "Tom and @Rosa, Mrs Patel" */
const eachName = (typed: string): string[] =>
  clean(typed)
    .split(/\s*(?:[,;&]|\band\b)\s*(?![^{]*\})/i)
    .filter((name) => name !== '');

/** "Tom and @Rosa, Mrs Patel": whom the team knows as they are called there, everybody else as they were typed. */
async function namesIn(act: Act, id: string, typed: string): Promise<string[]> {
  const each = eachName(typed.replace(/^\s*(?:from|for|by|sent by)\s+/i, ''));
  if (each.length === 0) return [];
  const meeting = await act.db.meeting.findUnique({ where: { id }, select: { zoneId: true } });
  const zoneId = meeting?.zoneId ?? undefined;
  return Promise.all(
    each.map(async (name) => {
      const { line, mention, meant } = await nameMeant(act, name, zoneId);
      if ((meant?.kind === 'person' || meant?.kind === 'elsewhere') && meant.to === line.length)
        return `${meant.person.name} (${meant.person.agency})`;
      return mention?.user === undefined ? name.replace(/^@/, '') : mention.words;
    }),
  );
}
