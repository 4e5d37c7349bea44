// Ideas from a line to another zone's practice; good news told on purpose; what the bot finds across zones.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forOutside } from '../../src/features/celebrations/copy.ts';
import { sendReviews } from '../../src/features/ideas/index.ts';
import { startTestBot, type TestBot } from '../support/bot.ts';
import { consoleDriver } from '../support/drivers/console.ts';
import { slackDriver } from '../support/drivers/slack.ts';
import { teamsDriver } from '../support/drivers/teams.ts';
import type { Driver } from '../support/seen.ts';
import { gather, refused, sent } from '../support/story.ts';
import { until } from '../support/until.ts';

let bot: TestBot;
let slack: Driver;
let teams: Driver;
let desk: Driver;
let champion: Driver;

beforeAll(async () => {
  bot = await startTestBot({ scheduled: false });
  await gather(bot);
  [slack, teams, desk] = [slackDriver(bot), teamsDriver(bot), consoleDriver(bot, 'priya-sandhar')];
  const found = await bot.database.prisma.champion.findFirstOrThrow({
    where: { person: { identities: { some: { platform: 'console' } } } },
    include: { person: { include: { identities: { where: { platform: 'console' } } } } },
  });
  champion = consoleDriver(bot, found.person.identities[0]?.user ?? '');
});
afterAll(async () => {
  await bot?.stop();
});

const inChannel = (person: Driver, ...words: string[]) =>
  until(`${words.join(', ')} on ${person.platform}`, async () =>
    (await person.channel()).findLast((seen) => words.every((each) => seen.words.includes(each))),
  );

describe('an idea', () => {
  it('is kept in a line, supported from another platform, and a like one is not kept twice', async () => {
    expect((await slack.command('idea Bike library with the fire station')).words).toContain('Idea 1 is kept');
    await teams.press(await inChannel(teams, 'Bike library'), 'Support');
    await inChannel(slack, 'Bike library', 'You (slack), You (teams)');
    const alike = await desk.command('idea A library of bikes at the fire station');
    expect(alike.words).toContain('There is an idea like it');
    expect((await desk.press(alike, 'Support idea 1')).words).toContain('You support it');
    const another = await desk.command('idea Bike library for the fire station yard');
    expect((await desk.press(another, 'Mine is another')).words).toContain('Idea 2 is kept');
    expect((await desk.command('idea Ring 07700 900123')).words).toContain('a phone number');
    expect((await desk.command(`idea ${'y'.repeat(1001)}`)).words).toContain('at most 1000 fit');
  });

  it('moves step by step, is parked with a reason, and lists itself', async () => {
    const card = await inChannel(desk, 'Idea 1', 'Bike library');
    expect((await desk.press(card, 'Explore')).words).toContain('Now: exploring');
    await desk.press(await inChannel(desk, 'Idea 1', 'Exploring'), 'Adopt here');
    expect((await desk.press(await inChannel(desk, 'Idea 1', 'Adopted'), 'It is in practice')).words).toContain(
      'Now: in practice',
    );
    await desk.press(await inChannel(desk, 'Idea 1', 'In practice'), 'Share with all zones');
    const second = await desk.command('idea 2');
    const form = await desk.pressForForm(second, 'Park');
    expect((await refused(desk.submit(form, { why: '' }))).errors.join()).toContain('why it is parked');
    expect((await sent(desk.submit(form, { why: 'The first one does it' }))).words).toContain(
      'Parked: The first one does it',
    );
    expect((await desk.command('idea list')).words).not.toContain('yard');
    expect((await desk.command('idea list parked')).words).toContain('yard');
    expect((await desk.command('idea list bike')).words).toContain('Bike library');
    expect((await desk.command('idea list mine')).words).toMatch(/Ideas of mine, or that I support|None yet/);
    expect((await desk.command('idea 77')).words).toContain('There is no idea 77');
  });

  it('is adopted by another zone with one tap, and keeps where it came from; twice is once', async () => {
    const other = consoleDriver(bot, 'maya-okonjo', 'coalville');
    const { prisma } = bot.database;
    const [maya, coalville] = await Promise.all([
      prisma.person.findFirstOrThrow({ where: { name: 'Maya Okonjo' } }),
      prisma.zone.findFirstOrThrow({ where: { code: 'CV' } }),
    ]);
    await prisma.membership.upsert({
      where: { personId_zoneId: { personId: maya.id, zoneId: coalville.id } },
      create: { personId: maya.id, zoneId: coalville.id, roleTitle: 'Street warden' },
      update: {},
    });
    const card = await other.command('idea 1');
    expect((await other.press(card, 'Adopt here')).words).toMatch(/Coalville has adopted it.*idea 1 in New Parks/);
    expect((await other.press(await other.command('idea 1'), 'Adopt here')).words).toContain('has adopted it already');
    expect(await prisma.idea.count({ where: { originId: { not: null } } })).toBe(1);
    await inChannel(desk, 'Idea 1', 'Also in', 'Coalville');
  });
});

