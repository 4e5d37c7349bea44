// Logging an interaction, told from the person's side; the same story through every adapter, over its real wire format.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestBot, type TestBot } from '../support/bot.ts';
import { consoleDriver } from '../support/drivers/console.ts';
import { DRIVERS } from '../support/drivers/index.ts';
import { slackDriver } from '../support/drivers/slack.ts';
import { teamsDriver } from '../support/drivers/teams.ts';
import { type Driver, isForm } from '../support/seen.ts';
import { until } from '../support/until.ts';

/** What a draft is called may hold any digits. */
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

let bot: TestBot;

beforeAll(async () => {
  bot = await startTestBot();
});

afterAll(async () => {
  await bot?.stop();
});

const latest = () =>
  bot.database.prisma.interaction.findFirstOrThrow({
    orderBy: { id: 'desc' },
    include: { joint: { include: { agency: true } }, zone: true },
  });
const stored = (text: string) => bot.database.prisma.interaction.findMany({ where: { text: { contains: text } } });

describe.each(DRIVERS)('on %s', (platform, drive) => {
  let person: Driver;
  /** Told apart from what other stories store. */
  const mark = `${platform} story`;

  beforeAll(() => {
    person = drive(bot);
  });

  it('puts right in a few words what was logged last, whole or not at all', async () => {
    await person.command(`log Tea at the hub with 5 carers about respite ${mark} #well`);
    const changed = await person.command('log edit 12 people, yesterday, with Police, 40 min #safe');
    expect(changed.words).toContain('Changed');
    const row = await latest();
    expect(row).toMatchObject({ peopleCount: 12, minutes: 40, outcomes: ['WELL', 'SAFE'], guessed: ['tool', 'way'] });
    expect(row.occurredOn.toISOString().slice(0, 10)).toBe('2026-11-23');
    expect(row.joint.map(({ agency }) => agency.shortName)).toEqual(['Police']);
    const not = await person.command('log edit 14 people and a dog');
    expect(not.words).toContain('Nothing was changed');
    expect(not.buttons.map(({ label }) => label)).toEqual(['Edit']);
    expect((await latest()).peopleCount).toBe(12);
    const stopped = await person.command('log edit with Sue on 07700 900123');
    expect(stopped.words).toContain('a phone number');
    expect(stopped.words).not.toContain('900123');
    const offered = await person.command('sorry, it was 9 people');
    expect((await person.press(offered, 'log edit 9 people')).words).toContain('Changed');
    expect((await latest()).peopleCount).toBe(9);
  });

  it('counts what was done to the problem that it names, with one tap, and the problem tells of it', async () => {
    const answer = await person.command(`log Spoke with 3 residents about the bikes, NP-3, ${mark} #safe #interaction`);
    const counted = await person.press(answer, 'It was for NP-3');
    expect(counted.words).toContain('Linked');
    expect(counted.words).toMatch(/Logged for it:?\s+(?:one|\d+) interaction/);
    expect((await person.press(answer, 'It was for NP-3')).words).toContain('Nothing new was linked');
    // Of another zone, or none: a code that only looks like one is no number of a problem.
    const other = await person.command(`log Covid-19 chat with 3 residents ${mark} #well #interaction #group`);
    expect(other.buttons.map(({ label }) => label).filter((label) => label.startsWith('It was for'))).toEqual([]);
    const missing = await person.command(`log Chat with 3 residents about np-9999 ${mark} #well #interaction #group`);
    expect((await person.press(missing, 'It was for NP-9999')).words).toContain('There is no');
  });

  it('logs a whole line, shows what was recorded and the prevention mix', async () => {
    const answer = await person.command(
      `log Spoke with 12 residents at the food bank about fly-tipping ${mark} #interaction #safe #resources with Housing yesterday 40 min`,
    );
    expect(answer.isPrivate).toBe(true);
    expect(answer.words).toContain('Logged in New Parks');
    expect(answer.words).toMatch(/Prevention mix\s+in\s+New Parks\s+this month:\s+\d+ of \d+ preventive/);
    expect(answer.buttons.map((button) => button.label)).toEqual([
      'It was one to one',
      'Undo',
      'Edit',
      'Share with the team',
      'This keeps happening',
    ]);
    const [row] = await stored(`fly-tipping ${mark}`);
    expect(row).toMatchObject({
      text: `Spoke with 12 residents at the food bank about fly-tipping ${mark}`,
      tool: 'INTERACTION',
      outcomes: ['SAFE', 'RESOURCES'],
      peopleCount: 12,
      way: 'GROUP',
      minutes: 40,
    });
    expect(row?.occurredOn.toISOString().slice(0, 10)).toBe('2026-11-23');
    expect(
      (
        await bot.database.prisma.interactionAgency.findMany({
          where: { interactionId: row?.id ?? '' },
          include: { agency: true },
        })
      ).map((joint) => joint.agency.shortName),
    ).toEqual(['Housing']);
  });

  it('is logged once though the platform sends it three times, also at once', async () => {
    const act = randomUUID();
    const line = `log Tea with 3 lads thrice ${mark} #safe #interaction #group`;
    const first = person.command(line, act);
    const answers = await Promise.all([
      first,
      ...(platform === 'slack' ? [person.command(line, act), person.command(line, act)] : []),
    ]);
    if (platform === 'slack') for (const answer of answers) expect(answer.words).toBe(answers[0]?.words);
    expect(await stored(`thrice ${mark}`)).toHaveLength(1);
  });

  it('asks for the outcome with one tap, and keeps what was typed', async () => {
    const question = await person.command(`log Chat with 2 tenants about rent ${mark}`);
    expect(question.words).toContain('Which outcome was it for?');
    expect(question.words).toContain(`Chat with 2 tenants about rent ${mark}`);
    expect(await stored(`about rent ${mark}`)).toHaveLength(0);
    const answer = await person.press(question, 'Resources');
    expect(answer.words).toContain('Logged in New Parks');
    expect(await stored(`about rent ${mark}`)).toMatchObject([{ outcomes: ['RESOURCES'] }]);
  });

  it('shows a guess as a guess, and one tap changes it', async () => {
    const answer = await person.command(`log Introduced a neighbour to the gardening club ${mark} #well`);
    expect(answer.words).toContain('Community integration (my guess)');
    const changed = await person.press(answer, 'It was human interaction');
    expect(changed.words).toContain('Human interaction');
    expect(changed.words).not.toContain('Human interaction (my guess)');
    expect(await stored(`gardening club ${mark}`)).toMatchObject([{ tool: 'INTERACTION', guessed: ['way'] }]);
  });

  it('opens the form, refuses what is missing with words, keeps what was typed, and saves', async () => {
    const form = await person.openForm('log');
    expect(form.title).toBe('Log an interaction');
    const again = await person.submit(form, {
      text: `Walk round the rec ${mark}`,
      people: 'many',
      day: '2026-11-25',
      outcomes: ['SAFE'],
    });
    if (!isForm(again)) throw new Error('The form should have stayed open');
    expect(again.errors.join(' ')).toContain('a number such as 12');
    expect(again.errors.join(' ')).toContain('still to come');
    expect(await stored(`round the rec ${mark}`)).toHaveLength(0);
    const saved = await person.submit(again, {
      text: `Walk round the rec ${mark}`,
      people: '6-20',
      day: '2026-11-20',
      outcomes: ['SAFE', 'WELL'],
    });
    if (isForm(saved)) throw new Error(saved.errors.join());
    expect(saved.words).toContain('Logged in New Parks');
    expect(await stored(`round the rec ${mark}`)).toMatchObject([
      { peopleBand: 'SIX_TO_TWENTY', peopleCount: null, outcomes: ['SAFE', 'WELL'], guessed: [] },
    ]);
  });

  it('stops at an NHS number, never repeats it, and removes it in one tap', async () => {
    const stop = await person.command(`log Number is 943 476 5919 for the file ${mark} #safe #interaction`);
    expect(stop.words).toContain('Not saved');
    expect(stop.words).toContain('an NHS number (word 3)');
    expect(JSON.stringify(stop).replace(UUID, '')).not.toMatch(/943|5919/);
    expect(await stored(`for the file ${mark}`)).toHaveLength(0);
    const advice = await person.press(stop, 'This is about a person');
    expect(advice.words).toContain('ECINS');
    const saved = await person.press(stop, 'Remove it and go on');
    expect(saved.words).toContain('Logged in New Parks');
    expect(await stored(`for the file ${mark}`)).toMatchObject([{ text: `Number is [removed] for the file ${mark}` }]);
    const everything = JSON.stringify([
      await bot.database.prisma.eventReceipt.findMany(),
      await bot.database.prisma.draft.findMany(),
      await bot.database.prisma.auditEntry.findMany(),
      await bot.database.prisma.delivery.findMany(),
    ]);
    expect(everything).not.toContain('943 476 5919');
  });

  it('edits and undoes within fifteen minutes', async () => {
    const answer = await person.command(`log Popped in on 2 shopkeepers ${mark} #safe #interaction #group`);
    const form = await person.pressForForm(answer, 'Edit');
    expect(form.fields['text']?.value).toBe(`Popped in on 2 shopkeepers ${mark}`);
    const changed = await person.submit(form, { text: `Popped in on 3 shopkeepers ${mark}` });
    if (isForm(changed)) throw new Error(changed.errors.join());
    expect(changed.words).toContain(`Popped in on 3 shopkeepers ${mark}`);
    const undone = await person.press(changed, 'Undo');
    expect(undone.words).toContain('Taken back');
    const [row] = await stored(`3 shopkeepers ${mark}`);
    expect(row?.undoneAt).not.toBeNull();
    const back = await person.press(undone, 'Put it back');
    expect(back.words).toContain('Put back');
    const audit = await bot.database.prisma.auditEntry.findMany({
      where: { recordId: row?.id ?? '' },
      orderBy: { at: 'asc' },
    });
    expect(audit.map((entry) => entry.action)).toEqual([
      'interaction.logged',
      'interaction.edited',
      'interaction.undone',
      'interaction.restored',
    ]);
  });

  it('lists mine and the zone’s, filtered and paged', async () => {
    const mine = await person.command('log list');
    expect(mine.words).toContain('My interactions');
    expect(mine.words).toContain(mark);
    const zone = await person.command('log list zone #control since 1 October');
    expect(zone.words).toContain('Interactions in New Parks');
    expect(zone.words).not.toContain('Human interaction');
    const today = await person.command('log list zone today');
    expect(today.words).toContain(mark);
    expect((await person.command('log list zone last year')).words).not.toContain(mark);
    expect((await person.command('log list this week')).words).toContain(mark);
    expect((await person.command('log list about bikes')).words).toContain('I do not know "about bikes" here');
    expect((await person.command('log list with Police and Fire')).words).toContain('One agency at a time');
    const narrow = await person.command('log list zone #safe with Police since 1 June');
    expect(narrow.words).toContain('Interactions in New Parks: Safe, with Police, from 1 Jun 2026');
    expect((await person.command('log list zone in June 2025')).words).toContain('Nothing that fits');
    expect((await person.command('log list zone until 1 June since 1 November')).words).toContain(
      'the earlier one first',
    );
    expect((await person.command('log list since 1 December')).words).toContain('still to come');
    expect((await person.command('log list #group')).words).toContain('cannot be narrowed by');
    expect((await person.command('problem list with Housing and Police')).words).toContain('One agency at a time');
    expect((await person.command('problem list analysis response')).words).toContain('One state at a time');
    expect((await person.command('problem list #safe #well')).words).toContain('Problems in New Parks: Safe, Well');
    expect((await person.command('action list with Housing and Police')).words).toContain('One agency at a time');
    expect((await person.command('action list given done')).words).toMatch(/done.*Nothing has been done of that yet/);
    const page = await person.command('log list zone');
    const older = await person.press(page, 'Older');
    expect(older.words).not.toBe(page.words);
    expect(older.buttons.map((button) => button.label)).toContain('Latest');
  });

  it('says what is wrong with an unknown command, a future day and a negative number', async () => {
    expect((await person.command('lgo tea')).words).toMatch(
      person.platform === 'teams' ? /Did you mean\s+log/ : /Did you mean\s+\/pz log/,
    );
    expect((await person.command(`log Litter pick ${mark} #safe tomorrow`)).words).toContain('is still to come');
    expect((await person.command(`log Met -3 residents ${mark} #safe`)).words).toContain('cannot be below nought');
    expect(await stored(`Litter pick ${mark}`)).toHaveLength(0);
    expect((await person.command('help log')).words).toContain('#treatment');
  });

  it('asks for the day that nobody can know, and says what it has not taken', async () => {
    const vague = await person.command(`log Door knocking ${mark} last week #safe`);
    expect(vague.words).toContain('On which day was it?');
    expect(vague.buttons.map(({ label }) => label)).toEqual(['Another day…']);
    const two = await person.command(`log Door knocking ${mark} on Saturday and Sunday #safe`);
    expect(await stored(`Door knocking ${mark}`)).toHaveLength(0);
    await person.press(two, 'Saturday 21 November 2026');
    const [kept] = await stored(`Door knocking ${mark}`);
    expect(kept?.occurredOn.toISOString().slice(0, 10)).toBe('2026-11-21');
    const saved = await person.command(`log Crafts ${mark} with Salvation Army, 20m each #safe`);
    expect(saved.words).toContain('"Salvation Army" is not one that I can be sure of');
    expect(saved.words).toContain('I cannot tell from "20m"');
  });

  it('keeps hostile text inert and whole', async () => {
    const hostile = `<!channel> <script>alert(1)</script> [x](http://evil) &lt; *bold* مرحبا 👍🏽 ${mark}`;
    const answer = await person.command(`log ${hostile} #safe #interaction`);
    expect(answer.words).toContain('<!channel> <script>alert(1)</script> [x](http://evil) &lt; *bold* مرحبا 👍🏽');
    expect((await latest()).text).toBe(hostile);
    const long = `Long ${mark} ${'walked and talked '.repeat(280)}`.trim();
    expect((await person.command(`log ${long} #safe #interaction`)).words).toContain('…');
    expect((await latest()).text).toBe(long);
  });

  it('opens "Log this" filled in, without what the guard would stop', async () => {
    const form = await person.logThis('Met 4 residents, one is on 07700 900123, about the bins');
    expect(form.fields['text']?.value).toBe('Met 4 residents, one is on [removed], about the bins');
    expect(form.fields['people']?.value).toBe('4');
  });

  it('is never refused by the platform', () => {
    expect(person.complaints()).toEqual([]);
  });
});

