// Minutes as cards, and the forms in which they are edited.
import { type Block, buttons, type Card, facts, heading, note, paragraph } from '../../chat/cards.ts';
import { type Field, type OpenForm, refill, type Values } from '../../chat/forms.ts';
import { cut, link, say, strong, type Text } from '../../chat/spans.ts';
import { MINUTES_DAYS } from './addresses.ts';

import { entryTyped, type Minutes, STATUS_WORDS } from './minutes.ts';
import { HEAD, type Part } from './parts.ts';
import type { Entry, FullMeeting } from './service.ts';
import { nameOf, press } from './views.ts';
import { RECORDED, type RecordedKind } from './words.ts';

const opens = { opens: 'form' as const };

/** The minutes as a card. @param page the address of the same as a page, for whoever asked */
export function minutesCard(meeting: FullMeeting, minutes: Minutes, page?: string): Card {
  return {
    summary: `Minutes: ${minutes.zone}, ${minutes.title}, ${minutes.when}`,
    version: meeting.version,
    blocks: [
      heading(`Minutes: ${minutes.title}, ${minutes.zone}`),
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

/** The card that stands in every place of the zone. */
export function liveMinutesCard(meeting: FullMeeting, minutes: Minutes): Card {
  const card = minutesCard(meeting, minutes);
  return {
    ...card,
    blocks: [
      ...card.blocks,
      buttons(press('Open', 'meeting.minutes', meeting), press('Correct a line', 'meeting.edit', meeting)),
    ],
  };
}

/** For whoever may change them: what to do first, then the minutes. */
export function draftCard(
  meeting: FullMeeting,
  minutes: Minutes,
  { parts, mayPublish, title }: { parts: Part[]; mayPublish: boolean; title?: string },
): Card {
  const draft = meeting.publishedAt === null;
  const edit = parts.slice(0, MOST_EDIT_BUTTONS);
  const heads = title ?? (draft ? 'The minutes are a draft: look through them, then publish' : 'Edit the minutes');
  return {
    summary: `${heads}: ${nameOf(meeting)}`,
    version: meeting.version,
    blocks: [
      heading(heads),
      paragraph(say`${strong(nameOf(meeting))}, ${minutes.when}`),
      ...(draft
        ? [note('When they are published they stand in every place, and those who promised something are asked.')]
        : []),
      buttons(
        ...(draft && mayPublish ? [press('Publish', 'meeting.publish', meeting, { style: 'primary' })] : []),
        ...edit.map(({ key, label }) =>
          press(cut(`Edit: ${label}`, 40), 'meeting.editPart', meeting, { data: { part: key }, ...opens }),
        ),
      ),
      ...(parts.length > edit.length ? [note(`More items: "meeting edit ${edit.length}" opens the next one.`)] : []),
      ...minutesBlocks(meeting, minutes),
    ],
  };
}

const MOST_EDIT_BUTTONS = 12;

/** To every place, when they are published. */
export function publishedCard(meeting: FullMeeting, actions: number): Card {
  const asked =
    actions === 0 ? '' : ` ${actions} ${actions === 1 ? 'action is' : 'actions are'} on the way to their owners.`;
  return {
    summary: `Minutes published: ${nameOf(meeting)}`,
    blocks: [
      paragraph(say`${strong('Minutes published: ')}${nameOf(meeting)}.${asked}`),
      buttons(press('Open the minutes', 'meeting.minutes', meeting)),
    ],
  };
}

function minutesBlocks(meeting: FullMeeting, minutes: Minutes): Block[] {
  const line = ({ label, text, how, who }: Minutes['besides'][number]): Text =>
    say`${strong(`${label}: `)}${cut(text, 500)}${how === '' ? '' : ` – ${how}`} – ${who}`;
  const people = [
    ...minutes.present.map(
      ({ agency, people: there }) =>
        `${agency === '' ? '' : `${agency}: `}${there.map(({ name, note: words }) => `${name}${words === '' ? '' : ` (${words})`}`).join(', ')}`,
    ),
    ...(minutes.guests === '' ? [] : [`also ${minutes.guests}`]),
  ];
  const only = (label: string, value: string | undefined): [string, string][] =>
    value === undefined || value === '' ? [] : [[label, value]];
  return [
    facts(
      ['When', minutes.when],
      ...only('Where', minutes.place),
      ['Present', people.length === 0 ? 'nobody was noted' : people.join('; ')],
      ...only('Apologies', minutes.apologies.join(', ')),
      ...only('Quorum', minutes.quorum),
      ['Started by', minutes.startedBy],
      ...only('Ended', meeting.endedByClock ? minutes.endedBy : undefined),
      ['Status', STATUS_WORDS[minutes.status]],
    ),
    ...minutes.items.flatMap((item, index): Block[] => [
      paragraph(say`${strong(`${index + 1}. ${cut(item.title, 200)}`)} (${item.minutesTaken} min)`),
      ...(item.lines.length === 0
        ? [note('Nothing was recorded.')]
        : [{ kind: 'list' as const, items: item.lines.map(line) }]),
    ]),
    ...listOf('Besides', minutes.besides.map(line)),
    ...listOf(
      'Next time',
      minutes.parked.map((title) => say`${cut(title, 200)}`),
    ),
    ...(minutes.nextMeeting === undefined ? [] : [paragraph(say`${strong('Next meeting: ')}${minutes.nextMeeting}`)]),
    ...listOf(
      'Corrections',
      minutes.corrections.map((each) => say`${cut(each, 500)}`),
    ),
    note(minutes.marking),
  ];
}

const listOf = (title: string, items: Text[]): Block[] =>
  items.length === 0 ? [] : [paragraph(say`${strong(title)}`), { kind: 'list', items }];

/** One part of the minutes, each line a field of its own; what was typed, if it comes back. */
export function editForm(meeting: FullMeeting, part: Part, lines: Entry[], typed?: Values): OpenForm {
  const fields: Field[] = [
    ...(part.key === HEAD
      ? ([
          { kind: 'text', name: 'place', label: 'Where', optional: true, value: meeting.place, most: 500 },
          {
            kind: 'text',
            name: 'guests',
            label: 'Who else was there',
            hint: 'Roles and groups, no residents’ names: two residents of the block',
            optional: true,
            value: meeting.guests,
            most: 500,
          },
          {
            kind: 'text',
            name: 'apologies',
            label: 'Further apologies',
            optional: true,
            value: meeting.apologies,
            most: 500,
          },
        ] satisfies Field[])
      : [
          ...lines.map(
            (entry): Field => ({
              kind: 'longText',
              name: `line${entry.number}`,
              label: cut(
                `${RECORDED[entry.kind as RecordedKind].label}, ${entry.person?.name ?? 'a former member'}`,
                60,
              ),
              hint: entry.kind === 'ACTION' ? 'What @Who by When. Empty: struck out.' : 'Empty: struck out.',
              optional: true,
              most: 10_000,
              value: entryTyped(entry),
            }),
          ),
          { kind: 'longText' as const, name: 'add', label: 'Add a line', optional: true, most: 3000 },
          {
            kind: 'choice' as const,
            name: 'addAs',
            label: 'The new line is',
            optional: true,
            options: Object.entries(RECORDED).map(([value, { label }]) => ({ value, label })),
            value: 'NOTE',
          },
        ]),
    ...(meeting.approvedAt === null
      ? []
      : [
          {
            kind: 'text' as const,
            name: 'reason',
            label: 'Why is it corrected?',
            hint: 'The minutes are approved; this stands in them.',
            most: 500,
          },
        ]),
  ];
  const form = {
    id: 'meeting.saveEdit',
    title: 'Edit the minutes',
    submit: 'Save',
    intro: [note(cut(`${nameOf(meeting)}: ${part.label}`, 200))],
    fields,
    data: { id: meeting.id, part: part.key, version: meeting.version },
  };
  return {
    form: typed === undefined ? form : refill(form, typed),
    button: press('Edit', 'meeting.editPart', meeting, { data: { part: part.key }, ...opens }),
  };
}
