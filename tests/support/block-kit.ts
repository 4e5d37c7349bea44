// Slack's rules for blocks and views, written from its reference and independent of the renderer: the fake refuses what Slack
// refuses. Every kind of block and element is described by its keys and limits; a key that Slack does not know is an error, as
// it is there. The page of each is docs.slack.dev/reference/block-kit/blocks/<name>-block, …/block-elements/<name>-element,
// …/composition-objects/<name>-object and …/views/modal-views.

type Thing = Record<string, unknown>;
type Surface = 'message' | 'modal' | 'home';

const isThing = (value: unknown): value is Thing =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const length = (value: string): number => [...value].length;

/** What Slack would say against these blocks; empty when it would take them. */
export function blockErrors(blocks: unknown, surface: Surface): string[] {
  if (!Array.isArray(blocks)) return ['blocks is no list'];
  const errors: string[] = [];
  // …/block-kit: 50 blocks a message, 100 a modal or home tab.
  if (blocks.length > (surface === 'message' ? 50 : 100)) errors.push(`${blocks.length} blocks`);
  // Not in the reference, but seen: msg_blocks_too_long at some 13,200 characters.
  if (surface === 'message' && JSON.stringify(blocks).length > 13_200) errors.push('msg_blocks_too_long');
  const things = blocks.filter(isThing);
  if (things.length !== blocks.length) errors.push('a block is no object');
  const ids = things.map((block) => block['block_id']).filter((id) => id !== undefined);
  if (new Set(ids).size !== ids.length) errors.push('block_id twice');
  const count = (type: string) => things.filter((block) => block['type'] === type).length;
  if (count('data_visualization') > 2) errors.push('more than two charts');
  if (count('table') > 1) errors.push('only_one_table_allowed');
  return [...errors, ...things.flatMap((block) => blockErrorsOf(block, surface))];
}

/** A value's rule: what is wrong with it, said of where it stands. */
type Rule = (value: unknown, where: string) => string[];

const wrong = (where: string, why: string) => [`${where}: ${why}`];
const anything: Rule = () => [];
const string =
  (least: number, most: number, pattern?: RegExp): Rule =>
  (value, where) => {
    if (typeof value !== 'string') return wrong(where, 'no string');
    if (length(value) < least || length(value) > most) return wrong(where, `${length(value)} characters`);
    return pattern === undefined || pattern.test(value) ? [] : wrong(where, `"${value.slice(0, 40)}"`);
  };
const oneOf =
  (...allowed: string[]): Rule =>
  (value, where) =>
    allowed.includes(String(value)) ? [] : wrong(where, String(value));
const boolean: Rule = (value, where) => (typeof value === 'boolean' ? [] : wrong(where, 'neither true nor false'));
const wholeNumber =
  (least: number, most: number): Rule =>
  (value, where) =>
    typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
      ? []
      : wrong(where, String(value));
const number: Rule = (value, where) =>
  typeof value === 'number' && Number.isFinite(value) ? [] : wrong(where, String(value));
const list =
  (least: number, most: number, each: Rule): Rule =>
  (value, where) => {
    if (!Array.isArray(value)) return wrong(where, 'no list');
    const errors = value.length < least || value.length > most ? wrong(where, `${value.length} entries`) : [];
    return [...errors, ...value.flatMap((entry, index) => each(entry, `${where}[${index}]`))];
  };
/** All keys by name; those that end in ? may be left out, and no others may stand there. */
const object =
  (keys: Record<string, Rule>, also: Rule = anything): Rule =>
  (value, where) => {
    if (!isThing(value)) return wrong(where, 'no object');
    const known = new Map(Object.entries(keys).map(([key, rule]) => [key.replace(/\?$/, ''), rule]));
    const missing = Object.keys(keys).filter((key) => !key.endsWith('?') && value[key] === undefined);
    return [
      ...missing.flatMap((key) => wrong(where, `no ${key}`)),
      ...Object.entries(value).flatMap(([key, inner]) => {
        const rule = known.get(key);
        return rule === undefined ? wrong(where, `unknown key ${key}`) : rule(inner, `${where}.${key}`);
      }),
      ...also(value, where),
    ];
  };

const BLOCK_ID = string(1, 255);
const ACTION_ID = string(1, 255);
const plainText = (most: number): Rule =>
  object({ type: oneOf('plain_text'), text: string(1, most), 'emoji?': boolean });
const anyText =
  (most: number): Rule =>
  (value, where) =>
    isThing(value) && value['type'] === 'mrkdwn'
      ? object({ type: oneOf('mrkdwn'), text: string(1, most), 'verbatim?': boolean })(value, where)
      : plainText(most)(value, where);
