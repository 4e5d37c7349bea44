// What a problem is about is kept beside it, and told anew when the thesaurus has grown: else what was raised before would not be found.
import type { FeatureJob } from '../../../chat/registry.ts';
import { tellAnew } from '../../../database/anew.ts';
import type { PrismaClient } from '../../../database/generated/client.ts';
import { textOfReport } from './search.ts';
import { conceptsOf, THESAURUS_VERSION } from './thesaurus.ts';

/** @returns how many problems are about something else now */
export const tellConceptsAnew = (prisma: PrismaClient, now: Date, version = THESAURUS_VERSION): Promise<number> =>
  tellAnew(
    prisma,
    { what: 'problem concepts', version, now },
    (after, take) =>
      prisma.problem.findMany({
        where: { id: { gt: after } },
        orderBy: { id: 'asc' },
        take,
        select: { id: true, title: true, place: true, what: true, concepts: true },
      }),
    async ({ id, concepts, ...report }) => {
      const told = conceptsOf(textOfReport(report));
      if (JSON.stringify(told) === JSON.stringify(concepts)) return false;
      // Neither moved nor changed, to those who read it.
      await prisma.problem.update({ where: { id }, data: { concepts: told } });
      return true;
    },
  );

export const problemJobs: FeatureJob[] = [
  {
    name: 'the problems’ concepts',
    everySeconds: 3600,
    afterSeconds: 600,
    run: ({ prisma, now }) => tellConceptsAnew(prisma, now),
  },
];
