// The process: configuration, database, house, adapters, HTTP server, schedule. And all of it down again.
import { createDispatch } from './chat/dispatch.ts';
import type { Incoming } from './chat/incoming.ts';
import type { Adapter, Dispatch } from './chat/port.ts';
import type { Registry } from './chat/registry.ts';
import type { Reply } from './chat/replies.ts';
import { completions } from './chat/words.ts';
import { type Clock, systemClock } from './clock.ts';
import { closedDoors } from './closed-doors.ts';
import type { Config } from './config.ts';
import { openBus } from './database/bus.ts';
import { type Database, openDatabase } from './database/client.ts';
import { createConsoleStore } from './database/console-store.ts';
import { migrate } from './database/migrations.ts';
import type { Courier } from './delivery/courier.ts';
import { noticeCopy } from './delivery/hold.ts';
import { inBackground, wakeNow } from './delivery/index.ts';
import { prune, sweepLanes } from './delivery/sweep.ts';
import { type DeliveryWorker, startWorker } from './delivery/worker.ts';
import { sweepOrphans } from './features/actions/index.ts';
import { sendDigests } from './features/digests/index.ts';
import { sendReviews } from './features/ideas/index.ts';
import { productRegistry } from './features/index.ts';
import { closePulses } from './features/measures/index.ts';
import { keepCalendar, watchMeetings } from './features/meetings/index.ts';
import { sendNudges } from './features/nudges/index.ts';
import { createDirectories, createResolver, welcomeBack } from './features/people/index.ts';
import { answerOf, buildHouse } from './house.ts';
import { createLinks, keyInFolder, type Links, NO_LINKS } from './http/links.ts';
import { pageRoutes } from './http/pages.ts';
import { startHttp } from './http/server.ts';
import type { Log } from './log.ts';
import { ensurePartnership, seedIfEmpty } from './partnership.ts';
import { type Job, startSchedule } from './schedule/index.ts';
import { createSeals } from './seals.ts';
import { within } from './within.ts';

export interface Bot {
  port: number;
  database: Database;
  /** SIGTERM's way: takes nothing more, finishes what is in flight, releases the database. */
  stop(): Promise<void>;
}

export interface BotOptions {
  config: Config;
  log: Log;
  clock?: Clock;
  registry?: Registry;
  /** Teams is served beside Slack even without credentials, to callers on this machine. */
  teamsAlways?: boolean;
  /** False: platforms are spoken to as fast as the bot can. For tests, whose platforms do not mind. */
  paced?: boolean;
  /** False: nothing is done that only the clock asks for. For tests that count. */
  scheduled?: boolean;
  /** False: nothing that waits is sent. For tests that count. */
  sending?: boolean;
  /** Tests bring their own database; the process opens the configured one. */
  database?: Database;
}

