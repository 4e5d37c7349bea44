// The whole bot in this process, on a database of its own, with the demonstration partnership and real HTTP in front.

import type { Registry } from '../../src/chat/registry.ts';
import { readConfig } from '../../src/config.ts';
import type { Database } from '../../src/database/client.ts';
import { ensurePartnership } from '../../src/features/partnership/begin.ts';
import type { TeamsTrust } from '../../src/house/adapters.ts';
import { type Bot, startBot } from '../../src/main.ts';
import { createLog, type Log } from '../../src/process/log.ts';
import { ROOT } from '../../src/process/paths.ts';
import { openDemonstration, openTestDatabase } from './database.ts';
import { NOW } from './demonstration.ts';
import { type FakeConnector, startFakeConnector } from './fake-connector.ts';
import { type FakeSlack, startFakeSlack } from './fake-slack.ts';

export const SIGNING_SECRET = 'a-signing-secret-for-tests';
export const SECRET_KEY = 'a-key-of-more-than-thirty-two-characters';
export { NOW, TEAMS_TENANT } from './demonstration.ts';

export interface TestBot {
  url: string;
  database: Database;
  slack: FakeSlack;
  connector: FakeConnector;
  /** Moves the product's clock; deliveries keep real time. */
  clock: { now: Date };
  bot: Bot;
  stop(): Promise<void>;
}

export async function startTestBot(
  options: {
    registry?: Registry;
    admins?: string;
    paced?: boolean;
    scheduled?: boolean;
    sending?: boolean;
    empty?: boolean;
    teamsTrust?: TeamsTrust;
    log?: Log;
    /** More of the environment. */
    env?: Record<string, string>;
  } = {},
): Promise<TestBot> {
  const [database, slack, connector] = await Promise.all([
    options.empty === true ? openTestDatabase() : openDemonstration(),
    startFakeSlack(),
    startFakeConnector(),
  ]);
  slack.paced = options.paced ?? false;
  const clock = { now: NOW };
  const config = {
    ...readConfig(
      {
        PORT: '0',
        CONSOLE: 'true',
        LOG_LEVEL: 'silent',
        SECRET_KEY,
        SLACK_SIGNING_SECRET: SIGNING_SECRET,
        SLACK_BOT_TOKEN: slack.token,
        SLACK_API_URL: slack.apiUrl,
        ADMINS: options.admins ?? '',
        ...options.env,
      },
      ROOT,
    ),
  };
  await ensurePartnership(database.prisma, config);
  const log = options.log ?? createLog(process.env['TEST_LOG'] ?? 'silent');
  const bot = await startBot({
    config,
    log,
    clock: () => clock.now,
    database,
    teamsAlways: true,
    // How fast each platform lets us speak is tried at the doors; stories need not wait for it.
    paced: options.paced ?? false,
    scheduled: options.scheduled ?? true,
    sending: options.sending ?? true,
    ...(options.teamsTrust === undefined ? {} : { teamsTrust: options.teamsTrust }),
    ...(options.registry === undefined ? {} : { registry: options.registry }),
  });
  return {
    url: `http://127.0.0.1:${bot.port}`,
    database,
    slack,
    connector,
    clock,
    bot,
    async stop() {
      await bot.stop();
      await database.close();
      await Promise.all([slack.stop(), connector.stop()]);
    },
  };
}
