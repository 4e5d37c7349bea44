// The way out to Teams: the Bot Connector's REST calls, made by ourselves. Microsoft's client drops the flag of targeted
// messages and retries on its own while a turn stays open; here the outbox decides.
import type { JsonObject } from '../../src/chat/cards.ts';
import { type Outgoing, SendProblem, type Sent } from '../../src/chat/port.ts';
import { cut } from '../../src/chat/spans.ts';
import { renderCard } from './render.ts';

/** A bearer token for the connector; undefined when the bot runs without credentials. */
export type TokenProvider = () => Promise<string | undefined>;

const LATER = new Set([408, 412, 429, 500, 502, 503, 504]);

/** Sends one delivery. @throws {SendProblem} */
export async function send(token: TokenProvider, outgoing: Outgoing): Promise<Sent> {
  const { target, replaces } = outgoing;
  const serviceUrl = target.reference?.['serviceUrl'];
  if (typeof serviceUrl !== 'string')
    throw new SendProblem(
      'expired',
      'Teams has not told us yet how to reach this place: the bot is not installed there',
    );
  const call = (method: string, path: string, body: JsonObject) =>
    request(token, `${serviceUrl.replace(/\/+$/, '')}${path}`, method, body);
  const bot = typeof target.reference?.['bot'] === 'string' ? target.reference['bot'] : '';
  const isPrivate = target.user !== undefined;
  const message = messageOf(outgoing, bot, isPrivate);

  if (replaces !== undefined && target.conversation !== undefined) {
    await call(
      'PUT',
      `/v3/conversations/${encodeURIComponent(target.conversation)}/activities/${encodeURIComponent(replaces)}`,
      message,
    );
    return { externalId: replaces };
  }
  const member = target.reply?.['member'];
  if (
    target.conversation !== undefined &&
    target.user !== undefined &&
    target.user !== '' &&
    typeof member === 'string'
  ) {
    const conversation = threadOf(target.conversation, target.thread);
    try {
      const sent = await call(
        'POST',
        `/v3/conversations/${encodeURIComponent(conversation)}/activities?isTargetedActivity=true`,
        { ...message, recipient: { id: member, isTargeted: true } },
      );
      return idOf(sent);
    } catch (error) {
      // Targeted messages are not there for everybody yet: then the private chat is.
      if (!(error instanceof SendProblem) || error.kind === 'later') throw error;
    }
  }
  if (target.conversation !== undefined && target.user === undefined) {
    const sent = await call(
      'POST',
      `/v3/conversations/${encodeURIComponent(threadOf(target.conversation, target.thread))}/activities`,
      message,
    );
    return idOf(sent);
  }
  return toPrivateChat(call, outgoing, bot, message);
}

async function toPrivateChat(
  call: (method: string, path: string, body: JsonObject) => Promise<unknown>,
  { target }: Outgoing,
  bot: string,
  message: JsonObject,
): Promise<Sent> {
  const known = target.reference?.['member'];
  // A stored private chat is spoken to directly; its reference says whose it is.
  if (target.conversation !== undefined && typeof known === 'string')
    return idOf(await call('POST', `/v3/conversations/${encodeURIComponent(target.conversation)}/activities`, message));
  const opened = await call('POST', '/v3/conversations', {
    bot: { id: bot },
    isGroup: false,
    members: [{ id: target.user ?? '' }],
    tenantId: target.tenant,
    channelData: { tenant: { id: target.tenant } },
  });
  const { externalId: conversation } = idOf(opened);
  if (conversation === undefined) throw new SendProblem('later', 'Teams opened no private chat');
  const sent = await call('POST', `/v3/conversations/${encodeURIComponent(conversation)}/activities`, message);
  const serviceUrl = target.reference?.['serviceUrl'] ?? '';
  return { ...idOf(sent), opened: { conversation, reference: { serviceUrl, bot, member: target.user ?? '' } } };
}

function messageOf({ id, card, plain, target }: Outgoing, bot: string, isPrivate: boolean): JsonObject {
  const base = {
    type: 'message',
    from: { id: bot },
    ...(target.conversation === undefined
      ? {}
      : { conversation: { id: threadOf(target.conversation, target.thread) } }),
    summary: cut(card.summary, 500),
    channelData: { peopleZonesDelivery: id },
  };
  if (plain !== undefined) return { ...base, text: cut(plain.text, 20_000), textFormat: 'plain' };
  return {
    ...base,
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: renderCard(card, isPrivate) }],
  };
}

function threadOf(conversation: string, thread: string | undefined): string {
  return thread === undefined ? conversation : `${conversation};messageid=${thread}`;
}

function idOf(answer: unknown): { externalId?: string } {
  return typeof answer === 'object' && answer !== null && 'id' in answer && typeof answer.id === 'string'
    ? { externalId: answer.id }
    : {};
}

async function request(token: TokenProvider, url: string, method: string, body: JsonObject): Promise<unknown> {
  let response: Response;
  try {
    const bearer = await token();
    response = await fetch(url, {
      method,
      headers: {
        'content-type': 'application/json',
        ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    });
  } catch {
    throw new SendProblem('later', 'Teams could not be reached');
  }
  const text = await response.text().catch(() => '');
  if (response.ok) return parse(text);
  throw problemOf(response, text, method);
}

function problemOf(response: Response, text: string, method: string): SendProblem {
  const code = /"(?:code|errorCode)"\s*:\s*"?([A-Za-z0-9]+)/.exec(text)?.[1] ?? '';
  const said = `Teams: ${response.status} ${code}`.trim();
  if (
    response.status === 413 ||
    (response.status === 400 && /card|BadSyntax|BadArgument|MessageSizeTooBig/i.test(text))
  )
    return new SendProblem('refused', said);
  if (LATER.has(response.status)) {
    const after = Number(response.headers.get('retry-after') ?? Number.NaN);
    return new SendProblem('later', said, Number.isNaN(after) ? undefined : after * 1000);
  }
  if (response.status === 401) return new SendProblem('later', 'Teams does not accept our credentials');
  if (response.status === 404 && method === 'PUT') return new SendProblem('missing', said);
  if (response.status === 403 || response.status === 404) return new SendProblem('stopped', said);
  return new SendProblem('refused', said);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
