// What a benchmark stands on: a server of its own, the demonstration, the product as it is run in service, and the floor beside it.
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../src/config.ts';
import { connectDatabase, type Database } from '../../src/database/client.ts';
import { startEmbedded } from '../../src/database/embedded/index.ts';
import { migrate } from '../../src/database/migrations.ts';
import { ensurePartnership } from '../../src/features/partnership/begin.ts';
import { createLog } from '../../src/process/log.ts';
import { ROOT } from '../../src/process/paths.ts';
import { seed } from '../../src/seed/index.ts';
import { type FakeSlack, startFakeSlack } from '../support/fake-slack.ts';
import { freePort } from '../support/free-port.ts';
import { slackId } from '../support/ids.ts';
import { type Measured, measure, signedCommand } from './load.ts';

const SECRET = 'a-signing-secret-for-the-bench';

export interface Target {
  port: number;
  /** Stands in every answer, so that nothing is measured that did not work. */
  expected: string;
}

export interface Stage {
  database: Database;
  slack: FakeSlack;
  product: number;
  floor: number;
  channel: string;
  user: string;
  /** Sends so many commands over so many connections. @param text what is typed the n-th time */
  load(target: Target, connections: number, count: number, text: (n: number) => string): Promise<Measured>;
}

/** Sets the stage, lets somebody work on it, and takes it down again. @param prepare before the product starts */
export async function onStage(
  work: (stage: Stage) => Promise<void>,
  prepare: (database: Database) => Promise<void> = async () => {},
): Promise<void> {
  const log = createLog('silent');
  const folder = mkdtempSync(join(tmpdir(), 'pz-bench-'));
  chmodSync(folder, 0o755); // Else a root's server puts its data elsewhere.
  const children: ChildProcess[] = [];
  const slack = await startFakeSlack();
  const server = await startEmbedded(folder, log);
  const database = connectDatabase(server.connection, log);
  const run = (args: string[], env: Record<string, string>) => {
    const child = spawn(process.execPath, args, {
      cwd: folder,
      env: { PATH: process.env['PATH'], NODE_ENV: 'production', ...env },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    children.push(child);
  };
  const [channel, user] = [slackId('C', 'bench'), slackId('U', 'bench')];
  try {
    await migrate(database.pool);
    await ensurePartnership(database.prisma, readConfig({}, ROOT));
    await seed(database.prisma, new Date(), [{ platform: 'slack', tenant: slack.team, conversation: channel, user }]);
    await prepare(database);
    const { host, port, user: role, database: name } = server.connection;
    const [product, floor] = [await freePort(), await freePort()];
    run([join(ROOT, 'bin', 'people-zones.mjs'), 'start'], {
      PORT: String(product),
      DATABASE_URL: `postgresql://${role}@localhost:${port}/${name}?host=${encodeURIComponent(host)}`,
      SLACK_SIGNING_SECRET: SECRET,
      SLACK_BOT_TOKEN: slack.token,
      SLACK_API_URL: slack.apiUrl,
      LOG_LEVEL: 'info', // As in service: a line for every act, here into nothing.
    });
    run(
      [
        join(ROOT, 'scripts', 'run.mjs'),
        'tests/bench/floor.ts',
        String(floor),
        SECRET,
        JSON.stringify(server.connection),
      ],
      {},
    );
    await Promise.all([product, floor].map((each) => listening(each, children)));
    const command = (text: string) => ({
      command: '/pz',
      text,
      team_id: slack.team,
      channel_id: channel,
      channel_name: 'new-parks',
      user_id: user,
      user_name: 'bench',
      response_url: `${slack.apiUrl}none`,
      api_app_id: 'A0BENCH',
    });
    await work({
      database,
      slack,
      product,
      floor,
      channel,
      user,
      load: (target, connections, count, text) =>
        measure(
          target.port,
          Array.from({ length: count }, (_, n) => signedCommand(command(text(n)), SECRET)),
          connections,
          target.expected,
        ),
    });
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
}

async function listening(port: number, children: ChildProcess[]): Promise<void> {
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

const RESULTS = join(ROOT, 'tests', 'bench', 'results.json');

/** Keeps figures beside those of the other benchmarks. */
export function keepResults(figures: Record<string, unknown>): void {
  const before = JSON.parse(readFileSync(RESULTS, 'utf8'));
  writeFileSync(RESULTS, `${JSON.stringify({ ...before, ...figures }, null, 2)}\n`);
  console.log(`\nWritten to ${RESULTS}`);
}

export const median = (values: number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

export const round = (value: number): number => Math.round(value * 1000) / 1000;
