// Eight people in one meeting, four on Slack, three on Teams, one at the console, over the wire: requests are late, come twice,
// and the process is killed again and again. The minutes are the same everywhere; no line is lost, none stands twice.

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { connectDatabase, type Database } from '../../src/database/client.ts';
import { ensurePartnership } from '../../src/features/partnership/begin.ts';
import { createLog } from '../../src/process/log.ts';
import { ROOT } from '../../src/process/paths.ts';
import { seed } from '../../src/seed/index.ts';
import { TEAMS_TENANT } from '../support/bot.ts';
import { emptyDatabase } from '../support/database.ts';
import { consoleDriver } from '../support/drivers/console.ts';
import { seenInSlack, slackRequest } from '../support/drivers/slack.ts';
import { seenInTeams, teamsRequest } from '../support/drivers/teams.ts';
import { type FakeConnector, startFakeConnector } from '../support/fake-connector.ts';
import { type FakeSlack, startFakeSlack } from '../support/fake-slack.ts';
import { aadOf, SLACK_CHANNEL, slackId, TEAMS_BOT, TEAMS_CHANNEL, teamsMember } from '../support/ids.ts';
import { type BotProcess, slackEnv, startProcess, urlOf } from '../support/process.ts';
import { until } from '../support/until.ts';

const LINES = 5;
const KILLS = Number(process.env['KILLS'] ?? 3);
const CHANNEL = TEAMS_CHANNEL;

let slack: FakeSlack;
let connector: FakeConnector;
let database: Database;
let env: Record<string, string>;
let bot: BotProcess | undefined;

beforeAll(async () => {
  [slack, connector] = await Promise.all([startFakeSlack(), startFakeConnector()]);
  slack.paced = false;
  const connection = await emptyDatabase();
  database = connectDatabase(connection, createLog('silent'));
  env = { ...slackEnv(slack), DATABASE_URL: urlOf(connection), CONSOLE: 'true' };
  await ensurePartnership(database.prisma, readConfig({}, ROOT));
  await seed(database.prisma, new Date(), [
    ...['1', '2', '3', '4']
      .map((name) => slackId('U', name))
      .map((user) => ({ platform: 'slack', tenant: slack.team, conversation: SLACK_CHANNEL, user })),
    ...['1', '2', '3'].map((name) => ({
      platform: 'teams',
      tenant: TEAMS_TENANT,
      conversation: CHANNEL,
      user: aadOf(name),
    })),
  ]);
  await database.prisma.zonePlace.deleteMany({
    where: {
      conversation: {
        OR: [{ externalId: { endsWith: 'DEMO' } }, { platform: 'teams', tenant: { not: TEAMS_TENANT } }],
      },
    },
  });
});

afterAll(async () => {
  await bot?.kill();
  await database?.close();
  await Promise.all([slack?.stop(), connector?.stop()]);
});

async function start(): Promise<BotProcess> {
  bot = await startProcess(env, [inject('bundles').wireBot]);
  return bot;
}

type Say = (url: string, words: string, id: string) => Promise<Response>;

const onSlack =
  (user: string): Say =>
  (url, text, id) => {
    const event = { type: 'message', channel_type: 'channel', user, text, channel: SLACK_CHANNEL, ts: id };
    return slackRequest(
      url,
      JSON.stringify({ type: 'event_callback', team_id: slack.team, event_id: randomUUID(), event }),
      { type: 'application/json' },
    );
  };

const onTeams =
  (user: string): Say =>
  (url, text, id) =>
    teamsRequest(url, {
      type: 'message',
      id,
      text,
      channelId: 'msteams',
      serviceUrl: connector.serviceUrl,
      from: { id: teamsMember(user), aadObjectId: aadOf(user), name: user },
      recipient: { id: TEAMS_BOT, name: 'People Zones' },
      conversation: { id: CHANNEL, conversationType: 'channel', tenantId: TEAMS_TENANT },
      channelData: { tenant: { id: TEAMS_TENANT } },
    });

const atTheConsole: Say = (url, words, id) =>
  fetch(`${url}/console/act`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id, as: 'maya-okonjo', in: 'new-parks', kind: 'say', words }),
  });

const PEOPLE: [who: string, say: Say][] = [
  ...['1', '2', '3', '4'].map((name) => slackId('U', name)).map((user): [string, Say] => [user, onSlack(user)]),
  ...['1', '2', '3'].map((user): [string, Say] => [`teams-${user}`, onTeams(user)]),
  ['console', atTheConsole],
];

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** Says it until it is acknowledged, as a platform does; every third act is sent again though it was. */
async function insist(say: Say, words: string, id: string, again: boolean): Promise<void> {
  for (;;) {
    const answer = await say(bot?.url ?? '', words, id).catch(() => undefined);
    if (answer?.status === 200) break;
    await pause(40);
  }
  if (again) void say(bot?.url ?? '', words, id).catch(() => {});
}

