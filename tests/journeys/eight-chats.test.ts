// One zone in eight chats at once: three tenants of Teams (two by the bot that all share, one by its own), two Slack workspaces (one
// by OAuth, one by its own app), the console and two mailboxes. One truth everywhere, each with its own token, each in order.
import { createHmac, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '../../src/database/ids.ts';
import { decideChat } from '../../src/features/chats/index.ts';
import { createSeals } from '../../src/house/seals.ts';
import { sealSecrets } from '../../src/house/secrets.ts';
import { SECRET_KEY, SIGNING_SECRET, startTestBot, type TestBot } from '../support/bot.ts';
import { consoleDriver } from '../support/drivers/console.ts';
import { teamsActivity, teamsRequest } from '../support/drivers/teams.ts';
import { freePort } from '../support/free-port.ts';
import { aadOf, slackId, teamsChannel, teamsMember, teamsMessageId } from '../support/ids.ts';
import { type Issuer, startIssuer } from '../support/issuer.ts';
import { type MailServer, startMailServer } from '../support/mail-server.ts';
import { until } from '../support/until.ts';

const SHARED_BOT = 'c0ffee00-1111-4222-8333-444444444444';
const POLICE_BOT = 'c0ffee00-5555-4666-8777-888888888888';
/** Tenant → the bot by which it comes. */
const TENANTS = {
  council: { tenant: 'aaaaaaaa-0000-4000-8000-000000000001', app: SHARED_BOT, agency: 'City Council' },
  health: { tenant: 'aaaaaaaa-0000-4000-8000-000000000002', app: SHARED_BOT, agency: 'Health' },
  police: { tenant: 'aaaaaaaa-0000-4000-8000-000000000003', app: POLICE_BOT, agency: 'Police' },
} as const;
interface Workspace {
  team: string;
  channel: string;
  app?: string;
  secret?: string;
}
const CHARITY: Workspace = { team: slackId('T', 'charity of eight'), channel: slackId('C', 'charity of eight') };
const HOUSING: Workspace = {
  team: slackId('T', 'housing of eight'),
  channel: slackId('C', 'housing of eight'),
  app: 'A0HOUSEIGHT',
  secret: 'the-signing-secret-of-housing',
};
const SLACKS = [CHARITY, HOUSING];
const MAILBOXES = ['vicar@st-anne.example', 'chair@residents.example'];

let bot: TestBot;
let issuer: Issuer;
let mails: MailServer;
const tokens = new Map<string, string>();

beforeAll(async () => {
  [issuer, mails] = await Promise.all([startIssuer(), startMailServer()]);
  const port = await freePort();
  bot = await startTestBot({
    scheduled: false,
    teamsTrust: {
      authentication: issuer.authentication,
      tokens:
        ({ appId }) =>
        async () =>
          `token-of-${appId}`,
    },
    env: {
      PORT: String(port),
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      SLACK_BOT_TOKEN: '',
      SLACK_CLIENT_ID: '1.2',
      SLACK_CLIENT_SECRET: 'secret',
      SLACK_STATE_SECRET: 'state',
      MICROSOFT_APP_ID: SHARED_BOT,
      MICROSOFT_APP_PASSWORD: 'password',
      MICROSOFT_APP_TYPE: 'SingleTenant',
      MICROSOFT_APP_TENANT_ID: TENANTS.council.tenant,
      SMTP_URL: mails.url,
      MAIL_FROM: 'zones@partnership.example',
    },
  });
  await connectAll();
});

afterAll(async () => {
  await bot?.stop();
  await mails?.stop();
  await issuer?.stop();
});

/** As they stand after each has been connected, its channel linked, and one of its people let in. */
async function connectAll(): Promise<void> {
  const { prisma } = bot.database;
  const seals = createSeals(SECRET_KEY);
  const zone = await prisma.zone.findFirstOrThrow({ where: { code: 'NP' } });
  const { partnershipId } = zone;
  await prisma.zonePlace.deleteMany({ where: { zoneId: zone.id, conversation: { platform: { not: 'console' } } } });
  const agencies = new Map((await prisma.agency.findMany()).map(({ shortName, id }) => [shortName, id]));
  const connect = async (platform: string, tenant: string, app?: string, secrets?: Record<string, string>) => {
    const id = newId();
    const told = {
      ...(app === undefined ? {} : { app }),
      ...(secrets === undefined ? {} : sealSecrets(seals, id, secrets)),
    };
    await prisma.connection.upsert({
      where: { platform_tenant: { platform, tenant } },
      create: { id, partnershipId, platform, tenant, ...told },
      update: told,
    });
  };
  const letIn = async (platform: string, tenant: string, user: string, name: string, agency: string) => {
    const person = await prisma.person.create({
      data: {
        partnershipId,
        agencyId: agencies.get(agency) ?? '',
        name,
        memberships: { create: { zoneId: zone.id, roleTitle: 'Worker', lead: true } },
      },
    });
    await prisma.chatIdentity.create({ data: { partnershipId, personId: person.id, platform, tenant, user, name } });
  };
  const link = (platform: string, tenant: string, externalId: string, reference?: Record<string, string>) =>
    prisma.conversation.create({
      data: {
        partnershipId,
        platform,
        tenant,
        externalId,
        kind: 'channel',
        ...(reference === undefined ? {} : { reference }),
        zonePlace: { create: { zoneId: zone.id } },
      },
    });
  for (const [name, { tenant, app, agency }] of Object.entries(TENANTS)) {
    const own =
      app === SHARED_BOT ? undefined : { appId: app, password: 'theirs', type: 'SingleTenant', tenantId: tenant };
    await connect('teams', tenant, own === undefined ? undefined : app, own);
    await letIn('teams', tenant, aadOf(name), `Teams ${name}`, agency);
    await link('teams', tenant, teamsChannel(name), { serviceUrl: bot.connector.serviceUrl, bot: `28:${app}` });
  }
  for (const { team, channel, app, secret } of SLACKS) {
    const token = bot.slack.workspace(team, { ...(app === undefined ? {} : { app }) });
    tokens.set(team, token);
    bot.slack.channel(channel, { teams: [team] });
    await connect('slack', team, app, {
      botToken: token,
      ...(secret === undefined ? {} : { signingSecret: secret }),
    });
    await letIn('slack', team, slackId('U', team), `Slack ${team}`, app === undefined ? 'Hub' : 'Housing');
    await link('slack', team, channel);
  }
  for (const user of MAILBOXES) {
    const tenant = user.split('@')[1] ?? '';
    await connect('email', tenant);
    await letIn('email', tenant, user, `Mail ${user}`, 'Hub');
  }
  await prisma.$executeRaw`SELECT pg_notify('people_zones', E'connections\nchanged')`;
  // All are read at once: when one is known, each is.
  await until('the bot to have heard of them', async () => (await typed.teams('police', 'help')) === 200);
}

/** A line typed in one of the chats. @returns the status of the request */
const typed = {
  teams: async (name: keyof typeof TENANTS, words: string, app: string = TENANTS[name].app): Promise<number> => {
    const { tenant } = TENANTS[name];
    const activity = {
      ...teamsActivity(
        bot,
        name,
        { type: 'message', id: teamsMessageId(), text: words },
        {
          id: teamsChannel(name),
          conversationType: 'channel',
          tenantId: tenant,
        },
      ),
      from: { id: teamsMember(name), aadObjectId: aadOf(name), name },
      recipient: { id: `28:${app}`, name: 'People Zones', isTargeted: true },
      channelData: { tenant: { id: tenant }, channel: { id: teamsChannel(name) }, team: { id: teamsChannel(name) } },
    };
    const authorization = await issuer.token(app, bot.connector.serviceUrl);
    return (await teamsRequest(bot.url, activity, { authorization })).status;
  },
  slack: async (workspace: Workspace, words: string) => (await typed.asked(workspace, words)).status,
  said: async (workspace: Workspace, words: string) => (await typed.asked(workspace, words)).text(),
  asked: async (
    { team, channel, app = 'A0PEOPLEZONE', secret = SIGNING_SECRET }: Workspace,
    words: string,
  ): Promise<Response> => {
    const body = new URLSearchParams({
      command: '/pz',
      text: words,
      team_id: team,
      user_id: slackId('U', team),
      user_name: 'worker',
      channel_id: channel,
      channel_name: 'zone',
      trigger_id: randomUUID(),
      api_app_id: app,
    }).toString();
    const stamp = Math.floor(Date.now() / 1000);
    const signature = createHmac('sha256', secret).update(`v0:${stamp}:${body}`).digest('hex');
    return fetch(`${bot.url}/slack/events`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-slack-request-timestamp': String(stamp),
        'x-slack-signature': `v0=${signature}`,
      },
      body,
    });
  },
};

