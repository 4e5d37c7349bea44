// A zone's map from a table, for everybody, and with its gaps; a place in the team that is held; what agencies have signed.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLinks } from '../../src/http/links.ts';
import { SECRET_KEY, startTestBot, type TestBot } from '../support/bot.ts';
import { consoleDriver } from '../support/drivers/console.ts';
import { DRIVERS } from '../support/drivers/index.ts';
import { slackDriver } from '../support/drivers/slack.ts';
import { slackId } from '../support/ids.ts';
import type { Driver } from '../support/seen.ts';
import { gather, refused, sent } from '../support/story.ts';
import { until } from '../support/until.ts';

let bot: TestBot;
beforeAll(async () => {
  bot = await startTestBot({ scheduled: false });
  await gather(bot);
});
afterAll(async () => {
  await bot?.stop();
});

const HEAD = 'kind,name,what,agency,contact,outcomes';

describe.each(DRIVERS)('the map, on %s', (platform, drive) => {
  let desk: Driver;
  beforeAll(() => {
    desk = drive(bot);
  });
  const mark = { slack: 'Aspen', teams: 'Birch', console: 'Cedar' }[platform];

  it('is read from a table, all or nothing, each wrong cell named', async () => {
    const form = await desk.openForm('zone map import');
    const wrong = await refused(
      desk.submit(form, {
        rows: [
          HEAD,
          `service,${mark} advice,Help with debt,Housing,0116 123 4567,resources`,
          `gadget,${mark} kitchen,Meals,Housing,,well`,
          `service,${mark} clinic,Ring 07700 900123,Atlantis,,well`,
          `asset,=SUM(A1),A hall,,,`,
          `asset,${mark} advice group,,,Mrs Smith,rich`,
        ].join('\n'),
      }),
    );
    const said = wrong.errors.join(' ');
    expect(said).toContain('line 3, kind: "gadget" is none of role, service');
    expect(said).toContain('line 4, what: it holds what points at a person');
    expect(said).toContain('line 4, agency: there is no agency "Atlantis" here');
    expect(said).toContain('is a formula');
    expect(said).toContain('line 6, contact: "Mrs Smith" is no page, number or mail address');
    expect(said).toContain('Nothing was kept');
    expect(await bot.database.prisma.mapEntry.count({ where: { name: { startsWith: mark } } })).toBe(0);
    const rows = [
      HEAD,
      `service,${mark} advice,Help with debt,Housing,0116 123 4567,resources`,
      `Services,${mark} clinic,A nurse on Mondays,,https://clinic.example.org,well and safe`,
    ].join('\n');
    const kept = await sent(desk.submit(await desk.openForm('zone map import'), { rows }));
    expect(kept.words).toContain('2 added, 0 changed, 0 as they were');
    const again = await sent(
      desk.submit(await desk.openForm('zone map import'), { rows: rows.replace('on Mondays', 'on Tuesdays') }),
    );
    expect(again.words).toContain('0 added, 1 changed, 1 as they were');
    expect((await desk.command(`zone map ${mark} clinic`)).words).toContain('A nurse on Tuesdays');
  });

  it('says in a table what is taken from a scheme; a column that is left out changes nothing', async () => {
    const read = (...rows: string[]) =>
      desk.openForm('zone map import').then((form) => desk.submit(form, { rows: rows.join('\n') }));
    const wrong = await refused(
      read('kind,name,reach,learned', `scheme,${mark} nights,moon,Late`, `service,${mark} advice,place,Early`),
    );
    expect(wrong.errors.join(' ')).toContain('line 2, reach: "moon" is neither place nor theme');
    expect(wrong.errors.join(' ')).toMatch(/line 3, reach: only a scheme has this.*line 3, learned: only a scheme/s);
    const made = await sent(
      read('kind,name,what,reach,learned', `scheme,${mark} nights,Football for the young,Theme,Begin late`),
    );
    expect(made.words).toContain('1 added');
    const again = await sent(read('kind,name,learned', `scheme,${mark} nights,Begin later still`));
    expect(again.words).toContain('0 added, 1 changed');
    expect((await sent(read('kind,name', `scheme,${mark} nights`))).words).toContain('0 changed, 1 as they were');
    const kept = await bot.database.prisma.mapEntry.findFirstOrThrow({ where: { name: `${mark} nights` } });
    expect(kept).toMatchObject({ what: 'Football for the young', reach: 'THEME', learned: 'Begin later still' });
  });

  it('shows gaps and overlaps by outcome and sector', async () => {
    const card = await desk.command('zone map gaps');
    expect(card.words).toMatch(/Nothing yet for|something on the map for every outcome/);
    expect(card.words).toContain('Housing');
    expect(desk.complaints()).toEqual([]);
  });

  it('is for everybody, entry by entry, when a lead says so', async () => {
    const entry = await desk.press(await desk.command(`zone map ${mark} clinic`), `${mark} clinic`);
    const shared = await desk.press(entry, 'For everybody');
    expect(shared.words).toContain('Stands on the page for everybody');
    const page = await desk.press(await desk.command('zone map'), 'For everybody');
    expect(page.words).toContain('The page shows');
    const zone = await bot.database.prisma.zone.findFirstOrThrow({ where: { code: 'NP' } });
    const address = createLinks(() => bot.url, SECRET_KEY).to('/zone-map', { zone: zone.id }) ?? '';
    const body = await (await fetch(address)).text();
    expect(body).toContain(`${mark} clinic`);
    expect(body).not.toContain(`${mark} advice`);
    expect(body).not.toContain('Okonjo');
    await desk.press(shared, 'Not for everybody');
    expect(await (await fetch(address)).text()).not.toContain(`${mark} clinic`);
  });

  it('holds a place in the team for somebody in any chat: a code that is good once', async () => {
    const form = await desk.openForm('zone invite');
    expect((await refused(desk.submit(form, { role: '' }))).errors.join(' ')).toContain('Please choose the agency');
    const fire = await bot.database.prisma.agency.findFirstOrThrow({ where: { shortName: 'Fire' } });
    const held = await sent(desk.submit(form, { agency: fire.id, role: `${mark} officer` }));
    const code = /[A-Z0-9]{4}-[A-Z0-9]{4}/.exec(held.words)?.[0] ?? '';
    const stranger = (name: string) => slackDriver(bot, slackId('U', `${name}-${mark.toLowerCase()}`));
    const guest = stranger('guest');
    const joined = await guest.command(`me join ${code.toLowerCase().replace('-', ' ')}`);
    expect(joined.words).toContain('You are in the team of New Parks');
    expect(joined.words).toContain(`As ${mark} officer, for Fire`);
    expect((await guest.command('log Tea with 3 residents #safe')).words).toContain('Logged in');
    const late = stranger('late');
    expect((await late.command(`me join ${code}`)).words).toContain('That code is not good');
    await until('the lead hears', async () =>
      (await desk.inbox()).some(({ words }) => words.includes(`${mark} officer (Fire) is in New Parks`)),
    );
  });
});

