// Days to come, as people write them; and working days in England.
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { reminderDue } from '../../src/features/actions/nudges.ts';
import { readDueDay, takeDueDay } from '../../src/language/due-days.ts';
import { bankHoliday, isWorkingDay, workingDaysFrom } from '../../src/time/working-days.ts';

/** Tuesday morning. */
const clock = { now: new Date('2026-11-24T10:00:00Z'), timeZone: 'Europe/London' };

it.each([
  ['Friday', '2026-11-27'],
  ['fri', '2026-11-27'],
  ['tomorrow', '2026-11-25'],
  ['today', '2026-11-24'],
  ['3 December', '2026-12-03'],
  ['3rd of December', '2026-12-03'],
  ['3/12', '2026-12-03'],
  ['3/12/2026', '2026-12-03'],
  ['3 June', '2027-06-03'],
  ['in two weeks', '2026-12-08'],
  ['in 3 days', '2026-11-27'],
  ['end of the week', '2026-11-27'],
  ['end of the month', '2026-11-30'],
  ['2026-12-24', '2026-12-24'],
  ['29 February 2028', '2028-02-29'],
  ['Friday 4 December', '2026-12-04'],
  ['Fri, 4/12', '2026-12-04'],
  ['Friday the 4th', '2026-12-04'],
  ['Tuesday 24 November', '2026-11-24'],
  ['Tuesday 1st December 2026', '2026-12-01'],
])('reads "%s" as %s', (words, day) => {
  expect(readDueDay(words, clock)).toEqual({ kind: 'day', day });
});

it.each([
  ['Tuesday', { kind: 'either', words: 'Tuesday', days: ['2026-11-24', '2026-12-01'] }],
  ['next Friday', { kind: 'either', words: 'Next Friday', days: ['2026-11-27', '2026-12-04'] }],
  ['next week', { kind: 'either', words: 'Next week', days: ['2026-11-30', '2026-12-04'] }],
  ['3-4 December', { kind: 'either', words: '3-4 December', days: ['2026-12-03', '2026-12-04'] }],
  ['31 February', { kind: 'impossible', words: '31 February', last: '2027-02-28' }],
  ['31/2/2028', { kind: 'impossible', words: '31/2/2028', last: '2028-02-29' }],
  ['31 November', { kind: 'impossible', words: '31 November', last: '2026-11-30' }],
  ['Friday 3 December', { kind: 'mismatch', words: 'Friday 3 December', day: '2026-12-03', other: '2026-12-04' }],
  ['Thursday 31 November', { kind: 'impossible', words: '31 November', last: '2026-11-30' }],
  ['yesterday', { kind: 'past', day: '2026-11-23' }],
  ['3 June 2020', { kind: 'past', day: '2020-06-03' }],
])('does not guess "%s"', (words, due) => {
  expect(readDueDay(words, clock)).toEqual(due);
});

it.each([['the bins'], [''], ['12'], ['now'], ['NP-42']])('sees no day in "%s"', (words) => {
  expect(readDueDay(words, clock)).toBeUndefined();
});

it.each([
  ['Ring Parks today or tomorrow', { kind: 'either', words: 'today or tomorrow', days: ['2026-11-24', '2026-11-25'] }],
  ['Ring Parks by 20 November', { kind: 'past', day: '2026-11-20' }],
  ['Ring Parks by 1 October', { kind: 'day', day: '2027-10-01' }],
  ['Ring Parks by Saturday 20 November', { kind: 'day', day: '2027-11-20' }],
])('of "%s" it asks, or knows', (line, due) => {
  expect(takeDueDay(line, clock)).toEqual({ text: 'Ring Parks', due });
});

