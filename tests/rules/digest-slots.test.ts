// When a digest is due, and of which days it tells: by everybody's own clock, through every change of clocks.
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { isDue, slotIn, slotOf, spanOf } from '../../src/features/digests/slots.ts';

describe('the days that it tells of', () => {
  const at = (instant: string) => ({ week: '2026-11-30', at: new Date(instant) });
  it.each([
    ['a whole week', '2026-11-30T08:00:00Z', undefined, '2026-11-23', '2026-11-30'],
    ['from where the last one ended', '2026-11-30T08:00:00Z', '2026-11-16', '2026-11-16', '2026-11-30'],
    ['not further back than four weeks', '2026-11-30T08:00:00Z', '2026-08-03', '2026-11-02', '2026-11-30'],
    [
      'to Saturday, where it comes on the partnership’s Sunday',
      '2026-11-29T18:00:00Z',
      '2026-11-22',
      '2026-11-22',
      '2026-11-29',
    ],
    ['six days, for who has moved east', '2026-11-29T18:00:00Z', '2026-11-23', '2026-11-23', '2026-11-29'],
    ['a week, for who has moved and heard all of it', '2026-11-29T18:00:00Z', '2026-11-30', '2026-11-22', '2026-11-29'],
  ])('are %s', (_what, instant, last, from, until) => {
    expect(spanOf(at(instant), 'Europe/London', last)).toEqual({ from, until });
  });

  it('follow each other without a gap and without a day told twice, whoever lives where', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('Europe/London', 'America/New_York', 'Pacific/Kiritimati', 'Asia/Kathmandu'),
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 0, max: 23 }),
        (timeZone, weekday, hour) => {
          let last: string | undefined;
          for (
            let monday = DateTime.fromISO('2026-10-05');
            monday < DateTime.fromISO('2027-01-05');
            monday = monday.plus({ weeks: 1 })
          ) {
            const slot = slotIn(monday.toISODate() ?? '', timeZone, weekday, hour);
            const span = spanOf(slot, 'Europe/London', last);
            if (last !== undefined) expect(span.from).toBe(last);
            // Its last day is over where the partnership is.
            expect(DateTime.fromISO(span.until, { zone: 'Europe/London' }).toMillis()).toBeLessThanOrEqual(
              slot.at.getTime(),
            );
            last = span.until;
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('its slot', () => {
  it('is exactly one a week, at the wall-clock hour, through every change of clocks', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2015-01-01'), max: new Date('2035-12-31'), noInvalidDate: true }),
        fc.constantFrom(
          'Europe/London',
          'America/New_York',
          'Australia/Lord_Howe',
          'Asia/Kathmandu',
          'Africa/Casablanca',
          'Pacific/Kiritimati',
        ),
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 0, max: 23 }),
        (start, timeZone, weekday, hour) => {
          const weeks = new Map<string, number>();
          for (let at = start.getTime(); at < start.getTime() + 21 * 86_400_000; at += 3_600_000) {
            const slot = slotOf(new Date(at), timeZone, weekday, hour);
            if (isDue(slot, new Date(at)) && !weeks.has(slot.week)) weeks.set(slot.week, at);
          }
          expect(weeks.size).toBeGreaterThanOrEqual(2);
          for (const week of weeks.keys()) {
            const { at } = slotOf(
              DateTime.fromISO(week, { zone: timeZone }).plus({ days: 3 }).toJSDate(),
              timeZone,
              weekday,
              hour,
            );
            const local = DateTime.fromJSDate(at, { zone: timeZone });
            expect(local.weekday).toBe(weekday);
            // In a night that leaves the hour out, the next one.
            expect([hour, hour + 1]).toContain(local.hour);
          }
        },
      ),
      { numRuns: 25 },
    );
  });
});
