// A person in Slack: signed requests as Slack sends them, answers read as Slack would show them.

import { createHmac, randomUUID } from 'node:crypto';
import { SIGNING_SECRET, type TestBot } from '../bot.ts';
import type { FakeSlack } from '../fake-slack.ts';
import { SLACK_BOT, SLACK_CHANNEL, SLACK_LEAD, slackId } from '../ids.ts';
import { type Driver, inWords, type OpenedForm, type Seen, type Values } from '../seen.ts';
import { until } from '../until.ts';

type Thing = Record<string, unknown>;

/** One signed request. @param skew seconds that the time stamp is off */
export async function slackRequest(
  url: string,
  body: string,
  {
    type = 'application/x-www-form-urlencoded',
    skew = 0,
    secret = SIGNING_SECRET,
    headers = {},
  }: { type?: string; skew?: number; secret?: string; headers?: Record<string, string> } = {},
): Promise<Response> {
  const stamp = Math.floor(Date.now() / 1000) + skew;
  const signature = `v0=${createHmac('sha256', secret).update(`v0:${stamp}:${body}`).digest('hex')}`;
  return fetch(`${url}/slack/events`, {
    method: 'POST',
    headers: {
      'content-type': type,
      'x-slack-request-timestamp': String(stamp),
      'x-slack-signature': signature,
      ...headers,
    },
    body,
  });
}

/** A message's time and number, by which Slack knows it. */
let messages = 0;
export function slackTs(): string {
  messages += 1;
  return `${1_764_000_000 + messages}.${String(messages).padStart(6, '0')}`;
}

/** Text as Slack puts it into a payload. */
export const slackEscape = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** The same, with people whom the client has offered and somebody has chosen: <@U123|name>. */
const slackTyped = (text: string): string => slackEscape(text).replace(/&lt;(@[UW][A-Z0-9]+(?:\|[^&]*)?)&gt;/g, '<$1>');

/** What stands around every event (docs.slack.dev/apis/events-api, "Event type structure"). */
export const slackEnvelope = (team: string, event: Thing): Thing => ({
  token: 'Shh_its_a_seekrit',
  team_id: team,
  context_team_id: team,
  context_enterprise_id: null,
  api_app_id: 'A0PEOPLEZONE',
  event: { client_msg_id: randomUUID(), team, blocks: [], event_ts: event['ts'], ...event },
  type: 'event_callback',
  event_id: `Ev${randomUUID().slice(0, 8)}`,
  event_time: 1_764_000_000,
  authorizations: [
    { enterprise_id: null, team_id: team, user_id: SLACK_BOT, is_bot: true, is_enterprise_install: false },
  ],
  is_ext_shared_channel: false,
  event_context: '4-eyJldCI6Im1lc3NhZ2UifQ',
});

export function slashBody(
  bot: TestBot,
  user: string,
  text: string,
  trigger: string,
  channel = SLACK_CHANNEL,
): URLSearchParams {
  return new URLSearchParams({
    command: '/pz',
    text,
    team_id: bot.slack.team,
    team_domain: 'test',
    user_id: user,
    user_name: user.toLowerCase(),
    channel_id: channel,
    channel_name: channel.startsWith('D') ? 'directmessage' : channel.startsWith('G') ? 'privategroup' : 'new-parks',
    trigger_id: trigger,
    response_url: bot.slack.responseUrl(),
    api_app_id: 'A0',
    token: 'x',
  });
}

export function seenInSlack(message: Thing, isPrivate: boolean): Seen {
  const blocks = Array.isArray(message['blocks']) ? (message['blocks'] as Thing[]) : [];
  const words: string[] = [];
  const collect = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(collect);
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if ((key === 'text' || key === 'title' || key === 'label') && typeof inner === 'string') words.push(inner);
      else if (key !== 'value') collect(inner);
    }
  };
  collect(blocks.filter((block) => block['type'] !== 'actions'));
  const buttons = blocks
    .filter((block) => block['type'] === 'actions')
    .flatMap((block) =>
      (block['elements'] as Thing[]).map((raw) => ({ label: String((raw['text'] as Thing)['text']), raw })),
    );
  return { words: inWords(words) || String(message['text']), buttons, isPrivate };
}

