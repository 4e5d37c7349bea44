// The whole suite: rules, journeys over real wire formats, and the console in a real browser where one is installed.
// Arguments go to Vitest: npm test -- tests/journeys
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium } from '../src/http/chromium.mjs';
import { ensureClient } from './build.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
const chromium = findChromium();
const scratch = mkdtempSync(join(tmpdir(), 'pz-results-'));
const results = join(scratch, 'results.json');

ensureClient();
const projects = chromium === undefined ? ['house'] : ['house', 'browser'];
const run = spawnSync(
  process.execPath,
  [
    vitest,
    'run',
    ...projects.flatMap((project) => ['--project', project]),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${results}`,
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: 'inherit', env: { ...process.env, ...(chromium === undefined ? {} : { CHROMIUM: chromium }) } },
);

let counted;
try {
  counted = JSON.parse(readFileSync(results, 'utf8'));
} catch {
  // Vitest did not get as far as a result; it has said why.
}
rmSync(scratch, { recursive: true, force: true });

let failed = run.status !== 0;
if (chromium === undefined) {
  console.log('\nThe browser tests did not run: no Chromium was found. Install one (Debian: apt-get install chromium;');
  console.log('macOS: brew install --cask chromium) or name it: CHROMIUM=/path/to/chromium npm test');
  if (process.env.BROWSER_TESTS === 'required') failed = true;
}
if (counted !== undefined) {
  const skipped = counted.numPendingTests + counted.numTodoTests;
  console.log(`\n${counted.numPassedTests} passed, ${counted.numFailedTests} failed, ${skipped} skipped`);
}
process.exitCode = failed ? 1 : 0;
