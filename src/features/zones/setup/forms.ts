// The forms about a zone's steps.
import type { Act } from '../../../chat/act.ts';
import { note } from '../../../chat/cards.ts';
import { type OpenForm, type Option, refill, type Values } from '../../../chat/forms.ts';
import type { StepState } from '../../../database/generated/enums.ts';
import { dayOf, type Errors, type Read, wordsOf } from '../fields.ts';
import { type FullStep, STATES } from './model.ts';

const LONGEST = 500;
const LONGEST_TITLE = 100;

export interface StepChange {
  title: string;
  state: StepState;
  ownerId: string | undefined;
  dueOn: string | undefined;
  evidence: string;
  reason: string;
}

export function stepForm(step: FullStep, owners: Option[], values?: Values): OpenForm {
  const open: OpenForm = {
    form: {
      id: 'step.save',
      title: `Step ${step.position}`,
      submit: 'Keep it',
      intro: [note(`Setting up ${step.zone.name}`)],
      fields: [
        { kind: 'text', name: 'title', label: 'Step', most: LONGEST_TITLE, value: step.title },
        {
          kind: 'choice',
          name: 'state',
          label: 'How does it stand?',
          options: Object.entries(STATES).map(([value, label]) => ({ value, label })),
          value: step.state,
        },
        {
          kind: 'choice',
          name: 'owner',
          label: 'Who sees to it?',
          options: owners,
          optional: true,
          ...(step.ownerId === null || !owners.some(({ value }) => value === step.ownerId)
            ? {}
            : { value: step.ownerId }),
        },
        {
          kind: 'date',
          name: 'due',
          label: 'By when?',
          optional: true,
          ...(step.dueOn === null ? {} : { value: step.dueOn.toISOString().slice(0, 10) }),
        },
        {
          kind: 'longText',
          name: 'evidence',
          label: 'What shows it?',
          hint: 'A meeting, a paper, a link. Wanted when it is done.',
          most: LONGEST,
          optional: true,
          value: step.evidence,
        },
        {
          kind: 'text',
          name: 'reason',
          label: 'If it is not needed: why?',
          most: LONGEST,
          optional: true,
          value: step.reason,
        },
      ],
      data: { id: step.id },
    },
    button: { label: `Step ${step.position}`, action: 'step.form', data: { id: step.id }, opens: 'form' },
  };
  return values === undefined ? open : { ...open, form: refill(open.form, values) };
}

export function readStepForm(act: Act, values: Values, owners: Option[]): Read<StepChange> {
  const errors: Errors = {};
  const title = wordsOf(act, values, errors, 'title', LONGEST_TITLE, 'What is the step called?');
  const [evidence, reason] = ['evidence', 'reason'].map((name) => wordsOf(act, values, errors, name, LONGEST));
  const state = (Object.keys(STATES) as StepState[]).find((each) => each === values['state']);
  if (state === undefined) errors['state'] = 'Please choose how it stands.';
  if (state === 'DONE' && evidence === '')
    errors['evidence'] ??= 'What shows that it is done? A meeting, a paper, a link.';
  if (state === 'NOT_NEEDED' && reason === '') errors['reason'] ??= 'Why is it not needed?';
  const dueOn = dayOf(values, errors, 'due');
  if (Object.keys(errors).length > 0) return { errors };
  return {
    value: {
      title,
      state: state ?? 'NOT_STARTED',
      ownerId: owners.find(({ value }) => value === values['owner'])?.value,
      dueOn,
      evidence: evidence ?? '',
      reason: state === 'NOT_NEEDED' ? (reason ?? '') : '',
    },
  };
}

export function addForm(zone: { id: string; name: string }, values?: Values): OpenForm {
  const open: OpenForm = {
    form: {
      id: 'step.saveNew',
      title: 'One more step',
      submit: 'Add it',
      intro: [note(`Setting up ${zone.name}`)],
      fields: [{ kind: 'text', name: 'title', label: 'What has to be done?', most: LONGEST_TITLE }],
      data: { id: zone.id },
    },
    button: { label: 'Add a step', action: 'step.addForm', data: { id: zone.id }, opens: 'form' },
  };
  return values === undefined ? open : { ...open, form: refill(open.form, values) };
}

export function readTitle(act: Act, values: Values): Read<string> {
  const errors: Errors = {};
  const value = wordsOf(act, values, errors, 'title', LONGEST_TITLE, 'What has to be done?');
  return Object.keys(errors).length > 0 ? { errors } : { value };
}
