// Slack's rules for blocks, written from its reference and independent of the renderer: the fake refuses what Slack refuses.

type Thing = Record<string, unknown>;

const isThing = (value: unknown): value is Thing =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const list = (value: unknown): Thing[] => (Array.isArray(value) ? value.filter(isThing) : []);
const length = (value: unknown): number => [...String(value)].length;

/** What Slack would say against these blocks; empty when it would take them. */
export function blockErrors(blocks: unknown, surface: 'message' | 'modal' | 'home'): string[] {
  const errors: string[] = [];
  if (!Array.isArray(blocks)) return ['blocks is no list'];
  if (blocks.length > (surface === 'message' ? 50 : 100)) errors.push(`${blocks.length} blocks`);
  if (surface === 'message' && JSON.stringify(blocks).length > 13_200) errors.push('msg_blocks_too_long');
  const ids = new Set<string>();
  let charts = 0;
  let tables = 0;
  for (const block of list(blocks)) {
    const id = block['block_id'];
    if (typeof id === 'string') {
      if (ids.has(id) || length(id) > 255) errors.push(`block_id ${id}`);
      ids.add(id);
    }
    if (block['type'] === 'data_visualization') charts += 1;
    if (block['type'] === 'table') tables += 1;
    errors.push(...blockErrorsOf(block, surface));
  }
  if (charts > 2) errors.push('more than two charts');
  if (tables > 1) errors.push('only_one_table_allowed');
  return errors;
}

function text(value: unknown, most: number, kinds: string[], where: string): string[] {
  if (!isThing(value)) return [`${where}: no text object`];
  if (!kinds.includes(String(value['type']))) return [`${where}: type ${String(value['type'])}`];
  const size = length(value['text']);
  return size < 1 || size > most ? [`${where}: ${size} characters`] : [];
}

const PLAIN = ['plain_text'];
const ANY = ['plain_text', 'mrkdwn'];

function blockErrorsOf(block: Thing, surface: string): string[] {
  switch (block['type']) {
    case 'header':
      return text(block['text'], 150, PLAIN, 'header');
    case 'section':
      return text(block['text'], 3000, ANY, 'section');
    case 'context':
      return list(block['elements']).length < 1 || list(block['elements']).length > 10
        ? ['context elements']
        : list(block['elements']).flatMap((element) => text(element, 3000, ANY, 'context'));
    case 'divider':
      return [];
    case 'image':
      return length(block['image_url']) > 3000 || length(block['alt_text']) > 2000 || !block['alt_text']
        ? ['image']
        : [];
    case 'rich_text':
      return list(block['elements']).length === 0
        ? ['rich_text empty']
        : list(block['elements']).flatMap(richTextErrors);
    case 'actions':
      return actionErrors(list(block['elements']));
    case 'table':
      return tableErrors(block['rows']);
    case 'data_visualization':
      return chartErrors(block);
    case 'input':
      return surface === 'message' ? ['input in a message'] : inputErrors(block, surface);
    default:
      return [`unknown block ${String(block['type'])}`];
  }
}

function richTextErrors(element: Thing): string[] {
  switch (element['type']) {
    case 'rich_text_section':
      return list(element['elements']).flatMap((part) => {
        if (part['type'] === 'text')
          return typeof part['text'] === 'string' && part['text'] !== '' ? [] : ['empty rich text'];
        if (part['type'] === 'link')
          return typeof part['url'] === 'string' && /^https?:/.test(part['url']) ? [] : ['link'];
        return [`rich text ${String(part['type'])}`];
      });
    case 'rich_text_list':
      return ['bullet', 'ordered'].includes(String(element['style'])) && list(element['elements']).length > 0
        ? list(element['elements']).flatMap(richTextErrors)
        : ['rich_text_list'];
    default:
      return [`rich text ${String(element['type'])}`];
  }
}

function actionErrors(elements: Thing[]): string[] {
  const errors: string[] = [];
  if (elements.length < 1 || elements.length > 25) errors.push(`${elements.length} actions`);
  const ids = elements.map((element) => String(element['action_id']));
  if (new Set(ids).size !== ids.length) errors.push('action_id twice in a block');
  for (const element of elements) {
    if (element['type'] !== 'button') errors.push(`element ${String(element['type'])}`);
    errors.push(...text(element['text'], 75, PLAIN, 'button'));
    if (length(element['value']) > 2000) errors.push('button value');
    if (length(element['action_id']) > 255) errors.push('action_id');
    if (element['style'] !== undefined && !['primary', 'danger'].includes(String(element['style'])))
      errors.push('button style');
    const confirm = element['confirm'];
    if (isThing(confirm))
      errors.push(
        ...text(confirm['title'], 100, PLAIN, 'confirm title'),
        ...text(confirm['text'], 300, ANY, 'confirm text'),
        ...text(confirm['confirm'], 30, PLAIN, 'confirm'),
        ...text(confirm['deny'], 30, PLAIN, 'deny'),
      );
  }
  return errors;
}

