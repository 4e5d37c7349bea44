// The week in numbers: a few set-based queries for all zones of a partnership at once. What it costs follows the week's rows,
// not history.
import { DateTime } from 'luxon';
import type { Db } from '../../database/client.ts';
import { rows } from '../../database/statement.ts';
import { daysIn, type Partnership, type Span } from './slots.ts';

/** So many weeks before are what this one is held against. */
export const BEFORE = 4;

export interface ZoneWeek {
  zoneId: string;
  interactions: number;
  /** The mean of the four weeks before, for as many days as are told of. */
  usual: number;
  preventive: number;
  remedial: number;
  joint: number;
  byTool: Record<string, number>;
  byOutcome: Record<string, number>;
  /** Interactions by the id of whose they are. */
  byAgency: Record<string, number>;
  raised: number;
  /** Something was done about them, and they are older than the week and not closed in it. */
  moved: number;
  closed: number;
  meetings: number;
  decisions: number;
}

export interface News {
  zoneId: string;
  /** Of whoever tells it. */
  agencyId: string;
  text: string;
}

export interface Coming {
  zoneId: string | null;
  startsAt: Date;
  timeZone: string;
  title: string;
}

export interface WeekFacts {
  zones: Map<string, ZoneWeek>;
  news: News[];
  coming: Coming[];
}

interface InteractionRow {
  zone_id: string;
  interactions: number;
  before: number;
  preventive: number;
  remedial: number;
  joint: number;
  tools: Record<string, number> | null;
  outcomes: Record<string, number> | null;
  agencies: Record<string, number> | null;
}

/**
 * @param zoneIds whose weeks are counted @param span the days that are told of, as one: a problem that moved in each of several weeks has moved once
 * @param now meetings from here on are to come
 */
