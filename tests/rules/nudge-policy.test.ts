// The bot's manners: a year of twelve zones and three hundred people, and properties of the policy, checked by a reckoning of
// its own.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NudgeRule } from '../../src/database/generated/enums.ts';
import { decide, type Past, type Recipient, thingOf, type Waiting } from '../../src/features/nudges/policy.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ZONES = [
  'Europe/London',
  'Europe/Lisbon',
  'Europe/Warsaw',
  'America/New_York',
  'Asia/Kolkata',
  'Pacific/Kiritimati',
];
/** Bank holidays of England and Wales in 2026 and the first days of 2027, as the government lists them. */
const BANK_HOLIDAYS = new Set([
  '2026-01-01',
  '2026-04-03',
  '2026-04-06',
  '2026-05-04',
  '2026-05-25',
  '2026-08-31',
  '2026-12-25',
  '2026-12-28',
  '2027-01-01',
]);

function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

const formats = new Map<string, Intl.DateTimeFormat>();
/** The wall clock by the platform's own calendar. */
function wall(instant: Date, timeZone: string): { day: string; hour: number; weekday: string } {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      weekday: 'short',
    });
    formats.set(timeZone, format);
  }
  const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]));
  return {
    day: `${parts['year']}-${parts['month']}-${parts['day']}`,
    hour: Number(parts['hour']),
    weekday: parts['weekday'] ?? '',
  };
}

interface Thing extends Waiting {
  from: number;
  until: number;
}

