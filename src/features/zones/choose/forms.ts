// The forms about candidates, and what is read from them: every error says what was wrong and how to mend it.
import type { Act } from '../../../chat/act.ts';
import { note } from '../../../chat/cards.ts';
import { type Field, type OpenForm, refill, type Values } from '../../../chat/forms.ts';
import { Refusal } from '../../../chat/replies.ts';
import { cut } from '../../../chat/spans.ts';
import type { ProposalState, SelectionFactor, Setting } from '../../../database/generated/enums.ts';
import { NO_TABLE, readTable, tableFields, typedTable } from '../../../language/tables.ts';
import { todayIn } from '../../../time/calendar.ts';
import { type Errors, pastDay, type Read, wordsOf } from '../fields.ts';
import { findingsIn, type NewData, readAreas } from './data.ts';
import { type BoardDecision, FACTOR_KEYS, FACTORS, type FullProposal } from './model.ts';

const LONGEST_FINDING = 1000;
const LONGEST_LINE = 200;
const LONGEST_WHY = 500;

const oneOf = <T extends string>(
  values: Values,
  errors: Errors,
  name: string,
  known: readonly T[],
  missing: string,
) => {
  const found = known.find((each) => each === values[name]);
  if (found === undefined) errors[name] = missing;
  return found;
};

const done = <T>(errors: Errors, value: T): Read<T> => (Object.keys(errors).length > 0 ? { errors } : { value });

/** Which place, in which setting, and why. */
export const PLACE_FIELDS: Field[] = [
  { kind: 'text', name: 'name', label: 'Which place?', most: 60 },
  {
    kind: 'choice',
    name: 'setting',
    label: 'City or county?',
    options: [
      { value: 'CITY', label: 'City' },
      { value: 'COUNTY', label: 'County: a market town, a village' },
    ],
  },
  {
    kind: 'longText',
    name: 'why',
    label: 'Why there?',
    hint: 'It becomes the first finding. No residents’ names or addresses.',
    most: LONGEST_FINDING,
    optional: true,
  },
];

export const proposeForm = (values?: Values): OpenForm => {
  const open: OpenForm = {
    form: {
      id: 'proposal.save',
      title: 'Propose a People Zone',
      submit: 'Propose it',
      intro: [note('A small place where services and residents should work as one team. Anybody can propose one.')],
      fields: PLACE_FIELDS,
      data: {},
    },
    button: { label: 'Propose a place', action: 'proposal.form', data: {}, opens: 'form' },
  };
  if (values === undefined) return open;
  // Where a form cannot be opened unasked, what was typed travels with the button.
  const name = String(values['name'] ?? '').slice(0, 60);
  return { form: refill(open.form, values), button: { ...open.button, data: name === '' ? {} : { name } } };
};

export interface NewProposal {
  name: string;
  setting: Setting;
  why: string;
}

export function readProposal(act: Act, values: Values): Read<NewProposal> {
  const errors: Errors = {};
  const name = wordsOf(act, values, errors, 'name', 60, 'Which place is it?');
  const setting = oneOf(values, errors, 'setting', ['CITY', 'COUNTY'], 'Is it in the city, or in the county?');
  const why = wordsOf(act, values, errors, 'why', LONGEST_FINDING);
  return done(errors, { name, setting: setting ?? 'CITY', why });
}

export function findingForm(act: Act, proposal: Pick<FullProposal, 'id' | 'name'>, values?: Values): OpenForm {
  const open: OpenForm = {
    form: {
      id: 'proposal.saveFinding',
      title: 'Add a finding',
      submit: 'Keep it',
      intro: [note(`What was found of ${proposal.name}, with where it is from.`)],
      fields: [
        {
          kind: 'choice',
          name: 'factor',
          label: 'Of what?',
          options: FACTOR_KEYS.map((value) => ({ value, label: `${FACTORS[value].label}: ${FACTORS[value].asks}` })),
        },
        {
          kind: 'longText',
          name: 'text',
          label: 'What was found?',
          hint: 'Of groups and places, never of one person.',
          most: LONGEST_FINDING,
        },
        { kind: 'text', name: 'source', label: 'Where is it from?', most: LONGEST_LINE },
        { kind: 'date', name: 'asAt', label: 'Of which day?', value: todayIn(act.partnership.timeZone, act.now).day },
        { kind: 'text', name: 'link', label: 'Link', most: LONGEST_LINE, optional: true },
      ],
      data: { id: proposal.id },
    },
    button: { label: 'Add a finding', action: 'proposal.findingForm', data: { id: proposal.id }, opens: 'form' },
  };
  return values === undefined ? open : { ...open, form: refill(open.form, values) };
}

