// The rest of a zone's life: renamed, drawn anew, reviewed, taken further, merged into another, closed, and opened again.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestBot, type TestBot } from '../support/bot.ts';
import { consoleDriver } from '../support/drivers/console.ts';
import { DRIVERS } from '../support/drivers/index.ts';
import type { Driver } from '../support/seen.ts';
import { gather, refused, sent } from '../support/story.ts';
import { until } from '../support/until.ts';

let bot: TestBot;
beforeAll(async () => {
  bot = await startTestBot({ scheduled: false });
  await gather(bot);
  await bot.database.prisma.person.updateMany({ where: { name: { startsWith: 'You (' } }, data: { roles: ['ADMIN'] } });
  await bot.database.prisma.person.updateMany({
    where: { identities: { some: { platform: 'console', user: 'priya-sandhar' } } },
    data: { roles: ['ADMIN'] },
  });
});
afterAll(async () => {
  await bot?.stop();
});

/** Two zones of each platform's own, with letters that nobody else has. */
const NAMES = {
  slack: { a: 'Mill Lane', A: 'ML', b: 'Quay Side', B: 'QS', next: 'Tannery Row' },
  teams: { a: 'Fern Bank', A: 'FB', b: 'Hay Market', B: 'HM', next: 'Weavers Yard' },
  console: { a: 'Dove Hill', A: 'DH', b: 'Long Acre', B: 'LA', next: 'Kiln Fields' },
};

