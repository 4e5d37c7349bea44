// Cards of meetings: the invitation, the running card that stands in every place, lists.
import { DateTime } from 'luxon';
import type { Act } from '../../chat/act.ts';
import { type Block, type Button, buttons, type Card, facts, heading, note, paragraph } from '../../chat/cards.ts';
import { inPlace, privately, type Reply } from '../../chat/replies.ts';
import { cut, link, say, strong, type Text, textOf } from '../../chat/spans.ts';
import type { Vote } from '../../database/generated/enums.ts';
import type { Links } from '../../http/links.ts';
import { rhythmWords } from '../../language/repeat.ts';
import { dayWords } from '../../time/calendar.ts';
import { eventOf } from './ahead/event.ts';
import { keptRhythm } from './ahead/series.ts';
import { quorumOf } from './held/quorum.ts';
import { meetingLink } from './minutes/addresses.ts';
import { entryWords, labelOf, STATUS_WORDS, statusOf, votesWords } from './minutes/minutes.ts';
import { decisionState, type FullMeeting } from './model.ts';
import { openQuestion, present, proposedIn } from './service.ts';
import { teamName } from './team.ts';
import { minutedLabel, RECORDED, type RecordedKind, titleOf } from './words.ts';

const opens = { opens: 'form' as const };
export type Names = (id: string) => string;

export const press = (
  label: string,
  action: string,
  meeting: { id: string },
  more: Partial<Button> & { data?: Button['data'] } = {},
): Button => ({
  label,
  action,
  ...more,
  data: { id: meeting.id, ...(more.data ?? {}) },
});

/** "Tuesday 1 December 2026, 10:00" on the zone's clock. */
export function whenWords(meeting: FullMeeting): string {
  const local = DateTime.fromJSDate(meeting.startsAt, { zone: meeting.timeZone });
  return `${dayWords(local.toISODate() ?? '')}, ${local.toFormat('HH:mm')}`;
}

/** "Tuesday 1 December 2026, 10:02": when it began, so that two of one day have names that differ. */
export function heldWords(meeting: Pick<FullMeeting, 'startedAt' | 'startsAt' | 'timeZone'>): string {
  const local = DateTime.fromJSDate(meeting.startedAt ?? meeting.startsAt, { zone: meeting.timeZone });
  return `${dayWords(local.toISODate() ?? '')}, ${local.toFormat('HH:mm')}`;
}

/** "14:00" on the zone's clock. */
export const clock = (meeting: FullMeeting, instant: Date) =>
  DateTime.fromJSDate(instant, { zone: meeting.timeZone }).toFormat('HH:mm');
export const nameOf = (meeting: FullMeeting) => `${teamName(meeting)}: ${titleOf(meeting)}`;

/** Where it was announced: until it begins the invitation, then the way to the card that was posted where it is held. */
export function invitationCard(meeting: FullMeeting, names: Names, links: Links): Card {
  if (meeting.startedAt === null) return { ...liveCard(meeting, names, links), calendar: eventOf(meeting) };
  const words =
    meeting.state === 'RUNNING'
      ? `It is being held, since ${clock(meeting, meeting.startedAt)}. Its card stands below.`
      : meeting.state === 'ENDED'
        ? `It was held on ${heldWords(meeting)}. Its minutes stand below.`
        : 'It was begun in error, and is cancelled.';
  return {
    summary: `${nameOf(meeting)}: ${words}`,
    version: meeting.version,
    blocks: [
      heading(nameOf(meeting)),
      paragraph(words),
      ...(meeting.state === 'RUNNING' ? [buttons(press('Open', 'meeting.open', meeting))] : []),
    ],
  };
}

/**
 * What has just happened. While it is held that is one line: the card stands in the channel, and follows there. Whoever looks at a
 * card of their own sees that one follow, and whoever is elsewhere is offered one.
 */
export function said(act: Act, meeting: FullMeeting, title: string, notes: (Text | string)[] = []): Reply {
  const card = meetingCard(act, meeting, title, notes);
  const { what } = act.incoming;
  if (what.kind === 'press' && what.onPrivateCard) return inPlace(card);
  if (meeting.state !== 'RUNNING') return privately(card);
  const isHere =
    act.placeZoneId === undefined ? act.placeBody?.id === meeting.bodyId : act.placeZoneId === meeting.zoneId;
  const words = textOf(say`${title}`).replace(/[.?!]?$/, (end) => (end === '' ? '.' : end));
  return privately({
    summary: card.summary,
    version: meeting.version,
    blocks: [
      paragraph(notes.reduce<Text>((line, each) => say`${line} ${each}`, say`${strong(words)}`)),
      ...(isHere ? [] : [buttons(press('Open the meeting', 'meeting.open', meeting))]),
    ],
  });
}

