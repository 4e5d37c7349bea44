// What people type and press about a zone's plan.
import { z } from 'zod';
import { type Act, type ZoneEntry, zoneById } from '../../../chat/act.ts';
import type { Values } from '../../../chat/forms.ts';
import { assertMay } from '../../../chat/may.ts';
import { button, type Feature, form } from '../../../chat/registry.ts';
import { orReopen } from '../../../chat/replies.ts';
import { word } from '../../../chat/words.ts';
import { Phase } from '../../../database/generated/enums.ts';
import { zoneToShow } from '../../../language/parts.ts';
import { dayOf, type Errors, type Read } from '../fields.ts';
import { LINE, type PhaseDays, readPlan, wrongDays } from './model.ts';
import { moveOn, savePhase, showPlan } from './service.ts';
import { phaseForm } from './views.ts';

const record = z.object({ id: z.uuid() });

/** @param onlyZone which of its own a person means who names none */
export const planning = (onlyZone: (act: Act) => ZoneEntry) => [
  word({
    name: 'plan',
    also: ['phase', 'phases'],
    summary: 'The phase that a zone is in, what is planned, what has slipped, and moving on',
    examples: ['zone plan', 'zone plan NP'],
    needs: 'zone.glance',
    parts: { of: zoneToShow('zone plan') },
    run: (act, { of }) => showPlan(act, of ?? onlyZone(act)),
  }),
];

const DAYS = ['plannedFrom', 'plannedUntil', 'startedOn', 'endedOn'] as const;

/** Reads the form against the plan as it stands. */
function readPhase(values: Values, plan: PhaseDays[]): Read<PhaseDays> {
  const errors: Errors = {};
  const phase = LINE.find((each) => each === values['phase']);
  if (phase === undefined) return { errors: { phase: 'Please choose the phase.' } };
  const days: PhaseDays = {
    phase,
    plannedFrom: undefined,
    plannedUntil: undefined,
    startedOn: undefined,
    endedOn: undefined,
  };
  for (const name of DAYS) {
    days[name] = dayOf(values, errors, name);
  }
  const wrong = Object.keys(errors).length > 0 ? errors : wrongDays(plan, days);
  return Object.keys(wrong).length > 0 ? { errors: wrong } : { value: days };
}

export const phases: Required<Pick<Feature, 'buttons' | 'forms'>> = {
  buttons: [
    button('phase.show', 'zone.glance', record, (act, { id }) => showPlan(act, zoneById(act, id))),
    button(
      'phase.begin',
      'zone.phase',
      z.object({ id: z.uuid(), to: z.enum(Phase), from: z.enum(Phase).optional() }),
      (act, { id, to, from }) => moveOn(act, id, to, from),
    ),
    button('phase.form', 'zone.phase', record, async (act, { id }) => {
      const of = zoneById(act, id);
      assertMay(act, 'zone.phase', { zoneId: of.id, where: of.name });
      return { kind: 'form', ...phaseForm(of, await readPlan(act.db, id)) };
    }),
  ],
  forms: [
    form('phase.save', 'zone.phase', record, async (act, { id }, values) => {
      const of = zoneById(act, id);
      assertMay(act, 'zone.phase', { zoneId: of.id, where: of.name });
      const plan = await readPlan(act.db, id);
      const read = readPhase(values, plan);
      return 'errors' in read
        ? { kind: 'invalid', ...phaseForm(of, plan, values), errors: read.errors }
        : orReopen(
            () => savePhase(act, id, read.value),
            'startedOn',
            () => phaseForm(of, plan, values),
          );
    }),
  ],
};
