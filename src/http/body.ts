// Reading a request's body, up to a limit, and without what is no character.
import type { IncomingMessage } from 'node:http';

/** The body is larger than it may be. */
export class BodyTooLarge extends Error {
  override name = 'BodyTooLarge';
}

/**
 * The whole body. What is beyond the limit is let run out unread, so that the answer still reaches the caller.
 * @throws {BodyTooLarge}
 */
export function readBody(request: IncomingMessage, limit = 1_000_000): Promise<Buffer> {
  return new Promise((done, fail) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) return chunks.push(chunk);
      chunks.length = 0;
      fail(new BodyTooLarge(`more than ${limit} bytes`));
    });
    request.on('end', () => done(Buffer.concat(chunks)));
    request.on('error', fail);
    request.on('close', () => {
      if (!request.complete) fail(new Error('The caller went away.'));
    });
  });
}

/** Half a character, or none: a client that has cut an emoji in two sends the first, and PostgreSQL keeps neither. */
const BROKEN = /\\u0000|\\u[dD][89a-fA-F]/;

/** Text as it can be kept: half characters as U+FFFD, nothing as nothing. */
export const wellFormed = (text: string): string => Buffer.from(text, 'utf8').toString('utf8').replaceAll('\u0000', '');

/** The fields of a form, of which every one can be kept. @throws {BodyTooLarge} */
export async function readForm(request: IncomingMessage, limit: number): Promise<URLSearchParams> {
  return parseForm((await readBody(request, limit)).toString('utf8'));
}

export const parseForm = (raw: string): URLSearchParams =>
  new URLSearchParams([...new URLSearchParams(raw)].map(([name, value]) => [name, wellFormed(value)]));

/** JSON of which every string can be kept. @throws {SyntaxError} */
export function parseJson(raw: string): unknown {
  return BROKEN.test(raw)
    ? JSON.parse(raw, (_name, value: unknown) => (typeof value === 'string' ? wellFormed(value) : value))
    : JSON.parse(raw);
}
