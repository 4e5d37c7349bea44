// The paper for the Board or its Executive: the same figures as the digest, as a page to read and print, as CSV and as JSON.
import { DateTime } from 'luxon';
import { z } from 'zod';
import { dayWords, todayIn } from '../../calendar.ts';
import type { Chart } from '../../chat/cards.ts';
import type { Page } from '../../chat/registry.ts';
import { Refusal } from '../../chat/replies.ts';
import type { Db } from '../../database/client.ts';
import type { MeasureTerm } from '../../database/generated/enums.ts';
import { renderChart } from '../../http/chart.ts';
import { type Html, html } from '../../http/html.ts';
import type { Links } from '../../http/links.ts';
import { document, foot } from '../../http/pages.ts';
import { canPrint, printPdf } from '../../http/print.ts';
import { findPastDay } from '../../language/past-days.ts';
import {
  baselineWords,
  chartOfSeries,
  givesAway,
  isReal,
  methodWords,
  readAllSeries,
  readPeriod,
  type Series,
  SMALL,
  seriesWords,
  TERMS,
  VERDICTS,
} from '../measures/index.ts';
import { numbersOf } from './content.ts';
import { readWeek, together, type ZoneWeek } from './facts.ts';

export const REPORT_DAYS = 14;
const LONGEST_WEEKS = 104;

/**
 * Whole weeks: that of `from` to that of `to`; without them, the last four that are over. Each is a day (2026-10-05, "5 October") or a
 * month ("October"): its weeks from the first day to the last. @throws {Refusal} for no days, or too many weeks
 */
export function weeksBetween(here: DateTime, from?: string, to?: string): { from: string; to: string } {
  const monday = here.startOf('week');
  const last =
    to === undefined ? monday.minus({ weeks: 1 }) : DateTime.min(dayOf(to, here, 'last').startOf('week'), monday);
  const first = from === undefined ? last.minus({ weeks: 3 }) : dayOf(from, here, 'first').startOf('week');
  if (first > monday) throw new Refusal('Those weeks have not happened yet.');
  if (last < first) throw new Refusal('The first day comes after the last: swap them.');
  if (last.diff(first, 'weeks').weeks >= LONGEST_WEEKS) throw new Refusal('At most two years at a time.');
  return { from: first.toISODate() ?? '', to: last.toISODate() ?? '' };
}

/** @param which of a month's days is meant */
function dayOf(typed: string, here: DateTime, which: 'first' | 'last'): DateTime {
  const said = typed.trim();
  const today = here.toISODate() ?? '';
  const zone = here.zone;
  const day = findPastDay(said, { now: here.toJSDate(), timeZone: here.zoneName ?? 'utc' });
  if (day !== undefined && day.from === 0 && day.to === said.length) return DateTime.fromISO(day.day, { zone });
  const month = readPeriod(said, 'MONTH', today);
  if (month !== undefined) {
    const start = DateTime.fromISO(month, { zone });
    return which === 'first' ? start : start.endOf('month');
  }
  throw new Refusal(
    `"${said.slice(0, 20)}" is no day and no month. Write it as ${today}, or as ${here.setLocale('en-GB').toFormat('LLLL')}.`,
  );
}

const PATHS = { page: '/report', pdf: '/report.pdf', csv: '/report.csv', json: '/report.json' } as const;
const asked = z.object({ partnership: z.uuid(), from: z.string(), to: z.string(), zone: z.uuid().optional() });
type Asked = z.infer<typeof asked>;

/** @param from the Monday of its first week @param to the Monday of its last, both YYYY-MM-DD */
export function reportLink(links: Links, what: Asked, now: Date, as: keyof typeof PATHS = 'page'): string | undefined {
  const params = Object.fromEntries(Object.entries(what).filter(([, value]) => value !== undefined)) as Record<
    string,
    string
  >;
  return links.to(PATHS[as], params, new Date(now.getTime() + REPORT_DAYS * 86_400_000));
}

export interface ZoneReport {
  name: string;
  code: string;
  week: ZoneWeek;
  team: number;
  agencies: number;
  /** Small numbers are not told: a report leaves the team. */
  benefits: { term: MeasureTerm; name: string; baseline: string; now: string; verdict: string }[];
  /** Of what has really changed, and of the mix; with the words of their method. */
  charts: { chart: Chart; words: string; method: string }[];
  problems: { reference: string; title: string; state: string; came: string }[];
  meetings: { title: string; day: string; decisions: string[] }[];
  news: string[];
  risks: string[];
}

export interface Report {
  marking: string;
  partnership: string;
  from: string;
  to: string;
  zones: ZoneReport[];
  all: ZoneWeek;
}

const RESULT: Record<string, string> = {
  RESOLVED: 'resolved',
  REDUCED: 'reduced',
  NOT_RESOLVED: 'not resolved',
  HANDED_OVER: 'handed over',
};

