// Much has been said, and sentences that begin like a word of ours: nothing is lost, and nothing is taken for another thing.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestBot, type TestBot } from '../support/bot.ts';
import { consoleDriver } from '../support/drivers/console.ts';
import { slackDriver } from '../support/drivers/slack.ts';
import type { Driver } from '../support/seen.ts';

let bot: TestBot;
let slack: Driver;
let desk: Driver;
beforeAll(async () => {
  bot = await startTestBot({ scheduled: false });
  [slack, desk] = [slackDriver(bot), consoleDriver(bot)];
});
afterAll(async () => {
  await bot?.stop();
});

describe('a meeting in which much is said', () => {
  it('tells the others how a vote went that was put long before', async () => {
    await slack.command('meeting start');
    await slack.command('meeting vote Close the alley gate at dusk');
    await desk.command('meeting agree');
    for (let line = 1; line <= 14; line += 1) await desk.command(`meeting note Line ${line} of many`);
    expect((await slack.command('meeting result')).words).toContain('Agreed');
    const told = await bot.database.prisma.delivery.findMany({
      where: { kind: 'MESSAGE', recordType: 'meeting-held' },
      orderBy: { id: 'desc' },
      take: 1,
    });
    expect(JSON.stringify(told[0]?.content)).toMatch(/Close the alley gate at dusk.*1 agree/);
  });

  it('shows its last lines however many come after them', async () => {
    const { prisma } = bot.database;
    const meeting = await prisma.meeting.findFirstOrThrow({ where: { state: 'RUNNING' } });
    const last = await prisma.meetingEntry.count({ where: { meetingId: meeting.id } });
    const people = await prisma.person.findMany({ take: 15 });
    await prisma.meetingEntry.createMany({
      data: people.map((person, index) => ({
        meetingId: meeting.id,
        number: last + index + 1,
        kind: 'ARRIVED' as const,
        personId: person.id,
        agencyId: person.agencyId,
      })),
    });
    const opened = await desk.press(card({ action: 'meeting.here', data: { id: meeting.id } }), 'press');
    expect(opened.words).toMatch(/Line 12 of many.*Line 13 of many.*Line 14 of many/);
  });

  it('and when it is over counts all that was recorded', async () => {
    const meeting = await bot.database.prisma.meeting.findFirstOrThrow({ where: { state: 'RUNNING' } });
    await slack.command('meeting end');
    const late = await desk.press(
      card({ action: 'meeting.vote', data: { id: meeting.id, number: 99, vote: 'AGREE' } }),
      'press',
    );
    expect(late.words).toContain('14 notes');
  });
});

/** A button on a card of one's own. */
const card = (raw: Record<string, unknown>) => ({
  words: '',
  isPrivate: true,
  buttons: [{ label: 'press', raw: { message: randomUUID(), onPrivateCard: true, ...raw } }],
});

describe('a sentence that begins like a word of ours', () => {
  it.each([
    ['idea 12 support groups for carers', 'is kept'],
    ['idea openings for young people', 'is kept'],
    ['celebrate plan for the summer is agreed by all', 'Goes to'],
    ['celebrate 12 public gardens were planted', 'Goes to'],
  ])('%s', async (typed, said) => {
    expect((await slack.command(typed)).words).toContain(said);
  });

  it('but what is said of a number is asked about, and told to nobody', async () => {
    await slack.command('celebrate The youth club has forty members');
    const { number } = await bot.database.prisma.celebration.findFirstOrThrow({ orderBy: { number: 'desc' } });
    const before = await bot.database.prisma.celebration.count();
    for (const typed of [`celebrate ${number} plan somewhen`, `celebrate plan ${number} somewhen`])
      expect((await slack.command(typed)).words, typed).toContain('On which day?');
    expect(await bot.database.prisma.celebration.count()).toBe(before);
  });

  it('somebody unknown who says a word of people whom we know is greeted', async () => {
    const newcomer = consoleDriver(bot, 'newcomer');
    expect((await newcomer.command('me away until 3 June')).words).toBe((await newcomer.command('me')).words);
  });
});
