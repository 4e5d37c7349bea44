// What a place has: put on the map by whoever knows of it, found by whoever asks, in their own words and in spite of a slip.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { searchMap } from '../../src/features/zones/map/search.ts';
import { startTestBot, type TestBot } from '../support/bot.ts';
import { consoleDriver } from '../support/drivers/console.ts';
import { DRIVERS } from '../support/drivers/index.ts';
import type { Driver } from '../support/seen.ts';
import { gather, refused, sent } from '../support/story.ts';

let bot: TestBot;
beforeAll(async () => {
  bot = await startTestBot({ scheduled: false });
  await gather(bot);
});
afterAll(async () => {
  await bot?.stop();
});

describe.each(DRIVERS)('a map, on %s', (platform, drive) => {
  let person: Driver;
  beforeAll(() => {
    person = drive(bot);
  });

  it('takes an entry in a form, keeps a service’s number and no resident’s', async () => {
    const form = await person.openForm('zone map add');
    const wrong = await refused(
      person.submit(form, {
        kind: 'SERVICE',
        name: 'Money advice',
        what: 'Ring Gwen on 07700 900123',
        contact: 'ask at the desk',
      }),
    );
    expect(wrong.errors.join(' ')).toContain('a phone number');
    expect(wrong.errors.join(' ')).toContain('its page, number or mail address');
    const name = `Money matters ${platform}`;
    const kept = await sent(
      person.submit(form, {
        kind: 'SERVICE',
        name,
        what: 'Help with bills and benefits, Tuesdays at the library',
        contact: '0116 496 0123, example.org/money',
        outcomes: ['RESOURCES'],
      }),
    );
    expect(kept.words).toContain(`Added: ${name}`);
    expect(kept.words).toContain('0116 496 0123');
    const again = await person.openForm('zone map add');
    const twice = await sent(person.submit(again, { kind: 'SERVICE', name: name.toUpperCase() }));
    expect(twice.words).toContain('It is on the map already');
  });

  it('is asked in one’s own words', async () => {
    const name = `Money matters ${platform}`;
    for (const question of [
      'who runs debt advice here?',
      'help with bills',
      'benifits',
      'where can I get money advise',
    ])
      expect((await person.command(`zone map ${question}`)).words, question).toContain(name);
    expect((await person.command('zone map debt advice in NP')).words).toContain('in New Parks');
    expect((await person.command('zone map scuba diving')).words).toContain('Nothing on the map says so');
  });

  it('says once a year whether it is still true; what is taken out is found no more', async () => {
    const name = `Money matters ${platform}`;
    await bot.database.prisma.mapEntry.updateMany({ where: { name }, data: { checkedOn: new Date('2025-01-02') } });
    const found = await person.command('zone map bills');
    expect(found.words).toContain('last known to be true on 2 Jan 2025');
    expect((await person.command('zone map')).words).toContain('last known to be true over a year ago');
    const entry = await person.press(found, name);
    expect((await person.press(entry, 'Still true')).words).toContain('True on');
    expect((await person.command('zone map bills')).words).not.toContain('2 Jan 2025');
    const changed = await person.pressForForm(entry, 'Change');
    expect((await sent(person.submit(changed, { what: 'Help with rent' }))).words).toContain('Help with rent');
    expect((await person.press(entry, 'Take out')).words).toContain('Taken out');
    expect((await person.command('zone map rent')).words).not.toContain(name);
    expect(person.complaints()).toEqual([]);
  });
});

it('is read by whoever sees the zone, and kept by its team', async () => {
  const stranger = consoleDriver(bot, 'maya-okonjo', 'coalville');
  const { prisma } = bot.database;
  const [maya, coalville] = await Promise.all([
    prisma.person.findFirstOrThrow({ where: { name: 'Maya Okonjo' } }),
    prisma.zone.findFirstOrThrow({ where: { code: 'CV' } }),
  ]);
  await prisma.membership.deleteMany({ where: { personId: maya.id } });
  await prisma.membership.create({ data: { personId: maya.id, zoneId: coalville.id, roleTitle: 'Street warden' } });
  expect((await stranger.command('zone map NP')).words).toContain('You do not see New Parks');
  expect((await stranger.command('zone map')).words).toContain('The map of Coalville');
});

