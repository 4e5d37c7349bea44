// What people press about zones, and adding one.
import { z } from 'zod';
import { type Act, zoneById } from '../../chat/act.ts';
import { button, type Feature, form } from '../../chat/registry.ts';
import { Refusal, type Reply } from '../../chat/replies.ts';
import { command, say } from '../../chat/spans.ts';
import { unquoted } from '../../language/vocabulary.ts';
import { assertClean } from '../privacy/index.ts';
import { ambitionForm, readHopes, saveHopes } from './home/ambition.ts';
import { keepHome, showZone } from './home/live.ts';
import { addZone, mergeAgencies } from './service.ts';
import { goneForGood, leaveZone } from './team.ts';
import { done, listZones } from './views.ts';

/** "EM" of Eyres Monsell: up to four letters. */
export const initialsOf = (name: string): string =>
  name
    .split(/[^\p{L}]+/u)
    .map((word) => word[0] ?? '')
    .join('')
    .toUpperCase()
    .slice(0, 4);

/** The two settings, and what people call them. */
const SETTING = 'city|county|urban|inner city|rural|market town|village|countryside';
const isCity = (words: string): boolean => /^(?:city|urban|inner city)$/i.test(words);
const WITH_COMMAS = new RegExp(`^(.{2,60}?)\\s*,\\s*(?:an? )?(${SETTING})(?:\\s*,\\s*([a-z]{2,4}))?$`, 'i');
/** "Highfields city", "Highfields (city) HF" */
const WITHOUT_COMMAS = new RegExp(`^([^,]{2,60}?)\\s+\\(?(${SETTING})\\)?(?:\\s+([A-Z]{2,4}))?$`);

export async function newZone(act: Act, words: string): Promise<Reply> {
  const match = WITH_COMMAS.exec(words) ?? WITHOUT_COMMAS.exec(words);
  const named = unquoted(words.split(',')[0] ?? '');
  if (match === null)
    throw new Refusal(
      say`Is it in a city, or in the county (a market town, a village)? Write it as: ${command(`zone new ${named === '' ? 'Hollin Park' : named.slice(0, 60)}, city`)}. At the end you may give its letters, such as HP.`,
    );
  const [, typed = '', setting = '', letters] = match;
  const name = unquoted(typed);
  assertClean(words, act.now);
  const initials = initialsOf(name);
  const code = (
    letters ?? (initials.length >= 2 ? initials : name.replace(/[^A-Za-z]/g, '').slice(0, 2))
  ).toUpperCase();
  if (!/^[A-Z]{2,4}$/.test(code))
    throw new Refusal(say`Please give two to four letters at the end: "zone new Hollin Park, city, HP".`);
  return addZone(
    act,
    name,
    code,
    isCity(setting) ? 'CITY' : 'COUNTY',
    done(say`Type "zone link" in its channels, and let its people ask to join with "me join".`),
  );
}

export const presses: Required<Pick<Feature, 'buttons' | 'forms'>> = {
  forms: [
    form('zone.saveAmbition', 'zone.ambition', z.object({ id: z.uuid() }), async (act, { id }, values) => {
      const of = zoneById(act, id);
      const read = readHopes(act, values);
      return 'errors' in read
        ? { kind: 'invalid', ...(await ambitionForm(act, of, values)), errors: read.errors }
        : saveHopes(act, of, read.value);
    }),
  ],
  buttons: [
    button('zone.keepHome', 'zone.link', z.object({ id: z.uuid() }), (act, { id }) => keepHome(act, id)),
    button('zone.all', 'known', z.object({}), (act) => listZones(act)),
    button('zone.open', 'zone.glance', z.object({ id: z.uuid() }), (act, { id }) => showZone(act, zoneById(act, id))),
    button(
      'zone.leave',
      'zone.leave',
      z.object({ zone: z.uuid(), successor: z.uuid().optional() }),
      (act, { zone: id, successor }) => leaveZone(act, zoneById(act, id), successor),
    ),
    button('person.gone', 'person.dismiss', z.object({ id: z.uuid() }), (act, { id }) => goneForGood(act, id)),
    button('zone.ambitionForm', 'zone.ambition', z.object({ id: z.uuid() }), async (act, { id }) => ({
      kind: 'form',
      ...(await ambitionForm(act, zoneById(act, id))),
    })),
    button('agency.merge', 'agency.change', z.object({ from: z.uuid(), into: z.uuid() }), (act, { from, into }) =>
      mergeAgencies(act, from, into, done('Its people, its history and its names went along.')),
    ),
  ],
};
