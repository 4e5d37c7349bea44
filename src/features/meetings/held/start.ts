// The beginning of a meeting: the planned one is taken, a card is posted where it is held, and a start in error is taken back.

import type { Act, Effect } from '../../../chat/act.ts';
import { buttons, type Card, heading, paragraph } from '../../../chat/cards.ts';
import { assertMay, may } from '../../../chat/may.ts';
import { inPlace, privately, Refusal, type Reply } from '../../../chat/replies.ts';
import { howMany, say, strong } from '../../../chat/spans.ts';
import { dayWords, todayIn } from '../../../time/calendar.ts';
import { business, carried, put } from '../ahead/agenda.ts';
import { putStanding } from '../ahead/schedule.ts';
import type { FullMeeting } from '../model.ts';
import {
  byActor,
  changeMeeting,
  inMeeting,
  meetingSubject,
  RECORD,
  readMeeting,
  runningIn,
  seenBy,
} from '../service.ts';
import { kindOf, type NamedTeam, ofTeam, subjectOf } from '../team.ts';
import { meetingCard, nameOf, press, said, whenWords } from '../views.ts';
import { KINDS } from '../words.ts';
import { open, putBack, recordedIn } from './run.ts';

/** A planned meeting is meant without a question from so long before its time, and until so long after. */
const AROUND_MS = 12 * 3_600_000;
/** Further ahead than this nobody means it. */
const AHEAD_MS = 62 * 86_400_000;

/** Which one: the planned one whose time it is, a certain one, or one that nobody has planned. */
export type Which = 'nearest' | 'unplanned' | { id: string };

/**
 * Starts the team's meeting; a second start finds the first. One that is planned for another day is asked about: it may be held
 * early. Who may: a lead, or anybody of the team, which is recorded.
 */
export async function startMeeting(act: Act, team: NamedTeam, which: Which = 'nearest'): Promise<Reply> {
  assertMay(act, 'meeting.start', subjectOf(team));
  // What is planned first, then what runs: whoever starts it between the two looks is seen, as one that runs.
  const chosen = typeof which === 'object' ? which.id : which === 'nearest' ? await nearest(act, team) : undefined;
  const running = await runningIn(act.db, team);
  if (running !== null) return said(act, await readMeeting(act, running.id), 'It is running already');
  if (which === 'nearest' && chosen === undefined) {
    const ahead = await nextAhead(act, team);
    if (ahead !== undefined) return privately(earlyCard(act, ahead));
  }
  try {
    return await act.once(async (effect) => {
      const id = chosen ?? (await unplanned(act, effect, team));
      return changeMeeting(
        effect,
        id,
        byActor(act),
        act.now,
        (found) => seenBy(act, found),
        async (turn) => {
          if (turn.meeting.state === 'RUNNING') return said(act, turn.meeting, 'It is running already');
          if (turn.meeting.state !== 'PLANNED') throw new Refusal('That meeting is no longer ahead.');
          await turn.set({ state: 'RUNNING', startedAt: act.now });
          await put(effect, turn.meeting, await carried(effect.db, turn.meeting));
          await put(effect, await turn.after(), await business(effect.db, turn.meeting), 'first');
          await turn.record({
            kind: 'STARTED',
            details: { byLead: may(act, 'meeting.plan', subjectOf(turn.meeting)) },
          });
          await turn.record({ kind: 'ARRIVED' });
          const first = (await turn.after()).items.find((item) => item.state === 'WAITING');
          if (first !== undefined) await open(turn, first.id, act.now);
          // Its own card is posted with this change; the invitation, wherever it stands, leads there.
          await effect.refresh({ type: RECORD, id, version: turn.meeting.version + 1 });
          return said(act, await turn.after(), 'The meeting has begun');
        },
      );
    });
  } catch (error) {
    // Two pressed at once, and the database let one through.
    const other =
      String(error).includes('running_once') || String(error).includes('Unique constraint')
        ? await runningIn(act.db, team)
        : null;
    if (other === null) throw error;
    return said(act, await readMeeting(act, other.id), 'It is running already');
  }
}

async function nearest({ db, now }: Act, team: NamedTeam): Promise<string | undefined> {
  const near = await db.meeting.findMany({
    where: {
      ...ofTeam(team),
      state: 'PLANNED',
      startsAt: { gte: new Date(now.getTime() - AROUND_MS), lte: new Date(now.getTime() + AROUND_MS) },
    },
    select: { id: true, startsAt: true },
  });
  const [found] = near.sort(
    (a, b) => Math.abs(a.startsAt.getTime() - now.getTime()) - Math.abs(b.startsAt.getTime() - now.getTime()),
  );
  return found?.id;
}

