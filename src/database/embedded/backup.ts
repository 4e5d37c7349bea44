// A backup of the bot's own database, made while it runs: a copy of its files with all that was written meanwhile, started
// once to see that it is whole, and put into one archive. PostgreSQL's way, "Making a Base Backup Using the Low Level API"
// (postgresql.org/docs/current/continuous-archiving.html).
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import pg from 'pg';
import * as tar from 'tar';
import type { Log } from '../../process/log.ts';
import { findBinaries } from './binaries.ts';
import { EmbeddedDatabaseError } from './error.ts';
import { isRoot, markMade, stateDir } from './place.ts';
import { bringUp, clusterAt, type EmbeddedServer, NOBODY, stopServer } from './server.ts';

/** What a running server writes for itself and must not travel (…/continuous-archiving.html#BACKUP-LOWLEVEL-BASE-BACKUP-DATA). */
const LEFT_OUT =
  /^(?:postmaster\.(?:pid|opts)|\.s\.PGSQL\..*|pgsql_tmp.*|pg_internal\.init.*|current_logfiles|backup_label|tablespace_map)$/;
const EMPTIED = new Set([
  'pg_dynshmem',
  'pg_notify',
  'pg_replslot',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
  'pg_wal',
]);
const KEY = 'links.key';
const ABOUT = 'backup.json';

export interface About {
  product: 'people-zones';
  /** UTC. */
  madeAt: string;
  postgres: string;
  schema: string;
  /** Rows by table, as they were found in the copy. */
  rows: Record<string, number>;
}

/**
 * Writes a backup of a running embedded database.
 * @param data PostgreSQL's folder; @param dataDir the bot's, whose key goes with it
 * @throws {EmbeddedDatabaseError} when the copy is not whole: then no archive is left
 */
export async function backup(
  { dataDir, data, connection }: { dataDir: string; data: string; connection: EmbeddedServer['connection'] },
  file: string,
  log: Log,
): Promise<About> {
  const target = resolve(file);
  if (existsSync(target)) throw new EmbeddedDatabaseError(`${target} is there already. Name another file.`);
  const scratch = scratchFolder();
  try {
    const copy = join(scratch, 'postgres');
    await copyRunning(connection, data, copy);
    const about = await startOnce(copy, log);
    writeFileSync(join(scratch, ABOUT), `${JSON.stringify(about, null, 2)}\n`);
    const key = join(dataDir, KEY);
    if (existsSync(key)) copyFileSync(key, join(scratch, KEY));
    const parts = [ABOUT, ...(existsSync(key) ? [KEY] : []), 'postgres'];
    mkdirSync(dirname(target), { recursive: true });
    await tar.create({ file: `${target}.part`, cwd: scratch, gzip: true, portable: true }, parts);
    chmodSync(`${target}.part`, 0o600);
    renameSync(`${target}.part`, target);
    return about;
  } finally {
    rmSync(`${target}.part`, { force: true });
    rmSync(scratch, { recursive: true, force: true });
  }
}

/**
 * Puts a backup into a data folder that holds no database.
 * @throws {EmbeddedDatabaseError} when there is one, when the file is no backup of ours, or of another PostgreSQL
 */
