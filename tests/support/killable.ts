// Bots as processes of their own, over one database and one workspace, that a test may kill.

import { randomUUID } from 'node:crypto';
import { connectDatabase, type Database } from '../../src/database/client.ts';
import { createLog } from '../../src/process/log.ts';
import { demonstrationDatabase } from './database.ts';
import { slackRequest } from './drivers/slack.ts';
import { type FakeSlack, startFakeSlack } from './fake-slack.ts';
import { SLACK_CHANNEL, SLACK_LEAD } from './ids.ts';
import { type BotProcess, slackEnv, startProcess, urlOf } from './process.ts';

export interface Killable {
  slack: FakeSlack;
  database: Database;
  start(): Promise<BotProcess>;
  /** @returns whether the line was acknowledged as logged; a broken connection is not */
  log(bot: BotProcess, mark: string): Promise<boolean>;
  celebrate(bot: BotProcess, words: string): Promise<void>;
  /** Ends every process that was started, and what they stood on. */
  close(): Promise<void>;
}

export async function killableBots(): Promise<Killable> {
  const slack = await startFakeSlack();
  const connection = await demonstrationDatabase();
  const database = connectDatabase(connection, createLog('silent'));
  const env = { ...slackEnv(slack), DATABASE_URL: urlOf(connection) };
  // Only the channel on this Slack: the others' platforms are not there.
  await database.prisma.zonePlace.deleteMany({ where: { conversation: { tenant: { not: slack.team } } } });
  const running: BotProcess[] = [];
  const commandOf = (text: string, trigger: string) =>
    new URLSearchParams({
      command: '/pz',
      text,
      team_id: slack.team,
      user_id: SLACK_LEAD,
      user_name: 'lead',
      channel_id: SLACK_CHANNEL,
      channel_name: 'new-parks',
      trigger_id: trigger,
      response_url: slack.responseUrl(),
    }).toString();

  return {
    slack,
    database,
    async start() {
      const bot = await startProcess(env);
      running.push(bot);
      return bot;
    },
    celebrate: async (bot, words) => {
      await slackRequest(bot.url, commandOf(`celebrate ${words}`, randomUUID()));
    },
    log: (bot, mark) =>
      slackRequest(bot.url, commandOf(`log Tea with 3 residents ${mark} #safe #interaction #group`, mark)).then(
        async (response) => response.status === 200 && (await response.text()).includes('Logged in'),
        () => false,
      ),
    async close() {
      await Promise.all(running.map((bot) => bot.kill()));
      await database.close();
      await slack.stop();
    },
  };
}
