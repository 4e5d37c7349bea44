// Cards of a zone's life: candidates side by side, one by itself, its steps, the programme.
import type { Act } from '../src/chat/act.ts';
import type { Card } from '../src/chat/cards.ts';
import type { SelectionFactor } from '../src/database/generated/enums.ts';
import type { FullProposal } from '../src/features/zones/choose/model.ts';
import { candidatesCard, proposalCard } from '../src/features/zones/choose/views.ts';
import type { FullEntry } from '../src/features/zones/map/model.ts';
import { entryCard, foundCard, overviewCard } from '../src/features/zones/map/views.ts';
import { planCard } from '../src/features/zones/plan/views.ts';
import { programmeCard } from '../src/features/zones/programme/views.ts';
import { lessonsCard } from '../src/features/zones/reviews/views.ts';
import { type FullStep, STEPS, type StepKey } from '../src/features/zones/setup/model.ts';
import { type Partner, partnersCard } from '../src/features/zones/setup/partners.ts';
import { stepsCard } from '../src/features/zones/setup/views.ts';

const NOW = new Date('2026-11-24T10:00:00Z');
const id = (n: number) => `019ab000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const ZONES = [
  { id: id(1), name: 'New Parks', code: 'NP' },
  { id: id(2), name: 'Eyres Monsell', code: 'EM' },
  { id: id(3), name: 'Thringstone & Whitwick', code: 'TW' },
];
const act = {
  now: NOW,
  links: { to: () => 'https://zones.partnership.example/page' },
  actor: {
    sender: {},
    person: { id: id(9), agencyId: id(8), admin: true, board: false, champion: false, memberships: [] },
  },
  partnership: { id: id(7), timeZone: 'Europe/London' },
  directory: {
    zones: ZONES,
    agencies: ['Fire', 'Housing', 'Police', 'Probation'].map((shortName, n) => ({
      id: id(50 + n),
      name: shortName,
      shortName,
      aliases: [],
    })),
  },
} as unknown as Act;

function proposal(n: number, name: string, setting: 'CITY' | 'COUNTY', found: [SelectionFactor, string, string][]) {
  return {
    id: id(100 + n),
    partnershipId: id(7),
    name,
    setting,
    state: 'PROPOSED',
    why: '',
    decidedOn: null,
    decidedWhere: '',
    decision: null,
    decisionId: null,
    zoneId: null,
    zone: null,
    version: 3,
    person: { name: 'Maya Okonjo' },
    agency: { shortName: 'City Council' },
    findings: found.map(([factor, text, source], index) => ({
      id: id(200 + 10 * n + index),
      factor,
      text,
      source,
      asAt: new Date('2026-06-03'),
      link: '',
      personId: id(9),
      person: { name: 'Dana Whitlock' },
    })),
  } as unknown as FullProposal;
}

const candidates = [
  proposal(1, 'Saffron Lane', 'CITY', [
    [
      'DEMOGRAPHY',
      'Three of five areas are among the most deprived tenth for health; one in four households is single.',
      'Indices of Deprivation 2025',
    ],
    [
      'REACTIVE_DEMAND',
      'Calls about anti-social behaviour are twice the city’s, half of them from six addresses’ surroundings.',
      'Police log',
    ],
    [
      'COMMUNITY_VOICE',
      'Residents ask for a place for evenings; the walled garden group has forty members.',
      'Consultation, June',
    ],
    ['AGENCIES_WILLING', 'Fire, Housing and the surgery would come along; Probation can from April.', 'Round of calls'],
    ['OPENINGS', 'The velodrome site, and a scheme for its young people that ends in March.', 'Site visit'],
  ]),
  proposal(2, 'Thringstone', 'COUNTY', [
    ['DEMOGRAPHY', 'An older village; few buses after six.', 'Census 2021'],
    ['COMMUNITY_VOICE', 'Two hundred came to the gala.', 'Parish council'],
  ]),
  proposal(3, 'Shelthorpe', 'COUNTY', []),
];

const agreed = {
  ...candidates[0],
  state: 'AGREED',
  decidedOn: new Date('2026-11-23'),
  decidedWhere: 'Strategic Partnership Board, minute 7',
} as FullProposal;

function steps(zone: (typeof ZONES)[number], doneKeys: StepKey[], owner?: string): FullStep[] {
  return (Object.keys(STEPS) as StepKey[]).map(
    (key, index) =>
      ({
        id: id(400 + index),
        zoneId: zone.id,
        position: index + 1,
        key,
        title: STEPS[key],
        state: doneKeys.includes(key) ? 'DONE' : key === 'PARTNERS_ENGAGED' ? 'UNDER_WAY' : 'NOT_STARTED',
        ownerId: null,
        owner: key === 'PARTNERS_ENGAGED' && owner !== undefined ? { name: owner } : null,
        dueOn: key === 'PARTNERS_ENGAGED' ? new Date('2026-11-20') : null,
        evidence: doneKeys.includes(key) ? 'Strategic Partnership Board, minute 7' : '',
        reason: '',
        zone: { ...zone, partnershipId: id(7) },
      }) as unknown as FullStep,
  );
}

const PARTNERS = (
  [
    ['YES', 'YES', 'Two officers on Tuesdays'],
    ['YES', 'OPEN', 'From April'],
    ['NO', 'OPEN', ''],
  ] as const
).map(
  ([willing, able, note], n) =>
    ({
      agencyId: id(50 + (n === 2 ? 3 : n)),
      willing,
      able,
      note,
      askedOn: new Date('2026-11-20'),
      person: { name: 'Dana Whitlock' },
    }) as unknown as Partner,
);
const MAP = [
  ['Money advice', 'Help with bills, debt and benefits, Tuesdays at the library', '0116 496 0123', '2026-09-01'],
  ['Community pantry', 'Groceries for a few pounds, Fridays at St Aidan’s', '', '2025-03-01'],
].map(
  ([name, what, contact, checked], n) =>
    ({
      id: id(300 + n),
      zoneId: id(2),
      kind: 'SERVICE',
      name,
      what,
      contact,
      outcomes: ['RESOURCES'],
      reach: null,
      learned: '',
      undoneAt: null,
      agency: { shortName: 'Housing' },
      agencyId: id(51),
      keeper: { name: 'Maya Okonjo' },
      checkedOn: new Date(checked ?? ''),
    }) as unknown as FullEntry,
);

const LEARNED = {
  id: id(300),
  name: 'Evening football',
  zone: 'New Parks',
  learned: 'Start when the evening begins, not when offices close',
};

export function sampleZones(): [name: string, card: Card][] {
  const [parks, monsell] = ZONES as [(typeof ZONES)[0], (typeof ZONES)[0]];
  const begun = steps(monsell, ['IDENTIFIED', 'ANALYSED', 'AGREED_BY_BOARD'], 'Dana Whitlock');
  return [
    [
      'zone: candidates',
      candidatesCard(act, [...candidates, { ...agreed, name: 'Eyres Monsell' }], { CITY: 1, COUNTY: 0 }),
    ],
    ['zone: no candidates', candidatesCard(act, [], { CITY: 0, COUNTY: 0 })],
    ['zone: one candidate', proposalCard(act, candidates[0] as FullProposal)],
    ['zone: agreed', proposalCard(act, agreed, 'Agreed')],
    ['zone: steps', stepsCard(act, monsell, begun)],
    [
      'zone: a step taken back',
      stepsCard(act, monsell, begun, 'Step 3: under way', ['Done after it, and resting on it: Agreed by the board.']),
    ],
    [
      'zone: plan',
      planCard(
        act,
        monsell,
        [
          {
            phase: 'CONCEPT',
            plannedFrom: '2026-04-01',
            plannedUntil: '2026-07-31',
            startedOn: '2026-04-03',
            endedOn: '2026-08-12',
          },
          {
            phase: 'BUILDING',
            plannedFrom: '2026-08-01',
            plannedUntil: '2026-11-15',
            startedOn: '2026-08-13',
            endedOn: undefined,
          },
          {
            phase: 'DELIVERING',
            plannedFrom: '2026-11-16',
            plannedUntil: '2027-03-31',
            startedOn: undefined,
            endedOn: undefined,
          },
          {
            phase: 'REVIEWING',
            plannedFrom: undefined,
            plannedUntil: undefined,
            startedOn: undefined,
            endedOn: undefined,
          },
        ],
        begun,
      ),
    ],
    ['zone: partners', partnersCard(act, monsell, PARTNERS, new Set([id(52)]))],
    [
      'zone: map',
      overviewCard(act, monsell, {
        kinds: [
          { kind: 'SERVICE', count: 12 },
          { kind: 'ASSET', count: 31 },
        ],
        gaps: ['SKILLS'],
        old: 2,
        latest: MAP,
      }),
    ],
    ['zone: asked of the map', foundCard(act, monsell, 'who runs debt advice here?', MAP)],
    ['zone: one entry', entryCard(act, MAP[0] as FullEntry)],
    [
      'zone: a scheme',
      entryCard(act, {
        ...(MAP[0] as FullEntry),
        kind: 'SCHEME',
        name: 'Evening football',
        reach: 'THEME',
        learned: 'Start when the evening begins, not when offices close',
      }),
    ],
    ['zone: lessons', lessonsCard('', [LEARNED], [])],
    ['zone: no steps', stepsCard(act, parks, [])],
    [
      'zone: programme',
      programmeCard({
        zones: [
          { id: id(1), name: 'New Parks', phase: 'Delivering', steps: 'set up', slipped: [], led: true },
          {
            id: id(2),
            name: 'Eyres Monsell',
            phase: 'Building',
            steps: '4 of 7, next Champions in place (Dana Whitlock, by 3 Dec)',
            slipped: ['building 12 days over'],
            led: true,
          },
          {
            id: id(3),
            name: 'Thringstone & Whitwick',
            phase: 'Concept',
            steps: '1 of 7, next Area analysed (nobody yet)',
            slipped: [],
            led: false,
          },
        ],
        candidates: { open: 3, agreed: ['Saffron Lane'] },
        late: 2,
        ending: ['Fire (2026-12-31)'],
        without: ['Probation'],
        quiet: ['Police'],
        risks: { open: 4, due: 1, worst: ['2: The community room closes in spring'] },
      }),
    ],
  ];
}
