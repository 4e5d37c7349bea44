// What somebody recorded in a meeting follows what becomes of their message: changed, it is corrected; taken back, it is struck.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestBot, type TestBot } from '../support/bot.ts';
import { consoleDriver } from '../support/drivers/console.ts';
import { slackDriver, slackRequest } from '../support/drivers/slack.ts';
import { teamsActivity, teamsDriver, teamsRequest } from '../support/drivers/teams.ts';
import { SLACK_BOT, SLACK_CHANNEL, SLACK_LEAD, SLACK_TEAM } from '../support/ids.ts';
import { gather } from '../support/story.ts';
import { until } from '../support/until.ts';

let bot: TestBot;

beforeAll(async () => {
  bot = await startTestBot({ scheduled: false });
  await gather(bot);
  await consoleDriver(bot, 'tom-hartshorn').command('meeting start');
});

afterAll(async () => {
  await bot?.stop();
});

const entry = (text: string) =>
  until(`the line "${text}"`, () =>
    bot.database.prisma.meetingEntry.findFirst({ where: { text, kind: { not: 'CORRECTED' } } }),
  );
const entryThat = (start: string) =>
  until(`a line that begins with "${start}"`, () =>
    bot.database.prisma.meetingEntry.findFirst({ where: { text: { startsWith: start }, kind: { not: 'CORRECTED' } } }),
  );
const lineOf = (id: string) => bot.database.prisma.meetingEntry.findUnique({ where: { id } });
const reads = (id: string, text: string) =>
  until(`the line to read "${text}"`, async () => (await lineOf(id))?.text === text);
const struck = (id: string) => until('the line to be struck', async () => (await lineOf(id))?.struckAt);
const event = (inner: Record<string, unknown>) =>
  slackRequest(
    bot.url,
    JSON.stringify({ type: 'event_callback', team_id: SLACK_TEAM, event_id: randomUUID(), event: inner }),
    { type: 'application/json' },
  );

