// What was heard where everybody could come (¶8.4): launches, consultations, steering groups. How many came, and themes; never names.
import { z } from 'zod';
import { type Act, knownPerson, type ZoneEntry, zoneById } from '../../../chat/act.ts';
import { type Button, buttons, type Card, heading, note, paragraph } from '../../../chat/cards.ts';
import { type OpenForm, refill, type Values } from '../../../chat/forms.ts';
import { assertMay, may } from '../../../chat/may.ts';

import { button, type Feature, form } from '../../../chat/registry.ts';
import { privately, Refusal, type Reply } from '../../../chat/replies.ts';
import { cut, howMany, say, strong, type Text } from '../../../chat/spans.ts';
import { word } from '../../../chat/words.ts';
import type { Db } from '../../../database/client.ts';
import { zoneToShow } from '../../../language/parts.ts';
import { shortDay, todayIn } from '../../../time/calendar.ts';
import { type Errors, pastDay, type Read, wordsOf } from '../fields.ts';

const RECORD = 'zone_voice';
const MOST_THEMES = 12;
const MOST_PEOPLE = 100_000;
const record = z.object({ id: z.uuid() });

/** @param onlyZone which of its own a person means who names none */
export const hearing = (onlyZone: (act: Act) => ZoneEntry) => [
  word({
    name: 'voices',
    also: ['voice', 'consultation'],
    summary: 'How many came to launches and consultations, and what they said, as themes',
    examples: ['zone voices', 'zone voices NP'],
    needs: 'zone.glance',
    parts: { of: zoneToShow('zone voices') },
    run: (act, { of }) => showVoices(act, of ?? onlyZone(act)),
  }),
];

/** Who may: whoever sees the zone, its residents among them. */
async function showVoices(act: Act, of: ZoneEntry): Promise<Reply> {
  assertMay(act, 'zone.glance', { zoneId: of.id, where: of.name });
  return privately(await cardOf(act, of, act.db));
}

async function cardOf(act: Act, of: ZoneEntry, db: Db, title?: string): Promise<Card> {
  const all = await db.zoneVoice.findMany({
    where: { zoneId: of.id, undoneAt: null },
    orderBy: [{ heldOn: 'desc' }, { id: 'desc' }],
    take: 12,
  });
  const residents = all.reduce((sum, each) => sum + each.residents, 0);
  const keeps = may(act, 'zone.phase', { zoneId: of.id }) && of.over !== true;
  const [latest] = all;
  return {
    summary: `${of.name}: ${all.length === 0 ? 'nothing was heard yet' : `${howMany(residents, 'resident', 'residents')} heard`}`,
    blocks: [
      heading(title ?? `Heard in ${of.name}`),
      ...(all.length === 0
        ? [paragraph('Nothing is kept yet of a launch, a consultation or a steering group.')]
        : [
            {
              kind: 'list' as const,
              items: all.map(
                ({ title: what, heldOn, residents: came, others, themes }): Text =>
                  say`${strong(`${what}, ${shortDay(heldOn)}`)}: ${howMany(came, 'resident', 'residents')} and ${others === 0 ? 'nobody else' : `${others} others`}. ${cut(themes.join('; '), 400)}`,
              ),
            },
          ]),
      note('Themes, never who said what.'),
      ...(keeps
        ? [
            buttons(
              {
                label: 'Add what was heard',
                action: 'voice.form',
                data: { id: of.id },
                opens: 'form',
                style: 'primary',
              },
              ...(latest === undefined
                ? []
                : [
                    {
                      label: 'Take back the latest',
                      action: 'voice.takeBack',
                      data: { id: latest.id },
                      confirm: { title: 'Take it back?', text: cut(latest.title, 120), yes: 'Take it back' },
                    } satisfies Button,
                  ]),
            ),
          ]
        : []),
    ],
  };
}

