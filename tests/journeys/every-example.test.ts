// Every example that the help gives, typed as it stands on every platform: it is answered, and nothing breaks.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everyWord } from '../../src/chat/vocabulary.ts';
import { productRegistry } from '../../src/features/index.ts';
import { startTestBot, type TestBot } from '../support/bot.ts';
import { DRIVERS } from '../support/drivers/index.ts';
import type { Driver } from '../support/seen.ts';
import { gather } from '../support/story.ts';

const EXAMPLES = productRegistry().commands.flatMap((command) =>
  [...everyWord(command)].flatMap(({ examples }) => examples),
);

let bot: TestBot;
beforeAll(async () => {
  bot = await startTestBot({ scheduled: false });
  await gather(bot);
});
afterAll(async () => {
  await bot?.stop();
});

/** What came: a card's words, or that a form opened. */
const answerTo = (person: Driver, typed: string): Promise<string> =>
  person.command(typed).then(
    ({ words }) => words,
    (error: Error) => {
      if (!error.message.includes('form was opened')) throw error;
      return 'a form';
    },
  );

describe.each(DRIVERS)('on %s', (_platform, driverOf) => {
  it('is answered', async () => {
    const person = driverOf(bot);
    for (const typed of EXAMPLES) {
      const words = await answerTo(person, typed);
      expect(words, typed).not.toBe('');
      expect(words, typed).not.toMatch(/reference [0-9a-f]{8}/);
    }
    expect(person.complaints()).toEqual([]);
  });
});