it.each([
  ['Ask Parks about gates by Friday', 'Ask Parks about gates', '2026-11-27'],
  ['Bring litter pickers by 3 December please', 'Bring litter pickers', '2026-12-03'],
  ['Ring Parks by COP Friday', 'Ring Parks', '2026-11-27'],
  ['Ring Parks by w/e 4 Dec', 'Ring Parks', '2026-12-04'],
  ['Ring Parks before the weekend', 'Ring Parks', '2026-11-27'],
  ['Ring Parks by end of play on Thursday', 'Ring Parks', '2026-11-26'],
  ['Mend the gate by tomorrow lunchtime', 'Mend the gate by lunchtime', '2026-11-25'],
  ['Ring Parks by 5pm on Friday', 'Ring Parks by 5pm', '2026-11-27'],
  ['Ring Parks by Friday 17:00', 'Ring Parks by 17:00', '2026-11-27'],
  ['Ring Parks no later than 4 Dec', 'Ring Parks', '2026-12-04'],
  ['Ring Parks not before 4 Dec', 'Ring Parks not before 4 Dec', undefined],
  ['Ring Parks from 4 Dec', 'Ring Parks from 4 Dec', undefined],
  ['Send the minutes of 24 November', 'Send the minutes of 24 November', undefined],
  ['Send the minutes of 20 November tomorrow', 'Send the minutes of 20 November', '2026-11-25'],
  ['Ring Parks - due: 4 Dec', 'Ring Parks', '2026-12-04'],
  ['Ring Parks (by Friday)', 'Ring Parks', '2026-11-27'],
  ['Ring Parks by Friday, thanks', 'Ring Parks', '2026-11-27'],
  ['Ring Parks by Friday!', 'Ring Parks', '2026-11-27'],
  ['Ring Parks the Friday before Christmas', 'Ring Parks', '2026-12-18'],
  ['Ring Parks by the day before Christmas Eve', 'Ring Parks', '2026-12-23'],
  ['Ring them Mon morning', 'Ring them', '2026-11-30'],
  ['Mend it within the next two weeks', 'Mend it', '2026-12-08'],
  ['Chase Housing in 2 wks', 'Chase Housing', '2026-12-08'],
  ['Book the hall by month end', 'Book the hall', '2026-11-30'],
  ['Paint by Friday at the latest', 'Paint', '2026-11-27'],
  ['Walk by the river by Friday', 'Walk by the river', '2026-11-27'],
  ['Stand by the gate', 'Stand by the gate', undefined],
  ['Phone the school by Friday 4 December', 'Phone the school', '2026-12-04'],
  ['Phone the school by a week on Friday', 'Phone the school', '2026-12-04'],
  ['Phone the school a week on Friday', 'Phone the school', '2026-12-04'],
  ['Phone the school by Friday week', 'Phone the school', '2026-12-04'],
  ['Phone the school by the end of next week', 'Phone the school', '2026-12-04'],
  ['Phone the school on the first Monday in January', 'Phone the school', '2027-01-04'],
  ['Paint the gate before Easter', 'Paint the gate', '2027-03-27'],
  ['Ring the council before Friday week', 'Ring the council', '2026-12-03'],
  ['Chase the lift before the end of the week', 'Chase the lift', '2026-11-27'],
  ['Write it up by this time next week', 'Write it up', '2026-12-01'],
  ['Ring the council by EOD', 'Ring the council', '2026-11-24'],
  ['Book the hall for 10 December', 'Book the hall for 10 December', undefined],
  ['Ring the council (due: 4 Dec)', 'Ring the council', '2026-12-04'],
  ['Ring the council, deadline Monday', 'Ring the council', '2026-11-30'],
  ['Ring the council no later than Monday', 'Ring the council', '2026-11-30'],
  ['Ring the council by end of day Monday', 'Ring the council', '2026-11-30'],
  ['Plan the Easter egg hunt', 'Plan the Easter egg hunt', undefined],
  ['Phone the school tomorrow', 'Phone the school', '2026-11-25'],
  ['Get quotes within 48 hours', 'Get quotes', '2026-11-26'],
  ['Get quotes in the next fortnight', 'Get quotes', '2026-12-08'],
  ['Get quotes over the next two weeks', 'Get quotes', '2026-12-08'],
  ['Get quotes EOD', 'Get quotes', '2026-11-24'],
  ['Get quotes by EOW', 'Get quotes', '2026-11-27'],
  ['Get quotes by Xmas', 'Get quotes', '2026-12-25'],
  ['Get quotes (4 Dec)', 'Get quotes', '2026-12-04'],
  ['Get quotes [due 4 Dec]', 'Get quotes', '2026-12-04'],
  ['Get quotes (three of them)', 'Get quotes (three of them)', undefined],
  ['Get quotes w/e 11/12', 'Get quotes', '2026-12-11'],
  ['Get quotes by Friday at the latest please', 'Get quotes', '2026-11-27'],
  ['By 4 Dec: get quotes', 'get quotes', '2026-12-04'],
  ['Friday: get quotes', 'Get quotes', '2026-11-27'],
  ['Tomorrow - ring Ann', 'Ring Ann', '2026-11-25'],
  ['Friday club posters', 'Friday club posters', undefined],
  ['Ring Dave first thing tomorrow', 'Ring Dave', '2026-11-25'],
])('takes the day out of "%s"', (line, text, day) => {
  const read = takeDueDay(line, clock);
  expect(read.text).toBe(text);
  expect(read.due).toEqual(day === undefined ? undefined : { kind: 'day', day });
});

