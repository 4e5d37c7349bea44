// A meeting's agenda: what people add, and what is proposed from last time and from the problems of the zone.

import { type Act, type Effect, knownPerson } from '../../../chat/act.ts';
import { assertMay } from '../../../chat/may.ts';
import { Refusal, type Reply } from '../../../chat/replies.ts';
import { clean, say } from '../../../chat/spans.ts';
import type { Db } from '../../../database/client.ts';
import type { AgendaPurpose } from '../../../database/generated/enums.ts';
import { findLengths } from '../../../language/lengths.ts';
import { isReal, readAllSeries, verdictWords } from '../../measures/index.ts';
import { assertClean } from '../../privacy/index.ts';
import { nameOf } from '../../problems/index.ts';
import { proposalsBefore } from '../held/arrivals.ts';
import { toApprove } from '../minutes/life.ts';
import type { FullMeeting } from '../model.ts';
import { inMeeting } from '../service.ts';
import { ofTeam, subjectOf } from '../team.ts';
import { heldWords, said } from '../views.ts';

export const MOST_ITEMS = 60;
const STALE_DAYS = 14;

/** "Summer play scheme 10 min" */
export function readItem(typed: string): { title: string; minutes: number | undefined } {
  const [length, ...more] = findLengths(typed).lengths.reverse();
  // "5m from police and 5m from fire" is all of it what it is about.
  const match =
    more.length === 0 && length?.to === typed.trimEnd().length
      ? /[\s,]+(?:for )?$/i.exec(typed.slice(0, length.from))
      : null;
  const minutes = match === null ? undefined : length?.minutes;
  return {
    title: clean(match === null ? typed : typed.slice(0, match.index)).slice(0, 300),
    minutes: minutes === 0 ? undefined : minutes,
  };
}

/** Adds an item. Who may: anybody of the team, and champions. */
export function addItem(
  act: Act,
  id: string,
  item: { title: string; minutes?: number | undefined; problemId?: string },
): Promise<Reply> {
  assertClean(item.title, act.now);
  if (item.title === '')
    throw new Refusal(say`What is the item? For example: "meeting add Summer play scheme 10 min".`);
  if (/^\d+$/.test(item.title))
    throw new Refusal(
      say`"${item.title}" alone says nothing of what it is about. For example: "meeting add Summer play scheme 10 min".`,
    );
  if ((item.minutes ?? 1) > 240) throw new Refusal('An item takes at most 240 minutes.');
  return inMeeting(
    act,
    id,
    async ({ effect, meeting, set, after }) => {
      assertMay(act, 'meeting.takePart', subjectOf(meeting));
      if (meeting.state !== 'PLANNED' && meeting.state !== 'RUNNING')
        throw new Refusal('That meeting is over. It can go on the next one’s agenda.');
      if (meeting.items.length >= MOST_ITEMS)
        throw new Refusal(`The agenda has ${MOST_ITEMS} items, which is more than a meeting can hold. Drop one first.`);
      const twin = meeting.items.find(
        (each) =>
          each.title.toLowerCase() === item.title.toLowerCase() ||
          (item.problemId !== undefined && each.problemId === item.problemId),
      );
      if (twin !== undefined) {
        if (item.minutes === undefined || item.minutes === twin.minutes)
          return said(act, meeting, 'It is on the agenda already');
        await effect.db.agendaItem.update({ where: { id: twin.id }, data: { minutes: item.minutes } });
        await set({});
        return said(act, await after(), `It is on the agenda already; now for ${item.minutes} minutes`);
      }
      await put(effect, meeting, [{ ...item, addedById: knownPerson(act).id }]);
      await set({});
      return said(act, await after(), 'On the agenda');
    },
    'heart',
  );
}

/** An item as people name it: its number, as the card counts them from 1, or words of its title. */
export type Which = number | string;

/** @throws {Refusal} where there is no such item, or more than one */
function itemIn({ items }: FullMeeting, which: Which): FullMeeting['items'][number] {
  if (typeof which === 'number') {
    const item = items[which - 1];
    if (item === undefined) throw new Refusal(`The agenda has ${items.length} items; there is no number ${which}.`);
    return item;
  }
  const words = which.toLowerCase().split(/\s+/);
  const exactly = items.find(({ title }) => title.toLowerCase() === which.toLowerCase());
  if (exactly !== undefined) return exactly;
  const found = items.filter(({ title }) => words.every((word) => title.toLowerCase().includes(word)));
  const [item, second] = found;
  if (item === undefined)
    throw new Refusal(
      `Nothing on the agenda has "${which.slice(0, 60)}" in it. Give its number, as the card counts them.`,
    );
  if (second !== undefined)
    throw new Refusal(
      `Which one? ${found.map((each) => `${items.indexOf(each) + 1}: ${each.title.slice(0, 60)}`).join('; ')}. Give its number.`,
    );
  return item;
}

