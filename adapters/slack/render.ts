// Cards as Block Kit messages, forms as modals. What people typed goes into rich text and plain text, which parse nothing;
// the top-level text, which notifications and screen readers read, is escaped.
import type { Block, Button, Card, Chart, JsonObject } from '../../src/chat/cards.ts';
import { chartLines, tableLines } from '../../src/chat/cards.ts';
import type { Field, Form, Option } from '../../src/chat/forms.ts';
import { cut, type Span, type Text, textOf } from '../../src/chat/spans.ts';
import { LIMITS } from './limits.ts';
import { SLASH_COMMAND } from './manifest.ts';

export interface SlackMessage {
  text: string;
  blocks: JsonObject[];
}

/** The card within every limit; what does not fit is cut with a visible note. */
export function renderMessage(card: Card): SlackMessage {
  const charts = card.blocks.filter((block) => block.kind === 'chart').flatMap((block) => chartLines(block.chart));
  return {
    text: escapeText(cut([card.summary, ...charts].join('\n'), LIMITS.topLevelText)),
    blocks: withinLimits(renderBlocks(card.blocks, card.version, true)),
  };
}

/** The words alone, for a card that Slack refused. */
export function renderPlain(text: string): SlackMessage {
  return { text: escapeText(cut(text, LIMITS.topLevelText)), blocks: [] };
}

