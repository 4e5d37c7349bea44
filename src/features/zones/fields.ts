// What is read from the fields of a zone's forms: each error says what was wrong and how to mend it.
import type { Act } from '../../chat/act.ts';
import type { Values } from '../../chat/forms.ts';
import { clean, lengthOf } from '../../chat/spans.ts';
import { todayIn } from '../../time/calendar.ts';
import { fieldError, identifiers, inspect } from '../privacy/index.ts';

/** By field of the form, in words. */
export type Errors = Record<string, string>;
export type Read<T> = { value: T } | { errors: Errors };

/** Words of a field, or why they cannot be kept. @param missing what is asked where there must be some */
export function wordsOf(
  act: Act,
  values: Values,
  errors: Errors,
  name: string,
  most: number,
  missing?: string,
): string {
  const text = clean(String(values[name] ?? ''));
  const stops = identifiers(inspect(text, act.now));
  if (text === '' && missing !== undefined) errors[name] = missing;
  else if (lengthOf(text) > most) errors[name] = `That is ${lengthOf(text)} characters; at most ${most} fit.`;
  else if (stops.length > 0) errors[name] = fieldError(text, stops);
  return text;
}

/** A day, YYYY-MM-DD; undefined where none was given. */
export function dayOf(values: Values, errors: Errors, name: string): string | undefined {
  const day = String(values[name] ?? '').trim();
  if (day === '') return undefined;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(Date.parse(day))) errors[name] = 'Please give the day.';
  return day;
}

/** A day that has been, or today. */
export function pastDay(act: Act, values: Values, errors: Errors, name: string): string {
  const day = dayOf(values, errors, name);
  if (day === undefined) errors[name] = 'Please give the day.';
  else if (errors[name] === undefined && day > todayIn(act.partnership.timeZone, act.now).day)
    errors[name] = 'That day is still to come.';
  return day ?? '';
}
