// What a place has: put on the map by whoever knows of it, found by whoever asks, in their own words and in spite of a slip.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
