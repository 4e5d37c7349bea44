// Slips of the finger: which word was meant.
import { distance } from 'fastest-levenshtein';

/** The nearest of some words, if one is near enough to be meant. */
export function closest(word: string, candidates: readonly string[]): string | undefined {
  const wanted = word.toLowerCase();
  const near = candidates
    .map((candidate) => ({
      candidate,
      steps: candidate.startsWith(wanted) && wanted.length >= 2 ? 0 : distance(wanted, candidate),
    }))
    .filter(({ candidate, steps }) => steps <= allowed(wanted, candidate))
    .sort((a, b) => a.steps - b.steps);
  return near[0]?.candidate;
}

/** Slips that a word may hold: short words one, or two letters that changed places. */
function allowed(typed: string, meant: string): number {
  return meant.length > 4 || sameLetters(typed, meant) ? 2 : 1;
}

export function sameLetters(one: string, other: string): boolean {
  const sorted = (word: string) => [...word].sort().join('');
  return sorted(one) === sorted(other);
}

/** Two letters beside each other changed places: "lsit". No other word of the language is that near to be one. */
export function isSlipOf(typed: string, meant: string): boolean {
  const word = typed.toLowerCase();
  return word !== meant && word.length === meant.length && sameLetters(word, meant) && distance(word, meant) <= 2;
}
