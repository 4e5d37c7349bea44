// A nudge as its person sees it, and what a partnership sees of its rules.
import { DateTime } from 'luxon';
import { type Block, type Button, buttons, type Card, facts, heading, note, paragraph } from '../../chat/cards.ts';
import type { OpenForm } from '../../chat/forms.ts';
import type { NudgeSource } from '../../chat/nudges.ts';
import { privately, type Reply } from '../../chat/replies.ts';
import { say, strong, type Text } from '../../chat/spans.ts';
import type { Nudge } from '../../database/generated/client.ts';
import { dayWords } from '../../time/calendar.ts';
import type { Settings } from './run.ts';

const press = (label: string, action: string, id: string, more: Partial<Button> = {}): Button => ({
  label,
  action,
  ...more,
  data: { id, ...(more.data ?? {}) },
});

/** @param forName whom it was meant for, while they are away */
export function nudgeCard(nudge: Nudge, forName?: string): Card {
  const open = nudge.answer === null && nudge.actedAt === null;
  const doIt = nudge.doIt as unknown as Button;
  return {
    summary: nudge.title,
    version: nudge.version,
    blocks: [
      heading(nudge.title),
      paragraph(nudge.reason),
      ...(forName === undefined ? [] : [note(`${forName} is away, and you cover.`)]),
      ...(open
        ? [
            buttons({ ...doIt, style: 'primary' }, press('Snooze', 'nudge.snooze', nudge.id, { opens: 'form' })),
            buttons(
              press('Not for me', 'nudge.notForMe', nudge.id),
              press('Stop this kind', 'nudge.stop', nudge.id, {
                confirm: {
                  title: 'Stop this kind?',
                  text: 'You are not reminded of such things any more. They can be brought back at any time.',
                  yes: 'Stop it',
                },
              }),
            ),
          ]
        : [note(answerWords(nudge))]),
    ],
  };
}

function answerWords({ answer, snoozedUntil, actedAt }: Nudge): Text | string {
  if (actedAt !== null) return 'It is done. Thank you.';
  switch (answer) {
    case 'SNOOZED':
      return `You are told again on ${dayWords(snoozedUntil?.toISOString().slice(0, 10) ?? '')}, if it still waits then.`;
    case 'STOPPED':
      return say`You get no more of this kind. "nudge start" brings it back.`;
    case 'NOT_FOR_ME':
      return 'You are not asked about this again.';
    default:
      return 'Opened.';
  }
}

/** Puts one thing off, wherever one reads of it. */
export const laterButton = ({ rule, subject, title }: { rule: string; subject: string; title: string }): Button => ({
  label: 'Later',
  action: 'nudge.later',
  data: { rule, subject, title: title.slice(0, 120) },
  opens: 'form',
});

/** @param id of a nudge that was sent, or what it is about @param today YYYY-MM-DD on the person's own clock */
export function snoozeForm(
  about: { id: string } | { rule: string; subject: string; title: string },
  title: string,
  today: string,
): OpenForm {
  const day = DateTime.fromISO(today, { zone: 'utc' });
  const monday = day.plus({ days: 8 - day.weekday }).toISODate() ?? today;
  return {
    form: {
      id: 'id' in about ? 'nudge.saveSnooze' : 'nudge.saveLater',
      title: 'Tell me again',
      submit: 'Snooze',
      intro: [note(title)],
      fields: [
        {
          kind: 'choice',
          name: 'when',
          label: 'When?',
          options: [
            { value: 'tomorrow', label: 'Tomorrow' },
            { value: 'monday', label: `On ${dayWords(monday)}` },
            { value: 'date', label: 'On the day below' },
          ],
          value: 'tomorrow',
        },
        { kind: 'date', name: 'date', label: 'Another day', optional: true },
      ],
      data: about,
    },
    button: 'id' in about ? press('Snooze', 'nudge.snooze', about.id, { opens: 'form' }) : laterButton(about),
  };
}

