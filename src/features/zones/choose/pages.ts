// The candidates as a paper for the board: side by side, then one by one with every finding and where it is from.
import { z } from 'zod';
import type { Page, PageContext } from '../../../chat/registry.ts';
import { type Html, html } from '../../../http/html.ts';
import type { Links } from '../../../http/links.ts';
import { document, foot } from '../../../http/pages.ts';
import { canPrint, printPdf } from '../../../http/print.ts';
import { dayWords, todayIn } from '../../../time/calendar.ts';
import { FACTOR_KEYS, FACTORS, type FullProposal, findProposals, SETTINGS, STATES, settingsAgreed } from './model.ts';
import { cellOf, oneSidedWords, shownFactors } from './views.ts';

export const PAPER_DAYS = 14;
const PATHS = { page: '/candidates', pdf: '/candidates.pdf', json: '/candidates.json' } as const;
const shape = z.object({ partnership: z.uuid() });

/** A signed address that anybody who has it can read for so many days. */
export const paperLink = (links: Links, partnershipId: string, now: Date, as: keyof typeof PATHS = 'page') =>
  links.to(PATHS[as], { partnership: partnershipId }, new Date(now.getTime() + PAPER_DAYS * 86_400_000));

interface Paper {
  partnership: { name: string; marking: string };
  /** YYYY-MM-DD */
  day: string;
  open: FullProposal[];
  settled: FullProposal[];
  oneSided: string | undefined;
}

async function readPaper({ db, now }: PageContext, params: Record<string, string>): Promise<Paper | undefined> {
  const { partnership: id } = shape.parse(params);
  const partnership = await db.partnership.findUnique({ where: { id } });
  if (partnership === null) return undefined;
  const [all, settings] = await Promise.all([findProposals(db, id), settingsAgreed(db, id)]);
  const open = all.filter(({ state }) => state === 'PROPOSED');
  return {
    partnership,
    day: todayIn(partnership.timeZone, now).day,
    open,
    settled: all.filter(({ state }) => state !== 'PROPOSED'),
    oneSided: oneSidedWords(settings, open),
  };
}

const isoDay = (day: Date) => day.toISOString().slice(0, 10);

/** What the paper says, for machines. */
const asJson = ({ partnership, day, open, settled }: Paper) => ({
  partnership: partnership.name,
  marking: partnership.marking,
  day,
  candidates: [...open, ...settled].map((each) => ({
    name: each.name,
    setting: each.setting,
    state: each.state,
    proposedBy: each.agency.shortName,
    decidedOn: each.decidedOn === null ? null : isoDay(each.decidedOn),
    decidedWhere: each.decision?.text ?? each.decidedWhere,
    why: each.why,
    findings: each.findings.map(({ factor, text, source, asAt, link }) => ({
      factor,
      text,
      source,
      asAt: isoDay(asAt),
      link,
    })),
  })),
});

const decided = ({ state, decidedOn, decidedWhere, decision, why }: FullProposal): string =>
  `${STATES[state]}${decidedOn === null ? '' : ` on ${dayWords(isoDay(decidedOn))}`}${decision === null && decidedWhere === '' ? '' : `, ${decision?.text ?? decidedWhere}`}${why === '' ? '' : `: ${why}`}`;

function findingsOf(proposal: FullProposal): Html {
  if (proposal.findings.length === 0) return html`<p class="quiet">Nothing has been found of it yet.</p>`;
  return html`${FACTOR_KEYS.map((factor) => {
    const found = proposal.findings.filter((finding) => finding.factor === factor);
    return found.length === 0
      ? html``
      : html`<h3>${FACTORS[factor].label}</h3><ul>${found.map(
          ({ text, source, asAt, link }) =>
            html`<li>${text} <span class="quiet">– ${source}, ${dayWords(isoDay(asAt))}</span>${
              link === '' ? undefined : html` <a href="${link}" rel="noreferrer">${link}</a>`
            }</li>`,
        )}</ul>`;
  })}`;
}

function paperPage(paper: Paper, others: readonly (readonly [string, string | undefined])[]): string {
  const { partnership, day, open, settled, oneSided } = paper;
  const title = 'Candidates for People Zones';
  return document(
    title,
    html`<p class="marking">${partnership.marking}</p>
<h1>${title}</h1>
<p>${partnership.name}, ${dayWords(day)}. They stand side by side, and nothing adds them up: there is no set formula.</p>
${oneSided === undefined ? undefined : html`<p><strong>${oneSided}</strong></p>`}
${
  open.length === 0
    ? html`<p>No candidate waits for a decision.</p>`
    : html`<div class="wide" tabindex="0" role="region" aria-label="Side by side"><table><caption>Side by side</caption>
<thead><tr><th scope="col">Factor</th>${open.map(({ name }) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody><tr><th scope="row">Setting</th>${open.map(({ setting }) => html`<td>${SETTINGS[setting]}</td>`)}</tr>
${shownFactors(open).map(
  (factor) =>
    html`<tr><th scope="row">${FACTORS[factor].label}</th>${open.map((each) => html`<td>${cellOf(each, factor, 120)}</td>`)}</tr>`,
)}</tbody></table></div>`
}
${open.map(
  (each) => html`<section><h2>${each.name} <span class="quiet">(${SETTINGS[each.setting]})</span></h2>
<p class="quiet">Proposed by ${each.agency.shortName}.</p>${findingsOf(each)}</section>`,
)}
${
  settled.length === 0
    ? undefined
    : html`<section><h2>Decided</h2><ul>${settled.map((each) => html`<li><strong>${each.name}</strong> (${SETTINGS[each.setting]}): ${decided(each)}</li>`)}</ul></section>`
}
${foot(partnership.marking, others)}`,
    partnership.marking,
  );
}

export const pages: Page[] = [
  {
    path: PATHS.page,
    async open(context, params) {
      const paper = await readPaper(context, params);
      if (paper === undefined) return undefined;
      const address = (as: 'pdf' | 'json') =>
        paperLink(context.links, shape.parse(params).partnership, context.now, as);
      const others = [
        ['PDF', canPrint() ? address('pdf') : undefined],
        ['JSON', address('json')],
      ] as const;
      return { type: 'text/html', body: paperPage(paper, others), marking: paper.partnership.marking };
    },
  },
  {
    path: PATHS.pdf,
    async open(context, params) {
      const paper = await readPaper(context, params);
      if (paper === undefined || !canPrint()) return undefined;
      return { type: 'application/pdf', body: await printPdf(paperPage(paper, [])), filename: 'candidates.pdf' };
    },
  },
  {
    path: PATHS.json,
    async open(context, params) {
      const paper = await readPaper(context, params);
      if (paper === undefined) return undefined;
      return {
        type: 'application/json',
        body: `${JSON.stringify(asJson(paper), undefined, 2)}\n`,
        filename: 'candidates.json',
      };
    },
  },
];
