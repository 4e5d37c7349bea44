// Holding a meeting: the next item, back, parked, who is here, the end. Everything stands in rows: a process that
// dies in the middle changes nothing.

import { type Act, type Effect, knownPerson } from '../../../chat/act.ts';
import type { Card } from '../../../chat/cards.ts';
import { assertMay } from '../../../chat/may.ts';
import { privately, Refusal, type Reply } from '../../../chat/replies.ts';
import { say } from '../../../chat/spans.ts';
import type { PrismaClient } from '../../../database/generated/client.ts';
import { inBackground } from '../../../delivery/index.ts';
import { whereToReach } from '../../people/index.ts';
import { draftForLead, showSheets } from '../minutes/life.ts';
import type { FullMeeting } from '../model.ts';
import { changeMeeting, HELD, inMeeting, meetingSubject, openQuestion, RECORD, type Turn } from '../service.ts';
import { leadIds, placesOfTeam } from '../team.ts';
import { meetingCard, said } from '../views.ts';
import { isRecorded, titleOf } from '../words.ts';
import { askToEndCard, timeUpCard } from './cards.ts';
import { quorumToKeep } from './quorum.ts';
import { settleQuestion } from './votes.ts';

const HOUR_MS = 3_600_000;
/** Two who type "next" so soon after each other mean one step. */
const TOGETHER_MS = 3000;
/** Silence for so long after the planned end: it is asked whether to end. */
const SILENT_MS = 20 * 60_000;
/** So long after the planned end, and as long without a word, it ends by itself. */
const FORGOTTEN_MS = 2 * HOUR_MS;

/** Opens an item. */
export async function open(turn: Turn, itemId: string, now: Date): Promise<void> {
  await turn.effect.db.agendaItem.update({ where: { id: itemId }, data: { state: 'OPEN', openedAt: now } });
  await turn.record({ kind: 'ITEM_OPENED', itemId });
}

/** Closes the item that is open. @param as what becomes of it */
async function leaveItem(
  { effect, meeting }: Turn,
  as: 'DONE' | 'PARKED' | 'WAITING',
  now: Date,
): Promise<string | undefined> {
  const item = meeting.items.find((each) => each.state === 'OPEN');
  if (item === undefined) return undefined;
  const spent = item.spent + Math.round((now.getTime() - (item.openedAt ?? now).getTime()) / 1000);
  await effect.db.agendaItem.update({ where: { id: item.id }, data: { state: as, spent, openedAt: null } });
  return item.id;
}

/** @param seen the item that stood on the card: a press for one that is over makes no second step */
export function nextItem(act: Act, id: string, seen: string | undefined, how: 'next' | 'park'): Promise<Reply> {
  return inMeeting(
    act,
    id,
    async (turn) => {
      const { meeting, record, after } = turn;
      assertRunning(act, meeting);
      assertMay(act, 'meeting.run', meetingSubject(meeting));
      const now = meeting.items.find((item) => item.state === 'OPEN');
      if (seen === undefined ? hasJustMoved(act, meeting) : seen !== (now?.id ?? 'none'))
        return said(act, meeting, 'It has moved on already', [
          now === undefined ? 'No item is open.' : `Now: ${now.title}`,
        ]);
      await closeQuestion(turn);
      const left = await leaveItem(turn, how === 'park' ? 'PARKED' : 'DONE', act.now);
      if (how === 'park' && left !== undefined) await record({ kind: 'ITEM_PARKED', itemId: left });
      const next = meeting.items.find((item) => item.state === 'WAITING');
      if (next !== undefined) await open(turn, next.id, act.now);
      else await turn.set({});
      const title =
        next === undefined ? 'That was the last item' : how === 'park' ? 'Parked: it comes back next time' : 'Next';
      return said(act, await after(), title, [
        next === undefined ? 'Add another, or press End.' : `Now: ${next.title}`,
      ]);
    },
    'heart',
  );
}

/** Somebody else has opened the item that is open, in the same moment. */
function hasJustMoved(act: Act, { entries }: FullMeeting): boolean {
  const last = entries.findLast(({ kind }) => kind === 'ITEM_OPENED' || kind === 'ITEM_PARKED');
  return (
    last !== undefined &&
    last.personId !== knownPerson(act).id &&
    act.now.getTime() - last.at.getTime() < TOGETHER_MS &&
    entries.some(({ kind, number }) => kind === 'ITEM_OPENED' && number < last.number)
  );
}

/** Back to the item before. */
export function previousItem(act: Act, id: string): Promise<Reply> {
  return inMeeting(
    act,
    id,
    async (turn) => {
      const { meeting, after } = turn;
      assertRunning(act, meeting);
      assertMay(act, 'meeting.run', meetingSubject(meeting));
      const at = meeting.items.findIndex((item) => item.state === 'OPEN');
      const before = meeting.items
        .slice(0, at === -1 ? undefined : at)
        .findLast((item) => item.state === 'DONE' || item.state === 'PARKED');
      if (before === undefined) return said(act, meeting, 'There is nothing before it');
      await leaveItem(turn, 'WAITING', act.now);
      await open(turn, before.id, act.now);
      return said(act, await after(), 'Back', [`Now: ${before.title}`]);
    },
    'heart',
  );
}

/** A question that nobody has closed is settled by what the room has said so far. */
async function closeQuestion(turn: Turn): Promise<void> {
  const question = openQuestion(turn.meeting);
  if (question !== undefined) await settleQuestion(turn, question);
}

