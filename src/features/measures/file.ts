// Readings from a file: every row is checked, and it is all or nothing; errors say line and column and how to mend them. The
// same file twice changes nothing.
import type { Effect } from '../../chat/act.ts';
import { Refusal } from '../../chat/replies.ts';
import type { Db } from '../../database/client.ts';
import type { PrismaClient } from '../../database/generated/client.ts';
import { inBackground } from '../../delivery/index.ts';
import { SUPPRESSED } from '../../language/numbers.ts';
import { type FileError, formulaWords, isFormula, type Row } from '../../language/tables.ts';
import { typedMeasures } from './catalogue.ts';
import { periodWords } from './periods.ts';
import { type Calendar, readValue, readWhen, type Value, writeReadings } from './record.ts';

export interface ImportResult {
  errors: FileError[];
  added: number;
  unchanged: number;
  /** Readings that stand there with another value; they are replaced only with `overwrite`. */
  changed: { line: number; words: string }[];
}

export interface Checked {
  line: number;
  measureId: string;
  zoneId: string;
  period: string;
  value: Value;
  words: string;
}

export interface ImportRules extends Calendar {
  /** The zone of rows that name none. */ zoneId?: string;
  /** Whether these figures are theirs to keep. */
  mayWrite?(zoneId: string): boolean;
}

/** Columns: zone, measure, period, value. Every row is read; nothing is written. */
export async function checkRows(
  db: Db,
  partnershipId: string,
  rows: Row[],
  { zoneId, mayWrite = () => true, ...calendar }: ImportRules,
): Promise<{ errors: FileError[]; checked: Checked[]; withheld: number[] }> {
  const measures = await typedMeasures(db, partnershipId);
  const zones = await db.zone.findMany({ where: { partnershipId } });
  const errors: FileError[] = [];
  const checked: Checked[] = [];
  const withheld: number[] = [];
  const seen = new Map<string, number>();
  const missing = ['zone', 'measure', 'period', 'value'].filter(
    (name) => rows[0] !== undefined && rows[0].cells[name] === undefined && !(name === 'zone' && zoneId !== undefined),
  );
  if (missing.length > 0)
    return {
      errors: [
        {
          line: 1,
          column: missing.join(', '),
          says: 'The first line names the columns: zone, measure, period, value. This one is not there.',
        },
      ],
      checked,
      withheld,
    };
  for (const { line, cells } of rows) {
    const cell = (name: string) => cells[name] ?? '';
    const wrong = (column: string, says: string) => {
      errors.push({ line, column, says });
    };
    const formula = ['zone', 'measure', 'period', 'value'].find((name) => isFormula(cell(name)));
    if (formula !== undefined) {
      wrong(formula, formulaWords(cell(formula)));
      continue;
    }
    const zone =
      cell('zone') === '' && zoneId !== undefined
        ? zones.find(({ id }) => id === zoneId)
        : zones.find(({ name, code }) =>
            [name, code].some((known) => known.toLowerCase() === cell('zone').toLowerCase()),
          );
    const measure = measures.find(({ name, key }) =>
      [name, key].some((known) => known.toLowerCase() === cell('measure').toLowerCase()),
    );
    if (zone === undefined)
      wrong(
        'zone',
        `There is no zone "${cell('zone').slice(0, 40)}". There are: ${zones.map(({ code }) => code).join(', ')}.`,
      );
    else if (!mayWrite(zone.id)) wrong('zone', `The figures of ${zone.name} are kept by its own team.`);
    if (measure === undefined) {
      wrong(
        'measure',
        `There is no measure "${cell('measure').slice(0, 40)}". There are: ${measures.map(({ key }) => key).join(', ')}.`,
      );
      continue;
    }
    const attempt = <T>(column: string, work: () => T): T | undefined => {
      try {
        return work();
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        wrong(column, error.message);
        return undefined;
      }
    };
    const period = attempt('period', () => readWhen(cell('period'), measure, calendar));
    // Small figures are withheld where they are published: they are not known, and nothing is wrong with the row.
    if (zone !== undefined && period !== undefined && SUPPRESSED.test(cell('value').trim())) {
      withheld.push(line);
      continue;
    }
    const value = attempt('value', () => readValue(cell('value'), measure));
    if (zone === undefined || period === undefined || value === undefined) continue;
    const key = `${measure.id} ${zone.id} ${period}`;
    const before = seen.get(key);
    if (before !== undefined)
      wrong('period', `${periodWords(period, measure.period)} stands in line ${before} already.`);
    seen.set(key, line);
    checked.push({
      line,
      measureId: measure.id,
      zoneId: zone.id,
      period,
      value,
      words: `${measure.name}, ${zone.name}, ${periodWords(period, measure.period)}`,
    });
  }
  return { errors, checked, withheld };
}

