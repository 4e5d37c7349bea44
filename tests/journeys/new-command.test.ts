// Somebody new adds a command: one feature declares it, and it works, is explained and is announced everywhere.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { slackManifest } from '../../adapters/slack/manifest.ts';
import { teamsManifest } from '../../adapters/teams/manifest.ts';
import { buttons, paragraph } from '../../src/chat/cards.ts';
import { anyText, number } from '../../src/chat/parts.ts';
import { button, type Feature } from '../../src/chat/registry.ts';
import { privately } from '../../src/chat/replies.ts';
import { say } from '../../src/chat/spans.ts';
import { defineCommand, word } from '../../src/chat/words.ts';
import { productRegistry } from '../../src/features/index.ts';
import { startTestBot, type TestBot } from '../support/bot.ts';
import { DRIVERS } from '../support/drivers/index.ts';
import { until } from '../support/until.ts';

let nights = 0;

const ping: Feature = {
  name: 'ping',
  jobs: [
    {
      name: 'ping at night',
      everySeconds: 1,
      afterSeconds: 0,
      async run() {
        nights += 1;
      },
    },
  ],
  commands: [
    defineCommand({
      name: 'ping',
      summary: 'Whether I am there',
      examples: ['ping hello'],
      needs: 'anyone',
      parts: { words: anyText('WORDS') },
      run: (_act, { words }) =>
        privately({
          summary: 'pong',
          blocks: [
            paragraph(say`pong ${words}`),
            buttons({ label: 'Again', action: 'ping.again', data: { words: 'once more' } }),
          ],
        }),
      words: [
        word({
          name: 'times',
          summary: 'So many times',
          examples: ['ping times 3'],
          needs: 'known',
          parts: { count: number('NUMBER', 'How many times?') },
          run: (_act, { count }) =>
            privately({ summary: 'pong', blocks: [paragraph(Array(count).fill('pong').join(' '))] }),
        }),
      ],
    }),
  ],
  buttons: [
    button('ping.again', 'anyone', z.object({ words: z.string() }), async (_act, { words }) =>
      privately({ summary: 'pong', blocks: [paragraph(say`pong ${words}`)] }),
    ),
  ],
};

const registry = productRegistry([ping]);
let bot: TestBot;

beforeAll(async () => {
  bot = await startTestBot({ registry });
});

afterAll(async () => {
  await bot?.stop();
});

describe.each(DRIVERS)('on %s', (_platform, drive) => {
  it('answers, with a button that answers again', async () => {
    const person = drive(bot);
    const answer = await person.command('ping <b>hello</b>');
    expect(answer.words).toContain('pong <b>hello</b>');
    expect((await person.press(answer, 'Again')).words).toContain('pong once more');
    expect(person.complaints()).toEqual([]);
  });

  it('stands in help, and is what a slip of the finger meant', async () => {
    const person = drive(bot);
    expect((await person.command('help')).words).toContain('Whether I am there');
    expect((await person.command('help ping')).words).toContain('ping hello');
    expect((await person.command('pign')).words).toMatch(/did you mean.*ping/i);
  });

  it('has its words read, explained at every depth, and meant by a slip', async () => {
    const person = drive(bot);
    expect((await person.command('ping times 3')).words).toContain('pong pong pong');
    expect((await person.command('help ping times')).words).toMatch(/So many times[\s\S]*everybody of the partnership/);
    expect((await person.command('ping tiems 3')).words).toMatch(/did you mean.*ping times/i);
    expect((await person.command('ping times')).words).toMatch(/How many times\?.*ping times 3/);
    expect((await person.command('ping times three')).words).toMatch(/How many times\?.*"three"/);
    expect((await person.command('ping times 3 loudly')).words).toMatch(/"loudly"/);
  });
});

it('is called by the clock', async () => {
  expect(await until('the job', () => nights > 0)).toBe(true);
});

it('stands in both manifests', () => {
  const slack = JSON.stringify(slackManifest(registry, 'https://bot.example.org'));
  expect(slack).toContain('"usage_hint":"ping | help"');
  const identity = {
    appId: 'b0b0b0b0-0000-4000-8000-000000000000',
    publicUrl: 'https://bot.example.org',
    version: '1.0.0',
  };
  expect(JSON.stringify(teamsManifest(registry, identity))).toContain(
    '{"title":"ping","description":"Whether I am there"}',
  );
});
