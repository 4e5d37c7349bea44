// What whoever runs the bot can mend, in words; everything else is for the log.
import { Refusal } from '../chat/replies.ts';
import { ConfigError } from '../config.ts';
import { EmbeddedDatabaseError } from '../database/embedded/index.ts';
import { MigrationError } from '../database/migrations.ts';
import { NotEmpty } from '../seed/index.ts';

const FILES: Record<string, string | undefined> = {
  ENOENT: 'There is no such file or folder:',
  EISDIR: 'That is a folder, not a file:',
  ENOTDIR: 'That is a file, not a folder:',
  EACCES: 'We may not read or write:',
  ENOSPC: 'The disk is full:',
};
/** Prisma: no such table, no such column, no such row where there must be one. */
const NOT_READY = /^P20(?:21|22|25)$/;
const UNREACHABLE = /^(?:ECONN|ENOTFOUND|28|3D|EAI)/;

/** @returns what was wrong and how to mend it; undefined: nothing that is known */
export function operatorWords(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const spoken = [ConfigError, MigrationError, EmbeddedDatabaseError, NotEmpty, Refusal];
  if (spoken.some((kind) => error instanceof kind)) return error.message;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const file = FILES[code];
  if (code === 'EADDRINUSE') return 'The port is taken by another program (or another bot). Set PORT to a free one.';
  if (NOT_READY.test(code))
    return 'The database is not set up, or is older than this version: run "people-zones migrate", or start the bot once.';
  if (UNREACHABLE.test(code))
    return `The database in DATABASE_URL cannot be reached or refused us (${code}). Check host, port, user, password and database name.`;
  // Reading a folder names none.
  return file === undefined || !('path' in error) ? file?.replace(/:$/, '.') : `${file} ${String(error.path)}`;
}