describe('the Champion Team', () => {
  it('sees all zones side by side, and openings across them', async () => {
    const view = await champion.press(await champion.command('zone'), 'All zones');
    for (const words of ['All zones', 'Interactions a member', 'Problems moving', 'New Parks', 'Coalville'])
      expect(view.words).toContain(words);
    expect((await desk.command('idea openings')).words).toContain('for champions');
    expect((await champion.command('idea openings')).words).toContain('Openings across zones');
  });

  it('gets what has not moved once a month, on its first working day', async () => {
    const { prisma } = bot.database;
    await prisma.idea.updateMany({
      where: { number: 2 },
      data: { state: 'CAPTURED', movedAt: new Date('2026-10-01T10:00:00Z') },
    });
    expect(await sendReviews(prisma, new Date('2026-12-31T10:00:00Z'))).toBe(0);
    expect(await sendReviews(prisma, new Date('2027-01-01T10:00:00Z'))).toBe(0);
    expect(await sendReviews(prisma, new Date('2027-01-04T08:00:00Z'))).toBe(0);
    expect(await sendReviews(prisma, new Date('2027-01-04T09:30:00Z'))).toBeGreaterThan(0);
    for (let run = 0; run < 2; run += 1) expect(await sendReviews(prisma, new Date('2027-01-04T10:30:00Z'))).toBe(0);
    await until('the review', async () =>
      (await champion.inbox()).some((seen) => seen.words.includes('Have not moved for thirty days')),
    );
  });
});

describe('good news', () => {
  it('stands in every place with thanks; a lead says what is fit for the public, and plans it', async () => {
    expect(
      (await slack.command('celebrate The youth club has forty members, thanks to @Priya and @Fire')).words,
    ).toContain('Goes to ');
    for (const person of [slack, teams, desk])
      await inChannel(person, 'Good news from New Parks', 'forty members', 'Priya Sandhar', 'Fire');
    expect((await desk.press(await inChannel(desk, 'forty members'), 'Fit for the public')).words).toContain(
      'Only a lead',
    );
    // Whoever types it twice may not have seen that it went: it is told once.
    const twice = await slack.command('celebrate The youth club has forty members, thanks to @Priya and @Fire');
    expect(twice.words).toContain('It is told already: good news 1');
    expect(await bot.database.prisma.celebration.count()).toBe(1);
    expect((await desk.command('celebrate list --public')).words).toContain('Nothing yet');
    expect((await desk.command('celebrate 1 copy')).words).toMatch(/stays inside until a lead/);
    expect((await teams.press(await inChannel(teams, 'forty members'), 'Fit for the public')).words).toContain(
      'It may be told outside',
    );
    expect((await slack.command('celebrate plan 1 on 3 December')).words).toContain('Planned for Thursday 3 December');
    expect((await slack.command('celebrate plan 1 on 3 November 2026')).words).toContain('has been');
    expect((await slack.command('celebrate list --public')).words).toContain('planned for Thursday 3 December');
    expect((await slack.command('celebrate list')).words).toContain('forty members');
    const copy = (await teams.press(await teams.command('celebrate 1'), 'Text to copy')).words;
    expect(copy).toMatch(/The youth club has forty members\. In the People Zone New Parks, .* work with residents/);
    expect(copy).toMatch(/With thanks to [^.]*Fire/);
    expect(copy).not.toMatch(/Priya|@/);
    expect((await slack.command('celebrate copy 1')).words).toContain('The youth club has forty members.');
    expect((await slack.command('celebrate 9')).words).toContain('no good news 9');
    expect((await slack.command('celebrate Ring 07700 900123')).words).toContain('a phone number');
  });

  it('becomes such from a problem and from a meeting, and can be taken back', async () => {
    const { prisma } = bot.database;
    await slack.command('meeting start');
    await teams.command('meeting celebrate Eleven came to the first boxing night');
    await teams.command('meeting idea A swap shop at the library');
    await slack.command('meeting end');
    await slack.command('meeting publish');
    expect(await prisma.celebration.count({ where: { text: { startsWith: 'Eleven came' } } })).toBe(1);
    expect(await prisma.idea.count({ where: { text: { startsWith: 'A swap shop' } } })).toBe(1);
    const mine = await teams.command('celebrate 2');
    expect((await teams.press(mine, 'Take it back')).words).toContain('Taken back');
    expect((await slack.command('celebrate list')).words).not.toContain('boxing');
    expect([...slack.complaints(), ...teams.complaints()]).toEqual([]);
  });
});

