// What a zone wants to become, in its own words and terms (¶1.1, ¶4.2), and the mix that it hopes for (¶6.9).
import { type Act, type ZoneEntry, zoneById } from '../../../chat/act.ts';
import { note } from '../../../chat/cards.ts';
import { type OpenForm, refill, type Values } from '../../../chat/forms.ts';
import { assertMay } from '../../../chat/may.ts';
import { Refusal, type Reply } from '../../../chat/replies.ts';
import { clean, say } from '../../../chat/spans.ts';
import { zoneCalled } from '../../../language/zones.ts';
import { assertClean } from '../../privacy/index.ts';
import { type Errors, type Read, wordsOf } from '../fields.ts';
import { showZone } from './live.ts';

/** "Evenings that everybody enjoys", "NP: Evenings …" */
export function ambitionOf(
  act: Act,
  words: string,
  onlyZone: (act: Act) => ZoneEntry,
): { zone: ZoneEntry; rest: string } {
  const named = /^([^:]{2,60}):\s*([\s\S]+)$/.exec(words);
  const zone = zoneCalled(named?.[1] ?? '', act.directory.zones);
  if (zone !== undefined) return { zone, rest: named?.[2] ?? '' };
  return { zone: onlyZone(act), rest: words };
}

const LONGEST = 500;

/** Who may: a lead, or the project team. */
export function setAmbition(act: Act, of: ZoneEntry, typed: string): Promise<Reply> {
  assertMay(act, 'zone.ambition', { zoneId: of.id, where: of.name });
  const ambition = clean(typed);
  if (ambition === '')
    throw new Refusal(
      say`What does ${of.name} want to become? "zone ambition Evenings on the rec that everybody enjoys"`,
    );
  if (ambition.length > LONGEST) throw new Refusal(`That is ${ambition.length} characters; at most ${LONGEST}.`);
  assertClean(ambition, act.now);
  return change(act, of, 'zone.ambition_set', { ambition: /^none$/i.test(ambition) ? null : ambition });
}

/** "70", "70%", "70 preventive", "none". Who may: a lead, or the project team. */
export function setAim(act: Act, of: ZoneEntry, typed: string): Promise<Reply> {
  assertMay(act, 'zone.ambition', { zoneId: of.id, where: of.name });
  const [, digits] =
    /^(\d{1,3})\s*(?:%|percent|per cent|of (?:a|every) hundred)?(?:\s+preventive)?\.?$/i.exec(typed.trim()) ?? [];
  const aim = digits === undefined ? undefined : Number(digits);
  if (/^(?:none|no aim)$/i.test(typed.trim())) return change(act, of, 'zone.aim_set', { aim: null });
  if (aim === undefined || aim > 100)
    throw new Refusal(
      say`How many of a hundred preventive and remedial interactions should be preventive? "zone aim 70", or "zone aim none".`,
    );
  return change(act, of, 'zone.aim_set', { aim });
}

const FIELDS = [
  ['ambition', 'What does the zone want to become?', 'In residents’ own words.'],
  ['ambitionShort', 'What should be different soon?', 'Within a year.'],
  ['ambitionMedium', 'And in a few years?', ''],
  ['ambitionLong', 'And in the end?', ''],
  ['ambitionShown', 'How will people know?', 'What they will see or hear.'],
] as const;
type Hopes = Record<(typeof FIELDS)[number][0], string>;

export function readHopes(act: Act, values: Values): Read<Hopes> {
  const errors: Errors = {};
  const [ambition = '', ambitionShort = '', ambitionMedium = '', ambitionLong = '', ambitionShown = ''] = FIELDS.map(
    ([name]) =>
      wordsOf(act, values, errors, name, LONGEST, name === 'ambition' ? 'What does it want to become?' : undefined),
  );
  return Object.keys(errors).length > 0
    ? { errors }
    : { value: { ambition, ambitionShort, ambitionMedium, ambitionLong, ambitionShown } };
}

/** Who may: a lead, or the project team. */
export const saveHopes = (act: Act, of: ZoneEntry, hopes: Hopes): Promise<Reply> => {
  assertMay(act, 'zone.ambition', { zoneId: of.id, where: of.name });
  return change(act, of, 'zone.ambition_set', hopes);
};

function change(
  act: Act,
  of: ZoneEntry,
  action: string,
  data: { aim?: number | null; ambition?: string | null },
): Promise<Reply> {
  return act.once(async (effect) => {
    await effect.db.zone.update({ where: { id: of.id }, data });
    await effect.audit({ action, recordType: 'zone', recordId: of.id });
    return showZone(act, zoneById(act, of.id));
  });
}

export async function ambitionForm(act: Act, of: ZoneEntry, values?: Values): Promise<OpenForm> {
  assertMay(act, 'zone.ambition', { zoneId: of.id, where: of.name });
  const kept = await act.db.zone.findUniqueOrThrow({ where: { id: of.id } });
  const open: OpenForm = {
    form: {
      id: 'zone.saveAmbition',
      title: 'What the zone wants',
      submit: 'Keep it',
      intro: [note(`What ${of.name} wants to become. It stands on its card, and on the plan that residents read.`)],
      fields: FIELDS.map(([name, label, hint]) => ({
        kind: 'longText',
        name,
        label,
        most: LONGEST,
        value: kept[name] ?? '',
        ...(hint === '' ? {} : { hint }),
        ...(name === 'ambition' ? {} : { optional: true }),
      })),
      data: { id: of.id },
    },
    button: { label: 'What it wants', action: 'zone.ambitionForm', data: { id: of.id }, opens: 'form' },
  };
  return values === undefined ? open : { ...open, form: refill(open.form, values) };
}
