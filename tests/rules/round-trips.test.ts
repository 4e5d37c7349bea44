// What people do all day costs the database little: a typed log line is two round trips, and one right after another.
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { CONNECTIONS, hearHere } from '../../src/database/bus.ts';
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

/** Until the pool is asked for nothing more: what others began is not what a line costs. */
async function quiet(): Promise<void> {
  const query = vi.spyOn(bot.database.pool, 'query');
  const connect = vi.spyOn(bot.database.pool, 'connect');
  let before = -1;
  await until('nothing else is read', () => {
    const now = query.mock.calls.length + connect.mock.calls.length;
    const same = now === before;
    before = now;
    return same;
  });
  query.mockRestore();
  connect.mockRestore();
}

/** The least of some: whatever comes between can only add to it. */
async function least(what: (n: number) => Promise<unknown>, before: () => Promise<void> = quiet): Promise<number> {
  const counts: number[] = [];
  for (let n = 0; n < 4; n += 1) {
    await before();
    counts.push(await roundTrips(() => what(n)));
  }
  return Math.min(...counts);
}

it('takes at most two round trips to log, and one for the next', async () => {
  const person = slackDriver(bot);
  // What is read for everybody, and kept, has been read.
  await person.command('me');
  // Who they are has been asked of the platform, beside what they wait for.
  await until('Slack was asked who this is', () =>
    bot.database.prisma.chatIdentity.findFirst({ where: { user: SLACK_LEAD, askedAt: { not: null } } }),
  );
  const line = (n: number) => `log Tea with ${n} residents #safe #interaction #group yesterday`;
  const forget = async () => {
    await hearHere(bot.database.prisma, new Set([CONNECTIONS]));
    await quiet();
  };
  // Whom nobody remembers is read first.
  expect(await least((n) => person.command(line(3 + n)), forget)).toBe(2);
  expect(await least((n) => person.command(line(13 + n)))).toBe(1);
  expect(
    await bot.database.prisma.interaction.count({ where: { text: { startsWith: 'Tea with' } } }),
  ).toBeGreaterThanOrEqual(2);
});

it('counts what it claims to count', async () => {
  expect(await roundTrips(() => bot.database.prisma.zone.findMany())).toBe(1);
});