export interface NewFinding {
  factor: SelectionFactor;
  text: string;
  source: string;
  asAt: string;
  link: string;
}

export function readFinding(act: Act, values: Values): Read<NewFinding> {
  const errors: Errors = {};
  const factor = oneOf(values, errors, 'factor', FACTOR_KEYS, 'Please choose what it is about.');
  const text = wordsOf(act, values, errors, 'text', LONGEST_FINDING, 'What was found?');
  const source = wordsOf(act, values, errors, 'source', LONGEST_LINE, 'Where is it from? A finding has a source.');
  const asAt = pastDay(act, values, errors, 'asAt');
  const link = String(values['link'] ?? '').trim();
  if (link !== '' && !/^https?:\/\/\S+\.\S+$/i.test(link))
    errors['link'] = 'A link begins with https:// and has no spaces.';
  return done(errors, { factor: factor ?? 'OTHER', text, source, asAt, link });
}

const DECISIONS: { value: Exclude<ProposalState, 'PROPOSED'>; label: string }[] = [
  { value: 'AGREED', label: 'Agreed: it becomes a People Zone' },
  { value: 'NOT_NOW', label: 'Not now' },
  { value: 'DECLINED', label: 'Declined' },
];

export function decideForm(
  act: Act,
  proposal: Pick<FullProposal, 'id' | 'name'>,
  register: BoardDecision[],
  values?: Values,
): OpenForm {
  const open: OpenForm = {
    form: {
      id: 'proposal.saveDecision',
      title: 'The board’s decision',
      submit: 'Enter it',
      intro: [note(`What the board decided about ${proposal.name}.`)],
      fields: [
        { kind: 'choice', name: 'state', label: 'Decision', options: DECISIONS },
        ...(register.length === 0
          ? []
          : [
              {
                kind: 'choice' as const,
                name: 'decision',
                label: 'Which decision in the board’s register?',
                options: register.map(({ id, text }) => ({ value: id, label: cut(text, 70) })),
                optional: true,
              },
            ]),
        {
          kind: 'text',
          name: 'where',
          label: register.length === 0 ? 'Where was it decided?' : 'Or where else was it decided?',
          hint: 'Such as: Strategic Partnership Board, minute 7.',
          most: LONGEST_LINE,
          optional: true,
        },
        { kind: 'date', name: 'on', label: 'On which day?', value: todayIn(act.partnership.timeZone, act.now).day },
        { kind: 'longText', name: 'why', label: 'Why?', most: LONGEST_WHY, optional: true },
      ],
      data: { id: proposal.id },
    },
    button: { label: 'Decision', action: 'proposal.decideForm', data: { id: proposal.id }, opens: 'form' },
  };
  return values === undefined ? open : { ...open, form: refill(open.form, values) };
}

export interface NewDecision {
  state: Exclude<ProposalState, 'PROPOSED'>;
  decisionId: string | undefined;
  where: string;
  on: string;
  why: string;
}

export function readDecision(act: Act, values: Values, register: BoardDecision[]): Read<NewDecision> {
  const errors: Errors = {};
  const states = DECISIONS.map(({ value }) => value);
  const state = oneOf(values, errors, 'state', states, 'Please choose what was decided.');
  const decisionId = register.find(({ id }) => id === values['decision'])?.id;
  const where = wordsOf(act, values, errors, 'where', LONGEST_LINE);
  if (decisionId === undefined && where === '')
    errors['where'] =
      'Where was it decided? The board agrees zones, so a decision has a meeting, a minute or a letter behind it.';
  const on = pastDay(act, values, errors, 'on');
  const missing = state === undefined || state === 'AGREED' ? undefined : 'Please say why, for whoever proposed it.';
  const why = wordsOf(act, values, errors, 'why', LONGEST_WHY, missing);
  return done(errors, { state: state ?? 'NOT_NOW', decisionId, where, on, why });
}