/** A few queries for all zones at once; the figures are the digest's own. */
export async function readReport(db: Db, { partnership: id, from, to, zone }: Asked, now: Date): Promise<Report> {
  const partnership = await db.partnership.findUniqueOrThrow({ where: { id } });
  const { timeZone, marking, name } = partnership;
  const start = DateTime.fromISO(from, { zone: timeZone });
  const end = DateTime.fromISO(to, { zone: timeZone }).plus({ weeks: 1 });
  const zones = await db.zone.findMany({
    where: { partnershipId: id, ...(zone === undefined ? {} : { id: zone }) },
    orderBy: { name: 'asc' },
    include: {
      memberships: { where: { person: { active: true } }, include: { person: { select: { agencyId: true } } } },
    },
  });
  const ids = zones.map((each) => each.id);
  const whole = Math.round(end.diff(start, 'weeks').weeks);
  const { zones: weeks } = await readWeek(db, id, timeZone, from, now, whole);
  const between = { gte: start.toJSDate(), lt: end.toJSDate() };
  const [series, problems, meetings, news] = await Promise.all([
    readAllSeries(db, partnership, ids, now),
    db.problem.findMany({
      where: { zoneId: { in: ids }, OR: [{ state: { not: 'CLOSED' } }, { closedAt: between }] },
      orderBy: [{ zoneId: 'asc' }, { number: 'asc' }],
      include: {
        owner: { select: { name: true } },
        agencies: { where: { state: 'ASKED' }, include: { agency: { select: { shortName: true } } } },
      },
    }),
    db.meeting.findMany({
      where: { zoneId: { in: ids }, state: 'ENDED', endedAt: between },
      orderBy: { endedAt: 'asc' },
      include: { entries: { where: { kind: 'DECISION', struckAt: null }, orderBy: { number: 'asc' } } },
    }),
    db.celebration.findMany({
      where: { zoneId: { in: ids }, undoneAt: null, createdAt: between },
      orderBy: { createdAt: 'asc' },
    }),
  ]);
  const month = new Date(now.getTime() - 28 * 86_400_000);
  const reports = zones.map((each): ZoneReport => {
    const open = problems.filter((problem) => problem.zoneId === each.id && problem.state !== 'CLOSED');
    const unowned = open.filter((problem) => problem.ownerId === null).length;
    const stale = open.filter((problem) => problem.movedAt < month).length;
    const silent = [...new Set(open.flatMap((problem) => problem.agencies.map(({ agency }) => agency.shortName)))];
    const met = meetings.filter((meeting) => meeting.zoneId === each.id);
    const mine = series.filter(({ zoneId }) => zoneId === each.id);
    return {
      name: each.name,
      code: each.code,
      week: weeks.get(each.id) ?? { ...together([]), zoneId: each.id },
      team: each.memberships.length,
      agencies: new Set(each.memberships.map(({ person }) => person.agencyId)).size,
      benefits: mine.map((found) => ({
        term: found.measure.term,
        name: found.measure.name,
        baseline: baselineWords(found, true),
        now: seriesWords(found, true),
        verdict: VERDICTS[found.verdict],
      })),
      charts: mine
        .filter((found) => found.points.length >= FEWEST_POINTS && !found.readings.some((one) => givesAway(found, one)))
        .sort((a, b) => rankOf(a) - rankOf(b))
        .slice(0, MOST_CHARTS)
        .map((found) => ({
          chart: chartOfSeries(found),
          words: seriesWords(found, true),
          method: methodWords(found),
        })),
      problems: problems
        .filter((problem) => problem.zoneId === each.id)
        .map((problem) => ({
          reference: `${each.code}-${problem.number}`,
          title: problem.title,
          state: problem.state.toLowerCase(),
          came: problem.result === null ? (problem.owner?.name ?? 'nobody has it yet') : (RESULT[problem.result] ?? ''),
        })),
      meetings: met.map((meeting) => ({
        title: meeting.title,
        day: dayWords(todayIn(meeting.timeZone, meeting.startedAt ?? meeting.startsAt).day),
        decisions: meeting.entries
          .filter(({ details }) => (details as { state?: string }).state === 'AGREED')
          .map(({ text }) => text),
      })),
      news: news.filter(({ zoneId }) => zoneId === each.id).map(({ text }) => text),
      risks: [
        ...(unowned > 0 ? [`${unowned} open ${unowned === 1 ? 'problem has' : 'problems have'} no owner`] : []),
        ...(stale > 0
          ? [`${stale} open ${stale === 1 ? 'problem has' : 'problems have'} not moved for four weeks`]
          : []),
        ...(silent.length > 0 ? [`asked and silent: ${silent.join(', ')}`] : []),
        ...(met.length === 0 ? ['no meeting in this time'] : []),
      ],
    };
  });
  return { marking, partnership: name, from, to, zones: reports, all: together(reports.map(({ week }) => week)) };
}

