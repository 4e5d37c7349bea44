// One message a week that says what changed, to each by their own clock, once.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProblemEventKind } from '../../src/database/generated/enums.ts';
import { wakeAll } from '../../src/delivery/index.ts';
import { digestFor } from '../../src/features/digests/content.ts';
import { readFacts, together } from '../../src/features/digests/facts.ts';
import { sendDigests } from '../../src/features/digests/run.ts';
import { productRegistry } from '../../src/features/index.ts';
import { startTestBot, type TestBot } from '../support/bot.ts';
import { consoleDriver } from '../support/drivers/console.ts';
import { slackDriver } from '../support/drivers/slack.ts';
import { teamsDriver } from '../support/drivers/teams.ts';
import { type Driver, isForm, type Seen } from '../support/seen.ts';
import { gather } from '../support/story.ts';
import { until } from '../support/until.ts';

const sources = productRegistry().nudges;
let bot: TestBot;
let slack: Driver;
let teams: Driver;
let priya: Driver;

beforeAll(async () => {
  bot = await startTestBot({ scheduled: false });
  await gather(bot);
  [slack, teams, priya] = [slackDriver(bot), teamsDriver(bot), consoleDriver(bot, 'priya-sandhar')];
  await bot.database.prisma.person.updateMany({ where: { name: 'You (slack)' }, data: { roles: ['ADMIN'] } });
  await slack.command('celebrate The youth club has forty members');
  await slack.command('action Ring the school @Priya by Friday');
  await slack.command('meeting new 1 December 10:00 at the hall');
});
afterAll(async () => {
  await bot?.stop();
});

const run = (instant: string) => sendDigests(bot.database.prisma, sources, new Date(instant));
const books = () => slack.command('digest run');

