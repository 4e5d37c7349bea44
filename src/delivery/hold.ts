// A database that was restored holds messages that waited when it was copied; most have long been sent since. They are held
// back until somebody says that they should go.

import type { Db } from '../database/client.ts';
import type { PrismaClient } from '../database/generated/client.ts';
import { inPrisma } from '../database/transaction.ts';
import { wakeAll } from './wake.ts';

export const HELD = 'held back: it waited when this database was copied';

/** Holds back everything that waits. @returns how many */
export async function holdWaiting(db: Db): Promise<number> {
  return db.$executeRaw`UPDATE delivery SET state = 'SKIPPED', reason = ${HELD}, once_key = NULL, handed_at = NULL, settled_at = now() WHERE state = 'WAITING'`;
}

/** Lets go what was held back and is not too late. @returns how many */
export async function sendHeld(prisma: PrismaClient): Promise<number> {
  return inPrisma(prisma, async (db) => {
    const rows = await db.$queryRaw<{ lane: string }[]>`
      UPDATE delivery SET state = 'WAITING', reason = NULL, settled_at = NULL, attempts = 0, next_attempt_at = now()
      WHERE state = 'SKIPPED' AND reason = ${HELD} RETURNING lane`;
    await wakeAll(
      db,
      rows.map(({ lane }) => lane),
    );
    return rows.length;
  });
}

export const countHeld = (prisma: PrismaClient): Promise<number> =>
  prisma.delivery.count({ where: { state: 'SKIPPED', reason: HELD } });

/**
 * Notices that this is another database than the one that last ran: a dump that was restored, or a copied folder. What waited
 * in it is held back, once. @returns how many, or undefined where it is the same database
 */
export async function noticeCopy(prisma: PrismaClient): Promise<number | undefined> {
  const mark = await readMark(prisma);
  return inPrisma(prisma, async (db) => {
    await db.$executeRaw`SELECT pg_advisory_xact_lock(7305820116)`;
    const before = await db.databaseMark.findUnique({ where: { id: 1 } });
    if (before?.mark === mark) return undefined;
    await db.databaseMark.upsert({ where: { id: 1 }, create: { id: 1, mark }, update: { mark, markedAt: new Date() } });
    if (before === null) return undefined;
    return holdWaiting(db);
  });
}

/** The cluster's own number where the server tells it, and the database's within it. */
async function readMark(prisma: PrismaClient): Promise<string> {
  const own = await prisma.$queryRaw<
    { oid: string }[]
  >`SELECT oid::text FROM pg_database WHERE datname = current_database()`;
  const cluster = await prisma.$queryRaw<
    { id: string }[]
  >`SELECT system_identifier::text AS id FROM pg_control_system()`.catch(() => []);
  return `${cluster[0]?.id ?? '?'}/${own[0]?.oid ?? '?'}`;
}
