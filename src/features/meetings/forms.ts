// Forms of meetings: a plan, an item of the agenda, a line.
import { z } from 'zod';
import { note } from '../../chat/cards.ts';
import type { Field, OpenForm } from '../../chat/forms.ts';
import { cut } from '../../chat/spans.ts';
import { REPEATS, rhythmWords } from '../../language/repeat.ts';
import { capitalised } from '../../language/vocabulary.ts';
import type { FullMeeting } from './model.ts';
import { kindOf, kindsOf, type NamedTeam, ofTeam, teamName } from './team.ts';
import { nameOf, press, whenWords } from './views.ts';
import { KINDS, RECORDED, type RecordedKind } from './words.ts';

/** @param what is recorded */
export function recordForm(meeting: FullMeeting, kind: RecordedKind, typed = '', ask = false): OpenForm {
  const { label } = RECORDED[kind];
  const hint =
    kind === 'ACTION'
      ? 'Who and by when: Ask Cares for painters @Priya by Friday'
      : 'No residents’ names, addresses or numbers.';
  const fields: Field[] = [
    { kind: 'longText', name: 'text', label, hint, most: 10_000, value: typed },
    ...(kind === 'DECISION'
      ? [
          {
            kind: 'yesNo' as const,
            name: 'ask',
            label: 'Put it to the room first: agree, disagree, abstain',
            optional: true,
            value: ask,
          },
        ]
      : []),
  ];
  return {
    form: {
      id: 'meeting.saveRecord',
      title: label,
      submit: 'Record it',
      intro: [note(nameOf(meeting))],
      fields,
      data: { id: meeting.id, kind },
    },
    button: { label, action: 'meeting.record', data: { id: meeting.id, kind }, opens: 'form' },
  };
}

export function itemForm(meeting: FullMeeting, typed = ''): OpenForm {
  return {
    form: {
      id: 'meeting.saveItem',
      title: 'Add an item',
      submit: 'Add',
      intro: [note(`${nameOf(meeting)}, ${whenWords(meeting)}`)],
      fields: [
        { kind: 'text', name: 'title', label: 'What is it?', most: 300, value: typed },
        { kind: 'number', name: 'minutes', label: 'Minutes', optional: true, least: 1, most: 240 },
      ],
      data: { id: meeting.id },
    },
    button: { label: 'Add an item', action: 'meeting.addForm', data: { id: meeting.id }, opens: 'form' },
  };
}

/** A rhythm that was typed; days are YYYY-MM-DD. */
export const typedRhythm = z.object({
  rule: z.string(),
  until: z.string().exactOptional(),
  except: z.array(z.string()),
});
export type TypedRhythm = z.infer<typeof typedRhythm>;
/** The choice that stands for it. */
export const TYPED = 'TYPED';

/** What is known of a meeting before it is planned. */
export const planned = z.object({
  rhythm: typedRhythm.exactOptional(),
  title: z.string().exactOptional(),
  /** YYYY-MM-DD */
  day: z.string().exactOptional(),
  /** HH:MM */
  at: z.string().exactOptional(),
  minutes: z.number().exactOptional(),
  place: z.string().exactOptional(),
});
export type Planned = z.infer<typeof planned>;

const LONGEST_LABEL = 75;

export function planForm(team: NamedTeam, known: Planned): OpenForm {
  const of = ofTeam(team);
  const { rhythm } = known;
  const typed =
    rhythm === undefined
      ? []
      : [{ value: TYPED, label: capitalised(rhythmWords({ ...rhythm, until: undefined })).slice(0, LONGEST_LABEL) }];
  const options = (words: Record<string, string>) => Object.entries(words).map(([value, label]) => ({ value, label }));
  return {
    form: {
      id: 'meeting.savePlan',
      title: 'Plan a meeting',
      submit: 'Plan it',
      intro: [note(teamName(team))],
      fields: [
        { kind: 'date', name: 'day', label: 'On which day?', ...(known.day === undefined ? {} : { value: known.day }) },
        { kind: 'time', name: 'at', label: 'At what time?', ...(known.at === undefined ? {} : { value: known.at }) },
        {
          kind: 'number',
          name: 'minutes',
          label: 'For how many minutes?',
          least: 5,
          most: 720,
          value: known.minutes ?? 60,
        },
        {
          kind: 'text',
          name: 'place',
          label: 'Where?',
          hint: 'A room, or a video link.',
          optional: true,
          most: 500,
          value: known.place ?? '',
        },
        {
          kind: 'choice',
          name: 'repeats',
          label: 'Does it repeat?',
          optional: true,
          options: [...typed, ...options(REPEATS)],
          value: rhythm === undefined ? 'NO' : TYPED,
        },
        {
          kind: 'date',
          name: 'until',
          label: 'Until which day, if it repeats?',
          optional: true,
          ...(rhythm?.until === undefined ? {} : { value: rhythm.until }),
        },
        {
          kind: 'choice',
          name: 'kind',
          label: 'What kind of meeting?',
          optional: true,
          options: kindsOf(team).map((kind) => ({ value: kind, label: KINDS[kind] })),
          value: kindOf(team),
        },
        {
          kind: 'text',
          name: 'title',
          label: 'A name of its own',
          optional: true,
          most: 200,
          value: known.title ?? '',
        },
      ],
      data: { ...of, ...(rhythm === undefined ? {} : { rhythm }) },
    },
    button: {
      label: 'Open the form',
      action: 'meeting.plan',
      data: { ...of, known: { ...known } },
      opens: 'form',
    },
  };
}

/** To another time, as one would type it. */
export function moveForm(meeting: FullMeeting, typed = ''): OpenForm {
  return {
    form: {
      id: 'meeting.saveMove',
      title: 'Move the meeting',
      submit: 'Move it',
      intro: [note(cut(nameOf(meeting), 200))],
      fields: [
        { kind: 'text', name: 'when', label: 'When is it?', hint: 'Such as: Thursday 14:00', value: typed, most: 200 },
      ],
      data: { id: meeting.id },
    },
    button: press('Move it', 'meeting.moveForm', meeting, { opens: 'form' }),
  };
}
