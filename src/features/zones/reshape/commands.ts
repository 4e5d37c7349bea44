// What people type and press to rename, draw anew, merge and close zones.
import { z } from 'zod';
import { type Act, type ZoneEntry, zoneById } from '../../../chat/act.ts';
import { text } from '../../../chat/parts.ts';
import { button, type Feature, form } from '../../../chat/registry.ts';
import { Refusal, type Reply } from '../../../chat/replies.ts';
import { clean, say } from '../../../chat/spans.ts';
import { word } from '../../../chat/words.ts';
import { zone, zoneToShow } from '../../../language/parts.ts';
import { assertClean } from '../../privacy/index.ts';
import { askToClose, askToMerge, closeZone, mergeZones, reopenZone } from './end.ts';
import { boundaryForm, readBoundary, redraw, renameZone, showBoundary } from './rename.ts';

const record = z.object({ id: z.uuid() });

/** ", New Parks North, NPN": the name, and letters where they change too. */
function toName(act: Act, of: ZoneEntry, words: string): Promise<Reply> {
  const [name = '', letters, ...more] = clean(words)
    .replace(/^(?:to|into|,|:)\s*/i, '')
    .split(/\s*,\s*/);
  assertClean(words, act.now);
  const code = (letters ?? of.code).toUpperCase();
  if (name.length < 2 || name.length > 60 || more.length > 0 || !/^[A-Z]{2,4}$/.test(code))
    throw new Refusal(
      say`Write the new name, and letters if they change too: "zone rename ${of.code}, New Parks North, NPN".`,
    );
  return renameZone(act, of, name, code);
}

const intoZone = () => {
  const part = zone('into ZONE', 'Into which zone?');
  return { ...part, read: (act: Act, words: string) => part.read(act, words.replace(/^(?:into|with|and)\s+/i, '')) };
};

/** @param onlyZone which of its own a person means who names none */
export const reshaping = (onlyZone: (act: Act) => ZoneEntry) => [
  word({
    name: 'rename',
    summary: 'Give a zone another name or other letters; the old ones are still understood',
    examples: ['zone rename New Parks, New Parks North, NPN'],
    needs: 'zone.reshape',
    parts: { of: zone(), to: text(', NEW NAME, LETTERS', 'What is it called now?') },
    run: (act, { of, to }) => toName(act, of, to),
  }),
  word({
    name: 'boundary',
    also: ['redraw', 'lines'],
    summary: 'Where a zone lies, lay before, and drawing it anew',
    examples: ['zone boundary', 'zone boundary NP'],
    needs: 'zone.glance',
    parts: { of: zoneToShow('zone boundary') },
    run: (act, { of }) => showBoundary(act, of ?? onlyZone(act)),
  }),
  word({
    name: 'merge',
    summary: 'Make a zone part of another; it is asked first',
    examples: ['zone merge NP into CV'],
    needs: 'zone.reshape',
    parts: { from: zone(), into: intoZone() },
    run: (act, { from, into }) => askToMerge(act, from, into),
  }),
  word({
    name: 'close',
    summary: 'Close a zone; it is asked first',
    details: ['Everybody is told, its places are free, and what was recorded stays.'],
    examples: ['zone close NP'],
    needs: 'zone.reshape',
    parts: { of: zone() },
    run: (act, { of }) => askToClose(act, of),
  }),
];

export const reshape: Required<Pick<Feature, 'buttons' | 'forms'>> = {
  buttons: [
    button('boundary.show', 'zone.glance', record, (act, { id }) => showBoundary(act, zoneById(act, id))),
    button('boundary.form', 'zone.reshape', record, async (act, { id }) => ({
      kind: 'form',
      ...(await boundaryForm(act, zoneById(act, id))),
    })),
    button('zone.askClose', 'zone.reshape', record, (act, { id }) => askToClose(act, zoneById(act, id))),
    button('zone.close', 'zone.reshape', record, (act, { id }) => closeZone(act, zoneById(act, id))),
    button('zone.reopen', 'zone.reshape', record, (act, { id }) => reopenZone(act, zoneById(act, id))),
    button('zone.merge', 'zone.reshape', z.object({ from: z.uuid(), into: z.uuid() }), (act, { from, into }) =>
      mergeZones(act, zoneById(act, from), zoneById(act, into)),
    ),
  ],
  forms: [
    form('boundary.save', 'zone.reshape', record, async (act, { id }, values) => {
      const of = zoneById(act, id);
      const read = readBoundary(act, values);
      return 'errors' in read
        ? { kind: 'invalid', ...(await boundaryForm(act, of, values)), errors: read.errors }
        : redraw(act, of, read.value);
    }),
  ],
};
