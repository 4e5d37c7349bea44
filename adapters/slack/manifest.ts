// The app's manifest for Slack, made from the registry: what the code listens to is what the app asks for.
import type { JsonObject } from '../../src/chat/cards.ts';
import type { Registry } from '../../src/chat/registry.ts';
import { cut } from '../../src/chat/spans.ts';

/** Where Slack sends people back to who have let the app in. */
export const REDIRECT = '/slack/oauth_redirect';

/** The one slash command; its sub-commands are the registry's. */
export const SLASH_COMMAND = '/pz';

/** The events that {@link fromEvent} understands. */
export const EVENTS = [
  'app_home_opened',
  'app_mention',
  'app_uninstalled',
  'channel_archive',
  'channel_deleted',
  'channel_rename',
  'channel_unarchive',
  'group_archive',
  'group_deleted',
  'group_rename',
  'group_unarchive',
  'member_joined_channel',
  'member_left_channel',
  'message.im',
  'team_rename',
  'tokens_revoked',
] as const;

/** What those events and our calls need, and no more: the bot reads no channel's messages. */
export const SCOPES = [
  'app_mentions:read',
  'channels:read',
  'chat:write',
  'commands',
  'files:read', // Only what somebody puts into a form of ours is opened.
  'groups:read',
  'im:history', // Also to look, after a lost answer, whether a message has arrived.
  'team:read', // What the workspace is called, also after it was renamed.
  'users:read', // A name for a mention, and everybody's own clock.
];

/** Only where a partnership wants #decision … to be heard without a mention: channels' messages, and the tick that answers. */
export const LISTENING = {
  events: ['message.channels', 'message.groups'],
  scopes: ['channels:history', 'groups:history', 'reactions:write'],
} as const;

export interface SlackApp {
  /** Slack sends over a web socket that the bot opens, and no address is needed. */
  socketMode?: boolean;
  /** Lines that begin with # are heard in channels. */
  listen?: boolean;
  /** Other workspaces may let it in, and whole organisations; its tokens are renewed. */
  many?: boolean;
}

/**
 * The manifest (version 2) to paste at "Create an app from a manifest".
 * @param publicUrl where Slack reaches the bot, without a slash at the end
 */
export function slackManifest(
  registry: Registry,
  publicUrl: string,
  { socketMode = false, listen = false, many = false }: SlackApp = {},
) {
  const address = socketMode ? {} : { url: `${publicUrl}/slack/events` };
  const requests = socketMode ? {} : { request_url: `${publicUrl}/slack/events` };
  const commands = registry.commands.map((command) => `${SLASH_COMMAND} ${command.name}: ${command.summary}`);
  return {
    _metadata: { major_version: 2, minor_version: 1 },
    display_information: {
      name: 'People Zones',
      description: 'One shared memory for a People Team whose members sit in different agencies.',
      long_description: cut(
        `People Zones makes a virtual People Team real in the chat that each agency already uses. What is logged, raised or minuted here stands in one shared record, whichever chat it came from.\n\n${commands.join('\n')}`,
        4000,
      ),
      background_color: '#12664f',
    },
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      bot_user: { display_name: 'People Zones', always_online: true },
      slash_commands: [
        {
          command: SLASH_COMMAND,
          ...address,
          description: 'Log, raise, meet and look back with your People Team',
          usage_hint: cut(registry.commands.map((command) => command.name).join(' | '), 1000),
          should_escape: true,
        },
      ],
      shortcuts: [...registry.shortcuts.values()].map((shortcut) => ({
        name: shortcut.title,
        type: 'message',
        callback_id: shortcut.name,
        description: shortcut.summary,
      })),
    },
    oauth_config: {
      ...(many ? { redirect_urls: [`${publicUrl}${REDIRECT}`] } : {}),
      scopes: { bot: [...SCOPES, ...(listen ? LISTENING.scopes : [])] },
    },
    settings: {
      event_subscriptions: { ...requests, bot_events: [...EVENTS, ...(listen ? LISTENING.events : [])] },
      interactivity: { is_enabled: true, ...requests },
      org_deploy_enabled: many,
      socket_mode_enabled: socketMode,
      token_rotation_enabled: many,
    },
  } satisfies JsonObject;
}
