// Asking champions, and who they are, as people see it.
import { DateTime } from 'luxon';
import type { JsonObject } from '../../chat/cards.ts';
import { type Block, type Button, buttons, type Card, facts, heading, note, paragraph } from '../../chat/cards.ts';
import type { OpenForm } from '../../chat/forms.ts';
import { cut, say, strong } from '../../chat/spans.ts';
import type { AskState, OfferState } from '../../database/generated/enums.ts';
import { dayWords } from '../../time/calendar.ts';
import { nameOf } from '../problems/index.ts';
import type { FullAsk } from './model.ts';
import type { Champion } from './read.ts';

const press = (label: string, action: string, id: string, more: Partial<Button> = {}): Button => ({
  label,
  action,
  ...more,
  data: { id, ...(more.data ?? {}) },
});

/** A heading and a sentence. */
export function saidCard(title: string, words: string): Card {
  return {
    summary: title === '' ? cut(words, 150) : title,
    blocks: [...(title === '' ? [] : [heading(title)]), ...(words === '' ? [] : [paragraph(words)])],
  };
}

/** Whom shall I ask? @param about goes with each button @param remark why it is asked */
export function chooseCard(
  text: string,
  champions: (Champion & { why: string })[],
  about: JsonObject,
  remark?: string,
): Card {
  return {
    summary: remark ?? 'Which champion shall I ask?',
    blocks: [
      heading('Which champion shall I ask?'),
      ...(remark === undefined ? [] : [paragraph(remark)]),
      paragraph(say`${strong(cut(text, 500))}`),
      {
        kind: 'list',
        items: champions.map(
          ({ name, agency, why }) => say`${strong(`${name} (${agency})`)}${why === '' ? '' : `: ${why}`}`,
        ),
      },
      buttons(
        ...champions.map(({ personId, name }, index) => ({
          label: name,
          action: 'ask.make',
          data: { ...about, champion: personId, text: cut(text, 1000) },
          ...(index === 0 ? { style: 'primary' as const } : {}),
        })),
      ),
    ],
  };
}

const STATES: Record<AskState, string> = {
  WAITING: 'waits for an answer',
  LATER: 'later',
  HELPING: 'helps',
  DECLINED: 'cannot take it',
  DONE: 'done',
};

/** The one card of an ask: to the champion, and in the zone's places once they help. */
export function askCard(ask: FullAsk): Card {
  const open = ask.state === 'WAITING' || ask.state === 'LATER';
  const laterOn = ask.laterOn === null ? '' : ` on ${dayWords(ask.laterOn.toISOString().slice(0, 10))}`;
  const actions: Block[] = open
    ? [
        buttons(
          press('Help', 'ask.help', ask.id, { style: 'primary' }),
          press('Later', 'ask.laterForm', ask.id, { opens: 'form' }),
          press('Not me', 'ask.notMeForm', ask.id, { opens: 'form' }),
        ),
      ]
    : ask.state === 'HELPING'
      ? [
          buttons(
            press('Say something', 'ask.sayForm', ask.id, { style: 'primary', opens: 'form' }),
            press('It is done', 'ask.done', ask.id),
          ),
          note('What is said here stands under this card for the champion and the team, whatever chat they are in.'),
        ]
      : [];
  return {
    summary: `${ask.zone.name} asks ${ask.champion.name}: ${cut(ask.text, 100)}`,
    version: ask.version,
    blocks: [
      heading(`${ask.zone.name} asks a champion`),
      paragraph(say`${strong(cut(ask.text, 1000))}`),
      facts(
        ['From', `${ask.asker.name} (${ask.asker.agency.shortName})`],
        ['Champion', `${ask.champion.name} (${ask.champion.agency.shortName}), ${STATES[ask.state]}${laterOn}`],
        ...(ask.problem === null ? [] : ([['About', nameOf(ask.problem, 150)]] as [string, string][])),
      ),
      ...(ask.problem === null
        ? []
        : [buttons({ label: 'Open the problem', action: 'problem.open', data: { id: ask.problem.id } })]),
      ...actions,
    ],
  };
}

/** To the asker, whatever happens. */
export function outcomeCard(ask: FullAsk, title: string): Card {
  return {
    summary: `${title}: ${cut(ask.text, 100)}`,
    blocks: [
      heading(title),
      paragraph(say`You asked: ${strong(cut(ask.text, 500))}`),
      ...(ask.state === 'HELPING' ? [note('Talk to them under the card in the zone’s channel.')] : []),
      ...(ask.state === 'DECLINED' ? [note(say`"nudge @champion …" asks another.`)] : []),
    ],
  };
}

/** @param today YYYY-MM-DD */
export function laterForm(ask: FullAsk, today: string): OpenForm {
  const day = DateTime.fromISO(today, { zone: 'utc' });
  const monday = day.plus({ days: 8 - day.weekday }).toISODate() ?? today;
  return {
    form: {
      id: 'ask.saveLater',
      title: 'Later',
      submit: 'Remind me then',
      intro: [note(cut(ask.text, 300))],
      fields: [{ kind: 'date', name: 'day', label: 'When do you come back to it?', value: monday }],
      data: { id: ask.id },
    },
    button: press('Later', 'ask.laterForm', ask.id, { opens: 'form' }),
  };
}

