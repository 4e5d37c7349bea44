// The console's own chat in the database: what Slack's or Teams' servers keep for them.
import type { ConsoleStore, ConsoleMessage as Stored } from '../../adapters/console/store.ts';
import { BUS_CHANNEL, type Bus, wordOf } from './bus.ts';
import type { PrismaClient, ConsoleMessage as Row } from './generated/client.ts';
import { newId } from './ids.ts';
import { rows } from './statement.ts';

const TOPIC = 'console';
/** A page shows this many of the latest messages. */
const SHOWN = 60;
/** Stands after every id. */
const NEWEST = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

const asMessage = (message: Row): Stored => ({
  id: message.id,
  thread: message.thread ?? undefined,
  author: message.author ?? undefined,
  isPrivate: message.audience !== null,
  edited: message.updatedAt > message.createdAt,
  at: message.createdAt,
  content: message.content as unknown as Stored['content'],
});

export function createConsoleStore(prisma: PrismaClient, bus: Bus): ConsoleStore {
  return {
    async people() {
      const identities = await prisma.chatIdentity.findMany({
        where: { platform: 'console' },
        include: { person: { include: { agency: true, champion: true, memberships: { include: { zone: true } } } } },
        orderBy: { name: 'asc' },
      });
      return identities.map(({ user, name, person }) => {
        const zones =
          person?.memberships.map((membership) => `${membership.zone.code}${membership.lead ? ' lead' : ''}`) ?? [];
        const roles = [
          ...zones,
          ...(person?.champion ? ['champion'] : []),
          ...(person?.roles.map((role) => role.toLowerCase()) ?? []),
        ];
        return {
          user,
          name: person?.name ?? name ?? 'Somebody new',
          detail: [person?.agency.shortName, ...roles].filter((part) => part !== undefined).join(', '),
        };
      });
    },
    async nameOf(user) {
      const found = await prisma.chatIdentity.findUnique({
        where: { platform_tenant_user: { platform: 'console', tenant: 'local', user } },
        select: { name: true, person: { select: { name: true } } },
      });
      return found === null ? undefined : (found.person?.name ?? found.name ?? 'Somebody new');
    },
    async places() {
      const found = await prisma.conversation.findMany({
        where: { platform: 'console', kind: 'channel' },
        orderBy: { name: 'asc' },
      });
      return found.map((conversation) => ({
        conversation: conversation.externalId,
        name: conversation.name ?? conversation.externalId,
      }));
    },
    async messages(conversation, user, before) {
      // Ids are the browser's and ours: the time alone tells the order.
      const found = await rows<Row>(prisma)`
        WITH seen AS NOT MATERIALIZED (
          SELECT * FROM console_message WHERE conversation = ${conversation} AND (audience IS NULL OR audience = ${user})),
        until AS MATERIALIZED (SELECT created_at, id FROM console_message WHERE id = ${before ?? null}::uuid),
        latest AS MATERIALIZED (
          SELECT * FROM seen WHERE thread IS NULL
            AND (created_at, id) < (coalesce((SELECT created_at FROM until), 'infinity'), coalesce((SELECT id FROM until), ${NEWEST}::uuid))
          ORDER BY created_at DESC, id DESC LIMIT ${SHOWN + 1})
        SELECT id, conversation, thread, audience, author, content, created_at AS "createdAt", updated_at AS "updatedAt" FROM (
          SELECT * FROM latest
          UNION ALL SELECT * FROM seen WHERE thread IN (SELECT id::text FROM latest)) AS m
        ORDER BY created_at, id`;
      const roots = found.filter(({ thread }) => thread === null);
      const earlier = roots.length > SHOWN;
      const shown = earlier ? roots.slice(1) : roots;
      const under = new Set(shown.map(({ id }) => id));
      const replies = found.filter(({ thread }) => thread !== null && under.has(thread));
      return { messages: [...shown, ...replies].map(asMessage), earlier };
    },
    async message(id, user) {
      const found = await prisma.consoleMessage.findFirst({
        where: { id, OR: [{ audience: null }, { audience: user }] },
      });
      return found === null ? undefined : asMessage(found);
    },
    async post({ id = newId(), conversation, thread, audience, author, content }) {
      await rows(prisma)`
        WITH posted AS (
          INSERT INTO console_message (id, conversation, thread, audience, author, content)
          VALUES (${id}::uuid, ${conversation}, ${thread ?? null}, ${audience ?? null}, ${author ?? null}, ${JSON.stringify(content)}::jsonb)
          ON CONFLICT (id) DO NOTHING)
        SELECT pg_notify(${BUS_CHANNEL}, ${wordOf(TOPIC, conversation)})`;
      return id;
    },
    async replace(id, content) {
      const told = await rows(prisma)`
        WITH changed AS (
          UPDATE console_message SET content = ${JSON.stringify(content)}::jsonb, updated_at = clock_timestamp() WHERE id = ${id}::uuid RETURNING conversation)
        SELECT pg_notify(${BUS_CHANNEL}, ${wordOf(TOPIC, '')} || conversation) FROM changed`;
      return told.length > 0;
    },
    watch: (listen) => bus.subscribe(TOPIC, listen),
  };
}
