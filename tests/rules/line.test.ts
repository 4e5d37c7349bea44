// Reading a typed line: tags, agencies, people, days and lengths, as people in the United Kingdom write them.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Directory } from '../../src/chat/act.ts';
import { readLine } from '../../src/features/interactions/line.ts';
import { findLengths } from '../../src/language/lengths.ts';
import { slackId } from '../support/ids.ts';

const agency = (id: string, name: string, shortName: string, aliases: string[] = []) => ({
  id,
  name,
  shortName,
  aliases,
});
const directory = {
  agencies: [
    agency('housing', 'Leicester Homes', 'Housing', ['council housing']),
    agency('police', 'Leicestershire Police', 'Police'),
    agency('youth', 'City Youth Service', 'Youth Service', ['youth workers']),
    agency('cares', 'New Parks Cares', 'Cares'),
  ],
  zones: [
    { id: 'np', name: 'New Parks', code: 'NP' },
    { id: 'ash', name: 'Ashby', code: 'ASH' },
  ],
} as unknown as Directory;
/** A Tuesday. */
const NOW = new Date('2026-11-24T10:00:00Z');
const read = (typed: string, now = NOW) => readLine(typed, { directory, now, timeZone: 'Europe/London' });

it('reads the whole of a line', () => {
  const line = read(
    'Spoke with 12 residents at the food bank about fly-tipping #interaction #safe #resources with Housing yesterday 40 min',
  );
  expect(line).toMatchObject({
    text: 'Spoke with 12 residents at the food bank about fly-tipping',
    tool: 'INTERACTION',
    outcomes: ['SAFE', 'RESOURCES'],
    peopleCount: 12,
    way: 'GROUP',
    minutes: 40,
    occurredOn: '2026-11-23',
    agencyIds: ['housing'],
    futureDay: undefined,
    unknownTags: [],
  });
});

it('reads what a street warden types with a thumb', () => {
  const line = read('tea with 6 lads at the skate park with youth workers, two want bike course #safe #skills');
  expect(line).toMatchObject({
    peopleCount: 6,
    way: 'GROUP',
    agencyIds: ['youth'],
    outcomes: ['SAFE', 'SKILLS'],
    tool: 'INTERACTION',
  });
  expect(line.guessed).toContain('tool');
  expect(line.text).toContain('two want bike course');
});

describe('tags', () => {
  it.each([
    ['#SAFE', { outcomes: ['SAFE'] }],
    ['#Safe, #well.', { outcomes: ['SAFE', 'WELL'] }],
    ['#safe #safe', { outcomes: ['SAFE'] }],
    ['#res', { outcomes: ['RESOURCES'] }],
    ['#int', { tool: 'INTERACTION' }],
    ['#ENV', { tool: 'ENVIRONMENT' }],
    ['#treatment', { tool: 'TREATMENT' }],
    ['#group', { way: 'GROUP' }],
  ])('%s', (tags, wanted) => {
    const line = read(`Tea ${tags}`);
    expect(line).toMatchObject(wanted);
    expect(line.text).toMatch(/^Tea\.?$/);
  });

  it('keeps an unknown one in the words and says what was probably meant', () => {
    const line = read('Tea at #shoptalk #saef');
    expect(line.text).toContain('#shoptalk');
    expect(line.unknownTags).toEqual([
      { tag: 'shoptalk', meant: undefined },
      { tag: 'saef', meant: 'safe' },
    ]);
    expect(line.outcomes).toEqual([]);
  });
});

describe('days', () => {
  it.each([
    ['today', '2026-11-24'],
    ['yesterday', '2026-11-23'],
    ['last Tuesday', '2026-11-17'],
    ['on Friday', '2026-11-20'],
    ['3 June', '2026-06-03'],
    ['on 3/6/2026', '2026-06-03'],
    ['03/06', '2026-06-03'],
    ['2 days ago', '2026-11-22'],
    ['1 May', '2026-05-01'],
    ['1 January', '2026-01-01'],
  ])('%s', (words, day) => {
    expect(read(`Litter pick with the school ${words} #safe`)).toMatchObject({ occurredOn: day, futureDay: undefined });
  });

  it.each([
    ['tomorrow', '2026-11-25'],
    ['next Friday', undefined],
    ['on 3 December 2026', '2026-12-03'],
  ])('says that %s is still to come', (words, day) => {
    const line = read(`Litter pick ${words} #safe`);
    expect(line.futureDay).toBeDefined();
    if (day !== undefined) expect(line.futureDay).toBe(day);
  });

  it('is the day of the zone, not of Greenwich', () => {
    const lateInSummer = new Date('2026-06-30T23:30:00Z'); // 00:30 on 1 July in London
    expect(read('Tea #safe', lateInSummer).occurredOn).toBe('2026-07-01');
    expect(read('Tea yesterday #safe', lateInSummer).occurredOn).toBe('2026-06-30');
  });
});

describe('people', () => {
  it.each([
    ['Tea with Mo, a resident', 1],
    ['Met 3 lads', 3],
    ['Saw twelve pupils', 12],
    ['About 10 minutes of chat on 3 streets', undefined],
    ['Fixed 4 benches', undefined],
    ['Met 2 families', 2],
  ])('%s', (words, count) => {
    expect(read(`${words} #safe`).peopleCount).toBe(count);
  });

  it('keeps a range as a band', () => {
    expect(read('Talk to 10-15 parents #safe')).toMatchObject({ peopleCount: undefined, peopleBand: 'SIX_TO_TWENTY' });
  });

  it('notices a number below nought', () => {
    expect(read('Met -3 residents #safe').negativePeople).toBe(true);
    expect(read('Met 3-5 residents #safe').negativePeople).toBe(false);
  });
});