describe('a digest', () => {
  it('can be seen now, and posted to a channel', async () => {
    const mine = await priya.command('digest');
    // It is Tuesday: what comes next Monday, as far as it goes.
    expect(mine.words).toContain('The week from 23 November 2026');
    expect(mine.words).toContain('Its days are not over');
    expect(mine.words).toMatch(/interactions? \(usually \d+\)/);
    expect(mine.words).toContain('nothing was sent');
    for (const person of [slack, teams, consoleDriver(bot, 'tom-hartshorn')]) {
      expect((await person.command('digest post')).words).toContain('Posted for everybody here');
      await until(`the week in ${person.platform}’s channel`, async () =>
        (await person.channel()).find((seen) => seen.words.includes('New Parks: The week from 16 November 2026')),
      );
    }
    await expect(teams.command('digest everything')).resolves.toMatchObject({
      words: expect.stringContaining('preview, settings, post, board and run'),
    });
  });

  it('comes on Monday at eight by one’s own clock, once, whoever runs it and however often', async () => {
    const { prisma } = bot.database;
    await prisma.person.updateMany({ where: { name: 'Priya Sandhar' }, data: { timeZone: 'Pacific/Kiritimati' } });
    bot.clock.now = new Date('2026-11-29T18:05:00Z');
    // Eight on Monday in Kiritimati is six on Sunday evening in London.
    expect(await run('2026-11-29T17:55:00Z')).toBe(0);
    expect(await run('2026-11-29T18:05:00Z')).toBe(1);
    expect(await run('2026-11-29T18:10:00Z')).toBe(0);
    const digest = await until('her digest', async () =>
      (await priya.inbox()).find((seen) => seen.words.includes('The week from')),
    );
    expect(digest.words).toMatch(/Good news.*forty members/);
    expect(await run('2026-11-30T07:55:00Z')).toBe(0);
    const made = await Promise.all(Array.from({ length: 3 }, () => run('2026-11-30T08:00:30Z')));
    const everybody = await prisma.digestSlot.count();
    expect(made.reduce((sum, count) => sum + count, 0) + 1).toBe(everybody);
    for (let again = 0; again < 2; again += 1) expect(await run('2026-11-30T09:00:00Z')).toBe(0);
    const slots = await prisma.digestSlot.findMany();
    expect(new Set(slots.map(({ personId }) => personId)).size).toBe(slots.length);
    const deliveries = await prisma.delivery.count({
      where: { id: { in: slots.flatMap(({ deliveryId }) => deliveryId ?? []) } },
    });
    expect(deliveries).toBe(slots.filter(({ skipped }) => skipped === null).length);
  });

  it('has buttons that work from it, and opens the rest', async () => {
    const digest = await until('the digest on Slack', async () =>
      (await slack.inbox()).find((seen) => seen.words.includes('The week from')),
    );
    const more = digest.buttons.find(({ label }) => label === 'More');
    if (more !== undefined) expect((await slack.press(digest, 'More')).words).toContain('More of the week');
    expect(digest.words).toContain('forty members');
    bot.clock.now = new Date('2026-11-30T09:00:00Z');
    const said = await books();
    const [, all, parts = ''] = /Of (\d+) people: ([^.]*)\./.exec(said.words) ?? [];
    expect([...parts.matchAll(/\d+/g)].reduce((sum, [count]) => sum + Number(count), 0)).toBe(Number(all));
    expect((await priya.command('digest run')).words).toContain('for the project team');
  });

  it('comes as its person wants it', async () => {
    expect((await priya.command('digest settings')).words).toContain('Monday, 08:00');
    expect((await priya.command('digest settings Thursday 14:00')).words).toContain('Thursday, 14:00');
    expect((await priya.command('digest settings Thursday 25:00')).words).toMatch(/0 to 23|I know a day/);
    expect((await priya.command('digest settings sometimes')).words).toContain('I know a day and an hour');
    expect((await priya.command('digest settings needed')).words).toContain('only when something needs you');
    expect((await priya.command('digest settings off')).words).toContain('not at all');
    const off = await priya.command('digest settings');
    expect((await priya.press(off, 'Switch it on')).words).toContain('Thursday, 14:00');
    expect((await priya.command('digest Fridays at 4')).words).toMatch(
      /afternoon.*Friday 16:00.*morning.*Friday 04:00/,
    );
    expect((await priya.command('digest settings')).words).toContain('Thursday, 14:00');
    expect((await priya.command('digest settings fri 7.30am')).words).toContain('Friday 07:00, or 08:00');
    expect((await priya.command('digest settings Friday 13pm')).words).toContain('0 to 23');
    expect((await priya.command('digest settings on fridays at 7am')).words).toContain('Friday, 07:00');
    const form = await priya.pressForForm(await priya.command('digest settings'), 'Change it');
    expect(form.fields['when']?.value).toBe('NEEDED');
    const saved = await priya.submit(form, { when: 'NEEDED', weekday: '4', hour: '14' });
    expect((saved as Seen).words).toMatch(/Thursday, 14:00.*only when something needs you/);
    const { prisma } = bot.database;
    await prisma.person.updateMany({ data: { timeZone: null } });
    expect(await run('2026-12-10T13:55:00Z')).toBe(0);
    expect(await run('2026-12-10T14:05:00Z')).toBe(1);
    const slot = await prisma.digestSlot.findFirstOrThrow({
      where: { week: new Date('2026-12-07'), person: { name: 'Priya Sandhar' } },
    });
    // Whoever wanted theirs on Monday, when nothing ran, is accounted for.
    expect(
      await prisma.digestSlot.count({
        where: { week: slot.week, skipped: 'its days had passed before it could be made' },
      }),
    ).toBeGreaterThan(10);
    expect([null, 'nothing needed them']).toContain(slot.skipped);
  });

  it('is dropped, and said so, when a platform takes nothing until Wednesday; the unreachable are reported to their lead', async () => {
    const { prisma } = bot.database;
    await prisma.digestSetting.deleteMany({});
    const gone = await prisma.person.findFirstOrThrow({
      where: { memberships: { some: { zone: { code: 'NP' } } }, name: { not: 'You (slack)' } },
    });
    await prisma.chatIdentity.deleteMany({ where: { personId: gone.id } });
    bot.slack.failNext('chat.postMessage', ...Array.from({ length: 3 }, () => ({ status: 503 })));
    bot.clock.now = new Date('2027-01-11T08:01:00Z');
    expect(await run('2027-01-11T08:01:00Z')).toBeGreaterThan(3);
    const late = await prisma.delivery.findMany({
      where: { expiresAt: { not: null }, state: 'WAITING', platform: 'slack' },
    });
    await prisma.delivery.updateMany({
      where: { id: { in: late.map(({ id }) => id) } },
      data: { expiresAt: new Date('2020-01-01T00:00:00Z'), nextAttemptAt: new Date() },
    });
    await wakeAll(
      prisma,
      late.map(({ lane }) => lane),
    );
    await until(
      'what is too late is skipped',
      async () =>
        (await prisma.delivery.count({ where: { state: 'WAITING', expiresAt: { lt: new Date() } } })) === 0 ||
        undefined,
      20_000,
    );
    await until('the lead to hear', async () =>
      (await slack.inbox()).some((seen) => seen.words.includes('cannot be reached') && seen.words.includes(gone.name)),
    );
    const before = (await slack.inbox()).filter((seen) => seen.words.includes('cannot be reached')).length;
    await run('2027-01-11T08:06:00Z');
    expect((await slack.inbox()).filter((seen) => seen.words.includes('cannot be reached'))).toHaveLength(before);
    expect((await books()).words).toContain('no chat in which they can be reached');
  }, 40_000);

  it('can be stopped half-way by the project team', async () => {
    const { prisma } = bot.database;
    bot.clock.now = new Date('2027-01-18T07:00:00Z');
    const ahead = await books();
    const [, all] = /They go out to (\d+) people, the first on Monday 18 January 2027 at 08:00/.exec(ahead.words) ?? [];
    expect(Number(all)).toBeGreaterThan(10);
    expect((await slack.command('digest preview @Priya')).words).toMatch(
      /The week from 11 January 2027.*This is how Priya Sandhar’s looks now; nothing was sent/,
    );
    expect((await priya.command('digest preview @Tom')).words).toContain('The project team may look at');
    const asked = await slack.command('digest run stop');
    expect(asked.words).toContain(`${all} people would get none this week`);
    const stopped = await slack.press(asked, 'Stop them');
    expect(stopped.words).toContain(`Stopped: ${all} people would get theirs otherwise`);
    expect(await run('2027-01-18T08:01:00Z')).toBe(0);
    const week = { week: new Date('2027-01-18') };
    expect(await prisma.digestSlot.count({ where: { ...week, skipped: null } })).toBe(0);
    expect((await slack.command('digest run')).words).toContain(`Of ${all} people: ${all} get none`);
    // It is taken back while it is still their day.
    bot.clock.now = new Date('2027-01-18T09:00:00Z');
    expect((await slack.press(await slack.command('digest run'), 'Let them go out')).words).toContain('still to come');
    expect(await run('2027-01-18T09:01:00Z')).toBe(Number(all));
    expect(await prisma.digestSlot.count({ where: { ...week, skipped: 'stopped by the project team' } })).toBe(0);
    await slack.press(await slack.command('digest run stop'), 'Stop them').catch(() => undefined);
    await prisma.digestSlot.updateMany({ where: week, data: { skipped: 'stopped by the project team' } });
    const first = await slack.press(await slack.command('digest run'), 'Who');
    expect(first.words).toContain('skipped, stopped by the project team');
    const second = await slack.press(first, 'More');
    expect(second.words).not.toBe(first.words);
    expect((await slack.press(second, 'Back')).words).toBe(first.words);
    expect([...slack.complaints(), ...teams.complaints()].filter((each) => !each.includes('503'))).toEqual([]);
  });
});

