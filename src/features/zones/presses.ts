// What people press about zones, and what they write of one: its name, what it wants to become.
import { z } from 'zod';
import { type Act, type ZoneEntry, zoneById } from '../../chat/act.ts';
import { note } from '../../chat/cards.ts';
import type { OpenForm } from '../../chat/forms.ts';
import { assertMay } from '../../chat/may.ts';
import { button, type Feature, form } from '../../chat/registry.ts';
import { orReopen, Refusal, type Reply } from '../../chat/replies.ts';
import { clean, say } from '../../chat/spans.ts';
import { assertClean } from '../privacy/index.ts';
import { keepHome, showZone } from './home/live.ts';
import { addZone, mergeAgencies } from './service.ts';
import { leaveZone } from './team.ts';
import { done } from './views.ts';

/** "EM" of Eyres Monsell: up to four letters. */
export const initialsOf = (name: string): string =>
  name
    .split(/[^\p{L}]+/u)
    .map((word) => word[0] ?? '')
    .join('')
    .toUpperCase()
    .slice(0, 4);

export async function newZone(act: Act, words: string): Promise<Reply> {
  const match = /^(.{2,60}?)\s*,\s*(city|county)(?:\s*,\s*([a-z]{2,4}))?$/i.exec(words);
  if (match === null)
    throw new Refusal(
      say`Write it as: "zone new Hollin Park, city". At the end you may give its letters: "zone new Hollin Park, city, HP".`,
    );
  const [, name = '', setting = '', letters] = match;
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
    setting.toLowerCase() === 'city' ? 'CITY' : 'COUNTY',
    done(say`Type "zone link" in its channels, and let its people ask to join with "me join".`),
  );
}

/** "Evenings that everybody enjoys", "NP: Evenings …" */
export function ambitionOf(
  act: Act,
  words: string,
  onlyZone: (act: Act) => ZoneEntry,
): { zone: ZoneEntry; rest: string } {
  const named = /^([^:]{2,60}):\s*([\s\S]+)$/.exec(words);
  const zone = act.directory.zones.find(({ name, code }) =>
    [name, code].some((known) => known.toLowerCase() === named?.[1]?.trim().toLowerCase()),
  );
  if (zone !== undefined) return { zone, rest: named?.[2] ?? '' };
  const here = act.directory.zones.find(({ id }) => id === act.placeZoneId);
  return { zone: here ?? onlyZone(act), rest: words };
}

const LONGEST_AMBITION = 500;

/** What the zone wants to become, in its own words (¶1.1). Who may: a lead, or the project team. */
export function setAmbition(act: Act, of: ZoneEntry, typed: string): Promise<Reply> {
  assertMay(act, 'zone.ambition', { zoneId: of.id, where: of.name });
  const ambition = clean(typed);
  if (ambition === '')
    throw new Refusal(
      say`What does ${of.name} want to become? "zone ambition Evenings on the rec that everybody enjoys"`,
    );
  if (ambition.length > LONGEST_AMBITION)
    throw new Refusal(`That is ${ambition.length} characters; at most ${LONGEST_AMBITION}.`);
  assertClean(ambition, act.now);
  return act.once(async (effect) => {
    await effect.db.zone.update({
      where: { id: of.id },
      data: { ambition: /^none$/i.test(ambition) ? null : ambition },
    });
    await effect.audit({ action: 'zone.ambition_set', recordType: 'zone', recordId: of.id });
    return showZone({ ...act, db: effect.db }, of);
  });
}

async function ambitionForm(act: Act, of: ZoneEntry, typed?: string): Promise<OpenForm> {
  assertMay(act, 'zone.ambition', { zoneId: of.id, where: of.name });
  const { ambition } = await act.db.zone.findUniqueOrThrow({ where: { id: of.id }, select: { ambition: true } });
  return {
    form: {
      id: 'zone.saveAmbition',
      title: 'What the zone wants',
      submit: 'Keep it',
      intro: [note(`What ${of.name} wants to become, in its own words. It stands on the zone’s card.`)],
      fields: [
        {
          kind: 'longText',
          name: 'ambition',
          label: 'Ambition',
          most: LONGEST_AMBITION,
          value: typed ?? ambition ?? '',
        },
      ],
      data: { id: of.id },
    },
    button: { label: 'What it wants', action: 'zone.ambitionForm', data: { id: of.id }, opens: 'form' },
  };
}

export const presses: Required<Pick<Feature, 'buttons' | 'forms'>> = {
  forms: [
    form('zone.saveAmbition', 'zone.ambition', z.object({ id: z.uuid() }), (act, { id }, values) => {
      const typed = String(values['ambition'] ?? '');
      return orReopen(
        () => setAmbition(act, zoneById(act, id), typed),
        'ambition',
        () => ambitionForm(act, zoneById(act, id), typed),
      );
    }),
  ],
  buttons: [
    button('zone.keepHome', 'zone.link', z.object({ id: z.uuid() }), (act, { id }) => keepHome(act, id)),
    button('zone.open', 'zone.see', z.object({ id: z.uuid() }), (act, { id }) => showZone(act, zoneById(act, id))),
    button(
      'zone.leave',
      'zone.leave',
      z.object({ zone: z.uuid(), successor: z.uuid().optional() }),
      (act, { zone: id, successor }) => leaveZone(act, zoneById(act, id), successor),
    ),
    button('zone.ambitionForm', 'zone.ambition', z.object({ id: z.uuid() }), async (act, { id }) => ({
      kind: 'form',
      ...(await ambitionForm(act, zoneById(act, id))),
    })),
    button('agency.merge', 'agency.change', z.object({ from: z.uuid(), into: z.uuid() }), (act, { from, into }) =>
      mergeAgencies(act, from, into, done('Its people, its history and its names went along.')),
    ),
  ],
};
