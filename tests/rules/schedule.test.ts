// What the clock does when nobody types, over every change of clocks of ten years: nothing that comes every few seconds or minutes
// may be left out or come twice as often, whatever wall clock the machine shows.
import { DateTime } from 'luxon';
import { afterEach, expect, it, vi } from 'vitest';
import { createLog } from '../../src/process/log.ts';
import { startSchedule } from '../../src/schedule/index.ts';

const ZONES = ['Europe/London', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Africa/Casablanca'];
const FAKED: ('Date' | 'setTimeout' | 'clearTimeout' | 'setInterval' | 'clearInterval')[] = [
  'Date',
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
];
const log = createLog('silent');
const home = process.env['TZ'];

afterEach(() => {
  vi.useRealTimers();
  if (home === undefined) delete process.env['TZ'];
  else process.env['TZ'] = home;
});

/** The instants at which a zone's clocks change, 2026 to 2036. */
function changes(zone: string): Date[] {
  const found: Date[] = [];
  let hour = DateTime.fromISO('2026-01-01T00:00:00Z', { zone });
  const end = DateTime.fromISO('2037-01-01T00:00:00Z', { zone });
  while (hour < end) {
    const next = hour.plus({ days: 1 });
    if (next.offset !== hour.offset) {
      let instant = hour;
      while (instant.plus({ minutes: 30 }).offset === hour.offset) instant = instant.plus({ minutes: 30 });
      found.push(instant.toJSDate());
    }
    hour = next;
  }
  return found;
}

it.each(ZONES)('runs as often as ever while the clocks of %s change', async (zone) => {
  process.env['TZ'] = zone;
  // Kathmandu's never do: an ordinary day will show it too.
  const instants = [new Date('2026-11-26T12:00:00Z'), ...changes(zone)];
  for (const change of instants) {
    vi.useFakeTimers({
      now: change.getTime() - 2 * 3_600_000,
      toFake: FAKED,
    });
    const ran = { everyMinute: 0, everyTenMinutes: 0 };
    const count = (what: keyof typeof ran) => async () => {
      ran[what] += 1;
    };
    const schedule = startSchedule(
      [
        { name: 'minute', everySeconds: 60, afterSeconds: 5, run: count('everyMinute') },
        { name: 'ten minutes', everySeconds: 600, afterSeconds: 35, run: count('everyTenMinutes') },
      ],
      log,
    );
    await vi.advanceTimersByTimeAsync(4 * 3_600_000);
    expect([zone, change.toISOString(), ran]).toEqual([
      zone,
      change.toISOString(),
      { everyMinute: 240, everyTenMinutes: 24 },
    ]);
    vi.useRealTimers();
    await schedule.stop();
  }
});

it('gives its sign of life every five seconds while clocks go back', async () => {
  process.env['TZ'] = 'Europe/London';
  vi.useFakeTimers({ now: Date.parse('2027-10-30T23:59:58Z'), toFake: FAKED });
  const ran: number[] = [];
  const life = async () => void ran.push(Date.now());
  const schedule = startSchedule([{ name: 'life', everySeconds: 5, afterSeconds: 0, run: life }], log);
  await vi.advanceTimersByTimeAsync(2 * 3_600_000);
  expect(ran).toHaveLength(1440);
  vi.useRealTimers();
  await schedule.stop();
});

it('is not begun again while it is under way, and goes on after a failure', async () => {
  vi.useFakeTimers({ now: Date.parse('2026-11-26T10:00:00Z'), toFake: FAKED });
  let began = 0;
  const slow = async () => {
    began += 1;
    await new Promise((done) => setTimeout(done, 12_000));
    throw new Error('as it happens');
  };
  const schedule = startSchedule([{ name: 'slow', everySeconds: 5, afterSeconds: 0, run: slow }], log);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(began).toBe(4);
  const stopping = schedule.stop();
  await vi.advanceTimersByTimeAsync(15_000);
  await stopping;
});
