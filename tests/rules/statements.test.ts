// What every word and every button costs the database: typed as its examples stand, no act sends more statements than the table
// says, however much has gone before. A transaction's BEGIN and COMMIT count; what the courier does afterwards does not. What only
// shows is counted as it is drawn: asked again while nothing has changed it is one statement (asked-again.test.ts).
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { everyWord } from '../../src/chat/vocabulary.ts';
import { productRegistry } from '../../src/features/index.ts';
import { startTestBot, type TestBot } from '../support/bot.ts';
import { slackDriver, slackRequest, slackTs } from '../support/drivers/slack.ts';
import { SLACK_CHANNEL, SLACK_LEAD } from '../support/ids.ts';
import { statementsOf } from '../support/statements.ts';

/** What each word needs today. It may need less; a new word is given its figure here. */
const MOST: Record<string, number> = {
  log: 2,
  'log list': 1,
  'log undo': 9,
  // What is different in a line, agencies among it; its form is three.
  'log edit': 11,
  meeting: 3,
  'meeting new': 14,
  'meeting add': 14,
  'meeting drop': 8,
  'meeting paper': 8,
  'meeting first': 9,
  'meeting standing': 7,
  'meeting move': 25,
  'meeting cancel': 14,
  'meeting quorum': 5,
  'meeting calendar': 1,
  'meeting start': 23,
  'meeting apologies': 12,
  'meeting here': 12,
  'meeting leave': 12,
  'meeting next': 10,
  'meeting decide': 9,
  'meeting action': 10,
  'meeting vote': 10,
  'meeting end': 28,
  'meeting correct': 15,
  'meeting edit': 7,
  'meeting minutes': 6,
  'meeting decisions': 1,
  problem: 18,
  'problem list': 1,
  'problem search': 2,
  'problem NP-42': 7,
  'problem NP-42 note': 11,
  'problem NP-42 rename': 5,
  'problem NP-42 ask': 18,
  'problem NP-42 give': 10,
  'problem NP-42 drew': 11,
  'problem NP-42 ref': 12,
  'problem NP-42 link': 14,
  'problem NP-42 unlink': 12,
  'problem NP-42 close': 7,
  'problem NP-42 back': 13,
  action: 13,
  'action list': 2,
  'action handover': 12,
  measure: 9,
  'measure new': 2,
  'measure import': 1,
  'measure pulse': 9,
  'measure show': 4,
  'measure benefits': 3,
  'measure target': 10,
  'measure baseline': 9,
  'measure step': 11,
  'measure add': 7,
  'measure years': 6,
  idea: 2,
  'idea list': 2,
  'idea openings': 2,
  'idea 7': 3,
  'idea 7 support': 12,
  'idea 7 adopt': 14,
  'idea 7 park': 10,
  celebrate: 9,
  'celebrate list': 1,
  'celebrate 12 copy': 3,
  'celebrate 12 plan': 11,
  'celebrate 12 public': 10,
  'celebrate 12 told': 10,
  'celebrate 12 undo': 10,
  zone: 6,
  'zone who': 1,
  'zone link': 6,
  'zone unlink': 6,
  'zone lead': 6,
  'zone lead end': 6,
  'zone ambition': 10,
  'zone aim': 10,
  'zone lessons': 4,
  'zone review': 1,
  'zone rename': 7,
  'zone boundary': 4,
  'zone merge': 8,
  'zone close': 8,
  'zone remove': 10,
  'zone champions': 8,
  'zone champion': 10,
  'zone mentor': 2,
  'zone new': 7,
  'zone propose': 9,
  'zone candidates': 3,
  'zone steps': 2,
  'zone programme': 9,
  'zone risks': 1,
  'zone offers': 2,
  'zone payback': 3,
  'zone grants': 1,
  'zone benefits': 5,
  'zone tools': 5,
  'zone voices': 1,
  'zone plan': 3,
  'zone map': 6,
  'zone map add': 1,
  'zone map import': 1,
  'zone map gaps': 1,
  'zone agreements': 3,
  'zone told': 3,
  'zone chats': 4,
  'zone chats connect': 2,
  'zone chats pause': 3,
  'zone chats resume': 3,
  'zone chats end': 3,
  'zone invite': 1,
  'zone partners': 3,
  'zone agency': 1,
  'zone agency new': 6,
  'zone agency rename': 9,
  'zone agency merge': 4,
  'zone gone': 12,
  me: 4,
  'me join': 4,
  'me link': 6,
  'me away': 6,
  'me back': 6,
  'me name': 5,
  partnership: 5,
  'partnership name': 7,
  'partnership marking': 9,
  'partnership advice': 9,
  'partnership officers': 9,
  'partnership board': 14,
  'partnership board end': 11,
  'partnership executive': 13,
  'partnership executive end': 11,
  'partnership rename': 8,
  digest: 51,
  'digest preview': 49,
  'digest settings': 6,
  'digest post': 1,
  'digest board': 40,
  'digest run': 5,
  'digest run note': 9,
  nudge: 33,
  'nudge hours': 6,
  'nudge timezone': 5,
  'nudge stop': 7,
  'nudge start': 5,
  'nudge rules': 2,
  'nudge rule': 7,
  help: 1,
};

