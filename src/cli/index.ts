// The operator's commands: people-zones start | migrate | seed | doctor | deliveries | manifests | import | report.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { config as readDotenv } from 'dotenv';
import { type Config, ConfigError, readConfig } from '../config.ts';
import { type Database, openDatabase } from '../database/client.ts';
import type { About } from '../database/embedded/backup.ts';
import { migrate } from '../database/migrations.ts';
import { countHeld, holdWaiting, sendHeld } from '../delivery/hold.ts';
import { readBooks, retryDead } from '../delivery/sweep.ts';
import { ensurePartnership } from '../features/partnership/begin.ts';
import type { PartnershipChange } from '../features/partnership/index.ts';
import { createLog, type Log, surviveFaults, takeOverConsole } from '../process/log.ts';
import { ROOT } from '../process/paths.ts';
import { type RealPlace, seed } from '../seed/index.ts';
import { operatorWords } from './troubles.ts';

const STOP_WITHIN_MS = 9500;

const program = new Command('people-zones').description('The People Zones bot').showHelpAfterError();

program
  .command('start', { isDefault: true })
  .description('run the bot')
  .action(() => withConfig(start));

program
  .command('migrate')
  .description('bring the database up to this version’s schema, and stop')
  .action(() =>
    withDatabase(async ({ database }) => {
      const applied = await migrate(database.pool);
      console.log(applied.length === 0 ? 'The database is up to date.' : `Applied: ${applied.join(', ')}`);
    }),
  );

program
  .command('seed')
  .description('fill an empty database with the demonstration partnership')
  .option('--slack <TEAM:CHANNEL:USER>', 'link the first zone to this channel and make this user one of its leads')
  .option('--teams <TENANT:CONVERSATION:AADOBJECTID>', 'the same for Teams')
  .action((options: { slack?: string; teams?: string }) =>
    withDatabase(async ({ database, config }) => {
      const real = [...realPlace('slack', options.slack), ...realPlace('teams', options.teams)];
      await migrate(database.pool);
      await ensurePartnership(database.prisma, config);
      await seed(database.prisma, new Date(), real);
      console.log(
        'Seeded: two zones, ten agencies, 25 people, eight weeks of interactions, six problems and what was promised for them.',
      );
    }),
  );

program
  .command('doctor')
  .description('check configuration, database and deliveries, and say what to do')
  .action(() => withDatabase(doctor));

program
  .command('deliveries')
  .description('what became of everything that was to be sent')
  .option('--retry', 'send the dead ones again')
  .option('--hold', 'hold back everything that waits: for a database that was restored')
  .option('--send-held', 'let go what was held back')
  .action((options: { retry?: boolean; hold?: boolean; sendHeld?: boolean }) =>
    withDatabase(async ({ database }) => {
      if (options.hold === true) console.log(`Held back: ${await holdWaiting(database.prisma)}`);
      if (options.sendHeld === true) console.log(`Let go: ${await sendHeld(database.prisma)}`);
      if (options.retry === true) console.log(`Put back: ${await retryDead(database.prisma)}`);
      const books = await readBooks(database.prisma);
      console.log(
        `sent ${books.sent} + waiting ${books.waiting} + dead ${books.dead} + skipped ${books.skipped} = ${books.all}`,
      );
      const troubled = await database.prisma.delivery.groupBy({
        by: ['state', 'platform', 'reason'],
        where: { state: { in: ['DEAD', 'SKIPPED'] } },
        _count: true,
      });
      for (const row of troubled)
        console.log(`  ${row._count} ${row.state.toLowerCase()} on ${row.platform}: ${row.reason ?? ''}`);
    }),
  );

program
  .command('backup')
  .description(
    'write a backup of the embedded database into one file, also while the bot runs; it is tried before it is kept',
  )
  .argument('<FILE>', 'such as people-zones-2026-11-26.tar.gz')
  .action((file: string) =>
    withDatabase(async ({ database, config, log }) => {
      const { embedded } = database;
      if (embedded === undefined)
        throw new ConfigError([
          'DATABASE_URL: this database is on a server; back it up with pg_dump --format=custom "$DATABASE_URL"',
        ]);
      const { backup } = await import('../database/embedded/index.ts');
      console.log(backupWords(await backup({ dataDir: config.dataDir, ...embedded }, file, log), file));
    }),
  );

program
  .command('restore')
  .description('put a backup into DATA_DIR, which must hold no database; the bot must not be running')
  .argument('<FILE>')
  .option('--send', 'send what waited when the backup was made')
  .option('--hold', 'hold that back; so it is done, too, where nobody can be asked')
  .action((file: string, options: { send?: boolean; hold?: boolean }) =>
    withConfig(async (config) => {
      const { restore } = await import('../database/embedded/index.ts');
      const about = await restore(file, config.dataDir, createLog('warn'));
      const database = await openDatabase({ databaseUrl: undefined, dataDir: config.dataDir, log: createLog('warn') });
      const { waiting } = await readBooks(database.prisma);
      const send =
        options.send === true ||
        (options.hold !== true && waiting > 0 && (await askWhetherToSend(waiting, about.madeAt)));
      const held = send ? 0 : await holdWaiting(database.prisma);
      await database.close();
      console.log(restoredWords(about, config.dataDir, held, send));
      process.exit();
    }),
  );

