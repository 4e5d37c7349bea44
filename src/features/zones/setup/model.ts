// The steps of setting a zone up, as data: seven of the outline (¶5.2–5.8), and what a partnership adds.
import type { Db } from '../../../database/client.ts';
import type { Prisma } from '../../../database/generated/client.ts';
import type { StepState } from '../../../database/generated/enums.ts';

export const RECORD = 'zone_step';

/** In the outline's order. */
export const STEPS = {
  IDENTIFIED: 'Area identified',
  ANALYSED: 'Area analysed',
  PARTNERS_ENGAGED: 'Partners engaged',
  CHAMPIONS_IN_PLACE: 'Champions in place',
  AGREED_BY_BOARD: 'Agreed by the board',
  MAPPED: 'Roles, services, structures and meetings mapped',
  TEAM_FORMED: 'People Team formed',
} as const;
export type StepKey = keyof typeof STEPS;

export const STATES: Record<StepState, string> = {
  NOT_STARTED: 'Not started',
  UNDER_WAY: 'Under way',
  DONE: 'Done',
  NOT_NEEDED: 'Not needed',
};

export const isOver = ({ state }: { state: StepState }): boolean => state === 'DONE' || state === 'NOT_NEEDED';

const FULL = {
  owner: { select: { name: true } },
  zone: { select: { id: true, name: true, code: true, partnershipId: true } },
} satisfies Prisma.ZoneStepInclude;
export type FullStep = Prisma.ZoneStepGetPayload<{ include: typeof FULL }>;

export const findStep = (db: Db, id: string): Promise<FullStep | null> =>
  db.zoneStep.findUnique({ where: { id }, include: FULL });

/** In their order; none for a zone whose setting up is not kept here. */
export const findSteps = (db: Db, zoneIds: string[]): Promise<FullStep[]> =>
  db.zoneStep.findMany({
    where: { zoneId: { in: zoneIds } },
    include: FULL,
    orderBy: [{ zoneId: 'asc' }, { position: 'asc' }],
  });

/** What comes next: the first step that is not over. */
export const nextOf = <S extends { state: StepState }>(steps: S[]): S | undefined =>
  steps.find((step) => !isOver(step));
