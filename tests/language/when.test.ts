// A line that says when something is, is understood whole or asked about.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { onDayOfMonth, rhythmWords } from '../../src/language/repeat.ts';
import { timeWordsIn } from '../../src/language/vocabulary.ts';
import { readWhen } from '../../src/language/when.ts';
import { dayWords } from '../../src/time/calendar.ts';
import { PHRASINGS } from './phrasings.ts';
import { tell } from './tell.ts';

/** Thursday morning. */
const clock = { now: new Date('2026-11-26T10:50:00Z'), timeZone: 'Europe/London' };

it.each(PHRASINGS)('"%s" is %s', (line, reading) => {
  expect(tell(readWhen(line, clock))).toBe(reading);
});

const DAYS: [words: string, day: string][] = [
  ['tomorrow', '2026-11-27'],
  ['Weds', '2026-12-02'],
  ['on Tuesday', '2026-12-01'],
  ['a week on Tuesday', '2026-12-08'],
  ['Tuesday fortnight', '2026-12-15'],
  ['next week Tuesday', '2026-12-01'],
  ['the 15th', '2026-12-15'],
  ['Thursday 3rd December', '2026-12-03'],
  ['3/12/26', '2026-12-03'],
  ['the first Monday in January', '2027-01-04'],
  ['in a fortnight', '2026-12-10'],
  ['Boxing Day', '2026-12-26'],
];
const TIMES: [words: string, at: string, minutes?: number][] = [
  ['10:00', '10:00'],
  ['2:30 p.m.', '14:30'],
  ['half past 2', '14:30'],
  ['quarter to three', '14:45'],
  ['1400', '14:00'],
  ['noon', '12:00'],
  ['5-6pm', '17:00', 60],
  ['10 to 11.30', '10:00', 90],
  ['20:00 until 21:30', '20:00', 90],
];
const LENGTHS: [words: string, minutes: number][] = [
  ['for an hour and a half', 90],
  ['for 45 min', 45],
  ['1h30', 90],
  ['for two hours', 120],
];
const PLACES: [words: string, place: string][] = [
  ['at New Parks library', 'New Parks library'],
  ['on Teams', 'Teams'],
  ['@ the Hub', 'the Hub'],
];

it('reads the parts in any order, each for what it is', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...DAYS),
      fc.constantFrom(...TIMES),
      fc.constantFrom(...LENGTHS, undefined),
      fc.constantFrom(...PLACES, undefined),
      fc.constantFrom('', 'Coffee morning', 'Steering group', 'Launch'),
      fc.boolean(),
      fc.constantFrom(' ', ', '),
      (day, time, length, place, title, timeFirst, join) => {
        const needsLength = time[2] === undefined ? length : undefined;
        const when = timeFirst ? [time[0], day[0]] : [day[0], time[0]];
        const line = [title, ...when, needsLength?.[0], place?.[0]].filter((part) => part !== '' && part !== undefined);
        expect(readWhen(line.join(join), clock), line.join(join)).toEqual({
          title,
          rule: undefined,
          day: day[1],
          until: undefined,
          except: [],
          at: time[1],
          minutes: time[2] ?? needsLength?.[1],
          place: place?.[1] ?? '',
          trouble: undefined,
        });
      },
    ),
    { numRuns: 600 },
  );
});

it('reads back what it says of a rhythm', () => {
  const days = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
  const every = (step: number) => (step === 1 ? '' : `INTERVAL=${step};`);
  const months = fc.constantFrom('', 'BYMONTH=1,2,3,4,5,6,7,9,10,11,12;', 'BYMONTH=1,2,3,4,5,6,9,10,11,12;');
  const step = fc.integer({ min: 1, max: 12 });
  const weekly = fc
    .tuple(step, months, fc.subarray(days, { minLength: 1 }))
    .map(([apart, not, on]) => `FREQ=WEEKLY;${every(on.length === 7 ? 1 : apart)}${not}BYDAY=${on.join(',')}`);
  const monthly = fc
    .tuple(step, months, fc.subarray([1, 2, 3, 4, -1], { minLength: 1, maxLength: 2 }), fc.constantFrom(...days))
    .map(
      ([apart, not, which, on]) => `FREQ=MONTHLY;${every(apart)}${not}BYDAY=${which.map((n) => `${n}${on}`).join(',')}`,
    );
  const dated = fc
    .tuple(step, fc.constantFrom(1, 15, 28, 29, 31))
    .map(([apart, day]) => `FREQ=MONTHLY;${every(apart)}${onDayOfMonth(day)}`);
  const yearly = fc
    .tuple(fc.integer({ min: 1, max: 12 }), fc.constantFrom(1, 15, 29))
    .map(([month, day]) => `FREQ=YEARLY;BYMONTH=${month};${onDayOfMonth(day)}`);
  fc.assert(
    fc.property(
      fc.oneof(weekly, monthly, dated, yearly),
      fc.constantFrom(undefined, '2029-03-31'),
      fc.constantFrom<string[]>([], ['2027-12-29'], ['2027-12-22', '2027-12-29']),
      (rule, until, except) => {
        const words = `${rhythmWords({ rule, until, except })} 10:00`;
        const read = readWhen(words, clock);
        expect({ rule: read.rule, until: read.until, except: read.except, trouble: read.trouble }, words).toEqual({
          rule,
          until,
          except,
          trouble: undefined,
        });
      },
    ),
    { numRuns: 300 },
  );
});

it('reads back what it says of a day', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2000 }), (ahead) => {
      const day = new Date(Date.parse('2026-11-26') + ahead * 86_400_000).toISOString().slice(0, 10);
      expect(readWhen(`${dayWords(day)} 23:00`, clock)).toMatchObject({
        day,
        at: '23:00',
        title: '',
        trouble: undefined,
      });
    }),
  );
});

it('plans nothing with a word of time in its name', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.constantFrom(
          ...[
            'Planning',
            'week',
            'a',
            'on',
            'every',
            'second',
            '3rd',
            'until',
            'March',
            'bi-',
            '10-',
            'p.m.',
            'and',
            'to',
          ],
          ...[
            'for',
            'fortnight',
            'next',
            'from',
            'except',
            'August',
            'two',
            'Thursdayy',
            'the',
            'at',
            '7',
            'Tuesday',
            'BST',
          ],
        ),
        { maxLength: 5 },
      ),
      (words) => {
        const read = readWhen(`${words.join(' ')} tomorrow 10:00`, clock);
        if (read.trouble === undefined) expect(timeWordsIn(read.title), read.title).toEqual([]);
      },
    ),
    { numRuns: 600 },
  );
});

it('does not plan what is longer than it reads', () => {
  const line = `${'Planning for the spring '.repeat(30)} tomorrow 10:00`;
  expect(readWhen(`tomorrow 10:00 ${line}`, clock).trouble?.kind).toBe('unread');
});

it.each(['Europe/London', 'America/New_York', 'CET'])(
  'does not take the name of a clock for one of a meeting: %s',
  (name) => {
    expect(readWhen(`Tue 1 Dec 10:00 ${name}`, clock).trouble).toEqual({ kind: 'unread', words: [name.toLowerCase()] });
    expect(readWhen('Tue 1 Dec 10:00 Play and/or stay', clock).title).toBe('Play and/or stay');
  },
);

it('never throws', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200, unit: 'grapheme' }), (typed) => {
      expect(typeof readWhen(typed, clock).place).toBe('string');
    }),
  );
});
