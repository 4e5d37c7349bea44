// What Slack tells of people and conversations.
import type { WebClient } from '@slack/web-api';
import type { Account, Presence } from '../../src/chat/port.ts';
import { codeOf } from './errors.ts';
import { placeOf } from './receive.ts';

/** Without the permission it is not asked again and again. */
const MAY_NOT = new Set(['missing_scope', 'not_allowed_token_type']);
const NOT_THERE = new Set(['channel_not_found', 'not_in_channel', 'team_access_not_granted']);

/** @returns undefined where Slack does not say */
export async function whoIs(client: WebClient, user: string): Promise<Account | undefined> {
  try {
    const { user: found } = await client.users.info({ user, include_locale: true });
    const name = [found?.profile?.display_name, found?.profile?.real_name, found?.real_name, found?.name].find(
      (each) => each !== undefined && each.trim() !== '',
    );
    return {
      ...(name === undefined ? {} : { name }),
      ...(found?.tz === undefined ? {} : { timeZone: found.tz }),
      ...(found?.locale === undefined ? {} : { language: found.locale }),
      ...(found?.deleted === true ? { gone: true } : {}),
    };
  } catch (error) {
    const code = codeOf(error);
    if (MAY_NOT.has(code) || code === 'user_not_found' || code === 'user_not_visible') return undefined;
    throw error;
  }
}

/** Whether the bot is in a conversation. A private channel that it is not in does not exist for it. */
export async function isIn(client: WebClient, tenant: string, conversation: string): Promise<Presence | undefined> {
  const invite = 'Type "/invite @People Zones" here first, then the same again.';
  try {
    const { channel } = await client.conversations.info({ channel: conversation });
    if (channel?.is_member !== true && channel?.is_im !== true) return { here: false, invite };
    const { name } = placeOf(tenant, conversation, channel.name);
    return { here: true, ...(name === undefined ? {} : { name }) };
  } catch (error) {
    const code = codeOf(error);
    if (NOT_THERE.has(code)) return { here: false, invite };
    if (MAY_NOT.has(code)) return undefined;
    throw error;
  }
}
