// How the queue is told that something waits: after the commit, of many acts together.
import type { Db } from '../database/client.ts';
import type { PrismaClient } from '../database/generated/client.ts';
import { type Askable, rows } from '../database/statement.ts';
import { restingLanes } from './resting.ts';

/** The name of the queue's one task: send what waits in a lane. */
export const DRAIN = 'drain';

/** The queue is told this often at the most, of all lanes together; and again after so long when it could not be. */
const WAKES_EVERY_MS = 40;
const WAKE_AGAIN_MS = 1000;

interface Waking {
  lanes: Set<string>;
  timer: NodeJS.Timeout | undefined;
  last: number;
}

const waking = new WeakMap<PrismaClient, Waking>();

/**
 * Tells the queue of lanes after the commit that wrote to them, of many acts together: no act waits for it, and none holds what
 * another wants. A process that dies in between has lost nothing: the sweep finds what waits (`sweepLanes`).
 */
export function wakeSoon(prisma: PrismaClient, lanes: ReadonlySet<string>, patiently = false): void {
  if (lanes.size === 0) return;
  const mine = waking.get(prisma) ?? { lanes: new Set(), timer: undefined, last: 0 };
  waking.set(prisma, mine);
  for (const lane of lanes) mine.lanes.add(lane);
  if (mine.timer !== undefined) return;
  mine.timer = setTimeout(() => void wakeNow(prisma), Math.max(0, mine.last + WAKES_EVERY_MS - Date.now()));
  // A process that ends does not wait for a database that is gone.
  if (patiently) mine.timer.unref();
}

/** What the queue has yet to be told, at once: before the process ends. */
export async function wakeNow(prisma: PrismaClient): Promise<void> {
  const mine = waking.get(prisma);
  if (mine === undefined || mine.lanes.size === 0) return;
  clearTimeout(mine.timer);
  const rests = restingLanes(prisma);
  const all = [...mine.lanes].filter((lane) => (rests.get(lane) ?? 0) <= Date.now());
  mine.lanes.clear();
  mine.timer = undefined;
  mine.last = Date.now();
  // A database that fails just now is asked again; what a process takes along with it, the sweep finds.
  if (all.length === 0) return;
  await wakeAll(prisma, all).catch(() => {
    mine.last = Date.now() + WAKE_AGAIN_MS - WAKES_EVERY_MS;
    wakeSoon(prisma, new Set(all), true);
  });
}

/**
 * Tells the queue that a lane has something, at once or by then; one pending job a lane is enough, for it drains the lane. Whoever
 * would come back later does not put off who has been called meanwhile.
 */
export const wake = (db: Askable, lane: string, at?: Date): Promise<void> => wakeAll(db, [lane], at);

/**
 * Many lanes at once. A job that a worker takes in the very moment in which it is asked for is given back as nothing
 * (graphile-worker's `add_jobs` looks first and inserts then), and that worker may have looked before our transaction commits: so
 * whatever came to nothing is asked for again, and is then a job behind the one that was taken.
 */
export async function wakeAll(db: Askable, lanes: readonly string[], at?: Date): Promise<void> {
  let each = [...new Set(lanes)].sort();
  while (each.length > 0) {
    const missed = await rows<{ lane: string }>(db)`
      SELECT l AS lane FROM unnest(${each}::text[]) AS l
      CROSS JOIN LATERAL graphile_worker.add_job(${DRAIN}, json_build_object('lane', l), queue_name := l, run_at := ${at ?? null}::timestamptz, job_key := ${`${DRAIN}:`} || l, max_attempts := 25, job_key_mode := ${at === undefined ? 'replace' : 'preserve_run_at'}) AS j
      WHERE j.id IS NULL`;
    each = missed.map(({ lane }) => lane);
  }
}

/** Every lane of a workspace in which something waits. */
export async function wakeTenant(db: Db, platform: string, tenant: string): Promise<void> {
  const waiting = await db.$queryRaw<{ lane: string }[]>`
    SELECT DISTINCT lane FROM delivery WHERE platform = ${platform} AND tenant = ${tenant} AND state = 'WAITING'`;
  await wakeAll(
    db,
    waiting.map(({ lane }) => lane),
  );
}
