// npm run pictures: every state of the cards that matter, on each platform and on a narrow screen, as pictures to look at.
// What draws Block Kit and Adaptive Cards is fetched on demand: nobody needs it to work on the bot.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium } from '../src/http/chromium.mjs';

const PACKAGES = [
  'slack-blocks-to-jsx@1.1.1',
  'react@18.3.1',
  'react-dom@18.3.1',
  'adaptivecards@3.0.5',
  'esbuild@0.28.2',
];
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, 'node_modules', '.cache', 'pictures');

if (findChromium() === undefined) {
  console.error(
    'No Chromium was found. Install one (Debian: apt-get install chromium) or name it: CHROMIUM=/path/to/it',
  );
  process.exit(1);
}
if (!existsSync(join(folder, 'node_modules', 'adaptivecards'))) {
  const fetched = spawnSync('npm', ['install', '--prefix', folder, '--ignore-scripts', '--no-save', ...PACKAGES], {
    stdio: 'inherit',
  });
  if (fetched.status !== 0) process.exit(1);
}
process.env.PICTURES = folder;
process.env.KEEP_PICTURES = '1';
process.argv.splice(2, 0, 'scripts/pictures.ts');
await import('./run.mjs');
