// The programme's own business: benefits that a zone agrees, what is drawn in from beyond the teams, risks, and the week at a glance.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { programmeJobs } from '../../src/features/zones/programme/live.ts';
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
  const { prisma } = bot.database;
  await prisma.person.updateMany({ where: { name: { startsWith: 'You (' } }, data: { roles: ['ADMIN'] } });
  await prisma.person.updateMany({
    where: { identities: { some: { platform: 'console', user: 'priya-sandhar' } } },
    data: { roles: ['ADMIN'] },
  });
  await prisma.membership.updateMany({ where: { person: { name: 'Maya Okonjo' } }, data: { lead: false } });
  // The demonstration has some of each; here they begin empty.
  await prisma.benefit.deleteMany({});
  await prisma.zoneVoice.deleteMany({});
});
afterAll(async () => {
  await bot?.stop();
});

const MARK = { slack: 'north', teams: 'south', console: 'west' };

describe.each(DRIVERS)('on %s', (platform, drive) => {
  let desk: Driver;
  let member: Driver;
  const mark = MARK[platform];
  beforeAll(() => {
    desk = platform === 'console' ? consoleDriver(bot, 'priya-sandhar', 'new-parks') : drive(bot);
    member = consoleDriver(bot, 'maya-okonjo');
  });

  it('benefits begin empty, are agreed at a meeting, and stand by their term with where they begin', async () => {
    const card = await desk.command('zone benefits NP');
    if (platform === 'slack') expect(card.words).toContain('None is agreed yet');
    expect(card.words).toContain('Community involvement');
    const form = await desk.pressForForm(card, 'Add a benefit');
    const wrong = await refused(desk.submit(form, { title: '', term: '' }));
    expect(wrong.errors.join(' ')).toContain('What should become better?');
    expect(wrong.errors.join(' ')).toContain('Please choose the time');
    expect(wrong.errors.join(' ')).toContain('Where was it agreed?');
    const kept = await sent(
      desk.submit(wrong, {
        title: `Fewer calls about the ${mark} estate`,
        term: 'MEDIUM',
        demand: 'REACTIVE',
        measure: 'prevention',
        agreed: 'Consultation evening, 3 June',
      }),
    );
    expect(kept.words).toMatch(/Medium term/);
    expect(kept.words).toContain(`Fewer calls about the ${mark} estate`);
    expect(kept.words).toContain('(reactive demand)');
    expect(kept.words).toContain('Agreed at Consultation evening, 3 June');
    expect((await member.command('zone benefits NP')).buttons.map(({ label }) => label)).not.toContain('Add a benefit');
  });

  it('an offer is entered by anybody and taken for a problem that it fits', async () => {
    await desk.command(`problem Railings at the ${mark} bowling green are rusty and need painting #safe`);
    const form = await member.pressForForm(await member.command('zone offers'), 'Enter an offer');
    const wrong = await refused(member.submit(form, { what: 'Painting railings', by: '', until: '2026-01-01' }));
    expect(wrong.errors.join(' ')).toContain('Whose offer is it?');
    expect(wrong.errors.join(' ')).toContain('Please choose the kind');
    expect(wrong.errors.join(' ')).toContain('That day has been');
    await sent(
      member.submit(wrong, {
        what: `Two days’ painting at the ${mark} bowling green`,
        by: 'Brush & Co',
        kind: 'EMPLOYER',
        until: '',
      }),
    );
    const card = await desk.command('zone offers');
    expect(card.words).toContain(`Two days’ painting at the ${mark} bowling green`);
    expect(card.words).toMatch(/may fit NP-\d+ Railings/);
    const take = card.buttons.filter(({ label }) => /^Offer \d+ for NP-/.test(label)).at(-1);
    const taken = await desk.press(card, take?.label ?? '');
    expect(taken.words).toContain('taken for NP-');
    expect((await desk.press(card, take?.label ?? '')).words).toContain('It was taken already');
  });

  it('work is nominated for payback: the text that is asked for, and what became of it', async () => {
    const work = {
      slack: 'Nettles along the towpath',
      teams: 'Graffiti under the railway bridge',
      console: 'Fence of the allotments is down',
    };
    const raised = await desk.command(`problem ${work[platform]} #safe`);
    const reference = /NP-\d+/.exec(raised.words)?.[0] ?? '';
    const form = await desk.openForm(`zone payback ${reference}`);
    expect(String(form.fields['what']?.value)).toContain(work[platform].slice(0, 12));
    const drafted = await sent(
      desk.submit(form, {
        what: 'Clear the nettles',
        place: 'The towpath, gate by the lock',
        why: 'So that prams can pass',
        contact: 'Street warden, Housing',
      }),
    );
    expect(drafted.words).toContain('takes nobody’s paid work and makes nobody a profit');
    const posted = await desk.press(drafted, 'Sent');
    expect(posted.words).toContain('Sent on 24 Nov 2026');
    expect((await desk.press(drafted, 'Sent')).words).toContain('It is sent already');
    const accepted = await desk.press(posted, 'Accepted');
    const over = await desk.press(accepted, 'Done');
    expect(over.words).toContain('they count as what was drawn in');
    const hours = await desk.pressForForm(over, 'Note the hours');
    expect(
      (await sent(desk.submit(hours, { kind: 'PAYBACK', hours: 36, people: 6, day: '2026-11-23' }))).words,
    ).toContain('36 hours');
    expect((await desk.command('zone payback')).words).toMatch(new RegExp(`${reference} ?: Clear the nettles – done`));
  });

  it('money goes to groups, in rounds: bids, the decision with why, what came of it', async () => {
    const form = await desk.pressForForm(await desk.command('zone grants'), 'Open a round');
    const wrong = await refused(desk.submit(form, { what: '', closes: '2026-01-01' }));
    expect(wrong.errors.join(' ')).toContain('What is the money for?');
    expect(wrong.errors.join(' ')).toContain('Please give whole pounds');
    expect(wrong.errors.join(' ')).toContain('That day has been');
    const round = await sent(
      desk.submit(wrong, { what: `Evenings in the ${mark}`, most: 1000, closes: '2026-12-31', reports: '2027-06-30' }),
    );
    const bid = await desk.pressForForm(round, 'Enter a bid');
    const person = await refused(desk.submit(bid, { group: 'Mrs Patel', pounds: 2000, purpose: 'A party' }));
    expect(person.errors.join(' ')).toContain('looks like a private person');
    expect(person.errors.join(' ')).toContain('At most £1,000');
    const zone = await bot.database.prisma.zone.findFirstOrThrow({ where: { code: 'NP' } });
    const entered = await sent(
      desk.submit(person, {
        group: `The ${mark} boxing club`,
        zone: zone.id,
        pounds: 800,
        purpose: 'Gloves and a coach',
      }),
    );
    expect(entered.words).toContain('£800: Gloves and a coach – entered');
    const decide = await desk.pressForForm(entered, `Decide: The ${mark} boxing club`);
    expect((await refused(desk.submit(decide, { state: 'REFUSED' }))).errors.join()).toContain('Please say why');
    const granted = await sent(desk.submit(decide, { state: 'GRANTED', words: '' }));
    const told = await desk.pressForForm(granted, `What came of it: The ${mark} boxing club`);
    const reported = await sent(desk.submit(told, { words: 'Thirty young people, two evenings a week' }));
    expect(reported.words).toContain('reported: Thirty young people');
    expect((await desk.command('zone grants')).words).toContain('£800 granted');
    expect((await member.command('zone grants')).buttons.map(({ label }) => label)).not.toContain('Open a round');
  });

  it('risks are kept light, weighed, looked at again, and closed with what happened', async () => {
    const card = await desk.command('zone risks');
    const form = await desk.pressForForm(card, 'Enter one');
    const wrong = await refused(desk.submit(form, { what: '', review: '2026-01-01' }));
    expect(wrong.errors.join(' ')).toContain('What may stand in the way?');
    expect(wrong.errors.join(' ')).toContain('That day has been');
    expect((await desk.openForm(`zone risk add The ${mark} boiler fails`)).fields['what']?.value).toBe(
      `The ${mark} boiler fails`,
    );
    const offered = await member.openForm(`zone offers Two days of ${mark} painting`);
    expect(offered.fields['what']?.value).toBe(`Two days of ${mark} painting`);
    const kept = await sent(
      desk.submit(wrong, {
        what: `The ${mark} community room closes in spring`,
        likelihood: '3',
        impact: '3',
        review: '2026-12-15',
      }),
    );
    expect(kept.words).toContain('likelihood high, impact high; nobody sees to it; looked at again on 15 Dec 2026');
    const number = new RegExp(`(\\d+): The ${mark} community room`).exec(kept.words)?.[1] ?? '';
    expect((await desk.command('zone programme')).words).toContain(`The ${mark} community room closes in spring`);
    const close = await desk.pressForForm(kept, `Risk ${number}`);
    const closed = await sent(
      desk.submit(close, {
        what: `The ${mark} community room closes in spring`,
        likelihood: '3',
        impact: '3',
        review: '2026-12-15',
        outcome: 'The church lends its hall',
      }),
    );
    expect(closed.words).toMatch(/Closed last.*The church lends its hall/);
    expect((await member.command('zone risks')).words).toContain('for champions, the board');
    expect(desk.complaints()).toEqual([]);
  });
});

