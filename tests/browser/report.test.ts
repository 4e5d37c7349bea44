// The board's paper in a real browser: for everybody's eyes, on a small phone, and on paper; the same figures as everywhere.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { csvCell, reportLink } from '../../src/features/digests/report.ts';
import { createLinks } from '../../src/http/links.ts';
import { NOW, SECRET_KEY, startTestBot, type TestBot } from '../support/bot.ts';
import { keepPicture, NARROW, offences, openBrowser, WIDE } from '../support/browser.ts';
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
      expect((await page.pdf({ format: 'A4' })).subarray(0, 5).toString()).toBe('%PDF-');
    }
    await context.close();
  }
  const json = await (await fetch(reportLink(links, what, NOW, 'json') ?? '')).json();
  const csv = await (await fetch(reportLink(links, what, NOW, 'csv') ?? '')).text();
  const [head = '', ...rows] = csv.trim().split('\r\n');
  const column = head.split(',').indexOf('interactions');
  const said = (await slack.command('digest board')).words;
  for (const [index, zone] of json.zones.entries()) {
    expect(Number(rows[index]?.split(',')[column])).toBe(zone.week.interactions);
    const page = await (await fetch(address)).text();
    expect(page).toContain(`${zone.week.interactions} interaction`);
  }
  expect(said).toContain('The board’s paper');
  expect((await fetch(address.replace('2026-10-26', '2020-01-01'))).status).toBe(404);
});

it('gives no spreadsheet a formula', () => {
  for (const cell of ['=1+1', '+1', '-1', '@x', '\t=1']) expect(csvCell(cell).replace(/^"/, '')).toMatch(/^'/);
  expect(csvCell('a,b "c"')).toBe('"a,b ""c"""');
  expect(csvCell(-3)).toBe('-3');
});
