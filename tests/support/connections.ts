// Connections that stand in memory, for tests of an adapter alone.
import type { JsonObject } from '../../src/chat/cards.ts';
import type { Connection, Connections } from '../../src/chat/connections.ts';

/** @param kept by tenant; `secrets` opened */
export function connectionsOf(kept: Record<string, Partial<Connection> & { secrets?: JsonObject }> = {}): Connections {
  const all = () =>
    Object.entries(kept).map(
      ([tenant, { secrets, ...more }]): Connection => ({
        tenant,
        state: 'ACTIVE',
        app: undefined,
        keyed: secrets !== undefined,
        environment: false,
        scopes: [],
        ...more,
      }),
    );
  const done = new Set<string>();
  return {
    all,
    byApp: (app) => all().filter((each) => app !== undefined && each.app === app),
    of: (tenant) => all().find((each) => each.tenant === tenant),
    secretsOf: (tenant) => kept[tenant]?.secrets,
    async renew(tenant, worn, work) {
      const before = kept[tenant]?.secrets;
      if (before === undefined || !worn(before)) return before;
      const secrets = await work(before);
      kept[tenant] = { ...kept[tenant], secrets };
      return secrets;
    },
    async installed() {},
    async renamed() {},
    async removed() {},
    async first(key) {
      const fresh = !done.has(key);
      done.add(key);
      return fresh;
    },
    async trouble() {},
    watch() {},
  };
}
