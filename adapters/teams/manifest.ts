// The app's manifest for Teams, made from the registry.
import type { JsonObject } from '../../src/chat/cards.ts';
import type { Registry } from '../../src/chat/registry.ts';

/** Targeted messages and slash menus stand in the schema from this version on. */
const VERSION = '1.29';

export interface TeamsAppIdentity {
  /** The id of the bot's registration in Entra: MICROSOFT_APP_ID. */
  appId: string;
  /** Where the bot is reached, without a slash at the end. */
  publicUrl: string;
  /** The product's version, such as 0.1.0. */
  version: string;
  /** Lines that begin with # are heard in channels without a mention: needs a team owner's consent. */
  listen?: boolean;
}

/** The manifest.json of the app package; color.png and outline.png lie beside it in the zip. */
export function teamsManifest(registry: Registry, { appId, publicUrl, version, listen = false }: TeamsAppIdentity) {
  const commands = registry.commands
    .filter(({ unlisted }) => unlisted !== true)
    .map(({ name, summary }) => ({ title: name, description: summary }));
  return {
    $schema: `https://developer.microsoft.com/json-schemas/teams/v${VERSION}/MicrosoftTeams.schema.json`,
    manifestVersion: VERSION,
    version,
    id: appId,
    developer: { name: 'People Zones', websiteUrl: publicUrl, privacyUrl: publicUrl, termsOfUseUrl: publicUrl },
    name: { short: 'People Zones', full: 'People Zones: one memory for a People Team' },
    description: {
      short: 'One shared memory for a People Team across agencies.',
      full: 'People Zones makes a virtual People Team real in the chat that each agency already uses. What is logged, raised or minuted here stands in one shared record, whichever chat it came from.',
    },
    icons: { color: 'color.png', outline: 'outline.png' },
    accentColor: '#12664F',
    bots: [
      {
        botId: appId,
        scopes: ['personal', 'team', 'groupChat'],
        isNotificationOnly: false,
        supportsFiles: true,
        supportsTargetedMessages: true,
        commandLists: [
          { triggers: ['mention', 'slash'], scopes: ['team', 'groupChat'], commands },
          { triggers: ['mention'], scopes: ['personal'], commands },
        ],
      },
    ],
    composeExtensions: [
      {
        botId: appId,
        commands: [...registry.shortcuts.values()].map((shortcut) => ({
          id: shortcut.name,
          type: 'action',
          title: shortcut.title,
          description: shortcut.summary,
          context: ['message'],
          fetchTask: true,
        })),
      },
    ],
    ...(listen
      ? {
          webApplicationInfo: { id: appId, resource: `api://${new URL(publicUrl).host}/${appId}` },
          authorization: {
            permissions: {
              resourceSpecific: ['ChannelMessage.Read.Group', 'ChatMessage.Read.Chat'].map((name) => ({
                name,
                type: 'Application',
              })),
            },
          },
        }
      : {}),
    permissions: ['identity', 'messageTeamMembers'],
    validDomains: [new URL(publicUrl).host],
  } satisfies JsonObject;
}
