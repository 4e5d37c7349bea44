// The paper on candidates in a real browser: for everybody's eyes, on a small phone, and on paper.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLinks } from '../../src/http/links.ts';
import { NOW, SECRET_KEY, startTestBot, type TestBot } from '../support/bot.ts';
import { keepPicture, NARROW, offences, openBrowser, WIDE } from '../support/browser.ts';

let bot: TestBot;
let browser: Browser;

beforeAll(async () => {
  [bot, browser] = await Promise.all([startTestBot(), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await bot?.stop();
});

it('reads well for everybody, on a small phone and on paper', async () => {
  const { id } = await bot.database.prisma.partnership.findFirstOrThrow();
  const address =
    createLinks(() => bot.url, SECRET_KEY).to(
      '/candidates',
      { partnership: id },
      new Date(NOW.getTime() + 3_600_000),
    ) ?? '';
  for (const [name, viewport] of [
    ['wide', WIDE],
    ['narrow', NARROW],
  ] as const) {
    const context = await browser.newContext({ viewport, bypassCSP: true });
    const page = await context.newPage();
    await page.goto(address);
    expect(await page.title()).toBe('Candidates for People Zones');
    await page.getByRole('heading', { name: 'Hollin Park' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    expect(await offences(page)).toEqual([]);
    await keepPicture(page, `candidates-${name}`, true);
    if (name === 'wide') {
      await page.emulateMedia({ media: 'print' });
      expect((await page.pdf({ format: 'A4' })).subarray(0, 5).toString()).toBe('%PDF-');
    }
    await context.close();
  }
});
