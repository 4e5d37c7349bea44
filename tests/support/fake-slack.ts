// Slack's servers, as far as the bot speaks to them, from Slack's own reference: the Web API and response_urls, as strict as
// Slack about tokens, ids, who is in a conversation, required fields, blocks, rates and expiry. It keeps what everybody would
// see, and what one person would see if they are looking. The address of each rule stands beside it.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { blockErrors, viewErrors } from './block-kit.ts';
import { SLACK_BOT, SLACK_CHANNEL, SLACK_TEAM, slackId } from './ids.ts';

export interface SlackPost {
  channel: string;
  /** The workspace whose token it was said with. */
  team: string;
  ts: string;
  text: string;
  blocks: Record<string, unknown>[];
  /** Only this person saw it. */
  user?: string;
  thread?: string;
  metadata?: { event_type: string; event_payload: Record<string, unknown> };
  edits: number;
  deleted?: boolean;
}

interface Conversation {
  /** In which workspaces it is; two, where it is shared. */
  teams: string[];
  kind: 'channel' | 'private' | 'im' | 'mpim';
  name: string;
  /** The bot is a member. */
  botIn: boolean;
  archived: boolean;
}

export interface SlackUser {
  real_name?: string;
  tz?: string;
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
  /** Answers all calls of a method so, until it is lifted. */
  failAlways(method: string, failure: Failure | undefined): void;
  /** How often a method was answered with a failure that was asked for. */
  refused(method: string): number;
  /** Milliseconds before each answer of the Web API. */
  delay: number;
  /** Takes the next message and loses the answer on the way. */
  loseAnswer(method: string): void;
  /** Lets calls of a method hang until they are released; whoever has gone away by then has no effect. */
  hold(method: string): { waiting(): number; release(): void };
  /** Keeps a file as somebody has put it into a form. @returns what Slack tells of it */
  keepFile(content: string | Uint8Array): { id: string; size: number; url_private_download: string };
  /** When each message was posted to a channel, for looking at rates. */
  times: { channel: string; at: number }[];
  /** The bot's private chat with somebody. */
  chatWith(user: string): string;
  /** Two people's own private chat, in which the bot is not. */
  chatOfOthers(one: string, other: string): string;
  channel(id: string, more?: Partial<Conversation>): string;
  /** Who is not looking at Slack just now: what is for their eyes alone is never seen by them. */
  away: Set<string>;
  users: Map<string, SlackUser>;
  /** Calls by method, in their order, and with whose token. */
  calls: { method: string; given: Record<string, string>; team: string }[];
  /** Another workspace that has let an app in. @returns its bot's token */
  workspace(team: string, more?: { name?: string; app?: string }): string;
  /** The tokens that a workspace has given out and that are good. */
  tokensOf(team: string): string[];
  /** A token that is good no longer. */
  revoke(token: string): void;
  /** The first workspace's token is good again. */
  restore(): void;
  /** What somebody at a workspace agrees to: the code with which they are sent back. `rotates`: its token ends after so many seconds. */
  agree(team: string, more?: { rotates?: number; enterprise?: string }): string;
  /** Whose workspace it is in which somebody opens Slack's page to agree. */
  installing: { team: string; rotates?: number; enterprise?: string };
  /** How often a token was refreshed. */
  refreshed: number;
  clientSecret: string;
  stop(): Promise<void>;
}

export type Failure = { status: number; retryAfter?: number } | { error: string };

/** docs.slack.dev/reference/objects/conversation-object; …/objects/user-object */
const CONVERSATION = /^[CDG][A-Z0-9]{8,11}$/;
const USER = /^[UW][A-Z0-9]{8,11}$/;
/** docs.slack.dev/reference/methods/chat.postMessage: "1355517523.000005" */
const TS = /^\d{10}\.\d{6}$/;

