// botbuilder prints every refused token to the console, stack and keys and all; our log has one line for it already.
import { AsyncLocalStorage } from 'node:async_hooks';

const within = new AsyncLocalStorage<true>();
let replaced = false;

/** Runs the library with its printing to the console left out; whatever else prints is not touched. */
export function quietly<T>(run: () => Promise<T>): Promise<T> {
  if (!replaced) {
    replaced = true;
    const print = console.error;
    console.error = (...words) => {
      if (within.getStore() === undefined) print(...words);
    };
  }
  return within.run(true, run);
}