describe('agencies', () => {
  it.each([
    ['with Housing', ['housing']],
    ['with housing and the police', ['housing', 'police']],
    ['with Housing, Police and Youth Service', ['housing', 'police', 'youth']],
    ['with council housing', ['housing']],
    ['about housing', []],
    ['with 3 residents', []],
  ])('%s', (words, ids) => {
    expect([...read(`Walkabout ${words} #safe`).agencyIds].sort()).toEqual(ids);
  });

  it('finds the mentioned person for the caller to look up', () => {
    expect(read(`Walkabout with @{${slackId('U', 'sam')}|Sam} #safe`).mentioned).toEqual([slackId('U', 'sam')]);
  });
});

it('takes any line without complaint, and its words come back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (typed) => {
      const line = read(typed);
      expect(line.occurredOn).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      expect(line.occurredOn <= '2026-11-24').toBe(true);
    }),
  );
  const word = fc.constantFrom(
    'tea',
    'met',
    '12',
    'residents',
    'with',
    'Housing',
    '#safe',
    '#',
    'yesterday',
    '40',
    'min',
    '-3',
    '3/6',
    'in',
    'New',
    'Parks',
    '@{U1|Sam}',
    '🙂',
    'مرحبا',
    '<b>',
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 25 }), (words) => {
      const line = read(words.join(' '));
      expect(line.peopleCount === undefined || line.peopleCount >= 0 || line.negativePeople).toBe(true);
      expect(new Set(line.outcomes).size).toBe(line.outcomes.length);
      expect(line.minutes === undefined || line.minutes > 0).toBe(true);
    }),
  );
});

describe('nothing is half understood in silence', () => {
  const unsure = (typed: string, now = NOW) => read(typed, now).unsure.map(({ field, words }) => `${field} ${words}`);

  it('a time that is still ahead was another day’s', () => {
    expect(read('boxing club with 3 lads, tues 7pm').unsure).toEqual([
      { field: 'day', words: '7pm', days: ['2026-11-17', '2026-11-24'] },
    ]);
    expect(read('knit and natter 16 ladies 2-4pm').unsure).toMatchObject([{ days: ['2026-11-23', '2026-11-24'] }]);
    expect(read('walkabout 19:30, 4 residents').unsure).toMatchObject([{ field: 'day', words: '19:30' }]);
    const evening = new Date('2026-11-24T20:00:00Z');
    expect(unsure('boxing club with 3 lads, tues 7pm', evening)).toEqual([]);
    expect(unsure('boxing club with 3 lads yesterday 7pm')).toEqual([]);
    expect(unsure('coffee 9am, 5 residents')).toEqual([]);
  });

  it('a number that nothing else takes is asked about, a number of things is not', () => {
    expect(unsure('met lads at the bus stop, 5 this time')).toEqual(['people 5']);
    expect(unsure('dropped off 6 food parcels')).toEqual([]);
    expect(unsure('2 police officers looked at the gate')).toEqual([]);
  });

  it.each([
    ['14 lads, 3 of them new', 14],
    ['three generations of one family, 6 of them', 6],
    ['3 new faces at the club, 11 altogether', 11],
    ['litter pick, 14 of us', 14],
    ['5-a-side 8v8', 16],
    ['resident coffee, x7', 7],
    ['spoke with 22', 22],
    ['warm space, 26 through the door', 26],
    ['40 doors knocked, 17 answered', 17],
    ['straw poll, 52 of 80 households said yes', 52],
    ['walking group, 6 + 2 dogs', 6],
    ['surgery at the library, no takers', 0],
    ['20 of the residents signed', 20],
    ['no one turned up', 0],
    ['twelve new homes at 11:30, 8 ppl', 8],
  ])('%s: %i', (typed, people) => {
    expect(read(typed)).toMatchObject({ peopleCount: people, unsure: [] });
  });

  it.each([
    ['nobody came again, sat there 2 hrs', '2026-11-24', 120],
    ['clinic with 6 people, 3 hours, 20th', '2026-11-20', 180],
    ['squares with 10 ladies Thursday last', '2026-11-19', undefined],
    ['community garden 10-12 sat, 9 helpers', '2026-11-21', 120],
    ['flu jabs, 64 people, 10-3', '2026-11-24', 300],
    ['football with 12 lads, hour and a quarter', '2026-11-24', 75],
    ['half nine till eleven, 13 ppl', '2026-11-24', 90],
    ['football with 12 lads, won 3-2', '2026-11-24', undefined],
    ['football with 12 lads, 3-2', '2026-11-24', undefined],
    ['Drop-in at the hub 10-12 today, 7 came', '2026-11-24', undefined],
  ])('%s', (typed, occurredOn, minutes) => {
    expect(read(typed)).toMatchObject({ occurredOn, minutes, unsure: [] });
  });
});

it('hours from one to another are never taken for others, wherever they stand', () => {
  const hours = Array.from({ length: 12 }, (_, index) => index + 1);
  for (const from of hours)
    for (const until of hours)
      for (const line of [
        `Tea Monday ${from}-${until}, 7 came`,
        `Tea ${from}-${until} Monday`,
        `Drop-in ${from}-${until} today, 7 came`,
        `Drop-in open ${from} to ${until} with Police`,
        `7 lads at the rec, ${from}-${until}`,
        `Hall ${from}-${until} 34 borrowers`,
      ])
        for (const { minutes } of findLengths(line).lengths)
          expect(minutes, line).toBe(((until - from + 12) % 12) * 60);
});
