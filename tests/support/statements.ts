// What an act costs the database: every statement that leaves this process while it is done, however it leaves.
import pg from 'pg';
import { vi } from 'vitest';

/** The statements that were sent while something was done, in order; those of a transaction with its BEGIN and COMMIT. */
export async function statementsOf(what: () => Promise<unknown>): Promise<string[]> {
  const sent: string[] = [];
  const query = pg.Client.prototype.query;
  const spy = vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (
    this: pg.Client,
    ...given: unknown[]
  ) {
    const [first] = given as [string | { text?: string }];
    const text = typeof first === 'string' ? first : (first.text ?? '');
    // A new connection begins with this, whoever it is opened for.
    if (!text.startsWith('SET plan_cache_mode')) sent.push(text);
    return (query as (...all: unknown[]) => unknown).apply(this, given);
  } as never);
  try {
    await what();
  } finally {
    spy.mockRestore();
  }
  return sent;
}
