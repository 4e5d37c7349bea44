// Raw keep-alive sockets and requests that were signed beforehand, so that the load itself costs as little as it can.
import { createHmac, randomUUID } from 'node:crypto';
import { connect } from 'node:net';

export interface Measured {
  /** Requests a second. */
  throughput: number;
  /** Milliseconds from the last byte sent to the last byte received. */
  p50: number;
  p99: number;
  /** Answered that it is under way: the answer came by itself. */
  late: number;
}

/** One signed slash command as it goes over the wire; each is an act of its own. */
export function signedCommand(fields: Record<string, string>, signingSecret: string): Buffer {
  const body = new URLSearchParams({ ...fields, trigger_id: randomUUID() }).toString();
  const stamp = Math.floor(Date.now() / 1000);
  const signature = `v0=${createHmac('sha256', signingSecret).update(`v0:${stamp}:${body}`).digest('hex')}`;
  return Buffer.from(
    `POST /slack/events HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/x-www-form-urlencoded\r\nx-slack-request-timestamp: ${stamp}\r\nx-slack-signature: ${signature}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

const LATE = 'Working on it.';

/**
 * Sends all requests over so many connections, each waiting for its answer before the next.
 * @param expected must stand in every answer, so that nothing is measured that did not work
 */
export async function measure(
  port: number,
  requests: Buffer[],
  connections: number,
  expected: string,
): Promise<Measured> {
  const times: number[] = [];
  let late = 0;
  let next = 0;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const line = await openLine(port);
      for (let request = requests[next++]; request !== undefined; request = requests[next++]) {
        const sent = performance.now();
        const answer = await line.ask(request);
        times.push(performance.now() - sent);
        if (answer.includes(LATE)) late += 1;
        else if (!answer.startsWith('HTTP/1.1 200') || !answer.includes(expected))
          throw new Error(`Unexpected: ${answer}`);
      }
      line.close();
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  times.sort((a, b) => a - b);
  return { throughput: times.length / seconds, p50: quantile(times, 0.5), p99: quantile(times, 0.99), late };
}

const quantile = (sorted: number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

async function openLine(port: number) {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await new Promise((done, fail) => socket.once('connect', done).once('error', fail));
  let heard = '';
  let tell: ((answer: string) => void) | undefined;
  let fail: ((error: Error) => void) | undefined;
  socket.on('data', (bytes) => {
    heard += bytes.toString('latin1');
    if (!isWhole(heard)) return;
    const answer = heard;
    heard = '';
    tell?.(answer);
  });
  socket.on('close', () => fail?.(new Error('The connection was closed.')));
  return {
    ask: (request: Buffer) =>
      new Promise<string>((done, broken) => {
        tell = done;
        fail = broken;
        socket.write(request);
      }),
    close: () => {
      fail = undefined;
      socket.destroy();
    },
  };
}

function isWhole(heard: string): boolean {
  const head = heard.indexOf('\r\n\r\n');
  if (head < 0) return false;
  const length = /content-length: (\d+)/i.exec(heard.slice(0, head))?.[1];
  return length === undefined ? heard.endsWith('\r\n0\r\n\r\n') : heard.length >= head + 4 + Number(length);
}
