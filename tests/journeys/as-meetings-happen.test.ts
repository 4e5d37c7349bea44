// Meetings as they happen: begun early or in error, short of people, moved, and carried on by two leads at once.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { minutesNow } from '../../src/features/meetings/minutes/fixed.ts';
import { findMeeting } from '../../src/features/meetings/model.ts';
import { startTestBot, type TestBot } from '../support/bot.ts';
import { consoleDriver } from '../support/drivers/console.ts';
import { slackDriver } from '../support/drivers/slack.ts';
import { teamsDriver } from '../support/drivers/teams.ts';
import { type Driver, isForm } from '../support/seen.ts';
import { gather } from '../support/story.ts';
import { until } from '../support/until.ts';

let bot: TestBot;
let slack: Driver;
let teams: Driver;
let tom: Driver;
let maya: Driver;
let priya: Driver;

beforeAll(async () => {
  bot = await startTestBot({ scheduled: false });
  await gather(bot);
  [slack, teams] = [slackDriver(bot), teamsDriver(bot)];
  [tom, maya, priya] = ['tom-hartshorn', 'maya-okonjo', 'priya-sandhar'].map((name) => consoleDriver(bot, name)) as [
    Driver,
    Driver,
    Driver,
  ];
  bot.clock.now = new Date('2026-11-26T10:00:00Z');
});
afterAll(async () => {
  await bot?.stop();
});

const at = (clock: string) => {
  bot.clock.now = new Date(`2026-11-26T${clock}:00Z`);
};
const inChannel = (person: Driver, ...words: string[]) =>
  until(`${words.join(', ')} in ${person.platform}`, async () =>
    (await person.channel()).find((card) => words.every((each) => card.words.includes(each))),
  );
const cards = async (person: Driver, words: string) =>
  (await person.channel()).filter((card) => card.words.includes(words)).length;

describe('a meeting that is planned for another day', () => {
  it('is asked about, held early with its agenda, and posts a new card where it is held', async () => {
    await tom.command('meeting new Tuesday 1 December 10:00 at the hall');
    for (const person of [slack, teams, tom]) await inChannel(person, 'Tuesday 1 December 2026, 10:00', 'Coming');
    await priya.command('meeting add Summer play scheme 10 min');
    const asked = await tom.command('meeting start');
    expect(asked.words).toMatch(/planned for Tuesday 1 December 2026, 10:00; today is Thursday 26 November/);
    expect(asked.words).toContain('Its agenda has one item');
    expect(await bot.database.prisma.meeting.count({ where: { state: 'RUNNING' } })).toBe(0);
    expect((await tom.press(asked, 'Hold it now')).words).toContain('The meeting has begun');
    for (const person of [slack, teams, tom]) {
      const live = await inChannel(person, 'Now', 'Summer play scheme', 'Here');
      const invitation = await inChannel(person, 'It is being held, since 10:00. Its card stands below');
      const all = await person.channel();
      const place = (card: { words: string }) => all.findIndex((each) => each.words === card.words);
      expect(place(live)).not.toBe(place(invitation));
      expect(await cards(person, 'Summer play scheme')).toBe(1);
    }
  });

  it('begun in error, is ahead again as it was, and counts nowhere', async () => {
    const { prisma } = bot.database;
    expect((await priya.command('meeting cancel')).words).toContain('Only a lead of the zone, or whoever started');
    const asked = await tom.command('meeting cancel');
    expect(asked.words).toContain('It is ahead again, on Tuesday 1 December 2026, 10:00, with its agenda');
    await tom.press(asked, 'Cancel it');
    expect(await prisma.meeting.count({ where: { state: { in: ['RUNNING', 'ENDED'] } } })).toBe(0);
    const [found] = await prisma.meeting.findMany({
      where: { state: 'PLANNED' },
      include: { items: true, entries: true },
    });
    expect(found).toMatchObject({ startedAt: null, entries: [] });
    expect(found?.items.map(({ title, state }) => [title, state])).toEqual([['Summer play scheme', 'WAITING']]);
    for (const person of [slack, teams, tom]) {
      await inChannel(person, 'It was not held then. It is ahead, on Tuesday 1 December');
      await inChannel(person, 'Tuesday 1 December 2026, 10:00', 'Coming', 'Summer play scheme');
    }
  });

  it('that nobody planned is cancelled, with what was recorded in it', async () => {
    const { prisma } = bot.database;
    await tom.press(await tom.command('meeting start'), 'Another one');
    await tom.command('meeting note This was the wrong channel');
    const asked = await tom.command('meeting cancel');
    expect(asked.words).toContain('The line that was recorded stays in the account of changes');
    expect((await tom.press(asked, 'Cancel it')).words).toContain('Cancelled: it counts nowhere');
    await inChannel(slack, 'Begun in error, and cancelled. It counts nowhere');
    expect(await prisma.meeting.count({ where: { state: 'CANCELLED' } })).toBe(1);
    expect((await tom.command('meeting minutes last')).words).toContain('No meeting has been held');
  });
});

