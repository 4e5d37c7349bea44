// Whoever does not know our words finds them: by a term of the field, by what people call it, and by what the line is for.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findHelp } from '../../src/chat/help-search.ts';
import { everyWord } from '../../src/chat/vocabulary.ts';
import { productRegistry } from '../../src/features/index.ts';

const { commands, terms } = productRegistry();
const find = (typed: string) => {
  const found = findHelp(typed, commands, terms);
  return { terms: found.terms.map(({ name }) => name), words: found.words.map(({ path }) => path) };
};

it.each([
  ['quorum', 'quorum'],
  ['what is a champion', 'champion'],
  ['SARA', 'SARA'],
  ['the assessment', 'SARA'],
  ['outcomes', 'outcomes'],
  ['six tools', 'tools'],
  ['personal data', 'personal data'],
  ['GDPR', 'personal data'],
  ['prevention mix', 'prevention mix'],
  ['being quorate', 'quorum'],
  ['what does no real change mean', 'real change'],
  ['holidays', 'being away'],
  ['stop messages', 'nudge'],
  ['how do I add someone to the team', 'invitation'],
  ['weekly summary', 'digest'],
  ['board members', 'board'],
  ['how do I start', 'getting started'],
])('"%s" is explained as %s', (typed, term) => {
  expect(find(typed).terms[0]).toBe(term);
});

it.each([
  ['how do I cancel', 'meeting cancel'],
  ['cancelling', 'meeting cancel'],
  ['delete', 'log undo'],
  ['spreadsheet', 'measure import'],
  ['a chart', 'measure show'],
  ['voting', 'meeting vote'],
  ['how can I change my name', 'me name'],
  ['timezone', 'nudge timezone'],
  ['how to close a problem', 'problem NP-42 close'],
  ['reschedule', 'meeting move'],
  ['upload figures', 'measure import'],
  ['print minutes', 'meeting minutes'],
])('"%s" leads to "%s"', (typed, path) => {
  const found = find(typed);
  const seen = terms.filter(({ name }) => found.terms.includes(name)).flatMap(({ see }) => see);
  expect([...found.words, ...seen]).toContain(path);
});

it('finds nothing where there is nothing, and no more than somebody reads', () => {
  for (const typed of ['flibber', '', '   ', 'how do I', '42', '🎉'])
    expect(find(typed)).toEqual({ terms: [], words: [] });
  for (const typed of ['constructor', '__proto__ toString', 'hasOwnProperty'])
    expect(find(typed).terms, typed).toEqual([]);
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), (typed) => {
      const found = find(typed);
      expect(found.words.length).toBeLessThanOrEqual(6);
      expect(found.terms.length).toBeLessThanOrEqual(3);
    }),
  );
});

it('every term leads to words that there are, and every word of ours is found by its own name', () => {
  const paths = new Set(commands.flatMap((each) => [...everyWord(each)]).map(({ path }) => path));
  for (const { name, means, see } of terms) {
    expect(find(name).terms, name).toContain(name);
    expect(means.length, name).toBeLessThan(400);
    for (const line of see)
      expect(
        [...paths].some((path) => line === path || line.startsWith(`${path} `)),
        `${name}: ${line}`,
      ).toBe(true);
  }
  expect(new Set(terms.map(({ name }) => name)).size).toBe(terms.length);
});

it('is sure of what is asked of the bot, and not of what is asked of the place', () => {
  for (const typed of ['cancel', 'delete a note', 'change my name', 'what is a quorum', 'upload figures'])
    expect(findHelp(typed, commands, terms).isSure, typed).toBe(true);
  for (const typed of [
    'stop the off-road bikes on the rec',
    'get rid of the rats behind the shops',
    'help residents with their heating',
  ])
    expect(findHelp(typed, commands, terms).isSure, typed).toBe(false);
});
