// What an entry answers is kept beside it, and told anew when the words by which that is told have changed.
import type { FeatureJob } from '../../../chat/registry.ts';
import { tellAnew } from '../../../database/anew.ts';
import type { PrismaClient } from '../../../database/generated/client.ts';
import { needsOfEntry } from './model.ts';
import { NEEDS_VERSION } from './needs.ts';

/** @returns how many entries answer otherwise now */
export const tellNeedsAnew = (prisma: PrismaClient, now: Date): Promise<number> =>
  tellAnew(
    prisma,
    { what: 'map needs', version: NEEDS_VERSION, now },
    (after, take) =>
      prisma.mapEntry.findMany({
        where: { id: { gt: after } },
        orderBy: { id: 'asc' },
        take,
        select: { id: true, name: true, what: true, needs: true },
      }),
    async ({ id, needs, ...entry }) => {
      const told = needsOfEntry(entry);
      if (JSON.stringify(told) === JSON.stringify(needs)) return false;
      await prisma.mapEntry.update({ where: { id }, data: { needs: told } });
      return true;
    },
  );

export const mapJobs: FeatureJob[] = [
  {
    name: 'the map’s words',
    everySeconds: 3600,
    afterSeconds: 900,
    run: ({ prisma, now }) => tellNeedsAnew(prisma, now),
  },
];
