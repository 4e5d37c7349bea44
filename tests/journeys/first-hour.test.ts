// A partnership that is not the demonstration: from an empty database to a zone with leads, a board, and a first meeting.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readHealth } from '../../src/features/digests/health.ts';
import { nameBoard, setPartnership, setZoneLead } from '../../src/features/partnership/index.ts';
import { startTestBot, type TestBot } from '../support/bot.ts';
import { slackDriver } from '../support/drivers/slack.ts';
import { SLACK_CHANNEL, SLACK_TEAM, slackId } from '../support/ids.ts';
import { type Driver, isForm } from '../support/seen.ts';
import { refused, sent } from '../support/story.ts';
import { until } from '../support/until.ts';

const ADMIN = slackId('U', 'projectteam');
const [ANN, BEN, CAL] = ['ann', 'ben', 'cal'].map((name) => slackId('U', name)) as [string, string, string];
let bot: TestBot;
let admin: Driver;
let ann: Driver;
let ben: Driver;
let cal: Driver;

beforeAll(async () => {
  bot = await startTestBot({ empty: true, scheduled: false, admins: `slack:${SLACK_TEAM}:${ADMIN}` });
  [admin, ann, ben, cal] = [ADMIN, ANN, BEN, CAL].map((user) => slackDriver(bot, user, SLACK_CHANNEL)) as [
    Driver,
    Driver,
    Driver,
    Driver,
  ];
});
afterAll(async () => {
  await bot?.stop();
});

const letter = (person: Driver, words: string) =>
  until(`a letter with ${words}`, async () => (await person.inbox()).find((seen) => seen.words.includes(words)));

async function join(person: Driver, name: string) {
  const { prisma } = bot.database;
  const form = await person.pressForForm(await person.command('me'), 'Ask to join');
  const zone = (await prisma.zone.findFirstOrThrow()).id;
  const agency = (await prisma.agency.findFirstOrThrow({ where: { shortName: 'Health' } })).id;
  await sent(person.submit(form, { name, role: 'Nurse', agency, zone }));
}

