// What a platform tells of an account: a name and a clock, asked for seldom and kept with a bound.
import { LRUCache } from 'lru-cache';
import { IANAZone } from 'luxon';
import type { JsonObject } from '../../chat/cards.ts';
import type { Incoming, Sender } from '../../chat/incoming.ts';
import type { Account, Adapter } from '../../chat/port.ts';
import type { Db } from '../../database/client.ts';
import type { Log } from '../../process/log.ts';
import { within } from '../../time/within.ts';

/** Who is made from an account in the configuration is called so, until the platform tells their name. */
export const PROJECT_TEAM = 'Project team';

/** Nobody is asked about more often than this. */
const ASK_AGAIN_MS = 24 * 3_600_000;
/** A person waits for the answer to what they typed: a name is not worth more. */
const NAME_WITHIN_MS = 1000;
/** How adapters write a mention whose name the platform did not tell. */
const NAMELESS = /@\{([^|}]{1,600})\|\}/g;

export interface Accounts {
  /** The account is in use. Of somebody's several, the one used last is where they are written to; whoever writes can be reached. */
  seen(incoming: Incoming): Promise<void>;
  /** Asks who they are whom only the configuration names. */
  meet(): Promise<void>;
  /** Looks whether accounts that were closed are open again. */
  lookAgain(): Promise<void>;
  /** The same act with a name in every mention: a person's, else the account's, never an id. */
  named(incoming: Incoming): Promise<Incoming>;
}

export function createAccounts(
  db: Db,
  adapterOf: (platform: string) => Adapter | undefined,
  log: Log,
  now: () => Date,
): Accounts {
  const asked = new LRUCache<string, Promise<Account | undefined>>({ max: 5000, ttl: 3_600_000 });

  function whoIs({ platform, tenant, user }: Sender, reference: JsonObject | undefined): Promise<Account | undefined> {
    const key = JSON.stringify([platform, tenant, user]);
    const known = asked.get(key);
    if (known !== undefined) return known;
    const asking = Promise.resolve(adapterOf(platform)?.whoIs?.(tenant, user, reference)).catch((error: unknown) => {
      log.warn({ error, platform }, 'the platform did not say who somebody is');
      asked.delete(key);
      return undefined;
    });
    asked.set(key, asking);
    return asking;
  }

  /** Fills in what nobody typed: the name of who was only an account so far, and the clock of who has not set one. */
  async function learn(sender: Sender, reference: JsonObject | undefined): Promise<void> {
    const { platform, tenant, user } = sender;
    const key = { platform_tenant_user: { platform, tenant, user } };
    const before = await db.chatIdentity.findUnique({ where: key });
    if (before === null || (before.askedAt !== null && now().getTime() - before.askedAt.getTime() < ASK_AGAIN_MS))
      return;
    const found = await whoIs(sender, reference);
    const name = found?.name ?? sender.name;
    const told = found?.timeZone ?? sender.timeZone;
    const timeZone = told !== undefined && IANAZone.isValidZone(told) ? told : undefined;
    const language = found?.language ?? sender.language;
    await db.chatIdentity.update({
      where: key,
      data: {
        askedAt: now(),
        ...(name === undefined ? {} : { name }),
        ...(timeZone === undefined ? {} : { timeZone }),
        ...(language === undefined ? {} : { language }),
      },
    });
    if (before.personId === null) return;
    if (name !== undefined)
      await db.person.updateMany({ where: { id: before.personId, name: PROJECT_TEAM }, data: { name } });
    // A clock that somebody has set themselves stays.
    if (timeZone !== undefined)
      await db.person.updateMany({
        where: {
          id: before.personId,
          OR: [{ timeZone: null }, ...(before.timeZone === null ? [] : [{ timeZone: before.timeZone }])],
        },
        data: { timeZone },
      });
  }

  async function nameOf(sender: Sender, reference: JsonObject | undefined): Promise<string> {
    const { platform, tenant, user } = sender;
    const known = await db.chatIdentity.findUnique({
      where: { platform_tenant_user: { platform, tenant, user } },
      include: { person: { select: { name: true } } },
    });
    const kept = known?.person?.name ?? known?.name;
    if (kept != null) return kept;
    const found = await within(NAME_WITHIN_MS, whoIs(sender, reference));
    return found?.name ?? 'somebody';
  }

  return {
    async seen({ sender, place }) {
      const { platform, tenant, user } = sender;
      await db.$executeRaw`UPDATE chat_identity SET last_seen_at = now(), unreachable = NULL WHERE platform = ${platform} AND tenant = ${tenant} AND "user" = ${user}`;
      learn(sender, place.reference).catch((error: unknown) =>
        log.warn({ error }, 'what a platform tells of an account could not be kept'),
      );
    },
    async meet() {
      const nameless = await db.chatIdentity.findMany({ where: { person: { name: PROJECT_TEAM } }, take: 100 });
      for (const { platform, tenant, user } of nameless) await learn({ platform, tenant, user }, undefined);
    },
    async lookAgain() {
      const yesterday = new Date(now().getTime() - ASK_AGAIN_MS);
      const closed = await db.chatIdentity.findMany({
        where: { unreachable: { contains: 'user_disabled' }, OR: [{ askedAt: null }, { askedAt: { lt: yesterday } }] },
        orderBy: { askedAt: 'asc' },
        take: 50,
      });
      for (const { id, platform, tenant, user } of closed) {
        const found = await whoIs({ platform, tenant, user }, undefined);
        const open = found !== undefined && found.gone !== true;
        await db.chatIdentity.update({
          where: { id },
          data: { askedAt: now(), ...(open ? { unreachable: null } : {}) },
        });
      }
    },
    async named(incoming) {
      const { what, sender, place } = incoming;
      const typed = 'words' in what ? what.words : what.kind === 'message' ? what.text : '';
      const users = [...new Set([...typed.matchAll(NAMELESS)].map(([, user = '']) => user))].slice(0, 20);
      if (users.length === 0) return incoming;
      const names = new Map(
        await Promise.all(
          users.map(
            async (user) => [user, (await nameOf({ ...sender, user }, place.reference)).replace(/[|}]/g, ' ')] as const,
          ),
        ),
      );
      const filled = typed.replace(NAMELESS, (_, user: string) => `@{${user}|${names.get(user) ?? 'somebody'}}`);
      if ('words' in what) return { ...incoming, what: { ...what, words: filled } };
      return what.kind === 'message' ? { ...incoming, what: { ...what, text: filled } } : incoming;
    },
  };
}