it('gives a text that says something, also where the news is the thanks themselves', () => {
  expect(forOutside('Forty members, thanks to @Dana and @Fire')).toBe('Forty members.');
  expect(forOutside('The gate is mended, thanks to Tom Hartshorn', ['Tom Hartshorn (Police)'])).toBe(
    'The gate is mended.',
  );
  expect(forOutside('Thanks to @Fire for a safe bonfire night')).toBe('Thanks to Fire for a safe bonfire night.');
  expect(forOutside('It is open! Thanks to the choir, too')).toBe('It is open! Thanks to the choir, too.');
});

it('thanks whom it names, also without an @; nobody by half a name', async () => {
  for (const [line, thanked] of [
    ['Thanks to Tom and Rosa for the litter pick', 'Tom Hartshorn (Police), Rosa Quillfeather (College)'],
    ['Well done Priya, the girls have an evening of their own', 'Priya Sandhar (Youth Service)'],
    ['Big thanks to Housing for the new gate', 'Housing'],
  ])
    expect((await slack.command(`celebrate ${line}`)).words, line).toContain(`Thanked: ${thanked} `);
  expect((await slack.command('celebrate All the survey data, Tom and Rosa say, is in')).words).not.toContain(
    'Thanked',
  );
  expect((await slack.command('celebrate Thanks to Ros for the bulbs by the memorial')).words).not.toContain('Thanked');
});

describe('what is said after a number', () => {
  it('does to an idea what its buttons do; a number that begins an idea is part of it', async () => {
    const kept = await desk.command('idea Window boxes along the parade');
    const [, number = ''] = /Idea (\d+) is kept/.exec(kept.words) ?? [];
    expect((await slack.command(`idea ${number} support`)).words).toContain('You support it');
    expect((await teams.command(`idea ${number} explore`)).words).toContain('Now: exploring');
    expect((await desk.command(`idea ${number} adopt in Coalville`)).words).toContain('You are not in Coalville');
    expect((await desk.command(`idea ${number} adopt in Atlantis`)).words).toContain('no zone "Atlantis"');
    expect((await desk.command(`idea ${number} adopt here`)).words).toContain('New Parks has adopted it');
    expect((await desk.command(`idea ${number} park because nobody has time`)).words).toContain(
      'Parked: nobody has time',
    );
    expect((await desk.command(`idea ${number} reopen`)).words).toContain('Now: captured');
    expect((await desk.command('idea 999 support')).words).toContain('There is no idea 999');
    expect((await desk.command('idea 3 park benches by the pond')).words).toMatch(/Idea \d+ is kept.*3 park benches/);
    expect((await desk.command('idea 12')).words).toContain('There is no idea 12');
    // Where there is one of that number, a line that begins with it may be about it: it is asked, and nothing kept.
    const ideas = await bot.database.prisma.idea.count();
    const asked = await desk.command('idea 1 adopt for Braunstone');
    expect(asked.words).toContain('Is that about idea 1?');
    expect((await desk.command('idea 1 dropped')).words).toContain('Is that about idea 1?');
    expect(await bot.database.prisma.idea.count()).toBe(ideas);
    expect((await desk.press(asked, 'It is a new idea')).words).toContain('1 adopt for Braunstone');
    expect(await bot.database.prisma.idea.count()).toBe(ideas + 1);
    const news = await bot.database.prisma.celebration.count();
    const doubted = await slack.command('celebrate 1 publish');
    expect(doubted.words).toContain('Is that about good news 1?');
    expect((await slack.command('celebrate 1 public gardens')).words).toContain('good news 1?');
    expect(await bot.database.prisma.celebration.count()).toBe(news);
    expect((await slack.press(doubted, 'It is new')).words).toContain('1 publish');
    expect(await bot.database.prisma.celebration.count()).toBe(news + 1);
    expect((await desk.command('idea x')).words).toContain('says too little');
  });

  it('does to good news what its buttons do', async () => {
    const told = await slack.command('celebrate 12 young people came to the first boxing night, thanks to @Dana');
    const [, number = ''] = /(\d+)\s*\.\s+12 young people/.exec(told.words) ?? [];
    expect(told.words).toMatch(/Thanked.*Dana Whitlock \(Police\)/);
    expect((await desk.command(`celebrate ${number} public`)).words).toContain('Only a lead');
    expect((await slack.command(`celebrate ${number} public`)).words).toContain('It may be told outside');
    const copy = (await slack.command(`celebrate ${number} copy`)).words;
    expect(copy).toContain('12 young people came to the first boxing night.');
    expect(copy).not.toContain('Dana');
    expect((await slack.command(`celebrate ${number} told`)).words).toContain('It has been told');
    expect((await slack.command(`celebrate undo ${number}`)).words).toContain('Taken back');
    expect((await slack.command('celebrate 999 public')).words).toContain('There is no good news 999');
    expect((await slack.command('celebrate :)')).words).toContain('says too little');
  });
});
