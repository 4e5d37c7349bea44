// The workspaces that have let an app of ours in, and how each is spoken to: with its own token, by a client that is made when it
// is needed. The one that the environment names is like any other.
import { WebClient } from '@slack/web-api';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Connection, Connections } from '../../src/chat/connections.ts';
import { SendProblem } from '../../src/chat/port.ts';
import type { SlackConfig } from '../../src/config.ts';
import type { Log } from '../../src/process/log.ts';
import { slackLog } from './log.ts';

/** What is sealed of a workspace. Times in milliseconds since 1970. */
export const secretsShape = z.object({
  botToken: z.string(),
  botUserId: z.string().optional(),
  botId: z.string().optional(),
  /** Where tokens are rotated: what brings the next, and until when this one is good. */
  refreshToken: z.string().optional(),
  expiresAt: z.number().optional(),
  /** Of an app of its own. */
  signingSecret: z.string().optional(),
  appToken: z.string().optional(),
});
export type WorkspaceSecrets = z.infer<typeof secretsShape>;

/** A token is renewed so long before it ends. */
const RENEW_BEFORE_MS = 30 * 60_000;
/** Clients are kept for so many workspaces; another is made again when it is needed. */
const MOST_CLIENTS = 200;
/** Slack says so of a token that was renewed meanwhile, too. */
const WORN = /token_expired|invalid_auth|token_revoked|account_inactive/;

export interface Workspace {
  token: string;
  botUserId: string | undefined;
  botId: string | undefined;
  client: WebClient;
  /** For names and memberships, which are asked for beside what a person waits for. */
  asking: WebClient;
}

export interface Workspaces {
  /** @throws {SendProblem} where there is no token for it */
  of(tenant: string): Promise<Workspace>;
  /** Does something there; once more when its token was renewed meanwhile. */
  at<T>(tenant: string, work: (workspace: Workspace) => Promise<T>): Promise<T>;
  /** The workspace of the environment's token, once Slack has told us which. */
  own: { tenants: string[]; botUserId: string | undefined; botId: string | undefined };
  secretsOf(tenant: string): WorkspaceSecrets | undefined;
}

export function createWorkspaces(config: SlackConfig, connections: Connections, log: Log): Workspaces {
  const clients = new LRUCache<string, Pick<Workspace, 'client' | 'asking'>>({ max: MOST_CLIENTS });
  const own: Workspaces['own'] = { tenants: [], botUserId: undefined, botId: undefined };
  const options = {
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: slackLog(log),
    ...(config.apiUrl === undefined ? {} : { slackApiUrl: config.apiUrl }),
  };

  function speak(token: string): Pick<Workspace, 'client' | 'asking'> {
    const known = clients.get(token);
    if (known !== undefined) return known;
    const made = {
      // Less than a process takes to end.
      client: new WebClient(token, { ...options, timeout: 8000 }),
      asking: new WebClient(token, { ...options, timeout: 3000 }),
    };
    clients.set(token, made);
    return made;
  }

  const secretsOf = (tenant: string): WorkspaceSecrets | undefined =>
    secretsShape.safeParse(connections.secretsOf(tenant)).data;

  /** docs.slack.dev/authentication/using-token-rotation: each refresh token is good once. */
  async function renew(
    tenant: string,
    worn: (kept: WorkspaceSecrets) => boolean,
  ): Promise<WorkspaceSecrets | undefined> {
    const { oauth } = config;
    const kept = await connections.renew(
      tenant,
      (now) => {
        const read = secretsShape.safeParse(now).data;
        return oauth !== undefined && read?.refreshToken !== undefined && worn(read);
      },
      async (now) => {
        const before = secretsShape.parse(now);
        const given = await new WebClient(undefined, { ...options, timeout: 8000 }).oauth.v2.access({
          client_id: oauth?.clientId ?? '',
          client_secret: oauth?.clientSecret ?? '',
          grant_type: 'refresh_token',
          refresh_token: before.refreshToken ?? '',
        });
        return {
          ...now,
          botToken: given.access_token ?? before.botToken,
          ...(given.refresh_token === undefined ? {} : { refreshToken: given.refresh_token }),
          ...(given.expires_in === undefined ? {} : { expiresAt: Date.now() + given.expires_in * 1000 }),
        };
      },
    );
    return secretsShape.safeParse(kept).data;
  }

  async function of(tenant: string): Promise<Workspace> {
    let kept = secretsOf(tenant);
    const ends = ({ expiresAt }: WorkspaceSecrets) =>
      expiresAt !== undefined && expiresAt < Date.now() + RENEW_BEFORE_MS;
    if (kept !== undefined && ends(kept))
      kept = await renew(tenant, ends).catch((error: unknown) => {
        // The one that is there may be good for a while yet.
        log.warn({ error }, 'a token of Slack’s could not be renewed');
        return kept;
      });
    if (kept !== undefined)
      return { token: kept.botToken, botUserId: kept.botUserId, botId: kept.botId, ...speak(kept.botToken) };
    // Before Slack has told us whose the environment's token is, it is that of whom the environment names.
    const mine =
      tenant === '' ||
      own.tenants.includes(tenant) ||
      (own.tenants.length === 0 && connections.of(tenant)?.environment);
    const token = mine === true ? config.botToken : undefined;
    if (token === undefined)
      throw new SendProblem('paused', 'there is no token for this workspace: it has to install the app (again)');
    return { token, botUserId: own.botUserId, botId: own.botId, ...speak(token) };
  }

  return {
    own,
    of,
    secretsOf,
    async at(tenant, work) {
      const workspace = await of(tenant);
      try {
        return await work(workspace);
      } catch (error) {
        if (!(error instanceof SendProblem) || !WORN.test(error.message)) throw error;
        const kept = await renew(tenant, ({ botToken }) => botToken === workspace.token).catch(() => undefined);
        if (kept === undefined || kept.botToken === workspace.token) throw error;
        return work(await of(tenant));
      }
    },
  };
}

/** Those that come by an app of their own. */
export const ownApps = (connections: Connections): (Connection & { app: string })[] =>
  connections.all().flatMap((each) => (each.app === undefined ? [] : [{ ...each, app: each.app }]));