export async function readFacts(
  db: Db,
  { id: partnershipId, timeZone }: Partnership,
  zoneIds: string[],
  span: Span,
  now: Date,
): Promise<WeekFacts> {
  const [first, end] = [span.from, span.until].map((day) => DateTime.fromISO(day, { zone: timeZone })) as [
    DateTime,
    DateTime,
  ];
  const [from, until] = [first.toJSDate(), end.toJSDate()];
  const [week, next] = [span.from, span.until];
  const since = first.minus({ weeks: BEFORE }).toISODate() ?? week;
  const [interactions, problems, meetings, news, coming] = await Promise.all([
    rows<InteractionRow>(db)`
      WITH z AS (SELECT unnest(${zoneIds}::uuid[]) AS id), w AS MATERIALIZED (
        SELECT i.zone_id, i.agency_id, i.tool::text AS tool, i.outcomes FROM z CROSS JOIN LATERAL (SELECT i.zone_id, i.agency_id, i.tool, i.outcomes FROM interaction i
          WHERE i.zone_id = z.id AND i.occurred_on >= ${week}::date AND i.occurred_on < ${next}::date AND i.undone_at IS NULL) AS i
      ), totals AS (
        SELECT z.id AS zone_id, t.*, b.before FROM z CROSS JOIN LATERAL (
          SELECT count(*)::int AS interactions, count(*) FILTER (WHERE i.tool IN ('INTERACTION', 'INTEGRATION'))::int AS preventive,
            count(*) FILTER (WHERE i.tool IN ('TREATMENT', 'CONTROL'))::int AS remedial, count(*) FILTER (WHERE i.with_others)::int AS joint
          FROM interaction i WHERE i.zone_id = z.id AND i.occurred_on >= ${week}::date AND i.occurred_on < ${next}::date AND i.undone_at IS NULL) AS t
        CROSS JOIN LATERAL (SELECT count(*)::int AS before FROM interaction i
          WHERE i.zone_id = z.id AND i.occurred_on >= ${since}::date AND i.occurred_on < ${week}::date AND i.undone_at IS NULL) AS b
      ), tools AS (
        SELECT zone_id, jsonb_object_agg(tool, n) AS tools FROM (SELECT zone_id, tool, count(*)::int AS n FROM w GROUP BY 1, 2) AS t GROUP BY zone_id
      ), outcomes AS (
        SELECT zone_id, jsonb_object_agg(outcome, n) AS outcomes FROM (SELECT zone_id, unnest(outcomes)::text AS outcome, count(*)::int AS n FROM w GROUP BY 1, 2) AS o GROUP BY zone_id
      ), agencies AS (
        SELECT zone_id, jsonb_object_agg(agency_id, n) AS agencies FROM (SELECT zone_id, agency_id, count(*)::int AS n FROM w GROUP BY 1, 2) AS a GROUP BY zone_id
      )
      SELECT totals.*, tools, outcomes, agencies FROM totals
      LEFT JOIN tools USING (zone_id) LEFT JOIN outcomes USING (zone_id) LEFT JOIN agencies USING (zone_id)
      WHERE totals.interactions > 0 OR totals.before > 0`,
    db.$queryRaw<{ zone_id: string; raised: number; moved: number; closed: number }[]>`
      SELECT zone_id, count(*) FILTER (WHERE created_at >= ${from} AND created_at < ${until})::int AS raised,
        count(*) FILTER (WHERE events > 0 AND closed IS NOT TRUE AND created_at < ${from})::int AS moved, count(*) FILTER (WHERE closed)::int AS closed
      FROM (SELECT id, zone_id, created_at FROM problem WHERE partnership_id = ${partnershipId}::uuid AND moved_at >= ${from}) AS p
      CROSS JOIN LATERAL (
        SELECT count(*) AS events, (array_agg(kind ORDER BY id DESC) FILTER (WHERE kind IN ('CLOSED', 'REOPENED')))[1] = 'CLOSED' AS closed
        FROM problem_event e WHERE e.problem_id = p.id AND e.at >= ${from} AND e.at < ${until}) AS e
      GROUP BY zone_id`,
    db.$queryRaw<{ zone_id: string; meetings: number; decisions: number }[]>`
      SELECT m.zone_id, count(DISTINCT m.id)::int AS meetings, count(e.id)::int AS decisions FROM meeting m
      LEFT JOIN meeting_entry e ON e.meeting_id = m.id AND e.kind = 'DECISION' AND e.struck_at IS NULL AND e.details->>'state' = 'AGREED'
      WHERE m.partnership_id = ${partnershipId}::uuid AND m.zone_id IS NOT NULL AND m.state = 'ENDED' AND m.started_at >= ${from} AND m.started_at < ${until} GROUP BY m.zone_id`,
    db.celebration.findMany({
      where: { partnershipId, undoneAt: null, createdAt: { gte: from, lt: until } },
      orderBy: { createdAt: 'desc' },
      select: { zoneId: true, agencyId: true, text: true },
    }),
    db.meeting.findMany({
      where: {
        partnershipId,
        state: 'PLANNED',
        startsAt: { gte: now, lt: new Date(now.getTime() + 8 * 86_400_000) },
      },
      orderBy: { startsAt: 'asc' },
      select: { zoneId: true, startsAt: true, timeZone: true, title: true },
    }),
  ]);
  const zones = new Map<string, ZoneWeek>();
  const of = (zoneId: string): ZoneWeek => {
    const known = zones.get(zoneId) ?? {
      zoneId,
      interactions: 0,
      usual: 0,
      preventive: 0,
      remedial: 0,
      joint: 0,
      byTool: {},
      byOutcome: {},
      byAgency: {},
      raised: 0,
      moved: 0,
      closed: 0,
      meetings: 0,
      decisions: 0,
    };
    zones.set(zoneId, known);
    return known;
  };
  for (const { zone_id, before, tools, outcomes, agencies, ...row } of interactions)
    Object.assign(of(zone_id), row, {
      usual: (before / BEFORE / 7) * daysIn(span),
      byTool: tools ?? {},
      byOutcome: outcomes ?? {},
      byAgency: agencies ?? {},
    });
  for (const { zone_id, ...row } of problems) Object.assign(of(zone_id), row);
  for (const { zone_id, ...row } of meetings) Object.assign(of(zone_id), row);
  return { zones, news, coming };
}

/** Several zones as one. */
export function together(weeks: ZoneWeek[]): ZoneWeek {
  const sum = (pick: (week: ZoneWeek) => number) => weeks.reduce((total, week) => total + pick(week), 0);
  const merge = (pick: (week: ZoneWeek) => Record<string, number>) => {
    const all: Record<string, number> = {};
    for (const week of weeks) for (const [key, count] of Object.entries(pick(week))) all[key] = (all[key] ?? 0) + count;
    return all;
  };
  return {
    zoneId: '',
    interactions: sum((week) => week.interactions),
    usual: sum((week) => week.usual),
    preventive: sum((week) => week.preventive),
    remedial: sum((week) => week.remedial),
    joint: sum((week) => week.joint),
    byTool: merge((week) => week.byTool),
    byOutcome: merge((week) => week.byOutcome),
    byAgency: merge((week) => week.byAgency),
    raised: sum((week) => week.raised),
    moved: sum((week) => week.moved),
    closed: sum((week) => week.closed),
    meetings: sum((week) => week.meetings),
    decisions: sum((week) => week.decisions),
  };
}
