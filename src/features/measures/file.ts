// Readings from a file: every row is checked, and it is all or nothing; errors say line and column and how to mend them. The
// same file twice changes nothing.
import { parse } from 'csv-parse/sync';
import { Refusal } from '../../chat/replies.ts';
import type { PrismaClient } from '../../database/generated/client.ts';
import { inBackground } from '../../delivery/index.ts';
import { ensureMeasures } from './catalogue.ts';
import { periodWords } from './periods.ts';
import { readValue, readWhen, type Value, writeReading } from './record.ts';

export interface FileError {
  /** As an editor counts, the heading is line 1. */
  line: number;
  column: string;
  says: string;
}

export interface ImportResult {
  errors: FileError[];
  added: number;
  unchanged: number;
  /** Readings that stand there with another value; they are replaced only with `overwrite`. */
  changed: { line: number; words: string }[];
}

/** Text of a file as spreadsheets save it: UTF-8 with or without a mark, else Windows-1252. */
export function decodeFile(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).replace(/^\uFEFF/, '');
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

export interface Row {
  line: number;
  cells: Record<string, string>;
}

/** Rows by their headings, lower case; commas, semicolons or tabs. @throws {Refusal} when it is no table */
export function readTable(text: string): Row[] {
  const [head = ''] = text.split(/\r?\n/, 1);
  const delimiter = [';', '\t', ','].sort((a, b) => head.split(b).length - head.split(a).length)[0] ?? ',';
  let records: { record: string[]; info: { lines: number } }[];
  try {
    records = parse(text, {
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as never;
  } catch (error) {
    throw new Refusal(`The file cannot be read as a table: ${error instanceof Error ? error.message : 'unknown'}`);
  }
  const [first, ...rest] = records;
  if (first === undefined) throw new Refusal('The file is empty.');
  const names = first.record.map((name) => name.toLowerCase().trim());
  return rest
    .filter(({ record }) => record.some((cell) => cell !== ''))
    .map(({ record, info }) => ({
      line: info.lines,
      cells: Object.fromEntries(names.map((name, index) => [name, record[index] ?? ''])),
    }));
}

/** A cell that a spreadsheet would run is refused, not read as text. */
const isFormula = (cell: string) => /^[=@]/.test(cell) || /^[+-](?![\d.])/.test(cell);

interface Checked {
  line: number;
  measureId: string;
  zoneId: string;
  period: string;
  value: Value;
  words: string;
}

/** Columns: zone, measure, period, value. @param today YYYY-MM-DD */
export async function importReadings(
  prisma: PrismaClient,
  partnershipId: string,
  rows: Row[],
  { today, overwrite = false, source }: { today: string; overwrite?: boolean; source: string },
): Promise<ImportResult> {
  await ensureMeasures(prisma, partnershipId);
  const [zones, measures] = await Promise.all([
    prisma.zone.findMany({ where: { partnershipId } }),
    prisma.measure.findMany({ where: { partnershipId } }),
  ]);
  const errors: FileError[] = [];
  const checked: Checked[] = [];
  const seen = new Map<string, number>();
  for (const { line, cells } of rows) {
    const cell = (name: string) => cells[name] ?? '';
    const wrong = (column: string, says: string) => {
      errors.push({ line, column, says });
    };
    const formula = ['zone', 'measure', 'period', 'value'].find((name) => isFormula(cell(name)));
    if (formula !== undefined) {
      wrong(
        formula,
        `"${cell(formula).slice(0, 40)}" is a formula. Save the file with its results in place of formulas.`,
      );
      continue;
    }
    const zone = zones.find(({ name, code }) =>
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
    const period = attempt('period', () => readWhen(cell('period'), measure, today));
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
  if (errors.length > 0) return { errors, added: 0, unchanged: 0, changed: [] };
  return inBackground(prisma, partnershipId, async (effect) => {
    const there = await effect.db.measureReading.findMany({ where: { measure: { partnershipId } } });
    const result: ImportResult = { errors: [], added: 0, unchanged: 0, changed: [] };
    const write: { row: Checked; before: number | undefined }[] = [];
    for (const row of checked) {
      const known = there.find(
        ({ measureId, zoneId, period }) =>
          measureId === row.measureId && zoneId === row.zoneId && period.toISOString().slice(0, 10) === row.period,
      );
      if (known === undefined) {
        result.added += 1;
        write.push({ row, before: undefined });
      } else if (known.value === row.value.value && (known.base ?? undefined) === row.value.base) result.unchanged += 1;
      else {
        result.changed.push({
          line: row.line,
          words: `${row.words}: ${known.value} stands there, the file says ${row.value.value}`,
        });
        write.push({ row, before: known.value });
      }
    }
    if (result.changed.length > 0 && !overwrite) return { ...result, added: 0 };
    for (const { row, before } of write)
      await writeReading(
        effect,
        { measureId: row.measureId, zoneId: row.zoneId, period: new Date(row.period) },
        row.value,
        undefined,
        source,
        before,
      );
    return result;
  });
}

/**
 * The open data of the police (data.police.uk): a line for each crime or report, with its month and LSOA. Counted for a zone by
 * the LSOAs that it covers; anti-social behaviour is no crime and is kept apart.
 */
export function countPolice(rows: Row[], zone: string, lsoas: string[]): Row[] {
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
