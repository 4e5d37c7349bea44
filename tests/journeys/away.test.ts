// Somebody is away: whatever asks for them says so, who stands in is asked, and back they hear once what they have missed.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { productRegistry } from '../../src/features/index.ts';
import { sendNudges } from '../../src/features/nudges/index.ts';
import { welcomeBack } from '../../src/features/people/index.ts';
import { startTestBot, type TestBot } from '../support/bot.ts';
import { consoleDriver } from '../support/drivers/console.ts';
import { slackDriver } from '../support/drivers/slack.ts';
import type { Driver } from '../support/seen.ts';
import { gather } from '../support/story.ts';
import { until } from '../support/until.ts';

let bot: TestBot;
let slack: Driver;
let champions: { name: string; driver: Driver }[];

beforeAll(async () => {
  bot = await startTestBot({ scheduled: false });
  await gather(bot);
  slack = slackDriver(bot);
  const found = await bot.database.prisma.champion.findMany({
    where: { person: { identities: { some: { platform: 'console' } } } },
    include: { person: { include: { identities: true } } },
    orderBy: { person: { name: 'asc' } },
  });
  champions = found.map(({ person }) => ({
    name: person.name,
    driver: consoleDriver(bot, person.identities.find(({ platform }) => platform === 'console')?.user ?? ''),
  }));
  bot.clock.now = new Date('2026-11-26T10:00:00Z');
});
afterAll(async () => {
  await bot?.stop();
});

const letters = async (driver: Driver, words: string) =>
  (await driver.inbox()).filter((seen) => seen.words.includes(words));

describe('a champion who is away', () => {
  it('shows it to themselves, in words', async () => {
    const [sam, dana] = champions;
    const away = await sam?.driver.command(`me away until 10 December, ${dana?.name} covers`);
    expect(away?.words).toContain(`goes to ${dana?.name}`);
    expect((await sam?.driver.command('me'))?.words).toContain(`until Thursday 10 December 2026; ${dana?.name} covers`);
  });

  it('is not asked: their cover is, and the asker is told why', async () => {
    const [sam, dana] = champions;
    const said = await slack.command(`nudge @${sam?.name} who can talk to the school?`);
    expect(said.words).toContain(`${dana?.name} is asked`);
    expect(said.words).toContain(`${sam?.name} is away until Thursday 10 December 2026; ${dana?.name} stands in`);
    expect(said.words).not.toMatch(/\d{4}-\d{2}-\d{2}/);
    await until('the cover is asked', async () =>
      dana === undefined ? undefined : (await letters(dana.driver, 'talk to the school')).length > 0,
    );
    expect(sam === undefined ? [] : await letters(sam.driver, 'talk to the school')).toEqual([]);
    const suggested = await slack.command('nudge @champion who has a minibus?');
    expect(suggested.buttons.map(({ label }) => label)).not.toContain(sam?.name);
  });

  it('with nobody to stand in is said, and another can be asked with the same words', async () => {
    const [sam, dana, third] = champions;
    await dana?.driver.command('me away until 10 December');
    const said = await slack.command(`nudge @${sam?.name} who has a key to the hall?`);
    expect(said.words).toMatch(/is away until Thursday 10 December 2026, and nobody stands in. Nothing was sent/);
    expect(said.words).toContain('who has a key to the hall?');
    const label = said.buttons.find(({ label: each }) => each === third?.name)?.label ?? said.buttons[0]?.label ?? '';
    expect((await slack.press(said, label)).words).toContain('is asked');
  });

  it('is welcomed back once, in their own morning, with what they have missed', async () => {
    const [sam] = champions;
    const { prisma } = bot.database;
    bot.clock.now = new Date('2026-12-03T10:00:00Z');
    await slack.command('problem Bins on fire behind the shops #safe').then(async (answer) => {
      const label = answer.buttons.find(({ label: each }) => each === 'Not the same')?.label;
      if (label !== undefined) await slack.press(answer, label);
    });
    for (const instant of ['2026-12-10T12:00:00Z', '2026-12-11T05:00:00Z', '2026-12-11T07:59:00Z'])
      expect(await welcomeBack(prisma, new Date(instant))).toBe(0);
    bot.clock.now = new Date('2026-12-11T08:00:30Z');
    const both = await Promise.all([welcomeBack(prisma, bot.clock.now), welcomeBack(prisma, bot.clock.now)]);
    expect(both.reduce((sum, each) => sum + each, 0)).toBe(2);
    expect(await welcomeBack(prisma, bot.clock.now)).toBe(0);
    const card = await until('the welcome', async () =>
      sam === undefined ? undefined : (await letters(sam.driver, 'Welcome back'))[0],
    );
    expect(card.words).toContain('You are asked yourself again');
    expect((await sam?.driver.command('me'))?.words).not.toContain('covers');
    expect((await sam?.driver.command('me back'))?.words).toContain('You were not away');
  });

  it('of a zone, too, hears of its problems and meetings', async () => {
    const jonah = consoleDriver(bot, 'jonah-pettifer');
    await jonah.command('me away until 18 December');
    bot.clock.now = new Date('2026-12-14T10:00:00Z');
    await slack.command('celebrate The alley gate is mended');
    await slack.command('meeting start another');
    await slack.command('meeting end');
    const back = await jonah.command('me back');
    expect(back.words).toMatch(/While you were away:.*Meetings held: New Parks.*Good news: The alley gate is mended/);
  });
});

