// Somebody new adds a command: one feature declares it, and it works, is explained and is announced everywhere.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { slackManifest } from '../../adapters/slack/manifest.ts';
import { teamsManifest } from '../../adapters/teams/manifest.ts';
import { buttons, paragraph } from '../../src/chat/cards.ts';
import { button, type Feature } from '../../src/chat/registry.ts';
import { privately } from '../../src/chat/replies.ts';
import { say } from '../../src/chat/spans.ts';
import { productRegistry } from '../../src/features/index.ts';
import { startTestBot, type TestBot } from '../support/bot.ts';
import { DRIVERS } from '../support/drivers/index.ts';

const ping: Feature = {
  name: 'ping',
  commands: [
    {
      name: 'ping',
      summary: 'Whether I am there',
      usage: '[words]',
      examples: ['ping hello'],
      who: 'anyone',
      run: async (_act, words) =>
        privately({
          summary: 'pong',
          blocks: [
            paragraph(say`pong ${words}`),
            buttons({ label: 'Again', action: 'ping.again', data: { words: 'once more' } }),
          ],
        }),
    },
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
});

it('stands in both manifests', () => {
  const slack = JSON.stringify(slackManifest(registry, 'https://bot.example.org', false));
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
