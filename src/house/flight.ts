// What is under way: the process does not leave in the middle of an act, and the courier lets people go first.
import type { Dispatch } from '../chat/port.ts';
import type { Reply } from '../chat/replies.ts';

/** Counts the acts that are under way, so that the process does not leave in the middle of one. */
export function trackFlight(dispatch: Dispatch): { dispatch: Dispatch; flying(): number; landed(): Promise<void> } {
  const flying = new Set<Promise<Reply>>();
  return {
    dispatch(incoming) {
      const act = dispatch(incoming);
      flying.add(act);
      return act.finally(() => flying.delete(act));
    },
    flying: () => flying.size,
    async landed() {
      await Promise.allSettled(flying);
    },
  };
}
