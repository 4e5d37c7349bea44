// Makes dist/ from the sources when it is missing or stale: the Prisma client (a second), then one bundle (some ms).
// No network, no install script; called by `npm start`, `npm run cli` and the tests.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);

/** Generates src/database/generated when the schema or Prisma's version has changed. */
export function ensureClient() {
  const folder = join(root, 'src', 'database', 'generated');
  const stamp = join(folder, '.stamp');
  const version = JSON.parse(readFileSync(require.resolve('prisma/package.json'), 'utf8')).version;
  const schema = join(root, 'prisma', 'schema');
  const parts = readdirSync(schema)
    .sort()
    .map((name) => readFileSync(join(schema, name)));
  const wanted = createHash('sha256').update(Buffer.concat(parts)).update(version).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  // Prisma would download an engine that generating does not need; naming any program keeps it from that.
  const env = {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  };
  const made = spawnSync(
    process.execPath,
    [join(dirname(require.resolve('prisma/package.json')), 'build', 'index.js'), 'generate'],
    { cwd: root, env, encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`The Prisma client could not be generated:\n${made.stdout}\n${made.stderr}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(stamp, wanted);
}

const bundle = {
  absWorkingDir: root,
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: true,
  logLevel: 'warning',
};

/** Bundles one TypeScript file of scripts/ or tests/. @returns where the bundle is */
export async function bundleFile(file) {
  ensureClient();
  const out = join(root, 'dist', 'run', `${file.replaceAll('/', '-')}.mjs`);
  const { build } = await import('esbuild');
  await build({ ...bundle, entryPoints: [file], outfile: out });
  return out;
}

const HOUR_MS = 3_600_000;

/** Chunks of earlier builds go after an hour: a bot that is just starting with them has not loaded all of them. */
function forgetOld(made) {
  const folder = join(root, 'dist');
  for (const name of readdirSync(folder))
    if (/\.js(?:\.map)?$/.test(name) && !made.has(name)) {
      const file = join(folder, name);
      // Another build beside this one may have been quicker.
      if (Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) > HOUR_MS)
        rmSync(file, { force: true });
    }
}

/** Bundles src/cli/index.ts (and the adapters, each loaded on demand) into dist/. */
export async function build() {
  ensureClient();
  const { build, stop } = await import('esbuild');
  const entryPoints = { cli: 'src/cli/index.ts' };
  const { metafile } = await build({ ...bundle, entryPoints, outdir: 'dist', splitting: true, metafile: true });
  forgetOld(new Set(Object.keys(metafile.outputs).map((file) => basename(file))));
  // Its helper process would stay for as long as the bot runs.
  await stop();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();
