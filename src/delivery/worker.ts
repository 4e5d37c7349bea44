// The worker that empties the outbox: graphile-worker, one pending job a conversation, several replicas on one queue.
//
// After a kill -9 graphile-worker would keep the dead process's jobs, and with them its conversations, locked for four
// hours. So each process leaves a sign of life, and the living unlock the dead.
import { EventEmitter } from 'node:events';
import { Logger, makeWorkerUtils, type Runner, run, type WorkerEvents, type WorkerUtils } from 'graphile-worker';
import type pg from 'pg';
import { newId } from '../database/ids.ts';
import type { Log } from '../log.ts';
import { type Courier, drainLane } from './drain.ts';
import { DRAIN } from './outbox.ts';

/** A process that has not been heard of for this long is dead, and what it held for as long is released. */
export const DEAD_AFTER_MS = 20_000;
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

  async function beat(): Promise<void> {
    await prisma.$executeRaw`INSERT INTO worker_heartbeat (id, worker_ids, seen_at) VALUES (${id}, ${[...workerIds]}, now()) ON CONFLICT (id) DO UPDATE SET seen_at = now(), worker_ids = EXCLUDED.worker_ids`;
    const held = await prisma.$queryRaw<{ locked_by: string }[]>`
      SELECT DISTINCT locked_by FROM graphile_worker.jobs WHERE locked_at < now() - ${DEAD_AFTER_MS} * interval '1 millisecond'
      AND locked_by NOT IN (SELECT unnest(worker_ids) FROM worker_heartbeat WHERE seen_at >= now() - ${DEAD_AFTER_MS} * interval '1 millisecond')`;
    if (held.length > 0) {
      await utils.forceUnlockWorkers(held.map((row) => row.locked_by));
      log.warn({ workers: held.length }, 'released what a dead process held');
    }
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
      await prisma.workerHeartbeat.deleteMany({ where: { id } });
    },
  };
}

function quietLogger(log: Log): Logger {
  return new Logger(() => (level, message) => {
    if (level === 'error') log.error({ queue: message.slice(0, 300) }, 'delivery queue');
    else if (level === 'warning') log.warn({ queue: message.slice(0, 300) }, 'delivery queue');
  });
}
