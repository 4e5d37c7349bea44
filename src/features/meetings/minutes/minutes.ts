// Minutes: a rendering of a meeting's log, made again whenever they are asked for. Pure.
import { DateTime } from 'luxon';
import type { Vote } from '../../../database/generated/enums.ts';
import { dayWords, todayIn } from '../../../time/calendar.ts';
import { quorumWords } from '../held/quorum.ts';
import { decisionState, type Entry, type FullMeeting } from '../model.ts';
import { teamName } from '../team.ts';
import { minutedLabel, titleOf } from '../words.ts';

export interface Minutes {
  /** The classification, in the partnership's own words. */
  marking: string;
  /** DRAFT until a lead has published them; APPROVED by a later meeting. */
  status: 'DRAFT' | 'PUBLISHED' | 'APPROVED';
  title: string;
  zone: string;
  /** "Tuesday 24 November 2026, 10:00–10:52" */
  when: string;
  place: string;
  /** Who was there, by agency. */
  present: { agency: string; people: { name: string; note: string }[] }[];
  /** Who else was there, in the lead's words. */
  guests: string;
  apologies: string[];
  quorum: string | undefined;
  items: MinutedItem[];
  /** Said before the first item was opened, or after the last. */
  besides: MinutedLine[];
  startedBy: string;
  endedBy: string;
  /** Items that come back next time. */
  parked: string[];
  /** "Tuesday 8 December 2026, 14:00" */
  nextMeeting: string | undefined;
  /** What was changed after they had been approved: when, by whom and why. */
  corrections: string[];
}

export interface MinutedItem {
  title: string;
  minutesTaken: number;
  lines: MinutedLine[];
}

export interface MinutedLine {
  /** Its place in the meeting's log. */
  number: number;
  kind: Entry['kind'];
  label: string;
  text: string;
  /** For a decision that was put to the room: who agreed, by agency. */
  how: string;
  who: string;
}

/** What the meeting's own log does not hold. */
export interface Around {
  marking: string;
  /** What an agency is called. */
  agencyName(id: string): string;
  /** When the team meets next. */
  next: { startsAt: Date; timeZone: string } | undefined;
}

export function minutesOf(meeting: FullMeeting, { marking, agencyName, next }: Around): Minutes {
  const local = (instant: Date) => DateTime.fromJSDate(instant, { zone: meeting.timeZone }).setLocale('en-GB');
  const { startedAt, endedAt } = meeting;
  const started = local(startedAt ?? meeting.startsAt);
  const lines = meeting.entries.filter((entry) => entry.struckAt === null && minutedLabel(entry.kind) !== undefined);
  const starter = meeting.entries.find((entry) => entry.kind === 'STARTED');
  const here = new Set(meeting.entries.filter((entry) => entry.kind === 'ARRIVED').map((entry) => entry.personId));
  const opened = meeting.items.filter((item) =>
    meeting.entries.some((entry) => entry.kind === 'ITEM_OPENED' && entry.itemId === item.id),
  );
  const line = (entry: Entry) => lineOf(entry, agencyName);
  return {
    marking,
    status: statusOf(meeting),
    title: titleOf(meeting),
    zone: teamName(meeting),
    when: `${started.toFormat('cccc d LLLL yyyy, HH:mm')}${endedAt === null ? '' : `–${local(endedAt).toFormat('HH:mm')}`}`,
    place: meeting.place,
    present: presentByAgency(meeting, agencyName),
    guests: meeting.guests,
    apologies: [
      ...meeting.answers
        .filter((answer) => answer.reply === 'NO' && !here.has(answer.personId))
        .map((answer) => answer.person.name),
      ...(meeting.apologies === '' ? [] : [meeting.apologies]),
    ],
    quorum: quorumWords(meeting),
    items: opened.map((item) => ({
      title: item.title,
      minutesTaken: Math.max(1, Math.round(item.spent / 60)),
      lines: lines.filter((entry) => entry.itemId === item.id).map(line),
    })),
    besides: lines.filter((entry) => entry.itemId === null).map(line),
    startedBy: `${starter?.person?.name ?? 'a former member'}${(starter?.details as { byLead?: boolean } | undefined)?.byLead === false ? ', in the lead’s absence' : ''}`,
    endedBy: meeting.endedByClock
      ? 'by itself, for nobody had ended it'
      : (meeting.entries.findLast((entry) => entry.kind === 'ENDED')?.person?.name ?? ''),
    parked: meeting.items
      .filter((item) => item.state === 'PARKED' || item.state === 'WAITING')
      .map((item) => item.title),
    nextMeeting:
      next === undefined
        ? undefined
        : `${dayWords(todayIn(next.timeZone, next.startsAt).day)}, ${DateTime.fromJSDate(next.startsAt, { zone: next.timeZone }).toFormat('HH:mm')}`,
    corrections: meeting.minuted
      .slice(meeting.minuted.findLastIndex(({ event }) => event === 'APPROVED') + 1)
      .filter(({ event }) => event === 'CORRECTED' && meeting.approvedAt !== null)
      .map(({ note, at, person }) => `${dayWords(todayIn(meeting.timeZone, at).day)}, ${person?.name ?? '–'}: ${note}`),
  };
}

