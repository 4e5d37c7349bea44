// One app, many workspaces: whoever may install apps in theirs opens an address that the project team gave them, agrees at Slack,
// and comes back. Slack's own package makes and checks the state, which is bound to the browser; it is good once.
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type Installation, InstallProvider, type OrgInstallation } from '@slack/oauth';
import { z } from 'zod';
import type { Connections } from '../../src/chat/connections.ts';
import type { Route } from '../../src/chat/port.ts';
import type { SlackConfig } from '../../src/config.ts';
import { type Html, html } from '../../src/http/html.ts';
import type { Links } from '../../src/http/links.ts';
import { document, PAGE_HEADERS, sendPage } from '../../src/http/pages.ts';
import type { Log } from '../../src/process/log.ts';
import { slackLog } from './log.ts';
import { REDIRECT, SCOPES } from './manifest.ts';

export const INSTALL = '/slack/install';
/** From the page of ours to the return from Slack. */
const STATE_SECONDS = 600;

/** What the address says, and the state carries there and back. */
const askedShape = z.object({ by: z.string().optional(), agencies: z.array(z.string()) });
type Asked = z.infer<typeof askedShape>;

interface InstallParts {
  config: SlackConfig;
  oauth: NonNullable<SlackConfig['oauth']>;
  connections: Connections;
  links: Links;
  log: Log;
  now(): Date;
}

export function installRoutes({ config, oauth, connections, links, log, now }: InstallParts): Route[] {
  const provider = new InstallProvider({
    clientId: oauth.clientId,
    clientSecret: oauth.clientSecret,
    stateSecret: oauth.stateSecret,
    stateCookieExpirationSeconds: STATE_SECONDS,
    logger: slackLog(log),
    clientOptions: {
      retryConfig: { retries: 0 },
      timeout: 8000,
      ...(config.apiUrl === undefined ? {} : { slackApiUrl: config.apiUrl }),
    },
    ...(config.apiUrl === undefined ? {} : { authorizationUrl: new URL('/oauth/v2/authorize', config.apiUrl).href }),
    renderHtmlForInstallPath: (url) => invitation(url),
    installationStore: {
      storeInstallation: (installation) => keep(installation),
      fetchInstallation: () => Promise.reject(new Error('not asked for')),
    },
  });

  async function keep(installation: Installation | OrgInstallation): Promise<void> {
    const { bot, team, enterprise, isEnterpriseInstall, metadata } = installation;
    const where = isEnterpriseInstall === true ? enterprise : team;
    if (bot === undefined || where === undefined) throw new Error('Slack gave no bot token');
    const asked = askedShape.safeParse(JSON.parse(metadata ?? '{}')).data ?? { agencies: [] };
    await connections.installed({
      tenant: where.id,
      ...(where.name === undefined ? {} : { name: where.name }),
      scopes: bot.scopes,
      secrets: {
        botToken: bot.token,
        botUserId: bot.userId,
        botId: bot.id,
        ...(bot.refreshToken === undefined ? {} : { refreshToken: bot.refreshToken }),
        ...(bot.expiresAt === undefined ? {} : { expiresAt: bot.expiresAt * 1000 }),
      },
      asked: { agencies: asked.agencies, ...(asked.by === undefined ? {} : { by: asked.by }) },
    });
  }

  return [
    {
      method: 'GET',
      path: INSTALL,
      async handle(request, response) {
        const asked = readAsked(links, new URL(request.url ?? '/', 'http://here').searchParams, now());
        if (asked === undefined)
          return sendPage(
            response,
            403,
            'This address is not good',
            html`<h1>This address is not good</h1>
<p>It was cut in two on its way, or is older than a week. Ask whoever gave it to you for another.</p>`,
          );
        for (const [name, value] of Object.entries(PAGE_HEADERS)) response.setHeader(name, value);
        await provider.handleInstallPath(request, response, undefined, {
          scopes: [...SCOPES],
          redirectUri: `${config.publicUrl ?? ''}${REDIRECT}`,
          metadata: JSON.stringify(asked),
        });
      },
    },
    {
      method: 'GET',
      path: REDIRECT,
      handle: (request, response) =>
        provider.handleCallback(request, response, {
          async beforeInstallation(_options, asked, to) {
            const mark = createHash('sha256').update(stateOf(asked)).digest('base64url');
            const first = await connections.first(`slack state ${mark}`);
            if (!first) sendPage(to, 400, 'Used already', whyNot('used'));
            return first;
          },
          success: (installation, _options, _request, to) => {
            const name = installation.team?.name ?? installation.enterprise?.name ?? 'Your workspace';
            sendPage(
              to,
              200,
              'Connected',
              html`<h1>${name} takes part</h1>
<p>People there can begin now: in Slack, type <b>/pz me join</b>. In a channel of yours, type <b>/invite @People Zones</b> first, then <b>/pz zone link</b> and the zone’s name.</p>
<p>You can close this page.</p>`,
            );
          },
          failure: (error, _options, _request, to) => {
            log.warn({ code: error.code }, 'a workspace was not connected');
            sendPage(to, 400, 'Not connected', whyNot(error.code));
          },
        }),
    },
  ];
}

function readAsked(links: Links, query: URLSearchParams, now: Date): Asked | undefined {
  const read = links.read(INSTALL, query);
  if (read === undefined || read.until === undefined || read.until < now) return undefined;
  const { by, for: agencies = '' } = read.params;
  return { agencies: agencies === '' ? [] : agencies.split(','), ...(by === undefined ? {} : { by }) };
}

const stateOf = (request: IncomingMessage): string =>
  new URL(request.url ?? '/', 'http://here').searchParams.get('state') ?? '';

/** What somebody sees before they go to Slack. */
const invitation = (url: string): string =>
  document(
    'Connect your Slack to People Zones',
    html`<h1>Connect your Slack to People Zones</h1>
<p>Slack asks you next whether People Zones may be added to your workspace. It asks for what it needs and no more:</p>
<ul>
<li>to answer <b>/pz …</b>, mentions of it, and private messages to it;</li>
<li>to write in channels to which somebody has invited it;</li>
<li>to know people’s names and clocks, so that reminders come in their day.</li>
</ul>
<p>It does not read your channels. What people log, raise or minute with it stands in the record that the partnership shares.</p>
<p><a class="button" href="${url}">Go on to Slack</a></p>
<p class="quiet">Use the same browser until it says that you are connected, within ten minutes.</p>`,
  );

function whyNot(code: string): Html {
  const [title, words] =
    code === 'slack_oauth_installer_authorization_error'
      ? ['Nothing was connected', 'You said no at Slack. To begin again, open the address that you were given.']
      : code === 'used'
        ? [
            'This was done already',
            'The page was opened twice. If your workspace does not take part, open the address that you were given again.',
          ]
        : code === 'slack_oauth_invalid_state' || code === 'slack_oauth_missing_state'
          ? [
              'Please begin again',
              'It took longer than ten minutes, or was begun in another browser. Open the address that you were given again, and stay in one browser.',
            ]
          : [
              'Slack did not agree',
              'Slack has not let the app in, and nothing was changed. Open the address that you were given again; if it happens again, tell whoever gave it to you.',
            ];
  return html`<h1>${title}</h1><p>${words}</p>`;
}
