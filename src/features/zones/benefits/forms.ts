// The form of a benefit, and what is read from it.
import type { Act } from '../../../chat/act.ts';
import { note } from '../../../chat/cards.ts';
import { type OpenForm, type Option, refill, type Values } from '../../../chat/forms.ts';
import { cut } from '../../../chat/spans.ts';
import type { Demand, MeasureTerm } from '../../../database/generated/enums.ts';
import { TERMS } from '../../measures/index.ts';
import { type Errors, type Read, wordsOf } from '../fields.ts';

export const DEMANDS: Record<Demand, string> = {
  REACTIVE: 'Reactive demand: what services are called for',
  DEVELOPMENTAL: 'Developmental: what people are invited to',
  NEUTRAL: 'Neutral: neither',
};

export interface Choices {
  measures: Option[];
  findings: Option[];
  decisions: Option[];
}

export interface NewBenefit {
  title: string;
  term: MeasureTerm;
  demand: Demand | null;
  measureKey: string;
  findingId: string | null;
  decisionId: string | null;
  agreedAt: string;
}

const LONGEST = 200;
const MOST_OPTIONS = 90;
const options = (list: Option[]): Option[] =>
  list.slice(0, MOST_OPTIONS).map(({ value, label }) => ({ value, label: cut(label, 75) }));

export function benefitForm(
  zone: { id: string; name: string },
  { measures, findings, decisions }: Choices,
  values?: Values,
): OpenForm {
  const open: OpenForm = {
    form: {
      id: 'benefit.save',
      title: 'A benefit',
      submit: 'Keep it',
      intro: [note(`What ${zone.name} has agreed should become better: by the community with the team, at a meeting.`)],
      fields: [
        { kind: 'text', name: 'title', label: 'What should become better?', most: LONGEST },
        {
          kind: 'choice',
          name: 'term',
          label: 'In which time?',
          options: (Object.keys(TERMS) as MeasureTerm[]).map((value) => ({ value, label: TERMS[value] })),
        },
        {
          kind: 'choice',
          name: 'demand',
          label: 'Is it about demand?',
          options: (Object.keys(DEMANDS) as Demand[]).map((value) => ({ value, label: DEMANDS[value] })),
          optional: true,
        },
        ...(measures.length === 0
          ? []
          : [
              {
                kind: 'choice' as const,
                name: 'measure',
                label: 'By which figure is it seen?',
                options: options(measures),
                optional: true,
              },
            ]),
        ...(findings.length === 0
          ? []
          : [
              {
                kind: 'choice' as const,
                name: 'finding',
                label: 'Where does it begin?',
                hint: 'What was found when the place was chosen.',
                options: options(findings),
                optional: true,
              },
            ]),
        ...(decisions.length === 0
          ? []
          : [
              {
                kind: 'choice' as const,
                name: 'decision',
                label: 'Which decision is it?',
                options: options(decisions),
                optional: true,
              },
            ]),
        {
          kind: 'text',
          name: 'agreed',
          label: 'Or where was it agreed?',
          hint: 'For example "Consultation evening, 3 June".',
          most: LONGEST,
          optional: true,
        },
      ],
      data: { id: zone.id },
    },
    button: { label: 'Add a benefit', action: 'benefit.form', data: { id: zone.id }, opens: 'form' },
  };
  return values === undefined ? open : { ...open, form: refill(open.form, values) };
}

export function readBenefit(act: Act, values: Values, { measures, findings, decisions }: Choices): Read<NewBenefit> {
  const errors: Errors = {};
  const title = wordsOf(act, values, errors, 'title', LONGEST, 'What should become better?');
  const term = (Object.keys(TERMS) as MeasureTerm[]).find((each) => each === values['term']);
  if (term === undefined) errors['term'] = 'Please choose the time.';
  const agreedAt = wordsOf(act, values, errors, 'agreed', LONGEST);
  const chosen = (list: Option[], name: string) => list.find(({ value }) => value === values[name])?.value;
  const decisionId = chosen(decisions, 'decision') ?? null;
  if (decisionId === null && agreedAt === '')
    errors['agreed'] ??= 'Where was it agreed? Benefits are agreed at a meeting of the zone.';
  if (Object.keys(errors).length > 0 || term === undefined) return { errors };
  return {
    value: {
      title,
      term,
      demand: (Object.keys(DEMANDS) as Demand[]).find((each) => each === values['demand']) ?? null,
      measureKey: chosen(measures, 'measure') ?? '',
      findingId: chosen(findings, 'finding') ?? null,
      decisionId,
      agreedAt,
    },
  };
}
