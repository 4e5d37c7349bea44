// From a place that somebody names to a zone that is set up: proposed, looked at, agreed by the board, and step by step made real.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLinks } from '../../src/http/links.ts';
import { NOW, SECRET_KEY, startTestBot, type TestBot } from '../support/bot.ts';
import { consoleDriver } from '../support/drivers/console.ts';
import { DRIVERS } from '../support/drivers/index.ts';
import type { Driver } from '../support/seen.ts';
import { gather, refused, sent } from '../support/story.ts';

let bot: TestBot;
let warden: Driver;
beforeAll(async () => {
  bot = await startTestBot({ scheduled: false });
  await gather(bot);
  warden = consoleDriver(bot, 'maya-okonjo', 'coalville');
  // Whoever types on each platform runs the programme, too.
  await bot.database.prisma.person.updateMany({ where: { name: { startsWith: 'You (' } }, data: { roles: ['ADMIN'] } });
  await bot.database.prisma.person.updateMany({
    where: { identities: { some: { platform: 'console', user: 'priya-sandhar' } } },
    data: { roles: ['ADMIN'] },
  });
});
afterAll(async () => {
  await bot?.stop();
});

const PLACES = { slack: 'Eyres Monsell', teams: 'Thringstone', console: 'Shelthorpe' };
const CODES = { slack: 'EM', teams: 'TH', console: 'SH' };

