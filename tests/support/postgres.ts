// One real PostgreSQL for the whole run, with a migrated database that every test file copies.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { ensureClient } from '../../scripts/build.mjs';
import { startEmbedded } from '../../src/database/embedded.ts';
import { migrate } from '../../src/database/migrations.ts';
import { createLog } from '../../src/log.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgres: { host: string; port: number; user: string };
  }
}

export const TEMPLATE = 'people_zones';

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  ensureClient();
  const folder = mkdtempSync(join(tmpdir(), 'pz-test-'));
  chmodSync(folder, 0o755); // Else a root's server puts its data elsewhere.
  const server = await startEmbedded(folder, createLog('silent'));
  const pool = new pg.Pool({ ...server.connection });
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  await migrate(pool);
  await pool.end();
  const { host, port, user } = server.connection;
  project.provide('postgres', { host, port, user });
  return async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
