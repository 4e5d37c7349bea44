// What people see outside their chats, in a real browser: an agency connects its Slack; mails, wide, narrow and in the dark; the pages
// behind a mail's buttons, by keyboard too.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sendDigests } from '../../src/features/digests/index.ts';
import { productRegistry } from '../../src/features/index.ts';
import { createLinks } from '../../src/http/links.ts';
import { SECRET_KEY, type TestBot } from '../support/bot.ts';
import { keepPicture, NARROW, offences, openBrowser, WIDE } from '../support/browser.ts';
import { consoleDriver } from '../support/drivers/console.ts';
import { slackDriver } from '../support/drivers/slack.ts';
import { slackId } from '../support/ids.ts';
import { startMailBot } from '../support/mail-bot.ts';
import type { MailServer } from '../support/mail-server.ts';
import { sent } from '../support/story.ts';
import { until } from '../support/until.ts';

const NINA = 'nina.hale@vale-health.example';
let started: Awaited<ReturnType<typeof startMailBot>>;
let bot: TestBot;
let mails: MailServer;
let browser: Browser;

beforeAll(async () => {
  [started, browser] = await Promise.all([
    startMailBot(
      { SLACK_CLIENT_ID: '1.2', SLACK_CLIENT_SECRET: 'a-client-secret-for-tests', SLACK_STATE_SECRET: 'state' },
      'localhost',
    ),
    openBrowser(),
  ]);
  ({ bot, mails } = started);
});

afterAll(async () => {
  await browser?.close();
  await started?.stop();
});

/** Nothing against it, nothing over the edge, and a picture. */
async function look(page: Page, name: string): Promise<void> {
  expect(await offences(page), name).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), name).toBeLessThanOrEqual(0);
  await keepPicture(page, name, true);
}

const contexts: [string, object][] = [
  ['wide', { viewport: WIDE }],
  ['narrow', { viewport: NARROW }],
  ['dark', { viewport: NARROW, colorScheme: 'dark' }],
];

describe('an agency’s Slack', () => {
  it('is connected from an address, over Slack’s page, to a page that says so', async () => {
    const identity = await bot.database.prisma.chatIdentity.findFirstOrThrow({
      where: { platform: 'console', person: { roles: { has: 'ADMIN' } } },
    });
    const admin = consoleDriver(bot, identity.user, `dm:${identity.user}`);
    for (const [name, how] of contexts) {
      await admin.command('zone chats connect for Hub');
      const said = await bot.database.prisma.consoleMessage.findMany({ orderBy: { createdAt: 'desc' }, take: 3 });
      const address = /http:\/\/localhost[^"]+\/slack\/install[^"\\]+/.exec(JSON.stringify(said))?.[0] ?? '';
      bot.slack.installing = { team: slackId('T', `browser ${name}`) };
      const context = await browser.newContext({ ...how, bypassCSP: true });
      const page = await context.newPage();
      await page.goto(address);
      await look(page, `install-${name}`);
      await page.getByRole('link', { name: 'Go on to Slack' }).click();
      await page.getByRole('link', { name: 'Allow' }).click();
      await page.getByRole('heading', { name: /takes part/ }).waitFor();
      await look(page, `installed-${name}`);
      await page.goBack();
      await page.getByRole('link', { name: 'Cancel' }).click();
      await page.getByRole('heading', { name: /Nothing was connected/ }).waitFor();
      await context.close();
    }
    expect(await bot.database.prisma.connection.count({ where: { name: { startsWith: 'Workspace' } } })).toBe(3);
  });
});