describe('the next run', () => {
  it('is seen, changed and stopped from Tuesday on, and nothing of the last one', async () => {
    const { prisma } = bot.database;
    bot.clock.now = new Date('2027-01-21T10:00:00Z');
    const ahead = await books();
    expect(ahead.words).toMatch(/Digests, week of Monday 25 January 2027 They go out to \d+ people, the first on/);
    expect((await slack.command('digest run note Call Jonah on 07700 900123')).words).toContain('phone number');
    expect((await slack.command('digest run note Offices are closed on Friday')).words).toContain(
      'On top stands: Offices are closed on Friday',
    );
    expect((await slack.command('digest preview @Priya')).words).toContain(
      'From the project team: Offices are closed on Friday',
    );
    await slack.press(await slack.command('digest run stop'), 'Stop them');
    expect((await slack.command('digest run stop')).words).toContain('are stopped already');
    expect((await slack.command('digest run start')).words).toContain('They go out to');
    expect(await run('2027-01-25T08:01:00Z')).toBeGreaterThan(10);
    const slot = await prisma.digestSlot.findFirstOrThrow({
      where: { week: new Date('2027-01-25'), skipped: null },
      include: { person: true },
    });
    const sent = await prisma.delivery.findUniqueOrThrow({ where: { id: slot.deliveryId ?? '' } });
    expect(JSON.stringify(sent.content)).toContain('Offices are closed on Friday');
  });
});

