// What goes wrong in meetings: strangers, somebody removed, a platform down, a bot thrown out, too much of everything, clocks.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { watchMeetings } from '../../src/features/meetings/index.ts';
import { startTestBot, type TestBot } from '../support/bot.ts';
import { consoleDriver } from '../support/drivers/console.ts';
import { slackDriver } from '../support/drivers/slack.ts';
import { teamsDriver } from '../support/drivers/teams.ts';
import type { Driver } from '../support/seen.ts';
import { gather } from '../support/story.ts';
import { until } from '../support/until.ts';

let bot: TestBot;
let slack: Driver;
let teams: Driver;
let desk: Driver;
let priya: Driver;

beforeAll(async () => {
  bot = await startTestBot();
  await gather(bot);
  [slack, teams, desk, priya] = [
    slackDriver(bot),
    teamsDriver(bot),
    consoleDriver(bot, 'tom-hartshorn'),
    consoleDriver(bot, 'priya-sandhar'),
  ];
});

afterAll(async () => {
  await bot?.stop();
});

const running = () =>
  bot.database.prisma.meeting.findFirstOrThrow({
    where: { state: 'RUNNING' },
    include: { entries: true, items: true },
  });

describe('people', () => {
  it('starts with no agenda, once; a guest can neither end it nor record', async () => {
    expect((await slack.command('meeting start')).words).toContain('The meeting has begun');
    expect((await teams.command('meeting start')).words).toContain('It is running already');
    const card = await until('the card', async () =>
      (await desk.channel()).find((seen) => seen.words.includes('Here')),
    );
    const [stranger] = await bot.database.prisma.person.findMany({
      where: {
        memberships: { none: { zone: { code: 'NP' } } },
        champion: null,
        roles: { isEmpty: true },
        active: true,
      },
      include: { identities: { where: { platform: 'console' } } },
      take: 1,
    });
    const guest = consoleDriver(bot, stranger?.identities[0]?.user ?? '', 'new-parks');
    expect((await guest.press(card, 'End')).words).toMatch(/not yours to see|Only a lead/);
    expect((await guest.command('meeting note Overheard')).words).toMatch(/not in New Parks’s team|not yours to see/);
    expect((await running()).entries.some((entry) => entry.text === 'Overheard')).toBe(false);
  });

  it('keeps what somebody said who is then removed from the team; they say no more', async () => {
    await priya.command('meeting note Said before leaving');
    await desk.command('zone remove @Priya Sandhar');
    expect((await priya.command('meeting note Said after leaving')).words).toMatch(/not in New Parks’s team|not yours/);
    const { prisma } = bot.database;
    expect(await prisma.meetingEntry.count({ where: { text: { startsWith: 'Said' } } })).toBe(1);
    const [person, zone] = await Promise.all([
      prisma.person.findFirstOrThrow({ where: { name: 'Priya Sandhar' } }),
      prisma.zone.findFirstOrThrow({ where: { code: 'NP' } }),
    ]);
    await prisma.membership.create({ data: { personId: person.id, zoneId: zone.id, roleTitle: 'Youth worker' } });
  });

  it('knows the meeting of the channel’s own zone, and no other', async () => {
    const other = consoleDriver(bot, 'maya-okonjo', 'coalville');
    const words = (await other.command('meeting next')).words;
    expect(words).not.toContain('New Parks');
  });
});

