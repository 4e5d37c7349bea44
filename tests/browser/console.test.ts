// The console in a real browser: two windows are two people, the keyboard does all, and it fits a small phone.
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startTestBot, type TestBot } from '../support/bot.ts';
import { keepPicture, NARROW, offences, openBrowser, WIDE } from '../support/browser.ts';

let bot: TestBot;
let browser: Browser;
const pages: Page[] = [];
const troubles: string[] = [];

beforeAll(async () => {
  [bot, browser] = await Promise.all([startTestBot(), openBrowser()]);
});

afterEach(async () => {
  for (const page of pages.splice(0)) await page.context().close();
});

afterAll(async () => {
  await browser?.close();
  await bot?.stop();
});

async function open(query: string, viewport = WIDE): Promise<Page> {
  const context = await browser.newContext({ viewport, reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(message.text());
  });
  await page.goto(`${bot.url}/?${query}`);
  pages.push(page);
  return page;
}

const MAYA = 'as=maya-okonjo&in=new-parks';
const PRIYA = 'as=priya-sandhar&in=new-parks';

async function say(page: Page, words: string): Promise<void> {
  await page.fill('#words', words);
  await page.press('#words', 'Enter');
}

const sideways = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

describe('two windows', () => {
  it('are two people: a private answer is one’s own, a shared card appears to the other at once', async () => {
    const [maya, priya] = [await open(MAYA), await open(PRIYA)];
    await say(maya, '/pz log Bulb planting with 9 pupils, in the browser #well #environment #group');
    const mine = maya.locator('article', { hasText: 'Logged in New Parks' }).last();
    await mine.waitFor();
    expect(await mine.innerText()).toContain('Only you can see this');
    expect(await priya.locator('article', { hasText: 'in the browser' }).count()).toBe(0);
    await mine.getByRole('button', { name: 'Share with the team' }).click();
    await priya.locator('article', { hasText: 'Bulb planting with 9 pupils, in the browser' }).waitFor();
    expect(troubles).toEqual([]);
  });
});

describe('the keyboard', () => {
  it('opens a form, is led to what is wrong, loses nothing, and comes back to where it was', async () => {
    const page = await open(MAYA);
    await say(page, '/pz log');
    await page.locator('dialog[open]').waitFor();
    await page.keyboard.type('Walked the rec after school');
    await page.keyboard.press('Control+Enter');
    await page.locator('dialog button[type=submit]').focus();
    await page.keyboard.press('Enter');
    await page.locator('dialog .error').first().waitFor();
    expect(await page.locator('dialog').innerText()).toContain('Please choose at least one outcome');
    expect(await page.inputValue('dialog [name=text]')).toBe('Walked the rec after school');
    await page.locator('dialog input[value=SAFE]').focus();
    await page.keyboard.press('Space');
    await page.locator('dialog button[type=submit]').focus();
    await page.keyboard.press('Enter');
    await page.locator('article', { hasText: 'Walked the rec after school' }).last().waitFor();
    expect(await page.locator('dialog[open]').count()).toBe(0);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('words');
    await page.keyboard.type('/pz log');
    await page.keyboard.press('Enter');
    await page.locator('dialog[open]').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('dialog[open]').waitFor({ state: 'detached' });
  });

  it('completes commands', async () => {
    const page = await open(MAYA);
    const offered = await page
      .locator('#commands option')
      .evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value.trim()));
    expect(offered).toEqual(expect.arrayContaining(['/pz log list', '/pz meeting start', '/pz zone agency rename']));
    expect(await page.getAttribute('#words', 'list')).toBe('commands');
  });
});

describe.each([
  ['wide', WIDE, MAYA],
  ['narrow', NARROW, 'as=tom-hartshorn&in=new-parks'],
] as const)('%s', (name, viewport, who) => {
  it('has nothing against WCAG 2.2 AA, and nothing hangs over the edge', async () => {
    const page = await open(who, viewport);
    await say(page, '/pz zone New Parks');
    await page.locator('figure.chart').last().waitFor();
    await keepPicture(page, `console-zone-${name}`);
    expect(await offences(page)).toEqual([]);
    await say(page, '/pz log list zone');
    await page.getByRole('button', { name: 'Older' }).last().waitFor();
    await say(page, '/pz log Number is 943 476 5919 for the file #safe');
    await page.getByRole('heading', { name: 'Not saved' }).last().waitFor();
    await keepPicture(page, `console-list-${name}`);
    expect(await offences(page)).toEqual([]);
    expect(await sideways(page)).toBe(0);
    await say(page, '/pz log');
    await page.locator('dialog[open]').waitFor();
    await page.locator('dialog button[type=submit]').click();
    await page.locator('dialog .error').first().waitFor();
    await keepPicture(page, `console-form-${name}`);
    expect(await offences(page)).toEqual([]);
  });
});