describe('a year', () => {
  const random = generator(20_260_101);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const RULES = Object.values(NudgeRule);
  const begin = Date.UTC(2026, 0, 1);
  const people = Array.from({ length: 300 }, (_, index) => ({
    id: `p${index}`,
    timeZone: random() < 0.8 ? 'Europe/London' : pick(ZONES),
    hours: random() < 0.9 ? { from: '08:00', until: '18:00' } : { from: '10:00', until: '15:00' },
    coverId: `p${Math.floor(random() * 300)}`,
    stopped: new Set<NudgeRule>(random() < 0.1 ? [pick(RULES)] : []),
    putOff: new Map<string, string>(),
    absences: Array.from({ length: 3 }, () => {
      const from = begin + Math.floor(random() * 365) * DAY;
      return { from, until: from + (3 + Math.floor(random() * 14)) * DAY };
    }),
  }));
  // Each zone brings up a few things a week; each waits until somebody does it.
  const things: Thing[] = Array.from({ length: 12 * 52 * 5 }, (_, index) => {
    const from = begin + random() * 365 * DAY;
    const rule = pick(RULES);
    return {
      rule,
      weight: RULES.indexOf(rule) * 5,
      redirects: true,
      personId: `p${(index % 12) * 25 + Math.floor(random() * 25)}`,
      subject: `thing:${index}`,
      title: 't',
      reason: 'r',
      since: new Date(from),
      doIt: { label: 'x', action: 'x', data: {} },
      from,
      until: from + (1 + random() * 20) * DAY,
    };
  });

  it('nobody gets more than the cap, nothing outside their hours, nothing twice; and no rule is silent', () => {
    const sent: (Past & { instead: string | undefined; meant: string })[] = [];
    const byPerson = new Map<string, Past[]>();
    const waits = new Map<Thing, number>();
    for (let at = begin; at < begin + 366 * DAY; at += 3 * HOUR) {
      const now = new Date(at);
      const recipients = new Map<string, Recipient>(
        people.map(({ absences, ...person }) => {
          const absence = absences.find(({ from, until }) => at >= from && at < until);
          return [
            person.id,
            {
              ...person,
              ...(absence === undefined ? {} : { awayUntil: new Date(absence.until).toISOString().slice(0, 10) }),
            },
          ];
        }),
      );
      const waiting = things.filter((thing) => at >= thing.from && at < thing.until);
      const lately = sent.slice(-3000).filter(({ sentAt }) => at - sentAt.getTime() < 8 * DAY);
      for (const { to, instead, what } of decide(now, recipients, waiting, lately)) {
        const past = {
          personId: to,
          rule: what.rule,
          subject: what.subject,
          sentAt: now,
          instead,
          meant: what.personId,
        };
        sent.push(past);
        byPerson.set(to, [...(byPerson.get(to) ?? []), past]);
        const thing = waiting.find((each) => each.subject === what.subject);
        if (thing !== undefined && !waits.has(thing)) waits.set(thing, at);
      }
    }
    // Told again by a reckoning that shares nothing with the policy.
    for (const person of people) {
      const mine = byPerson.get(person.id) ?? [];
      const days = mine.map(({ sentAt }) => wall(sentAt, person.timeZone).day);
      expect(new Set(days).size, `one a day for ${person.id}`).toBe(days.length);
      for (const [index, { sentAt, rule, subject }] of mine.entries()) {
        const { day, hour, weekday } = wall(sentAt, person.timeZone);
        expect(hour).toBeGreaterThanOrEqual(Number(person.hours.from.slice(0, 2)));
        expect(hour).toBeLessThan(Number(person.hours.until.slice(0, 2)));
        expect(['Sat', 'Sun']).not.toContain(weekday);
        expect(BANK_HOLIDAYS.has(day)).toBe(false);
        expect(person.stopped.has(rule)).toBe(false);
        const week = mine.filter(
          (other) => other.sentAt <= sentAt && sentAt.getTime() - other.sentAt.getTime() < 7 * DAY,
        );
        expect(week.length).toBeLessThanOrEqual(3);
        const twin = mine.slice(0, index).findLast((other) => other.rule === rule && other.subject === subject);
        if (twin !== undefined) expect(sentAt.getTime() - twin.sentAt.getTime()).toBeGreaterThanOrEqual(7 * DAY);
        const absent = person.absences.some(({ from, until }) => sentAt.getTime() >= from && sentAt.getTime() < until);
        expect(absent).toBe(false);
      }
    }
    const rows = RULES.map((rule) => {
      const all = things.filter((thing) => thing.rule === rule);
      const told = all.filter((thing) => waits.has(thing));
      const hours = told.map((thing) => ((waits.get(thing) ?? 0) - thing.from) / HOUR).sort((a, b) => a - b);
      return {
        rule,
        arose: all.length,
        told: told.length,
        nudges: sent.filter((each) => each.rule === rule).length,
        'median hours': Math.round(hours[Math.floor(hours.length / 2)] ?? 0),
      };
    });
    console.table(rows);
    for (const { rule, told } of rows) expect(told, `${rule} has spoken`).toBeGreaterThan(0);
    // What waited for two weeks, for somebody who was there and has not stopped it, was told unless others were more useful.
    const silent = things.filter((thing) => {
      const person = people.find(({ id }) => id === thing.personId);
      return (
        thing.until - thing.from > 14 * DAY &&
        thing.until < begin + 366 * DAY &&
        !waits.has(thing) &&
        person?.stopped.has(thing.rule) === false
      );
    });
    for (const thing of silent) {
      const mine = byPerson.get(thing.personId) ?? [];
      const meanwhile = mine.filter(({ sentAt }) => sentAt.getTime() >= thing.from && sentAt.getTime() < thing.until);
      const person = people.find(({ id }) => id === thing.personId);
      const absent = person?.absences.some(({ from, until }) => until > thing.from && from < thing.until) === true;
      expect(meanwhile.length > 0 || absent, `${thing.subject} was silent`).toBe(true);
    }
  }, 60_000);
});

