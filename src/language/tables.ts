// Tables that people hand over, as spreadsheets save them: rows by their headings, and what was wrong by line and column.
import { parse } from 'csv-parse/sync';
import type { Field, Values } from '../chat/forms.ts';
import { Refusal } from '../chat/replies.ts';

/** A table in a form: as a file where the platform takes one, or pasted. @param hint how its rows look */
export const tableFields = (hint: string): Field[] => [
  { kind: 'file', name: 'file', label: 'A CSV file', types: ['csv', 'txt'], optional: true },
  { kind: 'longText', name: 'rows', label: 'Or rows, pasted', hint, most: 20_000, optional: true },
];

/** What came of {@link tableFields}, and the field that is wrong when it is. Undefined: neither was given. */
export function typedTable(values: Values): { text: string; field: 'file' | 'rows' } | undefined {
  for (const field of ['file', 'rows'] as const) {
    const text = String(values[field] ?? '');
    if (text.trim() !== '') return { text, field };
  }
  return undefined;
}

/** What is said when neither was. */
export const NO_TABLE = { rows: 'Choose a file, or paste its rows.' };

export interface FileError {
  /** As an editor counts, the heading is line 1. */
  line: number;
  column: string;
  says: string;
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
export const isFormula = (cell: string) => /^[=@]/.test(cell) || /^[+-](?![\d.])/.test(cell);

export const formulaWords = (cell: string): string =>
  `"${cell.slice(0, 40)}" is a formula. Save the file with its results in place of formulas.`;

/** So many errors are said one by one. */
const SHOWN = 8;

export function errorWords(errors: FileError[]): string {
  const shown = errors.slice(0, SHOWN).map(({ line, column, says }) => `line ${line}, ${column}: ${says}`);
  const more = errors.length > SHOWN ? [`and ${errors.length - SHOWN} more`] : [];
  return [...shown, ...more, `Nothing was kept: ${errors.length} ${errors.length === 1 ? 'error' : 'errors'}.`].join(
    '\n',
  );
}
