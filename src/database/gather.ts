// Group commit, one floor above PostgreSQL's: what is asked for while a statement is under way goes into the next one
// together. Alone, nothing waits; under load, many acts share one round trip and one flush to disk.

/** A statement that waits for somebody else's lock holds up the others for no longer than this. */
const PATIENCE_MS = 20;

interface Asked<Given, Result> {
  given: Given;
  done(result: Result): void;
  failed(error: unknown): void;
}

/**
 * @param run one statement for many; gives a result for each, in the order given, and has either all effects or none
 * @param most askings in one statement
 * @returns a function for one. When a statement for many fails, each is tried alone, so that nobody fails for another's fault
 */
export function gather<Given, Result>(
  run: (all: Given[]) => Promise<Result[]>,
  most: number,
): (given: Given) => Promise<Result> {
  const waiting: Asked<Given, Result>[] = [];
  let busy = false;

  async function go(all: Asked<Given, Result>[]): Promise<void> {
    try {
      const results = await run(all.map(({ given }) => given));
      all.forEach((asked, index) => {
        asked.done(results[index] as Result);
      });
    } catch (error) {
      if (all.length === 1) all[0]?.failed(error);
      else for (const asked of all) await go([asked]);
    }
  }

  function next(): void {
    if (busy || waiting.length === 0) return;
    busy = true;
    let held = true;
    const free = () => {
      if (!held) return;
      held = false;
      clearTimeout(patience);
      busy = false;
      next();
    };
    const patience = setTimeout(free, PATIENCE_MS);
    void go(waiting.splice(0, most)).then(free);
  }

  return (given) =>
    new Promise((done, failed) => {
      waiting.push({ given, done, failed });
      next();
    });
}
