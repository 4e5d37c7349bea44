// What is reckoned from a record's words and kept beside them is reckoned anew, once, when a new version of the bot knows more words.
import { createHash } from 'node:crypto';
import type { PrismaClient } from './generated/client.ts';

const AT_ONCE = 1000;
const FIRST = '00000000-0000-0000-0000-000000000000';

/**
 * @param what names it, among everything that is told anew @param version all that it is reckoned by: another version is told again
 * @param read the next records behind an id, in the order of their ids @param tell whether it had to be changed
 * @returns how many were changed
 */
export async function tellAnew<Row extends { id: string }>(
  prisma: PrismaClient,
  { what, version, now }: { what: string; version: string; now: Date },
  read: (after: string, most: number) => Promise<Row[]>,
  tell: (row: Row) => Promise<boolean>,
): Promise<number> {
  const key = `${what} ${createHash('sha256').update(version).digest('hex').slice(0, 16)}`;
  if ((await prisma.onceDone.count({ where: { key } })) > 0) return 0;
  let changed = 0;
  for (let after = FIRST; ; ) {
    const page = await read(after, AT_ONCE);
    for (const row of page) if (await tell(row)) changed += 1;
    const last = page.at(-1);
    if (last === undefined || page.length < AT_ONCE) break;
    after = last.id;
  }
  // Only when all of it is done: a process that dies half-way leaves it to the next.
  await prisma.onceDone.createMany({ data: [{ key, at: now }], skipDuplicates: true });
  return changed;
}
