// A real Chromium, with nothing of it calling home.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { findChromium } from '../../src/http/chromium.mjs';
import { ROOT } from '../../src/process/paths.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const QUIET = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const WIDE = { width: 1100, height: 900 };
/** A small phone. */
export const NARROW = { width: 360, height: 740 };

/** @throws when there is none: these tests are only asked for where there is one */
export async function openBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('No Chromium was found; name one with CHROMIUM=/path/to/chromium.');
  return chromium.launch({ executablePath, args: QUIET });
}

/** Keeps a picture under tests/screenshots for people to look at, when they ask for it: KEEP_PICTURES=1 npm test -- tests/browser */
export async function keepPicture(page: Page, name: string, fullPage = false): Promise<void> {
  if (process.env['KEEP_PICTURES'] === undefined) return;
  const folder = join(ROOT, 'tests', 'screenshots');
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage });
}

/** A sheet of paper, at 96 dots an inch. */
export const A4 = { width: 794, height: 1123 };

/** What a page does against WCAG 2.2 AA and good practice, as far as a machine can tell. */
export async function offences(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async (rules) => {
    const { axe } = globalThis as unknown as {
      axe: {
        run(
          what: Document,
          how: object,
        ): Promise<{ violations: { id: string; nodes: { target: string[]; failureSummary: string }[] }[] }>;
      };
    };
    const { violations } = await axe.run(document, { runOnly: { type: 'tag', values: rules } });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
    );
  }, RULES);
}
