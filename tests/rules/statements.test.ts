// What every word costs the database: typed as its examples stand, no act sends more statements than the table says, however much
// has gone before. A transaction's BEGIN and COMMIT count; what the courier does afterwards does not.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { everyWord } from '../../src/chat/words.ts';
import { productRegistry } from '../../src/features/index.ts';
import { startTestBot, type TestBot } from '../support/bot.ts';
import { slackDriver } from '../support/drivers/slack.ts';
import { statementsOf } from '../support/statements.ts';

/** What each word needs today. It may need less; a new word is given its figure here. */
const MOST: Record<string, number> = {
  log: 2,
  'log list': 2,
  meeting: 3,
  'meeting new': 14,
  'meeting add': 16,
  'meeting drop': 9,
  'meeting first': 9,
  'meeting standing': 7,
  'meeting move': 26,
  'meeting cancel': 15,
  'meeting quorum': 5,
  'meeting calendar': 1,
  'meeting start': 23,
  'meeting apologies': 13,
  'meeting next': 11,
  'meeting decide': 12,
  'meeting action': 14,
  'meeting vote': 11,
  'meeting end': 31,
  'meeting correct': 16,
  'meeting edit': 7,
  'meeting minutes': 6,
  'meeting decisions': 2,
  problem: 18,
  'problem list': 3,
  'problem search': 3,
  'problem NP-42': 7,
  'problem NP-42 note': 11,
  'problem NP-42 ask': 19,
  'problem NP-42 give': 10,
  'problem NP-42 drew': 12,
  'problem NP-42 ref': 12,
  'problem NP-42 link': 15,
  'problem NP-42 close': 8,
  'problem NP-42 back': 13,
  action: 17,
  'action list': 4,
  'action handover': 12,
  measure: 17,
  'measure new': 3,
  'measure import': 1,
  'measure pulse': 9,
  'measure show': 7,
  'measure benefits': 14,
  'measure target': 11,
  'measure baseline': 10,
  'measure step': 13,
  'measure add': 7,
  'measure years': 6,
  idea: 2,
  'idea list': 3,
  'idea openings': 3,
  'idea 7': 3,
  'idea 7 support': 12,
  'idea 7 adopt': 17,
  'idea 7 park': 10,
  celebrate: 11,
  'celebrate list': 2,
  'celebrate 12 plan': 11,
  'celebrate 12 public': 10,
  'celebrate 12 told': 10,
  'celebrate 12 undo': 10,
  zone: 4,
  'zone who': 2,
  'zone link': 6,
  'zone unlink': 6,
  'zone lead': 6,
  'zone lead end': 6,
  'zone ambition': 8,
  'zone remove': 10,
  'zone champions': 8,
  'zone champion': 10,
  'zone mentor': 2,
  'zone new': 7,
  'zone agency': 1,
  'zone agency new': 6,
  'zone agency rename': 9,
  'zone agency merge': 4,
  'zone gone': 12,
  me: 4,
  'me join': 1,
  'me link': 6,
  'me away': 6,
  'me back': 11,
  'me name': 5,
  partnership: 5,
  'partnership name': 7,
  'partnership marking': 9,
  'partnership advice': 9,
  'partnership officers': 9,
  'partnership board': 14,
  'partnership board end': 11,
  'partnership executive': 13,
  'partnership executive end': 12,
  'partnership rename': 8,
  digest: 55,
  'digest preview': 54,
  'digest settings': 6,
  'digest post': 1,
  'digest board': 56,
  'digest run': 5,
  'digest run note': 9,
  nudge: 27,
  'nudge hours': 6,
  'nudge timezone': 5,
  'nudge stop': 7,
  'nudge start': 5,
  'nudge rules': 3,
  'nudge rule': 7,
  help: 1,
};

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
        counted[path] = Math.max(counted[path] ?? 0, sent.length);
      }
  // Who somebody is may be asked of the platform meanwhile, and kept.
  const over = Object.entries(counted).filter(([path, count]) => count > (MOST[path] ?? 0) + 2);
  expect(over).toEqual([]);
});
