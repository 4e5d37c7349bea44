// The cards that are worth looking at, in every state that they can be in.
import type { Act } from '../src/chat/act.ts';
import type { Card } from '../src/chat/cards.ts';
import { helpCommand, unknownCommand } from '../src/chat/help.ts';
import { refusalCard } from '../src/chat/replies.ts';
import type { FullAction } from '../src/features/actions/model.ts';
import { openCard as openActionCard, orphanCard, ownerCard } from '../src/features/actions/views.ts';
import { productRegistry } from '../src/features/index.ts';
import type { FullProblem } from '../src/features/problems/model.ts';
import { emptyDraft } from '../src/features/problems/raise/entry.ts';
import { alikeCard, vagueQuestion } from '../src/features/problems/raise/views.ts';
import {
  acrossZonesCard,
  askedCard,
  closedNews,
  liveCard,
  moreCard,
  noteCard,
  offerCard,
  openCard,
  thanksCard,
} from '../src/features/problems/views.ts';

const NOW = new Date('2026-11-24T10:00:00Z');
const day = (days: number) => new Date(NOW.getTime() + days * 86_400_000);
const ZONE = '019ab000-0000-7000-8000-000000000001';
const ME = '019ab000-0000-7000-8000-000000000002';
const AGENCY = '019ab000-0000-7000-8000-000000000003';

const act = {
  now: NOW,
  actor: {
    sender: {},
    person: {
      id: ME,
      agencyId: AGENCY,
      admin: false,
      board: false,
      champion: false,
      memberships: [{ zoneId: ZONE, lead: true, roleTitle: 'Street warden' }],
    },
  },
  directory: {
    zones: [{ id: ZONE, name: 'New Parks', code: 'NP' }],
    agencies: [{ id: AGENCY, name: 'City Council', shortName: 'City Council', aliases: [] }],
  },
} as unknown as Act;

const problem = (more: Partial<FullProblem>): FullProblem =>
  ({
    id: ME,
    zoneId: ZONE,
    number: 42,
    title: 'Off-road bikes on the rec most evenings',
    what: 'Two or three bikes come in by the broken barrier after tea and race round the pitches. People have stopped walking there.',
    place: 'The recreation ground, Aikman Avenue side',
    touches: 'Dog walkers, families, the football teams',
    raisedBy: 'COMMUNITY',
    outcomes: ['SAFE', 'WELL'],
    state: 'SCANNING',
    result: null,
    ownerId: null,
    owner: null,
    offeredToId: null,
    offeredTo: null,
    externalReference: null,
    reports: 1,
    version: 3,
    movedAt: day(-3),
    createdAt: day(-26),
    zone: { name: 'New Parks', code: 'NP' },
    raiser: { name: 'Gwen Tolliver' },
    agency: { shortName: 'Housing' },
    agencies: [
      { agencyId: 'a', state: 'JOINED', agency: { shortName: 'Housing' } },
      { agencyId: 'b', state: 'ASKED', agency: { shortName: 'Police' } },
    ],
    actions: [],
    links: [],
    linkedFrom: [],
    _count: { interactions: 2 },
    ...more,
  }) as unknown as FullProblem;

const owned = {
  ownerId: 'x',
  owner: { name: 'Tom Hartshorn', agency: { shortName: 'Police' } },
  agencies: ['Housing', 'Police', 'Youth Service'].map((shortName) => ({
    agencyId: shortName,
    state: 'JOINED',
    agency: { shortName },
  })),
} as unknown as Partial<FullProblem>;

const action = (more: Partial<FullAction>): FullAction =>
  ({
    id: ME,
    zoneId: ZONE,
    text: 'Get a price for mending the barrier',
    dueOn: day(3),
    suggestedOn: null,
    acceptedAt: null,
    state: 'OPEN',
    outcome: '',
    ownerId: ME,
    version: 1,
    zone: { name: 'New Parks', code: 'NP' },
    owner: { name: 'Maya Okonjo', agency: { shortName: 'City Council' } },
    agency: null,
    deputy: null,
    giver: { name: 'Tom Hartshorn' },
    problem: { id: ME, number: 42, title: 'Off-road bikes on the rec most evenings', zone: { code: 'NP' } },
    ...more,
  }) as unknown as FullAction;