describe('a long log', () => {
  it('stands in the order of time after a reload, and is paged back; every answer is still shown', async () => {
    const { prisma } = bot.database;
    const at = Date.now() - 86_400_000;
    await prisma.consoleMessage.createMany({
      data: Array.from({ length: 150 }, (_, index) => ({
        id: crypto.randomUUID(),
        conversation: 'dm:rosa-delgado',
        author: 'Rosa',
        content: { kind: 'said', text: `line ${index}` },
        createdAt: new Date(at + index * 1000),
      })),
    });
    const user = (
      await prisma.chatIdentity.findFirstOrThrow({
        where: { platform: 'console', person: { memberships: { some: {} } } },
      })
    ).user;
    await prisma.consoleMessage.updateMany({
      where: { conversation: 'dm:rosa-delgado' },
      data: { conversation: `dm:${user}` },
    });
    const page = await open(`as=${user}&in=dm:${user}`);
    await say(page, 'help');
    await page.locator('article', { hasText: 'What you can do' }).or(page.locator('article.is-card')).last().waitFor();
    await page.reload();
    const lines = () => page.locator('article .said').allInnerTexts();
    const shown = (await lines()).filter((line) => line.startsWith('line '));
    expect(shown).toEqual([...shown].sort((a, b) => Number(a.slice(5)) - Number(b.slice(5))));
    expect((await page.locator('article').last().getAttribute('class')) ?? '').toContain('is-card');
    expect(await page.getByText('line 10', { exact: true }).count()).toBe(0);
    await page.getByRole('button', { name: 'Earlier messages' }).click();
    await page.getByText('line 40', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Earlier messages' }).click();
    await page.getByText('line 0', { exact: true }).waitFor();
    expect(await page.getByRole('button', { name: 'Earlier messages' }).count()).toBe(0);
    expect((await lines()).filter((line) => line.startsWith('line '))).toEqual(
      Array.from({ length: 150 }, (_, index) => `line ${index}`),
    );
    expect(await offences(page)).toEqual([]);
  });
});

describe('the message box', () => {
  it('takes a pasted table with its lines, and keeps what is half typed while one looks elsewhere', async () => {
    const page = await open('as=tom-hartshorn&in=new-parks');
    await page.fill('#words', '/pz measure import');
    await page.locator('#words').evaluate((box: HTMLInputElement) => {
      box.setSelectionRange(box.value.length, box.value.length);
      const clipboardData = new DataTransfer();
      clipboardData.setData('text', 'measure,period,value\nasb,2026-W40,21\nasb,2026-W41,23\n');
      box.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    });
    expect(await page.inputValue('#many')).toBe(
      '/pz measure import\nmeasure,period,value\nasb,2026-W40,21\nasb,2026-W41,23\n',
    );
    expect(await offences(page)).toEqual([]);
    await page.reload();
    expect(await page.inputValue('#many')).toContain('asb,2026-W41,23');
    await page.press('#many', 'Control+Enter');
    await page.locator('article', { hasText: '2 added, 0 replaced, 0 as they were.' }).last().waitFor();
    expect(await page.locator('#many').isHidden()).toBe(true);
    await page.press('#words', 'ArrowUp');
    expect(await page.inputValue('#words')).toContain('/pz measure import');
  });

  it('begins with a press, and a phone shows the beginning of the answer', async () => {
    const page = await open('as=tom-hartshorn&in=new-parks', NARROW);
    await say(page, '/pz log Tea with 6 lads at the skate park, seen from the top #safe');
    const head = page.getByRole('heading', { name: 'Logged in New Parks' }).last();
    await head.waitFor();
    await page.locator('article', { hasText: 'seen from the top' }).last().waitFor();
    await expect.poll(() => head.evaluate((each) => each.getBoundingClientRect().top)).toBeGreaterThanOrEqual(0);
    await page.getByRole('button', { name: 'Help', exact: true }).click();
    await page.locator('article', { hasText: '/pz log' }).last().waitFor();
  });

  it('is in the dark, too, for those who like it dark', async () => {
    const page = await open(MAYA);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await offences(page)).toEqual([]);
    await keepPicture(page, 'console-dark');
  });
});

describe('figures', () => {
  const TOM = 'as=tom-hartshorn&in=new-parks';

  it('are kept in a form that leads to what is wrong', async () => {
    const page = await open(TOM, NARROW);
    await say(page, '/pz measure new');
    await page.locator('dialog[open]').waitFor();
    await page.selectOption('dialog [name=measure]', 'asb');
    await page.fill('dialog [name=period]', '2026-W46');
    await page.fill('dialog [name=value]', '31 reports');
    await page.locator('dialog button[type=submit]').click();
    await page.locator('dialog .error').first().waitFor();
    expect(await page.inputValue('dialog [name=value]')).toBe('31 reports');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('value');
    expect(await offences(page)).toEqual([]);
    await keepPicture(page, 'console-figure-narrow');
    await page.fill('dialog [name=value]', '31');
    await page.locator('dialog button[type=submit]').click();
    await page.locator('article', { hasText: '31 in week 46 of 2026' }).last().waitFor();
  });

  it('come as a spreadsheet’s file, whatever it writes', async () => {
    const page = await open(TOM);
    await say(page, '/pz measure import');
    await page.locator('dialog[open]').waitFor();
    expect(await offences(page)).toEqual([]);
    const send = async (...lines: string[]) => {
      // A semicolon between, CRLF, and a pound sign as Windows writes it.
      const buffer = Buffer.from(lines.join('\r\n'), 'latin1');
      await page.setInputFiles('dialog [name=file]', { name: 'figures.csv', mimeType: 'text/csv', buffer });
      await page.locator('dialog button[type=submit]').click();
    };
    await send('measure;period;value', 'asb;2026-W44;27', 'asb;2026-W45;£5');
    await page.locator('dialog .error').first().waitFor();
    expect(await page.locator('dialog').innerText()).toContain('line 3, value');
    await keepPicture(page, 'console-table-wide');
    await send('measure;period;value', 'asb;2026-W44;27', 'asb;2026-W45;25');
    await page.locator('article', { hasText: '2 added, 0 replaced, 0 as they were.' }).last().waitFor();
  });
});

it('keeps hostile text inert', async () => {
  const page = await open(MAYA);
  await say(page, '/pz log <img src=x onerror=alert(1)> <script>alert(2)</script> "quoted" #safe #interaction');
  const card = page.locator('article', { hasText: 'onerror' }).last();
  await card.waitFor();
  expect(await card.locator('img, script').count()).toBe(0);
  expect(await card.innerText()).toContain('<img src=x onerror=alert(1)>');
});
