// The cards of meetings: planned, running, ended; and the minutes.
import { DateTime } from 'luxon';
import { dayWords } from '../../calendar.ts';
import type { Act } from '../../chat/act.ts';
import { type Block, type Button, buttons, type Card, facts, heading, note, paragraph } from '../../chat/cards.ts';
import type { Field, OpenForm } from '../../chat/forms.ts';
import { cut, link, say, strong, type Text } from '../../chat/spans.ts';
import type { Links } from '../../http/links.ts';
import { entryWords, type Minutes, minutesOf } from './minutes.ts';
import { MINUTES_DAYS, meetingLink } from './pages.ts';
import { type FullMeeting, present, quorumOf } from './service.ts';
import { RECORDED, type RecordedKind, titleOf } from './words.ts';

const opens = { opens: 'form' as const };
type Names = (id: string) => string;

const press = (
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

/** "14:00" on the zone's clock. */
export const clock = (meeting: FullMeeting, instant: Date) =>
  DateTime.fromJSDate(instant, { zone: meeting.timeZone }).toFormat('HH:mm');
const nameOf = (meeting: FullMeeting) => `${meeting.zone.name}: ${titleOf(meeting)}`;

/** The live card in every place of the zone. @param names what agencies are called */
export function liveCard(meeting: FullMeeting, names: Names, links: Links): Card {
  return {
    summary: `${nameOf(meeting)}, ${whenWords(meeting)}`,
    version: meeting.version,
    blocks: [heading(nameOf(meeting)), ...bodyOf(meeting, names, links)],
  };
}

/** The same to one person, with what has just happened said first. */
export function meetingCard(act: Act, meeting: FullMeeting, title: string, notes: string[] = []): Card {
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
      return [
        note(`${whenWords(meeting)}: cancelled.`),
        ...linkBlocks('Take it out of your calendar', meetingLink(links, meeting.id)),
      ];
    case 'ENDED':
      return [
        facts(['Held', whenWords(meeting)], ['Recorded', countWords(meeting)]),
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
      ...(meeting.series === null ? [] : ([['Repeats', 'yes']] as [string, string][])),
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
    ),
  ];
}

function agenda(meeting: FullMeeting): Block[] {
  if (meeting.items.length === 0) return [note('Nothing on the agenda yet. Anybody of the team can add an item.')];
  const mark = { WAITING: '', OPEN: ' ← now', DONE: ' ✓', PARKED: ' (parked)' };
  const shown = meeting.items.slice(0, 20);
  return [
    {
      kind: 'list',
      numbered: true,
      items: shown.map((item): Text => {
        const words = `${cut(item.title, 120)}${item.minutes === null ? '' : `, ${item.minutes} min`}${item.carriedFrom === null ? '' : ', from last time'}`;
        return item.state === 'OPEN' ? say`${strong(words)}${mark.OPEN}` : say`${words}${mark[item.state]}`;
      }),
    },
    ...(meeting.items.length > shown.length ? [note(`and ${meeting.items.length - shown.length} more`)] : []),
  ];
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
  const lines = meeting.entries.filter((entry) => entry.struckAt === null && entry.kind in RECORDED).slice(-4);
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
                say`${strong(`${RECORDED[entry.kind as RecordedKind].label}: `)}${cut(entryWords(entry), 160)} – ${entry.person?.name ?? ''}`,
            ),
          },
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

/** In the threads of the other platforms: what was recorded, by whom. */
export function recordedCard(
  kind: RecordedKind,
  details: Record<string, unknown>,
  text: string,
  who: string,
  agency: string,
): Card {
  const label = details['state'] === 'PROPOSED' ? 'Proposed' : RECORDED[kind].label;
  return {
    summary: `${label}: ${cut(text, 100)} – ${who}`,
    blocks: [paragraph(say`${strong(`${label}: `)}${cut(text, 1500)} – ${who} (${agency})`)],
  };
}

export function askToEndCard(meeting: FullMeeting): Card {
  return {
    summary: `Shall ${nameOf(meeting)} end?`,
    version: meeting.version,
    blocks: [
      heading('Has the meeting ended?'),
      paragraph(say`${strong(nameOf(meeting))} has been silent for twenty minutes after its planned end.`),
      buttons(
        press('End it', 'meeting.end', meeting, { style: 'primary' }),
        press('It goes on', 'meeting.open', meeting),
      ),
      note('If nobody says so, it ends by itself after two hours, and keeps everything.'),
    ],
  };
}