export function slackDriver(bot: TestBot, user = SLACK_LEAD, channel = SLACK_CHANNEL): Driver {
  const { slack, url } = bot;
  /** What Slack sends with every interaction (docs.slack.dev/reference/interaction-payloads). */
  const base = () => ({
    team: { id: slack.team, domain: 'test' },
    user: { id: user, username: user.toLowerCase(), name: user.toLowerCase(), team_id: slack.team },
    api_app_id: 'A0PEOPLEZONE',
    token: 'Shh_its_a_seekrit',
    enterprise: null,
    is_enterprise_install: false,
  });

  async function slash(words: string, trigger: string): Promise<Thing> {
    const body = slashBody(bot, user, slackTyped(words), trigger, channel);
    const response = await slackRequest(url, body.toString());
    if (response.status !== 200) throw new Error(`Slack was answered ${response.status}`);
    const text = await response.text();
    const answer: Thing = text === '' ? {} : JSON.parse(text);
    if (!String(answer['text']).startsWith('Working on it')) return answer;
    // As somebody does who waits for it: on a slow machine the answer comes later, through the response's own address.
    return until(
      `a late answer to "${words}"`,
      () => slack.responses.find(({ url: to }) => to === body.get('response_url'))?.body,
    );
  }

  async function send(payload: Thing): Promise<Thing> {
    const response = await slackRequest(url, new URLSearchParams({ payload: JSON.stringify(payload) }).toString());
    if (response.status !== 200) throw new Error(`Slack was answered ${response.status}`);
    const text = await response.text();
    return text === '' ? {} : JSON.parse(text);
  }

  const pressPayload = (card: Seen, label: string, trigger: string, responseUrl: string): Thing => {
    const button = card.buttons.find((entry) => entry.label === label);
    if (button === undefined)
      throw new Error(
        `No button "${label}" among ${card.buttons.map((entry) => entry.label).join(', ')} on: ${card.words}`,
      );
    return {
      type: 'block_actions',
      ...base(),
      channel: { id: channel, name: 'new-parks' },
      container: {
        type: 'message',
        message_ts: card.id ?? slackTs(),
        channel_id: channel,
        is_ephemeral: card.isPrivate,
      },
      ...(card.isPrivate
        ? {}
        : { message: { type: 'message', ts: card.id ?? slackTs(), bot_id: 'B0PEOPLEZON', text: '', blocks: [] } }),
      state: { values: {} },
      trigger_id: trigger,
      response_url: responseUrl,
      actions: [
        {
          type: 'button',
          action_id: button.raw['action_id'],
          value: button.raw['value'],
          block_id: 'b1',
          text: button.raw['text'],
          action_ts: slackTs(),
        },
      ],
    };
  };

  async function formAfter(act: () => Promise<unknown>): Promise<OpenedForm> {
    const before = slack.views.length;
    await act();
    const opened = await until('a modal', () => slack.views[before]);
    return readView(opened.view, []);
  }

  return {
    platform: 'slack',
    async command(words, act = randomUUID()) {
      return seenInSlack(await slash(words, act), true);
    },
    openForm: (words) => formAfter(() => slash(words, randomUUID())),
    async press(card, label, act = randomUUID()) {
      const responseUrl = slack.responseUrl();
      const before = slack.responses.length;
      await send(pressPayload(card, label, act, responseUrl));
      const answer = await until(`an answer to "${label}"`, () =>
        slack.responses.slice(before).find((entry) => entry.url === responseUrl),
      );
      return seenInSlack(answer.body, true);
    },
    pressForForm: (card, label) => formAfter(() => send(pressPayload(card, label, randomUUID(), slack.responseUrl()))),
    async submit(form, changes) {
      const before = slack.posts.length;
      const view = form.raw;
      const state = stateOf(slack, view, form, changes);
      const answer = await send({
        type: 'view_submission',
        ...base(),
        view: {
          id: slackId('T', randomUUID()).replace('T', 'V'),
          hash: `${Date.now()}.${randomUUID().slice(0, 8)}`,
          type: 'modal',
          blocks: view['blocks'],
          callback_id: view['callback_id'],
          private_metadata: view['private_metadata'],
          state: { values: state },
        },
      });
      if (answer['response_action'] === 'errors')
        return readView(view, Object.values(answer['errors'] as Record<string, string>));
      const post = await until('an answer to the form', () =>
        slack.posts.slice(before).find((entry) => entry.user === user || entry.channel === slack.chatWith(user)),
      );
      return seenInSlack({ ...post }, true);
    },
    logThis: (text) =>
      formAfter(() =>
        send({
          type: 'message_action',
          callback_id: 'log.this',
          ...base(),
          channel: { id: channel, name: 'new-parks' },
          message: { text: slackEscape(text), ts: slackTs(), user: slackId('U', 'other') },
          trigger_id: randomUUID(),
          response_url: slack.responseUrl(),
        }),
      ),
    async reply(card, words) {
      const before = slack.posts.length;
      const event = {
        type: 'app_mention',
        user,
        text: `<@${SLACK_BOT}> ${slackEscape(words)}`,
        channel,
        ts: slackTs(),
        thread_ts: card.id,
      };
      const body = JSON.stringify(slackEnvelope(slack.team, event));
      const response = await slackRequest(url, body, { type: 'application/json' });
      if (response.status !== 200) throw new Error(`Slack was answered ${response.status}`);
      const post = await until('an answer in the thread', () =>
        slack.posts.slice(before).find((entry) => entry.user === user && entry.thread === card.id),
      );
      return seenInSlack({ ...post }, true);
    },
    async say(words) {
      const ts = slackTs();
      const event = { type: 'message', channel_type: 'channel', user, text: slackEscape(words), channel, ts };
      const body = JSON.stringify(slackEnvelope(slack.team, event));
      const response = await slackRequest(url, body, { type: 'application/json' });
      if (response.status !== 200) throw new Error(`Slack was answered ${response.status}`);
      return ts;
    },
    async thread(card) {
      return slack.posts
        .filter((post) => post.thread === card.id && post.user === undefined)
        .map((post) => seenInSlack({ ...post }, false));
    },
    async channel() {
      return slack.posts
        .filter(
          (post) => post.channel === channel && post.user === undefined && post.thread === undefined && !post.deleted,
        )
        .map((post) => ({ ...seenInSlack({ ...post }, false), id: post.ts }));
    },
    async inbox() {
      return slack.posts
        .filter((post) => post.channel === slack.chatWith(user) && post.user === undefined)
        .map((post) => seenInSlack({ ...post }, false));
    },
    complaints: () => slack.complaints,
  };
}

