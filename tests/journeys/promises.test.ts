// Promises: made in a line, accepted or not, kept, reminded of, and handed on when somebody leaves.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sweepOrphans } from '../../src/features/actions/index.ts';
import { productRegistry } from '../../src/features/index.ts';
import { sendNudges } from '../../src/features/nudges/index.ts';
import { startTestBot, type TestBot } from '../support/bot.ts';
import { consoleDriver } from '../support/drivers/console.ts';
import { DRIVERS } from '../support/drivers/index.ts';
import { type Driver, isForm, type OpenedForm, type Seen } from '../support/seen.ts';
import { until } from '../support/until.ts';

let bot: TestBot;

beforeAll(async () => {
  bot = await startTestBot();
});

afterAll(async () => {
  await bot?.stop();
});

const stored = (text: string) =>
  bot.database.prisma.action.findFirstOrThrow({
    where: { text: { contains: text } },
    include: { owner: true, agency: true },
  });
const dayOf = (action: { dueOn: Date }) => action.dueOn.toISOString().slice(0, 10);
const at = (who: string) => consoleDriver(bot, who, `dm:${who}`);
const letter = (who: Driver, words: string) =>
  until(`a message with "${words}"`, async () => (await who.inbox()).findLast((seen) => seen.words.includes(words)));

async function sent(answer: Promise<Seen | OpenedForm>): Promise<Seen> {
  const seen = await answer;
  if (isForm(seen)) throw new Error(`The form stayed open: ${seen.errors.join(' ')}`);
  return seen;
}

