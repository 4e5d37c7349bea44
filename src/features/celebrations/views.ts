// Good news as people see it.

import { type Button, buttons, type Card, facts, heading, note, paragraph } from '../../chat/cards.ts';
import type { Doubt } from '../../chat/doubt.ts';
import type { OpenForm } from '../../chat/forms.ts';
import { command, cut, say, strong } from '../../chat/spans.ts';
import { dayWords, todayIn } from '../../time/calendar.ts';
import type { FullCelebration } from './model.ts';

const press = (label: string, action: string, id: string, more: Partial<Button> = {}): Button => ({
  label,
  action,
  ...more,
  data: { id },
});

/** The card in the zone's places. */
export function liveCard(news: FullCelebration): Card {
  if (news.undoneAt !== null)
    return { summary: 'This was taken back.', version: news.version, blocks: [note('This was taken back.')] };
  return {
    summary: `Good news from ${news.zone.name}: ${cut(news.text, 120)}`,
    version: news.version,
    blocks: [
      heading(`Good news from ${news.zone.name}`),
      paragraph(cut(news.text, 1500)),
      ...(news.thanked.length === 0 ? [] : [paragraph(say`${strong('Thank you: ')}${news.thanked.join(', ')}`)]),
      note(
        `${news.person.name} (${news.person.agency.shortName})${news.publicAt === null ? '' : ' · may be told outside'}`,
      ),
      buttons(
        press(news.publicAt === null ? 'Fit for the public' : 'Keep it inside', 'celebrate.public', news.id),
        press('Plan to tell it', 'celebrate.planForm', news.id, { opens: 'form' }),
      ),
    ],
  };
}

/** The same to one person, with what has just happened said first. */
export function newsCard(news: FullCelebration, title: string): Card {
  return {
    summary: `${title}: ${cut(news.text, 100)}`,
    version: news.version,
    blocks: [
      heading(title),
      paragraph(say`${strong(`${news.number}. `)}${cut(news.text, 1500)}`),
      facts(
        ['Zone', news.zone.name],
        ...(news.thanked.length === 0 ? [] : ([['Thanked', news.thanked.join(', ')]] as [string, string][])),
        ['Outside', outsideWords(news)],
      ),
      ...(news.undoneAt === null
        ? [
            buttons(
              press(news.publicAt === null ? 'Fit for the public' : 'Keep it inside', 'celebrate.public', news.id),
              press('Plan to tell it', 'celebrate.planForm', news.id, { opens: 'form' }),
              ...(news.publicAt === null ? [] : [press('Text to copy', 'celebrate.copy', news.id)]),
              ...(news.publicAt === null || news.toldAt !== null
                ? []
                : [press('It is told', 'celebrate.told', news.id)]),
              press('Take it back', 'celebrate.undo', news.id),
            ),
          ]
        : []),
    ],
  };
}

function outsideWords({ publicAt, plannedOn, toldAt }: FullCelebration): string {
  if (toldAt !== null) return `told on ${dayWords(toldAt.toISOString().slice(0, 10))}`;
  if (plannedOn !== null) return `planned for ${dayWords(plannedOn.toISOString().slice(0, 10))}`;
  return publicAt === null ? 'stays inside until a lead says that it may be told' : 'may be told';
}

/** What a line that begins with the number of good news may be about. @param zoneId where it would be told, if it is new */
export const doubtOf = (typed: string, news: FullCelebration, zoneId: string): Doubt => ({
  called: `good news ${news.number}`,
  text: news.text,
  open: press(`Show good news ${news.number}`, 'celebrate.open', news.id),
  anew: { label: 'It is new', action: 'celebrate.anyway', data: { zone: zoneId, text: cut(typed, 1000) } },
});

/** Good news that begins with a word of ours, which may be part of it. Nothing is told before it is asked. */
export function mayBeWordCard(zoneId: string, word: string, news: string, rest: string): Card {
  const tell = (label: string, text: string): Button => ({
    label,
    action: 'celebrate.anyway',
    data: { zone: zoneId, text: cut(text, 1000) },
  });
  return {
    summary: `Is “${word}” part of it?`,
    blocks: [
      heading(`Is “${word}” part of it?`),
      paragraph(say`You write: ${strong(cut(news, 300))}`),
      buttons(tell('Tell it as it stands', news), tell(`Leave “${word}” out`, rest)),
      note(
        say`Nothing is told yet. What may be told outside, and when, is said of good news that stands: ${command('celebrate 12 public')}, ${command('celebrate 12 plan on 3 December')}.`,
      ),
    ],
  };
}

export function planForm(news: FullCelebration): OpenForm {
  return {
    form: {
      id: 'celebrate.savePlan',
      title: 'Tell it outside',
      submit: 'Plan it',
      intro: [note(cut(news.text, 300))],
      fields: [
        {
          kind: 'date',
          name: 'day',
          label: 'On which day?',
          hint: 'Calmly: one a week is heard better than three in one.',
          ...(news.plannedOn === null ? {} : { value: news.plannedOn.toISOString().slice(0, 10) }),
        },
      ],
      data: { id: news.id },
    },
    button: press('Plan to tell it', 'celebrate.planForm', news.id, { opens: 'form' }),
  };
}

export function listCard(news: FullCelebration[], title: string, empty: string, timeZone: string): Card {
  if (news.length === 0) return { summary: `${title}: none`, blocks: [heading(title), paragraph(empty)] };
  return {
    summary: `${title}: ${news.length}`,
    blocks: [
      heading(title),
      {
        kind: 'list',
        items: news.map(
          (each) =>
            say`${strong(`${each.number}.`)} ${dayWords(todayIn(timeZone, each.createdAt).day)}, ${each.zone.name}: ${cut(each.text, 200)} – ${outsideWords(each)}`,
        ),
      },
      buttons(...news.slice(0, 10).map((each) => press(`Open ${each.number}`, 'celebrate.open', each.id))),
    ],
  };
}
