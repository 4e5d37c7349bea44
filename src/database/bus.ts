// A word to every replica: PostgreSQL's NOTIFY, for caches to forget and open consoles to look again. Nothing that
// must not be lost travels here.
import type pg from 'pg';
import type { Log } from '../process/log.ts';
import type { Database } from './client.ts';
import type { PrismaClient } from './generated/client.ts';

/** PostgreSQL's name of the channel. */
export const BUS_CHANNEL = 'people_zones';
/** What travels there: a topic, a line end and a subject; for statements that tell of what they do themselves. */
export const wordOf = (topic: string, subject: string): string => `${topic}\n${subject}`;
/** Zones, teams or agencies have changed. */
export const DIRECTORY = 'directory';
/** Workspaces and tenants have. */
export const CONNECTIONS = 'connections';
/** The subject of a word that says no more than that something has changed. */
export const CHANGED = 'changed';
const RECONNECT_MS = 1000;

/** Itself answers for what goes wrong. */
type Listener = (subject: string) => unknown;
type Listeners = Map<string, Set<Listener>>;

export interface Bus {
  publish(topic: string, subject: string): Promise<void>;
  /** @returns a function that ends the subscription */
  subscribe(topic: string, listen: Listener): () => void;
  close(): Promise<void>;
}

/** Who listens in this process, by their database. */
const here = new WeakMap<PrismaClient, Listeners>();

/**
 * The word to this process itself, which need not wait for the database's: whoever is answered finds their own change with their
 * next line. Ends when all who listen here have done what they do about it.
 */
export async function hearHere(prisma: PrismaClient, topics: ReadonlySet<string>): Promise<void> {
  const listeners = here.get(prisma);
  const heard = [...topics].flatMap((topic) => [...(listeners?.get(topic) ?? [])]);
  await Promise.all(heard.map((listen) => listen(CHANGED)));
}

/** Listens on one connection of its own, which is taken anew when it breaks. */
export async function openBus({ pool, prisma }: Pick<Database, 'pool' | 'prisma'>, log: Log): Promise<Bus> {
  const listeners: Listeners = new Map();
  here.set(prisma, listeners);
  let client: pg.PoolClient | undefined;
  let closed = false;

  async function listen(): Promise<void> {
    client = await pool.connect();
    client.on('notification', (message) => {
      const [topic = '', subject = ''] = (message.payload ?? '').split('\n');
      for (const listener of listeners.get(topic) ?? []) listener(subject);
    });
    client.once('error', (error) => {
      client?.release(error);
      client = undefined;
      if (!closed) again();
    });
    await client.query(`LISTEN ${BUS_CHANNEL}`);
  }

  function again(): void {
    setTimeout(() => {
      if (closed) return;
      listen().catch((error: unknown) => {
        log.warn({ error }, 'the database does not listen yet');
        again();
      });
    }, RECONNECT_MS).unref();
  }

  await listen();
  return {
    async publish(topic, subject) {
      await pool.query('SELECT pg_notify($1, $2)', [BUS_CHANNEL, wordOf(topic, subject)]);
    },
    subscribe(topic, listener) {
      const set = listeners.get(topic) ?? new Set<Listener>();
      listeners.set(topic, set.add(listener));
      return () => set.delete(listener);
    },
    async close() {
      closed = true;
      // Once: a server that ends it at this very moment is heard, too.
      const held = client;
      client = undefined;
      held?.release(true);
    },
  };
}
