// Periods as people and files write them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Period, periodOf, periodWords, readPeriod, splitPeriod } from '../../src/features/measures/periods.ts';

const TODAY = '2026-11-25';

describe('a period', () => {
  it.each<[string, Period, string | undefined]>([
    ['2026-W46', 'WEEK', '2026-11-09'],
    ['2026W46', 'WEEK', '2026-11-09'],
    ['2020-W53', 'WEEK', '2020-12-28'],
    ['2026-W54', 'WEEK', undefined],
    ['last week', 'WEEK', '2026-11-16'],
    ['This week', 'WEEK', '2026-11-23'],
    ['week 46', 'WEEK', '2026-11-09'],
    ['w46 2025', 'WEEK', '2025-11-10'],
    ['week 50', 'WEEK', '2025-12-08'],
    ['week 46 of 2025', 'WEEK', '2025-11-10'],
    ['last month', 'WEEK', undefined],
    ['November', 'MONTH', '2026-11-01'],
    ['december', 'MONTH', '2025-12-01'],
    ['Sept 2026', 'MONTH', '2026-09-01'],
    ['last month', 'WAVE', '2026-10-01'],
    ['2026-13', 'MONTH', undefined],
    ['novembre', 'MONTH', undefined],
    ['Q3', 'QUARTER', '2026-07-01'],
    ['quarter 3 2025', 'QUARTER', '2025-07-01'],
    ['last quarter', 'QUARTER', '2026-07-01'],
    ['last year', 'YEAR', '2025-01-01'],
    ['Q3 2025/26', 'QUARTER', '2025-10-01'],
    ['2025-26 Q4', 'QUARTER', '2026-01-01'],
    ['July to September 2026', 'QUARTER', '2026-07-01'],
    ['Aug to Oct 2026', 'QUARTER', undefined],
    ['2025/26', 'YEAR', undefined],
    ['12/11/2026', 'WEEK', '2026-11-09'],
    ['30/02/2026', 'WEEK', undefined],
    ['w/c 9 November', 'WEEK', '2026-11-09'],
    ['the week of 9 November', 'WEEK', '2026-11-09'],
    ['Oct. 2026', 'MONTH', '2026-10-01'],
    ['week ending 15 Nov', 'WEEK', '2026-11-09'],
    ['9-15 Nov', 'WEEK', '2026-11-09'],
    ['12-18 Nov', 'WEEK', undefined],
    ['10th December', 'WEEK', '2025-12-08'],
    ['31 Feb', 'WEEK', undefined],
    ['9 November', 'MONTH', undefined],
    ['Sep 2026', 'MONTH', '2026-09-01'],
    ['Sept-26', 'MONTH', '2026-09-01'],
    ['Oct ’26', 'MONTH', '2026-10-01'],
    ['10/2026', 'MONTH', '2026-10-01'],
    ['13/2026', 'MONTH', undefined],
  ])('%s by the %s is %s', (typed, period, start) => {
    expect(readPeriod(typed, period, TODAY)).toBe(start);
  });

  it.each<[string, Period, string | undefined]>([
    ['2025/26', 'YEAR', '2025-04-01'],
    ['FY 2025/2026', 'YEAR', '2025-04-01'],
    ['2025/27', 'YEAR', undefined],
    ['2025', 'YEAR', undefined],
    ['last year', 'YEAR', '2025-04-01'],
    ['Q3 2025/26', 'QUARTER', '2025-10-01'],
    ['Q3', 'QUARTER', '2026-10-01'],
    ['Q4', 'QUARTER', '2026-01-01'],
    ['Q2', 'QUARTER', '2026-07-01'],
    ['Q3 2026', 'QUARTER', undefined],
    ['2026-Q3', 'QUARTER', undefined],
    ['last quarter', 'QUARTER', '2026-07-01'],
  ])('%s by the %s is %s where years begin in April', (typed, period, start) => {
    expect(readPeriod(typed, period, TODAY, 4)).toBe(start);
  });

  it('that is written out is read back', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
        fc.constantFrom<Period>('WEEK', 'MONTH', 'QUARTER', 'YEAR', 'WAVE'),
        fc.constantFrom(1, 4),
        (date, period, yearStarts) => {
          const start = periodOf(date.toISOString().slice(0, 10), period, yearStarts);
          expect(readPeriod(periodWords(start, period), period, TODAY, yearStarts)).toBe(start);
        },
      ),
    );
  });

  it('never breaks on what is typed', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom<Period>('WEEK', 'MONTH', 'QUARTER'), (typed, period) => {
        expect(['string', 'undefined']).toContain(typeof readPeriod(typed, period, TODAY));
        splitPeriod(typed);
      }),
    );
  });

  it.each([
    ['New ASB reports 2026-W46', 'New ASB reports', '2026-W46'],
    ['asb last week', 'asb', 'last week'],
    ['Residents involved Q3 2026', 'Residents involved', 'Q3 2026'],
    ['Calls to the police October', 'Calls to the police', 'October'],
    ['safe September 2026', 'safe', 'September 2026'],
  ])('stands at the end of "%s"', (typed, name, when) => {
    expect(splitPeriod(typed)).toEqual({ name, when });
  });
});
