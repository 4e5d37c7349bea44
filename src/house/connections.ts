// The connections, kept in memory for every act and every message: read at start, again at a word from any replica, and now
// and then in case no word came. Secrets are opened when they are needed, and never written anywhere.
import type { JsonObject } from '../chat/cards.ts';
import type { Connection, Connections, Installation } from '../chat/connections.ts';
import { type Bus, CONNECTIONS } from '../database/bus.ts';
import type { PrismaClient } from '../database/generated/client.ts';
import { newId } from '../database/ids.ts';
import { inPrisma } from '../database/transaction.ts';
import { inBackground } from '../delivery/index.ts';
import { connectionOf, end, letIn, tellInstalled, tellRemoved, tellTrouble } from '../features/chats/index.ts';
import type { Log } from '../process/log.ts';
import type { Clock } from '../time/clock.ts';
import type { Seals } from './seals.ts';
import { openSecrets, sealSecrets } from './secrets.ts';

interface Row extends Connection {
  id: string;
  platform: string;
  secrets: Uint8Array | null;
}

export interface ConnectionStore {
  of(platform: string): Connections;
  /** Reads them again. */
  refresh(): Promise<void>;
}

interface StoreParts {
  prisma: PrismaClient;
  bus: Bus;
  seals: Seals | undefined;
  clock: Clock;
  log: Log;
}

/** Asked for the secrets of one that is not kept: it was ended meanwhile. */
const NONE: Connections['renew'] = async () => undefined;

export async function openConnections({ prisma, bus, seals, clock, log }: StoreParts): Promise<ConnectionStore> {
  let rows = new Map<string, Row>();
  let apps = new Map<string, Row[]>();
  const listeners = new Set<() => void>();
  const opened = new WeakMap<Row, JsonObject | undefined>();
  const keyOf = (platform: string, tenant: string) => `${platform} ${tenant}`;

  async function refresh(): Promise<void> {
    const found = await prisma.connection.findMany({
      select: {
        id: true,
        platform: true,
        tenant: true,
        state: true,
        app: true,
        secrets: true,
        environment: true,
        scopes: true,
      },
    });
    rows = new Map(
      found.map(({ app, ...row }) => [
        keyOf(row.platform, row.tenant),
        { ...row, app: app ?? undefined, keyed: row.secrets !== null },
      ]),
    );
    apps = new Map();
    for (const row of rows.values())
      if (row.app !== undefined) {
        const key = keyOf(row.platform, row.app.toLowerCase());
        apps.set(key, [...(apps.get(key) ?? []), row]);
      }
    for (const listen of listeners) listen();
  }
  bus.subscribe(CONNECTIONS, () =>
    refresh().catch((error: unknown) => log.warn({ error }, 'the connections could not be read again')),
  );
  await refresh();

  const secretsOf = (row: Row | undefined): JsonObject | undefined => {
    if (row === undefined || row.state === 'ENDED') return undefined;
    if (!opened.has(row)) opened.set(row, openSecrets(seals, row));
    return opened.get(row);
  };

  const first = async (key: string): Promise<boolean> =>
    (await prisma.onceDone.createMany({ data: [{ key, at: clock() }], skipDuplicates: true })).count > 0;

  function of(platform: string): Connections {
    const rowOf = (tenant: string) => rows.get(keyOf(platform, tenant));
    return {
      of: rowOf,
      all: () => [...rows.values()].filter((row) => row.platform === platform),
      byApp: (app) => (app === undefined ? [] : (apps.get(keyOf(platform, app.toLowerCase())) ?? [])),
      secretsOf: (tenant) => secretsOf(rowOf(tenant)),
      renew:
        seals === undefined
          ? NONE
          : async (tenant, worn, work) => {
              const kept = await inPrisma(
                prisma,
                async (db) => {
                  // Whoever comes second waits here, and finds what the first has brought.
                  const [row] = await db.$queryRaw<{ id: string; secrets: Uint8Array | null }[]>`
                    SELECT id, secrets FROM connection WHERE platform = ${platform} AND tenant = ${tenant} FOR UPDATE`;
                  const now = row === undefined ? undefined : openSecrets(seals, row);
                  if (row === undefined || now === undefined || !worn(now)) return now;
                  const fresh = await work(now);
                  await db.connection.update({ where: { id: row.id }, data: sealSecrets(seals, row.id, fresh) });
                  return fresh;
                },
                RENEWED_WITHIN_MS,
              );
              await refresh();
              await bus.publish(CONNECTIONS, 'renewed');
              return kept;
            },
      installed: (installation) => install(platform, installation),
      async renamed(tenant, name) {
        await prisma.connection.updateMany({ where: { platform, tenant, named: false }, data: { name } });
      },
      async removed(tenant) {
        const which = await connectionOf(prisma, platform, tenant);
        if (which === null || rowOf(tenant)?.state === 'ENDED') return;
        // What the environment names comes back with it: until then it refuses us, and everything waits.
        if (rowOf(tenant)?.environment === true && rowOf(tenant)?.keyed !== true) return;
        const { partnershipId } = await prisma.connection.findUniqueOrThrow({ where: { id: which.id } });
        await inBackground(prisma, partnershipId, async (effect) => {
          await end(effect, which, { by: undefined, now: clock() }, partnershipId);
          await tellRemoved(effect, partnershipId, which);
        });
        await refresh();
      },
      first,
      async trouble(tenant, words) {
        const which = await connectionOf(prisma, platform, tenant);
        if (which === null || !(await first(`trouble of ${which.id}: ${words}`))) return;
        const { partnershipId } = await prisma.connection.update({
          where: { id: which.id },
          data: { trouble: words, troubleAt: clock() },
        });
        await inBackground(prisma, partnershipId, (effect) => tellTrouble(effect, partnershipId, which, words));
      },
      watch: (listen) => void listeners.add(listen),
    };
  }

  async function install(platform: string, { tenant, name, app, scopes, secrets, asked }: Installation): Promise<void> {
    if (seals === undefined) throw new Error('There is no key to seal secrets with: set SECRET_KEY.');
    const { id: partnershipId } = await prisma.partnership.findFirstOrThrow({ orderBy: { createdAt: 'asc' } });
    const before = await prisma.connection.findUnique({ where: { platform_tenant: { platform, tenant } } });
    const id = before?.id ?? newId();
    await inBackground(prisma, partnershipId, async (effect) => {
      const told = {
        scopes,
        app: app ?? null,
        ...(name === undefined || before?.name != null ? {} : { name }),
        ...sealSecrets(seals, id, secrets),
      };
      await effect.db.connection.upsert({
        where: { platform_tenant: { platform, tenant } },
        create: { id, partnershipId, platform, tenant, state: 'ACTIVE', ...told },
        update: { state: 'ACTIVE', ...told },
      });
      const which = { id, platform, tenant, name: before?.name ?? name ?? null };
      // Who let it in is who gave the address away; whose it was before, it stays, unless the address says another.
      await letIn(
        effect,
        which,
        { by: asked.by, now: clock() },
        before !== null && asked.agencies.length === 0 ? undefined : asked.agencies,
      );
      await tellInstalled(effect, partnershipId, which, before !== null);
    });
    await refresh();
  }

  return { of, refresh };
}

/** The platform is asked meanwhile. */
const RENEWED_WITHIN_MS = 15_000;
