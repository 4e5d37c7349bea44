// What became of a week's digests, for the project team: counted, listed by name, and stopped half-way.

import type { Db } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { wakeAll } from '../../delivery/index.ts';
import { type Group, groupsOf, type Partnership } from './slots.ts';
import { STOPPED } from './words.ts';

/** So many names are shown at a time. */
export const PAGE = 15;

export const runKey = (partnershipId: string, week: string) => ({
  partnershipId_week: { partnershipId, week: new Date(week) },
});

/**
 * From here on a query reads the people `p`, with their settings `s`, who get digests and have none for that week.
 * @param week the Monday of the week in which it is sent, YYYY-MM-DD
 */
export const recipientsWithout = (partnershipId: string, week: string, more = Prisma.sql`true`) => Prisma.sql`
  FROM person p LEFT JOIN digest_setting s ON s.person_id = p.id
  WHERE p.partnership_id = ${partnershipId}::uuid AND p.active
    AND (cardinality(p.roles) > 0 OR EXISTS (SELECT 1 FROM membership m WHERE m.person_id = p.id) OR EXISTS (SELECT 1 FROM champion c WHERE c.person_id = p.id))
    AND NOT EXISTS (SELECT 1 FROM digest_slot d WHERE d.person_id = p.id AND d.week = ${week}::date)
    AND ${more}`;

/** Notes why they get none. @returns how many */
export const skipWithout = (
  db: Db,
  partnershipId: string,
  week: string,
  reason: string,
  now: Date,
  more?: Prisma.Sql,
): Promise<number> => db.$executeRaw`
  INSERT INTO digest_slot (id, partnership_id, person_id, week, skipped, made_at)
  SELECT gen_random_uuid(), ${partnershipId}::uuid, p.id, ${week}::date, ${reason}, ${now} ${recipientsWithout(partnershipId, week, more)}
  ON CONFLICT (person_id, week) DO NOTHING`;

export interface Run {
  week: string;
  /** The first of them is due: on the easternmost clock. */
  begins: Date | undefined;
  note: string;
  recipients: number;
  /** Whose day has not come, or who are being written to now. */
  toCome: number;
  sent: number;
  waiting: number;
  dead: number;
  skipped: number;
  stopped: boolean;
  reasons: { reason: string; count: number }[];
}

export const STATE = Prisma.sql`coalesce(CASE WHEN s.skipped IS NOT NULL THEN 'SKIPPED' END, d.state::text, 'SENT')`;

/** Whose day it still is, or will be. */
export function stillTheirs(groups: Group[], week: string, now: Date): Prisma.Sql {
  const open = groups
    .map((group) => ({ group, slot: group.slotIn(week) }))
    .filter(({ slot: { until } }) => now < until);
  return open.length === 0
    ? Prisma.sql`false`
    : Prisma.sql`(${Prisma.join(
        open.map(({ group, slot }) => Prisma.sql`(${group.theirs(slot)})`),
        ' OR ',
      )})`;
}

/** What became of a week's digests: sent + waiting + dead + skipped = recipients, always. Who is still to come is no recipient yet. */
export async function readRun(db: Db, partnership: Partnership, week: string, now: Date): Promise<Run> {
  const { id } = partnership;
  const [rows, groups, changed] = await Promise.all([
    db.$queryRaw<{ state: string; reason: string | null; count: number }[]>`
      SELECT ${STATE} AS state, coalesce(s.skipped, d.reason) AS reason, count(*)::int AS count
      FROM digest_slot s LEFT JOIN delivery d ON d.id = s.delivery_id
      WHERE s.partnership_id = ${id}::uuid AND s.week = ${week}::date GROUP BY 1, 2`,
    groupsOf(db, partnership),
    db.digestRun.findUnique({ where: runKey(id, week) }),
  ]);
  const [row] = await db.$queryRaw<
    { count: number }[]
  >`SELECT count(*)::int AS count ${recipientsWithout(id, week, stillTheirs(groups, week, now))}`;
  const of = (state: string) => rows.filter((row) => row.state === state).reduce((sum, { count }) => sum + count, 0);
  return {
    week,
    begins: groups.map((group) => group.slotIn(week).at).sort((a, b) => a.getTime() - b.getTime())[0],
    note: changed?.note ?? '',
    recipients: rows.reduce((sum, { count }) => sum + count, 0),
    toCome: row?.count ?? 0,
    sent: of('SENT'),
    waiting: of('WAITING'),
    dead: of('DEAD'),
    skipped: of('SKIPPED'),
    stopped: changed !== null && changed.stoppedAt !== null,
    reasons: rows
      .filter(({ state, reason }) => state !== 'SENT' && reason !== null)
      .map(({ reason, count }) => ({ reason: reason ?? '', count })),
  };
}

/** Ends a run before it begins or half-way: nothing more is made, and what still waits is not sent. */
export async function stopRun(db: Db, partnershipId: string, week: string, now: Date): Promise<number> {
  const where = runKey(partnershipId, week);
  await db.digestRun.upsert({
    where,
    create: { partnershipId, week: new Date(week), stoppedAt: now },
    update: { stoppedAt: now },
  });
  return db.$executeRaw`
    UPDATE delivery SET state = 'SKIPPED', reason = ${STOPPED}, settled_at = ${now}
    WHERE state = 'WAITING' AND id IN (SELECT delivery_id FROM digest_slot WHERE partnership_id = ${partnershipId}::uuid AND week = ${week}::date)`;
}

/** It goes on: what was kept back is sent, and who got none because of it gets theirs, while it is their day. */
export async function resumeRun(db: Db, partnershipId: string, week: string): Promise<number> {
  await db.digestRun.update({ where: runKey(partnershipId, week), data: { stoppedAt: null } });
  await db.$executeRaw`
    DELETE FROM digest_slot WHERE partnership_id = ${partnershipId}::uuid AND week = ${week}::date AND skipped = ${STOPPED}`;
  const lanes = await db.$queryRaw<{ lane: string }[]>`
    UPDATE delivery SET state = 'WAITING', reason = NULL, settled_at = NULL, next_attempt_at = now()
    WHERE state = 'SKIPPED' AND reason = ${STOPPED} AND (expires_at IS NULL OR expires_at > now())
      AND id IN (SELECT delivery_id FROM digest_slot WHERE partnership_id = ${partnershipId}::uuid AND week = ${week}::date) RETURNING lane`;
  await wakeAll(
    db,
    lanes.map(({ lane }) => lane),
  );
  return lanes.length;
}
