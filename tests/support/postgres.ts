// Once for the whole run: one real PostgreSQL whose databases test files copy, and the bundles that tests run as processes.
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { build, bundleFile } from '../../scripts/build.mjs';
import { ROOT } from '../../src/process/paths.ts';
import { startServer } from './server-process.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    /** How many times as long as usual what is right may take here. */
    patience: number;
    postgres: { host: string; port: number; user: string };
    /** Where each is: what Node runs. */
    bundles: { bot: string; wireBot: string; nudgeDay: string };
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await build();
  project.provide('bundles', {
    bot: join(ROOT, 'dist', 'cli.js'),
    wireBot: await bundleFile('tests/support/wire-bot.ts'),
    nudgeDay: await bundleFile('tests/support/nudge-day.ts'),
  });
  // `npm test` starts one for both of its runs.
  const given = process.env['TEST_SERVER'];
  const server = given === undefined ? await startServer() : undefined;
  project.provide('postgres', server?.connection ?? JSON.parse(given ?? ''));
  return async () => server?.stop();
}
