// One team, many chats: agencies connect their own workspaces and tenants to a running bot, and no one of them can act for another.
import { createHmac, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { decideChat, listChats } from '../../src/features/chats/index.ts';
import { addOwnApp } from '../../src/house/own-app.ts';
import { createSeals } from '../../src/house/seals.ts';
import { assertOpen, rotateSecrets } from '../../src/house/secrets.ts';
import { createLog } from '../../src/process/log.ts';
import { ROOT } from '../../src/process/paths.ts';
import { SECRET_KEY, SIGNING_SECRET, startTestBot, TEAMS_TENANT, type TestBot } from '../support/bot.ts';
import { aBrowser } from '../support/browserless.ts';
import { consoleDriver } from '../support/drivers/console.ts';
import { slackDriver, slackEnvelope, slackTs } from '../support/drivers/slack.ts';
import { teamsActivity, teamsDriver, teamsRequest } from '../support/drivers/teams.ts';
import { freePort } from '../support/free-port.ts';
import { SLACK_CHANNEL, SLACK_TEAM, slackId, teamsPersonal } from '../support/ids.ts';
import { type Driver, isForm } from '../support/seen.ts';
import { sent } from '../support/story.ts';
import { until } from '../support/until.ts';

const CHARITY = slackId('T', 'age uk');
const HOUSING = slackId('T', 'housing');
const HOUSING_APP = 'A0HOUSINGAPP';
const HOUSING_SECRET = 'the-signing-secret-of-housing';
const POLICE = '77777777-8888-4999-8aaa-bbbbbbbbbbbb';
const CLARE = slackId('U', 'clare');

let bot: TestBot;
let admin: Driver;
/** Everything that the bot has said of itself. */
const logged: string[] = [];

/** The same fake Slack, in another workspace of it. */
const inTeam = (team: string): TestBot => ({ ...bot, slack: { ...bot.slack, team } });
const connection = (tenant: string) => bot.database.prisma.connection.findFirst({ where: { tenant } });

beforeAll(async () => {
  const port = await freePort();
  bot = await startTestBot({
    scheduled: false,
    log: createLog('trace', { write: (line) => void logged.push(line) }),
    env: {
      PORT: String(port),
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      SLACK_CLIENT_ID: '123.456',
      SLACK_CLIENT_SECRET: 'a-client-secret-for-tests',
      SLACK_STATE_SECRET: 'a-state-secret',
    },
  });
  const { prisma } = bot.database;
  const identity = await prisma.chatIdentity.findFirstOrThrow({
    where: { platform: 'console', person: { roles: { has: 'ADMIN' } } },
  });
  admin = consoleDriver(bot, identity.user, `dm:${identity.user}`);
});

afterAll(async () => {
  await bot?.stop();
});

/** The address that the project team gives to an agency. */
async function door(words = 'zone chats connect for Hub'): Promise<string> {
  const said = (await admin.command(words)).words;
  const { prisma } = bot.database;
  const all = await prisma.consoleMessage.findMany({ orderBy: { createdAt: 'desc' }, take: 5 });
  const address = /http:\/\/127[^"]+\/slack\/install[^"\\]+/.exec(
    JSON.stringify(all.map(({ content }) => content)),
  )?.[0];
  if (address === undefined) throw new Error(`no address was given: ${said}`);
  return address;
}

/** Walks through an installation until it is said whether it is connected. */
async function install(team: string, more: { rotates?: number; enterprise?: string } = {}) {
  bot.slack.installing = { team, ...more };
  const browser = aBrowser();
  const page = await browser.open(await door());
  const slacks = await browser.open(page.link('Go on to Slack'));
  return browser.open(slacks.link('allow'));
}

describe('an agency’s own Slack', () => {
  it('is connected by its own administrator, from an address that the project team gives out', async () => {
    const done = await install(CHARITY);
    expect(done.text).toContain(`Workspace ${CHARITY} takes part`);
    expect(await connection(CHARITY)).toMatchObject({ state: 'ACTIVE', scopes: ['chat:write', 'commands'] });
    const row = JSON.stringify(await connection(CHARITY));
    expect(row).not.toContain('xoxb');
    const { secrets } = (await connection(CHARITY)) ?? {};
    expect(Buffer.from(secrets ?? []).toString('latin1')).not.toContain('xoxb');
    await until('the project team to hear', async () =>
      (await admin.inbox()).find(({ words }) => words.includes('takes part now')),
    );
    expect((await admin.command('zone chats')).words).toMatch(/Workspace T\w+ \(Slack\): takes part; for Hub/);
  });

  it('begins at once: its people join, and are answered with its own token', async () => {
    const clare = slackDriver(inTeam(CHARITY), CLARE, bot.slack.channel(slackId('C', 'charity'), { teams: [CHARITY] }));
    const form = await clare.pressForForm(await clare.command('me'), 'Ask to join');
    const { prisma } = bot.database;
    const zone = (await prisma.zone.findFirstOrThrow({ where: { code: 'NP' } })).id;
    const agencies = new Map((await prisma.agency.findMany()).map(({ shortName, id }) => [shortName, id] as const));
    // Whose it is was said with the address.
    const wrong = await clare.submit(form, {
      name: 'Clare Bell',
      role: 'Adviser',
      agency: agencies.get('Police') ?? '',
      zone,
    });
    expect(isForm(wrong) && wrong.errors.join()).toContain('takes part from another workspace');
    await sent(clare.submit(form, { name: 'Clare Bell', role: 'Adviser', agency: agencies.get('Hub') ?? '', zone }));
    const asked = await prisma.joinRequest.findFirstOrThrow({ where: { name: 'Clare Bell' } });
    const maya = consoleDriver(bot, 'maya-okonjo', 'dm:maya-okonjo');
    const request = await until('the request', async () =>
      (await maya.inbox()).find(({ words }) => words.includes('Clare Bell asks to join')),
    );
    await maya.press(request, 'Approve');
    expect(asked.agencyId).toBe(agencies.get('Hub'));
    await until('the welcome', async () =>
      bot.slack.posts.find(
        (post) =>
          post.channel === bot.slack.chatWith(CLARE) && JSON.stringify(post.blocks).includes('Welcome to New Parks'),
      ),
    );
    expect((await clare.command('log Tea with residents at the hall #safe #interaction')).words).toContain('Logged');
    await prisma.membership.updateMany({ where: { person: { name: 'Clare Bell' } }, data: { lead: true } });
    expect((await clare.command('zone link NP')).words).toContain('belongs to New Parks');
    await slackDriver(bot).command('celebrate Forty came to the hall');
    const news = await until('the good news in the charity’s channel', () =>
      bot.slack.posts.find(
        (post) => post.channel === slackId('C', 'charity') && JSON.stringify(post.blocks).includes('Forty came'),
      ),
    );
    expect(news.team).toBe(CHARITY);
    // Each with its own: nothing that was said to one workspace went out with another's token.
    expect(bot.slack.complaints).toEqual([]);
  });

  it.each([
    [
      'another browser',
      async () => {
        const mine = aBrowser();
        const slacks = await mine.open((await mine.open(await door())).link('Go on to Slack'));
        return aBrowser().open(slacks.link('allow'));
      },
      'Please begin again',
    ],
    [
      'a page that was opened twice',
      async () => {
        const mine = aBrowser();
        const slacks = await mine.open((await mine.open(await door())).link('Go on to Slack'));
        const cookies = [...mine.cookies];
        await mine.open(slacks.link('allow'));
        for (const [name, value] of cookies) mine.cookies.set(name, value);
        return mine.open(slacks.link('allow'));
      },
      'This was done already',
    ],
    [
      'somebody who says no',
      async () => {
        const mine = aBrowser();
        const slacks = await mine.open((await mine.open(await door())).link('Go on to Slack'));
        return mine.open(slacks.link('cancel'));
      },
      'Nothing was connected',
    ],
    [
      'a code that Slack refuses',
      async () => {
        const mine = aBrowser();
        const slacks = await mine.open((await mine.open(await door())).link('Go on to Slack'));
        return mine.open(slacks.link('allow').replace(/code=[^&]+/, 'code=made-up'));
      },
      'Slack did not agree',
    ],
    [
      'an address that somebody has changed',
      async () => aBrowser().open((await door()).replace('for=', 'for=x')),
      'This address is not good',
    ],
  ])('is not connected by %s, and says so', async (_who, walk, words) => {
    bot.slack.installing = { team: slackId('T', 'nobody') };
    const before = await bot.database.prisma.connection.count();
    const page = await walk();
    expect(page.text).toContain(words);
    expect(page.status).toBeGreaterThanOrEqual(400);
    // The second time of what had been done is no second connection.
    expect(await bot.database.prisma.connection.count()).toBeLessThanOrEqual(before + 1);
  });

  it('is paused both ways at once, and goes on where it stopped', async () => {
    const clare = slackDriver(inTeam(CHARITY), CLARE, slackId('C', 'charity'));
    expect((await admin.command(`zone chats pause Workspace ${CHARITY}`)).words).toContain('is paused');
    await until('that it is heard no more', async () =>
      (await clare.command('zone NP')).words.includes('not part of the partnership'),
    );
    const before = bot.slack.calls.filter(({ team }) => team === CHARITY).length;
    await slackDriver(bot).command('celebrate While they were away');
    await until('the others to hear', () =>
      bot.slack.posts.find(
        (post) => post.channel === SLACK_CHANNEL && JSON.stringify(post.blocks).includes('While they were away'),
      ),
    );
    expect(bot.slack.calls.filter(({ team }) => team === CHARITY)).toHaveLength(before);
    expect((await admin.command(`zone chats resume Workspace ${CHARITY}`)).words).toContain('takes part again');
    await until('what waited', () =>
      bot.slack.posts.find(
        (post) => post.team === CHARITY && JSON.stringify(post.blocks).includes('While they were away'),
      ),
    );
    expect((await clare.command('me')).words).toContain('Clare Bell');
  });

  it('is taken out by its administrator, and comes back as it was', async () => {
    const { prisma } = bot.database;
    // What Clare has promised is handed on, as a leaver’s is.
    await slackDriver(bot).command('action Open the hall @Clare Bell by Friday');
    await until('the promise', () => prisma.action.findFirst({ where: { text: { contains: 'Open the hall' } } }));
    const event = slackEnvelope(CHARITY, { type: 'app_uninstalled' });
    const body = JSON.stringify(event);
    const uninstalled = () => signed(body, SIGNING_SECRET, 'application/json');
    expect((await uninstalled()).status).toBe(200);
    expect(await connection(CHARITY)).toMatchObject({ state: 'ENDED', secrets: null });
    await until('the project team to hear', async () =>
      (await admin.inbox()).find(({ words }) => words.includes('has taken me out')),
    );
    const clare = await prisma.chatIdentity.findFirstOrThrow({ where: { user: CLARE } });
    expect(clare.unreachable).not.toBeNull();
    expect(await prisma.action.findFirst({ where: { text: { contains: 'Open the hall' } } })).toMatchObject({
      state: 'ORPHANED',
    });
    await install(CHARITY);
    expect(await connection(CHARITY)).toMatchObject({ state: 'ACTIVE' });
    expect((await prisma.chatIdentity.findFirstOrThrow({ where: { user: CLARE } })).unreachable).toBeNull();
    const again = slackDriver(inTeam(CHARITY), CLARE, slackId('C', 'charity'));
    await until('Clare to be herself again', async () => (await again.command('me')).words.includes('Clare Bell'));
  });

  it('is a whole organisation, where that has let the app in: its people are the same from each of its workspaces', async () => {
    const [organisation, north, south] = ['E0ORGANISAT', slackId('T', 'north'), slackId('T', 'south')];
    const done = await install(north, { enterprise: organisation });
    expect(done.text).toContain(`Organisation ${organisation} takes part`);
    expect(await connection(organisation)).toMatchObject({ state: 'ACTIVE' });
    const { prisma } = bot.database;
    const wanda = slackId('W', 'wanda');
    const hub = await prisma.agency.findFirstOrThrow({ where: { shortName: 'Hub' } });
    const zone = await prisma.zone.findFirstOrThrow({ where: { code: 'NP' } });
    const person = await prisma.person.create({
      data: {
        partnershipId: zone.partnershipId,
        agencyId: hub.id,
        name: 'Wanda Moss',
        memberships: { create: { zoneId: zone.id, roleTitle: 'Adviser' } },
      },
    });
    await prisma.chatIdentity.create({
      data: {
        partnershipId: zone.partnershipId,
        personId: person.id,
        platform: 'slack',
        tenant: organisation,
        user: wanda,
      },
    });
    const before = await prisma.interaction.count();
    const channel = bot.slack.channel(slackId('C', 'organisation'), { teams: [north] });
    const typed = (team: string) =>
      signed(
        new URLSearchParams({
          command: '/pz',
          text: `log Tea in ${team} #safe #interaction in New Parks`,
          team_id: team,
          enterprise_id: organisation,
          enterprise_name: 'Organisation',
          is_enterprise_install: 'true',
          user_id: wanda,
          user_name: 'wanda',
          channel_id: channel,
          channel_name: 'hall',
          trigger_id: randomUUID(),
          api_app_id: 'A0PEOPLEZONE',
        }).toString(),
        SIGNING_SECRET,
      );
    for (const team of [north, south]) expect(await (await typed(team)).text()).toContain('Logged in New Parks');
    // An event that is about no one workspace: "team" is null.
    const event = slackEnvelope(north, {
      type: 'app_mention',
      user: wanda,
      text: '<@U0BOT12345> log Tea by event #safe #interaction in New Parks',
      channel,
      ts: slackTs(),
    });
    const told = await signed(
      JSON.stringify({
        ...event,
        team_id: south,
        enterprise_id: organisation,
        authorizations: [
          {
            enterprise_id: organisation,
            team_id: null,
            user_id: slackId('U', 'bot'),
            is_bot: true,
            is_enterprise_install: true,
          },
        ],
      }),
      SIGNING_SECRET,
      'application/json',
    );
    expect(told.status).toBe(200);
    expect((await prisma.interaction.count()) - before).toBe(3);
    const answer = await until('the answer, by the organisation’s token', () =>
      bot.slack.posts.find((post) => post.channel === channel && JSON.stringify(post.blocks).includes('Tea by event')),
    );
    expect(answer.team).toBe(north);
  });

  it('whose token is revoked waits, loses nothing and holds up nobody; installed again, it goes on', async () => {
    const { prisma } = bot.database;
    const tokens = bot.slack.tokensOf(CHARITY);
    for (const token of tokens) bot.slack.revoke(token);
    await slackDriver(bot).command('celebrate Told while the token was revoked');
    await until('the others to hear', () =>
      bot.slack.posts.find(
        (post) => post.channel === SLACK_CHANNEL && JSON.stringify(post.blocks).includes('Told while the token'),
      ),
    );
    await until('that it is known to refuse', async () => (await connection(CHARITY))?.refusedSince ?? undefined);
    expect((await admin.command('zone chats')).words).toMatch(/refuses me since/);
    expect(await prisma.delivery.count({ where: { tenant: CHARITY, state: 'DEAD' } })).toBe(0);
    await install(CHARITY);
    await until('what waited', () =>
      bot.slack.posts.find(
        (post) => post.team === CHARITY && JSON.stringify(post.blocks).includes('Told while the token'),
      ),
    );
    expect((await connection(CHARITY))?.refusedSince).toBeNull();
  });

  it('that is renamed is called so, unless the project team has named it', async () => {
    const renamed = (name: string) =>
      signed(JSON.stringify(slackEnvelope(CHARITY, { type: 'team_rename', name })), SIGNING_SECRET, 'application/json');
    await renamed('Age Concern Leicester');
    expect(await connection(CHARITY)).toMatchObject({ name: 'Age Concern Leicester' });
    const card = await admin.command('zone chats Age Concern Leicester');
    const form = await admin.pressForForm(card, 'Change whose it is');
    await sent(admin.submit(form, { name: 'The charity' }));
    await renamed('Another name');
    expect(await connection(CHARITY)).toMatchObject({ name: 'The charity' });
  });

  it('renews its token before it ends, once, however many ask at the same moment', async () => {
    const team = slackId('T', 'rotating');
    await install(team, { rotates: 60 });
    const { refreshed } = bot.slack;
    const person = (name: string) => slackDriver(inTeam(team), slackId('U', name), slackId('C', 'charity'));
    await Promise.all(
      ['one', 'two', 'three'].map((name) =>
        person(name).pressForForm(
          {
            words: '',
            isPrivate: true,
            buttons: [
              {
                label: 'Ask',
                raw: {
                  action_id: 'people.join',
                  value: JSON.stringify({ d: {} }),
                  text: { type: 'plain_text', text: 'Ask' },
                },
              },
            ],
          },
          'Ask',
        ),
      ),
    );
    expect(bot.slack.refreshed - refreshed).toBe(1);
    await decideChat(
      bot.database.prisma,
      (await bot.database.prisma.partnership.findFirstOrThrow()).id,
      'end',
      team,
      undefined,
      new Date(),
    );
  });
});

/** A request that is signed with some secret. */
async function signed(body: string, secret: string, type = 'application/x-www-form-urlencoded'): Promise<Response> {
  const stamp = Math.floor(Date.now() / 1000);
  const signature = `v0=${createHmac('sha256', secret).update(`v0:${stamp}:${body}`).digest('hex')}`;
  return fetch(`${bot.url}/slack/events`, {
    method: 'POST',
    headers: { 'content-type': type, 'x-slack-request-timestamp': String(stamp), 'x-slack-signature': signature },
    body,
  });
}

describe('an app of a workspace’s own', () => {
  it('is added with its keys from a file, and answers at once', async () => {
    const { prisma } = bot.database;
    const partnershipId = (await prisma.partnership.findFirstOrThrow()).id;
    const given = readConfig(
      {
        SLACK_BOT_TOKEN: bot.slack.workspace(HOUSING, { name: 'Leicester Housing', app: HOUSING_APP }),
        SLACK_SIGNING_SECRET: HOUSING_SECRET,
        SLACK_API_URL: bot.slack.apiUrl,
      },
      ROOT,
    );
    const said = await addOwnApp(prisma, createSeals(SECRET_KEY), 'slack', given, {
      partnershipId,
      tenant: undefined,
      name: undefined,
      agencies: [],
    });
    expect(said).toBe(`Leicester Housing takes part by an app of its own, ${HOUSING_APP}.`);
    await until('that it is heard', async () => {
      const answer = await signed(slash(HOUSING, HOUSING_APP, 'me').toString(), HOUSING_SECRET);
      return answer.status === 200 && (await answer.text()).includes('Ask to join') ? true : undefined;
    });
  });

  const slash = (team: string, app: string, text: string) =>
    new URLSearchParams({
      command: '/pz',
      text,
      team_id: team,
      user_id: slackId('U', 'lead'),
      user_name: 'lead',
      channel_id: SLACK_CHANNEL,
      channel_name: 'new-parks',
      trigger_id: randomUUID(),
      response_url: bot.slack.responseUrl(),
      api_app_id: app,
    });

  /** Whoever signs it, as whomever: who may speak for whom. */
  const APPS = [
    ['the app that all share', 'A0PEOPLEZONE', SIGNING_SECRET, [SLACK_TEAM, CHARITY]],
    ['housing’s own', HOUSING_APP, HOUSING_SECRET, [HOUSING]],
  ] as const;
  const cells = APPS.flatMap(([name, app, , speaksFor]) =>
    APPS.flatMap(([signer, , secret]) =>
      [SLACK_TEAM, CHARITY, HOUSING].map(
        (team) =>
          [
            name,
            team,
            signer,
            { app, secret, team, fine: name === signer && (speaksFor as readonly string[]).includes(team) },
          ] as const,
      ),
    ),
  );

  it.each(cells)('%s, for %s, signed by %s', async (_name, _team, _signer, { app, secret, team, fine }) => {
    const { prisma } = bot.database;
    const before = await prisma.interaction.count();
    const words = 'log Tea with residents at the hall #safe #interaction';
    const command = await signed(slash(team, app, words).toString(), secret);
    const event = slackEnvelope(team, {
      type: 'app_mention',
      user: slackId('U', 'lead'),
      text: `<@U0BOT12345> ${words}`,
      channel: SLACK_CHANNEL,
      ts: slackTs(),
    });
    const told = await signed(JSON.stringify({ ...event, api_app_id: app }), secret, 'application/json');
    const press = {
      type: 'block_actions',
      team: { id: team },
      user: { id: slackId('U', 'lead'), team_id: team },
      api_app_id: app,
      trigger_id: randomUUID(),
      channel: { id: SLACK_CHANNEL },
      actions: [{ action_id: 'zone.list', value: '{"d":{}}' }],
    };
    const pressed = await signed(new URLSearchParams({ payload: JSON.stringify(press) }).toString(), secret);
    const shortcut = {
      ...press,
      type: 'message_action',
      callback_id: 'log.this',
      message: { text: words, ts: slackTs() },
      trigger_id: randomUUID(),
    };
    const view = {
      ...press,
      type: 'view_submission',
      view: {
        id: `V0${randomUUID().slice(0, 8).toUpperCase()}`,
        callback_id: 'log.save',
        private_metadata: JSON.stringify({ data: {}, place: { conversation: SLACK_CHANNEL, kind: 'channel' } }),
        blocks: [],
        state: { values: {} },
      },
    };
    const others = await Promise.all(
      [shortcut, view].map((payload) =>
        signed(new URLSearchParams({ payload: JSON.stringify(payload) }).toString(), secret),
      ),
    );
    for (const answer of [command, told, pressed, ...others])
      expect(answer.status === 200, `answered ${answer.status}`).toBe(fine);
    // Only who is known there has an effect; a stranger of another workspace with the same id has none.
    expect((await prisma.interaction.count()) - before).toBe(fine && team === SLACK_TEAM ? 2 : 0);
  });

  it('acts for nobody of another workspace, whatever it says of them', async () => {
    const { prisma } = bot.database;
    const before = await prisma.interaction.count();
    const event = slackEnvelope(HOUSING, {
      type: 'app_mention',
      user: slackId('U', 'lead'),
      user_team: SLACK_TEAM,
      source_team: SLACK_TEAM,
      text: '<@U0BOT12345> log Tea with residents at the hall #safe #interaction',
      channel: SLACK_CHANNEL,
      ts: slackTs(),
    });
    const told = await signed(
      JSON.stringify({ ...event, api_app_id: HOUSING_APP }),
      HOUSING_SECRET,
      'application/json',
    );
    expect(told.status).toBe(200);
    expect(await prisma.interaction.count()).toBe(before);
  });
});

describe('a channel that two workspaces share', () => {
  it('is one place, whoever types in it', async () => {
    const { prisma } = bot.database;
    const shared = bot.slack.channel(slackId('C', 'shared'), { teams: [SLACK_TEAM, CHARITY], name: 'shared' });
    const lead = slackDriver(bot, slackId('U', 'lead'), shared);
    expect((await lead.command('zone link NP')).words).toContain('belongs to New Parks');
    const clare = slackDriver(inTeam(CHARITY), CLARE, shared);
    expect((await clare.command('log Tea in the shared channel #safe #interaction')).words).toContain('New Parks');
    expect(await prisma.conversation.count({ where: { externalId: shared } })).toBe(1);
  });
});

describe('a tenant that nobody knows', () => {
  const hello = (text: string) =>
    teamsRequest(bot.url, {
      ...teamsActivity(
        bot,
        'pc-khan',
        { type: 'message', text },
        {
          id: teamsPersonal('pc khan'),
          conversationType: 'personal',
          tenantId: POLICE,
        },
      ),
      channelData: { tenant: { id: POLICE } },
    });

  it('is answered politely, kept once, and asked of the project team once', async () => {
    for (let time = 0; time < 5; time += 1) expect((await hello(`log A secret of ours ${time}`)).status).toBe(200);
    const asked = await until('the request', () => connection(POLICE));
    expect(asked).toMatchObject({ state: 'ASKED', name: null });
    await until('the project team to hear', async () =>
      (await admin.inbox()).find(({ words }) => words.includes('would like to take part')),
    );
    expect((await admin.inbox()).filter(({ words }) => words.includes('would like to take part'))).toHaveLength(1);
    const { prisma } = bot.database;
    const dump = await bot.database.pool.query(
      "SELECT string_agg(d::text, ' ') AS all FROM (SELECT content FROM delivery) d",
    );
    expect(dump.rows[0].all ?? '').not.toContain('A secret of ours');
    expect(await prisma.chatIdentity.count({ where: { tenant: POLICE } })).toBe(0);
    expect(
      bot.connector.posts.filter((post) => JSON.stringify(post.card).includes('not part of the partnership')),
    ).toHaveLength(1);
  });

  it('is let in for an agency with one form, and its people may ask to join', async () => {
    const letter = await until('the letter', async () =>
      (await admin.inbox()).find(({ words }) => words.includes('would like to take part')),
    );
    const police = await bot.database.prisma.agency.findFirstOrThrow({ where: { shortName: 'Police' } });
    const form = await admin.pressForForm(letter, 'Let it in');
    const card = await sent(admin.submit(form, { agencies: [police.id], name: 'Leicestershire Police' }));
    expect(card.words).toMatch(/Leicestershire Police takes part.*For ?:? Police/);
    await until('that they are heard', async () => {
      await hello('me');
      return bot.connector.posts.find((post) => JSON.stringify(post.card).includes('Ask to join'));
    });
    expect((await admin.command('zone chats end leicestershire police')).words).toContain('has ended');
    expect(await connection(POLICE)).toMatchObject({ state: 'ENDED' });
    const posts = bot.connector.posts.length;
    expect((await hello('help')).status).toBe(200);
    expect(await connection(POLICE)).toMatchObject({ state: 'ENDED' });
    expect(
      bot.connector.posts
        .slice(posts)
        .every((post) => JSON.stringify(post.card).includes('not part of the partnership')),
    ).toBe(true);
    expect(TEAMS_TENANT).not.toBe(POLICE);
  });
});

describe('a guest in another organisation’s Teams', () => {
  it('is told so, and gets in when a lead vouches for them: the request says what they are', async () => {
    const leads = [teamsDriver(bot), slackDriver(bot), consoleDriver(bot)];
    const guest = teamsDriver(bot, 'a guest', 'ab12cd34-0000-4000-8000-00000000beef');
    expect((await guest.command('me')).words).toContain('You are a guest here');
    expect((await guest.command('log Tea with 3 residents #safe')).words).toContain('We have not met yet');
    const hub = await bot.database.prisma.agency.findFirstOrThrow({ where: { shortName: 'Hub' } });
    const zone = await bot.database.prisma.zone.findFirstOrThrow({ where: { code: 'NP' } });
    const form = await guest.openForm('me join');
    await sent(guest.submit(form, { name: 'Gail Guest', role: 'Adviser', agency: hub.id, zone: zone.id }));
    const { lead, asked } = await until('the request', async () => {
      for (const lead of leads) {
        const asked = (await lead.inbox()).find(({ words }) => words.includes('Gail Guest asks to join'));
        if (asked !== undefined) return { lead, asked };
      }
      return undefined;
    });
    expect(asked.words).toContain('A guest: the Teams of their own organisation takes no part');
    await lead.press(asked, 'Approve');
    expect((await guest.command('log Tea with 3 residents #safe')).words).toContain('Logged in');
  });
});

describe('who may', () => {
  it('nobody but the project team sees or decides which chats take part', async () => {
    const maya = consoleDriver(bot, 'maya-okonjo', 'dm:maya-okonjo');
    for (const words of ['zone chats', 'zone chats connect', 'zone chats end Leicester Housing'])
      expect((await maya.command(words)).words).toContain('for the project team');
  });
});

describe('secrets', () => {
  it('stand in no log, no account of changes and nothing that is sent', async () => {
    expect(logged.length).toBeGreaterThan(50);
    const { prisma, pool } = bot.database;
    const rows = await Promise.all(
      ['audit_entry', 'delivery', 'event_receipt', 'console_message', 'once_done', 'connection'].map(
        async (table) => (await pool.query(`SELECT string_agg(t::text, ' ') AS all FROM ${table} t`)).rows[0].all ?? '',
      ),
    );
    const all = [...logged, ...rows].join('\n');
    for (const secret of [
      /xoxb-/,
      /xoxe-/,
      new RegExp(HOUSING_SECRET),
      /a-client-secret-for-tests/,
      new RegExp(SECRET_KEY),
    ])
      expect(secret.test(all), String(secret)).toBe(false);
    expect(await listChats(prisma, (await prisma.partnership.findFirstOrThrow()).id)).not.toMatch(/xox/);
  });
});

describe('the key', () => {
  it('is changed in one transaction, and a bot that cannot open its connections does not start', async () => {
    const { prisma } = bot.database;
    const [before, after] = [
      createSeals(SECRET_KEY),
      createSeals('another-key-of-more-than-32-characters', SECRET_KEY),
    ];
    await assertOpen(prisma, before);
    await expect(assertOpen(prisma, undefined)).rejects.toThrow(/SECRET_KEY: missing/);
    await expect(assertOpen(prisma, createSeals('a-third-key-that-has-nothing-to-do-with-it'))).rejects.toThrow(
      /SECRET_KEY: the secrets of slack T\w+ are sealed under the key [0-9a-f]{8}/,
    );
    await assertOpen(prisma, after);
    const kept = await prisma.connection.count({ where: { secrets: { not: null } } });
    expect(await rotateSecrets(prisma, after)).toBe(kept);
    await assertOpen(prisma, createSeals('another-key-of-more-than-32-characters'));
    await expect(assertOpen(prisma, before)).rejects.toThrow(/sealed under the key/);
    await expect(rotateSecrets(prisma, before)).rejects.toThrow(/sealed under the key/);
    expect(await rotateSecrets(prisma, createSeals(SECRET_KEY, 'another-key-of-more-than-32-characters'))).toBe(kept);
  });
});
