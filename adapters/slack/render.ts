// Cards as Block Kit messages, forms as modals. What people typed goes into rich text and plain text, which parse nothing;
// the top-level text, which notifications and screen readers read, is escaped.
import type { Block, Button, Card, Chart, JsonObject } from '../../src/chat/cards.ts';
import { chartLines, tableLines } from '../../src/chat/cards.ts';
import { cut, lengthOf, type Span, type Text, textOf } from '../../src/chat/spans.ts';
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
export function renderBlocks(blocks: Block[], version: number | undefined, drawn: boolean): JsonObject[] {
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

export function plainText(text: string, most: number): JsonObject {
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
    room -= lengthOf(shown);
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

/** The bot's own page in Slack. */
export function renderHome(card: Card): JsonObject {
  return { type: 'home', blocks: renderBlocks(card.blocks, card.version, false).slice(0, LIMITS.viewBlocks) };
}
