// people-zones doctor: configuration, database and deliveries, and what to do.
import type { Command } from 'commander';
import { ConfigError } from '../config.ts';
import { countHeld } from '../delivery/hold.ts';
import { readBooks } from '../delivery/sweep.ts';
import { keyOf } from '../house/links.ts';
import { createSeals } from '../house/seals.ts';
import { assertOpen } from '../house/secrets.ts';
import { type Opened, withDatabase } from './opened.ts';

export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description('check configuration, database and deliveries, and say what to do')
    .action(() => withDatabase(doctor));
}

async function doctor({ database, config }: Opened): Promise<void> {
  const ok = (words: string) => console.log(`ok    ${words}`);
  const bad = (words: string) => {
    console.log(`look  ${words}`);
    process.exitCode = 1;
  };
  ok('configuration');
  const version = await database.pool.query('SHOW server_version');
  const where = database.embedded === undefined ? 'on a server' : `of our own, in ${database.embedded.data}`;
  ok(`database: PostgreSQL ${version.rows[0].server_version}, ${where}`);
  const migrated = await database.pool.query("SELECT to_regclass('_prisma_migrations') IS NOT NULL AS there");
  if (migrated.rows[0].there !== true) return bad('schema: not there yet; run "npm run cli -- migrate"');
  ok('schema');
  if (config.slack?.botToken === undefined)
    ok(config.slack === undefined ? 'Slack: not configured' : 'Slack: workspaces connect themselves');
  else {
    const { WebClient } = await import('@slack/web-api');
    const client = new WebClient(config.slack.botToken, {
      ...(config.slack.apiUrl === undefined ? {} : { slackApiUrl: config.slack.apiUrl }),
      retryConfig: { retries: 0 },
      timeout: 5000,
    });
    await client.auth.test().then(
      (found) => ok(`Slack: ${found.team ?? ''} as ${found.user ?? ''}`),
      () => bad('Slack: the bot token is not accepted, or Slack cannot be reached; see docs/operators.md'),
    );
  }
  ok(
    config.teams.appId === undefined
      ? 'Teams: not configured; only callers on this machine are served'
      : `Teams: ${config.teams.type}`,
  );
  const books = await readBooks(database.prisma);
  if (books.sent + books.waiting + books.dead + books.skipped === books.all)
    ok(
      `deliveries: ${books.sent} sent + ${books.waiting} waiting + ${books.dead} dead + ${books.skipped} skipped = ${books.all}`,
    );
  else bad('deliveries: the books do not add up');
  const held = await countHeld(database.prisma);
  if (held > 0)
    bad(`${held} deliveries held back since this database was restored: "deliveries --send-held" lets them go`);
  await lookAtConnections({ database, config }, ok, bad);
  for (const { platform, tenant, trouble, refusedSince } of await database.prisma.connection.findMany({
    where: { refusedSince: { not: null }, state: 'ACTIVE' },
  }))
    bad(
      `${platform} ${tenant} refuses us since ${refusedSince?.toISOString() ?? ''}: ${trouble ?? ''}. What should go there waits.`,
    );
  const unreached = await database.prisma.chatIdentity.count({
    where: { unreachable: { not: null }, person: { active: true } },
  });
  if (unreached > 0) bad(`${unreached} accounts take no messages from us; their leads have been told`);
  if (books.dead > 0)
    bad(`${books.dead} dead deliveries: "npm run cli -- deliveries" says why, with --retry it sends them again`);
}

/** Who takes part, whether their secrets can be opened, and who has to let the app in again. */
async function lookAtConnections(
  { database, config }: Pick<Opened, 'database' | 'config'>,
  ok: (words: string) => void,
  bad: (words: string) => void,
): Promise<void> {
  const { prisma } = database;
  const of = async (state: 'ACTIVE' | 'ASKED' | 'PAUSED') =>
    prisma.connection.count({ where: { state, platform: { not: 'console' } } });
  ok(`chats: ${await of('ACTIVE')} take part, ${await of('ASKED')} ask to, ${await of('PAUSED')} are paused`);
  const key = await keyOf(config, database);
  await assertOpen(prisma, key === undefined ? undefined : createSeals(key, config.secretKeyBefore)).catch(
    (error: unknown) => {
      if (!(error instanceof ConfigError)) throw error;
      for (const problem of error.problems) bad(problem);
    },
  );
  const { SCOPES } = await import('../../adapters/slack/manifest.ts');
  const keyed = await prisma.connection.findMany({
    where: { platform: 'slack', state: 'ACTIVE', app: null, keyId: { not: null } },
    select: { tenant: true, name: true, scopes: true },
  });
  for (const { tenant, name, scopes } of keyed)
    if (SCOPES.some((scope) => !scopes.includes(scope)))
      bad(
        `${name ?? tenant} has to install the app again, which asks for more now: "zone chats connect" makes an address`,
      );
}
