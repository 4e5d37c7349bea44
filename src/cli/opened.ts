// What a command works with: the configuration, and the database while it runs.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { config as readDotenv } from 'dotenv';
import { type Config, readConfig } from '../config.ts';
import { type Database, openDatabase } from '../database/client.ts';
import { createLog, type Log } from '../process/log.ts';
import { ROOT } from '../process/paths.ts';
import { operatorWords } from './troubles.ts';

export interface Opened {
  database: Database;
  config: Config;
  log: Log;
}

export async function withDatabase(use: (opened: Opened) => Promise<void>): Promise<void> {
  await withConfig(async (config) => {
    const quiet = createLog('warn');
    const database = await openDatabase({ databaseUrl: config.databaseUrl, dataDir: config.dataDir, log: quiet });
    try {
      await use({ database, config, log: quiet });
    } finally {
      await database.close();
    }
    // Prisma keeps a timer for every transaction, which would hold up the end for ten seconds.
    process.exit();
  });
}

export async function withConfig(use: (config: Config, log: Log) => Promise<void>): Promise<void> {
  const file = join(process.cwd(), '.env');
  if (existsSync(file)) readDotenv({ path: file, quiet: true });
  try {
    const config = readConfig(process.env, ROOT);
    await use(config, createLog(config.logLevel));
  } catch (error) {
    const words = operatorWords(error);
    // For whoever sits there, not for the log.
    if (words !== undefined) process.stderr.write(`${words}\n`);
    else {
      const reference = Date.now().toString(36);
      createLog('error').error({ error, reference }, 'could not go on');
      process.stderr.write(`Something went wrong, reference ${reference} (see the log line above).\n`);
    }
    process.exit(1);
  }
}

/** Says what has become of it. A running bot hears of it within seconds. */
export function withPartnership(
  work: (here: {
    prisma: Opened['database']['prisma'];
    id: string;
    operators: typeof import('../features/partnership/index.ts');
  }) => Promise<string>,
): Promise<void> {
  return withDatabase(async ({ database: { prisma } }) => {
    const operators = await import('../features/partnership/index.ts');
    const found = await prisma.partnership.findFirst({ orderBy: { createdAt: 'asc' }, select: { id: true } });
    if (found === null) throw new Error('There is no partnership yet: start the bot once.');
    console.log(await work({ prisma, id: found.id, operators }));
  });
}
