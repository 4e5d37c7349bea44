// When somebody's digest comes, and whether: in a line, with buttons, or in a form.

import { z } from 'zod';
import { type Act, knownPerson } from '../../chat/act.ts';
import { buttons, type Card, facts, heading, note } from '../../chat/cards.ts';
import { type OpenForm, refill, type Values } from '../../chat/forms.ts';
import { button, type Feature, form } from '../../chat/registry.ts';
import { inPlace, privately, Refusal, type Reply } from '../../chat/replies.ts';
import { command, say } from '../../chat/spans.ts';
import { DEFAULT } from './slots.ts';

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const WHEN = { ALWAYS: 'Every week', NEEDED: 'Only when something needs me', OFF: 'Not at all' } as const;
type Whether = keyof typeof WHEN;
const WORDS: Record<string, Whether> = {
  needed: 'NEEDED',
  'when needed': 'NEEDED',
  'only when needed': 'NEEDED',
  'when something needs me': 'NEEDED',
  'only when something needs me': 'NEEDED',
  'when there is something': 'NEEDED',
  'only when there is something': 'NEEDED',
  'only if there is something': 'NEEDED',
  always: 'ALWAYS',
  'every week': 'ALWAYS',
  weekly: 'ALWAYS',
  off: 'OFF',
};
const HOUR = "(?:at )?(?<hours>\\d{1,2})(?:[:.](?<minutes>\\d{2}))?\\s*(?:(?<half>[ap]m)|o[’']?clock)?";
/** "Tuesday", "on Tuesdays at 9", "fri 7.30am". */
const DAY_AND_HOUR = new RegExp(`^(?:on )?(?<day>[a-z]{3,}?)s?(?:,?\\s+${HOUR})?$`);
/** "at 9", "7.30am": on the day that it comes already. */
const HOUR_ALONE = new RegExp(`^${HOUR}$`);

/** "daily", "every month": there is none but a week's. */
const OTHER_RHYTHM = /^(?:every )?(?:day|daily|month|monthly|fortnight(?:ly)?|2 weeks|two weeks)$/;

interface Setting {
  weekday: number;
  hour: number;
  needOnly: boolean;
  off: boolean;
}

const choiceOf = (whether: Whether): Partial<Setting> =>
  whether === 'OFF' ? { off: true } : { off: false, needOnly: whether === 'NEEDED' };
const hourWords = (hour: number) => `${String(hour).padStart(2, '0')}:00`;

/** @throws {Refusal} for what is no day and hour, and none of the words */
function readSettings(words: string): Partial<Setting> | undefined {
  const wanted = words
    .trim()
    .toLowerCase()
    .replace(/\b(?:noon|midday)\b/, '12:00')
    .replace(/^every (?=[a-z]+days?\b)/, '');
  if (wanted === '') return undefined;
  if (OTHER_RHYTHM.test(wanted))
    throw new Refusal(
      say`A digest tells of one week, so it comes once a week, or only when something needs you: ${command('digest settings needed')}. Nothing is changed.`,
    );
  if (wanted === 'on') return { off: false };
  const whether = WORDS[wanted];
  if (whether !== undefined) return choiceOf(whether);
  const { day, hours, minutes = '00', half } = (HOUR_ALONE.exec(wanted) ?? DAY_AND_HOUR.exec(wanted))?.groups ?? {};
  const weekday = day === undefined ? 0 : WEEKDAYS.findIndex((name) => name.toLowerCase().startsWith(day)) + 1;
  if (weekday === 0 && (day !== undefined || hours === undefined))
    throw new Refusal(
      say`I know a day and an hour ("digest settings Tuesday 9:00"), needed, always, off and on. "digest settings" alone offers a form.`,
    );
  const on = weekday === 0 ? { off: false } : { weekday, off: false };
  if (hours === undefined) return on;
  const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (half === 'pm' ? 12 : 0);
  if (hour > 23 || (half !== undefined && (Number(hours) > 12 || Number(hours) === 0)))
    throw new Refusal(say`An hour from 0 to 23, such as: "digest settings Tuesday 9:00".`);
  const lineFor = (at: number) =>
    command(['digest settings', WEEKDAYS[weekday - 1] ?? [], hourWords(at)].flat().join(' '));
  if (half === undefined && /^[1-6]$/.test(hours))
    throw new Refusal(
      say`${hours} in the afternoon is ${lineFor(hour + 12)}; in the morning, ${lineFor(hour)}. Nothing is changed yet.`,
    );
  if (minutes !== '00')
    throw new Refusal(say`Digests come on the hour: ${lineFor(hour)}, or ${hourWords((hour + 1) % 24)}.`);
  return { ...on, hour };
}

