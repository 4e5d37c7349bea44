// Ideas as people see them.

import { type Block, type Button, buttons, type Card, facts, heading, note, paragraph } from '../../chat/cards.ts';
import type { Doubt } from '../../chat/doubt.ts';
import type { OpenForm } from '../../chat/forms.ts';
import { cut, say, strong, type Text } from '../../chat/spans.ts';
import type { IdeaState } from '../../database/generated/enums.ts';
import { dayWords, todayIn } from '../../time/calendar.ts';
import type { FullIdea } from './model.ts';
import type { Opening } from './openings.ts';

export const STATES: Record<IdeaState, string> = {
  CAPTURED: 'Captured',
  EXPLORING: 'Exploring',
  ADOPTED: 'Adopted',
  IN_PRACTICE: 'In practice',
  SHARED: 'Shared',
  PARKED: 'Parked',
};

const opens = { opens: 'form' as const };
const press = (label: string, action: string, idea: { id: string }, more: Partial<Button> = {}): Button => ({
  label,
  action,
  ...more,
  data: { id: idea.id, ...(more.data ?? {}) },
});

/** The live card in its zone's places. */
export function liveCard(idea: FullIdea): Card {
  return {
    summary: `Idea ${idea.number}: ${cut(idea.text, 120)}`,
    version: idea.version,
    blocks: [heading(`Idea ${idea.number}`), ...bodyOf(idea)],
  };
}

/** The same to one person, with what has just happened said first. */
export function ideaCard(idea: FullIdea, title: string): Card {
  return {
    summary: `${title}: ${cut(idea.text, 100)}`,
    version: idea.version,
    blocks: [heading(title), paragraph(say`${strong(`Idea ${idea.number}`)}`), ...bodyOf(idea)],
  };
}

function bodyOf(idea: FullIdea): Block[] {
  const supporters = idea.supporters.map(({ person }) => person.name);
  const zones = idea.adoptions.flatMap(({ zone }) => zone?.name ?? []);
  const step: Partial<Record<IdeaState, [label: string, to: IdeaState]>> = {
    CAPTURED: ['Explore', 'EXPLORING'],
    ADOPTED: ['It is in practice', 'IN_PRACTICE'],
    IN_PRACTICE: ['Share with all zones', 'SHARED'],
    PARKED: ['Take it up again', 'EXPLORING'],
  };
  const next = step[idea.state];
  return [
    paragraph(cut(idea.text, 1000)),
    facts(
      ['State', `${STATES[idea.state]}${idea.reason === '' ? '' : `: ${cut(idea.reason, 300)}`}`],
      [
        'From',
        `${idea.person.name} (${idea.person.agency.shortName})${idea.zone === null ? '' : `, ${idea.zone.name}`}`,
      ],
      ...(idea.origin === null
        ? []
        : ([
            [
              'Began as',
              `idea ${idea.origin.number}${idea.origin.zone === null ? '' : ` in ${idea.origin.zone.name}`}`,
            ],
          ] as [string, string][])),
      ...(idea.ledByResidents ? ([['Led by', 'residents']] as [string, string][]) : []),
      ...(zones.length === 0 ? [] : ([['Also in', zones.join(', ')]] as [string, string][])),
      [
        'Supported by',
        supporters.length > 6
          ? `${supporters.slice(0, 6).join(', ')} and ${supporters.length - 6} more`
          : supporters.join(', ') || 'nobody yet',
      ],
    ),
    buttons(
      press('Support', 'idea.support', idea, { style: 'primary' }),
      ...(idea.state === 'PARKED' ? [] : [press('Adopt here', 'idea.adopt', idea)]),
      ...(next === undefined ? [] : [press(next[0], 'idea.move', idea, { data: { to: next[1] } })]),
      ...(idea.state === 'PARKED'
        ? []
        : [
            press(idea.ledByResidents ? 'Not led by residents' : 'Led by residents', 'idea.led', idea),
            press('Park', 'idea.parkForm', idea, opens),
          ]),
    ),
  ];
}

