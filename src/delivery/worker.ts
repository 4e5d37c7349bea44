// The worker that empties the outbox: graphile-worker, one pending job a conversation, several replicas on one queue.
//
// After a kill -9 graphile-worker would keep the dead process's jobs, and with them its conversations, locked for four
// hours. So each process holds an advisory lock, which PostgreSQL drops when the process dies, and leaves a sign of life,
// for a machine that vanishes from the network; and the living, or the next to start, unlock the dead. A database that fails
// ends the queue's runner, not the process: what it held is released, and the next runner begins.
import { EventEmitter } from 'node:events';
import { Logger, makeWorkerUtils, type Runner, run, type WorkerEvents, type WorkerUtils } from 'graphile-worker';
import type pg from 'pg';
import { newId } from '../database/ids.ts';
import type { Log } from '../process/log.ts';
import { within } from '../time/within.ts';
import type { Courier } from './courier.ts';
import { drainLane } from './drain.ts';
import { holdLock } from './lock.ts';
import { DRAIN } from './wake.ts';

/** A process that has not been heard of for this long is dead, and what it held for as long is released. */
export const DEAD_AFTER_MS = 20_000;
/** One whose lock is gone has been given this long to take it anew. */
const UNLOCKED_MS = 1000;
const CONCURRENCY = 10;
const RESTART_MS = 500;
/** By then a finished job is booked as such. */
const BOOKED_MS = 10;
/** A job that was locked in our name for so long and that nobody here works on was given to us by an answer that never came. */
const LOST_MS = 5000;
/** The queue is asked every second: a job that nobody has taken for so long, by a runner with free hands, will not be taken. */
const OVERDUE_MS = 10_000;
/** A runner that takes nothing from one beat to the next may be busy with its database; after so many it is over. */
const STUCK_BEATS = 2;
/** A runner whose database is gone may take long to notice its own end; nobody waits for that. */
const END_WITHIN_MS = 2000;

export interface DeliveryWorker {
  /** True while jobs are taken. */
  running(): boolean;
  /** Leaves a sign of life and releases what the dead held; called every few seconds. */
  beat(): Promise<void>;
  /** Throws away the queue's rows of what failed for good: its jobs, and queues that hold none. */
  tidy(): Promise<void>;
  stop(): Promise<void>;
}

/** Nothing is sent: for tests that count what an act costs. */
export const RESTING_WORKER: DeliveryWorker = {
  running: () => true,
  beat: async () => {},
  tidy: async () => {},
  stop: async () => {},
};

/** One runner of the queue, and the names under which it locks jobs. */
interface Turn {
  runner: Runner;
  ids: Set<string>;
  over: boolean;
}

