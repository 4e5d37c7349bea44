// The worker that empties the outbox: graphile-worker, one pending job a conversation, several replicas on one queue.
//
// After a kill -9 graphile-worker would keep the dead process's jobs, and with them its conversations, locked for four
// hours. So each process holds an advisory lock, which PostgreSQL drops when the process dies, and leaves a sign of life,
// for a machine that vanishes from the network; and the living, or the next to start, unlock the dead.
import { EventEmitter } from 'node:events';
import { Logger, makeWorkerUtils, type Runner, run, type WorkerEvents, type WorkerUtils } from 'graphile-worker';
import type pg from 'pg';
import { newId } from '../database/ids.ts';
import type { Log } from '../log.ts';
import { type Courier, drainLane } from './drain.ts';
import { DRAIN } from './outbox.ts';

/** A process that has not been heard of for this long is dead, and what it held for as long is released. */
export const DEAD_AFTER_MS = 20_000;
/** One whose lock is gone has been given this long to take it anew. */
const UNLOCKED_MS = 1000;
const CONCURRENCY = 10;

export interface DeliveryWorker {
  /** True while jobs are taken. */
  running(): boolean;
  /** Leaves a sign of life and releases what the dead held; called every few seconds. */
  beat(): Promise<void>;
  stop(): Promise<void>;
}

export async function startWorker(pool: pg.Pool, courier: Courier): Promise<DeliveryWorker> {
  const { prisma, log } = courier;
  const id = newId();
  const workerIds = new Set<string>();
  const events: WorkerEvents = new EventEmitter();
  // Jobs are locked in the name of the pool, of a worker in other versions.
  events.on('pool:create', ({ workerPool }) => workerIds.add(workerPool.id));
  events.on('worker:create', ({ worker }) => workerIds.add(worker.workerId));
  const utils: WorkerUtils = await makeWorkerUtils({ pgPool: pool, logger: quietLogger(log) });
  let alive = true;
  const lock = await holdLock(pool, id, () => alive);

  async function beat(): Promise<void> {
    await prisma.$executeRaw`INSERT INTO worker_heartbeat (id, worker_ids, seen_at, holds_lock) VALUES (${id}, ${[...workerIds]}, now(), ${lock.held()}) ON CONFLICT (id) DO UPDATE SET seen_at = now(), worker_ids = EXCLUDED.worker_ids, holds_lock = EXCLUDED.holds_lock`;
    const dead = await prisma.$queryRaw<{ id: string; worker_ids: string[] }[]>`
      SELECT w.id, w.worker_ids FROM worker_heartbeat w WHERE w.holds_lock AND w.seen_at < now() - ${UNLOCKED_MS} * interval '1 millisecond'
      AND NOT EXISTS (SELECT 1 FROM pg_locks l WHERE l.locktype = 'advisory' AND l.objsubid = 1
        AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND ((l.classid::bigint << 32) | l.objid::bigint) = hashtextextended(w.id, 0))`;
    const silent = await prisma.$queryRaw<{ locked_by: string }[]>`
      SELECT DISTINCT locked_by FROM graphile_worker.jobs WHERE locked_at < now() - ${DEAD_AFTER_MS} * interval '1 millisecond'
      AND locked_by NOT IN (SELECT unnest(worker_ids) FROM worker_heartbeat WHERE seen_at >= now() - ${DEAD_AFTER_MS} * interval '1 millisecond')`;
    const held = [...dead.flatMap((row) => row.worker_ids), ...silent.map((row) => row.locked_by)];
    if (held.length > 0) {
      await utils.forceUnlockWorkers(held);
      log.warn({ workers: held.length }, 'released what a dead process held');
    }
    await prisma.workerHeartbeat.deleteMany({ where: { id: { in: dead.map((row) => row.id) } } });
    await prisma.$executeRaw`DELETE FROM worker_heartbeat WHERE seen_at < now() - interval '1 day'`;
  }

  const runner: Runner = await run({
    pgPool: pool,
    concurrency: CONCURRENCY,
    pollInterval: 1000,
    noHandleSignals: true,
    logger: quietLogger(log),
    events,
    taskList: {
      [DRAIN]: async (payload) => {
        const lane = typeof payload === 'object' && payload !== null && 'lane' in payload ? String(payload.lane) : '';
        await drainLane(courier, lane);
      },
    },
  });
  runner.promise.catch((error: unknown) => {
    alive = false;
    log.error({ error }, 'the delivery worker ended');
  });
  await beat();
  return {
    running: () => alive,
    beat,
    async stop() {
      alive = false;
      await runner.stop();
      await utils.release();
      lock.release();
      await prisma.workerHeartbeat.deleteMany({ where: { id } });
    },
  };
}

interface Lock {
  held(): boolean;
  release(): void;
}

/** A lock that lives as long as this process does; taken anew when its connection breaks. */
async function holdLock(pool: pg.Pool, id: string, wanted: () => boolean): Promise<Lock> {
  let client: pg.PoolClient | undefined;
  const take = async () => {
    const fresh = await pool.connect();
    fresh.once('error', (error) => {
      fresh.release(error);
      client = undefined;
      if (wanted()) take().catch(() => {});
    });
    await fresh.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [id]);
    client = fresh;
  };
  await take();
  return { held: () => client !== undefined, release: () => client?.release(true) };
}

function quietLogger(log: Log): Logger {
  return new Logger(() => (level, message) => {
    if (level === 'error') log.error({ queue: message.slice(0, 300) }, 'delivery queue');
    else if (level === 'warning') log.warn({ queue: message.slice(0, 300) }, 'delivery queue');
  });
}
