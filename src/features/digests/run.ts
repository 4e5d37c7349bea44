// Once a week everybody gets their digest, once: the key (person, week) is what racing replicas collide on, and the message is
// written in the same transaction. What is fixed when it is made stays so.

import { DateTime } from 'luxon';
import type { Notice } from '../../chat/act.ts';
import { type Button, type Card, heading, paragraph } from '../../chat/cards.ts';
import { laneOf } from '../../chat/incoming.ts';
import type { NudgeSource } from '../../chat/nudges.ts';
import { say } from '../../chat/spans.ts';
import type { Db } from '../../database/client.ts';
import type { PrismaClient } from '../../database/generated/client.ts';
import { newId } from '../../database/ids.ts';
import { inBackground, wakeAll } from '../../delivery/index.ts';
import { fromOutside, newsOf, readAllSeries } from '../measures/index.ts';
import { waitingForDigests } from '../nudges/index.ts';
import { isOfBoard, whereToReach } from '../people/index.ts';
import { recipientsWithout, runKey, skipWithout } from './books.ts';
import { type Around, type Digest, digestFor, type ForWhom, type Waiting } from './content.ts';
import { readFacts } from './facts.ts';
import { readHealth } from './health.ts';
import {
  DEFAULT,
  groupsOf,
  isDue,
  type Partnership,
  type Slot,
  type Span,
  slotIn,
  spanBefore,
  spanOf,
} from './slots.ts';
import { MISSED, STOPPED, UNREACHABLE } from './words.ts';

/** So many people's digests are written in one transaction. */
const BATCH = 200;
const MONTH_DAYS = 28;

/** Makes what is due now, in every partnership; a second run, or another replica at the same time, adds nothing. @returns how many were written */
export async function sendDigests(prisma: PrismaClient, sources: NudgeSource[], now: Date): Promise<number> {
  let made = 0;
  for (const partnership of await prisma.partnership.findMany({ select: { id: true, timeZone: true } })) {
    const { id } = partnership;
    const pantry = stock(prisma, partnership, sources, now);
    for (const group of await groupsOf(prisma, partnership)) {
      const slot = group.slotNow(now);
      if (now < slot.at) continue;
      const theirs = group.theirs(slot);
      if (!isDue(slot, now)) {
        await skipWithout(prisma, id, slot.week, MISSED, now, theirs);
        continue;
      }
      const rows = await prisma.$queryRaw<
        { id: string }[]
      >`SELECT p.id ${recipientsWithout(id, slot.week, theirs)} ORDER BY p.id`;
      if (rows.length === 0) continue;
      const run = await prisma.digestRun.findUnique({ where: runKey(id, slot.week) });
      if (run !== null && run.stoppedAt !== null) {
        await skipWithout(prisma, id, slot.week, STOPPED, now, theirs);
        continue;
      }
      const people = rows.map((row) => row.id);
      for (let from = 0; from < people.length; from += BATCH)
        made += await makeBatch(
          prisma,
          partnership,
          slot,
          people.slice(from, from + BATCH),
          pantry,
          run?.note ?? '',
          now,
        );
      await reportUnreachable(prisma, partnership, slot.week, now);
    }
  }
  return made;
}

/** What digests are made from: each part is read once for all who are due. */
export interface Pantry {
  around(span: Span, week: string): Promise<Around>;
  /** By person, the most useful first. */
  waiting(): Promise<Map<string, Waiting[]>>;
}

export function stock(
  db: Db,
  partnership: Partnership,
  sources: NudgeSource[],
  now: Date,
  look: Look = EVERYTHING,
): Pantry {
  const arounds = new Map<string, Promise<Around>>();
  let waiting: Promise<Map<string, Waiting[]>> | undefined;
  return {
    around(span, week) {
      const key = `${span.from} ${span.until}`;
      const found = arounds.get(key) ?? readAround(db, partnership, span, week, now, look);
      arounds.set(key, found);
      return found;
    },
    waiting() {
      waiting ??= waitingForDigests(db, partnership, sources, now, look.personId).then(byPerson);
      return waiting;
    },
  };
}

/** How much of the partnership is looked at: for one person or place, no more than they see. */
export interface Look {
  /** Whose waiting things; nobody named: everybody's. */
  personId?: string;
  /** None named: all. */
  zoneIds?: string[];
  /** How the programme itself is. */
  health: boolean;
}

const EVERYTHING: Look = { health: true };

/** What stands around everybody's digest. @param week the Monday of the week in which it is told */
export async function readAround(
  db: Db,
  partnership: Partnership,
  span: Span,
  week: string,
  now: Date,
  { zoneIds, health: looksAtHealth }: Look = EVERYTHING,
): Promise<Around> {
  const zones = await db.zone.findMany({
    where: {
      partnershipId: partnership.id,
      ...(zoneIds === undefined ? {} : { id: { in: zoneIds } }),
      OR: [{ endedOn: null }, { endedOn: { gte: new Date(span.from) } }],
    },
    select: { id: true, name: true },
  });
  const names = new Map(zones.map(({ id, name }) => [id, name]));
  const [facts, series, health] = await Promise.all([
    readFacts(db, partnership, [...names.keys()], span, now),
    readAllSeries(db, partnership, [...names.keys()], now),
    looksAtHealth ? readHealth(db, partnership, week, now) : [],
  ]);
  const instants = [span.from, span.until].map((day) =>
    DateTime.fromISO(day, { zone: partnership.timeZone }).toJSDate(),
  );
  return {
    facts,
    health,
    span,
    zoneName: (id) => names.get(id) ?? 'a zone',
    changes: series.flatMap((each) => {
      const words = newsOf(each, span, instants);
      return words === undefined
        ? []
        : [{ zoneId: each.zoneId, words, outside: newsOf(fromOutside(each), span, instants) }];
    }),
  };
}