export async function startWorker(pool: pg.Pool, courier: Courier): Promise<DeliveryWorker> {
  const { prisma, log } = courier;
  const id = newId();
  const logger = quietLogger(log);
  const utils: WorkerUtils = await makeWorkerUtils({ pgPool: pool, logger });
  let stopping = false;
  let turn: Turn | undefined;
  const lock = await holdLock(pool, id, () => !stopping);
  /** A lane is drained by one at a time, also when the runner before has not noticed yet that it is over. */
  const lanes = new Map<string, Promise<void>>();
  /** Lanes whose job may yet be booked as done. */
  const settling = new Set<string>();
  let taken = 0;
  let beats: { taken: number; stuck: number } = { taken: 0, stuck: 0 };

  async function drain(lane: string, mine: { over: boolean }): Promise<void> {
    const before = lanes.get(lane) ?? Promise.resolve();
    const work = before.catch(() => {}).then(() => drainLane(courier, lane, () => stopping || mine.over));
    lanes.set(lane, work);
    try {
      await work;
      // graphile-worker books a job as done by its id alone, whoever holds it by then, and the one who does would keep its queue
      // locked. A failure is booked only by who holds it.
      if (mine.over) throw new Error('this runner is over: the next one does it');
    } finally {
      if (lanes.get(lane) === work) lanes.delete(lane);
      settling.add(lane);
      setTimeout(() => settling.delete(lane), LOST_MS).unref();
      setTimeout(() => callAgain(lane), BOOKED_MS).unref();
    }
  }

  /**
   * What was put into a lane while its job was being booked as done was not to be had then, and would wait for the next poll: the
   * queue is told of it once more.
   */
  function callAgain(lane: string): void {
    if (stopping) return;
    pool
      .query(
        `SELECT pg_notify('jobs:insert', '{"r":"again","count":1}') FROM graphile_worker.jobs WHERE key = $1 AND locked_at IS NULL AND run_at <= now()`,
        [`${DRAIN}:${lane}`],
      )
      .catch(() => {}); // The poll finds it.
  }

  async function begin(): Promise<Turn> {
    const ids = new Set<string>();
    const events: WorkerEvents = new EventEmitter();
    // Jobs are locked in the name of the pool, of a worker in other versions.
    events.on('pool:create', ({ workerPool }) => ids.add(workerPool.id));
    events.on('worker:create', ({ worker }) => ids.add(worker.workerId));
    const state = { over: false };
    const runner = await run({
      pgPool: pool,
      preset: {
        worker: {
          concurrentJobs: CONCURRENCY,
          pollInterval: 1000,
          // In batches, a failure to book a job is told to us; else it is a promise that nobody waits for, and ends the process.
          completeJobBatchDelay: 0,
          failJobBatchDelay: 0,
        },
      },
      noHandleSignals: true,
      logger,
      events,
      taskList: {
        [DRAIN]: async (payload) => {
          taken += 1;
          const lane = typeof payload === 'object' && payload !== null && 'lane' in payload ? String(payload.lane) : '';
          await drain(lane, state);
        },
      },
    });
    const begun: Turn = Object.assign(state, { runner, ids });
    // Also when it shuts itself down and waits for ever for one of its own: its promise would never say so.
    for (const sign of ['pool:fatalError', 'pool:gracefulShutdown'] as const) events.on(sign, () => end(begun));
    runner.promise.then(
      () => end(begun),
      (error: unknown) => {
        log.error({ error }, 'the delivery queue’s runner ended');
        end(begun);
      },
    );
    return begun;
  }

  /** One may end before it was told that it began: then the next is begun by its own end. */
  async function living(): Promise<Turn | undefined> {
    const begun = await begin();
    return begun.over ? undefined : begun;
  }

  /** The runner is over: the next one begins when the database lets it. */
  function end(begun: Turn): void {
    if (begun.over || stopping) return;
    begun.over = true;
    if (turn === begun) turn = undefined;
    void within(
      END_WITHIN_MS,
      begun.runner.stop().catch(() => {}),
    ).then(() => again(begun.ids));
  }

  async function again(held: Set<string>): Promise<void> {
    while (!stopping && turn === undefined)
      try {
        await new Promise((done) => setTimeout(done, RESTART_MS));
        if (stopping) return;
        await utils.forceUnlockWorkers([...held]);
        turn = await living();
        if (turn === undefined) return;
        log.warn('the delivery queue runs again');
        await beat();
      } catch (error) {
        log.warn({ error }, 'the delivery queue does not run yet');
      }
  }

  async function beat(): Promise<void> {
    const workerIds = [...(turn?.ids ?? [])];
    await prisma.$executeRaw`INSERT INTO worker_heartbeat (id, worker_ids, seen_at, holds_lock) VALUES (${id}, ${workerIds}, now(), ${lock.held()}) ON CONFLICT (id) DO UPDATE SET seen_at = now(), worker_ids = EXCLUDED.worker_ids, holds_lock = EXCLUDED.holds_lock`;
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
    // The database may give us a job and the answer be lost on the way: it would wait for hours, for we live. It is known by its lane,
    // for its key goes to the job that is added after it.
    const lost = await prisma.$executeRaw`
      UPDATE graphile_worker._private_jobs SET locked_by = NULL, locked_at = NULL
      WHERE locked_by = ANY(${workerIds}::text[]) AND locked_at < now() - ${LOST_MS} * interval '1 millisecond'
      AND NOT (payload ->> 'lane' = ANY(${[...lanes.keys(), ...settling]}::text[]))`;
    if (lost > 0) log.warn({ jobs: lost }, 'released what was given to us and never arrived');
    const stranded = await prisma.$executeRaw`
      UPDATE graphile_worker._private_job_queues q SET locked_by = NULL, locked_at = NULL WHERE q.locked_at < now() - ${UNLOCKED_MS} * interval '1 millisecond'
      AND NOT EXISTS (SELECT 1 FROM graphile_worker._private_jobs j WHERE j.job_queue_id = q.id AND j.locked_at IS NOT NULL)`;
    if (stranded > 0) log.warn({ queues: stranded }, 'released conversations that were locked for a job that is gone');
    await prisma.workerHeartbeat.deleteMany({ where: { id: { in: dead.map((row) => row.id) } } });
    await prisma.$executeRaw`DELETE FROM worker_heartbeat WHERE seen_at < now() - interval '1 day'`;
    await lookAtRunner();
  }

  /** A runner that has free hands and leaves lying what is due is over, whatever it says of itself. */
  async function lookAtRunner(): Promise<void> {
    const [{ overdue } = { overdue: false }] = await prisma.$queryRaw<{ overdue: boolean }[]>`
      SELECT EXISTS (SELECT 1 FROM graphile_worker._private_jobs j LEFT JOIN graphile_worker._private_job_queues q ON q.id = j.job_queue_id
        WHERE j.is_available AND j.run_at < now() - ${OVERDUE_MS} * interval '1 millisecond' AND q.locked_at IS NULL) AS overdue`;
    const stuck = overdue && taken === beats.taken && lanes.size < CONCURRENCY;
    beats = { taken, stuck: stuck ? beats.stuck + 1 : 0 };
    if (beats.stuck < STUCK_BEATS || turn === undefined) return;
    beats = { taken, stuck: 0 };
    log.warn('the delivery queue leaves lying what is due: it begins anew');
    end(turn);
  }

  turn = await living();
  await beat();
  return {
    running: () => turn !== undefined,
    beat,
    tidy: () => utils.cleanup({ tasks: ['DELETE_PERMAFAILED_JOBS', 'GC_JOB_QUEUES'] }),
    async stop() {
      stopping = true;
      const last = turn;
      turn = undefined;
      if (last !== undefined) await last.runner.stop().catch(() => {});
      await utils.release();
      lock.release();
      await prisma.workerHeartbeat.deleteMany({ where: { id } }).catch(() => {});
    },
  };
}

function quietLogger(log: Log): Logger {
  return new Logger(() => (level, message) => {
    if (level === 'error') log.error({ queue: message.slice(0, 300) }, 'delivery queue');
    else if (level === 'warning') log.warn({ queue: message.slice(0, 300) }, 'delivery queue');
  });
}
