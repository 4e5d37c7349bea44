// Looks for what should have happened and has not: due deliveries whose lane nobody is coming for, and books that do not add up.

import type { PrismaClient } from '../database/generated/client.ts';
import { inPrisma } from '../database/transaction.ts';
import type { Log } from '../process/log.ts';
import { wakeAll } from './wake.ts';

/**
 * Wakes lanes that hold due deliveries and have no job, or one that failed with the database and would wait long for its next
 * try. @returns how many lanes were woken
 */
export async function sweepLanes(prisma: PrismaClient, log: Log): Promise<number> {
  const lanes = await prisma.$queryRaw<{ lane: string }[]>`
    SELECT DISTINCT d.lane FROM delivery d
    WHERE d.state = 'WAITING' AND d.next_attempt_at < now()
      AND NOT EXISTS (SELECT 1 FROM graphile_worker.jobs j WHERE j.queue_name = d.lane AND j.locked_at IS NOT NULL)
      AND (EXISTS (SELECT 1 FROM graphile_worker.jobs j WHERE j.key = 'drain:' || d.lane AND j.attempts > 0 AND j.run_at > now())
        OR d.created_at < now() - interval '3 seconds'
          AND NOT EXISTS (SELECT 1 FROM graphile_worker.jobs j WHERE j.key = 'drain:' || d.lane AND j.attempts < j.max_attempts))
    LIMIT 1000`;
  await wakeAll(
    prisma,
    lanes.map(({ lane }) => lane),
  );
  if (lanes.length > 0) log.warn({ lanes: lanes.length }, 'woke conversations that nobody was coming for');
  return lanes.length;
}

export interface Books {
  all: number;
  sent: number;
  waiting: number;
  dead: number;
  skipped: number;
}

/** What became of everything that was to be sent; `sent + waiting + dead + skipped = all`, always. */
export async function readBooks(prisma: PrismaClient): Promise<Books> {
  const [row] = await prisma.$queryRaw<Books[]>`
    SELECT count(*)::int AS all, count(*) FILTER (WHERE state = 'SENT')::int AS sent, count(*) FILTER (WHERE state = 'WAITING')::int AS waiting,
      count(*) FILTER (WHERE state = 'DEAD')::int AS dead, count(*) FILTER (WHERE state = 'SKIPPED')::int AS skipped FROM delivery`;
  return row ?? { all: 0, sent: 0, waiting: 0, dead: 0, skipped: 0 };
}

/** Puts dead deliveries back into their lanes. @returns how many */
export async function retryDead(prisma: PrismaClient): Promise<number> {
  return inPrisma(prisma, async (db) => {
    const rows = await db.$queryRaw<
      { lane: string }[]
    >`UPDATE delivery SET state = 'WAITING', settled_at = NULL, attempts = 0, next_attempt_at = now() WHERE state = 'DEAD' RETURNING lane`;
    await wakeAll(
      db,
      rows.map(({ lane }) => lane),
    );
    return rows.length;
  });
}

/** Throws away what is only needed for a while: receipts after three days, drafts after one, answers' books after a month. */
export async function prune(prisma: PrismaClient): Promise<void> {
  await prisma.$executeRaw`DELETE FROM event_receipt WHERE created_at < now() - interval '72 hours'`;
  await prisma.$executeRaw`DELETE FROM draft WHERE created_at < now() - interval '24 hours'`;
  await prisma.$executeRaw`DELETE FROM link_code WHERE expires_at < now() - interval '24 hours'`;
  await prisma.$executeRaw`DELETE FROM delivery WHERE kind = 'ANSWER' AND state = 'SENT' AND created_at < now() - interval '30 days'`;
  // A mail to somebody who is nobody of ours leaves nothing of them behind.
  await prisma.$executeRaw`
    DELETE FROM delivery d WHERE d.platform = 'email' AND d.state <> 'WAITING' AND d.settled_at < now() - interval '1 hour'
      AND NOT EXISTS (SELECT 1 FROM chat_identity i WHERE i.platform = d.platform AND i.tenant = d.tenant AND i."user" = d."user")
      AND NOT EXISTS (SELECT 1 FROM invitation v WHERE v.mailbox = d."user")`;
  await prisma.$executeRaw`DELETE FROM send_pace WHERE next_at < now() - interval '1 day'`;
}

/** When something last arrived at each connection, from the books of the last minutes. */
export async function noteWell(prisma: PrismaClient): Promise<void> {
  await prisma.$executeRaw`
    UPDATE connection c SET well_at = s.at FROM (
      SELECT platform, tenant, max(settled_at) AS at FROM delivery WHERE state = 'SENT' AND created_at > now() - interval '5 minutes' GROUP BY 1, 2) AS s
    WHERE c.platform = s.platform AND c.tenant = s.tenant AND c.well_at IS DISTINCT FROM s.at`;
}