describe('an absence that is told before it begins', () => {
  it('changes nothing until then, and can be taken back', async () => {
    bot.clock.now = new Date('2026-12-14T10:00:00Z');
    const [, , third] = champions;
    const gwen = consoleDriver(bot, 'gwen-tolliver');
    expect((await third?.driver.command('me away 21 to 23 December, Gwen Tolliver covers'))?.words).toContain(
      'From Monday 21 December 2026 until Wednesday 23 December 2026, what is asked of you goes to Gwen Tolliver',
    );
    expect((await third?.driver.command('me'))?.words).toContain('from Monday 21 December 2026 until');
    expect((await slack.command(`nudge @${third?.name} who can open the hall?`)).words).toContain(
      `${third?.name} is asked`,
    );
    bot.clock.now = new Date('2026-12-21T10:00:00Z');
    expect((await slack.command(`nudge @${third?.name} who can open the gate?`)).words).toContain(
      'Gwen Tolliver is asked',
    );
    bot.clock.now = new Date('2026-12-14T10:00:00Z');
    expect((await gwen.command('me away for a week from 4 January')).words).toContain('until Sunday 10 January 2027');
    expect((await gwen.command('me back')).words).toContain('You are not away after all');
  });

  it('says who covers wherever it stands, with or without a comma', async () => {
    const gwen = consoleDriver(bot, 'gwen-tolliver');
    for (const words of [
      'until 18 December Jonah Pettifer covers',
      'Jonah Pettifer covers until 18 December',
      'until 18 December, covered by Jonah Pettifer',
      'covered by Jonah Pettifer until 18 December',
    ])
      expect((await gwen.command(`me away ${words}`)).words, words).toMatch(
        /^Away Until Friday 18 December 2026, .* goes to Jonah Pettifer/,
      );
    await gwen.command('me back');
  });

  it('that is half understood is none', async () => {
    const gwen = consoleDriver(bot, 'gwen-tolliver');
    expect((await gwen.command('me away tomorrow')).words).toMatch(/Away On \w+day \d+ \w+ \d{4}, what is asked/);
    await gwen.command('me back');
    expect((await gwen.command('me away at the dentist Friday')).words).toContain('you are not away yet');
    expect((await gwen.command('me away from 7 January')).words).toContain('until which day?');
    expect((await gwen.command('me')).words).not.toContain('Away');
  });
});

it('the last reminder of a promise comes once, over Easter too', async () => {
  const { prisma } = bot.database;
  bot.clock.now = new Date('2027-03-22T10:00:00Z');
  await consoleDriver(bot).command('action Water the planters @Rosa by Wednesday 24 March');
  const { id } = await prisma.action.findFirstOrThrow({ where: { text: 'Water the planters' } });
  const nudges = productRegistry().nudges.filter(({ rule }) => rule === 'ACTION_OVERDUE');
  for (let day = 25; day <= 42; day += 1) await sendNudges(prisma, nudges, new Date(Date.UTC(2027, 2, day, 9)));
  const sent = await prisma.nudge.findMany({ where: { recordId: id }, orderBy: { sentAt: 'asc' } });
  expect(sent.filter(({ rule }) => rule === 'ACTION_OVERDUE').map(({ reason }) => reason)).toEqual([
    'Because you have promised it by Wednesday 24 March 2027. This is the last reminder.',
  ]);
  bot.clock.now = new Date('2027-03-29T10:00:00Z');
  const digest = (await consoleDriver(bot, 'rosa-quillfeather').command('digest')).words;
  expect(digest).toContain('The week from 22 March 2027');
  expect(digest).not.toContain('This is the last reminder');
});
