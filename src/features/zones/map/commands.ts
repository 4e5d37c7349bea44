// What people type and press about a zone's map.
import { z } from 'zod';
import { type Act, type ZoneEntry, zoneById } from '../../../chat/act.ts';
import { assertMay } from '../../../chat/may.ts';
import { anyText, optional } from '../../../chat/parts.ts';
import { button, type Feature, form } from '../../../chat/registry.ts';
import { orReopen, privately } from '../../../chat/replies.ts';
import { word } from '../../../chat/words.ts';
import { zone as takenZone } from '../../../language/parts.ts';
import { NO_TABLE, typedTable } from '../../../language/tables.ts';
import { findZone, zoneCalled } from '../../../language/zones.ts';
import { importForm, importMap } from './file.ts';
import { showGaps } from './gaps.ts';
import { LONGEST } from './model.ts';
import { shareEntry, showPublicMap } from './page.ts';
import { askMap, readEntry, readEntryForm, saveEntry, settleEntry, showMap } from './service.ts';
import { entryCard, entryForm } from './views.ts';

const record = z.object({ id: z.uuid() });

/** "debt advice in NP", "NP", "": which zone's map, and what is asked of it. */
function whereAsked(act: Act, typed: string, onlyZone: (act: Act) => ZoneEntry): { zone: ZoneEntry; question: string } {
  const alone = zoneCalled(typed, act.directory.zones);
  if (alone !== undefined) return { zone: alone, question: '' };
  const named = findZone(typed, act.directory.zones);
  if (named !== undefined)
    return {
      zone: zoneById(act, named.id),
      question: `${typed.slice(0, named.from)} ${typed.slice(named.to)}`.replace(/[\s?]+$/, '').trim(),
    };
  return { zone: onlyZone(act), question: typed };
}

/** The form's field, of what was typed after the word. */
const named = (name: string | undefined) => (name === undefined || name === '' ? undefined : { name });

/** @param onlyZone which of its own a person means who names none */
export const mapping = (onlyZone: (act: Act) => ZoneEntry) => [
  word({
    name: 'map',
    summary: 'What the place has: ask it, or see it by kind',
    examples: ['zone map', 'zone map debt advice', 'zone map who runs a food bank in NP'],
    details: ['Roles, services, structures, meetings, assets, and schemes that are there already.'],
    needs: 'zone.glance',
    parts: { asked: anyText('WHAT IS ASKED') },
    run(act, { asked }) {
      const { zone, question } = whereAsked(act, asked.trim(), onlyZone);
      return question === '' ? showMap(act, zone) : askMap(act, zone, question);
    },
    words: [
      word({
        name: 'add',
        summary: 'Put something on the map',
        examples: ['zone map add'],
        needs: 'zone.map',
        parts: { name: anyText('NAME') },
        run(act, { name }) {
          const zone = onlyZone(act);
          assertMay(act, 'zone.map', { zoneId: zone.id, where: zone.name });
          return {
            kind: 'form',
            ...entryForm(act, zone, undefined, named(name.slice(0, LONGEST.name))),
          };
        },
      }),
      word({
        name: 'import',
        summary: 'The map from a table: up to ten thousand rows, all or none',
        examples: ['zone map import'],
        needs: 'zone.map',
        parts: { of: optional(takenZone()) },
        run(act, { of }) {
          const zone = of ?? onlyZone(act);
          assertMay(act, 'zone.map', { zoneId: zone.id, where: zone.name });
          return { kind: 'form', ...importForm(zone) };
        },
      }),
      word({
        name: 'gaps',
        also: ['overlaps'],
        summary: 'For which outcomes nothing is there yet, and where several do the same',
        examples: ['zone map gaps'],
        needs: 'zone.glance',
        parts: { of: optional(takenZone()) },
        run: (act, { of }) => showGaps(act, of ?? onlyZone(act)),
      }),
    ],
  }),
];

export const map: Required<Pick<Feature, 'buttons' | 'forms'>> = {
  buttons: [
    button('map.show', 'zone.glance', record, (act, { id }) => showMap(act, zoneById(act, id))),
    button('map.open', 'zone.glance', record, async (act, { id }) =>
      privately(entryCard(act, await readEntry(act, id))),
    ),
    button('map.form', 'zone.map', z.object({ zone: z.uuid(), name: z.string().optional() }), async (act, of) => {
      const zone = zoneById(act, of.zone);
      assertMay(act, 'zone.map', { zoneId: of.zone, where: zone.name });
      return { kind: 'form', ...entryForm(act, zone, undefined, named(of.name)) };
    }),
    button('map.gaps', 'zone.glance', record, (act, { id }) => showGaps(act, zoneById(act, id))),
    button('map.publicPage', 'zone.publish', record, (act, { id }) => showPublicMap(act, zoneById(act, id))),
    button('map.share', 'zone.publish', z.object({ id: z.uuid(), shared: z.boolean() }), (act, { id, shared }) =>
      shareEntry(act, id, shared),
    ),
    button('map.importForm', 'zone.map', record, async (act, { id }) => {
      const zone = zoneById(act, id);
      assertMay(act, 'zone.map', { zoneId: id, where: zone.name });
      return { kind: 'form', ...importForm(zone) };
    }),
    button('map.editForm', 'zone.map', record, async (act, { id }) => {
      const entry = await readEntry(act, id);
      assertMay(act, 'zone.map', { zoneId: entry.zoneId, where: entry.zone.name });
      return { kind: 'form', ...entryForm(act, zoneById(act, entry.zoneId), entry) };
    }),
    button('map.check', 'zone.map', record, (act, { id }) => settleEntry(act, id, 'true')),
    button('map.takeOut', 'zone.map', record, (act, { id }) => settleEntry(act, id, 'out')),
  ],
  forms: [
    form('map.import', 'zone.map', record, async (act, { id }, values) => {
      const zone = zoneById(act, id);
      assertMay(act, 'zone.map', { zoneId: id, where: zone.name });
      const table = typedTable(values);
      return table === undefined
        ? { kind: 'invalid', ...importForm(zone, values), errors: NO_TABLE }
        : orReopen(
            () => importMap(act, zone, table.text),
            table.field,
            () => importForm(zone, values),
          );
    }),
    form(
      'map.save',
      'zone.map',
      z.object({ zone: z.uuid(), id: z.uuid().optional() }),
      async (act, { zone: zoneId, id }, values) => {
        const zone = zoneById(act, zoneId);
        const entry = id === undefined ? undefined : await readEntry(act, id);
        // An entry belongs to the zone that it is in, whatever a form says.
        const of = entry === undefined ? zone : zoneById(act, entry.zoneId);
        const read = readEntryForm(act, values);
        return 'errors' in read
          ? { kind: 'invalid', ...entryForm(act, of, entry, values), errors: read.errors }
          : saveEntry(act, of, read.value, id);
      },
    ),
  ],
};