export function notMeForm(ask: FullAsk, champions: Champion[]): OpenForm {
  const others = champions.filter(({ personId }) => personId !== ask.championId);
  return {
    form: {
      id: 'ask.saveNotMe',
      title: 'Not me',
      submit: 'Say so',
      intro: [note(cut(ask.text, 300))],
      fields: [
        {
          kind: 'choice',
          name: 'to',
          label: 'Who could help instead?',
          optional: true,
          options: others
            .slice(0, 90)
            .map(({ personId, name, agency }) => ({ value: personId, label: `${name} (${agency})` })),
        },
      ],
      data: { id: ask.id },
    },
    button: press('Not me', 'ask.notMeForm', ask.id, { opens: 'form' }),
  };
}

export function sayForm(ask: FullAsk, typed = ''): OpenForm {
  return {
    form: {
      id: 'ask.saveSay',
      title: 'Say something',
      submit: 'Say it',
      intro: [note(cut(ask.text, 300))],
      fields: [{ kind: 'longText', name: 'text', label: 'To the champion and the team', most: 1000, value: typed }],
      data: { id: ask.id },
    },
    button: press('Say something', 'ask.sayForm', ask.id, { opens: 'form' }),
  };
}

export function offerCard(offer: {
  id: string;
  version: number;
  state: OfferState;
  until: Date | null;
  agency: { shortName: string };
  offeredBy: { name: string };
}): Card {
  const what =
    offer.until === null
      ? `champion of ${offer.agency.shortName}`
      : `deputy champion of ${offer.agency.shortName} until ${dayWords(offer.until.toISOString().slice(0, 10))}`;
  const said: Record<OfferState, string> = {
    WAITING: '',
    ACCEPTED: `You are ${what}. Thank you.`,
    DECLINED: 'You have said no.',
    WITHDRAWN: 'It was taken back.',
  };
  return {
    summary: `${offer.offeredBy.name} asks you to be ${what}`,
    version: offer.version,
    blocks: [
      heading(`Will you be ${what}?`),
      paragraph(
        `${offer.offeredBy.name} of the project team asks you. A champion looks after all zones for their agency: helps where a team asks, and brings ideas from one to another.`,
      ),
      ...(offer.state === 'WAITING'
        ? [
            buttons(
              press('I accept', 'champion.accept', offer.id, { style: 'primary' }),
              press('No, thank you', 'champion.decline', offer.id),
            ),
          ]
        : [note(said[offer.state])]),
    ],
  };
}

export function listCard({
  champions,
  gaps,
  offers,
  mentors,
  mayAppoint,
}: {
  champions: Champion[];
  gaps: { shortName: string }[];
  offers: { person: { name: string }; agency: { shortName: string } }[];
  mentors: { personId: string; zone: { name: string } }[];
  mayAppoint: boolean;
}): Card {
  return {
    summary: `${champions.length} champions, ${gaps.length} agencies without one`,
    blocks: [
      heading('The Champion Team'),
      ...(champions.length === 0
        ? [paragraph('There is no champion yet.')]
        : [
            {
              kind: 'list' as const,
              items: champions.map(({ personId, name, agency, deputyUntil }) => {
                const zones = mentors.filter((each) => each.personId === personId).map((each) => each.zone.name);
                return say`${strong(agency)}: ${name}${deputyUntil === undefined ? '' : `, deputy until ${dayWords(deputyUntil)}`}${zones.length === 0 ? '' : `; mentors ${zones.join(', ')}`}`;
              }),
            },
          ]),
      ...(gaps.length === 0
        ? []
        : [paragraph(say`${strong('No champion for: ')}${gaps.map(({ shortName }) => shortName).join(', ')}`)]),
      ...(offers.length === 0
        ? []
        : [
            note(
              `Asked and not answered: ${offers.map(({ person, agency }) => `${person.name} (${agency.shortName})`).join(', ')}`,
            ),
          ]),
      ...(mayAppoint
        ? [note(say`"zone champion @Dana", "zone champion deputy @Dana until 3 June", "zone champion end @Dana".`)]
        : []),
    ],
  };
}

/** "Ask a champion", from a problem: what is needed, and whom, the best suggestion first. */
export function askForm(
  problem: { id: string; name: string },
  champions: (Champion & { why: string })[],
  typed = '',
): OpenForm {
  return {
    form: {
      id: 'ask.saveAsk',
      title: 'Ask a champion',
      submit: 'Ask',
      intro: [note(problem.name)],
      fields: [
        { kind: 'longText', name: 'text', label: 'What do you need?', most: 1000, value: typed },
        {
          kind: 'choice',
          name: 'champion',
          label: 'Whom?',
          options: champions.map(({ personId, name, agency, why }) => ({
            value: personId,
            label: cut(`${name} (${agency})${why === '' ? '' : `: ${why}`}`, 75),
          })),
          ...(champions[0] === undefined ? {} : { value: champions[0].personId }),
        },
      ],
      data: { problem: problem.id },
    },
    button: { label: 'Ask a champion', action: 'ask.openForm', data: { problem: problem.id }, opens: 'form' },
  };
}