export async function startFakeSlack(): Promise<FakeSlack> {
  let count = 0;
  const failures = new Map<string, Failure[]>();
  const standing = new Map<string, Failure>();
  const refusals = new Map<string, number>();
  const losing = new Map<string, number>();
  const uses = new Map<string, number>();
  const used = new Set<string>();
  const files = new Map<string, Buffer>();
  const holds = new Map<string, { waiting: number; released: Promise<void> }>();
  const conversations = new Map<string, Conversation>();
  /** By token. */
  const workspaces = new Map<string, { team: string; name: string; app: string; ends?: number; enterprise?: string }>();
  const codes = new Map<string, { team: string; rotates?: number; enterprise?: string }>();
  const refreshes = new Map<string, { team: string; rotates: number }>();
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
    away: new Set(),
    users: new Map(),
    calls: [],
    refreshed: 0,
    installing: { team: SLACK_TEAM },
    clientSecret: 'a-client-secret-for-tests',
    workspace(team, { name = team, app = 'A0PEOPLEZONE' } = {}) {
      const token = `xoxb-${team}-${++count}`;
      workspaces.set(token, { team, name, app });
      return token;
    },
    tokensOf: (team) => [...workspaces].flatMap(([token, each]) => (each.team === team ? [token] : [])),
    revoke: (token) => void workspaces.delete(token),
    restore: () => void workspaces.set(fake.token, { team: fake.team, name: 'Test', app: 'A0PEOPLEZONE' }),
    agree(team, more = {}) {
      const code = `code-${++count}`;
      codes.set(code, { team, ...more });
      return code;
    },
    keepFile(content) {
      const id = `F${++count}`;
      files.set(`/files/${id}`, Buffer.from(content as string));
      return { id, size: Buffer.from(content as string).length, url_private_download: `${base}/files/${id}` };
    },
    responseUrl: () => `${base}/response/${++count}`,
    failNext: (method, ...list) => failures.set(method, [...(failures.get(method) ?? []), ...list]),
    failAlways(method, failure) {
      if (failure === undefined) standing.delete(method);
      else standing.set(method, failure);
    },
    refused: (method) => refusals.get(method) ?? 0,
    delay: 0,
    loseAnswer: (method) => losing.set(method, (losing.get(method) ?? 0) + 1),
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
    chatWith(user) {
      const id = slackId('D', user);
      if (!conversations.has(id))
        conversations.set(id, { teams: [fake.team], kind: 'im', name: user, botIn: true, archived: false });
      return id;
    },
    chatOfOthers(one, other) {
      const id = slackId('D', `${one} ${other}`);
      conversations.set(id, { teams: [fake.team], kind: 'im', name: '', botIn: false, archived: false });
      return id;
    },
    channel(id, more = {}) {
      conversations.set(id, {
        teams: [fake.team],
        kind: 'channel',
        name: 'new-parks',
        botIn: true,
        archived: false,
        ...more,
      });
      return id;
    },
    stop: () => new Promise((done) => server.close(() => done())),
  };
  fake.channel(SLACK_CHANNEL);
  workspaces.set(fake.token, { team: fake.team, name: 'Test', app: 'A0PEOPLEZONE' });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const raw = Buffer.concat(chunks).toString('utf8');
    const path = request.url ?? '';
    const method = path.startsWith('/api/') ? path.slice(5) : 'response_url';
    const failure = failures.get(method)?.shift() ?? standing.get(method);
    if (failure !== undefined) refusals.set(method, (refusals.get(method) ?? 0) + 1);
    if (failure !== undefined && 'status' in failure) return end(response, failure.status, {}, failure.retryAfter);
    if (failure !== undefined)
      return end(response, method === 'response_url' ? 400 : 200, { ok: false, error: failure.error });
    if (path.startsWith('/oauth/v2/authorize')) return authorise(path, response);
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
      const allowed = workspaces.has(request.headers.authorization?.replace('Bearer ', '') ?? '');
      // Whoever may not is shown a page to sign in.
      response
        .writeHead(200, { 'content-type': allowed ? 'text/csv' : 'text/html' })
        .end(allowed ? file : '<html>Sign in</html>');
      return;
    }
    if (method === 'response_url' && request.method !== 'POST') return end(response, 404, {});
    if (method === 'response_url') return respondTo(path, raw, response);
    const given = Object.fromEntries(new URLSearchParams(raw));
    if (method === 'oauth.v2.access') return end(response, 200, grant(given, request.headers.authorization));
    const bearer = request.headers.authorization?.replace('Bearer ', '') ?? '';
    const workspace = workspaces.get(bearer);
    if (workspace === undefined) return end(response, 200, { ok: false, error: 'invalid_auth' });
    if (workspace.ends !== undefined && workspace.ends < Date.now())
      return end(response, 200, { ok: false, error: 'token_expired' });
    const answer = call(method, given, workspace);
    if (fake.delay > 0) await new Promise((done) => setTimeout(done, fake.delay));
    const lost = losing.get(method) ?? 0;
    if (lost > 0) {
      losing.set(method, lost - 1);
      response.destroy();
      return;
    }
    end(response, 200, answer);
  }

  /** docs.slack.dev/interactivity/handling-user-interaction: five uses, within thirty minutes. */
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

  /** Slack's page on which somebody agrees (docs.slack.dev/authentication/installing-with-oauth). */
  function authorise(path: string, response: ServerResponse): void {
    const asked = new URL(path, base).searchParams;
    const { team, ...more } = fake.installing;
    const back = (params: Record<string, string>) =>
      `${asked.get('redirect_uri')}?${new URLSearchParams({ ...params, state: asked.get('state') ?? '' })}`.replaceAll(
        '&',
        '&amp;',
      );
    response
      .writeHead(200, { 'content-type': 'text/html' })
      .end(
        `<h1>People Zones asks for permission</h1><p>${asked.get('scope')}</p><a id="allow" href="${back({ code: fake.agree(team, more) })}">Allow</a> <a id="cancel" href="${back({ error: 'access_denied' })}">Cancel</a>`,
      );
  }

  type Answer = Record<string, unknown>;
  type Given = Record<string, string>;
  interface Workspace {
    team: string;
    name: string;
    app: string;
    enterprise?: string;
  }

  /** docs.slack.dev/reference/methods/oauth.v2.access; …/authentication/using-token-rotation: a code and a refresh token are good once. */
  function grant(given: Given, authorization: string | undefined): Answer {
    const [id, secret] = Buffer.from((authorization ?? '').replace('Basic ', ''), 'base64')
      .toString()
      .split(':');
    if ((given['client_secret'] ?? secret) !== fake.clientSecret || (given['client_id'] ?? id) === undefined)
      return { ok: false, error: 'bad_client_secret' };
    const renewing = given['grant_type'] === 'refresh_token';
    const refresh = given['refresh_token'] ?? '';
    const agreed = renewing ? refreshes.get(refresh) : codes.get(given['code'] ?? '');
    if (agreed === undefined) return { ok: false, error: renewing ? 'invalid_refresh_token' : 'invalid_code' };
    codes.delete(given['code'] ?? '');
    refreshes.delete(refresh);
    const { team, rotates } = agreed;
    const enterprise = 'enterprise' in agreed ? agreed.enterprise : undefined;
    const token = fake.workspace(team, { name: `Workspace ${team}` });
    const known = workspaces.get(token);
    if (known !== undefined && enterprise !== undefined) known.enterprise = enterprise;
    if (renewing) fake.refreshed += 1;
    let rotation = {};
    if (rotates !== undefined) {
      // The first may be nearly over; those after it last as long as Slack’s do.
      const lasts = renewing ? 43_200 : rotates;
      if (known !== undefined) known.ends = Date.now() + lasts * 1000;
      const next = `xoxe-1-${++count}`;
      refreshes.set(next, { team, rotates });
      rotation = { refresh_token: next, expires_in: lasts };
    }
    return {
      ok: true,
      app_id: 'A0PEOPLEZONE',
      authed_user: { id: slackId('U', 'installer') },
      scope: 'chat:write,commands',
      token_type: 'bot',
      access_token: token,
      bot_user_id: slackId('U', `bot of ${team}`),
      team: enterprise === undefined ? { id: team, name: `Workspace ${team}` } : null,
      enterprise: enterprise === undefined ? null : { id: enterprise, name: `Organisation ${enterprise}` },
      is_enterprise_install: enterprise !== undefined,
      ...rotation,
    };
  }

  /** Whose token the call under way was made with. */
  let caller: Workspace = { team: fake.team, name: 'Test', app: 'A0PEOPLEZONE' };

  function call(method: string, given: Given, workspace: Workspace): Answer {
    caller = workspace;
    fake.calls.push({ method, given, team: workspace.team });
    const refuse = (error: string, why = '') => {
      fake.complaints.push(`${method}: ${error} ${why}`);
      return { ok: false, error };
    };
    const missing = (NEEDED[method] ?? []).find((name) => (given[name] ?? '') === '');
    if (missing !== undefined) return refuse('invalid_arguments', `no ${missing}`);
    if (given['user'] !== undefined && !USER.test(given['user'])) return refuse('user_not_found', given['user']);
    switch (method) {
      case 'auth.test':
        return {
          ok: true,
          team_id: workspace.team,
          team: workspace.name,
          ...(workspace.enterprise === undefined
            ? {}
            : { enterprise_id: workspace.enterprise, is_enterprise_install: true }),
          user: 'peoplezones',
          user_id: workspace.team === fake.team ? SLACK_BOT : slackId('U', `bot of ${workspace.team}`),
          bot_id: slackId('B', workspace.team === fake.team ? 'people-zones' : workspace.team),
        };
      case 'bots.info':
        return { ok: true, bot: { id: given['bot'], app_id: workspace.app, name: 'People Zones' } };
      case 'reactions.add':
        return react(given, refuse);
      case 'chat.postMessage':
        return post(given, refuse);
      case 'chat.postEphemeral':
        return postEphemeral(given, refuse);
      case 'chat.update':
        return update(given, refuse);
      case 'conversations.history':
      case 'conversations.replies':
        return history(given);
      case 'conversations.info': {
        const found = seenBy(given['channel'] ?? '');
        // docs.slack.dev/reference/methods/conversations.info: what the bot may not see is not there.
        if (found === undefined || (!found.botIn && found.kind !== 'channel'))
          return { ok: false, error: 'channel_not_found' };
        const { name, botIn, archived, kind } = found;
        return {
          ok: true,
          channel: {
            id: given['channel'],
            name,
            is_member: botIn && kind !== 'im',
            is_im: kind === 'im',
            is_archived: archived,
          },
        };
      }
      case 'users.info': {
        const user = fake.users.get(given['user'] ?? '');
        if (user === undefined) return { ok: false, error: 'user_not_found' };
        return {
          ok: true,
          user: {
            id: given['user'],
            name: 'handle',
            profile: { real_name: user.real_name, display_name: '' },
            ...user,
          },
        };
      }
      case 'views.open': {
        const view = JSON.parse(given['view'] ?? '{}');
        const errors = viewErrors(view);
        if (errors.length > 0) return refuse('invalid_arguments', errors.join(', '));
        // docs.slack.dev/reference/methods/views.open: a trigger is good once.
        if (used.has(given['trigger_id'] ?? '')) return refuse('exchanged_trigger_id');
        used.add(given['trigger_id'] ?? '');
        fake.views.push({ trigger: given['trigger_id'] ?? '', view });
        return { ok: true, view: { id: `V${++count}` } };
      }
      case 'views.publish': {
        if (!USER.test(given['user_id'] ?? '')) return refuse('user_not_found', given['user_id']);
        const view = JSON.parse(given['view'] ?? '{}');
        const errors = viewErrors(view);
        if (errors.length > 0) return refuse('invalid_arguments', errors.join(', '));
        fake.homes.push(view);
        return { ok: true };
      }
      default:
        return refuse('unknown_method', method);
    }
  }

  type Refuse = (error: string, why?: string) => Answer;

  function content(given: Given, refuse: Refuse): { blocks: Record<string, unknown>[] } | { refused: Answer } {
    const blocks = JSON.parse(given['blocks'] ?? '[]');
    const errors = blockErrors(blocks, 'message');
    if (errors.length > 0) return { refused: refuse('invalid_blocks', errors.join(', ')) };
    if (/<!(?:channel|here|everyone)>/.test(given['text'] ?? ''))
      return { refused: refuse('broadcast', 'an unescaped broadcast') };
    // docs.slack.dev/reference/methods/chat.postMessage: "text" is truncated after 40,000 characters.
    if ((given['text'] ?? '').length > 40_000) return { refused: refuse('msg_too_long') };
    if (given['thread_ts'] !== undefined && !TS.test(given['thread_ts']))
      return { refused: refuse('invalid_arguments', `thread_ts ${given['thread_ts']}`) };
    return { blocks };
  }

  /** Another workspace's conversation is not there. */
  function seenBy(id: string): Conversation | undefined {
    const found = conversations.get(id);
    return found?.teams.includes(caller.team) === true || caller.enterprise !== undefined ? found : undefined;
  }

  /** docs.slack.dev/reference/methods/chat.postMessage#errors: what the bot is not in, and is not public, is not there. */
  function closed(id: string): Answer | undefined {
    const found = seenBy(id);
    if (found === undefined || (!found.botIn && found.kind !== 'channel'))
      return { ok: false, error: 'channel_not_found' };
    if (!found.botIn) return { ok: false, error: 'not_in_channel' };
    return found.archived ? { ok: false, error: 'is_archived' } : undefined;
  }

  function post(given: Given, refuse: Refuse): Answer {
    const shown = content(given, refuse);
    if ('refused' in shown) return shown.refused;
    const asked = given['channel'] ?? '';
    // A person's id opens the private chat with the app (…/chat.postMessage, "Post to a DM").
    if (USER.test(asked) && fake.users.get(asked)?.deleted === true) return { ok: false, error: 'user_disabled' };
    const channel = USER.test(asked) ? fake.chatWith(asked) : asked;
    if (USER.test(asked)) conversations.get(channel)?.teams.push(caller.team);
    if (!CONVERSATION.test(channel)) return refuse('channel_not_found', `"${channel}" is no conversation’s id`);
    const no = closed(channel);
    if (no !== undefined) return no;
    const last = fake.times.filter((entry) => entry.channel === channel).at(-1);
    const now = performance.now();
    // docs.slack.dev/apis/web-api/rate-limits: about one a second a channel.
    if (fake.paced && last !== undefined && now - last.at < 950)
      fake.complaints.push(`more than one message a second in ${channel}: ${Math.round(now - last.at)} ms`);
    fake.times.push({ channel, at: now });
    const ts = nextTs();
    fake.posts.push({
      channel,
      team: caller.team,
      ts,
      text: given['text'] ?? '',
      blocks: shown.blocks,
      edits: 0,
      ...(given['thread_ts'] === undefined ? {} : { thread: given['thread_ts'] }),
      ...(given['metadata'] === undefined ? {} : { metadata: JSON.parse(given['metadata']) }),
    });
    return { ok: true, channel, ts, message: {} };
  }

  /**
   * docs.slack.dev/reference/methods/chat.postEphemeral: the person must be active; nothing is kept, and there is no `ts` by which
   * it could be changed; `message_ts` "cannot be used with chat.update".
   */
  function postEphemeral(given: Given, refuse: Refuse): Answer {
    const shown = content(given, refuse);
    if ('refused' in shown) return shown.refused;
    const { channel = '', user = '' } = given;
    if (!CONVERSATION.test(channel)) return refuse('channel_not_found', `"${channel}" is no conversation’s id`);
    if (conversations.get(channel)?.kind === 'im')
      fake.complaints.push('chat.postEphemeral in a private chat: it would be gone before it is read');
    const no = closed(channel);
    if (no !== undefined) return no;
    const ts = nextTs();
    if (!fake.away.has(user))
      fake.posts.push({
        channel,
        team: caller.team,
        ts,
        text: given['text'] ?? '',
        blocks: shown.blocks,
        edits: 0,
        user,
        ...(given['thread_ts'] === undefined ? {} : { thread: given['thread_ts'] }),
      });
    return { ok: true, message_ts: ts };
  }

  /** docs.slack.dev/reference/methods/chat.update: "channel … for direct messages, ensure that this value is a DM ID". */
  function update(given: Given, refuse: Refuse): Answer {
    const shown = content(given, refuse);
    if ('refused' in shown) return shown.refused;
    const channel = given['channel'] ?? '';
    if (!CONVERSATION.test(channel)) return refuse('channel_not_found', `"${channel}" is no conversation’s id`);
    const no = closed(channel);
    if (no !== undefined) return no;
    const found = fake.posts.find(
      (entry) => entry.channel === channel && entry.ts === given['ts'] && entry.user === undefined,
    );
    if (found === undefined || found.deleted) return { ok: false, error: 'message_not_found' };
    Object.assign(found, { text: given['text'], blocks: shown.blocks, edits: found.edits + 1 });
    return { ok: true, channel, ts: found.ts };
  }

  function react(given: Given, refuse: Refuse): Answer {
    const { channel = '', timestamp = '', name = '' } = given;
    if (!/^[a-z0-9_+-]+$/.test(name)) return refuse('invalid_name', name);
    if (!TS.test(timestamp)) return refuse('bad_timestamp', timestamp);
    if (fake.reactions.some((each) => each.timestamp === timestamp && each.name === name))
      return { ok: false, error: 'already_reacted' };
    fake.reactions.push({ channel, timestamp, name });
    return { ok: true };
  }

  /** docs.slack.dev/reference/methods/conversations.history; metadata only with include_all_metadata. */
  function history(given: Given): Answer {
    const no = closed(given['channel'] ?? '');
    if (no !== undefined) return no;
    const messages = fake.posts
      .filter(
        (entry) =>
          entry.channel === given['channel'] &&
          entry.user === undefined &&
          (given['ts'] === undefined ? entry.thread === undefined : entry.thread === given['ts']) &&
          Number(entry.ts) >= Number(given['oldest'] ?? 0),
      )
      .slice(-Number(given['limit'] ?? 100))
      .map(({ ts, text, metadata }) => ({
        type: 'message',
        ts,
        text,
        ...(given['include_all_metadata'] === 'true' ? { metadata } : {}),
      }));
    return { ok: true, messages };
  }

  function nextTs(): string {
    return `${Math.floor(Date.now() / 1000)}.${String(++count).padStart(6, '0')}`;
  }
  return fake;
}

/** Required arguments, by the reference of each method. */
const NEEDED: Record<string, string[] | undefined> = {
  'reactions.add': ['channel', 'timestamp', 'name'],
  'chat.postMessage': ['channel', 'text'],
  'chat.postEphemeral': ['channel', 'user', 'text'],
  'chat.update': ['channel', 'ts', 'text'],
  'conversations.history': ['channel'],
  'conversations.replies': ['channel', 'ts'],
  'conversations.info': ['channel'],
  'users.info': ['user'],
  'views.open': ['trigger_id', 'view'],
  'views.publish': ['user_id', 'view'],
};

function end(response: ServerResponse, status: number, body: unknown, retryAfter?: number): void {
  response
    .writeHead(status, {
      'content-type': 'application/json',
      ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
    })
    .end(JSON.stringify(body));
}
