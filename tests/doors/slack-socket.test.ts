// Socket Mode keeps the same promise as HTTP: acknowledged means committed; and a line that goes is missed by nobody.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSlackAdapter } from '../../adapters/slack/index.ts';
import type { Incoming } from '../../src/chat/incoming.ts';
import { readConfig } from '../../src/config.ts';
import type { Database } from '../../src/database/client.ts';
import { NO_LINKS } from '../../src/http/links.ts';
import { type Bot, startBot } from '../../src/main.ts';
import { createLog } from '../../src/process/log.ts';
import { ROOT } from '../../src/process/paths.ts';
import { connectionsOf } from '../support/connections.ts';
import { openDemonstration } from '../support/database.ts';
import { NOW } from '../support/demonstration.ts';
import { slackTs } from '../support/drivers/slack.ts';
import { type FakeSlack, startFakeSlack } from '../support/fake-slack.ts';
import { type FakeSocket, startFakeSocket } from '../support/fake-socket.ts';
import { SLACK_CHANNEL, SLACK_LEAD, SLACK_TEAM, slackId } from '../support/ids.ts';
import { until } from '../support/until.ts';

let database: Database;
let slack: FakeSlack;
let socket: FakeSocket;
let bot: Bot;

beforeAll(async () => {
  [database, slack] = await Promise.all([openDemonstration(), startFakeSlack()]);
  socket = await startFakeSocket(slack.apiUrl);
  bot = await startBot({
    config: readConfig(
      {
        PORT: '0',
        SLACK_BOT_TOKEN: slack.token,
        SLACK_APP_TOKEN: 'xapp-fake',
        SLACK_API_URL: socket.apiUrl,
      },
      ROOT,
    ),
    log: createLog('silent'),
    clock: () => NOW,
    database,
    paced: false,
    scheduled: false,
  });
});

afterAll(async () => {
  await bot?.stop();
  await socket?.stop();
  await slack?.stop();
  await database?.close();
});

const command = (text: string) => ({
  command: '/pz',
  text,
  team_id: SLACK_TEAM,
  user_id: SLACK_LEAD,
  user_name: 'lead',
  channel_id: SLACK_CHANNEL,
  channel_name: 'new-parks',
  trigger_id: randomUUID(),
});
const event = (text: string) => ({
  type: 'event_callback',
  team_id: SLACK_TEAM,
  event_id: randomUUID(),
  event: {
    type: 'message',
    channel_type: 'im',
    channel: slack.chatWith(SLACK_LEAD),
    user: SLACK_LEAD,
    ts: slackTs(),
    text,
  },
});
const stored = (text: string) => database.prisma.interaction.count({ where: { text: { contains: text } } });

/** While something else is done, nothing can be stored. */
async function withoutStore<T>(work: () => Promise<T>): Promise<T> {
  await database.prisma.$executeRawUnsafe('ALTER TABLE event_receipt RENAME TO event_receipt_away');
  try {
    return await work();
  } finally {
    await database.prisma.$executeRawUnsafe('ALTER TABLE event_receipt_away RENAME TO event_receipt');
  }
}

it('answers a command on the line, and acknowledges an event when it is stored', async () => {
  const answer = await socket.send('slash_commands', command('log Tea by socket #safe #interaction'));
  expect(JSON.stringify(answer.payload)).toContain('Logged in');
  expect(await socket.send('events_api', event('log Tea in a chat by socket #safe #interaction'))).toMatchObject({
    acknowledged: true,
  });
  expect(await stored('Tea in a chat by socket')).toBe(1);
});

it('does not acknowledge an event that could not be stored, so that Slack sends it again', async () => {
  const lost = event('log Tea in bad times #safe #interaction');
  expect(await withoutStore(() => socket.send('events_api', lost, 1500))).toEqual({ acknowledged: false });
  expect(await socket.send('events_api', lost)).toMatchObject({ acknowledged: true });
  expect(await stored('Tea in bad times')).toBe(1);
});

it('keeps a form open, with what was typed, when it could not be stored', async () => {
  await socket.send('slash_commands', command('log'));
  const { view } = await until('the form', () => slack.views.at(-1));
  const submission = {
    type: 'view_submission',
    team: { id: SLACK_TEAM },
    user: { id: SLACK_LEAD, name: 'lead', team_id: SLACK_TEAM },
    view: {
      id: 'V0SOCKET123',
      hash: '1',
      type: 'modal',
      callback_id: view['callback_id'],
      private_metadata: view['private_metadata'],
      blocks: view['blocks'],
      state: { values: {} },
    },
  };
  const answer = await withoutStore(() => socket.send('interactive', submission));
  expect(answer.payload).toMatchObject({ response_action: 'errors' });
  expect(JSON.stringify(answer.payload)).toMatch(/reference [0-9a-f]{8}.*still here/);
});

it('lives through frames that mean nothing', async () => {
  for (const text of [
    '{"type":"warning"}',
    'not json',
    '{}',
    '{"type":"events_api"}',
    '{"envelope_id":"x","type":"interactive","payload":null}',
  ])
    socket.raw(text);
  expect(JSON.stringify((await socket.send('slash_commands', command('help'))).payload)).toContain('What I can do');
});

it('holds two lines, so that one may go, and opens it again at once', async () => {
  await until('both lines', () => socket.lines() === 2);
  const before = socket.opened();
  socket.refresh();
  const answers = await Promise.all([1, 2, 3, 4].map(() => socket.send('slash_commands', command('zone'))));
  expect(answers.every(({ acknowledged }) => acknowledged)).toBe(true);
  await until('the line again', () => socket.opened() > before && socket.lines() === 2, 4000);
});

describe('an app of a workspace’s own', () => {
  const OWN = slackId('T', 'own');
  const typed = (team: string, more: Record<string, unknown> = {}) => ({
    ...command('log Tea'),
    team_id: team,
    ...more,
  });

  it('has a line of its own, which speaks for that workspace alone; it goes when its connection does', async () => {
    const taken: Incoming[] = [];
    let changed = () => {};
    const kept: Parameters<typeof connectionsOf>[0] = {
      [OWN]: { app: 'A0OWNAPP', secrets: { botToken: slack.workspace(OWN), appToken: 'xapp-own' } },
      [SLACK_TEAM]: {},
    };
    const line = await startFakeSocket(slack.apiUrl);
    const adapter = createSlackAdapter({
      config: {
        signingSecret: 'shared',
        botToken: undefined,
        appToken: undefined,
        apiUrl: line.apiUrl,
        oauth: undefined,
        publicUrl: undefined,
      },
      dispatch: async (incoming) => {
        taken.push(incoming);
        return { kind: 'nothing' };
      },
      late: async () => {},
      log: createLog('silent'),
      tenantSeen: async () => {},
      connections: {
        ...connectionsOf(kept),
        watch(listen) {
          changed = listen;
        },
      },
      links: NO_LINKS,
    });
    await adapter.start();
    try {
      await until('its lines', () => line.lines() === 2);
      await line.send('slash_commands', typed(OWN));
      expect(taken.map(({ sender }) => sender.tenant)).toEqual([OWN]);
      // What it says of another workspace, or by another app, is nothing.
      await line.send('slash_commands', typed(SLACK_TEAM), 300);
      await line.send('slash_commands', typed(SLACK_TEAM, { api_app_id: 'A0PEOPLEZONE' }), 300);
      expect(taken).toHaveLength(1);
      delete kept[OWN];
      changed();
      await until('that its lines are closed', () => line.lines() === 0);
    } finally {
      await adapter.stop();
      await line.stop();
    }
  });
});
