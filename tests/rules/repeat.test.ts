// Meetings that repeat keep their wall-clock time through every change of clocks, checked against a reckoning of its own.
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import {
  occurrences,
  onDayOfMonth,
  REPEATS,
  type RepeatChoice,
  repeatWords,
  ruleFrom,
} from '../../src/language/repeat.ts';
import { readWhen } from '../../src/language/when.ts';

const ZONES = ['Europe/London', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Africa/Casablanca'];
const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/** Counted by hand, day by day: independent of the library. */
function byHand(
  rule: { every: number; weekday: number } | { which: number; weekday: number },
  from: string,
  last: string,
): string[] {
  const found: string[] = [];
  const start = DateTime.fromISO(from, { zone: 'utc' });
  const firstWeek = start.startOf('week');
  for (let day = start; (day.toISODate() ?? '') <= last; day = day.plus({ days: 1 })) {
    if (day.weekday !== rule.weekday) continue;
    if ('every' in rule) {
      if (Math.round(day.startOf('week').diff(firstWeek, 'weeks').weeks) % rule.every === 0)
        found.push(day.toISODate() ?? '');
    } else {
      const place =
        rule.which === -1 ? day.plus({ weeks: 1 }).month !== day.month : Math.ceil(day.day / 7) === rule.which;
      if (place) found.push(day.toISODate() ?? '');
    }
  }
  return found;
}

/** Days of the month, and of the year, by hand: where the month has no such day, its last. @param month 1 to 12; absent: every one */
function byDate(day: number, first: string, last: string, month?: number): string[] {
  const found: string[] = [];
  const start = DateTime.fromISO(first, { zone: 'utc' });
  for (let at = start.startOf('month'); (at.toISODate() ?? '') <= last; at = at.plus({ months: 1 })) {
    if (month !== undefined && at.month !== month) continue;
    const on =
      at.set({ day: day === -1 ? (at.daysInMonth ?? 28) : Math.min(day, at.daysInMonth ?? 28) }).toISODate() ?? '';
    if (on >= first && on <= last) found.push(on);
  }
  return found;
}

/** "2026-11-24 10:00", as the platform's own calendar says it. */
function onTheWall(instant: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(instant);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')}`;
}

/** No instant of that day shows this time: looked for minute by minute. */
function isLeftOut(day: string, at: string, timeZone: string): boolean {
  const start = Date.parse(`${day}T${at}Z`) - 15 * 3_600_000;
  for (let minute = 0; minute < 30 * 60; minute += 30)
    if (onTheWall(new Date(start + minute * 60_000), timeZone) === `${day} ${at}`) return false;
  return true;
}

it('keeps its time on the wall through every change of clocks from 2015 to 2035', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...ZONES),
      fc.integer({ min: 0, max: 20 * 365 }),
      fc.constantFrom('00:30', '01:30', '02:30', '10:00', '23:45'),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 7 }),
      (timeZone, offset, at, every, weekday) => {
        const from = DateTime.fromISO('2015-01-01', { zone: 'utc' }).plus({ days: offset });
        const [first, last] = [from.toISODate() ?? '', from.plus({ days: 200 }).toISODate() ?? ''];
        const found = occurrences(
          { rule: `FREQ=WEEKLY;INTERVAL=${every};BYDAY=${DAYS[weekday - 1]}`, from: first, at, timeZone },
          first,
          last,
        );
        expect(found.map(({ slot }) => slot)).toEqual(byHand({ every, weekday }, first, last));
        for (const { slot, instant } of found) {
          // In the hour that a spring night leaves out, the time moves on by what was left out; else it stays.
          const wall = onTheWall(instant, timeZone);
          if (wall !== `${slot} ${at}`)
            expect(isLeftOut(slot, at, timeZone), `${slot} ${at} ${timeZone}: ${wall}`).toBe(true);
        }
      },
    ),
    { numRuns: 150 },
  );
});

it('agrees with the reckoning over fifty years, for every rule that is offered', () => {
  for (const weekday of [1, 2, 5, 7]) {
    for (const which of [1, 2, 3, 4, -1])
      for (let year = 2000; year < 2050; year += 7) {
        const [first, last] = [`${year}-01-01`, `${year}-12-31`];
        const found = occurrences(
          {
            rule: `FREQ=MONTHLY;BYDAY=${which}${DAYS[weekday - 1]}`,
            from: first,
            at: '10:00',
            timeZone: 'Europe/London',
          },
          first,
          last,
        );
        expect(found.map(({ slot }) => slot)).toEqual(byHand({ which, weekday }, first, last));
      }
  }
});