describe('one team, many chats', () => {
  it('shows a shared card on every platform, and an edit changes it in each place', async () => {
    const slack = slackDriver(bot);
    const teams = teamsDriver(bot);
    const desk = consoleDriver(bot);
    // Teams is reachable once somebody there has spoken.
    await teams.command('me');
    const answer = await slack.command('log Bulb planting with 9 pupils, shared story #well #environment #group');
    await slack.press(answer, 'Share with the team');
    const everywhere = [slack, teams, desk];
    for (const person of everywhere)
      await until(`the card on ${person.platform}`, async () =>
        (await person.channel()).some((seen) => seen.words.includes('Bulb planting with 9 pupils')),
      );

    const form = await slack.pressForForm(answer, 'Edit');
    await slack.submit(form, { text: 'Bulb planting with 19 pupils, shared story' });
    for (const person of everywhere) {
      await until(`the edit on ${person.platform}`, async () =>
        (await person.channel()).some((seen) => seen.words.includes('Bulb planting with 19 pupils')),
      );
      expect((await person.channel()).filter((seen) => seen.words.includes('Bulb planting'))).toHaveLength(1);
    }
    expect([...slack.complaints(), ...teams.complaints()]).toEqual([]);
  });

  it('balances the books: sent + waiting + dead + skipped = all', async () => {
    const count = (state?: 'SENT' | 'WAITING' | 'DEAD' | 'SKIPPED') =>
      bot.database.prisma.delivery.count({ where: state === undefined ? {} : { state } });
    const parts = await Promise.all([count('SENT'), count('WAITING'), count('DEAD'), count('SKIPPED')]);
    expect(parts.reduce((sum, part) => sum + part, 0)).toBe(await count());
    expect(parts[2]).toBe(0);
  });

  it('knows of each whether others took part, whatever became of them', async () => {
    const desk = consoleDriver(bot);
    const answer = await desk.command('log Walked the lanes with Fire, pairing story #safe #integration #group');
    const pairing = async () =>
      (await bot.database.prisma.interaction.findFirstOrThrow({ where: { text: { contains: 'pairing story' } } }))
        .withOthers;
    expect(await pairing()).toBe(true);
    await desk.submit(await desk.pressForForm(answer, 'Edit'), { agencies: [] });
    expect(await pairing()).toBe(false);
    const all = await bot.database.prisma.interaction.findMany({ select: { withOthers: true, joint: true } });
    expect(all.filter(({ withOthers, joint }) => withOthers !== joint.length > 0)).toEqual([]);
  });
});
