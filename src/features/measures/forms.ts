// The forms of measures: one figure, or many rows at once.

import { z } from 'zod';
import { type Act, knownPerson, zoneById } from '../../chat/act.ts';
import { buttons, type Card, heading, note, paragraph } from '../../chat/cards.ts';
import { type OpenForm, refill, type Values } from '../../chat/forms.ts';
import { may } from '../../chat/may.ts';
import { button, type Feature, form } from '../../chat/registry.ts';
import { inPlace, orReopen, privately, Refusal, type Reply } from '../../chat/replies.ts';
import { clean } from '../../chat/spans.ts';
import { keepDraft, openDraft } from '../../database/drafts.ts';
import type { Measure } from '../../database/generated/client.ts';
import { errorWords, NO_TABLE, readTable, tableFields, typedTable } from '../../language/tables.ts';
import { isComputed, typedMeasures } from './catalogue.ts';
import { checkRows, type ImportResult, withheldWords, writeRows } from './file.ts';
import { PERIODS } from './periods.ts';
import { assertMayMeasure, calendarOf, keepReading, readValue, readWhen } from './record.ts';

/** "Keep a figure": which measure, which period, what. @param given what is known already */
export async function figureForm(
  act: Act,
  zoneId: string,
  given: { key?: string; period?: string } = {},
): Promise<OpenForm> {
  const all = await typedMeasures(act.db, act.partnership.id);
  const known = given.key === undefined ? undefined : all.find(({ key }) => key === given.key);
  return {
    form: {
      id: 'measure.keep',
      title: 'Keep a figure',
      submit: 'Keep it',
      intro: [note(`Of ${zoneById(act, zoneId).name}. Counts and scores of groups, never of a person.`)],
      fields: [
        {
          kind: 'choice',
          name: 'measure',
          label: 'Measure',
          options: all.map(({ key, name, period }) => ({
            value: key,
            label: `${name}, by the ${PERIODS[period].one}`.slice(0, 75),
          })),
          ...(known === undefined ? {} : { value: known.key }),
        },
        {
          kind: 'text',
          name: 'period',
          label: 'Of which time',
          hint: 'A week as 2026-W46, a month or survey as 2026-11, a quarter as 2026-Q4, a year as 2026; or any day in it.',
          most: 20,
          ...(given.period === undefined ? {} : { value: given.period }),
        },
        { kind: 'text', name: 'value', label: 'Figure', hint: '31; for a share: 61 of 100.', most: 40 },
      ],
      data: { zone: zoneId },
    },
    button: {
      label: 'Keep a figure',
      action: 'measure.give',
      data: { zone: zoneId, ...(given.key === undefined ? {} : { key: given.key }) },
      opens: 'form',
    },
  };
}

async function saveFigure(act: Act, zoneId: string, values: Values): Promise<Reply> {
  const text = (name: string) => clean(String(values[name] ?? ''));
  const again = async (): Promise<OpenForm> => {
    const opened = await figureForm(act, zoneId);
    return { ...opened, form: refill(opened.form, values) };
  };
  const errors: Record<string, string> = {};
  const take = <T>(field: string, work: () => T): T | undefined => {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      errors[field] = error.message;
      return undefined;
    }
  };
  const chosen = text('measure');
  const measure: Measure | null = isComputed(chosen)
    ? null
    : await act.db.measure.findFirst({ where: { partnershipId: act.partnership.id, key: chosen } });
  if (measure === null) errors['measure'] = 'Please choose a measure.';
  const period =
    measure === null ? undefined : take('period', () => readWhen(text('period'), measure, calendarOf(act)));
  const value = measure === null ? undefined : take('value', () => readValue(text('value'), measure));
  if (measure === null || period === undefined || value === undefined)
    return { kind: 'invalid', ...(await again()), errors };
  return orReopen(() => keepReading(act, zoneId, measure, period, value, false), '', again);
}

/** Rows from a spreadsheet, pasted or as a file. */
export function importForm(zoneId: string): OpenForm {
  return {
    form: {
      id: 'measure.import',
      title: 'Figures from a table',
      submit: 'Read them',
      intro: [
        paragraph('The first line names the columns: measure, period, value; and zone, when there are several.'),
        note('All rows are taken, or none. Each is checked first.'),
      ],
      fields: [...tableFields('measure,period,value and then asb,2026-W46,31')],
      data: { zone: zoneId },
    },
    button: { label: 'Figures from a table', action: 'measure.table', data: { zone: zoneId }, opens: 'form' },
  };
}

