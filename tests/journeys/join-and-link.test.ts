// Becoming known: asking to join, being let in, and one person in two chats.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestBot, TEAMS_TENANT, type TestBot } from '../support/bot.ts';
import { slackDriver } from '../support/drivers/slack.ts';
import { teamsDriver } from '../support/drivers/teams.ts';
import { aadOf, SLACK_LEAD, slackId } from '../support/ids.ts';
import { type Driver, isForm, type Seen } from '../support/seen.ts';
import { until } from '../support/until.ts';

let bot: TestBot;

beforeAll(async () => {
  bot = await startTestBot();
});

afterAll(async () => {
  await bot?.stop();
});

const zoneId = async (name: string) => (await bot.database.prisma.zone.findFirstOrThrow({ where: { name } })).id;
const agencyId = async (shortName: string) =>
  (await bot.database.prisma.agency.findFirstOrThrow({ where: { shortName } })).id;

async function ask(newcomer: Driver, name: string, zone = 'New Parks'): Promise<Seen> {
  const greeting = await newcomer.command('log Tea with 3 residents #safe');
  expect(greeting.words).toContain('We have not met yet');
  expect(greeting.words).toContain('Nothing that you typed was kept');
  const form = await newcomer.pressForForm(greeting, 'Ask to join');
  const answer = await newcomer.submit(form, {
    name,
    role: 'Street warden',
    agency: await agencyId('Housing'),
    zone: await zoneId(zone),
  });
  if (isForm(answer)) throw new Error(answer.errors.join());
  return answer;
}

const cardAbout = (person: Driver, words: string) =>
  until(`a card about ${words} for the person on ${person.platform}`, async () =>
    (await person.inbox()).find((seen) => seen.words.includes(words)),
  );

describe.each<[string, (name: string) => Driver]>([
  ['slack', (name) => slackDriver(bot, `U0${name.toUpperCase()}`)],
  ['teams', (name) => teamsDriver(bot, name)],
])('somebody new on %s', (platform, drive) => {
  it('asks, is let in by a lead on another platform, hears it, and logs', async () => {
    const name = platform === 'slack' ? 'Ola Newcomer' : 'Ivy Newcomer';
    const newcomer = drive('newcomer');
    const slackLead = slackDriver(bot);
    const teamsLead = teamsDriver(bot);
    await teamsLead.command('me'); // The bot knows how to reach Teams once somebody there has spoken.
    expect((await ask(newcomer, name)).words).toContain('New Parks');
    expect((await newcomer.command('log Tea with 3 residents #safe')).words).toContain(
      'You have asked to join New Parks',
    );

    const [onSlack] = [
      await cardAbout(slackLead, `${name} asks to join`),
      await cardAbout(teamsLead, `${name} asks to join`),
    ];
    const decided = await slackLead.press(onSlack, 'Approve');
    expect(decided.words).toContain('Approved by');
    await until('the other lead’s card to say so', async () =>
      (await teamsLead.inbox()).some((seen) => seen.words.includes(name) && seen.words.includes('Approved by')),
    );
    expect((await cardAbout(newcomer, 'Welcome to New Parks')).words).toContain('log');
    expect((await newcomer.command('log Tea with 3 residents #safe #interaction')).words).toContain(
      'Logged in New Parks',
    );
  });

  it('is told when declined, and a member who is no lead cannot decide', async () => {
    const newcomer = drive('declined');
    const name = `Declined on ${platform}`;
    await ask(newcomer, name);
    const lead = slackDriver(bot);
    const card = await cardAbout(lead, `${name} asks to join`);
    const intruder = drive('newcomer');
    const stolen = { ...card, isPrivate: true };
    if (platform === 'slack') expect((await intruder.press(stolen, 'Approve')).words).toContain('not yours to answer');
    expect((await lead.press(card, 'Decline')).words).toContain('Declined by');
    expect((await cardAbout(newcomer, 'New Parks')).words).toMatch(/not|declined/i);
    expect((await newcomer.command('log Tea #safe')).words).toContain('We have not met yet');
  });
});

it('sends a form back filled in, with what is missing', async () => {
  const newcomer = slackDriver(bot, slackId('U', 'hasty'));
  const form = await newcomer.pressForForm(await newcomer.command('hello'), 'Ask to join');
  const again = await newcomer.submit(form, {
    name: 'X',
    role: 'Warden, NHS 943 476 5919',
    agency: await agencyId('Housing'),
    zone: await zoneId('New Parks'),
  });
  if (!isForm(again)) throw new Error('The form should have stayed open');
  expect(again.errors.join(' ')).toMatch(/your name.*leave out numbers/i);
  expect(await bot.database.prisma.joinRequest.count({ where: { name: 'X' } })).toBe(0);
});

it('links one person in two chats with a code that works once and for ten minutes', async () => {
  const desk = slackDriver(bot);
  const phone = teamsDriver(bot, 'phone');
  const given = await desk.command('me link');
  const code = /[A-Z2-9]{4}-[A-Z2-9]{4}/.exec(given.words)?.[0] ?? '';
  expect(code).not.toBe('');
  expect((await phone.command('me link WRNG-WRNG')).words).toMatch(/code/i);
  expect((await phone.command(`me link ${code.toLowerCase()}`)).words).toContain('now yours as well');
  const lead = await bot.database.prisma.chatIdentity.findFirstOrThrow({ where: { user: SLACK_LEAD } });
  const linked = await bot.database.prisma.chatIdentity.findFirstOrThrow({
    where: { tenant: TEAMS_TENANT, user: aadOf('phone') },
  });
  expect(linked.personId).toBe(lead.personId);
  const third = teamsDriver(bot, 'third');
  expect((await third.command(`me link ${code}`)).words).toMatch(/no longer|not|used/i);

  const late = /[A-Z2-9]{4}-[A-Z2-9]{4}/.exec((await desk.command('me link')).words)?.[0] ?? '';
  bot.clock.now = new Date(bot.clock.now.getTime() + 11 * 60_000);
  expect((await third.command(`me link ${late}`)).words).toMatch(/no longer|not|ten minutes/i);
  expect(
    await bot.database.prisma.chatIdentity.count({ where: { user: aadOf('third'), personId: { not: null } } }),
  ).toBe(0);
});

it('refuses a workspace that is not of the partnership, keeps nothing, and says so politely', async () => {
  const before = await bot.database.prisma.eventReceipt.count();
  const team = bot.slack.team;
  bot.slack.team = slackId('T', 'strange');
  try {
    expect((await slackDriver(bot, SLACK_LEAD).command('log Tea #safe #interaction')).words).toContain(
      'not part of the partnership',
    );
  } finally {
    bot.slack.team = team;
  }
  expect(await bot.database.prisma.eventReceipt.count()).toBe(before);
});

it('lets an agency take part from its own tenant only', async () => {
  const { prisma } = bot.database;
  const id = await agencyId('Police');
  await prisma.agencyTenant.create({ data: { agencyId: id, platform: 'slack', tenant: slackId('T', 'police') } });
  const newcomer = slackDriver(bot, slackId('U', 'copper'));
  const form = await newcomer.pressForForm(await newcomer.command('hello'), 'Ask to join');
  const again = await newcomer.submit(form, {
    name: 'Sam Sworn',
    role: 'Constable',
    agency: id,
    zone: await zoneId('New Parks'),
  });
  if (!isForm(again)) throw new Error('The form should have stayed open');
  expect(again.errors.join(' ')).toContain('another workspace');
  await prisma.agencyTenant.deleteMany({ where: { agencyId: id } });
});
