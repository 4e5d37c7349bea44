// Any card and any form, on every platform: within its limits, whole in words, and nothing that somebody typed acts.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderCard as consoleCard, renderForm as consoleForm } from '../../adapters/console/render.ts';
import { renderView } from '../../adapters/slack/forms.ts';
import { renderHome, renderMessage } from '../../adapters/slack/render.ts';
import { renderDialogCard, renderCard as teamsCard, renderForm as teamsForm } from '../../adapters/teams/render.ts';
import { widths } from '../../adapters/teams/table.ts';
import { type Block, type Button, type Card, type Chart, cardText } from '../../src/chat/cards.ts';
import type { Field, Form } from '../../src/chat/forms.ts';
import { code, cut, lengthOf, link, say, shorten, strong, type Text, textOf } from '../../src/chat/spans.ts';
import { blockErrors, viewErrors } from '../support/block-kit.ts';
import { cardProblems } from '../support/fake-connector.ts';

const HOSTILE = [
  '<!channel>',
  '<@U0BOT>',
  '<script>alert(1)</script>',
  '[x](http://evil)',
  '&lt;',
  '*a* _b_ ~c~ `d`',
  '](',
  '@everyone',
  '<at>Bot</at>',
  '🙂👍🏽',
  'مرحبا',
  '\u202E',
  '"\'',
  '{{x}}',
  '\n\n',
];
const typed = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: 'grapheme', maxLength: 80 }) },
  {
    weight: 3,
    arbitrary: fc.array(fc.constantFrom(...HOSTILE), { minLength: 1, maxLength: 5 }).map((parts) => parts.join(' ')),
  },
  {
    weight: 1,
    arbitrary: fc
      .integer({ min: 1, max: 9000 })
      .map((length) => 'walked and talked '.repeat(Math.ceil(length / 18)).slice(0, length)),
  },
);
const label = fc
  .oneof(fc.string({ minLength: 1, maxLength: 200, unit: 'grapheme' }), fc.constantFrom(...HOSTILE))
  .map((words) => words.trim() || 'x');
const text: fc.Arbitrary<Text> = fc
  .array(
    fc.oneof(
      typed.map((words) => say`${words}`),
      typed.map((words) => say`${strong(words)}`),
      typed.map((words) => say`${code(words)}`),
      typed.map((words) => say`${link(words, 'https://example.org/a?b=c&d=e')}`),
    ),
    { maxLength: 4 },
  )
  .map((parts) => parts.flat());
const button: fc.Arbitrary<Button> = fc.record({
  label,
  action: fc.constantFrom('log.undo', 'log.share', 'people.decide'),
  data: fc.record({ id: fc.uuid() }),
  style: fc.constantFrom('primary' as const, 'danger' as const),
});
const chart: fc.Arbitrary<Chart> = fc.integer({ min: 1, max: 24 }).chain((size) =>
  fc.record({
    kind: fc.constantFrom('bars' as const, 'stacked' as const, 'line' as const, 'donut' as const),
    title: label,
    unit: label,
    categories: fc.array(label, { minLength: size, maxLength: size }),
    series: fc.array(
      fc.record({
        name: label,
        values: fc.array(fc.integer({ min: 0, max: 500 }), { minLength: size, maxLength: size }),
      }),
      { minLength: 1, maxLength: 8 },
    ),
  }),
);
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constantFrom('heading' as const, 'text' as const, 'note' as const), text }),
  fc.record({
    kind: fc.constant('facts' as const),
    facts: fc.array(fc.record({ label, value: text }), { maxLength: 25 }),
  }),
  fc.record({ kind: fc.constant('list' as const), items: fc.array(text, { maxLength: 40 }), numbered: fc.boolean() }),
  fc.integer({ min: 1, max: 8 }).chain((columns) =>
    fc.record({
      kind: fc.constant('table' as const),
      caption: label,
      columns: fc.array(label, { minLength: columns, maxLength: columns }),
      rows: fc.array(fc.array(text, { minLength: columns, maxLength: columns }), { maxLength: 15 }),
    }),
  ),
  fc.record({ kind: fc.constant('chart' as const), chart }),
  fc.record({ kind: fc.constant('buttons' as const), buttons: fc.array(button, { maxLength: 30 }) }),
  fc.constant({ kind: 'divider' as const }),
);
const card: fc.Arbitrary<Card> = fc.record({
  summary: label,
  blocks: fc.array(block, { maxLength: 30 }),
  version: fc.integer({ min: 1, max: 99 }),
});

const options = fc.uniqueArray(fc.record({ value: fc.uuid(), label }), {
  minLength: 0,
  maxLength: 260,
  selector: (option) => option.value,
});
const field: fc.Arbitrary<Field> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('text' as const, 'longText' as const),
    name: fc.constant('a'),
    label,
    hint: label,
    value: typed,
  }),
  options.map((list) => ({
    kind: 'choice' as const,
    name: 'b',
    label: 'Which',
    options: list,
    value: list[0]?.value ?? '',
  })),
  options.map((list) => ({
    kind: 'choices' as const,
    name: 'c',
    label: 'Which',
    options: list,
    value: list.slice(0, 3).map((option) => option.value),
  })),
  fc
    .constantFrom('2026-11-24', '3 December', '2027-02-29')
    .map((value) => ({ kind: 'date' as const, name: 'd', label: 'When', value })),
  fc
    .constantFrom('18:30', '25:00', 'noon')
    .map((value) => ({ kind: 'time' as const, name: 'e', label: 'At', value, optional: true })),
  fc
    .constantFrom(3, 0, 12)
    .map((value) => ({ kind: 'number' as const, name: 'f', label: 'How many', least: 0, most: 9, value })),
  fc.constantFrom('U0ABCDEFGH1', 'Priya').map((value) => ({ kind: 'person' as const, name: 'p', label: 'Who', value })),
  fc.constant({ kind: 'yesNo' as const, name: 'g', label: 'Sure', value: true }),
);
const form: fc.Arbitrary<Form> = fc.record({
  id: fc.constant('log.save'),
  title: label,
  submit: label,
  data: fc.constant({ id: 'x' }),
  intro: fc.array(block, { maxLength: 2 }),
  fields: fc.uniqueArray(field, { minLength: 1, maxLength: 7, selector: (entry) => entry.name }),
});