/** Starts everything. @throws with what to do when the configuration, the database or the port does not allow it */
export async function startBot({
  config,
  log,
  clock = systemClock,
  registry = productRegistry(),
  database: given,
  teamsAlways = false,
  paced = true,
  scheduled = true,
  sending = true,
}: BotOptions): Promise<Bot> {
  // The adapters' packages are loaded while the database starts.
  const loading = loadAdapters(config, teamsAlways);
  loading.catch(() => {});
  const database = given ?? (await openDatabase({ databaseUrl: config.databaseUrl, dataDir: config.dataDir, log }));
  const undo: (() => Promise<void>)[] = given === undefined ? [() => database.close()] : [];
  const stop = async () => {
    for (const step of undo.reverse().splice(0))
      await step().catch((error: unknown) => log.error({ error }, 'stopping'));
  };
  try {
    const applied = await migrate(database.pool);
    if (applied.length > 0) log.info({ applied }, 'schema brought up to date');
    const { prisma } = database;
    const held = await noticeCopy(prisma);
    if (held !== undefined)
      log.warn(
        { held },
        'this database is a copy of another: what waited in it is held back; "deliveries --send-held" lets it go',
      );
    await ensurePartnership(prisma, config);
    if (config.console && config.slack === undefined && config.teams.appId === undefined && database.url === 'embedded')
      await seedIfEmpty(prisma, clock());

    let listening: number | undefined;
    const key = await keyOf(config, database);
    const links = linksOf(key, config, () => listening);
    const seals = key === undefined ? undefined : createSeals(key);
    const bus = await openBus(database.pool, log);
    undo.push(() => bus.close());
    const adaptersByName = new Map<string, Adapter>();
    const { house, accounts } = buildHouse({
      database,
      registry,
      directory: createDirectories(prisma, bus),
      resolve: createResolver(prisma, bus),
      links,
      seals,
      adapterOf: (platform) => adaptersByName.get(platform),
      clock,
      log,
    });
    const flight = trackFlight(createDispatch(house));
    const adapters = (await loading)({
      dispatch: flight.dispatch,
      late: house.late,
      registry,
      log,
      console: createConsoleStore(prisma, bus),
      tenantSeen: (platform, tenant) => rememberTenant(database, platform, tenant),
    });
    for (const adapter of adapters)
      adaptersByName.set(adapter.platform, paced ? adapter : { ...adapter, pace: NO_PACE });

    const courier: Courier = {
      prisma,
      log,
      adapters: adaptersByName,
      liveCards: registry.liveCards,
      links,
      answerOf: (key, partnershipId) => answerOf(house, key, partnershipId),
      ...closedDoors(prisma, clock, log),
      now: systemClock,
      busy: flight.flying,
    };
    const worker = sending ? await startWorker(database.pool, courier) : RESTING_WORKER;
    undo.push(() => worker.stop());
    undo.push(() => wakeNow(prisma));
    undo.push(() => flight.landed());
    const jobs: Job[] = [
      { name: 'sign of life', everySeconds: 5, afterSeconds: 0, run: () => worker.beat() },
      { name: 'sweep', everySeconds: 10, afterSeconds: 2, run: () => sweepLanes(prisma, log) },
      { name: 'review of ideas', everySeconds: 600, afterSeconds: 35, run: () => sendReviews(prisma, clock()) },
      {
        name: 'digests',
        everySeconds: 300,
        afterSeconds: 50,
        run: () => sendDigests(prisma, registry.nudges, clock()),
      },
      { name: 'nudges', everySeconds: 300, afterSeconds: 15, run: () => sendNudges(prisma, registry.nudges, clock()) },
      {
        name: 'back from leave',
        everySeconds: 300,
        afterSeconds: 25,
        run: () => welcomeBack(prisma, clock()).then(() => {}),
      },
      { name: 'orphaned actions', everySeconds: 300, afterSeconds: 45, run: () => sweepOrphans(prisma) },
      {
        name: 'meetings that fell silent',
        everySeconds: 60,
        afterSeconds: 5,
        run: () => watchMeetings(prisma, clock()),
      },
      {
        name: 'pulses that are over',
        everySeconds: 300,
        afterSeconds: 55,
        run: () => closePulses(prisma, seals, clock()),
      },
      { name: 'calendar of meetings', everySeconds: 600, afterSeconds: 25, run: () => keepCalendar(prisma, clock()) },
      { name: 'accounts that were closed', everySeconds: 3600, afterSeconds: 2000, run: () => accounts.lookAgain() },
      { name: 'prune', when: '0 20 3 * * *', run: () => prune(prisma) },
      { name: 'queue of what failed', everySeconds: 3600, afterSeconds: 1540, run: () => worker.tidy() },
    ];
    const schedule = startSchedule(scheduled ? jobs : [], log);
    undo.push(() => schedule.stop());
    for (const adapter of adapters) {
      await adapter.start();
      undo.push(() => adapter.stop());
    }
    // Beside the start: nobody waits for a name.
    accounts.meet().catch((error: unknown) => log.warn({ error }, 'who the project team are could not be asked'));
    const http = await startHttp({
      host: config.host,
      port: config.port,
      routes: [
        ...adapters.flatMap((adapter) => adapter.routes),
        ...pageRoutes(registry.pages, () => ({
          db: prisma,
          now: clock(),
          links,
          seals,
          background: (partnershipId, work) => inBackground(prisma, partnershipId, work),
        })),
      ],
      log,
      notReady: () => notReady(database, worker.running),
      resting: () => restingTenants(database),
    });
    undo.push(() => http.stop());
    listening = http.port;
    return { port: http.port, database, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const RESTING_WORKER: DeliveryWorker = {
  running: () => true,
  beat: async () => {},
  tidy: async () => {},
  stop: async () => {},
};

const NO_PACE: Adapter['pace'] = { conversation: [], privately: [], tenant: [] };

interface AdapterParts {
  dispatch: Dispatch;
  late(incoming: Incoming, reply: Reply): Promise<void>;
  registry: Registry;
  log: Log;
  console: ReturnType<typeof createConsoleStore>;
  tenantSeen(platform: string, tenant: string): Promise<void>;
}

/** What signs and seals: the key of the environment, or one beside the bot's own database, and never in it. */
async function keyOf(config: Config, database: Database): Promise<string | undefined> {
  return config.secretKey ?? (database.url === 'embedded' ? await keyInFolder(config.dataDir) : undefined);
}

/** Pages have addresses where the bot knows its own, and has a key. */
function linksOf(key: string | undefined, config: Config, port: () => number | undefined): Links {
  if (key === undefined) return NO_LINKS;
  const own = () => (config.console && port() !== undefined ? `http://localhost:${port()}` : undefined);
  return createLinks(() => config.publicUrl?.replace(/\/+$/, '') ?? own(), key);
}

/** Loads what is configured and nothing else: a Slack-only bot never loads Teams' packages. */
async function loadAdapters(config: Config, teamsAlways: boolean): Promise<(parts: AdapterParts) => Adapter[]> {
  const { slack } = config;
  const teamsWanted = config.teams.appId !== undefined || slack === undefined || teamsAlways;
  const [slackModule, teamsModule, consoleModule] = await Promise.all([
    slack === undefined ? undefined : import('../adapters/slack/index.ts'),
    teamsWanted ? import('../adapters/teams/index.ts') : undefined,
    config.console ? import('../adapters/console/index.ts') : undefined,
  ]);
  return ({ dispatch, late, registry, log, console: store, tenantSeen }) => {
    const adapters: Adapter[] = [];
    const shortcuts = [...registry.shortcuts.values()].map(({ name, title }) => ({ name, title }));
    if (slack !== undefined && slackModule !== undefined)
      adapters.push(
        slackModule.createSlackAdapter({
          config: slack,
          dispatch,
          late,
          log,
          tenantSeen: (tenant) => tenantSeen('slack', tenant),
        }),
      );
    if (teamsModule !== undefined)
      adapters.push(teamsModule.createTeamsAdapter({ config: config.teams, dispatch, late, log }));
    if (consoleModule !== undefined)
      adapters.push(
        consoleModule.createConsoleAdapter({ dispatch, store, completions: completions(registry.commands), shortcuts }),
      );
    return adapters;
  };
}

/** Counts the acts that are under way, so that the process does not leave in the middle of one. */
function trackFlight(dispatch: Dispatch): { dispatch: Dispatch; flying(): number; landed(): Promise<void> } {
  const flying = new Set<Promise<Reply>>();
  return {
    dispatch(incoming) {
      const act = dispatch(incoming);
      flying.add(act);
      return act.finally(() => flying.delete(act));
    },
    flying: () => flying.size,
    async landed() {
      await Promise.allSettled(flying);
    },
  };
}

async function rememberTenant({ prisma }: Database, platform: string, tenant: string): Promise<void> {
  const partnership = await prisma.partnership.findFirstOrThrow({ orderBy: { createdAt: 'asc' } });
  await prisma.chatTenant.upsert({
    where: { platform_tenant: { platform, tenant } },
    create: { platform, tenant, partnershipId: partnership.id },
    update: {},
  });
}

/** Workspaces that refuse us just now: the bot is ready, and somebody should look. */
async function restingTenants({ prisma }: Database): Promise<string[]> {
  const resting = await prisma.chatTenant.findMany({ where: { pausedSince: { not: null } } }).catch(() => []);
  return resting.map(({ platform, pausedReason }) => `${platform}: ${pausedReason ?? ''}`);
}

async function notReady(database: Database, workerRunning: () => boolean): Promise<string[]> {
  const missing: string[] = [];
  const asked = database.pool.query("SELECT to_regclass('_prisma_migrations') IS NOT NULL AS there").then(
    (result) => result.rows[0]?.there === true,
    () => undefined,
  );
  const found = await within(2000, asked);
  if (found === undefined) missing.push('database');
  if (found === false) missing.push('migrations');
  if (!workerRunning()) missing.push('delivery worker');
  return missing;
}
