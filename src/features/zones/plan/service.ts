// Planning a zone's phases, and moving it on from one to the next.
import { type Act, type ZoneEntry, zoneById } from '../../../chat/act.ts';
import { assertMay } from '../../../chat/may.ts';
import { privately, Refusal, type Reply } from '../../../chat/replies.ts';
import { say } from '../../../chat/spans.ts';
import type { Db } from '../../../database/client.ts';
import type { Phase } from '../../../database/generated/enums.ts';
import { todayIn } from '../../../time/calendar.ts';
import { findSteps } from '../setup/model.ts';
import { PHASES, type PhaseDays, phaseNow, readPlan } from './model.ts';
import { planCard } from './views.ts';

async function cardOf(act: Act, zone: ZoneEntry, db: Db, title?: string) {
  const [plan, steps] = await Promise.all([readPlan(db, zone.id), findSteps(db, [zone.id])]);
  return planCard(act, zone, plan, steps, title);
}

export async function showPlan(act: Act, zone: ZoneEntry): Promise<Reply> {
  assertMay(act, 'zone.glance', { zoneId: zone.id, where: zone.name });
  return privately(await cardOf(act, zone, act.db));
}

/** Who may: a lead of the zone, or the project team. */
export function savePhase(act: Act, zoneId: string, days: PhaseDays): Promise<Reply> {
  const zone = zoneById(act, zoneId);
  assertMay(act, 'zone.phase', { zoneId, where: zone.name });
  return act.once(async (effect) => {
    const { db } = effect;
    await db.$queryRaw`SELECT id FROM zone WHERE id = ${zoneId}::uuid FOR UPDATE`;
    const now = phaseNow(await readPlan(db, zoneId));
    const isNow = days.startedOn !== undefined && days.endedOn === undefined;
    if (isNow && now !== undefined && now.phase !== days.phase)
      throw new Refusal(
        `It is in "${PHASES[now.phase].label.toLowerCase()}" now. Give that an end first, or press "Move on".`,
      );
    const dates = {
      plannedFrom: dateOf(days.plannedFrom),
      plannedUntil: dateOf(days.plannedUntil),
      startedOn: dateOf(days.startedOn),
      endedOn: dateOf(days.endedOn),
    };
    await db.zonePhase.upsert({
      where: { zoneId_phase: { zoneId, phase: days.phase } },
      create: { zoneId, phase: days.phase, ...dates },
      update: dates,
    });
    await effect.audit({
      action: 'zone.phase_planned',
      recordType: 'zone',
      recordId: zoneId,
      details: { phase: days.phase },
    });
    return privately(await cardOf(act, zone, db, `Kept: ${PHASES[days.phase].label.toLowerCase()}`));
  });
}

const dateOf = (day: string | undefined): Date | null => (day === undefined ? null : new Date(day));

/** Ends the phase that the zone is in, today, and begins another. Who may: a lead of the zone, or the project team. */
export function moveOn(act: Act, zoneId: string, to: Phase, from: Phase | undefined): Promise<Reply> {
  const zone = zoneById(act, zoneId);
  assertMay(act, 'zone.phase', { zoneId, where: zone.name });
  if (to === 'CLOSED' || to === 'MERGED')
    throw new Refusal(
      say`Closing and merging touch everybody of it: "zone close ${zone.code}", "zone merge ${zone.code} into …".`,
    );
  if (zone.over === true) throw new Refusal(`${zone.name} is over.`);
  return act.once(async (effect) => {
    const { db } = effect;
    await db.$queryRaw`SELECT id FROM zone WHERE id = ${zoneId}::uuid FOR UPDATE`;
    const plan = await readPlan(db, zoneId);
    const now = phaseNow(plan);
    // Pressed twice, or after somebody else has: it is not moved on twice.
    if (now?.phase !== from) return privately(await cardOf(act, zone, db, 'It has moved on already'));
    const today = new Date(todayIn(act.partnership.timeZone, act.now).day);
    if (now !== undefined)
      await db.zonePhase.update({
        where: { zoneId_phase: { zoneId, phase: now.phase } },
        data: {
          endedOn: now.startedOn !== undefined && new Date(now.startedOn) > today ? new Date(now.startedOn) : today,
        },
      });
    await db.zonePhase.upsert({
      where: { zoneId_phase: { zoneId, phase: to } },
      create: { zoneId, phase: to, startedOn: today },
      // What it has been in before goes on from when it began.
      update: {
        endedOn: null,
        ...(plan.some((each) => each.phase === to && each.startedOn !== undefined) ? {} : { startedOn: today }),
      },
    });
    await effect.audit({
      action: 'zone.phase_begun',
      recordType: 'zone',
      recordId: zoneId,
      details: { from: from ?? null, to },
    });
    return privately(await cardOf(act, zone, db, `${zone.name} is in "${PHASES[to].label.toLowerCase()}"`));
  });
}