const marks = (words: string) => words.match(/mark-[a-zA-Z0-9-]+-end/g) ?? [];

const story = (title: string, kills: number) =>
  describe(title, () => {
    const round = `r${kills}`;

    it('everybody speaks at once', async () => {
      await start();
      await insist(atTheConsole, '/pz meeting start', randomUUID(), true);
      await until('a running meeting', () => database.prisma.meeting.findFirst({ where: { state: 'RUNNING' } }));
      let speaking = PEOPLE.length;
      const speakers = PEOPLE.map(async ([who, say], person) => {
        for (let line = 1; line <= LINES; line += 1) {
          await pause(Math.random() * (kills > 0 ? 400 : 60));
          const stamp = `18${kills}${person}${String(line).padStart(6, '0')}.000100`;
          const id = who.startsWith('U') ? stamp : randomUUID();
          await insist(say, `#note mark-${round}-${who}-${line}-end`, id, line % 3 === 0);
        }
        speaking -= 1;
      });
      for (let kill = 0; kill < kills && speaking > 0; kill += 1) {
        await pause(100 + Math.random() * 300);
        await bot?.kill();
        await start();
      }
      await Promise.all(speakers);
      const entries = await database.prisma.meetingEntry.findMany({
        where: { text: { contains: `mark-${round}-` } },
        orderBy: { number: 'asc' },
      });
      const texts = entries.map(({ text }) => text);
      expect(new Set(texts).size).toBe(texts.length);
      expect(texts).toHaveLength(PEOPLE.length * LINES);
      // Each person's own lines stand in the order in which they were said.
      for (const [who] of PEOPLE)
        expect(texts.filter((text) => text.includes(`-${who}-`))).toEqual(
          Array.from({ length: LINES }, (_, line) => `mark-${round}-${who}-${line + 1}-end`),
        );
    }, 100_000);

    it('and reads the same minutes everywhere, in the order of the log', async () => {
      await insist(atTheConsole, '/pz meeting end', randomUUID(), true);
      const meeting = await until('the end', () =>
        database.prisma.meeting.findFirst({
          where: { state: 'ENDED', entries: { some: { text: { contains: `mark-${round}-` } } } },
          include: { entries: { where: { kind: 'NOTE' }, orderBy: { number: 'asc' } } },
        }),
      );
      const said = meeting.entries.map(({ text }) => text);
      const ours = (words: string[]) =>
        words.filter((each) => each.includes('Minutes:') && each.includes(`mark-${round}-`)).flatMap(marks);
      const whole = (found: string[]) => (found.length >= said.length ? found : undefined);
      const [inSlack, inTeams, atConsole] = await Promise.all([
        until('the minutes on Slack', () =>
          whole(
            ours(
              slack.posts
                .filter((post) => post.user === undefined && post.channel === SLACK_CHANNEL)
                .map((post) => seenInSlack({ ...post }, false).words),
            ),
          ),
        ),
        until('the minutes on Teams', () =>
          whole(
            ours(
              connector.posts
                .filter((post) => post.targeted === undefined && post.conversation.startsWith(CHANNEL))
                .map((post) => seenInTeams(post.card, false).words),
            ),
          ),
        ),
        until('the minutes at the console', async () =>
          whole(
            ours((await consoleDriver({ url: bot?.url ?? '', database } as never).channel()).map(({ words }) => words)),
          ),
        ),
      ]);
      for (const found of [inSlack, inTeams, atConsole]) expect(found).toEqual(said);
      // In Slack's thread: what was said elsewhere, in order; a process that died between sending and booking may say it again.
      const heard = await until('all in the thread', () => {
        const found = slack.posts
          .filter((post) => post.thread !== undefined && post.user === undefined)
          .flatMap((post) => marks(JSON.stringify(post.blocks)).slice(0, 1))
          .filter((mark) => mark.includes(`-${round}-`));
        return new Set(found).size >= (PEOPLE.length - 4) * LINES ? [...new Set(found)] : undefined;
      });
      expect(heard).toEqual(said.filter((mark) => !mark.includes(`-${round}-U`)));
      expect([...slack.complaints, ...connector.complaints]).toEqual([]);
      await bot?.kill();
    }, 60_000);
  });

story('with requests that are late and come twice', 0);
story(`killed ${KILLS} times at moments that nobody chose`, KILLS);