export function statusOf({
  publishedAt,
  approvedAt,
}: Pick<FullMeeting, 'publishedAt' | 'approvedAt'>): Minutes['status'] {
  return approvedAt !== null ? 'APPROVED' : publishedAt !== null ? 'PUBLISHED' : 'DRAFT';
}

export const STATUS_WORDS: Record<Minutes['status'], string> = {
  DRAFT: 'Draft, until a lead has checked them',
  PUBLISHED: 'Published; the next meeting approves them',
  APPROVED: 'Approved',
};

function lineOf(entry: Entry, agencyName: (id: string) => string): MinutedLine {
  return {
    number: entry.number,
    kind: entry.kind,
    label: labelOf(entry),
    text: entryWords(entry),
    how: votesWords(entry, agencyName),
    who: entry.person?.name ?? 'a former member',
  };
}

/** What a line is called; a decision by what became of it. */
export function labelOf(entry: Pick<Entry, 'kind' | 'details'>): string {
  const { confirmedOn } = entry.details as { confirmedOn?: string };
  switch (decisionState(entry)) {
    case 'PUT':
      return 'Put to the room';
    case 'PROPOSED':
      return 'Proposed, below quorum';
    case 'NOT_AGREED':
      return 'Not agreed';
    case 'AGREED':
      return confirmedOn === undefined ? 'Decision' : `Decision, confirmed on ${dayWords(confirmedOn)}`;
    default:
      return minutedLabel(entry.kind) ?? '';
  }
}

/** "3 agree (Police 2, Housing 1), 1 abstains (Fire)"; empty: it was not put to the room. */
export function votesWords({ votes }: Pick<Entry, 'votes'>, agencyName: (id: string) => string): string {
  const words: Record<Vote, [one: string, many: string]> = {
    AGREE: ['agrees', 'agree'],
    DISAGREE: ['disagrees', 'disagree'],
    ABSTAIN: ['abstains', 'abstain'],
  };
  return (Object.keys(words) as Vote[])
    .flatMap((vote) => {
      const those = votes.filter((each) => each.vote === vote);
      if (those.length === 0) return [];
      const agencies = [...new Set(those.map((each) => each.agencyId))].map((id) => {
        const count = those.filter((each) => each.agencyId === id).length;
        return count === 1 ? agencyName(id) : `${agencyName(id)} ${count}`;
      });
      return [`${those.length} ${words[vote][those.length === 1 ? 0 : 1]} (${agencies.sort().join(', ')})`];
    })
    .join(', ');
}

/** What was recorded; an action with who and by when. */
export function entryWords({ text, kind, details }: Pick<Entry, 'text' | 'kind' | 'details'>): string {
  const { owner, due } = details as { owner?: string; due?: string };
  if (kind !== 'ACTION' || due === undefined) return text;
  return `${text}: ${owner ?? 'nobody'}, by ${DateTime.fromISO(due, { zone: 'utc' }).setLocale('en-GB').toFormat('d LLLL')}`;
}