/** Written together with the words that are alike: they show what it is for, and measure nothing. */
const QUESTIONS: [question: string, wanted: string][] = [
  ['who can help with rent arrears', 'Tenancy support'],
  ['food bank', 'Community pantry'],
  ['somewhere for teenagers in the evening', 'Friday youth club'],
  ['counselling for young people', 'The listening room'],
  ['help to stop drinking', 'Turning point drop-in'],
  ['english classes', 'ESOL at the college'],
  ['someone to talk to when lonely', 'The listening room'],
  ['baby group', 'Stay and play'],
  ['lift to the hospital', 'Community minibus'],
  ['computer lessons', 'Get online'],
  ['carers support', 'Carers’ hour'],
  ['a hall to hire', 'St Aidan’s hall'],
  ['foodbnak', 'Community pantry'],
  ['domestic abuse', 'Safe start'],
  ['gardening', 'Walled garden group'],
  ['job search help', 'Work club'],
  ['vegtables', 'Walled garden group'],
];

it('finds what is meant among fifty thousand, quickly', async () => {
  const { prisma, pool } = bot.database;
  const zone = await prisma.zone.findFirstOrThrow({ where: { code: 'CV' } });
  const keeper = await prisma.person.findFirstOrThrow();
  await pool.query(
    `INSERT INTO map_entry (id, zone_id, kind, name, what, keeper_id, checked_on)
     SELECT gen_random_uuid(), $1, 'ASSET', 'Association ' || n, 'Meets in room ' || n % 90 || ' about model ' || (ARRAY['railways', 'boats', 'bridges', 'kites'])[1 + n % 4], $2, current_date
     FROM generate_series(1, 50000) AS n`,
    [zone.id, keeper.id],
  );
  const of: [string, string][] = [
    ['Tenancy support', 'Keeping a home: rent, repairs, letters from the landlord'],
    ['Community pantry', 'Groceries for a few pounds, no questions'],
    ['Friday youth club', 'Table tennis and music for young people, 6 to 9'],
    ['The listening room', 'Counselling and a quiet chat, by appointment or not'],
    ['Turning point drop-in', 'Alcohol and drugs, Mondays'],
    ['ESOL at the college', 'Language classes, free for residents'],
    ['Stay and play', 'Toddlers and parents, Wednesday mornings'],
    ['Community minibus', 'Door to door transport for appointments'],
    ['Get online', 'Digital skills at the library'],
    ['Carers’ hour', 'Respite and company for carers'],
    ['St Aidan’s hall', 'A large room and kitchen to hire'],
    ['Safe start', 'Refuge and advice after violence at home'],
    ['Walled garden group', 'Growing vegetables together on Saturdays'],
    ['Work club', 'CVs, interviews, careers'],
  ];
  await prisma.mapEntry.createMany({
    data: of.map(([name, what]) => ({
      zoneId: zone.id,
      kind: 'SERVICE' as const,
      name,
      what,
      keeperId: keeper.id,
      checkedOn: new Date(),
    })),
  });
  await pool.query('ANALYZE map_entry');
  const missed: string[] = [];
  const times: number[] = [];
  for (const [question, wanted] of QUESTIONS) {
    const began = performance.now();
    const [first = ''] = await searchMap(prisma, [zone.id], question, 3);
    times.push(performance.now() - began);
    const best = await prisma.mapEntry.findUnique({ where: { id: first } }).catch(() => null);
    if (best?.name !== wanted) missed.push(`${question}: ${best?.name ?? 'nothing'}`);
  }
  expect(missed).toEqual([]);
  const began = performance.now();
  await pool.query(`SELECT id, name, what FROM map_entry WHERE zone_id = $1`, [zone.id]);
  const all = performance.now() - began;
  const median = times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? all;
  console.log(
    `asked of 50000: median ${median.toFixed(1)} ms, slowest ${times.at(-1)?.toFixed(1)} ms; reading all: ${all.toFixed(1)} ms`,
  );
  expect(median).toBeLessThan(all / 3);
});