function tableErrors(rows: unknown): string[] {
  if (!Array.isArray(rows) || rows.length < 1 || rows.length > 100) return ['table rows'];
  const widths = new Set(rows.map((row) => (Array.isArray(row) ? row.length : 0)));
  return widths.size === 1 && [...widths][0] !== 0 && ([...widths][0] ?? 0) <= 20 ? [] : ['table columns'];
}

function chartErrors(block: Thing): string[] {
  const errors: string[] = [];
  if (length(block['title']) < 1 || length(block['title']) > 50) errors.push('chart title');
  const chart = isThing(block['chart']) ? block['chart'] : {};
  if (chart['type'] === 'pie') {
    const segments = list(chart['segments']);
    if (segments.length < 1 || segments.length > 6) errors.push('segments');
    return errors;
  }
  if (!['bar', 'line', 'area'].includes(String(chart['type']))) errors.push('chart type');
  const axis = isThing(chart['axis_config']) ? chart['axis_config'] : {};
  const categories = Array.isArray(axis['categories']) ? axis['categories'] : [];
  if (categories.length < 1 || categories.length > 20 || categories.some((category) => length(category) > 20))
    errors.push('categories');
  const series = list(chart['series']);
  if (series.length < 1 || series.length > 6 || new Set(series.map((entry) => entry['name'])).size !== series.length)
    errors.push('series');
  for (const entry of series) {
    const labels = list(entry['data']).map((point) => point['label']);
    if (JSON.stringify(labels) !== JSON.stringify(categories)) errors.push('labels do not match the categories');
  }
  return errors;
}

const INPUTS = new Set([
  'plain_text_input',
  'static_select',
  'multi_static_select',
  'checkboxes',
  'datepicker',
  'timepicker',
  'number_input',
  'users_select',
  'file_input',
]);

function inputErrors(block: Thing, surface: string): string[] {
  const errors = text(block['label'], 2000, PLAIN, 'label');
  if (block['hint'] !== undefined) errors.push(...text(block['hint'], 2000, PLAIN, 'hint'));
  const element = isThing(block['element']) ? block['element'] : {};
  if (!INPUTS.has(String(element['type']))) errors.push(`input ${String(element['type'])}`);
  if (element['type'] === 'file_input') {
    const types = element['filetypes'];
    if (
      surface !== 'modal' ||
      !Array.isArray(types) ||
      Number(element['max_files']) < 1 ||
      Number(element['max_files']) > 10
    )
      errors.push('file_input');
  }
  if (element['type'] === 'number_input' && typeof element['is_decimal_allowed'] !== 'boolean')
    errors.push('is_decimal_allowed');
  if (length(element['initial_value'] ?? '') > 3000) errors.push('initial_value');
  const options = list(element['options']);
  if (
    element['options'] !== undefined &&
    (options.length < 1 || options.length > (element['type'] === 'checkboxes' ? 10 : 100))
  )
    errors.push(`${options.length} options`);
  for (const option of options) {
    errors.push(...text(option['text'], 75, ANY, 'option'));
    if (length(option['value']) > 150) errors.push('option value');
  }
  const known = new Set(options.map((option) => JSON.stringify(option)));
  for (const initial of [
    ...list(element['initial_options']),
    ...(isThing(element['initial_option']) ? [element['initial_option']] : []),
  ]) {
    if (!known.has(JSON.stringify(initial))) errors.push('initial option is not among the options');
  }
  return errors;
}

/** What Slack would say against a view. */
export function viewErrors(view: unknown): string[] {
  if (!isThing(view)) return ['no view'];
  const errors = blockErrors(view['blocks'], view['type'] === 'home' ? 'home' : 'modal');
  if (view['type'] === 'modal') {
    errors.push(
      ...text(view['title'], 24, PLAIN, 'title'),
      ...text(view['submit'], 24, PLAIN, 'submit'),
      ...text(view['close'], 24, PLAIN, 'close'),
    );
    if (length(view['private_metadata'] ?? '') > 3000) errors.push('private_metadata');
    if (length(view['callback_id'] ?? '') > 255) errors.push('callback_id');
  }
  return errors;
}
