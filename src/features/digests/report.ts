// The paper for the Board or its Executive, read from the record: everything as at its last day, the figures the digest's own.
import { DateTime } from 'luxon';
import { z } from 'zod';
import type { Chart } from '../../chat/cards.ts';
import { Refusal } from '../../chat/replies.ts';
import type { Db } from '../../database/client.ts';
import type { MeasureTerm } from '../../database/generated/enums.ts';
import { dayWords, todayIn } from '../../time/calendar.ts';
import {
  baselineWords,
  chartOfSeries,
  fromOutside,
  isReal,
  isWhole,
  methodWords,
  readAllSeries,
  type Series,
  seriesWords,
  verdictWords,
} from '../measures/index.ts';
import { type ProblemAsAt, problemsAsAt } from '../problems/index.ts';
import { isHigh, withoutAgreement } from '../zones/index.ts';
import { readFacts, together, type ZoneWeek } from './facts.ts';

const LONGEST_WEEKS = 104;

/**
 * Whole weeks: that of the first day to that of the last; without them, the last four that are over.
 * @param span days, YYYY-MM-DD @throws {Refusal} for no weeks, or too many
 */
export function weeksBetween(
  here: DateTime,
  span: { since?: string | undefined; until?: string | undefined },
): { from: string; to: string } {
  const monday = here.startOf('week');
  const weekOf = (day: string) => DateTime.fromISO(day, { zone: here.zone }).startOf('week');
  const last = span.until === undefined ? monday.minus({ weeks: 1 }) : DateTime.min(weekOf(span.until), monday);
  const first = span.since === undefined ? last.minus({ weeks: 3 }) : weekOf(span.since);
  if (first > monday) throw new Refusal('Those weeks have not happened yet.');
  if (last < first) throw new Refusal('The first day comes after the last: swap them.');
  if (last.diff(first, 'weeks').weeks >= LONGEST_WEEKS) throw new Refusal('At most two years at a time.');
  return { from: first.toISODate() ?? '', to: last.toISODate() ?? '' };
}

export const asked = z.object({ partnership: z.uuid(), from: z.string(), to: z.string(), zone: z.uuid().optional() });
export type Asked = z.infer<typeof asked>;

export interface ZoneReport {
  name: string;
  code: string;
  week: ZoneWeek;
  team: number;
  agencies: number;
  /** The prevention mix that it hopes for, in hundredths; null: none is set. */
  aim: number | null;
  /** Small numbers are not in them: a report leaves the team. */
  benefits: { term: MeasureTerm; name: string; baseline: string; now: string; verdict: string }[];
  /** Of what has really changed, and of the mix. */
  charts: { chart: Chart; words: string }[];
  problems: ProblemsTold;
  meetings: { title: string; day: string; decisions: string[] }[];
  news: string[];
  risks: string[];
}

export interface ProblemsTold {
  /** On the last day, by the step that they were in. */
  open: Record<string, number>;
  /** Closed in this time, by their result. */
  closed: Record<string, number>;
  /** The few that matter: closed in this time, and those that wait longest. */
  named: { reference: string; title: string; state: string; came: string }[];
  /** Beside the named ones. */
  others: number;
}

export interface Report {
  marking: string;
  partnership: string;
  from: string;
  to: string;
  /** Its last week is not over: what is told may still change. */
  unfinished: boolean;
  all: ZoneWeek;
  changes: string[];
  asks: string[];
  /** Agencies whose people are in the teams and of which no agreement on sharing holds; left out where none is entered at all. */
  unsigned?: string[];
  /** How its charts were reckoned. */
  methods: string[];
  zones: ZoneReport[];
}

/** So many are named or listed; what is beyond is counted. */
const MOST = { charts: 3, named: 5, changes: 8, asks: 8, news: 6, meetings: 8, decisions: 5 };
const FEWEST_POINTS = 3;
const WAITING_MS = 28 * 86_400_000;

/**
 * Everything as it stood when the last week was over, and as far as the bot knows it now. The figures are the digest's own.
 * @param now a week that is not over is told of until then
 */
