// The console's door: this machine alone, addressed as itself, and no page of another site behind the browser's back.
import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestBot, type TestBot } from '../support/bot.ts';
import { readArticles } from '../support/drivers/console.ts';
import { until } from '../support/until.ts';

let bot: TestBot;

beforeAll(async () => {
  bot = await startTestBot();
});

afterAll(async () => {
  await bot?.stop();
});

/** As `fetch` will not: with any Host and Origin. */
function ask(
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: string,
): Promise<{ status: number; text: string }> {
  return new Promise((done, fail) => {
    const { hostname, port } = new URL(bot.url);
    const sent = request({ hostname, port, path, method, headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      response.on('end', () => done({ status: response.statusCode ?? 0, text }));
    });
    sent.on('error', fail);
    sent.end(body);
  });
}

const act = (words: string) =>
  JSON.stringify({ id: randomUUID(), as: 'maya-okonjo', in: 'new-parks', kind: 'say', words });
const json = { 'content-type': 'application/json' };

it('opens to localhost', async () => {
  expect((await ask('GET', '/', {})).status).toBe(200);
  expect((await ask('POST', '/console/act', json, act('/pz help'))).status).toBe(200);
});

it.each([
  ['another name that points here', { host: 'evil.example:80' }],
  ['a page of another site', { origin: 'https://evil.example' }],
  ['a page on another port of this machine', { origin: 'http://127.0.0.1:1' }],
  ['a request that the browser calls cross-site', { 'sec-fetch-site': 'cross-site' }],
  ['what a plain form of another site could send', { 'content-type': 'text/plain' }],
])('refuses %s', async (_who, headers) => {
  const before = await bot.database.prisma.interaction.count();
  const answer = await ask('POST', '/console/act', { ...json, ...headers }, act('/pz log Tea #safe #interaction'));
  expect(answer.status).toBe(403);
  expect(await bot.database.prisma.interaction.count()).toBe(before);
});

it.each([
  ['not JSON', '{'],
  ['no act', '{}'],
  ['too long', act('x'.repeat(300_000))],
])('refuses %s in words, without a stack trace', async (_what, body) => {
  const answer = await ask('POST', '/console/act', json, body);
  expect([400, 413]).toContain(answer.status);
  expect(answer.text).not.toMatch(/ at |Error:/);
});

it('shows what was said last, in its order, however much was said before', async () => {
  const say = (words: string) =>
    ask(
      'POST',
      '/console/act',
      json,
      JSON.stringify({ id: randomUUID(), as: 'maya-okonjo', in: 'dm:maya-okonjo', kind: 'say', words }),
    );
  for (let line = 0; line < 62; line += 1) await say('zone');
  await say('help');
  const said = await until('the last answer', async () => {
    const { text } = await ask('GET', '/console/messages?as=maya-okonjo&in=dm:maya-okonjo', {});
    const words = readArticles(text).map(({ seen }) => seen.words);
    return words.at(-1)?.includes('What I can do') ? words : undefined;
  });
  expect(said.filter((words) => words.startsWith('help'))).toHaveLength(1);
  expect(said.some((words) => words.includes('in the team'))).toBe(true);
});
