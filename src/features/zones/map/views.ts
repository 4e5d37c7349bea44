// A zone's map as people see it: all of it by kind, what a question finds, one entry.
import type { Act, ZoneEntry } from '../../../chat/act.ts';
import { type Button, buttons, type Card, facts, heading, note, paragraph } from '../../../chat/cards.ts';
import { type OpenForm, refill, type Values } from '../../../chat/forms.ts';
import { may } from '../../../chat/may.ts';
import { agencyOptions } from '../../../chat/options.ts';
import { command, cut, howMany, say, strong, type Text } from '../../../chat/spans.ts';
import type { MapKind, Outcome } from '../../../database/generated/enums.ts';
import { shortDay } from '../../../time/calendar.ts';
import { OUTCOMES } from '../../interactions/index.ts';
import { type FullEntry, KIND_KEYS, KINDS, LONGEST, REACHES, STILL_TRUE_DAYS } from './model.ts';

const isOld = ({ checkedOn }: FullEntry, now: Date) =>
  now.getTime() - checkedOn.getTime() > STILL_TRUE_DAYS * 86_400_000;

const lineOf = (entry: FullEntry, now: Date): Text =>
  say`${strong(entry.name)}${entry.agency === null ? '' : ` (${entry.agency.shortName})`}${entry.what === '' ? '' : `: ${cut(entry.what, 140)}`}${entry.contact === '' ? '' : ` – ${cut(entry.contact, 80)}`}${isOld(entry, now) ? ` – last known to be true on ${shortDay(entry.checkedOn)}` : ''}`;

const opening = (entries: FullEntry[]): Button[] =>
  entries.slice(0, 8).map(({ id, name }) => ({ label: cut(name, 40), action: 'map.open', data: { id } }));

const addButton = (act: Act, zone: ZoneEntry): Button[] =>
  may(act, 'zone.map', { zoneId: zone.id })
    ? [
        { label: 'Add to the map', action: 'map.form', data: { zone: zone.id }, opens: 'form' },
        { label: 'From a table', action: 'map.importForm', data: { id: zone.id }, opens: 'form' },
      ]
    : [];

export interface Overview {
  kinds: { kind: MapKind; count: number }[];
  /** Outcomes for which nothing is on the map. */
  gaps: Outcome[];
  old: number;
  latest: FullEntry[];
}

export function overviewCard(act: Act, zone: ZoneEntry, { kinds, gaps, old, latest }: Overview): Card {
  const all = kinds.reduce((sum, { count }) => sum + count, 0);
  if (all === 0)
    return {
      summary: `${zone.name}: nothing is on its map yet`,
      blocks: [
        heading(`The map of ${zone.name}`),
        paragraph(
          'Nothing is on it yet: roles, services, structures, meetings, assets, and schemes that are there already.',
        ),
        buttons(...addButton(act, zone)),
      ],
    };
  return {
    summary: `${zone.name}: ${howMany(all, 'entry', 'entries')} on its map`,
    blocks: [
      heading(`The map of ${zone.name}`),
      {
        kind: 'list',
        items: KIND_KEYS.flatMap((kind) => {
          const count = kinds.find((each) => each.kind === kind)?.count ?? 0;
          return count === 0 ? [] : [say`${strong(KINDS[kind].more)}: ${count}`];
        }),
      },
      paragraph(say`${strong('Latest')}`),
      { kind: 'list', items: latest.map((entry) => lineOf(entry, act.now)) },
      ...(gaps.length === 0 ? [] : [note(`Nothing yet for: ${gaps.map((gap) => OUTCOMES[gap].label).join(', ')}.`)]),
      ...(old === 0
        ? []
        : [note(`${old === 1 ? 'One entry was' : `${old} entries were`} last known to be true over a year ago.`)]),
      note(say`Ask it: ${command('zone map debt advice')}`),
      buttons(
        ...opening(latest),
        ...addButton(act, zone),
        { label: 'Gaps and overlaps', action: 'map.gaps', data: { id: zone.id } },
        ...(may(act, 'zone.publish', { zoneId: zone.id })
          ? [{ label: 'For everybody', action: 'map.publicPage', data: { id: zone.id } }]
          : []),
      ),
    ],
  };
}

export function foundCard(act: Act, zone: ZoneEntry, question: string, found: FullEntry[]): Card {
  const title = `"${cut(question, 60)}" in ${zone.name}`;
  if (found.length === 0)
    return {
      summary: `${title}: nothing on the map`,
      blocks: [
        heading(title),
        paragraph('Nothing on the map says so.'),
        note(
          say`${command(`zone who ${cut(question, 60)}`)} asks for people of the team. Whoever knows of something adds it.`,
        ),
        buttons(...addButton(act, zone)),
      ],
    };
  return {
    summary: `${title}: ${found.map(({ name }) => name).join(', ')}`,
    blocks: [
      heading(title),
      { kind: 'list', numbered: true, items: found.map((entry) => lineOf(entry, act.now)) },
      buttons(...opening(found), ...addButton(act, zone)),
    ],
  };
}

