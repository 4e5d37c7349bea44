// The forms of interactions: one filled in, and why a hint is wrong.
import { type Act, ownZones } from '../../chat/act.ts';
import type { Field, Form, OpenForm } from '../../chat/forms.ts';
import { todayIn } from '../../time/calendar.ts';
import { type EntryDraft, LONGEST_TEXT } from './entry.ts';
import { BANDS, OUTCOMES, TOOLS, WAYS } from './words.ts';

/** The form, filled in with what is known. */
export function logForm(act: Act, draft: Partial<EntryDraft>, data: Form['data'], title = 'Log an interaction'): Form {
  const zones = ownZones(act);
  const zoneId =
    draft.zoneId ??
    (zones.some((zone) => zone.id === act.placeZoneId) ? act.placeZoneId : undefined) ??
    (zones.length === 1 ? zones[0]?.id : undefined);
  const today = todayIn(act.partnership.timeZone, act.now).day;
  const fields: Field[] = [
    {
      kind: 'longText',
      name: 'text',
      label: 'What happened',
      hint: 'No residents’ names, addresses or numbers.',
      most: LONGEST_TEXT,
      ...(draft.text === undefined ? {} : { value: draft.text }),
    },
    { kind: 'choices', name: 'outcomes', label: 'Outcomes', options: optionsOf(OUTCOMES), value: draft.outcomes ?? [] },
    { kind: 'choice', name: 'tool', label: 'Tool', options: optionsOf(TOOLS), value: draft.tool ?? 'INTERACTION' },
    {
      kind: 'choice',
      name: 'way',
      label: 'How',
      optional: true,
      options: optionsOf(WAYS),
      ...(draft.way === undefined ? {} : { value: draft.way }),
    },
    {
      kind: 'text',
      name: 'people',
      label: 'How many people',
      hint: 'A number, or 1, 2–5, 6–20, 21–50, 51+.',
      optional: true,
      most: 12,
      ...peopleValue(draft),
    },
    {
      kind: 'choices',
      name: 'agencies',
      label: 'Together with',
      optional: true,
      options: act.directory.agencies.map((agency) => ({ value: agency.id, label: agency.shortName })),
      value: draft.agencyIds ?? [],
    },
    {
      kind: 'date',
      name: 'day',
      label: 'When',
      value: draft.futureDay === undefined ? (draft.occurredOn ?? today) : today,
    },
    {
      kind: 'number',
      name: 'minutes',
      label: 'Minutes',
      optional: true,
      least: 1,
      most: 1440,
      ...(draft.minutes === undefined ? {} : { value: draft.minutes }),
    },
  ];
  if (zones.length > 1 || (zoneId !== undefined && zones.length === 0)) {
    fields.splice(1, 0, {
      kind: 'choice',
      name: 'zone',
      label: 'Zone',
      options: zones.map((zone) => ({ value: zone.id, label: zone.name })),
      ...(zoneId === undefined ? {} : { value: zoneId }),
    });
  }
  return { id: 'log.save', title, fields, submit: 'Save', data };
}

function peopleValue(draft: Partial<EntryDraft>): { value?: string } {
  if (draft.peopleCount !== undefined && draft.peopleCount >= 0) return { value: String(draft.peopleCount) };
  return draft.peopleBand === undefined ? {} : { value: BANDS[draft.peopleBand].label };
}

function optionsOf<T extends string>(words: Record<T, { label: string }>) {
  return (Object.keys(words) as T[]).map((value) => ({ value, label: words[value].label }));
}

/** Why a hint is wrong; asked, and audited. */
export function notPersonalForm(id: string): OpenForm {
  return {
    form: {
      id: 'log.notPersonal',
      title: 'It is not personal',
      submit: 'Say so',
      data: { id },
      fields: [
        {
          kind: 'text',
          name: 'reason',
          label: 'Why is it not about a resident?',
          hint: 'For example: she is a councillor, speaking as one.',
          most: 300,
        },
      ],
    },
    button: { label: 'It is not personal', action: 'log.notPersonal', data: { id }, opens: 'form' },
  };
}
