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

/** A process that has not been heard of for this long is dead. */
export const DEAD_AFTER_MS = 30_000;
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
  events.on('worker:create', ({ worker }) => workerIds.add(worker.workerId));
  const utils: WorkerUtils = await makeWorkerUtils({ pgPool: pool, logger: quietLogger(log) });
  let alive = true;

  async function beat(): Promise<void> {
    await prisma.$executeRaw`INSERT INTO worker_heartbeat (id, worker_ids, seen_at) VALUES (${id}, ${[...workerIds]}, now()) ON CONFLICT (id) DO UPDATE SET seen_at = now(), worker_ids = EXCLUDED.worker_ids`;
    const dead = await prisma.$queryRaw<
      { id: string; worker_ids: string[] }[]
    >`SELECT id, worker_ids FROM worker_heartbeat WHERE seen_at < now() - ${DEAD_AFTER_MS} * interval '1 millisecond'`;
    for (const process of dead) {
      await utils.forceUnlockWorkers(process.worker_ids);
      await prisma.workerHeartbeat.deleteMany({ where: { id: process.id } });
      log.warn({ worker: process.id }, 'released what a dead process held');
    }
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