/** The live card in every place of the zone. @param names what agencies are called */
export function liveCard(meeting: FullMeeting, names: Names, links: Links): Card {
  return {
    summary: `${nameOf(meeting)}, ${whenWords(meeting)}`,
    version: meeting.version,
    blocks: [heading(nameOf(meeting)), ...bodyOf(meeting, names, links)],
  };
}

/** The same to one person, with what has just happened said first. */
export function meetingCard(act: Act, meeting: FullMeeting, title: string, notes: (Text | string)[] = []): Card {
  const names = namesIn(act);
  return {
    summary: `${title}: ${nameOf(meeting)}`,
    version: meeting.version,
    blocks: [
      heading(title),
      ...notes.map((words) => paragraph(words)),
      paragraph(say`${strong(nameOf(meeting))}`),
      ...bodyOf(meeting, names, act.links),
    ],
  };
}

export const namesIn =
  (act: Pick<Act, 'directory'>): Names =>
  (id) =>
    act.directory.agencies.find((agency) => agency.id === id)?.shortName ?? 'another agency';

function bodyOf(meeting: FullMeeting, names: Names, links: Links): Block[] {
  switch (meeting.state) {
    case 'PLANNED':
      return planned(meeting, names, meetingLink(links, meeting.id));
    case 'RUNNING':
      return running(meeting, names);
    case 'CANCELLED':
      if (meeting.startedAt !== null) return [note('Begun in error, and cancelled. It counts nowhere.')];
      return [
        note(`${whenWords(meeting)}: cancelled.`),
        ...linkBlocks('Take it out of your calendar', meetingLink(links, meeting.id)),
      ];
    case 'ENDED':
      return [
        facts(
          ['Held', heldWords(meeting)],
          ['Recorded', countWords(meeting)],
          ['Status', STATUS_WORDS[statusOf(meeting)]],
        ),
        buttons(press('Minutes', 'meeting.minutes', meeting)),
      ];
  }
}

const linkBlocks = (words: string, url: string | undefined): Block[] =>
  url === undefined ? [] : [paragraph(say`${link(words, url)}`)];

function planned(meeting: FullMeeting, names: Names, calendar: string | undefined): Block[] {
  const of = (reply: 'YES' | 'NO' | 'MAYBE') => meeting.answers.filter((answer) => answer.reply === reply);
  const byAgency = (list: FullMeeting['answers']) =>
    [...new Set(list.map((answer) => answer.agencyId))]
      .map((id) => `${names(id)} ${list.filter((answer) => answer.agencyId === id).length}`)
      .join(', ');
  return [
    facts(
      ['When', `${whenWords(meeting)}, for ${meeting.minutes} minutes`],
      ...(meeting.place === '' ? [] : ([['Where', meeting.place]] as [string, string][])),
      ...(meeting.series === null
        ? []
        : ([['Repeats', rhythmWords(keptRhythm(meeting.series))]] as [string, string][])),
      ['Coming', of('YES').length === 0 ? 'nobody has said yet' : byAgency(of('YES'))],
      ...(of('MAYBE').length === 0 ? [] : ([['Perhaps', byAgency(of('MAYBE'))]] as [string, string][])),
      ...(of('NO').length === 0 ? [] : ([['Not coming', byAgency(of('NO'))]] as [string, string][])),
    ),
    ...linkBlocks(meeting.sequence === 0 ? 'Put it in your calendar' : 'Put the change in your calendar', calendar),
    ...agenda(meeting),
    buttons(
      press('Yes', 'meeting.reply', meeting, { data: { reply: 'YES' }, style: 'primary' }),
      press('Maybe', 'meeting.reply', meeting, { data: { reply: 'MAYBE' } }),
      press('No', 'meeting.reply', meeting, { data: { reply: 'NO' } }),
      press('Add an item', 'meeting.addForm', meeting, opens),
      press('Proposals', 'meeting.proposals', meeting),
      press('Arrange', 'meeting.arrange', meeting, opens),
    ),
  ];
}

