// The board's paper, asked for in a chat.

import { DateTime } from 'luxon';
import { z } from 'zod';
import type { Act, ZoneEntry } from '../../chat/act.ts';
import { buttons, type Card, heading, note, paragraph } from '../../chat/cards.ts';
import { assertMay, may } from '../../chat/may.ts';
import { button, type Feature } from '../../chat/registry.ts';
import { inPlace, privately, Refusal, type Reply } from '../../chat/replies.ts';
import { link, say, strong } from '../../chat/spans.ts';
import { aboutUnread, takePastSpan } from '../../language/past-spans.ts';
import { zoneCalled } from '../../language/zones.ts';
import { dayWords } from '../../time/calendar.ts';
import { numbersOf } from './content.ts';
import { hasChanged, makeAnew, openPaper, type Paper } from './paper.ts';
import { type Asked, asked, weeksBetween } from './report.ts';
import { REPORT_DAYS, reportLink } from './report-page.ts';

/** "board", "board New Parks", "board NP from 2026-10-05 to 2026-11-01", "board last quarter"; without a time the last four whole weeks. */
export async function board(act: Act, words: string): Promise<Reply> {
  const { timeZone, yearStarts } = act.partnership;
  const span = takePastSpan(words, { now: act.now, timeZone, yearStarts });
  if (span.unread !== undefined) throw new Refusal(aboutUnread(span.unread));
  const wanted = span.rest
    .replace(/(?<![\p{L}\d])(?:in|for|of|about|the|paper|zone)(?![\p{L}\d])/giu, ' ')
    .replace(/[\s,;]+/g, ' ')
    .trim();
  const zone = wanted === '' ? undefined : zoneCalled(wanted, act.directory.zones);
  if (wanted !== '' && zone === undefined)
    throw new Refusal(
      `I know no zone "${wanted.slice(0, 40)}". One zone, or none for all; and a time: last quarter, October, from 5 October to 1 November.`,
    );
  const own = scopeOf(act, zone);
  const { from, to } = weeksBetween(DateTime.fromJSDate(act.now, { zone: timeZone }), span);
  const what = { partnership: act.partnership.id, from, to, ...(own === undefined ? {} : { zone: own.id }) };
  return privately(await paperCard(act, what, await openPaper(act.db, what, act.now)));
}

/** Who may: the board, the project team, champions; a lead for their zone. @returns the zone that it is kept to */
function scopeOf(act: Act, zone: ZoneEntry | undefined): ZoneEntry | undefined {
  const all = may(act, 'paper.read');
  const own = zone ?? (all ? undefined : act.directory.zones.find(({ id }) => may(act, 'paper.read', { zoneId: id })));
  assertMay(act, 'paper.read', { zoneId: own?.id ?? null });
  return own;
}

/** The next issue, from what has come in since. */
function anew(act: Act, what: Asked): Promise<Reply> {
  if (what.partnership !== act.partnership.id) throw new Refusal('That paper is not of this partnership.');
  scopeOf(
    act,
    act.directory.zones.find(({ id }) => id === what.zone),
  );
  return act.once(async (effect) => {
    const paper = await makeAnew(effect.db, what, act.now);
    await effect.audit({
      action: 'paper.made_anew',
      recordType: 'partnership',
      recordId: act.partnership.id,
      details: { from: what.from, to: what.to, issue: paper.issue ?? 0 },
    });
    return inPlace(await paperCard(act, what, paper));
  });
}

async function paperCard(act: Act, what: Asked, paper: Paper): Promise<Card> {
  const { report, issue, madeAt } = paper;
  const last = DateTime.fromISO(what.to, { zone: 'utc' }).plus({ days: 6 }).toISODate() ?? what.to;
  const zone = act.directory.zones.find(({ id }) => id === what.zone);
  const page = reportLink(act.links, what, act.now);
  const made = dayWords(DateTime.fromJSDate(madeAt, { zone: act.partnership.timeZone }).toISODate() ?? '');
  const late = await hasChanged(act.db, what, paper, act.now);
  return {
    summary: `The paper: ${report.zones.length} ${report.zones.length === 1 ? 'zone' : 'zones'}`,
    blocks: [
      heading(zone === undefined ? 'The board’s paper' : `The paper of ${zone.name}`),
      paragraph(
        `From ${dayWords(what.from)} to ${dayWords(last)}.${issue === undefined ? ' Its last week is not over: it may still change.' : ''}`,
      ),
      {
        kind: 'list',
        items: report.zones
          .slice(0, 12)
          .map((each) => say`${strong(`${each.name}: `)}${numbersOf(each.week, '').replace(/ \(usually \d+\)/, '')}`),
      },
      page === undefined
        ? note('As a page it needs an address of the bot’s own: PUBLIC_URL and SECRET_KEY.')
        : paragraph(
            say`${link('Open as a page', page)} to read and print: what has changed, what is asked of the board, then zone by zone; the link works for ${REPORT_DAYS} days. The page offers it as a file too.`,
          ),
      ...(late
        ? [
            paragraph(`It was made on ${made}. Something of that time has come in since.`),
            buttons({ label: 'Make it anew', action: 'digest.paperAnew', data: JSON.parse(JSON.stringify(what)) }),
          ]
        : []),
      note(report.marking),
    ],
  };
}

export const papersForBoard: Required<Pick<Feature, 'buttons'>> = {
  buttons: [
    button('digest.paper', 'paper.read', z.object({}), (act) => board(act, '')),
    button('digest.paperAnew', 'paper.read', asked, anew),
  ],
};
