// How fast we may speak. A queue's run_at is no limiter (it catches up in bursts), so the limit stands at the send:
// one row a conversation and one a tenant, moved forward by the generic cell rate algorithm, on the database's clock.
// What may be forgotten when the database's machine dies need not wait for its disk: a message's pace, and that it was handed
// over (postgresql.org/docs/current/wal-async-commit.html).
import type { Pace } from '../chat/port.ts';
import { type Askable, rows } from '../database/statement.ts';

/**
 * Takes the next slot of every key, or none: a slot that lies further off than `patienceMs` is not taken. Whoever takes them
 * notes at once that the delivery is handed over.
 * @returns milliseconds until the message may go (0: now), and whether the slots were taken
 */
export async function takeSlot(
  db: Askable,
  limits: { key: string; pace: Pace }[],
  patienceMs: number,
  handed: { id: string; at: Date } | undefined,
): Promise<{ waitMs: number; taken: boolean }> {
  const wanted = limits.map(({ key, pace }) => ({ key, every: pace.everyMs, burst: pace.burst }));
  const [slot] = await rows<{ ahead: number; wait: number }>(db)`
    WITH wanted AS MATERIALIZED (SELECT * FROM jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) AS w(key text, every float8, burst int)),
    ahead AS MATERIALIZED (
      SELECT coalesce(max(greatest(0, extract(epoch FROM s.next_at - clock_timestamp()) * 1000 - w.every * (w.burst - 1))), 0)::float8 AS wait
      FROM wanted w JOIN send_pace s ON s.key = w.key),
    taken AS (
      INSERT INTO send_pace (key, next_at) SELECT w.key, clock_timestamp() + w.every * interval '1 millisecond' FROM wanted w, ahead,
        (SELECT set_config('synchronous_commit', 'off', true) AS set OFFSET 0) AS unhurried WHERE ahead.wait <= ${patienceMs}::float8 ORDER BY w.key
      ON CONFLICT (key) DO UPDATE SET next_at = greatest(send_pace.next_at, clock_timestamp())
        + (SELECT w.every FROM wanted w WHERE w.key = send_pace.key) * interval '1 millisecond'
      RETURNING key, next_at),
    handed AS (
      UPDATE delivery SET handed_at = ${handed?.at ?? null}::timestamptz FROM ahead, (SELECT set_config('synchronous_commit', 'off', true) AS set OFFSET 0) AS unhurried WHERE ahead.wait <= ${patienceMs}::float8 AND id = ${handed?.id ?? null}::uuid)
    SELECT ahead.wait AS ahead,
      (SELECT coalesce(max(greatest(0, extract(epoch FROM t.next_at - clock_timestamp()) * 1000 - w.every * w.burst)), 0)::float8 FROM taken t JOIN wanted w ON w.key = t.key) AS wait
    FROM ahead`;
  const { ahead = 0, wait = 0 } = slot ?? {};
  return ahead > patienceMs ? { waitMs: ahead, taken: false } : { waitMs: wait, taken: true };
}

/** The platform said when it wants to hear from us again. */
export async function holdUntil(db: Askable, key: string, pace: Pace, retryAfterMs: number): Promise<void> {
  const ahead = retryAfterMs + pace.everyMs * (pace.burst - 1);
  await rows(db)`
    INSERT INTO send_pace (key, next_at) VALUES (${key}, clock_timestamp() + ${ahead}::float8 * interval '1 millisecond')
    ON CONFLICT (key) DO UPDATE SET next_at = greatest(send_pace.next_at, EXCLUDED.next_at)`;
}