function agenda(meeting: FullMeeting): Block[] {
  if (meeting.items.length === 0) return [note('Nothing on the agenda yet. Anybody of the team can add an item.')];
  const mark = { WAITING: '', OPEN: ' ← now', DONE: ' ✓', PARKED: ' (parked)' };
  const [from, to] = window(meeting);
  const shown = meeting.items.slice(from, to);
  const before = from === 0 ? [] : [note(`${from} before`)];
  const after = meeting.items.length - to;
  return [
    ...before,
    {
      kind: 'list',
      numbered: from === 0,
      items: shown.map((item, index): Text => {
        const number = from === 0 ? '' : `${from + index + 1}. `;
        const words = `${number}${cut(item.title, 120)}${item.minutes === null ? '' : `, ${item.minutes} min`}${item.carriedFrom === null ? '' : ', from last time'}`;
        const paper = item.paper === '' ? say`` : say` (${link('paper', item.paper)})`;
        return item.state === 'OPEN'
          ? say`${strong(words)}${paper}${mark.OPEN}`
          : say`${words}${paper}${mark[item.state]}`;
      }),
    },
    ...(after > 0 ? [note(`and ${after} more`)] : []),
  ];
}

/** Which items a card shows: ahead of a meeting the first ones; while it is held those around the one that is open. */
function window({ state, items }: FullMeeting): [from: number, to: number] {
  if (state !== 'RUNNING') return [0, Math.min(20, items.length)];
  const at = items.findIndex((item) => item.state === 'OPEN');
  const from = Math.max(0, Math.min(at - 2, items.length - 8));
  return [from, Math.min(items.length, from + 8)];
}

function running(meeting: FullMeeting, names: Names): Block[] {
  const item = meeting.items.find((each) => each.state === 'OPEN');
  const here = present(meeting);
  const byAgency = [...new Set(here.map((each) => each.agencyId))].map(
    (id) =>
      `${names(id)}: ${here
        .filter((each) => each.agencyId === id)
        .map((each) => each.name)
        .join(', ')}`,
  );
  const quorum = quorumOf(meeting);
  const lines = meeting.entries
    .filter((entry) => entry.struckAt === null && minutedLabel(entry.kind) !== undefined)
    .filter((entry) => decisionState(entry) !== 'PUT')
    .slice(-4);
  const begun = meeting.startedAt ?? meeting.startsAt;
  return [
    facts(
      ['Now', say`${strong(item === undefined ? 'no item is open' : cut(item.title, 200))}`],
      ...(item === undefined ? [] : ([['Time', timeOf(meeting, item)]] as [string, string][])),
      [
        'Began',
        `${clock(meeting, begun)}, planned until ${clock(meeting, new Date(begun.getTime() + meeting.minutes * 60_000))}`,
      ],
      ['Here', here.length === 0 ? 'nobody has said so' : byAgency.join('; ')],
      ...(quorum === undefined
        ? []
        : ([
            [
              'Quorum',
              `${quorum.people} of ${quorum.needPeople} people, ${quorum.agencies} of ${quorum.needAgencies} agencies${quorum.met ? '' : ': decisions are proposals for now'}`,
            ],
          ] as [string, string][])),
    ),
    ...agenda(meeting),
    ...(lines.length === 0
      ? []
      : [
          {
            kind: 'list' as const,
            items: lines.map(
              (entry) =>
                say`${strong(`${labelOf(entry)}: `)}${cut(entryWords(entry), 160)} – ${entry.person?.name ?? ''}`,
            ),
          },
        ]),
    ...business(meeting, item, names),
    ...(quorum === undefined || quorum.met
      ? []
      : [
          buttons(
            press('Invite deputies', 'meeting.deputies', meeting),
            press('Move it', 'meeting.moveForm', meeting, opens),
          ),
        ]),
    buttons(
      press('Next', 'meeting.next', meeting, { style: 'primary', data: { item: item?.id ?? 'none' } }),
      press('I’m here', 'meeting.here', meeting),
      press('Note', 'meeting.record', meeting, { data: { kind: 'NOTE' }, ...opens }),
      press('Decision', 'meeting.record', meeting, { data: { kind: 'DECISION' }, ...opens }),
      press('Action', 'meeting.record', meeting, { data: { kind: 'ACTION' }, ...opens }),
    ),
    buttons(
      press('Back', 'meeting.back', meeting),
      press('Park', 'meeting.park', meeting, { data: { item: item?.id ?? 'none' } }),
      press('Add an item', 'meeting.addForm', meeting, opens),
      press('End', 'meeting.end', meeting, {
        style: 'danger',
        confirm: { title: 'End the meeting?', text: 'The minutes are posted in every place of the zone.', yes: 'End' },
      }),
    ),
  ];
}