export function setUpForm(proposal: Pick<FullProposal, 'id' | 'name'>, code: string, values?: Values): OpenForm {
  const open: OpenForm = {
    form: {
      id: 'proposal.setUp',
      title: 'Set the zone up',
      submit: 'Set it up',
      intro: [
        note(`${proposal.name} becomes a zone, with its seven steps. Its letters stand before every number: NP-42.`),
      ],
      fields: [{ kind: 'text', name: 'code', label: 'Its letters, two to four', most: 4, value: code }],
      data: { id: proposal.id },
    },
    button: { label: 'Set it up', action: 'proposal.setUpForm', data: { id: proposal.id }, opens: 'form' },
  };
  return values === undefined ? open : { ...open, form: refill(open.form, values) };
}

export function readCode(values: Values): Read<string> {
  const code = String(values['code'] ?? '')
    .trim()
    .toUpperCase();
  return /^[A-Z]{2,4}$/.test(code)
    ? { value: code }
    : { errors: { code: 'Please give two to four letters, such as NP.' } };
}

/** Public data for a candidate: its areas, and a table by area. */
export function dataForm(proposal: Pick<FullProposal, 'id' | 'name' | 'lsoas'>, act: Act, values?: Values): OpenForm {
  const open: OpenForm = {
    form: {
      id: 'proposal.saveData',
      title: 'Public data',
      submit: 'Read it',
      intro: [
        note(
          `A table by area for ${proposal.name}: the Indices of Deprivation as they are published, population, or any indicator. Cut it to your county if it is larger than 1 MB.`,
        ),
      ],
      fields: [
        {
          kind: 'longText',
          name: 'lsoas',
          label: 'Its areas (LSOA)',
          hint: 'Their codes, with a comma between: E01013600, E01013601.',
          most: 3000,
          value: proposal.lsoas.join(', '),
        },
        ...tableFields('With the headings, one of them "LSOA code (2021)".'),
        {
          kind: 'text',
          name: 'column',
          label: 'Which column?',
          hint: 'Empty: all deciles, and population.',
          most: 120,
          optional: true,
        },
        {
          kind: 'choice',
          name: 'factor',
          label: 'Of what?',
          options: FACTOR_KEYS.map((value) => ({ value, label: FACTORS[value].label })),
          value: 'DEMOGRAPHY',
        },
        {
          kind: 'text',
          name: 'source',
          label: 'Where is it from?',
          most: LONGEST_LINE,
          value: 'Indices of Deprivation 2025',
        },
        { kind: 'date', name: 'asAt', label: 'Of which day?', value: todayIn(act.partnership.timeZone, act.now).day },
      ],
      data: { id: proposal.id },
    },
    button: { label: 'Public data', action: 'proposal.dataForm', data: { id: proposal.id }, opens: 'form' },
  };
  return values === undefined ? open : { ...open, form: refill(open.form, values) };
}

export async function readData(act: Act, values: Values): Promise<Read<NewData>> {
  const errors: Errors = {};
  const source = wordsOf(act, values, errors, 'source', LONGEST_LINE, 'Where is it from?');
  const asAt = pastDay(act, values, errors, 'asAt');
  const factor = oneOf(values, errors, 'factor', FACTOR_KEYS, 'Of what is it?');
  const tryTo = async <T>(field: string, work: () => T | Promise<T>): Promise<T | undefined> => {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      errors[field] = error.message;
      return undefined;
    }
  };
  const lsoas = await tryTo('lsoas', () => readAreas(String(values['lsoas'] ?? '')));
  if (lsoas?.length === 0) errors['lsoas'] = 'Which areas does it cover?';
  const table = typedTable(values);
  if (table === undefined) Object.assign(errors, NO_TABLE);
  const texts =
    Object.keys(errors).length > 0 || lsoas === undefined || table === undefined
      ? undefined
      : await tryTo(table.field, () => findingsIn(readTable(table.text), lsoas, String(values['column'] ?? '')));
  if (texts === undefined || lsoas === undefined || factor === undefined) return { errors };
  return { value: { lsoas, factor, source, asAt, texts } };
}
