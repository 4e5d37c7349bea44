// The console: a chat of its own on this machine, with people to be and places to be in. For trying the bot without an
// account anywhere. Loopback only; it checks who it is addressed as and where a request comes from.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { z } from 'zod';
import type { JsonObject } from '../../src/chat/cards.ts';
import { MOST_BYTES } from '../../src/chat/files.ts';
import { type Incoming, isTagged, type What } from '../../src/chat/incoming.ts';
import { type Adapter, type Dispatch, type Outgoing, type Route, SendProblem, type Sent } from '../../src/chat/port.ts';
import type { Reply } from '../../src/chat/replies.ts';
import { BodyTooLarge, parseJson, readBody } from '../../src/http/body.ts';
import { html } from '../../src/http/html.ts';
import { sendJson, sendText } from '../../src/http/server.ts';
import { ROOT } from '../../src/process/paths.ts';
import { earlierButton, emptyLog, renderPage } from './page.ts';
import { renderForm, renderMessage } from './render.ts';
import type { ConsoleStore } from './store.ts';

export interface ConsoleParts {
  dispatch: Dispatch;
  store: ConsoleStore;
  /** What one may begin to type, and what it does. */
  completions: { words: string; says: string }[];
  shortcuts: { name: string; title: string }[];
}

const TENANT = 'local';
const PUBLIC = join(ROOT, 'adapters', 'console', 'public');
const PAGE_HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self'; connect-src 'self'; img-src 'self' data: https:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

/** A file at its largest, with every quotation mark and line end of it escaped. */
const LARGEST_ACT = 2 * MOST_BYTES;

const jsonObject = z.record(z.string(), z.json());
/** What stands in a field: the longest is a file’s text. */
const value = z.union([z.string().max(MOST_BYTES), z.array(z.string().max(200)).max(200), z.number(), z.boolean()]);
const act = z.intersection(
  z.object({
    id: z.uuid(),
    as: z.string().min(1).max(100),
    in: z.string().min(1).max(200),
    thread: z.string().max(100).optional(),
  }),
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('say'), words: z.string().max(20_000) }),
    z.object({
      kind: z.literal('press'),
      action: z.string().max(100),
      data: jsonObject,
      version: z.number().optional(),
      message: z.string().max(100),
      onPrivateCard: z.boolean(),
    }),
    z.object({
      kind: z.literal('submit'),
      form: z.string().max(100),
      data: jsonObject,
      values: z.record(z.string(), value),
    }),
    z.object({ kind: z.literal('shortcut'), shortcut: z.string().max(100), message: z.string().max(100) }),
  ]),
);
type ConsoleAct = z.infer<typeof act>;

export function createConsoleAdapter(parts: ConsoleParts): Adapter {
  const { store } = parts;
  const streams = new Set<ServerResponse>();
  const unwatch = store.watch((conversation) => {
    for (const stream of streams) stream.write(`data: ${JSON.stringify(conversation)}\n\n`);
  });
  const local =
    (handle: Route['handle']): Route['handle'] =>
    async (request, response, requestId) => {
      const refusal = refuse(request);
      if (refusal !== undefined) return sendText(response, 403, refusal);
      await handle(request, response, requestId);
    };
  return {
    platform: 'console',
    pace: { conversation: [], privately: [], tenant: [] },
    routes: [
      { method: 'GET', path: '/', handle: local((request, response) => showPage(parts, request, response)) },
      {
        method: 'GET',
        path: '/console/messages',
        handle: local((request, response) => showMessages(parts, request, response)),
      },
      {
        method: 'GET',
        path: '/console/events',
        handle: local(async (request, response) => openStream(streams, request, response)),
      },
      {
        method: 'POST',
        path: '/console/act',
        handle: local((request, response, requestId) => receive(parts, request, response, requestId)),
      },
      ...staticFiles(local),
    ],
    async start() {},
    async stop() {
      unwatch();
      for (const stream of streams) stream.end();
    },
    send: (outgoing) => send(store, outgoing),
  };
}

/** A page of another site must not reach the console through the browser, nor a name that merely points here. */
function refuse(request: IncomingMessage): string | undefined {
  const remote = request.socket.remoteAddress ?? '';
  if (!/^(?:127\.|::1$|::ffff:127\.)/.test(remote)) return 'The console is served on this machine only.';
  const host = hostOf(`http://${request.headers.host ?? ''}`);
  if (host === undefined) return 'The console answers to localhost only.';
  const { origin } = request.headers;
  if (origin !== undefined && hostOf(origin) !== host) return 'Requests from other pages are refused.';
  if (request.method === 'POST' && request.headers['content-type'] !== 'application/json') return 'Only JSON is taken.';
  const site = request.headers['sec-fetch-site'];
  if (request.method === 'POST' && site !== undefined && site !== 'same-origin')
    return 'Requests from other pages are refused.';
  return undefined;
}

