// Processes that die without a word: what was acknowledged is there, once, and others go on.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { connectDatabase, type Database } from '../../src/database/client.ts';
import { createLog } from '../../src/log.ts';
import { ensurePartnership } from '../../src/partnership.ts';
import { ROOT } from '../../src/paths.ts';
import { seed } from '../../src/seed/index.ts';
import { emptyDatabase } from '../support/database.ts';
import { slackRequest } from '../support/drivers/slack.ts';
import { type FakeSlack, startFakeSlack } from '../support/fake-slack.ts';
import { type BotProcess, slackEnv, startProcess, urlOf } from '../support/process.ts';
import { until } from '../support/until.ts';

/** `KILLS=20 npm test` takes its time. */
const KILLS = Number(process.env['KILLS'] ?? 6);
const AT_ONCE = 8;

let slack: FakeSlack;
let database: Database;
let env: Record<string, string>;
const running: BotProcess[] = [];

beforeAll(async () => {
  slack = await startFakeSlack();
  const connection = await emptyDatabase();
  database = connectDatabase(connection, createLog('silent'));
  env = { ...slackEnv(slack), DATABASE_URL: urlOf(connection) };
  await ensurePartnership(database.prisma, readConfig({}, ROOT));
  await seed(database.prisma, new Date(), [
    { platform: 'slack', tenant: slack.team, conversation: 'C0NP', user: 'U0LEAD' },
  ]);
  // Only the real channel: the demonstration's own lead to workspaces that are not there.
  await database.prisma.zonePlace.deleteMany({ where: { conversation: { tenant: { not: slack.team } } } });
});

afterAll(async () => {
  await Promise.all(running.map((bot) => bot.kill()));
  await database?.close();
  await slack?.stop();
});

async function start(): Promise<BotProcess> {
  const bot = await startProcess(env);
  running.push(bot);
  return bot;
}

function command(text: string, trigger: string): string {
  return new URLSearchParams({
    command: '/pz',
    text,
    team_id: slack.team,
    user_id: 'U0LEAD',
    user_name: 'lead',
    channel_id: 'C0NP',
    channel_name: 'new-parks',
    trigger_id: trigger,
    response_url: slack.responseUrl(),
  }).toString();
}

/** @returns whether it was acknowledged as logged; a broken line is not */
const log = (bot: BotProcess, mark: string) =>
  slackRequest(bot.url, command(`log Tea with 3 residents ${mark} #safe #interaction #group`, mark)).then(
    async (response) => response.status === 200 && (await response.text()).includes('Logged in'),
    () => false,
  );

describe('under load', () => {
  it(`loses nothing that was acknowledged and stores nothing twice, killed ${KILLS} times`, async () => {
    const acknowledged = new Set<string>();
    const unanswered: string[] = [];
    let count = 0;
    for (let round = 0; round < KILLS; round += 1) {
      const bot = await start();
      let alive = true;
      const typing = async () => {
        while (alive) {
          // Who got no answer sends it again; and now and then a platform sends again what was answered.
          const mark = unanswered.shift() ?? `mark-${count++ % 7 === 6 ? count - 7 : count}-end`;
          if (await log(bot, mark)) acknowledged.add(mark);
          else unanswered.push(mark);
        }
      };
      const load = Array.from({ length: AT_ONCE }, typing);
      const enough = acknowledged.size + 20;
      await until('some answers', () => acknowledged.size >= enough, 20_000);
      alive = false;
      await bot.kill();
      await Promise.all(load);
    }
    const rows = await database.prisma.interaction.findMany({
      where: { text: { contains: 'mark-' } },
      select: { text: true },
    });
    const stored = rows.map(({ text }) => /mark-\d+-end/.exec(text)?.[0] ?? '');
    expect(new Set(stored).size).toBe(stored.length);
    expect([...acknowledged].filter((mark) => !stored.includes(mark))).toEqual([]);
    expect(acknowledged.size).toBeGreaterThan(KILLS * 10);
    // Every log wrote down its answer and its audit entry, and no other.
    expect(
      await database.prisma.auditEntry.count({ where: { action: 'interaction.logged', requestId: { not: null } } }),
    ).toBe(stored.length);
  }, 100_000);
});

it('goes on with a dead replica’s conversation within a minute', async () => {
  const dying = await start();
  // The first message to the channel hangs in Slack while its sender dies.
  const held = slack.hold('chat.postMessage');
  const shared = await shareSomething(dying);
  await until('a message that hangs', () => held.waiting() > 0);
  await dying.kill();
  await until('Slack to notice', () => held.waiting() === 0);
  held.release();
  expect(slack.posts.filter((post) => post.channel === 'C0NP')).toEqual([]);
  const other = await start();
  const began = performance.now();
  await until(
    'the card in the channel',
    () => slack.posts.find((post) => post.channel === 'C0NP' && JSON.stringify(post.blocks).includes(shared)),
    60_000,
  );
  expect(performance.now() - began).toBeLessThan(60_000);
  expect((await other.stop()).code).toBe(0);
}, 90_000);

it('stops when it is told to: finishes what is in flight, exits with 0 within ten seconds', async () => {
  const bot = await start();
  const before = await database.prisma.interaction.count();
  const answers = Array.from({ length: 20 }, (_, index) => log(bot, `stop-${index}`));
  await answers[0];
  const stopped = await bot.stop();
  const acknowledged = (await Promise.all(answers)).filter(Boolean).length;
  expect(stopped).toMatchObject({ code: 0 });
  expect(stopped.ms).toBeLessThan(10_000);
  expect(await database.prisma.interaction.count()).toBe(before + acknowledged);
  expect(acknowledged).toBeGreaterThan(0);
});

/** Logs something and presses "Share with the team". @returns words to know it by */
async function shareSomething(bot: BotProcess): Promise<string> {
  const mark = 'shared-before-death';
  await log(bot, mark);
  const row = await database.prisma.interaction.findFirstOrThrow({ where: { text: { contains: mark } } });
  const payload = {
    type: 'block_actions',
    team: { id: slack.team },
    user: { id: 'U0LEAD', name: 'lead', team_id: slack.team },
    channel: { id: 'C0NP', name: 'new-parks' },
    container: { type: 'message', is_ephemeral: true },
    trigger_id: `share-${mark}`,
    response_url: slack.responseUrl(),
    actions: [
      { type: 'button', action_id: 'log.share#2', block_id: 'b1', value: JSON.stringify({ d: { id: row.id }, v: 1 }) },
    ],
  };
  const response = await slackRequest(bot.url, new URLSearchParams({ payload: JSON.stringify(payload) }).toString());
  expect(response.status).toBe(200);
  return mark;
}
