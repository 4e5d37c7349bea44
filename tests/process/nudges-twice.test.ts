// Two worker processes against one database, for a simulated day: exactly one message each.
import { spawn } from 'node:child_process';
import { expect, inject, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { connectDatabase } from '../../src/database/client.ts';
import { ensurePartnership } from '../../src/features/partnership/begin.ts';
import { createLog } from '../../src/process/log.ts';
import { ROOT } from '../../src/process/paths.ts';
import { seed } from '../../src/seed/index.ts';
import { emptyDatabase } from '../support/database.ts';

interface Worker {
  ready: Promise<void>;
  go(): void;
  done: Promise<number>;
}

function startWorker(connection: object): Worker {
  const child = spawn(process.execPath, [inject('bundles').nudgeDay, '2027-01-12'], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], CONNECTION: JSON.stringify(connection) },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let output = '';
  let isReady = () => {};
  const ready = new Promise<void>((done) => {
    isReady = done;
  });
  child.stdout.on('data', (bytes: Buffer) => {
    output += bytes.toString();
    if (output.includes('ready')) isReady();
  });
  const done = new Promise<number>((finish, fail) =>
    child.once('exit', (code) =>
      code === 0
        ? finish(Number(/"sent":(\d+)/.exec(output)?.[1] ?? 0))
        : fail(new Error(`It ended with ${code}: ${output}`)),
    ),
  );
  return { ready, done, go: () => child.stdin.write('go\n') };
}

it('two processes send what one would, once', async () => {
  const connection = await emptyDatabase();
  const { prisma, close } = connectDatabase(connection, createLog('silent'));
  await ensurePartnership(prisma, readConfig({}, ROOT));
  await seed(prisma, new Date('2026-11-24T10:00:00Z'));
  const workers = [startWorker(connection), startWorker(connection)];
  await Promise.all(workers.map(({ ready }) => ready));
  for (const { go } of workers) go();
  const sent = await Promise.all(workers.map(({ done }) => done));
  const nudges = await prisma.nudge.findMany();
  expect(nudges.length).toBeGreaterThan(3);
  expect(sent.reduce((sum, count) => sum + count, 0)).toBe(nudges.length);
  expect(new Set(nudges.map(({ personId }) => personId)).size).toBe(nudges.length);
  const deliveries = await prisma.delivery.findMany({ where: { recordType: 'nudge' } });
  expect(deliveries.map(({ recordId }) => recordId).sort()).toEqual(nudges.map(({ id }) => id).sort());
  await close();
}, 60_000);