/** Host and port of a local address. */
function hostOf(address: string): string | undefined {
  try {
    const { hostname, host } = new URL(address);
    return ['localhost', '127.0.0.1', '[::1]'].includes(hostname) ? host : undefined;
  } catch {
    return undefined;
  }
}

interface Asked {
  as: string | null;
  place: string;
  before: string | undefined;
}

/** Who looks, and where, as the address says. */
function asked(request: IncomingMessage): Asked {
  const query = new URL(request.url ?? '/', 'http://localhost').searchParams;
  const before = z.uuid().safeParse(query.get('before') ?? undefined).data;
  return { as: query.get('as'), place: query.get('in') ?? '', before };
}

const placeFor = (wanted: string, as: string): string => (wanted.startsWith('dm:') ? `dm:${as}` : wanted);

/** The same, of those who there are. */
async function whoAndWhere({ store }: ConsoleParts, request: IncomingMessage) {
  const given = asked(request);
  const [people, places] = await Promise.all([store.people(), store.places()]);
  const as =
    people.find((person) => person.user === given.as)?.user ??
    people.find((person) => / NP lead/.test(person.detail))?.user ??
    people[0]?.user ??
    'newcomer';
  const wanted = placeFor(given.place, as);
  const known = wanted.startsWith('dm:') || places.some((entry) => entry.conversation === wanted);
  const place = known
    ? wanted
    : (places.find((entry) => entry.conversation === 'new-parks')?.conversation ??
      places[0]?.conversation ??
      `dm:${as}`);
  return {
    people: people.length === 0 ? [{ user: 'newcomer', name: 'Somebody new', detail: '' }] : people,
    places,
    as,
    place,
  };
}

async function renderLog({ store, shortcuts }: ConsoleParts, place: string, as: string, before?: string) {
  const { messages, earlier } = await store.messages(place, as, before);
  if (messages.length === 0 && before === undefined) return emptyLog();
  const roots = messages.filter((message) => message.thread === undefined);
  // In private there is nothing to reply to, and one's own lines are no messages to act on.
  const alone = place.startsWith('dm:');
  return html`${earlier ? earlierButton(roots[0]?.id ?? '') : undefined}${roots.map((root) =>
    renderMessage(root, {
      shortcuts: alone ? [] : shortcuts,
      replies: alone ? undefined : messages.filter((message) => message.thread === root.id),
    }),
  )}`;
}

async function showPage(parts: ConsoleParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const found = await whoAndWhere(parts, request);
  const page = renderPage({
    ...found,
    completions: parts.completions,
    messages: await renderLog(parts, found.place, found.as),
  });
  response.writeHead(200, { ...PAGE_HEADERS, 'content-type': 'text/html; charset=utf-8' }).end(page);
}

async function showMessages(parts: ConsoleParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  // A page that is open knows both: it asks whenever something is said.
  const { as, place, before } = asked(request);
  const log = as === null ? emptyLog() : await renderLog(parts, placeFor(place, as), as, before);
  response.writeHead(200, { ...PAGE_HEADERS, 'content-type': 'text/html; charset=utf-8' }).end(log.markup);
}

function openStream(streams: Set<ServerResponse>, request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { ...PAGE_HEADERS, 'content-type': 'text/event-stream' }).write('retry: 1000\n\n');
  streams.add(response);
  request.once('close', () => streams.delete(response));
}

async function receive(
  parts: ConsoleParts,
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
): Promise<void> {
  let given: ConsoleAct;
  try {
    given = act.parse(parseJson((await readBody(request, LARGEST_ACT)).toString('utf8')));
  } catch (error) {
    return sendText(response, error instanceof BodyTooLarge ? 413 : 400, 'That was not understood.');
  }
  const name = await parts.store.nameOf(given.as);
  const what = await whatOf(parts, given, name ?? 'Somebody new');
  if (what === undefined) return sendJson(response, 200, {});
  const reply = await parts.dispatch({
    requestId,
    key: `console:${given.as}:${given.id}`,
    sender: {
      platform: 'console',
      tenant: TENANT,
      user: given.as,
      ...(name === undefined || given.as === 'newcomer' ? {} : { name }),
    },
    place: {
      platform: 'console',
      tenant: TENANT,
      conversation: given.in,
      kind: given.in.startsWith('dm:') ? 'personal' : 'channel',
      ...(given.thread === undefined ? {} : { thread: given.thread }),
    },
    what,
    answer: 'later',
    canOpenForms: true,
    // A card that others see too stays as it is; only one's own is replaced by the answer.
    ...(given.kind === 'press' && (given.onPrivateCard || given.in.startsWith('dm:'))
      ? { replyTo: { message: given.message } }
      : {}),
  } satisfies Incoming);
  sendJson(response, 200, await answer(parts.store, given, reply));
}