const url = string(1, 3000, /^https?:\/\/[^\s]+$/);
/** Slack's servers fetch it: it must be on the internet. */
const imageUrl: Rule = (value, where) => [
  ...url(value, where),
  ...(/^https?:\/\/(?:localhost|127\.)/.test(String(value)) ? wrong(where, 'an address that Slack cannot reach') : []),
];

/** composition-objects/option-object */
const option = object({ text: anyText(75), value: string(1, 150), 'description?': anyText(75), 'url?': url });
const optionGroup = object({ label: plainText(75), options: list(1, 100, option) });
/** composition-objects/confirmation-dialog-object */
const confirm = object({
  title: plainText(100),
  text: anyText(300),
  confirm: plainText(30),
  deny: plainText(30),
  'style?': oneOf('primary', 'danger'),
});

const optionsOf = (element: Thing): Thing[] => {
  const groups = Array.isArray(element['option_groups']) ? element['option_groups'].filter(isThing) : [];
  const own = Array.isArray(element['options']) ? element['options'] : [];
  return [...own, ...groups.flatMap((group) => (Array.isArray(group['options']) ? group['options'] : []))].filter(
    isThing,
  );
};
/** Values differ, and what is chosen at first is among them, to the letter. */
const consistent: Rule = (value, where) => {
  if (!isThing(value)) return [];
  const options = optionsOf(value);
  const values = options.map((each) => each['value']);
  const known = new Set(options.map((each) => JSON.stringify(each)));
  const initial = [
    value['initial_option'],
    ...(Array.isArray(value['initial_options']) ? value['initial_options'] : []),
  ];
  return [
    ...(new Set(values).size === values.length ? [] : wrong(where, 'two options of one value')),
    ...(value['options'] === undefined && value['option_groups'] === undefined ? wrong(where, 'no options') : []),
    ...(value['options'] !== undefined && value['option_groups'] !== undefined
      ? wrong(where, 'options and groups')
      : []),
    ...(initial.every((each) => each === undefined || known.has(JSON.stringify(each)))
      ? []
      : wrong(where, 'the initial option is not among the options')),
  ];
};
const ordered =
  (least: string, most: string): Rule =>
  (value, where) => {
    if (!isThing(value) || value[least] === undefined || value[most] === undefined) return [];
    return Number(value[least]) <= Number(value[most]) ? [] : wrong(where, `${least} is more than ${most}`);
  };