describe.each(DRIVERS)('a zone, on %s', (platform, drive) => {
  const { a, A, b, B, next } = NAMES[platform];
  let desk: Driver;
  let member: Driver;
  let memberId: string;
  const zoneOf = (code: string) => bot.database.prisma.zone.findFirstOrThrow({ where: { code } });

  beforeAll(async () => {
    desk = platform === 'console' ? consoleDriver(bot, 'priya-sandhar') : drive(bot);
    member = consoleDriver(bot, 'maya-okonjo', 'coalville');
    const { prisma } = bot.database;
    memberId = (await prisma.person.findFirstOrThrow({ where: { name: 'Maya Okonjo' } })).id;
    await desk.command(`zone new ${a}, city, ${A}`);
    await desk.command(`zone new ${b}, county, ${B}`);
    const zone = await zoneOf(A);
    await prisma.membership.create({ data: { personId: memberId, zoneId: zone.id, roleTitle: 'Warden', lead: true } });
    await prisma.standingItem.create({ data: { zoneId: zone.id, position: 1, title: 'News from the streets' } });
  });

  it('gets another name and letters, and is still found by the old ones', async () => {
    expect((await member.command(`zone rename ${A}, ${a} North, ${A}N`)).words).toContain('The project team renames');
    await member.command(`problem Gate at the ${a} park is broken in ${A} #safe`);
    const raised = await bot.database.prisma.problem.findFirstOrThrow({ where: { zone: { code: A } } });
    const done = await desk.command(`zone rename ${A}, ${a} North, ${A}N`);
    expect(done.words).toContain(`${a} is ${a} North (${A}N) now`);
    expect(done.words).toContain(`${A}-7 finds what is ${A}N-7 now`);
    expect((await desk.command(`zone ${A}`)).words).toContain(`${a} North (${A}N)`);
    expect((await member.command(`problem ${A}-${raised.number}`)).words).toContain(`${A}N-${raised.number}`);
    expect((await desk.command(`zone new Elsewhere, city, ${A}`)).words).toContain(`There is already ${a} North`);
    expect((await desk.command(`zone rename ${A}N, ${b}`)).words).toContain(`There is already ${b} (${B})`);
    expect((await desk.command(`zone rename ${A}N, X, TOOLONG`)).words).toContain('Write the new name');
    // And back again, as somebody does who has thought better of it.
    expect((await desk.command(`zone rename ${A}, ${a}, ${A}`)).words).toContain(`${a} (${A}) now`);
    expect((await desk.command(`zone ${A}N`)).words).toContain(`${a} (${A})`);
  });

  it('has lines that are drawn, and drawn anew; the ones before stay, and what two zones share is said', async () => {
    const card = await desk.command(`zone boundary ${A}`);
    expect(card.words).toContain('Its lines are not drawn here yet');
    const form = await desk.pressForForm(card, 'Draw its lines');
    const wrong = await refused(desk.submit(form, { words: '', lsoas: 'E01013600, E1234', from: '2026-01-01' }));
    expect(wrong.errors.join(' ')).toContain('Between which roads');
    expect(wrong.errors.join(' ')).toContain('E1234 is not');
    const fields = { lsoas: 'E01013600 e01013601', from: '2026-01-01', why: '' };
    const drawn = await sent(desk.submit(wrong, { ...fields, words: 'Between Mill Road and the canal' }));
    expect(drawn.words).toContain('Since Thursday 1 January 2026. 2 areas: E01013600, E01013601');
    const other = await desk.pressForForm(await desk.command(`zone boundary ${B}`), 'Draw its lines');
    const shared = await sent(
      desk.submit(other, { words: 'South of the canal', lsoas: 'E01013601', from: '2026-01-01', why: '' }),
    );
    expect(shared.words).toContain(`${a} has this area too: E01013601`);
    const again = await desk.pressForForm(await desk.command(`zone boundary ${A}`), 'Draw anew');
    const anew = await sent(
      desk.submit(again, {
        words: 'Between Mill Road and the bypass',
        lsoas: 'E01013600',
        from: '2026-11-01',
        why: 'The bypass divides it',
      }),
    );
    expect(anew.words).toContain('Since Sunday 1 November 2026: The bypass divides it');
    expect(anew.words).toContain('From Thursday 1 January 2026: Between Mill Road and the canal');
    expect((await member.command(`zone boundary ${A}`)).buttons.map(({ label }) => label)).not.toContain('Draw anew');
  });

  it('is reviewed in four questions, and what was learned is found by everybody', async () => {
    const card = await member.command(`zone review ${A}`);
    expect(card.words).toContain('No review is kept yet');
    expect(card.buttons.map(({ label }) => label)).not.toContain('Extend to another place');
    const form = await member.pressForForm(card, 'Add a review');
    const wrong = await refused(
      member.submit(form, {
        heldOn: '2030-01-01',
        expected: '',
        did: 'Football',
        saw: 'Ring 07700 900123',
        change: 'x',
      }),
    );
    expect(wrong.errors.join(' ')).toContain('still to come');
    expect(wrong.errors.join(' ')).toContain('Please say it in a sentence');
    expect(wrong.errors.join(' ')).toContain('phone number');
    const kept = await sent(
      member.submit(wrong, {
        heldOn: '2026-11-10',
        expected: `Fewer broken windows at ${a}`,
        did: 'Evening football on the rec, twice a week',
        saw: `Half as many windows, and forty young people at ${a}`,
        change: 'Girls ask for an evening of their own',
      }),
    );
    expect(kept.words).toContain(`Kept: ${a}`);
    expect(kept.words).toMatch(/We change:? ?Girls ask for an evening of their own/);
    const found = await desk.command(`zone lessons ${a} windows`);
    expect(found.words).toContain(`${a}, 10 Nov 2026`);
    expect(found.words).toContain('changed since: Girls ask for an evening');
    const scheme = await desk.openForm('zone map add Night football');
    expect(scheme.fields['name']?.value).toBe('Night football');
    const learned = 'Begin when the evening begins';
    const wrongKind = await refused(desk.submit(scheme, { kind: 'SERVICE', reach: 'THEME', learned }));
    expect(wrongKind.errors.join(' ')).toContain('Only of a scheme');
    const added = await sent(desk.submit(wrongKind, { kind: 'SCHEME', reach: 'THEME', learned }));
    expect(added.words).toMatch(/Reach.*A theme.*What we take from it.*Begin when the evening begins/);
    expect((await desk.command('zone lessons football evenings')).words).toMatch(
      /schemes that are there already.*Night football.*Begin when/,
    );
    expect((await desk.command('zone lessons submarines')).words).toContain('No review says so');
  });

  it('begins another place with what was learned and what worked', async () => {
    const form = await desk.pressForForm(await desk.command(`zone review ${A}`), 'Extend to another place');
    expect((await refused(desk.submit(form, { name: next, setting: '' }))).errors.join()).toContain(
      'Is it in the city',
    );
    const card = await sent(desk.submit(form, { name: next, setting: 'COUNTY', why: '' }));
    expect(card.words).toContain(`Learned in ${a}: Half as many windows`);
    const decision = await desk.pressForForm(card, 'Decision');
    await sent(desk.submit(decision, { state: 'AGREED', where: 'Board, minute 9', on: '2026-11-23', why: '' }));
    const setUp = await desk.pressForForm(await desk.command(`zone candidates ${next}`), 'Set it up');
    const code = `${A}X`;
    const begun = await sent(desk.submit(setUp, { code }));
    expect(begun.words).toContain(`Taken over from ${a}: standing items: News from the streets`);
    const zone = await zoneOf(code);
    expect(await bot.database.prisma.standingItem.count({ where: { zoneId: zone.id } })).toBe(1);
    const bare = await desk.command(`zone review ${code}`);
    expect(bare.words).toContain('No review is kept yet');
  });

  it('says what it hopes for, and shows a resident its plan in plain words', async () => {
    const home = await desk.command(`zone ${A}`);
    const form = await desk.pressForForm(home, 'What it wants');
    expect(
      (await refused(desk.submit(form, { ambition: '', ambitionShort: 'Ring 07700 900123' }))).errors.join(' '),
    ).toContain('phone number');
    const kept = await sent(
      desk.submit(form, {
        ambition: 'Evenings on the rec that everybody enjoys',
        ambitionShort: 'The gate is mended and the lamps are on',
        ambitionMedium: '',
        ambitionLong: 'Nobody moves away because of the nights',
        ambitionShown: 'We hear football, not glass',
      }),
    );
    expect(kept.words).toContain('Evenings on the rec that everybody enjoys');
    expect((await desk.command(`zone aim ${A}: 120`)).words).toContain('How many of a hundred');
    expect((await desk.command(`zone aim ${A}: 70%`)).words).toContain('hoped for: 70%');
    const plan = await desk.command(`zone plan ${A}`);
    expect(plan.words).toContain('the plan in plain words');
    const { createLinks } = await import('../../src/http/links.ts');
    const { SECRET_KEY } = await import('../support/bot.ts');
    const address = createLinks(() => bot.url, SECRET_KEY).to('/zone-plan', { zone: (await zoneOf(A)).id }) ?? '';
    const page = await (await fetch(address)).text();
    expect(page).toContain('What we want');
    expect(page).toContain('We hear football, not glass');
    expect(page).not.toContain('Maya Okonjo');
    expect((await fetch(address.replace(/sig=.*/, 'sig=x'))).status).toBe(404);
  });

  it('is not closed while its meeting runs, nor merged into itself', async () => {
    const { prisma } = bot.database;
    const zone = await zoneOf(A);
    const { id } = await prisma.meeting.create({
      data: {
        partnershipId: zone.partnershipId,
        zoneId: zone.id,
        title: 'Team',
        state: 'RUNNING',
        startsAt: new Date('2026-11-24T09:30:00Z'),
        startedAt: new Date('2026-11-24T09:30:00Z'),
        timeZone: 'Europe/London',
      },
    });
    expect((await desk.command(`zone close ${A}`)).words).toContain(`A meeting of ${a} is being held. End it first`);
    expect((await desk.command(`zone merge ${A} into ${B}`)).words).toContain('End it first');
    expect((await desk.command(`zone merge ${A} into ${A}`)).words).toContain('cannot become part of itself');
    await prisma.meeting.update({ where: { id }, data: { state: 'ENDED', endedAt: new Date('2026-11-24T09:50:00Z') } });
    expect((await member.command(`zone close ${A}`)).words).toContain('The project team renames, draws anew');
  });

  it('closes: everybody is told and still sees it, nothing new is kept; and goes on when it is opened again', async () => {
    const ask = await desk.command(`zone close ${A}`);
    expect(ask.words).toContain('One person is told');
    expect(ask.words).toContain('One problem is open and would stay so');
    const closed = await desk.press(ask, `Close ${a}`);
    expect(closed.words).toContain(`${a} is closed`);
    await until(`${a} is told to be closed`, async () =>
      (await member.inbox()).some(({ words }) => words.includes(`${a} is closed`)),
    );
    expect((await member.command(`zone ${A}`)).words).toContain('Closed on 24 Nov 2026. Nothing new is kept there');
    expect((await member.command(`log Tea with 4 residents in ${A} #safe`)).words).toMatch(
      /not in the team|not saved|over/,
    );
    expect((await desk.press(ask, `Close ${a}`)).words).toContain('is over already');
    expect((await desk.command(`zone plan ${A}`)).words).toContain('Closed (now)');
    const back = await desk.press(await desk.command(`zone ${A}`), 'Open it again');
    expect(back.words).toContain('One person is in its team again');
    expect((await member.command(`log Tea with 4 residents in ${A} #safe`)).words).toContain('Logged in');
  });

  it('becomes part of another: people and open problems go along, and old numbers still find them', async () => {
    const { prisma } = bot.database;
    const [from, into] = [await zoneOf(A), await zoneOf(B)];
    const before = await prisma.problem.findFirstOrThrow({ where: { zoneId: from.id } });
    const ask = await desk.command(`zone merge ${A} into ${B}`);
    expect(ask.words).toContain('It cannot be taken back');
    const done = await desk.press(ask, `Put it into ${b}`);
    expect(done.words).toContain(`${a} is part of ${b} now`);
    expect(done.words).toContain('One person and one open problem went along');
    const moved = await prisma.problem.findUniqueOrThrow({ where: { id: before.id } });
    expect(moved).toMatchObject({ zoneId: into.id, number: 1, formerZoneId: from.id, formerNumber: before.number });
    const found = await member.command(`problem ${A}-${before.number}`);
    expect(found.words).toContain(`${B}-1`);
    expect((await member.command(`zone ${A}`)).words).toContain(`Part of ${b} since 24 Nov 2026`);
    expect((await member.command(`log Tea with 4 residents in ${B} #safe`)).words).toContain(`Logged in`);
    expect(await prisma.membership.findFirst({ where: { personId: memberId, zoneId: into.id } })).toMatchObject({
      lead: true,
      roleTitle: 'Warden',
    });
    expect((await desk.press(ask, `Put it into ${b}`)).words).toContain('is over already');
    expect((await desk.command(`zone ${A}`)).buttons.map(({ label }) => label)).not.toContain('Keep this card here');
    expect(desk.complaints()).toEqual([]);
  });
});

