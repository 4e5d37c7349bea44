// What is different of what was logged last, said in a few words: read whole, or not at all.
import { expect, it } from 'vitest';
import type { Directory } from '../../src/chat/act.ts';
import { readCorrection } from '../../src/features/interactions/correct.ts';
import { SEED_AGENCIES } from '../../src/seed/data.ts';

const directory = {
  agencies: SEED_AGENCIES.map((agency) => ({ ...agency, id: agency.key })),
  zones: [
    { id: 'np', name: 'New Parks', code: 'NP', slug: 'new-parks' },
    { id: 'cv', name: 'Coalville', code: 'CV', slug: 'coalville' },
  ],
} as unknown as Directory;
const context = { directory, now: new Date('2026-11-26T10:50:00Z'), timeZone: 'Europe/London' };

it.each([
  ['12 people', { peopleCount: 12, peopleBand: 'SIX_TO_TWENTY' }],
  ['it was 12 lads', { peopleCount: 12, peopleBand: 'SIX_TO_TWENTY' }],
  ['about 20 residents', { peopleCount: 20, peopleBand: 'SIX_TO_TWENTY' }],
  ['8 to 10 parents', { peopleCount: null, peopleBand: 'SIX_TO_TWENTY' }],
  ['40 min', { minutes: 40 }],
  ['it took 1hr 30', { minutes: 90 }],
  ['yesterday', { day: '2026-11-25' }],
  ['it was on Tuesday', { day: '2026-11-24' }],
  ['with Police too', { agencyIds: ['police'] }],
  ['w/ Police and Fire', { agencyIds: ['police', 'fire'] }],
  ['#well', { outcomes: ['WELL'] }],
  ['in Coalville', { zoneId: 'cv' }],
  ['Coalville', { zoneId: 'cv' }],
  [
    '12 people, yesterday, with Police, 40 min #safe',
    { peopleCount: 12, day: '2026-11-25', agencyIds: ['police'], minutes: 40, outcomes: ['SAFE'] },
  ],
  ['sorry, 1 resident', { peopleCount: 1, peopleBand: 'ONE' }],
])('%s', (typed, change) => {
  expect(readCorrection(typed, context)).toMatchObject(change);
});

it.each([
  '12',
  'great to see everybody',
  '12 people and a dog',
  'tomorrow',
  'last week',
  'with Unicorns',
  'with Police instead',
  '-3 people',
  '12 people, 14 people',
  '#frobnicate',
  'Housing said no',
  '12 people at the skate park',
  '',
])('%s: is not guessed at', (typed) => {
  expect(readCorrection(typed, context)).toBeUndefined();
});