it('the week stands where the project team meets, and is told there on a Monday, once', async () => {
  const { prisma } = bot.database;
  const desk = consoleDriver(bot, 'priya-sandhar', 'project-team');
  const { partnershipId } = await prisma.zone.findFirstOrThrow();
  const place = await prisma.conversation.create({
    data: {
      partnershipId,
      platform: 'console',
      tenant: 'local',
      externalId: 'project-team',
      kind: 'channel',
      name: 'project-team',
    },
  });
  await prisma.body.create({
    data: { partnershipId, kind: 'PROJECT_TEAM', places: { create: { conversationId: place.id } } },
  });
  const card = await desk.command('zone programme');
  expect((await desk.press(card, 'Keep this card here')).words).toContain('the week is told here each Monday');
  const run = (at: string) =>
    programmeJobs[0]?.run({ prisma, now: new Date(at), seals: undefined, nudges: [] }) ?? Promise.resolve();
  const told = async () =>
    (await desk.channel()).filter(({ words }) => words.includes('The programme this week')).length;
  await run('2026-11-27T10:00:00Z');
  await run('2026-11-30T07:30:00Z');
  expect(await told()).toBe(0);
  await Promise.all([run('2026-11-30T08:05:00Z'), run('2026-11-30T08:05:00Z')]);
  await run('2026-11-30T08:10:00Z');
  await until('the week in the channel', async () => (await told()) === 1);
});

