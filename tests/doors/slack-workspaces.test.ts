// The workspaces that have let the app in, from the adapter's side: who has to let it in again, and whose token is taken.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSlackAdapter } from '../../adapters/slack/index.ts';
import { SCOPES } from '../../adapters/slack/manifest.ts';
import { paragraph } from '../../src/chat/cards.ts';
import { NO_LINKS } from '../../src/http/links.ts';
import { createLog } from '../../src/process/log.ts';
import { connectionsOf } from '../support/connections.ts';
import { type FakeSlack, startFakeSlack } from '../support/fake-slack.ts';
import { slackId } from '../support/ids.ts';
import { until } from '../support/until.ts';

let slack: FakeSlack;
beforeAll(async () => {
  slack = await startFakeSlack();
  slack.paced = false;
});
afterAll(async () => {
  await slack?.stop();
});

const [OLD, NEW, GONE] = ['old', 'new', 'gone'].map((name) => slackId('T', name)) as [string, string, string];

function adapterWith(kept: Parameters<typeof connectionsOf>[0], told: string[]) {
  return createSlackAdapter({
    config: {
      signingSecret: 'shared',
      botToken: undefined,
      appToken: undefined,
      apiUrl: slack.apiUrl,
      oauth: { clientId: '1', clientSecret: slack.clientSecret, stateSecret: 's' },
      publicUrl: 'https://bot.example',
    },
    dispatch: async () => ({ kind: 'nothing' }),
    late: async () => {},
    log: createLog('silent'),
    tenantSeen: async () => {},
    connections: {
      ...connectionsOf(kept),
      trouble: async (tenant, words) => void told.push(`${tenant} ${words}`),
    },
    links: NO_LINKS,
  });
}

it('tells of a workspace that let the app in before it needed more, and of no other', async () => {
  const told: string[] = [];
  const adapter = adapterWith(
    {
      [OLD]: { scopes: ['commands', 'chat:write'], secrets: { botToken: slack.workspace(OLD) } },
      [NEW]: { scopes: [...SCOPES], secrets: { botToken: slack.workspace(NEW) } },
      [GONE]: { scopes: [], state: 'ENDED' },
    },
    told,
  );
  await adapter.start();
  await until('the word', () => told.length > 0);
  expect(told).toHaveLength(1);
  expect(told[0]).toMatch(new RegExp(`^${OLD} it has to install the app again.*users:read`));
  await adapter.stop();
});

it('speaks with the place’s own token, and with none where there is none', async () => {
  const adapter = adapterWith(
    {
      [OLD]: { secrets: { botToken: slack.workspace(OLD) } },
      [NEW]: { secrets: { botToken: slack.workspace(NEW) } },
      [GONE]: {},
    },
    [],
  );
  const say = (tenant: string) =>
    adapter.send({
      id: '01900000-0000-7000-8000-000000000001',
      target: { to: 'place', tenant, conversation: slack.channel(slackId('C', tenant), { teams: [tenant] }) },
      card: { summary: 'A word', blocks: [paragraph('A word')] },
    });
  await say(OLD);
  await say(NEW);
  await expect(say(GONE)).rejects.toMatchObject({ kind: 'paused', message: expect.stringContaining('no token') });
  expect(slack.posts.map(({ team }) => team)).toEqual([OLD, NEW]);
});
