// Once a week everybody gets their digest, once: the key (person, week) is what racing replicas collide on, and the message is
// written in the same transaction. What is fixed when it is made stays so.

import { DateTime } from 'luxon';
import type { Notice } from '../../chat/act.ts';
import { type Button, type Card, heading, paragraph } from '../../chat/cards.ts';
import { laneOf } from '../../chat/incoming.ts';
import type { NudgeSource } from '../../chat/nudges.ts';
import { say } from '../../chat/spans.ts';
import type { Db } from '../../database/client.ts';
import { Prisma, type PrismaClient } from '../../database/generated/client.ts';
import { newId } from '../../database/ids.ts';
import { inBackground, wakeAll } from '../../delivery/index.ts';
import { isReal, readAllSeries, seriesWords } from '../measures/index.ts';
import { waitingForDigests } from '../nudges/index.ts';
import { whereToReach } from '../people/index.ts';
import { recipientsWithout, skipWithout, stopKey } from './books.ts';
import { type Around, digestFor, type ForWhom, type Waiting } from './content.ts';
import { readWeek } from './facts.ts';
import { readHealth } from './health.ts';
import { MISSED, UNREACHABLE } from './words.ts';

/** So many people's digests are written in one transaction. */
const BATCH = 200;
/** Monday's is sent until the end of Wednesday. */
const DAYS_GOOD = 3;
export const MONTH_WEEKS = 4;
export const DEFAULT = { weekday: 1, hour: 8 };