export async function readReport(db: Db, { partnership: id, from, to, zone }: Asked, now: Date): Promise<Report> {
  const partnership = await db.partnership.findUniqueOrThrow({ where: { id } });
  const { timeZone, marking, name, officersNamed } = partnership;
  const start = DateTime.fromISO(from, { zone: timeZone });
  const end = DateTime.fromISO(to, { zone: timeZone }).plus({ weeks: 1 });
  const unfinished = end.toJSDate() > now;
  const asAt = unfinished ? now : end.toJSDate();
  const zones = await db.zone.findMany({
    where: {
      partnershipId: id,
      // One that was over by then is told of where it is asked for.
      ...(zone === undefined
        ? { AND: { OR: [{ endedOn: null }, { endedOn: { gte: new Date(from) } }] } }
        : { id: zone }),
      OR: [
        { createdAt: { lt: asAt } },
        { readings: { some: { period: { lt: asAt } } } },
        { interactions: { some: { occurredOn: { lt: asAt } } } },
      ],
    },
    orderBy: { name: 'asc' },
    select: { id: true, name: true, code: true, aim: true },
  });
  const ids = zones.map((each) => each.id);
  const between = { gte: start.toJSDate(), lt: asAt };
  const [{ zones: weeks }, all, problems, meetings, news, teams, risks, unsigned] = await Promise.all([
    readFacts(db, { id, timeZone }, ids, { from, until: end.toISODate() ?? to }, asAt),
    readAllSeries(db, partnership, ids, asAt, { whole: true }),
    problemsAsAt(db, ids, start.toJSDate(), asAt),
    db.meeting.findMany({
      where: { zoneId: { in: ids }, state: 'ENDED', startedAt: between },
      orderBy: { startedAt: 'asc' },
      include: { entries: { where: { kind: 'DECISION', struckAt: null }, orderBy: { number: 'asc' } } },
    }),
    db.celebration.findMany({
      where: { zoneId: { in: ids }, undoneAt: null, createdAt: between },
      orderBy: { createdAt: 'asc' },
    }),
    teamsAsAt(db, ids, asAt),
    db.risk.findMany({
      where: {
        partnershipId: id,
        createdAt: { lt: asAt },
        OR: [{ closedOn: null }, { closedOn: { gte: asAt } }],
        ...(zone === undefined ? {} : { zoneId: zone }),
      },
      select: { zoneId: true, what: true, happened: true, likelihood: true, impact: true },
      orderBy: { number: 'asc' },
    }),
    zone === undefined ? withoutAgreement(db, id, todayIn(timeZone, asAt).day) : undefined,
  ]);
  const series = all.map(fromOutside);
  const reports = zones.map(({ id: zoneId, name: zoneName, code, aim }): ZoneReport => {
    const own = <T extends { zoneId: string | null }>(list: T[]) => list.filter((each) => each.zoneId === zoneId);
    const mine = own(series);
    return {
      name: zoneName,
      code,
      aim,
      week: weeks.get(zoneId) ?? { ...together([]), zoneId },
      ...(teams.get(zoneId) ?? { team: 0, agencies: 0 }),
      benefits: mine.map((found) => ({
        term: found.measure.term,
        name: found.measure.name,
        baseline: baselineWords(found),
        now: seriesWords(found),
        verdict: verdictWords(found),
      })),
      charts: chartsOf(mine),
      problems: problemsTold(code, own(problems), asAt, officersNamed),
      meetings: own(meetings)
        .slice(-MOST.meetings)
        .map((meeting) => ({
          title: meeting.title,
          day: dayWords(todayIn(meeting.timeZone, meeting.startedAt ?? meeting.startsAt).day),
          decisions: meeting.entries
            .filter(({ details }) => (details as { state?: string }).state === 'AGREED')
            .slice(0, MOST.decisions)
            .map(({ text }) => text),
        })),
      news: own(news)
        .slice(-MOST.news)
        .map(({ text }) => text),
      risks: [...own(risks).map(riskWords), ...risksOf(own(problems), own(meetings).length, asAt)],
    };
  });
  const codes = new Map(zones.map((each) => [each.id, each.code]));
  const reference = ({ zoneId, number }: ProblemAsAt) => `${codes.get(zoneId) ?? ''}-${number}`;
  const unmet = reports.filter((each) => each.meetings.length === 0).map((each) => each.name);
  return {
    marking,
    partnership: name,
    from,
    to,
    unfinished,
    all: together(reports.map(({ week }) => week)),
    changes: changesIn(series, zones, from),
    asks: [
      ...asksOf(problems, reference, asAt),
      ...risks
        .filter((risk) => risk.zoneId === null && isHigh(risk))
        .map((each) => `${riskWords(each)}. What do you ask of us?`),
      ...(unsigned === undefined || unsigned.length === 0
        ? []
        : [`No agreement on sharing information holds for ${few(unsigned)}. Will they sign?`]),
      ...(unmet.length === 0 ? [] : [`No meeting in this time: ${few(unmet)}. What do they need to meet again?`]),
    ],
    ...(unsigned === undefined ? {} : { unsigned }),
    methods: [...new Set(series.filter(({ points }) => points.length >= FEWEST_POINTS).map(methodWords))].sort(),
    zones: reports,
  };
}