function voiceForm(act: Act, of: { id: string; name: string }, values?: Values): OpenForm {
  const open: OpenForm = {
    form: {
      id: 'voice.save',
      title: 'What was heard',
      submit: 'Keep it',
      intro: [note(`In ${of.name}: how many came, and what they said, as themes. Never who said it.`)],
      fields: [
        { kind: 'text', name: 'title', label: 'What was it?', hint: 'For example "Launch at the school".', most: 120 },
        { kind: 'date', name: 'heldOn', label: 'On which day?', value: todayIn(act.partnership.timeZone, act.now).day },
        { kind: 'number', name: 'residents', label: 'How many residents came?', least: 0, most: MOST_PEOPLE },
        { kind: 'number', name: 'others', label: 'How many others?', least: 0, most: MOST_PEOPLE, optional: true },
        { kind: 'longText', name: 'themes', label: 'What did they say?', hint: 'A theme in each line.', most: 2000 },
      ],
      data: { id: of.id },
    },
    button: { label: 'Add what was heard', action: 'voice.form', data: { id: of.id }, opens: 'form' },
  };
  return values === undefined ? open : { ...open, form: refill(open.form, values) };
}

interface NewVoice {
  title: string;
  heldOn: string;
  residents: number;
  others: number;
  themes: string[];
}

function readVoice(act: Act, values: Values): Read<NewVoice> {
  const errors: Errors = {};
  const title = wordsOf(act, values, errors, 'title', 120, 'What was it?');
  const heldOn = pastDay(act, values, errors, 'heldOn');
  const count = (name: string, missing: boolean) => {
    const typed = values[name];
    if (typed === undefined || typed === '') {
      if (missing) errors[name] = 'How many came? Nought is a number too.';
      return 0;
    }
    const value = Number(typed);
    if (!Number.isInteger(value) || value < 0 || value > MOST_PEOPLE) errors[name] = 'Please give a whole number.';
    return value;
  };
  const [residents, others] = [count('residents', true), count('others', false)];
  const themes = wordsOf(act, values, errors, 'themes', 2000, 'What did they say? A theme in each line.')
    .split('\n')
    .map((line) => line.replace(/^[\s•*–-]+/, '').trim())
    .filter((line) => line !== '');
  if (themes.length > MOST_THEMES)
    errors['themes'] ??= `These are ${themes.length} themes; at most ${MOST_THEMES} are kept.`;
  return Object.keys(errors).length > 0 ? { errors } : { value: { title, heldOn, residents, others, themes } };
}

/** Who may: a lead of the zone, or the project team. */
function keep(act: Act, of: ZoneEntry, voice: NewVoice): Promise<Reply> {
  assertMay(act, 'zone.phase', { zoneId: of.id, where: of.name });
  return act.once(async (effect) => {
    const { id } = await effect.db.zoneVoice.create({
      data: {
        zoneId: of.id,
        ...voice,
        heldOn: new Date(voice.heldOn),
        personId: knownPerson(act).id,
        createdAt: act.now,
      },
      select: { id: true },
    });
    await effect.audit({ action: 'zone.heard', recordType: RECORD, recordId: id });
    return privately(await cardOf(act, of, effect.db, 'Kept'));
  });
}

/** Who may: a lead of the zone, or the project team. */
function takeBack(act: Act, id: string): Promise<Reply> {
  return act.once(async (effect) => {
    const found = await effect.db.zoneVoice.findUnique({ where: { id }, select: { zoneId: true } });
    const of = act.directory.zones.find((each) => each.id === found?.zoneId);
    if (of === undefined) throw new Refusal('That is not here, or not yours to see.');
    assertMay(act, 'zone.phase', { zoneId: of.id, where: of.name });
    await effect.db.zoneVoice.update({ where: { id }, data: { undoneAt: act.now } });
    await effect.audit({ action: 'zone.heard_undone', recordType: RECORD, recordId: id });
    return privately(await cardOf(act, of, effect.db, 'Taken back'));
  });
}

export const voices: Required<Pick<Feature, 'buttons' | 'forms'>> = {
  buttons: [
    button('voice.list', 'zone.glance', record, (act, { id }) => showVoices(act, zoneById(act, id))),
    button('voice.form', 'zone.phase', record, async (act, { id }) => {
      const of = zoneById(act, id);
      assertMay(act, 'zone.phase', { zoneId: id, where: of.name });
      return { kind: 'form', ...voiceForm(act, of) };
    }),
    button('voice.takeBack', 'zone.phase', record, (act, { id }) => takeBack(act, id)),
  ],
  forms: [
    form('voice.save', 'zone.phase', record, async (act, { id }, values) => {
      const of = zoneById(act, id);
      const read = readVoice(act, values);
      return 'errors' in read
        ? { kind: 'invalid', ...voiceForm(act, of, values), errors: read.errors }
        : keep(act, of, read.value);
    }),
  ],
};
