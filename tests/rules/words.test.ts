// Words are declared: what our sentences tell people to type leads to a declared word, and slips are told from what was meant.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closest, isSlipOf } from '../../src/chat/closest.ts';
import { COMMAND_NAMES } from '../../src/chat/spans.ts';
import { completions, everyWord } from '../../src/chat/vocabulary.ts';
import type { AnyWord } from '../../src/chat/word.ts';
import { productRegistry } from '../../src/features/index.ts';
import { ROOT } from '../../src/process/paths.ts';

const registry = productRegistry();
const words = registry.commands.flatMap((command) => [...everyWord(command)]);

/** What our sentences say may be typed: in quotes, or as a command in code. */
function hints(): { file: string; hint: string }[] {
  const names = [...COMMAND_NAMES, 'partnership'].join('|');
  const quoted = new RegExp(`"((?:${names})(?: [^"\`]*)?)"|command\\([\`']((?:${names})(?: [^\`']*)?)[\`']\\)`, 'g');
  return readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.includes('generated'))
    .flatMap((file) =>
      [...readFileSync(join(ROOT, 'src', file), 'utf8').matchAll(quoted)].map((match) => ({
        file,
        hint: (match[1] ?? match[2] ?? '').replace(/\$\{[^}]*\}/g, '…').trim(),
      })),
    );
}

/** Why a hint leads nowhere. */
function nowhere(hint: string): string | undefined {
  const [name, ...rest] = hint.replace(/[.!?]$/, '').split(' ');
  let at: AnyWord | undefined = registry.commands.find((command) => command.name === name);
  for (const said of rest) {
    if (at === undefined) return 'no such command';
    const children: readonly AnyWord[] = [...at.words, ...(at.after?.words ?? [])];
    const child: AnyWord | undefined = children.find(
      (each) => each.name !== '' && [each.name, ...each.also].includes(said),
    );
    if (child !== undefined) {
      at = child;
      continue;
    }
    // A number, a name, or whatever the word takes.
    if (at.after !== undefined && /^(?:…|\d+|[A-Z]{2,4}-\d+|…-…)$/.test(said)) continue;
    if (at.follows === '') return `"${at.path}" takes no "${said}"`;
    return undefined;
  }
  return at === undefined ? 'no such command' : undefined;
}

it('what our sentences say may be typed, may be typed', () => {
  const all = hints();
  expect(all.length).toBeGreaterThan(120);
  const wrong = all.flatMap(({ file, hint }) => {
    const why = nowhere(hint);
    return why === undefined ? [] : [`${file}: "${hint}": ${why}`];
  });
  expect(wrong).toEqual([]);
});

it('every word says what it does, and its examples begin with it', () => {
  for (const { path, name, summary, examples, read } of words) {
    expect(summary, path).not.toBe('');
    if (read === undefined) continue;
    const first = path.split(' ')[0] ?? '';
    for (const example of examples) {
      expect(example.split(' ')[0], path).toBe(first);
      if (name !== '') expect(example.toLowerCase(), path).toContain(name);
    }
  }
});

it('no two words under one are the same', () => {
  for (const { path, words: children } of words) {
    const names = children.flatMap((child) => [child.name, ...child.also]);
    expect(new Set(names).size, path).toBe(names.length);
  }
});

it('completes at every depth', () => {
  const all = completions(registry.commands).map(({ words: each }) => each);
  expect(all).toEqual(
    expect.arrayContaining([
      'zone link',
      'zone lead end',
      'zone agency rename',
      'meeting start',
      'problem NP-42 join',
      'digest run stop',
    ]),
  );
});

describe('slips', () => {
  it('of two letters that changed places are told', () => {
    for (const { name } of words.filter((each) => each.name.length >= 4))
      for (let at = 0; at < name.length - 1; at += 1) {
        const typed = `${name.slice(0, at)}${name[at + 1]}${name[at]}${name.slice(at + 2)}`;
        if (typed !== name) expect(isSlipOf(typed, name), typed).toBe(true);
      }
  });

  it('are never found in the word itself, and the nearest to a word is itself', () => {
    const names = words.map(({ name }) => name).filter((name) => name !== '');
    fc.assert(
      fc.property(fc.constantFrom(...names), (name) => {
        expect(isSlipOf(name, name)).toBe(false);
        expect(closest(name, [name])).toBe(name);
      }),
    );
  });
});
