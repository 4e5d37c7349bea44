// What the database alone must not tell: sealed or marked under a key that is not in it (that which signs the bot's addresses).
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

export interface Seals {
  /** The same words for one purpose always give the same mark; without the key nobody finds the words. */
  mark(purpose: string, words: string): string;
  /** As long as what it holds, and 28 bytes: what must not be told by its length is sealed at one length. */
  seal(purpose: string, bytes: Uint8Array): Uint8Array<ArrayBuffer>;
  /** @returns undefined where it was sealed under another key, for another purpose, or has been changed */
  open(purpose: string, sealed: Uint8Array): Uint8Array | undefined;
}

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** @param key of which nothing is in the database, at least 32 characters */
export function createSeals(key: string): Seals {
  const keyFor = (use: 'mark' | 'seal', purpose: string) =>
    Buffer.from(hkdfSync('sha256', key, '', `people-zones ${use} ${purpose}`, 32));
  return {
    mark: (purpose, words) => createHmac('sha256', keyFor('mark', purpose)).update(words).digest('base64url'),
    seal(purpose, bytes) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(CIPHER, keyFor('seal', purpose), iv);
      return new Uint8Array(Buffer.concat([iv, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]));
    },
    open(purpose, sealed) {
      try {
        const decipher = createDecipheriv(CIPHER, keyFor('seal', purpose), sealed.subarray(0, IV_BYTES));
        decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
        return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
      } catch {
        return undefined;
      }
    },
  };
}
