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
  ['problem NP-2 link NP-3 and NP-1', 'One problem at a time: "and NP-1" would be lost'],
  ['zone lead @Priya and @Tom', 'One person, and nothing else: "and @Tom" would be lost'],
  ['problem NP-2 give @Priya, @Tom', 'One person, and nothing else'],
  ['problem NP-2 give @Priya by Friday', '"by Friday" would be lost'],
  ['problem NP-2 ask Fire by Friday', '"by Friday" would be lost'],
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

it('a figure is of the zone that is named, wherever it stands; words that mean no measure are said', async () => {
  const figures = () =>
    bot.database.prisma.measureReading.findMany({ where: { measure: { key: 'crime' } }, include: { zone: true } });
  await maya.command('measure crime in NP September 2026 = 43');
  expect((await maya.command('measure crime near the school September 2026 = 44')).words).toContain(
    'I know no measure "crime near the school"',
  );
  expect((await figures()).map(({ zone, value }) => `${zone.code} ${value}`)).toEqual(['NP 43']);
  const elsewhere = await maya.command('measure crime in Coalville September 2026 = 44').catch((error) => error);
  expect(String(elsewhere.words ?? elsewhere)).not.toContain('New Parks');
  expect((await figures()).filter(({ zone }) => zone.code === 'NP').map(({ value }) => value)).toEqual([43]);
  expect((await maya.command('measure step crime September 2026: new patrols')).words).toContain(
    'Changed in September 2026 new patrols',
  );
});
