// The benefits that a zone has agreed (¶4): what people type and press.
import { z } from 'zod';
import { type Act, type ZoneEntry, zoneById } from '../../../chat/act.ts';
import { assertMay } from '../../../chat/may.ts';

import { button, type Feature, form } from '../../../chat/registry.ts';
import { word } from '../../../chat/words.ts';
import { zoneToShow } from '../../../language/parts.ts';
import { benefitForm, readBenefit } from './forms.ts';
import { addBenefit, choicesFor, dropBenefit, showBenefits } from './service.ts';

const record = z.object({ id: z.uuid() });

/** @param onlyZone which of its own a person means who names none */
export const benefiting = (onlyZone: (act: Act) => ZoneEntry) => [
  word({
    name: 'benefits',
    also: ['benefit'],
    summary: 'What the zone has agreed should become better, and whether it has',
    examples: ['zone benefits', 'zone benefits NP'],
    needs: 'zone.glance',
    parts: { of: zoneToShow('zone benefits') },
    run: (act, { of }) => showBenefits(act, of ?? onlyZone(act)),
  }),
];

export const benefits: Required<Pick<Feature, 'buttons' | 'forms'>> = {
  buttons: [
    button('benefit.list', 'zone.glance', record, (act, { id }) => showBenefits(act, zoneById(act, id))),
    button('benefit.form', 'zone.phase', record, async (act, { id }) => {
      const of = zoneById(act, id);
      assertMay(act, 'zone.phase', { zoneId: id, where: of.name });
      return { kind: 'form', ...benefitForm(of, await choicesFor(act, id)) };
    }),
    button('benefit.drop', 'zone.phase', record, (act, { id }) => dropBenefit(act, id)),
  ],
  forms: [
    form('benefit.save', 'zone.phase', record, async (act, { id }, values) => {
      const of = zoneById(act, id);
      const choices = await choicesFor(act, id);
      const read = readBenefit(act, values, choices);
      return 'errors' in read
        ? { kind: 'invalid', ...benefitForm(of, choices, values), errors: read.errors }
        : addBenefit(act, of, read.value);
    }),
  ],
};