describe('the first hour', () => {
  it('whoever does not know where to begin is told, in its order', async () => {
    expect((await admin.command('what do I do first?')).words).toMatch(
      /Getting started.*zone agency new.*zone new.*zone link.*zone invite.*zone lead.*meeting new/s,
    );
  });

  it('the project team takes its name and names the partnership, in a form and in lines', async () => {
    expect((await admin.command('me name Priya Sandhar')).words).toContain('You are Priya Sandhar here');
    expect((await admin.command('me name 7')).words).toContain('A name is two letters at least');
    const card = await admin.command('partnership');
    expect(card.words).toMatch(/People Zones.*OFFICIAL.*Project team ?: Priya Sandhar/);
    const form = await admin.pressForForm(card, 'Change it');
    const wrong = await refused(admin.submit(form, { name: 'X', marking: 'OFFICIAL', caseAdvice: 'ECINS' }));
    expect(wrong.errors.join()).toContain('What is the partnership called?');
    const kept = await sent(
      admin.submit(wrong, { name: 'Bell Vale', marking: 'OFFICIAL', caseAdvice: 'ECINS. In danger now: 999.' }),
    );
    expect(kept.words).toMatch(/Kept.*Bell Vale.*ECINS/);
    expect((await admin.command('partnership marking OFFICIAL-SENSITIVE')).words).toContain('OFFICIAL-SENSITIVE');
    expect((await admin.command('partnership officers named')).words).toContain('name officers');
    expect((await admin.command('partnership officers perhaps')).words).toContain('officers named');
    expect((await admin.command('partnership frob')).words).toContain('I know: name, marking');
  });

  it('makes a zone, lets its people in, and makes one of them its lead', async () => {
    await admin.command('zone agency new Vale Health Trust, HEALTH, Health');
    await admin.command('zone agency new Valley Police, POLICE, Police');
    expect((await admin.command('zone agencies')).words).toMatch(
      /Agencies.*Health Vale Health Trust, health: 0 people/,
    );
    expect((await admin.command('zone new "Hollin Park"')).words).toContain('zone new Hollin Park, city');
    expect((await admin.command('zone new “Hollin Park”, an inner city')).words).toMatch(
      /(?:^| )Hollin Park \(HP\) is here/,
    );
    expect((await admin.command('zone link HP')).words).toContain('belongs to Hollin Park');
    const empty = await admin.command('zone HP');
    expect(empty.words).toMatch(/nobody yet.*zone lead.*Nothing has been logged yet/);
    for (const [person, name] of [
      [ann, 'Ann Okafor'],
      [ben, 'Ben Adeyemi'],
      [cal, 'Cal Whitby'],
    ] as const) {
      await join(person, name);
      await admin.press(await letter(admin, `${name} asks to join`), 'Approve');
      await letter(person, 'Welcome to Hollin Park');
    }
    expect((await ann.command('meeting new tomorrow 10:00')).words).toContain('Only a lead of the zone');
    expect((await ann.command('zone lead @Ben')).words).toContain('Only a lead of Hollin Park');
    expect((await admin.command('zone lead @Nobody')).words).toContain('I know nobody called Nobody');
    expect((await admin.command(`zone lead <@${ANN}>`)).words).toContain('Ann Okafor leads Hollin Park now');
    await letter(ann, 'You lead Hollin Park now');
    expect((await admin.command('zone lead @Ann')).words).toContain('leads Hollin Park already');
  });

  it('its lead says what it wants and plans a first meeting', async () => {
    expect((await ann.command('zone ambition Evenings on the rec that everybody enjoys')).words).toContain(
      'Evenings on the rec',
    );
    const form = await ann.pressForForm(await ann.command('zone HP'), 'What it wants');
    expect(form.fields['ambition']?.value).toContain('Evenings on the rec');
    const stopped = await ann.submit(form, { ambition: 'Ring 07700 900123' });
    expect(isForm(stopped) && stopped.errors.join()).toContain('phone number');
    expect((await ann.command('meeting new every second Tuesday 10:00 at the hall')).words).toContain('Planned');
  });

  it('a lead who leaves is asked, names who comes after, or the project team is told', async () => {
    const { prisma } = bot.database;
    expect((await ann.command('zone lead end')).words).toContain('is the only lead of Hollin Park');
    const asked = await ann.command('zone leave');
    expect(asked.words).toMatch(/Leave Hollin Park\?.*You are its only lead. Who leads after you\?/);
    expect(await prisma.membership.count({ where: { person: { name: 'Ann Okafor' } } })).toBe(1);
    const left = await ann.press(asked, 'Ben Adeyemi, and leave');
    expect(left.words).toContain('You are no longer in Hollin Park');
    await letter(ben, 'You lead Hollin Park now');
    const plain = await cal.command('zone leave');
    expect(plain.words).not.toContain('only lead');
    expect((await cal.press(plain, 'Stay')).words).toContain('Hollin Park (HP)');
    await ben.press(await ben.command('zone leave'), 'Leave it to the project team');
    await letter(admin, 'Hollin Park has no lead');
    const { id, timeZone } = await prisma.partnership.findFirstOrThrow();
    const health = JSON.stringify(await readHealth(prisma, { id, timeZone }, '2026-11-23', bot.clock.now));
    expect(health).toMatch(/No lead: .*Hollin Park/);
    await admin.command('zone lead @Cal in HP');
    expect((await cal.command('zone HP')).words).toMatch(/Leads ?: Cal Whitby/);
  });

  it('names its board, whom the bot need not have met', async () => {
    const board = slackDriver(bot, slackId('U', 'chair'), SLACK_CHANNEL);
    const mention = `<@${slackId('U', 'chair')}|chair>`;
    expect((await cal.command(`partnership board ${mention}`)).words).toContain('Only the project team');
    expect((await admin.command(`partnership board ${mention}`)).words).toContain(
      'Say who they are, and of which agency',
    );
    expect((await admin.command(`partnership board ${mention}, Grace Holloway, Fire`)).words).toContain(
      'I know no agency "Fire". There are: Health, Police',
    );
    expect((await admin.command(`partnership board ${mention}, Grace Holloway, Health`)).words).toContain(
      'Grace Holloway is on the board now',
    );
    await letter(board, 'You are on the board of Bell Vale');
    expect((await board.command('digest board')).words).toContain('The board’s paper');
    expect((await board.command('me')).words).toMatch(/Roles ?: Board/);
    expect((await admin.command('partnership executive @Grace')).words).toContain('is on the board’s Executive now');
    expect((await board.command('me')).words).toContain('Board Executive');
    expect((await admin.command('partnership board end @Grace')).words).toContain('is no longer on the board');
    expect((await board.command('digest board')).words).toContain('The paper is for the board');
    expect((await admin.command('partnership rename @Grace to Grace Holloway-Smith')).words).toContain(
      'Grace Holloway is now Grace Holloway-Smith',
    );
  });

  it('renames and merges agencies; old names are still understood', async () => {
    const { prisma } = bot.database;
    expect((await cal.command('zone agency rename Health, Vale Health, NHS')).words).toContain('Only the project team');
    expect((await admin.command('zone agency rename Health, Valley Police, Police')).words).toContain(
      'There is already',
    );
    expect((await admin.command('zone agency rename Health, Vale Health, NHS')).words).toContain(
      'Vale Health Trust is now Vale Health (NHS)',
    );
    await admin.command('zone agency new Vale Clinics, HEALTH, Clinics');
    await cal.command('log Tea with 5 residents with Clinics and Police #safe');
    const asked = await admin.command('zone agency merge Clinics into Health');
    expect(asked.words).toContain('This cannot be taken back');
    expect((await admin.press(asked, 'Merge them')).words).toContain('Vale Clinics is now part of Vale Health');
    expect(await prisma.agency.findMany({ select: { shortName: true }, orderBy: { shortName: 'asc' } })).toEqual(
      ['NHS', 'Police', 'Project team'].map((shortName) => ({ shortName })),
    );
    const { aliases } = await prisma.agency.findFirstOrThrow({ where: { shortName: 'NHS' } });
    expect(aliases).toEqual(expect.arrayContaining(['Vale Health Trust', 'Health', 'Vale Clinics', 'Clinics']));
  });

  it('all of it is in the account of changes', async () => {
    const actions = (await bot.database.prisma.auditEntry.findMany({ select: { action: true } })).map(
      ({ action }) => action,
    );
    for (const action of [
      'partnership.changed',
      'person.renamed',
      'zone.lead_appointed',
      'zone.ambition_set',
      'board.appointed',
      'board.left',
      'agency.renamed',
      'agency.merged',
      'zone.member_left',
    ])
      expect(actions, action).toContain(action);
  });

  it('can be done from a terminal too', async () => {
    const { prisma } = bot.database;
    const { id } = await prisma.partnership.findFirstOrThrow();
    expect(await setPartnership(prisma, id, { name: 'Bell Vale and Wold', officers: 'unnamed' })).toMatch(
      /Bell Vale and Wold[\s\S]*unnamed in papers/,
    );
    await expect(setPartnership(prisma, id, { officers: 'perhaps' })).rejects.toThrow('named, or unnamed');
    await expect(setZoneLead(prisma, id, { zone: 'XX', person: 'Cal Whitby', end: false })).rejects.toThrow(
      'There is no zone "XX". There are: HP.',
    );
    await expect(setZoneLead(prisma, id, { zone: 'HP', person: 'Nobody', end: false })).rejects.toThrow(
      'nobody called',
    );
    expect(await setZoneLead(prisma, id, { zone: 'HP', person: 'Cal Whitby', end: false })).toContain(
      'Cal Whitby leads Hollin Park now',
    );
    expect(await nameBoard(prisma, id, 'Grace Holloway-Smith', 'EXECUTIVE')).toContain('board’s Executive now');
    expect(await nameBoard(prisma, id, 'Grace Holloway-Smith', undefined)).toContain('no longer on the board');
  });
});
