// Once for the whole run: one real PostgreSQL with a migrated and a seeded database that test files copy, and the bundles that tests
// run as processes.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { build, bundleFile } from '../../scripts/build.mjs';
import { connectDatabase } from '../../src/database/client.ts';
import { startEmbedded } from '../../src/database/embedded/index.ts';
import { migrate } from '../../src/database/migrations.ts';
import { createLog } from '../../src/process/log.ts';
import { ROOT } from '../../src/process/paths.ts';
import { demonstrate } from './demonstration.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** How many times as long as usual what is right may take here. */
    patience: number;
    postgres: { host: string; port: number; user: string };
    /** Where each is: what Node runs. */
    bundles: { bot: string; wireBot: string; nudgeDay: string };
  }
}

/** What tests copy. */
export const TEMPLATES = { migrated: 'people_zones', demonstration: 'demonstration' } as const;

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await build();
  project.provide('bundles', {
    bot: join(ROOT, 'dist', 'cli.js'),
    wireBot: await bundleFile('tests/support/wire-bot.ts'),
    nudgeDay: await bundleFile('tests/support/nudge-day.ts'),
  });
  const folder = mkdtempSync(join(tmpdir(), 'pz-test-'));
  chmodSync(folder, 0o755); // Else a root's server puts its data elsewhere.
  const server = await startEmbedded(folder, createLog('silent'));
  const pool = new pg.Pool({ ...server.connection });
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  await migrate(pool);
  // What is lost with the machine is nobody's here.
  for (const setting of ['fsync', 'synchronous_commit', 'full_page_writes', 'autovacuum'])
    await pool.query(`ALTER SYSTEM SET ${setting} = off`);
  await pool.query('SELECT pg_reload_conf()');
  await pool.query(`CREATE DATABASE ${TEMPLATES.demonstration}`);
  await pool.end();
  const seeded = await connectDatabase(
    { ...server.connection, database: TEMPLATES.demonstration },
    createLog('silent'),
  );
  await migrate(seeded.pool);
  await demonstrate(seeded.prisma);
  await seeded.close();
  const { host, port, user } = server.connection;
  project.provide('postgres', { host, port, user });
  return async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
