// How fast we may speak. A queue's run_at is no limiter (it catches up in bursts), so the limit stands at the send:
// one row a conversation and one a tenant, moved forward by the generic cell rate algorithm, on the database's clock.
import type { Pace } from '../chat/port.ts';
import type { Db } from '../database/client.ts';
import { UNHURRIED } from './unhurried.ts';

/**
 * Takes the next slot of every key, or none: a slot that lies further off than `patienceMs` is not taken.
 * @returns milliseconds until the message may go (0: now), and whether the slots were taken
 */
export async function takeSlot(
  db: Db,
  limits: { key: string; pace: Pace }[],
  patienceMs: number,
): Promise<{ waitMs: number; taken: boolean }> {
  let waitMs = 0;
  for (const { key, pace } of limits) {
    const rows = await db.$queryRaw<{ wait: number }[]>`
      SELECT greatest(0, extract(epoch FROM next_at - clock_timestamp()) * 1000 - ${pace.everyMs * (pace.burst - 1)})::float8 AS wait FROM send_pace WHERE key = ${key}`;
    waitMs = Math.max(waitMs, rows[0]?.wait ?? 0);
  }
  if (waitMs > patienceMs) return { waitMs, taken: false };
  let latest = 0;
  for (const { key, pace } of limits) {
    const rows = await db.$queryRaw<{ wait: number }[]>`
      INSERT INTO send_pace (key, next_at) SELECT ${key}, clock_timestamp() + ${pace.everyMs} * interval '1 millisecond' FROM ${UNHURRIED}
      ON CONFLICT (key) DO UPDATE SET next_at = greatest(send_pace.next_at, clock_timestamp()) + ${pace.everyMs} * interval '1 millisecond'
      RETURNING greatest(0, extract(epoch FROM next_at - clock_timestamp()) * 1000 - ${pace.everyMs * pace.burst})::float8 AS wait`;
    latest = Math.max(latest, rows[0]?.wait ?? 0);
  }
  return { waitMs: latest, taken: true };
}

/**
 * Where one message may go at a time, the next one's time counts from when this one was there, not from when it was planned:
 * a slow send must not be followed too soon.
 */
export async function keepPace(db: Db, limits: { key: string; pace: Pace; mine: boolean }[]): Promise<void> {
  for (const { key, pace } of limits.filter(({ mine, pace: { burst } }) => mine && burst === 1))
    await db.$executeRaw`UPDATE send_pace SET next_at = clock_timestamp() + ${pace.everyMs} * interval '1 millisecond' FROM ${UNHURRIED} WHERE key = ${key}`;
}

/** The platform said when it wants to hear from us again. */
export async function holdUntil(db: Db, key: string, pace: Pace, retryAfterMs: number): Promise<void> {
  const ahead = retryAfterMs + pace.everyMs * (pace.burst - 1);
  await db.$executeRaw`
    INSERT INTO send_pace (key, next_at) VALUES (${key}, clock_timestamp() + ${ahead} * interval '1 millisecond')
    ON CONFLICT (key) DO UPDATE SET next_at = greatest(send_pace.next_at, EXCLUDED.next_at)`;
}