const FEWEST_POINTS = 3;
const MOST_CHARTS = 3;

/** Real changes first, then the mix that zones aim for, then the rest. */
const rankOf = ({ verdict, measure }: Series): number => (isReal(verdict) ? 0 : measure.key === 'prevention' ? 1 : 2);

/** A cell that no spreadsheet takes for a formula. */
export function csvCell(value: string | number): string {
  const text = String(value);
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function reportCsv({ zones }: Report): string {
  const head = [
    'zone',
    'team',
    'agencies',
    'interactions',
    'preventive',
    'remedial',
    'joint',
    'problems raised',
    'problems moved',
    'problems closed',
    'meetings',
    'decisions',
  ];
  const rows = zones.map(({ name, team, agencies, week }) => [
    name,
    team,
    agencies,
    week.interactions,
    week.preventive,
    week.remedial,
    week.joint,
    week.raised,
    week.moved,
    week.closed,
    week.meetings,
    week.decisions,
  ]);
  return `${[head, ...rows].map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`;
}

export function reportPage(report: Report, others: readonly (readonly [string, string | undefined])[]): string {
  const { marking, partnership, from, to, zones, all } = report;
  const last = DateTime.fromISO(to, { zone: 'utc' }).plus({ days: 6 }).toISODate() ?? to;
  const title = `${partnership}: People Zones, ${dayWords(from).replace(/^\S+ /, '')} to ${dayWords(last).replace(/^\S+ /, '')}`;
  const list = (name: string, items: readonly (Html | string)[]) =>
    items.length === 0 ? undefined : html`<h3>${name}</h3><ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`;
  return document(
    title,
    html`<p class="marking">${marking}</p>
<h1>${title}</h1>
<p>${zones.length} ${zones.length === 1 ? 'zone' : 'zones'}: ${numbersOf(all, '').replace(/ \(usually \d+\)/, '')}</p>
${zones.map(
  (zone) => html`<section>
<h2>${zone.name} (${zone.code})</h2>
<p>${zone.team} in the team from ${zone.agencies} agencies. ${numbersOf(zone.week, '').replace(/ \(usually \d+\)/, '')}</p>
${list('Good news', zone.news)}
${(Object.keys(TERMS) as MeasureTerm[]).flatMap(
  (term) =>
    list(
      `Benefits, ${TERMS[term].toLowerCase()}`,
      zone.benefits
        .filter((each) => each.term === term)
        .map(
          ({ name, baseline, now }) =>
            html`<strong>${name}</strong>: ${now} <span class="quiet">Baseline: ${baseline}.</span>`,
        ),
    ) ?? [],
)}
${zone.charts.map(
  ({ chart, words, method }) => html`${renderChart(chart)}<p>${words} <span class="quiet">${method}</span></p>`,
)}
${list(
  'Problems and what came of them',
  zone.problems.map(
    ({ reference, title: what, state, came }) => html`<strong>${reference}</strong> ${what}: ${state}, ${came}`,
  ),
)}
${list(
  'Meetings',
  zone.meetings.map(
    ({ title: what, day, decisions }) =>
      html`${what}, ${day}${decisions.length === 0 ? '' : `: ${decisions.join('; ')}`}`,
  ),
)}
${list('Risks', zone.risks)}
</section>`,
)}
${foot(
  marking,
  others,
  html`<p class="quiet">A change is called real only where its XmR chart, or the interval between two survey waves, says so. Counts of people or events under ${SMALL} are not told.</p>`,
)}`,
    marking,
  );
}

export const pages: Page[] = [
  {
    path: PATHS.page,
    async open({ db, now, links }, params) {
      const what = asked.parse(params);
      const others = [
        ['PDF', canPrint() ? reportLink(links, what, now, 'pdf') : undefined],
        ['CSV', reportLink(links, what, now, 'csv')],
        ['JSON', reportLink(links, what, now, 'json')],
      ] as const;
      const report = await readReport(db, what, now);
      return { type: 'text/html', body: reportPage(report, others), marking: report.marking };
    },
  },
  {
    path: PATHS.pdf,
    async open({ db, now }, params) {
      if (!canPrint()) return undefined;
      const page = reportPage(await readReport(db, asked.parse(params), now), []);
      return { type: 'application/pdf', body: await printPdf(page), filename: 'report.pdf' };
    },
  },
  {
    path: PATHS.csv,
    async open({ db, now }, params) {
      return {
        type: 'text/csv',
        body: reportCsv(await readReport(db, asked.parse(params), now)),
        filename: 'report.csv',
      };
    },
  },
  {
    path: PATHS.json,
    async open({ db, now }, params) {
      const report = await readReport(db, asked.parse(params), now);
      return { type: 'application/json', body: `${JSON.stringify(report, undefined, 2)}\n`, filename: 'report.json' };
    },
  },
];
