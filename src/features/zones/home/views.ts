// A zone's home on one card: what it is, where it stands, what goes on now, what comes next.
import { DateTime } from 'luxon';
import { type Act, visibleZones } from '../../../chat/act.ts';
import { type Block, type Button, buttons, type Card, heading, note, paragraph } from '../../../chat/cards.ts';
import { may } from '../../../chat/may.ts';
import { command, cut, howMany, join, say, strong, type Text } from '../../../chat/spans.ts';
import { capitalised } from '../../../language/vocabulary.ts';
import { mixWords } from '../../interactions/index.ts';
import type { WeekTally } from '../service.ts';
import type { Home } from './facts.ts';

/** "31 of 50 preventive (62%); hoped for: 70%" */
export const mixAndAim = ({ mix, aim }: Pick<Home, 'mix' | 'aim'>): string =>
  `${mixWords(mix)}${aim === null ? '' : `; hoped for: ${aim}%`}`;

const teamWords = ({ team, agencies }: Home): string =>
  agencies.length === 0
    ? 'nobody yet'
    : `${howMany(team, 'person', 'people')} from ${howMany(agencies.length, 'agency', 'agencies')}: ${agencies.join(', ')}`;

/** What asks for somebody just now, the most urgent first. */
function nowLines({ running, unowned, due, open, pairs }: Home): Text[] {
  return [
    ...(running === null ? [] : [say`${strong('A meeting is held:')} ${running.title}`]),
    ...(unowned.count === 0
      ? []
      : [
          say`${strong(`${capitalised(howMany(unowned.count, 'problem has', 'problems have'))} no owner:`)} ${cut(unowned.first.map(({ name }) => name).join('; '), 240)}`,
        ]),
    ...(due.count === 0
      ? []
      : [
          say`${strong(`${capitalised(howMany(due.count, 'promise is', 'promises are'))} due this week or late:`)} ${cut(due.first.map(({ name }) => name).join('; '), 240)}`,
        ]),
    ...(pairs.length === 0 ? [] : [say`${strong('For the first time together here:')} ${cut(pairs.join('; '), 160)}.`]),
    ...(open > unowned.count
      ? [say`${capitalised(howMany(open - unowned.count, 'problem is', 'problems are'))} being worked on.`]
      : []),
  ];
}

/** What both, one's own view and the card that stands in a channel, have in common. */
export function homeBlocks(home: Home): Block[] {
  const { name, code, ambition, over, phase, steps, leads, places, next, news, unmet, rests } = home;
  const lines = nowLines(home);
  return [
    heading(`${name} (${code})`),
    ...(over === '' ? [] : [note(`${over}. Nothing new is kept there; what was recorded stays.`)]),
    ...(ambition === '' ? [] : [paragraph(ambition)]),
    {
      kind: 'facts',
      facts: [
        ...(phase === '' ? [] : [{ label: 'Phase', value: say`${phase}` }]),
        ...(steps === '' || over !== '' ? [] : [{ label: 'Setting up', value: say`${steps}` }]),
        ...(over === ''
          ? [
              {
                label: 'Leads',
                value:
                  leads.length === 0
                    ? say`nobody yet: "zone lead @Dana" makes somebody of the team one`
                    : join(leads, ', '),
              },
              { label: 'Team', value: say`${teamWords(home)}` },
              { label: 'Places', value: say`${places.length === 0 ? 'none linked yet' : places.join(', ')}` },
              {
                label: 'Next meeting',
                value:
                  next !== null
                    ? say`${next.title}, ${next.when}`
                    : rests
                      ? say`none while it rests`
                      : unmet
                        ? say`none yet. The first six lie close together: ${command('meeting new every Tuesday 10:00 for 6 weeks')}`
                        : say`none is planned`,
              },
            ]
          : []),
        { label: 'This month', value: say`${mixAndAim(home)}` },
      ],
    },
    ...(lines.length === 0 || over !== ''
      ? []
      : [paragraph(say`${strong('Now')}`), { kind: 'list' as const, items: lines }]),
    ...(news === '' ? [] : [paragraph(say`${strong('Last good news:')} ${cut(news, 300)}`)]),
  ];
}