/** In a channel, only /… and @… are for the bot, and #… in a meeting; the rest is talk, and everybody there sees it. */
async function whatOf({ store }: ConsoleParts, given: ConsoleAct, name: string): Promise<What | undefined> {
  switch (given.kind) {
    case 'say': {
      const words = given.words.trim();
      const slash = words.startsWith('/');
      const mention = /^@(?:people zones|pz|bot)\b[:,]?\s*/i.exec(words);
      const personal = given.in.startsWith('dm:');
      if (!slash || personal)
        await store.post({
          id: given.id,
          conversation: given.in,
          ...(given.thread === undefined ? {} : { thread: given.thread }),
          author: name,
          content: { kind: 'said', text: words },
        });
      const asked = slash || mention !== null || personal;
      if (!asked && !isTagged(words)) return undefined;
      return {
        kind: 'command',
        words: mention === null ? words : words.slice(mention[0].length),
        visible: !slash && !personal,
        ...(asked ? {} : { unasked: true as const }),
      };
    }
    case 'press':
      return {
        kind: 'press',
        action: given.action,
        data: given.data,
        onPrivateCard: given.onPrivateCard || given.in.startsWith('dm:'),
        ...(given.version === undefined ? {} : { version: given.version }),
      };
    case 'submit':
      return { kind: 'submit', form: given.form, data: given.data, values: given.values };
    case 'shortcut': {
      const message = await store.message(given.message, given.as);
      return {
        kind: 'message',
        shortcut: given.shortcut,
        text: message?.content.kind === 'said' ? message.content.text : '',
      };
    }
  }
}

/** What the page does with a reply: opens or reopens a form. Cards come as deliveries, like on any platform. */
async function answer(store: ConsoleStore, given: ConsoleAct, reply: Reply): Promise<object> {
  switch (reply.kind) {
    case 'form':
      return { form: renderForm(reply.form).markup };
    case 'invalid':
      return { form: renderForm(reply.form, reply.errors).markup };
    case 'card':
      // Trouble has no delivery of its own: what was stored could not be.
      if (reply.card.summary.startsWith('Something went wrong'))
        await store
          .post({
            id: randomUUID(),
            conversation: given.in,
            ...(given.thread === undefined ? {} : { thread: given.thread }),
            audience: given.as,
            content: { kind: 'card', card: reply.card },
          })
          .catch(() => {});
      return { done: true, said: reply.card.summary };
    case 'nothing':
      return { done: true };
  }
}

async function send(store: ConsoleStore, { id, target, card, replaces, plain }: Outgoing): Promise<Sent> {
  const content = { kind: 'card' as const, card, ...(plain === undefined ? {} : { plain: plain.text }) };
  const pressed = replaces ?? replacedBy(target.reply);
  if (pressed !== undefined) {
    if (await store.replace(pressed, content)) return { externalId: pressed };
    if (replaces !== undefined) throw new SendProblem('missing', 'the message is gone');
  }
  const conversation = target.to === 'person' ? `dm:${target.user}` : target.conversation;
  const audience = target.to === 'eyes' ? { audience: target.user } : {};
  const thread = target.thread === undefined ? {} : { thread: target.thread };
  await store.post({ id, conversation, content, ...thread, ...audience });
  return { externalId: id };
}

function replacedBy(reply: JsonObject | undefined): string | undefined {
  return reply?.['replaces'] === true && typeof reply['message'] === 'string' ? reply['message'] : undefined;
}

function staticFiles(local: (handle: Route['handle']) => Route['handle']): Route[] {
  const files = { 'console.js': 'text/javascript', 'console.css': 'text/css' };
  return Object.entries(files).map(([name, type]) => {
    const content = readFileSync(join(PUBLIC, name));
    return {
      method: 'GET' as const,
      path: `/console/${name}`,
      handle: local(async (_request, response) => {
        response
          .writeHead(200, {
            'content-type': `${type}; charset=utf-8`,
            'x-content-type-options': 'nosniff',
            'cache-control': 'no-cache',
          })
          .end(content);
      }),
    };
  });
}
