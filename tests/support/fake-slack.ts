// Slack's servers, as far as the bot speaks to them: the Web API and response_urls, as strict as Slack about tokens, required
// fields, blocks, ids, rates and expiry. It keeps what everybody would see.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { blockErrors, viewErrors } from './block-kit.ts';
import { SLACK_TEAM } from './demonstration.ts';

export interface SlackPost {
  channel: string;
  ts: string;
  text: string;
  blocks: Record<string, unknown>[];
  /** Only this person saw it. */
  user?: string;
  thread?: string;
  metadata?: unknown;
  edits: number;
  deleted?: boolean;
}

export interface FakeSlack {
  apiUrl: string;
  token: string;
  team: string;
  posts: SlackPost[];
  reactions: { channel: string; timestamp: string; name: string }[];
  /** Complains of more than one message a second in a channel. */
  paced: boolean;
  views: { trigger: string; view: Record<string, unknown> }[];
  homes: Record<string, unknown>[];
  /** Everything that Slack would have refused: a test that ends with any has failed. */
  complaints: string[];
  /** A response_url for one act; what is sent to it lands in `responses`. */
  responseUrl(): string;
  responses: { url: string; body: Record<string, unknown> }[];
  /** Answers the next calls of a method in this way instead. */
  failNext(method: string, ...failures: Failure[]): void;
  /** Lets calls of a method hang until they are released; whoever has gone away by then has no effect. */
  hold(method: string): { waiting(): number; release(): void };
  /** Keeps a file as somebody has put it into a form. @returns what Slack tells of it */
  keepFile(content: string | Uint8Array): { id: string; size: number; url_private_download: string };
  /** When each message was posted to a channel, for looking at rates. */
  times: { channel: string; at: number }[];
  stop(): Promise<void>;
}

type Failure = { status: number; retryAfter?: number } | { error: string };

