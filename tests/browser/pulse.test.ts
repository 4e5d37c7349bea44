// A pulse of residents in a real browser: the poster on a wall, and the question on a small phone, with and without eyes.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pulseLink } from '../../src/features/measures/pulse-views.ts';
import { createSeals } from '../../src/house/seals.ts';
import { createLinks } from '../../src/http/links.ts';
import { SECRET_KEY, startTestBot, type TestBot } from '../support/bot.ts';
import { keepPicture, NARROW, offences, openBrowser, WIDE } from '../support/browser.ts';
import { consoleDriver } from '../support/drivers/console.ts';

let bot: TestBot;
let browser: Browser;

beforeAll(async () => {
  [bot, browser] = await Promise.all([startTestBot({ scheduled: false }), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await bot?.stop();
});

/** The address on the poster of a pulse that a lead begins. */
async function posterOf(kind: 'SAFE' | 'WELLBEING'): Promise<string> {
  await consoleDriver(bot, 'tom-hartshorn').command(`measure pulse ${kind.toLowerCase()} residents`);
  const pulse = await bot.database.prisma.pulse.findFirstOrThrow({ where: { kind } });
  return pulseLink(
    createLinks(() => bot.url, SECRET_KEY),
    pulse,
    'poster',
  ) as string;
}

it('is read from a poster, answered on a phone without a name, and counted once', async () => {
  const address = await posterOf('SAFE');
  const wall = await (await browser.newContext({ viewport: WIDE, bypassCSP: true })).newPage();
  await wall.goto(address);
  await wall.getByRole('img', { name: 'Code that opens the question' }).waitFor();
  expect(await offences(wall)).toEqual([]);
  await keepPicture(wall, 'pulse-poster', true);
  const question = await wall.getByRole('link', { name: 'open the question here' }).getAttribute('href');
  await wall.context().close();

  const phone = await (await browser.newContext({ viewport: NARROW, bypassCSP: true })).newPage();
  await phone.goto(question ?? '');
  expect(await offences(phone)).toEqual([]);
  expect(await phone.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  await keepPicture(phone, 'pulse-safe-narrow', true);
  await phone.getByRole('button', { name: 'Send my answer' }).click();
  await phone.getByRole('alert').getByText('Please choose an answer').waitFor();
  expect(await offences(phone)).toEqual([]);
  await phone.getByLabel('Fairly safe').check();
  await phone.getByRole('button', { name: 'Send my answer' }).click();
  await phone.getByRole('heading', { name: 'Thank you' }).waitFor();
  // The page loaded again sends the form again: it counts once.
  await phone.reload();
  await phone.getByRole('heading', { name: 'Thank you' }).waitFor();
  expect(await phone.context().cookies()).toEqual([]);
  await phone.context().close();
  const { answers } = await bot.database.prisma.pulse.findFirstOrThrow({ where: { kind: 'SAFE' } });
  expect(answers).toBe(1);
});

it('takes the four questions by keyboard alone, under its own strict policy', async () => {
  const address = await posterOf('WELLBEING');
  const phone = await (await browser.newContext({ viewport: NARROW })).newPage();
  const said: string[] = [];
  phone.on('console', (message) => said.push(message.text()));
  await phone.goto(address);
  await phone.getByRole('link', { name: 'open the question here' }).click();
  await phone.getByRole('heading', { name: 'New Parks: 4 questions' }).waitFor();
  await keepPicture(phone, 'pulse-wellbeing-narrow', true);
  expect(await phone.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  for (let question = 0; question < 4; question += 1) {
    await phone.keyboard.press('Tab');
    await phone.keyboard.press('Space');
    await phone.keyboard.press('ArrowRight');
  }
  await phone.keyboard.press('Tab');
  await phone.keyboard.press('Enter');
  await phone.getByRole('heading', { name: 'Thank you' }).waitFor();
  expect(said).toEqual([]);
  await phone.context().close();
  // Sealed until it closes: opened here with the bot's own key.
  const [ballot] = await bot.database.prisma.pulseBallot.findMany({ where: { pulse: { kind: 'WELLBEING' } } });
  const opened = createSeals(SECRET_KEY).open(ballot?.pulseId ?? '', ballot?.sealed ?? new Uint8Array());
  expect([...(opened ?? [])]).toEqual([1, 1, 1, 1]);
});