describe.each(DRIVERS)('a place, on %s', (platform, drive) => {
  const name = PLACES[platform];
  let desk: Driver;
  beforeAll(() => {
    desk = platform === 'console' ? consoleDriver(bot, 'priya-sandhar') : drive(bot);
  });

  it('is proposed by anybody in a line; what is missing is asked, what is there is said', async () => {
    const setting = platform === 'slack' ? 'city' : 'county';
    const proposed = await warden.command(`zone propose ${name}, ${setting}`);
    expect(proposed.words).toContain(`Proposed: ${name}`);
    expect(proposed.words).toContain('Nothing found yet of: demographic analysis; reactive demand; community voice');
    expect(proposed.buttons.map(({ label }) => label)).not.toContain('Decision');
    expect((await warden.command(`zone propose ${name.toLowerCase()}, city`)).words).toContain(
      'It is proposed already',
    );
    expect((await warden.command('zone propose New Parks, city')).words).toContain(
      'New Parks is a People Zone already',
    );
    const form = await desk.openForm('zone propose Beaumont Leys');
    expect(form.fields['name']?.value).toBe('Beaumont Leys');
    expect((await refused(desk.submit(form, {}))).errors.join()).toContain('Is it in the city, or in the county?');
    expect((await warden.command('zone propose Ring 07700 900123, city')).words).toContain('a phone number');
  });

  it('is looked at by the project team, each finding with its source; nothing is added up', async () => {
    const card = await desk.command(`zone candidates ${name}`);
    const form = await desk.pressForForm(card, 'Add a finding');
    const wrong = await refused(
      desk.submit(form, { factor: 'REACTIVE_DEMAND', text: '', source: '', asAt: '2030-01-01', link: 'see the file' }),
    );
    expect(wrong.errors.join(' ')).toContain('What was found?');
    expect(wrong.errors.join(' ')).toContain('A finding has a source');
    expect(wrong.errors.join(' ')).toContain('still to come');
    expect(wrong.errors.join(' ')).toContain('begins with https://');
    const kept = await sent(
      desk.submit(wrong, {
        factor: 'REACTIVE_DEMAND',
        text: 'Calls about anti-social behaviour are twice the city’s',
        source: 'Police log',
        asAt: '2026-06-03',
        link: 'https://example.org/log',
      }),
    );
    expect(kept.words).toContain('Calls about anti-social behaviour are twice the city’s (Police log, 3 Jun 2026)');
    const all = await warden.command('zone candidates');
    expect(all.words).toContain('Reactive demand');
    expect(all.words).toContain('nothing yet');
    expect(all.words).toContain('nothing adds them up');
    expect(all.words).not.toMatch(/score|rank|points/i);
    expect((await desk.press(kept, 'Take back my last')).words).not.toContain('Police log');
    const again = await desk.pressForForm(await desk.command(`zone candidates ${name}`), 'Add a finding');
    await sent(
      desk.submit(again, { factor: 'OPENINGS', text: 'A busy community centre', source: 'Visit', asAt: '2026-06-03' }),
    );
  });

  it('is agreed by the board, with where and why; before that it is not set up', async () => {
    const before = await desk.command(`zone candidates ${name}`);
    expect(before.buttons.map(({ label }) => label)).not.toContain('Set it up');
    const form = await desk.pressForForm(before, 'Decision');
    const wrong = await refused(desk.submit(form, { state: 'NOT_NOW', on: '2026-11-20' }));
    expect(wrong.errors.join(' ')).toContain('Where was it decided?');
    expect(wrong.errors.join(' ')).toContain('say why');
    const later = await sent(
      desk.submit(wrong, { state: 'NOT_NOW', where: 'Board, minute 6', on: '2026-11-20', why: 'Two zones are enough' }),
    );
    expect(later.words).toContain('Not now on 20 Nov 2026 (Board, minute 6): Two zones are enough');
    const again = await desk.pressForForm(later, 'Decide again');
    const agreed = await sent(
      desk.submit(again, { state: 'AGREED', where: 'Board, minute 7', on: '2026-11-23', why: '' }),
    );
    expect(agreed.words).toContain('Agreed on 23 Nov 2026 (Board, minute 7)');
    expect(agreed.words).toContain('Before, it stood as "not now"');
  });

  it('becomes a zone with its seven steps, what is known of them done', async () => {
    const form = await desk.pressForForm(await desk.command(`zone candidates ${name}`), 'Set it up');
    expect((await refused(desk.submit(form, { code: 'NP' }))).errors.join()).toContain('There is already New Parks');
    expect((await refused(desk.submit(form, { code: '7' }))).errors.join()).toContain('two to four letters');
    const card = await sent(desk.submit(form, { code: CODES[platform] }));
    expect(card.words).toContain(`Set up: ${name}`);
    const steps = await desk.press(card, 'Its steps');
    expect(steps.words).toContain('Next: Partners engaged (nobody yet)');
    expect(steps.words).toMatch(/Area analysed ?: done – one finding/);
    expect(steps.words).toMatch(/Agreed by the board ?: done – Board, minute 7/);
    expect(steps.words).toContain('Before "Partners engaged" were done: Agreed by the board');
  });

  it('is set up step by step: who, by when, what shows it; taking one back says what rests on it', async () => {
    const card = await desk.command(`zone steps ${CODES[platform]}`);
    const form = await desk.pressForForm(card, 'Step 3');
    expect((await refused(desk.submit(form, { state: 'DONE' }))).errors.join()).toContain(
      'What shows that it is done?',
    );
    expect((await refused(desk.submit(form, { state: 'NOT_NEEDED' }))).errors.join()).toContain(
      'Why is it not needed?',
    );
    const owner = await bot.database.prisma.person.findFirstOrThrow({ where: { roles: { has: 'ADMIN' } } });
    const underWay = await sent(desk.submit(form, { state: 'UNDER_WAY', owner: owner.id, due: '2026-11-20' }));
    expect(underWay.words).toContain(`Next: Partners engaged (${owner.name}, by 20 Nov`);
    expect(underWay.words).toContain('days late');
    const done = await desk.pressForForm(underWay, 'Step 3');
    await sent(desk.submit(done, { state: 'DONE', evidence: 'Five agencies signed on 20 November' }));
    const back = await desk.pressForForm(await desk.command(`zone steps ${CODES[platform]}`), 'Step 2');
    const undone = await sent(desk.submit(back, { state: 'UNDER_WAY' }));
    expect(undone.words).toContain('Done after it, and resting on it: Partners engaged; Agreed by the board.');
    const more = await desk.pressForForm(undone, 'Add a step');
    expect((await refused(desk.submit(more, { title: 'Area analysed' }))).errors.join()).toContain('already');
    expect((await sent(desk.submit(more, { title: 'A room for the team' }))).words).toContain('Step 8 is added');
  });

  it('stands in the programme, with what comes next and what is late', async () => {
    const card = await desk.command('zone programme');
    expect(card.words).toMatch(new RegExp(`${name} ?: 3 of 8, next Area analysed`));
    expect(card.words).toMatch(/New Parks ?: set up/);
    expect(card.words).toMatch(/Coalville ?: 5 of 7, next Roles, services, structures and meetings mapped/);
    expect((await warden.command('zone programme')).words).toContain('for champions, the board and the project team');
  });

  it('asks agencies: willing and able, by whom and when; gaps show', async () => {
    const card = await desk.command(`zone partners ${CODES[platform]}`);
    expect(card.words).toContain('No agency has been asked yet');
    expect(card.words).toContain('Not asked yet:');
    const form = await desk.pressForForm(card, 'An agency’s answer');
    const fire = await bot.database.prisma.agency.findFirstOrThrow({ where: { shortName: 'Fire' } });
    expect((await refused(desk.submit(form, { agency: fire.id, asked: '2030-01-01' }))).errors.join()).toContain(
      'still to come',
    );
    const willing = await sent(
      desk.submit(form, { agency: fire.id, willing: 'YES', able: 'OPEN', asked: '2026-11-20', note: 'From April' }),
    );
    expect(willing.words).toMatch(/Willing, and not able yet.*Fire ?: willing yes, able not answered yet.*From April/);
    const later = await desk.pressForForm(willing, 'An agency’s answer');
    const able = await sent(desk.submit(later, { agency: fire.id, willing: 'YES', able: 'YES', asked: '2026-11-23' }));
    expect(able.words).toMatch(/Come along.*Fire ?: willing yes, able yes/);
    expect(able.words).not.toContain('Willing, and not able yet');
    expect(able.words).not.toMatch(/Not asked yet:[^.]*Fire/);
  });

  it('goes from phase to phase: planned, begun, late; nothing begins before what comes before it', async () => {
    const card = await desk.command(`zone plan ${CODES[platform]}`);
    expect(card.words).toContain(`${name} is in no phase yet`);
    const form = await desk.pressForForm(card, 'Change the days');
    const concept = { phase: 'CONCEPT', plannedFrom: '2026-09-01', plannedUntil: '2026-10-31' };
    const planned = await sent(desk.submit(form, concept));
    expect(planned.words).toMatch(/Concept ?: planned 1 Sept? 2026 to 31 Oct 2026; \d+ days late to begin/);
    const again = await desk.pressForForm(planned, 'Change the days');
    const wrong = await refused(
      desk.submit(again, { phase: 'BUILDING', plannedFrom: '2026-08-01', plannedUntil: '2026-07-01' }),
    );
    expect(wrong.errors.join(' ')).toContain('It would end before it begins');
    expect(
      (
        await refused(desk.submit(again, { phase: 'BUILDING', plannedFrom: '2026-08-01', plannedUntil: '2026-12-01' }))
      ).errors.join(' '),
    ).toContain('It would begin before "concept"');
    const begun = await desk.press(planned, 'Begin concept');
    expect(begun.words).toContain(`${name} is in "concept"`);
    expect(begun.words).toMatch(/Concept \(now\) ?: since 24 Nov 2026; planned .* \d+ days over/);
    const building = await desk.press(begun, 'Move on to building');
    expect(building.words).toContain(`${name} is in "building"`);
    expect(building.words).toContain('It opens with a launch and consultation. Still open of its steps: Area analysed');
    // The older card still offers what has been done.
    expect((await desk.press(begun, 'Move on to building')).words).toContain('It has moved on already');
    const paused = await desk.press(building, 'Pause');
    expect(paused.words).toContain(`${name} is in "paused"`);
    expect((await desk.press(paused, 'Go on with building')).words).toMatch(/Building \(now\) ?: since 24 Nov 2026/);
    const zone = await desk.command(`zone ${CODES[platform]}`);
    expect(zone.words).toMatch(/Phase:? ?Building/);
    expect(zone.words).toMatch(/Setting up:? ?\d of 8 steps, next: Area analysed/);
  });

  it('says nothing about what is not there', async () => {
    expect((await desk.command('zone candidates Atlantis')).words).toContain('Nobody has proposed "Atlantis"');
    expect((await warden.command('zone steps NP')).words).toMatch(/You do not see New Parks|All 7 steps are done/);
    expect(desk.complaints()).toEqual([]);
  });
});