/** What stands in each chat that says these words, and with whose token it came. */
function standing(words: string): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const [name] of Object.entries(TENANTS))
    found[name] = bot.connector.posts
      .filter((post) => post.conversation.startsWith(teamsChannel(name)) && post.targeted === undefined)
      .filter((post) => JSON.stringify(post.card).includes(words))
      .map((post) => post.authorization ?? '');
  for (const { team, channel } of SLACKS)
    found[team] = bot.slack.posts
      .filter(
        (post) => post.channel === channel && post.user === undefined && JSON.stringify(post.blocks).includes(words),
      )
      .map((post) => post.team);
  for (const user of MAILBOXES)
    found[user] = mails.taken.filter(({ to, mail }) => to === user && mail.text?.includes(words)).map(() => user);
  return found;
}
const everywhere = (words: string, but: string[] = []) =>
  until(`"${words}" in every chat`, () =>
    Object.entries(standing(words)).every(([chat, tokens]) => tokens.length > 0 || but.includes(chat)),
  );
const rightTokens = (words: string) => {
  for (const [name, tokens] of Object.entries(standing(words))) {
    const wanted = name in TENANTS ? `Bearer token-of-${TENANTS[name as keyof typeof TENANTS].app}` : name;
    for (const token of tokens) expect(token, `${words} in ${name}`).toBe(wanted);
  }
};

