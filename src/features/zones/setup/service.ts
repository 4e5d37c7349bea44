// Setting a zone up, step by step: who does it, by when, what shows that it is done.
import { type Act, type ZoneEntry, zoneById } from '../../../chat/act.ts';
import { assertMay } from '../../../chat/may.ts';
import { privately, Refusal, type Reply } from '../../../chat/replies.ts';
import type { Db } from '../../../database/client.ts';
import { createZoneSteps, titlesOf } from './begin.ts';
import type { StepChange } from './forms.ts';
import { type FullStep, findStep, findSteps, isOver, RECORD, STATES } from './model.ts';
import { stepsCard } from './views.ts';

/** @throws {Refusal} when it is not there or the person may not see its zone; both sound alike */
export async function readStep(act: Act, id: string, db: Db = act.db): Promise<FullStep> {
  const found = await findStep(db, id);
  if (found === null || found.zone.partnershipId !== act.partnership.id) throw new Refusal('That step is not here.');
  assertMay(act, 'zone.see', { zoneId: found.zoneId, where: found.zone.name });
  return found;
}

/** The steps of a zone; one that has none yet begins with the outline's seven when somebody who may keep them looks. */
export async function showSteps(act: Act, zone: ZoneEntry): Promise<Reply> {
  assertMay(act, 'zone.see', { zoneId: zone.id, where: zone.name });
  return privately(stepsCard(act, zone, await findSteps(act.db, [zone.id])));
}

/** Who may: a lead of the zone, or the project team. */
export function startSteps(act: Act, zone: ZoneEntry): Promise<Reply> {
  assertMay(act, 'zone.step', { zoneId: zone.id, where: zone.name });
  return act.once(async (effect) => {
    await createZoneSteps(effect.db, zone.id, act.now, await titlesOf(effect.db, null), {});
    await effect.audit({ action: 'zone.steps_begun', recordType: 'zone', recordId: zone.id });
    return privately(stepsCard(act, zone, await findSteps(effect.db, [zone.id]), 'Its steps are kept here now'));
  });
}

/** One more step, at the end. Who may: a lead of the zone, or the project team. */
export function addStep(act: Act, zone: ZoneEntry, title: string): Promise<Reply> {
  assertMay(act, 'zone.step', { zoneId: zone.id, where: zone.name });
  return act.once(async (effect) => {
    const { db } = effect;
    await db.$queryRaw`SELECT id FROM zone WHERE id = ${zone.id}::uuid FOR UPDATE`;
    const steps = await findSteps(db, [zone.id]);
    if (steps.some((step) => step.title.toLowerCase() === title.toLowerCase()))
      throw new Refusal(`"${title}" is one of its steps already.`);
    const position = Math.max(0, ...steps.map((step) => step.position)) + 1;
    const { id } = await db.zoneStep.create({
      data: { zoneId: zone.id, position, title, changedAt: act.now },
      select: { id: true },
    });
    await effect.audit({ action: 'zone.step_added', recordType: RECORD, recordId: id });
    return privately(stepsCard(act, zone, await findSteps(db, [zone.id]), `Step ${position} is added`));
  });
}

/** How a step stands. Taking one back after later ones are done says what it touches. Who may: a lead, or the project team. */
export function changeStep(act: Act, id: string, change: StepChange): Promise<Reply> {
  return act.once(async (effect) => {
    const { db } = effect;
    await db.$queryRaw`SELECT id FROM zone_step WHERE id = ${id}::uuid FOR UPDATE`;
    const step = await readStep(act, id, db);
    assertMay(act, 'zone.step', { zoneId: step.zoneId, where: step.zone.name });
    const { dueOn, ownerId, ...rest } = change;
    await db.zoneStep.update({
      where: { id },
      data: {
        ...rest,
        ownerId: ownerId ?? null,
        dueOn: dueOn === undefined ? null : new Date(dueOn),
        changedAt: act.now,
      },
    });
    await effect.audit({
      action: 'zone.step_changed',
      recordType: RECORD,
      recordId: id,
      details: { from: step.state, to: change.state },
    });
    const steps = await findSteps(db, [step.zoneId]);
    const later = isOver(step) && !isOver(change) ? steps.filter((s) => s.position > step.position && isOver(s)) : [];
    return privately(
      stepsCard(
        act,
        zoneById(act, step.zoneId),
        steps,
        `Step ${step.position}: ${STATES[change.state].toLowerCase()}`,
        later.length === 0 ? [] : [`Done after it, and resting on it: ${later.map(({ title }) => title).join('; ')}.`],
      ),
    );
  });
}
