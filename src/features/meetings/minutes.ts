// Minutes: a rendering of a meeting's log, made again whenever they are asked for. Pure.
import { DateTime } from 'luxon';
import type { Entry, FullMeeting } from './service.ts';
import { isRecorded, RECORDED, titleOf } from './words.ts';

export interface Minutes {
  title: string;
  zone: string;
  /** "Tuesday 24 November 2026, 10:00–10:52" */
  when: string;
  place: string;
  /** Who was there, by agency. */
  present: { agency: string; people: { name: string; note: string }[] }[];
  apologies: string[];
  quorum: string | undefined;
  items: MinutedItem[];
  /** Said before the first item was opened, or after the last. */
  besides: MinutedLine[];
  startedBy: string;
  endedBy: string;
  /** Items that come back next time. */
  parked: string[];
}

export interface MinutedItem {
  title: string;
  minutesTaken: number;
  lines: MinutedLine[];
}

export interface MinutedLine {
  kind: Entry['kind'];
  label: string;
  text: string;
  who: string;
}

/** @param agencyName what an agency is called */
export function minutesOf(meeting: FullMeeting, agencyName: (id: string) => string): Minutes {
  const local = (instant: Date) => DateTime.fromJSDate(instant, { zone: meeting.timeZone }).setLocale('en-GB');
  const { startedAt, endedAt } = meeting;
  const started = local(startedAt ?? meeting.startsAt);
  const lines = meeting.entries.filter((entry) => entry.struckAt === null && isRecorded(entry.kind));
  const starter = meeting.entries.find((entry) => entry.kind === 'STARTED');
  const here = new Set(meeting.entries.filter((entry) => entry.kind === 'ARRIVED').map((entry) => entry.personId));
  const opened = meeting.items.filter((item) =>
    meeting.entries.some((entry) => entry.kind === 'ITEM_OPENED' && entry.itemId === item.id),
  );
  return {
    title: titleOf(meeting),
    zone: meeting.zone.name,
    when: `${started.toFormat('cccc d LLLL yyyy, HH:mm')}${endedAt === null ? '' : `–${local(endedAt).toFormat('HH:mm')}`}`,
    place: meeting.place,
    present: presentByAgency(meeting, agencyName),
    apologies: meeting.answers
      .filter((answer) => answer.reply === 'NO' && !here.has(answer.personId))
      .map((answer) => answer.person.name),
    quorum: quorumWords(meeting),
    items: opened.map((item) => ({
      title: item.title,
      minutesTaken: Math.max(1, Math.round(item.spent / 60)),
      lines: lines.filter((entry) => entry.itemId === item.id).map(lineOf),
    })),
    besides: lines.filter((entry) => entry.itemId === null).map(lineOf),
    startedBy: `${starter?.person?.name ?? 'a former member'}${(starter?.details as { byLead?: boolean } | undefined)?.byLead === false ? ', in the lead’s absence' : ''}`,
    endedBy: meeting.endedByClock
      ? 'by itself, for nobody had ended it'
      : (meeting.entries.findLast((entry) => entry.kind === 'ENDED')?.person?.name ?? ''),
    parked: meeting.items
      .filter((item) => item.state === 'PARKED' || item.state === 'WAITING')
      .map((item) => item.title),
  };
}

function lineOf(entry: Entry): MinutedLine {
  const { state } = entry.details as { state?: string };
  const label =
    entry.kind === 'DECISION' && state === 'PROPOSED'
      ? 'Proposed, below quorum'
      : isRecorded(entry.kind)
        ? RECORDED[entry.kind].label
        : '';
  return { kind: entry.kind, label, text: entryWords(entry), who: entry.person?.name ?? 'a former member' };
}

/** What was recorded; an action with who and by when. */
export function entryWords({ text, kind, details }: Pick<Entry, 'text' | 'kind' | 'details'>): string {
  const { owner, due } = details as { owner?: string; due?: string };
  if (kind !== 'ACTION' || due === undefined) return text;
  return `${text}: ${owner ?? 'nobody'}, by ${DateTime.fromISO(due, { zone: 'utc' }).setLocale('en-GB').toFormat('d LLLL')}`;
}

/** Those who were there at any time; who came after the start or left before the end is noted so. */
function presentByAgency(meeting: FullMeeting, agencyName: (id: string) => string): Minutes['present'] {
  const groups = new Map<string, Map<string, string>>();
  const late = (meeting.startedAt?.getTime() ?? 0) + 10 * 60_000;
  for (const { kind, agencyId, person, at } of meeting.entries) {
    if (kind !== 'ARRIVED' && kind !== 'LEFT') continue;
    const people = groups.get(agencyId ?? '') ?? new Map<string, string>();
    groups.set(agencyId ?? '', people);
    const name = person?.name ?? 'a former member';
    const clock = DateTime.fromJSDate(at, { zone: meeting.timeZone }).toFormat('HH:mm');
    if (kind === 'ARRIVED') people.set(name, at.getTime() > late ? `from ${clock}` : '');
    else people.set(name, `until ${clock}`);
  }
  return [...groups]
    .map(([id, people]) => ({ agency: agencyName(id), people: [...people].map(([name, note]) => ({ name, note })) }))
    .sort((a, b) => a.agency.localeCompare(b.agency, 'en-GB'));
}

function quorumWords(meeting: FullMeeting): string | undefined {
  const { quorumPeople, quorumAgencies } = meeting.zone;
  if (quorumPeople === null && quorumAgencies === null) return undefined;
  const here = new Map(
    meeting.entries.filter((entry) => entry.kind === 'ARRIVED').map((entry) => [entry.personId, entry.agencyId]),
  );
  const agencies = new Set(here.values()).size;
  const met = here.size >= (quorumPeople ?? 1) && agencies >= (quorumAgencies ?? 1);
  return `${met ? 'Quorate' : 'Not quorate'}: ${here.size} people from ${agencies} agencies; ${quorumPeople ?? 1} from ${quorumAgencies ?? 1} are needed`;
}

/** The minutes as Markdown, for mail and documents. */
export function minutesMarkdown(minutes: Minutes, marking: string): string {
  const escape = (text: string) => text.replace(/([\\`*_{}[\]<>#|])/g, '\\$1').replaceAll('\n', ' ');
  const line = ({ label, text, who }: MinutedLine) => `- **${label}**: ${escape(text)} (${escape(who)})`;
  return [
    `*${marking}*`,
    '',
    `# ${escape(minutes.title)}, ${escape(minutes.zone)}`,
    '',
    `${minutes.when}${minutes.place === '' ? '' : `, ${escape(minutes.place)}`}`,
    '',
    '## Present',
    '',
    ...minutes.present.map(
      ({ agency, people }) =>
        `- ${escape(agency)}: ${people.map(({ name, note }) => `${escape(name)}${note === '' ? '' : ` (${note})`}`).join(', ')}`,
    ),
    ...(minutes.apologies.length === 0 ? [] : ['', `Apologies: ${minutes.apologies.map(escape).join(', ')}`]),
    ...(minutes.quorum === undefined ? [] : ['', minutes.quorum]),
    ...minutes.items.flatMap((item, index) => [
      '',
      `## ${index + 1}. ${escape(item.title)}`,
      '',
      ...item.lines.map(line),
    ]),
    ...(minutes.besides.length === 0 ? [] : ['', '## Besides', '', ...minutes.besides.map(line)]),
    ...(minutes.parked.length === 0
      ? []
      : ['', '## Next time', '', ...minutes.parked.map((title) => `- ${escape(title)}`)]),
    '',
  ].join('\n');
}