/** The board's is monthly: the first of a month tells of the last four weeks. */
const isMonthly = (week: string) => Number(week.slice(8)) <= 7;

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
  time_zone: string | null;
  weekday: number | null;
  hour: number | null;
  /** Where their last digest ended. */
  told_until: string | null;
}

/** Whose zones, and how wide. */
export async function readPeople(db: Db, ids: string[]): Promise<PersonRow[]> {
  return db.$queryRaw`
    SELECT p.id, p.roles::text[] AS roles, p.agency_id, a.short_name AS agency, EXISTS (SELECT 1 FROM champion c WHERE c.person_id = p.id) AS champion,
      (SELECT array_agg(m.zone_id::text ORDER BY m.zone_id) FROM membership m WHERE m.person_id = p.id) AS zones, s.need_only, s.off,
      p.time_zone, s.weekday::int AS weekday, s.hour::int AS hour,
      (SELECT max(d.told_until)::text FROM digest_slot d WHERE d.person_id = p.id) AS told_until
    FROM person p JOIN agency a ON a.id = p.agency_id LEFT JOIN digest_setting s ON s.person_id = p.id WHERE p.id = ANY(${ids}::uuid[]) ORDER BY p.id`;
}

/** Somebody's digest in a week, as it would be made from what is known now. @param week the Monday of the week in which it is sent */
export async function digestOf(
  row: PersonRow,
  week: string,
  { timeZone }: Partnership,
  every: string[],
  pantry: Pantry,
  more?: Button,
  note = '',
): Promise<Digest> {
  const slot = slotIn(week, row.time_zone ?? timeZone, row.weekday ?? DEFAULT.weekday, row.hour ?? DEFAULT.hour);
  const span = isBoardOnly(row) ? spanBefore(week, MONTH_DAYS) : spanOf(slot, timeZone, row.told_until ?? undefined);
  const waiting = (await pantry.waiting()).get(row.id) ?? [];
  return digestFor({ ...whomOf(row, every, waiting), note }, await pantry.around(span, week), more);
}

/** Champions, project team and board look at every zone. */
const isWide = ({ roles, champion }: Pick<PersonRow, 'roles' | 'champion'>): boolean => champion || roles.length > 0;

/** Somebody who is on the board and nothing else. */
export const isBoardOnly = ({ roles, zones, champion }: Pick<PersonRow, 'roles' | 'zones' | 'champion'>): boolean =>
  isOfBoard(roles) && !roles.includes('ADMIN') && zones === null && !champion;

/** @param every the ids of all zones, for those who look at all @param waiting the most useful first */
export function whomOf(row: PersonRow, every: string[], waiting: Waiting[]): ForWhom {
  const wide = isWide(row);
  return {
    zoneIds: wide ? every : (row.zones ?? []),
    teams: row.roles.includes('ADMIN') ? every : (row.zones ?? []),
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
  toldUntil: string;
  place: Notice | undefined;
}

async function makeBatch(
  prisma: PrismaClient,
  partnership: Partnership,
  slot: Slot,
  people: string[],
  pantry: Pantry,
  note: string,
  now: Date,
): Promise<number> {
  const [rows, places, all] = await Promise.all([
    readPeople(prisma, people),
    whereToReach(prisma, people),
    prisma.zone.findMany({
      where: { partnershipId: partnership.id, endedOn: null },
      select: { id: true },
      orderBy: { name: 'asc' },
    }),
  ]);
  const every = all.map(({ id }) => id);
  const made: Made[] = [];
  for (const row of rows) {
    const id = newId();
    const more: Button = { label: 'More', action: 'digest.more', data: { id } };
    const digest = await digestOf(row, slot.week, partnership, every, pantry, more, note);
    const place = places.get(row.id);
    const skipped =
      row.off === true
        ? 'switched off by the person'
        : isBoardOnly(row) && !isMonthly(slot.week)
          ? 'the board’s is monthly'
          : row.need_only === true && digest.needs === 0
            ? 'nothing needed them'
            : place === undefined
              ? UNREACHABLE
              : undefined;
    const { card, more: rest, span } = digest;
    made.push({ id, personId: row.id, card, more: rest, skipped, toldUntil: span.until, place });
  }
  return inBackground(prisma, partnership.id, ({ db }) => writeBatch(db, partnership.id, slot, made, now));
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
  const rows = made.map(({ id, personId, more, skipped, toldUntil }) => ({
    id,
    told: skipped === undefined ? toldUntil : null,
    person: personId,
    content: more ?? null,
    skipped: skipped ?? null,
    delivery: deliveries.find((each) => each.slot === id)?.id ?? null,
  }));
  const won = await db.$queryRaw<{ id: string }[]>`
    INSERT INTO digest_slot (id, partnership_id, person_id, week, content, delivery_id, skipped, told_until, made_at)
    SELECT r.id, ${partnershipId}::uuid, r.person, ${slot.week}::date, r.content, r.delivery, r.skipped, r.told, ${now}
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id uuid, person uuid, content jsonb, delivery uuid, skipped text, told date)
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
