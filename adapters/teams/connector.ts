// The way out to Teams: the Bot Connector's REST calls, made by ourselves. Microsoft's client drops the flag of targeted
// messages and retries on its own while a turn stays open; here the outbox decides.
import type { JsonObject } from '../../src/chat/cards.ts';
import { type Outgoing, SendProblem, type Sent, type Target } from '../../src/chat/port.ts';
import { cut } from '../../src/chat/spans.ts';
import { renderCard } from './render.ts';

/** A bearer token for the connector; undefined when the bot runs without credentials. */
export type TokenProvider = () => Promise<string | undefined>;

/** Sends one delivery. @throws {SendProblem} */
export async function send(token: TokenProvider, outgoing: Outgoing): Promise<Sent> {
  const { target, replaces } = outgoing;
  const call = caller(token, target.reference);
  const message = messageOf(outgoing);
  if (replaces !== undefined) {
    const conversation = target.to === 'person' ? target.chat : target.conversation;
    if (conversation === undefined) throw new SendProblem('missing', 'the private chat is not known any more');
    await call('PUT', `${at(conversation)}/activities/${encodeURIComponent(replaces)}`, message);
    return { externalId: replaces };
  }
  switch (target.to) {
    case 'place':
      return idOf(await call('POST', `${at(threadOf(target.conversation, target.thread))}/activities`, message));
    case 'eyes':
      return forTheirEyes(call, outgoing, message, target);
    case 'person':
      return inPrivate(call, outgoing, message, target.user, target.chat);
  }
}

type Call = (method: string, path: string, body?: JsonObject) => Promise<unknown>;

const at = (conversation: string) => `/v3/conversations/${encodeURIComponent(conversation)}`;

/** Calls of one connector. @throws {SendProblem} where Teams has not told us its address */
function caller(token: TokenProvider, reference: JsonObject | undefined): Call {
  const serviceUrl = reference?.['serviceUrl'];
  if (typeof serviceUrl !== 'string')
    throw new SendProblem(
      'expired',
      'Teams has not told us yet how to reach this place: the bot is not installed there',
    );
  return (method, path, body) => request(token, `${serviceUrl.replace(/\/+$/, '')}${path}`, method, body);
}

/** Only they see it, and for a day: for answers to what somebody has just done, never for what must be read later. */
async function forTheirEyes(
  call: Call,
  outgoing: Outgoing,
  message: JsonObject,
  { conversation, user, thread, reply }: Extract<Target, { to: 'eyes' }>,
): Promise<Sent> {
  const member = reply?.['member'];
  if (typeof member === 'string')
    try {
      return idOf(
        await call('POST', `${at(threadOf(conversation, thread))}/activities?isTargetedActivity=true`, {
          ...message,
          recipient: { id: member, isTargeted: true },
        }),
      );
    } catch (error) {
      // Targeted messages are not there for everybody yet, nor for who is not in the conversation: then the private chat is.
      if (!(error instanceof SendProblem) || ['later', 'paused'].includes(error.kind)) throw error;
    }
  return inPrivate(call, outgoing, message, typeof member === 'string' ? member : user, undefined);
}

/** Into the private chat that is known; where that is not (any more) ours, one is opened. */
async function inPrivate(
  call: Call,
  { target }: Outgoing,
  message: JsonObject,
  member: string,
  chat: string | undefined,
): Promise<Sent> {
  if (chat !== undefined)
    try {
      return idOf(await call('POST', `${at(threadOf(chat, target.thread))}/activities`, message));
    } catch (error) {
      if (!(error instanceof SendProblem) || error.kind !== 'stopped' || !NOT_THIS_CHAT.test(error.message))
        throw error;
    }
  const bot = botOf(target);
  const opened = await call('POST', '/v3/conversations', {
    bot: { id: bot },
    isGroup: false,
    members: [{ id: member }],
    tenantId: target.tenant,
    channelData: { tenant: { id: target.tenant } },
  });
  const { externalId: conversation } = idOf(opened);
  if (conversation === undefined) throw new SendProblem('later', 'Teams opened no private chat', { ofMessage: true });
  const sent = await call('POST', `${at(conversation)}/activities`, message);
  const serviceUrl = target.reference?.['serviceUrl'] ?? '';
  return { ...idOf(sent), opened: { conversation, reference: { serviceUrl, bot } } };
}

