// Public data of a candidate (¶3.2): a table by area is read for the areas that it covers, and told as findings with their source.
// Deprivation in the Indices' own layout, population, or any indicator by its column. Nothing is added up to a score.
import { setImmediate as breathe } from 'node:timers/promises';
import { Refusal } from '../../../chat/replies.ts';
import { howMany } from '../../../chat/spans.ts';
import type { Db } from '../../../database/client.ts';
import type { ProposalState, SelectionFactor } from '../../../database/generated/enums.ts';
import type { Row } from '../../../language/tables.ts';
import { capitalised } from '../../../language/vocabulary.ts';
import { countPolice } from '../../measures/index.ts';

/** An area by its code: England's and Wales's Lower-layer Super Output Areas. */
export const LSOA = /^[EW]01\d{6}$/;
/** The last code that was given out for 2011; whatever is higher was drawn for 2021. England's. */
const LAST_OF_2011 = 33_768;
const isOf2021 = (code: string): boolean => code.startsWith('E') && Number(code.slice(3)) > LAST_OF_2011;

/** Codes as somebody types them. @throws {Refusal} with those that are none */
export function readAreas(typed: string): string[] {
  const all = [
    ...new Set(
      typed
        .toUpperCase()
        .split(/[\s,;]+/)
        .filter((each) => each !== ''),
    ),
  ];
  const wrong = all.filter((each) => !LSOA.test(each));
  if (wrong.length > 0)
    throw new Refusal(
      `An area’s code is E01 or W01 and six figures: ${wrong.slice(0, 5).join(', ')} ${wrong.length === 1 ? 'is' : 'are'} not.`,
    );
  return all;
}

/** What public data say of a candidate's areas, each line a finding. */
export interface NewData {
  lsoas: string[];
  factor: SelectionFactor;
  source: string;
  /** YYYY-MM-DD */
  asAt: string;
  texts: string[];
}

/** @param personId who enters it @returns what to say of it @throws {Refusal} when the candidate was declined */
export async function keepData(
  db: Db,
  { id, name, state }: { id: string; name: string; state: ProposalState },
  { lsoas, factor, source, asAt, texts }: NewData,
  personId: string,
  now: Date,
): Promise<string> {
  if (state === 'DECLINED') throw new Refusal(`${name} was declined. Enter another decision first.`);
  await db.zoneProposal.update({ where: { id }, data: { lsoas } });
  await db.selectionFinding.createMany({
    data: texts.map((text) => ({
      proposalId: id,
      factor,
      text: text.slice(0, 1000),
      source,
      asAt: new Date(asAt),
      personId,
      createdAt: now,
    })),
  });
  return texts.length === 1 ? 'One finding kept' : `${texts.length} findings kept`;
}

const CODE = /^lsoa\b.*code|^(?:area|geography)[ _]?code$|^lsoa(?:11|21)cd$|^lsoa$/i;
const DECILE = /decile/i;
const POPULATION = /^(?:total )?(?:population|all ages|residents|usual residents)\b|total population/i;
const number = (cell: string): number | undefined => {
  const bare = cell.replaceAll(',', '').trim();
  return bare !== '' && Number.isFinite(Number(bare)) ? Number(bare) : undefined;
};
const NUMBER = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 });
const words = (value: number) => NUMBER.format(value);

/** "Health Deprivation and Disability" of "Health Deprivation and Disability Decile (where 1 is most deprived 10% of LSOAs)" */
const domainOf = (column: string): string =>
  column
    .replace(/\bdecile\b.*$/i, '')
    .replace(/\(.*?\)/g, '')
    .replace(/\s+/g, ' ')
    .trim();

/**
 * What a table says of these areas. The open data of the police are counted by month. Else every column of deciles is a finding, a column of population is added up, and a named column is
 * told with its lowest, highest and, where it is a count, its sum.
 * @param column any indicator's own column; empty: deciles and population are looked for
 * @throws {Refusal} when it has no column of codes, or not all of the areas
 */
