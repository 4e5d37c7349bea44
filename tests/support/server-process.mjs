// Starts the one PostgreSQL of a run: for Vitest alone, or once for both of its runs.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { bundleFile } from '../../scripts/build.mjs';

/**
 * @returns {Promise<{ connection: { host: string; port: number; user: string }; stop(): Promise<void> }>}
 * @throws with what it said, when it ends before it is ready
 */
export async function startServer() {
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
