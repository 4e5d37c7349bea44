import { expect, it } from 'vitest';
import { startTestBot } from '../support/bot.ts';
import { slackDriver } from '../support/drivers/slack.ts';
import { statementsOf } from '../support/statements.ts';
it('counts', async () => {
  const bot = await startTestBot({ scheduled: false, sending: false });
  const person = slackDriver(bot);
  await person.command('help');
  await person.command('me');
  await person.command('meeting start');
  await person.command('problem Windows broken at the hall #safe').then((c) => person.press(c, 'Not the same').catch(() => {}));
  const show = async (text: string) => {
    const all = await statementsOf(() => person.command(text).catch(() => {}));
    console.log(`${all.length}  ${text}`);
    if (process.env['SHOW'] !== undefined && text.includes(process.env['SHOW'])) for (const each of all) console.log('      ', each.replace(/\s+/g, ' ').slice(0, 230));
  };
  for (const text of ['log Tea with 5 residents #safe #interaction #group yesterday', 'log Tea with 6 residents #safe #interaction #group yesterday', 'me', 'help', 'zone New Parks', 'problem NP-1', 'problem list zone', 'problem search bikes', 'problem NP-1 note Hello', 'problem NP-1 join', 'problem NP-1 take', 'action Mend the gate @Maya in three weeks', 'action list', 'celebrate The club has forty members', 'idea Bike library', 'idea list', 'meeting note Hello there', 'meeting note Again', 'meeting decide Close the gate', 'meeting next', 'meeting here', 'meeting', 'measure', 'measure show asb', 'digest preview', 'nudge', 'digest', 'zone', 'log list', 'me name Somebody New', 'zone lead @Maya'])
    await show(text);
  await bot.stop();
  expect(1).toBe(1);
}, 60000);