it('a problem that one raises stands in all eight, and what each adds comes to all, by its own token', async () => {
  expect(await typed.teams('police', 'problem Windows broken at the library #safe, ask Housing')).toBe(200);
  await everywhere('Windows broken at the library');
  rightTokens('Windows broken at the library');
  const problem = await bot.database.prisma.problem.findFirstOrThrow({
    where: { title: { contains: 'Windows broken' } },
  });
  const reference = `NP-${problem.number}`;
  const notes = [
    () => typed.teams('council', `problem ${reference} note The council sends a glazier`),
    () => typed.teams('health', `problem ${reference} note Health looks after the two who were cut`),
    () => typed.slack(CHARITY, `problem ${reference} note The charity opens its hall meanwhile`),
    () => typed.slack(HOUSING, `problem ${reference} note Housing pays for the glass`),
  ];
  for (const note of notes) expect(await note()).toBe(200);
  const said = ['sends a glazier', 'who were cut', 'opens its hall', 'pays for the glass'];
  for (const words of said) {
    await everywhere(words);
    rightTokens(words);
  }
  // In each chat in the order in which it was said.
  for (const user of MAILBOXES) {
    const mine = mails.taken.filter(({ to }) => to === user).map(({ mail }) => mail.text ?? '');
    const at = said.map((words) => mine.findIndex((text) => text.includes(words)));
    expect(at).toEqual([...at].sort((a, b) => a - b));
  }
  expect([...bot.slack.complaints, ...bot.connector.complaints]).toEqual([]);
});

it('a meeting is planned for all, held from three chats, and its minutes reach all', async () => {
  const desk = consoleDriver(bot, 'maya-okonjo', 'new-parks');
  await desk.command('meeting start');
  await until('the meeting', async () => bot.database.prisma.meeting.findFirst({ where: { state: 'RUNNING' } }));
  expect(await typed.teams('police', 'meeting decide The hall stays open until eight')).toBe(200);
  expect(await typed.slack(HOUSING, 'meeting decide Housing pays for the heating')).toBe(200);
  expect(await typed.teams('health', 'meeting decide The clinic comes on Tuesdays')).toBe(200);
  await desk.command('meeting end');
  expect((await desk.command('meeting publish')).words).toContain('Published');
  const decided = ['stays open until eight', 'pays for the heating', 'comes on Tuesdays'];
  for (const words of decided) {
    await everywhere(words);
    rightTokens(words);
  }
});

