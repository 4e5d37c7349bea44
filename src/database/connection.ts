// One connection to PostgreSQL, as a pool holds it: it says one thing after the other, and is thrown away when it falls silent.
import pg from 'pg';

/** Nothing that a person or a message waits for takes longer; what falls silent for as long is given up. */
const ANSWER_WITHIN_MS = 15_000;
export const CONNECT_WITHIN_MS = 5000;
/** TCP asks an idle peer whether it is still there. */
const PROBE_IDLE_AFTER_MS = 5000;
const POOL_SIZE = 10;

type Asking = (...args: unknown[]) => Promise<unknown>;

/**
 * Prisma asks several things at once inside a transaction, which pg queues, deprecates and will refuse: here they queue in front
 * of it. A query that is not answered in time leaves a connection that nobody can use any more: it is destroyed.
 */
export class Connection extends pg.Client {
  private last: Promise<unknown> = Promise.resolve();
  /** pg's own switch, which it reads anew at each query: what is asked goes out without waiting for what was asked before. */
  declare pipeline: boolean;

  // biome-ignore lint/suspicious/noExplicitAny: pg declares fourteen ways to call this; all of them pass through
  override query(...args: any[]): any {
    const ask = super.query as unknown as Asking;
    if (args.some((arg) => typeof arg === 'function') || isSubmittable(args[0])) return ask.apply(this, args);
    const asked = this.last.then(() => ask.apply(this, args));
    this.last = asked.then(
      () => undefined,
      (error: unknown) => {
        if (error instanceof Error && error.message === 'Query read timeout') this.destroy();
      },
    );
    return asked;
  }

  /** For whoever holds the connection alone: past the queue. */
  straight(query: string | pg.QueryConfig): Promise<pg.QueryResult> {
    return (super.query as unknown as Asking).call(this, query) as Promise<pg.QueryResult>;
  }

  /** The next thing that is asked, in whichever way this connection is used just now. */
  inTurn(query: pg.QueryConfig): Promise<pg.QueryResult> {
    return this.pipeline ? this.straight(query) : this.query(query);
  }

  /** Everything that waits for an answer here fails at once. */
  destroy(): void {
    const { stream } = (this as unknown as { connection: { stream: { destroy(): void } } }).connection;
    stream.destroy();
  }
}

function isSubmittable(given: unknown): boolean {
  return typeof given === 'object' && given !== null && 'submit' in given && typeof given.submit === 'function';
}

/** What every pool of ours is opened with, where the connection does not say otherwise. */
export function poolOptions(connection: pg.PoolConfig, applicationName: string): pg.PoolConfig {
  return {
    max: POOL_SIZE,
    connectionTimeoutMillis: CONNECT_WITHIN_MS,
    query_timeout: ANSWER_WITHIN_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: PROBE_IDLE_AFTER_MS,
    ...connection,
    Client: Connection,
    application_name: applicationName,
  } as pg.PoolConfig;
}