function readView(view: Thing, errors: string[]): OpenedForm {
  const fields: OpenedForm['fields'] = {};
  for (const block of view['blocks'] as Thing[]) {
    if (block['type'] !== 'input') continue;
    const element = block['element'] as Thing;
    const initial =
      (element['initial_option'] as Thing | undefined)?.['value'] ??
      (element['initial_options'] as Thing[] | undefined)?.map((option) => option['value']);
    fields[String(element['action_id'])] ??= {
      label: String((block['label'] as Thing)['text']),
      value: element['initial_value'] ?? initial ?? element['initial_date'],
    };
  }
  return { title: String((view['title'] as Thing)['text']), fields, errors, raw: view };
}

/** What Slack would send of a modal, field by field, as the person left it. */
function stateOf(slack: FakeSlack, view: Thing, form: OpenedForm, changes: Values): Record<string, Thing> {
  const state: Record<string, Thing> = {};
  for (const block of view['blocks'] as Thing[]) {
    if (block['type'] !== 'input') continue;
    const element = block['element'] as Thing;
    const name = String(element['action_id']);
    const value = changes[name] ?? form.fields[name]?.value;
    const type = String(element['type']);
    const option = (entry: unknown) => ({
      text: { type: 'plain_text', text: String(entry), emoji: true },
      value: String(entry),
    });
    const held =
      type === 'checkboxes' || type === 'multi_static_select'
        ? { selected_options: (Array.isArray(value) ? value : []).map(option) }
        : type === 'static_select'
          ? { selected_option: value === undefined ? null : option(value) }
          : type === 'datepicker'
            ? { selected_date: value ?? null }
            : type === 'file_input'
              ? { files: value === undefined ? [] : [slack.keepFile(String(value))] }
              : { value: value === undefined ? null : String(value) };
    state[String(block['block_id'])] = { [name]: { type, ...held } };
  }
  return state;
}
