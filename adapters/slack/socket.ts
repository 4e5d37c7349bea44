// Socket Mode: the same receiver over web sockets that we open. Two of them, for Slack closes each about once an hour, and a
// command that finds none fails for its person; and we open them again ourselves, at once and for as long as it takes.
import { randomUUID } from 'node:crypto';
import { SocketModeClient } from '@slack/socket-mode';
import type { Log } from '../../src/process/log.ts';
import { slackLog } from './log.ts';
import type { SlackReceiver } from './receiver.ts';

const LINES = 2;
const LONGEST_WAIT_MS = 30_000;

interface Frame {
  body?: unknown;
  ack?: (answer?: unknown) => Promise<void>;
}

export interface Sockets {
  close(): Promise<void>;
}

/** Resolves when the first line stands, or has failed once: then it is tried again behind the scenes. */
export async function openSockets(
  { appToken, apiUrl, app }: { appToken: string; apiUrl: string | undefined; app?: string | undefined },
  receiver: SlackReceiver,
  log: Log,
): Promise<Sockets> {
  const lines = Array.from({ length: LINES }, () => line({ appToken, apiUrl, app }, receiver, log));
  await lines[0]?.opened;
  return {
    async close() {
      await Promise.all(lines.map(({ close }) => close()));
    },
  };
}

/** The package reads an event's payload without looking whether it is there, in a promise that nobody waits for. */
function onlyFramesWithMeaning(socket: SocketModeClient, log: Log): void {
  const read = (socket as unknown as { onWebSocketMessage(data: string, binary: boolean): Promise<void> })
    .onWebSocketMessage;
  socket.removeAllListeners('ws_message');
  socket.on('ws_message', (data: unknown, binary: boolean) => {
    const text = typeof data === 'string' ? data : Buffer.from(data as Uint8Array).toString('utf8');
    if (binary || !hasMeaning(text)) return log.warn('a frame without a meaning');
    read
      .call(socket, text, false)
      .catch((error: unknown) => log.warn({ error }, 'a frame of Slack’s could not be read'));
  });
}

function hasMeaning(text: string): boolean {
  try {
    const frame: unknown = JSON.parse(text);
    if (typeof frame !== 'object' || frame === null || !('type' in frame)) return false;
    if (frame.type === 'hello' || frame.type === 'disconnect') return true;
    return 'payload' in frame && typeof frame.payload === 'object' && frame.payload !== null && 'envelope_id' in frame;
  } catch {
    return false;
  }
}

function line(
  { appToken, apiUrl, app }: { appToken: string; apiUrl: string | undefined; app: string | undefined },
  receiver: SlackReceiver,
  log: Log,
) {
  const socket = new SocketModeClient({
    appToken,
    autoReconnectEnabled: false,
    logger: slackLog(log),
    clientOptions: {
      retryConfig: { retries: 0 },
      ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
    },
  });
  onlyFramesWithMeaning(socket, log);
  let closed = false;
  let failures = 0;
  let timer: NodeJS.Timeout | undefined;

  async function open(): Promise<void> {
    try {
      await socket.start();
      failures = 0;
    } catch (error) {
      log.warn({ error }, 'Slack’s socket could not be opened');
      again();
    }
  }

  function again(): void {
    if (closed || timer !== undefined) return;
    const wait = failures === 0 ? 0 : Math.min(LONGEST_WAIT_MS, 500 * 2 ** failures);
    failures += 1;
    timer = setTimeout(() => {
      timer = undefined;
      if (!closed) void open();
    }, wait);
    timer.unref();
  }

  socket.on('disconnected', again);
  socket.on('error', (error: unknown) => log.warn({ error }, 'Slack’s socket'));
  socket.on('slack_event', (frame: Frame | undefined) => {
    const requestId = randomUUID();
    const acknowledge = async (answer?: unknown) => {
      await frame?.ack?.(answer);
    };
    // A line that breaks before the acknowledgement leaves Slack to send it again: the act is known by its key.
    receiver
      .frame(frame?.body, acknowledge, requestId, app)
      .catch((error: unknown) => log.warn({ error, requestId }, 'a frame of Slack’s was not acknowledged'));
  });
  return {
    opened: open(),
    async close() {
      closed = true;
      clearTimeout(timer);
      await socket.disconnect().catch(() => {});
    },
  };
}
