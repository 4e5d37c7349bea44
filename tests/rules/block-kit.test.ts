// The stand-in for Slack is as strict as Slack: what its reference forbids is refused here, one thing at a time.
import { describe, expect, it } from 'vitest';
import { blockErrors, viewErrors } from '../support/block-kit.ts';

const plain = (text: string) => ({ type: 'plain_text', text, emoji: false });
const option = (value: string) => ({ text: plain(value || 'none'), value });
const input = (element: Record<string, unknown>) => ({
  type: 'input',
  block_id: 'b',
  label: plain('Label'),
  element: { action_id: 'a', ...element },
});
const modal = (blocks: unknown[], more: Record<string, unknown> = {}) => ({
  type: 'modal',
  title: plain('Title'),
  submit: plain('Save'),
  blocks,
  ...more,
});
const table = { type: 'table', rows: [[{ type: 'raw_text', text: 'a' }]] };
const chart = (chartOf: Record<string, unknown>) => ({ type: 'data_visualization', title: 'T', chart: chartOf });
const bar = (more: Record<string, unknown> = {}) => ({
  type: 'bar',
  series: [{ name: 'One', data: [{ label: 'x', value: 1 }] }],
  axis_config: { categories: ['x'] },
  ...more,
});
const select = (more: Record<string, unknown>) => input({ type: 'static_select', ...more });

describe('takes', () => {
  it.each<[string, unknown]>([
    ['a modal without a way to close it', modal([select({ options: [option('a')] })])],
    ['a modal without a field', modal([{ type: 'divider' }], { submit: undefined })],
    ['groups of options', modal([select({ option_groups: [{ label: plain('A'), options: [option('a')] }] })])],
    [
      'a number between its bounds',
      modal([
        input({ type: 'number_input', is_decimal_allowed: false, min_value: '1', max_value: '9', initial_value: '3' }),
      ]),
    ],
    ['29 February of a leap year', modal([input({ type: 'datepicker', initial_date: '2028-02-29' })])],
  ])('%s', (_, view) => {
    const given = JSON.parse(JSON.stringify(view));
    expect(viewErrors(given)).toEqual([]);
  });
});

describe('refuses', () => {
  it.each<[string, unknown]>([
    ['a select without options', modal([select({ options: [] })])],
    ['a select without a list of options', modal([select({})])],
    ['101 options', modal([select({ options: Array.from({ length: 101 }, (_, index) => option(`v${index}`)) })])],
    ['two options of one value', modal([select({ options: [option('a'), option('a')] })])],
    ['an empty value', modal([select({ options: [option('')] })])],
    [
      'an initial option that is not among them',
      modal([select({ options: [option('a')], initial_option: option('b') })]),
    ],
    [
      'least above most',
      modal([input({ type: 'number_input', is_decimal_allowed: false, min_value: '9', max_value: '1' })]),
    ],
    ['a bound that is no string', modal([input({ type: 'number_input', is_decimal_allowed: false, min_value: 1 })])],
    ['a day in words', modal([input({ type: 'datepicker', initial_date: '3 December' })])],
    ['a day that is none', modal([input({ type: 'datepicker', initial_date: '2027-02-29' })])],
    ['25 o’clock', modal([input({ type: 'timepicker', initial_time: '25:00' })])],
    ['a person’s name for a person', modal([input({ type: 'users_select', initial_user: 'Priya' })])],
    ['5,000 characters a field', modal([input({ type: 'plain_text_input', max_length: 5000 })])],
    ['more than its own limit', modal([input({ type: 'plain_text_input', max_length: 3, initial_value: 'four' })])],
    [
      'an unknown key',
      modal([{ type: 'actions', elements: [{ type: 'button', action_id: 'a', text: plain('B'), disabled: true }] }]),
    ],
    [
      'an empty action_id',
      modal([{ type: 'actions', elements: [{ type: 'button', action_id: '', text: plain('B') }] }]),
    ],
    ['a table in a modal', modal([table])],
    ['a chart in a modal', modal([chart(bar())])],
    ['no blocks', modal([])],
    ['a title of 25 characters', modal([{ type: 'divider' }], { title: plain('x'.repeat(25)) })],
    ['a field and no way to send it', modal([select({ options: [option('a')] })], { submit: undefined })],
    ['a chart on the home page', { type: 'home', blocks: [chart(bar())] }],
  ])('%s', (_, view) => {
    const given = JSON.parse(JSON.stringify(view));
    expect(viewErrors(given)).not.toEqual([]);
  });

  it.each<[string, unknown[]]>([
    ['an empty cell', [{ type: 'table', rows: [[{ type: 'raw_text', text: '' }]] }]],
    ['two tables', [table, table]],
    ['three charts', [chart(bar()), chart(bar()), chart(bar())]],
    [
      'a category twice',
      [
        chart(
          bar({
            axis_config: { categories: ['x', 'x'] },
            series: [
              {
                name: 'One',
                data: [
                  { label: 'x', value: 1 },
                  { label: 'x', value: 2 },
                ],
              },
            ],
          }),
        ),
      ],
    ],
    ['a point without a number', [chart(bar({ series: [{ name: 'One', data: [{ label: 'x', value: null }] }] }))]],
    ['a series’ name of 21', [chart(bar({ series: [{ name: 'x'.repeat(21), data: [{ label: 'x', value: 1 }] }] }))]],
    [
      'seven series',
      [
        chart(
          bar({
            series: Array.from({ length: 7 }, (_, index) => ({ name: `n${index}`, data: [{ label: 'x', value: 1 }] })),
          }),
        ),
      ],
    ],
    ['a segment of nothing', [chart({ type: 'pie', segments: [{ label: 'a', value: 0 }] })]],
    ['a picture on this machine', [{ type: 'image', image_url: 'http://localhost/x.png', alt_text: 'x' }]],
    ['an input', [select({ options: [option('a')] })]],
    [
      'empty rich text',
      [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: '' }] }] }],
    ],
    ['51 blocks', Array.from({ length: 51 }, () => ({ type: 'divider' }))],
  ])('%s', (_, blocks) => {
    expect(blockErrors(blocks, 'message')).not.toEqual([]);
  });
});
