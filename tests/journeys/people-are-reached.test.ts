// What is meant for one person is kept where they will read it, goes to them alone, and finds them again when they come back.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inBackground } from '../../src/delivery/once.ts';
import { startTestBot, type TestBot } from '../support/bot.ts';
import { slackDriver, slackRequest, slackTs, slashBody } from '../support/drivers/slack.ts';
import { teamsActivity, teamsDriver, teamsRequest } from '../support/drivers/teams.ts';
import {
  aadOf,
  SLACK_CHANNEL,
  SLACK_LEAD,
  SLACK_TEAM,
  slackId,
  TEAMS_BOT,
  TEAMS_CHANNEL,
  TEAMS_TENANT,
  teamsChannel,
  teamsMeeting,
  teamsMember,
  teamsPersonal,
} from '../support/ids.ts';
import { until } from '../support/until.ts';

let bot: TestBot;
let partnershipId: string;

beforeAll(async () => {
  bot = await startTestBot({ scheduled: false });
  bot.slack.users.set(SLACK_LEAD, { real_name: 'Lee Lead', tz: 'Europe/Lisbon' });
  partnershipId = (await bot.database.prisma.partnership.findFirstOrThrow()).id;
});

afterAll(async () => {
  await bot?.stop();
});

beforeEach(() => {
  bot.slack.complaints.length = 0;
  bot.connector.complaints.length = 0;
  bot.slack.away.clear();
});

/** A notice to somebody in private, as digests, reminders and asks are. */
const notify = (words: string, to: { platform: string; tenant: string; user: string }) =>
  inBackground(bot.database.prisma, partnershipId, (effect) =>
    effect.tell(to, { summary: words, blocks: [{ kind: 'heading', text: [{ kind: 'text', text: words }] }] }),
  );
const toLead = (words: string) => notify(words, { platform: 'slack', tenant: SLACK_TEAM, user: SLACK_LEAD });
const deliveryOf = (words: string) =>
  bot.database.prisma.delivery.findFirstOrThrow({ where: { content: { path: ['summary'], equals: words } } });
const settled = (words: string) =>
  until(`what became of ${words}`, async () => {
    const delivery = await deliveryOf(words);
    return delivery.state === 'WAITING' ? undefined : delivery;
  });
const standsIn = (channel: string, words: string) =>
  bot.slack.posts.some((post) => post.channel === channel && post.user === undefined && post.text.includes(words));
const slackEvent = (event: Record<string, unknown>) =>
  slackRequest(
    bot.url,
    JSON.stringify({ type: 'event_callback', team_id: SLACK_TEAM, event_id: randomUUID(), event }),
    { type: 'application/json' },
  );

