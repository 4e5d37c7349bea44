// Residents' personal data is kept out, wherever it is typed, and nobody has to type their line again.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestBot, type TestBot } from '../support/bot.ts';
import { consoleDriver } from '../support/drivers/console.ts';
import { slackDriver } from '../support/drivers/slack.ts';
import { teamsDriver } from '../support/drivers/teams.ts';
import type { Driver } from '../support/seen.ts';
import { gather, refused, sent } from '../support/story.ts';
import { until } from '../support/until.ts';

const CASE = 'John at 14 Aikman Ave LE3 6AA (dob 1/2/2010, mum 07700 900123) keeps breaking windows, evenings';
const WITHOUT = 'Windows broken on Aikman Avenue, evenings';
let bot: TestBot;
let slack: Driver;
let teams: Driver;
let desk: Driver;

beforeAll(async () => {
  bot = await startTestBot({ scheduled: false });
  await gather(bot);
  [slack, teams, desk] = [slackDriver(bot), teamsDriver(bot), consoleDriver(bot)];
  await slack.command('meeting start');
});
afterAll(async () => {
  await bot?.stop();
});

/** Whatever the bot has stored, but for what the platforms' own stand-ins keep. */
async function everything(): Promise<string> {
  const { pool } = bot.database;
  const { rows } = await pool.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name <> 'console_message'`,
  );
  const all: string[] = [];
  for (const { name } of rows) all.push(JSON.stringify((await pool.query(`SELECT * FROM "${name}"`)).rows));
  return all.join('\n');
}

describe.each<[string, () => Driver]>([
  ['Slack', () => slack],
  ['Teams', () => teams],
  ['the console', () => desk],
])('on %s', (_name, of) => {
  it.each([
    ['log', '#safe'],
    ['problem', '#safe'],
    ['idea', ''],
    ['celebrate', ''],
    ['meeting note', ''],
    ['meeting decide', ''],
    ['meeting add', ''],
    ['meeting vote', ''],
    ['nudge @champion', ''],
    ['problem NP-4 note', ''],
    ['#note', ''],
  ])('%s is stopped, and goes on without the person', async (entrance, tag) => {
    const person = of();
    const stopped = await person.command(`${entrance} ${CASE} ${tag}`.trim());
    expect(stopped.words).toContain('Not saved');
    expect(stopped.words).toContain(`Without the person it could say: ${WITHOUT}`);
    expect(stopped.buttons.map(({ label }) => label)).toEqual(['Say it so', 'Edit', 'This is about a person']);
    expect((await person.press(stopped, 'This is about a person')).words).toContain('Where this should go');
    const form = await person.pressForForm(stopped, 'Edit');
    expect(
      Object.values(form.fields)
        .map(({ value }) => String(value ?? ''))
        .join(' '),
    ).toContain(WITHOUT);
    const done = await person.press(stopped, 'Say it so');
    expect(done.words).not.toContain('Not saved');
    if (entrance === 'meeting vote') await person.command('meeting result');
  });

  it('a number beside what was said is only taken out; the edited line is looked at again', async () => {
    const person = of();
    const stopped = await person.command('idea Ring 07700 900123 for the bike library');
    expect(stopped.buttons.map(({ label }) => label)).toContain('Remove it and go on');
    const form = await person.pressForForm(stopped, 'Edit');
    const again = await refused(person.submit(form, { words: 'idea Ring 07700 900124 for the bike library' }));
    expect(again.errors.join()).toContain('a phone number');
    expect((await sent(person.submit(again, { words: 'idea A bike library with the fire station' }))).words).toMatch(
      /bike library/,
    );
  });

  it('of a case that nothing is left of, only the way to where it belongs is offered', async () => {
    const person = of();
    const stopped = await person.command('problem Mum of Liam at 3 Elm Close LE3 8QQ says he throws stones #safe');
    expect(stopped.buttons.map(({ label }) => label)).toEqual(['Edit', 'This is about a person']);
    expect(stopped.words).toContain('It is about one person');
  });
});

it('a first name with a deed and a street is remarked on', async () => {
  const answer = await slack.command('problem Tyler keeps dumping fridges on Liberty Road #safe');
  const raised = answer.buttons.some(({ label }) => label === 'Not the same')
    ? await slack.press(answer, 'Not the same')
    : answer;
  expect(raised.words).toContain('I noticed a name with a deed and a street (word 1)');
  expect(raised.words).toContain('It could say: Fridges dumped on Liberty Road');
});

it.each([
  ['good news', 'celebrate Ann helped an old lady at 12 Main Street'],
  ['an idea', 'idea A visit a week to the widow at 12 Main Street'],
  ['a promise', 'action Ring the widow at 12 Main Street @Priya by Friday'],
  ['a note', 'problem NP-3 note The widow at 12 Main Street heard them'],
])('%s that might point at somebody is remarked on, while it can be put into other words', async (_what, line) => {
  const answer = await slack.command(line);
  expect(answer.words).toMatch(/I noticed a house number and street \(word \d+\)/);
  expect(answer.words).toContain('If that is a resident, please take it out');
});

it('says that a line which everybody has read still stands', async () => {
  await teams.say(`#note ${CASE}`);
  await slack.say(`#note ${CASE}`);
  await until('a private word on Slack', () =>
    bot.slack.posts.find(
      (post) => post.user !== undefined && JSON.stringify(post.blocks).includes('still stands in this conversation'),
    ),
  );
  // Where Teams has a private word for one person's eyes, it says the same.
  const told = [...(await teams.inbox())].find(({ words }) => words.includes('Not saved'));
  expect(told === undefined || told.words.includes('still stands')).toBe(true);
});

it('nothing of it is anywhere in the database', async () => {
  const stored = await everything();
  for (const found of ['900123', '14 Aikman', 'LE3 6AA', '1/2/2010', 'John at', '3 Elm Close', 'Liam'])
    expect(stored, found).not.toContain(found);
  expect(stored).toContain(WITHOUT);
});