const riskWords = ({ what, happened }: { what: string; happened: boolean }): string =>
  `${happened ? 'It has happened' : 'It may be'}: ${what}`;

const few = (names: string[], most = MOST.named) =>
  `${names.slice(0, most).join(', ')}${names.length > most ? ` and ${names.length - most} more` : ''}`;

/** Real changes, in figures of this time. */
function changesIn(series: Series[], zones: { id: string; name: string }[], from: string): string[] {
  const real = series.filter(
    ({ verdict, readings }) => isReal(verdict) && (readings.at(-1)?.period ?? '') >= monthOf(from),
  );
  const words = real.map(
    (found) =>
      `${zones.find(({ id }) => id === found.zoneId)?.name ?? ''}, ${found.measure.name}: ${seriesWords(found)}`,
  );
  return words.length <= MOST.changes
    ? words
    : [...words.slice(0, MOST.changes), `${words.length - MOST.changes} more stand with their zones.`];
}

/** A month's or a quarter's figure is of this time when the time began in it. */
const monthOf = (day: string) => DateTime.fromISO(day, { zone: 'utc' }).startOf('quarter').toISODate() ?? day;

const weeksWords = (from: Date, to: Date) => {
  const weeks = Math.floor((to.getTime() - from.getTime()) / (7 * 86_400_000));
  return weeks === 1 ? '1 week' : `${weeks} weeks`;
};

/** What only people above the teams can give: an owner, an answer. */
function asksOf(problems: ProblemAsAt[], reference: (problem: ProblemAsAt) => string, asAt: Date): string[] {
  const open = problems.filter(({ state }) => state !== 'CLOSED');
  const unowned = open
    .filter(({ unownedSince }) => unownedSince !== undefined && asAt.getTime() - unownedSince.getTime() >= WAITING_MS)
    .sort((a, b) => (a.unownedSince?.getTime() ?? 0) - (b.unownedSince?.getTime() ?? 0));
  const asks = unowned
    .slice(0, MOST.named)
    .map(
      (problem) =>
        `${reference(problem)} ${problem.title}: no owner for ${weeksWords(problem.unownedSince ?? asAt, asAt)}. Which service takes it?`,
    );
  if (unowned.length > MOST.named)
    asks.push(`${unowned.length - MOST.named} more have had no owner for four weeks or longer.`);
  const silent = new Map<string, string[]>();
  for (const problem of open)
    for (const agency of problem.silent) silent.set(agency, [...(silent.get(agency) ?? []), reference(problem)]);
  for (const [agency, where] of [...silent].sort(([a], [b]) => (a < b ? -1 : 1)))
    asks.push(`${agency} was asked to join ${few(where)} and has not answered. Will it?`);
  return asks.slice(0, MOST.asks);
}

