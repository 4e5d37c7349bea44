// The paper's figures as a table for machines.
import type { Report } from './report.ts';

/** A cell that no spreadsheet takes for a formula. */
export function csvCell(value: string | number): string {
  const text = String(value);
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Of agreements it tells in every row, for a row is what somebody takes out of it. */
export function reportCsv({ zones, unsigned }: Report): string {
  const head = [
    'zone',
    'team',
    'agencies',
    'interactions',
    'preventive',
    'remedial',
    'joint',
    'problems raised',
    'problems moved',
    'problems closed',
    'meetings',
    'decisions',
    ...(unsigned === undefined ? [] : ['agencies of the partnership without an agreement']),
  ];
  const rows = zones.map(({ name, team, agencies, week }) => [
    name,
    team,
    agencies,
    week.interactions,
    week.preventive,
    week.remedial,
    week.joint,
    week.raised,
    week.moved,
    week.closed,
    week.meetings,
    week.decisions,
    ...(unsigned === undefined ? [] : [unsigned.length === 0 ? 'none' : unsigned.join('; ')]),
  ]);
  return `${[head, ...rows].map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`;
}
