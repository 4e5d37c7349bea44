// Cards and forms as Adaptive Cards 1.5, with Teams' own charts. What people typed goes into text runs, which parse no
// Markdown, so that nobody can forge a link.
import { type Block, type Button, type Card, type Chart, chartLines, type JsonObject } from '../../src/chat/cards.ts';
import type { Field, Form } from '../../src/chat/forms.ts';
import { cut, plain, type Span, type Text } from '../../src/chat/spans.ts';
import { table } from './table.ts';

/** Teams takes some 80 KB as UTF-16; half of what 28 KB of JSON come to, so that older clients take it too. */
const MOST_CHARACTERS = 28_000;
/** More stand behind an overflow menu that phones hide. */
const ACTIONS_IN_A_ROW = 6;
const LONGEST_RUN = 4000;

const SCHEMA = {
  type: 'AdaptiveCard',
  $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
  version: '1.5',
  lang: 'en-GB',
};

/** The card, within Teams' size; what does not fit is cut with a visible note. @param isPrivate its presses say so */
export function renderCard(card: Card, isPrivate: boolean): JsonObject {
  const body = card.blocks.flatMap((block) => renderBlock(block, card.version, isPrivate));
  return {
    ...SCHEMA,
    msteams: { width: 'Full' },
    fallbackText: cut(card.summary, 500),
    speak: cut(card.summary, 500),
    body: withinLimits(body),
  };
}

/** A card in a dialog, where buttons that run on the server do not work. */
export function renderDialogCard(card: Card): JsonObject {
  return renderCard({ ...card, blocks: card.blocks.filter((block) => block.kind !== 'buttons') }, true);
}

function withinLimits(body: JsonObject[]): JsonObject[] {
  const size = (list: JsonObject[]) => JSON.stringify(list).length;
  if (size(body) <= MOST_CHARACTERS) return body;
  const actions = body.filter((element) => element['type'] === 'ActionSet');
  const more: JsonObject = {
    type: 'TextBlock',
    text: 'There is more than fits into one message.',
    isSubtle: true,
    wrap: true,
  };
  const kept: JsonObject[] = [];
  for (const element of body.filter((entry) => entry['type'] !== 'ActionSet')) {
    if (size([...kept, element, more, ...actions]) > MOST_CHARACTERS) break;
    kept.push(element);
  }
  return [...kept, more, ...actions];
}

function renderBlock(block: Block, version: number | undefined, isPrivate: boolean): JsonObject[] {
  switch (block.kind) {
    case 'heading':
      return [runs(block.text, { size: 'Medium', weight: 'Bolder' })];
    case 'text':
      return [runs(block.text)];
    case 'note':
      return [runs(block.text, { size: 'Small', isSubtle: true })];
    case 'facts':
      return block.facts.map((fact) => ({
        ...runs([{ kind: 'strong', text: `${fact.label}: ` }, ...fact.value]),
        spacing: 'Small',
      }));
    case 'list':
      return block.items.map((item, index) => ({
        ...runs([{ kind: 'text', text: block.numbered === true ? `${index + 1}. ` : '• ' }, ...item]),
        spacing: 'Small',
      }));
    case 'table':
      return [runs([{ kind: 'strong', text: block.caption }]), table(block.columns, block.rows, (text) => runs(text))];
    case 'chart':
      return [runs([{ kind: 'strong', text: block.chart.title }]), chart(block.chart)];
    case 'image':
      return [{ type: 'Image', url: block.url, altText: block.alt }];
    case 'buttons':
      return rowsOf(block.buttons).map((row) => ({
        type: 'ActionSet',
        actions: row.map((button) => renderButton(button, version, isPrivate)),
      }));
    case 'howToSay':
      return [runs(plain(HOW_TO_SAY), { size: 'Small', isSubtle: true })];
    case 'divider':
      return [{ type: 'Container', separator: true, items: [] }];
  }
}

const HOW_TO_SAY =
  'In a channel or group chat, mention me first, or type / and choose me. In our private chat the words alone will do.';

/** A phone is so wide, in pixels, inside the card; a button as wide as its words and its edges. Teams cuts off what does not fit. */
const ROW_WIDTH = 300;
const widthOf = ({ label }: Button) => label.length * 7.5 + 40;

