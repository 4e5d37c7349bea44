// Lines of which a half would be lost: they are asked about, and nothing is done.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestBot, type TestBot } from '../support/bot.ts';
import { consoleDriver } from '../support/drivers/console.ts';
import type { Driver } from '../support/seen.ts';

let bot: TestBot;
let maya: Driver;
beforeAll(async () => {
  bot = await startTestBot({ scheduled: false });
  maya = consoleDriver(bot);
  await maya.command('meeting new Thursday 3 December 14:00');
});
afterAll(async () => {
  await bot?.stop();
});

it.each([
  ['celebrate list last month', 'I do not understand "last month" here'],
  ['meeting add NP-1 and NP-2', '"and NP-2" would be lost'],
  ['action Water the plants @Priya and @Tom by Friday', 'Promise it once for each'],
  ['me name Maya O. (she/her)', 'has something else'],
])('%s', async (typed, says) => {
  const { prisma } = bot.database;
  const before = [await prisma.celebration.count(), await prisma.agendaItem.count(), await prisma.action.count()];
  expect((await maya.command(typed)).words).toContain(says);
  expect([await prisma.celebration.count(), await prisma.agendaItem.count(), await prisma.action.count()]).toEqual(
    before,
  );
});

it('an item’s length is read in words, too', async () => {
  await maya.command('meeting add Bins for half an hour');
  await maya.command('meeting add Summer play scheme 10 min');
  const items = await bot.database.prisma.agendaItem.findMany({ orderBy: { createdAt: 'asc' } });
  expect(items.map(({ title, minutes }) => `${title}: ${minutes}`)).toEqual(
    expect.arrayContaining(['Bins: 30', 'Summer play scheme: 10']),
  );
});
