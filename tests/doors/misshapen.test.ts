// What a platform may send in a shape that nobody documents: fields that are missing, of another type, empty, far too long, or half
// a character. It is answered and forgotten, or heard without the field; it is no fault of ours, and everybody else is heard on.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Log } from '../../src/process/log.ts';
import { startTestBot, type TestBot } from '../support/bot.ts';
import { slackDriver, slackEnvelope, slackRequest, slackTs } from '../support/drivers/slack.ts';
import { teamsActivity, teamsDriver, teamsRequest } from '../support/drivers/teams.ts';
import { SLACK_BOT, SLACK_CHANNEL, SLACK_LEAD } from '../support/ids.ts';

type Thing = Record<string, unknown>;
type Sent = { door: 'event' | 'interaction' | 'command' | 'teams'; body: Thing };

let bot: TestBot;
const sent: Sent[] = [];
const faults: string[] = [];

beforeAll(async () => {
  const quiet = () => {};
  const fault = (...said: unknown[]) =>
    void faults.push(JSON.stringify(said, (_, each) => (each instanceof Error ? each.stack : each)).slice(0, 1000));
  const log = {
    ...Object.fromEntries(['trace', 'debug', 'info', 'warn'].map((level) => [level, quiet])),
    error: fault,
    fatal: fault,
    child: () => log,
  } as unknown as Log;
  bot = await startTestBot({ scheduled: false, log });
  await record();
}, 60_000);
afterAll(() => bot?.stop());

/** All that two people send who log, undo, fill in forms and chat, as it goes over the wire. */
async function record(): Promise<void> {
  const { fetch } = globalThis;
  globalThis.fetch = (to, init) => {
    if (String(to).startsWith(bot.url) && init?.method === 'POST') sent.push(readSent(String(to), String(init.body)));
    return fetch(to, init);
  };
  try {
    for (const person of [slackDriver(bot), teamsDriver(bot)]) {
      await person.press(await person.command('log Tea with 6 lads #safe'), 'Undo');
      await person.submit(await person.openForm('log'), { text: 'Tea' });
      await person.command('meeting');
      await person.openForm('meeting new');
      await person.logThis('Hello there');
      await person.say('#log Tea with 4 mums #well');
    }
  } finally {
    globalThis.fetch = fetch;
  }
  const line = { user: SLACK_LEAD, text: '#log Tea with 4 #well', ts: slackTs() };
  for (const event of [
    { type: 'app_home_opened', user: SLACK_LEAD, channel: 'D0ABCDEFGHI', tab: 'home' },
    { type: 'message', channel_type: 'im', channel: 'D0ABCDEFGHI', ...line },
    { type: 'message', subtype: 'message_changed', channel: SLACK_CHANNEL, message: line, previous_message: line },
    {
      type: 'message',
      subtype: 'message_deleted',
      channel: SLACK_CHANNEL,
      deleted_ts: line.ts,
      previous_message: line,
    },
    { type: 'member_joined_channel', user: SLACK_LEAD, channel: SLACK_CHANNEL },
    { type: 'channel_rename', channel: { id: SLACK_CHANNEL, name: 'another', created: 1 } },
  ])
    sent.push({ door: 'event', body: slackEnvelope(bot.slack.team, event) });
  for (const activity of [
    { type: 'conversationUpdate', membersAdded: [{ id: '29:x', aadObjectId: 'y' }] },
    { type: 'messageReaction', reactionsAdded: [{ type: 'like' }], replyToId: '1' },
    { type: 'messageUpdate', text: 'log x', channelData: { eventType: 'editMessage' } },
    { type: 'event', name: 'application/vnd.microsoft.meetingStart', value: {} },
    { type: 'invoke', name: 'composeExtension/query', value: { commandId: 'x' } },
  ])
    sent.push({ door: 'teams', body: teamsActivity(bot, 'lead', activity) });
}

function readSent(to: string, body: string): Sent {
  if (to.endsWith('/api/messages')) return { door: 'teams', body: JSON.parse(body) };
  if (body.startsWith('{')) return { door: 'event', body: JSON.parse(body) };
  const form = new URLSearchParams(body);
  const payload = form.get('payload');
  return payload === null
    ? { door: 'command', body: Object.fromEntries(form) }
    : { door: 'interaction', body: JSON.parse(payload) };
}