/** The three characters that mean something in mrkdwn, and nothing more. */
export function escapeText(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** @param drawn tables and charts may stand there as such: in a message, and nowhere else */
function renderBlocks(blocks: Block[], version: number | undefined, drawn: boolean): JsonObject[] {
  let charts = 0;
  let tables = 0;
  let rows = 0;
  return blocks.flatMap((block): JsonObject[] => {
    switch (block.kind) {
      case 'heading':
        return [{ type: 'header', text: plainText(wordsOf(block.text), LIMITS.header) }];
      case 'text':
        return [richText([section(block.text)])];
      case 'note':
        return [{ type: 'context', elements: [plainText(wordsOf(block.text), LIMITS.contextText)] }];
      case 'facts':
        if (block.facts.length === 0) return [];
        return [
          richText([
            {
              type: 'rich_text_section',
              elements: budget(
                block.facts.flatMap((fact, index): Span[] => [
                  { kind: 'strong', text: `${index === 0 ? '' : '\n'}${fact.label}: ` },
                  ...fact.value,
                ]),
              ),
            },
          ]),
        ];
      case 'list':
        if (block.items.length === 0) return [];
        return [
          richText([
            {
              type: 'rich_text_list',
              style: block.numbered === true ? 'ordered' : 'bullet',
              elements: listItems(block.items),
            },
          ]),
        ];
      case 'table':
        tables += 1;
        if (!drawn || tables > 1 || block.rows.length >= LIMITS.tableRows || block.columns.length > LIMITS.tableColumns)
          return [
            richText([
              section([{ kind: 'text', text: [block.caption, ...tableLines(block.columns, block.rows)].join('\n') }]),
            ]),
          ];
        return [richText([section([{ kind: 'strong', text: block.caption }])]), table(block.columns, block.rows)];
      case 'chart':
        charts += 1;
        return !drawn || charts > LIMITS.chartsPerMessage || !isDrawable(block.chart)
          ? [richText([section([{ kind: 'text', text: chartLines(block.chart).join('\n') }])])]
          : [chart(block.chart)];
      case 'image':
        return [
          { type: 'image', image_url: cut(block.url, LIMITS.imageUrl), alt_text: cut(block.alt, LIMITS.altText) },
        ];
      case 'buttons': {
        rows += 1;
        const list = block.buttons.slice(0, LIMITS.actionsElements);
        return list.length === 0
          ? []
          : [
              {
                type: 'actions',
                block_id: `b${rows}`,
                elements: list.map((button, index) => renderButton(button, index, version)),
              },
            ];
      }
      case 'howToSay':
        return [{ type: 'context', elements: [plainText(HOW_TO_SAY, LIMITS.contextText)] }];
      case 'divider':
        return [{ type: 'divider' }];
    }
  });
}

const CUT_NOTE: JsonObject = {
  type: 'context',
  elements: [{ type: 'plain_text', text: 'There is more than fits into one message.', emoji: false }],
};

/** At most so many blocks and characters; buttons are kept, for they are the way on. */
function withinLimits(blocks: JsonObject[]): JsonObject[] {
  const size = (list: JsonObject[]) => JSON.stringify(list).length;
  if (blocks.length <= LIMITS.messageBlocks && size(blocks) <= LIMITS.messageCharacters) return blocks;
  const actions = blocks.filter((block) => block['type'] === 'actions');
  const kept: JsonObject[] = [];
  for (const block of blocks.filter((entry) => entry['type'] !== 'actions')) {
    if (
      kept.length + actions.length + 2 > LIMITS.messageBlocks ||
      size([...kept, block, ...actions, CUT_NOTE]) > LIMITS.messageCharacters
    ) {
      const part = cutList(block, (each) => size([...kept, each, ...actions, CUT_NOTE]) <= LIMITS.messageCharacters);
      if (part !== undefined) kept.push(part);
      break;
    }
    kept.push(block);
  }
  return [...kept, CUT_NOTE, ...actions].slice(0, LIMITS.messageBlocks);
}

/** The first items of a list, as many as fit; undefined: not one, or it is no list. */
function cutList(block: JsonObject, fits: (block: JsonObject) => boolean): JsonObject | undefined {
  const [list, ...more] = Array.isArray(block['elements']) ? (block['elements'] as JsonObject[]) : [];
  if (list === undefined || more.length > 0 || list['type'] !== 'rich_text_list') return undefined;
  const items = Array.isArray(list['elements']) ? list['elements'] : [];
  for (let count = items.length - 1; count > 0; count -= 1) {
    const part = { ...block, elements: [{ ...list, elements: items.slice(0, count) }] };
    if (fits(part)) return part;
  }
  return undefined;
}

function plainText(text: string, most: number): JsonObject {
  return { type: 'plain_text', text: text.trim() === '' ? '–' : cut(text, most), emoji: false };
}

function richText(elements: JsonObject[]): JsonObject {
  return { type: 'rich_text', elements };
}

function section(text: Text): JsonObject {
  return { type: 'rich_text_section', elements: budget(text) };
}

/** Rich text elements, together within what a block may hold. */
function budget(text: Text): JsonObject[] {
  const kept: JsonObject[] = [];
  let room: number = LIMITS.richTextBudget;
  for (const span of text) {
    if (room <= 1) break;
    const shown = cut(span.text, room);
    room -= [...shown].length;
    if (shown !== '') kept.push(element({ ...span, text: shown }));
  }
  return kept.length === 0 ? [{ type: 'text', text: '–' }] : kept;
}

const HOW_TO_SAY = `The same words work after a mention of me, and alone in our private chat. Inside a thread, mention me: ${SLASH_COMMAND} does not work there.`;

/** Where Slack takes plain words only. */
const wordsOf = (text: Text): string =>
  text.map((span) => (span.kind === 'command' ? typed(span.text) : span.text)).join('');

const typed = (command: string): string => `${SLASH_COMMAND} ${command}`;

function element(span: Span): JsonObject {
  switch (span.kind) {
    case 'text':
      return { type: 'text', text: span.text };
    case 'strong':
      return { type: 'text', text: span.text, style: { bold: true } };
    case 'command':
      return { type: 'text', text: typed(span.text), style: { code: true } };
    case 'code':
      return { type: 'text', text: span.text, style: { code: true } };
    case 'link':
      return { type: 'link', url: span.url, text: span.text };
  }
}

function listItems(items: Text[]): JsonObject[] {
  const each = Math.max(60, Math.floor(8000 / Math.max(1, items.length)));
  return items.map((item) =>
    section(textOf(item).length > each ? [{ kind: 'text', text: cut(textOf(item), each) }] : item),
  );
}

function table(columns: string[], rows: Text[][]): JsonObject {
  const cell = (text: string): JsonObject => ({ type: 'raw_text', text: text === '' ? '–' : cut(text, 200) });
  return { type: 'table', rows: [columns.map(cell), ...rows.map((row) => row.map((entry) => cell(wordsOf(entry))))] };
}

/** Slack draws few and differently named parts; the others are said in words. */
function isDrawable(drawn: Chart): boolean {
  // A segment of nothing is none.
  if (drawn.kind === 'donut' && !drawn.categories.every((_, index) => (drawn.series[0]?.values[index] ?? 0) > 0))
    return false;
  const most = drawn.kind === 'donut' ? LIMITS.chartSeries : LIMITS.chartCategories;
  return (
    isDrawableList(drawn.categories, most) &&
    isDrawableList(
      drawn.series.map((entry) => entry.name),
      LIMITS.chartSeries,
    )
  );
}

function isDrawableList(labels: string[], most: number): boolean {
  const shown = new Set(labels.map((label) => cut(label, LIMITS.chartLabel)));
  return labels.length > 0 && labels.length <= most && shown.size === labels.length;
}

function chart(drawn: Chart): JsonObject {
  const title = cut(drawn.title, LIMITS.chartTitle);
  const labels = drawn.categories.map((category) => cut(category, LIMITS.chartLabel));
  if (drawn.kind === 'donut')
    return {
      type: 'data_visualization',
      title,
      chart: {
        type: 'pie',
        segments: labels.map((label, index) => ({ label, value: drawn.series[0]?.values[index] ?? 0 })),
      },
    };
  const series = drawn.series.map((entry) => ({
    name: cut(entry.name, LIMITS.chartLabel),
    data: labels.map((label, index) => ({ label, value: entry.values[index] ?? 0 })),
  }));
  return {
    type: 'data_visualization',
    title,
    chart: {
      type: drawn.kind === 'line' ? 'line' : 'bar',
      series,
      axis_config: { categories: labels, y_label: cut(drawn.unit, LIMITS.chartTitle) },
    },
  };
}

function renderButton(button: Button, index: number, version: number | undefined): JsonObject {
  const value: JsonObject = { d: button.data, ...(version === undefined ? {} : { v: version }) };
  return {
    type: 'button',
    // Ids must differ within a block; what stands after # is dropped again when the press comes back.
    action_id: `${button.action}#${index}`,
    text: plainText(button.label, LIMITS.buttonText),
    value: JSON.stringify(value),
    ...(button.style === undefined ? {} : { style: button.style }),
    ...(button.confirm === undefined
      ? {}
      : {
          confirm: {
            title: plainText(button.confirm.title, LIMITS.confirmTitle),
            text: plainText(button.confirm.text, LIMITS.confirmText),
            confirm: plainText(button.confirm.yes, LIMITS.confirmButton),
            deny: plainText('Go back', LIMITS.confirmButton),
          },
        }),
  };
}

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

/** The bot's own page in Slack. */
export function renderHome(card: Card): JsonObject {
  return { type: 'home', blocks: renderBlocks(card.blocks, card.version, false).slice(0, LIMITS.viewBlocks) };
}
