// A replica that dies or is told to stop: another goes on with its work, and nothing in flight is lost.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { slackRequest } from '../support/drivers/slack.ts';
import { SLACK_CHANNEL, SLACK_LEAD } from '../support/ids.ts';
import { type Killable, killableBots } from '../support/killable.ts';
import type { BotProcess } from '../support/process.ts';
import { until } from '../support/until.ts';

let bots: Killable;

beforeAll(async () => {
  bots = await killableBots();
});
afterAll(() => bots?.close());

it('goes on with a dead replica’s conversation within seconds', async () => {
  const dying = await bots.start();
  // The first message to the channel hangs in Slack while its sender dies.
  const held = bots.slack.hold('chat.postMessage');
  const shared = await shareSomething(dying);
  await until('a message that hangs', () => held.waiting() > 0);
  await dying.kill();
  await until('Slack to notice', () => held.waiting() === 0);
  held.release();
  expect(bots.slack.posts.filter((post) => post.channel === SLACK_CHANNEL)).toEqual([]);
  const other = await bots.start();
  const began = performance.now();
  await until(
    'the card in the channel',
    () =>
      bots.slack.posts.find((post) => post.channel === SLACK_CHANNEL && JSON.stringify(post.blocks).includes(shared)),
    60_000,
  );
  // PostgreSQL knows at once that it died; nobody waits for its sign of life to grow old.
  expect(performance.now() - began).toBeLessThan(15_000);
  expect((await other.stop()).code).toBe(0);
}, 90_000);

it('stops when it is told to: finishes what is in flight, exits with 0 within ten seconds', async () => {
  const bot = await bots.start();
  const before = await bots.database.prisma.interaction.count();
  const answers = Array.from({ length: 20 }, (_, index) => bots.log(bot, `stop-${index}`));
  await answers[0];
  const stopped = await bot.stop();
  const acknowledged = (await Promise.all(answers)).filter(Boolean).length;
  expect(stopped).toMatchObject({ code: 0 });
  expect(stopped.ms).toBeLessThan(10_000);
  expect(await bots.database.prisma.interaction.count()).toBe(before + acknowledged);
  expect(acknowledged).toBeGreaterThan(0);
});

/** Logs something and presses "Share with the team". @returns words to know it by */
async function shareSomething(bot: BotProcess): Promise<string> {
  const mark = 'shared-before-death';
  await bots.log(bot, mark);
  const row = await bots.database.prisma.interaction.findFirstOrThrow({ where: { text: { contains: mark } } });
  const payload = {
    type: 'block_actions',
    team: { id: bots.slack.team },
    user: { id: SLACK_LEAD, name: 'lead', team_id: bots.slack.team },
    channel: { id: SLACK_CHANNEL, name: 'new-parks' },
    container: { type: 'message', is_ephemeral: true },
    trigger_id: `share-${mark}`,
    response_url: bots.slack.responseUrl(),
    actions: [
      { type: 'button', action_id: 'log.share#2', block_id: 'b1', value: JSON.stringify({ d: { id: row.id }, v: 1 }) },
    ],
  };
  const response = await slackRequest(bot.url, new URLSearchParams({ payload: JSON.stringify(payload) }).toString());
  expect(response.status).toBe(200);
  return mark;
}