const dayThatExists: Rule = (value, where) => {
  const given = String(value);
  const day = new Date(`${given}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(given) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(given)
    ? []
    : wrong(where, `no day: ${given}`);
};
const time = string(5, 5, /^(?:[01]\d|2[0-3]):[0-5]\d$/);
const decimal = string(1, 40, /^-?\d+(?:\.\d+)?$/);
const selecting = { 'placeholder?': plainText(150), 'confirm?': confirm, 'focus_on_load?': boolean };
const both =
  (...rules: Rule[]): Rule =>
  (value, where) =>
    rules.flatMap((rule) => rule(value, where));
const initialFits: Rule = (value, where) => {
  if (!isThing(value) || typeof value['initial_value'] !== 'string') return [];
  const most = typeof value['max_length'] === 'number' ? value['max_length'] : 3000;
  return length(value['initial_value']) > most ? wrong(where, 'initial_value is longer than it may be') : [];
};

/** block-elements/…: those that may stand in an input block. */
const INPUTS: Record<string, Rule> = {
  plain_text_input: object(
    {
      type: anything,
      action_id: ACTION_ID,
      'initial_value?': string(0, 3000),
      'multiline?': boolean,
      'min_length?': wholeNumber(0, 3000),
      'max_length?': wholeNumber(1, 3000),
      'placeholder?': plainText(150),
      'focus_on_load?': boolean,
    },
    both(ordered('min_length', 'max_length'), initialFits),
  ),
  static_select: object(
    {
      type: anything,
      action_id: ACTION_ID,
      'options?': list(1, 100, option),
      'option_groups?': list(1, 100, optionGroup),
      'initial_option?': option,
      ...selecting,
    },
    consistent,
  ),
  multi_static_select: object(
    {
      type: anything,
      action_id: ACTION_ID,
      'options?': list(1, 100, option),
      'option_groups?': list(1, 100, optionGroup),
      'initial_options?': list(1, 10_000, option),
      'max_selected_items?': wholeNumber(1, 10_000),
      ...selecting,
    },
    consistent,
  ),
  checkboxes: object(
    {
      type: anything,
      action_id: ACTION_ID,
      options: list(1, 10, option),
      'initial_options?': list(1, 10, option),
      'confirm?': confirm,
      'focus_on_load?': boolean,
    },
    consistent,
  ),
  datepicker: object({ type: anything, action_id: ACTION_ID, 'initial_date?': dayThatExists, ...selecting }),
  timepicker: object({
    type: anything,
    action_id: ACTION_ID,
    'initial_time?': time,
    'timezone?': string(1, 100),
    ...selecting,
  }),
  number_input: object(
    {
      type: anything,
      action_id: ACTION_ID,
      is_decimal_allowed: boolean,
      'initial_value?': decimal,
      'min_value?': decimal,
      'max_value?': decimal,
      'placeholder?': plainText(150),
      'focus_on_load?': boolean,
    },
    both(
      ordered('min_value', 'max_value'),
      ordered('min_value', 'initial_value'),
      ordered('initial_value', 'max_value'),
    ),
  ),
  users_select: object({
    type: anything,
    action_id: ACTION_ID,
    'initial_user?': string(9, 12, /^[UW][A-Z0-9]+$/),
    ...selecting,
  }),
  file_input: object({
    type: anything,
    action_id: ACTION_ID,
    'filetypes?': list(1, 50, string(1, 20)),
    'max_files?': wholeNumber(1, 10),
  }),
};

/** block-elements/button-element */
const button = object({
  type: oneOf('button'),
  action_id: ACTION_ID,
  text: plainText(75),
  'value?': string(0, 2000),
  'url?': url,
  'style?': oneOf('primary', 'danger'),
  'confirm?': confirm,
  'accessibility_label?': string(1, 75),
});

/** blocks/rich-text-block */
const style = object({ 'bold?': boolean, 'italic?': boolean, 'strike?': boolean, 'code?': boolean });
const richPart: Rule = (value, where) => {
  switch (isThing(value) ? value['type'] : undefined) {
    case 'text':
      return object({ type: anything, text: string(1, 10_000), 'style?': style })(value, where);
    case 'link':
      return object({ type: anything, url, 'text?': string(1, 3000), 'style?': style })(value, where);
    case 'emoji':
      return object({ type: anything, name: string(1, 100) })(value, where);
    default:
      return wrong(where, 'a part of rich text that we do not use');
  }
};
const richSection = object({ type: oneOf('rich_text_section'), elements: list(1, 3000, richPart) });
const richElement: Rule = (value, where) =>
  isThing(value) && value['type'] === 'rich_text_list'
    ? object({
        type: anything,
        style: oneOf('bullet', 'ordered'),
        elements: list(1, 1000, richSection),
        'indent?': wholeNumber(0, 8),
      })(value, where)
    : richSection(value, where);

/** blocks/data-visualization-block: title 50, labels 20, 20 categories, six series or segments, numbers. */
const label = string(1, 20);
const differing =
  (key: string, of: (value: Thing) => unknown[]): Rule =>
  (value, where) => {
    const found = isThing(value) ? of(value) : [];
    return new Set(found).size === found.length ? [] : wrong(where, `two of one ${key}`);
  };
const things = (value: unknown): Thing[] => (Array.isArray(value) ? value.filter(isThing) : []);
const pie = object(
  {
    type: oneOf('pie'),
    segments: list(
      1,
      6,
      object({
        label,
        value: (value, where) =>
          Number(value) > 0 ? number(value, where) : wrong(where, `a segment of ${String(value)}`),
      }),
    ),
  },
  differing('label', (value) => things(value['segments']).map((segment) => segment['label'])),
);
const bars = object(
  {
    type: oneOf('bar', 'line', 'area'),
    series: list(1, 6, object({ name: label, data: list(1, 20, object({ label, value: number })) })),
    axis_config: object({ categories: list(1, 20, label), 'x_label?': string(1, 50), 'y_label?': string(1, 50) }),
  },
  both(
    differing('name', (value) => things(value['series']).map((entry) => entry['name'])),
    differing('category', (value) => {
      const { axis_config: axis } = value;
      return isThing(axis) && Array.isArray(axis['categories']) ? axis['categories'] : [];
    }),
    (value, where) => {
      const axis = isThing(value) && isThing(value['axis_config']) ? value['axis_config']['categories'] : [];
      return things(isThing(value) ? value['series'] : []).every(
        (entry) => JSON.stringify(things(entry['data']).map((point) => point['label'])) === JSON.stringify(axis),
      )
        ? []
        : wrong(where, 'labels do not match the categories');
    },
  ),
);
const chart: Rule = (value, where) => (isThing(value) && value['type'] === 'pie' ? pie : bars)(value, where);

/** blocks/table-block: at most 100 rows of 20 cells, all rows as wide as the first, no cell empty. */
const cell = object({ type: oneOf('raw_text'), text: string(1, 3000) });
const sameWidth: Rule = (value, where) => {
  const rows = isThing(value) && Array.isArray(value['rows']) ? value['rows'] : [];
  const widths = new Set(rows.map((row) => (Array.isArray(row) ? row.length : 0)));
  return widths.size === 1 ? [] : wrong(where, 'rows of different widths');
};

const BLOCKS: Record<string, { on: Surface[]; rule: Rule }> = {
  header: {
    on: ['message', 'modal', 'home'],
    rule: object({ type: anything, 'block_id?': BLOCK_ID, text: plainText(150) }),
  },
  section: {
    on: ['message', 'modal', 'home'],
    rule: object({ type: anything, 'block_id?': BLOCK_ID, text: anyText(3000), 'fields?': list(1, 10, anyText(2000)) }),
  },
  context: {
    on: ['message', 'modal', 'home'],
    rule: object({ type: anything, 'block_id?': BLOCK_ID, elements: list(1, 10, anyText(3000)) }),
  },
  divider: { on: ['message', 'modal', 'home'], rule: object({ type: anything, 'block_id?': BLOCK_ID }) },
  image: {
    on: ['message', 'modal', 'home'],
    rule: object({
      type: anything,
      'block_id?': BLOCK_ID,
      image_url: imageUrl,
      alt_text: string(1, 2000),
      'title?': plainText(2000),
    }),
  },
  rich_text: {
    on: ['message', 'modal', 'home'],
    rule: object({ type: anything, 'block_id?': BLOCK_ID, elements: list(1, 100, richElement) }),
  },
  actions: {
    on: ['message', 'modal', 'home'],
    rule: object(
      { type: anything, 'block_id?': BLOCK_ID, elements: list(1, 25, button) },
      differing('action_id', (value) => things(value['elements']).map((element) => element['action_id'])),
    ),
  },
  table: {
    on: ['message'],
    rule: object({ type: anything, 'block_id?': BLOCK_ID, rows: list(1, 100, list(1, 20, cell)) }, sameWidth),
  },
  data_visualization: {
    on: ['message'],
    rule: object({ type: anything, 'block_id?': BLOCK_ID, title: string(1, 50), chart }),
  },
  input: {
    on: ['modal', 'home'],
    rule: object({
      type: anything,
      'block_id?': BLOCK_ID,
      label: plainText(2000),
      'hint?': plainText(2000),
      'optional?': boolean,
      'dispatch_action?': boolean,
      element: (value, where) => {
        const rule = isThing(value) ? INPUTS[String(value['type'])] : undefined;
        return rule === undefined ? wrong(where, 'no input of a kind that Slack knows') : rule(value, where);
      },
    }),
  },
};

function blockErrorsOf(block: Thing, surface: Surface): string[] {
  const known = BLOCKS[String(block['type'])];
  if (known === undefined) return [`unknown block ${String(block['type'])}`];
  const errors = known.rule(block, String(block['type']));
  // block-elements/file-input-element: in modals only.
  if (surface !== 'modal' && isThing(block['element']) && block['element']['type'] === 'file_input')
    errors.push('file_input outside a modal');
  return known.on.includes(surface) ? errors : [...errors, `${String(block['type'])} in a ${surface}`];
}

const blocksIn =
  (surface: Surface): Rule =>
  (value, where) => {
    const errors = blockErrors(value, surface);
    return Array.isArray(value) && value.length === 0 ? [...errors, ...wrong(where, 'no blocks')] : errors;
  };

/** …/views/modal-views and …/views/home-tab-views */
const MODAL = object(
  {
    type: anything,
    title: plainText(24),
    blocks: blocksIn('modal'),
    'submit?': plainText(24),
    'close?': plainText(24),
    'private_metadata?': string(0, 3000),
    'callback_id?': string(0, 255),
    'clear_on_close?': boolean,
    'notify_on_close?': boolean,
    'external_id?': string(0, 255),
  },
  (value, where) => {
    const inputs = things(isThing(value) ? value['blocks'] : []).filter((block) => block['type'] === 'input');
    return inputs.length > 0 && isThing(value) && value['submit'] === undefined
      ? wrong(where, 'inputs and no submit')
      : [];
  },
);
const HOME = object({
  type: anything,
  blocks: blocksIn('home'),
  'private_metadata?': string(0, 3000),
  'callback_id?': string(0, 255),
  'external_id?': string(0, 255),
});

/** What Slack would say against a view. */
export function viewErrors(view: unknown): string[] {
  if (!isThing(view)) return ['no view'];
  const errors =
    view['type'] === 'home' ? HOME(view, 'home') : view['type'] === 'modal' ? MODAL(view, 'modal') : ['view type'];
  return JSON.stringify(view).length > 250_000 ? [...errors, 'view_too_large'] : errors;
}
