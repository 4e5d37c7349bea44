// Figures and public data from a file, for whoever runs the bot.

import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { decodeFile } from '../chat/files.ts';
import { Refusal } from '../chat/replies.ts';
import type { Config } from '../config.ts';
import type { PrismaClient } from '../database/generated/client.ts';
import { countPolice, importReadings, withheldWords } from '../features/measures/index.ts';
import { personCalled } from '../features/partnership/index.ts';
import { type CandidateData, importCandidate } from '../features/zones/index.ts';
import { readTable } from '../language/tables.ts';
import { todayIn } from '../time/calendar.ts';
import { withDatabase } from './opened.ts';

export interface ImportOptions {
  zone?: string;
  lsoa?: string;
  overwrite: boolean;
}

/** @returns what was done, in a line @throws {Refusal} with every error, when nothing was imported */
export async function importFile(
  prisma: PrismaClient,
  config: Pick<Config, 'timeZone'>,
  what: string,
  file: string,
  { zone, lsoa, overwrite }: ImportOptions,
): Promise<string> {
  if (what !== 'measures' && what !== 'police') throw new Refusal('What shall be imported? measures, or police.');
  if (what === 'police' && (zone === undefined || lsoa === undefined))
    throw new Refusal(
      'For police data say which zone, and which LSOAs it covers: --zone NP --lsoa E01013672,E01013673',
    );
  const table = readTable(decodeFile(await readFile(file)));
  const rows = what === 'police' ? countPolice(table, zone ?? '', (lsoa ?? '').split(',')) : table;
  const partnership = await prisma.partnership.findFirstOrThrow({ orderBy: { createdAt: 'asc' } });
  const { day: today } = todayIn(config.timeZone, new Date());
  const result = await importReadings(prisma, partnership.id, rows, {
    today,
    yearStarts: partnership.yearStarts,
    overwrite,
    source: what,
  });
  if (result.errors.length > 0)
    throw new Refusal(
      [
        ...result.errors.map(({ line, column, says }) => `line ${line}, ${column}: ${says}`),
        `Nothing was imported: ${result.errors.length} ${result.errors.length === 1 ? 'error' : 'errors'}.`,
      ].join('\n'),
    );
  if (result.changed.length > 0 && !overwrite)
    throw new Refusal(
      [
        ...result.changed.map(({ line, words }) => `line ${line}: ${words}`),
        'Nothing was imported. With --overwrite the file’s values are put in place of those.',
      ].join('\n'),
    );
  return `${result.added} added, ${result.changed.length} replaced, ${result.unchanged} unchanged.${withheldWords(result.withheld)}`;
}

/** Public data of a place that was proposed. @param by who of the project team enters it */
export async function importOfCandidate(
  prisma: PrismaClient,
  config: Pick<Config, 'timeZone'>,
  file: string,
  { by, ...data }: CandidateData & { by: string },
): Promise<string> {
  const table = readTable(decodeFile(await readFile(file)));
  const partnership = await prisma.partnership.findFirstOrThrow({ orderBy: { createdAt: 'asc' } });
  const person = await personCalled(prisma, partnership.id, by);
  const now = new Date();
  const { day: today } = todayIn(config.timeZone, now);
  return importCandidate(prisma, partnership.id, table, data, person, { now, today });
}

export function addImport(program: Command): void {
  program
    .command('import')
    .description('read figures from a CSV file: columns zone, measure, period, value; all or nothing')
    .argument('<WHAT>', 'measures, or police: the open data of the police, counted by LSOA')
    .argument('<FILE>')
    .option('--zone <ZONE>', 'police: the letters of the zone')
    .option('--lsoa <CODES>', 'police: the LSOAs that the zone covers, with commas between')
    .option('--overwrite', 'put what the file says in place of what stands there', false)
    .action((what: string, file: string, options: { zone?: string; lsoa?: string; overwrite: boolean }) =>
      withDatabase(async ({ database, config }) => {
        console.log(await importFile(database.prisma, config, what, file, options));
      }),
    );
}

export function addImportCandidate(program: Command): void {
  program
    .command('import-candidate')
    .description(
      'read public data of a place that was proposed from a CSV file by LSOA: the Indices of Deprivation, population, police',
    )
    .argument('<FILE>')
    .requiredOption('--place <NAME>', 'as it was proposed')
    .requiredOption('--lsoa <CODES>', 'the areas that it covers, with commas between')
    .requiredOption('--source <WORDS>', 'where the data are from')
    .requiredOption('--as-at <DAY>', 'of which day they are: 2025-10-30')
    .requiredOption('--by <PERSON>', 'who of the project team enters them: their whole name')
    .option('--factor <FACTOR>', 'demography (the default), reactive-demand, community-voice, …')
    .option('--column <NAME>', 'an indicator’s own column; else deciles and population are looked for')
    .action(
      (
        file: string,
        {
          lsoa,
          ...options
        }: { place: string; lsoa: string; source: string; asAt: string; by: string; factor?: string; column?: string },
      ) =>
        withDatabase(async ({ database, config }) => {
          console.log(await importOfCandidate(database.prisma, config, file, { ...options, lsoas: lsoa }));
        }),
    );
}