describe.each(DRIVERS)('on %s', (platform, drive) => {
  let person: Driver;

  beforeAll(() => {
    person = drive(bot);
  });

  it('is promised by oneself, and without the "to" behind a name', async () => {
    const own = await person.command(`action Count the ${platform} chairs @me by Friday`);
    expect(own.words).toMatch(/^Promised/);
    const { ownerId, giverId } = await stored(`Count the ${platform} chairs`);
    expect(ownerId).toBe(giverId);
    expect((await person.command('action Count the chairs @Me by no day')).words).toContain('By when?');
    expect((await person.command(`action @Priya to paint the ${platform} door by Friday`)).words).toContain(
      `Paint the ${platform} door`,
    );
    // Two letters are no beginning of a name.
    expect((await person.command('action Ring the school @Pr by Friday')).words).toContain('I know nobody called Pr');
  });

  it('promises in a line: what, who, by when', async () => {
    const answer = await person.command(`action Ask Parks about gates on ${platform} @Priya by Friday`);
    expect(answer.words).toContain('Asked');
    expect(answer.words).toContain('Friday 27 November 2026');
    const action = await stored(`gates on ${platform}`);
    expect(action).toMatchObject({ text: `Ask Parks about gates on ${platform}`, acceptedAt: null, state: 'OPEN' });
    expect(action.owner?.name).toBe('Priya Sandhar');
    expect(dayOf(action)).toBe('2026-11-27');
    const priya = at('priya-sandhar');
    const asked = await letter(priya, `gates on ${platform}`);
    expect(asked.buttons.map((button) => button.label)).toEqual(['Accept', 'Suggest another date', 'Not me']);
    expect((await priya.press(asked, 'Accept')).words).toContain('Promised');
    expect((await stored(`gates on ${platform}`)).acceptedAt).not.toBeNull();
  });

  it('asks who and by when with one tap each, and for one’s own nobody is asked', async () => {
    const who = await person.command(`action Count the bins on ${platform}`);
    expect(who.words).toContain('Who takes it on?');
    const when = await person.press(who, 'I do');
    expect(when.words).toContain('By when?');
    const week = when.buttons.find((button) => button.label.startsWith('In a week'))?.label ?? '';
    const made = await person.press(when, week);
    expect(made.words).toContain('Promised');
    expect(dayOf(await stored(`Count the bins on ${platform}`))).toBe('2026-12-01');
  });

  it('never guesses between two days, and never promises the past or a day that is not there', async () => {
    const either = await person.command(`action Sweep the ${platform} steps @Priya by Tuesday`);
    expect(either.words).toContain('Which day is "Tuesday"?');
    const next = either.buttons.find((button) => button.label === 'Tue 1 Dec')?.label ?? '';
    await person.press(either, next);
    expect(dayOf(await stored(`Sweep the ${platform} steps`))).toBe('2026-12-01');
    expect((await person.command('action Book the hall @Priya by 31 February')).words).toContain(
      'There is no 31 February',
    );
    expect((await person.command('action Book the hall @Priya by yesterday')).words).toContain('has been');
    expect(await bot.database.prisma.action.count({ where: { text: { contains: 'Book the hall' } } })).toBe(0);
  });

  it('says who is in another zone, who is unknown, and asks which of two', async () => {
    expect((await person.command('action Paint it @Idris by Friday')).words).toContain('is not in New Parks');
    expect((await person.command('action Paint it @Zebedee by Friday')).words).toContain(
      'I know nobody called Zebedee',
    );
    const { prisma } = bot.database;
    const zone = await prisma.zone.findFirstOrThrow({ where: { code: 'NP' } });
    const first = await prisma.person.findFirstOrThrow({ where: { name: 'Priya Sandhar' } });
    const twin = await prisma.person.create({
      data: { partnershipId: first.partnershipId, agencyId: first.agencyId, name: `Ellis ${platform}` },
    });
    await prisma.membership.create({ data: { personId: twin.id, zoneId: zone.id, roleTitle: 'Volunteer' } });
    const which = await person.command(`action Paint the ${platform} shed @Ellis by Friday`);
    expect(which.words).toContain('Which one?');
    const made = await person.press(which, 'Ellis Brandreth (Health)');
    expect(made.words).toContain('Asked');
    expect(dayOf(await stored(`Paint the ${platform} shed`))).toBe('2026-11-27');
  });

  it('gives one to an agency until one of its people takes it', async () => {
    await person.command(`action Lend the ${platform} van @Housing by 3 December`);
    const gwen = at('gwen-tolliver');
    const asked = await letter(gwen, `Lend the ${platform} van`);
    expect((await gwen.press(asked, 'I take it')).words).toMatch(/It is yours now|Promised/);
    expect((await stored(`Lend the ${platform} van`)).owner?.name).toBe('Gwen Tolliver');
  });

  it('lists, is done with one tap, keeps a word on what came of it, and can be opened again', async () => {
    await person.command(`action Ring the ${platform} school @Priya by Friday`);
    const list = await person.command('action list given');
    expect(list.words).toContain('What I have asked for');
    const action = await stored(`Ring the ${platform} school`);
    const priya = at('priya-sandhar');
    const done = await priya.press(await letter(priya, `Ring the ${platform} school`), 'Accept');
    await priya.press(done, 'Done');
    // Her card is drawn anew a moment later.
    const drawn = await until('the card that is done', async () => {
      const card = await letter(priya, `Ring the ${platform} school`);
      return card.buttons.some(({ label }) => label === 'Say what came of it') ? card : undefined;
    });
    const form = await priya.pressForForm(drawn, 'Say what came of it');
    await sent(priya.submit(form, { outcome: 'They open the gate at eight' }));
    expect(await stored(`Ring the ${platform} school`)).toMatchObject({
      state: 'DONE',
      outcome: 'They open the gate at eight',
    });
    await bot.database.prisma.action.update({ where: { id: action.id }, data: { giverId: action.giverId } });
    expect((await person.command('action list zone done')).words).toContain(`Ring the ${platform} school`);
    expect((await person.command('action list purple')).words).toMatch(/I do not know\s+"\s?purple\s?"/);
  });

  it('stops at personal data, and opens the form with what was typed', async () => {
    const stop = await person.command('action Ring 07700 900123 about the gate @Priya by Friday');
    expect(stop.words).toContain('Not saved');
    const form = await person.openForm('action');
    const open = await person.submit(form, { text: `Walk the ${platform} rec`, due: '2026-01-01' });
    if (!isForm(open)) throw new Error('The form should have stayed open');
    expect(open.errors.join(' ')).toContain('has been');
    // News of earlier promises is not taken for the answer.
    await until(
      'all that was told before',
      async () => (await bot.database.prisma.delivery.count({ where: { platform, state: 'WAITING' } })) === 0,
    );
    const made = await sent(person.submit(open, { text: `Walk the ${platform} rec`, due: '2026-12-04' }));
    expect(made.words).toContain('Promised');
  });

  it('is never refused by the platform', () => {
    expect(person.complaints()).toEqual([]);
  });
});