async function send({ door, body }: Sent): Promise<number> {
  const form = (fields: Record<string, string>) => slackRequest(bot.url, new URLSearchParams(fields).toString());
  const answer =
    door === 'teams'
      ? await teamsRequest(bot.url, body)
      : door === 'event'
        ? await slackRequest(bot.url, JSON.stringify(body), { type: 'application/json' })
        : door === 'interaction'
          ? await form({ payload: JSON.stringify(body) })
          : await form(Object.fromEntries(Object.entries(body).map(([name, value]) => [name, String(value)])));
  await answer.text();
  return answer.status;
}

const GONE = Symbol('gone');
const INSTEAD: unknown[] = [
  GONE,
  null,
  '',
  0,
  -1,
  1e21,
  true,
  {},
  [],
  [[]],
  { id: null },
  'x'.repeat(9000),
  '\u0000',
  '💥\ud800',
  '<@U1|>',
  '__proto__',
  ' '.repeat(300),
];

const placesIn = (value: unknown, at: string[] = []): string[][] =>
  typeof value === 'object' && value !== null
    ? [
        ...(at.length > 0 ? [at] : []),
        ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...at, key])),
      ]
    : [at];

function changed(body: Thing, changes: { place: number; to: unknown }[]): Thing {
  const copy = JSON.parse(JSON.stringify(body)) as Thing;
  for (const { place, to } of changes) {
    const places = placesIn(copy);
    const path = places[place % places.length] ?? [];
    const key = path.at(-1) ?? '';
    const parent = path.slice(0, -1).reduce<unknown>((inner, step) => (inner as Thing | undefined)?.[step], copy);
    if (typeof parent !== 'object' || parent === null) continue;
    if (to === GONE) delete (parent as Thing)[key];
    else (parent as Thing)[key] = structuredClone(to);
  }
  return copy;
}

it('is no fault of ours, whatever stands in it', async () => {
  expect(new Set(sent.map(({ door }) => door)).size).toBe(4);
  const change = fc.record({ place: fc.nat(500), to: fc.constantFrom(...INSTEAD) });
  await fc.assert(
    fc.asyncProperty(
      fc.nat(sent.length - 1),
      fc.array(change, { minLength: 1, maxLength: 3 }),
      async (which, changes) => {
        const one = sent[which] as Sent;
        faults.length = 0;
        const status = await send({ ...one, body: changed(one.body, changes) });
        expect(status).toBeLessThan(500);
        // What the courier is told by the platform afterwards is another matter.
        expect(faults.filter((said) => said.includes('failed'))).toEqual([]);
      },
    ),
    { numRuns: 400 },
  );
  expect((await slackDriver(bot).command('log Tea with 9 lads #safe')).words).toContain('Logged in New Parks');
});

it('half an emoji is kept as what is left of it', async () => {
  const event = {
    type: 'app_mention',
    channel: SLACK_CHANNEL,
    user: SLACK_LEAD,
    text: `<@${SLACK_BOT}> log Tea with 5 lads HALF #well`,
    ts: slackTs(),
  };
  const body = JSON.stringify(slackEnvelope(bot.slack.team, event)).replace('HALF', '\\ud83d');
  expect((await slackRequest(bot.url, body, { type: 'application/json' })).status).toBe(200);
  expect(await bot.database.prisma.interaction.count({ where: { text: 'Tea with 5 lads \ufffd' } })).toBe(1);
});

it('what Teams says beside the matter may be of any shape', async () => {
  const of = (more: Thing) =>
    teamsRequest(bot.url, { ...teamsActivity(bot, 'lead', { type: 'message', text: 'me' }), ...more });
  for (const odd of [
    { locale: 7 },
    { localTimezone: {} },
    { entities: [null, { type: 1 }] },
    { attachments: 'none' },
    { name: null },
  ])
    expect((await of(odd)).status, JSON.stringify(odd)).toBe(200);
  expect((await of({ recipient: {} })).status).toBe(400);
});