/** Takes an item off, or puts it first. Who may: a lead, or whoever added it. */
export function changeItem(act: Act, id: string, which: Which, what: 'drop' | 'first'): Promise<Reply> {
  return inMeeting(
    act,
    id,
    async ({ effect, meeting, set, after }) => {
      const item = itemIn(meeting, which);
      assertMay(act, 'meeting.changeItem', { ...subjectOf(meeting), authorId: item.addedById });
      if (item.state !== 'WAITING') throw new Refusal('It has been opened already; what was recorded stays.');
      if (what === 'drop') await effect.db.agendaItem.delete({ where: { id: item.id } });
      else
        await effect.db.agendaItem.update({
          where: { id: item.id },
          data: { position: (meeting.items[0]?.position ?? 0) - 1 },
        });
      await set({});
      return said(act, await after(), what === 'drop' ? 'Off the agenda' : 'First on the agenda');
    },
    'heart',
  );
}

const LONGEST_LINK = 500;

/**
 * The paper of an item: an address that those who meet can open; it stands beside the item wherever the agenda does. Who may: a lead, or
 * whoever added the item. @param typed the address, or "none"
 */
export function setPaper(act: Act, id: string, which: Which, typed: string): Promise<Reply> {
  const link = typed.trim();
  const none = /^none$/i.test(link);
  if (!none && (!/^https:\/\/[^\s/]+\.[^\s]+$/i.test(link) || link.length > LONGEST_LINK))
    throw new Refusal(
      say`A paper is an address that begins with https://: "meeting paper 3 https://…", or "meeting paper 3 none".`,
    );
  return inMeeting(
    act,
    id,
    async ({ effect, meeting, set, after }) => {
      const item = itemIn(meeting, which);
      assertMay(act, 'meeting.changeItem', { ...subjectOf(meeting), authorId: item.addedById });
      await effect.db.agendaItem.update({ where: { id: item.id }, data: { paper: none ? '' : link } });
      await set({});
      return said(act, await after(), none ? 'Its paper is taken off' : 'Its paper stands on the agenda');
    },
    'heart',
  );
}

/** Adds everything that is proposed. Who may: a lead. */
export function addProposals(act: Act, id: string): Promise<Reply> {
  return inMeeting(
    act,
    id,
    async ({ effect, meeting, set, after }) => {
      assertMay(act, 'meeting.addProposals', subjectOf(meeting));
      const found = await proposals(effect.db, meeting, act.now);
      await put(effect, meeting, found);
      await set({});
      return said(act, await after(), found.length === 0 ? 'There is nothing to propose' : `Added: ${found.length}`);
    },
    'heart',
  );
}

export interface Proposal {
  title: string;
  minutes?: number | undefined;
  problemId?: string;
  addedById?: string;
  carriedFrom?: string;
  purpose?: AgendaPurpose;
  aboutId?: string;
}

/** What should be talked about: the last minutes, what was not finished, promises that are due, problems that need somebody. */
export async function proposals(db: Db, meeting: FullMeeting, now: Date): Promise<Proposal[]> {
  const found: Proposal[] = [
    ...(await goodNews(db, meeting, now)),
    ...(await business(db, meeting)),
    ...(await carried(db, meeting)),
  ];
  const due = await db.action.count({
    where: {
      partnershipId: meeting.partnershipId,
      zoneId: meeting.zoneId,
      state: { in: ['OPEN', 'ORPHANED'] },
      dueOn: { lte: now },
    },
  });
  if (due > 0) found.push({ title: `Actions that are due (${due})`, minutes: 5 });
  const problems = await db.problem.findMany({
    where: {
      // A body of the whole partnership looks at what waits longest anywhere.
      partnershipId: meeting.partnershipId,
      ...(meeting.zoneId === null ? {} : { zoneId: meeting.zoneId }),
      state: { not: 'CLOSED' },
      OR: [
        { ownerId: null },
        { movedAt: { lte: new Date(now.getTime() - STALE_DAYS * 86_400_000) } },
        { agencies: { some: { state: 'ASKED' } } },
      ],
    },
    include: { zone: { select: { code: true } } },
    orderBy: [{ movedAt: 'asc' }, { id: 'asc' }],
    take: 6,
  });
  const figures =
    meeting.zoneId === null
      ? []
      : await readAllSeries(db, { id: meeting.partnershipId, timeZone: meeting.timeZone }, [meeting.zoneId], now);
  for (const series of figures.filter(({ verdict }) => isReal(verdict)).slice(0, 3))
    found.push({ title: `${series.measure.name}: ${verdictWords(series).toLowerCase()}`, minutes: 5 });
  const ideas = await db.idea.count({
    where: { partnershipId: meeting.partnershipId, zoneId: meeting.zoneId, state: { in: ['CAPTURED', 'EXPLORING'] } },
  });
  if (ideas > 0) found.push({ title: `Ideas (${ideas})`, minutes: 5 });
  found.push(...problems.map((problem) => ({ title: nameOf(problem, 200), minutes: 5, problemId: problem.id })));
  return found.filter((proposal) => !isOn(meeting, proposal));
}