/** The same as one would type it to change it. */
export function entryTyped({ text, kind, details }: Pick<Entry, 'text' | 'kind' | 'details'>): string {
  const { owner, due } = details as { owner?: string; due?: string };
  if (kind !== 'ACTION' || due === undefined) return text;
  return `${text} @${owner ?? ''} by ${DateTime.fromISO(due, { zone: 'utc' }).setLocale('en-GB').toFormat('d LLLL yyyy')}`;
}

/** Those who were there at any time; who came after the start or left before the end is noted so, and on whose word somebody is among them. */
function presentByAgency(meeting: FullMeeting, agencyName: (id: string) => string): Minutes['present'] {
  // By person, for two of one agency may have one name.
  const groups = new Map<string, Map<string, { name: string; note: string }>>();
  const late = (meeting.startedAt?.getTime() ?? 0) + 10 * 60_000;
  for (const { kind, agencyId, personId, person, at, id, details } of meeting.entries) {
    if (kind !== 'ARRIVED' && kind !== 'LEFT') continue;
    const people = groups.get(agencyId ?? '') ?? new Map<string, { name: string; note: string }>();
    groups.set(agencyId ?? '', people);
    const clock = DateTime.fromJSDate(at, { zone: meeting.timeZone }).toFormat('HH:mm');
    const when = kind === 'LEFT' ? `until ${clock}` : at.getTime() > late ? `from ${clock}` : '';
    const note = [when, onWhoseWord(meeting, details)].filter((words) => words !== '').join(', ');
    people.set(personId ?? id, { name: person?.name ?? 'a former member', note });
  }
  return [...groups]
    .map(([id, people]) => ({ agency: agencyName(id), people: [...people.values()] }))
    .sort((a, b) => a.agency.localeCompare(b.agency, 'en-GB'));
}

/** "noted by Maya Okonjo": who sat in the room without a chat was noted by whoever ran the meeting. */
function onWhoseWord({ entries }: FullMeeting, details: unknown): string {
  const { notedBy } = details as { notedBy?: string };
  if (notedBy === undefined) return '';
  return `noted by ${entries.find(({ personId }) => personId === notedBy)?.person?.name ?? 'whoever ran it'}`;
}

/** The minutes as Markdown, for mail and documents. */
export function minutesMarkdown(minutes: Minutes): string {
  const escape = (text: string) => text.replace(/([\\`*_{}[\]<>#|])/g, '\\$1').replaceAll('\n', ' ');
  const line = ({ label, text, how, who }: MinutedLine) =>
    `- **${label}**: ${escape(text)}${how === '' ? '' : ` – ${escape(how)}`} (${escape(who)})`;
  const list = (title: string, items: string[]) => (items.length === 0 ? [] : [`## ${title}`, '', ...items, '']);
  return [
    `*${minutes.marking}*`,
    '',
    `# ${escape(minutes.title)}, ${escape(minutes.zone)}`,
    '',
    `${minutes.when}${minutes.place === '' ? '' : `, ${escape(minutes.place)}`}`,
    '',
    STATUS_WORDS[minutes.status],
    '',
    '## Present',
    '',
    ...minutes.present.map(
      ({ agency, people }) =>
        `- ${escape(agency)}: ${people.map(({ name, note }) => `${escape(name)}${note === '' ? '' : ` (${note})`}`).join(', ')}`,
    ),
    ...(minutes.guests === '' ? [] : [`- Also: ${escape(minutes.guests)}`]),
    ...(minutes.apologies.length === 0 ? [] : ['', `Apologies: ${escape(minutes.apologies.join(', '))}`]),
    ...(minutes.quorum === undefined ? [] : ['', minutes.quorum]),
    '',
    ...minutes.items.flatMap((item, index) => [
      `## ${index + 1}. ${escape(item.title)} (${item.minutesTaken} min)`,
      '',
      ...(item.lines.length === 0 ? ['Nothing was recorded.'] : item.lines.map(line)),
      '',
    ]),
    ...list('Besides', minutes.besides.map(line)),
    ...list(
      'Next time',
      minutes.parked.map((title) => `- ${escape(title)}`),
    ),
    ...(minutes.nextMeeting === undefined ? [] : [`Next meeting: ${minutes.nextMeeting}`, '']),
    ...list(
      'Corrections',
      minutes.corrections.map((each) => `- ${escape(each)}`),
    ),
    `*${minutes.marking}*`,
  ].join('\n');
}