/** What waits, and why: a question keeps its own mark. */
export const askedWords = (title: string, reason: string): Text =>
  say`${strong(title)}${/[?!.…]$/.test(title) ? '' : '.'} ${reason}`;

/** What waits for somebody, and when they may be told. */
export function mineCard(
  waiting: { rule: string; subject: string; title: string; reason: string; doIt: Button }[],
  settings: { from: string; until: string; timeZone: string; stopped: string[] },
): Card {
  const shown = waiting.slice(0, 6);
  return {
    summary: waiting.length === 0 ? 'Nothing waits for you.' : `${waiting.length} waiting for you`,
    blocks: [
      heading(waiting.length === 0 ? 'Nothing waits for you' : 'Waiting for you'),
      ...shown.flatMap(({ title, reason, doIt, rule, subject }): Block[] => [
        paragraph(askedWords(title, reason)),
        buttons(doIt, laterButton({ rule, subject, title })),
      ]),
      ...(waiting.length > shown.length ? [note(`and ${waiting.length - shown.length} more`)] : []),
      facts(
        ['Reminders come', `${settings.from} to ${settings.until} on working days, ${settings.timeZone}`],
        ['At most', 'one a day and three a week; the rest stands in your weekly digest'],
        ...(settings.stopped.length === 0
          ? []
          : ([['You have stopped', settings.stopped.join(', ')]] as [string, string][])),
      ),
      note(say`"nudge hours 09:00-17:00", "nudge timezone Europe/Lisbon", "nudge stop stale", "nudge start stale".`),
    ],
  };
}

export interface Effect {
  source: NudgeSource;
  settings: Settings;
  sent: number;
  acted: number;
  snoozed: number;
  stopped: number;
}

/** Whether most people ignore it or have stopped it: then it should be switched off. */
export const isUnloved = ({ sent, acted, stopped }: Effect): boolean =>
  sent >= 10 && (acted / sent < 0.2 || stopped / sent > 0.3);

export function effectCard(effects: Effect[], mayChange: boolean): Card {
  const unloved = effects.filter((effect) => effect.settings.enabled && isUnloved(effect));
  const unit = ({ threshold }: NudgeSource, value: number) =>
    threshold === undefined ? '–' : `${value} ${value === 1 ? threshold.unit.replace(/s$/, '') : threshold.unit}`;
  return {
    summary: `Reminders: ${effects.filter(({ settings }) => settings.enabled).length} kinds are on`,
    blocks: [
      heading('Reminders'),
      {
        kind: 'table',
        caption: 'The last 90 days',
        columns: ['Kind', 'After', 'Sent', 'Acted on', 'Snoozed', 'Stopped'],
        rows: effects.map(({ source, settings, sent, acted, snoozed, stopped }) =>
          [
            source.name,
            settings.enabled ? unit(source, settings.threshold) : 'off',
            String(sent),
            sent === 0 ? '–' : `${acted} of ${sent}`,
            String(snoozed),
            String(stopped),
          ].map((cell) => say`${cell}`),
        ),
      },
      { kind: 'list', items: effects.map(({ source }) => say`${strong(source.name)}: ${source.summary}`) },
      ...unloved.flatMap(({ source, sent, acted }): Block[] => [
        paragraph(
          say`${strong(source.name)} helps few: ${acted} of ${sent} were acted on within three days. Switch it off?`,
        ),
        ...(mayChange
          ? [buttons({ label: `Switch ${source.name} off`, action: 'nudge.off', data: { rule: source.rule } })]
          : []),
      ]),
      note(say`"nudge rule unowned 5", "nudge rule unowned off", "nudge rule unowned on": for the project team.`),
    ],
  };
}

/** What has been done, in a title and a sentence. */
export const done = (title: string, words: string): Reply =>
  privately({ summary: title, blocks: [heading(title), paragraph(words)] });
