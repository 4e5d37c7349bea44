// Once for the whole run: what all its tests stand on.
import type { TestProject } from 'vitest/node';
import { type Ground, makeGround } from './ground.mjs';

declare module 'vitest' {
  interface ProvidedContext extends Ground {
    /** How many times as long as usual what is right may take here. */
    patience: number;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // `npm test` makes one for both of its runs.
  const given = process.env['TEST_GROUND'];
  const made = given === undefined ? await makeGround() : undefined;
  const { postgres, bundles }: Ground = made?.ground ?? JSON.parse(given ?? '');
  project.provide('postgres', postgres);
  project.provide('bundles', bundles);
  return async () => made?.stop();
}
