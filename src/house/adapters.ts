// The adapters that the configuration asks for.
import type { TeamsParts } from '../../adapters/teams/index.ts';
import type { Card } from '../chat/cards.ts';
import type { Incoming } from '../chat/incoming.ts';
import type { Adapter, Dispatch } from '../chat/port.ts';
import type { Registry } from '../chat/registry.ts';
import type { Reply } from '../chat/replies.ts';
import { completions } from '../chat/vocabulary.ts';
import type { Config } from '../config.ts';
import type { createConsoleStore } from '../database/console-store.ts';
import type { Links } from '../http/links.ts';
import type { Log } from '../process/log.ts';
import type { ConnectionStore } from './connections.ts';

/** Platforms are spoken to as fast as the bot can. */
export const NO_PACE: Adapter['pace'] = { conversation: [], privately: [], tenant: [] };

interface AdapterParts {
  dispatch: Dispatch;
  late(incoming: Incoming, reply: Reply): Promise<void>;
  registry: Registry;
  log: Log;
  console: ReturnType<typeof createConsoleStore>;
  tenantSeen(platform: string, tenant: string, name?: string): Promise<void>;
  connections: ConnectionStore;
  links: Links;
  now(): Date;
  standing(platform: string, deliveryId: string, owner: { tenant: string; user: string }): Promise<Card | undefined>;
}

/** How Teams is believed and spoken to where Microsoft is not: tests bring their own issuer and tokens. */
export type TeamsTrust = Pick<TeamsParts, 'authentication' | 'tokens'>;

/** Loads what is configured and nothing else: a Slack-only bot never loads Teams' packages. */
export async function loadAdapters(
  config: Config,
  teamsAlways: boolean,
  trust: TeamsTrust = {},
): Promise<(parts: AdapterParts) => Adapter[]> {
  const { slack } = config;
  const teamsWanted = config.teams.appId !== undefined || slack === undefined || teamsAlways;
  const [slackModule, teamsModule, emailModule, consoleModule] = await Promise.all([
    slack === undefined ? undefined : import('../../adapters/slack/index.ts'),
    teamsWanted ? import('../../adapters/teams/index.ts') : undefined,
    config.mail === undefined ? undefined : import('../../adapters/email/index.ts'),
    config.console ? import('../../adapters/console/index.ts') : undefined,
  ]);
  return ({ dispatch, late, registry, log, console: store, tenantSeen, connections, links, standing, now }) => {
    const adapters: Adapter[] = [];
    const shortcuts = [...registry.shortcuts.values()].map(({ name, title }) => ({ name, title }));
    if (slack !== undefined && slackModule !== undefined)
      adapters.push(
        slackModule.createSlackAdapter({
          config: slack,
          dispatch,
          late,
          log,
          tenantSeen: (tenant, name) => tenantSeen('slack', tenant, name),
          connections: connections.of('slack'),
          links,
        }),
      );
    if (teamsModule !== undefined)
      adapters.push(
        teamsModule.createTeamsAdapter({
          config: config.teams,
          dispatch,
          late,
          log,
          connections: connections.of('teams'),
          ...trust,
        }),
      );
    if (config.mail !== undefined && emailModule !== undefined)
      adapters.push(
        emailModule.createEmailAdapter({
          config: config.mail,
          dispatch,
          links,
          standing: (deliveryId, owner) => standing('email', deliveryId, owner),
          now,
        }),
      );
    if (consoleModule !== undefined)
      adapters.push(
        consoleModule.createConsoleAdapter({ dispatch, store, completions: completions(registry.commands), shortcuts }),
      );
    return adapters;
  };
}
