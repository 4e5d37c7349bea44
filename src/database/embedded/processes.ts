// The server's process: whether one runs on these files, whose it is, and what a dead one has left behind.
import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { EmbeddedDatabaseError } from './error.ts';

/** Marks our own connections, so that the last bot to leave knows that it is the last. */
export const APPLICATION_NAME = 'people-zones';
export const READY_WITHIN_MS = 60_000;

/** For `pg`: host is the socket's folder. */
export interface Connection {
  host: string;
  port: number;
  user: string;
  database: string;
}

/** @returns false while another process, which lives, starts the server of these files */
export function takeTurn(data: string): boolean {
  const turn = `${data}.starting`;
  try {
    writeFileSync(turn, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    const holder = Number(existsSync(turn) ? readFileSync(turn, 'utf8') : Number.NaN);
    if (holder !== process.pid && isAlive(holder)) return false;
    writeFileSync(turn, String(process.pid));
    return true;
  }
}

export const giveTurn = (data: string): void => rmSync(`${data}.starting`, { force: true });

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** @returns the process id of a server that already runs on these data and answers */
export async function adopt(data: string, connection: Connection): Promise<number | undefined> {
  const deadline = performance.now() + READY_WITHIN_MS;
  for (;;) {
    const pid = runningServer(data);
    if (pid === undefined) return undefined;
    if (await answers(connection)) return pid;
    // It is starting, recovering or stopping: wait until it is one or the other.
    if (performance.now() > deadline)
      throw new EmbeddedDatabaseError(
        `A PostgreSQL (process ${pid}) holds ${data} but does not answer. End it and start again.`,
      );
    await pause(50);
  }
}

/**
 * After a kill -9 of the server its children need a moment to notice, and its own entry stays in the process table until its
 * parent collects it, which some containers never do. PostgreSQL refuses to start before that; so we wait for the children,
 * and then take the dead one's lock away, which is safe once nobody works in the folder any more.
 */
export async function leftByTheDead(data: string, connection: Connection): Promise<void> {
  if (process.platform !== 'linux') return; // Elsewhere PostgreSQL decides alone.
  const lock = join(data, 'postmaster.pid');
  const deadline = performance.now() + READY_WITHIN_MS;
  while (existsSync(lock) && anyoneWorksIn(data) && performance.now() < deadline) await pause(20);
  if (!existsSync(lock) || anyoneWorksIn(data)) return;
  const socket = join(connection.host, `.s.PGSQL.${connection.port}`);
  for (const file of [lock, `${socket}.lock`, socket]) rmSync(file, { force: true });
}

/** Every process of a PostgreSQL works in its data folder. */
function anyoneWorksIn(data: string): boolean {
  const folder = realpathSync(data);
  return readdirSync('/proc').some((entry) => {
    if (!/^\d+$/.test(entry)) return false;
    try {
      return readlinkSync(`/proc/${entry}/cwd`) === folder;
    } catch {
      return false; // Gone meanwhile, dead, or another user's.
    }
  });
}

function runningServer(data: string): number | undefined {
  const file = join(data, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const pid = Number.parseInt(readFileSync(file, 'utf8').split('\n')[0] ?? '', 10);
  if (!Number.isInteger(pid) || !isPostgres(pid)) return undefined;
  return pid;
}

/** The number in a stale file may since belong to any other process. */
export function isPostgres(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  try {
    const state = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return state.includes('(postgres)') && !/\) Z/.test(state);
  } catch {
    return process.platform !== 'linux';
  }
}

export async function connect(connection: Connection, database: string): Promise<pg.Client> {
  const client = new pg.Client({
    ...connection,
    database,
    application_name: `${APPLICATION_NAME} start`,
    connectionTimeoutMillis: 5000,
  });
  client.on('error', () => {});
  await client.connect();
  return client;
}

export async function answers(connection: Connection): Promise<boolean> {
  if (!existsSync(join(connection.host, `.s.PGSQL.${connection.port}`))) return false;
  try {
    const client = await connect(connection, 'postgres');
    await client.end();
    return true;
  } catch {
    return false;
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}
