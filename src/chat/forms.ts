// Forms: the questions that a line of text could not answer. A form reopens filled in with what was typed.
import type { Block, Button, JsonObject } from './cards.ts';

export interface Option {
  value: string;
  label: string;
}

interface FieldBase {
  name: string;
  label: string;
  hint?: string;
  optional?: boolean;
}

export type Field = FieldBase &
  (
    | { kind: 'text'; value?: string; most?: number }
    | { kind: 'longText'; value?: string; most?: number }
    | { kind: 'choice'; options: Option[]; value?: string }
    | { kind: 'choices'; options: Option[]; value?: string[] }
    | { kind: 'person'; value?: string }
    /** Dates are YYYY-MM-DD in the zone's calendar. */
    | { kind: 'date'; value?: string }
    /** Times are HH:MM on the zone's clock. */
    | { kind: 'time'; value?: string }
    | { kind: 'number'; value?: number; least?: number; most?: number }
    | { kind: 'yesNo'; value?: boolean }
    /** Its text comes back; a platform whose forms take no files leaves it out and says how else. `types` are endings: "csv". */
    | { kind: 'file'; types: string[] }
  );

export interface Form {
  /** The name of a form in the registry, such as `log.save`. */
  id: string;
  title: string;
  intro?: Block[];
  fields: Field[];
  submit: string;
  /** Travels with the form and comes back with it; small. */
  data: JsonObject;
}

/** What came back, field by field; a field left empty is absent. */
export type Values = Record<string, string | string[] | number | boolean>;

/** The same form with what somebody has typed into it. */
export function refill(form: Form, values: Values): Form {
  return { ...form, fields: form.fields.map((field) => refillField(field, values[field.name])) };
}

function refillField(field: Field, value: Values[string] | undefined): Field {
  switch (field.kind) {
    case 'choices':
      return { ...field, value: Array.isArray(value) ? value : [] };
    case 'file':
      return field;
    case 'yesNo':
      return { ...field, value: value === true };
    case 'number': {
      const { value: _, ...rest } = field;
      return typeof value === 'number' ? { ...rest, value } : rest;
    }
    default: {
      const { value: _, ...rest } = field;
      return typeof value === 'string' ? { ...rest, value } : rest;
    }
  }
}

/** A form, and the button that opens it where a platform cannot open it unasked. */
export interface OpenForm {
  form: Form;
  button: Button;
}