describe('on Slack', () => {
  const change = (ts: string, before: string, after: string, more: Record<string, unknown> = {}) =>
    event({
      type: 'message',
      subtype: 'message_changed',
      channel: SLACK_CHANNEL,
      channel_type: 'channel',
      ts: '1764009999.000001',
      message: {
        type: 'message',
        user: SLACK_LEAD,
        text: after,
        ts,
        edited: { user: SLACK_LEAD, ts: '1764009999.000000' },
        ...more,
      },
      previous_message: { type: 'message', user: SLACK_LEAD, text: before, ts },
    });

  it('corrects the line, keeps what stood there, and says so to its author', async () => {
    const ts = await slackDriver(bot).say('#decision Close the alley gate');
    const said = await entry('Close the alley gate');
    expect((await change(ts, '#decision Close the alley gate', '#decision Close the alley gate at night')).status).toBe(
      200,
    );
    await reads(said.id, 'Close the alley gate at night');
    expect(
      await bot.database.prisma.meetingEntry.count({
        where: { kind: 'CORRECTED', meetingId: said.meetingId, text: { contains: 'Close the alley gate' } },
      }),
    ).toBe(1);
    await until('a word to the author', () =>
      bot.slack.posts.find((post) => post.user === SLACK_LEAD && post.text.includes('Decision corrected')),
    );
    // The same again, as Slack repeats, and what Slack adds itself, change nothing.
    await change(ts, '#decision Close the alley gate', '#decision Close the alley gate at night');
    await change(ts, '#decision Close the alley gate at night', '#decision Close the alley gate at night');
    expect(
      await bot.database.prisma.meetingEntry.count({ where: { kind: 'CORRECTED', meetingId: said.meetingId } }),
    ).toBe(1);
  });

  it('names whom a changed line mentions, where Slack tells only an id', async () => {
    const ts = await slackDriver(bot).say('#note Ask about the lights');
    const said = await entry('Ask about the lights');
    await change(ts, '#note Ask about the lights', `#note Ask <@${SLACK_LEAD}> about the lights`);
    await until('the correction', async () => (await lineOf(said.id))?.text !== said.text);
    expect((await lineOf(said.id))?.text).toBe(`Ask @{${SLACK_LEAD}|You (slack)} about the lights`);
  });

  it('strikes a line whose message is gone, and nobody else’s', async () => {
    const ts = await slackDriver(bot).say('#note Bins again');
    const said = await entry('Bins again');
    await event({
      type: 'message',
      subtype: 'message_deleted',
      channel: SLACK_CHANNEL,
      channel_type: 'channel',
      deleted_ts: ts,
      ts: '1764009999.000002',
      previous_message: { user: 'U0SOMEBODY1', text: '#note Bins again', ts },
    });
    expect((await bot.database.prisma.meetingEntry.findUniqueOrThrow({ where: { id: said.id } })).struckAt).toBeNull();
    await event({
      type: 'message',
      subtype: 'message_deleted',
      channel: SLACK_CHANNEL,
      channel_type: 'channel',
      deleted_ts: ts,
      ts: '1764009999.000003',
      previous_message: { user: SLACK_LEAD, text: '#note Bins again', ts },
    });
    await struck(said.id);
  });

  it('does not take new words that the guard stops', async () => {
    const ts = await slackDriver(bot).say('#note Call the family');
    const said = await entry('Call the family');
    await change(ts, '#note Call the family', '#note Call the family on 07700 900123');
    await until('a word to the author', () =>
      bot.slack.posts.find((post) => post.user === SLACK_LEAD && post.text.includes('phone number')),
    );
    expect((await bot.database.prisma.meetingEntry.findUniqueOrThrow({ where: { id: said.id } })).text).toBe(
      'Call the family',
    );
  });

  it('hears a mention that was added by a change, and the change of one that it heard', async () => {
    const mention = (text: string, edited?: string) =>
      event({
        type: 'app_mention',
        channel: SLACK_CHANNEL,
        user: SLACK_LEAD,
        ts: '1764008888.000001',
        text: `<@${SLACK_BOT}> ${text}`,
        ...(edited === undefined ? {} : { edited: { user: SLACK_LEAD, ts: edited } }),
      });
    await mention('#note Lights are out', '1764008889.000001');
    const said = await entry('Lights are out');
    await mention('#note Lights are out on Aikman Avenue', '1764008890.000001');
    await reads(said.id, 'Lights are out on Aikman Avenue');
    expect(
      await bot.database.prisma.meetingEntry.count({ where: { text: { startsWith: 'Lights are out' }, kind: 'NOTE' } }),
    ).toBe(1);
  });
});

it('names whom a line mentions where Teams tells only an id', async () => {
  const { from } = teamsActivity(bot, 'lead', {}) as { from: { aadObjectId: string } };
  const markup = '<at>them</at>';
  const asked = teamsActivity(bot, 'lead', {
    type: 'message',
    text: `#note Ring ${markup} on Monday`,
    entities: [{ type: 'mention', text: markup, mentioned: { id: from.aadObjectId } }],
  });
  expect((await teamsRequest(bot.url, asked)).status).toBe(200);
  expect((await entryThat('Ring')).text).toBe(`Ring @{${from.aadObjectId}|You (teams)} on Monday`);
});

it('on Teams too', async () => {
  const id = await teamsDriver(bot).say('#note The bus is late');
  const said = await entry('The bus is late');
  const update = {
    type: 'messageUpdate',
    id,
    text: '#note The bus is late on Fridays',
    channelData: { tenant: { id: '11111111-2222-4333-8444-555555555555' }, eventType: 'editMessage' },
  };
  expect((await teamsRequest(bot.url, teamsActivity(bot, 'lead', update))).status).toBe(200);
  await reads(said.id, 'The bus is late on Fridays');
  const gone = {
    type: 'messageDelete',
    id,
    channelData: { tenant: { id: '11111111-2222-4333-8444-555555555555' }, eventType: 'softDeleteMessage' },
  };
  expect((await teamsRequest(bot.url, teamsActivity(bot, 'lead', gone))).status).toBe(200);
  await struck(said.id);
  expect(bot.connector.complaints).toEqual([]);
});
