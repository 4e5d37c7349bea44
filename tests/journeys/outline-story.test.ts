// The outline's story, told once from beginning to end over the wire: two contrasting places are proposed, looked at, agreed, set up,
// mapped and launched; one is reviewed and a third begins with what was learned; one is drawn anew, one closed.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLinks } from '../../src/http/links.ts';
import { SECRET_KEY, startTestBot, type TestBot } from '../support/bot.ts';
import { slackDriver } from '../support/drivers/slack.ts';
import { teamsDriver } from '../support/drivers/teams.ts';
import type { Driver, Values } from '../support/seen.ts';
import { gather, sent } from '../support/story.ts';

let bot: TestBot;
/** The project team sits in Slack; whoever lives and works there, in Teams. */
let project: Driver;
let warden: Driver;

beforeAll(async () => {
  bot = await startTestBot({ scheduled: false });
  await gather(bot);
  project = slackDriver(bot);
  warden = teamsDriver(bot);
  await bot.database.prisma.person.updateMany({ where: { name: 'You (slack)' }, data: { roles: ['ADMIN'] } });
});
afterAll(async () => {
  await bot?.stop();
});

const zoneOf = (code: string) => bot.database.prisma.zone.findFirstOrThrow({ where: { code } });
async function inForm(driver: Driver, words: string, button: string, values: Values) {
  return sent(driver.submit(await driver.pressForForm(await driver.command(words), button), values));
}
const STEPS = ['3', '4', '6', '7'];

it('a place is proposed by who works there, and another that contrasts', async () => {
  expect((await warden.command('zone propose Brookside, city')).words).toContain('Proposed: Brookside');
  expect((await warden.command('zone propose Stonegate, county')).words).toContain('Proposed: Stonegate');
});

it.each([
  ['Brookside', 'BK', 'E01020001'],
  ['Stonegate', 'SG', 'E01020002'],
])('%s is looked at, agreed by the board, set up step by step and mapped', async (name, code, area) => {
  const read = await inForm(project, `zone candidates ${name}`, 'Public data', {
    lsoas: area,
    rows: `LSOA code (2021),Income Decile\n${area},1`,
    factor: 'DEMOGRAPHY',
    source: 'Indices of Deprivation',
    asAt: '2026-01-01',
  });
  expect(read.words).toContain('1 of 1 area among the most deprived tenth');
  await inForm(project, `zone candidates ${name}`, 'Add a finding', {
    factor: 'COMMUNITY_VOICE',
    text: 'Residents ask for evenings that are safe',
    source: 'Door to door',
    asAt: '2026-10-01',
  });
  await inForm(project, `zone candidates ${name}`, 'Decision', {
    state: 'AGREED',
    where: 'Board, minute 4',
    on: '2026-11-02',
    why: '',
  });
  expect((await inForm(project, `zone candidates ${name}`, 'Set it up', { code })).words).toContain('Set up');
  const zone = await zoneOf(code);
  expect(await bot.database.prisma.zoneBoundary.findFirst({ where: { zoneId: zone.id } })).toMatchObject({
    lsoas: [area],
  });
  const someone = await bot.database.prisma.person.findFirstOrThrow({ where: { name: 'You (teams)' } });
  await bot.database.prisma.membership.create({
    data: { personId: someone.id, zoneId: zone.id, roleTitle: 'Warden', lead: true },
  });
  await inForm(project, `zone partners ${code}`, 'An agency’s answer', {
    agency: (await bot.database.prisma.agency.findFirstOrThrow({ where: { shortName: 'Fire' } })).id,
    willing: 'YES',
    able: 'YES',
    asked: '2026-11-10',
  });
  const mapped = await sent(
    warden.submit(await warden.openForm(`zone map import ${code}`), {
      rows: `kind,name,what,outcomes\nservice,${name} pantry,Groceries for a few pounds,resources\nmeeting,${name} tea,Thursdays at the hall,well`,
    }),
  );
  expect(mapped.words).toContain('2 added');
  expect((await warden.command(`zone map who helps with food in ${code}`)).words).toContain(`${name} pantry`);
  for (const step of STEPS)
    await inForm(warden, `zone steps ${code}`, `Step ${step}`, { state: 'DONE', evidence: 'Seen to in November' });
  expect((await warden.command(`zone steps ${code}`)).words).toContain('All 7 steps are done');
});

it('one is launched: what was heard, what is hoped for, the benefits that were agreed', async () => {
  await warden.press(await warden.command('zone plan BK'), 'Begin concept');
  await warden.press(await warden.command('zone plan BK'), 'Move on to building');
  expect((await warden.press(await warden.command('zone plan BK'), 'Move on to delivering')).words).toContain(
    '"delivering"',
  );
  await inForm(warden, 'zone voices BK', 'Add what was heard', {
    title: 'Launch on the green',
    heldOn: '2026-11-21',
    residents: 48,
    themes: 'Lamps on the path\nA place for evenings',
  });
  await inForm(warden, 'zone BK', 'What it wants', {
    ambition: 'Evenings by the brook for everybody',
    ambitionShort: 'The lamps are on',
    ambitionShown: 'People walk home along the brook',
  });
  await inForm(warden, 'zone benefits BK', 'Add a benefit', {
    title: 'People walk along the brook at night',
    term: 'MEDIUM',
    agreed: 'Launch on the green',
  });
  const { id } = await zoneOf('BK');
  const address = createLinks(() => bot.url, SECRET_KEY).to('/zone-plan', { zone: id }) ?? '';
  const page = await (await fetch(address)).text();
  for (const words of ['Evenings by the brook', 'Lamps on the path', '48 residents', 'Doing'])
    expect(page).toContain(words);
});

it('it is reviewed, and a third begins with what was learned', async () => {
  await warden.press(await warden.command('zone plan BK'), 'Move on to reviewing');
  await inForm(warden, 'zone review BK', 'Add a review', {
    heldOn: '2026-11-23',
    expected: 'More people on the path',
    did: 'Lamps, and a walk each Friday',
    saw: 'Twice as many people; the walk is led by residents now',
    change: 'Begin with the walk, and let residents lead it from the first day',
  });
  const candidate = await inForm(project, 'zone review BK', 'Extend to another place', {
    name: 'Highfield End',
    setting: 'CITY',
    why: '',
  });
  expect(candidate.words).toContain('Learned in Brookside: Twice as many people');
  expect((await warden.command('zone lessons walk')).words).toContain('Brookside, 23 Nov 2026');
});

it('one is drawn anew, and one is closed; the programme shows what is left', async () => {
  const anew = await inForm(project, 'zone boundary BK', 'Draw anew', {
    words: 'From the brook to the ring road',
    lsoas: 'E01020001, E01020003',
    from: '2026-11-24',
    why: 'Both banks belong together',
  });
  expect(anew.words).toContain('Both banks belong together');
  expect((await project.press(await project.command('zone close SG'), 'Close Stonegate')).words).toContain(
    'Stonegate is closed',
  );
  const programme = await project.command('zone programme');
  expect(programme.words).toMatch(/Brookside ?: set up; reviewing/);
  expect(programme.words).not.toContain('Stonegate');
  expect((await warden.command('zone SG')).words).toContain('Closed on 24 Nov 2026');
  expect([...project.complaints(), ...warden.complaints()]).toEqual([]);
});
