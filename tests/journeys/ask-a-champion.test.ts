// A champion on Teams and a member on Slack: asked, answered later, helped, told. And reminders that take no for an answer.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { productRegistry } from '../../src/features/index.ts';
import { sendNudges } from '../../src/features/nudges/index.ts';
import { startTestBot, type TestBot } from '../support/bot.ts';
import { consoleDriver } from '../support/drivers/console.ts';
import { slackDriver } from '../support/drivers/slack.ts';
import { teamsDriver } from '../support/drivers/teams.ts';
import type { Driver, Seen } from '../support/seen.ts';
import { gather, refused, sent } from '../support/story.ts';
import { until } from '../support/until.ts';

const sources = productRegistry().nudges;
let bot: TestBot;
let slack: Driver;
let teams: Driver;
let admin: Driver;

beforeAll(async () => {
  // Nothing but what is asked for here.
  bot = await startTestBot({ scheduled: false });
  await gather(bot);
  const { prisma } = bot.database;
  [slack, teams] = [slackDriver(bot), teamsDriver(bot)];
  admin = consoleDriver(bot, 'tom-hartshorn');
  await prisma.person.updateMany({ where: { name: 'You (teams)' }, data: { name: 'Grace Holloway' } });
  await prisma.person.updateMany({ where: { name: 'You (slack)' }, data: { name: 'Sunil Kapadia' } });
  await prisma.person.updateMany({ where: { name: 'Tom Hartshorn' }, data: { roles: ['ADMIN'] } });
});
afterAll(async () => {
  await bot?.stop();
});

const letter = (person: Driver, ...words: string[]): Promise<Seen> =>
  until(`${words.join(', ')} to ${person.platform}`, async () =>
    (await person.inbox()).findLast((seen) => words.every((each) => seen.words.includes(each))),
  );

describe('the Champion Team', () => {
  it('is appointed by the project team and accepted by the person, who is in no People Team', async () => {
    const { prisma } = bot.database;
    expect((await slack.command('zone champion @Priya')).words).toContain('Only the project team');
    expect((await admin.command('zone champion @Priya')).words).toContain('is in the team of New Parks');
    // The one on Teams leaves the zone for the Champion Team; Housing had one, whose time ends.
    await prisma.membership.deleteMany({ where: { person: { name: 'Grace Holloway' } } });
    const before = await prisma.champion.findFirst({
      where: { agency: { shortName: 'Housing' } },
      include: { person: true },
    });
    if (before !== null)
      expect((await admin.command(`zone champion end @${before.person.name}`)).words).toContain(
        'is no longer champion',
      );
    expect((await admin.command('zone champions')).words).toMatch(/No champion for:.*Housing/);
    expect((await admin.command('zone champion @Grace Holloway')).words).toContain('is asked');
    const offer = await letter(teams, 'Will you be champion of Housing');
    expect((await teams.press(offer, 'I accept')).words).toContain('You are champion of Housing');
    expect((await admin.command('zone champions')).words).toMatch(/Housing ?: Grace Holloway/);
    await letter(admin, 'Grace Holloway has accepted');
    expect((await teams.command('zone mentor NP')).words).toContain('You mentor New Parks');
  });

  it('may have a deputy, for a while', async () => {
    const { prisma } = bot.database;
    const person = await prisma.person
      .findFirstOrThrow({
        where: {
          agency: { shortName: 'Housing' },
          memberships: { none: {} },
          champion: null,
          identities: { some: { platform: 'console' } },
        },
        include: { identities: true },
      })
      .catch(() => undefined);
    if (person === undefined) {
      expect((await admin.command('zone champion deputy @Priya')).words).toContain('Until when?');
      return;
    }
    expect((await admin.command(`zone champion deputy @${person.name}`)).words).toContain('Until when?');
    expect((await admin.command(`zone champion deputy @${person.name} until 31 December`)).words).toContain('is asked');
  });
});

