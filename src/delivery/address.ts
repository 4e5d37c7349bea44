// Where a delivery goes on its platform, and what is known of that place: whether anything may go there, and when.
import type { JsonObject } from '../chat/cards.ts';
import { laneOf } from '../chat/incoming.ts';
import type { Adapter, Pace, Target } from '../chat/port.ts';
import { type Delivery, Prisma, type PrismaClient } from '../database/generated/client.ts';

/** A limit that a message takes a slot of. `mine`: its conversation's own. */
export interface Limit {
  key: string;
  pace: Pace;
  mine: boolean;
}

export function limitsOf(delivery: Delivery, adapter: Adapter): Limit[] {
  const { platform, tenant, conversation, user } = delivery;
  const inPlace = conversation !== null && user !== null ? adapter.pace.privately : adapter.pace.conversation;
  return [
    ...inPlace.map((pace, index) => ({
      key: `${laneOf({ platform, tenant, conversation, user })}#${index}`,
      pace,
      mine: true,
    })),
    ...adapter.pace.tenant.map((pace, index) => ({ key: `${platform}:${tenant}#${index}`, pace, mine: false })),
  ];
}

/** In the same words as a posted card names its place: a conversation, or "@user" for a private chat. */
export function cardKey({ recordType, recordId, platform, tenant, conversation, user }: Delivery) {
  return {
    recordType: recordType ?? '',
    recordId: recordId ?? '',
    platform,
    tenant,
    conversation: conversation ?? `@${user ?? ''}`,
  };
}

/** The message that shows the delivery's record in its place: a live card replaces it, what is said of the record goes under it. */
export async function whereItStands(prisma: PrismaClient, delivery: Delivery): Promise<string | undefined> {
  if (delivery.recordId === null) return undefined;
  const posted = await prisma.postedCard.findUnique({
    where: { recordType_recordId_platform_tenant_conversation: cardKey(delivery) },
  });
  return posted?.externalId;
}

/** A private chat that was opened before is spoken to directly; a place or person that refused us is left alone. */
export async function targetOf(
  prisma: PrismaClient,
  delivery: Delivery,
  stands: string | undefined,
): Promise<Target | { stopped: string }> {
  const { platform, tenant, conversation, user } = delivery;
  const privately = conversation === null;
  const [known, identity] = await Promise.all([
    prisma.conversation.findFirst({
      where: privately
        ? { platform, tenant, kind: 'personal', user: user ?? '' }
        : { platform, tenant, externalId: conversation },
    }),
    privately
      ? prisma.chatIdentity.findUnique({ where: { platform_tenant_user: { platform, tenant, user: user ?? '' } } })
      : null,
  ]);
  const stopped = privately ? identity?.unreachable : known?.stoppedReason;
  if (stopped) return { stopped };
  const reference = known?.reference ?? (await anyReference(prisma, delivery));
  const thread = delivery.thread ?? (delivery.kind === 'LIVE_CARD' ? undefined : stands);
  const more = {
    tenant,
    ...(thread === undefined ? {} : { thread }),
    ...(isObject(reference) ? { reference } : {}),
    ...(isObject(delivery.reply) ? { reply: delivery.reply } : {}),
  };
  if (!privately)
    return user === null ? { ...more, to: 'place', conversation } : { ...more, to: 'eyes', conversation, user };
  return { ...more, to: 'person', user: user ?? '', ...(known === null ? {} : { chat: known.externalId }) };
}

/** How the tenant is reached at all, for a private chat that is not open yet. */
async function anyReference(prisma: PrismaClient, { platform, tenant }: Delivery): Promise<unknown> {
  const neighbour = await prisma.conversation.findFirst({
    where: { platform, tenant, reference: { not: Prisma.DbNull } },
    orderBy: { id: 'desc' },
  });
  return neighbour?.reference;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
