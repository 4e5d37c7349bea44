// The whole suite: rules, journeys over real wire formats, processes that are killed, and the console in a real browser where one is
// installed. Processes and browsers need room, so they run one at a time, beside all the rest if there are cores for both.
// Arguments go to Vitest: npm test -- tests/journeys
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium } from '../src/http/chromium.mjs';
import { makeGround } from '../tests/support/ground.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
const chromium = findChromium();
const scratch = mkdtempSync(join(tmpdir(), 'pz-results-'));
const cores = Math.min(4, availableParallelism());

/** @returns what Vitest counted; undefined when it did not get that far, and has said why */
function run(name, projects, workers, show) {
  const results = join(scratch, `${name}.json`);
  const child = spawn(
    process.execPath,
    [
      vitest,
      'run',
      ...projects.flatMap((project) => ['--project', project]),
      `--maxWorkers=${workers}`,
      '--passWithNoTests',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${results}`,
      ...process.argv.slice(2),
    ],
    {
      cwd: root,
      stdio: show ? 'inherit' : ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...(chromium === undefined ? { WITHOUT_BROWSER: '1' } : { CHROMIUM: chromium }) },
    },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (bytes) => {
      output += bytes.toString();
    });
  return new Promise((done) => {
    child.once('exit', (status) => {
      let counted;
      try {
        counted = JSON.parse(readFileSync(results, 'utf8'));
      } catch {
        // Said by Vitest itself.
      }
      done({ status, counted, output });
    });
  });
}

const { ground, stop } = await makeGround();
process.env.TEST_GROUND = JSON.stringify(ground);
const rest = () => run('house', ['house'], cores, true);
const heavy = () => run('apart', ['apart'], 1, false);
const runs = cores > 1 ? await Promise.all([rest(), heavy()]) : [await rest(), await heavy()];
await stop();
rmSync(scratch, { recursive: true, force: true });
if (runs[1].counted === undefined || runs[1].counted.numTotalTests > 0) process.stdout.write(runs[1].output);

const files = runs.flatMap(({ counted }) => counted?.testResults ?? []);
const slowest = files.map(({ name, startTime, endTime }) => ({ name, took: (endTime - startTime) / 1000 }));
if (files.length > 10) {
  console.log('\nWhat took longest:');
  for (const { name, took } of slowest.sort((a, b) => b.took - a.took).slice(0, 12))
    console.log(`  ${took.toFixed(1).padStart(6)} s  ${relative(root, name)}`);
}
let failed = runs.some(({ status }) => status !== 0);
if (chromium === undefined) {
  console.log('\nThe browser tests did not run: no Chromium was found. Install one (Debian: apt-get install chromium;');
  console.log('macOS: brew install --cask chromium) or name it: CHROMIUM=/path/to/chromium npm test');
  if (process.env.BROWSER_TESTS === 'required') failed = true;
}
const sum = (of) => runs.reduce((total, { counted }) => total + (counted === undefined ? 0 : of(counted)), 0);
const [passed, broken, skipped] = [
  sum((counted) => counted.numPassedTests),
  sum((counted) => counted.numFailedTests),
  sum((counted) => counted.numPendingTests + counted.numTodoTests),
];
console.log(`\n${passed} passed, ${broken} failed, ${skipped} skipped`);
if (passed + broken === 0) {
  console.log('No test ran: nothing has that name.');
  failed = true;
}
process.exitCode = failed ? 1 : 0;