describe('between two people', () => {
  it('suggests another date, which the asker agrees to; until then the first stands', async () => {
    const [maya, priya] = [consoleDriver(bot), at('priya-sandhar')];
    await maya.command('action Draft the poster @Priya by Friday');
    const form = await priya.pressForForm(await letter(priya, 'Draft the poster'), 'Suggest another date');
    await sent(priya.submit(form, { due: '2026-12-11' }));
    expect(dayOf(await stored('Draft the poster'))).toBe('2026-11-27');
    const inbox = at('maya-okonjo');
    await inbox.press(await letter(inbox, 'Another date?'), 'Agree');
    expect(dayOf(await stored('Draft the poster'))).toBe('2026-12-11');
  });

  it('"Not me" goes back to whoever asked, and to the leads, or to whom it names', async () => {
    const [tom, saira] = [consoleDriver(bot, 'tom-hartshorn'), at('saira-lockwood')];
    await tom.command('action Fetch the keys @Saira by Friday');
    const form = await saira.pressForForm(await letter(saira, 'Fetch the keys'), 'Not me');
    await sent(saira.submit(form, { why: 'On leave' }));
    expect((await stored('Fetch the keys')).state).toBe('ORPHANED');
    await letter(at('tom-hartshorn'), 'says not me: On leave');
    const lead = at('maya-okonjo');
    expect((await lead.press(await letter(lead, 'Fetch the keys'), 'I take it')).words).toMatch(
      /It is yours now|Promised/,
    );
  });

  it('goes to whoever covers for somebody away, and the asker is told', async () => {
    const jonah = consoleDriver(bot, 'jonah-pettifer');
    expect((await jonah.command('me away until 4 December, Callum covers')).words).toContain(
      'goes to Callum Weatherby',
    );
    const answer = await consoleDriver(bot).command('action Check the hydrants @Jonah by Friday');
    expect(answer.words).toContain('Callum Weatherby stands in');
    expect((await stored('Check the hydrants')).owner?.name).toBe('Callum Weatherby');
    expect((await jonah.command('me back')).words).toContain('Welcome back');
  });
});

describe('reminders', () => {
  it('come the working day before, on the day, and once after; never twice, never at a weekend, never before eight', async () => {
    const maya = consoleDriver(bot);
    await maya.command('action Water the planters @Rosa by Monday 30 November');
    const { id } = await stored('Water the planters');
    const { prisma } = bot.database;
    const sources = productRegistry().nudges;
    const send = async (instant: string) => {
      await sendNudges(prisma, sources, new Date(instant));
      await sendNudges(prisma, sources, new Date(instant));
      return (await prisma.nudge.findMany({ where: { recordId: id }, orderBy: { sentAt: 'asc' } })).map(
        ({ rule }) => rule,
      );
    };
    expect(await send('2026-11-26T10:00:00Z')).toEqual([]);
    expect(await send('2026-11-27T07:30:00Z')).toEqual([]);
    expect(await send('2026-11-27T09:30:00Z')).toEqual(['ACTION_TOMORROW']);
    expect(await send('2026-11-28T10:00:00Z')).toEqual(['ACTION_TOMORROW']);
    expect(await send('2026-11-30T10:00:00Z')).toEqual(['ACTION_TOMORROW', 'ACTION_TODAY']);
    expect(await send('2026-12-01T10:00:00Z')).toEqual(['ACTION_TOMORROW', 'ACTION_TODAY', 'ACTION_OVERDUE']);
    expect(await send('2026-12-02T10:00:00Z')).toEqual(['ACTION_TOMORROW', 'ACTION_TODAY', 'ACTION_OVERDUE']);
    const rosa = at('rosa-quillfeather');
    await letter(rosa, 'This is the last reminder');
    const reminders = (await rosa.inbox()).filter((seen) => seen.words.includes('Because you have promised it'));
    expect(reminders).toHaveLength(3);
  });
});