/** What the acts before have put off, and what is learned of people beside them: it may fall anywhere. */
const BESIDE = /graphile_worker|worker_heartbeat|chat_identity" SET|UPDATE chat_identity|INTO "public"\."conversation"/;

let bot: TestBot;
beforeAll(async () => {
  bot = await startTestBot({ scheduled: false, sending: false });
  const { prisma } = bot.database;
  // Somebody who may do everything, and the records that the examples name.
  const person = await prisma.person.findFirstOrThrow({ where: { name: 'You (slack)' } });
  await prisma.person.update({ where: { id: person.id }, data: { roles: ['ADMIN'] } });
  const zone = await prisma.zone.findFirstOrThrow({ where: { code: 'NP' } });
  const of = { partnershipId: zone.partnershipId, zoneId: zone.id, agencyId: person.agencyId };
  await prisma.problem.create({ data: { ...of, number: 42, title: 'Windows broken', raiserId: person.id } });
  await prisma.problem.create({ data: { ...of, number: 12, title: 'Bins', raiserId: person.id } });
  await prisma.idea.create({ data: { ...of, number: 7, text: 'A bike library', personId: person.id } });
  await prisma.celebration.create({ data: { ...of, number: 12, text: 'Forty members', personId: person.id } });
});
afterAll(async () => {
  await bot?.stop();
});

it('every word, within its allowance', async () => {
  const person = slackDriver(bot);
  await person.command('help');
  await person.command('me');
  const counted: Record<string, number> = {};
  for (const command of productRegistry().commands)
    for (const { path, examples } of everyWord(command))
      for (const typed of examples) {
        const sent = await statementsOf(() => person.command(typed).catch(() => undefined));
        counted[path] = Math.max(counted[path] ?? 0, sent.filter((text) => !BESIDE.test(text)).length);
      }
  // Zones and agencies may be read anew, when an act before has changed them.
  const over = Object.entries(counted).filter(([path, count]) => count > (MOST[path] ?? 0) + 2);
  expect(over).toEqual([]);
});

/** What a press may need, where it is more than most do. */
const MOST_PRESSED: Record<string, number> = {
  // A whole meeting, its promises and its minutes.
  'meeting.publish': 34,
  'meeting.proposals': 30,
  'meeting.startEarly': 27,
  'agency.merge': 34,
  // A whole zone: its people, places, problems, meetings; everybody is told.
  'zone.merge': 66,
  'zone.close': 45,
};
/** After these there is less to press. */
const LAST = ['zone.merge', 'zone.close'];
const MOST_OF_PRESSES = 18;

it('every button of an answer, within its allowance', async () => {
  const person = slackDriver(bot);
  const counted: Record<string, number> = {};
  const later: Record<string, Record<string, unknown>> = {};
  for (const command of productRegistry().commands)
    for (const { examples } of everyWord(command))
      for (const typed of examples) {
        const card = await person.command(typed).catch(() => undefined);
        for (const { raw } of card?.buttons ?? []) {
          const action = String(raw['action_id']).split('#')[0] ?? '';
          if (raw['url'] !== undefined || counted[action] !== undefined) continue;
          if (LAST.includes(action)) later[action] = raw;
          else counted[action] = (await statementsOf(() => pressInSlack(bot, raw))).length;
        }
      }
  for (const [action, raw] of Object.entries(later).reverse())
    counted[action] = (await statementsOf(() => pressInSlack(bot, raw))).length;
  expect(Object.keys(counted).length).toBeGreaterThan(50);
  const over = Object.entries(counted).filter(([action, count]) => count > (MOST_PRESSED[action] ?? MOST_OF_PRESSES));
  expect(over).toEqual([]);
});

/** The press alone: its answer goes out by itself, and nothing is sent here. */
async function pressInSlack({ slack, url }: TestBot, button: Record<string, unknown>): Promise<void> {
  const payload = {
    type: 'block_actions',
    team: { id: slack.team, domain: 'test' },
    user: { id: SLACK_LEAD, username: 'lead', name: 'lead', team_id: slack.team },
    api_app_id: 'A0PEOPLEZONE',
    token: 'Shh_its_a_seekrit',
    enterprise: null,
    is_enterprise_install: false,
    channel: { id: SLACK_CHANNEL, name: 'new-parks' },
    container: { type: 'message', message_ts: slackTs(), channel_id: SLACK_CHANNEL, is_ephemeral: true },
    state: { values: {} },
    trigger_id: randomUUID(),
    response_url: slack.responseUrl(),
    actions: [{ type: 'button', block_id: 'b1', action_ts: slackTs(), ...button }],
  };
  const { status } = await slackRequest(url, new URLSearchParams({ payload: JSON.stringify(payload) }).toString());
  expect(status).toBe(200);
}
