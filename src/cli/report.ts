// The board's paper as a file, for whoever runs the bot.

import { writeFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import type { Command } from 'commander';
import { DateTime } from 'luxon';
import { Refusal } from '../chat/replies.ts';
import type { PrismaClient } from '../database/generated/client.ts';
import { openPaper, reportCsv, reportJson, reportPage, weeksBetween } from '../features/digests/index.ts';
import { canPrint, printPdf } from '../http/print.ts';
import { aboutUnread, takePastSpan } from '../language/past-spans.ts';
import { withDatabase } from './opened.ts';

export interface ReportOptions {
  zone?: string;
  /** YYYY-MM-DD; whole weeks are told of: that of `from` to that of `to`. */
  from?: string;
  to?: string;
  /** Its ending says what it is: .html, .csv, .json, .pdf. */
  out: string;
}

/** @returns where it stands now @throws {Refusal} for a zone or an ending that is unknown, or where nothing can print */
export async function writeReport(
  prisma: PrismaClient,
  { zone, from, to, out }: ReportOptions,
  now: Date,
): Promise<string> {
  const partnership = await prisma.partnership.findFirstOrThrow({ orderBy: { createdAt: 'asc' } });
  const zones = await prisma.zone.findMany({ where: { partnershipId: partnership.id } });
  const wanted = zones.find(({ name, code }) =>
    [name, code].some((known) => known.toLowerCase() === zone?.toLowerCase()),
  );
  if (zone !== undefined && wanted === undefined)
    throw new Refusal(`There is no zone "${zone}". There are: ${zones.map(({ code }) => code).join(', ')}.`);
  const { timeZone, yearStarts } = partnership;
  const here = DateTime.fromJSDate(now, { zone: timeZone });
  const typed = [from === undefined ? '' : `from ${from}`, to === undefined ? '' : `until ${to}`].join(' ');
  const span = takePastSpan(typed, { now, timeZone, yearStarts });
  if (span.unread !== undefined) throw new Refusal(aboutUnread(span.unread));
  if (span.rest.trim() !== '') throw new Refusal(`"${span.rest.trim().slice(0, 40)}" is no day.`);
  const paper = await openPaper(
    prisma,
    {
      partnership: partnership.id,
      ...weeksBetween(here, span),
      ...(wanted === undefined ? {} : { zone: wanted.id }),
    },
    now,
  );
  const path = resolve(out);
  switch (extname(path).toLowerCase()) {
    case '.html':
      await writeFile(path, reportPage(paper, []));
      break;
    case '.csv':
      await writeFile(path, reportCsv(paper.report));
      break;
    case '.json':
      await writeFile(path, reportJson(paper.report));
      break;
    case '.pdf':
      await writeFile(path, await print(reportPage(paper, [])));
      break;
    default:
      throw new Refusal(`What shall it be? Name a file that ends in .html, .pdf, .csv or .json, not "${out}".`);
  }
  return path;
}

async function print(page: string): Promise<Buffer> {
  if (!canPrint())
    throw new Refusal(
      'A PDF is printed by a Chromium, and none was found: install one, or name it in CHROMIUM. Or write .html and print that in a browser.',
    );
  return printPdf(page);
}

export function addReport(program: Command): void {
  program
    .command('report')
    .description('write the paper of some weeks as a page, a PDF, CSV or JSON; without dates, of the last four weeks')
    .option('--zone <ZONE>', 'of this zone alone, by its letters or its name')
    .option('--from <DAY>', 'a day in its first week, YYYY-MM-DD')
    .option('--to <DAY>', 'a day in its last week, YYYY-MM-DD')
    .option('--out <FILE>', 'where to; its ending says what it is: .html, .pdf, .csv, .json', 'report.html')
    .action((options: { zone?: string; from?: string; to?: string; out: string }) =>
      withDatabase(async ({ database }) => {
        console.log(await writeReport(database.prisma, options, new Date()));
      }),
    );
}
