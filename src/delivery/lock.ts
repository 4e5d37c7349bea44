// A lock that lives as long as this process does: PostgreSQL itself drops it when the process dies.
import type pg from 'pg';

export interface Lock {
  held(): boolean;
  release(): void;
}

const AGAIN_MS = 500;

/** Taken anew when its connection breaks, however long that takes. */
export async function holdLock(pool: pg.Pool, id: string, wanted: () => boolean): Promise<Lock> {
  let client: pg.PoolClient | undefined;

  async function take(): Promise<void> {
    const fresh = await pool.connect();
    fresh.once('error', (error) => lost(fresh, error));
    fresh.once('end', () => lost(fresh, new Error('the connection ended')));
    try {
      await fresh.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [id]);
      client = fresh;
    } catch (error) {
      fresh.release(true);
      throw error;
    }
  }

  function lost(gone: pg.PoolClient, error: Error): void {
    if (client !== gone) return;
    client = undefined;
    gone.release(error);
    again();
  }

  function again(): void {
    setTimeout(() => {
      if (wanted()) take().catch(again);
    }, AGAIN_MS).unref();
  }

  await take();
  return {
    held: () => client !== undefined,
    release() {
      const held = client;
      client = undefined;
      held?.release(true);
    },
  };
}