/** @param text the table, as it came @throws {Refusal} with every error, by line and column */
async function readFigures(act: Act, zoneId: string, text: string) {
  const { errors, checked, withheld } = await checkRows(act.db, act.partnership.id, readTable(text), {
    ...calendarOf(act),
    zoneId,
    mayWrite: (id) => may(act, 'measure.keep', { zoneId: id }),
  });
  if (errors.length > 0) throw new Refusal(errorWords(errors));
  if (checked.length + withheld.length === 0) throw new Refusal('There is no row under the headings.');
  return { checked, withheld };
}

/** A table that came in a chat. Where other values stand it asks first, and keeps the table for the answer. */
export async function takeTable(act: Act, zoneId: string, text: string, overwrite = false): Promise<Reply> {
  const { checked, withheld } = await readFigures(act, zoneId, text);
  return act.once(async (effect) => {
    const result = await writeRows(effect, checked, { overwrite, source: 'table', personId: knownPerson(act).id });
    if (result.changed.length > 0 && !overwrite) {
      return privately(changedCard(result, await keepDraft(act, { text, zone: zoneId })));
    }
    const words = `${result.added} added, ${result.changed.length} replaced, ${result.unchanged} as they were.${withheldWords(withheld)}`;
    const card: Card = { summary: `Figures: ${words}`, blocks: [heading('Figures kept'), paragraph(words)] };
    return act.incoming.what.kind === 'press' ? inPlace(card) : privately(card);
  });
}

function changedCard({ changed, added, unchanged }: ImportResult, draft: string): Card {
  return {
    summary: `${changed.length} figures stand there already`,
    blocks: [
      heading('Other figures stand there'),
      {
        kind: 'list',
        items: changed.slice(0, 12).map(({ line, words }) => [{ kind: 'text', text: `line ${line}: ${words}` }]),
      },
      ...(changed.length > 12 ? [note(`and ${changed.length - 12} more`)] : []),
      paragraph(
        `Nothing was kept yet. Shall the table’s values take their place?${unchanged > 0 ? ` ${unchanged} rows are the same.` : ''}${added > 0 ? ` ${added} are new.` : ''}`,
      ),
      buttons(
        { label: 'Put them in place', action: 'measure.tableOver', data: { draft }, style: 'primary' },
        { label: 'Leave it', action: 'measure.leave', data: {} },
      ),
      note('What stood there is kept in the account of changes.'),
    ],
  };
}

const kept = z.object({ text: z.string(), zone: z.uuid() });

export const formsOfMeasures: Required<Pick<Feature, 'buttons' | 'forms'>> = {
  buttons: [
    button(
      'measure.give',
      'measure.keep',
      z.object({ zone: z.uuid(), key: z.string().optional(), period: z.string().optional() }),
      async (act, { zone, key, period }) => {
        assertMayMeasure(act, zone);
        const given = { ...(key === undefined ? {} : { key }), ...(period === undefined ? {} : { period }) };
        return { kind: 'form', ...(await figureForm(act, zone, given)) };
      },
    ),
    button('measure.table', 'measure.keep', z.object({ zone: z.uuid() }), async (act, { zone }) => {
      assertMayMeasure(act, zone);
      return { kind: 'form', ...importForm(zone) };
    }),
    button('measure.tableOver', 'measure.keep', z.object({ draft: z.uuid() }), async (act, { draft }) => {
      const { text, zone } = await openDraft(act, draft, kept);
      return takeTable(act, zone, text, true);
    }),
  ],
  forms: [
    form('measure.keep', 'measure.keep', z.object({ zone: z.uuid() }), (act, { zone }, values) => {
      assertMayMeasure(act, zone);
      return saveFigure(act, zone, values);
    }),
    form('measure.import', 'measure.keep', z.object({ zone: z.uuid() }), (act, { zone }, values) => {
      assertMayMeasure(act, zone);
      const again = () => {
        const opened = importForm(zone);
        return { ...opened, form: refill(opened.form, values) };
      };
      const table = typedTable(values);
      if (table === undefined) return Promise.resolve({ kind: 'invalid', ...again(), errors: NO_TABLE });
      return orReopen(() => takeTable(act, zone, table.text), table.field, again);
    }),
  ],
};
