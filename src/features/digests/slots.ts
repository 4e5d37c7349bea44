// When whose digest is due, and which days it tells of.
import { DateTime } from 'luxon';
import type { Db } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';

/** Monday's is sent until the end of Wednesday. */
const DAYS_GOOD = 3;
/** Who has heard nothing for longer is told of the last four weeks. */
const MOST_DAYS = 28;
export const DEFAULT = { weekday: 1, hour: 8 };

export interface Partnership {
  id: string;
  timeZone: string;
}

/** When a digest is due, on somebody's own clock. */
export interface Slot {
  /** The Monday of the week in which it is sent, YYYY-MM-DD. */
  week: string;
  at: Date;
  /** From here on it is too late. */
  until: Date;
}

/** The slot of this week, whether it is still to come, due, or over. @param weekday 1 Monday to 7 Sunday */
export const slotOf = (now: Date, timeZone: string, weekday: number, hour: number): Slot =>
  slotIn(DateTime.fromJSDate(now, { zone: timeZone }).startOf('week').toISODate() ?? '', timeZone, weekday, hour);

/** @param week its Monday, YYYY-MM-DD */
export function slotIn(week: string, timeZone: string, weekday: number, hour: number): Slot {
  const day = DateTime.fromISO(week, { zone: timeZone }).plus({ days: weekday - 1 });
  return {
    week,
    at: day.set({ hour }).toJSDate(),
    until: day.plus({ days: DAYS_GOOD }).startOf('day').toJSDate(),
  };
}

export const isDue = ({ at, until }: Slot, now: Date): boolean => now >= at && now < until;

/** Those of one clock, weekday and hour. */
export interface Group {
  /** Their slot in a week; in that of `now` by their own clock. */
  slotIn(week: string): Slot;
  slotNow(now: Date): Slot;
  /** Whose it is, as a condition on the people `p` and their settings `s`: none who came after it was due. */
  theirs(slot: Slot): Prisma.Sql;
}

/** Everybody of a partnership, by when they want their digest. */
export async function groupsOf(db: Db, { id, timeZone }: Partnership): Promise<Group[]> {
  const clocks = await db.$queryRaw<{ time_zone: string; weekday: number; hour: number }[]>`
    SELECT DISTINCT coalesce(p.time_zone, ${timeZone}) AS time_zone, coalesce(s.weekday, ${DEFAULT.weekday})::int AS weekday, coalesce(s.hour, ${DEFAULT.hour})::int AS hour
    FROM person p LEFT JOIN digest_setting s ON s.person_id = p.id WHERE p.partnership_id = ${id}::uuid AND p.active`;
  return clocks.map(({ time_zone, weekday, hour }) => ({
    slotIn: (week) => slotIn(week, time_zone, weekday, hour),
    slotNow: (now) => slotOf(now, time_zone, weekday, hour),
    theirs: ({ at }) => Prisma.sql`p.created_at <= ${at} AND coalesce(p.time_zone, ${timeZone}) = ${time_zone}
      AND coalesce(s.weekday, ${DEFAULT.weekday}) = ${weekday} AND coalesce(s.hour, ${DEFAULT.hour}) = ${hour}`,
  }));
}

/** The run that can be looked through and changed: on a Monday that day's, afterwards the next. @returns its Monday, YYYY-MM-DD */
export function runAhead(now: Date, timeZone: string): string {
  const here = DateTime.fromJSDate(now, { zone: timeZone });
  const monday = here.startOf('week');
  return (here.weekday === 1 ? monday : monday.plus({ weeks: 1 })).toISODate() ?? '';
}

/** Whole days of the partnership's, `until` not among them. YYYY-MM-DD */
export interface Span {
  from: string;
  until: string;
}

export const daysIn = ({ from, until }: Span): number =>
  Math.round(DateTime.fromISO(until, { zone: 'utc' }).diff(DateTime.fromISO(from, { zone: 'utc' }), 'days').days);

/** So many days before `until`. */
export const spanBefore = (until: string, days: number): Span => ({
  from: DateTime.fromISO(until, { zone: 'utc' }).minus({ days }).toISODate() ?? until,
  until,
});

/**
 * The days that are told of in a slot: those that are over in the partnership by then, and at most until its Monday. Who lives
 * east of it gets theirs while its Sunday is not over: their week ends on Saturday, and the next begins on that Sunday.
 * @param last where their last digest ended
 */
export function spanOf({ week, at }: Pick<Slot, 'week' | 'at'>, timeZone: string, last: string | undefined): Span {
  const day = DateTime.fromJSDate(at, { zone: timeZone }).toISODate() ?? week;
  const until = day < week ? day : week;
  const { from: usual } = spanBefore(until, 7);
  const { from: furthest } = spanBefore(until, MOST_DAYS);
  if (last === undefined || last >= until) return { from: usual, until };
  return { from: last < furthest ? furthest : last, until };
}
