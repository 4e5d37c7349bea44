// What people type and press about setting zones up.
import { z } from 'zod';
import { type Act, type ZoneEntry, zoneById } from '../../../chat/act.ts';
import type { Option } from '../../../chat/forms.ts';
import { assertMay } from '../../../chat/may.ts';

import { button, type Feature, form } from '../../../chat/registry.ts';
import { orReopen } from '../../../chat/replies.ts';
import { word } from '../../../chat/words.ts';
import { zoneToShow } from '../../../language/parts.ts';
import { addForm, readStepForm, readTitle, stepForm } from './forms.ts';
import { partners, showPartners } from './partners.ts';
import { addStep, changeStep, readStep, showSteps, startSteps } from './service.ts';

const record = z.object({ id: z.uuid() });

/** @param onlyZone which of its own a person means who names none */
export const settingUp = (onlyZone: (act: Act) => ZoneEntry) => [
  word({
    name: 'steps',
    also: ['step'],
    summary: 'How far a zone is set up, step by step, and what comes next',
    examples: ['zone steps', 'zone steps NP'],
    needs: 'zone.see',
    parts: { of: zoneToShow('zone steps') },
    run: (act, { of }) => showSteps(act, of ?? onlyZone(act)),
  }),
  word({
    name: 'partners',
    also: ['partner'],
    summary: 'Which agencies come along: asked, willing, able; and where there is a gap',
    examples: ['zone partners', 'zone partners NP'],
    needs: 'zone.see',
    parts: { of: zoneToShow('zone partners') },
    run: (act, { of }) => showPartners(act, of ?? onlyZone(act)),
  }),
];

/** Who can see to a step: the zone's team, champions and the project team. */
async function ownersOf(act: Act, zoneId: string): Promise<Option[]> {
  const people = await act.db.person.findMany({
    where: {
      partnershipId: act.partnership.id,
      active: true,
      OR: [{ memberships: { some: { zoneId } } }, { champion: { isNot: null } }, { roles: { has: 'ADMIN' } }],
    },
    select: { id: true, name: true, agency: { select: { shortName: true } } },
    orderBy: { name: 'asc' },
    take: 100,
  });
  return people.map(({ id, name, agency }) => ({ value: id, label: `${name} (${agency.shortName})` }));
}

async function openStep(act: Act, id: string) {
  const step = await readStep(act, id);
  return { step, owners: await ownersOf(act, step.zoneId) };
}

export const steps: Required<Pick<Feature, 'buttons' | 'forms'>> = {
  buttons: [
    ...partners.buttons,
    button('step.list', 'zone.see', record, (act, { id }) => showSteps(act, zoneById(act, id))),
    button('step.begin', 'zone.step', record, (act, { id }) => startSteps(act, zoneById(act, id))),
    button('step.form', 'zone.step', record, async (act, { id }) => {
      const { step, owners } = await openStep(act, id);
      assertMay(act, 'zone.step', { zoneId: step.zoneId, where: step.zone.name });
      return { kind: 'form', ...stepForm(step, owners) };
    }),
    button('step.addForm', 'zone.step', record, async (act, { id }) => {
      const of = zoneById(act, id);
      assertMay(act, 'zone.step', { zoneId: of.id, where: of.name });
      return { kind: 'form', ...addForm(of) };
    }),
  ],
  forms: [
    ...partners.forms,
    form('step.save', 'zone.step', record, async (act, { id }, values) => {
      const { step, owners } = await openStep(act, id);
      const read = readStepForm(act, values, owners);
      return 'errors' in read
        ? { kind: 'invalid', ...stepForm(step, owners, values), errors: read.errors }
        : changeStep(act, id, read.value);
    }),
    form('step.saveNew', 'zone.step', record, async (act, { id }, values) => {
      const of = zoneById(act, id);
      const read = readTitle(act, values);
      return 'errors' in read
        ? { kind: 'invalid' as const, ...addForm(of, values), errors: read.errors }
        : orReopen(
            () => addStep(act, of, read.value),
            'title',
            () => addForm(of, values),
          );
    }),
  ],
};
