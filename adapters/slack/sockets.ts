// Which sockets are open: the deployment's own, and one pair for each app that a workspace has for itself. They follow the
// connections: opened when one comes, closed when it goes.
import type { Connections } from '../../src/chat/connections.ts';
import type { SlackConfig } from '../../src/config.ts';
import type { Log } from '../../src/process/log.ts';
import type { SlackReceiver } from './receiver.ts';
import { openSockets, type Sockets } from './socket.ts';
import { ownApps, type Workspaces } from './workspaces.ts';

interface Parts {
  config: SlackConfig;
  workspaces: Workspaces;
  connections: Connections;
  receiver: SlackReceiver;
  log: Log;
}

export function socketsOf({ config, workspaces, connections, receiver, log }: Parts) {
  const open = new Map<string, Promise<Sockets>>();
  let started = false;

  /** App-level token → by which app it is: '' for the deployment's own. */
  function wanted(): Map<string, string> {
    const found = new Map<string, string>();
    if (config.appToken !== undefined) found.set(config.appToken, '');
    for (const { tenant, app, state } of ownApps(connections)) {
      const token = workspaces.secretsOf(tenant)?.appToken;
      // People of one that is paused are told so.
      if (token !== undefined && (state === 'ACTIVE' || state === 'PAUSED')) found.set(token, app);
    }
    return found;
  }

  function follow(): Promise<unknown> {
    if (!started) return Promise.resolve();
    const now = wanted();
    for (const [token, sockets] of open)
      if (!now.has(token)) {
        open.delete(token);
        void sockets.then((each) => each.close());
      }
    for (const [appToken, app] of now)
      if (!open.has(appToken))
        open.set(
          appToken,
          openSockets({ appToken, apiUrl: config.apiUrl, ...(app === '' ? {} : { app }) }, receiver, log),
        );
    return Promise.all(open.values());
  }
  connections.watch(() => void follow());

  return {
    async open() {
      started = true;
      await follow();
    },
    async close() {
      started = false;
      await Promise.all([...open.values()].map(async (sockets) => (await sockets).close()));
    },
  };
}