describe('on Slack', () => {
  it('the second, third and fourth message stand in the private chat like the first, also for who is not looking', async () => {
    bot.slack.away.add(SLACK_LEAD);
    for (const words of ['first notice', 'second notice', 'third notice', 'fourth notice']) {
      await toLead(words);
      expect(await settled(words)).toMatchObject({ state: 'SENT' });
      expect(standsIn(bot.slack.chatWith(SLACK_LEAD), words)).toBe(true);
      expect((await deliveryOf(words)).externalId).not.toBeNull();
    }
    expect(bot.slack.complaints).toEqual([]);
  });

  it('a command typed in two colleagues’ chat is answered there and then, and changes nothing of where they are reached', async () => {
    const theirs = bot.slack.chatOfOthers(SLACK_LEAD, slackId('U', 'colleague'));
    const answer = await slackRequest(
      bot.url,
      slashBody(bot, SLACK_LEAD, 'log Tea in a chat of ours #safe #interaction', randomUUID(), theirs).toString(),
    );
    expect(await answer.text()).toContain('Logged');
    const person = slackDriver(bot, SLACK_LEAD, theirs);
    const form = await person.openForm('log');
    await person.submit(form, { text: 'Spoke with two of us', tool: 'INTERACTION', outcomes: ['SAFE'] });
    await toLead('after a form in their chat');
    expect(await settled('after a form in their chat')).toMatchObject({ state: 'SENT' });
    expect(standsIn(bot.slack.chatWith(SLACK_LEAD), 'after a form in their chat')).toBe(true);
    expect(standsIn(theirs, 'Logged')).toBe(false);
    expect(await bot.database.prisma.conversation.count({ where: { platform: 'slack', externalId: theirs } })).toBe(0);
  });

  it('opening the bot’s page first is no private chat', async () => {
    const user = slackId('U', 'opens home first');
    await slackEvent({
      type: 'app_home_opened',
      user,
      tab: 'home',
      event_ts: slackTs(),
      channel: bot.slack.chatWith(user),
    });
    await notify('to who opened home', { platform: 'slack', tenant: SLACK_TEAM, user });
    expect(await settled('to who opened home')).toMatchObject({ state: 'SENT' });
    expect(standsIn(bot.slack.chatWith(user), 'to who opened home')).toBe(true);
    expect(bot.slack.complaints).toEqual([]);
  });

  it('a private chat that was kept wrongly is opened anew, and what one place refuses stops no other', async () => {
    const { prisma } = bot.database;
    await prisma.conversation.updateMany({
      where: { platform: 'slack', user: SLACK_LEAD, kind: 'personal' },
      data: { externalId: bot.slack.chatOfOthers(SLACK_LEAD, 'somebody') },
    });
    await toLead('by another way');
    expect(await settled('by another way')).toMatchObject({ state: 'SENT' });
    expect(standsIn(bot.slack.chatWith(SLACK_LEAD), 'by another way')).toBe(true);
    expect(
      (await prisma.conversation.findFirstOrThrow({ where: { user: SLACK_LEAD, kind: 'personal' } })).externalId,
    ).toBe(bot.slack.chatWith(SLACK_LEAD));
  });

  it('who cannot be reached is told to their leads, and is reached again as soon as they write', async () => {
    const { prisma } = bot.database;
    const user = slackId('U', 'closed account');
    const zone = await prisma.zone.findFirstOrThrow({ where: { code: 'NP' } });
    const agency = await prisma.agency.findFirstOrThrow();
    const person = await prisma.person.create({
      data: {
        partnershipId,
        agencyId: agency.id,
        name: 'Wren Holloway',
        memberships: { create: { zoneId: zone.id, roleTitle: 'Warden' } },
        identities: { create: { partnershipId, platform: 'slack', tenant: SLACK_TEAM, user } },
      },
      include: { identities: true },
    });
    bot.slack.users.set(user, { real_name: 'Wren Holloway', deleted: true });
    await notify('to a closed account', { platform: 'slack', tenant: SLACK_TEAM, user });
    expect(await settled('to a closed account')).toMatchObject({ state: 'SKIPPED', reason: 'Slack: user_disabled' });
    await until('the leads to be told', () =>
      standsIn(bot.slack.chatWith(SLACK_LEAD), 'Wren Holloway cannot be reached'),
    );
    bot.slack.users.set(user, { real_name: 'Wren Holloway' });
    await slackEvent({
      type: 'message',
      channel_type: 'im',
      channel: bot.slack.chatWith(user),
      user,
      ts: slackTs(),
      text: 'me',
    });
    await until(
      'that they are reached',
      async () =>
        (await prisma.chatIdentity.findUniqueOrThrow({ where: { id: person.identities[0]?.id ?? '' } })).unreachable ===
        null,
    );
    await notify('welcome back', { platform: 'slack', tenant: SLACK_TEAM, user });
    expect(await settled('welcome back')).toMatchObject({ state: 'SENT' });
  });

  it('an archived channel is left alone, and spoken to again when it is opened', async () => {
    const { prisma } = bot.database;
    const stopped = async () =>
      (await prisma.conversation.findFirstOrThrow({ where: { externalId: SLACK_CHANNEL } })).stoppedReason;
    await slackEvent({ type: 'channel_archive', channel: SLACK_CHANNEL, user: SLACK_LEAD, event_ts: slackTs() });
    expect(await stopped()).toBe('it was archived');
    expect(
      (
        await slackDriver(bot, SLACK_LEAD, bot.slack.chatWith(SLACK_LEAD)).command(
          'celebrate The fence is painted in New Parks',
        )
      ).words,
    ).toMatch(/Not to .*it was archived/);
    await slackEvent({ type: 'channel_unarchive', channel: SLACK_CHANNEL, user: SLACK_LEAD, event_ts: slackTs() });
    expect(await stopped()).toBeNull();
    await slackEvent({
      type: 'channel_rename',
      channel: { id: SLACK_CHANNEL, name: 'new-parks-team', created: 1 },
      event_ts: slackTs(),
    });
    expect((await prisma.conversation.findFirstOrThrow({ where: { externalId: SLACK_CHANNEL } })).name).toBe(
      '#new-parks-team',
    );
  });

  it('a name stands for every mention, and everybody’s own clock is known without typing', async () => {
    const user = slackId('U', 'priya');
    bot.slack.users.set(user, { real_name: 'Priya Shah', tz: 'Europe/Lisbon' });
    const person = slackDriver(bot);
    const { prisma } = bot.database;
    await slackEvent({
      type: 'message',
      channel_type: 'im',
      channel: bot.slack.chatWith(SLACK_LEAD),
      user: SLACK_LEAD,
      ts: slackTs(),
      text: `log Tea with <@${user}> and <@${user}|> at <#C0123456789|> :tada: :+1::skin-tone-3: <tel:101|101> &lt;b&gt; #safe #interaction`,
    });
    const kept = await prisma.interaction.findFirstOrThrow({ where: { text: { contains: 'Priya' } } });
    expect(kept.text).toBe('Tea with Priya Shah and Priya Shah at a channel 🎉 👍🏼 101 <b>');
    await person.command('me');
    await until(
      'their clock',
      async () =>
        (await prisma.person.findFirstOrThrow({ where: { identities: { some: { user: SLACK_LEAD } } } })).timeZone ===
        'Europe/Lisbon',
    );
  });

  it('a photo beside the words does not swallow them, nor does /me', async () => {
    const say = (more: Record<string, unknown>, text: string) =>
      slackEvent({
        type: 'message',
        channel_type: 'im',
        channel: bot.slack.chatWith(SLACK_LEAD),
        user: SLACK_LEAD,
        ts: slackTs(),
        text,
        ...more,
      });
    await say(
      { subtype: 'file_share', files: [{ id: 'F1', mimetype: 'image/jpeg' }] },
      'log Litter pick with 5 people #interaction #safe',
    );
    await say({ subtype: 'me_message' }, 'log Mended the swing with 2 people #environment #safe');
    for (const text of ['Litter pick', 'Mended the swing'])
      expect(await bot.database.prisma.interaction.count({ where: { text: { contains: text } } })).toBe(1);
    await until('a word on the picture', () => standsIn(bot.slack.chatWith(SLACK_LEAD), 'nothing of a picture'));
    await say({ user: 'USLACKBOT' }, 'help');
  });

  it('a private channel has no made-up name, and is not linked while the bot is not in it', async () => {
    const channel = slackId('G', 'private');
    const type = async (words: string) =>
      (await slackRequest(bot.url, slashBody(bot, SLACK_LEAD, words, randomUUID(), channel).toString())).text();
    expect(await type('zone link NP')).toContain('I am not in this place');
    bot.slack.channel(channel, { kind: 'private', name: 'np-leads' });
    expect(await type('zone link NP')).toContain('This place now belongs to New Parks');
    expect((await bot.database.prisma.conversation.findFirstOrThrow({ where: { externalId: channel } })).name).toBe(
      '#np-leads',
    );
    await bot.database.prisma.zonePlace.deleteMany({ where: { conversation: { externalId: channel } } });
  });
});

