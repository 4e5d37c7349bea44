// The board's paper in a real browser: for everybody's eyes, on a small phone, and on paper; the same figures as everywhere.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeReport } from '../../src/cli/report.ts';
import { readReport } from '../../src/features/digests/report.ts';
import { csvCell } from '../../src/features/digests/report-csv.ts';
import { reportLink } from '../../src/features/digests/report-page.ts';
import { createLinks } from '../../src/http/links.ts';
import { NOW, SECRET_KEY, startTestBot, type TestBot } from '../support/bot.ts';
import { A4, keepPicture, NARROW, offences, openBrowser, WIDE } from '../support/browser.ts';
import { slackDriver } from '../support/drivers/slack.ts';

let bot: TestBot;
let browser: Browser;

beforeAll(async () => {
  [bot, browser] = await Promise.all([startTestBot({ scheduled: false }), openBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await bot?.stop();
});

it('reads well for everybody, and its figures are the same to the digit in CSV and JSON', async () => {
  const slack = slackDriver(bot);
  await bot.database.prisma.person.updateMany({ where: { name: 'You (slack)' }, data: { roles: ['ADMIN'] } });
  await slack.command('celebrate The youth club has forty members');
  await slack.command('measure safe 2026-03 = 52 of 100');
  await slack.command('measure safe 2026-09 = 75 of 100');
  const { id: partnership } = await bot.database.prisma.partnership.findFirstOrThrow();
  const what = { partnership, from: '2026-10-26', to: '2026-11-23' };
  const links = createLinks(() => bot.url, SECRET_KEY);
  const address = reportLink(links, what, NOW) ?? '';
  for (const [name, viewport] of [
    ['wide', WIDE],
    ['narrow', NARROW],
  ] as const) {
    const context = await browser.newContext({ viewport, bypassCSP: true });
    const page = await context.newPage();
    await page.goto(address);
    await page.getByText('A real change for the better').first().waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    expect(await offences(page)).toEqual([]);
    await keepPicture(page, `report-${name}`, true);
    if (name === 'wide') {
      await page.emulateMedia({ media: 'print' });
      expect(await page.getByText('As CSV').isVisible()).toBe(false);
      await page.setViewportSize(A4);
      await page.addStyleTag({ content: 'main{padding:2cm !important}' });
      await keepPicture(page, 'report-print');
    }
    await context.close();
  }
  // Nothing of the page is stopped by its own policy.
  const strict = await (await browser.newContext({ viewport: NARROW })).newPage();
  const said: string[] = [];
  strict.on('console', (message) => said.push(message.text()));
  await strict.goto(address);
  expect(said).toEqual([]);
  await strict.context().close();
  const pdf = await fetch(reportLink(links, what, NOW, 'pdf') ?? '');
  expect(pdf.headers.get('content-type')).toBe('application/pdf');
  expect(
    Buffer.from(await pdf.arrayBuffer())
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-');
  const json = await (await fetch(reportLink(links, what, NOW, 'json') ?? '')).json();
  const csv = await (await fetch(reportLink(links, what, NOW, 'csv') ?? '')).text();
  const [head = '', ...rows] = csv.trim().split('\r\n');
  const column = head.split(',').indexOf('interactions');
  // Who takes part without an agreement is said wherever figures leave.
  expect(json.unsigned.length).toBeGreaterThan(0);
  expect(head).toContain('agencies of the partnership without an agreement');
  for (const row of rows) expect(row).toContain(json.unsigned.join('; '));
  const paper = (await slack.command('digest board')).words;
  for (const [index, zone] of json.zones.entries()) {
    expect(Number(rows[index]?.split(',')[column])).toBe(zone.week.interactions);
    const page = await (await fetch(address)).text();
    expect(page).toContain(`${zone.week.interactions} interaction`);
  }
  expect(paper).toContain('The board’s paper');
  expect((await fetch(address.replace('2026-10-26', '2020-01-01'))).status).toBe(404);
});

it('is written to a file too, and printed with its headings for those who have it read to them', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pz-report-'));
  const write = (out: string, more: object = {}) =>
    writeReport(bot.database.prisma, { out: join(folder, out), zone: 'NP', ...more }, NOW);
  const pdf = readFileSync(await write('paper.pdf')).toString('latin1');
  expect(pdf.slice(0, 5)).toBe('%PDF-');
  expect(pdf).toContain('/StructTreeRoot');
  expect(readFileSync(await write('paper.html'), 'utf8')).toMatch(/@top-center\{content:"OFFICIAL"/);
  const { zones, from, to } = JSON.parse(
    readFileSync(await write('paper.json', { from: '2026-11-04', to: '2026-11-18' }), 'utf8'),
  );
  expect([from, to]).toEqual(['2026-11-02', '2026-11-16']);
  const [, row = ''] = readFileSync(await write('paper.csv', { from: '2026-11-04', to: '2026-11-18' }), 'utf8').split(
    '\r\n',
  );
  expect(Number(row.split(',')[3])).toBe(zones[0].week.interactions);
  for (const [more, says] of [
    [{ zone: 'XX' }, 'There is no zone "XX"'],
    [{ from: '2027-01-04' }, 'have not happened yet'],
    [{ from: '2026-11-16', to: '2026-11-02' }, 'swap them'],
    [{ from: 'spring' }, 'I do not understand the day "spring"'],
    [{ from: '2020-01-01' }, 'At most two years'],
  ] as const)
    await expect(write('paper.csv', more)).rejects.toThrow(says);
  await expect(write('paper.doc')).rejects.toThrow('ends in .html, .pdf, .csv or .json');
  rmSync(folder, { recursive: true });
});

it('tells nobody outside of fewer than five', async () => {
  const slack = slackDriver(bot);
  await slack.command('measure involved 2026-Q2 = 3');
  await slack.command('measure happy 2026-09 = 98 of 100');
  const { id: partnership } = await bot.database.prisma.partnership.findFirstOrThrow();
  const report = await readReport(bot.database.prisma, { partnership, from: '2026-10-26', to: '2026-11-16' }, NOW);
  const benefits = report.zones.find(({ code }) => code === 'NP')?.benefits ?? [];
  const now = (name: string) => benefits.find((each) => each.name === name)?.now ?? '';
  expect(now('Residents involved')).toContain('fewer than 5 in');
  const baselines = Object.fromEntries(benefits.map(({ name, baseline }) => [name, baseline]));
  expect(baselines['Residents involved']).toBe('too few to tell outside the team');
  expect(baselines['Happy yesterday']).toBe('too few to tell outside the team');
  expect(now('Happy yesterday')).toContain('too few to tell outside the team');
  expect((await slack.command('measure show involved')).words).toContain('3 in April to June 2026');
});

it('gives no spreadsheet a formula', () => {
  for (const cell of ['=1+1', '+1', '-1', '@x', '\t=1']) expect(csvCell(cell).replace(/^"/, '')).toMatch(/^'/);
  expect(csvCell('a,b "c"')).toBe('"a,b ""c"""');
  expect(csvCell(-3)).toBe('-3');
});
