// A line of ten thousand characters, however it is made, keeps nobody waiting: the bot reads on the thread that serves everybody.
import { expect, it } from 'vitest';
import { readLine } from '../../src/features/interactions/line.ts';
import { remarksOn } from '../../src/features/problems/raise/line.ts';
import { takeDueDay } from '../../src/language/due-days.ts';
import { readWhen } from '../../src/language/when.ts';
import { SEED_AGENCIES } from '../../src/seed/data.ts';
import { patience } from '../support/until.ts';

const clock = { now: new Date('2026-11-26T10:50:00Z'), timeZone: 'Europe/London' };
const directory = {
  agencies: SEED_AGENCIES.map((agency) => ({ ...agency, id: agency.key })),
  zones: [{ id: 'np', name: 'New Parks', code: 'NP', slug: 'new-parks' }],
};
const LONGEST = 10_000;
const READ_WITHIN_MS = 2000;

it.each([
  'with the police and 10 lads on Friday ',
  'mon, tue and ',
  '-',
  ',;',
  ' ( ',
  'a',
  '1 ',
  '1/2 ',
  'w/ ',
  'and & + ',
  'on the at ',
  'the 2 of a ',
  'every Tuesday ',
  'until ',
  '2 to 3 ',
  'Aa ',
  '“',
  '@{',
  'from Police ',
  'half an hour and ',
])('made of "%s"', (piece) => {
  const line = `x ${piece.repeat(Math.ceil(LONGEST / piece.length))} y`.slice(0, LONGEST);
  const began = performance.now();
  readLine(line, { ...clock, directory });
  readWhen(line, clock);
  takeDueDay(line, clock);
  remarksOn({ title: '', what: line }, 'NP-1', clock);
  expect(performance.now() - began).toBeLessThan(READ_WITHIN_MS * patience());
});
