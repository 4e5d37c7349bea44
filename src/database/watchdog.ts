// Finds a path to the database that has gone silent without closing. Such connections look open for hours, and everybody who
// takes one from the pool waits: so they are thrown away together, and the pool opens new ones as soon as somebody answers.
import pg from 'pg';
import type { Log } from '../process/log.ts';
import { within } from '../time/within.ts';
import { Connection } from './connection.ts';

const LOOK_EVERY_MS = 3000;
const ANSWER_WITHIN_MS = 4000;
const TICK_MS = 200;
/** Who was kept from looking at the clock himself cannot say that another was late. */
const AWAKE = 0.7;

export interface Watchdog {
  stop(): void;
}

/** @param pool its connections are destroyed when the database does not answer on one of our own */
export function watch(pool: pg.Pool, connection: pg.ClientConfig, log: Log): Watchdog {
  const live = new Set<Connection>();
  pool.on('connect', (client) => {
    if (client instanceof Connection) live.add(client);
  });
  pool.on('remove', (client) => live.delete(client as unknown as Connection));
  let probe: pg.Client | undefined;
  let stopped = false;

  async function look(): Promise<void> {
    let ticks = 0;
    const ticking = setInterval(() => {
      ticks += 1;
    }, TICK_MS);
    const answered = (await within(ANSWER_WITHIN_MS, ask())) === true;
    clearInterval(ticking);
    if (answered || stopped) return;
    probe?.end().catch(() => {});
    probe = undefined;
    const awake = ticks >= (ANSWER_WITHIN_MS / TICK_MS) * AWAKE;
    if (!awake || live.size === 0) return;
    log.warn({ connections: live.size }, 'the database has fallen silent: its connections are given up');
    for (const client of live) client.destroy();
  }

  /** That the database refuses us is an answer. */
  async function ask(): Promise<true> {
    try {
      if (probe === undefined) {
        const fresh = new pg.Client({ ...connection, application_name: 'people-zones watch' });
        fresh.on('error', () => {
          if (probe === fresh) probe = undefined;
        });
        probe = fresh;
        await fresh.connect();
      }
      await probe.query('SELECT 1');
      return true;
    } catch {
      probe = undefined;
      return true;
    }
  }

  let timer: NodeJS.Timeout;
  const again = () => {
    timer = setTimeout(() => {
      void look().finally(() => {
        if (!stopped) again();
      });
    }, LOOK_EVERY_MS);
    timer.unref();
  };
  again();
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
      probe?.end().catch(() => {});
    },
  };
}
