// people-zones backup, and restore.
import type { Command } from 'commander';
import { ConfigError } from '../config.ts';
import { openDatabase } from '../database/client.ts';
import type { About } from '../database/embedded/backup.ts';
import { holdWaiting } from '../delivery/hold.ts';
import { readBooks } from '../delivery/sweep.ts';
import { createLog } from '../process/log.ts';
import { withConfig, withDatabase } from './opened.ts';

export function addBackup(program: Command): void {
  program
    .command('backup')
    .description(
      'write a backup of the embedded database into one file, also while the bot runs; it is tried before it is kept',
    )
    .argument('<FILE>', 'such as people-zones-2026-11-26.tar.gz')
    .action((file: string) =>
      withDatabase(async ({ database, config, log }) => {
        const { embedded } = database;
        if (embedded === undefined)
          throw new ConfigError([
            'DATABASE_URL: this database is on a server; back it up with pg_dump --format=custom "$DATABASE_URL"',
          ]);
        const { backup } = await import('../database/embedded/index.ts');
        console.log(backupWords(await backup({ dataDir: config.dataDir, ...embedded }, file, log), file));
      }),
    );

  program
    .command('restore')
    .description('put a backup into DATA_DIR, which must hold no database; the bot must not be running')
    .argument('<FILE>')
    .option('--send', 'send what waited when the backup was made')
    .option('--hold', 'hold that back; so it is done, too, where nobody can be asked')
    .action((file: string, options: { send?: boolean; hold?: boolean }) =>
      withConfig(async (config) => {
        const { restore } = await import('../database/embedded/index.ts');
        const about = await restore(file, config.dataDir, createLog('warn'));
        const database = await openDatabase({
          databaseUrl: undefined,
          dataDir: config.dataDir,
          log: createLog('warn'),
        });
        const { waiting } = await readBooks(database.prisma);
        const send =
          options.send === true ||
          (options.hold !== true && waiting > 0 && (await askWhetherToSend(waiting, about.madeAt)));
        const held = send ? 0 : await holdWaiting(database.prisma);
        await database.close();
        console.log(restoredWords(about, config.dataDir, held, send));
        process.exit();
      }),
    );
}

/** @returns false where nobody is there to be asked */
async function askWhetherToSend(waiting: number, madeAt: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const { createInterface } = await import('node:readline/promises');
  const asking = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await asking.question(
    `${waiting} messages waited when this backup was made (${madeAt}); most have been sent since. Send them again? [y/N] `,
  );
  asking.close();
  return /^y(?:es)?$/i.test(answer.trim());
}

function countWords({ rows }: About): string {
  const of = (table: string) => rows[table] ?? 0;
  return `${of('person')} people, ${of('interaction')} interactions, ${of('problem')} problems, ${of('meeting')} meetings`;
}

function backupWords(about: About, file: string): string {
  return `Backed up to ${file}, and tried: ${countWords(about)}. Keep it where the bot’s machine cannot take it along.`;
}

function restoredWords(about: About, dataDir: string, held: number, sent: boolean): string {
  const waited =
    held > 0
      ? ` ${held} messages that waited then are held back, for most have been sent since; "deliveries --send-held" lets them go.`
      : sent
        ? ' What waited then is sent when the bot starts.'
        : '';
  return `Restored into ${dataDir}, as of ${about.madeAt}: ${countWords(about)}.${waited}`;
}
