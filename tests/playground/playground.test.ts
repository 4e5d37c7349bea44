// A smoke test in Microsoft's own local client: what the bot says is shown as a card there, and a press updates it.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestBot, TEAMS_TENANT, type TestBot } from '../support/bot.ts';
import { keepPicture, openBrowser, WIDE } from '../support/browser.ts';
import { freePort } from '../support/free-port.ts';
import { until } from '../support/until.ts';

let bot: TestBot;
let browser: Browser;
let page: Page;
let client: ChildProcess;
const folder = mkdtempSync(join(tmpdir(), 'pz-playground-'));

beforeAll(async () => {
  [bot, browser] = await Promise.all([startTestBot(), openBrowser()]);
  writeFileSync(join(folder, '.m365agentsplayground.yml'), settings());
  const port = await freePort();
  client = spawn(
    process.env['AGENTS_PLAYGROUND'] ?? '',
    ['start', '-e', `${bot.url}/api/messages`, '-c', 'msteams', '-p', String(port), '--disable-telemetry'],
    { cwd: folder, stdio: 'ignore' },
  );
  const address = `http://127.0.0.1:${port}`;
  await until(
    'the client',
    () =>
      fetch(address).then(
        () => true,
        () => false,
      ),
    20_000,
  );
  const context = await browser.newContext({ viewport: WIDE });
  // The client asks for fonts and a script of others; it does without.
  await context.route(
    (url) => !['127.0.0.1', 'localhost'].includes(url.hostname),
    (route) => route.abort(),
  );
  page = await context.newPage();
  await page.goto(address);
}, 60_000);

afterAll(async () => {
  await browser?.close();
  client?.kill();
  await bot?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function say(words: string): Promise<void> {
  const box = page.getByRole('textbox').last();
  await box.click();
  await box.pressSequentially(words);
  await page.getByRole('button', { name: 'Send Message' }).click();
}

it('shows the card of a logged line, and a press changes it in place', async () => {
  await say('log Tea with 6 lads at the skate park, two want the bike course #safe #skills');
  await page.getByText('Logged in New Parks').waitFor();
  await keepPicture(page, 'playground-logged');
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Taken back').first().waitFor();
  await keepPicture(page, 'playground-undone');
  const stored = await bot.database.prisma.interaction.findMany({ where: { text: { startsWith: 'Tea with 6 lads' } } });
  expect(stored.filter((row) => row.undoneAt !== null)).not.toHaveLength(0);
}, 40_000);

it('draws the chart of a zone', async () => {
  await say('zone New Parks');
  await page.getByText('Interactions by week').waitFor();
  await keepPicture(page, 'playground-zone');
  expect(await page.getByText('Preventive').count()).toBeGreaterThan(0);
}, 40_000);

/** The client's own people and places; its user is the lead whom the test partnership knows. */
function settings(): string {
  const person = (id: string, name: string, aadObjectId: string, indent: string) =>
    [
      `id: ${id}`,
      `name: ${name}`,
      `userPrincipleName: ${id}@example.com`,
      `aadObjectId: ${aadObjectId}`,
      `givenName: ${name}`,
      'surname: Example',
      `email: ${id}@example.com`,
    ].join(`\n${indent}`);
  const others = Array.from(
    { length: 5 },
    (_, index) => `  - ${person(`user-${index}`, `Person${index}`, `aad-other-${index}`, '    ')}`,
  );
  return `version: "0.1.0"
tenantId: ${TEAMS_TENANT}
bot:
  id: 28:bot
  name: People Zones
currentUser:
  ${person('user-lead', 'Lead', 'aad-lead', '  ')}
users:
${others.join('\n')}
personalChat:
  id: a:dm-aad-lead
groupChat:
  id: 19:group@thread.v2
  name: Group
team:
  id: 19:np@thread.tacv2
  name: New Parks
  aadGroupId: 00000000-0000-4000-8000-000000000001
  channels:
    - id: 19:other@thread.tacv2
      name: Other
`;
}
