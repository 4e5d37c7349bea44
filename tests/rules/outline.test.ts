// docs/outline.md says only what is there: every word that it names can be typed, every test that it names exists.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { everyWord } from '../../src/chat/vocabulary.ts';
import { productRegistry } from '../../src/features/index.ts';
import { ROOT } from '../../src/process/paths.ts';

const rows = readFileSync(join(ROOT, 'docs', 'outline.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| \d/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, paragraph = '', , does = '', typed = '', shown = '']) => ({ paragraph, does, typed, shown }));

it('names every section, and nothing that is not there', () => {
  expect(rows.length).toBeGreaterThan(25);
  for (const section of [1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(rows.some(({ paragraph }) => paragraph.startsWith(String(section)))).toBe(true);
  const paths = new Set(
    productRegistry().commands.flatMap((command) => [...everyWord(command)].map(({ path }) => path)),
  );
  const wrong = rows.flatMap(({ paragraph, does, typed, shown }) => {
    if (does === '') return typed + shown === '' ? [] : [`${paragraph}: does nothing, and is shown`];
    const words = /^`(.+)`$/.exec(typed)?.[1] ?? '';
    return [
      ...(paths.has(words) ? [] : [`${paragraph}: "${words}" cannot be typed`]),
      ...(existsSync(join(ROOT, shown)) ? [] : [`${paragraph}: there is no ${shown}`]),
    ];
  });
  expect(wrong).toEqual([]);
});