describe('the policy', () => {
  const recipient = (more: Partial<Recipient> = {}): Recipient => ({
    id: 'a',
    timeZone: 'Europe/London',
    hours: { from: '08:00', until: '18:00' },
    stopped: new Set(),
    putOff: new Map(),
    ...more,
  });
  const thing = (more: Partial<Waiting> = {}): Waiting => ({
    rule: 'PROBLEM_STALE',
    weight: 40,
    redirects: true,
    personId: 'a',
    subject: 's',
    title: 't',
    reason: 'r',
    since: new Date(0),
    doIt: { label: 'x', action: 'x', data: {} },
    ...more,
  });
  const people = (...list: Recipient[]) => new Map(list.map((each) => [each.id, each]));
  /** Tuesday, ten in the morning. */
  const NOW = new Date('2026-11-24T10:00:00Z');

  it('holds through every change of clocks and every instant: never outside hours, never at a weekend', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2015-01-01'), max: new Date('2035-12-31'), noInvalidDate: true }),
        fc.constantFrom(...ZONES, 'Australia/Lord_Howe', 'Africa/Casablanca'),
        fc.integer({ min: 0, max: 23 }),
        fc.integer({ min: 1, max: 23 }),
        (now, timeZone, from, span) => {
          const until = (from + span) % 24;
          const time = (hour: number) => `${String(hour).padStart(2, '0')}:00`;
          const sent = decide(
            now,
            people(recipient({ timeZone, hours: { from: time(from), until: time(until) } })),
            [thing()],
            [],
          );
          if (sent.length === 0) return;
          const at = wall(now, timeZone);
          expect(['Sat', 'Sun']).not.toContain(at.weekday);
          expect(from < until ? at.hour >= from && at.hour < until : at.hour >= from || at.hour < until).toBe(true);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('sends the most useful, one to a person, and the older of two', () => {
    const sent = decide(
      NOW,
      people(recipient()),
      [thing(), thing({ subject: 'b', weight: 90 }), thing({ subject: 'c', weight: 90, since: new Date(-1) })],
      [],
    );
    expect(sent.map(({ what }) => what.subject)).toEqual(['c']);
  });

  it('asks the cover of somebody away, and nobody when the cover is away too or cannot do it', () => {
    const away = recipient({ awayUntil: '2026-11-30', coverId: 'b' });
    const cover = recipient({ id: 'b' });
    expect(decide(NOW, people(away, cover), [thing()], [])).toMatchObject([{ to: 'b', instead: 'a' }]);
    expect(decide(NOW, people(away, cover), [thing({ redirects: false })], [])).toEqual([]);
    expect(decide(NOW, people(away, recipient({ id: 'b', awayUntil: '2026-11-24' })), [thing()], [])).toEqual([]);
    expect(decide(NOW, people(recipient({ awayUntil: '2026-11-23' })), [thing()], [])).toHaveLength(1);
  });

  it('keeps quiet about what was put off, declined or stopped, and comes back on the day that was asked for', () => {
    const past = (more: Partial<Past>): Past => ({
      personId: 'a',
      rule: 'PROBLEM_STALE',
      subject: 's',
      sentAt: new Date('2026-11-22T10:00:00Z'),
      ...more,
    });
    const sent = (each: Past) => decide(NOW, people(recipient()), [thing()], [each]).length;
    expect(sent(past({}))).toBe(0);
    expect(sent(past({ sentAt: new Date('2026-11-17T10:00:00Z') }))).toBe(1);
    expect(sent(past({ snoozedUntil: '2026-11-24' }))).toBe(1);
    expect(sent(past({ snoozedUntil: '2026-11-25', sentAt: new Date('2026-11-01T10:00:00Z') }))).toBe(0);
    expect(sent(past({ notForMe: true, sentAt: new Date('2026-01-01T10:00:00Z') }))).toBe(0);
    expect(decide(NOW, people(recipient({ stopped: new Set(['PROBLEM_STALE']) })), [thing()], [])).toEqual([]);
    const until = (day: string) => people(recipient({ putOff: new Map([[thingOf(thing()), day]]) }));
    expect(decide(NOW, until('2099-01-01'), [thing()], [])).toEqual([]);
    expect(decide(NOW, until('2020-01-01'), [thing()], [])).toHaveLength(1);
  });
});
