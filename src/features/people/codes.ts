// Short codes that somebody reads out or types over: kept as their hash alone.
import { createHash, randomInt } from 'node:crypto';

/** No letters or digits that look alike. */
const LETTERS = 'ABCDEFGHJKMNPQRSTVWXYZ23456789';
const LENGTH = 8;

/** @returns "K7QF-2MWX" */
export function newCode(): string {
  const code = Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}

/** Of a code as somebody types it, in any case and with any strokes or spaces. */
export function hashOf(typed: string): string {
  return createHash('sha256')
    .update(typed.toUpperCase().replace(/[^A-Z0-9]/g, ''))
    .digest('hex');
}

/** It could be one. */
export const looksLikeCode = (typed: string): boolean => typed.replace(/[^A-Za-z0-9]/g, '').length === LENGTH;
