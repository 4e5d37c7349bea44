// The way in from Slack, in Bolt's Receiver interface. Bolt's own answers events before their listeners run, runs a replay
// again and accepts the future; this one answers an event when its work is committed and refuses what is not of now.
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { App, Receiver } from '@slack/bolt';
import { ZodError } from 'zod';
import { BodyTooLarge, parseForm, parseJson, readBody } from '../../src/http/body.ts';
import type { Log } from '../../src/process/log.ts';
import { type Origin, originOf } from './origin.ts';

/** Slack's own tolerance, on both sides of now. */
const SKEW_SECONDS = 300;

/** Which secret a request must be signed with, and for whom that secret speaks. */
export interface Keys {
  /** Of the app that it says it comes by; of no other. */
  of(origin: Origin): string | undefined;
  all(): string[];
  /** Whether that app speaks for this workspace. */
  may(origin: Origin): boolean;
}

export class SlackReceiver implements Receiver {
  private app: App | undefined;
  private readonly flying = new Set<Promise<void>>();
  private readonly heard = new WeakSet<object>();
  private readonly keys: Keys;
  private readonly log: Log;
  private readonly now: () => Date;

  constructor({ keys, log, now }: { keys: Keys; log: Log; now: () => Date }) {
    this.keys = keys;
    this.log = log;
    this.now = now;
  }

  init(app: App): void {
    this.app = app;
  }

  async start(): Promise<void> {}

  /** Our listener has begun with it: from here on a fault is ours. */
  reached(body: object): void {
    this.heard.add(body);
  }

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
    const body = readPayload(request.headers['content-type'], raw);
    // Slack looks now and then whether our certificate is good, and does not sign that.
    if (body?.['ssl_check'] === '1' && body['command'] === undefined) return end(response, 200);
    const origin = originOf(body);
    // Slack looks at an address before it says whose it will be: any of our secrets will do for that, and for nothing else.
    const secrets = body?.['type'] === 'url_verification' ? this.keys.all() : [this.keys.of(origin)];
    if (!secrets.some((secret) => secret !== undefined && this.isGenuine(request, raw, secret))) {
      this.log.warn({ requestId }, 'refused: not signed by Slack, or not of now');
      return end(response, 401);
    }
    if (body?.['type'] !== 'url_verification' && !this.keys.may(origin)) {
      this.log.warn(
        { requestId, app: origin.app, tenant: origin.tenant },
        'refused: an app that is not this workspace’s',
      );
      return end(response, 403);
    }
    if (body === undefined || !isWellShaped(body)) return end(response, 400);
    if (body['type'] === 'url_verification') return end(response, 200, { challenge: body['challenge'] });
    const work = this.process(body, request, requestId, async (status, content) => end(response, status, content));
    this.flying.add(work);
    await work.finally(() => this.flying.delete(work));
  }

  /** Slack looks whether our certificate is good (docs.slack.dev/interactivity/implementing-slash-commands, "ssl_check"). */
  async look(request: IncomingMessage, response: ServerResponse): Promise<void> {
    request.resume();
    end(response, new URL(request.url ?? '/', 'http://here').searchParams.get('ssl_check') === '1' ? 200 : 405);
  }

  /** A frame of Socket Mode; what cannot be acknowledged truly is not, and Slack sends it again. */
  async frame(
    body: unknown,
    acknowledge: (answer?: unknown) => Promise<void>,
    requestId: string,
    by: Origin['app'],
  ): Promise<void> {
    const read = asRecord(body);
    if (read === undefined || !isWellShaped(read)) return this.log.warn({ requestId }, 'a frame without a meaning');
    // Whose socket it is says by which app it comes, whatever stands in it.
    const known = by === undefined ? read : { ...read, api_app_id: by };
    if (!this.keys.may(originOf(known)))
      return this.log.warn({ requestId }, 'refused: an app that is not this workspace’s');
    const work = this.process(known, undefined, requestId, (status, content) =>
      status === 200 ? acknowledge(typeof content === 'string' ? { text: content } : content) : undefined,
    );
    this.flying.add(work);
    await work.finally(() => this.flying.delete(work));
  }

  /** `answer` is called once, when the work is committed; with another status than 200 when it is not. */
  private async process(
    body: Record<string, unknown>,
    request: IncomingMessage | undefined,
    requestId: string,
    respond: (status: number, content?: unknown) => Promise<void> | undefined,
  ): Promise<void> {
    const isEvent = body['type'] === 'event_callback';
    let answered = false;
    const answer = async (status: number, content?: unknown) => {
      if (answered) return;
      answered = true;
      await respond(status, content);
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
      await answer(200, isEvent || SEEN_BY_NOBODY.has(body['type']) ? undefined : UNKNOWN);
    } catch (error) {
      // Bolt puts what our listeners throw into an error of its own; and looks itself into fields that may not be there.
      const unread = !this.heard.has(body) && error instanceof TypeError;
      if (unread || error instanceof ZodError || (error as { original?: unknown }).original instanceof ZodError) {
        this.log.warn({ requestId, type: body['type'] }, 'refused: not of the shape that Slack documents');
        return answer(400);
      }
      this.log.error({ error, requestId }, 'a request of Slack’s failed');
      // An event comes again and a button shows that it failed; a command and a form can show words.
      const words = `Something went wrong, reference ${requestId.slice(0, 8)}. It was not saved.`;
      const field = body['type'] === 'view_submission' ? firstInput(body['view']) : undefined;
      if (typeof body['command'] === 'string') await answer(200, `${words} Please try again.`);
      else if (field !== undefined)
        await answer(200, {
          response_action: 'errors',
          errors: { [field]: `${words} What you typed is still here: please send it again.` },
        });
      else await answer(500);
    }
  }

  private isGenuine(request: IncomingMessage, raw: string, secret: string): boolean {
    const stamp = String(request.headers['x-slack-request-timestamp'] ?? '');
    const signature = String(request.headers['x-slack-signature'] ?? '');
    if (!/^\d{1,12}$/.test(stamp) || Math.abs(this.now().getTime() / 1000 - Number(stamp)) > SKEW_SECONDS) return false;
    const wanted = Buffer.from(`v0=${createHmac('sha256', secret).update(`v0:${stamp}:${raw}`).digest('hex')}`);
    const given = Buffer.from(signature);
    return secret !== '' && wanted.length === given.length && timingSafeEqual(wanted, given);
  }
}

