// Draws cards as each platform would show them, wide and narrow, into tests/screenshots/.
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { renderCard as renderConsole, renderForm as renderConsoleForm } from '../adapters/console/render.ts';
import { renderView } from '../adapters/slack/forms.ts';
import { renderMessage } from '../adapters/slack/render.ts';
import { renderCard as renderTeams, renderForm as renderTeamsForm } from '../adapters/teams/render.ts';
import type { Card } from '../src/chat/cards.ts';
import type { Form } from '../src/chat/forms.ts';
import { html } from '../src/http/html.ts';
import { ROOT } from '../src/process/paths.ts';
import { keepPicture, openBrowser } from '../tests/support/browser.ts';
import { sampleCards } from './sample-cards.ts';
import { sampleChats } from './sample-chats.ts';
import { sampleDigest } from './sample-digest.ts';
import { sampleMeetings } from './sample-meetings.ts';
import { samplePulse } from './sample-pulse.ts';
import { sampleZones } from './sample-zones.ts';

const folder = process.env['PICTURES'] ?? '';
/** A plain tile in place of the app's picture. */
const LOGO = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><rect width="1" height="1" fill="#12664f"/></svg>')}`;
const WIDTHS = { wide: 620, narrow: 340 };

const bundle = join(folder, 'draw.js');
await build({
  stdin: {
    contents: `
      import { createRoot } from 'react-dom/client';
      import { createElement } from 'react';
      import { Message } from 'slack-blocks-to-jsx';
      import * as AdaptiveCards from 'adaptivecards';
      AdaptiveCards.GlobalRegistry.elements.register('Table', AdaptiveCards.Table, AdaptiveCards.Versions.v1_5); // Else it is shaken off.
      window.drawSlack = (target, blocks) => createRoot(target).render(createElement(Message, { blocks, name: 'People Zones', logo: ${JSON.stringify(LOGO)}, time: new Date(0) }));
      window.drawTeams = (target, json) => { const card = new AdaptiveCards.AdaptiveCard(); card.hostConfig = new AdaptiveCards.HostConfig({ fontFamily: 'Segoe UI, system-ui, sans-serif', actions: { maxActions: 6, actionsOrientation: 'horizontal', actionAlignment: 'left' } }); card.parse(json); target.append(card.render()); };
    `,
    resolveDir: folder,
    loader: 'js',
  },
  bundle: true,
  format: 'iife',
  outfile: bundle,
  define: { 'process.env.NODE_ENV': '"production"' },
  logLevel: 'error',
});
const slackStyle = readFileSync(join(folder, 'node_modules', 'slack-blocks-to-jsx', 'dist', 'style.css'), 'utf8');
const consoleStyle = readFileSync(join(ROOT, 'adapters', 'console', 'public', 'console.css'), 'utf8');
const teamsStyle =
  '.ac-pushButton{border:1px solid #bbb;border-radius:4px;background:#fff;padding:5px 12px;font-weight:600;margin:2px 0}.ac-pushButton.style-positive,.ac-pushButton.primary{border-color:#12664f;color:#12664f}';

/** Those that the documentation shows: which card, where, how wide, under what name. */
const SHOWN: [card: string, platform: string, width: string, file: string][] = [
  ['digest: a champion’s', 'slack', 'wide', 'digest-slack'],
  ['digest: a champion’s', 'teams', 'wide', 'digest-teams'],
  ['digest: a champion’s', 'console', 'wide', 'digest-console'],
  ['digest: a champion’s', 'slack', 'narrow', 'digest-phone'],
  ['digest: a measure', 'console', 'wide', 'xmr-chart'],
];

type Drawn = Card | Form;

const browser = await openBrowser();
const only = process.env['ONLY'] ?? '';
/** A file of cards or forms instead of the samples, [[name, card or form], …]: what a bot has answered, for example. */
const given = process.env['CARDS'];
const samples = async (): Promise<[string, Card][]> => [
  ...(await sampleCards()),
  ...sampleMeetings(),
  ...sampleDigest(),
  ...(await samplePulse()),
  ...sampleZones(),
  ...(await sampleChats()),
];
const drawn: [string, Drawn][] = given === undefined ? await samples() : JSON.parse(readFileSync(given, 'utf8'));
const cards = drawn.filter(([name]) => name.includes(only));
for (const [width, pixels] of Object.entries(WIDTHS)) {
  for (const platform of ['slack', 'teams', 'console'] as const) {
    const page = await browser.newPage({ viewport: { width: pixels * (width === 'wide' ? 2 : 3) + 80, height: 600 } });
    const style = { slack: slackStyle, teams: teamsStyle, console: consoleStyle }[platform];
    const file = join(folder, `${platform}.html`);
    writeFileSync(
      file,
      `<!doctype html><meta charset="utf-8"><style>${style}</style><style>body{display:grid!important;grid-template-columns:repeat(auto-fill,${pixels}px);gap:16px;padding:16px;background:#f3f3f3;align-items:start;min-height:0!important}section{width:${pixels}px;background:#fff;padding:10px;box-sizing:border-box;overflow:hidden;border-radius:8px}h6{margin:0 0 6px;color:#777;font:12px sans-serif}</style>${cards.map(([name], index) => html`<section><h6>${name}</h6><div id="c${index}"></div></section>`.markup).join('')}<script src="draw.js"></script>`,
    );
    await page.goto(`file://${file}`);
    for (const [index, [, card]] of cards.entries()) await draw(page, platform, `#c${index}`, card);
    await page.waitForTimeout(300);
    await keepPicture(page, `${only === '' ? basename(given ?? 'cards', '.json') : only}-${platform}-${width}`, true);
    for (const [card, where, wide, file] of SHOWN) {
      const index = cards.findIndex(([name]) => name === card);
      if (index < 0 || where !== platform || wide !== width) continue;
      await page.locator(`#c${index}`).screenshot({ path: join(ROOT, 'docs', 'pictures', `${file}.png`) });
    }
    await page.close();
  }
}
await browser.close();
console.log('Written to tests/screenshots/');
process.exit();

async function draw(
  page: Awaited<ReturnType<typeof browser.newPage>>,
  platform: 'slack' | 'teams' | 'console',
  target: string,
  card: Drawn,
): Promise<void> {
  const isForm = 'fields' in card;
  if (platform === 'console') {
    await page.$eval(
      target,
      (node, markup) => {
        node.innerHTML = markup;
      },
      (isForm ? renderConsoleForm(card) : renderConsole(card, 'm', false)).markup,
    );
    return;
  }
  const content =
    platform === 'slack'
      ? isForm
        ? renderView(card, {})['blocks']
        : renderMessage(card).blocks
      : isForm
        ? renderTeamsForm(card, {})
        : renderTeams(card, true);
  await page.$eval(
    target,
    (node, [how, json]) => {
      const draws = globalThis as unknown as Record<string, (target: Element, json: unknown) => void>;
      draws[how]?.(node, JSON.parse(json));
    },
    [platform === 'slack' ? 'drawSlack' : 'drawTeams', JSON.stringify(content)] as const,
  );
}
