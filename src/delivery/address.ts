// Where a delivery goes on its platform, and what is known of that place: whether anything may go there, and when.
import type { JsonObject } from '../chat/cards.ts';
import { laneOf } from '../chat/incoming.ts';
import type { Adapter, Pace, Target } from '../chat/port.ts';
import type { Delivery } from '../database/generated/client.ts';
import type { Next } from './next.ts';

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

/**
 * A private chat that was opened before is spoken to directly; a place or person that refused us is left alone.
 * @param other another place's reference, where this one has none and the platform needs one
 */
export function targetOf(next: Next, other: JsonObject | undefined): Target | { stopped: string } {
  const { delivery, stopped, known, externalId, stands } = next;
  const { tenant, conversation, user } = delivery;
  if (stopped) return { stopped };
  const reference = next.reference ?? other;
  const thread = delivery.thread ?? (delivery.kind === 'LIVE_CARD' ? undefined : (stands ?? undefined));
  const more = {
    tenant,
    ...(thread === undefined ? {} : { thread }),
    ...(isObject(reference) ? { reference } : {}),
    ...(isObject(delivery.reply) ? { reply: delivery.reply } : {}),
  };
  if (conversation !== null)
    return user === null ? { ...more, to: 'place', conversation } : { ...more, to: 'eyes', conversation, user };
  return { ...more, to: 'person', user: user ?? '', ...(known && externalId !== null ? { chat: externalId } : {}) };
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