describe('while it is held', () => {
  it('what is said by command is answered in one line, and the card follows in the channel', async () => {
    at('10:00');
    await tom.command('meeting quorum 3 people 3 agencies');
    await tom.command('meeting start another');
    await tom.command('meeting add First item');
    await tom.command('meeting add Second item');
    await tom.command('meeting add Third item');
    for (const typed of [
      'meeting note The gate was open',
      'meeting here',
      'meeting next',
      'meeting idea A bike library',
    ]) {
      const answer = await tom.command(typed);
      expect(answer.buttons, typed).toEqual([]);
      expect(answer.words.length, typed).toBeLessThan(120);
    }
    await inChannel(slack, 'The gate was open', 'A bike library', 'First item ← now');
    // From elsewhere the card is one press away.
    const away = consoleDriver(bot, 'tom-hartshorn', 'private');
    const line = await away.command('meeting note Said in private');
    expect(line.buttons.map(({ label }) => label)).toEqual(['Open the meeting']);
    expect((await away.press(line, 'Open the meeting')).words).toContain('Said in private');
  });

  it('"next" typed by two leads at once is one step', async () => {
    const open = async () =>
      (await bot.database.prisma.agendaItem.findFirst({ where: { state: 'OPEN', meeting: { state: 'RUNNING' } } }))
        ?.title;
    expect(await open()).toBe('First item');
    at('10:02');
    const said = await Promise.all([tom.command('meeting next'), maya.command('meeting next')]);
    expect(said.map(({ words }) => words).join()).toContain('It has moved on already. Now: Second item');
    expect(await open()).toBe('Second item');
    at('10:03');
    expect((await maya.command('meeting next')).words).toContain('Now: Third item');
  });

  it('below quorum it asks those who are missing, and says when it can confirm', async () => {
    at('10:05');
    expect((await tom.command('meeting decide Close the alley gate at dusk')).words).toContain(
      'Recorded as a proposal',
    );
    const live = await inChannel(tom, 'Invite deputies', 'Now');
    const asked = await tom.press(live, 'Invite deputies');
    expect(asked.words).toMatch(/Asked to come: .*Priya Sandhar/);
    expect((await tom.press(live, 'Invite deputies')).words).toContain('Nobody else can be asked');
    const invited = await until('Priya is asked', async () =>
      (await priya.inbox()).find(({ words }) => words.includes('needs you') && words.includes('cannot decide yet')),
    );
    at('10:20');
    await teams.command('meeting here');
    await priya.press(invited, 'I’m here');
    await slack.command('meeting here');
    for (const person of [slack, teams, tom]) {
      const card = await inChannel(person, 'Here', 'First item', 'Now');
      const said = await until(`the news in ${person.platform}`, async () =>
        (await person.thread(card)).filter(({ words }) => words.includes('Quorate now: confirm one proposal?')),
      );
      expect(said).toHaveLength(1);
    }
    expect((await tom.command('meeting confirm')).words).toContain('Confirmed. Close the alley gate at dusk');
  });

  it('the minutes tell from when it was quorate, though the quorum is changed since', async () => {
    const { prisma } = bot.database;
    const { id } = await prisma.meeting.findFirstOrThrow({ where: { state: 'RUNNING' } });
    at('10:40');
    await priya.command('meeting leave');
    await slack.command('meeting leave');
    at('10:50');
    await tom.command('meeting end');
    await tom.command('meeting quorum 9 people 9 agencies');
    const found = await findMeeting(prisma, id);
    if (found === null) throw new Error('gone');
    const minutes = await minutesNow(prisma, found);
    expect(minutes.quorum).toMatch(
      /^Quorate from 10:20 until 10:40, inquorate otherwise: \d people from \d agencies in all; 3 people from 3 agencies are needed$/,
    );
  });

  it('one that has not decided anything can be moved, from its card', async () => {
    await tom.command('meeting quorum 9 people 9 agencies');
    at('11:00');
    await tom.command('meeting start now');
    const live = await inChannel(tom, 'Invite deputies', 'Summer play scheme', 'Now');
    const form = await tom.pressForForm(live, 'Move it');
    const wrong = await tom.submit(form, { when: 'when it suits' });
    if (!isForm(wrong)) throw new Error(wrong.words);
    expect(wrong.fields['when']?.value).toBe('when it suits');
    const moved = await tom.submit(wrong, { when: 'Friday 4 December 14:00' });
    expect(!isForm(moved) && moved.words).toContain('Moved');
    await inChannel(slack, 'Friday 4 December 2026, 14:00', 'Coming', 'Summer play scheme');
    await tom.command('meeting quorum none');
  });
});
