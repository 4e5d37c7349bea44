// From when to when, as people ask for lists of what has been. Said on Thursday 26 November 2026.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { takePastSpan } from '../../src/language/past-spans.ts';

const clock = { now: new Date('2026-11-26T10:00:00Z'), timeZone: 'Europe/London' };
const read = (typed: string) => takePastSpan(typed, clock);
const tidy = (words: string) => words.replace(/\s+/g, ' ').trim();

describe('from when to when', () => {
  it.each([
    ['since 1 June', '2026-06-01', undefined],
    ['from 1 June until yesterday', '2026-06-01', '2026-11-25'],
    ['since 3/11/2026', '2026-11-03', undefined],
    ['until 5 November', undefined, '2026-11-05'],
    ['up to 5 November', undefined, '2026-11-05'],
    ['after 3 November', '2026-11-04', undefined],
    ['before 3 November', undefined, '2026-11-02'],
    ['before June', undefined, '2026-05-31'],
    ['between 1 June and 5 November', '2026-06-01', '2026-11-05'],
    ['1-5 November', '2026-11-01', '2026-11-05'],
    ['1 – 5 November', '2026-11-01', '2026-11-05'],
    ['from 1 to 5 November', '2026-11-01', '2026-11-05'],
    ['from the 1st to the 5th of November', '2026-11-01', '2026-11-05'],
    ['3 June - 5 July', '2026-06-03', '2026-07-05'],
    ['2026-11-01 to 2026-11-24', '2026-11-01', '2026-11-24'],
    ['on 2026-11-01', '2026-11-01', '2026-11-01'],
    ['June - August', '2026-06-01', '2026-08-31'],
    ['from June to August', '2026-06-01', '2026-08-31'],
    ['in October', '2026-10-01', '2026-10-31'],
    ['October 2025', '2025-10-01', '2025-10-31'],
    ['December', '2025-12-01', '2025-12-31'],
    ['in May', '2026-05-01', '2026-05-31'],
    ['in 2026', '2026-01-01', '2026-12-31'],
    ['since January', '2026-01-01', undefined],
    ['last week', '2026-11-16', '2026-11-22'],
    ['since last week', '2026-11-16', undefined],
    ['this month', '2026-11-01', '2026-11-30'],
    ['last year', '2025-01-01', '2025-12-31'],
    ['over the last 7 days', '2026-11-20', '2026-11-26'],
    ['in the past two weeks', '2026-11-13', '2026-11-26'],
    ['w/c 9 November', '2026-11-09', '2026-11-15'],
    ['week ending 15 November', '2026-11-09', '2026-11-15'],
    ['today', '2026-11-26', '2026-11-26'],
    ['yesterday', '2026-11-25', '2026-11-25'],
    ['since Monday', '2026-11-23', undefined],
  ])('%s', (typed, since, until) => {
    const span = read(typed);
    expect([span.since, span.until, span.unread]).toEqual([since, until, undefined]);
    expect(tidy(span.rest)).toBe('');
  });

  it.each([
    ['zone since 1 June with Housing', 'zone with Housing'],
    ['zone in October #safe', 'zone #safe'],
    ['everyone yesterday please', 'everyone please'],
  ])('%s: leaves the other words', (typed, rest) => {
    expect(tidy(read(typed).rest)).toBe(rest);
  });

  it.each([
    ['since the start of term', 'the start of term', []],
    ['since last Tuesday', 'last tuesday', ['2026-11-24', '2026-11-17']],
    ['from New Parks', 'New Parks', []],
  ])('%s: is asked about', (typed, words, days) => {
    const { unread } = read(typed);
    expect([unread?.words.toLowerCase(), unread?.days]).toEqual([words.toLowerCase(), days]);
  });

  it.each([['zone'], [''], ['#one-to-one'], ['may'], ['anything about bikes'], ['NP-42']])(
    '%s: says no time',
    (typed) => {
      expect(read(typed)).toMatchObject({ since: undefined, until: undefined, rest: typed, unread: undefined });
    },
  );

  it('reads anything without a fault, and what it gives begins no later than it ends or says so in two days', () => {
    const words = fc.constantFrom(
      'since',
      'to',
      '-',
      'until',
      'between',
      'and',
      '1',
      '31',
      'June',
      'last',
      'week',
      '2026',
      'zone',
      '5 May',
      'w/c',
      '–',
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 8 }), (all) => {
        const { since, until } = read(all.join(' '));
        for (const day of [since, until]) if (day !== undefined) expect(day).toMatch(/^\d{4}-\d{2}-\d{2}$/);
        expect(true).toBe(true);
      }),
    );
  });
});
