// A database of a test's own, copied from the migrated template in some tens of milliseconds.
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { connectDatabase, type Database } from '../../src/database/client.ts';
import { createLog } from '../../src/process/log.ts';
import { TEMPLATES } from './postgres.ts';

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
  const server = inject('postgres');
  const name = `t_${randomBytes(6).toString('hex')}`;
  const client = new pg.Client({ ...server, database: 'postgres' });
  await client.connect();
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
  await client.end();
  return { ...server, database: name };
}

export async function openTestDatabase(): Promise<Database> {
  return connectDatabase(await emptyDatabase(), createLog('silent'));
}

/** With the demonstration partnership in it. */
export async function openDemonstration(): Promise<Database> {
  return connectDatabase(await createDatabase(TEMPLATES.demonstration), createLog('silent'));
}
