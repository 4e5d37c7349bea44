// What an entry answers is kept beside it. When the words by which that is told have changed with a new version of the bot, it is
// told anew, once.
import { createHash } from 'node:crypto';
import type { FeatureJob } from '../../../chat/registry.ts';
import type { PrismaClient } from '../../../database/generated/client.ts';
import { needsOfEntry } from './model.ts';
import { NEEDS_VERSION } from './needs.ts';

const AT_ONCE = 1000;

/** @returns how many entries answer otherwise now */
export async function tellNeedsAnew(prisma: PrismaClient, now: Date): Promise<number> {
  const key = `map needs ${createHash('sha256').update(NEEDS_VERSION).digest('hex').slice(0, 16)}`;
  if ((await prisma.onceDone.count({ where: { key } })) > 0) return 0;
  let changed = 0;
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const entries = await prisma.mapEntry.findMany({
      where: { id: { gt: after } },
      orderBy: { id: 'asc' },
      take: AT_ONCE,
      select: { id: true, name: true, what: true, needs: true },
    });
    for (const { id, needs, ...entry } of entries) {
      const told = needsOfEntry(entry);
      if (JSON.stringify(told) === JSON.stringify(needs)) continue;
      await prisma.mapEntry.update({ where: { id }, data: { needs: told } });
      changed += 1;
    }
    const last = entries.at(-1);
    if (last === undefined || entries.length < AT_ONCE) break;
    after = last.id;
  }
  // Only when all of it is done: a process that dies half-way leaves it to the next.
  await prisma.onceDone.createMany({ data: [{ key, at: now }], skipDuplicates: true });
  return changed;
}

export const mapJobs: FeatureJob[] = [
  {
    name: 'the map’s words',
    everySeconds: 3600,
    afterSeconds: 900,
    run: ({ prisma, now }) => tellNeedsAnew(prisma, now),
  },
];
