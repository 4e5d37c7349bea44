// How well a typed interaction is read, field by field, on lines as they are typed. Some are kept apart from all tuning.
import { expect, it } from 'vitest';
import type { Directory } from '../../src/chat/act.ts';
import { type Line, readLine } from '../../src/features/interactions/line.ts';
import { bandOf } from '../../src/features/interactions/words.ts';
import { SEED_AGENCIES } from '../../src/seed/data.ts';
import { FOR_TUNING, KEPT_APART, type LabelledLine } from './log-lines.ts';

const directory = {
  agencies: SEED_AGENCIES.map((agency) => ({ ...agency, id: agency.key })),
  zones: [{ id: 'np', name: 'New Parks', code: 'NP', slug: 'new-parks' }],
} as unknown as Directory;
const clock = { now: new Date('2026-11-26T10:50:00Z'), timeZone: 'Europe/London' };
const FIELDS = ['who', 'people', 'minutes', 'day'] as const;
type Field = (typeof FIELDS)[number];

const dayOf = (ago: number) => new Date(Date.parse('2026-11-26') + ago * 86_400_000).toISOString().slice(0, 10);

function band(people: string): string {
  if (people === '-') return '-';
  const numbers = (people.match(/\d+/g) ?? []).map(Number);
  const middle = people.endsWith('+') ? (numbers[0] ?? 0) + 1 : numbers.reduce((a, b) => a + b, 0) / numbers.length;
  return bandOf(Math.round(middle)) ?? 'NONE';
}

function isRight(line: Line, field: Field, label: LabelledLine): boolean {
  switch (field) {
    case 'who':
      return [...line.agencyIds].sort().join() === (label.who === '-' ? '' : label.who.split(',').sort().join());
    case 'people':
      if (label.people === '?') return false;
      return /^\d+$/.test(label.people)
        ? line.peopleCount === Number(label.people)
        : (line.peopleBand ?? '-') === band(label.people) && line.peopleCount === undefined;
    case 'minutes':
      return label.minutes !== '?' && line.minutes === (label.minutes === '-' ? undefined : Number(label.minutes));
    case 'day':
      return label.day !== '?' && line.occurredOn === dayOf(Number(label.day)) && line.futureDay === undefined;
  }
}

function judge(lines: LabelledLine[]) {
  const wrong: string[] = [];
  let [asked, fields] = [0, 0];
  for (const label of lines) {
    const line = readLine(label.line, { ...clock, directory });
    const unsure = new Set<string>([
      ...line.unsure.map(({ field }) => field),
      ...(line.futureDay === undefined ? [] : ['day']),
    ]);
    if (unsure.size > 0) asked += 1;
    for (const field of FIELDS) {
      fields += 1;
      if (unsure.has(field) || isRight(line, field, label)) continue;
      wrong.push(
        `${field}: ${label.line} → ${[line.agencyIds.join(), line.peopleCount ?? line.peopleBand, line.minutes, line.occurredOn].join(' | ')}`,
      );
    }
  }
  return { wrong, wrongShare: wrong.length / fields, askedShare: asked / lines.length };
}

it.each([
  ['for tuning', FOR_TUNING],
  ['kept apart', KEPT_APART],
] as const)('is seldom wrong in silence, and asks of fifteen lines in a hundred at most: %s', (name, lines) => {
  const { wrong, wrongShare, askedShare } = judge(lines);
  console.log(
    `${name}: ${lines.length} lines, wrong in silence ${(100 * wrongShare).toFixed(1)} % of fields, asked ${(100 * askedShare).toFixed(1)} % of lines`,
  );
  if (process.env['SHOW'] === name) console.log(wrong.join('\n'));
  // What was never tuned for is not there yet: one in a hundred is the aim.
  expect(wrongShare).toBeLessThanOrEqual(name === 'kept apart' ? 0.05 : 0.01);
  expect(askedShare).toBeLessThanOrEqual(0.15);
});
