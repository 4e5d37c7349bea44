// Waiting for something to become true, without guessing how long it takes.

/** Looks again until `look` gives something. @throws when it has not after `withinMs` */
export async function until<T>(
  what: string,
  look: () => T | undefined | false | null | Promise<T | undefined | false | null>,
  withinMs = 10_000,
): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false && found !== null) return found;
    if (performance.now() > deadline) throw new Error(`Still waiting for: ${what}`);
    await new Promise((done) => setTimeout(done, 10));
  }
}
