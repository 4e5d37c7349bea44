// What residents read, in a real browser: a zone's plan in plain words, and what the place has. Wide, and on a small phone.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLinks } from '../../src/http/links.ts';
import { SECRET_KEY, startTestBot, type TestBot } from '../support/bot.ts';
import { keepPicture, NARROW, offences, openBrowser, WIDE } from '../support/browser.ts';

let bot: TestBot;
let browser: Browser;

beforeAll(async () => {
  [bot, browser] = await Promise.all([startTestBot(), openBrowser()]);
  await bot.database.prisma.mapEntry.updateMany({ data: { shared: true } });
  await bot.database.prisma.celebration.updateMany({ data: { publicAt: new Date('2026-11-20T10:00:00Z') } });
});
afterAll(async () => {
  await browser?.close();
  await bot?.stop();
});

it.each([
  ['/zone-plan', 'New Parks: our plan', ['What we want', 'Where we are', 'What you said', 'How we will know']],
  ['/zone-map', 'What New Parks has', ['Services', 'Community pantry']],
])('%s reads well for everybody', async (path, title, says) => {
  const { id } = await bot.database.prisma.zone.findFirstOrThrow({ where: { code: 'NP' } });
  const address = createLinks(() => bot.url, SECRET_KEY).to(path, { zone: id }) ?? '';
  const staff = await bot.database.prisma.person.findMany({ select: { name: true } });
  for (const [name, viewport] of [
    ['wide', WIDE],
    ['narrow', NARROW],
  ] as const) {
    const context = await browser.newContext({ viewport, bypassCSP: true });
    const page = await context.newPage();
    await page.goto(address);
    expect(await page.title()).toBe(title);
    const words = await page.locator('main').innerText();
    for (const each of says) expect(words).toContain(each);
    for (const each of staff) expect(words).not.toContain(each.name);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    expect(await offences(page)).toEqual([]);
    await keepPicture(page, `${path.slice(1)}-${name}`, true);
    await context.close();
  }
});
