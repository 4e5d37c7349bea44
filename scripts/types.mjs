// Checks the types; the database client that they speak of is generated first.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureClient } from './build.mjs';

ensureClient();
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.exitCode = spawnSync(process.execPath, [tsc, '--noEmit'], { cwd: root, stdio: 'inherit' }).status ?? 1;
