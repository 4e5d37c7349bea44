// The forms of problems.
import { DateTime } from 'luxon';
import { type Act, ownZones } from '../../chat/act.ts';
import { type Block, note, paragraph } from '../../chat/cards.ts';
import { type Field, type OpenForm, type Option, refill, type Values } from '../../chat/forms.ts';
import { cut, say, strong } from '../../chat/spans.ts';
import type { ProblemLinkKind } from '../../database/generated/enums.ts';
import { OUTCOMES } from '../interactions/index.ts';
import { type FullProblem, referenceOf } from './model.ts';
import { LONGEST_TEXT, type ProblemDraft } from './raise/entry.ts';
import type { Answers } from './states.ts';
import { labelOf, OPEN_STATES, type OpenState, RESULTS, STATES } from './states.ts';
import { nameOf } from './views.ts';
import { LINKS } from './work/links.ts';

interface FormContext {
  zoneId?: string | undefined;
  values?: Values;
  /** Editing one that stands. */
  /** `title`: the one that it is to have, where it was typed. */
  editing?: { id: string; version: number; title?: string };
}

export function problemForm(act: Act, draft: ProblemDraft, { zoneId, values, editing }: FormContext): OpenForm {
  const zones = ownZones(act);
  const chosen = draft.zoneId ?? zoneId;
  const fields: Field[] = [
    {
      kind: 'text',
      name: 'title',
      label: 'The problem, in one sentence',
      hint: 'What happens, where, when. Groups and places, no person.',
      most: 1500,
      value: draft.title,
    },
    {
      kind: 'longText',
      name: 'what',
      label: 'What is happening',
      optional: true,
      most: LONGEST_TEXT,
      value: draft.what,
    },
    {
      kind: 'text',
      name: 'place',
      label: 'Where in the zone',
      hint: 'A place, no resident’s address.',
      optional: true,
      most: 200,
      value: draft.place,
    },
    {
      kind: 'text',
      name: 'touches',
      label: 'Who it touches',
      hint: 'A group, no person.',
      optional: true,
      most: 200,
      value: draft.touches,
    },
    {
      kind: 'choices',
      name: 'outcomes',
      label: 'Outcomes',
      options: Object.entries(OUTCOMES).map(([value, { label }]) => ({ value, label })),
      value: draft.outcomes,
    },
    {
      kind: 'choice',
      name: 'raisedBy',
      label: 'Raised by',
      options: [
        { value: 'AGENCY', label: 'An agency' },
        { value: 'COMMUNITY', label: 'The community' },
      ],
      value: draft.raisedBy,
    },
    ...(editing === undefined
      ? [
          {
            kind: 'choices' as const,
            name: 'agencies',
            label: 'Ask to join',
            optional: true,
            options: act.directory.agencies
              .filter((agency) => agency.id !== act.actor.person?.agencyId)
              .map((agency) => ({ value: agency.id, label: agency.shortName })),
            value: draft.agencyIds,
          },
        ]
      : []),
  ];
  if (editing === undefined && zones.length > 1)
    fields.splice(1, 0, {
      kind: 'choice',
      name: 'zone',
      label: 'Zone',
      options: zones.map((zone) => ({ value: zone.id, label: zone.name })),
      ...(chosen === undefined ? {} : { value: chosen }),
    });
  const form: OpenForm['form'] = {
    id: editing === undefined ? 'problem.save' : 'problem.saveEdit',
    title: editing === undefined ? 'Raise a problem' : 'Edit the problem',
    submit: editing === undefined ? 'Raise' : 'Save',
    fields,
    data: (editing && { id: editing.id, version: editing.version }) ?? {
      ...(draft.interactionId === undefined ? {} : { interaction: draft.interactionId }),
      ...(draft.toldId === undefined ? {} : { told: draft.toldId }),
    },
  };
  return {
    form: values === undefined ? form : refill(form, values),
    button:
      editing === undefined
        ? { label: 'Open the form', action: 'problem.form', data: {}, style: 'primary', opens: 'form' }
        : {
            label: 'Edit',
            action: 'problem.edit',
            data: { id: editing.id, ...(editing.title === undefined ? {} : { title: editing.title }) },
            opens: 'form',
          },
  };
}

