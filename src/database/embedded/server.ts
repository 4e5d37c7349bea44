// A real PostgreSQL beside the bot, from binaries that come with npm: nothing to install, no network, no account.
//
// It listens on a Unix socket in a folder that only its owner can enter. Started as root, it runs as `nobody` from a
// copy of the binaries that everybody can read, for PostgreSQL refuses to run as root. The server is a child process
// that outlives a killed bot; the next start finds it by its postmaster.pid and uses it.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Log } from '../../process/log.ts';
import { type Binaries, findBinaries } from './binaries.ts';
import { EmbeddedDatabaseError } from './error.ts';
import { dataFolderIn, isRoot, markMade } from './place.ts';
import {
  APPLICATION_NAME,
  adopt,
  answers,
  type Connection,
  connect,
  giveTurn,
  isPostgres,
  leftByTheDead,
  pause,
  READY_WITHIN_MS,
  takeTurn,
} from './processes.ts';

export const NOBODY = 65534;
/** A Unix socket's path must fit into 107 bytes, its file name takes 21 of them. */
const LONGEST_SOCKET_DIR = 85;
const LOOK_EVERY_MS = 500;

export interface EmbeddedServer {
  /** For `pg`: host is the socket's folder. */
  connection: Connection;
  /** The folder of PostgreSQL's own files. */
  data: string;
  /** Stops the server, unless another bot still uses it. */
  stop(): Promise<void>;
}

/**
 * Starts or adopts the embedded PostgreSQL whose data lie in `dataDir`.
 * @param dataDir absolute path; made if missing
 * @throws {EmbeddedDatabaseError} with what to do
 */
export async function startEmbedded(dataDir: string, log: Log): Promise<EmbeddedServer> {
  const binaries = findBinaries(isRoot());
  const data = dataFolderIn(dataDir);
  if (!existsSync(join(data, 'PG_VERSION'))) {
    initialise(binaries, data, accountOf());
    markMade(dataDir);
  }
  const cluster = clusterAt(binaries, data);
  let pid = await bringUp(cluster, log);
  await ensureDatabase(cluster.connection);

  // It may die under a living bot: whoever notices first starts it again.
  let stopping = false;
  let mending: Promise<void> | undefined;
  const mend = async () => {
    log.warn('the embedded database has died: it is started again');
    try {
      pid = await bringUp(cluster, log);
    } catch (error) {
      log.error({ error }, 'the embedded database could not be started again; it is tried once more');
    }
  };
  const watch = setInterval(() => {
    if (stopping || mending !== undefined || isPostgres(pid)) return;
    mending = mend().finally(() => {
      mending = undefined;
    });
  }, LOOK_EVERY_MS);
  watch.unref();
  return {
    connection: cluster.connection,
    data,
    async stop() {
      stopping = true;
      clearInterval(watch);
      await mending;
      await stopServer(pid, cluster.connection, log);
    },
  };
}

type Ids = { uid?: number; gid?: number };

/** PostgreSQL's files in one folder, and how they are run. */
export interface Cluster {
  binaries: Binaries;
  data: string;
  socketDir: string;
  account: Ids;
  connection: Connection;
}

const accountOf = (): Ids => (isRoot() ? { uid: NOBODY, gid: NOBODY } : {});

/** @throws {EmbeddedDatabaseError} when the files are another version's */
export function clusterAt(binaries: Binaries, data: string): Cluster {
  checkVersion(binaries, data);
  const socketDir = chooseSocketDir(data, isRoot());
  const connection = { host: socketDir, port: 5432, user: 'people_zones', database: 'people_zones' };
  return { binaries, data, socketDir, account: accountOf(), connection };
}

/** Adopts the server that runs on these files, or starts one. @returns its process id */
export async function bringUp(cluster: Cluster, log: Log): Promise<number> {
  const { binaries, data, socketDir, account, connection } = cluster;
  const deadline = performance.now() + READY_WITHIN_MS;
  for (;;) {
    const adopted = await adopt(data, connection);
    if (adopted !== undefined) {
      log.info({ adopted: true, data }, 'embedded database ready');
      return adopted;
    }
    // Two bots on one folder must not both clear away what the dead has left, for one may clear away the other's.
    if (takeTurn(data))
      try {
        await leftByTheDead(data, connection);
        const pid = await launch(binaries, data, socketDir, account, connection, log);
        log.info({ adopted: false, data }, 'embedded database ready');
        return pid;
      } finally {
        giveTurn(data);
      }
    if (performance.now() > deadline)
      throw new EmbeddedDatabaseError(`Another bot has been starting the database in ${data} for too long.`);
    await pause(50);
  }
}

