// Minutes as cards, and the forms in which they are edited.
import { type Block, buttons, type Card, facts, heading, note, paragraph } from '../../../chat/cards.ts';
import { type Field, type OpenForm, refill, type Values } from '../../../chat/forms.ts';
import { command, cut, link, say, strong, type Text, textOf } from '../../../chat/spans.ts';
import type { Entry, FullMeeting } from '../model.ts';
import { MINUTES } from '../service.ts';
import { nameOf, press } from '../views.ts';
import { RECORDED, type RecordedKind } from '../words.ts';
import { MINUTES_DAYS } from './addresses.ts';
import { entryTyped, type Minutes, STATUS_WORDS } from './minutes.ts';
import { HEAD, type Part } from './parts.ts';

const opens = { opens: 'form' as const };

/** Long minutes have several sheets, a message each: so many lines and characters fit on every platform. */
const LINES_A_SHEET = 24;
const CHARACTERS_A_SHEET = 3500;
/** One line at most; the page shows it whole. */
const LONGEST_LINE = 500;
export const MOST_SHEETS = 9;

/** What a sheet is kept under, where it stands as a card of its own. @param sheet from 1 */
export const sheetRecord = (sheet: number) => (sheet === 1 ? MINUTES : `${MINUTES}-${sheet}`);

/**
 * The minutes as a card, one sheet of them.
 * @param sheet from 1; one that there is not gives a card that says so
 * @param reading somebody has asked for them: they turn the sheets, and get the address of the same as a page
 */
export function minutesCard(
  meeting: FullMeeting,
  minutes: Minutes,
  { sheet = 1, reading }: { sheet?: number; reading?: { page: string | undefined } } = {},
): Card {
  const sheets = sheetsOf(meeting, minutes);
  const which = sheets.length === 1 ? '' : ` (${sheet} of ${sheets.length})`;
  const next =
    sheets.length > sheet ? [press('Next sheet', 'meeting.minutes', meeting, { data: { sheet: sheet + 1 } })] : [];
  return {
    summary: `Minutes: ${minutes.zone}, ${minutes.title}, ${minutes.when}${which}`,
    version: meeting.version,
    blocks: [
      heading(`Minutes: ${minutes.title}, ${minutes.zone}${which}`),
      ...(sheets[sheet - 1] ?? [note('Nothing more stands here.')]),
      ...(reading?.page === undefined
        ? []
        : [
            paragraph(
              say`${link('Open as a page', reading.page)} to read, print or pass on to team members without a chat; the link works for ${MINUTES_DAYS} days.`,
            ),
          ]),
      ...(reading === undefined || next.length === 0 ? [] : [buttons(...next)]),
    ],
  };
}

/** A card that stands in every place of the zone. */
export function liveMinutesCard(meeting: FullMeeting, minutes: Minutes, sheet: number): Card {
  const card = minutesCard(meeting, minutes, { sheet });
  if (sheet > 1) return card;
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
  const running = meeting.state === 'RUNNING';
  const draft = meeting.publishedAt === null && !running;
  const sheets = sheetsOf(meeting, minutes);
  const edit = parts.slice(0, MOST_EDIT_BUTTONS);
  const heads =
    title ??
    (draft
      ? 'The minutes are a draft: look through them, then publish'
      : running
        ? 'What has been recorded so far'
        : 'Edit the minutes');
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
          press(cut(`Edit: ${label}`, 30), 'meeting.editPart', meeting, { data: { part: key }, ...opens }),
        ),
      ),
      ...(parts.length > edit.length
        ? [note(say`More items: ${command(`meeting edit ${edit.length}`)} opens the next one.`)]
        : []),
      ...(sheets[0] ?? []),
      ...(sheets.length > 1 ? [buttons(press('Next sheet', 'meeting.minutes', meeting, { data: { sheet: 2 } }))] : []),
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

/** The minutes in sheets: whole lines, each under the title that it belongs to. */
export function sheetsOf(meeting: FullMeeting, minutes: Minutes): Block[][] {
  const line = ({ label, text, how, who }: Minutes['besides'][number]): Text =>
    say`${strong(`${label}: `)}${cut(text, LONGEST_LINE)}${how === '' ? '' : ` – ${how}`} – ${who}`;
  const sections: { title: (continued: string) => Text; lines: Text[]; empty: boolean }[] = [
    ...minutes.items.map((item, index) => ({
      title: (continued: string) =>
        say`${strong(`${index + 1}. ${cut(item.title, 200)}`)}${continued === '' ? ` (${item.minutesTaken} min)` : continued}`,
      lines: item.lines.map(line),
      empty: item.lines.length === 0,
    })),
    ...[
      ['Besides', minutes.besides.map(line)] as const,
      ['Next time', minutes.parked.map((title) => say`${cut(title, 200)}`)] as const,
      ['Corrections', minutes.corrections.map((each) => say`${cut(each, LONGEST_LINE)}`)] as const,
    ]
      .filter(([, lines]) => lines.length > 0)
      .map(([title, lines]) => ({
        title: (continued: string) => say`${strong(title)}${continued}`,
        lines: [...lines],
        empty: false,
      })),
  ];
  const sheets: Block[][] = [];
  let sheet: Block[] = headOf(meeting, minutes);
  let [used, characters] = [sheet.length, 0];
  const turn = () => {
    sheets.push(sheet);
    sheet = [];
    [used, characters] = [0, 0];
  };
  for (const { title, lines, empty } of sections) {
    let part: Text[] = [];
    let continued = '';
    const close = () => {
      sheet.push(paragraph(title(continued)));
      if (part.length > 0) sheet.push({ kind: 'list', items: part });
      part = [];
      continued = ' (continued)';
    };
    if (used + 2 > LINES_A_SHEET) turn();
    used += 1;
    if (empty) {
      sheet.push(paragraph(title('')), note('Nothing was recorded.'));
      used += 1;
      continue;
    }
    for (const text of lines) {
      const length = textOf(text).length;
      if (part.length > 0 && (used >= LINES_A_SHEET || characters + length > CHARACTERS_A_SHEET)) {
        close();
        turn();
      }
      part.push(text);
      used += 1;
      characters += length;
    }
    close();
  }
  if (minutes.nextMeeting !== undefined) sheet.push(paragraph(say`${strong('Next meeting: ')}${minutes.nextMeeting}`));
  sheets.push(sheet);
  return sheets.map((blocks) => [...blocks, note(minutes.marking)]);
}

function headOf(meeting: FullMeeting, minutes: Minutes): Block[] {
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
  ];
}

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
    data: { id: meeting.id, part: part.key, version: meeting.version, last: meeting.entries.at(-1)?.number ?? 0 },
  };
  return {
    form: typed === undefined ? form : refill(form, typed),
    button: press('Edit', 'meeting.editPart', meeting, { data: { part: part.key }, ...opens }),
  };
}