program
  .command('manifests')
  .description('write the app manifests for Slack and Teams, filled in from the configuration, ready to upload')
  .option('--to <FOLDER>', 'where to', 'people-zones-apps')
  .option(
    '--listen',
    'ask also for channel messages, so that #decision … is heard in a meeting without a mention',
    false,
  )
  .action((options: { to: string; listen: boolean }) =>
    withConfig(async (config) => {
      const { PLACEHOLDER, writeManifests } = await import('./manifests.ts');
      const socketMode = config.slack?.appToken !== undefined;
      const identity = {
        publicUrl: config.publicUrl ?? PLACEHOLDER.publicUrl,
        appId: config.teams.appId ?? PLACEHOLDER.appId,
        socketMode,
        listen: options.listen,
      };
      for (const path of await writeManifests(identity, options.to)) console.log(path);
      if (config.publicUrl === undefined && !socketMode) console.log('PUBLIC_URL is not set: replace the address.');
      if (config.teams.appId === undefined) console.log('MICROSOFT_APP_ID is not set: replace the id for Teams.');
    }),
  );

program
  .command('partnership')
  .description('what the partnership is called, its marking, where single cases go; without options it is shown')
  .option('--name <NAME>')
  .option('--marking <MARKING>', 'stands on every document: OFFICIAL')
  .option('--advice <WORDS>', 'where what concerns one person should go')
  .option('--officers <HOW>', 'in papers for the board: named, or unnamed')
  .action((options: PartnershipChange) =>
    withPartnership(async ({ prisma, id, operators }) => operators.setPartnership(prisma, id, options)),
  );

program
  .command('lead')
  .description('make somebody of a zone’s team its lead')
  .argument('<ZONE>', 'its letters or its name')
  .argument('<PERSON>', 'their whole name')
  .option('--end', 'they lead it no longer', false)
  .action((zone: string, person: string, { end }: { end: boolean }) =>
    withPartnership(async ({ prisma, id, operators }) => operators.setZoneLead(prisma, id, { zone, person, end })),
  );

program
  .command('board')
  .description('name a member of the board')
  .argument('<PERSON>', 'their whole name')
  .option('--executive', 'of its Executive', false)
  .option('--end', 'they are on it no longer', false)
  .action((person: string, { executive, end }: { executive: boolean; end: boolean }) =>
    withPartnership(async ({ prisma, id, operators }) =>
      operators.nameBoard(prisma, id, person, end ? undefined : executive ? 'EXECUTIVE' : 'BOARD'),
    ),
  );

program
  .command('import')
  .description('read figures from a CSV file: columns zone, measure, period, value; all or nothing')
  .argument('<WHAT>', 'measures, or police: the open data of the police, counted by LSOA')
  .argument('<FILE>')
  .option('--zone <ZONE>', 'police: the letters of the zone')
  .option('--lsoa <CODES>', 'police: the LSOAs that the zone covers, with commas between')
  .option('--overwrite', 'put what the file says in place of what stands there', false)
  .action((what: string, file: string, options: { zone?: string; lsoa?: string; overwrite: boolean }) =>
    withDatabase(async ({ database, config }) => {
      const { importFile } = await import('./import.ts');
      console.log(await importFile(database.prisma, config, what, file, options));
    }),
  );

program
  .command('report')
  .description('write the paper of some weeks as a page, a PDF, CSV or JSON; without dates, of the last four weeks')
  .option('--zone <ZONE>', 'of this zone alone, by its letters or its name')
  .option('--from <DAY>', 'a day in its first week, YYYY-MM-DD')
  .option('--to <DAY>', 'a day in its last week, YYYY-MM-DD')
  .option('--out <FILE>', 'where to; its ending says what it is: .html, .pdf, .csv, .json', 'report.html')
  .action((options: { zone?: string; from?: string; to?: string; out: string }) =>
    withDatabase(async ({ database }) => {
      const { writeReport } = await import('./report.ts');
      console.log(await writeReport(database.prisma, options, new Date()));
    }),
  );

await program.parseAsync(process.argv);

