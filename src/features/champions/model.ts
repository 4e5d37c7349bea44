// What a champion is asked, with what a card shows of it: its shape, and how it is read.
import type { Db } from '../../database/client.ts';
import type { Prisma } from '../../database/generated/client.ts';
import type { Subject } from '../../rights/index.ts';

export const RECORD = 'ask';
export const FULL = {
  zone: { select: { name: true } },
  problem: { select: { id: true, number: true, title: true, zone: { select: { code: true } } } },
  asker: { select: { name: true, agency: { select: { shortName: true } } } },
  champion: { select: { name: true, agency: { select: { shortName: true } } } },
} satisfies Prisma.AskInclude;
export type FullAsk = Prisma.AskGetPayload<{ include: typeof FULL }>;

export const findAsk = (db: Db, id: string): Promise<FullAsk | null> =>
  db.ask.findUnique({ where: { id }, include: FULL });

/** What a champion is asked, as rights look at it. */
export const subjectOf = (ask: FullAsk): Subject => ({
  zoneId: ask.zoneId,
  askedId: ask.championId,
  giverId: ask.askerId,
  whose: ask.champion.name,
});