export async function startFakeSlack(): Promise<FakeSlack> {
  let count = 0;
  const failures = new Map<string, Failure[]>();
  const uses = new Map<string, number>();
  const used = new Set<string>();
  const files = new Map<string, Buffer>();
  const holds = new Map<string, { waiting: number; released: Promise<void> }>();
  const server: Server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const fake: FakeSlack = {
    apiUrl: `${base}/api/`,
    token: 'xoxb-fake-token',
    team: SLACK_TEAM,
    posts: [],
    reactions: [],
    paced: true,
    views: [],
    homes: [],
    complaints: [],
    responses: [],
    times: [],
    keepFile(content) {
      const id = `F${++count}`;
      files.set(`/files/${id}`, Buffer.from(content as string));
      return { id, size: Buffer.from(content as string).length, url_private_download: `${base}/files/${id}` };
    },
    responseUrl: () => `${base}/response/${++count}`,
    failNext: (method, ...list) => failures.set(method, [...(failures.get(method) ?? []), ...list]),
    hold(method) {
      let release = () => {};
      const released = new Promise<void>((done) => {
        release = done;
      });
      const held = { waiting: 0, released };
      holds.set(method, held);
      return {
        waiting: () => held.waiting,
        release() {
          holds.delete(method);
          release();
        },
      };
    },
    stop: () => new Promise((done) => server.close(() => done())),
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const raw = Buffer.concat(chunks).toString('utf8');
    const path = request.url ?? '';
    const method = path.startsWith('/api/') ? path.slice(5) : 'response_url';
    const failure = failures.get(method)?.shift();
    if (failure !== undefined && 'status' in failure) return end(response, failure.status, {}, failure.retryAfter);
    if (failure !== undefined)
      return end(response, method === 'response_url' ? 400 : 200, { ok: false, error: failure.error });
    const held = holds.get(method);
    if (held !== undefined) {
      held.waiting += 1;
      response.once('close', () => {
        held.waiting -= 1;
      });
      await held.released;
      if (response.destroyed) return;
    }
    const file = files.get(path);
    if (file !== undefined) {
      const allowed = request.headers.authorization === `Bearer ${fake.token}`;
      // Whoever may not is shown a page to sign in.
      response
        .writeHead(200, { 'content-type': allowed ? 'text/csv' : 'text/html' })
        .end(allowed ? file : '<html>Sign in</html>');
      return;
    }
    if (method === 'response_url') return respondTo(path, raw, response);
    if (request.headers.authorization !== `Bearer ${fake.token}`)
      return end(response, 200, { ok: false, error: 'invalid_auth' });
    end(response, 200, call(method, Object.fromEntries(new URLSearchParams(raw))));
  }

  function respondTo(url: string, raw: string, response: ServerResponse): void {
    const times = (uses.get(url) ?? 0) + 1;
    uses.set(url, times);
    if (times > 5) return end(response, 404, { ok: false, error: 'used_url' });
    const body: Record<string, unknown> = JSON.parse(raw);
    const errors = blockErrors(body['blocks'] ?? [], 'message');
    if (errors.length > 0) {
      fake.complaints.push(`response_url: ${errors.join(', ')}`);
      return end(response, 400, { ok: false, error: 'invalid_blocks' });
    }
    fake.responses.push({ url: `${base}${url}`, body });
    end(response, 200, { ok: true });
  }

  function call(method: string, given: Record<string, string>): Record<string, unknown> {
    const refuse = (error: string, why = '') => {
      fake.complaints.push(`${method}: ${error} ${why}`);
      return { ok: false, error };
    };
    const need = (...names: string[]) => names.find((name) => (given[name] ?? '') === '');
    switch (method) {
      case 'auth.test':
        return { ok: true, team_id: fake.team, team: 'Test', user: 'peoplezones', user_id: 'U0BOT', bot_id: 'B0BOT' };
      case 'reactions.add': {
        const missing = need('channel', 'timestamp', 'name');
        if (missing !== undefined) return refuse('invalid_arguments', `no ${missing}`);
        const { channel = '', timestamp = '', name = '' } = given;
        if (!/^[a-z0-9_+-]+$/.test(name)) return refuse('invalid_name', name);
        if (fake.reactions.some((each) => each.timestamp === timestamp && each.name === name))
          return { ok: false, error: 'already_reacted' };
        fake.reactions.push({ channel, timestamp, name });
        return { ok: true };
      }
      case 'chat.postMessage':
      case 'chat.postEphemeral':
      case 'chat.update': {
        const missing = need(
          'channel',
          'text',
          ...(method === 'chat.update' ? ['ts'] : []),
          ...(method === 'chat.postEphemeral' ? ['user'] : []),
        );
        if (missing !== undefined) return refuse('invalid_arguments', `no ${missing}`);
        const blocks = JSON.parse(given['blocks'] ?? '[]');
        const errors = blockErrors(blocks, 'message');
        if (errors.length > 0) return refuse('invalid_blocks', errors.join(', '));
        if (/<!(?:channel|here|everyone)>/.test(given['text'] ?? ''))
          return refuse('broadcast', 'an unescaped broadcast');
        if (method === 'chat.update') {
          const post = fake.posts.find(
            (entry) => entry.channel === given['channel'] && entry.ts === given['ts'] && entry.user === undefined,
          );
          if (post === undefined || post.deleted) return { ok: false, error: 'message_not_found' };
          Object.assign(post, { text: given['text'], blocks, edits: post.edits + 1 });
          return { ok: true, channel: post.channel, ts: post.ts };
        }
        const channel = (given['channel'] ?? '').startsWith('U') ? `D${given['channel']}` : (given['channel'] ?? '');
        const last = fake.times.filter((entry) => entry.channel === channel).at(-1);
        const now = performance.now();
        if (fake.paced && method === 'chat.postMessage' && last !== undefined && now - last.at < 950)
          fake.complaints.push(`more than one message a second in ${channel}`);
        if (method === 'chat.postMessage') fake.times.push({ channel, at: now });
        const ts = `1700000000.${String(++count).padStart(6, '0')}`;
        fake.posts.push({
          channel,
          ts,
          text: given['text'] ?? '',
          blocks,
          edits: 0,
          ...(given['user'] === undefined || method !== 'chat.postEphemeral' ? {} : { user: given['user'] }),
          ...(given['thread_ts'] === undefined ? {} : { thread: given['thread_ts'] }),
          ...(given['metadata'] === undefined ? {} : { metadata: JSON.parse(given['metadata']) }),
        });
        return { ok: true, channel, ts, message_ts: ts };
      }
      case 'views.open': {
        if (need('trigger_id', 'view') !== undefined) return refuse('invalid_arguments');
        const view = JSON.parse(given['view'] ?? '{}');
        const errors = viewErrors(view);
        if (errors.length > 0) return refuse('invalid_blocks', errors.join(', '));
        if (used.has(given['trigger_id'] ?? '')) return refuse('exchanged_trigger_id');
        used.add(given['trigger_id'] ?? '');
        fake.views.push({ trigger: given['trigger_id'] ?? '', view });
        return { ok: true, view: { id: `V${++count}` } };
      }
      case 'views.publish': {
        const view = JSON.parse(given['view'] ?? '{}');
        const errors = viewErrors(view);
        if (errors.length > 0) return refuse('invalid_blocks', errors.join(', '));
        fake.homes.push(view);
        return { ok: true };
      }
      default:
        return refuse('unknown_method', method);
    }
  }
  return fake;
}

function end(response: ServerResponse, status: number, body: unknown, retryAfter?: number): void {
  response
    .writeHead(status, {
      'content-type': 'application/json',
      ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
    })
    .end(JSON.stringify(body));
}
