// Whether anything at all has changed in the database: what was read from the same state is what would be read again.
import { gather } from './gather.ts';
import type { PrismaClient } from './generated/client.ts';
import { rows } from './statement.ts';

/** So many who ask at once share a statement. */
const MOST_AT_ONCE = 200;

/**
 * The transactions that a statement sees, in PostgreSQL's words: those below a number, but for some that still run. Numbers are
 * given to what writes, and never twice, so two that are equal see the same rows, whoever wrote them.
 * @returns asks for it; whoever asks while a statement is under way shares the next, so that none is older than its asking
 */
export function createState(prisma: PrismaClient): () => Promise<string> {
  const ask = gather(async (all: undefined[]) => {
    const [found] = await rows<{ state: string }>(prisma)`SELECT pg_current_snapshot()::text AS state`;
    if (found === undefined) throw new Error('The database did not tell its state.');
    return all.map(() => found.state);
  }, MOST_AT_ONCE);
  return () => ask(undefined);
}
