// Papers are records: one of weeks that are over is kept as it was first made, and made again it is the same. What came in late makes
// a next issue, when somebody asks for one.

import type { Db } from '../../database/client.ts';
import type { Prisma } from '../../database/generated/client.ts';
import { type Asked, type Report, readReport } from './report.ts';

export interface Paper {
  report: Report;
  /** When this issue was made; of weeks that are not over, now. */
  madeAt: Date;
  /** From 1 on; undefined while its last week is not over, for then nothing is kept. */
  issue: number | undefined;
}

const keyOf = ({ partnership, zone, from, to }: Asked) => ({
  partnershipId: partnership,
  scope: zone ?? 'all',
  from: new Date(from),
  to: new Date(to),
});

const latest = (db: Db, what: Asked) => db.boardPaper.findFirst({ where: keyOf(what), orderBy: { issue: 'desc' } });

const paperOf = (row: { content: unknown; madeAt: Date; issue: number }): Paper => ({
  report: row.content as Report,
  madeAt: row.madeAt,
  issue: row.issue,
});

/** The paper as it was made, or made and kept now. */
export async function openPaper(db: Db, what: Asked, now: Date): Promise<Paper> {
  const known = await latest(db, what);
  if (known !== null) return paperOf(known);
  const report = await readReport(db, what, now);
  if (report.unfinished) return { report, madeAt: now, issue: undefined };
  return keep(db, what, report, now, 1);
}

/** Who comes first has made it: two who open it at once read the same. */
async function keep(db: Db, what: Asked, report: Report, now: Date, issue: number): Promise<Paper> {
  const content = JSON.parse(JSON.stringify(report)) as Prisma.InputJsonObject;
  await db.boardPaper.createMany({
    data: [{ ...keyOf(what), content, madeAt: now, issue }],
    skipDuplicates: true,
  });
  const kept = await latest(db, what);
  if (kept === null) throw new Error('A paper vanished while it was made.');
  return paperOf(kept);
}

/** Whether what has come in since would make it another. */
export async function hasChanged(db: Db, what: Asked, { report, issue }: Paper, now: Date): Promise<boolean> {
  if (issue === undefined) return false;
  return inOneOrder(await readReport(db, what, now)) !== inOneOrder(report);
}

/** PostgreSQL keeps an object's keys in an order of its own. */
function inOneOrder(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** The next issue, from what is known now; the earlier ones stay. */
export async function makeAnew(db: Db, what: Asked, now: Date): Promise<Paper> {
  const before = await openPaper(db, what, now);
  if (before.issue === undefined || !(await hasChanged(db, what, before, now))) return before;
  return keep(db, what, await readReport(db, what, now), now, before.issue + 1);
}
