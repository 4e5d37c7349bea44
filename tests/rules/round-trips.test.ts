// What people do all day costs the database little: a typed log line is two round trips, and one right after another.
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startTestBot, type TestBot } from '../support/bot.ts';
import { slackDriver } from '../support/drivers/slack.ts';
import { SLACK_LEAD } from '../support/ids.ts';
import { until } from '../support/until.ts';

let bot: TestBot;

beforeAll(async () => {
  // What the clock does meanwhile is not what a line costs.
  bot = await startTestBot({ scheduled: false });
});

afterAll(async () => {
  await bot?.stop();
});

/** How often the pool was asked while something was done, by way of a query or of a connection of its own. */
async function roundTrips(what: () => Promise<unknown>): Promise<number> {
  const query = vi.spyOn(bot.database.pool, 'query');
  const connect = vi.spyOn(bot.database.pool, 'connect');
  await what();
  // `query` takes a connection for itself.
  const count = Math.max(query.mock.calls.length, connect.mock.calls.length);
  query.mockRestore();
  connect.mockRestore();
  return count;
}

it('takes at most two round trips to log, and one for the next', async () => {
  const person = slackDriver(bot);
  // What is read for everybody, and kept, has been read; who speaks is not remembered from a word that may also change something.
  await person.command('nudge');
  // Who they are has been asked of the platform, beside what they wait for.
  await until('Slack was asked who this is', () =>
    bot.database.prisma.chatIdentity.findFirst({ where: { user: SLACK_LEAD, askedAt: { not: null } } }),
  );
  const line = (n: number) => `log Tea with ${n} residents #safe #interaction #group yesterday`;
  expect(await roundTrips(() => person.command(line(3)))).toBe(2);
  expect(await roundTrips(() => person.command(line(4)))).toBe(1);
  expect(
    await bot.database.prisma.interaction.count({ where: { text: { startsWith: 'Tea with' } } }),
  ).toBeGreaterThanOrEqual(2);
});

it('counts what it claims to count', async () => {
  expect(await roundTrips(() => bot.database.prisma.zone.findMany())).toBe(1);
});
