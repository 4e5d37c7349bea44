// The way in from Slack, in Bolt's Receiver interface. Bolt's own answers events before their listeners run, runs a replay
// again and accepts the future; this one answers an event when its work is committed and refuses what is not of now.
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { App, Receiver } from '@slack/bolt';
import { BodyTooLarge, readBody } from '../../src/http/body.ts';
import type { Log } from '../../src/log.ts';

/** Slack's own tolerance, on both sides of now. */
const SKEW_SECONDS = 300;

export class SlackReceiver implements Receiver {
  private app: App | undefined;
  private readonly flying = new Set<Promise<void>>();
  private readonly signingSecret: string;
  private readonly log: Log;
  private readonly now: () => Date;

  constructor({ signingSecret, log, now }: { signingSecret: string; log: Log; now: () => Date }) {
    this.signingSecret = signingSecret;
    this.log = log;
    this.now = now;
  }

  init(app: App): void {
    this.app = app;
  }

  async start(): Promise<void> {}

  /** Waits for what is in flight. */
  async stop(): Promise<void> {
    await Promise.allSettled(this.flying);
  }

  /** One request of Slack's. */
  async handle(request: IncomingMessage, response: ServerResponse, requestId: string): Promise<void> {
    let raw: string;
    try {
      raw = (await readBody(request)).toString('utf8');
    } catch (error) {
      if (error instanceof BodyTooLarge) return end(response, 413);
      throw error;
    }
    if (!this.isGenuine(request, raw)) {
      this.log.warn({ requestId }, 'refused: not signed by Slack, or not of now');
      return end(response, 401);
    }
    const body = readPayload(request.headers['content-type'], raw);
    if (body === undefined) return end(response, 400);
    if (body['type'] === 'url_verification') return end(response, 200, { challenge: body['challenge'] });
    if (body['ssl_check'] === '1') return end(response, 200);
    const work = this.process(body, response, request, requestId);
    this.flying.add(work);
    await work.finally(() => this.flying.delete(work));
  }

  /** Also the way of Socket Mode: `acknowledge` is called once, when the work is committed. */
  async process(
    body: Record<string, unknown>,
    response: ServerResponse | { acknowledge(answer?: unknown): Promise<void> },
    request: IncomingMessage | undefined,
    requestId: string,
  ): Promise<void> {
    const isEvent = body['type'] === 'event_callback';
    let answered = false;
    const answer = async (status: number, content?: unknown) => {
      if (answered) return;
      answered = true;
      if ('acknowledge' in response) await response.acknowledge(content);
      else end(response, status, content);
    };
    const retry = Number(request?.headers['x-slack-retry-num'] ?? Number.NaN);
    try {
      await this.app?.processEvent({
        body,
        // Bolt acknowledges an event before anything is done with it; we do so below, when it is.
        ack: async (content) => {
          if (!isEvent) await answer(200, content);
        },
        customProperties: { requestId },
        ...(Number.isNaN(retry) ? {} : { retryNum: retry }),
      });
      await answer(
        200,
        isEvent ? undefined : 'I do not know what to do with that. Type /pz help to see what I can do.',
      );
    } catch (error) {
      this.log.error({ error, requestId }, 'a request of Slack’s failed');
      // An event comes again, a form stays open and a button shows that it failed; only a command can show words.
      if (typeof body['command'] === 'string')
        await answer(200, `Something went wrong, reference ${requestId.slice(0, 8)}. Please try again.`);
      else await answer(500);
    }
  }

  private isGenuine(request: IncomingMessage, raw: string): boolean {
    const stamp = String(request.headers['x-slack-request-timestamp'] ?? '');
    const signature = String(request.headers['x-slack-signature'] ?? '');
    if (!/^\d{1,12}$/.test(stamp) || Math.abs(this.now().getTime() / 1000 - Number(stamp)) > SKEW_SECONDS) return false;
    const wanted = Buffer.from(
      `v0=${createHmac('sha256', this.signingSecret).update(`v0:${stamp}:${raw}`).digest('hex')}`,
    );
    const given = Buffer.from(signature);
    return this.signingSecret !== '' && wanted.length === given.length && timingSafeEqual(wanted, given);
  }
}

/** JSON for events; a form with JSON in `payload` for interactivity; a bare form for commands. */
function readPayload(contentType: string | undefined, raw: string): Record<string, unknown> | undefined {
  try {
    if ((contentType ?? '').startsWith('application/json')) return asRecord(JSON.parse(raw));
    const form = new URLSearchParams(raw);
    const payload = form.get('payload');
    return payload === null ? Object.fromEntries(form) : asRecord(JSON.parse(payload));
  } catch {
    return undefined;
  }
}

function asRecord(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : undefined;
}

function end(response: ServerResponse, status: number, content?: unknown): void {
  if (content === undefined || content === '') return void response.writeHead(status, { 'content-length': 0 }).end();
  const [type, body] =
    typeof content === 'string' ? ['text/plain', content] : ['application/json', JSON.stringify(content)];
  response
    .writeHead(status, { 'content-type': `${type}; charset=utf-8`, 'content-length': Buffer.byteLength(body) })
    .end(body);
}