export function alikeCard(text: string, alike: { id: string; number: number; text: string }[]): Card {
  return {
    summary: 'There is an idea like it',
    blocks: [
      heading('There is an idea like it'),
      paragraph(say`You write: ${strong(cut(text, 300))}`),
      { kind: 'list', items: alike.map((each) => say`Idea ${each.number}: ${cut(each.text, 200)}`) },
      buttons(...alike.map((each) => press(`Support idea ${each.number}`, 'idea.support', each)), {
        label: 'Mine is another',
        action: 'idea.anyway',
        data: { text: cut(text, 1000) },
      }),
    ],
  };
}

/** What a line that begins with an idea's number may be about. */
export const doubtOf = (typed: string, idea: FullIdea): Doubt => ({
  called: `idea ${idea.number}`,
  text: idea.text,
  open: press(`Show idea ${idea.number}`, 'idea.open', idea),
  anew: { label: 'It is a new idea', action: 'idea.anyway', data: { text: cut(typed, 1000) } },
});

export function parkForm(idea: FullIdea, typed = ''): OpenForm {
  return {
    form: {
      id: 'idea.savePark',
      title: 'Park the idea',
      submit: 'Park it',
      intro: [note(cut(idea.text, 300))],
      fields: [{ kind: 'text', name: 'why', label: 'Why, for now?', most: 300, value: typed }],
      data: { id: idea.id },
    },
    button: press('Park', 'idea.parkForm', idea, opens),
  };
}

export function listCard(ideas: FullIdea[], title: string, more: number, empty: Text | string): Card {
  if (ideas.length === 0) return { summary: `${title}: none`, blocks: [heading(title), paragraph(empty)] };
  return {
    summary: `${title}: ${ideas.length + more}`,
    blocks: [
      heading(title),
      {
        kind: 'list',
        items: ideas.map((idea): Text => {
          const who = `${idea.supporters.length} ${idea.supporters.length === 1 ? 'supporter' : 'supporters'}`;
          return say`${strong(`${idea.number}.`)} ${cut(idea.text, 150)} – ${STATES[idea.state].toLowerCase()}, ${who}${idea.zone === null ? '' : `, ${idea.zone.name}`}`;
        }),
      },
      buttons(...ideas.slice(0, 10).map((idea) => press(`Open ${idea.number}`, 'idea.open', idea))),
      ...(more > 0 ? [note(say`and ${more} more; "idea list parked", "idea list shared", or words find them.`)] : []),
    ],
  };
}

/** Once a month to the Champion Team: what has not moved, and where work across zones would pay. */
export function reviewCard(stuck: FullIdea[], openings: Opening[], now: Date, timeZone: string): Card {
  const { day } = todayIn(timeZone, now);
  const title = `Ideas and openings, ${dayWords(day).replace(/^\S+ \d+ /, '')}`;
  return {
    summary: `${title}: ${stuck.length} have not moved`,
    blocks: [
      heading(title),
      ...(stuck.length === 0
        ? [paragraph('Every idea has moved in the last thirty days.')]
        : [
            paragraph(say`${strong('Have not moved for thirty days')}`),
            {
              kind: 'list' as const,
              items: stuck
                .slice(0, 12)
                .map(
                  (idea) =>
                    say`${strong(`${idea.number}.`)} ${cut(idea.text, 150)} – ${STATES[idea.state].toLowerCase()} since ${dayWords(todayIn(timeZone, idea.movedAt).day)}`,
                ),
            },
            buttons(...stuck.slice(0, 8).map((idea) => press(`Open ${idea.number}`, 'idea.open', idea))),
          ]),
      ...openingBlocks(openings),
    ],
  };
}

export function openingsCard(openings: Opening[]): Card {
  return {
    summary: openings.length === 0 ? 'No openings found just now' : `${openings.length} openings`,
    blocks: [
      heading('Openings across zones'),
      ...(openings.length === 0 ? [paragraph('None found just now.')] : openingBlocks(openings)),
    ],
  };
}

function openingBlocks(openings: Opening[]): Block[] {
  if (openings.length === 0) return [];
  const links = openings.flatMap(({ problems }) => problems).slice(0, 8);
  return [
    paragraph(say`${strong('Openings')}`),
    { kind: 'list', items: openings.map(({ words }) => say`${words}`) },
    ...(links.length === 0
      ? []
      : [buttons(...links.map(({ id, name }): Button => ({ label: name, action: 'problem.open', data: { id } })))]),
  ];
}