it('a map of ten thousand rows is taken at once; three bad ones are named and nothing is kept; more are refused', async () => {
  const desk = consoleDriver(bot);
  const rows = Array.from({ length: 10_000 }, (_, index) => `asset,Corner ${index},Bench ${index % 7},,,well`);
  const bad = [...rows];
  bad[4] = 'thing,Corner 4,,,,';
  bad[5000] = 'asset,Corner 5000,,,,rich';
  bad[9999] = 'asset,Corner 3,,,,';
  const form = () => desk.openForm('zone map import');
  const wrong = await refused(desk.submit(await form(), { file: [HEAD, ...bad].join('\n'), rows: '' }));
  expect(wrong.errors.join(' ')).toMatch(
    /line 6, kind.*line 5002, outcomes.*line 10001, name: it stands in line 5 already.*3 errors/s,
  );
  const kept = await sent(desk.submit(await form(), { file: [HEAD, ...rows].join('\n'), rows: '' }));
  expect(kept.words).toContain('10000 added');
  const more = await refused(
    desk.submit(await form(), { file: [HEAD, ...rows, 'asset,One more corner,,,,'].join('\n'), rows: '' }),
  );
  expect(more.errors.join(' ')).toContain('These are 10001 rows; at most 10000');
  await bot.database.prisma.mapEntry.deleteMany({ where: { name: { startsWith: 'Corner ' } } });
});