describe('asking', () => {
  it('suggests whom, asks once, and says what cannot be', async () => {
    const choice = await slack.command('nudge @champion NP-3 needs a decision on the lighting budget');
    expect(choice.words).toMatch(/Grace Holloway \(Housing\) ?: mentors this zone/);
    const asked = await slack.press(choice, 'Grace Holloway');
    expect(asked.words).toContain('Grace Holloway is asked');
    expect((await slack.command('nudge @Sunil Kapadia help')).words).toContain('That is you');
    expect((await slack.command('nudge @Priya Please ring the school')).words).toContain('is no champion');
    expect((await slack.command('nudge @Nobody at all')).words).toContain('I know nobody called');
    expect((await slack.command('nudge @champion')).words).toContain('What do you need?');
    expect((await slack.command('nudge everybody now')).words).toContain('Whom shall I ask?');
    expect((await slack.command('nudge @Housing Ring 07700 900123')).words).toContain('a phone number');
    for (let count = 0; count < 4; count += 1) await slack.command(`nudge @Housing question number ${count}`);
    expect((await slack.command('nudge @Housing and another')).words).toContain('wait for an answer already');
  });

  it('is put off to a day, reminded of then, helped with in every place, and the asker hears it all', async () => {
    const { prisma } = bot.database;
    const card = await letter(teams, 'lighting budget');
    const form = await teams.pressForForm(card, 'Later');
    expect((await refused(teams.submit(form, { day: '2026-11-23' }))).errors.join()).toContain('Choose a day ahead');
    await sent(teams.submit(form, { day: '2026-11-30' }));
    await letter(slack, 'comes back to it on Monday 30 November');
    await prisma.nudge.deleteMany({});
    expect(await prisma.nudge.count()).toBe(0);
    await sendNudges(prisma, sources, new Date('2026-11-30T07:30:00Z'));
    expect(await prisma.nudge.count()).toBe(0);
    for (let run = 0; run < 3; run += 1) await sendNudges(prisma, sources, new Date('2026-11-30T09:00:00Z'));
    expect(await prisma.nudge.count({ where: { rule: 'ASK_LATER' } })).toBe(1);
    const nudge = await letter(teams, 'Because you wanted to come back to it');
    bot.clock.now = new Date('2026-11-30T09:10:00Z');
    const opened = await teams.press(nudge, 'Open it');
    expect((await teams.press(opened, 'Help')).words).toContain('helps');
    await letter(slack, 'Grace Holloway helps');
    const inChannel = await until('the card in the channel', async () =>
      (await slack.channel()).find(
        (seen) => seen.words.includes('asks a champion') && seen.words.includes('lighting budget'),
      ),
    );
    await sent(slack.submit(await slack.pressForForm(inChannel, 'Say something'), { text: 'Four lamps are dark' }));
    await until('it under the card', async () =>
      (await slack.thread(inChannel)).some((seen) => seen.words.includes('Four lamps are dark')),
    );
    await slack.press(inChannel, 'It is done');
    expect((await prisma.ask.findFirstOrThrow({ where: { text: { contains: 'lighting budget' } } })).state).toBe(
      'DONE',
    );
    expect([...slack.complaints(), ...teams.complaints()]).toEqual([]);
  });

  it('begins at a problem, with the best suggestion chosen', async () => {
    const problem = await slack.command('problem NP-4');
    const more = await slack.press(problem, 'More…');
    const form = await slack.pressForForm(more, 'Ask a champion');
    expect((await refused(slack.submit(form, { text: '' }))).errors.join()).toContain('What do you need?');
    const { prisma } = bot.database;
    await prisma.ask.updateMany({ where: { state: 'WAITING' }, data: { state: 'DONE' } });
    expect((await sent(slack.submit(form, { text: 'Who could drive the minibus?' }))).words).toContain('is asked');
    expect(await prisma.ask.count({ where: { text: 'Who could drive the minibus?', problemId: { not: null } } })).toBe(
      1,
    );
    await prisma.ask.updateMany({ where: { text: { startsWith: 'question number' } }, data: { state: 'WAITING' } });
  });

  it('"Not me" says who else, or tells the asker', async () => {
    const card = await letter(teams, 'question number 0');
    await sent(teams.submit(await teams.pressForForm(card, 'Not me'), {}));
    expect((await letter(slack, 'cannot take it')).words).toContain('question number 0');
  });

  it('stands in the list of whoever was asked at once', async () => {
    await slack.command('nudge @Housing could somebody lend a ladder?');
    expect((await teams.command('nudge')).words).toMatch(/lend a ladder.*Because you were asked/);
  });

  it('is not forgotten: the champion is reminded, and whoever asked may ask another', async () => {
    const { prisma } = bot.database;
    await prisma.nudge.deleteMany({});
    await prisma.ask.updateMany({ data: { state: 'DONE' } });
    await prisma.ask.updateMany({
      where: { text: 'question number 1' },
      data: { state: 'WAITING', askedAt: new Date('2026-11-24T10:00:00Z') },
    });
    await sendNudges(prisma, sources, new Date('2026-11-30T10:00:00Z'));
    const nudge = await letter(slack, 'No answer yet: question number 1');
    const choice = await slack.press(nudge, 'Ask another');
    expect(choice.words).toMatch(/Which champion shall I ask\?.*question number 1/);
    const [other] = choice.buttons;
    expect((await slack.press(choice, other?.label ?? '')).words).toContain('is asked');
    await prisma.ask.updateMany({ where: { text: 'question number 1' }, data: { state: 'DONE' } });
  });
});

