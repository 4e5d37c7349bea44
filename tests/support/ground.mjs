// What a run stands on, made once: for Vitest alone, or for both of its runs. One real PostgreSQL, and the bundles that tests run as
// processes.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build, bundleFile } from '../../scripts/build.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** @throws with what the server said, when it ends before it is ready */
export async function makeGround() {
  await build();
  const wireBot = await bundleFile('tests/support/wire-bot.ts');
  const nudgeDay = await bundleFile('tests/support/nudge-day.ts');
  const { connection: postgres, stop } = await startServer();
  return { ground: { postgres, bundles: { bot: join(root, 'dist', 'cli.js'), wireBot, nudgeDay } }, stop };
}

async function startServer() {
  const bundle = await bundleFile('tests/support/server.ts');
  const child = spawn(process.execPath, ['--enable-source-maps', bundle], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise((done) => child.once('exit', done));
  const line = new Promise((done) => createInterface(child.stdout).once('line', done));
  const said = await Promise.race([line, ended]);
  if (typeof said !== 'string') throw new Error(`The tests’ PostgreSQL did not start: it ended with ${said}.`);
  return {
    connection: JSON.parse(said),
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}