it('never promises the past, whatever is typed, at any hour of any day', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(
        'Friday',
        'mon',
        'tomorrow',
        '3 June',
        '31 January',
        '1/4',
        'in 10 days',
        'end of the week',
        'next week',
        '29 February',
      ),
      fc.date({ min: new Date('2025-01-01'), max: new Date('2035-12-31'), noInvalidDate: true }),
      fc.constantFrom('Europe/London', 'America/New_York', 'Asia/Kolkata'),
      (words, now, timeZone) => {
        const due = readDueDay(words, { now, timeZone });
        const today = DateTime.fromJSDate(now, { zone: timeZone }).toISODate() ?? '';
        if (due?.kind === 'day') expect(due.day >= today, `${words} on ${today}: ${due.day}`).toBe(true);
      },
    ),
  );
});

it('never throws and never loses a word that is no day', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (line) => {
      const { text, due } = takeDueDay(line, clock);
      if (due === undefined) expect(text).toBe(line);
    }),
  );
});

describe('working days', () => {
  it.each([
    ['2026-12-25', 'Christmas Day'],
    ['2026-12-28', 'Boxing Day (substitute day)'],
    ['2027-03-26', 'Good Friday'],
    ['2027-03-29', 'Easter Monday'],
    ['2026-08-31', 'Summer bank holiday'],
  ])('%s is %s', (day, name) => {
    expect(bankHoliday(day)).toBe(name);
    expect(isWorkingDay(day)).toBe(false);
  });

  it('lie on both sides of Christmas', () => {
    expect(workingDaysFrom('2026-12-24', 1)).toBe('2026-12-29');
    expect(workingDaysFrom('2026-12-29', -1)).toBe('2026-12-24');
    expect(isWorkingDay('2027-03-28')).toBe(false);
    expect(bankHoliday('2027-03-28')).toBeUndefined();
  });
});

it('reminds at most once on a day, at most three times of one promise, and only on working days', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 3650 }), fc.integer({ min: 0, max: 30 }), (offset, lead) => {
      const promised = DateTime.fromISO('2026-01-01', { zone: 'utc' }).plus({ days: offset });
      const due = promised.plus({ days: lead }).toISODate() ?? '';
      const kinds: string[] = [];
      for (
        let day = promised;
        (day.toISODate() ?? '') <= due || day.diff(DateTime.fromISO(due, { zone: 'utc' }), 'days').days < 12;
        day = day.plus({ days: 1 })
      ) {
        const today = day.toISODate() ?? '';
        const kind = reminderDue(due, today, promised.toISODate() ?? '');
        if (kind === undefined) continue;
        expect(isWorkingDay(today)).toBe(true);
        // Within its days the last one stands; that it is sent once is the policy's.
        if (kinds.at(-1) !== kind) kinds.push(kind);
      }
      expect(new Set(kinds).size).toBe(kinds.length);
      expect(kinds.at(-1)).toBe('FOLLOW_UP');
    }),
    { numRuns: 60 },
  );
});

it('asks whether what is to be done before an event on a day is due on that day or the one before', () => {
  expect(takeDueDay('Do the risk assessment before the event on 12 December', clock)).toEqual({
    text: 'Do the risk assessment before the event on 12 December',
    due: { kind: 'either', words: '12 December', days: ['2026-12-11', '2026-12-12'] },
  });
});
