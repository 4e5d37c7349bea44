// npm run bench -- NAME runs tests/bench/NAME.ts. Not part of the tests: its figures are for people to read.
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = join(dirname(dirname(fileURLToPath(import.meta.url))), 'tests', 'bench');
const name = process.argv[2] ?? '';
const known = readdirSync(folder)
  .flatMap((file) => /^(\w+)\.ts$/.exec(file)?.[1] ?? [])
  .filter((file) => !['floor', 'load', 'relay', 'stage'].includes(file));
if (!known.includes(name) || !existsSync(join(folder, `${name}.ts`))) {
  console.error(`Which benchmark? One of: ${known.join(', ')}`);
  process.exit(1);
}
process.argv.splice(2, 1, `tests/bench/${name}.ts`);
await import('./run.mjs');
