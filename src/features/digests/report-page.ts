// The paper as a page to read and print: first what has changed and what is asked of the board, then each zone, last how it was reckoned.
import { DateTime } from 'luxon';
import type { Page, PageContext } from '../../chat/registry.ts';
import type { MeasureTerm } from '../../database/generated/enums.ts';
import { renderChart } from '../../http/chart.ts';
import { type Html, html } from '../../http/html.ts';
import type { Links } from '../../http/links.ts';
import { document, foot } from '../../http/pages.ts';
import { canPrint, printPdf } from '../../http/print.ts';
import { dayWords, todayIn } from '../../time/calendar.ts';
import { SMALL, TERMS } from '../measures/index.ts';
import { numbersOf } from './content.ts';
import { openPaper, type Paper } from './paper.ts';
import { type Asked, asked, type ProblemsTold, type ZoneReport } from './report.ts';
import { reportCsv } from './report-csv.ts';

/** So long its addresses work. */
export const REPORT_DAYS = 14;

const PATHS = { page: '/report', pdf: '/report.pdf', csv: '/report.csv', json: '/report.json' } as const;

/** @param from the Monday of its first week @param to the Monday of its last, both YYYY-MM-DD */
export function reportLink(links: Links, what: Asked, now: Date, as: keyof typeof PATHS = 'page'): string | undefined {
  const params = Object.fromEntries(Object.entries(what).filter(([, value]) => value !== undefined)) as Record<
    string,
    string
  >;
  return links.to(PATHS[as], params, new Date(now.getTime() + REPORT_DAYS * 86_400_000));
}

const list = (name: string, items: readonly (Html | string)[]) =>
  items.length === 0 ? undefined : html`<h3>${name}</h3><ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`;

const bare = (day: string) => dayWords(day).replace(/^\S+ /, '');
/** "26 October to 22 November 2026" */
const span = (from: string, to: string) =>
  `${from.slice(0, 4) === to.slice(0, 4) ? bare(from).replace(/ \d{4}$/, '') : bare(from)} to ${bare(to)}`;

const dayOf = (at: Date) => bare(todayIn('utc', at).day);

export function reportPage(
  { report, madeAt, issue }: Paper,
  others: readonly (readonly [string, string | undefined])[],
): string {
  const { marking, partnership, from, to, zones, all, changes, asks, methods, unfinished } = report;
  const last = DateTime.fromISO(to, { zone: 'utc' }).plus({ days: 6 }).toISODate() ?? to;
  const title = `${partnership}: People Zones, ${span(from, last)}`;
  const count = `${zones.length} ${zones.length === 1 ? 'zone' : 'zones'}`;
  return document(
    title,
    html`<p class="marking">${marking}</p>
<h1>${title}</h1>
<p>${count}: ${figuresOf(all)}</p>
<p class="quiet">Everything here is as it stood ${unfinished ? 'when this was made; the last week is not over' : html`at the end of ${bare(last)}`}. Made on ${dayOf(madeAt)}${issue === undefined || issue === 1 ? '' : `, issue ${issue}`}.</p>
<h2>What has changed</h2>
${changes.length === 0 ? html`<p>No figure has changed by more than is usual.</p>` : html`<ul>${changes.map((each) => html`<li>${each}</li>`)}</ul>`}
<h2>What is asked of the board</h2>
${asks.length === 0 ? html`<p>Nothing this time.</p>` : html`<ul>${asks.map((each) => html`<li>${each}</li>`)}</ul>`}
${zones.map(zoneSection)}
${foot(
  marking,
  others,
  html`<h2>How this was reckoned</h2>
<p class="quiet">A change is called real only where its XmR chart, or the interval between two survey waves, says so. ${methods.join(' ')}</p>
<p class="quiet">Figures of agencies and surveys under ${SMALL} are not told, nor what they could be reckoned from. What the teams themselves did (interactions, problems, actions, meetings) is counted in full.</p>`,
)}`,
    marking,
  );
}

const figuresOf = (week: ZoneReport['week']) => numbersOf(week, '').replace(/ \(usually \d+\)/, '');

function zoneSection(zone: ZoneReport): Html {
  return html`<section>
<h2>${zone.name} (${zone.code})</h2>
<p>${zone.team} in the team from ${zone.agencies} agencies. ${figuresOf(zone.week)}${zone.aim === null ? undefined : ` The mix that it hopes for: ${zone.aim}% preventive.`}</p>
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
${zone.charts.map(({ chart, words }) => html`${renderChart(chart)}<p>${words}</p>`)}
${problemsSection(zone.problems)}
${list(
  'Meetings',
  zone.meetings.map(
    ({ title: what, day, decisions }) =>
      html`${what}, ${day}${decisions.length === 0 ? '' : `: ${decisions.join('; ')}`}`,
  ),
)}
${list('Risks', zone.risks)}
</section>`;
}

function problemsSection({ open, closed, named, others }: ProblemsTold): Html | undefined {
  if (named.length === 0) return undefined;
  const sum = (counts: Record<string, number>) => Object.values(counts).reduce((total, each) => total + each, 0);
  const parts = (counts: Record<string, number>) =>
    Object.entries(counts)
      .map(([name, count]) => `${count} ${name}`)
      .join(', ');
  const words = [
    sum(open) === 0 ? 'None is open' : `${sum(open)} open (${parts(open)})`,
    ...(sum(closed) === 0 ? [] : [`${sum(closed)} closed in this time (${parts(closed)})`]),
  ];
  return html`<h3>Problems and what came of them</h3>
<p>${words.join('; ')}.${others > 0 ? ' Those closed last, and those that wait longest:' : ''}</p>
<ul>${named.map(
    ({ reference, title, state, came }) => html`<li><strong>${reference}</strong> ${title}: ${state}, ${came}</li>`,
  )}</ul>`;
}

type Here = Pick<PageContext, 'now' | 'links' | 'db'>;

export const pages: Page[] = [
  {
    path: PATHS.page,
    async open({ db, now, links }: Here, params) {
      const what = asked.parse(params);
      const others = [
        ['PDF', canPrint() ? reportLink(links, what, now, 'pdf') : undefined],
        ['CSV', reportLink(links, what, now, 'csv')],
        ['JSON', reportLink(links, what, now, 'json')],
      ] as const;
      const paper = await openPaper(db, what, now);
      return { type: 'text/html', body: reportPage(paper, others), marking: paper.report.marking };
    },
  },
  {
    path: PATHS.pdf,
    async open({ db, now }: Here, params) {
      if (!canPrint()) return undefined;
      const page = reportPage(await openPaper(db, asked.parse(params), now), []);
      return { type: 'application/pdf', body: await printPdf(page), filename: 'report.pdf' };
    },
  },
  {
    path: PATHS.csv,
    async open({ db, now }: Here, params) {
      const { report } = await openPaper(db, asked.parse(params), now);
      return { type: 'text/csv', body: reportCsv(report), filename: 'report.csv' };
    },
  },
  {
    path: PATHS.json,
    async open({ db, now }: Here, params) {
      const { report } = await openPaper(db, asked.parse(params), now);
      return { type: 'application/json', body: reportJson(report), filename: 'report.json' };
    },
  },
];

export const reportJson = (report: Paper['report']): string => `${JSON.stringify(report, undefined, 2)}\n`;
