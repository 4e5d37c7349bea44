// A person in Teams: raw activities as Teams sends them, answers read from the connector and from invokes.

import { TEAMS_TENANT, type TestBot } from '../bot.ts';
import { cardProblems } from '../fake-connector.ts';
import { aadOf, TEAMS_BOT, TEAMS_CHANNEL, teamsChannel, teamsMember, teamsMessageId, teamsPersonal } from '../ids.ts';
import { type Driver, inWords, type OpenedForm, type Seen } from '../seen.ts';
import { until } from '../until.ts';

type Thing = Record<string, unknown>;

export function seenInTeams(card: Thing, isPrivate: boolean): Seen {
  const words: string[] = [];
  const buttons: Seen['buttons'] = [];
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(walk);
    if (typeof value !== 'object' || value === null) return;
    const thing = value as Thing;
    if (typeof thing['type'] === 'string' && thing['type'].startsWith('Action.')) {
      buttons.push({ label: String(thing['title']), raw: thing });
      if (thing['type'] === 'Action.ShowCard') walk((thing['card'] as Thing)['actions']);
      return;
    }
    if (typeof thing['text'] === 'string') words.push(thing['text']);
    for (const inner of Object.values(thing)) if (typeof inner === 'object') walk(inner);
  };
  walk(card);
  return { words: inWords(words), buttons, isPrivate };
}

export async function teamsRequest(
  url: string,
  activity: Thing,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${url}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(activity),
  });
}

/** As the client shows it: Teams sends it with everything that somebody does. */
const nameOf = (user: string) => `${user} of Teams`;

/** Text as Teams puts it into an activity. */
const escape = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

const TEAM = teamsChannel('the whole team');

/** An activity with all that Teams sends beside what it says. */
export function teamsActivity(
  bot: TestBot,
  user: string,
  more: Thing,
  conversation: Thing = { id: TEAMS_CHANNEL, conversationType: 'channel', isGroup: true },
): Thing {
  const inChannel = String(conversation['id']).includes('@thread.tacv2');
  const [channel = ''] = String(conversation['id']).split(';');
  return {
    id: teamsMessageId(),
    timestamp: '2026-11-24T10:00:00.000Z',
    localTimestamp: '2026-11-24T10:00:00.000+00:00',
    localTimezone: 'Europe/London',
    locale: 'en-GB',
    channelId: 'msteams',
    serviceUrl: bot.connector.serviceUrl,
    from: { id: teamsMember(user), aadObjectId: aadOf(user), name: nameOf(user) },
    recipient: { id: TEAMS_BOT, name: 'People Zones' },
    conversation: { tenantId: TEAMS_TENANT, ...conversation },
    channelData: {
      tenant: { id: TEAMS_TENANT },
      ...(inChannel && conversation['conversationType'] === 'channel'
        ? { teamsChannelId: channel, teamsTeamId: TEAM, channel: { id: channel }, team: { id: TEAM } }
        : {}),
    },
    // Every message comes with its markup too.
    ...(more['type'] === 'message' && more['attachments'] === undefined
      ? {
          textFormat: 'plain',
          attachments: [{ contentType: 'text/html', content: `<p>${String(more['text'] ?? '')}</p>` }],
        }
      : {}),
    ...more,
    entities: [
      { type: 'clientInfo', locale: 'en-GB', country: 'GB', platform: 'iOS', timezone: 'Europe/London' },
      ...(Array.isArray(more['entities']) ? more['entities'] : []),
    ],
  };
}