describe('a zone’s home', () => {
  it('is kept in its channel by a lead, and drawn anew when something has changed', async () => {
    const desk = consoleDriver(bot);
    const home = await desk.command('zone');
    expect(home.words).toContain('New Parks (NP)');
    expect(home.words).toMatch(/Next meeting/);
    const kept = await desk.press(home, 'Keep this card here');
    expect(kept.words).toContain('The card is kept here');
    const standing = () =>
      until('the card in the channel', async () =>
        (await desk.channel()).find(({ words }) => words.includes('New Parks (NP)') && words.includes('This month')),
      );
    expect((await standing()).words).not.toContain('Nobody is afraid of the underpass any more');
    await desk.command('celebrate Nobody is afraid of the underpass any more');
    const { homeJobs } = await import('../../src/features/zones/home/live.ts');
    const job = { prisma: bot.database.prisma, now: new Date('2026-11-24T10:05:00Z'), seals: undefined, nudges: [] };
    await homeJobs[0]?.run(job);
    await until('the card drawn anew', async () =>
      (await standing()).words.includes('afraid of the underpass any more'),
    );
    const { version } = await bot.database.prisma.zoneHome.findFirstOrThrow();
    await homeJobs[0]?.run(job);
    expect((await bot.database.prisma.zoneHome.findFirstOrThrow()).version).toBe(version);
  });
});
