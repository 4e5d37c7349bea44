// The way out to Slack: messages, private messages, updates, and answers through a response_url. No hidden retries: the
// outbox decides.
import type { WebClient } from '@slack/web-api';
import type { JsonObject } from '../../src/chat/cards.ts';
import { type Outgoing, SendProblem, type Sent, type Target } from '../../src/chat/port.ts';
import { codeOf, NO_THREAD, NOT_FOR_THEIR_EYES, NOT_THIS_CHAT, problemOf, seconds } from './errors.ts';
import { renderMessage, renderPlain, type SlackMessage } from './render.ts';

/** An answer's own address stands beside other ways: it is not waited for longer than this. */
const RESPOND_WITHIN_MS = 3000;
const DELIVERY = 'people_zones_delivery';

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
async function sign(client: WebClient, target: Target): Promise<boolean> {
  const message = target.reply?.['message'];
  if (target.reply?.['sign'] !== true || typeof message !== 'string' || target.to === 'person') return false;
  try {
    await client.reactions.add({ channel: target.conversation, timestamp: message, name: 'white_check_mark' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'already_reacted') return true;
    if (codeOf(error) === '') throw problemOf(error);
    return false;
  }
}

async function post(client: WebClient, outgoing: Outgoing, message: SlackMessage): Promise<Sent> {
  const { target, replaces } = outgoing;
  if (replaces !== undefined) {
    const channel = target.to === 'person' ? target.chat : target.conversation;
    // A card in a private chat whose id we have lost cannot be found again.
    if (channel === undefined) throw new SendProblem('missing', 'the private chat is not known any more');
    try {
      await client.chat.update({ channel, ts: replaces, text: message.text, blocks: message.blocks as never });
    } catch (error) {
      if (target.to === 'person' && NOT_THIS_CHAT.includes(codeOf(error)))
        throw new SendProblem('missing', 'the private chat is another now');
      if (['cant_update_message', 'edit_window_closed', 'is_inactive'].includes(codeOf(error)))
        throw new SendProblem('missing', `Slack: ${codeOf(error)}`);
      throw error;
    }
    return { externalId: replaces };
  }
  switch (target.to) {
    case 'place':
      return withoutThread(target.thread, (thread) =>
        postMessage(client, outgoing, message, target.conversation, thread),
      );
    case 'eyes':
      return forTheirEyes(client, outgoing, message, target);
    case 'person':
      return inPrivate(client, outgoing, message, target.user, target.chat, target.thread);
  }
}

/** Slack keeps nothing of this: it is for answers to what somebody has just done, never for what must be read later. */
async function forTheirEyes(
  client: WebClient,
  outgoing: Outgoing,
  message: SlackMessage,
  { conversation, user, thread }: Extract<Target, { to: 'eyes' }>,
): Promise<Sent> {
  try {
    return await withoutThread(thread, async (thread_ts) => {
      await client.chat.postEphemeral({
        channel: conversation,
        user,
        text: message.text,
        blocks: message.blocks as never,
        ...(thread_ts === undefined ? {} : { thread_ts }),
      });
      return {};
    });
  } catch (error) {
    if (!NOT_FOR_THEIR_EYES.includes(codeOf(error))) throw error;
    return inPrivate(client, outgoing, message, user, undefined, undefined);
  }
}

/** Into the private chat that is known; where that is not ours (any more), Slack opens it when it is given the person. */
async function inPrivate(
  client: WebClient,
  outgoing: Outgoing,
  message: SlackMessage,
  user: string,
  chat: string | undefined,
  thread: string | undefined,
): Promise<Sent> {
  if (chat !== undefined)
    try {
      return await withoutThread(thread, (thread_ts) => postMessage(client, outgoing, message, chat, thread_ts));
    } catch (error) {
      if (!NOT_THIS_CHAT.includes(codeOf(error))) throw error;
    }
  return postMessage(client, outgoing, message, user, undefined);
}

async function postMessage(
  client: WebClient,
  { id, plain }: Outgoing,
  { text, blocks }: SlackMessage,
  channel: string,
  thread: string | undefined,
): Promise<Sent> {
  const sent = await client.chat.postMessage({
    channel,
    text,
    blocks: blocks as never,
    unfurl_links: false,
    unfurl_media: false,
    ...(thread === undefined ? {} : { thread_ts: thread }),
    // Where the content was refused, what we hung on it may have been.
    ...(plain === undefined ? { metadata: { event_type: DELIVERY, event_payload: { id } } } : {}),
  });
  return {
    ...(sent.ts === undefined ? {} : { externalId: sent.ts }),
    ...(sent.channel?.startsWith('D') && sent.channel !== channel ? { opened: { conversation: sent.channel } } : {}),
  };
}

/** A thread that takes no answers any more does not swallow them. */
async function withoutThread(
  thread: string | undefined,
  say: (thread: string | undefined) => Promise<Sent>,
): Promise<Sent> {
  try {
    return await say(thread);
  } catch (error) {
    if (thread === undefined || !NO_THREAD.includes(codeOf(error))) throw error;
    return say(undefined);
  }
}

/**
 * Looks whether a message arrived whose answer was lost: its delivery's id stands in its metadata. In private chats, and in
 * channels only where the app may read them.
 */
export async function find(client: WebClient, { id, target }: Outgoing, since: Date): Promise<Sent | undefined> {
  const channel = target.to === 'person' ? target.chat : target.to === 'place' ? target.conversation : undefined;
  if (channel === undefined) return undefined;
  const window = { channel, oldest: String(since.getTime() / 1000 - 60), include_all_metadata: true, limit: 50 };
  try {
    const read =
      target.thread === undefined
        ? await client.conversations.history(window)
        : await client.conversations.replies({ ...window, ts: target.thread });
    const found = (read.messages ?? []).find(
      ({ metadata }) =>
        metadata?.event_type === DELIVERY && (metadata.event_payload as { id?: string } | undefined)?.id === id,
    );
    return found?.ts === undefined ? undefined : { externalId: found.ts };
  } catch (error) {
    // Without the permission it cannot be told, and is sent again: a double is better than a loss.
    if (codeOf(error) !== '') return undefined;
    throw problemOf(error);
  }
}

/** @returns false when the address is used up (five times, thirty minutes) or cannot be reached: then the answer goes another way */
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
      signal: AbortSignal.timeout(RESPOND_WITHIN_MS),
    });
  } catch {
    // It lives elsewhere than the Web API, perhaps where a proxy does not let us.
    return false;
  }
  if (response.ok) return true;
  const said = await response.text().catch(() => '');
  if (response.status === 429)
    throw new SendProblem('later', 'Slack asks us to slow down', {
      retryAfterMs: seconds(response.headers.get('retry-after')),
    });
  if (/invalid_blocks|msg_too_long|no_text|msg_blocks_too_long/.test(said))
    throw new SendProblem('refused', said.slice(0, 100));
  return false;
}