async function nextAhead(act: Act, team: NamedTeam): Promise<FullMeeting | undefined> {
  const found = await act.db.meeting.findFirst({
    where: { ...ofTeam(team), state: 'PLANNED', startsAt: { gt: act.now, lt: new Date(act.now.getTime() + AHEAD_MS) } },
    orderBy: { startsAt: 'asc' },
    select: { id: true },
  });
  return found === null ? undefined : readMeeting(act, found.id);
}

function earlyCard(act: Act, meeting: FullMeeting): Card {
  const { zoneId, bodyId, items } = meeting;
  const today = dayWords(todayIn(meeting.timeZone, act.now).day);
  const agenda = items.length === 0 ? '' : ` Its agenda has ${howMany(items.length, 'item', 'items')}.`;
  return {
    summary: `Which meeting? The next one is planned for ${whenWords(meeting)}`,
    blocks: [
      heading('Which meeting?'),
      paragraph(say`${strong(nameOf(meeting))} is planned for ${whenWords(meeting)}; today is ${today}.${agenda}`),
      buttons(press('Hold it now', 'meeting.startEarly', meeting, { style: 'primary' }), {
        label: 'Another one',
        action: 'meeting.startOther',
        data: { zoneId, bodyId },
      }),
    ],
  };
}

async function unplanned(act: Act, effect: Effect, team: NamedTeam): Promise<string> {
  const made = await effect.db.meeting.create({
    data: {
      partnershipId: act.partnership.id,
      ...ofTeam(team),
      kind: kindOf(team),
      title: KINDS[kindOf(team)],
      startsAt: act.now,
      timeZone: act.partnership.timeZone,
    },
    select: { id: true },
  });
  await putStanding(effect, team, [made.id]);
  return made.id;
}

/** It was planned before it began. */
const wasPlanned = ({ startsAt, startedAt }: FullMeeting) => startsAt.getTime() !== startedAt?.getTime();

/** Begun in error? It is asked, and said what becomes of it. Who may: whoever runs it. */
export function askToTakeBack(act: Act, meeting: FullMeeting): Reply {
  assertMay(act, 'meeting.run', meetingSubject(meeting));
  const lines = recordedIn(meeting);
  const becomes =
    lines > 0
      ? `${lines === 1 ? 'The line that was recorded stays' : `The ${lines} lines that were recorded stay`} in the account of changes, and in no minutes.`
      : wasPlanned(meeting)
        ? `It is ahead again, on ${whenWords(meeting)}, with its agenda.`
        : 'Nothing was recorded in it.';
  return privately({
    summary: `Was ${nameOf(meeting)} begun in error?`,
    blocks: [
      heading('Was it begun in error?'),
      paragraph(say`${strong(nameOf(meeting))} is being held. Cancelled, it counts nowhere. ${becomes}`),
      buttons(
        press('Cancel it', 'meeting.takeBack', meeting, { style: 'danger' }),
        press('Go on', 'meeting.open', meeting),
      ),
    ],
  });
}

/** Takes back a start in error: a planned meeting in which nothing was recorded is ahead again, any other is cancelled. */
export function takeBack(act: Act, id: string): Promise<Reply> {
  return inMeeting(act, id, async (turn) => {
    const { effect, meeting, after } = turn;
    if (meeting.state !== 'RUNNING') return said(act, meeting, 'It is not being held');
    assertMay(act, 'meeting.run', meetingSubject(meeting));
    if (recordedIn(meeting) === 0 && wasPlanned(meeting)) {
      await putBack(turn);
      return inPlace(meetingCard(act, await after(), 'Not begun: it is ahead again'));
    }
    await turn.set({ state: 'CANCELLED' });
    await effect.audit({ action: 'meeting.begun_in_error', recordType: RECORD, recordId: id });
    await effect.refresh({ type: RECORD, id, version: meeting.version + 1 });
    return inPlace(meetingCard(act, await after(), 'Cancelled: it counts nowhere'));
  });
}

/** What stood where it was held, when it is ahead again. */
export const takenBackCard = (meeting: FullMeeting): Card => ({
  summary: `${nameOf(meeting)}: not begun`,
  version: meeting.version,
  blocks: [
    heading(nameOf(meeting)),
    paragraph(`It was not held then. It is ahead, on ${whenWords(meeting)}.`),
    buttons(press('Open', 'meeting.open', meeting)),
  ],
});
