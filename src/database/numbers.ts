// Numbers that people say: "idea 7". Given in order, none twice, by one statement.
import type { Db } from './client.ts';
import { Prisma } from './generated/client.ts';

/** The tables whose records have a number in their partnership. */
export type Numbered = 'idea' | 'celebration';

/** The next number of a kind, held until this transaction is over. */
export async function nextNumber(db: Db, kind: Numbered, partnershipId: string): Promise<number> {
  const table = Prisma.raw(`"${kind}"`);
  const [given] = await db.$queryRaw<{ last: number }[]>`
    INSERT INTO counter (partnership_id, kind, last)
    SELECT ${partnershipId}::uuid, ${kind}, coalesce((SELECT max(number) FROM ${table} WHERE partnership_id = ${partnershipId}::uuid), 0) + 1
    ON CONFLICT (partnership_id, kind) DO UPDATE SET last = greatest(counter.last, EXCLUDED.last - 1) + 1 RETURNING last`;
  if (given === undefined) throw new Error('A counter gave no number.');
  return given.last;
}
