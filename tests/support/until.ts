// Waiting for something to become true, without guessing how long it takes.
import { inject } from 'vitest';

/**
 * How much slower this machine is than the one that the limits were written for, measured when the suite starts; never less
 * than one. What is right may take so many times as long.
 */
export function patience(): number {
  return inject('patience');
}

/**
 * Looks again until `look` gives something.
 * @param withinMs on a machine that is not slow @throws when it has not after that
 */
export async function until<T>(
  what: string,
  look: () => T | undefined | false | null | Promise<T | undefined | false | null>,
  withinMs = 20_000,
): Promise<T> {
  const deadline = performance.now() + withinMs * patience();
  let pause = 5;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false && found !== null) return found;
    if (performance.now() > deadline) throw new Error(`Still waiting for: ${what}`);
    // What comes soon is seen soon; what takes long is not asked for all the time.
    pause = Math.min(40, pause * 1.3);
    await new Promise((done) => setTimeout(done, pause));
  }
}
