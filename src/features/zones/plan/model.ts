// The phases of a zone's life (¶8.2–8.5), planned and as they were.
import type { Db } from '../../../database/client.ts';
import type { ZonePhase } from '../../../database/generated/client.ts';
import type { Phase } from '../../../database/generated/enums.ts';

export interface PhaseDays {
  phase: Phase;
  /** Days, YYYY-MM-DD. */
  plannedFrom: string | undefined;
  plannedUntil: string | undefined;
  startedOn: string | undefined;
  endedOn: string | undefined;
}

/** In the outline's order; what may follow the last stands apart. */
export const LINE = ['CONCEPT', 'BUILDING', 'DELIVERING', 'REVIEWING'] as const satisfies readonly Phase[];
export const AFTER = ['EXTENDED', 'PAUSED', 'CLOSED'] as const satisfies readonly Phase[];

export const PHASES: Record<Phase, { label: string; says: string }> = {
  CONCEPT: { label: 'Concept', says: 'the place is chosen and looked at' },
  BUILDING: { label: 'Building', says: 'partners, champions and the team come together' },
  DELIVERING: { label: 'Delivering', says: 'opens with a launch and consultation; the team works' },
  REVIEWING: { label: 'Reviewing', says: 'plan, do, study, act; what was learned goes to the next zone' },
  EXTENDED: { label: 'Extended', says: 'what was learned is taken further' },
  PAUSED: { label: 'Paused', says: 'it rests for now' },
  CLOSED: { label: 'Closed', says: 'it is over; what was recorded stays' },
  MERGED: { label: 'Merged', says: 'it has become part of another zone' },
};

const dayOf = (day: Date | null): string | undefined => day?.toISOString().slice(0, 10);

/** Every phase of the line, planned or not, and of the others those that have days. */
export async function readPlan(db: Db, zoneId: string): Promise<PhaseDays[]> {
  return planOf(await db.zonePhase.findMany({ where: { zoneId } }));
}

/** The same of many zones at once, by their ids. */
export async function readPlans(db: Db, zoneIds: string[]): Promise<Map<string, PhaseDays[]>> {
  const kept = await db.zonePhase.findMany({ where: { zoneId: { in: zoneIds } } });
  return new Map(zoneIds.map((id) => [id, planOf(kept.filter(({ zoneId }) => zoneId === id))]));
}

function planOf(kept: ZonePhase[]): PhaseDays[] {
  const of = (phase: Phase): PhaseDays => {
    const found = kept.find((each) => each.phase === phase);
    return {
      phase,
      plannedFrom: dayOf(found?.plannedFrom ?? null),
      plannedUntil: dayOf(found?.plannedUntil ?? null),
      startedOn: dayOf(found?.startedOn ?? null),
      endedOn: dayOf(found?.endedOn ?? null),
    };
  };
  return [...LINE.map(of), ...[...AFTER, 'MERGED' as const].map(of).filter(({ startedOn }) => startedOn !== undefined)];
}

/** The phase that it is in. */
export const phaseNow = (plan: PhaseDays[]): PhaseDays | undefined =>
  plan.find(({ startedOn, endedOn }) => startedOn !== undefined && endedOn === undefined);

/** What follows the phase that it is in, on the line; a zone that rests goes on where it was. */
export function phaseAfter(plan: PhaseDays[]): Phase | undefined {
  const begun = LINE.findLast((phase) => plan.some((each) => each.phase === phase && each.startedOn !== undefined));
  if (phaseNow(plan)?.phase === 'PAUSED') return begun ?? LINE[0];
  const now = phaseNow(plan)?.phase;
  if (now === undefined)
    return LINE.find((phase) => plan.every((each) => each.phase !== phase || each.endedOn === undefined));
  const index = (LINE as readonly Phase[]).indexOf(now);
  return index < 0 ? undefined : LINE[index + 1];
}

/** Days that something is or was later than planned; fewer than one: in time. */
export function slip(planned: string | undefined, actual: string | undefined, today: string): number {
  if (planned === undefined) return 0;
  return Math.round((Date.parse(actual ?? today) - Date.parse(planned)) / 86_400_000);
}

/**
 * What is wrong with planned days: a phase that ends before it begins, or begins before the one before it on the line.
 * @returns by field of the form, in words
 */
export function wrongDays(plan: PhaseDays[], changed: PhaseDays): Record<string, string> {
  const { phase, plannedFrom, plannedUntil, startedOn, endedOn } = changed;
  const errors: Record<string, string> = {};
  if (plannedFrom !== undefined && plannedUntil !== undefined && plannedUntil < plannedFrom)
    errors['plannedUntil'] = 'It would end before it begins.';
  if (endedOn !== undefined && startedOn === undefined) errors['startedOn'] = 'It has an end, so it began: when?';
  if (endedOn !== undefined && startedOn !== undefined && endedOn < startedOn)
    errors['endedOn'] = 'It would have ended before it began.';
  const index = (LINE as readonly Phase[]).indexOf(phase);
  const before = plan.filter((each) => (LINE as readonly Phase[]).indexOf(each.phase) === index - 1)[0];
  if (index <= 0 || before === undefined) return errors;
  const label = PHASES[before.phase].label.toLowerCase();
  if (plannedFrom !== undefined && before.plannedFrom !== undefined && plannedFrom < before.plannedFrom)
    errors['plannedFrom'] = `It would begin before "${label}", which is planned from ${before.plannedFrom}.`;
  if (startedOn !== undefined && before.startedOn !== undefined && startedOn < before.startedOn)
    errors['startedOn'] ??= `It would have begun before "${label}", which began on ${before.startedOn}.`;
  return errors;
}
