// What Slack's refusals mean for a delivery: every documented error of chat.postMessage, chat.postEphemeral and chat.update
// (docs.slack.dev/reference/methods/chat.postMessage#errors and its neighbours), by what follows from it.
import { ErrorCode } from '@slack/web-api';
import { SendProblem, type SendTrouble } from '../../src/chat/port.ts';

const CODES: Record<Exclude<SendTrouble, 'expired'>, readonly string[]> = {
  // The content is at fault: its words may pass. What is wrong with our arguments is most often a block.
  refused: [
    'attachment_payload_limit_exceeded',
    'block_mismatch',
    'blocks_too_long',
    'invalid_arguments',
    'invalid_array_arg',
    'invalid_attachments',
    'invalid_blocks',
    'invalid_blocks_format',
    'invalid_metadata_format',
    'invalid_metadata_schema',
    'markdown_text_conflict',
    'metadata_must_be_sent_from_app',
    'metadata_too_large',
    'msg_blocks_too_long',
    'msg_too_long',
    'no_text',
    'only_one_table_allowed',
    'slack_connect_blocked_file_type',
    'slack_connect_file_link_sharing_blocked',
    'slack_connect_file_upload_sharing_blocked',
    'too_many_attachments',
    'too_many_contact_cards',
  ],
  // This message cannot be had; others can.
  dead: [
    'as_user_not_supported',
    'cannot_reply_to_message',
    'cant_broadcast_message',
    'cant_update_message',
    'deprecated_endpoint',
    'duplicate_channel_not_found',
    'duplicate_message_not_found',
    'edit_window_closed',
    'invalid_arg_name',
    'invalid_charset',
    'invalid_form_data',
    'invalid_post_type',
    'is_inactive',
    'method_deprecated',
    'missing_file_data',
    'missing_post_type',
    'thread_locked',
    'thread_not_found',
    'update_failed',
  ],
  missing: ['message_not_found'],
  // The place, or in a private chat the person.
  stopped: [
    'access_denied',
    'cannot_dm_bot',
    'channel_is_archived',
    'channel_not_found',
    'channel_type_not_supported',
    'is_archived',
    'messages_tab_disabled',
    'no_permission',
    'not_in_channel',
    'restricted_action',
    'restricted_action_non_threadable_channel',
    'restricted_action_thread_locked',
    'restricted_action_read_only_channel',
    'restricted_action_thread_only_channel',
    'user_disabled',
    'user_is_bot',
    'user_is_restricted',
    'user_not_found',
    'user_not_in_channel',
    'user_not_visible',
    'users_not_found',
  ],
  // The token, or the whole workspace.
  paused: [
    'access_limited',
    'accesslimited',
    'account_inactive',
    'app_missing_action_url',
    'ekm_access_denied',
    'enterprise_is_restricted',
    'invalid_auth',
    'missing_scope',
    'not_allowed_token_type',
    'not_authed',
    'org_login_required',
    'team_access_not_granted',
    'team_not_found',
    'token_expired',
    'token_revoked',
    'two_factor_setup_required',
  ],
  later: [
    'external_channel_migrating',
    'fatal_error',
    'internal_error',
    'message_limit_exceeded',
    'rate_limited',
    'ratelimited',
    'request_timeout',
    'service_unavailable',
    'team_added_to_org',
  ],
};

const MEANING = new Map(
  (Object.entries(CODES) as [SendTrouble, readonly string[]][]).flatMap(([kind, codes]) =>
    codes.map((code) => [code, kind] as const),
  ),
);

/** Every error that is understood, for whoever wants to try them all. */
export const KNOWN_ERRORS: ReadonlyMap<string, SendTrouble> = MEANING;

/** A thread that takes no answers (any more): the message may stand in the channel. */
export const NO_THREAD: readonly string[] = [
  'cannot_reply_to_message',
  'message_not_found',
  'restricted_action_non_threadable_channel',
  'restricted_action_thread_locked',
  'thread_locked',
  'thread_not_found',
];

/** A private chat that is not ours, or no longer: it is opened anew. */
export const NOT_THIS_CHAT: readonly string[] = [
  'channel_not_found',
  'is_archived',
  'not_in_channel',
  'channel_is_archived',
];

/** Somebody is not where we would show it to them alone: they hear in their private chat. */
export const NOT_FOR_THEIR_EYES: readonly string[] = [
  'user_not_in_channel',
  'not_in_channel',
  'channel_not_found',
  'is_archived',
  'channel_is_archived',
  'messages_tab_disabled',
  'restricted_action',
  'restricted_action_read_only_channel',
  'restricted_action_thread_only_channel',
  'no_permission',
  'access_denied',
];

/** Slack's own code; '' where none came. */
export function codeOf(error: unknown): string {
  const data = typeof error === 'object' && error !== null && 'data' in error ? error.data : undefined;
  return typeof data === 'object' && data !== null && 'error' in data ? String(data.error) : '';
}

/** What follows from an error of the Web API's client. */
export function problemOf(error: unknown): SendProblem {
  if (error instanceof SendProblem) return error;
  const kind = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (kind === ErrorCode.RateLimitedError && typeof error === 'object' && error !== null && 'retryAfter' in error)
    return new SendProblem('later', 'Slack asks us to slow down', { retryAfterMs: seconds(error.retryAfter) });
  if (isWithoutTime(error)) return new SendProblem('later', 'Slack asks us to slow down', { retryAfterMs: 1000 });
  const code = codeOf(error);
  // Nothing that Slack said: it may have taken the message all the same.
  if (code === '') return new SendProblem('later', 'Slack could not be reached', { lost: true });
  if (code === 'ratelimited' || code === 'rate_limited')
    return new SendProblem('later', 'Slack asks us to slow down', { retryAfterMs: 1000 });
  const meaning = MEANING.get(code);
  return meaning === undefined
    ? new SendProblem('later', `Slack: ${code}`, { ofMessage: true })
    : new SendProblem(meaning, `Slack: ${code}`, { lost: code === 'internal_error' || code === 'fatal_error' });
}

/** A 429 that does not say how long; the package has a sentence for it and no class. */
const isWithoutTime = (error: unknown): boolean =>
  error instanceof Error && error.message.includes('Retry header did not contain');

/** Slack's Retry-After, in milliseconds; a second where it cannot be read. */
export function seconds(given: unknown): number {
  const told = Number(given);
  return Number.isFinite(told) && told > 0 ? told * 1000 : 1000;
}