/** JSON for events; a form with JSON in `payload` for interactivity; a bare form for commands. */
function readPayload(contentType: string | undefined, raw: string): Record<string, unknown> | undefined {
  try {
    if ((contentType ?? '').startsWith('application/json')) return asRecord(parseJson(raw));
    const form = parseForm(raw);
    const payload = form.get('payload');
    return payload === null ? Object.fromEntries(form) : asRecord(parseJson(payload));
  } catch {
    return undefined;
  }
}

/** Payloads whose answer nobody is shown. */
const SEEN_BY_NOBODY = new Set<unknown>([
  'view_closed',
  'interactive_message',
  'block_suggestion',
  'dialog_suggestion',
]);
const UNKNOWN = 'I do not know what to do with that. Type /pz help to see what I can do.';

/** Bolt reads these without looking whether they are there. */
function isWellShaped(body: Record<string, unknown>): boolean {
  switch (body['type']) {
    case 'event_callback':
      return asRecord(body['event']) !== undefined;
    case 'block_actions': {
      const { actions } = body;
      return Array.isArray(actions) && actions.length > 0 && actions.every((action) => asRecord(action) !== undefined);
    }
    case 'view_submission':
    case 'view_closed':
      return asRecord(body['view']) !== undefined;
    default:
      return true;
  }
}

/** The block whose error stands first in a form. */
function firstInput(view: unknown): string | undefined {
  const blocks = asRecord(view)?.['blocks'];
  if (!Array.isArray(blocks)) return undefined;
  const input = blocks.map(asRecord).find((block) => block?.['type'] === 'input');
  return typeof input?.['block_id'] === 'string' ? input['block_id'] : undefined;
}

function asRecord(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? // What is null is not there: Bolt looks for undefined alone.
      Object.fromEntries(Object.entries(value).filter(([, each]) => each !== null))
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
