// Writes the SQL of a schema change, offline: npm run migration -- add_problem
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbedded } from '../src/database/embedded/index.ts';
import { diff, liveSchema, MIGRATIONS_DIR, migrate, wantedSchema } from '../src/database/migrations.ts';
import { createLog } from '../src/process/log.ts';

const name = process.argv[2] ?? '';
if (!/^[a-z][a-z0-9_]{2,60}$/.test(name)) {
  console.error('Say what changes, in lower case with underscores: npm run migration -- add_problem');
  process.exit(1);
}

const scratch = mkdtempSync(join(tmpdir(), 'pz-migration-'));
chmodSync(scratch, 0o755); // Else a root's server puts its data elsewhere.
const server = await startEmbedded(scratch, createLog('silent'));
try {
  const pool = new pg.Pool(server.connection);
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  await migrate(pool);
  const sql = await diff({ ...server.connection }, liveSchema(), wantedSchema());
  await pool.end();
  if (sql === '') {
    console.log('The schema and the migrations agree: nothing to write.');
  } else {
    const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
    const folder = join(MIGRATIONS_DIR, `${stamp}_${name}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'migration.sql'), sql);
    console.log(`Written: ${folder}/migration.sql. Read it, add checks that Prisma cannot state, and commit it.`);
  }
} finally {
  await server.stop();
  rmSync(scratch, { recursive: true, force: true });
}
