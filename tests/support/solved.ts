// What a browser reckons for a page that wants to know it for one, from the page itself.
import { createHash } from 'node:crypto';

interface Challenge {
  algorithm: string;
  challenge: string;
  maxnumber: number;
  salt: string;
  signature: string;
}

/** @param markup of a page that holds a challenge */
export function solved(markup: string): string {
  const held = /data-challenge="([^"]+)"/.exec(markup)?.[1] ?? '';
  const { algorithm, challenge, maxnumber, salt, signature }: Challenge = JSON.parse(
    held.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code))),
  );
  for (let number = 0; number <= maxnumber; number += 1)
    if (createHash('sha256').update(`${salt}${number}`).digest('hex') === challenge)
      return Buffer.from(JSON.stringify({ algorithm, challenge, number, salt, signature })).toString('base64');
  throw new Error('The challenge cannot be solved.');
}
