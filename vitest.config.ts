import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { measurePatience } from './tests/support/patience.mjs';

// What is right may be slow; these end what hangs.
const patience = measurePatience();
const shared = {
  testTimeout: 60_000 * patience,
  hookTimeout: 90_000 * patience,
  provide: { patience },
  pool: 'forks',
  // Room for what one test makes and the next does not need: a seventh less for the collector to do.
  execArgv: ['--min-semi-space-size=32', '--max-semi-space-size=64'] as string[],
  isolate: false,
  expect: { requireAssertions: true },
} as const;

export default defineConfig({
  test: {
    // Once for all projects of a run: one PostgreSQL.
    globalSetup: ['tests/support/setup.ts'],
    // One a core: more would load everything once more. The one PostgreSQL has connections for four.
    maxWorkers: Math.min(4, availableParallelism()),
    // In any order, for no file may depend on another.
    sequence: { shuffle: { files: true } },
    projects: [
      {
        test: {
          ...shared,
          name: 'house',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/process/**', 'tests/browser/**', 'tests/playground/**'],
        },
      },
      // Bots as processes of their own, which are killed, and pages in a real browser, where one is: `npm test` finds it, or says that
      // these did not run. One file at a time.
      {
        test: {
          ...shared,
          name: 'apart',
          include: ['tests/process/**/*.test.ts', 'tests/browser/**/*.test.ts'],
          exclude: process.env['WITHOUT_BROWSER'] ? ['tests/browser/**'] : [],
        },
      },
      // Only on demand: `npm run test:playground` fetches Microsoft's local client first.
      { test: { ...shared, name: 'playground', include: ['tests/playground/**/*.test.ts'] } },
    ],
  },
});