function environmentFor(binaries: Binaries): Record<string, string> {
  return { LD_LIBRARY_PATH: join(binaries.home, 'lib'), PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
}

function initialise(binaries: Binaries, data: string, ids: Ids): void {
  // A folder that was begun and not finished (killed in the middle) is started afresh; it holds nothing yet.
  const scratch = `${data}.new`;
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(scratch, { recursive: true, mode: 0o700 });
  if (ids.uid !== undefined && ids.gid !== undefined) chownSync(scratch, ids.uid, ids.gid);
  const made = spawnSync(
    join(binaries.home, 'bin', 'initdb'),
    [
      '-D',
      scratch,
      '-U',
      'people_zones',
      '--auth=trust',
      '--encoding=UTF8',
      '--locale=C',
      '--no-instructions',
      '--no-sync',
    ],
    { ...ids, cwd: '/', env: environmentFor(binaries), encoding: 'utf8' },
  );
  if (made.status !== 0)
    throw new EmbeddedDatabaseError(
      `PostgreSQL could not be initialised in ${data}: ${(made.stderr || String(made.error)).trim()}`,
    );
  spawnSync('sync', [scratch]);
  if (existsSync(data)) {
    throw new EmbeddedDatabaseError(
      `${data} is there but is not a PostgreSQL data folder. Move it away, or set DATA_DIR to another folder.`,
    );
  }
  renameSync(scratch, data);
}

function checkVersion(binaries: Binaries, data: string): void {
  const has = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim();
  const shown =
    spawnSync(join(binaries.home, 'bin', 'postgres'), ['--version'], {
      env: environmentFor(binaries),
      cwd: '/',
      encoding: 'utf8',
    }).stdout ?? '';
  const wanted = /(\d+)\./.exec(shown)?.[1];
  if (wanted !== undefined && wanted !== has)
    throw new EmbeddedDatabaseError(
      `The data in ${data} were made by PostgreSQL ${has}; this version of the bot brings ${wanted}. Dump them with the older version of the bot and restore them, or set DATABASE_URL.`,
    );
}

function chooseSocketDir(data: string, asRoot: boolean): string {
  if (Buffer.byteLength(data) <= LONGEST_SOCKET_DIR) return data;
  const short = join(tmpdir(), `pz-${createHash('sha256').update(data).digest('hex').slice(0, 12)}`);
  mkdirSync(short, { recursive: true, mode: 0o700 });
  if (statSync(short).uid !== (asRoot ? NOBODY : process.getuid?.())) {
    if (!asRoot)
      throw new EmbeddedDatabaseError(
        `${short} belongs to somebody else. Set DATA_DIR to a folder with a shorter path.`,
      );
    chownSync(short, NOBODY, NOBODY);
  }
  return short;
}

async function launch(
  binaries: Binaries,
  data: string,
  socketDir: string,
  ids: Ids,
  connection: Connection,
  log: Log,
): Promise<number> {
  const settings = [
    'listen_addresses=',
    `unix_socket_directories=${socketDir}`,
    'unix_socket_permissions=0700',
    'max_connections=60',
    // A backup keeps what is written meanwhile.
    'wal_level=replica',
    'max_wal_senders=2',
    'max_replication_slots=2',
    'log_min_messages=fatal',
    'shared_buffers=64MB',
    'timezone=UTC',
    'log_timezone=UTC',
  ];
  let said = '';
  const server: ChildProcess = spawn(
    join(binaries.home, 'bin', 'postgres'),
    ['-D', data, '-p', String(connection.port), ...settings.flatMap((setting) => ['-c', setting])],
    { ...ids, cwd: '/', env: environmentFor(binaries), detached: true, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  server.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4000);
  });
  let exited = false;
  server.once('exit', () => {
    exited = true;
  });
  server.once('error', (error) => {
    exited = true;
    said += String(error);
  });
  const deadline = performance.now() + READY_WITHIN_MS;
  while (!(await answers(connection))) {
    if (exited)
      throw new EmbeddedDatabaseError(`The embedded PostgreSQL did not start: ${said.trim() || 'it said nothing'}`);
    if (performance.now() > deadline)
      throw new EmbeddedDatabaseError(
        `The embedded PostgreSQL did not answer within ${READY_WITHIN_MS / 1000} s: ${said.trim()}`,
      );
    await pause(10);
  }
  server.once('exit', (code) => log[code === 0 ? 'info' : 'warn']({ code }, 'embedded database ended'));
  // The bot must be able to end while the server runs, and the server must not die of a closed pipe.
  server.unref();
  if (server.stderr !== null && 'unref' in server.stderr && typeof server.stderr.unref === 'function')
    server.stderr.unref();
  if (server.pid === undefined) throw new EmbeddedDatabaseError('The embedded PostgreSQL has no process id.');
  return server.pid;
}

async function ensureDatabase(connection: Connection): Promise<void> {
  const client = await connect(connection, 'postgres');
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [connection.database]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${connection.database}`);
  } catch (error) {
    const duplicate = error instanceof Error && 'code' in error && (error.code === '42P04' || error.code === '23505');
    if (!duplicate) throw error;
  } finally {
    await client.end();
  }
}

export async function stopServer(pid: number, connection: Connection, log: Log): Promise<void> {
  try {
    const client = await connect(connection, 'postgres');
    const others = await client.query('SELECT count(*)::int AS n FROM pg_stat_activity WHERE application_name = $1', [
      APPLICATION_NAME,
    ]);
    await client.end();
    if (others.rows[0]?.n > 0) {
      log.info('embedded database left running: another bot uses it');
      return;
    }
  } catch {
    // It does not answer: end it all the same.
  }
  if (!isPostgres(pid)) return;
  process.kill(pid, 'SIGINT'); // PostgreSQL's "fast" shutdown.
  const deadline = performance.now() + 8000;
  while (isPostgres(pid) && performance.now() < deadline) await pause(10);
}