it('says nothing to one that is paused, and everything to the others; then what it missed, in order', async () => {
  const { prisma } = bot.database;
  const { id } = await prisma.partnership.findFirstOrThrow();
  // What was on its way before arrives all the same.
  for (const tenant of [TENANTS.health.tenant, CHARITY.team])
    await until(
      'that nothing is on its way',
      async () => (await prisma.delivery.count({ where: { tenant, state: 'WAITING' } })) === 0,
    );
  await decideChat(prisma, id, 'pause', TENANTS.health.tenant, undefined, bot.clock.now);
  await decideChat(prisma, id, 'pause', CHARITY.team, undefined, bot.clock.now);
  const silent = ['health', CHARITY.team];
  // One store of connections: what one of them hears, the other has heard.
  await until('that they are heard no more', async () =>
    (await typed.said(CHARITY, 'zone NP')).includes('not part of the partnership'),
  );
  const posts = bot.connector.posts.length;
  expect(await typed.teams('health', 'zone NP')).toBe(200);
  expect(bot.connector.posts).toHaveLength(posts);
  const calls = bot.slack.calls.filter(({ team }) => team === CHARITY.team).length;
  const { number } = await prisma.problem.findFirstOrThrow({ where: { title: { contains: 'Windows broken' } } });
  for (const words of ['One while they are away', 'Two while they are away'])
    expect(await typed.teams('police', `problem NP-${number} note ${words}`)).toBe(200);
  await everywhere('Two while they are away', silent);
  expect(standing('while they are away')['health']).toEqual([]);
  expect(bot.slack.calls.filter(({ team }) => team === CHARITY.team)).toHaveLength(calls);
  for (const which of [TENANTS.health.tenant, CHARITY.team])
    await decideChat(prisma, id, 'allow', which, undefined, bot.clock.now);
  await everywhere('Two while they are away');
  const told = bot.slack.posts
    .filter((post) => post.channel === CHARITY.channel)
    .map((post) => JSON.stringify(post.blocks));
  const [one, two] = ['One while', 'Two while'].map((words) => told.findIndex((blocks) => blocks.includes(words)));
  expect(one).toBeLessThan(two ?? -1);
});

it('goes on for the others when one takes the app out in the middle of a meeting; its person with a mailbox still gets the minutes', async () => {
  const { prisma } = bot.database;
  const chair = await prisma.person.findFirstOrThrow({ where: { name: `Slack ${CHARITY.team}` } });
  await prisma.connection.createMany({
    data: [{ partnershipId: chair.partnershipId, platform: 'email', tenant: 'charity.example' }],
    skipDuplicates: true,
  });
  await prisma.chatIdentity.create({
    data: {
      partnershipId: chair.partnershipId,
      personId: chair.id,
      platform: 'email',
      tenant: 'charity.example',
      user: 'worker@charity.example',
      lastSeenAt: new Date(0),
    },
  });
  const desk = consoleDriver(bot, 'maya-okonjo', 'new-parks');
  await desk.command('meeting start');
  expect(await typed.slack(CHARITY, 'meeting decide Said before the app was taken out')).toBe(200);
  const body = JSON.stringify({
    type: 'event_callback',
    team_id: CHARITY.team,
    api_app_id: 'A0PEOPLEZONE',
    event: { type: 'app_uninstalled' },
    event_id: 'Ev1',
  });
  const stamp = Math.floor(Date.now() / 1000);
  const signature = createHmac('sha256', SIGNING_SECRET).update(`v0:${stamp}:${body}`).digest('hex');
  const answer = await fetch(`${bot.url}/slack/events`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-slack-request-timestamp': String(stamp),
      'x-slack-signature': `v0=${signature}`,
    },
    body,
  });
  expect(answer.status).toBe(200);
  expect(await typed.teams('council', 'meeting decide Said after it was taken out')).toBe(200);
  await desk.command('meeting end');
  expect((await desk.command('meeting publish')).words).toContain('Published');
  await everywhere('Said after it was taken out', [CHARITY.team]);
  await until('the minutes by mail', () =>
    mails.taken.some(({ to, mail }) => to === 'worker@charity.example' && mail.text?.includes('Said before the app')),
  );
  const books = await prisma.delivery.groupBy({ by: ['state'], where: { tenant: CHARITY.team }, _count: true });
  expect(books.find(({ state }) => state === 'WAITING')).toBeUndefined();
});

it('hears a tenant by its own bot alone', async () => {
  const before = await bot.database.prisma.interaction.count();
  const words = 'log Tea with residents at the hall #safe #interaction';
  expect(await typed.teams('police', words, SHARED_BOT)).toBe(403);
  expect(await typed.teams('council', words, POLICE_BOT)).toBe(403);
  expect(await bot.database.prisma.interaction.count()).toBe(before);
  expect(await typed.teams('police', words)).toBe(200);
  await until('what the police did', async () => (await bot.database.prisma.interaction.count()) === before + 1);
});
