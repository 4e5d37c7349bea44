// Where the data lie: inside the data folder, always. PostgreSQL refuses to run as root, so a root's bot runs it as `nobody`,
// who must be able to come that far.
import { createHash } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { EmbeddedDatabaseError } from './error.ts';

const STATE_DIR = '/var/lib/people-zones';
/** Says that there was a database, so that one that has gone is missed. */
const MADE = 'postgres.made';
/** Older versions put a root's data elsewhere, and left word of it here. */
const ELSEWHERE = 'postgres.location';

export const isRoot = (): boolean => process.getuid?.() === 0;

/** A folder outside the project that others can enter and only we can write to. */
export function stateDir(): string {
  for (const folder of [STATE_DIR, join(tmpdir(), `people-zones-${process.getuid?.() ?? 0}`)]) {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o755 });
      chmodSync(folder, 0o755);
      if (statSync(folder).uid === process.getuid?.()) return folder;
    } catch {
      // Not writable: try the next.
    }
  }
  throw new EmbeddedDatabaseError(
    `Neither ${STATE_DIR} nor ${tmpdir()} can hold the embedded PostgreSQL. Set DATABASE_URL to a PostgreSQL 15 or newer.`,
  );
}

/** Where the data lie when DATA_DIR is not set: beside the program, or, when root keeps that to itself, where `nobody` can come. */
export function defaultDataDir(root: string): string {
  const beside = join(root, '.data');
  if (!isRoot() || existsSync(join(beside, ELSEWHERE)) || othersCanEnter(root)) return beside;
  return join(stateDir(), `data-${createHash('sha256').update(root).digest('hex').slice(0, 12)}`);
}

/**
 * The folder of PostgreSQL's own files in a data folder, which is made if it is missing.
 * @throws {EmbeddedDatabaseError} where it cannot be, or where there was a database and there is none
 */
export function dataFolderIn(dataDir: string): string {
  makeFolder(dataDir);
  const data = join(dataDir, 'postgres');
  const older = join(dataDir, ELSEWHERE);
  if (existsSync(older)) return dataElsewhere(older);
  if (isRoot()) letOthersIn(dataDir);
  const there = existsSync(join(data, 'PG_VERSION'));
  if (there && !existsSync(join(dataDir, MADE))) markMade(dataDir);
  if (!there && existsSync(join(dataDir, MADE)))
    throw new EmbeddedDatabaseError(
      `There was a database in ${data} (${readFileSync(join(dataDir, MADE), 'utf8').trim()}), and it is not there any more. Put it back with "people-zones restore FILE"; to begin with an empty one, delete ${join(dataDir, MADE)}.`,
    );
  return data;
}

/** From now on it is missed when it is gone. */
export function markMade(dataDir: string): void {
  writeFileSync(join(dataDir, MADE), `made by ${new Date().toISOString().slice(0, 10)}\n`);
}

function dataElsewhere(note: string): string {
  const noted = readFileSync(note, 'utf8').trim();
  if (existsSync(join(noted, 'PG_VERSION'))) return noted;
  throw new EmbeddedDatabaseError(
    `The database of this data folder was kept in ${noted} by an older version, and it is not there. A copy of the folder alone holds no data: bring ${noted} too, or put a backup back with "people-zones restore FILE" after deleting ${note}.`,
  );
}

function makeFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true });
    accessSync(dataDir, constants.W_OK);
  } catch {
    throw new EmbeddedDatabaseError(
      `The data folder ${dataDir} cannot be written to. Set DATA_DIR to a folder that this user may write to.`,
    );
  }
}

/** The folder itself is ours to open; those above it are not. */
function letOthersIn(dataDir: string): void {
  if (!othersCanEnter(dirname(dataDir)))
    throw new EmbeddedDatabaseError(
      `${dataDir} lies in a folder that only root can enter, and PostgreSQL does not run as root. Set DATA_DIR to a folder that others can come to, such as ${STATE_DIR}, or start the bot as an ordinary user.`,
    );
  const { mode } = statSync(dataDir);
  if ((mode & 0o001) === 0) chmodSync(dataDir, (mode & 0o777) | 0o011);
}

function othersCanEnter(folder: string): boolean {
  // What is not there yet is made so that others can.
  if (existsSync(folder) && (statSync(folder).mode & 0o001) === 0) return false;
  return dirname(folder) === folder || othersCanEnter(dirname(folder));
}
