// How long a line that is recorded on one platform takes to the other, with twenty meetings at once, each platform's pace
// kept: npm run bench -- meeting

import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../src/config.ts';
import { connectDatabase } from '../../src/database/client.ts';
import { startEmbedded } from '../../src/database/embedded/index.ts';
import { migrate } from '../../src/database/migrations.ts';
import { ensurePartnership } from '../../src/features/partnership/begin.ts';
import { createLog } from '../../src/process/log.ts';
import { ROOT } from '../../src/process/paths.ts';
import { SIGNING_SECRET, TEAMS_TENANT } from '../support/bot.ts';
import { slackRequest, slackTs } from '../support/drivers/slack.ts';
import { teamsRequest } from '../support/drivers/teams.ts';
import { startFakeConnector } from '../support/fake-connector.ts';
import { startFakeSlack } from '../support/fake-slack.ts';
import { freePort } from '../support/free-port.ts';
import { aadOf, SLACK_BOT, slackId, TEAMS_BOT, teamsChannel, teamsMember, teamsMessageId } from '../support/ids.ts';

const MEETINGS = 20;
const LINES = 12;
/** People speak: a line every so often in each meeting. */
const EVERY_MS = 4000;

const log = createLog('silent');
const folder = mkdtempSync(join(tmpdir(), 'pz-bench-'));
chmodSync(folder, 0o755); // Else a root's server puts its data elsewhere.
const children: ChildProcess[] = [];
const [slack, connector] = await Promise.all([startFakeSlack(), startFakeConnector()]);
const server = await startEmbedded(folder, log);
const database = connectDatabase(server.connection, log);
const { prisma } = database;

/** When a line was sent, and when it stood on the other side. */
const sent = new Map<string, number>();
const crossed = new Map<string, number>();
function hear(from: 'slack' | 'teams', text: string): void {
  for (const mark of text.match(/line-(?:slack|teams)-\d+-\d+-end/g) ?? [])
    if (!mark.includes(`-${from}-`) && !crossed.has(mark)) crossed.set(mark, performance.now());
}
overhear(slack.posts, (post) => hear('slack', JSON.stringify(post.blocks)));
overhear(connector.posts, (post) => hear('teams', JSON.stringify(post.card)));

try {
  await migrate(database.pool);
  await ensurePartnership(prisma, readConfig({}, ROOT));
  const zones = await makeZones();
  const [port, relayPort] = [await freePort(), await freePort()];
  const { host, port: at, user, database: name } = server.connection;
  run([join(ROOT, 'scripts', 'run.mjs'), 'tests/support/wire-bot.ts'], {
    PORT: String(port),
    PACED: 'true',
    DATABASE_URL: `postgresql://${user}@localhost:${at}/${name}?host=${encodeURIComponent(host)}`,
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_BOT_TOKEN: slack.token,
    SLACK_API_URL: slack.apiUrl,
    LOG_LEVEL: 'info',
  });
  await answering(port);
  const url = `http://127.0.0.1:${port}`;
  for (const zone of zones) {
    const started = await say(url, zone, 'slack', '#here', true);
    if (started.status !== 200) throw new Error(`A meeting could not be started: ${started.status}`);
  }
  await Promise.all(
    zones.map(async (zone, index) => {
      await pause((EVERY_MS * index) / MEETINGS);
      for (let line = 0; line < LINES; line += 1) {
        const from = line % 2 === 0 ? 'slack' : 'teams';
        const mark = `line-${from}-${index}-${line}-end`;
        sent.set(mark, performance.now());
        await say(url, zone, from, `#note ${mark}`);
        await pause(EVERY_MS);
      }
    }),
  );
  await until(() => crossed.size === MEETINGS * LINES, 20_000);
  const lost = [...sent.keys()].filter((mark) => !crossed.has(mark));
  if (lost.length > 0) throw new Error(`${lost.length} lines never crossed: ${lost.slice(0, 3).join(', ')}`);
  if (slack.complaints.length + connector.complaints.length > 0)
    throw new Error(
      `The platforms complained: ${[...slack.complaints, ...connector.complaints].slice(0, 3).join('; ')}`,
    );

  const floor = await measureRelay(relayPort, MEETINGS * LINES);
  const product = [...sent].map(([mark, began]) => (crossed.get(mark) ?? 0) - began);
  const figures = { product: summary(product), floor: summary(floor) };
  const ratio = round(figures.product.p95 / figures.floor.p95);
  console.table(figures);
  console.log(`${sent.size} lines in ${MEETINGS} meetings at once; p95 is ${ratio} times the floor’s.`);
  const file = join(ROOT, 'tests', 'bench', 'results.json');
  const before = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, `${JSON.stringify({ ...before, meeting: { ...figures, p95Ratio: ratio } }, null, 2)}\n`);
} finally {
  for (const child of children) child.kill('SIGTERM');
  await Promise.all(
    children.map((child) => (child.exitCode !== null ? undefined : new Promise((done) => child.once('exit', done)))),
  );
  await database.close();
  await server.stop();
  await Promise.all([slack.stop(), connector.stop()]);
  rmSync(folder, { recursive: true, force: true });
}

