// What Slack's refusals mean, each that it documents; and the ways round that a message takes.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KNOWN_ERRORS } from '../../adapters/slack/errors.ts';
import { createSlackAdapter } from '../../adapters/slack/index.ts';
import { type Card, paragraph } from '../../src/chat/cards.ts';
import type { Adapter, Target } from '../../src/chat/port.ts';
import { newId } from '../../src/database/ids.ts';
import { NO_LINKS } from '../../src/http/links.ts';
import { createLog } from '../../src/process/log.ts';
import { connectionsOf } from '../support/connections.ts';
import { type Failure, type FakeSlack, startFakeSlack } from '../support/fake-slack.ts';
import { SLACK_CHANNEL, SLACK_TEAM, slackId } from '../support/ids.ts';

const log = createLog('silent');
const saying = (words: string): Card => ({ summary: words, blocks: [paragraph(words)] });

describe('what Slack says', () => {
  const adapterFor = (slack: FakeSlack) =>
    createSlackAdapter({
      config: {
        signingSecret: 's',
        botToken: slack.token,
        appToken: undefined,
        oauth: undefined,
        publicUrl: undefined,
        apiUrl: slack.apiUrl,
      },
      dispatch: async () => ({ kind: 'nothing' }),
      late: async () => {},
      log,
      tenantSeen: async () => {},
      connections: connectionsOf({ [SLACK_TEAM]: { environment: true } }),
      links: NO_LINKS,
    });
  let slack: FakeSlack;
  let adapter: Adapter;
  beforeAll(async () => {
    slack = await startFakeSlack();
    slack.paced = false;
    adapter = adapterFor(slack);
  });
  afterAll(async () => {
    await slack.stop();
  });
  const inChannel = { tenant: SLACK_TEAM, to: 'place', conversation: SLACK_CHANNEL } as const;
  const send = (target: Target, words = 'hello') => adapter.send({ id: newId(), target, card: saying(words) });

  it.each<[Failure, object]>([
    [
      { status: 429, retryAfter: 7 },
      { kind: 'later', retryAfterMs: 7000 },
    ],
    [{ status: 429 }, { kind: 'later', retryAfterMs: 1000 }],
    [{ error: 'ratelimited' }, { kind: 'later', retryAfterMs: 1000 }],
    [{ status: 503 }, { kind: 'later', lost: true }],
    [{ error: 'a_new_error' }, { kind: 'later', ofMessage: true }],
    ...[...KNOWN_ERRORS].map(([error, kind]): [Failure, object] => [{ error }, { kind }]),
  ])('%o is understood', async (failure, wanted) => {
    slack.failNext('chat.postMessage', failure);
    await expect(send(inChannel)).rejects.toMatchObject(wanted);
  });

  it('no documented refusal is tried again for hours', () => {
    for (const code of DOCUMENTED) expect(KNOWN_ERRORS.get(code), code).toBeDefined();
  });

  it('a channel of a workspace whose token we do not have waits, and is not taken for closed', async () => {
    await adapter.start();
    const elsewhere = { ...inChannel, tenant: slackId('T', 'another') };
    await expect(send(elsewhere)).rejects.toMatchObject({ kind: 'paused' });
    await send({ ...inChannel, tenant: SLACK_TEAM });
  });

  it('a thread that takes no answers does not swallow them', async () => {
    slack.failNext('chat.postMessage', { error: 'thread_locked' });
    await send({ ...inChannel, thread: '1764000000.000001' }, 'beside the thread');
    expect(slack.posts.at(-1)).toMatchObject({ text: 'beside the thread' });
    expect(slack.posts.at(-1)?.thread).toBeUndefined();
  });

  it('what is for somebody’s eyes where they are not, or the bot is not, goes to their private chat', async () => {
    const user = slackId('U', 'elsewhere');
    await send({ tenant: SLACK_TEAM, to: 'eyes', conversation: slackId('C', 'unknown'), user }, 'for your eyes');
    expect(slack.posts.at(-1)).toMatchObject({ channel: slack.chatWith(user), text: 'for your eyes' });
    expect(slack.posts.at(-1)?.user).toBeUndefined();
  });

  it('an answer’s own address that cannot be reached is not waited for', async () => {
    const user = slackId('U', 'asks');
    const reply = { responseUrl: 'http://127.0.0.1:9/response' };
    await send({ tenant: SLACK_TEAM, to: 'eyes', conversation: SLACK_CHANNEL, user, reply }, 'by another way');
    expect(slack.posts.at(-1)).toMatchObject({ channel: SLACK_CHANNEL, user, text: 'by another way' });
  });

  it('a message whose answer was lost is found by its delivery', async () => {
    const outgoing = { id: newId(), target: inChannel, card: saying('lost and found') };
    slack.loseAnswer('chat.postMessage');
    const before = new Date();
    await expect(adapter.send(outgoing)).rejects.toMatchObject({ kind: 'later', lost: true });
    expect(await adapter.find?.(outgoing, before)).toEqual({ externalId: slack.posts.at(-1)?.ts });
    expect(await adapter.find?.({ ...outgoing, id: newId() }, before)).toBeUndefined();
    slack.failNext('conversations.history', { error: 'missing_scope' });
    expect(await adapter.find?.(outgoing, before)).toBeUndefined();
  });
});

/** docs.slack.dev/reference/methods/chat.postMessage#errors, as of November 2026, but for those of files and of user tokens. */
const DOCUMENTED = [
  'access_denied',
  'accesslimited',
  'account_inactive',
  'attachment_payload_limit_exceeded',
  'cannot_reply_to_message',
  'channel_not_found',
  'deprecated_endpoint',
  'ekm_access_denied',
  'enterprise_is_restricted',
  'fatal_error',
  'internal_error',
  'invalid_arg_name',
  'invalid_arguments',
  'invalid_array_arg',
  'invalid_auth',
  'invalid_blocks',
  'invalid_blocks_format',
  'invalid_charset',
  'invalid_form_data',
  'invalid_metadata_format',
  'invalid_metadata_schema',
  'invalid_post_type',
  'is_archived',
  'is_inactive',
  'message_limit_exceeded',
  'messages_tab_disabled',
  'metadata_must_be_sent_from_app',
  'metadata_too_large',
  'method_deprecated',
  'missing_post_type',
  'missing_scope',
  'msg_blocks_too_long',
  'msg_too_long',
  'no_permission',
  'no_text',
  'not_allowed_token_type',
  'not_authed',
  'not_in_channel',
  'only_one_table_allowed',
  'org_login_required',
  'ratelimited',
  'request_timeout',
  'restricted_action',
  'restricted_action_non_threadable_channel',
  'restricted_action_read_only_channel',
  'restricted_action_thread_locked',
  'restricted_action_thread_only_channel',
  'service_unavailable',
  'slack_connect_file_link_sharing_blocked',
  'team_access_not_granted',
  'team_added_to_org',
  'team_not_found',
  'thread_locked',
  'token_expired',
  'token_revoked',
  'too_many_attachments',
  'too_many_contact_cards',
  'two_factor_setup_required',
];
