// Cards: the small closed set of what can be shown. Every platform renders every kind, within its own limits.
import { plain, type Text, textOf } from './spans.ts';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

export interface Button {
  label: string;
  /** The name of a button in the registry, such as `log.undo`. */
  action: string;
  data: JsonObject;
  style?: 'primary' | 'danger';
  /** The press answers with a form; some platforms must know beforehand. */
  opens?: 'form';
  /** Asked before the press counts. */
  confirm?: { title: string; text: string; yes: string };
}

export interface Chart {
  kind: 'bars' | 'stacked' | 'line' | 'donut';
  title: string;
  /** What the numbers count: "interactions". */
  unit: string;
  categories: string[];
  /** One value a category; a donut has one series. */
  series: { name: string; values: number[] }[];
}

export type Block =
  | { kind: 'heading'; text: Text }
  | { kind: 'text'; text: Text }
  | { kind: 'facts'; facts: { label: string; value: Text }[] }
  | { kind: 'list'; items: Text[]; numbered?: boolean }
  | { kind: 'table'; caption: string; columns: string[]; rows: Text[][] }
  | { kind: 'chart'; chart: Chart }
  | { kind: 'image'; url: string; alt: string }
  | { kind: 'buttons'; buttons: Button[] }
  | { kind: 'divider' }
  /** How the bot is spoken to on this platform, in its own words. */
  | { kind: 'howToSay' }
  | { kind: 'note'; text: Text };

/** What a card invites to, for those who keep a calendar. */
export interface CalendarEvent {
  /** Stays the same through every change: the UID. */
  id: string;
  /** Rises with every change (RFC 5545, 3.8.7.4). */
  sequence: number;
  title: string;
  /** An instant, ISO 8601. */
  startsAt: string;
  minutes: number;
  place: string;
  cancelled: boolean;
}

export interface Card {
  /** One line that says it all: notifications and screen readers read this. Never empty. */
  summary: string;
  blocks: Block[];
  /** The version of the record that the card shows; travels with every press. */
  version?: number;
  /** Where a platform can bring it into somebody's calendar. */
  calendar?: CalendarEvent;
}

export const heading = (text: Text | string): Block => ({
  kind: 'heading',
  text: typeof text === 'string' ? plain(text) : text,
});
export const paragraph = (text: Text | string): Block => ({
  kind: 'text',
  text: typeof text === 'string' ? plain(text) : text,
});
export const note = (text: Text | string): Block => ({
  kind: 'note',
  text: typeof text === 'string' ? plain(text) : text,
});
/** What was done, and what follows, in a line each. */
export const saying = (title: string, words: Text | string): Card => ({
  summary: title,
  blocks: [heading(title), paragraph(words)],
});
export const divider = (): Block => ({ kind: 'divider' });
export const buttons = (...list: Button[]): Block => ({ kind: 'buttons', buttons: list });
export const facts = (...list: [label: string, value: Text | string][]): Block => ({
  kind: 'facts',
  facts: list.map(([label, value]) => ({ label, value: typeof value === 'string' ? plain(value) : value })),
});

/** The whole card in plain words, for a platform that refuses its rendering and for those who cannot see it. */
export function cardText(card: Card): string {
  const words = card.blocks.flatMap(blockLines).join('\n');
  return words.trim() === '' ? card.summary : words;
}

function blockLines(block: Block): string[] {
  switch (block.kind) {
    case 'heading':
    case 'text':
    case 'note':
      return [textOf(block.text)];
    case 'facts':
      return block.facts.map((fact) => `${fact.label}: ${textOf(fact.value)}`);
    case 'list':
      return block.items.map((item, index) => `${block.numbered === true ? `${index + 1}.` : '•'} ${textOf(item)}`);
    case 'table':
      return [block.caption, ...tableLines(block.columns, block.rows)];
    case 'chart':
      return chartLines(block.chart);
    case 'image':
      return [block.alt];
    case 'buttons':
    case 'howToSay':
    case 'divider':
      return [];
  }
}

/** A table as lines of "column: value". */
export function tableLines(columns: string[], rows: Text[][]): string[] {
  return rows.map((row) => row.map((cell, index) => `${columns[index] ?? ''}: ${textOf(cell)}`).join(', '));
}

/** What a chart says, in words; shown beside it or instead of it. */
export function chartLines(chart: Chart): string[] {
  const lines = chart.categories.map((category, index) => {
    const values = chart.series.map((series) =>
      chart.series.length === 1 ? String(series.values[index] ?? 0) : `${series.name} ${series.values[index] ?? 0}`,
    );
    return `${category}: ${values.join(', ')}`;
  });
  return [`${chart.title} (${chart.unit})`, ...lines];
}