/** Twenty zones, each with a channel and a lead on both platforms, each lead's meeting planned for now. */
async function makeZones() {
  const { id: partnershipId } = await prisma.partnership.findFirstOrThrow();
  await prisma.connection.createMany({
    data: [
      { partnershipId, platform: 'slack', tenant: slack.team },
      { partnershipId, platform: 'teams', tenant: TEAMS_TENANT },
    ],
    skipDuplicates: true,
  });
  const agency = await prisma.agency.create({
    data: { partnershipId, name: 'Bench Council', shortName: 'Bench', sector: 'LOCAL_AUTHORITY' },
  });
  const zones = [];
  for (let index = 0; index < MEETINGS; index += 1) {
    const letter = String.fromCharCode(65 + index);
    const zone = await prisma.zone.create({
      data: { partnershipId, name: `Bench ${letter}`, code: `B${letter}`, setting: 'CITY' },
    });
    const places = { slack: slackId('C', `bench ${letter}`), teams: teamsChannel(`bench ${letter}`) };
    slack.channel(places.slack);
    for (const platform of ['slack', 'teams'] as const) {
      const tenant = platform === 'slack' ? slack.team : TEAMS_TENANT;
      const person = await prisma.person.create({
        data: { partnershipId, agencyId: agency.id, name: `Lead ${letter} (${platform})` },
      });
      await prisma.membership.create({
        data: { personId: person.id, zoneId: zone.id, roleTitle: 'Lead', lead: true },
      });
      await prisma.chatIdentity.create({
        data: { partnershipId, personId: person.id, platform, tenant, user: userOf(platform, letter) },
      });
      const reference = platform === 'teams' ? { reference: { serviceUrl: connector.serviceUrl, bot: TEAMS_BOT } } : {};
      const conversation = await prisma.conversation.create({
        data: { partnershipId, platform, tenant, externalId: places[platform], kind: 'channel', ...reference },
      });
      await prisma.zonePlace.create({ data: { conversationId: conversation.id, zoneId: zone.id } });
    }
    zones.push({ letter, places });
  }
  return zones;
}

function userOf(platform: 'slack' | 'teams', letter: string): string {
  return platform === 'slack' ? slackId('U', `lead ${letter}`) : aadOf(letter);
}

type BenchZone = Awaited<ReturnType<typeof makeZones>>[number];

function say(url: string, { letter, places }: BenchZone, from: 'slack' | 'teams', text: string, start = false) {
  const user = userOf(from, letter);
  if (from === 'slack') {
    const words = start ? `<@${SLACK_BOT}> meeting start` : text;
    const event = {
      type: start ? 'app_mention' : 'message',
      channel_type: 'channel',
      user,
      text: words,
      channel: places.slack,
      ts: slackTs(),
    };
    return slackRequest(
      url,
      JSON.stringify({ type: 'event_callback', team_id: slack.team, event_id: randomUUID(), event }),
      { type: 'application/json' },
    );
  }
  return teamsRequest(url, {
    type: 'message',
    id: teamsMessageId(),
    text,
    channelId: 'msteams',
    serviceUrl: connector.serviceUrl,
    from: { id: teamsMember(letter), aadObjectId: user, name: letter },
    recipient: { id: TEAMS_BOT, name: 'People Zones' },
    conversation: { id: places.teams, conversationType: 'channel', tenantId: TEAMS_TENANT },
    channelData: { tenant: { id: TEAMS_TENANT } },
  });
}

async function measureRelay(port: number, count: number): Promise<number[]> {
  const times: number[] = [];
  const begun = new Map<string, number>();
  const sink = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { text } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    times.push(performance.now() - (begun.get(text) ?? 0));
    response.end('{}');
  });
  await new Promise<void>((done) => sink.listen(0, '127.0.0.1', done));
  const to = `http://127.0.0.1:${(sink.address() as AddressInfo).port}`;
  run(
    [join(ROOT, 'scripts', 'run.mjs'), 'tests/bench/relay.ts', String(port), to, JSON.stringify(server.connection)],
    {},
  );
  await answering(port);
  for (let index = 0; index < count; index += 1) {
    const text = `relay-${index}`;
    begun.set(text, performance.now());
    await fetch(`http://127.0.0.1:${port}`, { method: 'POST', body: text });
    await pause(20);
  }
  await until(() => times.length >= count, 20_000);
  sink.close();
  return times;
}

function summary(values: number[]) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function run(how: string[], env: Record<string, string>): void {
  children.push(
    spawn(process.execPath, how, { cwd: ROOT, env: { PATH: process.env['PATH'], ...env }, stdio: 'ignore' }),
  );
}

async function answering(port: number): Promise<void> {
  await until(
    async () => (await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined)) !== undefined,
    60_000,
  );
}

async function until(done: () => boolean | Promise<boolean>, ms: number): Promise<void> {
  const end = performance.now() + ms;
  while (!(await done()) && performance.now() < end) await pause(20);
}

function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}

function overhear<T>(list: T[], told: (entry: T) => void): void {
  const push = list.push.bind(list);
  list.push = (...entries: T[]) => {
    entries.forEach(told);
    return push(...entries);
  };
}
