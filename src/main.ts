// The process: configuration, database, house, adapters, HTTP server, schedule. And all of it down again.
import { createDispatch } from './chat/dispatch.ts';
import type { Adapter } from './chat/port.ts';
import type { Registry } from './chat/registry.ts';
import type { Config } from './config.ts';
import { openBus } from './database/bus.ts';
import { type Database, openDatabase } from './database/client.ts';
import { createConsoleStore } from './database/console-store.ts';
import { migrate } from './database/migrations.ts';
import type { Courier } from './delivery/courier.ts';
import { noticeCopy } from './delivery/hold.ts';
import { inBackground, wakeNow } from './delivery/index.ts';
import { deliveryJobs } from './delivery/jobs.ts';
import { RESTING_WORKER, startWorker } from './delivery/worker.ts';
import { productRegistry } from './features/index.ts';
import { loadAdapters, NO_PACE, type TeamsTrust } from './house/adapters.ts';
import { beginPartnership } from './house/begin.ts';
import { closedDoors } from './house/closed-doors.ts';
import { openConnections } from './house/connections.ts';
import { trackFlight } from './house/flight.ts';
import { answerOf, buildHouse, standing } from './house/index.ts';
import { keyOf, linksOf } from './house/links.ts';
import { notReady } from './house/readiness.ts';
import { createSeals } from './house/seals.ts';
import { assertOpen } from './house/secrets.ts';
import { rememberTenant, restingTenants } from './house/tenants.ts';
import { pageRoutes } from './http/pages.ts';
import { startHttp } from './http/server.ts';
import type { Log } from './process/log.ts';
import { type Job, startSchedule } from './schedule/index.ts';
import { seedIfEmpty } from './seed/first.ts';
import { type Clock, systemClock } from './time/clock.ts';

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
  /** Tests stand in for Microsoft. */
  teamsTrust?: TeamsTrust;
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
  teamsTrust,
  paced = true,
  scheduled = true,
  sending = true,
}: BotOptions): Promise<Bot> {
  // The adapters' packages are loaded while the database starts.
  const loading = loadAdapters(config, teamsAlways, teamsTrust);
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
    await beginPartnership(prisma, config);
    if (config.console && config.slack === undefined && config.teams.appId === undefined && database.url === 'embedded')
      await seedIfEmpty(prisma, clock());

    let listening: number | undefined;
    const key = await keyOf(config, database);
    const links = linksOf(key, config, () => listening);
    const seals = key === undefined ? undefined : createSeals(key, config.secretKeyBefore);
    await assertOpen(prisma, seals);
    const bus = await openBus(database, log);
    undo.push(() => bus.close());
    const connections = await openConnections({ prisma, bus, seals, clock, log });
    const adaptersByName = new Map<string, Adapter>();
    const { house, accounts } = buildHouse({
      database,
      registry,
      bus,
      links,
      seals,
      adapterOf: (platform) => adaptersByName.get(platform),
      doors: () => [...adaptersByName.values()].flatMap(({ door }) => (door === undefined ? [] : [door])),
      connections,
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
      async tenantSeen(platform, tenant, name) {
        await rememberTenant(database, platform, tenant, name);
        await connections.refresh();
      },
      connections,
      links,
      now: clock,
      standing: (platform, deliveryId, owner) => standing(house, deliveryId, { platform, ...owner }),
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
    const context = () => ({ prisma, now: clock(), seals, nudges: registry.nudges });
    const jobs: Job[] = [
      ...deliveryJobs(prisma, worker, log),
      ...registry.jobs.map((job) => ({ ...job, run: () => job.run(context()) })),
      { name: 'connections', everySeconds: 10, afterSeconds: 7, run: () => connections.refresh() },
      { name: 'accounts that were closed', everySeconds: 3600, afterSeconds: 2000, run: () => accounts.lookAgain() },
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
          reaches: (platform) => adaptersByName.has(platform),
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