it('are a paper for the board: a page, and the same for machines', async () => {
  const desk = consoleDriver(bot, 'priya-sandhar');
  const card = await desk.command('zone candidates');
  expect(card.words).toContain('The paper for the board');
  expect((await warden.command('zone candidates')).words).not.toContain('The paper for the board');
  const { id } = await bot.database.prisma.partnership.findFirstOrThrow();
  const links = createLinks(() => bot.url, SECRET_KEY);
  const address = (path: string) => links.to(path, { partnership: id }, new Date(NOW.getTime() + 3_600_000)) ?? '';
  const page = await (await fetch(address('/candidates'))).text();
  expect(page).toContain('Hollin Park');
  expect(page).toContain('Indices of Deprivation 2025');
  expect(page).toContain('Ashby Woods');
  const json = await (await fetch(address('/candidates.json'))).json();
  expect(json.candidates.find(({ name }: { name: string }) => name === 'Hollin Park')).toMatchObject({
    setting: 'CITY',
    state: 'PROPOSED',
    findings: expect.arrayContaining([expect.objectContaining({ factor: 'REACTIVE_DEMAND', source: 'Police log' })]),
  });
  expect((await fetch(`${bot.url}/candidates?partnership=${id}`)).status).toBe(404);
});

it('two who propose the same place at once have proposed it once', async () => {
  const [one, two] = [consoleDriver(bot, 'maya-okonjo', 'coalville'), consoleDriver(bot, 'priya-sandhar')];
  const answers = await Promise.all([one, two].map((each) => each.command('zone propose Braunstone Frith, city')));
  expect(answers.map(({ words }) => words.includes('Proposed: Braunstone Frith')).sort()).toEqual([false, true]);
  expect(await bot.database.prisma.zoneProposal.count({ where: { name: 'Braunstone Frith' } })).toBe(1);
});

it('a zone whose setting up is not kept here begins with the seven steps, once', async () => {
  const desk = consoleDriver(bot, 'priya-sandhar');
  await desk.command('zone new Bell Foundry, county, BF');
  const card = await desk.command('zone steps BF');
  expect(card.words).toContain('How it was set up is not kept here');
  await Promise.all([1, 2].map(() => desk.press(card, 'Keep its steps here')));
  expect((await desk.command('zone steps BF')).words).toContain('Next: Area identified');
  expect(await bot.database.prisma.zoneStep.count({ where: { zone: { code: 'BF' } } })).toBe(7);
});

it('is proposed in a sentence, too', async () => {
  expect((await warden.command('zone propose Beaumont Leys in the city')).words).toContain(
    'Proposed: Beaumont Leys Setting city',
  );
});

it('what lies all in one setting is said', async () => {
  const { prisma } = bot.database;
  await prisma.zone.updateMany({ data: { setting: 'CITY' } });
  await prisma.zoneProposal.updateMany({ data: { setting: 'CITY' } });
  expect((await warden.command('zone candidates')).words).toContain(
    'All zones and candidates lie in the city; two areas that contrast are wanted, so one in the county.',
  );
});
