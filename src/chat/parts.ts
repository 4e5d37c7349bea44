// What may follow a word, of the plain kinds: text, a number, one of some choices. What needs the language or people stands
// with those.
import type { Part } from './word.ts';

/** All that is left. */
export const text = (label: string, ask: string): Part<string> => ({
  label,
  ask,
  takesAll: true,
  read: (_act, words) => (words === '' ? undefined : { value: words, rest: '' }),
});

/** All that is left, which may be nothing. */
export const anyText = (label: string): Part<string> => ({
  label,
  ask: '',
  optional: true,
  takesAll: true,
  read: (_act, words) => ({ value: words, rest: '' }),
});

/** A whole number, from 1. */
export const number = (label: string, ask: string): Part<number> => ({
  label,
  ask,
  read(_act, words) {
    const [found, digits] = /^(?:no\.? ?|number |#)?(\d{1,9})(?!\S)/i.exec(words) ?? [];
    return found === undefined ? undefined : { value: Number(digits), rest: words.slice(found.length) };
  },
});

/** One of some words, each with what it means. */
export function choice<T>(label: string, ask: string, options: Record<string, T>): Part<T> {
  const names = Object.keys(options).sort((a, b) => b.length - a.length);
  return {
    label,
    ask,
    read(_act, words) {
      const lower = words.toLowerCase();
      const name = names.find((each) => lower.startsWith(each) && !/^[\p{L}\p{N}]/u.test(lower.slice(each.length)));
      const value = name === undefined ? undefined : options[name];
      return name === undefined || value === undefined ? undefined : { value, rest: words.slice(name.length) };
    },
  };
}

/** What may be left out. */
export const optional = <T>(part: Part<T>): Part<T | undefined> => ({ ...part, optional: true });
