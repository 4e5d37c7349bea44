// Tables in Teams, which divide a phone's width among their columns and break no word: each column gets what its longest word needs,
// and what is left goes where most is said.
import type { JsonObject } from '../../src/chat/cards.ts';
import { type Text, textOf } from '../../src/chat/spans.ts';

/** So many letters stand side by side on a small phone. */
const LETTERS_ON_A_PHONE = 40;

/** @param draw how a cell's text is written */
export function table(columns: string[], rows: Text[][], draw: (text: Text) => JsonObject): JsonObject {
  const cell = (text: Text): JsonObject => ({ type: 'TableCell', items: [draw(text)] });
  return {
    type: 'Table',
    firstRowAsHeaders: true,
    columns: widths(columns, rows).map((width) => ({ width })),
    rows: [
      { type: 'TableRow', cells: columns.map((column) => cell([{ kind: 'strong', text: column }])) },
      ...rows.map((row) => ({ type: 'TableRow', cells: row.map(cell) })),
    ],
  };
}

/** @returns for each column, its part of the whole; what counts is how they stand to each other */
export function widths(columns: string[], rows: Text[][]): number[] {
  const needs = columns.map((column, index) => {
    const cells = rows.map((row) => textOf(row[index] ?? []));
    // Headings are bold, which takes a letter's room more.
    const word = Math.max(longestWord(column) + 1, ...cells.map(longestWord));
    return { word, more: Math.max(0, ...cells.map(({ length }) => length - word)) };
  });
  const sum = (of: (need: { word: number; more: number }) => number) =>
    needs.reduce((total, need) => total + of(need), 0);
  const spare = Math.max(0, LETTERS_ON_A_PHONE - sum(({ word }) => word));
  const wanted = sum(({ more }) => more);
  return needs.map(({ word, more }) => Math.round(word + (wanted === 0 ? 0 : (spare * more) / wanted)));
}

const longestWord = (text: string): number => Math.max(...text.split(/\s+/).map(({ length }) => length));
