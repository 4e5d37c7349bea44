// The console's own chat in the database: what Slack's or Teams' servers keep for them.
import type { ConsoleStore, ConsoleMessage as Stored } from '../../adapters/console/store.ts';
import type { Bus } from './bus.ts';
import type { PrismaClient, ConsoleMessage as Row } from './generated/client.ts';
import { newId } from './ids.ts';

const TOPIC = 'console';
/** A page shows this many of the latest messages. */
const SHOWN = 60;

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
      const until = before === undefined ? null : await prisma.consoleMessage.findUnique({ where: { id: before } });
      const found = await prisma.consoleMessage.findMany({
        where: {
          conversation,
          thread: null,
          AND: [
            { OR: [{ audience: null }, { audience: user }] },
            ...(until === null
              ? []
              : [
                  {
                    OR: [{ createdAt: { lt: until.createdAt } }, { createdAt: until.createdAt, id: { lt: until.id } }],
                  },
                ]),
          ],
        },
        // Ids are the browser's and ours: the time alone tells the order.
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        take: SHOWN + 1,
      });
      const shown = found.slice(0, SHOWN).reverse();
      const replies = await prisma.consoleMessage.findMany({
        where: {
          conversation,
          thread: { in: shown.map(({ id }) => id) },
          OR: [{ audience: null }, { audience: user }],
        },
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      });
      return { messages: [...shown, ...replies].map(asMessage), earlier: found.length > SHOWN };
    },
    async message(id, user) {
      const found = await prisma.consoleMessage.findFirst({
        where: { id, OR: [{ audience: null }, { audience: user }] },
      });
      return found === null ? undefined : asMessage(found);
    },
    async post({ id = newId(), conversation, thread, audience, author, content }) {
      await prisma.consoleMessage.upsert({
        where: { id },
        create: {
          id,
          conversation,
          thread: thread ?? null,
          audience: audience ?? null,
          author: author ?? null,
          content: JSON.parse(JSON.stringify(content)),
        },
        update: {},
      });
      await bus.publish(TOPIC, conversation);
      return id;
    },
    async replace(id, content) {
      const changed = await prisma.consoleMessage.updateManyAndReturn({
        where: { id },
        data: { content: JSON.parse(JSON.stringify(content)), updatedAt: new Date() },
      });
      const [message] = changed;
      if (message === undefined) return false;
      await bus.publish(TOPIC, message.conversation);
      return true;
    },
    watch: (listen) => bus.subscribe(TOPIC, listen),
  };
}
