// An act has its effect once: in one transaction, however often it is told, and together with others of the same record.
import { LRUCache } from 'lru-cache';
import type { Act, Effect, PlainEffect, Together } from '../chat/act.ts';
import { Refusal, type Reply } from '../chat/replies.ts';
import { hearHere } from '../database/bus.ts';
import { gather } from '../database/gather.ts';
import type { PrismaClient } from '../database/generated/client.ts';
import { inPlain, inPrisma } from '../database/transaction.ts';
import {
  addTo,
  type By,
  effectIn,
  emptyOutbox,
  type Outbox,
  putOutcome,
  Repeated,
  refreshAll,
  write,
} from './outbox.ts';
import { rememberPlaces } from './places.ts';
import { wakeSoon } from './wake.ts';

/** Two transactions that wait for each other: PostgreSQL ends one, and it may simply begin again. */
const MOST_TRIES = 4;

/**
 * Has an act's effect once: change, receipt, audit, deliveries and answer commit together or not at all. The receipt is written
 * last, with all the rest: a repeat that ran beside the first finds it there, and what it did is given up.
 * @param within milliseconds that its transaction may take
 * @returns the answer, or undefined when the act has been done before
 */
export function actOnce(prisma: PrismaClient, act: Act, effect: (effect: Effect) => Promise<Reply>, within?: number) {
  return unlessRepeated(prisma, act, () =>
    inTransaction(prisma, byActor(act), async (inside, outbox) => answered(act, outbox, await effect(inside)), within),
  );
}

/**
 * The same in a transaction without Prisma, for what people do all day. Acts that come while one is under way share the next, side
 * by side; when anything fails, each is tried by itself.
 */
export function actOnceByHand(prisma: PrismaClient, act: Act, effect: (effect: PlainEffect) => Promise<Reply>) {
  return unlessRepeated(prisma, act, async () => {
    const room = roomOf(prisma, act.partnership.id, (all: Alone[]) => sideBySide(prisma, all));
    return (await room({ act, effect })).reply;
  });
}

/** So many acts upon one record in one transaction, at the most. */
const MOST_TOGETHER = 40;
/** So many records' waiting rooms are kept; one that is forgotten is opened again, and PostgreSQL's lock keeps the order. */
const MOST_ROOMS = 1000;

interface Alone {
  act: Act;
  effect: (effect: PlainEffect) => Promise<Reply>;
}

interface Asked {
  act: Act;
  together: Together<unknown>;
  effect: (effect: PlainEffect, shared: unknown) => Promise<Reply>;
}
type Outcome = { reply: Reply } | { refusal: Refusal };

// biome-ignore lint/suspicious/noExplicitAny: rooms of one key are all opened with what they give and take
type Room = (asked: any) => Promise<any>;
const rooms = new WeakMap<PrismaClient, LRUCache<string, Room>>();

/**
 * The same for what many do to one record at once: whoever comes while a transaction is under way shares the next. Each finds what
 * those before it have done; a refusal is its own alone. When anything else fails, each is tried by itself.
 */
export function actTogether<Shared>(
  prisma: PrismaClient,
  act: Act,
  together: Together<Shared>,
  effect: (effect: PlainEffect, shared: Shared) => Promise<Reply>,
) {
  return unlessRepeated(prisma, act, async () => {
    // What is shared has the shape of its room: all who share a key open it in the same way.
    const asked = { act, together, effect } as unknown as Asked;
    const room = roomOf(prisma, `${act.partnership.id} ${together.key}`, (all: Asked[]) => inTurn(prisma, all));
    const outcome = await room(asked);
    if ('refusal' in outcome) throw outcome.refusal;
    return outcome.reply;
  });
}

function roomOf<Given, Result>(
  prisma: PrismaClient,
  key: string,
  run: (all: Given[]) => Promise<Result[]>,
): (asked: Given) => Promise<Result> {
  const all = rooms.get(prisma) ?? new LRUCache<string, Room>({ max: MOST_ROOMS });
  rooms.set(prisma, all);
  const room = all.get(key) ?? gather(run, MOST_TOGETHER);
  all.set(key, room);
  return room;
}

const nobody = ({ partnership }: Act): By => ({
  partnershipId: partnership.id,
  personId: undefined,
  requestId: undefined,
});

