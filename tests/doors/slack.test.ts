// Who gets in from Slack, and what happens when the same thing comes again, comes late or comes broken.

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestBot, type TestBot } from '../support/bot.ts';
import { slackDriver, slackRequest, slackTs, slashBody } from '../support/drivers/slack.ts';
import { SLACK_BOT, SLACK_CHANNEL, SLACK_LEAD } from '../support/ids.ts';
import { until } from '../support/until.ts';

let bot: TestBot;

beforeAll(async () => {
  bot = await startTestBot({ paced: true });
});

afterAll(async () => {
  await bot?.stop();
});

const stored = (text: string) => bot.database.prisma.interaction.count({ where: { text: { contains: text } } });
const log = (text: string, trigger: string = randomUUID()) =>
  slashBody(bot, SLACK_LEAD, `log ${text} #safe #interaction`, trigger).toString();
const event = (inner: Record<string, unknown>, id: string = randomUUID()) =>
  JSON.stringify({
    type: 'event_callback',
    team_id: bot.slack.team,
    api_app_id: 'A0',
    event_id: `Ev${id}`,
    event: inner,
  });
const sendEvent = (inner: Record<string, unknown>, headers: Record<string, string> = {}) =>
  slackRequest(bot.url, event(inner), { type: 'application/json', headers });
const post = (body: string, headers: Record<string, string>) =>
  fetch(`${bot.url}/slack/events`, { method: 'POST', body, headers });

describe('a request that Slack did not send', () => {
  it.each([
    ['is not signed', () => post(log('unsigned'), { 'content-type': 'application/x-www-form-urlencoded' })],
    ['is signed with another secret', () => slackRequest(bot.url, log('forged'), { secret: 'another' })],
    ['is five minutes old', () => slackRequest(bot.url, log('stale'), { skew: -302 })],
    ['comes from the future', () => slackRequest(bot.url, log('future'), { skew: 302 })],
    [
      'has a time stamp that is no number',
      () => slackRequest(bot.url, log('nan'), { headers: { 'x-slack-request-timestamp': 'NaN' } }),
    ],
  ])('gets 401 and has no effect when it %s', async (_, send) => {
    const before = await bot.database.prisma.eventReceipt.count();
    const response = await send();
    expect(response.status).toBe(401);
    expect(await response.text()).toBe('');
    expect(await bot.database.prisma.eventReceipt.count()).toBe(before);
  });

  it('is taken a little off the clock', async () => {
    expect((await slackRequest(bot.url, log('slow clock'), { skew: -290 })).status).toBe(200);
    expect(await stored('slow clock')).toBe(1);
  });
});

describe('a request that is broken', () => {
  it.each([
    ['no JSON', '{"type":', 'application/json', 400],
    ['a payload that is no JSON', 'payload=%7Bx', 'application/x-www-form-urlencoded', 400],
    ['a list', '[]', 'application/json', 400],
  ])('is told so: %s', async (_, body, type, status) => {
    expect((await slackRequest(bot.url, body, { type })).status).toBe(status);
  });

  it('is not read without end', async () => {
    expect((await slackRequest(bot.url, `text=${'x'.repeat(3_000_000)}`)).status).toBe(413);
  });

  it('answers the handshake', async () => {
    const body = JSON.stringify({ type: 'url_verification', challenge: 'abc' });
    expect(await (await slackRequest(bot.url, body, { type: 'application/json' })).json()).toEqual({
      challenge: 'abc',
    });
  });

  it('answers a stale button, a stale form and an unknown shortcut in words', async () => {
    const person = slackDriver(bot);
    const card = {
      words: '',
      isPrivate: true,
      buttons: [{ label: 'Old', raw: { action_id: 'gone.button#0', value: '{}' } }],
    };
    expect((await person.press(card, 'Old')).words).toMatch(/older version/);
    const broken = {
      ...card,
      buttons: [{ label: 'Old', raw: { action_id: 'log.undo#0', value: '{"d":{"id":1}}' } }],
    };
    expect((await person.press(broken, 'Old')).words).toMatch(/older version/);
    const response = await slackRequest(
      bot.url,
      new URLSearchParams({
        payload: JSON.stringify({ type: 'something_new', team: { id: bot.slack.team }, user: { id: SLACK_LEAD } }),
      }).toString(),
    );
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('/pz help');
  });
});

