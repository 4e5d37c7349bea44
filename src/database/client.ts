// The one way to the database: Prisma over a pool of `pg` connections, with its statements kept prepared.
import pg from 'pg';
import type { Log } from '../process/log.ts';
import { poolOptions } from './connection.ts';
import { APPLICATION_NAME, type EmbeddedServer, startEmbedded } from './embedded/index.ts';
import { PrismaClient } from './generated/client.ts';
import { joinPool } from './statement.ts';
import { Telling } from './transaction.ts';
import { watch } from './watchdog.ts';

export type { Db } from './db.ts';

export interface Database {
  prisma: PrismaClient;
  /** For the delivery queue, the advisory lock and LISTEN; features use `prisma`. */
  pool: pg.Pool;
  url: 'embedded' | 'server';
  /** The bot's own PostgreSQL, where that is what this is. */
  embedded?: Pick<EmbeddedServer, 'connection' | 'data'>;
  /** Closes every connection, then stops the embedded server if there is one. */
  close(): Promise<void>;
}

export interface DatabaseOptions {
  databaseUrl: string | undefined;
  dataDir: string;
  log: Log;
}

/** Prepared statements are kept per connection; beyond this many different texts, new ones go unprepared. */
const MOST_STATEMENTS = 500;

/** Opens the database that the configuration names; the schema is not touched. */
export async function openDatabase({ databaseUrl, dataDir, log }: DatabaseOptions): Promise<Database> {
  const embedded = databaseUrl === undefined ? await startEmbedded(dataDir, log) : undefined;
  const connection: pg.PoolConfig = embedded?.connection ?? { connectionString: databaseUrl };
  const opened = connectDatabase(connection, log);
  const watchdog = watch(opened.pool, connection, log);
  return {
    ...opened,
    url: embedded === undefined ? 'server' : 'embedded',
    ...(embedded === undefined ? {} : { embedded }),
    async close() {
      watchdog.stop();
      await opened.close();
      await embedded?.stop();
    },
  };
}

/** Connects to a PostgreSQL that already runs. */
export function connectDatabase(connection: pg.PoolConfig, log: Log): Database {
  const pool = new pg.Pool(poolOptions(connection, APPLICATION_NAME));
  pool.on('error', (error) => log.warn({ error }, 'an idle database connection was lost'));
  pool.on('connect', (client) => {
    client.on('error', () => {});
    // What is asked here is the same each time, but for whose: to plan it anew for each costs more than to run it.
    // And planned once, it must not be for a table that was empty then: what has an index is looked up along it. Where none fits, the
    // plan counts as so dear that PostgreSQL would compile it each time.
    client.query('SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; SET jit = off').catch(() => {});
  });
  const adapter = new Telling(pool, { statementNameGenerator: nameStatements() });
  const prisma = new PrismaClient({
    adapter,
    errorFormat: 'minimal',
    transactionOptions: { maxWait: 5000, timeout: 10_000 },
  });
  joinPool(prisma, pool);
  return {
    prisma,
    pool,
    url: 'server',
    async close() {
      await prisma.$disconnect();
      if (!pool.ended) await pool.end();
    },
  };
}

function nameStatements(): (query: { sql: string }) => string {
  const names = new Map<string, string>();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    if (names.size >= MOST_STATEMENTS) return '';
    const name = `pz${names.size}`;
    names.set(sql, name);
    return name;
  };
}
