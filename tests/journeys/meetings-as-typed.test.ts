// A meeting in the words in which people speak of it: an item by its name, half an hour later, Tom to ring the council.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestBot, type TestBot } from '../support/bot.ts';
import { slackDriver } from '../support/drivers/slack.ts';

let bot: TestBot;
let me: ReturnType<typeof slackDriver>;
beforeAll(async () => {
  bot = await startTestBot({ scheduled: false, sending: false });
  me = slackDriver(bot);
});
afterAll(() => bot?.stop());

const say = async (line: string) => (await me.command(line)).words;

it('is moved by how much, to another hour of its day, or by a week', async () => {
  await say('meeting new Zone catch up tomorrow 10am for 1 hour at the library');
  for (const [words, stands] of [
    ['to 11', 'Wednesday 25 November 2026, 11:00'],
    ['30 mins later', 'Wednesday 25 November 2026, 11:30'],
    ['an hour earlier', 'Wednesday 25 November 2026, 10:30'],
    ['a week later', 'Wednesday 2 December 2026, 10:30'],
    ['to 2:30pm', 'Wednesday 2 December 2026, 14:30'],
    ['by two days earlier', 'Monday 30 November 2026, 14:30'],
  ])
    expect(await say(`meeting move ${words}`), words).toContain(`When: ${stands}`);
  expect(await say('meeting move a while later')).toContain('Nothing was moved');
});

it('has items by their names, and a length may be given afterwards', async () => {
  await say('meeting add Lights on Aikman Avenue 10 mins');
  await say('meeting add Bikes');
  await say('meeting add Lights again');
  expect(await say('meeting add bikes 15 min')).toContain('It is on the agenda already; now for 15 minutes');
  expect(await say('meeting add Feedback from police 5m and fire 5m')).toContain('Feedback from police 5m and fire 5m');
  expect(await say('meeting drop lights')).toContain('Which one? 1: Lights on Aikman Avenue; 3: Lights again.');
  expect(await say('meeting drop lights again')).not.toContain('Lights again');
  expect(await say('meeting drop unicorns')).toContain('Nothing on the agenda has "unicorns" in it');
  expect(await say('meeting first bikes')).toMatch(/Bikes, 15 min Lights on Aikman Avenue/);
  expect(await say('meeting paper aikman https://example.org/plan')).toMatch(/Aikman Avenue, 10 min \( paper \)/);
  expect(await say('meeting paper aikman none')).not.toContain('paper )');
});

it('has each who sends apologies once, by the name that they have here', async () => {
  await say('meeting apologies from Tom and Rosa');
  expect(await say('meeting apologies Tom Hartshorn, @Rosa and Mrs Patel')).toContain(
    'Apologies noted Tom Hartshorn (Police), Rosa Quillfeather (College), Mrs Patel',
  );
});

it('takes a promise as minutes have it; where nobody is named, it asks', async () => {
  await say('meeting start now');
  expect(await say('meeting action Tom to ring the council by Friday')).toContain('Action recorded');
  expect(await say('meeting action Housing will mend the gate by Friday')).toContain('Action recorded');
  expect(await say('meeting action Rosa and Tom to draft a poster by Friday')).toContain(
    'one person’s or one agency’s',
  );
  for (const line of [
    'Health and safety talk to residents by Friday',

    'Housing to be told about the gate by Friday',
    'Letter to go to the school by Friday',
    'everyone to bring biscuits by Friday',
  ])
    expect(await say(`meeting action ${line}`), line).toContain('Who takes it on?');
  const { prisma } = bot.database;
  const kept = await prisma.meetingEntry.findMany({ where: { kind: 'ACTION' }, orderBy: { at: 'asc' } });
  expect(kept.map(({ text, details }) => [text, (details as { owner?: string }).owner])).toEqual([
    ['Ring the council', 'Tom Hartshorn'],
    ['Mend the gate', 'Housing'],
  ]);
  expect(await say('action Tom Hartshorn to fix the gate by Friday')).toMatch(/Asked Fix the gate.*Who: Tom Hartshorn/);
  expect(await say('action tea to be made by Friday')).toContain('Who takes it on?');
});

it('votes yes, and its decisions and minutes are found by a time', async () => {
  await say('meeting vote Shall we ask for two more lamps?');
  expect(await say('meeting yes')).toContain('You agree');
  await say('meeting result');
  await say('meeting end');
  expect(await say('meeting decisions since October')).toMatch(/Decisions from 1 Oct 2026.*two more lamps/);
  expect(await say('meeting decisions about lamps and two')).toMatch(/two more lamps/);
  expect(await say('meeting decisions lamps this month')).toMatch(/with "lamps" from 1 Nov 2026.*two more lamps/);
  expect(await say('meeting decisions in June')).toMatch(/from 1 Jun 2026 until 30 Jun 2026.*None yet/);
  expect(await say('meeting minutes November')).toContain('Minutes: Zone catch up');
  expect(await say('meeting minutes in June')).toContain('No meeting was held here from 1 Jun 2026 until 30 Jun 2026');
});