export async function findingsIn(table: Row[], areas: string[], column = ''): Promise<string[]> {
  const [first] = table;
  if (first === undefined) throw new Refusal('There is no row under the headings.');
  const names = Object.keys(first.cells);
  const code = names.find((name) => CODE.test(name));
  if (code === undefined)
    throw new Refusal(
      `The table has no column of area codes, such as "LSOA code (2021)". It has: ${names.slice(0, 8).join(', ')}.`,
    );
  if (names.includes('crime type')) return policeWords(table, code, areas);
  const rows = new Map<string, Row>();
  for (const [index, row] of table.entries()) {
    if (index % 2000 === 1999) await breathe();
    const area = (row.cells[code] ?? '').toUpperCase();
    if (areas.includes(area)) rows.set(area, row);
  }
  const missing = areas.filter((area) => !rows.has(area));
  if (missing.length > 0) {
    const [one = ''] = missing;
    const other = /2011|11cd/i.test(code) && isOf2021(one);
    throw new Refusal(
      `${missing.slice(0, 5).join(', ')} ${missing.length === 1 ? 'is' : 'are'} not in the table${other ? ': it is made for the areas of 2011, and that code is of 2021' : ''}. Nothing was kept.`,
    );
  }
  const valuesOf = (name: string): number[] =>
    areas.map((area) => {
      const cell = rows.get(area)?.cells[name] ?? '';
      const value = number(cell);
      if (value === undefined)
        throw new Refusal(
          `Line ${rows.get(area)?.line ?? 0}, ${name}: "${cell.slice(0, 40)}" is no number. Nothing was kept.`,
        );
      return value;
    });
  const wanted = column.trim().toLowerCase();
  if (wanted !== '') {
    const name = names.find((each) => each === wanted) ?? names.find((each) => each.startsWith(wanted));
    if (name === undefined)
      throw new Refusal(
        `There is no column "${column.slice(0, 60)}". There are: ${names
          .filter((each) => each !== code)
          .slice(0, 12)
          .join(', ')}.`,
      );
    return [DECILE.test(name) ? decileWords(name, valuesOf(name)) : plainWords(name, valuesOf(name))];
  }
  const deciles = names.filter((name) => DECILE.test(name));
  const population = names.filter((name) => POPULATION.test(name)).slice(0, 1);
  if (deciles.length + population.length === 0)
    throw new Refusal(
      `Which column is meant? There are: ${names
        .filter((each) => each !== code)
        .slice(0, 12)
        .join(', ')}.`,
    );
  return [
    ...deciles.map((name) => decileWords(name, valuesOf(name))),
    ...population.map((name) => {
      const values = valuesOf(name);
      return `${words(values.reduce((sum, each) => sum + each, 0))} people live in its ${values.length === 1 ? 'area' : `${values.length} areas`}`;
    }),
  ];
}

/** The open data of the police: a row for each thing that was reported, so an area without one has had none. */
function policeWords(table: Row[], code: string, areas: string[]): string[] {
  if (!table.some(({ cells }) => areas.includes((cells[code] ?? '').toUpperCase())))
    throw new Refusal('None of these areas stands in the file: is it of another police force? Nothing was kept.');
  const months = new Map<string, { asb: string; crime: string }>();
  for (const { cells } of countPolice(table, '', areas)) {
    const month = months.get(cells['period'] ?? '') ?? { asb: '0', crime: '0' };
    month[cells['measure'] === 'crime' ? 'crime' : 'asb'] = cells['value'] ?? '0';
    months.set(cells['period'] ?? '', month);
  }
  return [...months].map(
    ([month, { asb, crime }]) =>
      `${howMany(Number(asb), 'report', 'reports')} of anti-social behaviour and ${crime} of crime in ${monthWords(month)}, in its ${areas.length === 1 ? 'area' : `${areas.length} areas`}`,
  );
}

const monthWords = (month: string): string =>
  new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${month}-01T00:00:00Z`),
  );

const decileWords = (name: string, values: number[]): string => {
  const domain = domainOf(name).replace(/^index of multiple deprivation.*$/i, 'deprivation as a whole');
  const of = (most: number) => values.filter((value) => value <= most).length;
  return `${capitalised(domain)}: ${of(1)} of ${values.length} ${values.length === 1 ? 'area' : 'areas'} among the most deprived tenth, ${of(2)} among the most deprived fifth (${values.length === 1 ? 'decile' : 'deciles'} ${values.map(words).join(', ')})`;
};

function plainWords(name: string, values: number[]): string {
  const counts =
    values.every((value) => Number.isInteger(value) && value >= 0) &&
    !/%|per cent|percent|rate|score|rank|mean|median/i.test(name);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return `${capitalised(name)}: ${low === high ? words(low) : `${words(low)} to ${words(high)}`} in its ${values.length === 1 ? 'area' : `${values.length} areas`}${counts && values.length > 1 ? `, ${words(values.reduce((sum, each) => sum + each, 0))} in all` : ''}`;
}
