// No fault of the database ends the bot: whoever asks meanwhile is answered in time, nothing acknowledged is lost, and it is
// well again soon after, without a restart. FAULTS=20 npm test -- tests/process/database-faults
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { connectDatabase, type Database } from '../../src/database/client.ts';
import { createLog } from '../../src/process/log.ts';
import { demonstrationDatabase } from '../support/database.ts';
import { type DatabaseProxy, databaseProxy } from '../support/database-proxy.ts';
import { slackRequest } from '../support/drivers/slack.ts';
import { type FakeSlack, startFakeSlack } from '../support/fake-slack.ts';
import { SLACK_CHANNEL, SLACK_LEAD } from '../support/ids.ts';
import { type BotProcess, slackEnv, startProcess } from '../support/process.ts';
import { patience, until } from '../support/until.ts';

const TIMES = Number(process.env['FAULTS'] ?? 1);
/** Slack shows an error after three seconds. */
const ANSWER_WITHIN_MS = 3000;

let slack: FakeSlack;
let database: Database;
let proxy: DatabaseProxy;
let bot: BotProcess;
let name: string;
let admin: pg.Client;
let kept = 0;

beforeAll(async () => {
  slack = await startFakeSlack();
  slack.paced = false;
  const connection = await demonstrationDatabase();
  name = connection.database;
  database = connectDatabase(connection, createLog('silent'));
  await database.prisma.zonePlace.deleteMany({ where: { conversation: { tenant: { not: slack.team } } } });
  const { host, port, user } = inject('postgres');
  proxy = await databaseProxy(`${host}/.s.PGSQL.${port}`);
  admin = new pg.Client({ host, port, user, database: 'postgres' });
  await admin.connect();
  bot = await startProcess({
    ...slackEnv(slack),
    DATABASE_URL: `postgresql://${user}@127.0.0.1:${proxy.port}/${name}`,
  });
});

afterAll(async () => {
  await bot?.kill();
  await proxy?.stop();
  await admin?.end();
  await database?.close();
  await slack?.stop();
});

interface Said {
  words: string;
  ms: number;
}

async function say(text: string): Promise<Said> {
  const began = performance.now();
  const body = new URLSearchParams({
    command: '/pz',
    text,
    team_id: slack.team,
    user_id: SLACK_LEAD,
    channel_id: SLACK_CHANNEL,
    channel_name: 'new-parks',
    trigger_id: randomUUID(),
    response_url: slack.responseUrl(),
  });
  const answer = await slackRequest(bot.url, body.toString());
  return { words: await answer.text(), ms: performance.now() - began };
}

/** Three kinds of acts: the hot one, one in a transaction with deliveries, and one that reads. */
async function sayAll(news = true): Promise<Said[]> {
  const mark = randomUUID();
  const all = await Promise.all([
    say(`log Tea with 3 residents ${mark} #safe #interaction #group`),
    say(news ? `celebrate The club ${mark} has new members` : 'zone'),
    say('log list'),
  ]);
  kept += all.filter(({ words }) => words.includes('Logged in')).length;
  return all;
}

const isWell = async () => {
  const all = await sayAll(false).catch(() => []);
  return all.length === 3 && all.every(({ words }) => !/Something went wrong|Working on it/.test(words));
};

const onDatabase = (sql: string) => admin.query(sql.replaceAll('DB', admin.escapeIdentifier(name)));
const endAll = () =>
  admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()', [
    name,
  ]);
/** Who wonders why something waits sees here what holds it. */
async function whatWaits(): Promise<string> {
  const look = (sql: string) => database.pool.query(sql).then(({ rows }) => JSON.stringify(rows));
  const all = await Promise.all([
    look("SELECT id, lane, attempts, reason, next_attempt_at, handed_at FROM delivery WHERE state = 'WAITING'"),
    look('SELECT key, attempts, run_at, locked_at, locked_by, last_error FROM graphile_worker.jobs'),
    look(
      'SELECT queue_name, locked_at, locked_by FROM graphile_worker._private_job_queues WHERE locked_at IS NOT NULL',
    ),
    look('SELECT id, worker_ids, seen_at, holds_lock, now() FROM worker_heartbeat'),
  ]);
  return [...all, bot.output().slice(-4000)].join('\n');
}

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

const FAULTS: [what: string, begin: () => Promise<unknown>, lasts: number, end: () => Promise<unknown>][] = [
  ['its connections are ended, as by a restart', endAll, 0, async () => {}],
  ['its connections are cut on the way', async () => proxy.cut(), 0, async () => {}],
  ['it refuses connections for a while', () => proxy.close(), 1500, () => proxy.open()],
  [
    'it has no connection to spare',
    () => onDatabase('ALTER DATABASE DB CONNECTION LIMIT 3').then(endAll),
    1500,
    () => onDatabase('ALTER DATABASE DB CONNECTION LIMIT -1'),
  ],
  [
    'it is read-only',
    () => onDatabase('ALTER DATABASE DB SET default_transaction_read_only = on').then(endAll),
    1500,
    () => onDatabase('ALTER DATABASE DB RESET default_transaction_read_only').then(endAll),
  ],
  [
    'it gives no statement time',
    () => onDatabase("ALTER DATABASE DB SET statement_timeout = '1ms'").then(endAll),
    1500,
    () => onDatabase('ALTER DATABASE DB RESET statement_timeout').then(endAll),
  ],
  ['it falls silent without closing anything', async () => proxy.silence(true), 8000, async () => proxy.silence(false)],
];

it.each(FAULTS)(
  'lives on when %s',
  async (_, begin, lasts, end) => {
    for (let time = 0; time < TIMES; time += 1) {
      await until('a bot that is well', isWell);
      await begin();
      const asked = sayAll();
      const more = lasts > 0 ? pause(lasts / 2).then(() => sayAll(false)) : Promise.resolve([]);
      await pause(lasts);
      await end();
      const ended = performance.now();
      for (const { ms } of [...(await asked), ...(await more)]) expect(ms).toBeLessThan(ANSWER_WITHIN_MS * patience());
      await until('a bot that is well again', isWell, 30_000);
      expect(performance.now() - ended).toBeLessThan(10_000 * patience());
      expect(bot.child.exitCode).toBeNull();
    }
  },
  60_000 * Math.max(1, TIMES) * patience(),
);

it(
  'has lost nothing, and every line that it wrote is JSON',
  async () => {
    expect(
      await database.prisma.interaction.count({ where: { text: { startsWith: 'Tea with 3 residents' } } }),
    ).toBeGreaterThanOrEqual(kept);
    await until(
      'all deliveries settled',
      async () => (await database.prisma.delivery.count({ where: { state: 'WAITING' } })) === 0,
      60_000 * TIMES,
    ).catch(async (error: Error) => {
      throw new Error(`${error.message}\n${await whatWaits()}`);
    });
    const lines = bot
      .output()
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('People Zones is running'));
    for (const line of lines) expect(() => JSON.parse(line), line).not.toThrow();
  },
  // Longer than what is waited for in it, which says what it was.
  120_000 * TIMES * patience(),
);
