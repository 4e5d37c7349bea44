// Which secret a request must be signed with: the one of the app by which it says it comes, and an app speaks for its own
// workspace alone.
import type { Connections } from '../../src/chat/connections.ts';
import type { SlackConfig } from '../../src/config.ts';
import type { Keys } from './receiver.ts';
import { ownApps, type Workspaces } from './workspaces.ts';

export function keysOf(config: SlackConfig, workspaces: Workspaces, connections: Connections): Keys {
  return {
    of(origin) {
      const own = connections.byApp(origin.app);
      if (own.length === 0) return config.signingSecret;
      const theirs = own.find(({ tenant }) => tenant === origin.tenant) ?? own[0];
      return theirs === undefined ? undefined : workspaces.secretsOf(theirs.tenant)?.signingSecret;
    },
    all: () => [
      config.signingSecret,
      ...ownApps(connections).flatMap(({ tenant }) => workspaces.secretsOf(tenant)?.signingSecret ?? []),
    ],
    may({ app, tenant }) {
      const own = connections.byApp(app);
      if (own.length > 0) return own.some((each) => each.tenant === tenant);
      // Who comes by an app of their own comes by no other.
      return connections.of(tenant)?.app === undefined;
    },
  };
}
