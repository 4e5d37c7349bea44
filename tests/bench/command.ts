// How fast a typed log line is, against the least that a durable command can be: npm run bench -- command

import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../src/config.ts';
import { connectDatabase } from '../../src/database/client.ts';
import { startEmbedded } from '../../src/database/embedded/index.ts';
import { migrate } from '../../src/database/migrations.ts';
import { createLog } from '../../src/log.ts';
import { ensurePartnership } from '../../src/partnership.ts';
import { ROOT } from '../../src/paths.ts';
import { seed } from '../../src/seed/index.ts';
import { startFakeSlack } from '../support/fake-slack.ts';
import { freePort } from '../support/free-port.ts';
import { slackId } from '../support/ids.ts';
import { type Measured, measure, signedCommand } from './load.ts';

const SECRET = 'a-signing-secret-for-the-bench';
const ROUNDS = 3;
const LOADS = {
  '32 connections': { connections: 32, requests: 6000 },
  'one connection': { connections: 1, requests: 800 },
};
const LINE =
  'log Spoke with 12 residents at the food bank about fly-tipping #interaction #safe #resources #group with Housing yesterday 40 min';

const log = createLog('silent');
const folder = mkdtempSync(join(tmpdir(), 'pz-bench-'));
chmodSync(folder, 0o755); // Else a root's server puts its data elsewhere.
const children: ChildProcess[] = [];
const slack = await startFakeSlack();
const server = await startEmbedded(folder, log);
const database = connectDatabase(server.connection, log);
try {
  await migrate(database.pool);
  await ensurePartnership(database.prisma, readConfig({}, ROOT));
  await seed(database.prisma, new Date(), [
    { platform: 'slack', tenant: slack.team, conversation: slackId('C', 'bench'), user: slackId('U', 'bench') },
  ]);
  const { host, port, user, database: name } = server.connection;
  const [productPort, floorPort] = [await freePort(), await freePort()];
  run([join(ROOT, 'bin', 'people-zones.mjs'), 'start'], {
    PORT: String(productPort),
    DATABASE_URL: `postgresql://${user}@localhost:${port}/${name}?host=${encodeURIComponent(host)}`,
    SLACK_SIGNING_SECRET: SECRET,
    SLACK_BOT_TOKEN: slack.token,
    SLACK_API_URL: slack.apiUrl,
    LOG_LEVEL: 'info', // As in service: a line for every act, here into nothing.
  });
  run(
    [
      join(ROOT, 'scripts', 'run.mjs'),
      'tests/bench/floor.ts',
      String(floorPort),
      SECRET,
      JSON.stringify(server.connection),
    ],
    {},
  );
  await Promise.all([productPort, floorPort].map(listening));

  const product = { port: productPort, expected: 'Logged in' };
  const floor = { port: floorPort, expected: 'Logged in nothing' };
  const load = (target: typeof product, connections: number, count: number) =>
    measure(
      target.port,
      Array.from({ length: count }, () => signedCommand(command(), SECRET)),
      connections,
      target.expected,
    );
  for (const target of [floor, product]) await load(target, 32, 2000);

  const results: Record<string, Ratios> = {};
  for (const [title, { connections, requests }] of Object.entries(LOADS)) {
    const rounds: { floor: Measured; product: Measured }[] = [];
    for (let round = 0; round < ROUNDS; round += 1)
      rounds.push({
        floor: await load(floor, connections, requests),
        product: await load(product, connections, requests),
      });
    results[title] = compare(rounds);
    print(title, rounds, results[title]);
  }
  const sent = 2000 + ROUNDS * Object.values(LOADS).reduce((sum, { requests }) => sum + requests, 0);
  const stored = await database.prisma.interaction.count({
    where: {
      text: { startsWith: 'Spoke with 12 residents at the food bank about fly-tipping' },
      createdAt: { gte: new Date(Date.now() - 600_000) },
      minutes: 40,
    },
  });
  if (stored < sent) throw new Error(`${sent} were acknowledged, ${stored} are stored.`);
  const file = join(ROOT, 'tests', 'bench', 'results.json');
  writeFileSync(
    file,
    `${JSON.stringify({ command: { ...results['32 connections'], single: results['one connection'] } }, null, 2)}\n`,
  );
  console.log(`\n${stored} of ${sent} acknowledged lines are stored. Written to ${file}`);
} finally {
  for (const child of children) child.kill('SIGTERM');
  await Promise.all(
    children.map((child) => (child.exitCode !== null ? undefined : new Promise((done) => child.once('exit', done)))),
  );
  await database.close();
  await server.stop();
  await slack.stop();
  rmSync(folder, { recursive: true, force: true });
}

type Ratios = { throughputRatio: number; p50Ratio: number; p99Ratio: number; product: Measured; floor: Measured };

/** The median of each figure over the rounds, and the ratio of the medians. */
function compare(rounds: { floor: Measured; product: Measured }[]): Ratios {
  const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
  const of = (who: 'floor' | 'product'): Measured => ({
    throughput: round(median(rounds.map((entry) => entry[who].throughput))),
    p50: round(median(rounds.map((entry) => entry[who].p50))),
    p99: round(median(rounds.map((entry) => entry[who].p99))),
  });
  const [product, floor] = [of('product'), of('floor')];
  return {
    throughputRatio: round(product.throughput / floor.throughput),
    p50Ratio: round(product.p50 / floor.p50),
    p99Ratio: round(product.p99 / floor.p99),
    product,
    floor,
  };
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

function print(title: string, rounds: { floor: Measured; product: Measured }[], ratios: Ratios): void {
  console.log(`\n${title}: requests a second, milliseconds`);
  console.table(
    [
      ...rounds.flatMap(
        (entry, index) =>
          [
            [`floor ${index + 1}`, entry.floor],
            [`product ${index + 1}`, entry.product],
          ] as const,
      ),
      ['floor, median', ratios.floor] as const,
      ['product, median', ratios.product] as const,
    ].map(([who, { throughput, p50, p99 }]) => ({
      who,
      'per second': Math.round(throughput),
      p50: round(p50),
      p99: round(p99),
    })),
  );
  console.log(`product / floor: throughput ${ratios.throughputRatio}, p50 ${ratios.p50Ratio}, p99 ${ratios.p99Ratio}`);
}

function command(): Record<string, string> {
  return {
    command: '/pz',
    text: LINE,
    team_id: slack.team,
    channel_id: slackId('C', 'bench'),
    channel_name: 'new-parks',
    user_id: slackId('U', 'bench'),
    user_name: 'bench',
    response_url: `${slack.apiUrl}none`,
    api_app_id: 'A0BENCH',
  };
}

function run(args: string[], env: Record<string, string>): void {
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  children.push(child);
}

async function listening(port: number): Promise<void> {
  for (;;) {
    const there = await fetch(`http://127.0.0.1:${port}/healthz`).then(
      () => true,
      () => false,
    );
    if (there) return;
    if (children.some((child) => child.exitCode !== null)) throw new Error('A server under test did not start.');
    await new Promise((done) => setTimeout(done, 50));
  }
}