export function entryCard(act: Act, entry: FullEntry, title?: string): Card {
  const edits = may(act, 'zone.map', { zoneId: entry.zoneId }) && entry.undoneAt === null;
  return {
    summary: `${title ?? KINDS[entry.kind].one}: ${entry.name}`,
    blocks: [
      heading(title === undefined ? entry.name : `${title}: ${entry.name}`),
      ...(entry.what === '' ? [] : [paragraph(entry.what)]),
      facts(
        ['Kind', KINDS[entry.kind].one],
        ...(entry.agency === null ? [] : ([['Agency', entry.agency.shortName]] as [string, string][])),
        ...(entry.contact === '' ? [] : ([['Contact', entry.contact]] as [string, string][])),
        ...(entry.outcomes.length === 0
          ? []
          : ([['For', entry.outcomes.map((each) => OUTCOMES[each].label).join(', ')]] as [string, string][])),
        ...(entry.reach === null ? [] : ([['Reach', REACHES[entry.reach].label]] as [string, string][])),
        ...(entry.learned === '' ? [] : ([['What we take from it', entry.learned]] as [string, string][])),
        ...(entry.shared
          ? ([['For everybody', 'it stands on the page that anybody may read']] as [string, string][])
          : []),
        ['True on', `${shortDay(entry.checkedOn)}; kept by ${entry.keeper.name}`],
      ),
      ...(edits
        ? [
            buttons(
              { label: 'Still true', action: 'map.check', data: { id: entry.id } },
              ...(may(act, 'zone.publish', { zoneId: entry.zoneId })
                ? [
                    {
                      label: entry.shared ? 'Not for everybody' : 'For everybody',
                      action: 'map.share',
                      data: { id: entry.id, shared: !entry.shared },
                    },
                  ]
                : []),
              ...(may(act, 'zone.invite', { zoneId: entry.zoneId })
                ? [
                    {
                      label: 'Invite to the team',
                      action: 'invite.form',
                      data: {
                        zone: entry.zoneId,
                        role: cut(entry.name, 80),
                        ...(entry.agencyId === null ? {} : { agency: entry.agencyId }),
                      },
                      opens: 'form' as const,
                    },
                  ]
                : []),
              { label: 'Change', action: 'map.editForm', data: { id: entry.id }, opens: 'form' },
              {
                label: 'Take out',
                action: 'map.takeOut',
                data: { id: entry.id },
                confirm: { title: 'Take it out?', text: `${entry.name} is no longer on the map.`, yes: 'Take it out' },
              },
            ),
          ]
        : []),
    ],
  };
}

/** @param entry the one that is changed; without it, a new one */
export function entryForm(act: Act, zone: { id: string; name: string }, entry?: FullEntry, values?: Values): OpenForm {
  const open: OpenForm = {
    form: {
      id: 'map.save',
      title: entry === undefined ? 'Add to the map' : 'Change the entry',
      submit: 'Keep it',
      intro: [note(`What ${zone.name} has. Contacts of services, never of residents.`)],
      fields: [
        {
          kind: 'choice',
          name: 'kind',
          label: 'What is it?',
          options: KIND_KEYS.map((value) => ({ value, label: `${KINDS[value].one}: ${KINDS[value].says}` })),
          ...(entry === undefined ? {} : { value: entry.kind }),
        },
        { kind: 'text', name: 'name', label: 'What is it called?', most: 120, value: entry?.name ?? '' },
        {
          kind: 'longText',
          name: 'what',
          label: 'What does it do?',
          hint: 'For whom, when, where. It is found by these words.',
          most: 600,
          optional: true,
          value: entry?.what ?? '',
        },
        {
          kind: 'choice',
          name: 'agency',
          label: 'Whose is it?',
          options: agencyOptions(act),
          optional: true,
          ...(entry?.agencyId == null ? {} : { value: entry.agencyId }),
        },
        {
          kind: 'text',
          name: 'contact',
          label: 'How is it reached?',
          hint: 'Its page, number or mail.',
          most: 200,
          optional: true,
          value: entry?.contact ?? '',
        },
        {
          kind: 'choices',
          name: 'outcomes',
          label: 'What is it for?',
          options: Object.entries(OUTCOMES).map(([value, { label }]) => ({ value, label })),
          optional: true,
          value: entry?.outcomes ?? [],
        },
        {
          kind: 'choice',
          name: 'reach',
          label: 'Of a scheme: how far does it reach?',
          options: Object.entries(REACHES).map(([value, { label, says }]) => ({ value, label: `${label}: ${says}` })),
          optional: true,
          ...(entry?.reach == null ? {} : { value: entry.reach }),
        },
        {
          kind: 'longText',
          name: 'learned',
          label: 'Of a scheme: what do we take from it?',
          hint: 'What it does well, that we do too. Other zones find it.',
          most: LONGEST.learned,
          optional: true,
          value: entry?.learned ?? '',
        },
      ],
      data: { zone: zone.id, ...(entry === undefined ? {} : { id: entry.id }) },
    },
    button:
      entry === undefined
        ? {
            label: 'Add to the map',
            action: 'map.form',
            // Where a form cannot be opened unasked, what was typed goes with the button.
            data: {
              zone: zone.id,
              ...(typeof values?.['name'] === 'string' ? { name: values['name'].slice(0, LONGEST.name) } : {}),
            },
            opens: 'form',
          }
        : { label: 'Change', action: 'map.editForm', data: { id: entry.id }, opens: 'form' },
  };
  return values === undefined ? open : { ...open, form: refill(open.form, values) };
}