/** What the room is asked now: a vote, the last minutes, proposals of a meeting that was below quorum. */
function business(meeting: FullMeeting, item: FullMeeting['items'][number] | undefined, names: Names): Block[] {
  const question = openQuestion(meeting);
  const proposals = proposedIn(meeting).length;
  const quorum = quorumOf(meeting);
  const blocks: Block[] = [];
  if (question !== undefined) {
    const votes = votesWords(question, names);
    const vote = (label: string, answer: Vote) =>
      press(label, 'meeting.vote', meeting, { data: { number: question.number, vote: answer } });
    blocks.push(
      paragraph(say`${strong('Do you agree? ')}${cut(question.text, 500)} – ${question.person?.name ?? ''}`),
      note(votes === '' ? 'Nobody has answered yet.' : `So far: ${votes}.`),
      buttons(
        vote('Agree', 'AGREE'),
        vote('Disagree', 'DISAGREE'),
        vote('Abstain', 'ABSTAIN'),
        press('Close the vote', 'meeting.closeVote', meeting, { data: { number: question.number } }),
      ),
    );
  }
  if (item?.purpose === 'APPROVE_MINUTES')
    blocks.push(
      buttons(
        press('Read them', 'meeting.minutes', { id: item.aboutId ?? meeting.id }),
        press('Approve the minutes', 'meeting.approve', meeting, { style: 'primary' }),
      ),
    );
  if ((quorum === undefined || quorum.met) && (proposals > 0 || item?.purpose === 'CONFIRM_DECISIONS'))
    blocks.push(
      buttons(
        press(
          proposals > 0 ? `Quorate now: confirm ${proposals} proposed` : 'Confirm the decisions',
          'meeting.confirm',
          meeting,
          { style: 'primary' },
        ),
      ),
    );
  return blocks;
}

/** When the item began, and until when it was given. */
function timeOf(meeting: FullMeeting, item: FullMeeting['items'][number]): string {
  const opened = item.openedAt ?? meeting.startsAt;
  const spent = item.spent > 0 ? `, ${Math.round(item.spent / 60)} min before` : '';
  if (item.minutes === null) return `since ${clock(meeting, opened)}${spent}`;
  const left = Math.max(0, item.minutes * 60 - item.spent);
  return `since ${clock(meeting, opened)}, until ${clock(meeting, new Date(opened.getTime() + left * 1000))} (${item.minutes} min)${spent}`;
}

function countWords(meeting: FullMeeting): string {
  const count = (kind: RecordedKind) =>
    meeting.entries.filter((entry) => entry.kind === kind && entry.struckAt === null).length;
  const parts = (Object.keys(RECORDED) as RecordedKind[]).flatMap((kind) => {
    const number = count(kind);
    return number === 0
      ? []
      : [`${number} ${RECORDED[kind].label.toLowerCase()}${number === 1 || kind === 'INFO' ? '' : 's'}`];
  });
  return parts.length === 0 ? 'nothing' : parts.join(', ');
}

/** Meetings ahead and behind, a line each; each can be opened. */
export function listCard(meetings: FullMeeting[], title: string, empty: Text | string): Card {
  if (meetings.length === 0) return { summary: `${title}: none`, blocks: [heading(title), paragraph(empty)] };
  return {
    summary: `${title}: ${meetings.length}`,
    blocks: [
      heading(title),
      {
        kind: 'list',
        numbered: true,
        items: meetings.map(
          (meeting) =>
            say`${strong(meeting.state === 'ENDED' ? heldWords(meeting) : whenWords(meeting))} ${nameOf(meeting)}${meeting.state === 'ENDED' ? `: ${countWords(meeting)}` : meeting.state === 'RUNNING' ? ', now' : ''}`,
        ),
      },
      buttons(
        ...meetings.map(
          (meeting, index): Button => ({
            label: meeting.state === 'ENDED' ? `Minutes ${index + 1}` : `Open ${index + 1}`,
            action: meeting.state === 'ENDED' ? 'meeting.minutes' : 'meeting.open',
            data: { id: meeting.id },
          }),
        ),
      ),
    ],
  };
}

/** To somebody who writes in the flow of a meeting: what has happened, and not the whole meeting again. */
export function signed(reply: Reply): Reply {
  if (reply.kind !== 'card') return reply;
  const { blocks } = reply.card;
  const end = blocks.findIndex(({ kind }) => kind === 'facts');
  const words = blocks
    .slice(0, end === -1 ? undefined : Math.max(1, end - 1))
    .flatMap((block) => ('text' in block ? [paragraph(block.text)] : []));
  return { ...reply, sign: true, card: { ...reply.card, blocks: words } };
}
