// Microsoft's Bot Connector, as far as the bot speaks to it, as strict about ids, recipients, cards and sizes.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { teamsPersonal } from './ids.ts';

type Thing = Record<string, unknown>;

export interface TeamsPost {
  conversation: string;
  id: string;
  /** Only this member saw it. */
  targeted?: string;
  card: Thing;
  text?: string;
  summary: string;
  edits: number;
  authorization?: string;
}

export interface FakeConnector {
  serviceUrl: string;
  posts: TeamsPost[];
  complaints: string[];
  /** Private chats that were opened, by member. */
  opened: Map<string, string>;
  failNext(method: string, ...failures: { status: number; retryAfter?: number; code?: string }[]): void;
  /** Conversations that the bot is not in: Teams refuses it there. */
  closed: Set<string>;
  /** Who has blocked the bot, or had it taken away (their directory id). */
  blocked: Set<string>;
  stop(): Promise<void>;
}

export async function startFakeConnector(): Promise<FakeConnector> {
  let count = 0;
  const failures = new Map<string, { status: number; retryAfter?: number; code?: string }[]>();
  const server: Server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const fake: FakeConnector = {
    serviceUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/teams/`,
    posts: [],
    complaints: [],
    opened: new Map(),
    closed: new Set(),
    blocked: new Set(),
    failNext: (method, ...list) => failures.set(method, [...(failures.get(method) ?? []), ...list]),
    stop: () => new Promise((done) => server.close(() => done())),
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body: Thing = JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}');
    const failure = failures.get(request.method ?? '')?.shift();
    if (failure !== undefined)
      return end(response, failure.status, { error: { code: failure.code ?? 'Fault' } }, failure.retryAfter);
    const url = new URL(request.url ?? '/', 'http://x');
    const parts = url.pathname
      .replace(/^\/teams/, '')
      .split('/')
      .filter((part) => part !== '')
      .map(decodeURIComponent);
    const refuse = (status: number, code: string, why: string) => {
      fake.complaints.push(`${request.method} ${url.pathname}: ${code} ${why}`);
      end(response, status, { error: { code, message: why } });
    };
    if (parts[0] !== 'v3' || parts[1] !== 'conversations') return refuse(404, 'NotFound', url.pathname);
    // learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages: a private chat is opened by
    // a member's id (29:… or the directory's), the bot's and the tenant's.
    if (request.method === 'POST' && parts.length === 2) {
      const members = Array.isArray(body['members']) ? body['members'] : [];
      const member = members[0]?.id;
      const bot = (body['bot'] as Thing | undefined)?.['id'];
      if (typeof member !== 'string' || !(AAD.test(member) || MEMBER.test(member)))
        return refuse(400, 'BadArgument', `no member ${String(member)}`);
      if (typeof body['tenantId'] !== 'string' || typeof bot !== 'string' || bot === '')
        return refuse(400, 'BadArgument', 'bot and tenant');
      if (fake.blocked.has(member)) return end(response, 403, { error: { code: 'MessageWritesBlocked' } });
      const id = fake.opened.get(member) ?? teamsPersonal(`opened ${member}`);
      fake.opened.set(member, id);
      return end(response, 201, { id });
    }
    const conversation = (parts[2] ?? '').split(';messageid=')[0] ?? '';
    if (!CONVERSATION.test(conversation)) return refuse(404, 'ConversationNotFound', conversation);
    if (fake.closed.has(conversation)) return end(response, 403, { error: { code: 'BotNotInConversationRoster' } });
    if (request.method === 'GET' && parts[3] === 'pagedmembers') return end(response, 200, { members: [] });
    const problems = activityProblems(body);
    if (problems.length > 0) return refuse(400, 'BadSyntax', problems.join(', '));
    const attachments = Array.isArray(body['attachments']) ? body['attachments'] : [];
    const card: Thing = attachments[0]?.content ?? {};
    const shown = {
      card,
      summary: String(body['summary'] ?? ''),
      ...(typeof body['text'] === 'string' ? { text: body['text'] } : {}),
    };
    if (request.method === 'PUT') {
      const post = fake.posts.find((entry) => entry.id === parts[4] && entry.conversation === parts[2]);
      if (post === undefined) return end(response, 404, { error: { code: 'ActivityNotFoundInConversation' } });
      Object.assign(post, shown, { edits: post.edits + 1 });
      return end(response, 200, { id: post.id });
    }
    const targeted = url.searchParams.get('isTargetedActivity') === 'true';
    const recipient = body['recipient'] as Thing | undefined;
    if (targeted && (recipient?.['isTargeted'] !== true || typeof recipient['id'] !== 'string'))
      return refuse(400, 'BadArgument', 'a targeted message names its recipient');
    const id = String(1_764_000_000_000 + ++count);
    fake.posts.push({
      conversation: parts[2] ?? '',
      id,
      edits: 0,
      ...shown,
      ...(targeted ? { targeted: String(recipient?.['id']) } : {}),
      ...(request.headers.authorization === undefined ? {} : { authorization: request.headers.authorization }),
    });
    end(response, 201, { id });
  }
  return fake;
}

/** Shapes of ids as Teams sends them (recorded payloads of several bots). */
const AAD = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const MEMBER = /^29:[\w-]{40,}$/;
const CONVERSATION = /^(?:a:[\w-]{100,}|19:[\w-]{30,}@(?:thread\.(?:tacv2|v2|skype)|unq\.gbl\.spaces))$/;

const ELEMENTS = new Set([
  'TextBlock',
  'RichTextBlock',
  'ActionSet',
  'Container',
  'Table',
  'Image',
  'Chart.VerticalBar',
  'Chart.VerticalBar.Grouped',
  'Chart.HorizontalBar.Stacked',
  'Chart.Line',
  'Chart.Donut',
  'Input.Text',
  'Input.ChoiceSet',
  'Input.Date',
  'Input.Time',
  'Input.Number',
  'Input.Toggle',
]);

function activityProblems(activity: Thing): string[] {
  const problems: string[] = [];
  if (activity['type'] !== 'message')
    problems.push(`type ${String(activity['type'])} ${JSON.stringify(activity).slice(0, 200)}`);
  if (JSON.stringify(activity).length * 2 > 80_000) problems.push('MessageSizeTooBig');
  const attachments = Array.isArray(activity['attachments']) ? activity['attachments'] : [];
  if (attachments.length === 0 && !activity['text']) problems.push('neither text nor card');
  for (const attachment of attachments) problems.push(...cardProblems(attachment.content));
  return problems;
}

/** What Teams would say against an Adaptive Card. */
export function cardProblems(card: unknown): string[] {
  const problems: string[] = [];
  const ids = new Set<string>();
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(walk);
    if (typeof value !== 'object' || value === null) return;
    const thing = value as Thing;
    const type = thing['type'];
    if (type === 'Action.Execute' && (typeof thing['verb'] !== 'string' || thing['verb'] === ''))
      problems.push('Action.Execute without a verb');
    if (typeof type === 'string' && /^(?:Chart\.)/.test(type) && thing['fallback'] === undefined)
      problems.push(`${type} without a fallback`);
    if (
      typeof type === 'string' &&
      /^(?:Input|Chart|TextBlock|RichTextBlock|Unknown)/.test(type) &&
      !ELEMENTS.has(type)
    )
      problems.push(`element ${type}`);
    if (type === 'RichTextBlock' && (!Array.isArray(thing['inlines']) || thing['inlines'].length === 0))
      problems.push('RichTextBlock without inlines');
    if (type === 'TextRun' && (typeof thing['text'] !== 'string' || thing['text'] === ''))
      problems.push('empty TextRun');
    if (type === 'ActionSet' && Array.isArray(thing['actions']) && thing['actions'].length > 6)
      problems.push('more than six actions in a row');
    if (typeof type === 'string' && type.startsWith('Input.')) {
      const id = String(thing['id'] ?? '');
      if (id === '' || ids.has(id)) problems.push(`input id ${id}`);
      ids.add(id);
      // A toggle's title is required, and is its label (adaptivecards.io/explorer/Input.Toggle.html).
      if (typeof thing[type === 'Input.Toggle' ? 'title' : 'label'] !== 'string')
        problems.push('input without a label');
      if (thing['isRequired'] === true && typeof thing['errorMessage'] !== 'string')
        problems.push('required without an error message');
    }
    for (const [key, inner] of Object.entries(thing)) if (key !== 'data' || typeof inner !== 'object') walk(inner);
  };
  const root = card as Thing | undefined;
  if (root?.['type'] !== 'AdaptiveCard' || root['version'] !== '1.5') problems.push('no Adaptive Card 1.5');
  walk(card);
  return problems;
}

function end(response: ServerResponse, status: number, body: unknown, retryAfter?: number): void {
  response
    .writeHead(status, {
      'content-type': 'application/json',
      ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
    })
    .end(JSON.stringify(body));
}