export function draftOf(problem: FullProblem): ProblemDraft {
  const { title, what, place, touches, raisedBy, outcomes, zoneId } = problem;
  return { title, what, place, touches, raisedBy, outcomes, zoneId, agencyIds: [], different: true, asked: true };
}

interface Small {
  id: string;
  button: string;
  label: string;
  title: string;
  submit: string;
  intro?: Block[];
  fields: Field[];
}

function small(
  problem: FullProblem,
  { id, button, label, title, submit, intro, fields }: Small,
  values?: Values,
): OpenForm {
  const form: OpenForm['form'] = {
    id,
    title,
    submit,
    intro: [note(nameOf(problem)), ...(intro ?? [])],
    fields,
    data: { id: problem.id },
  };
  return {
    form: values === undefined ? form : refill(form, values),
    button: { label, action: button, data: { id: problem.id }, opens: 'form' },
  };
}

export function noteForm(problem: FullProblem, values?: Values): OpenForm {
  return small(
    problem,
    {
      id: 'problem.saveNote',
      button: 'problem.note',
      label: 'Add a note',
      title: 'Add a note',
      submit: 'Note it',
      fields: [
        {
          kind: 'longText',
          name: 'text',
          label: 'What is there to note?',
          hint: 'It goes to the team on every platform. No residents’ names, addresses or numbers.',
          most: 2000,
        },
      ],
    },
    values,
  );
}

export function askForm(act: Act, problem: FullProblem): OpenForm {
  const waiting = problem.agencies.filter((part) => part.state !== 'LEFT').map((part) => part.agencyId);
  return small(problem, {
    id: 'problem.saveAsk',
    button: 'problem.ask',
    label: 'Ask an agency',
    title: 'Ask an agency',
    submit: 'Ask',
    fields: [
      {
        kind: 'choices',
        name: 'agencies',
        label: 'Who should join?',
        hint: 'Its people in the zone and its champion are told, once.',
        options: act.directory.agencies
          .filter((agency) => !waiting.includes(agency.id))
          .map((agency) => ({ value: agency.id, label: agency.shortName })),
      },
    ],
  });
}

export function offerForm(problem: FullProblem, team: Option[]): OpenForm {
  return small(problem, {
    id: 'problem.saveOffer',
    button: 'problem.offer',
    label: 'Hand over',
    title: 'Hand over',
    submit: 'Ask them',
    fields: [
      {
        kind: 'choice',
        name: 'to',
        label: 'Who should have it?',
        hint: 'It changes hands when they accept.',
        options: team,
      },
    ],
  });
}

export function linkForm(problem: FullProblem, values?: Values): OpenForm {
  return small(
    problem,
    {
      id: 'problem.saveLink',
      button: 'problem.link',
      label: 'Link',
      title: 'Link another problem',
      submit: 'Link',
      fields: [
        { kind: 'text', name: 'other', label: 'The other problem', hint: 'Its number, such as NP-12.', most: 20 },
        {
          kind: 'choice',
          name: 'kind',
          label: `${referenceOf(problem)} is…`,
          options: (Object.keys(LINKS) as ProblemLinkKind[]).map((kind) => ({ value: kind, label: LINKS[kind].label })),
          value: 'RELATED',
        },
      ],
    },
    values,
  );
}

export function workForm(problem: FullProblem, mine: { id: string; text: string; occurredOn: Date }[]): OpenForm {
  return small(problem, {
    id: 'problem.saveWork',
    button: 'problem.work',
    label: 'Link my work',
    title: 'Link my work',
    submit: 'Link',
    fields: [
      {
        kind: 'choices',
        name: 'interactions',
        label: 'What you did for this problem',
        options: mine.map(({ id, text, occurredOn }) => ({
          value: id,
          label: cut(
            `${DateTime.fromJSDate(occurredOn, { zone: 'utc' }).toFormat('d LLL')}: ${text.replaceAll('\n', ' ')}`,
            70,
          ),
        })),
      },
    ],
  });
}

