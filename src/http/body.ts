// Reading a request's body, up to a limit.
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