/** Celebrations come first, if there are any since last time. */
async function goodNews(db: Db, meeting: FullMeeting, now: Date): Promise<Proposal[]> {
  const last = await db.meeting.findFirst({
    where: { ...ofTeam(meeting), state: 'ENDED' },
    orderBy: { endedAt: 'desc' },
    select: { endedAt: true },
  });
  const since = last?.endedAt ?? new Date(now.getTime() - 30 * 86_400_000);
  const count = await db.celebration.count({
    where: {
      partnershipId: meeting.partnershipId,
      ...(meeting.zoneId === null ? {} : { zoneId: meeting.zoneId }),
      undoneAt: null,
      createdAt: { gt: since },
    },
  });
  return count === 0 ? [] : [{ title: `Good news (${count})`, minutes: 5 }];
}

function isOn(meeting: FullMeeting, proposal: Proposal): boolean {
  const { purpose = 'TALK', aboutId, problemId, title } = proposal;
  return meeting.items.some((item) =>
    purpose === 'TALK'
      ? item.title === title || (problemId !== undefined && item.problemId === problemId)
      : item.purpose === purpose && (purpose === 'CONFIRM_DECISIONS' || item.aboutId === aboutId),
  );
}

/** What a meeting owes the one before: approval of its minutes, and decisions that were below quorum. */
export async function business(db: Db, meeting: FullMeeting): Promise<Proposal[]> {
  const last = await toApprove(db, meeting);
  const proposed = (await proposalsBefore(db, meeting)).filter((each) => each.meeting.id !== meeting.id);
  return [
    ...(last === undefined
      ? []
      : [
          {
            title: `Minutes of ${heldWords(last)}`,
            minutes: 5,
            purpose: 'APPROVE_MINUTES' as const,
            aboutId: last.id,
          },
        ]),
    ...(proposed.length === 0
      ? []
      : [
          {
            title: `Confirm what was decided below quorum (${proposed.length})`,
            minutes: 5,
            purpose: 'CONFIRM_DECISIONS' as const,
          },
        ]),
  ];
}

/** Items of the last meeting that were parked or never reached. */
export async function carried(db: Db, meeting: FullMeeting): Promise<Proposal[]> {
  const last = await db.meeting.findFirst({
    where: { ...ofTeam(meeting), state: 'ENDED', kind: meeting.kind },
    orderBy: { endedAt: 'desc' },
    include: {
      items: { where: { state: { in: ['WAITING', 'PARKED'] }, purpose: 'TALK' }, orderBy: { position: 'asc' } },
    },
  });
  return (last?.items ?? []).map(({ title, minutes, problemId }) => ({
    title,
    minutes: minutes ?? undefined,
    ...(problemId === null ? {} : { problemId }),
    carriedFrom: last?.id ?? '',
  }));
}

/** Puts items on the agenda, each once. */
export async function put(
  effect: Effect,
  meeting: FullMeeting,
  items: Proposal[],
  where: 'first' | 'last' = 'last',
): Promise<void> {
  const fresh = items.filter((item) => !isOn(meeting, item)).slice(0, MOST_ITEMS - meeting.items.length);
  const from =
    where === 'last' ? (meeting.items.at(-1)?.position ?? 0) + 1 : (meeting.items[0]?.position ?? 1) - fresh.length;
  await effect.db.agendaItem.createMany({
    data: fresh.map((item, index) => ({
      meetingId: meeting.id,
      position: from + index,
      title: item.title,
      minutes: item.minutes ?? null,
      problemId: item.problemId ?? null,
      addedById: item.addedById ?? null,
      carriedFrom: item.carriedFrom ?? null,
      purpose: item.purpose ?? 'TALK',
      aboutId: item.aboutId ?? null,
    })),
  });
}