/** Ends it: the minutes are made at once, as a draft in every place, and its leads are asked to publish them. Who may: a lead, or whoever started it. */
export function endMeeting(act: Act, id: string): Promise<Reply> {
  return inMeeting(act, id, async (turn) => {
    assertRunning(act, turn.meeting);
    assertMay(act, 'meeting.run', meetingSubject(turn.meeting));
    await end(turn, act.now, knownPerson(act).id);
    return privately({
      ...(await draftForLead(turn, await turn.after())),
      summary: `The meeting has ended: ${titleOf(turn.meeting)}`,
    });
  });
}

/** @param by who ended it; absent: the clock */
async function end(turn: Turn, now: Date, by?: string): Promise<void> {
  const { effect, meeting } = turn;
  await closeQuestion(turn);
  await leaveItem(turn, 'DONE', now);
  await turn.record({ kind: 'ENDED', details: { byClock: by === undefined, ...quorumToKeep(meeting) } });
  await turn.set({ state: 'ENDED', endedAt: now, endedByClock: by === undefined });
  await effect.refresh({ type: RECORD, id: meeting.id, version: meeting.version + 1 });
  await showSheets(effect, await turn.after());
  const draft = await draftForLead(turn, await turn.after());
  await tellLeads(effect, meeting, draft, by);
}

/** @throws {Refusal} before it begins, and when it is over */
export function assertRunning(act: Act, meeting: FullMeeting): void {
  if (meeting.state === 'RUNNING') return;
  throw new Refusal(
    meeting.state === 'PLANNED' ? say`It has not begun. Type "meeting start".` : 'It is over.',
    meetingCard(act, meeting, meeting.state === 'PLANNED' ? 'It has not begun' : 'It is over'),
  );
}

/** What the clock does: asks about a meeting that has fallen silent, and ends one that was forgotten. A second run does nothing. */
export async function watchMeetings(prisma: PrismaClient, now: Date): Promise<{ asked: number; ended: number }> {
  let [asked, ended] = [0, 0];
  for (const { id, partnershipId } of await prisma.meeting.findMany({
    where: { state: 'RUNNING' },
    select: { id: true, partnershipId: true },
  })) {
    const done = await inBackground(prisma, partnershipId, (effect) =>
      changeMeeting(effect, id, undefined, now, stillThere, async (turn) => {
        const { meeting } = turn;
        if (meeting.state !== 'RUNNING') return undefined;
        await sayTimeIsUp(turn, now);
        const planned =
          Math.max(meeting.startsAt.getTime(), (meeting.startedAt ?? now).getTime()) + meeting.minutes * 60_000;
        const silent = now.getTime() - Math.max(planned, (meeting.lastEntryAt ?? meeting.startedAt ?? now).getTime());
        if (silent >= FORGOTTEN_MS) {
          await end(turn, now);
          return 'ended' as const;
        }
        if (silent < SILENT_MS || meeting.askedToEndAt !== null) return undefined;
        await turn.set({ askedToEndAt: now });
        await tellLeads(effect, meeting, askToEndCard(meeting));
        return 'asked' as const;
      }),
    );
    if (done === 'asked') asked += 1;
    if (done === 'ended') ended += 1;
  }
  return { asked, ended };
}

/** One gentle line, once an item; nobody is cut off. */
async function sayTimeIsUp({ effect, meeting }: Turn, now: Date): Promise<void> {
  const item = meeting.items.find((each) => each.state === 'OPEN');
  if (item === undefined || item.minutes === null || item.openedAt === null || item.timeToldAt !== null) return;
  const used = item.spent * 1000 + (now.getTime() - item.openedAt.getTime());
  if (used < item.minutes * 60_000) return;
  await effect.db.agendaItem.update({ where: { id: item.id }, data: { timeToldAt: now } });
  await effect.discuss({ type: HELD, id: meeting.id }, await placesOfTeam(effect.db, meeting), timeUpCard(item));
}

/** The clock looks only at what there is. */
function stillThere(meeting: FullMeeting | null): FullMeeting {
  if (meeting === null) throw new Error('A meeting vanished while it was held.');
  return meeting;
}

/** @param except who knows already */
async function tellLeads(effect: Effect, meeting: FullMeeting, card: Card, except?: string): Promise<void> {
  const leads = (await leadIds(effect.db, meeting)).filter((id) => id !== except);
  for (const place of (await whereToReach(effect.db, leads)).values()) await effect.tell(place, card);
}

export const recordedIn = ({ entries }: FullMeeting): number =>
  entries.filter(({ kind, struckAt }) => struckAt === null && isRecorded(kind)).length;

/** As if it had not begun: its agenda stands, what the start has added goes. */
export async function putBack({ effect, meeting, set }: Turn): Promise<void> {
  const { db } = effect;
  await db.meetingEntry.deleteMany({ where: { meetingId: meeting.id } });
  await db.agendaItem.deleteMany({
    where: { meetingId: meeting.id, OR: [{ carriedFrom: { not: null } }, { purpose: { not: 'TALK' } }] },
  });
  await db.agendaItem.updateMany({
    where: { meetingId: meeting.id },
    data: { state: 'WAITING', openedAt: null, spent: 0, timeToldAt: null },
  });
  // The card that was posted says what became of it; from here on the invitation follows again.
  await effect.show({ type: HELD, id: meeting.id, version: meeting.version + 1 }, await placesOfTeam(db, meeting));
  await set({ state: 'PLANNED', startedAt: null, lastEntryAt: null, askedToEndAt: null });
  await effect.audit({ action: 'meeting.begun_in_error', recordType: RECORD, recordId: meeting.id });
}