describe('reminders', () => {
  it('can be snoozed, declined and stopped; what was done meanwhile is not sent', async () => {
    const { prisma } = bot.database;
    await prisma.nudge.deleteMany({});
    await prisma.ask.updateMany({ data: { state: 'DONE' } });
    await prisma.problem.updateMany({ data: { movedAt: new Date('2026-10-01T10:00:00Z'), ownerId: null } });
    const at = (instant: string) => sendNudges(prisma, sources, new Date(instant));
    bot.clock.now = new Date('2026-12-01T09:00:00Z');
    const heard = (await slack.inbox()).length;
    await at('2026-12-01T09:00:00Z');
    const [lead] = await prisma.nudge.findMany({
      where: { rule: 'PROBLEM_UNOWNED', person: { name: 'Sunil Kapadia' } },
    });
    expect(lead?.reason).toMatch(/Because it has had no owner for \d+ working days/);
    const card = await until('the reminder', async () =>
      (await slack.inbox()).slice(heard).find((seen) => seen.words.includes('needs an owner')),
    );
    const form = await slack.pressForForm(card, 'Snooze');
    expect((await refused(slack.submit(form, { when: 'date', date: '2026-11-01' }))).errors.join()).toContain(
      'has come already',
    );
    expect((await sent(slack.submit(form, { when: 'tomorrow' }))).words).toContain(
      'You are told again on Wednesday 2 December',
    );
    await at('2026-12-02T09:00:00Z');
    const mine = () =>
      prisma.nudge.findMany({ where: { person: { name: 'Sunil Kapadia' } }, orderBy: { sentAt: 'asc' } });
    expect((await mine()).map(({ subject }) => subject)).toHaveLength(2);
    const again = await until('the second', async () => {
      const found = (await slack.inbox()).slice(heard).filter((seen) => seen.words.includes('needs an owner'));
      return found.length > 1 ? found.at(-1) : undefined;
    });
    expect((await slack.press(again, 'Stop this kind')).words).toContain('You get no more of this kind');
    await at('2026-12-03T09:00:00Z');
    expect((await mine()).filter(({ rule }) => rule === 'PROBLEM_UNOWNED')).toHaveLength(2);
    expect((await slack.command('nudge')).words).toContain('unowned');
    expect((await slack.command('nudge start unowned')).words).toContain('reminded of this again');
  });

  it('keeps to hours and a clock of one’s own; says what cannot be', async () => {
    expect((await slack.command('nudge hours 09:00-09:00')).words).toContain('leaves no hour');
    expect((await slack.command('nudge hours soon')).words).toContain('Between which hours');
    expect((await slack.command('nudge hours 10-16')).words).toContain('between 10:00 and 16:00');
    expect((await slack.command('nudge hours 9 to 5')).words).toContain('between 09:00 and 17:00');
    expect((await slack.command('nudge hours 8.30am-4pm')).words).toContain('between 08:30 and 16:00');
    expect((await slack.command('nudge hours 22:00-06:00')).words).toContain('between 22:00 and 06:00');
    expect((await slack.command('nudge hours 9-5 mon-thu')).words).toContain('Between which hours');
    expect((await slack.command('nudge hours 10-16')).words).toContain('between 10:00 and 16:00');
    expect((await slack.command('nudge timezone Europe/Atlantis')).words).toContain('I know no time zone');
    expect((await slack.command('nudge timezone Asia/Kolkata')).words).toContain('for you now');
    expect((await slack.command('nudge timezone London')).words).toContain('for you now');
    expect(await bot.database.prisma.person.count({ where: { timeZone: 'Europe/London' } })).toBeGreaterThan(0);
    const stops = () => bot.database.prisma.nudgeStop.count();
    const before = await stops();
    expect((await slack.command('nudge stop')).words).toContain('Which kind, or everything?');
    expect((await slack.command('nudge stop everything')).words).toContain('No more reminders of any kind');
    expect(await stops()).toBeGreaterThan(before + 10);
    expect((await slack.command('nudge start all')).words).toContain('reminded of everything again');
    expect(await stops()).toBeLessThanOrEqual(before);
    expect((await slack.command('nudge @Fire and @Police who can come')).words).toContain('One at a time');
    expect((await slack.command('nudge stop bothering')).words).toContain('I know no reminder');
  });

  it('shows what came of each kind, and the project team changes them', async () => {
    expect((await slack.command('nudge rule unowned 5')).words).toContain('Only the project team');
    expect((await admin.command('nudge rule unowned 0')).words).toContain('From 1 to 365');
    expect((await admin.command('nudge rule unowned 5')).words).toContain('5 working days');
    expect((await admin.command('nudge rule unowned off')).words).toContain('off');
    expect((await admin.command('nudge rules')).words).toContain('Acted on');
    const { prisma } = bot.database;
    const before = await prisma.nudge.count({ where: { rule: 'PROBLEM_UNOWNED' } });
    await sendNudges(prisma, sources, new Date('2026-12-21T10:00:00Z'));
    expect(await prisma.nudge.count({ where: { rule: 'PROBLEM_UNOWNED' } })).toBe(before);
  });

  it('goes out once when two replicas compute at the same minute', async () => {
    const { prisma } = bot.database;
    await prisma.nudge.deleteMany({});
    const now = new Date('2027-01-12T10:00:00Z');
    await Promise.all(Array.from({ length: 4 }, () => sendNudges(prisma, sources, now)));
    const sentTo = await prisma.nudge.groupBy({ by: ['personId'], _count: true });
    expect(sentTo.length).toBeGreaterThan(0);
    expect(sentTo.every(({ _count }) => _count === 1)).toBe(true);
    const deliveries = await prisma.delivery.groupBy({
      by: ['recordId'],
      where: { recordId: { in: (await prisma.nudge.findMany()).map(({ id }) => id) } },
      _count: true,
    });
    expect(deliveries.every(({ _count }) => _count === 1)).toBe(true);
  });
});
