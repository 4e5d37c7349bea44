// A process of its own, for as long as its standard input stays open: one real PostgreSQL with a migrated and a seeded database that
// tests copy. It says where it is in one line of JSON.
import { chmodSync, existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { connectDatabase } from '../../src/database/client.ts';
import { startEmbedded } from '../../src/database/embedded/index.ts';
import { migrate } from '../../src/database/migrations.ts';
import { createLog } from '../../src/process/log.ts';
import { demonstrate } from './demonstration.ts';
import { TEMPLATES } from './templates.ts';

const MEMORY = '/dev/shm';
/** What a whole run keeps at once is a tenth of it. */
const ENOUGH_BYTES = 4e9;

/** In memory where that is large enough: a copied database is some hundreds of files, which a slow disk makes last half a second. */
function place(): string {
  if (!existsSync(MEMORY)) return tmpdir();
  const { bavail, bsize } = statfsSync(MEMORY);
  return bavail * bsize > ENOUGH_BYTES ? MEMORY : tmpdir();
}

const log = createLog('silent');
const folder = mkdtempSync(join(place(), 'pz-test-'));
chmodSync(folder, 0o755); // Else a root's server puts its data elsewhere.
const server = await startEmbedded(folder, log);
const stop = async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
};
try {
  await prepare();
} catch (error) {
  await stop(); // What it is made from may be broken; the server is not left behind.
  throw error;
}

const { host, port, user } = server.connection;
console.log(JSON.stringify({ host, port, user }));
process.stdin.resume();
// Whoever started it ends, or is ended: both close this.
process.stdin.once('close', async () => {
  await stop();
  process.exit();
});

/** The two databases that a test's own is copied from. */
async function prepare() {
  const pool = new pg.Pool({ ...server.connection });
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  // What is lost with the machine is nobody's here.
  for (const setting of ['fsync', 'synchronous_commit', 'full_page_writes', 'autovacuum'])
    await pool.query(`ALTER SYSTEM SET ${setting} = off`);
  await pool.query('SELECT pg_reload_conf()');
  await migrate(pool);
  await pool.end();
  const client = new pg.Client({ ...server.connection, database: 'postgres' });
  await client.connect();
  await client.query(`CREATE DATABASE ${TEMPLATES.demonstration} TEMPLATE ${TEMPLATES.migrated} STRATEGY FILE_COPY`);
  await client.end();
  const seeded = connectDatabase({ ...server.connection, database: TEMPLATES.demonstration }, log);
  try {
    await demonstrate(seeded.prisma);
  } finally {
    await seeded.close(); // A server that is still used is left running.
  }
}