describe('a real change', () => {
  it('is told once, when it is new; what lies outside and came with it, too; and outside the team no small number', async () => {
    const { prisma } = bot.database;
    bot.clock.now = new Date('2027-02-10T10:00:00Z');
    const told = async (instant: string) => {
      await run(instant);
      const { deliveryId } = await prisma.digestSlot.findFirstOrThrow({
        where: { week: new Date(instant.slice(0, 10)), person: { name: 'You (slack)' } },
      });
      const sent = await prisma.delivery.findUniqueOrThrow({ where: { id: deliveryId ?? '' } });
      return JSON.stringify(sent.content);
    };
    const rows = [20, 22, 19, 21, 20, 18, 22, 21, 20, 19, 21, 60, 64].map((value, index) => ({
      period: new Date(Date.UTC(2025, 11 + index, 1)),
      value,
      // The last two came together.
      at: index >= 11 ? new Date('2027-02-10T10:00:00Z') : new Date('2027-01-05T10:00:00Z'),
    }));
    const zone = await prisma.zone.findFirstOrThrow({ where: { code: 'NP' } });
    const measure = await prisma.measure.findFirstOrThrow({ where: { key: 'police' } });
    await prisma.measureReading.createMany({
      data: rows.map((row) => ({ ...row, measureId: measure.id, zoneId: zone.id })),
    });
    const first = await told('2027-02-15T08:01:00Z');
    expect(first).toContain('Calls to the police: 64 in December 2026');
    expect(first).toContain('Before that, outside what is usual: 60 in November 2026');
    expect(await told('2027-02-22T08:01:00Z')).not.toContain('64 in December 2026');
  });
});