describe('somebody leaves', () => {
  it('their promises go to the deputy, else a lead gets one card and hands all on at once', async () => {
    const { prisma } = bot.database;
    const maya = consoleDriver(bot);
    for (const what of ['Order the paint', 'Borrow the ladder', 'Book the skip'])
      await maya.command(`action ${what} @Callum by 4 December`);
    const ellis = await prisma.person.findFirstOrThrow({ where: { name: 'Ellis Brandreth' } });
    await prisma.action.updateMany({ where: { text: 'Book the skip' }, data: { deputyId: ellis.id } });
    const gone = await maya.command('zone remove @Callum');
    expect(gone.words).toContain('Callum Weatherby is no longer in New Parks');
    expect((await stored('Book the skip')).owner?.name).toBe('Ellis Brandreth');
    expect((await stored('Order the paint')).state).toBe('ORPHANED');
    const lead = at('tom-hartshorn');
    const card = await letter(lead, 'Borrow the ladder');
    expect(card.words).toContain('Order the paint');
    const form = await lead.pressForForm(card, 'Give all to…');
    const saira = await prisma.person.findFirstOrThrow({ where: { name: 'Saira Lockwood' } });
    await sent(lead.submit(form, { to: saira.id }));
    expect((await stored('Order the paint')).owner?.name).toBe('Saira Lockwood');
    expect((await stored('Borrow the ladder')).state).toBe('OPEN');
  });

  it('is noticed by the clock too, once', async () => {
    const { prisma } = bot.database;
    const maya = consoleDriver(bot);
    await maya.command('action Read the meters @Gwen by 4 December');
    await prisma.chatIdentity.deleteMany({ where: { person: { name: 'Gwen Tolliver' } } });
    expect(await sweepOrphans(prisma)).toBeGreaterThan(0);
    expect((await stored('Read the meters')).state).toBe('ORPHANED');
    expect(await sweepOrphans(prisma)).toBe(0);
    expect((await maya.command('action list orphaned')).words).toContain('Read the meters');
  });
});

describe('who does what here', () => {
  it('answers from roles and agencies of the zone', async () => {
    const maya = consoleDriver(bot);
    expect((await maya.command('zone who youth work')).words).toContain('Priya Sandhar');
    expect((await maya.command('zone who baby clinic')).words).toContain('Ellis Brandreth');
    expect((await maya.command('zone who debt advice')).words).toMatch(/Nobody.*names it|likely/i);
    expect((await maya.command('zone who')).words).toContain('who');
    for (const [asked, topic, who] of [
      ['does debt advice?', 'debt advice', 'Priya Sandhar'],
      ['knows about mould', 'mould', 'Gwen Tolliver'],
      ['is in charge of the bins?', 'the bins', 'Maya Okonjo'],
      ['housing in NP', 'housing', 'Gwen Tolliver'],
    ])
      expect((await maya.command(`zone who ${asked}`)).words).toMatch(
        new RegExp(`Who does "${topic}" in New Parks.*${who}`),
      );
  });
});
