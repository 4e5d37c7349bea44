// What people typed never reaches the log, not even in the words of a database that could not take it.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rows } from '../../src/database/statement.ts';
import { createLog } from '../../src/process/log.ts';
import { startTestBot, type TestBot } from '../support/bot.ts';

let bot: TestBot;
beforeAll(async () => {
  bot = await startTestBot({ scheduled: false, sending: false });
});
afterAll(async () => {
  await bot?.stop();
});

async function logged(failing: Promise<unknown>): Promise<string> {
  let lines = '';
  const log = createLog('info', {
    write(line) {
      lines += line;
    },
  });
  await failing.catch((error: unknown) => log.error({ error }, 'failed'));
  return lines;
}

it('says of a database’s fault what kind it is and where, and none of the words', async () => {
  const { prisma } = bot.database;
  const secret = 'Gwen of 12 Aikman Avenue';
  for (const failing of [
    rows(prisma)`SELECT ${secret}::uuid`,
    prisma.$queryRaw`SELECT ${secret}::uuid`,
    prisma.zone.findFirst({ where: { id: secret } }),
  ]) {
    const line = await logged(failing);
    expect(line).toContain('failed');
    expect(line).toContain('message withheld');
    expect(line).not.toContain('Aikman');
  }
  expect(await logged(rows(prisma)`SELECT ${secret}::uuid`)).toContain('22P02');
});
