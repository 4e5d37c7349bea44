// Forms as modals, each field within what Slack takes: what a control cannot show is left empty or said, never refused.
import type { JsonObject } from '../../src/chat/cards.ts';
import type { Field, Form, Option } from '../../src/chat/forms.ts';
import { cut } from '../../src/chat/spans.ts';
import { LIMITS } from './limits.ts';
import { plainText, renderBlocks } from './render.ts';

/** A form as a modal. @param metadata comes back with the submission: the form's data and where it was opened */
export function renderView(form: Form, metadata: JsonObject): JsonObject {
  const intro = renderBlocks(form.intro ?? [], undefined, false);
  return {
    type: 'modal',
    callback_id: form.id,
    title: plainText(form.title, LIMITS.viewTitle),
    submit: plainText(form.submit, LIMITS.viewTitle),
    close: plainText('Cancel', LIMITS.viewTitle),
    private_metadata: JSON.stringify(metadata),
    blocks: [...intro, ...form.fields.flatMap(renderField)].slice(0, LIMITS.viewBlocks),
  };
}

/** The block that a field's error belongs to. */
export function blockIdOf(field: string): string {
  return `f:${field}`;
}

function renderField(field: Field): JsonObject[] {
  // Slack takes no choice without a choice.
  if ((field.kind === 'choice' || field.kind === 'choices') && field.options.length === 0)
    return field.optional === true
      ? []
      : [
          {
            type: 'context',
            elements: [plainText(`${field.label}: there is nothing to choose from yet.`, LIMITS.contextText)],
          },
        ];
  if (field.kind === 'longText') return longText(field);
  return [input(field, blockIdOf(field.name), control(field))];
}

function input(field: Field, blockId: string, child: JsonObject, label = field.label): JsonObject {
  return {
    type: 'input',
    block_id: blockId,
    label: plainText(label, LIMITS.label),
    element: { ...child, action_id: field.name },
    optional: field.optional === true,
    ...(field.hint === undefined ? {} : { hint: plainText(field.hint, LIMITS.label) }),
  };
}

/** Slack takes 3,000 characters a field: a longer text goes on in further fields, and comes back as one. */
function longText(field: Extract<Field, { kind: 'longText' }>): JsonObject[] {
  const letters = [...(field.value ?? '')];
  const parts: string[] = [];
  for (let from = 0; from === 0 || from < letters.length; from += LIMITS.inputLength)
    parts.push(letters.slice(from, from + LIMITS.inputLength).join(''));
  return parts.map((part, index) => {
    const element: JsonObject = {
      type: 'plain_text_input',
      multiline: true,
      max_length: LIMITS.inputLength,
      ...(part === '' ? {} : { initial_value: part }),
    };
    return index === 0
      ? input(field, blockIdOf(field.name), element)
      : input(
          { ...field, optional: true },
          `${blockIdOf(field.name)}~${index + 1}`,
          element,
          `${field.label}, continued`,
        );
  });
}

const USER = /^[UW][A-Z0-9]{8,}$/;
const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

function isDay(value: string | undefined): value is string {
  const day = new Date(`${value}T00:00:00Z`);
  return value !== undefined && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
}

const isWithin = ({ value, least, most }: Extract<Field, { kind: 'number' }>): boolean =>
  value !== undefined && value >= (least ?? value) && value <= (most ?? value);

function control(field: Exclude<Field, { kind: 'longText' }>): JsonObject {
  switch (field.kind) {
    case 'text':
      return {
        type: 'plain_text_input',
        max_length: Math.min(field.most ?? 300, LIMITS.inputLength),
        ...(field.value === undefined || field.value === ''
          ? {}
          : { initial_value: cut(field.value, Math.min(field.most ?? 300, LIMITS.inputLength)) }),
      };
    case 'choice': {
      const chosen = field.options.find((entry) => entry.value === field.value);
      return {
        type: 'static_select',
        ...optionsOf(field.options),
        ...(chosen === undefined ? {} : { initial_option: option(chosen) }),
      };
    }
    case 'choices': {
      const chosen = field.options.filter((entry) => field.value?.includes(entry.value)).map(option);
      return {
        type: field.options.length <= LIMITS.checkboxes ? 'checkboxes' : 'multi_static_select',
        ...optionsOf(field.options),
        ...(chosen.length === 0 ? {} : { initial_options: chosen }),
      };
    }
    case 'person':
      return { type: 'users_select', ...(USER.test(field.value ?? '') ? { initial_user: field.value ?? '' } : {}) };
    // What somebody typed and a picker cannot show is left empty: Slack would not open the form for it.
    case 'date':
      return { type: 'datepicker', ...(isDay(field.value) ? { initial_date: field.value } : {}) };
    case 'time':
      return { type: 'timepicker', ...(TIME.test(field.value ?? '') ? { initial_time: field.value ?? '' } : {}) };
    case 'number':
      return {
        type: 'number_input',
        is_decimal_allowed: false,
        ...(field.least === undefined ? {} : { min_value: String(field.least) }),
        ...(field.most === undefined ? {} : { max_value: String(field.most) }),
        ...(isWithin(field) ? { initial_value: String(field.value) } : {}),
      };
    case 'file':
      return { type: 'file_input', filetypes: field.types, max_files: 1 };
    case 'yesNo': {
      const yes = option({ value: 'yes', label: field.label });
      return { type: 'checkboxes', options: [yes], ...(field.value === true ? { initial_options: [yes] } : {}) };
    }
  }
}

/** A select holds a hundred, or a hundred groups of a hundred, in which people search by typing: nothing is cut. */
function optionsOf(options: Option[]): JsonObject {
  if (options.length <= LIMITS.options) return { options: options.map(option) };
  const groups: Option[][] = [];
  for (let from = 0; from < options.length; from += LIMITS.options)
    groups.push(options.slice(from, from + LIMITS.options));
  return {
    option_groups: groups.slice(0, LIMITS.options).map((group) => ({
      label: plainText(`${group[0]?.label.slice(0, 30)} – ${group.at(-1)?.label.slice(0, 30)}`, LIMITS.option),
      options: group.map(option),
    })),
  };
}

function option({ value, label }: Option): JsonObject {
  return { text: plainText(label, LIMITS.option), value };
}