function sideBySide(prisma: PrismaClient, all: Alone[]): Promise<{ reply: Reply }[]> {
  const [first] = all;
  if (first === undefined) return Promise.resolve([]);
  return byHand(prisma, nobody(first.act), async ({ db }, outbox) => {
    // All are waited for: what goes on after a fault would go on in nobody's transaction.
    const done = await Promise.allSettled(
      all.map(async ({ act, effect }) => ({
        reply: answered(act, outbox, await effect(effectIn(db, byActor(act), outbox))),
      })),
    );
    return done.map((each) => {
      if (each.status === 'rejected') throw each.reason;
      return each.value;
    });
  });
}

function inTurn(prisma: PrismaClient, all: Asked[]): Promise<Outcome[]> {
  const [first] = all;
  if (first === undefined) return Promise.resolve([]);
  const { act, together } = first;
  return byHand(prisma, nobody(act), async (whole, outbox) => {
    const shared = await together.open(whole.db);
    const outcomes: Outcome[] = [];
    for (const { act, effect } of all) {
      const own = emptyOutbox();
      const undo = together.mark(shared);
      try {
        const reply = answered(act, own, await effect(effectIn(whole.db, byActor(act), own), shared));
        addTo(outbox, own);
        outcomes.push({ reply });
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        undo();
        outcomes.push({ refusal: error });
      }
    }
    await together.close(shared, whole);
    return outcomes;
  });
}

const byActor = ({ partnership, actor, incoming }: Act): By => ({
  partnershipId: partnership.id,
  personId: actor.person?.id,
  requestId: incoming.requestId,
});

function answered(act: Act, outbox: Outbox, reply: Reply): Reply {
  putOutcome(outbox, act, reply);
  return reply;
}

async function unlessRepeated<T>(
  prisma: PrismaClient,
  { incoming }: Act,
  run: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof Repeated) return undefined;
    // What a repeat found changed was changed by the first.
    const first = await prisma.eventReceipt
      .findUnique({ where: { key: incoming.key }, select: { key: true } })
      .catch(() => null); // The fault itself is what is told.
    if (first !== null) return undefined;
    throw error;
  }
}

/** An effect of nobody's act: what the clock brings about. It must itself see to it that it happens once. */
export async function inBackground<T>(
  prisma: PrismaClient,
  partnershipId: string,
  effect: (effect: Effect) => Promise<T>,
): Promise<T> {
  return inTransaction(prisma, { partnershipId, personId: undefined, requestId: undefined }, effect);
}

function inTransaction<T>(
  prisma: PrismaClient,
  by: By,
  work: (effect: Effect, outbox: Outbox) => Promise<T>,
  within?: number,
): Promise<T> {
  return told(prisma, (outbox) =>
    inPrisma(
      prisma,
      async (db) => {
        rememberPlaces(db);
        const result = await work(effectIn(db, by, outbox), outbox);
        await Promise.all(outbox.also);
        await refreshAll(db, outbox);
        await write(db, by.partnershipId, outbox);
        return result;
      },
      within,
    ),
  );
}

/** What is left behind goes out together with the COMMIT. */
function byHand<T>(
  prisma: PrismaClient,
  by: By,
  work: (effect: PlainEffect, outbox: Outbox) => Promise<T>,
): Promise<T> {
  return told(prisma, (outbox) =>
    inPlain(
      prisma,
      async (db) => {
        rememberPlaces(db);
        const result = await work(effectIn(db, by, outbox), outbox);
        await refreshAll(db, outbox);
        return result;
      },
      (db) => {
        const written = write(db, by.partnershipId, outbox);
        written.catch(() => {}); // What failed first is told.
        return Promise.all(outbox.also).then(() => written);
      },
    ),
  );
}

/** Tries again what PostgreSQL ended for a deadlock; of what was committed, wakes the lanes and tells those who listen here. */
async function told<T>(prisma: PrismaClient, run: (outbox: Outbox) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const outbox = emptyOutbox();
    try {
      const done = await run(outbox);
      wakeSoon(prisma, outbox.lanes);
      if (outbox.changed.size > 0) await hearHere(prisma, outbox.changed);
      return done;
    } catch (error) {
      if (attempt >= MOST_TRIES || !isDeadlock(error)) throw error;
    }
  }
}

function isDeadlock(error: unknown): boolean {
  const said = error instanceof Error ? `${'code' in error ? error.code : ''} ${error.message}` : '';
  return /P2034|40P01|deadlock detected/.test(said);
}