export function referenceForm(problem: FullProblem, values?: Values): OpenForm {
  return small(
    problem,
    {
      id: 'problem.saveReference',
      button: 'problem.reference',
      label: 'Case elsewhere',
      title: 'Case elsewhere',
      submit: 'Keep it',
      intro: [paragraph('A person’s case lives in its own system, never here. What can stand here is its number.')],
      fields: [
        {
          kind: 'text',
          name: 'reference',
          label: 'System and number',
          hint: 'For example: ECINS 20417.',
          most: 80,
          value: problem.externalReference ?? '',
        },
      ],
    },
    values,
  );
}

export function celebrateForm(problem: FullProblem): OpenForm {
  return small(problem, {
    id: 'problem.saveCelebrate',
    button: 'problem.celebrate',
    label: 'Share the good news',
    title: 'Share the good news',
    submit: 'Tell the team',
    fields: [
      {
        kind: 'longText',
        name: 'text',
        label: 'What is there to celebrate?',
        hint: 'It is posted in the zone’s places.',
        most: 1000,
        value: `${problem.title}: ${problem.result === null ? 'better' : RESULTS[problem.result].label.toLowerCase()}. Thank you to everybody who joined in.`,
      },
    ],
  });
}

/** The form of a step: what came before, its questions, and where to go next. */
export function stepForm(
  problem: FullProblem,
  state: OpenState,
  known: Answers,
  again?: { values: Values; seen?: string | undefined },
): OpenForm {
  const row = STATES[state];
  const held = known[state];
  const before = OPEN_STATES.slice(0, OPEN_STATES.indexOf(state)).flatMap((earlier): Block[] => {
    const found = known[earlier];
    if (found === undefined) return [];
    const words = STATES[earlier].questions
      .flatMap(({ name, label }) => (found.answers[name] === undefined ? [] : [`${label}: ${found.answers[name]}`]))
      .join('. ');
    return [paragraph(say`${strong(`${labelOf(earlier)}: `)}${cut(words, 400)}`)];
  });
  const seen = again?.seen ?? held?.id;
  const form: OpenForm['form'] = {
    id: 'problem.saveStep',
    title: row.label,
    submit: 'Save',
    intro: [
      note(nameOf(problem)),
      paragraph(say`${strong(row.purpose)} Leave what you do not know for later.`),
      ...before,
    ],
    fields: [
      ...row.questions.map(
        ({ name, label, hint }): Field => ({
          kind: 'longText',
          name,
          label,
          ...(hint === undefined ? {} : { hint }),
          optional: true,
          most: 2000,
          ...(held?.answers[name] === undefined ? {} : { value: held.answers[name] }),
        }),
      ),
      { kind: 'choice', name: 'move', label: 'And then', options: waysOn(state), value: 'stay' },
    ],
    data: { id: problem.id, state, ...(seen === undefined ? {} : { seen }) },
  };
  return {
    form: again === undefined ? form : refill(form, again.values),
    button: { label: 'Next step', action: 'problem.step', data: { id: problem.id }, opens: 'form' },
  };
}

function waysOn(state: OpenState): Option[] {
  const { next, back, results, label } = STATES[state];
  return [
    { value: 'stay', label: `Stay in ${label}` },
    ...(next === undefined || next === 'CLOSED' ? [] : [{ value: next, label: `Go on to ${labelOf(next)}` }]),
    ...results.map((result) => ({
      value: `close:${result}`,
      label: `Close it: ${RESULTS[result].label.toLowerCase()}`,
    })),
    ...back.map((to) => ({ value: to, label: `Go back to ${labelOf(to)}` })),
  ];
}