describe('what needs somebody', () => {
  const ofMine = async () => (await slack.command('digest')).words;

  it('can be answered, and put off, from the digest; what was put off comes back on its day', async () => {
    bot.clock.now = new Date('2027-02-01T10:00:00Z');
    await bot.database.prisma.problem.updateMany({
      where: { number: 4, zone: { code: 'NP' } },
      data: { ownerId: null, state: 'SCANNING', movedAt: new Date('2027-01-04T10:00:00Z') },
    });
    const mine = await slack.command('digest');
    expect(mine.words).toMatch(/NP-4 .* needs an owner/);
    const at = mine.buttons.findIndex(({ raw }) => JSON.stringify(raw).includes('problem.offer'));
    const row = mine.buttons.slice(at, at + 3);
    expect(row.map(({ label }) => label)).toEqual(['Offer it to somebody', 'Reply', 'Later']);
    const only = { ...mine, buttons: row };
    const wrong = await slack.submit(await slack.pressForForm(only, 'Later'), { when: 'date', date: '2027-01-05' });
    if (!isForm(wrong)) throw new Error(wrong.words);
    expect(wrong.errors.join()).toContain('has come already');
    const later = await slack.submit(wrong, { when: 'date', date: '2027-02-08' });
    expect(!isForm(later) && later.words).toContain('Put off until Monday 8 February');
    expect(await ofMine()).not.toMatch(/NP-4 .* needs an owner/);
    expect((await slack.command('nudge')).words).not.toMatch(/NP-4 .* needs an owner/);
    bot.clock.now = new Date('2027-02-08T10:00:00Z');
    expect(await ofMine()).toMatch(/NP-4 .* needs an owner/);
    const said = await slack.submit(await slack.pressForForm(only, 'Reply'), { text: 'I will ring Fire tomorrow' });
    expect(!isForm(said) && said.words).toContain('Noted');
  });

  it('the project team sees how the programme is, and nobody else does', async () => {
    bot.clock.now = new Date('2027-03-16T10:00:00Z');
    expect(await ofMine()).toMatch(/The programme.*Nothing logged for two weeks: .*New Parks/);
    expect(await ofMine()).toMatch(/No champion: /);
    expect((await teams.command('digest')).words).not.toContain('The programme');
  });

  it.each([
    ['digest board from 2026-10-05 to 2026-11-01', 'From Monday 5 October 2026 to Sunday 1 November 2026'],
    ['digest board New Parks from September to October', 'From Monday 31 August 2026 to Sunday 1 November 2026'],
    ['digest board NP from 5 October', 'From Monday 5 October 2026'],
    ['digest board from October', 'From Monday 28 September 2026'],
    ['digest board to 2026-11-01', 'From Monday 5 October 2026 to Sunday 1 November 2026'],
    ['digest board Atlantis from October', 'I know no zone "Atlantis"'],
    ['digest board from spring to autumn', 'I do not understand the day "spring to autumn"'],
    ['digest board last month', 'From Monday 26 October 2026 to Sunday 6 December 2026'],
    ['digest board October', 'From Monday 28 September 2026 to Sunday 1 November 2026'],
    ['digest board New Parks October to November', 'The paper of New Parks From Monday 28 September 2026'],
    ['digest board Q3 2025/26', 'From Monday 29 September 2025 to Sunday 4 January 2026'],
    ['digest board 2025/26', 'From Monday 31 March 2025 to Sunday 5 April 2026'],
    ['digest board New Parks and Coalville', 'One zone, or none for all'],
    ['digest board from October to August', 'swap them'],
  ])('is written for the weeks that are named: %s', async (typed, says) => {
    const { now } = bot.clock;
    bot.clock.now = new Date('2026-12-10T15:00:00Z');
    await bot.database.prisma.person.updateMany({ where: { name: 'You (slack)' }, data: { roles: ['ADMIN'] } });
    expect((await slack.command(typed)).words).toContain(says);
    bot.clock.now = now;
  });

  it('the board’s is of four weeks, once a month, and leads to its paper', async () => {
    const { prisma } = bot.database;
    const person = await prisma.person.findFirstOrThrow({ where: { name: 'Priya Sandhar' } });
    await prisma.membership.deleteMany({ where: { personId: person.id } });
    await prisma.champion.deleteMany({ where: { personId: person.id } });
    await prisma.person.update({
      where: { id: person.id },
      data: { roles: ['BOARD'], createdAt: new Date('2026-01-01') },
    });
    const now = await priya.command('digest');
    expect(now.words).toContain('The four weeks from 22 February 2027');
    expect((await priya.press(now, 'The board’s paper')).words).toContain('The board’s paper');
    await run('2027-03-22T08:01:00Z');
    await run('2027-04-05T08:01:00Z');
    const slots = await prisma.digestSlot.findMany({ where: { personId: person.id }, orderBy: { week: 'asc' } });
    expect(slots.slice(-2).map(({ skipped }) => skipped)).toEqual(['the board’s is monthly', null]);
    await until('the board’s digest', async () =>
      (await priya.inbox()).find((seen) => seen.words.includes('The four weeks from 8 March 2027')),
    );
  });
});

