// What people press about pulses, and the form of one.

import { z } from 'zod';
import { button, type Feature, form } from '../../chat/registry.ts';
import { orReopen } from '../../chat/replies.ts';
import { PulseAudience, PulseKind } from '../../database/generated/enums.ts';
import { answerPulse, beginPulse, endPulse, readPulse, readPulseLine } from './pulse.ts';
import { pulseForm } from './pulse-views.ts';

const open = z.object({ id: z.uuid() });

export const formsOfPulses: Required<Pick<Feature, 'buttons' | 'forms'>> = {
  buttons: [
    button(
      'pulse.begin',
      'pulse.begin',
      z.object({ zone: z.uuid(), kind: z.enum(PulseKind), audience: z.enum(PulseAudience) }),
      (act, { zone, ...what }) => beginPulse(act, zone, { ...what, days: readPulseLine('').days }),
    ),
    button(
      'pulse.answer',
      'pulse.answer',
      z.object({ id: z.uuid(), question: z.string(), answer: z.number() }),
      (act, { id, question, answer }) => answerPulse(act, id, { [question]: answer }),
    ),
    button('pulse.form', 'pulse.answer', open, async (act, { id }) => ({
      kind: 'form',
      ...pulseForm(await readPulse(act, id)),
    })),
    button('pulse.end', 'pulse.end', open, (act, { id }) => endPulse(act, id)),
  ],
  forms: [
    form('pulse.save', 'pulse.answer', open, (act, { id }, values) =>
      orReopen(
        () => answerPulse(act, id, values),
        '',
        async () => pulseForm(await readPulse(act, id)),
      ),
    ),
  ],
};
