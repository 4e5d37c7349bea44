// From when to when somebody is away, as they type it; whatever is no such thing is told, and nobody is away by half.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readAbsence } from '../../src/language/absences.ts';

/** Thursday morning. */
const clock = { now: new Date('2026-11-26T10:50:00Z'), timeZone: 'Europe/London' };
const TODAY = '2026-11-26';

it.each([
  ['until 3 June', TODAY, '2027-06-03'],
  ['24th to the 28th', '2026-12-24', '2026-12-28'],
  ['24 Dec - 2 Jan inclusive', '2026-12-24', '2027-01-02'],
  ['two weeks starting on Monday', '2026-11-30', '2026-12-13'],
  ['all next week', '2026-11-30', '2026-12-04'],
  ['till the end of the month', TODAY, '2026-11-30'],
  ['on leave until Friday', TODAY, '2026-11-27'],
  ['from Monday until Friday', '2026-11-30', '2026-12-04'],
  ['Mon to Wed', '2026-11-30', '2026-12-02'],
  ['24 Dec to 2 Jan', '2026-12-24', '2027-01-02'],
  ['24 December - 2 January', '2026-12-24', '2027-01-02'],
  ['holiday 21/12-4/1', '2026-12-21', '2027-01-04'],
  ['21st to 23rd December', '2026-12-21', '2026-12-23'],
  ['annual leave 3-4 December', '2026-12-03', '2026-12-04'],
  ['next week', '2026-11-30', '2026-12-04'],
  ['this week', TODAY, '2026-11-27'],
  ['on holiday next month', '2026-12-01', '2026-12-31'],
  ['for a week', TODAY, '2026-12-02'],
  ['for three days', TODAY, '2026-11-28'],
  ['for 2 weeks from Monday', '2026-11-30', '2026-12-13'],
  ['from Monday for a fortnight', '2026-11-30', '2026-12-13'],
  ['on Friday', '2026-11-27', '2026-11-27'],
  ['sick today', TODAY, TODAY],
  ['tomorrow', '2026-11-27', '2026-11-27'],
  ['back on Monday', TODAY, '2026-11-29'],
  ['from tomorrow, back 7 December', '2026-11-27', '2026-12-06'],
  ['for the rest of the week', TODAY, '2026-11-27'],
  ['rest of the day', TODAY, TODAY],
  ['from now until Tuesday', TODAY, '2026-12-01'],
  ['on a course Tues-Thurs', '2026-12-01', '2026-12-03'],
])('"%s" is %s to %s', (words, from, until) => {
  expect(readAbsence(words, clock)).toEqual({ kind: 'days', from, until });
});

it.each([
  ['', { kind: 'none' }],
  ['from 7 Dec', { kind: 'open', from: '2026-12-07' }],
  ['7 Dec until 4 Dec', { kind: 'backwards', from: '2026-12-07', until: '2026-12-04' }],
  ['until I say so', { kind: 'unread', words: 'until I say so' }],
  ['at the dentist Friday', { kind: 'unread', words: 'at the dentist Friday' }],
  ['until yesterday', { kind: 'doubt', due: { kind: 'past', day: '2026-11-25' } }],
  ['until Thursday', { kind: 'doubt', due: { kind: 'either', words: 'Thursday', days: [TODAY, '2026-12-03'] } }],
])('"%s" is asked about', (words, absence) => {
  expect(readAbsence(words, clock)).toEqual(absence);
});

it('ends for any words, and never before it begins', () => {
  const piece = fc.constantFrom(
    'from',
    'until',
    'to',
    'for',
    'a week',
    '2 days',
    'Monday',
    '3 Dec',
    'next week',
    'back',
    'leave',
    'x',
    ',',
    '-',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ maxLength: 80 }),
        fc.array(piece, { maxLength: 8 }).map((all) => all.join(' ')),
      ),
      (words) => {
        const read = readAbsence(words, clock);
        if (read.kind === 'days') expect(read.until >= read.from).toBe(true);
        else expect(read.kind).not.toBe('');
      },
    ),
  );
});