/** Enough to meet every kind of block many times; a failure is made smaller for a few seconds at most. */
const runs = { numRuns: 60, interruptAfterTimeLimit: 10_000, markInterruptAsFailure: false };

/** Every text that Slack reads as markup; the plain and the raw texts of a block it shows letter by letter. */
function mrkdwnOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(mrkdwnOf);
  if (typeof value !== 'object' || value === null) return [];
  const record = value as Record<string, unknown>;
  if (record['type'] === 'mrkdwn') return [String(record['text'])];
  const own = record['type'] === undefined && typeof record['text'] === 'string' ? [record['text']] : [];
  return [...own, ...Object.values(record).flatMap(mrkdwnOf)];
}

describe('any card', () => {
  it('is one that Slack takes, as message and as home page', () => {
    fc.assert(
      fc.property(card, (any) => {
        const message = renderMessage(any);
        expect(blockErrors(message.blocks, 'message')).toEqual([]);
        expect(message.text).not.toBe('');
        expect(mrkdwnOf(message).join('\n')).not.toMatch(/<[!@#]/);
        const home = renderHome(any);
        expect(blockErrors(home['blocks'], 'home')).toEqual([]);
      }),
      runs,
    );
  });

  it('is one that Teams takes, as message and in a dialog', () => {
    fc.assert(
      fc.property(card, fc.boolean(), (any, isPrivate) => {
        expect(cardProblems(teamsCard(any, isPrivate))).toEqual([]);
        expect(cardProblems(renderDialogCard(any))).toEqual([]);
        expect(JSON.stringify(teamsCard(any, isPrivate)).length).toBeLessThan(30_000);
      }),
      runs,
    );
  });

  it('is inert in the console', () => {
    fc.assert(
      fc.property(card, (any) => {
        const html = consoleCard(any, 'm1', false).markup;
        expect(html).not.toMatch(/<script|<at>|<@|<!/i);
      }),
      runs,
    );
  });

  it('can be said in words', () => {
    fc.assert(
      fc.property(card, (any) => {
        expect(cardText(any)).not.toBe('');
      }),
      runs,
    );
  });
});

describe('a table in Teams', () => {
  it('gives every column room for its longest word, and what is left to where most is said', () => {
    const cells = (...texts: string[]): Text[] => texts.map((text) => [{ kind: 'text', text }]);
    expect(widths(['Kind', 'Sent'], [cells('agreement', '0'), cells('map', '12')])).toEqual([9, 5]);
    const [factor = 0, finding = 0] = widths(
      ['Factor', 'Hollin Park'],
      [cells('Agencies’ willingness', 'Calls about the rec are twice as many as in all of the city')],
    );
    expect(finding).toBeGreaterThan(factor);
    fc.assert(
      fc.property(fc.array(fc.tuple(typed, typed, typed), { maxLength: 5 }), (rows) => {
        const given = widths(
          ['One', 'Two', ''],
          rows.map((row) => cells(...row)),
        );
        rows.forEach((row) => {
          row.forEach((text, index) => {
            for (const word of text.split(/\s+/)) expect(given[index]).toBeGreaterThanOrEqual(word.length);
          });
        });
      }),
    );
  });
});

describe('any form', () => {
  it('is one that Slack takes', () => {
    fc.assert(
      fc.property(form, (any) => {
        expect(viewErrors(renderView(any, { f: any.id }))).toEqual([]);
      }),
      runs,
    );
  });

  it('is one that Teams takes', () => {
    fc.assert(
      fc.property(form, (any) => {
        expect(cardProblems(teamsForm(any, { f: any.id }, { a: 'Please mend this.' }))).toEqual([]);
      }),
      runs,
    );
  });

  it('is inert in the console, and names its errors', () => {
    fc.assert(
      fc.property(form, (any) => {
        const html = consoleForm(any, { '': 'Please mend <b>this</b>.' }).markup;
        expect(html).not.toMatch(/<script|<b>/i);
        expect(html).toContain('Please mend');
      }),
      runs,
    );
  });
});

it('cuts by letters, never inside one, and says that it cut', () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 2, max: 50 }), (any, most) => {
      const short = textOf(shorten(any, most));
      expect(lengthOf(short)).toBeLessThanOrEqual(most);
      expect(short).not.toMatch(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/);
      if (lengthOf(textOf(any)) > most) expect(short.endsWith('…')).toBe(true);
      expect(lengthOf(cut(textOf(any), most))).toBeLessThanOrEqual(most);
    }),
    runs,
  );
});