describe('a request that is misshapen, though Slack signed it', () => {
  const interactive = (payload: Record<string, unknown>) =>
    slackRequest(bot.url, new URLSearchParams({ payload: JSON.stringify(payload) }).toString());
  const base = () => ({ team: { id: bot.slack.team }, user: { id: SLACK_LEAD }, trigger_id: randomUUID() });

  it.each<[string, () => Promise<Response>]>([
    [
      'a form without a state',
      () =>
        interactive({ type: 'view_submission', ...base(), view: { id: 'V1', callback_id: 'log.form', state: null } }),
    ],
    [
      'a form with an empty state',
      () => interactive({ type: 'view_submission', ...base(), view: { id: 'V2', callback_id: 'log.form', state: {} } }),
    ],
    ['a form without a view', () => interactive({ type: 'view_submission', ...base() })],
    ['a press without actions', () => interactive({ type: 'block_actions', ...base(), actions: [] })],
    ['a press with a list of nothing', () => interactive({ type: 'block_actions', ...base(), actions: [null] })],
    [
      'a press without a place',
      () =>
        interactive({
          type: 'block_actions',
          ...base(),
          channel: null,
          container: null,
          actions: [{ action_id: 'log.undo#0' }],
        }),
    ],
    [
      'an event of nothing',
      () =>
        slackRequest(bot.url, JSON.stringify({ type: 'event_callback', team_id: bot.slack.team, event: null }), {
          type: 'application/json',
        }),
    ],
    [
      'a file without an address',
      () =>
        interactive({
          type: 'view_submission',
          ...base(),
          view: {
            id: 'V3',
            callback_id: 'measure.import',
            state: {
              values: {
                'f:file': { file: { type: 'file_input', files: [{ id: 'F1', file_access: 'check_file_info' }] } },
              },
            },
          },
        }),
    ],
    ['a form that was closed', () => interactive({ type: 'view_closed', ...base(), view: { id: 'V4' } })],
    ['options for a select of nobody', () => interactive({ type: 'block_suggestion', ...base(), value: 'x' })],
  ])('is refused or answered, never a failure of ours: %s', async (_, send) => {
    expect((await send()).status).toBeLessThan(500);
  });

  it('is told of a certificate, signed or not', async () => {
    expect((await fetch(`${bot.url}/slack/events?ssl_check=1&token=x`)).status).toBe(200);
    expect((await post('ssl_check=1&token=x', { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(
      200,
    );
    expect((await fetch(`${bot.url}/slack/events`)).status).toBe(405);
  });

  it('is not told again of a page that could not be drawn', async () => {
    bot.slack.failNext('views.publish', { error: 'not_enabled' });
    const opened = { type: 'app_home_opened', user: SLACK_LEAD, tab: 'home', event_ts: slackTs() };
    expect((await sendEvent(opened)).status).toBe(200);
    expect((await sendEvent({ ...opened, event_ts: slackTs() })).status).toBe(200);
    await until('the page', () => bot.slack.homes.length > 0);
  });
});

describe('the same thing again', () => {
  it('is one command, and the same answer, when Slack sends it three times at once', async () => {
    const body = log('thrice at once', 'T1');
    const answers = await Promise.all([1, 2, 3].map(async () => (await slackRequest(bot.url, body)).json()));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await stored('thrice at once')).toBe(1);
  });

  it('is one message, and one answer, under other event ids', async () => {
    const message = {
      type: 'message',
      channel_type: 'im',
      channel: bot.slack.chatWith(SLACK_LEAD),
      user: SLACK_LEAD,
      ts: '1764000171.000001',
      text: 'log once in a chat #safe #interaction',
    };
    for (const response of await Promise.all([
      sendEvent(message),
      sendEvent(message),
      sendEvent(message, { 'x-slack-retry-num': '1' }),
    ]))
      expect(response.status).toBe(200);
    expect(await stored('once in a chat')).toBe(1);
    const told = () => bot.slack.posts.filter((entry) => JSON.stringify(entry).includes('once in a chat'));
    await until('the answer', () => told().length === 1);
    expect(
      await bot.database.prisma.delivery.count({
        where: { platform: 'slack', receiptKey: { contains: '1764000171.000001' } },
      }),
    ).toBe(1);
  });

  it('a mention in a thread is answered in the thread, to the person alone', async () => {
    await sendEvent({
      type: 'app_mention',
      channel: SLACK_CHANNEL,
      user: SLACK_LEAD,
      ts: '1764000172.000002',
      thread_ts: '1764000172.000001',
      text: `<@${SLACK_BOT}> log from a thread #safe #interaction`,
    });
    const answer = await until('the answer', () =>
      bot.slack.posts.find((entry) => JSON.stringify(entry).includes('from a thread')),
    );
    expect(answer).toMatchObject({ channel: SLACK_CHANNEL, user: SLACK_LEAD, thread: '1764000172.000001' });
  });

  it.each([
    ['its own words', { bot_id: 'B0', user: SLACK_BOT }],
    ['an edit', { subtype: 'message_changed' }],
    ['a join', { subtype: 'channel_join' }],
  ])('does not answer %s', async (_, more) => {
    const ts = slackTs();
    const text = 'log not for me #safe #interaction';
    const response = await sendEvent({
      type: 'message',
      channel_type: 'im',
      channel: bot.slack.chatWith(SLACK_LEAD),
      user: SLACK_LEAD,
      ts,
      text,
      ...more,
    });
    expect(response.status).toBe(200);
    expect(await stored('not for me')).toBe(0);
    expect(await bot.database.prisma.delivery.count({ where: { receiptKey: { contains: ts } } })).toBe(0);
  });
});

it('says that an event was not received when it could not be stored', async () => {
  const { prisma } = bot.database;
  await prisma.$executeRawUnsafe('ALTER TABLE event_receipt RENAME TO event_receipt_away');
  const message = {
    type: 'message',
    channel_type: 'im',
    channel: bot.slack.chatWith(SLACK_LEAD),
    user: SLACK_LEAD,
    ts: '1764000174.000001',
    text: 'log during trouble #safe #interaction',
  };
  try {
    expect((await sendEvent(message)).status).toBe(500);
    const answer = await (await slackRequest(bot.url, log('typed during trouble'))).json();
    expect(JSON.stringify(answer)).toMatch(/Something went wrong.*[0-9a-f]{8}/);
    expect(JSON.stringify(answer)).not.toMatch(/prisma|relation|at \//i);
  } finally {
    await prisma.$executeRawUnsafe('ALTER TABLE event_receipt_away RENAME TO event_receipt');
  }
  expect((await sendEvent(message)).status).toBe(200);
  expect(await stored('during trouble')).toBe(1);
  expect(bot.slack.complaints).toEqual([]);
});
