// Nobody reads the bot's log any more: it goes on, answers, and ends when it is told to.
import { expect, it } from 'vitest';
import { killableBots } from '../support/killable.ts';
import { until } from '../support/until.ts';

it('lives on when its output is closed and Slack is ill, and ends when it is told to', async () => {
  const bots = await killableBots();
  try {
    const bot = await bots.start();
    bots.slack.failAlways('chat.postMessage', { status: 503 });
    bot.child.stdout?.destroy();
    bot.child.stderr?.destroy();
    for (let line = 1; line <= 5; line += 1) expect(await bots.log(bot, `unread-${line}`)).toBe(true);
    await bots.celebrate(bot, 'The fence is painted');
    await until('some refusals', () => bots.slack.refused('chat.postMessage') >= 3);
    expect((await fetch(`${bot.url}/healthz`)).status).toBe(200);
    expect(await bots.log(bot, 'unread-6')).toBe(true);
    expect(await bot.stop()).toMatchObject({ code: 0 });
  } finally {
    await bots.close();
  }
});

it('ends in time, with nothing left locked, while Slack is slow', async () => {
  const bots = await killableBots();
  try {
    const bot = await bots.start();
    bots.slack.delay = 3000;
    for (let line = 1; line <= 6; line += 1) await bots.celebrate(bot, `Good news number ${line}`);
    await until('a message under way', () => bots.slack.calls.some(({ method }) => method === 'chat.postMessage'));
    expect(await bot.stop()).toMatchObject({ code: 0 });
    const locked = await bots.database.prisma.$queryRaw<
      unknown[]
    >`SELECT 1 FROM graphile_worker.jobs WHERE locked_by IS NOT NULL`;
    expect(locked).toEqual([]);
  } finally {
    await bots.close();
  }
});
