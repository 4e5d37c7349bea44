// A database of a test's own, copied from the migrated template in some tens of milliseconds.
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { connectDatabase, type Database } from '../../src/database/client.ts';
import { CONNECT_WITHIN_MS } from '../../src/database/connection.ts';
import { createLog } from '../../src/process/log.ts';
import { TEMPLATES } from './templates.ts';
import { patience } from './until.ts';

/**
 * A bot holds three for as long as it lives, which leaves one: a transaction that asks outside itself waits for itself, and its test
 * fails. And each connection begins by learning the whole schema.
 */
const CONNECTIONS = 4;

export async function emptyDatabase(): Promise<pg.PoolConfig & { database: string }> {
  return createDatabase(TEMPLATES.migrated);
}

/** With the demonstration partnership in it, for processes that open it themselves. */
export async function demonstrationDatabase(): Promise<pg.PoolConfig & { database: string }> {
  return createDatabase(TEMPLATES.demonstration);
}

/** Not even migrated. */
export async function bareDatabase(): Promise<pg.PoolConfig & { database: string }> {
  return createDatabase('template0');
}

async function createDatabase(template: string): Promise<pg.PoolConfig & { database: string }> {
  const name = `t_${randomBytes(6).toString('hex')}`;
  await asOwner(async (client) => {
    // Copying needs the template to itself for a moment; another worker may be copying too.
    for (let attempt = 0; ; attempt += 1) {
      try {
        await client.query(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY FILE_COPY`);
        break;
      } catch (error) {
        if (attempt > 50) throw error;
        await new Promise((done) => setImmediate(done));
      }
    }
  });
  return { ...inject('postgres'), database: name };
}

export const openTestDatabase = (): Promise<Database> => open(TEMPLATES.migrated);

/** With the demonstration partnership in it. */
export const openDemonstration = (): Promise<Database> => open(TEMPLATES.demonstration);

/** It is gone when it is closed: a run makes more than a hundred. */
async function open(template: string): Promise<Database> {
  const connection = await createDatabase(template);
  const connectionTimeoutMillis = CONNECT_WITHIN_MS * patience();
  const database = connectDatabase({ ...connection, max: CONNECTIONS, connectionTimeoutMillis }, createLog('silent'));
  return {
    ...database,
    async close() {
      await database.close();
      await asOwner((client) => client.query(`DROP DATABASE IF EXISTS ${connection.database} WITH (FORCE)`));
    },
  };
}

async function asOwner(act: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ ...inject('postgres'), database: 'postgres' });
  await client.connect();
  try {
    await act(client);
  } finally {
    await client.end();
  }
}
