// The minutes as a page in a real browser: for everybody's eyes, on a small phone, and on paper.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLinks } from '../../src/http/links.ts';
import { NOW, SECRET_KEY, startTestBot, type TestBot } from '../support/bot.ts';
import { keepPicture, NARROW, offences, openBrowser, WIDE } from '../support/browser.ts';
import { consoleDriver } from '../support/drivers/console.ts';

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
  const [desk, maya] = [consoleDriver(bot, 'tom-hartshorn'), consoleDriver(bot, 'maya-okonjo')];
  await desk.command('meeting new Summer planning today 10:15 for 45 min at New Parks library');
  await desk.command('meeting add Alley gates 10 min');
  await desk.command('meeting add Summer play scheme 10 min');
  await desk.command('meeting start');
  await maya.command('meeting celebrate Forty young people at the skate park on Saturday');
  await maya.command('meeting decide Close the alley gate at dusk, and try it until the end of May');
  await maya.command('meeting action Ask the library for a room @Maya by Friday');
  await desk.command('meeting next');
  await desk.command(`meeting note ${'averylongwordwithoutanyspace'.repeat(8)}`);
  await desk.command('meeting end');
  const { id } = await bot.database.prisma.meeting.findFirstOrThrow({
    where: { state: 'ENDED', title: 'Summer planning' },
  });
  const address =
    createLinks(() => bot.url, SECRET_KEY).to('/minutes', { meeting: id }, new Date(NOW.getTime() + 3_600_000)) ?? '';
  for (const [name, viewport] of [
    ['wide', WIDE],
    ['narrow', NARROW],
  ] as const) {
    const context = await browser.newContext({ viewport, bypassCSP: true });
    const page = await context.newPage();
    const troubles: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') troubles.push(message.text());
    });
    await page.goto(address);
    expect(await page.title()).toBe('Minutes: Summer planning, New Parks');
    await page.getByText('Close the alley gate at dusk').waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    expect(await offences(page)).toEqual([]);
    expect(troubles).toEqual([]);
    await keepPicture(page, `minutes-${name}`, true);
    if (name === 'wide') {
      await page.emulateMedia({ media: 'print' });
      // What only makes sense on a screen is not printed.
      expect(await page.getByText('As Markdown').isVisible()).toBe(false);
      expect((await page.pdf({ format: 'A4' })).subarray(0, 5).toString()).toBe('%PDF-');
      await keepPicture(page, 'minutes-print', true);
      const pdf = await page.getByRole('link', { name: 'As PDF', includeHidden: true }).getAttribute('href');
      const printed = await fetch(pdf ?? '');
      expect(
        Buffer.from(await printed.arrayBuffer())
          .subarray(0, 5)
          .toString(),
      ).toBe('%PDF-');
    }
    await context.close();
  }
});