describe('what the outline asks besides', () => {
  it('six tools in short words, who uses which, and who worked together for the first time', async () => {
    const desk = consoleDriver(bot, 'maya-okonjo');
    await desk.command('log Walk-about with residents together with Fire and Probation #safe #interaction');
    const card = await desk.command('zone tools NP');
    expect(card.words).toContain('somebody takes time to talk and to listen');
    expect(card.words).toContain('By the alphabet, and no ranking');
    expect(card.words).toMatch(/For the first time together.*(Fire|Probation)/);
    expect((await desk.command('zone NP')).words).toContain('For the first time together here');
  });

  it('what was heard at a launch: how many came, and themes; residents read it in the plan', async () => {
    const desk = consoleDriver(bot, 'priya-sandhar', 'new-parks');
    const form = await desk.pressForForm(await desk.command('zone voices NP'), 'Add what was heard');
    const wrong = await refused(desk.submit(form, { title: '', themes: 'Mrs Smith of 12 Oak Road rang 07700 900123' }));
    expect(wrong.errors.join(' ')).toContain('How many came?');
    expect(wrong.errors.join(' ')).toContain('phone number');
    const kept = await sent(
      desk.submit(wrong, {
        title: 'Launch at the school',
        heldOn: '2026-11-20',
        residents: 64,
        others: 12,
        themes: '- Lamps on the green\n- Somewhere for evenings\n\n',
      }),
    );
    expect(kept.words).toContain('64 residents and 12 others. Lamps on the green; Somewhere for evenings');
    expect((await consoleDriver(bot, 'maya-okonjo').command('zone voices NP')).words).toContain('64 residents');
  });

  it('public data by area become findings; what is wrong in a table is named, and nothing adds up to a score', async () => {
    const desk = consoleDriver(bot, 'priya-sandhar', 'new-parks');
    const card = await desk.command('zone candidates Hollin Park');
    const form = await desk.pressForForm(card, 'Public data');
    const head =
      'LSOA code (2011),Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs),Health Deprivation and Disability Decile (where 1 is most deprived 10% of LSOAs),Total population: mid 2015';
    const rows = [head, 'E01013600,1,2,1500', 'E01013601,3,1,"1,640"', 'E01013699,9,9,900'].join('\n');
    const values = { factor: 'DEMOGRAPHY', source: 'Indices of Deprivation', asAt: '2025-10-01', column: '' };
    const older = await refused(desk.submit(form, { ...values, lsoas: 'E01013600, E01034567', rows }));
    expect(older.errors.join(' ')).toContain('E01034567 is not in the table: it is made for the areas of 2011');
    const unknown = await refused(desk.submit(form, { ...values, lsoas: 'E01013600, E01099', rows }));
    expect(unknown.errors.join(' ')).toContain('E01099 is not');
    const column = await refused(desk.submit(form, { ...values, lsoas: 'E01013600', rows, column: 'Happiness' }));
    expect(column.errors.join(' ')).toContain('There is no column "Happiness"');
    const kept = await sent(desk.submit(form, { ...values, lsoas: 'E01013600 E01013601', rows }));
    expect(kept.words).toContain('3 findings kept');
    expect(kept.words).toMatch(
      /deprivation as a whole: 1 of 2 areas among the most deprived tenth, 1 among the most deprived fifth \(deciles 1, 3\)/i,
    );
    expect(kept.words).toContain('3,140 people live in its 2 areas');
    expect(kept.words).not.toMatch(/score/i);
    const again = await desk.pressForForm(await desk.command('zone candidates Hollin Park'), 'Public data');
    expect(again.fields['lsoas']?.value).toBe('E01013600, E01013601');
    const one = await sent(
      desk.submit(again, {
        ...values,
        rows: 'LSOA21CD,Lone pensioners\nE01013600,41\nE01013601,77',
        column: 'lone pens',
        source: 'Census 2021',
      }),
    );
    expect(one.words).toContain('Lone pensioners: 41 to 77 in its 2 areas, 118 in all');
  });
});

it('an item’s paper stands beside it on the agenda, and goes out with it', async () => {
  const desk = consoleDriver(bot, 'priya-sandhar', 'new-parks');
  await desk.command('meeting new Thursday 10:00 for 45 min at the library');
  await desk.command('meeting add Lighting on the green 10 min');
  expect((await desk.command('meeting paper 1 the file on my desk')).words).toContain('begins with https://');
  expect((await desk.command('meeting paper 9 https://example.org/lighting')).words).toContain('there is no number 9');
  const card = await desk.command('meeting paper 1 https://example.org/lighting');
  expect(card.words).toContain('Its paper stands on the agenda');
  expect(card.words).toMatch(/Lighting on the green, 10 min \( ?paper ?\)/);
  expect((await desk.command('meeting paper 1 none')).words).not.toMatch(/\( ?paper ?\)/);
});
