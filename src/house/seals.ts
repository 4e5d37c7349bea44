// What the database alone must not tell: sealed or marked under a key that is not in it (that which signs the bot's addresses).
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

export interface Seals {
  /** Names the key, and tells nothing of it. */
  keyId: string;
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

const derived = (key: string, use: 'mark' | 'seal' | 'name', purpose: string) =>
  Buffer.from(hkdfSync('sha256', key, '', `people-zones ${use} ${purpose}`, 32));

/**
 * @param key of which nothing is in the database, at least 32 characters
 * @param before the key before it: what was sealed under it is still opened
 */
export function createSeals(key: string, before?: string): Seals {
  const keyFor = (use: 'mark' | 'seal', purpose: string) => derived(key, use, purpose);
  return {
    keyId: derived(key, 'name', 'key').toString('hex').slice(0, 8),
    mark: (purpose, words) => createHmac('sha256', keyFor('mark', purpose)).update(words).digest('base64url'),
    seal(purpose, bytes) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(CIPHER, keyFor('seal', purpose), iv);
      return new Uint8Array(Buffer.concat([iv, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]));
    },
    open(purpose, sealed) {
      for (const each of before === undefined ? [key] : [key, before]) {
        const opened = openWith(derived(each, 'seal', purpose), sealed);
        if (opened !== undefined) return opened;
      }
      return undefined;
    },
  };
}

function openWith(key: Buffer, sealed: Uint8Array): Uint8Array | undefined {
  try {
    const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, IV_BYTES));
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch {
    return undefined;
  }
}
