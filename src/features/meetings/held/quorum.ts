// Quorum: what a team needs to decide, whether it is there, and from when until when it was.
import { DateTime } from 'luxon';
import type { JsonObject } from '../../../chat/cards.ts';
import { howMany } from '../../../chat/spans.ts';
import type { FullMeeting } from '../model.ts';
import { type Present, present } from '../service.ts';

export interface Quorum {
  met: boolean;
  people: number;
  agencies: number;
  needPeople: number;
  needAgencies: number;
}

interface Setting {
  quorumPeople: number | null;
  quorumAgencies: number | null;
}

/** As it was when the meeting ended; until then as the team has set it. */
function settingOf({ entries, zone, body }: FullMeeting): Setting {
  const { quorum } = (entries.findLast(({ kind }) => kind === 'ENDED')?.details ?? {}) as { quorum?: Setting };
  const { quorumPeople = null, quorumAgencies = null } = quorum ?? zone ?? body ?? {};
  return { quorumPeople, quorumAgencies };
}

/** What the log keeps of it at the end. */
export const quorumToKeep = (meeting: FullMeeting): JsonObject => ({ quorum: { ...settingOf(meeting) } });

/** Two axes: people, and agencies. Undefined: the team sets none. @param here who counts; those who are there now */
export function quorumOf(meeting: FullMeeting, here: Present[] = present(meeting)): Quorum | undefined {
  const { quorumPeople, quorumAgencies } = settingOf(meeting);
  if (quorumPeople === null && quorumAgencies === null) return undefined;
  const [people, agencies] = [here.length, new Set(here.map((each) => each.agencyId)).size];
  const [needPeople, needAgencies] = [quorumPeople ?? 1, quorumAgencies ?? 1];
  return { met: people >= needPeople && agencies >= needAgencies, people, agencies, needPeople, needAgencies };
}

/** Who comes so soon after the start was there from the start. */
const AT_THE_START_MS = 10 * 60_000;

/** When it was quorate: "from 10:20 until 10:50". @returns undefined when it was all the time, [] when it never was */
function quorateTimes(meeting: FullMeeting): string[] | undefined {
  const began = meeting.startedAt ?? meeting.startsAt;
  const clock = (at: Date) => DateTime.fromJSDate(at, { zone: meeting.timeZone }).toFormat('HH:mm');
  const changes: { at: Date; met: boolean }[] = [];
  for (const [index, { kind, at }] of meeting.entries.entries()) {
    if (kind !== 'ARRIVED' && kind !== 'LEFT') continue;
    const met = quorumOf(meeting, present({ entries: meeting.entries.slice(0, index + 1) }))?.met ?? false;
    if (met !== (changes.at(-1)?.met ?? false)) changes.push({ at, met });
  }
  const [first, ...more] = changes;
  if (first === undefined) return [];
  const early = first.at.getTime() - began.getTime() <= AT_THE_START_MS;
  if (early && more.length === 0) return undefined;
  const times: string[] = [];
  for (let index = 0; index < changes.length; index += 2) {
    const [from, until] = [changes[index], changes[index + 1]];
    if (from === undefined) break;
    const start = index === 0 && early ? '' : `from ${clock(from.at)}`;
    times.push([start, until === undefined ? '' : `until ${clock(until.at)}`].filter((each) => each !== '').join(' '));
  }
  return times;
}

const peopleWords = (number: number) => howMany(number, 'person', 'people');
const agencyWords = (number: number) => howMany(number, 'agency', 'agencies');

/** For the minutes: whether it could decide, and when. */
export function quorumWords(meeting: FullMeeting): string | undefined {
  const came = new Map<string, Present>();
  for (const { kind, personId, agencyId } of meeting.entries)
    if (kind === 'ARRIVED' && personId !== null) came.set(personId, { personId, agencyId: agencyId ?? '', name: '' });
  const quorum = quorumOf(meeting, [...came.values()]);
  if (quorum === undefined) return undefined;
  const needed = `${peopleWords(quorum.needPeople)} from ${agencyWords(quorum.needAgencies)} are needed`;
  const there = `${peopleWords(quorum.people)} from ${agencyWords(quorum.agencies)}`;
  const times = quorateTimes(meeting);
  if (times === undefined) return `Quorate: ${there}; ${needed}`;
  if (times.length > 0) return `Quorate ${times.join(' and ')}, inquorate otherwise: ${there} in all; ${needed}`;
  return `Not quorate: ${there}; ${needed}`;
}
