// The way out to Slack: messages, private messages, updates, and answers through a response_url. No hidden retries: the
// outbox decides.
import { ErrorCode, type WebClient } from '@slack/web-api';
import type { JsonObject } from '../../src/chat/cards.ts';
import { type Outgoing, SendProblem, type Sent, type Target } from '../../src/chat/port.ts';
import { renderMessage, renderPlain, type SlackMessage } from './render.ts';

/** The blocks, not the place, are at fault. */
const REFUSED = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_blocks_too_long',
  'msg_too_long',
  'invalid_attachments',
  'no_text',
]);
/** Nothing may go there until something changes on Slack's side. */
const STOPPED = new Set([
  'channel_not_found',
  'is_archived',
  'not_in_channel',
  'account_inactive',
  'user_disabled',
  'restricted_action',
  'cannot_dm_bot',
  'messages_tab_disabled',
  'user_not_found',
  'team_access_not_granted',
]);
const MISSING = new Set(['message_not_found', 'cant_update_message', 'edit_window_closed']);

/** Sends one delivery. @throws {SendProblem} */
export async function send(client: WebClient, outgoing: Outgoing): Promise<Sent> {
  const message = outgoing.plain === undefined ? renderMessage(outgoing.card) : renderPlain(outgoing.plain.text);
  const { target } = outgoing;
  const url = target.reply?.['responseUrl'];
  if (
    typeof url === 'string' &&
    (await respond(url, message, target.reply?.['replaces'] === true && target.reply?.['onPrivateCard'] === true))
  )
    return {};
  if (await sign(client, target)) return {};
  try {
    return await post(client, outgoing, message);
  } catch (error) {
    throw problemOf(error);
  }
}

/** A tick on what somebody wrote. @returns false where it was not asked for, or the app may not: then it is said in words */
async function sign(client: WebClient, { reply, conversation }: Target): Promise<boolean> {
  const message = reply?.['message'];
  if (reply?.['sign'] !== true || typeof message !== 'string' || conversation === undefined) return false;
  try {
    await client.reactions.add({ channel: conversation, timestamp: message, name: 'white_check_mark' });
    return true;
  } catch (error) {
    const problem = problemOf(error);
    if (codeOf(error) === 'already_reacted') return true;
    if (problem.kind === 'later' && codeOf(error) === '') throw problem;
    return false;
  }
}

async function post(client: WebClient, { id, target, replaces }: Outgoing, message: SlackMessage): Promise<Sent> {
  const content = { text: message.text, blocks: message.blocks as never, unfurl_links: false, unfurl_media: false };
  const thread = target.thread === undefined ? {} : { thread_ts: target.thread };
  if (replaces !== undefined && target.conversation !== undefined) {
    await client.chat.update({
      channel: target.conversation,
      ts: replaces,
      text: content.text,
      blocks: content.blocks,
    });
    return { externalId: replaces };
  }
  if (target.conversation !== undefined && target.user !== undefined) {
    try {
      await client.chat.postEphemeral({
        channel: target.conversation,
        user: target.user,
        text: content.text,
        blocks: content.blocks,
        ...thread,
      });
      return {};
    } catch (error) {
      // Somebody who has left the channel still hears, in their private chat.
      if (!['user_not_in_channel', 'not_in_channel', 'channel_not_found'].includes(codeOf(error))) throw error;
    }
  }
  const channel = channelOf(target);
  const sent = await client.chat.postMessage({
    channel,
    ...content,
    ...(channel === target.conversation ? thread : {}),
    metadata: { event_type: 'people_zones_delivery', event_payload: { id } },
  });
  return {
    ...(sent.ts === undefined ? {} : { externalId: sent.ts }),
    ...(target.conversation === undefined && sent.channel !== undefined
      ? { opened: { conversation: sent.channel } }
      : {}),
  };
}

/** Slack opens the private chat itself when it is given the person. */
function channelOf(target: Target): string {
  return target.user ?? target.conversation ?? '';
}

/** @returns false when the address is used up (five times, thirty minutes): then the answer goes another way */
async function respond(url: string, message: SlackMessage, replaces: boolean): Promise<boolean> {
  const body: JsonObject = {
    response_type: 'ephemeral',
    replace_original: replaces,
    text: message.text,
    blocks: message.blocks,
  };
  let response: Response;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    });
  } catch {
    throw new SendProblem('later', 'Slack could not be reached');
  }
  if (response.ok) return true;
  const said = await response.text().catch(() => '');
  if (response.status === 429)
    throw new SendProblem(
      'later',
      'Slack asks us to slow down',
      Number(response.headers.get('retry-after') ?? 1) * 1000,
    );
  if (response.status >= 500) throw new SendProblem('later', `Slack answered ${response.status}`);
  if (/invalid_blocks|msg_too_long|no_text/.test(said)) throw new SendProblem('refused', said.slice(0, 100));
  return false;
}

function codeOf(error: unknown): string {
  const data = typeof error === 'object' && error !== null && 'data' in error ? error.data : undefined;
  return typeof data === 'object' && data !== null && 'error' in data ? String(data.error) : '';
}

function problemOf(error: unknown): SendProblem {
  if (error instanceof SendProblem) return error;
  const kind = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (kind === ErrorCode.RateLimitedError && typeof error === 'object' && error !== null && 'retryAfter' in error)
    return new SendProblem('later', 'Slack asks us to slow down', Number(error.retryAfter) * 1000);
  const code = codeOf(error);
  if (REFUSED.has(code)) return new SendProblem('refused', code);
  if (MISSING.has(code)) return new SendProblem('missing', code);
  if (STOPPED.has(code)) return new SendProblem('stopped', `Slack: ${code}`);
  return new SendProblem('later', code === '' ? 'Slack could not be reached' : `Slack: ${code}`);
}