describe('on Teams', () => {
  const send = (user: string, more: Record<string, unknown>, conversation: Record<string, unknown>) =>
    teamsRequest(bot.url, teamsActivity(bot, user, more, conversation));
  const mention = (words: string) => ({
    type: 'message',
    text: `<at>People Zones</at>&nbsp;${words}`,
    entities: [{ type: 'mention', text: '<at>People Zones</at>', mentioned: { id: TEAMS_BOT, name: 'People Zones' } }],
  });

  it('a personal chat of real length is answered, and what comes later goes there', async () => {
    const chat = teamsPersonal('lead');
    expect(
      (
        await send(
          'lead',
          { type: 'message', text: 'log Tea on Teams #safe #interaction' },
          { id: chat, conversationType: 'personal' },
        )
      ).status,
    ).toBe(200);
    await until('the answer', () => bot.connector.posts.find((post) => post.conversation === chat));
    await notify('later on Teams', { platform: 'teams', tenant: TEAMS_TENANT, user: aadOf('lead') });
    expect(await settled('later on Teams')).toMatchObject({ state: 'SENT' });
    expect(bot.connector.posts.some((post) => post.conversation === chat && post.summary === 'later on Teams')).toBe(
      true,
    );
    await until('their clock and language', async () => {
      const account = await bot.database.prisma.chatIdentity.findFirstOrThrow({ where: { user: aadOf('lead') } });
      return account.timeZone === 'Europe/London' && account.language === 'en-GB';
    });
    expect(bot.connector.complaints).toEqual([]);
  });

  it.each([
    ['says isGroup', { id: TEAMS_CHANNEL, isGroup: true }],
    ['says nothing but its id', { id: TEAMS_CHANNEL }],
    ['is a thread of it', { id: `${TEAMS_CHANNEL};messageid=1764000000001`, isGroup: true }],
    ['is a meeting’s chat', { id: teamsMeeting('weekly') }],
    ['has an id of a kind that we do not know', { id: `19:${'x'.repeat(44)}@thread.v2` }],
  ])('a channel is nobody’s private chat when the activity %s', async (_, conversation) => {
    const before = bot.connector.posts.length;
    const stranger = `stranger ${String(conversation.id).slice(0, 30)}`;
    expect((await send(stranger, mention('help'), conversation)).status).toBe(200);
    const answer = await until('an answer', () => bot.connector.posts[before]);
    expect(answer.targeted).toBe(teamsMember(stranger));
    // Without a mention it is not for us.
    await send(stranger, { type: 'message', text: 'Hi' }, conversation);
    const [id = ''] = String(conversation.id).split(';');
    const kept = await bot.database.prisma.conversation.findFirst({ where: { externalId: id } });
    expect(kept?.kind).not.toBe('personal');
    expect(kept?.user ?? null).toBeNull();
    expect(bot.connector.posts.length).toBe(before + 1);
  });

  it('two colleagues’ own chat is not the bot’s, though Teams calls it personal', async () => {
    const theirs = `19:${aadOf('lead')}_${aadOf('other')}@unq.gbl.spaces`;
    await send(
      'lead',
      {
        type: 'invoke',
        name: 'composeExtension/fetchTask',
        value: { commandId: 'log.this', messagePayload: { body: { content: 'Tea' } } },
      },
      { id: theirs, conversationType: 'personal' },
    );
    await notify('not to the colleagues', { platform: 'teams', tenant: TEAMS_TENANT, user: aadOf('lead') });
    await settled('not to the colleagues');
    expect(bot.connector.posts.some((post) => post.conversation === theirs)).toBe(false);
  });

  it('an unknown tenant is answered in words, and nothing of it is kept', async () => {
    const before = bot.connector.posts.length;
    const receipts = await bot.database.prisma.eventReceipt.count();
    const tenant = '99999999-2222-4333-8444-555555555555';
    const conversation = { id: teamsPersonal('foreign'), conversationType: 'personal', tenantId: tenant };
    expect(
      (await send('foreign', { type: 'message', text: 'help', channelData: { tenant: { id: tenant } } }, conversation))
        .status,
    ).toBe(200);
    const answer = await until('an answer', () => bot.connector.posts[before]);
    expect(answer.summary).toContain('not part of the partnership');
    expect(await bot.database.prisma.conversation.count({ where: { tenant } })).toBe(0);
    expect(await bot.database.prisma.eventReceipt.count()).toBe(receipts);
  });

  it('a channel that the bot was taken out of is not linked', async () => {
    const channel = teamsChannel('closed');
    bot.connector.closed.add(channel);
    const before = bot.connector.posts.length;
    await send('lead', mention('zone link NP'), { id: channel, conversationType: 'channel' });
    // Where it cannot speak, it says so in the private chat.
    const answer = await until('an answer', () =>
      bot.connector.posts.slice(before).find((post) => post.summary.includes('not in this place')),
    );
    expect(answer.conversation).not.toBe(channel);
  });

  it('speaks Teams’ words', async () => {
    const help = await teamsDriver(bot).command('help');
    expect(help.words).toContain('In a channel or group chat, mention me first');
    expect(help.words).not.toContain('/pz');
    expect((await slackDriver(bot).command('help')).words).toContain('/pz log');
  });
});