function problemsTold(code: string, problems: ProblemAsAt[], asAt: Date, officersNamed: boolean): ProblemsTold {
  const [open, closed] = [
    problems.filter(({ state }) => state !== 'CLOSED'),
    problems.filter(({ state }) => state === 'CLOSED'),
  ];
  const waiting = [...open].sort(
    (a, b) =>
      Number(a.unownedSince === undefined) - Number(b.unownedSince === undefined) ||
      a.movedAt.getTime() - b.movedAt.getTime(),
  );
  const named = [
    ...closed.sort((a, b) => (b.closedAt?.getTime() ?? 0) - (a.closedAt?.getTime() ?? 0)).slice(0, MOST.named),
    ...waiting.slice(0, MOST.named),
  ];
  return {
    open: tally(open.map(({ state }) => state.toLowerCase())),
    closed: tally(closed.map(({ result }) => RESULT[result ?? ''] ?? 'closed')),
    named: named.map((problem) => ({
      reference: `${code}-${problem.number}`,
      title: problem.title,
      state: problem.state.toLowerCase(),
      came: cameOf(problem, asAt, officersNamed),
    })),
    others: problems.length - named.length,
  };
}

function cameOf({ result, owner, unownedSince }: ProblemAsAt, asAt: Date, officersNamed: boolean): string {
  if (result !== undefined) return RESULT[result] ?? '';
  if (owner !== undefined) return officersNamed ? `${owner.name}, ${owner.agency}` : `with ${owner.agency}`;
  const weeks = weeksWords(unownedSince ?? asAt, asAt);
  return weeks === '0 weeks' ? 'nobody has it yet' : `nobody has it, for ${weeks}`;
}

function tally(names: string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

function risksOf(problems: ProblemAsAt[], meetings: number, asAt: Date): string[] {
  const open = problems.filter(({ state }) => state !== 'CLOSED');
  const unowned = open.filter(({ owner }) => owner === undefined).length;
  const stale = open.filter(({ movedAt }) => asAt.getTime() - movedAt.getTime() >= WAITING_MS).length;
  const silent = [...new Set(open.flatMap((problem) => problem.silent))].sort();
  return [
    ...(unowned > 0 ? [`${unowned} open ${unowned === 1 ? 'problem has' : 'problems have'} no owner`] : []),
    ...(stale > 0 ? [`${stale} open ${stale === 1 ? 'problem has' : 'problems have'} not moved for four weeks`] : []),
    ...(silent.length > 0 ? [`asked and silent: ${few(silent)}`] : []),
    ...(meetings === 0 ? ['no meeting in this time'] : []),
  ];
}

/** Who was in the teams then: those who are and had joined, and those who have left since. */
async function teamsAsAt(
  db: Db,
  zoneIds: string[],
  asAt: Date,
): Promise<Map<string, { team: number; agencies: number }>> {
  const rows = await db.$queryRaw<{ zone_id: string; team: number; agencies: number }[]>`
    SELECT zone_id, count(DISTINCT person_id)::int AS team, count(DISTINCT agency_id)::int AS agencies FROM (
      SELECT m.zone_id, m.person_id, p.agency_id FROM membership m JOIN person p ON p.id = m.person_id
      WHERE m.zone_id = ANY(${zoneIds}::uuid[]) AND m.created_at < ${asAt} AND p.active
      UNION ALL
      SELECT (a.details->>'zone')::uuid, a.record_id, p.agency_id FROM audit_entry a JOIN person p ON p.id = a.record_id
      WHERE a.action = 'zone.member_left' AND a.record_type = 'person' AND a.at >= ${asAt}
        AND (a.details->>'since')::timestamptz < ${asAt} AND a.details->>'zone' = ANY(${zoneIds}::text[])
    ) AS everybody GROUP BY zone_id`;
  return new Map(rows.map(({ zone_id, ...team }) => [zone_id, team]));
}

/** Real changes first, then the mix that zones aim for, then the rest; none where a figure is withheld. */
function chartsOf(series: Series[]): ZoneReport['charts'] {
  const rank = ({ verdict, measure }: Series): number => (isReal(verdict) ? 0 : measure.key === 'prevention' ? 1 : 2);
  return series
    .filter((found) => found.points.length >= FEWEST_POINTS && isWhole(found))
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, MOST.charts)
    .map((found) => ({ chart: chartOfSeries(found), words: seriesWords(found) }));
}

const RESULT: Record<string, string> = {
  RESOLVED: 'resolved',
  REDUCED: 'reduced',
  NOT_RESOLVED: 'not resolved',
  HANDED_OVER: 'handed over',
};
