// The same story with every event delivered twice and shuffled ends in the same state.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestBot, type TestBot } from '../support/bot.ts';
import { gather, readProblem, wholeStory } from '../support/story.ts';

let bot: TestBot;

beforeAll(async () => {
  bot = await startTestBot();
  await gather(bot);
});

afterAll(async () => {
  await bot?.stop();
});

const stored = (title: string) => readProblem(bot, title);

it('leads to the same state when every event comes twice and late', async () => {
  const calm = 'Shouting at night behind the leisure centre';
  const wild = 'Abandoned caravan in the lay-by on the ring road';
  await wholeStory(bot, calm);
  // Each request is sent again, the repeats in another order, while the story goes on.
  const repeats: (() => Promise<unknown>)[] = [];
  const real = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const url = String(input);
    if (init?.method === 'POST' && url.startsWith(bot.url)) repeats.push(() => real(input, init));
    const answer = await real(input, init);
    if (repeats.length > 3) for (const repeat of repeats.splice(0).reverse()) void repeat().catch(() => {});
    return answer;
  };
  try {
    await wholeStory(bot, wild);
  } finally {
    globalThis.fetch = real;
  }
  for (const repeat of repeats.splice(0)) await repeat();
  const [one, other] = [await stored(calm), await stored(wild)];
  const shape = (problem: typeof one) => ({
    state: problem.state,
    result: problem.result,
    owner: problem.ownerId,
    reports: problem.reports,
    parts: problem.agencies.map((part) => `${part.agency.shortName} ${part.state}`).sort(),
    events: problem.events.map((event) => event.kind),
  });
  expect(shape(other)).toEqual(shape(one));
  expect(await bot.database.prisma.action.count({ where: { problemId: other.id } })).toBe(1);
});