it('no id is too long, on either platform, in and out again', async () => {
  const long = (start: string, end = '') => `${start}${'x'.repeat(500 - start.length - end.length)}${end}`;
  const user = long('29:');
  const { prisma } = bot.database;
  const identity = await prisma.chatIdentity.findFirstOrThrow({ where: { user: aadOf('lead') } });
  await prisma.chatIdentity.create({
    data: { partnershipId, platform: 'teams', tenant: TEAMS_TENANT, user, personId: identity.personId },
  });
  const activity = (more: Record<string, unknown>, conversation: Record<string, unknown>) => ({
    ...teamsActivity(bot, 'lead', more, conversation),
    id: long('1'),
    from: { id: user, name: 'Long' },
  });
  for (const [more, conversation] of [
    [
      { type: 'message', text: 'log Tea by a long way #safe #interaction' },
      { id: long('a:'), conversationType: 'personal' },
    ],
    [
      {
        type: 'message',
        text: '/problem Long ids in the way every day #safe',
        recipient: { id: TEAMS_BOT, isTargeted: true },
      },
      { id: long('19:', '@thread.tacv2'), conversationType: 'channel' },
    ],
  ] as const)
    expect((await teamsRequest(bot.url, activity(more, conversation))).status).toBe(200);
  expect(await prisma.interaction.count({ where: { text: { contains: 'by a long way' } } })).toBe(1);
  await notify('by a long way out', { platform: 'teams', tenant: TEAMS_TENANT, user });
  await settled('by a long way out');
  const channel = long('C');
  const answer = await slackRequest(
    bot.url,
    slashBody(
      bot,
      SLACK_LEAD,
      'log Tea in a long channel #safe #interaction in New Parks',
      long('trigger'),
      channel,
    ).toString(),
  );
  expect(await answer.text()).toContain('Logged');
  const lanes = await prisma.delivery.findMany({ select: { lane: true } });
  for (const { lane } of lanes) expect(lane.length).toBeLessThan(60);
});
