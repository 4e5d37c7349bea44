// What the dispatcher needs of the house, put together: people and places, receipts, and what is said late or at once.

import { LRUCache } from 'lru-cache';
import type { Card } from '../chat/cards.ts';
import type { House } from '../chat/house.ts';
import type { Incoming, Place } from '../chat/incoming.ts';
import type { Adapter, Door, Presence, Target } from '../chat/port.ts';
import type { Registry } from '../chat/registry.ts';
import type { Reply } from '../chat/replies.ts';
import type { Bus } from '../database/bus.ts';
import type { Database } from '../database/client.ts';
import { newId } from '../database/ids.ts';
import { createState } from '../database/state.ts';
import { actOnce, actOnceByHand, actTogether, inBackground } from '../delivery/index.ts';
import { askFor } from '../features/chats/index.ts';
import {
  type Accounts,
  changePlace,
  createAccounts,
  createDirectories,
  createResolver,
  forgetPlace,
  greetStranger,
  rememberPlace,
  tellUnreachable,
} from '../features/people/index.ts';
import type { Log } from '../process/log.ts';
import type { Clock } from '../time/clock.ts';
import type { ConnectionStore } from './connections.ts';
import { sendLate } from './late.ts';

/** A stranger's place is answered at most so often, and so many places are remembered for that. */
const SAY_AGAIN_MS = 60_000;
const MOST_STRANGE_PLACES = 1000;

export interface HouseParts extends Pick<House, 'links' | 'seals'> {
  database: Database;
  bus: Bus;
  registry: Registry;
  /** The adapters know the house, so it knows them later. */
  adapterOf(platform: string): Adapter | undefined;
  doors(): readonly Door[];
  connections: ConnectionStore;
  clock: Clock;
  log: Log;
}

export function buildHouse(parts: HouseParts): { house: House; accounts: Accounts } {
  const { database, bus, registry, links, seals, adapterOf, clock, log } = parts;
  const { prisma } = database;
  const [directory, resolve] = [createDirectories(prisma, bus), createResolver(prisma, bus)];
  const accounts = createAccounts(prisma, adapterOf, log, clock);
  const said = new LRUCache<string, true>({ max: MOST_STRANGE_PLACES, ttl: SAY_AGAIN_MS });
  const house: House = {
    registry,
    links,
    seals,
    db: prisma,
    log,
    now: clock,
    resolve,
    directory,
    state: createState(prisma),
    seen: accounts.seen,
    named: accounts.named,
    presence: (place) => presenceIn(adapterOf(place.platform), place, log),
    rememberPlace: (partnershipId, incoming) => rememberPlace(prisma, partnershipId, incoming),
    async forgetPlace(partnershipId, incoming) {
      await forgetPlace(prisma, incoming);
      if (incoming.place.kind === 'personal')
        await inBackground(prisma, partnershipId, (effect) => tellUnreachable(effect, incoming.sender, clock()));
    },
    changePlace: (place, now) => changePlace(prisma, place, now),
    once: (act, effect, within) => actOnce(prisma, act, effect, within),
    onceByHand: (act, effect) => actOnceByHand(prisma, act, effect),
    onceTogether: (act, together, effect) => actTogether(prisma, act, together, effect),
    receipt: async (key) => {
      const found = await prisma.eventReceipt.findUnique({ where: { key } });
      return found === null
        ? undefined
        : { handler: found.handler, outcome: JSON.parse(JSON.stringify(found.outcome)) };
    },
    strangers: greetStranger,
    doors: parts.doors,
    reaches: (platform) => adapterOf(platform) !== undefined,
    async strange({ place: { platform, tenant }, requestId }) {
      if (tenant === '' || parts.connections.of(platform).of(tenant) !== undefined) return;
      try {
        const partnership = await prisma.partnership.findFirstOrThrow({ orderBy: { createdAt: 'asc' } });
        await inBackground(prisma, partnership.id, (effect) => askFor(effect, partnership.id, { platform, tenant }));
        await parts.connections.refresh();
      } catch (error) {
        log.warn({ error, requestId }, 'who would like to take part could not be kept');
      }
    },
    late: (incoming, reply) => sendLate(house, incoming, reply),
    sayAtOnce(incoming, reply) {
      const { platform, tenant, conversation } = incoming.place;
      const where = JSON.stringify([platform, tenant, conversation]);
      // To one that was paused or has ended nothing is said at all.
      const state = parts.connections.of(platform).of(tenant)?.state ?? 'ASKED';
      if (reply.kind !== 'card' || state !== 'ASKED' || said.has(where)) return;
      said.set(where, true);
      Promise.resolve(adapterOf(platform)?.send({ id: newId(), target: whereAsked(incoming), card: reply.card })).catch(
        (error: unknown) => log.warn({ error, requestId: incoming.requestId }, 'a stranger could not be answered'),
      );
    },
  };
  return { house, accounts };
}

/** Straight back to where somebody spoke, for their eyes if others are there. */
function whereAsked({ place, sender, replyTo }: Incoming): Target {
  const { tenant, conversation, thread, reference } = place;
  const more = {
    tenant,
    ...(thread === undefined ? {} : { thread }),
    ...(reference === undefined ? {} : { reference }),
    ...(replyTo === undefined ? {} : { reply: replyTo }),
  };
  if (place.kind !== 'personal') return { ...more, to: 'eyes', conversation, user: sender.user };
  return { ...more, to: 'person', user: sender.user, ...(place.withUs === true ? { chat: conversation } : {}) };
}

async function presenceIn(adapter: Adapter | undefined, place: Place, log: Log): Promise<Presence | undefined> {
  try {
    return await adapter?.isIn?.(place.tenant, place.conversation, place.reference);
  } catch (error) {
    log.warn({ error, platform: place.platform }, 'the platform did not say whether we are in a place');
    return undefined;
  }
}

/** What was sent to somebody, as it stands now. Undefined: it was sent to somebody else, or there is nothing to show any more. */
export async function standing(
  house: House,
  deliveryId: string,
  { platform, tenant, user }: { platform: string; tenant: string; user: string },
): Promise<Card | undefined> {
  const found = await house.db.delivery.findFirst({ where: { id: deliveryId, platform, tenant, user } });
  if (found === null) return undefined;
  if (found.kind === 'LIVE_CARD') {
    const live = house.registry.liveCards.get(found.recordType ?? '');
    return (await live?.draw(house.db, found.recordId ?? '', house.links))?.card;
  }
  if (found.content !== null) return found.content as unknown as Card;
  const reply = found.receiptKey === null ? undefined : await answerOf(house, found.receiptKey, found.partnershipId);
  return reply?.kind === 'card' ? reply.card : undefined;
}

/** The answer that a receipt holds, drawn again. */
export async function answerOf(house: House, key: string, partnershipId: string): Promise<Reply | undefined> {
  const receipt = await house.receipt(key);
  const draw = receipt === undefined ? undefined : house.registry.answers.get(receipt.handler);
  if (receipt === undefined || draw === undefined) return undefined;
  const partnership = await house.db.partnership.findUniqueOrThrow({ where: { id: partnershipId } });
  return draw({ partnership, directory: await house.directory(partnershipId), now: house.now() }, receipt.outcome);
}