it('what agencies have signed is kept with its end; who has signed nothing is said', async () => {
  const { prisma } = bot.database;
  await prisma.person.updateMany({ where: { name: 'You (slack)' }, data: { roles: ['ADMIN'] } });
  const desk = slackDriver(bot);
  await prisma.agreement.deleteMany({});
  const card = await desk.command('zone agreements');
  expect(card.words).toContain('No agreement is entered yet');
  expect((await consoleDriver(bot, 'maya-okonjo').command('zone agreements')).words).toContain(
    'for champions, the board',
  );
  const fire = await prisma.agency.findFirstOrThrow({ where: { shortName: 'Fire' } });
  const form = await desk.pressForForm(card, 'Enter one');
  const wrong = await refused(
    desk.submit(form, { agency: fire.id, what: 'ISA', signed: '2026-03-01', until: '2026-02-01' }),
  );
  expect(wrong.errors.join(' ')).toContain('It would end before it was signed');
  const kept = await sent(
    desk.submit(wrong, {
      agency: fire.id,
      what: 'Information sharing agreement',
      signed: '2026-03-01',
      until: '2028-02-29',
    }),
  );
  expect(kept.words).toMatch(/Fire ?: Information sharing agreement, signed on 1 Mar 2026, until 29 Feb 2028/);
  expect(kept.words).toMatch(/Without one that holds: ?.*Housing/);
  expect((await desk.press(kept, 'Take back my last')).words).toContain('No agreement is entered yet');
});

it('a resident has a part in what is for everybody there, and sees nobody’s list and no problem; an observer reads', async () => {
  const lead = slackDriver(bot);
  const { prisma } = bot.database;
  const residents = await prisma.agency
    .findFirstOrThrow({ where: { shortName: 'Cares' } })
    .catch(() => prisma.agency.findFirstOrThrow());
  const join = async (as: string, name: string) => {
    const form = await lead.openForm('zone invite');
    const held = await sent(lead.submit(form, { agency: residents.id, as, role: 'Chair of the tenants' }));
    const guest = slackDriver(bot, slackId('U', name));
    const code = /[A-Z0-9]{4}-[A-Z0-9]{4}/.exec(held.words)?.[0] ?? '';
    return { guest, joined: await guest.command(`me join ${code}`) };
  };
  await lead.command('problem Lamps on the green are dark #safe');
  const { guest, joined } = await join('RESIDENT', 'tenant');
  expect(joined.words).toContain('You have a part in New Parks');
  expect((await guest.command('me')).words).toContain('New Parks: resident');
  const home = await guest.command('zone NP');
  expect(home.words).toContain('New Parks (NP)');
  expect(home.words).not.toMatch(/Leads|Team|Lamps|promise|owner/);
  expect((await guest.command('zone plan NP')).words).toContain('The plan of New Parks');
  expect((await guest.command('zone map NP')).words).toContain('The map of New Parks');
  expect((await guest.command('celebrate The green is full of children again')).words).toMatch(/Goes to|told|news/i);
  for (const words of [
    'zone who debt',
    'zone steps NP',
    'problem list',
    'problem NP-1',
    'log Tea with 4 neighbours #safe',
  ])
    expect((await guest.command(words)).words).not.toMatch(/Lamps on the green|Logged in|Maya|Dana/);
  const { guest: observer } = await join('OBSERVER', 'observer');
  expect((await observer.command('problem list in NP')).words).toContain('Lamps on the green');
  expect((await observer.command('log Tea with 4 residents #safe')).words).not.toContain('Logged in');
  expect((await observer.command('problem Bins overflow at the shops #safe')).words).not.toContain('Raised');
});

it('what entries answer is told anew, once, when the words for it have changed', async () => {
  const { prisma } = bot.database;
  const { tellNeedsAnew } = await import('../../src/features/zones/map/reindex.ts');
  const entry = await prisma.mapEntry.findFirstOrThrow({ where: { needs: { isEmpty: false } } });
  await prisma.mapEntry.update({ where: { id: entry.id }, data: { needs: [] } });
  expect(await tellNeedsAnew(prisma, bot.clock.now)).toBe(1);
  expect((await prisma.mapEntry.findUniqueOrThrow({ where: { id: entry.id } })).needs).toEqual(entry.needs);
  await prisma.mapEntry.update({ where: { id: entry.id }, data: { needs: [] } });
  expect(await tellNeedsAnew(prisma, bot.clock.now)).toBe(0);
});