it('agrees with it for several months apart, and for several weekdays, over fifty years', () => {
  const found = (rule: string, from: string, to: string) =>
    occurrences({ rule, from, at: '10:00', timeZone: 'Europe/London' }, from, to).map(({ slot }) => slot);
  for (let year = 2000; year < 2050; year += 10) {
    const [from, to] = [`${year}-01-01`, `${year + 9}-12-31`];
    for (const apart of [2, 3, 4, 6, 12]) {
      const inTurn = (day: string) => (DateTime.fromISO(day).month - 1) % apart === 0;
      for (const which of [1, 3, -1])
        expect(found(`FREQ=MONTHLY;INTERVAL=${apart};BYDAY=${which}TU`, from, to)).toEqual(
          byHand({ which, weekday: 2 }, from, to).filter(inTurn),
        );
      expect(found(`FREQ=MONTHLY;INTERVAL=${apart};${onDayOfMonth(31)}`, from, to)).toEqual(
        byDate(31, from, to).filter(inTurn),
      );
    }
    const [start, end] = [`${year}-01-01`, `${year}-12-31`];
    const several = [1, 2, 4].flatMap((weekday) => byHand({ every: 1, weekday }, start, end)).sort();
    expect(found('FREQ=WEEKLY;BYDAY=MO,TU,TH', start, end)).toEqual(several);
  }
});

it('falls on the month’s last day where it has no such day: the 31st, and 29 February, over fifty years', () => {
  const between = (rule: string, from: string, to: string) =>
    occurrences({ rule, from, at: '10:00', timeZone: 'Europe/London' }, from, to).map(({ slot }) => slot);
  for (const day of [1, 15, 28, 29, 30, 31])
    for (let year = 2000; year < 2050; year += 5)
      expect(between(`FREQ=MONTHLY;${onDayOfMonth(day)}`, `${year}-01-01`, `${year + 4}-12-31`)).toEqual(
        byDate(day, `${year}-01-01`, `${year + 4}-12-31`),
      );
  expect(between('FREQ=MONTHLY;BYMONTHDAY=-1', '2000-01-01', '2009-12-31')).toEqual(
    byDate(-1, '2000-01-01', '2009-12-31'),
  );
  for (const [day, month] of [
    [29, 2],
    [31, 12],
    [1, 1],
  ] as const)
    expect(between(`FREQ=YEARLY;BYMONTH=${month};${onDayOfMonth(day)}`, '2000-01-01', '2049-12-31')).toEqual(
      byDate(day, '2000-01-01', '2049-12-31', month),
    );
  for (const choice of Object.keys(REPEATS) as RepeatChoice[]) {
    const rule = ruleFrom(choice, '2028-02-29');
    if (rule !== undefined) expect(between(rule, '2028-02-29', '2030-01-01')[0]).toBe('2028-02-29');
  }
});

