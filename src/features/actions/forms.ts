// The forms about promises: what is asked in each.

import { note } from '../../chat/cards.ts';
import { type Field, type OpenForm, type Option, refill, type Values } from '../../chat/forms.ts';
import { cut } from '../../chat/spans.ts';
import { type ActionDraft, LONGEST_ACTION } from './entry.ts';
import type { FullAction } from './model.ts';
import { isoDay } from './views.ts';

export interface ActionFormContext {
  owners: Option[];
  /** The first day that can be promised. */
  today: string;
  values?: Values | undefined;
}

export function actionForm(draft: ActionDraft, { owners, today, values }: ActionFormContext): OpenForm {
  const owner = draft.ownerId ?? (draft.agencyId === undefined ? undefined : `agency:${draft.agencyId}`);
  const fields: Field[] = [
    {
      kind: 'longText',
      name: 'text',
      label: 'What is promised',
      hint: 'No residents’ names, addresses or numbers.',
      most: LONGEST_ACTION,
      value: draft.text,
    },
    {
      kind: 'choice',
      name: 'owner',
      label: 'Who takes it on',
      options: owners,
      ...(owner === undefined ? {} : { value: owner }),
    },
    { kind: 'date', name: 'due', label: 'By when', value: draft.dueOn ?? today },
    {
      kind: 'choice',
      name: 'deputy',
      label: 'Deputy',
      hint: 'Takes it if the first cannot.',
      optional: true,
      options: owners.filter((option) => !option.value.startsWith('agency:')),
      ...(draft.deputyId === undefined ? {} : { value: draft.deputyId }),
    },
  ];
  const form: OpenForm['form'] = {
    id: 'action.save',
    title: 'Add an action',
    submit: 'Promise',
    fields,
    data: {
      ...(draft.problemId === undefined ? {} : { problem: draft.problemId }),
      ...(draft.zoneId === undefined ? {} : { zone: draft.zoneId }),
    },
  };
  return {
    form: values === undefined ? form : refill(form, values),
    button: { label: 'Add an action', action: 'action.form', data: form.data, opens: 'form' },
  };
}

function small(action: FullAction, id: string, name: string, label: string, fields: Field[], submit: string): OpenForm {
  return {
    form: { id, title: label, submit, intro: [note(cut(action.text, 200))], fields, data: { id: action.id } },
    button: { label, action: name, data: { id: action.id }, opens: 'form' },
  };
}

export const suggestForm = (action: FullAction) =>
  small(
    action,
    'action.saveSuggest',
    'action.suggest',
    'Another date',
    [{ kind: 'date', name: 'due', label: 'By when', value: isoDay(action.dueOn) }],
    'Suggest it',
  );

export const notMeForm = (action: FullAction, team: Option[]) =>
  small(
    action,
    'action.saveNotMe',
    'action.notMe',
    'Not me',
    [
      { kind: 'choice', name: 'to', label: 'Who would be right?', optional: true, options: team },
      { kind: 'text', name: 'why', label: 'A word on why', optional: true, most: 300 },
    ],
    'Say so',
  );

export const giveForm = (action: FullAction, team: Option[]) =>
  small(
    action,
    'action.saveGive',
    'action.give',
    'Hand on',
    [{ kind: 'choice', name: 'to', label: 'Who should have it?', options: team }],
    'Ask them',
  );

export const dropForm = (action: FullAction) =>
  small(
    action,
    'action.saveDrop',
    'action.drop',
    'Drop',
    [{ kind: 'text', name: 'why', label: 'Why is it dropped?', most: 300 }],
    'Drop it',
  );

export const outcomeForm = (action: FullAction) =>
  small(
    action,
    'action.saveOutcome',
    'action.outcome',
    'Say what came of it',
    [{ kind: 'text', name: 'outcome', label: 'What came of it', most: 500, value: action.outcome }],
    'Keep it',
  );

export function giveAllForm(from: { id: string; name: string }, zoneId: string, team: Option[]): OpenForm {
  return {
    form: {
      id: 'action.saveGiveAll',
      title: 'Give all to…',
      submit: 'Hand over',
      intro: [note(`Everything open that was ${from.name}’s in this zone.`)],
      fields: [{ kind: 'choice', name: 'to', label: 'Who should have them?', options: team }],
      data: { from: from.id, zone: zoneId },
    },
    button: { label: 'Give all to…', action: 'action.giveAll', data: { from: from.id, zone: zoneId }, opens: 'form' },
  };
}
