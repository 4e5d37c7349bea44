// Slips of the finger: a word that is nearly another. Pure.
import { distance } from 'fastest-levenshtein';

const letters = (word: string) => [...word].sort().join('');

/** One letter more, less or other, or two that changed places; both in lower case. */
export function isSlip(said: string, meant: string): boolean {
  if (said === meant || Math.abs(said.length - meant.length) > 1) return false;
  const steps = distance(said, meant);
  return steps === 1 || (steps === 2 && letters(said) === letters(meant));
}
