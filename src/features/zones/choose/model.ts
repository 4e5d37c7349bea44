// A candidate for a People Zone: what it is looked at for, and how it is read.
import type { Db } from '../../../database/client.ts';
import type { Prisma } from '../../../database/generated/client.ts';
import type { ProposalState, SelectionFactor, Setting } from '../../../database/generated/enums.ts';

export const RECORD = 'zone_proposal';

/** What a candidate is looked at for (¶3.2–3.6): there is no formula, and no score is made of it (¶3.1). */
export const FACTORS: Record<SelectionFactor, { label: string; asks: string }> = {
  DEMOGRAPHY: { label: 'Demographic analysis', asks: 'who lives there, and how they fare' },
  REACTIVE_DEMAND: { label: 'Reactive demand', asks: 'what services are called for, and how often' },
  COMMUNITY_VOICE: { label: 'Community voice', asks: 'what residents themselves say' },
  AGENCIES_WILLING: { label: 'Agencies’ willingness', asks: 'who would come along, and can' },
  OPENINGS: { label: 'Openings to build on', asks: 'schemes, places and people that are there already' },
  OTHER: { label: 'Other', asks: 'what else speaks for it or against it' },
};

export const FACTOR_KEYS = Object.keys(FACTORS) as SelectionFactor[];
export const SETTINGS: Record<Setting, string> = { CITY: 'city', COUNTY: 'county' };
export const STATES: Record<ProposalState, string> = {
  PROPOSED: 'Proposed',
  AGREED: 'Agreed',
  NOT_NOW: 'Not now',
  DECLINED: 'Declined',
};

const FULL = {
  person: { select: { name: true } },
  agency: { select: { shortName: true } },
  zone: { select: { id: true, name: true, code: true } },
  extends: { select: { name: true } },
  decision: { select: { number: true, text: true, meeting: { select: { title: true, startsAt: true } } } },
  findings: {
    where: { undoneAt: null },
    orderBy: [{ asAt: 'desc' }, { id: 'desc' }],
    include: { person: { select: { name: true } } },
  },
} satisfies Prisma.ZoneProposalInclude;

export type FullProposal = Prisma.ZoneProposalGetPayload<{ include: typeof FULL }>;
export type FullFinding = FullProposal['findings'][number];

export const findProposal = (db: Db, id: string): Promise<FullProposal | null> =>
  db.zoneProposal.findUnique({ where: { id }, include: FULL });

/** Open ones first, each kind in the order in which it was proposed. */
export async function findProposals(db: Db, partnershipId: string): Promise<FullProposal[]> {
  const all = await db.zoneProposal.findMany({
    where: { partnershipId },
    include: FULL,
    orderBy: { createdAt: 'asc' },
    take: 200,
  });
  const place = ({ state }: FullProposal) => Object.keys(STATES).indexOf(state);
  return all.sort((a, b) => place(a) - place(b));
}

/** A decision of the board that stands in its register. */
export interface BoardDecision {
  id: string;
  text: string;
  at: Date;
}

/** The board's last decisions, the newest first. */
export async function boardDecisions(db: Db, partnershipId: string): Promise<BoardDecision[]> {
  return db.meetingEntry.findMany({
    where: {
      kind: 'DECISION',
      struckAt: null,
      details: { path: ['state'], equals: 'AGREED' },
      meeting: { partnershipId, body: { kind: 'BOARD' } },
    },
    select: { id: true, text: true, at: true },
    orderBy: { at: 'desc' },
    take: 25,
  });
}

/** Of what is agreed and what is a zone already, how many lie in each setting: two that contrast are wanted (¶3.7). */
export async function settingsAgreed(db: Db, partnershipId: string): Promise<Record<Setting, number>> {
  const [zones, agreed] = await Promise.all([
    db.zone.groupBy({ by: ['setting'], where: { partnershipId }, _count: true }),
    db.zoneProposal.groupBy({
      by: ['setting'],
      where: { partnershipId, state: 'AGREED', zoneId: null },
      _count: true,
    }),
  ]);
  const of = (setting: Setting) =>
    [...zones, ...agreed].filter((each) => each.setting === setting).reduce((sum, { _count }) => sum + _count, 0);
  return { CITY: of('CITY'), COUNTY: of('COUNTY') };
}