/** The minutes as a card. @param page the address of the same as a page, for whoever asked */
export function minutesCard(meeting: FullMeeting, names: Names, page?: string): Card {
  const minutes = minutesOf(meeting, names);
  return {
    summary: `Minutes: ${minutes.zone}, ${minutes.title}, ${minutes.when}`,
    version: meeting.version,
    blocks: [
      ...minutesBlocks(meeting, minutes),
      ...(page === undefined
        ? []
        : [
            paragraph(
              say`${link('Open as a page', page)} to read, print or pass on to team members without a chat; the link works for ${MINUTES_DAYS} days.`,
            ),
          ]),
    ],
  };
}

function minutesBlocks(meeting: FullMeeting, minutes: Minutes): Block[] {
  const line = ({ label, text, who }: Minutes['besides'][number]): Text =>
    say`${strong(`${label}: `)}${cut(text, 500)} – ${who}`;
  const people = minutes.present.flatMap(({ agency, people: there }) => [
    `${agency === '' ? '' : `${agency}: `}${there.map(({ name, note: words }) => `${name}${words === '' ? '' : ` (${words})`}`).join(', ')}`,
  ]);
  return [
    heading(`Minutes: ${minutes.title}, ${minutes.zone}`),
    facts(
      ['When', minutes.when],
      ...(minutes.place === '' ? [] : ([['Where', minutes.place]] as [string, string][])),
      ['Present', people.length === 0 ? 'nobody was noted' : people.join('; ')],
      ...(minutes.apologies.length === 0 ? [] : ([['Apologies', minutes.apologies.join(', ')]] as [string, string][])),
      ...(minutes.quorum === undefined ? [] : ([['Quorum', minutes.quorum]] as [string, string][])),
      ['Started by', minutes.startedBy],
      ...(meeting.endedByClock ? ([['Ended', minutes.endedBy]] as [string, string][]) : []),
    ),
    ...minutes.items.flatMap((item, index): Block[] => [
      paragraph(say`${strong(`${index + 1}. ${cut(item.title, 200)}`)} (${item.minutesTaken} min)`),
      ...(item.lines.length === 0
        ? [note('Nothing was recorded.')]
        : [{ kind: 'list' as const, items: item.lines.map(line) }]),
    ]),
    ...(minutes.besides.length === 0
      ? []
      : [paragraph(say`${strong('Besides')}`), { kind: 'list' as const, items: minutes.besides.map(line) }]),
    ...(minutes.parked.length === 0
      ? []
      : [
          paragraph(say`${strong('Next time')}`),
          { kind: 'list' as const, items: minutes.parked.map((title) => say`${cut(title, 200)}`) },
        ]),
  ];
}

/** @param what is recorded */
export function recordForm(meeting: FullMeeting, kind: RecordedKind, typed = ''): OpenForm {
  const { label } = RECORDED[kind];
  const hint =
    kind === 'ACTION'
      ? 'Who and by when: Ask Cares for painters @Priya by Friday'
      : 'No residents’ names, addresses or numbers.';
  const fields: Field[] = [{ kind: 'longText', name: 'text', label, hint, most: 10_000, value: typed }];
  return {
    form: {
      id: 'meeting.saveRecord',
      title: label,
      submit: 'Record it',
      intro: [note(nameOf(meeting))],
      fields,
      data: { id: meeting.id, kind },
    },
    button: { label, action: 'meeting.record', data: { id: meeting.id, kind }, opens: 'form' },
  };
}

export function itemForm(meeting: FullMeeting, typed = ''): OpenForm {
  return {
    form: {
      id: 'meeting.saveItem',
      title: 'Add an item',
      submit: 'Add',
      intro: [note(`${nameOf(meeting)}, ${whenWords(meeting)}`)],
      fields: [
        { kind: 'text', name: 'title', label: 'What is it?', most: 300, value: typed },
        { kind: 'number', name: 'minutes', label: 'Minutes', optional: true, least: 1, most: 240 },
      ],
      data: { id: meeting.id },
    },
    button: { label: 'Add an item', action: 'meeting.addForm', data: { id: meeting.id }, opens: 'form' },
  };
}

/** Meetings ahead and behind, a line each; each can be opened. */
export function listCard(meetings: FullMeeting[], title: string, empty: string): Card {
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
            say`${strong(whenWords(meeting))} ${nameOf(meeting)}${meeting.state === 'ENDED' ? `: ${countWords(meeting)}` : meeting.state === 'RUNNING' ? ', now' : ''}`,
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
