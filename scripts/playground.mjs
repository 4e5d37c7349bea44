// npm run test:playground: Microsoft's Agents Playground against the bot, in Chromium, with pictures kept. Not part of
// `npm test`: it is fetched on demand, its licence is for evaluation, and nobody needs it to work on the bot.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium } from '../src/http/chromium.mjs';
import { ensureClient } from './build.mjs';

const PACKAGE = '@microsoft/m365agentsplayground@0.2.28';
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, 'node_modules', '.cache', 'playground');
const program = join(folder, 'node_modules', '.bin', 'agentsplayground');

if (findChromium() === undefined) {
  console.error(
    'No Chromium was found. Install one (Debian: apt-get install chromium) or name it: CHROMIUM=/path/to/it',
  );
  process.exit(1);
}
if (!existsSync(program)) {
  const fetched = spawnSync('npm', ['install', '--prefix', folder, '--ignore-scripts', '--no-save', PACKAGE], {
    stdio: 'inherit',
  });
  if (fetched.status !== 0) process.exit(1);
}
ensureClient();
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
const run = spawnSync(process.execPath, [vitest, 'run', '--project', 'playground', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, AGENTS_PLAYGROUND: program, CHROMIUM: findChromium() },
});
process.exitCode = run.status ?? 1;