const opening = ({ running, next, unowned }: Home): Button[] => [
  ...(running === null ? [] : [{ label: 'The meeting', action: 'meeting.open', data: { id: running.id } }]),
  ...(next === null || running !== null
    ? []
    : [{ label: 'Next meeting', action: 'meeting.open', data: { id: next.id } }]),
  ...unowned.first
    .slice(0, 2)
    .map(({ id, name }) => ({ label: name.split(':')[0] ?? '', action: 'problem.open', data: { id } })),
];

/** As it stands in a channel. */
export const standingCard = (home: Home, version: number): Card => ({
  summary: `${home.name}: ${home.phase === '' ? teamWords(home) : home.phase}`,
  version,
  blocks: [
    ...homeBlocks(home),
    buttons(
      ...opening(home),
      { label: 'Its plan', action: 'phase.show', data: { id: home.id } },
      { label: 'What it has', action: 'map.show', data: { id: home.id } },
    ),
  ],
});

/** As one person sees it. @param here the zone's own channel, where it may be kept */
export function homeCard(act: Act, home: Home, weeks: WeekTally[], here: boolean): Card {
  const { id } = home;
  const quiet = weeks.every(({ preventive, remedial, enabling }) => preventive + remedial + enabling === 0);
  return {
    summary: `${home.name}: ${home.over === '' ? `${home.team} in the team` : home.over}, ${mixWords(home.mix)} this month`,
    blocks: [
      ...homeBlocks(home),
      ...(quiet
        ? home.over === ''
          ? [
              paragraph(
                say`Nothing has been logged yet. The first line: ${command('log Spoke with 5 residents about the bins #safe')}`,
              ),
            ]
          : []
        : [
            {
              kind: 'chart' as const,
              chart: {
                kind: 'stacked' as const,
                title: 'Interactions by week',
                unit: 'interactions',
                categories: weeks.map((week) => DateTime.fromISO(week.week).setLocale('en-GB').toFormat('d LLL')),
                series: [
                  { name: 'Preventive', values: weeks.map((week) => week.preventive) },
                  { name: 'Remedial', values: weeks.map((week) => week.remedial) },
                  { name: 'Enabling', values: weeks.map((week) => week.enabling) },
                ],
              },
            },
          ]),
      buttons(
        ...opening(home),
        { label: 'Its plan', action: 'phase.show', data: { id } },
        { label: 'Its steps', action: 'step.list', data: { id } },
        { label: 'Six tools', action: 'zone.tools', data: { id } },
        ...(may(act, 'zone.ambition', { zoneId: id }) && home.over === ''
          ? [{ label: 'What it wants', action: 'zone.ambitionForm', data: { id }, opens: 'form' as const }]
          : []),
        ...(here && may(act, 'zone.link', { zoneId: id })
          ? [{ label: 'Keep this card here', action: 'zone.keepHome', data: { id } }]
          : []),
        ...(visibleZones(act).length > 1 ? [{ label: 'All zones', action: 'zone.all', data: {} }] : []),
        ...(home.over !== '' && !home.merged && may(act, 'zone.reshape')
          ? [{ label: 'Open it again', action: 'zone.reopen', data: { id } }]
          : []),
      ),
    ],
  };
}

/** As a resident sees it: what it wants, where it has got to, what went well; nobody's list, no problem, no promise. */
export const glanceCard = ({ id, name, code, ambition, over, phase, next, news }: Home): Card => ({
  summary: `${name}: ${over === '' ? 'your zone' : over}`,
  blocks: [
    heading(`${name} (${code})`),
    ...(over === '' ? [] : [note(`${over}. What was recorded stays.`)]),
    ...(ambition === '' ? [] : [paragraph(ambition)]),
    {
      kind: 'facts',
      facts: [
        ...(phase === '' ? [] : [{ label: 'Phase', value: say`${phase}` }]),
        ...(next === null || !next.open ? [] : [{ label: 'Come and say', value: say`${next.title}, ${next.when}` }]),
      ],
    },
    ...(news === '' ? [] : [paragraph(say`${strong('Last good news:')} ${cut(news, 300)}`)]),
    note(say`Something good happened? ${command('celebrate …')} tells the zone.`),
    buttons(
      { label: 'Its plan', action: 'phase.show', data: { id } },
      { label: 'What it has', action: 'map.show', data: { id } },
      { label: 'What it has agreed', action: 'benefit.list', data: { id } },
      { label: 'What was heard', action: 'voice.list', data: { id } },
    ),
  ],
});