export async function restore(file: string, dataDir: string, log: Log): Promise<About> {
  const source = resolve(file);
  if (!existsSync(source)) throw new EmbeddedDatabaseError(`There is no file ${source}.`);
  const data = join(dataDir, 'postgres');
  if (existsSync(data))
    throw new EmbeddedDatabaseError(
      `${dataDir} holds a database already. Move ${data} away first, or set DATA_DIR to an empty folder: nothing is written over.`,
    );
  mkdirSync(dataDir, { recursive: true });
  const scratch = scratchFolder();
  try {
    await tar.extract({ file: source, cwd: scratch, strict: true }).catch(() => {
      throw new EmbeddedDatabaseError(`${source} cannot be read as a backup: it is damaged, or something else.`);
    });
    const about = readAbout(scratch, source);
    const copy = join(scratch, 'postgres');
    own(copy);
    const found = await startOnce(copy, log);
    if (JSON.stringify(found.rows) !== JSON.stringify(about.rows))
      throw new EmbeddedDatabaseError(`${source} does not hold what it says it does. Nothing was changed.`);
    moveInto(copy, data);
    own(data);
    if (existsSync(join(scratch, KEY)) && !existsSync(join(dataDir, KEY)))
      copyFileSync(join(scratch, KEY), join(dataDir, KEY));
    rmSync(join(dataDir, 'postgres.location'), { force: true });
    markMade(dataDir);
    return about;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Somewhere that PostgreSQL's account can come to, with a path short enough for a socket. */
function scratchFolder(): string {
  const folder = join(isRoot() ? stateDir() : tmpdir(), `pz-copy-${randomBytes(6).toString('hex')}`);
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  return folder;
}

async function copyRunning(connection: EmbeddedServer['connection'], data: string, copy: string): Promise<void> {
  const client = new pg.Client({ ...connection, application_name: 'people-zones backup' });
  client.on('error', () => {});
  await client.connect();
  try {
    // The slot is this session's own: what is written from now on is kept until we have copied it.
    await client.query("SELECT pg_create_physical_replication_slot('pz_backup_' || pg_backend_pid(), true, true)");
    await client.query("SELECT pg_backup_start('people-zones', true)");
    copyFolder(data, copy, true);
    const stopped = await client.query('SELECT labelfile, spcmapfile FROM pg_backup_stop(false)');
    const { labelfile, spcmapfile }: { labelfile: string; spcmapfile: string } = stopped.rows[0];
    writeFileSync(join(copy, 'backup_label'), labelfile);
    if (spcmapfile !== '') writeFileSync(join(copy, 'tablespace_map'), spcmapfile);
    copyFolder(join(data, 'pg_wal'), join(copy, 'pg_wal'), false);
  } finally {
    await client.end();
  }
  own(copy);
}

/** What vanishes while it is copied was not needed. */
function copyFolder(from: string, to: string, top: boolean): void {
  mkdirSync(to, { recursive: true, mode: 0o700 });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (LEFT_OUT.test(entry.name)) continue;
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) {
      if (top && EMPTIED.has(entry.name)) mkdirSync(target, { mode: 0o700 });
      else copyFolder(source, target, false);
    } else if (entry.isFile())
      try {
        copyFileSync(source, target);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      }
  }
}

/** PostgreSQL's account must own its files, and nobody else may look into them. */
function own(path: string): void {
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const inner = join(path, entry.name);
    if (entry.isDirectory()) own(inner);
    else {
      chmodSync(inner, 0o600);
      if (isRoot()) chownSync(inner, NOBODY, NOBODY);
    }
  }
  chmodSync(path, 0o700);
  if (isRoot()) chownSync(path, NOBODY, NOBODY);
}

/** A folder on another disk cannot be renamed into place. */
function moveInto(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    copyFolder(from, to, false);
  }
}

/** Lets PostgreSQL finish what was under way in a copy, counts what it holds, and stops it cleanly. */
async function startOnce(copy: string, log: Log): Promise<About> {
  const cluster = clusterAt(findBinaries(isRoot()), copy);
  const pid = await bringUp(cluster, log);
  try {
    const client = new pg.Client({ ...cluster.connection });
    client.on('error', () => {});
    await client.connect();
    try {
      const version = (await client.query('SHOW server_version')).rows[0].server_version;
      const tables = await client.query(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename",
      );
      const rows: Record<string, number> = {};
      for (const { tablename } of tables.rows)
        rows[tablename] = (
          await client.query(`SELECT count(*)::int AS n FROM ${client.escapeIdentifier(tablename)}`)
        ).rows[0].n;
      const schema = await client.query(
        'SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL ORDER BY migration_name DESC LIMIT 1',
      );
      return {
        product: 'people-zones',
        madeAt: new Date().toISOString(),
        postgres: version,
        schema: schema.rows[0]?.migration_name ?? '',
        rows,
      };
    } finally {
      await client.end();
    }
  } finally {
    await stopServer(pid, cluster.connection, log);
  }
}

function readAbout(scratch: string, source: string): About {
  const about = join(scratch, ABOUT);
  const read: unknown = existsSync(about) ? JSON.parse(readFileSync(about, 'utf8')) : undefined;
  if (typeof read !== 'object' || read === null || !('product' in read) || read.product !== 'people-zones')
    throw new EmbeddedDatabaseError(`${source} is no backup of this bot’s.`);
  return read as About;
}