describe('what people type', () => {
  /** Tuesday morning. */
  const clock = { now: new Date('2026-11-24T10:00:00Z'), timeZone: 'Europe/London' };
  it.each([
    [
      'every second Tuesday 10:00 for 45 min at New Parks library',
      {
        rule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU',
        day: '2026-12-01',
        at: '10:00',
        minutes: 45,
        place: 'New Parks library',
        title: '',
      },
    ],
    ['every Tuesday at 2pm', { rule: 'FREQ=WEEKLY;BYDAY=TU', day: '2026-11-24', at: '14:00' }],
    [
      'Launch on 3 December at 14:00 for 2 hours at the hall',
      { rule: undefined, day: '2026-12-03', at: '14:00', minutes: 120, place: 'the hall', title: 'Launch' },
    ],
    ['tomorrow 9.30', { day: '2026-11-25', at: '09:30' }],
    [
      'the first Monday of every month at 6pm in the Hub',
      { rule: 'FREQ=MONTHLY;BYDAY=1MO', day: '2026-12-07', at: '18:00', place: 'the Hub' },
    ],
    [
      'Steering group every other Wed 18:30 for 1 h 30 min',
      { rule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=WE', at: '18:30', minutes: 90, title: 'Steering group' },
    ],
    [
      'every month on the second Tuesday 14:00 at the library',
      { rule: 'FREQ=MONTHLY;BYDAY=2TU', day: '2026-12-08', at: '14:00', place: 'the library', title: '' },
    ],
    ['every two months on the first Monday 10:00', { rule: 'FREQ=MONTHLY;INTERVAL=2;BYDAY=1MO', day: '2026-12-07' }],
    ['every Monday and Thursday 10:00', { rule: 'FREQ=WEEKLY;BYDAY=MO,TH', day: '2026-11-26', title: '' }],
    ['every 2 weeks on Tuesday 10:00', { rule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU', title: '' }],
    ['fortnightly on Friday at 10', { rule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=FR', at: '10:00', place: '' }],
    ['monthly on the last Friday 9am', { rule: 'FREQ=MONTHLY;BYDAY=-1FR', day: '2026-11-27', at: '09:00' }],
    ['Launch Friday 4 December 10:00 at the hall', { day: '2026-12-04', title: 'Launch', place: 'the hall' }],
    ['Friday at 2', { day: '2026-11-27', at: '14:00', title: '' }],
    ['Harvest month review tomorrow 10:00', { rule: undefined, day: '2026-11-25', title: 'Harvest month review' }],
    ['Tuesday 10:00', { day: undefined, trouble: { kind: 'either' } }],
    ['Friday 3 December 10:00', { day: undefined, trouble: { kind: 'mismatch' } }],
    [
      'on the 31st of every month 10:00 at the hub',
      { rule: 'FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1', day: '2026-11-30', place: 'the hub', title: '' },
    ],
    ['monthly on the 15th 18:30', { rule: 'FREQ=MONTHLY;BYMONTHDAY=15', day: '2026-12-15', at: '18:30' }],
    ['the last day of every month 9am', { rule: 'FREQ=MONTHLY;BYMONTHDAY=-1', day: '2026-11-30' }],
    [
      'Review every year on 29 February 10:00',
      { rule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1', day: '2027-02-28', title: 'Review' },
    ],
    [
      'Review on 29 February every year at 2pm',
      { rule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1', title: 'Review' },
    ],
    ['every 29 February 10:00', { rule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1', day: '2027-02-28' }],
    ['every 31st 10:00', { rule: 'FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1', day: '2026-11-30' }],
    ['every 2nd Tuesday 10:00', { rule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU' }],
    ['every six weeks on Tuesday 10:00', { rule: 'FREQ=WEEKLY;INTERVAL=6;BYDAY=TU', title: '' }],
    ['quarterly on the first Tuesday 10:00', { rule: 'FREQ=MONTHLY;INTERVAL=3;BYDAY=1TU', title: '' }],
    ['every three months on the 15th 10:00', { rule: 'FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=15', title: '' }],
    ['Stand-up every weekday 9:15', { rule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', title: 'Stand-up', day: '2026-11-25' }],
    ['every week on a Monday 10:00', { rule: 'FREQ=WEEKLY;BYDAY=MO', title: '' }],
    ['every full moon week 10:00', { rule: undefined, trouble: { kind: 'repeat', words: 'every full moon week' } }],
    ['twice a week 10:00', { rule: undefined, trouble: { kind: 'repeat' } }],
    [
      'Meet each other tomorrow 10:00',
      { rule: undefined, day: '2026-11-25', title: 'Meet each other', trouble: undefined },
    ],
    ['Friday noon', { day: '2026-11-27', at: '12:00' }],
  ])('reads "%s"', (typed, expected) => {
    expect(readWhen(typed, clock)).toMatchObject(expected);
  });

  it.each([
    ['every second Tuesday', 'every second Tuesday'],
    ['every Monday and Thursday', 'every Monday and Thursday'],
    ['every six weeks on Tuesday', 'every six weeks on Tuesday'],
    ['every weekday', 'every weekday'],
    ['daily', 'every day'],
    ['the first Monday of every month', 'the first Monday of every month'],
    ['monthly on the last Friday', 'the last Friday of every month'],
    ['quarterly on the second Tuesday', 'the second Tuesday of every third month'],
    ['on the 31st of every month', 'the 31st of every month'],
    ['the last day of every month', 'the last day of every month'],
    ['every year on 29 February', 'every year on 29 February'],
  ])('says "%s" as it understood it', (typed, words) => {
    expect(repeatWords(readWhen(`${typed} 10:00`, clock).rule ?? '')).toBe(words);
    // What it says can be typed again.
    expect(readWhen(`${words} 10:00`, clock).rule).toBe(readWhen(`${typed} 10:00`, clock).rule);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (typed) => {
        expect(typeof readWhen(typed, clock).place).toBe('string');
      }),
    );
  });
});