function rowsOf(buttons: Button[]): Button[][] {
  const rows: Button[][] = [];
  let width = 0;
  for (const button of buttons) {
    const row = rows.at(-1);
    if (row === undefined || row.length >= ACTIONS_IN_A_ROW || width + widthOf(button) > ROW_WIDTH) {
      rows.push([button]);
      width = widthOf(button);
    } else {
      row.push(button);
      width += widthOf(button);
    }
  }
  return rows;
}

function runs(text: Text, style: JsonObject = {}): JsonObject {
  const inlines = text.filter((span) => span.text !== '').map((span) => run(span, style));
  return { type: 'RichTextBlock', inlines: inlines.length === 0 ? [{ type: 'TextRun', text: '–' }] : inlines };
}

function run(span: Span, style: JsonObject): JsonObject {
  const base = { type: 'TextRun', text: cut(span.text, LONGEST_RUN), ...style };
  switch (span.kind) {
    case 'text':
      return base;
    case 'strong':
      return { ...base, weight: 'Bolder' };
    case 'command':
      return { ...base, fontType: 'Monospace', weight: 'Bolder' };
    case 'code':
      return { ...base, fontType: 'Monospace' };
    case 'link':
      return { ...base, underline: true, color: 'Accent', selectAction: { type: 'Action.OpenUrl', url: span.url } };
  }
}

/** Names of Teams' own palette: left to itself it draws every series in shades of one hue. */
const COLOURS = [
  'categoricalGreen',
  'categoricalMarigold',
  'categoricalLightBlue',
  'categoricalPurple',
  'categoricalRed',
  'categoricalTeal',
];
const colour = (order: number): string => COLOURS[order % COLOURS.length] ?? 'categoricalGreen';

function chart(drawn: Chart): JsonObject {
  const fallback: JsonObject = {
    type: 'Container',
    items: chartLines(drawn).map((line) => runs([{ kind: 'text', text: line }])),
  };
  const base = { title: drawn.title, fallback };
  switch (drawn.kind) {
    case 'stacked':
      return {
        type: 'Chart.HorizontalBar.Stacked',
        ...base,
        data: drawn.categories.map((category, index) => ({
          title: category,
          data: drawn.series.map((series, order) => ({
            legend: series.name,
            value: series.values[index] ?? 0,
            color: colour(order),
          })),
        })),
      };
    case 'bars':
      if (drawn.series.length > 1)
        return {
          type: 'Chart.VerticalBar.Grouped',
          ...base,
          yAxisTitle: drawn.unit,
          data: drawn.series.map((series, order) => ({
            legend: series.name,
            color: colour(order),
            values: drawn.categories.map((x, index) => ({ x, y: series.values[index] ?? 0 })),
          })),
        };
      return {
        type: 'Chart.VerticalBar',
        ...base,
        yAxisTitle: drawn.unit,
        data: drawn.categories.map((x, index) => ({ x, y: drawn.series[0]?.values[index] ?? 0 })),
      };
    case 'line':
      return {
        type: 'Chart.Line',
        ...base,
        yAxisTitle: drawn.unit,
        data: drawn.series.map((series, order) => ({
          legend: series.name,
          color: colour(order),
          values: drawn.categories.map((x, index) => ({ x, y: series.values[index] ?? 0 })),
        })),
      };
    case 'donut':
      return {
        type: 'Chart.Donut',
        ...base,
        data: drawn.categories.map((legend, index) => ({ legend, value: drawn.series[0]?.values[index] ?? 0 })),
      };
  }
}

/** What a press brings back. */
export interface PressData {
  verb: string;
  data: JsonObject;
  version?: number;
  onPrivateCard: boolean;
}

function renderButton(button: Button, version: number | undefined, isPrivate: boolean): JsonObject {
  const data: JsonObject = {
    verb: button.action,
    data: button.data,
    onPrivateCard: isPrivate,
    ...(version === undefined ? {} : { version }),
  };
  const title = cut(button.label, 60);
  const style =
    button.style === 'primary' ? { style: 'positive' } : button.style === 'danger' ? { style: 'destructive' } : {};
  if (button.opens === 'form')
    return { type: 'Action.Submit', title, ...style, data: { ...data, msteams: { type: 'task/fetch' } } };
  const execute: JsonObject = { type: 'Action.Execute', title, verb: button.action, data, ...style };
  if (button.confirm === undefined) return execute;
  const sure = {
    type: 'AdaptiveCard',
    body: [runs([{ kind: 'text', text: button.confirm.text }])],
    actions: [{ ...execute, title: button.confirm.yes }],
  };
  return { type: 'Action.ShowCard', title, card: sure };
}