describe('its words', () => {
  const around = (more: object = {}) => ({
    facts: { zones: new Map(), news: [], coming: [] },
    zoneName: () => 'New Parks',
    changes: [],
    span: { from: '2026-11-16', until: '2026-11-23' },
    health: [],
    ...more,
  });
  const words = (digest: ReturnType<typeof digestFor>) => JSON.stringify(digest.card.blocks);

  it('say so when nothing happened, and show no empty section', () => {
    const said = words(digestFor({ zoneIds: ['z'], wide: false, waiting: [] }, around() as never));
    expect(said).toContain('A quiet week');
    const toAll = words(digestFor({ zoneIds: ['z'], wide: false, waiting: undefined }, around() as never));
    expect(toAll).toContain('A quiet week: nothing was recorded.');
    for (const title of ['Good news', 'Real changes', 'Coming', 'The week in numbers'])
      expect(said).not.toContain(title);
  });

  it('count one thing as one, and keep the first screen short', () => {
    const thing = {
      rule: 'PROBLEM_UNOWNED',
      subject: 'problem:x',
      title: 'NP-4 needs an owner',
      reason: 'Because.',
      doIt: { label: 'x', action: 'x', data: {} },
      weight: 1,
    };
    expect(words(digestFor({ zoneIds: ['z'], wide: false, waiting: [thing] }, around() as never))).toContain(
      'One thing needs you',
    );
    const many = digestFor(
      { zoneIds: ['z'], wide: false, waiting: Array.from({ length: 9 }, () => thing) },
      around({
        facts: { zones: new Map(), news: Array.from({ length: 9 }, () => ({ zoneId: 'z', text: 'News' })), coming: [] },
      }) as never,
      { label: 'More', action: 'digest.more', data: {} },
    );
    expect(words(many)).toContain('9 things need you');
    expect(many.card.blocks.length).toBeLessThanOrEqual(14);
    expect(JSON.stringify(many.more)).toContain('Also waiting for you');
  });

  it('put a champion’s own agency first', () => {
    const week = (zoneId: string, interactions: number, byAgency: Record<string, number>) => [
      zoneId,
      { ...together([]), zoneId, interactions, byAgency },
    ];
    const facts = {
      zones: new Map([week('a', 9, { other: 9 }), week('b', 3, { own: 2, other: 1 })] as never),
      news: [
        { zoneId: 'a', agencyId: 'other', text: 'Theirs' },
        { zoneId: 'b', agencyId: 'own', text: 'Ours' },
      ],
      coming: [],
    };
    const digest = digestFor(
      { zoneIds: ['a', 'b'], wide: true, agency: { id: 'own', name: 'Housing' }, waiting: [] },
      around({ facts, zoneName: (id: string) => id }) as never,
      { label: 'More', action: 'digest.more', data: {} },
    );
    const said = words(digest);
    expect(said).toContain('Housing logged 2 in one zone; ');
    expect(said).toContain('in 2 zones, 12 interactions');
    expect(said.indexOf('Ours')).toBeLessThan(said.indexOf('Theirs'));
    const more = JSON.stringify(digest.more);
    expect(more.indexOf('b: ')).toBeLessThan(more.indexOf('a: '));
  });
});

describe('its figures', () => {
  it('of a week that is over stay what they were, whatever becomes of a problem later', async () => {
    const { prisma } = bot.database;
    const { id: partnershipId } = await prisma.partnership.findFirstOrThrow();
    const zone = await prisma.zone.findFirstOrThrow({ where: { code: 'CV' } });
    const [problem, second] = await prisma.problem.findMany({ where: { zoneId: zone.id }, orderBy: { number: 'asc' } });
    const now = new Date('2027-06-01T10:00:00Z');
    const week = async (weeks = 1) =>
      (
        await readFacts(
          prisma,
          { id: partnershipId, timeZone: 'Europe/London' },
          [zone.id],
          { from: '2027-05-03', until: weeks === 1 ? '2027-05-10' : '2027-05-17' },
          now,
        )
      ).zones.get(zone.id);
    const happens = async (id: string, kind: ProblemEventKind, at: string) => {
      await prisma.problemEvent.create({ data: { problemId: id, kind, at: new Date(at) } });
      await prisma.problem.update({ where: { id }, data: { movedAt: new Date(at) } });
    };
    await happens(problem?.id ?? '', 'NOTE', '2027-05-04T10:00:00Z');
    await happens(second?.id ?? '', 'CLOSED', '2027-05-05T10:00:00Z');
    expect(await week()).toMatchObject({ moved: 1, closed: 1, raised: 0 });
    await happens(problem?.id ?? '', 'NOTE', '2027-05-12T10:00:00Z');
    await happens(second?.id ?? '', 'REOPENED', '2027-05-13T10:00:00Z');
    expect(await week()).toMatchObject({ moved: 1, closed: 1, raised: 0 });
    // Over both weeks, what moved twice has moved once, and what was opened again is not closed.
    expect(await week(2)).toMatchObject({ moved: 2, closed: 0, raised: 0 });
  });
});