async function start(config: Config, log: Log): Promise<void> {
  const say = console.log;
  // Somebody who tries it out looks at an empty terminal until the database is there.
  if (config.console && config.databaseUrl === undefined)
    say('People Zones is starting, with a database of its own. The first time that takes half a minute.');
  else log.info('starting');
  const { startBot } = await import('../main.ts');
  takeOverConsole(log);
  surviveFaults(log);
  const bot = await startBot({ config, log });
  const address = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${bot.port}`;
  say(
    config.console
      ? `People Zones is running. Open ${address}`
      : `People Zones is running. Slack and Teams reach it at ${config.publicUrl ?? address}`,
  );
  let stopping = false;
  const stop = (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    void bot.stop().then(() => process.exit(0));
  };
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
}

/** @returns false where nobody is there to be asked */
async function askWhetherToSend(waiting: number, madeAt: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const { createInterface } = await import('node:readline/promises');
  const asking = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await asking.question(
    `${waiting} messages waited when this backup was made (${madeAt}); most have been sent since. Send them again? [y/N] `,
  );
  asking.close();
  return /^y(?:es)?$/i.test(answer.trim());
}

function countWords({ rows }: About): string {
  const of = (table: string) => rows[table] ?? 0;
  return `${of('person')} people, ${of('interaction')} interactions, ${of('problem')} problems, ${of('meeting')} meetings`;
}

function backupWords(about: About, file: string): string {
  return `Backed up to ${file}, and tried: ${countWords(about)}. Keep it where the bot’s machine cannot take it along.`;
}

function restoredWords(about: About, dataDir: string, held: number, sent: boolean): string {
  const waited =
    held > 0
      ? ` ${held} messages that waited then are held back, for most have been sent since; "deliveries --send-held" lets them go.`
      : sent
        ? ' What waited then is sent when the bot starts.'
        : '';
  return `Restored into ${dataDir}, as of ${about.madeAt}: ${countWords(about)}.${waited}`;
}

/** Says what has become of it. A running bot hears of it within seconds. */
function withPartnership(
  work: (here: {
    prisma: Opened['database']['prisma'];
    id: string;
    operators: typeof import('../features/partnership/index.ts');
  }) => Promise<string>,
): Promise<void> {
  return withDatabase(async ({ database: { prisma } }) => {
    const operators = await import('../features/partnership/index.ts');
    const found = await prisma.partnership.findFirst({ orderBy: { createdAt: 'asc' }, select: { id: true } });
    if (found === null) throw new Error('There is no partnership yet: start the bot once.');
    console.log(await work({ prisma, id: found.id, operators }));
  });
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
  if (config.slack === undefined) ok('Slack: not configured');
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
  for (const { platform, tenant, pausedReason, pausedSince } of await database.prisma.chatTenant.findMany({
    where: { pausedSince: { not: null } },
  }))
    bad(
      `${platform} ${tenant} refuses us since ${pausedSince?.toISOString() ?? ''}: ${pausedReason ?? ''}. What should go there waits.`,
    );
  const unreached = await database.prisma.chatIdentity.count({
    where: { unreachable: { not: null }, person: { active: true } },
  });
  if (unreached > 0) bad(`${unreached} accounts take no messages from us; their leads have been told`);
  if (books.dead > 0)
    bad(`${books.dead} dead deliveries: "npm run cli -- deliveries" says why, with --retry it sends them again`);
}

function realPlace(platform: string, given: string | undefined): RealPlace[] {
  if (given === undefined) return [];
  // A Teams conversation id holds colons itself: the first part is the tenant, the last the user.
  const parts = given.split(':');
  const [tenant = '', user = ''] = [parts[0], parts.at(-1)];
  const conversation = parts.slice(1, -1).join(':');
  if (parts.length < 3 || tenant === '' || conversation === '' || user === '')
    throw new ConfigError([
      `--${platform}: expected three parts, such as ${platform === 'slack' ? 'T012:C345:U678' : 'TENANT:19:abc@thread.tacv2:AADOBJECTID'}`,
    ]);
  return [{ platform, tenant, conversation, user }];
}

interface Opened {
  database: Database;
  config: Config;
  log: Log;
}

async function withDatabase(use: (opened: Opened) => Promise<void>): Promise<void> {
  await withConfig(async (config) => {
    const quiet = createLog('warn');
    const database = await openDatabase({ databaseUrl: config.databaseUrl, dataDir: config.dataDir, log: quiet });
    try {
      await use({ database, config, log: quiet });
    } finally {
      await database.close();
    }
    // Prisma keeps a timer for every transaction, which would hold up the end for ten seconds.
    process.exit();
  });
}

async function withConfig(use: (config: Config, log: Log) => Promise<void>): Promise<void> {
  const file = join(process.cwd(), '.env');
  if (existsSync(file)) readDotenv({ path: file, quiet: true });
  try {
    const config = readConfig(process.env, ROOT);
    await use(config, createLog(config.logLevel));
  } catch (error) {
    const words = operatorWords(error);
    // For whoever sits there, not for the log.
    if (words !== undefined) process.stderr.write(`${words}\n`);
    else {
      const reference = Date.now().toString(36);
      createLog('error').error({ error, reference }, 'could not go on');
      process.stderr.write(`Something went wrong, reference ${reference} (see the log line above).\n`);
    }
    process.exit(1);
  }
}