export async function sampleCards(): Promise<[name: string, card: Card][]> {
  const next = [
    { ...action({}), dueOn: day(3) },
    action({ text: 'Ask the motocross club about a track day' }),
  ] as unknown as FullProblem['actions'];
  const fresh = problem({});
  const response = problem({ ...owned, state: 'RESPONSE', actions: next, reports: 3 });
  const closed = problem({ ...owned, state: 'CLOSED', result: 'REDUCED' });
  const help = await helpCommand(() => productRegistry()).run(act, '');
  const unknown = unknownCommand('lgo', productRegistry().commands);
  return [
    ...(help.kind === 'card' ? [['help', help.card] as [string, Card]] : []),
    ['help: unknown', refusalCard(unknown)],
    ['live: scanning, nobody has it', liveCard(fresh)],
    [
      'live: analysis, offered',
      liveCard(
        problem({ ...owned, state: 'ANALYSIS', offeredTo: { name: 'Priya Sandhar' } as FullProblem['offeredTo'] }),
      ),
    ],
    ['live: response, reported again', liveCard(response)],
    ['live: assessment', liveCard(problem({ ...owned, state: 'ASSESSMENT', externalReference: 'ECINS 20417' }))],
    ['live: closed, reduced', liveCard(closed)],
    ['opened by a member', openCard(act, response, 'NP-42 Off-road bikes on the rec most evenings')],
    ['more', moreCard(act, response)],
    [
      'raised',
      openCard(act, fresh, 'NP-42 is raised', ['Its card stands in 3 places of New Parks.', 'Asked: Police.']),
    ],
    [
      'opened when closed',
      openCard(act, closed, 'It is closed', ['If it has come back, reopen it: its history stays.']),
    ],
    [
      'alike',
      alikeCard(
        act,
        { ...emptyDraft(), title: 'quads tearing up the rec every night', zoneId: ZONE },
        [
          {
            id: ME,
            zoneId: ZONE,
            number: 42,
            title: fresh.title,
            state: 'RESPONSE',
            result: null,
            createdAt: day(-26),
            agencyId: AGENCY,
            score: 0.9,
          },
        ],
        ME,
      ),
    ],
    ['vague', vagueQuestion({ ...emptyDraft(), title: 'ASB' }, ME)],
    ['agency asked', askedCard(fresh, 'Gwen Tolliver', 'Police')],
    ['offered', offerCard(response, 'Tom Hartshorn')],
    [
      'note in a thread',
      noteCard(fresh, 'Priya Sandhar', 'Youth Service', 'Four of them would try a track day if one were put on.'),
    ],
    ['closing, in the thread', closedNews(closed, 'Tom Hartshorn')],
    ['thanks', thanksCard(closed, 'Tom Hartshorn')],
    [
      'across zones',
      acrossZonesCard(fresh, {
        id: AGENCY,
        number: 7,
        title: 'Mopeds on the playing field',
        zone: { code: 'CV', name: 'Coalville' },
      }),
    ],
    ['action asked', ownerCard(action({}))],
    ['action promised', ownerCard(action({ acceptedAt: NOW }))],
    [
      'action done',
      ownerCard(action({ acceptedAt: NOW, state: 'DONE', outcome: '£340, and they can come next week' })),
    ],
    ['action opened', openActionCard(action({ acceptedAt: NOW }), 'Action', true)],
    [
      'orphans',
      orphanCard([
        action({ state: 'ORPHANED' }),
        action({ state: 'ORPHANED', text: 'Order the paint', problem: null }),
      ]),
    ],
  ];
}
