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
  /** An earlier question that was not answered in time, when we were too busy to say whose fault that was. */
  let hanging: { answered: boolean; probe: pg.Client | undefined; clients: Connection[] } | undefined;

  async function look(): Promise<void> {
    let ticks = 0;
    const ticking = setInterval(() => {
      ticks += 1;
    }, TICK_MS);
    const asked = { answered: false, probe, clients: [...live] };
    const answering = ask().then((answered) => {
      asked.answered = answered;
      return answered;
    });
    const answered = (await within(ANSWER_WITHIN_MS, answering)) === true;
    clearInterval(ticking);
    if (stopped) return;
    if (answered) {
      // A new connection is answered and the older question is not: what it went by was cut meanwhile.
      const cut =
        hanging !== undefined && !hanging.answered ? hanging.clients.filter((client) => live.has(client)) : [];
      forgetHanging();
      if (cut.length > 0) giveUp(cut);
      return;
    }
    asked.probe = probe;
    probe = undefined;
    const awake = ticks >= (ANSWER_WITHIN_MS / TICK_MS) * AWAKE;
    if (!awake) {
      hanging ??= asked;
      if (hanging !== asked) asked.probe?.end().catch(() => {});
      return;
    }
    asked.probe?.end().catch(() => {});
    forgetHanging();
    if (live.size > 0) giveUp([...live]);
  }

  function forgetHanging(): void {
    hanging?.probe?.end().catch(() => {});
    hanging = undefined;
  }

  function giveUp(clients: Connection[]): void {
    log.warn({ connections: clients.length }, 'the database has fallen silent: its connections are given up');
    for (const client of clients) client.destroy();
  }

  /** That the database refuses us is an answer. */
  async function ask(): Promise<true> {
    let asking = probe;
    try {
      if (asking === undefined) {
        const fresh = new pg.Client({ ...connection, application_name: 'people-zones watch' });
        fresh.on('error', () => {
          if (probe === fresh) probe = undefined;
        });
        probe = fresh;
        asking = fresh;
        await fresh.connect();
      }
      await asking.query('SELECT 1');
      return true;
    } catch {
      if (probe === asking) probe = undefined;
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
      forgetHanging();
      probe?.end().catch(() => {});
    },
  };
}
