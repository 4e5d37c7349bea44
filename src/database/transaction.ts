// Transactions: Prisma's, whose connection our own statements can use too; and one without Prisma, for what people do all day.
import { AsyncLocalStorage } from 'node:async_hooks';
import { PrismaPg } from '@prisma/adapter-pg';
import type pg from 'pg';
import type { Connection } from './connection.ts';
import type { Db } from './db.ts';
import type { PrismaClient } from './generated/client.ts';
import { joinConnection, type Plain, part, poolOf } from './statement.ts';

/** Which connection a transaction that begins just now was given. */
const begun = new AsyncLocalStorage<{ connection?: pg.ClientBase }>();

/** Says on which connection each transaction begins, so that statements of ours can join in. */
export class Telling extends PrismaPg {
  override async connect(): ReturnType<PrismaPg['connect']> {
    const adapter = await super.connect();
    const begin = adapter.startTransaction.bind(adapter);
    adapter.startTransaction = async (level) => {
      const transaction = await begin(level);
      const slot = begun.getStore();
      if (slot !== undefined) slot.connection = (transaction as unknown as { client: pg.ClientBase }).client;
      return transaction;
    };
    return adapter;
  }
}

/** A transaction of Prisma's, in which `rows` runs on the same connection. @param within milliseconds, by default ten seconds */
export function inPrisma<T>(prisma: PrismaClient, work: (db: Db) => Promise<T>, within?: number): Promise<T> {
  const slot: { connection?: pg.ClientBase } = {};
  const given = beginning();
  return begun
    .run(slot, () =>
      prisma.$transaction(
        (db) => {
          given();
          if (slot.connection !== undefined) joinConnection(db, slot.connection);
          return work(db);
        },
        within === undefined ? undefined : { timeout: within },
      ),
    )
    .finally(given);
}

let beginnings = 0;

/**
 * Before Node 24 every promise of the process is slower while a store is looked after: it is, only while a transaction begins.
 * @returns what to call when this one has begun, or has failed to
 */
function beginning(): () => void {
  let waits = true;
  beginnings += 1;
  return () => {
    if (!waits) return;
    waits = false;
    beginnings -= 1;
    if (beginnings === 0) begun.disable();
  };
}

/**
 * A transaction without Prisma. BEGIN goes ahead of the first statement, and the last goes ahead of COMMIT, without being waited for.
 * @param last sends, before it gives anything back, the statement to end with: when that fails, COMMIT undoes all. No async function, whose
 * own fault would come after COMMIT has gone
 * @throws what the work or the last statement throws, after all has been undone
 */
export async function inPlain<T>(
  prisma: PrismaClient,
  work: (db: Plain) => Promise<T>,
  last: (db: Plain) => Promise<unknown>,
): Promise<T> {
  const connection = (await poolOf(prisma).connect()) as Connection & pg.PoolClient;
  const db: Plain = { plain: true };
  joinConnection(db, connection);
  let spoiled: Error | undefined;
  try {
    connection.pipeline = true;
    const began = connection.straight('BEGIN');
    began.catch(() => {}); // Told by what follows it.
    try {
      const result = await work(db);
      const ended = last(db);
      const committed = connection.straight('COMMIT');
      committed.catch(() => {}); // Told by what went ahead of it, or below.
      await ended;
      await committed;
      return result;
    } catch (error) {
      await connection.straight('ROLLBACK').catch((fault: Error) => {
        spoiled = fault;
      });
      throw error;
    }
  } finally {
    part(db);
    connection.pipeline = false;
    connection.release(spoiled);
  }
}
