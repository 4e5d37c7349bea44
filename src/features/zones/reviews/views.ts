// A zone's reviews, and what all zones have learned.
import type { Act, ZoneEntry } from '../../../chat/act.ts';
import {
  type Block,
  type Button,
  buttons,
  type Card,
  divider,
  facts,
  heading,
  note,
  paragraph,
} from '../../../chat/cards.ts';
import { type OpenForm, refill, type Values } from '../../../chat/forms.ts';
import { may } from '../../../chat/may.ts';
import { command, cut, howMany, say, strong, type Text } from '../../../chat/spans.ts';
import { shortDay, todayIn } from '../../../time/calendar.ts';
import { type FullReview, LONGEST_PART, PARTS } from './model.ts';

const turn = (review: FullReview): Block[] => [
  divider(),
  paragraph(say`${strong(shortDay(review.heldOn))} (kept by ${review.person.name})`),
  facts(['We expected', review.expected], ['We did', review.did], ['We saw', review.saw], ['We change', review.change]),
];

/** @param title what has just happened */
export function reviewsCard(act: Act, zone: ZoneEntry, reviews: FullReview[], title?: string): Card {
  const keeps = may(act, 'zone.phase', { zoneId: zone.id });
  const [latest] = reviews;
  return {
    summary: `${zone.name}: ${reviews.length === 0 ? 'no review yet' : `${howMany(reviews.length, 'review', 'reviews')}, the latest: ${cut(latest?.change ?? '', 100)}`}`,
    blocks: [
      heading(title === undefined ? `Reviews of ${zone.name}` : `${title}: ${zone.name}`),
      ...(reviews.length === 0
        ? [paragraph('No review is kept yet. A review asks four things: what we expected, did, saw, and change.')]
        : reviews.slice(0, 3).flatMap(turn)),
      ...(reviews.length > 3
        ? [
            paragraph(say`${strong('Earlier')}`),
            {
              kind: 'list' as const,
              items: reviews.slice(3).map((each): Text => say`${shortDay(each.heldOn)}: ${cut(each.change, 160)}`),
            },
          ]
        : []),
      note(say`What was learned is found by every zone: ${command('zone lessons')}`),
      buttons(
        ...(keeps
          ? ([
              { label: 'Add a review', action: 'review.form', data: { id: zone.id }, opens: 'form', style: 'primary' },
              ...(latest === undefined
                ? []
                : [
                    {
                      label: 'Take back the latest',
                      action: 'review.takeBack',
                      data: { id: latest.id },
                      confirm: {
                        title: 'Take it back?',
                        text: `The review of ${shortDay(latest.heldOn)} is no longer shown.`,
                        yes: 'Take it back',
                      },
                    },
                  ]),
            ] satisfies Button[])
          : []),
        ...(may(act, 'proposal.find') && latest !== undefined
          ? [
              {
                label: 'Extend to another place',
                action: 'zone.extendForm',
                data: { id: zone.id },
                opens: 'form' as const,
              },
            ]
          : []),
        { label: 'Its plan', action: 'phase.show', data: { id: zone.id } },
      ),
    ],
  };
}

/** What a team takes from a scheme that was there already. */
export interface LearnedScheme {
  id: string;
  name: string;
  zone: string;
  learned: string;
}

export function lessonsCard(asked: string, schemes: LearnedScheme[], found: FullReview[]): Card {
  const title = asked === '' ? 'What zones have learned' : `What zones have learned of "${cut(asked, 60)}"`;
  const from = [...new Set([...found.map(({ zone }) => zone.name), ...schemes.map(({ zone }) => zone)])];
  return {
    summary: `${title}: ${from.length === 0 ? 'nothing yet' : from.join(', ')}`,
    blocks: [
      heading(title),
      ...(from.length === 0
        ? [
            paragraph(
              asked === ''
                ? 'No zone has kept a review yet.'
                : 'No review says so. Try other words, or none for the latest.',
            ),
          ]
        : []),
      ...(found.length === 0
        ? []
        : [
            {
              kind: 'list' as const,
              items: found.map(
                (each): Text =>
                  say`${strong(`${each.zone.name}, ${shortDay(each.heldOn)}`)}: ${cut(each.saw, 200)} – changed since: ${cut(each.change, 200)}`,
              ),
            },
          ]),
      ...(schemes.length === 0
        ? []
        : [
            paragraph(say`${strong('Taken from schemes that are there already')}`),
            {
              kind: 'list' as const,
              items: schemes.map(
                ({ name, zone, learned }): Text => say`${strong(name)} (${zone}): ${cut(learned, 200)}`,
              ),
            },
          ]),
    ],
  };
}

export function reviewForm(act: Act, zone: { id: string; name: string }, values?: Values): OpenForm {
  const open: OpenForm = {
    form: {
      id: 'review.save',
      title: 'Review',
      submit: 'Keep it',
      intro: [note(`One turn of plan, do, study, act for ${zone.name}. Of groups and places, never of one person.`)],
      fields: [
        { kind: 'date', name: 'heldOn', label: 'On which day?', value: todayIn(act.partnership.timeZone, act.now).day },
        ...PARTS.map(([name, label]) => ({ kind: 'longText' as const, name, label, most: LONGEST_PART })),
      ],
      data: { id: zone.id },
    },
    button: { label: 'Add a review', action: 'review.form', data: { id: zone.id }, opens: 'form' },
  };
  return values === undefined ? open : { ...open, form: refill(open.form, values) };
}