/** @param home the tenant of a guest, if that is another one */
export function teamsDriver(bot: TestBot, user = 'lead', home?: string): Driver {
  const { connector, url } = bot;
  const member = teamsMember(user);
  const from = { id: member, aadObjectId: aadOf(user), name: nameOf(user), ...(home && { tenantId: home }) };

  async function invoke(name: string, value: Thing, id: string = teamsMessageId()): Promise<Thing> {
    const response = await teamsRequest(url, teamsActivity(bot, user, { type: 'invoke', from, name, value, id }));
    if (response.status !== 200) throw new Error(`Teams was answered ${response.status}`);
    const text = await response.text();
    if (text === '' || text === '{}')
      throw new Error('An invoke was answered with nothing: Teams would show an error and send it again');
    return JSON.parse(text);
  }

  const buttonOf = (card: Seen, label: string): Thing => {
    const found = card.buttons.find((entry) => entry.label === label);
    if (found === undefined)
      throw new Error(
        `No button "${label}" among ${card.buttons.map((entry) => entry.label).join(', ')} on: ${card.words}`,
      );
    return found.raw;
  };

  const privatePosts = () => connector.posts.filter((post) => post.targeted === member);

  function readDialog(answer: Thing): OpenedForm {
    const task = answer['task'] as Thing;
    if (task['type'] !== 'continue') throw new Error(`No dialog: ${JSON.stringify(task)}`);
    const value = task['value'] as Thing;
    const card = (value['card'] as Thing)['content'] as Thing;
    const problems = cardProblems(card);
    if (problems.length > 0) connector.complaints.push(...problems);
    const fields: OpenedForm['fields'] = {};
    for (const element of card['body'] as Thing[]) {
      if (!String(element['type']).startsWith('Input.')) continue;
      const name = String(element['id']).split(':')[2] ?? '';
      const held = element['value'];
      fields[name] = {
        label: String(element['label'] ?? element['title']),
        value:
          element['isMultiSelect'] === true
            ? String(held ?? '')
                .split(',')
                .filter((entry) => entry !== '')
            : held,
      };
    }
    const errors = (card['body'] as Thing[])
      .filter((element) => JSON.stringify(element).includes('"color":"Attention"'))
      .map((element) => seenInTeams(element, true).words);
    return { title: String(value['title']), fields, errors, raw: card };
  }

  async function say(words: string, id: string, thread?: string): Promise<number> {
    const before = privatePosts().length;
    const response = await teamsRequest(
      url,
      teamsActivity(
        bot,
        user,
        {
          type: 'message',
          from,
          id,
          text: `<at>People Zones</at>&nbsp;${thread === undefined ? '/' : ''}${escape(words)}`,
          recipient: { id: TEAMS_BOT, name: 'People Zones', ...(thread === undefined ? { isTargeted: true } : {}) },
          entities: [
            { type: 'mention', text: '<at>People Zones</at>', mentioned: { id: TEAMS_BOT, name: 'People Zones' } },
          ],
        },
        {
          id: thread === undefined ? TEAMS_CHANNEL : `${TEAMS_CHANNEL};messageid=${thread}`,
          conversationType: 'channel',
        },
      ),
    );
    if (response.status !== 200) throw new Error(`Teams was answered ${response.status}`);
    return before;
  }

  return {
    platform: 'teams',
    async command(words, act = teamsMessageId()) {
      const before = await say(words, act);
      const post = await until(`an answer to ${words.slice(0, 40)}`, () => privatePosts()[before]);
      return seenInTeams(post.card, true);
    },
    async openForm(words) {
      const before = await say(words, teamsMessageId());
      const post = await until('a card with the form’s button', () => privatePosts()[before]);
      const seen = seenInTeams(post.card, true);
      const opener = seen.buttons.find((entry) => entry.raw['type'] === 'Action.Submit');
      return readDialog(await invoke('task/fetch', { data: opener?.raw['data'] }));
    },
    async press(card, label, act = teamsMessageId()) {
      const button = buttonOf(card, label);
      const target =
        button['type'] === 'Action.ShowCard' ? (((button['card'] as Thing)['actions'] as Thing[])[0] ?? {}) : button;
      const before = privatePosts().length;
      const answer = await invoke(
        'adaptiveCard/action',
        { action: { type: 'Action.Execute', verb: target['verb'], data: target['data'] } },
        act,
      );
      if (String(answer['type']).endsWith('adaptive')) {
        connector.complaints.push(...cardProblems(answer['value']));
        return seenInTeams(answer['value'] as Thing, true);
      }
      const post = await until('the answer beside the card', () => privatePosts()[before]);
      return seenInTeams(post.card, true);
    },
    async pressForForm(card, label) {
      return readDialog(await invoke('task/fetch', { data: buttonOf(card, label)['data'] }));
    },
    async submit(form, changes) {
      const before = privatePosts().length;
      const action = (form.raw['actions'] as Thing[])[0] ?? {};
      const data: Thing = { ...(action['data'] as Thing) };
      for (const element of form.raw['body'] as Thing[]) {
        if (!String(element['type']).startsWith('Input.')) continue;
        const name = String(element['id']).split(':')[2] ?? '';
        const value = changes[name] ?? form.fields[name]?.value;
        if (value !== undefined) data[String(element['id'])] = Array.isArray(value) ? value.join(',') : String(value);
      }
      const answer = await invoke('task/submit', { data });
      if ((answer['task'] as Thing)['type'] === 'continue') return readDialog(answer);
      const post = await until('an answer to the form', () => privatePosts()[before]);
      return seenInTeams(post.card, true);
    },
    async logThis(text) {
      return readDialog(
        await invoke('composeExtension/fetchTask', {
          commandId: 'log.this',
          messagePayload: { body: { contentType: 'html', content: `<div><p>${escape(text)}</p></div>` } },
        }),
      );
    },
    async say(words) {
      const id = teamsMessageId();
      const response = await teamsRequest(
        url,
        teamsActivity(bot, user, { type: 'message', from, id, text: escape(words) }),
      );
      if (response.status !== 200) throw new Error(`Teams was answered ${response.status}`);
      return id;
    },
    async reply(card, words) {
      const before = await say(words, teamsMessageId(), card.id);
      const post = await until('an answer in the thread', () => privatePosts()[before]);
      return seenInTeams(post.card, true);
    },
    async thread(card) {
      return connector.posts
        .filter((post) => post.targeted === undefined && post.conversation === `${TEAMS_CHANNEL};messageid=${card.id}`)
        .map((post) => seenInTeams(post.card, false));
    },
    async channel() {
      return connector.posts
        .filter((post) => post.targeted === undefined && post.conversation === TEAMS_CHANNEL)
        .map((post) => ({ ...seenInTeams(post.card, false), id: post.id }));
    },
    async inbox() {
      return connector.posts
        .filter(
          (post) =>
            post.conversation === connector.opened.get(aadOf(user)) || post.conversation === teamsPersonal(user),
        )
        .map((post) => seenInTeams(post.card, false));
    },
    complaints: () => connector.complaints,
  };
}