describe('platforms', () => {
  it('goes on while one is down; what was said reaches it later, in order', async () => {
    bot.slack.failNext('chat.postMessage', { status: 503 }, { status: 503 });
    for (const word of ['one', 'two', 'three']) await teams.command(`meeting note While Slack was down ${word}`);
    const said = await until(
      'all three on Slack',
      () => {
        const found = bot.slack.posts
          .map((post) => /While Slack was down (one|two|three)/.exec(JSON.stringify(post.blocks))?.[1])
          .filter((word) => word !== undefined);
        return new Set(found).size === 3 && bot.slack.posts.some((post) => post.thread) ? found : undefined;
      },
      20_000,
    );
    const inThread = bot.slack.posts
      .filter((post) => post.thread !== undefined)
      .map((post) => /While Slack was down (one|two|three)/.exec(JSON.stringify(post.blocks))?.[1])
      .filter((word) => word !== undefined);
    expect(inThread).toEqual(['one', 'two', 'three']);
    expect(said.length).toBeGreaterThanOrEqual(3);
  }, 40_000);

  it('goes on in the others when the bot is thrown out of one channel', async () => {
    bot.slack.failNext('chat.postMessage', { error: 'not_in_channel' });
    await teams.command('meeting note Nobody hears me on Slack');
    await until('the note at the console', async () =>
      (await desk.channel()).some((seen) => seen.words.includes('Nobody hears me on Slack')),
    );
    expect((await desk.command('meeting note And on it goes')).words).toContain('Note recorded');
    await slackDriver(bot).command('me');
  });
});

describe('too much', () => {
  it('takes sixty items and says that a sixty-first is too many; the card still fits every platform', async () => {
    const { prisma } = bot.database;
    const meeting = await running();
    const free = 60 - meeting.items.length;
    await prisma.agendaItem.createMany({
      data: Array.from({ length: free - 1 }, (_, index) => ({
        meetingId: meeting.id,
        position: 100 + index,
        title: `Item ${index} ${'of many words '.repeat(15)}`.trim().slice(0, 290),
        minutes: 5,
      })),
    });
    expect((await teams.command('meeting add The sixtieth')).words).toContain('On the agenda');
    expect((await desk.command('meeting add One more')).words).toContain('more than a meeting can hold');
    await until('it on Teams', async () => (await teams.channel()).some((seen) => seen.words.includes('and 52 more')));
  });

  it('takes a note of ten thousand characters whole, and says so of one that is longer', async () => {
    const words = 'The alley gate again. '.repeat(454).slice(0, 9_990);
    expect((await desk.command(`meeting note ${words}x`)).words).toContain('Note recorded');
    const kept = await bot.database.prisma.meetingEntry.findFirstOrThrow({
      where: { text: { startsWith: 'The alley' } },
    });
    expect(kept.text.length).toBeGreaterThan(9_900);
    expect((await desk.command(`meeting note ${'y'.repeat(10_001)}`)).words).toContain('at most 10000 fit');
    expect((await teams.command('meeting note The boy at 14 Dunster Street')).words).toContain(
      'If that is a resident, please take it out',
    );
    await teams.command('meeting undo');
    expect((await teams.command('meeting note The boy, NHS number 943 476 5919')).words).not.toContain('Note recorded');
    await desk.command('meeting end');
    await until('the minutes', async () => (await slack.inbox()).some((seen) => seen.words.includes('has ended')));
    expect([...slack.complaints(), ...teams.complaints()]).toEqual([]);
  });
});

describe('clocks', () => {
  it('goes back at two on the last Sunday of October: a meeting takes as long as it takes', async () => {
    const { prisma } = bot.database;
    bot.clock.now = new Date('2027-10-31T00:30:00Z'); // 01:30 by the clock that is put back to 01:00 soon.
    await desk.command('meeting start');
    const begun = await running();
    // Ninety minutes later the wall says 02:00; only half an hour of the planned hour's silence has passed.
    expect(await watchMeetings(prisma, new Date('2027-10-31T01:45:00Z'))).toEqual({ asked: 0, ended: 0 });
    expect(await watchMeetings(prisma, new Date('2027-10-31T01:51:00Z'))).toEqual({ asked: 1, ended: 0 });
    bot.clock.now = new Date('2027-10-31T02:10:00Z');
    const ended = await desk.command('meeting end');
    expect(ended.words).toContain('Sunday 31 October 2027, 01:30–02:10');
    expect((await prisma.meeting.findUniqueOrThrow({ where: { id: begun.id } })).state).toBe('ENDED');
  });
});
