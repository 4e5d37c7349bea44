// What two hundred connected workspaces and tenants cost a bot that one of them uses: npm run bench -- connections
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SCOPES } from '../../adapters/slack/manifest.ts';
import { readConfig } from '../../src/config.ts';
import { connectDatabase } from '../../src/database/client.ts';
import { startEmbedded } from '../../src/database/embedded/index.ts';
import { newId } from '../../src/database/ids.ts';
import { migrate } from '../../src/database/migrations.ts';
import { ensurePartnership } from '../../src/features/partnership/begin.ts';
import { createSeals } from '../../src/house/seals.ts';
import { sealSecrets } from '../../src/house/secrets.ts';
import { createLog } from '../../src/process/log.ts';
import { ROOT } from '../../src/process/paths.ts';
import { seed } from '../../src/seed/index.ts';
import { startFakeSlack } from '../support/fake-slack.ts';
import { freePort } from '../support/free-port.ts';
import { slackId } from '../support/ids.ts';
import { measure, signedCommand } from './load.ts';
import { keepResults, median, round } from './stage.ts';

const MANY = 200;
const ROUNDS = 5;
const COMMANDS = 1500;
const SECRET = 'a-signing-secret-for-the-bench';
const KEY = 'a-key-of-more-than-thirty-two-characters';
const LINE =
  'log Spoke with 12 residents at the food bank about fly-tipping #interaction #safe #resources #group yesterday 40 min';

/** Asked every few milliseconds until it says so. */
async function ready(port: number): Promise<void> {
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
    if (answer?.status === 200) return;
    await new Promise((done) => setTimeout(done, 5));
  }
}

const folder = mkdtempSync(join(tmpdir(), 'pz-bench-'));
chmodSync(folder, 0o755); // Else a root's server puts its data elsewhere.
const log = createLog('silent');
const server = await startEmbedded(folder, log);
const slack = await startFakeSlack();
slack.paced = false;
try {
  const [channel, user] = [slackId('C', 'bench'), slackId('U', 'bench')];
  const database = connectDatabase(server.connection, log);
  const { prisma } = database;
  const { host, port: at, user: role, database: name } = server.connection;
  await migrate(database.pool);
  await ensurePartnership(prisma, readConfig({}, ROOT));
  await seed(prisma, new Date(), [{ platform: 'slack', tenant: slack.team, conversation: channel, user }]);
  const { id: partnershipId } = await prisma.partnership.findFirstOrThrow();
  const seals = createSeals(KEY);
  const others = Array.from({ length: MANY - 1 }, (_, index) => {
    const id = newId();
    const tenant = slackId('T', `other ${index}`);
    const secrets = { botToken: `xoxb-${index}`, ...(index % 4 === 0 ? { signingSecret: `secret-${index}` } : {}) };
    return {
      id,
      partnershipId,
      platform: 'slack',
      tenant,
      scopes: [...SCOPES],
      ...(index % 4 === 0 ? { app: `A0${index}` } : {}),
      ...sealSecrets(seals, id, secrets),
    };
  });
  const figures = {
    one: { start: [] as number[], p50: [] as number[] },
    many: { start: [] as number[], p50: [] as number[] },
  };
  for (let turn = 0; turn < ROUNDS; turn += 1)
    for (const which of ['one', 'many'] as const) {
      await prisma.connection.deleteMany({ where: { id: { in: others.map(({ id }) => id) } } });
      if (which === 'many') await prisma.connection.createMany({ data: others });
      const port = await freePort();
      const began = performance.now();
      const child = spawn(process.execPath, [join(ROOT, 'bin', 'people-zones.mjs'), 'start'], {
        cwd: folder,
        stdio: 'ignore',
        env: {
          PATH: process.env['PATH'],
          NODE_ENV: 'production',
          PORT: String(port),
          DATABASE_URL: `postgresql://${role}@localhost:${at}/${name}?host=${encodeURIComponent(host)}`,
          SLACK_SIGNING_SECRET: SECRET,
          SLACK_BOT_TOKEN: slack.token,
          SLACK_API_URL: slack.apiUrl,
          SECRET_KEY: KEY,
        },
      });
      const ended = once(child, 'exit');
      await ready(port);
      figures[which].start.push(performance.now() - began);
      const typed = {
        command: '/pz',
        text: LINE,
        team_id: slack.team,
        user_id: user,
        user_name: 'bench',
        channel_id: channel,
        channel_name: 'bench',
        api_app_id: 'A0PEOPLEZONE',
      };
      const requests = Array.from({ length: COMMANDS }, () => signedCommand(typed, SECRET));
      const measured = await measure(port, requests, 1, 'Logged in');
      // The first round warms everything up.
      figures[which].p50.push(measured.p50);
      child.kill('SIGTERM');
      await ended;
    }
  const of = (which: 'one' | 'many', what: 'start' | 'p50') => round(median(figures[which][what].slice(1)));
  const results = {
    start: {
      one: of('one', 'start'),
      many: of('many', 'start'),
      ratio: round(of('many', 'start') / of('one', 'start')),
    },
    command: { one: of('one', 'p50'), many: of('many', 'p50'), ratio: round(of('many', 'p50') / of('one', 'p50')) },
  };
  console.log(
    `start, ms:          one ${results.start.one}, ${MANY} ${results.start.many}, ratio ${results.start.ratio}`,
  );
  console.log(
    `a command, p50 ms:  one ${results.command.one}, ${MANY} ${results.command.many}, ratio ${results.command.ratio}`,
  );
  console.log(
    `calls to workspaces that nobody spoke in: ${slack.calls.filter(({ team }) => team !== slack.team).length}`,
  );
  keepResults({ connections: results });
  await database.close();
} finally {
  await slack.stop();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit();