/** A form as a dialog's card. @param hidden comes back with the submission. @param errors stand above their fields */
export function renderForm(form: Form, hidden: JsonObject, errors: Record<string, string> = {}): JsonObject {
  const whole = errors[''];
  const body = [
    ...(whole === undefined ? [] : [problem(whole)]),
    ...(form.intro ?? []).flatMap((block) => renderBlock(block, undefined, true)),
    ...form.fields.flatMap((field) => [
      ...(errors[field.name] === undefined ? [] : [problem(errors[field.name] ?? '')]),
      field.kind === 'file' ? attachInstead(field) : renderField(field),
    ]),
  ];
  return { ...SCHEMA, body, actions: [{ type: 'Action.Submit', title: form.submit, data: hidden }] };
}

/** Dialogs take no files; a private chat does. */
function attachInstead({ label }: Field): JsonObject {
  return runs([{ kind: 'text', text: `${label}: send it to me in our private chat, as an attachment.` }], {
    isSubtle: true,
  });
}

function problem(text: string): JsonObject {
  return runs([{ kind: 'text', text }], { color: 'Attention', weight: 'Bolder' });
}

/** Inputs are named by their kind, so that what comes back as text can be read again. */
export const fieldId = (field: Field) => `f:${field.kind}:${field.name}`;

function renderField(field: Exclude<Field, { kind: 'file' }>): JsonObject {
  const label = field.hint === undefined ? field.label : `${field.label} – ${field.hint}`;
  const base = {
    id: fieldId(field),
    label,
    ...(field.optional === true || field.kind === 'yesNo'
      ? {}
      : { isRequired: true, errorMessage: `Please fill in: ${field.label}` }),
  };
  switch (field.kind) {
    case 'text':
    case 'longText':
      return {
        type: 'Input.Text',
        ...base,
        isMultiline: field.kind === 'longText',
        ...(field.most === undefined ? {} : { maxLength: field.most }),
        ...(field.value === undefined ? {} : { value: field.value }),
      };
    case 'choice':
    case 'choices':
      return {
        type: 'Input.ChoiceSet',
        ...base,
        isMultiSelect: field.kind === 'choices',
        style: styleOf(field),
        choices: field.options.map((option) => ({ title: option.label, value: option.value })),
        ...choiceValue(field.value),
      };
    case 'person':
      return {
        type: 'Input.ChoiceSet',
        ...base,
        choices: [],
        'choices.data': { type: 'Data.Query', dataset: 'graph.microsoft.com/users' },
        ...choiceValue(field.value),
      };
    case 'date':
      return { type: 'Input.Date', ...base, ...(field.value === undefined ? {} : { value: field.value }) };
    case 'time':
      return { type: 'Input.Time', ...base, ...(field.value === undefined ? {} : { value: field.value }) };
    case 'number':
      return {
        type: 'Input.Number',
        ...base,
        ...(field.least === undefined ? {} : { min: field.least }),
        ...(field.most === undefined ? {} : { max: field.most }),
        ...(field.value === undefined ? {} : { value: field.value }),
      };
    case 'yesNo':
      // Its title stands beside the box; a label above it would say the same again.
      return {
        type: 'Input.Toggle',
        id: fieldId(field),
        title: label,
        wrap: true,
        value: field.value === true ? 'true' : 'false',
      };
  }
}

/** Among many, one is found by typing (…/cards/dynamic-search, "Static typeahead search"). */
function styleOf({
  kind,
  options,
}: Extract<Field, { kind: 'choice' | 'choices' }>): 'expanded' | 'compact' | 'filtered' {
  if (kind === 'choices') return options.length <= 6 ? 'expanded' : 'compact';
  return options.length > 20 ? 'filtered' : 'compact';
}

function choiceValue(value: string | string[] | undefined): JsonObject {
  if (value === undefined || value.length === 0) return {};
  return { value: Array.isArray(value) ? value.join(',') : value };
}
