// Who gets in from Teams: tokens signed with keys of our own, checked by the same library and guards as Microsoft's.
import { generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTeamsAdapter } from '../../adapters/teams/index.ts';
import type { Incoming } from '../../src/chat/incoming.ts';
import { type HttpServer, startHttp } from '../../src/http/server.ts';
import { createLog } from '../../src/process/log.ts';
import { startTestBot, TEAMS_TENANT, type TestBot } from '../support/bot.ts';
import { connectionsOf } from '../support/connections.ts';
import { teamsActivity, teamsRequest } from '../support/drivers/teams.ts';
import { aadOf, TEAMS_BOT, teamsChannel, teamsMember, teamsPersonal } from '../support/ids.ts';
import { ISSUER, type Issuer, startIssuer } from '../support/issuer.ts';
import { until } from '../support/until.ts';

const APP = '99999999-8888-4777-8666-555555555555';
/** A tenant that has a bot of its own. */
const OWN_APP = '22222222-3333-4444-8555-666666666666';
const OWN_TENANT = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee';
const SERVICE_URL = 'http://127.0.0.1:9/teams/';

type Keys = Awaited<ReturnType<typeof generateKeyPair>>;

let strangers: Keys;
let issuer: Issuer;
let door: HttpServer;
let taken: Incoming[];

beforeAll(async () => {
  [issuer, strangers] = await Promise.all([startIssuer(), generateKeyPair('RS256')]);
  taken = [];
  const log = createLog('silent');
  const adapter = createTeamsAdapter({
    config: { appId: APP, password: 'secret', certificate: undefined, type: 'SingleTenant', tenantId: TEAMS_TENANT },
    dispatch: async (incoming) => {
      taken.push(incoming);
      return { kind: 'nothing' };
    },
    late: async () => {},
    log,
    connections: connectionsOf({
      [OWN_TENANT]: {
        app: OWN_APP,
        secrets: { appId: OWN_APP, password: 'theirs', type: 'SingleTenant', tenantId: OWN_TENANT },
      },
    }),
    authentication: issuer.authentication,
  });
  door = await startHttp({
    host: '127.0.0.1',
    port: 0,
    routes: adapter.routes,
    log,
    notReady: async () => [],
    resting: async () => [],
  });
});

afterAll(async () => {
  await door?.stop();
  await issuer?.stop();
});

interface Token {
  audience?: string;
  issuer?: string;
  serviceUrl?: string;
  kid?: string;
  key?: Keys;
  ago?: number;
}

async function tokenWith({
  audience = APP,
  issuer: from = ISSUER,
  serviceUrl = SERVICE_URL,
  kid = 'ours',
  key = issuer.keys,
  ago = 0,
}: Token = {}): Promise<string> {
  const at = Math.floor(Date.now() / 1000) - ago;
  const jwt = new SignJWT({ serviceurl: serviceUrl })
    .setProtectedHeader({ alg: 'RS256', kid })
    .setIssuer(from)
    .setAudience(audience);
  return `Bearer ${await jwt
    .setIssuedAt(at)
    .setNotBefore(at)
    .setExpirationTime(at + 600)
    .sign(key.privateKey)}`;
}

const activity = (more: Record<string, unknown> = {}) => ({
  type: 'message',
  id: '1',
  text: 'help',
  channelId: 'msteams',
  serviceUrl: SERVICE_URL,
  from: { id: teamsMember('a'), aadObjectId: aadOf('a') },
  recipient: { id: TEAMS_BOT },
  conversation: { id: 'a:1', conversationType: 'personal', tenantId: TEAMS_TENANT },
  channelData: { tenant: { id: TEAMS_TENANT } },
  ...more,
});

async function knock(authorization: string | undefined, more: Record<string, unknown> = {}) {
  taken.length = 0;
  const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
  const response = await teamsRequest(`http://127.0.0.1:${door.port}`, activity(more), headers);
  return { status: response.status, body: await response.text(), taken: taken.length };
}

