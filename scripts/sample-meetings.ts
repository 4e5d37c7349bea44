// Meetings as they look ahead, while they are held, and in their minutes.
import type { Card } from '../src/chat/cards.ts';
import type { Minutes } from '../src/features/meetings/minutes/minutes.ts';
import { minutesOf } from '../src/features/meetings/minutes/minutes.ts';
import { draftCard, liveMinutesCard } from '../src/features/meetings/minutes/minutes-views.ts';
import { partsOf } from '../src/features/meetings/minutes/parts.ts';
import type { FullMeeting } from '../src/features/meetings/model.ts';
import { liveCard } from '../src/features/meetings/views.ts';

const AT = (minutes: number) => new Date(Date.UTC(2026, 10, 24, 14, minutes));
const AGENCIES: Record<string, string> = { h: 'Housing', p: 'Police', y: 'Youth Service' };
const names = (id: string) => AGENCIES[id] ?? id;

const item = (id: string, title: string, minutes: number | null, state: string, spent = 0) => ({
  id,
  position: Number(id),
  title,
  minutes,
  state,
  spent,
  openedAt: state === 'OPEN' ? AT(12) : null,
  problemId: null,
  carriedFrom: id === '3' ? 'm0' : null,
  purpose: 'TALK',
  aboutId: null,
});

let count = 0;
const next = () => {
  count += 1;
  return count;
};
const entry = (
  kind: string,
  who: [person: string, agency: string],
  text = '',
  itemId: string | null = null,
  details = {},
) => {
  const number = next();
  return {
    id: `e${number}`,
    number,
    kind,
    itemId,
    personId: who[0],
    agencyId: who[1],
    person: { name: who[0] },
    text,
    details,
    at: AT(number),
    struckAt: null,
    votes: [],
  };
};

const TOM: [string, string] = ['Tom Hartshorn', 'p'];
const DANA: [string, string] = ['Dana Whitlock', 'h'];
const PRIYA: [string, string] = ['Priya Sandhar', 'y'];

const meeting = (more: object): FullMeeting =>
  ({
    id: '019ab000-0000-7000-8000-000000000009',
    zoneId: 'z',
    bodyId: null,
    zone: { name: 'New Parks', code: 'NP', quorumPeople: 5, quorumAgencies: 3 },
    body: null,
    kind: 'PEOPLE_TEAM',
    title: 'People Team meeting',
    startsAt: AT(0),
    minutes: 45,
    timeZone: 'Europe/London',
    place: 'New Parks library',
    state: 'PLANNED',
    sequence: 0,
    startedAt: null,
    endedAt: null,
    endedByClock: false,
    guests: '',
    apologies: '',
    publishedAt: null,
    approvedAt: null,
    version: 3,
    series: { rule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU', endsOn: null, except: [] },
    slot: new Date('2026-11-24'),
    minuted: [],
    answers: [
      { personId: 'a', agencyId: 'h', reply: 'YES', person: { name: 'Dana Whitlock' } },
      { personId: 'b', agencyId: 'p', reply: 'YES', person: { name: 'Tom Hartshorn' } },
      { personId: 'c', agencyId: 'y', reply: 'NO', person: { name: 'Maya Okonjo' } },
    ],
    items: [
      item('1', 'Good news', 5, 'DONE', 300),
      item('2', 'NP-42 Off-road bikes on the rec most evenings', 15, 'OPEN'),
      item('3', 'Summer play scheme', 10, 'WAITING'),
      item('4', 'Lighting in the alleys', null, 'WAITING'),
    ],
    entries: [],
    ...more,
  }) as unknown as FullMeeting;

const said = [
  entry('STARTED', TOM, '', null, { byLead: true }),
  entry('ARRIVED', TOM),
  entry('ITEM_OPENED', TOM, '', '1'),
  entry('CELEBRATION', PRIYA, 'Eleven young people came to the first boxing night', '1'),
  entry('ITEM_OPENED', TOM, '', '2'),
  entry('ARRIVED', DANA),
  entry('ARRIVED', PRIYA),
  entry('NOTE', DANA, 'The barrier has been broken since the fair; Parks has the part on order', '2'),
  entry('ACTION', TOM, 'Ask Parks when the barrier can be mended', '2', { owner: 'Dana Whitlock', due: '2026-12-04' }),
  entry('DECISION', TOM, 'Write to the riders’ club and offer them the old quarry on Sundays', '2', {
    state: 'PROPOSED',
  }),
];
const question = {
  ...entry('DECISION', DANA, 'Close the alley gate at dusk from 1 December', '2', { state: 'PUT' }),
  votes: [
    { personId: 'a', agencyId: 'h', vote: 'AGREE', person: { name: 'Dana Whitlock' } },
    { personId: 'b', agencyId: 'p', vote: 'AGREE', person: { name: 'Tom Hartshorn' } },
    { personId: 'c', agencyId: 'y', vote: 'ABSTAIN', person: { name: 'Priya Sandhar' } },
  ],
};
const links = { to: () => 'https://bot.example.org/meeting.ics', check: () => undefined } as never;

export function sampleMeetings(): [name: string, card: Card][] {
  const running = meeting({ state: 'RUNNING', startedAt: AT(0), entries: [...said, question] });
  const ended = meeting({
    state: 'ENDED',
    startedAt: AT(0),
    endedAt: AT(44),
    entries: [...said, { ...question, details: { state: 'AGREED' } }, entry('ENDED', TOM)],
  });
  const minutes: Minutes = minutesOf(ended, {
    marking: 'OFFICIAL',
    agencyName: names,
    next: { startsAt: new Date('2026-12-08T14:00:00Z'), timeZone: 'Europe/London' },
  });
  return [
    ['meeting: planned', liveCard(meeting({}), names, links)],
    ['meeting: running, with a vote', liveCard(running, names, links)],
    ['meeting: minutes in every place', liveMinutesCard(ended, minutes, 1)],
    ['meeting: draft for its lead', draftCard(ended, minutes, { parts: partsOf(ended), mayPublish: true })],
    ['meeting: ended', liveCard(ended, names, links)],
  ];
}