describe('a mail', () => {
  /** As a mail program shows it: without scripts, and without anything from elsewhere. */
  async function show(html: string, how: object): Promise<{ page: Page; context: BrowserContext }> {
    const context = await browser.newContext({ ...how, javaScriptEnabled: true });
    const page = await context.newPage();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.setContent(html);
    expect(asked).toEqual([]);
    return { page, context };
  }

  it('reads well wide, on a small phone and in the dark', async () => {
    const maya = consoleDriver(bot, 'maya-okonjo', 'dm:maya-okonjo');
    const agency = await bot.database.prisma.agency.findFirstOrThrow({ where: { shortName: 'Health' } });
    const form = await maya.openForm(`zone invite ${NINA} as Health visitor`);
    await sent(maya.submit(form, { agency: agency.id, as: 'MEMBER' }));
    const invitation = await until('the invitation', () => mails.taken.find(({ to }) => to === NINA));
    const address = /^Take part: (\S+)$/m.exec(invitation.mail.text ?? '')?.[1] ?? '';
    // The whole way by keyboard: from the mail's button to the team.
    const context = await browser.newContext({ viewport: NARROW, bypassCSP: true });
    const page = await context.newPage();
    await page.goto(address);
    await look(page, 'mail-join-narrow');
    await page.getByLabel('Your name').focus();
    await page.keyboard.type('7');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    expect(await page.getByLabel('Your name').inputValue()).toBe('7');
    await look(page, 'mail-join-wrong');
    await page.getByLabel('Your name').fill('Nina Hale');
    await page.keyboard.press('Enter');
    await page.getByText('You are in the team of New Parks').first().waitFor();
    await look(page, 'mail-joined');
    await page.getByRole('link', { name: 'Your page' }).click();
    await look(page, 'mail-home');
    await page.getByLabel('What have you done').fill('log Baby clinic at the hall #safe #interaction');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('Logged in New Parks').first().waitFor();
    await look(page, 'mail-logged');
    await page.getByRole('button', { name: 'Edit' }).click();
    await look(page, 'mail-form');
    await context.close();

    await slackDriver(bot).command('problem Windows broken at the library #safe, ask Police');
    await slackDriver(bot).command('action Bring the leaflets @Nina Hale by Friday');
    await maya.command('meeting new 15 December 10:00 at the hall');
    await bot.database.prisma.digestSetting.deleteMany({});
    await sendDigests(bot.database.prisma, productRegistry().nudges, new Date('2026-11-30T08:05:00Z'));
    for (const [words, name] of [
      ['invites you', 'invitation'],
      ['Windows broken', 'problem'],
      ['Will you take this on', 'ask'],
      ['15 Dec', 'meeting'],
      ['The week from 23 November', 'digest'],
    ] as const) {
      const { mail } = await until(words, () =>
        mails.taken.findLast(({ to, mail: each }) => to === NINA && `${each.subject} ${each.text}`.includes(words)),
      );
      for (const [kind, how] of contexts) {
        const shown = await show(String(mail.html), how);
        expect(await offences(shown.page), name).toEqual([]);
        expect(
          await shown.page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
          `${name} ${kind}`,
        ).toBeLessThanOrEqual(0);
        await keepPicture(shown.page, `mail-${name}-${kind}`, true);
        await shown.context.close();
      }
    }
    const ask = await until('the ask', () =>
      mails.taken.findLast(({ to, mail }) => to === NINA && mail.text?.includes('Accept: ')),
    );
    const accept = await browser.newContext({ viewport: NARROW, bypassCSP: true });
    const confirm = await accept.newPage();
    await confirm.goto(/^Accept: (\S+)$/m.exec(ask.mail.text ?? '')?.[1] ?? '');
    await look(confirm, 'mail-confirm');
    await confirm.getByRole('button', { name: 'Accept' }).click();
    await confirm.getByText('Promised').first().waitFor();
    await look(confirm, 'mail-done');
    await accept.close();
  });
});

describe('residents', () => {
  it('tell the team of a problem from a poster, on a phone, under the page’s own strict policy', async () => {
    const { id } = await bot.database.prisma.zone.findFirstOrThrow({ where: { code: 'NP' } });
    const links = createLinks(() => bot.url, SECRET_KEY);
    const poster = await browser.newContext({ viewport: WIDE, bypassCSP: true });
    const sheet = await poster.newPage();
    await sheet.goto(links.to('/tell/poster', { zone: id }) ?? '');
    await look(sheet, 'tell-poster');
    await poster.close();
    for (const [name, how] of contexts) {
      const looking = await browser.newContext({ ...how, bypassCSP: true });
      const shown = await looking.newPage();
      await shown.goto(links.to('/tell', { zone: id }) ?? '');
      await look(shown, `tell-${name}`);
      await looking.close();
    }
    // The policy as it stands: only the page's own script runs.
    const context = await browser.newContext({ viewport: NARROW });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    await page.goto((links.to('/tell', { zone: id }) ?? '').replace('127.0.0.1', 'localhost'));
    await page.getByLabel('What is it?').fill('Ring Mrs Patel on 07700 900123 about the lights');
    await page.getByRole('button', { name: 'Tell the team' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByLabel('What is it?').inputValue()).toContain('Mrs Patel');
    await keepPicture(page, 'tell-wrong', true);
    await page.getByLabel('What is it?').fill('The street lights on the way to the school are out');
    // At once, before the browser has finished its reckoning.
    await page.getByRole('button', { name: 'Tell the team' }).click();
    await page.getByRole('heading', { name: 'Thank you' }).waitFor({ timeout: 60_000 });
    await keepPicture(page, 'tell-thanks', true);
    expect(complaints.filter((words) => !words.includes('422'))).toEqual([]);
    expect(await bot.database.prisma.toldProblem.count()).toBe(1);
    await context.close();
  });
});
