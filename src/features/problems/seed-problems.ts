// What the demonstration partnership is solving together, and who has promised what.
import type { Outcome, ProblemResult, ProblemState, RaisedBy } from '../../database/generated/enums.ts';

export interface SeedProblem {
  zone: 'np' | 'cv';
  title: string;
  what: string;
  place: string;
  touches: string;
  raisedBy: RaisedBy;
  outcomes: Outcome[];
  /** Names of people of the zone's team. */
  raiser: string;
  owner?: string;
  joined: string[];
  asked?: string[];
  state: ProblemState;
  result?: ProblemResult;
  /** Days before today. */
  raised: number;
  moved: number;
  steps: { state: Exclude<ProblemState, 'CLOSED'>; answers: Record<string, string> }[];
  notes: string[];
  actions: { text: string; owner: string; due: number; done?: string }[];
}

export const SEED_PROBLEMS: SeedProblem[] = [
  {
    zone: 'np',
    title: 'Off-road bikes on the rec most evenings',
    what: 'Two or three bikes come in by the broken barrier after tea and race round the pitches. People have stopped walking there.',
    place: 'The recreation ground, Aikman Avenue side',
    touches: 'Dog walkers, families, the football teams',
    raisedBy: 'COMMUNITY',
    outcomes: ['SAFE', 'WELL'],
    raiser: 'Gwen Tolliver',
    owner: 'Tom Hartshorn',
    joined: ['Housing', 'Police', 'Youth Service'],
    asked: ['City Council'],
    state: 'RESPONSE',
    raised: 26,
    moved: 3,
    steps: [
      {
        state: 'SCANNING',
        answers: {
          pattern: 'Most evenings from six, by the Aikman Avenue entrance',
          known: 'Fourteen reports in a month, the team saw it twice',
        },
      },
      {
        state: 'ANALYSIS',
        answers: {
          when: 'Six to eight, more at weekends',
          where: 'In by the barrier that has been broken since summer',
          affected: 'Families and the under-twelves’ training',
          tried: 'Patrols; they come back when the patrol has gone',
          place: 'Parks own the barrier; nobody has its key',
        },
      },
    ],
    notes: ['The youth workers know the group: four of them would try a track day if one were put on.'],
    actions: [
      { text: 'Get a price for mending the barrier', owner: 'Maya Okonjo', due: 2 },
      { text: 'Ask the motocross club about a track day', owner: 'Priya Sandhar', due: 6 },
    ],
  },
  {
    zone: 'np',
    title: 'Fly-tipping behind the shops on Battersbee Road',
    what: 'Mattresses and black bags every weekend, and the bins there are too small.',
    place: 'Service yard behind the shops',
    touches: 'Shopkeepers, the flats above',
    raisedBy: 'AGENCY',
    outcomes: ['SAFE', 'RESOURCES'],
    raiser: 'Maya Okonjo',
    owner: 'Maya Okonjo',
    joined: ['City Council', 'Probation'],
    state: 'ASSESSMENT',
    raised: 48,
    moved: 6,
    steps: [
      {
        state: 'SCANNING',
        answers: { pattern: 'Weekends, mostly household', known: 'Eleven collections in six weeks' },
      },
      {
        state: 'ANALYSIS',
        answers: { when: 'Friday to Sunday', where: 'The corner without a light', tried: 'Letters to the flats' },
      },
      {
        state: 'RESPONSE',
        answers: {
          what: 'Yard cleared and lit, a bulky-waste day each month',
          whom: 'Wardens, housing',
          resources: 'Two days of community payback',
        },
      },
    ],
    notes: ['Three collections since the light went up, all small.'],
    actions: [{ text: 'Count collections for one more month', owner: 'Callum Weatherby', due: 9 }],
  },
  {
    zone: 'np',
    title: 'Older residents on their own since the lunch club closed',
    what: 'Some thirty people met there on Tuesdays. Several have not been seen at the hub since.',
    place: 'Around the old community hall',
    touches: 'Older people living alone',
    raisedBy: 'COMMUNITY',
    outcomes: ['WELL'],
    raiser: 'Saira Lockwood',
    joined: ['Hub'],
    asked: ['Health', 'Fire'],
    state: 'SCANNING',
    raised: 5,
    moved: 5,
    steps: [],
    notes: [],
    actions: [],
  },
  {
    zone: 'np',
    title: 'Nothing for teenagers to do in the half-term holidays',
    what: 'The hall is free on weekday afternoons and nobody has the key after three.',
    place: 'New Parks library and hall',
    touches: 'Young people from twelve to sixteen',
    raisedBy: 'COMMUNITY',
    outcomes: ['SKILLS', 'WELL'],
    raiser: 'Priya Sandhar',
    owner: 'Rosa Quillfeather',
    joined: ['Youth Service', 'College'],
    state: 'CLOSED',
    result: 'RESOLVED',
    raised: 54,
    moved: 12,
    steps: [
      { state: 'SCANNING', answers: { pattern: 'Every holiday', known: 'Asked forty young people' } },
      { state: 'ANALYSIS', answers: { tried: 'A summer scheme that ended with its grant' } },
      {
        state: 'RESPONSE',
        answers: {
          what: 'Open hall with a coach three afternoons',
          whom: 'College and youth workers',
          resources: 'Four student volunteers',
        },
      },
      {
        state: 'ASSESSMENT',
        answers: {
          changed: 'Twenty-six came, most of them every day',
          known: 'Counted at the door',
          again: 'Yes, at Easter',
        },
      },
    ],
    notes: [],
    actions: [
      { text: 'Give the library the second key', owner: 'Rosa Quillfeather', due: -20, done: 'Done, and signed for' },
    ],
  },
  {
    zone: 'cv',
    title: 'Street drinking round the memorial clock on market days',
    what: 'A group of eight to ten from noon; traders say that people cross the road.',
    place: 'Memorial Square',
    touches: 'Traders and shoppers, and those who drink there',
    raisedBy: 'COMMUNITY',
    outcomes: ['SAFE', 'WELL'],
    raiser: 'Nadia Stonebridge',
    owner: 'Hannah Brocklesby',
    joined: ['Hub', 'Police', 'Health'],
    state: 'ANALYSIS',
    raised: 19,
    moved: 16,
    steps: [{ state: 'SCANNING', answers: { pattern: 'Tuesdays and Saturdays', known: 'Traders’ log of four weeks' } }],
    notes: ['Three of the group have asked about the recovery café.'],
    actions: [{ text: 'Walk round with the recovery service on a market day', owner: 'Bethan Orchard', due: -2 }],
  },
  {
    zone: 'cv',
    title: 'Cars parked across the pavement at school drop-off on Ashby Road',
    what: 'Buggies and wheelchairs go into the road from half past eight.',
    place: 'Ashby Road, by the primary school',
    touches: 'Children and parents on foot',
    raisedBy: 'AGENCY',
    outcomes: ['SAFE'],
    raiser: 'Hannah Brocklesby',
    joined: ['Police'],
    asked: ['District'],
    state: 'SCANNING',
    raised: 8,
    moved: 8,
    steps: [],
    notes: [],
    actions: [],
  },
];
