import { defineConfig } from 'vitest/config';

const shared = {
  testTimeout: 20_000,
  hookTimeout: 30_000,
  pool: 'forks',
  isolate: false,
  sequence: { shuffle: { files: true, tests: false } },
  expect: { requireAssertions: true },
} as const;

export default defineConfig({
  test: {
    // Once for all projects: one PostgreSQL.
    globalSetup: ['tests/support/postgres.ts'],
    // Much of the time is spent waiting: for a platform's pace, for a dead process to be missed.
    maxWorkers: 3,
    projects: [
      {
        test: {
          ...shared,
          name: 'house',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/browser/**', 'tests/playground/**'],
        },
      },
      // Only where a Chromium is: `npm test` finds it, or says that these did not run.
      { test: { ...shared, name: 'browser', include: ['tests/browser/**/*.test.ts'] } },
      // Only on demand: `npm run test:playground` fetches Microsoft's local client first.
      { test: { ...shared, name: 'playground', include: ['tests/playground/**/*.test.ts'] } },
    ],
  },
});
