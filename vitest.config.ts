import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { measurePatience } from './tests/support/patience.mjs';

/** In any order, for no file may depend on another; but what takes longest begins first, so that nothing is waited for at the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => (/\/tests\/(?:process|browser)\//.test(moduleId) ? 0 : 1);
    const shuffled = files.map((file) => ({ file, at: Math.random() })).sort((a, b) => a.at - b.at);
    return shuffled.map(({ file }) => file).sort((a, b) => rank(a) - rank(b));
  }
}

// What is right may be slow; these end what hangs.
const patience = measurePatience();
const shared = {
  testTimeout: 60_000 * patience,
  hookTimeout: 90_000 * patience,
  provide: { patience },
  pool: 'forks',
  isolate: false,
  expect: { requireAssertions: true },
} as const;

export default defineConfig({
  test: {
    // Once for all projects: one PostgreSQL.
    globalSetup: ['tests/support/postgres.ts'],
    // One a core: more would load everything once more. The one PostgreSQL has connections for four.
    maxWorkers: Math.min(4, availableParallelism()),
    sequence: { sequencer: LongestFirst },
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