const botOf = ({ reference }: Target): string => (typeof reference?.['bot'] === 'string' ? reference['bot'] : '');

/** Whether the bot is in a conversation: its roster can be read there, and nowhere else. @throws {SendProblem} when it cannot be told */
export async function isInConversation(
  token: TokenProvider,
  reference: JsonObject | undefined,
  conversation: string,
): Promise<boolean> {
  try {
    await caller(token, reference)('GET', `${at(conversation)}/pagedmembers?pageSize=50`);
    return true;
  } catch (error) {
    if (error instanceof SendProblem && (error.kind === 'stopped' || error.kind === 'expired')) return false;
    throw error;
  }
}

function messageOf({ id, card, plain, target }: Outgoing): JsonObject {
  const conversation = target.to === 'person' ? target.chat : target.conversation;
  const base = {
    type: 'message',
    from: { id: botOf(target) },
    ...(conversation === undefined ? {} : { conversation: { id: threadOf(conversation, target.thread) } }),
    summary: cut(card.summary, 500),
    channelData: { peopleZonesDelivery: id },
  };
  if (plain !== undefined) return { ...base, text: cut(plain.text, 20_000), textFormat: 'plain' };
  return {
    ...base,
    attachments: [
      { contentType: 'application/vnd.microsoft.card.adaptive', content: renderCard(card, target.to !== 'place') },
    ],
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

async function request(token: TokenProvider, url: string, method: string, body?: JsonObject): Promise<unknown> {
  let response: Response;
  try {
    const bearer = await token();
    response = await fetch(url, {
      method,
      headers: {
        'content-type': 'application/json',
        ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(WITHIN_MS),
    });
  } catch {
    throw new SendProblem('later', 'Teams could not be reached', { lost: true });
  }
  const text = await response.text().catch(() => '');
  if (response.ok) return parse(text);
  throw problemOf(response, text, method);
}

/**
 * What follows from an answer of the connector's, by its status and sub-code
 * (learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability, "Status codes from bot conversational APIs").
 */
function problemOf(response: Response, text: string, method: string): SendProblem {
  const code = /"(?:errorCode|code)"\s*:\s*"?([A-Za-z0-9]+)/.exec(text)?.[1] ?? '';
  const said = `Teams: ${response.status} ${code}`.trim();
  switch (response.status) {
    case 408:
    case 412:
    case 429:
    case 502:
    case 503:
    case 504: {
      const after = Number(response.headers.get('retry-after') ?? Number.NaN);
      if (response.status === 429)
        return new SendProblem('later', said, { retryAfterMs: after > 0 ? after * 1000 : 2000 });
      return new SendProblem(
        'later',
        said,
        after > 0 ? { retryAfterMs: after * 1000 } : { lost: response.status !== 412 },
      );
    }
    case 401:
      return new SendProblem('paused', 'Teams does not accept our credentials');
    case 403:
      // The tenant's administrators closed the bot off; all else is about one place or person.
      return new SendProblem(
        /^(?:BotDisabledByAdmin|TenantNotAllowed|AppBlocked)/i.test(code) ? 'paused' : 'stopped',
        said,
      );
    case 404:
      return new SendProblem(method === 'PUT' ? 'missing' : 'stopped', said);
    case 400:
      // A refused card goes out as its words; "bad argument" is most often a card, too.
      return new SendProblem('refused', said);
    case 413:
      return new SendProblem('refused', said);
    case 405:
    case 410:
      return new SendProblem('dead', said);
    default:
      return response.status >= 500
        ? new SendProblem('later', said, { lost: true })
        : new SendProblem('later', said, { ofMessage: true });
  }
}

/** The chat is not there for us; opening it again may help. What says that the person blocked us is not among these. */
const NOT_THIS_CHAT = /ConversationNotFound|BotNotInConversationRoster|404/;
/** Less than a process takes to end. */
const WITHIN_MS = 8000;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