describe('with credentials', () => {
  it('lets in who is genuinely from Teams, also from the key cache', async () => {
    expect(await knock(await tokenWith())).toMatchObject({ status: 200, taken: 1 });
    expect(await knock(await tokenWith())).toMatchObject({ status: 200, taken: 1 });
  });

  it.each<[string, () => Promise<string | undefined>]>([
    ['no token', async () => undefined],
    ['an empty token', async () => ''],
    ['nonsense', async () => 'Bearer nonsense'],
    ['a password', async () => 'Basic YTpi'],
    ['a token for another bot', () => tokenWith({ audience: '00000000-0000-4000-8000-000000000000' })],
    ['a token of another issuer', () => tokenWith({ issuer: 'https://evil.example' })],
    ['a token of an unknown key', () => tokenWith({ kid: 'theirs' })],
    ['a token signed with another key', () => tokenWith({ key: strangers })],
    ['an expired token', () => tokenWith({ ago: 7200 })],
    ['a token for another service address', () => tokenWith({ serviceUrl: 'http://127.0.0.1:10/' })],
  ])('answers 401 to %s, and does nothing', async (_, token) => {
    const answer = await knock(await token());
    expect(answer).toEqual({ status: 401, body: '', taken: 0 });
  });

  it('answers 401 to a broken body without a token, so that a stranger learns nothing', async () => {
    expect(await knock(undefined, { conversation: 7 })).toEqual({ status: 401, body: '', taken: 0 });
  });

  const ofTenant = (tenant: string) => ({
    channelData: { tenant: { id: tenant } },
    conversation: { id: 'a:1', conversationType: 'personal', tenantId: tenant },
  });

  it('hears every tenant by the bot that all share, whatever its type: who takes part is decided behind it', async () => {
    expect(await knock(await tokenWith(), ofTenant('other'))).toMatchObject({ status: 200, taken: 1 });
    expect(taken[0]?.place.tenant).toBe('other');
  });

  it('hears a tenant that has a bot of its own by that bot alone, and that bot of nobody else', async () => {
    expect(await knock(await tokenWith({ audience: OWN_APP }), ofTenant(OWN_TENANT))).toMatchObject({
      status: 200,
      taken: 1,
    });
    for (const [audience, tenant] of [
      [APP, OWN_TENANT],
      [OWN_APP, TEAMS_TENANT],
      [OWN_APP, 'other'],
    ] as const)
      expect(await knock(await tokenWith({ audience }), ofTenant(tenant)), `${audience} for ${tenant}`).toEqual({
        status: 403,
        body: '',
        taken: 0,
      });
  });

  it('refuses an unknown service address, though the token is good', async () => {
    const serviceUrl = 'https://evil.example/teams/';
    expect(await knock(await tokenWith({ serviceUrl }), { serviceUrl })).toEqual({ status: 403, body: '', taken: 0 });
    const lookalike = 'https://smba.trafficmanager.net.evil.example/';
    expect(await knock(await tokenWith({ serviceUrl: lookalike }), { serviceUrl: lookalike })).toMatchObject({
      status: 403,
      taken: 0,
    });
    const genuine = 'https://smba.trafficmanager.net/uk/';
    expect(await knock(await tokenWith({ serviceUrl: genuine }), { serviceUrl: genuine })).toMatchObject({
      status: 200,
      taken: 1,
    });
  });
});

describe('without credentials', () => {
  let bot: TestBot;

  beforeAll(async () => {
    bot = await startTestBot({ paced: true });
  });

  afterAll(async () => {
    await bot?.stop();
  });

  const chat = { id: teamsPersonal('lead'), conversationType: 'personal' };
  const send = (more: Record<string, unknown>) => teamsRequest(bot.url, teamsActivity(bot, 'lead', more, chat));
  const stored = (text: string) => bot.database.prisma.interaction.count({ where: { text: { contains: text } } });

  it('serves this machine, and speaks to connectors on this machine only', async () => {
    expect((await send({ type: 'message', text: 'help' })).status).toBe(200);
    expect((await send({ type: 'message', text: 'help', serviceUrl: 'https://evil.example/' })).status).toBe(403);
  });

  it('takes a message once though it comes three times', async () => {
    const message = { type: 'message', id: 'again', text: 'log once from Teams #safe #interaction' };
    const statuses = await Promise.all([send(message), send(message), send(message)]);
    expect(statuses.map((response) => response.status)).toEqual([200, 200, 200]);
    expect(await stored('once from Teams')).toBe(1);
    await until('the answer', () =>
      bot.connector.posts.some((post) => JSON.stringify(post.card).includes('once from Teams')),
    );
    expect(bot.connector.posts.filter((post) => JSON.stringify(post.card).includes('once from Teams'))).toHaveLength(1);
  });

  it.each([
    ['not JSON', '{"type":', 400],
    ['no object', '[1]', 400],
    ['no conversation', '{"type":"message","id":"x"}', 400],
  ])('answers a body that is %s with 400', async (_, body, status) => {
    const response = await fetch(`${bot.url}/api/messages`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });
    expect(response.status).toBe(status);
    expect(await response.text()).not.toMatch(/\bat .*\.(?:ts|js)/);
  });

  it('answers every invoke with a body, also one that it does not know', async () => {
    const response = await send({ type: 'invoke', name: 'something/new', value: {} });
    expect(response.status).toBeLessThan(500);
    expect(await response.text()).not.toBe('');
    const stale = await send({
      type: 'invoke',
      name: 'adaptiveCard/action',
      value: { action: { type: 'Action.Execute', verb: 'gone.button', data: {} } },
    });
    expect(stale.status).toBe(200);
    expect(await stale.text()).toContain('older version');
  });

  it('says hello when it is installed, remembers the place, and forgets it when removed', async () => {
    const place = { id: teamsChannel('new'), conversationType: 'channel' };
    const installed = { type: 'installationUpdate', action: 'add' };
    expect((await teamsRequest(bot.url, teamsActivity(bot, 'lead', installed, place))).status).toBe(200);
    await until('a welcome', () => bot.connector.posts.find((post) => post.conversation === place.id));
    const removed = { type: 'installationUpdate', action: 'remove' };
    await teamsRequest(bot.url, teamsActivity(bot, 'lead', removed, place));
    const kept = await bot.database.prisma.conversation.findFirst({ where: { externalId: place.id } });
    expect(kept === null || kept.stoppedReason !== null).toBe(true);
    expect(bot.connector.complaints).toEqual([]);
  });
});
