// A page printed by a Chromium, which keeps headings, lists and tables for those who have a PDF read to them.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { findChromium } from './chromium.mjs';

const NOTHING_BUT_STYLE =
  '<meta http-equiv="content-security-policy" content="default-src \'none\'; img-src data:; style-src \'unsafe-inline\'">';
const WITHIN_MS = 30_000;

export const canPrint = (): boolean => findChromium() !== undefined;

let before: Promise<unknown> = Promise.resolve();

/** One at a time: a browser takes much memory. @param page a whole document @throws where there is none, or it does not print in half a minute */
export function printPdf(page: string): Promise<Buffer> {
  const printed = before.then(() => print(page));
  before = printed.catch(() => undefined);
  return printed;
}

async function print(page: string): Promise<Buffer> {
  const chromium = findChromium();
  if (chromium === undefined) throw new Error('There is no Chromium to print with.');
  const folder = await mkdtemp(join(tmpdir(), 'pz-print-'));
  try {
    const [source, target] = [join(folder, 'page.html'), join(folder, 'page.pdf')];
    await writeFile(source, page.replace('<head>', `<head>${NOTHING_BUT_STYLE}`));
    await promisify(execFile)(
      chromium,
      [
        '--headless',
        // In a container, and as root, Chromium's own sandbox cannot start. It opens one document of ours, which runs nothing.
        '--no-sandbox',
        '--disable-gpu',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        `--user-data-dir=${join(folder, 'profile')}`,
        '--no-pdf-header-footer',
        `--print-to-pdf=${target}`,
        pathToFileURL(source).href,
      ],
      { timeout: WITHIN_MS, killSignal: 'SIGKILL' },
    );
    return await readFile(target);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