/** "Tuesday 9:00", "needed", "always", "off", "on"; alone, how it stands. */
export async function settings(act: Act, words: string): Promise<Reply> {
  return change(act, readSettings(words));
}

function change(act: Act, set: Partial<Setting> | undefined): Promise<Reply> {
  const key = { personId: knownPerson(act).id };
  return act.once(async (effect) => {
    if (set !== undefined) {
      await effect.db.digestSetting.upsert({ where: key, create: { ...key, ...set }, update: set });
      await effect.audit({ action: 'digest.settings', recordType: 'person', recordId: key.personId });
    }
    const { timeZone, digest } = await effect.db.person.findUniqueOrThrow({
      where: { id: key.personId },
      select: { timeZone: true, digest: true },
    });
    const card = settingsCard(settingOf(digest), timeZone ?? act.partnership.timeZone);
    return act.incoming.what.kind === 'press' ? inPlace(card) : privately(card);
  });
}

const settingOf = (row: Setting | null): Setting => row ?? { ...DEFAULT, needOnly: false, off: false };

function settingsCard({ weekday, hour, needOnly, off }: Setting, timeZone: string): Card {
  const on = `${WEEKDAYS[weekday - 1]}, ${hourWords(hour)}`;
  return {
    summary: off ? 'Your digest is off' : `Your digest comes on ${on}`,
    blocks: [
      heading('Your digest'),
      facts(
        ['Comes', off ? 'not at all' : on],
        ['Clock', timeZone],
        ['When', needOnly ? 'only when something needs you' : 'every week'],
      ),
      buttons(
        { label: 'Change it', action: 'digest.settings', data: {}, opens: 'form' },
        { label: off ? 'Switch it on' : 'Switch it off', action: 'digest.switch', data: { off: !off } },
      ),
      note(
        say`In a line: "digest settings Tuesday 9:00", "… needed", "… off"; "nudge timezone Europe/Lisbon" for the clock.`,
      ),
    ],
  };
}

async function settingsForm(act: Act): Promise<OpenForm> {
  const row = await act.db.digestSetting.findUnique({ where: { personId: knownPerson(act).id } });
  const { weekday, hour, needOnly, off } = settingOf(row);
  return {
    form: {
      id: 'digest.saveSettings',
      title: 'Your digest',
      submit: 'Save',
      fields: [
        {
          kind: 'choice',
          name: 'when',
          label: 'It comes',
          options: Object.entries(WHEN).map(([value, label]) => ({ value, label })),
          value: off ? 'OFF' : needOnly ? 'NEEDED' : 'ALWAYS',
        },
        {
          kind: 'choice',
          name: 'weekday',
          label: 'On',
          options: WEEKDAYS.map((label, index) => ({ value: String(index + 1), label })),
          value: String(weekday),
        },
        {
          kind: 'choice',
          name: 'hour',
          label: 'At, by your own clock',
          options: Array.from({ length: 24 }, (_, each) => ({ value: String(each), label: hourWords(each) })),
          value: String(hour),
        },
      ],
      data: {},
    },
    button: { label: 'Change it', action: 'digest.settings', data: {}, opens: 'form' },
  };
}

const filled = z.object({
  when: z.enum(Object.keys(WHEN) as [Whether, ...Whether[]]),
  weekday: z.coerce.number().int().min(1).max(7),
  hour: z.coerce.number().int().min(0).max(23),
});

async function saveSettings(act: Act, values: Values): Promise<Reply> {
  const typed = filled.safeParse(values);
  if (!typed.success) {
    const opened = await settingsForm(act);
    const errors = Object.fromEntries(typed.error.issues.map(({ path }) => [String(path[0]), 'Please choose one.']));
    return { kind: 'invalid', ...opened, form: refill(opened.form, values), errors };
  }
  const { when, weekday, hour } = typed.data;
  return change(act, { weekday, hour, ...choiceOf(when) });
}

export const formsOfSettings: Required<Pick<Feature, 'buttons' | 'forms'>> = {
  buttons: [
    button('digest.settings', 'known', z.object({}), async (act) => ({
      kind: 'form',
      ...(await settingsForm(act)),
    })),
    button('digest.switch', 'known', z.object({ off: z.boolean() }), (act, { off }) => change(act, { off })),
  ],
  forms: [form('digest.saveSettings', 'known', z.object({}), (act, _data, values) => saveSettings(act, values))],
};