/** What is said of rows whose figure is not known; nothing where there are none. */
export function withheldWords(lines: number[]): string {
  if (lines.length === 0) return '';
  const shown = lines.slice(0, 12).join(', ');
  return ` ${lines.length} withheld ${lines.length === 1 ? 'figure was' : 'figures were'} left out, for nobody here knows ${lines.length === 1 ? 'it' : 'them'}: line ${shown}${lines.length > 12 ? ' …' : ''}.`;
}

/** Writes what was checked, all or nothing: where another value stands, nothing at all, unless `overwrite`. */
export async function writeRows(
  effect: Pick<Effect, 'db' | 'audit'>,
  checked: Checked[],
  { overwrite, source, personId }: { overwrite: boolean; source: string; personId?: string },
): Promise<ImportResult> {
  const there = await effect.db.measureReading.findMany({
    where: {
      measureId: { in: [...new Set(checked.map(({ measureId }) => measureId))] },
      zoneId: { in: [...new Set(checked.map(({ zoneId }) => zoneId))] },
    },
  });
  const known = new Map(
    there.map((reading) => [
      `${reading.measureId} ${reading.zoneId} ${reading.period.toISOString().slice(0, 10)}`,
      reading,
    ]),
  );
  const result: ImportResult = { errors: [], added: 0, unchanged: 0, changed: [] };
  const write: { row: Checked; before: number | undefined }[] = [];
  for (const row of checked) {
    const stands = known.get(`${row.measureId} ${row.zoneId} ${row.period}`);
    if (stands === undefined) {
      result.added += 1;
      write.push({ row, before: undefined });
    } else if (stands.value === row.value.value && (stands.base ?? undefined) === row.value.base) result.unchanged += 1;
    else {
      result.changed.push({
        line: row.line,
        words: `${row.words}: ${stands.value} stands there, the file says ${row.value.value}`,
      });
      write.push({ row, before: stands.value });
    }
  }
  if (result.changed.length > 0 && !overwrite) return { ...result, added: 0 };
  await writeReadings(
    effect,
    write.map(({ row, before }) => ({ ...row, before })),
    { personId, source },
  );
  return result;
}

/** Both at once, for whoever runs the bot. */
export async function importReadings(
  prisma: PrismaClient,
  partnershipId: string,
  rows: Row[],
  { overwrite = false, source, ...calendar }: Calendar & { overwrite?: boolean; source: string },
): Promise<ImportResult & { withheld: number[] }> {
  const { errors, checked, withheld } = await checkRows(prisma, partnershipId, rows, calendar);
  if (errors.length > 0) return { errors, added: 0, unchanged: 0, changed: [], withheld };
  const result = await inBackground(prisma, partnershipId, (effect) =>
    writeRows(effect, checked, { overwrite, source }),
  );
  return { ...result, withheld };
}

/**
 * The open data of the police (data.police.uk): a line for each crime or report, with its month and LSOA. Counted for a zone by
 * the LSOAs that it covers; anti-social behaviour is no crime and is kept apart.
 * @throws {Refusal} for another kind of file
 */
export function countPolice(rows: Row[], zone: string, lsoas: string[]): Row[] {
  const columns = rows[0]?.cells ?? {};
  const missing = ['month', 'lsoa code', 'crime type'].filter((name) => !(name in columns));
  if (missing.length > 0)
    throw new Refusal(
      `That is no file of data.police.uk: it has no column ${missing.map((name) => `"${name}"`).join(', ')}. Nothing was imported.`,
    );
  const wanted = new Set(lsoas.map((code) => code.trim().toUpperCase()));
  const counts = new Map<string, number>();
  const months = new Set<string>();
  for (const { cells } of rows) {
    const month = cells['month'] ?? '';
    if (!/^\d{4}-\d{2}$/.test(month)) continue;
    months.add(month);
    if (!wanted.has((cells['lsoa code'] ?? '').toUpperCase())) continue;
    const measure = /^anti-social behaviour$/i.test(cells['crime type'] ?? '') ? 'asb-month' : 'crime';
    counts.set(`${measure} ${month}`, (counts.get(`${measure} ${month}`) ?? 0) + 1);
  }
  return [...months].sort().flatMap((month) =>
    ['asb-month', 'crime'].map((measure) => ({
      line: 0,
      cells: { zone, measure, period: month, value: String(counts.get(`${measure} ${month}`) ?? 0) },
    })),
  );
}