interface Partnership {
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
export function slotOf(now: Date, timeZone: string, weekday: number, hour: number): Slot {
  const monday = DateTime.fromJSDate(now, { zone: timeZone }).startOf('week');
  const day = monday.plus({ days: weekday - 1 });
  return {
    week: monday.toISODate() ?? '',
    at: day.set({ hour }).toJSDate(),
    until: day.plus({ days: DAYS_GOOD }).startOf('day').toJSDate(),
  };
}

export const isDue = ({ at, until }: Slot, now: Date): boolean => now >= at && now < until;

/** The slots of this week that have begun, one a clock, weekday and hour; `theirs` says whose they are, as a condition. */
async function slotsBegun(
  db: Db,
  { id, timeZone }: Partnership,
  now: Date,
): Promise<{ slot: Slot; theirs: Prisma.Sql }[]> {
  const clocks = await db.$queryRaw<{ time_zone: string; weekday: number; hour: number }[]>`
    SELECT DISTINCT coalesce(p.time_zone, ${timeZone}) AS time_zone, coalesce(s.weekday, ${DEFAULT.weekday})::int AS weekday, coalesce(s.hour, ${DEFAULT.hour})::int AS hour
    FROM person p LEFT JOIN digest_setting s ON s.person_id = p.id WHERE p.partnership_id = ${id}::uuid AND p.active`;
  return clocks
    .map(({ time_zone, weekday, hour }) => {
      const slot = slotOf(now, time_zone, weekday, hour);
      const theirs = Prisma.sql`p.created_at <= ${slot.at} AND coalesce(p.time_zone, ${timeZone}) = ${time_zone}
        AND coalesce(s.weekday, ${DEFAULT.weekday}) = ${weekday} AND coalesce(s.hour, ${DEFAULT.hour}) = ${hour}`;
      return { slot, theirs };
    })
    .filter(({ slot }) => now >= slot.at);
}

/** Makes what is due now, in every partnership; a second run, or another replica at the same time, adds nothing. @returns how many were written */
export async function sendDigests(prisma: PrismaClient, sources: NudgeSource[], now: Date): Promise<number> {
  let made = 0;
  for (const partnership of await prisma.partnership.findMany({ select: { id: true, timeZone: true } })) {
    const { id } = partnership;
    const read = new Map<string, Promise<Ingredients>>();
    const ingredientsOf = (week: string): Promise<Ingredients> => {
      const found = read.get(week) ?? readIngredients(prisma, partnership, sources, week, now);
      read.set(week, found);
      return found;
    };
    for (const { slot, theirs } of await slotsBegun(prisma, partnership, now)) {
      if (!isDue(slot, now)) {
        await skipWithout(prisma, id, slot.week, MISSED, now, theirs);
        continue;
      }
      const rows = await prisma.$queryRaw<
        { id: string }[]
      >`SELECT p.id ${recipientsWithout(id, slot.week, theirs)} ORDER BY p.id`;
      if (rows.length === 0) continue;
      const stopped = await prisma.onceDone.findUnique({ where: { key: stopKey(id, slot.week) } });
      if (stopped !== null) continue;
      const ingredients = await ingredientsOf(slot.week);
      const people = rows.map((row) => row.id);
      for (let from = 0; from < people.length; from += BATCH)
        made += await makeBatch(prisma, partnership, slot, people.slice(from, from + BATCH), ingredients, now);
      await reportUnreachable(prisma, partnership, slot.week, now);
    }
  }
  return made;
}

/** What everybody's digests of a week are made from: read once for all clocks that are due. */
interface Ingredients {
  around: Around;
  /** The last four weeks, when the board's is due. */
  month: Around | undefined;
  waiting: Map<string, Waiting[]>;
}

async function readIngredients(
  db: Db,
  partnership: Partnership,
  sources: NudgeSource[],
  week: string,
  now: Date,
): Promise<Ingredients> {
  const around = await readAround(db, partnership, week, now);
  return {
    around,
    month: isMonthly(week) ? await readFourWeeks(db, partnership, week, now, around) : undefined,
    waiting: byPerson(await waitingForDigests(db, partnership, sources, now)),
  };
}

/** A digest tells of the week before the one in which it is sent. */
export const tellsOf = (week: string): string =>
  DateTime.fromISO(week, { zone: 'utc' }).minus({ weeks: 1 }).toISODate() ?? week;

/** What stands around everybody's digest. @param week the Monday of the week in which it is told */
export async function readAround(db: Db, partnership: Partnership, week: string, now: Date): Promise<Around> {
  const zones = await db.zone.findMany({ where: { partnershipId: partnership.id }, select: { id: true, name: true } });
  const names = new Map(zones.map(({ id, name }) => [id, name]));
  const [facts, series, health] = await Promise.all([
    readWeek(db, partnership.id, partnership.timeZone, tellsOf(week), now),
    readAllSeries(db, partnership, [...names.keys()], now),
    readHealth(db, partnership, week, now),
  ]);
  return {
    facts,
    health,
    week: tellsOf(week),
    weeks: 1,
    zoneName: (id) => names.get(id) ?? 'a zone',
    changes: series
      .filter(({ verdict }) => isReal(verdict))
      .map((each) => ({ zoneId: each.zoneId, words: `${each.measure.name}: ${seriesWords(each)}` })),
  };
}

/** The board's is monthly: the first of a month tells of the last four weeks. */
const isMonthly = (week: string) => Number(week.slice(8)) <= 7;

/** The last four weeks, which the board hears of. */
export async function readFourWeeks(
  db: Db,
  partnership: Partnership,
  week: string,
  now: Date,
  around: Around,
): Promise<Around> {
  const first =
    DateTime.fromISO(tellsOf(week), { zone: 'utc' })
      .minus({ weeks: MONTH_WEEKS - 1 })
      .toISODate() ?? week;
  const facts = await readWeek(db, partnership.id, partnership.timeZone, first, now, MONTH_WEEKS);
  return { ...around, facts, week: first, weeks: MONTH_WEEKS };
}

function byPerson(all: (Waiting & { personId: string })[]): Map<string, Waiting[]> {
  const found = new Map<string, Waiting[]>();
  for (const each of [...all].sort((a, b) => b.weight - a.weight))
    found.set(each.personId, [...(found.get(each.personId) ?? []), each]);
  return found;
}

interface PersonRow {
  id: string;
  roles: string[];
  agency_id: string;
  agency: string;
  champion: boolean;
  zones: string[] | null;
  need_only: boolean | null;
  off: boolean | null;
}

/** Whose zones, and how wide. */
export async function readPeople(db: Db, ids: string[]): Promise<PersonRow[]> {
  return db.$queryRaw`
    SELECT p.id, p.roles::text[] AS roles, p.agency_id, a.short_name AS agency, EXISTS (SELECT 1 FROM champion c WHERE c.person_id = p.id) AS champion,
      (SELECT array_agg(m.zone_id::text ORDER BY m.zone_id) FROM membership m WHERE m.person_id = p.id) AS zones, s.need_only, s.off
    FROM person p JOIN agency a ON a.id = p.agency_id LEFT JOIN digest_setting s ON s.person_id = p.id WHERE p.id = ANY(${ids}::uuid[]) ORDER BY p.id`;
}

/** Champions, project team and board look at every zone. */
const isWide = ({ roles, champion }: Pick<PersonRow, 'roles' | 'champion'>): boolean => champion || roles.length > 0;

/** Somebody who is on the board and nothing else. */
export const isBoardOnly = ({ roles, zones, champion }: Pick<PersonRow, 'roles' | 'zones' | 'champion'>): boolean =>
  roles.length === 1 && roles[0] === 'BOARD' && zones === null && !champion;

/** @param every the ids of all zones, for those who look at all @param waiting the most useful first */
export function whomOf(row: PersonRow, every: string[], waiting: Waiting[]): ForWhom {
  const wide = isWide(row);
  return {
    zoneIds: wide ? every : (row.zones ?? []),
    wide,
    ...(row.champion ? { agency: { id: row.agency_id, name: row.agency } } : {}),
    waiting,
    runsIt: row.roles.includes('ADMIN'),
    ...(isBoardOnly(row) ? { paper: PAPER } : {}),
  };
}

const PAPER: Button = { label: 'The board’s paper', action: 'digest.paper', data: {} };

interface Made {
  id: string;
  personId: string;
  card: Card | undefined;
  more: Card | undefined;
  skipped: string | undefined;
  place: Notice | undefined;
}

function makeBatch(
  prisma: PrismaClient,
  partnership: Partnership,
  slot: Slot,
  people: string[],
  { around, month, waiting }: Ingredients,
  now: Date,
): Promise<number> {
  return inBackground(prisma, partnership.id, async ({ db }) => {
    const [rows, places, all] = await Promise.all([
      readPeople(db, people),
      whereToReach(db, people),
      db.zone.findMany({ where: { partnershipId: partnership.id }, select: { id: true }, orderBy: { name: 'asc' } }),
    ]);
    const every = all.map(({ id }) => id);
    const made = rows.map((row): Made => {
      const id = newId();
      const boardOnly = isBoardOnly(row);
      const mine = whomOf(row, every, waiting.get(row.id) ?? []);
      const more: Button = { label: 'More', action: 'digest.more', data: { id } };
      const digest = digestFor(mine, boardOnly ? (month ?? around) : around, more);
      const place = places.get(row.id);
      const skipped =
        row.off === true
          ? 'switched off by the person'
          : boardOnly && !isMonthly(slot.week)
            ? 'the board’s is monthly'
            : row.need_only === true && digest.needs === 0
              ? 'nothing needed them'
              : place === undefined
                ? UNREACHABLE
                : undefined;
      return { id, personId: row.id, card: digest.card, more: digest.more, skipped, place };
    });
    return writeBatch(db, partnership.id, slot, made, now);
  });
}

/** Slots first: only what this transaction has won is sent. */
async function writeBatch(db: Db, partnershipId: string, slot: Slot, made: Made[], now: Date): Promise<number> {
  const deliveries = made.flatMap(({ id, card, skipped, place }) =>
    skipped !== undefined || card === undefined || place === undefined
      ? []
      : [
          {
            slot: id,
            id: newId(),
            lane: laneOf(place),
            platform: place.platform,
            tenant: place.tenant,
            user: place.user ?? null,
            content: card,
          },
        ],
  );
  const rows = made.map(({ id, personId, more, skipped }) => ({
    id,
    person: personId,
    content: more ?? null,
    skipped: skipped ?? null,
    delivery: deliveries.find((each) => each.slot === id)?.id ?? null,
  }));
  const won = await db.$queryRaw<{ id: string }[]>`
    INSERT INTO digest_slot (id, partnership_id, person_id, week, content, delivery_id, skipped, made_at)
    SELECT r.id, ${partnershipId}::uuid, r.person, ${slot.week}::date, r.content, r.delivery, r.skipped, ${now}
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id uuid, person uuid, content jsonb, delivery uuid, skipped text)
    ON CONFLICT (person_id, week) DO NOTHING RETURNING id`;
  const mine = new Set(won.map(({ id }) => id));
  const send = deliveries.filter((each) => mine.has(each.slot));
  // Deliveries go by the database's clock: it is told how long this is good for, not until when by ours.
  const goodFor = (slot.until.getTime() - now.getTime()) / 1000;
  await db.$executeRaw`
    INSERT INTO delivery (id, partnership_id, kind, lane, platform, tenant, "user", content, expires_at)
    SELECT r.id, ${partnershipId}::uuid, 'MESSAGE', r.lane, r.platform, r.tenant, r."user", r.content, now() + make_interval(secs => ${goodFor})
    FROM jsonb_to_recordset(${JSON.stringify(send)}::jsonb) AS r(id uuid, lane text, platform text, tenant text, "user" text, content jsonb)`;
  await wakeAll(
    db,
    send.map(({ lane }) => lane),
  );
  return won.length;
}

/** Those who cannot be reached anywhere: their leads hear once a week. */
async function reportUnreachable(prisma: PrismaClient, { id }: Partnership, week: string, now: Date): Promise<void> {
  const rows = await prisma.$queryRaw<{ zone_id: string; zone: string; names: string[] }[]>`
    SELECT z.id AS zone_id, z.name AS zone, array_agg(p.name ORDER BY p.name) AS names FROM digest_slot d
    JOIN person p ON p.id = d.person_id JOIN membership m ON m.person_id = p.id JOIN zone z ON z.id = m.zone_id
    WHERE d.partnership_id = ${id}::uuid AND d.week = ${week}::date AND d.skipped = ${UNREACHABLE} GROUP BY z.id, z.name`;
  for (const { zone_id, zone, names } of rows)
    await inBackground(prisma, id, async (effect) => {
      const once = await effect.db.onceDone.createMany({
        data: [{ key: `digest unreachable ${zone_id} ${week}`, at: now }],
        skipDuplicates: true,
      });
      if (once.count === 0) return;
      const leads = await effect.db.membership.findMany({
        where: { zoneId: zone_id, lead: true, person: { active: true } },
      });
      const reached = await whereToReach(
        effect.db,
        leads.map(({ personId }) => personId),
      );
      const title = `${names.length} of ${zone} cannot be reached`;
      const card: Card = {
        summary: title,
        blocks: [
          heading(title),
          paragraph(
            say`${names.slice(0, 20).join(', ')}: they have no chat in which I may write to them, so they get no digest and no reminder. They can type "me link" in a chat of theirs.`,
          ),
        ],
      };
      for (const place of reached.values()) await effect.tell(place, card);
    });
}
