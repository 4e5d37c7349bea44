// A meeting that three platforms hold at once: planned, run, recorded, minuted; and what happens when nobody ends it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepCalendar, watchMeetings } from '../../src/features/meetings/index.ts';
import { NOW, startTestBot, type TestBot } from '../support/bot.ts';
import { consoleDriver } from '../support/drivers/console.ts';
import { slackDriver } from '../support/drivers/slack.ts';
import { teamsDriver } from '../support/drivers/teams.ts';
import { type Driver, isForm } from '../support/seen.ts';
import { gather } from '../support/story.ts';
import { until } from '../support/until.ts';

let bot: TestBot;
let slack: Driver;
let teams: Driver;
let desk: Driver;

beforeAll(async () => {
  bot = await startTestBot();
  await gather(bot);
  [slack, teams, desk] = [slackDriver(bot), teamsDriver(bot), consoleDriver(bot, 'tom-hartshorn')];
});

afterAll(async () => {
  await bot?.stop();
});

const latest = () =>
  bot.database.prisma.meeting.findFirstOrThrow({
    where: { zone: { code: 'NP' }, startedAt: { not: null } },
    orderBy: { startedAt: 'desc' },
    include: { entries: { orderBy: { number: 'asc' } }, items: { orderBy: { position: 'asc' } } },
  });
const at = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);

describe('planning', () => {
  it('plans a series in a line, and its first occurrence stands in every place', async () => {
    const answer = await slack.command('meeting new every second Tuesday 14:00 for 45 min at New Parks library');
    expect(answer.words).toContain('Planned');
    expect(answer.words).toMatch(/Tuesday 24 November 2026, 14:00, for 45 minutes/);
    for (const person of [slack, teams, desk])
      await until(`the invitation on ${person.platform}`, async () =>
        (await person.channel()).some((seen) => seen.words.includes('New Parks library')),
      );
    const slots = (
      await bot.database.prisma.meeting.findMany({ where: { seriesId: { not: null } }, orderBy: { slot: 'asc' } })
    ).map((each) => each.slot?.toISOString().slice(0, 10));
    expect(slots.slice(0, 3)).toEqual(['2026-11-24', '2026-12-08', '2026-12-22']);
  });

  it('says what is missing or cannot be, and who may', async () => {
    expect((await desk.command('meeting new at the library')).words).toContain('On which day?');
    expect((await desk.command('meeting new every Friday')).words).toContain('At what time?');
    expect((await desk.command('meeting new on 31 February 10:00')).words).toContain('There is no 31 February');
    expect((await desk.command('meeting new today 09:00')).words).toContain('has been');
    expect((await desk.command('meeting new on 28 December 10:00')).words).toContain('is a bank holiday');
    expect((await desk.command('meeting cancel')).words).toMatch(/Cancelled/);
    expect((await consoleDriver(bot, 'priya-sandhar').command('meeting new Friday 10:00')).words).toContain(
      'Only a lead',
    );
  });

  it('asks before it plans a second one at the same time, also when two plan it at once', async () => {
    const line = 'meeting new on 9 February 2027 10:00 for 60 min';
    const [one, other] = await Promise.all([slack.command(line), desk.command(line)]);
    const words = [one.words, other.words];
    expect(words.filter((each) => each.includes('Planned'))).toHaveLength(1);
    expect(words.filter((each) => each.includes('There is one then already'))).toHaveLength(1);
    const planned = () =>
      bot.database.prisma.meeting.count({
        where: { startsAt: { gte: new Date('2027-02-09'), lt: new Date('2027-02-10') } },
      });
    expect(await planned()).toBe(1);
    const late = await desk.command('meeting new on 9 February 2027 10:45 for 30 min');
    expect(late.words).toContain('Nothing was planned');
    expect((await desk.command('meeting new on 9 February 2027 11:00 for 30 min')).words).toContain('Planned');
    const form = await desk.openForm('meeting new');
    const again = await desk.submit(form, { day: '2027-02-09', at: '10:00', minutes: 60 });
    expect('errors' in again ? again.errors.join() : again.words).toContain('is planned for');
    expect((await desk.press(late, 'Plan another')).words).toContain('Planned');
    expect(await planned()).toBe(3);
    for (let left = 3; left > 0; left -= 1) await desk.command('meeting cancel 9 February 2027');
  });

  it('plans nothing that it has not understood, and loses nothing of it', async () => {
    const { prisma } = bot.database;
    const count = () => prisma.meeting.count();
    const before = await count();
    const asked = async (line: string) => (await slack.command(`meeting new ${line}`)).words;
    expect(await asked('Friday fun day planning Wednesday 10:00')).toMatch(
      /more than one day: "Friday" and "Wednesday"/,
    );
    expect(await asked('Team 2 review Friday 10:00')).toMatch(/do not understand "2".*quotes/);
    expect(await asked('every third Friday 10:00')).toContain('I cannot read how it repeats: "every third Friday"');
    expect(await asked('Friday at 7')).toContain('"at 7" is not one time of day');
    expect(await asked('28 March 2027 01:30')).toContain('There is no 01:30 on Sunday 28 March 2027');
    expect(await count()).toBe(before);

    for (const person of [slack, teams, desk]) {
      const ask = await person.command(
        'meeting new Drop-in every second Friday from 4 December until 26 March except 1 January at 7',
      );
      expect(ask.words).toContain('"at 7" is not one time of day');
      const form = await person.pressForForm(ask, 'Open the form');
      expect(form.fields).toMatchObject({
        title: { value: 'Drop-in' },
        day: { value: '2026-12-04' },
        until: { value: '2027-03-26' },
      });
      const wrong = await person.submit(form, { at: '19:00', day: '2026-12-05' });
      if (!isForm(wrong)) throw new Error('a Saturday was taken for a Friday');
      expect(wrong.errors.join()).toContain('Every second Friday');
      const planned = await person.submit(wrong, { at: '19:00', day: '2026-12-04' });
      if (isForm(planned)) throw new Error(planned.errors.join());
      expect(planned.words).toContain('every second Friday, except 1 January 2027, until 26 March 2027');
      const series = await prisma.meetingSeries.findFirstOrThrow({ orderBy: { createdAt: 'desc' } });
      const slots = await prisma.meeting.findMany({ where: { seriesId: series.id }, orderBy: { slot: 'asc' } });
      expect(slots.map(({ slot }) => slot?.toISOString().slice(0, 10))).toEqual([
        '2026-12-04',
        '2026-12-18',
        '2027-01-15',
      ]);
      await prisma.meeting.deleteMany({ where: { seriesId: series.id } });
      await prisma.meetingSeries.delete({ where: { id: series.id } });
    }
    const late = await slack.command('meeting new Night walk 31 October 2027 01:30');
    expect(late.words).toContain('01:30 comes twice');
    await prisma.meeting.deleteMany({ where: { title: 'Night walk' } });
  });

  it('counts answers by agency, takes items from anybody, and proposes what should be talked about', async () => {
    await desk.command('meeting new tomorrow 10:00 for 30 min');
    const card = await until('the card', async () =>
      (await desk.channel()).find((seen) => seen.words.includes('Wednesday 25 November 2026, 10:00')),
    );
    await desk.press(card, 'Yes');
    await consoleDriver(bot, 'priya-sandhar').press(card, 'No');
    expect(
      (await consoleDriver(bot, 'priya-sandhar').command('meeting add Summer play scheme 10 min')).words,
    ).toContain('On the agenda');
    expect((await desk.command('meeting add Summer play scheme')).words).toContain('on the agenda already');
    expect((await desk.command('meeting add Ring 07700 900123')).words).toContain('a phone number');
    const proposed = await desk.command('meeting proposals');
    expect(proposed.words).toContain('Older residents on their own');
    const added = await desk.press(proposed, 'Add all');
    expect(added.words).toContain('NP-4');
    expect(added.words).toMatch(/Police 1/);
    expect((await desk.command('meeting drop 40')).words).toContain('there is no number 40');
    expect((await desk.command('meeting drop 1')).words).toContain('Off the agenda');
    await desk.command('meeting add Summer play scheme 10 min');
    await desk.command('meeting first 1');
  });
});

describe('holding it', () => {
  it('starts once though two press at once, and carries on from wherever somebody speaks', async () => {
    bot.clock.now = new Date('2026-11-25T10:01:00Z');
    const [one, other] = await Promise.all([slack.command('meeting start'), desk.command('meeting start')]);
    expect([one.words, other.words].filter((words) => words.includes('The meeting has begun'))).toHaveLength(1);
    expect([one.words, other.words].filter((words) => words.includes('It is running already'))).toHaveLength(1);
    expect(await bot.database.prisma.meeting.count({ where: { state: 'RUNNING' } })).toBe(1);
  });

  it('keeps what is recorded on any platform in order, with whoever spoke noted as here', async () => {
    await slack.command('meeting note The gate was open again on Sunday');
    await teams.command('meeting decide Close the alley gate at dusk');
    await desk.command('#idea A bike library with the fire station');
    await teams.command('meeting action Ask Cares for painters @Priya by Friday');
    expect((await desk.command('meeting action Paint it by Friday')).words).toContain('Who takes it on?');
    expect((await desk.command('meeting note Call 07700 900123')).words).toContain('a phone number');
    const meeting = await latest();
    const said = meeting.entries.filter((entry) => ['NOTE', 'DECISION', 'IDEA', 'ACTION'].includes(entry.kind));
    expect(said.map((entry) => entry.kind)).toEqual(['NOTE', 'DECISION', 'IDEA', 'ACTION']);
    expect(meeting.entries.map((entry) => entry.number)).toEqual(meeting.entries.map((_, index) => index + 1));
    expect(meeting.entries.filter((entry) => entry.kind === 'ARRIVED')).toHaveLength(3);
    expect(await bot.database.prisma.action.count({ where: { text: 'Ask Cares for painters' } })).toBe(0);
    for (const person of [slack, teams, desk])
      await until(`the decision on ${person.platform}`, async () =>
        (await person.channel()).some(
          (seen) => seen.words.includes('Close the alley gate at dusk') && seen.words.includes('Here'),
        ),
      );
  });

  it('goes one step for two who press Next on one card, back, and parks', async () => {
    const card = await until('the running card', async () =>
      (await desk.channel()).find((seen) => seen.words.includes('Here')),
    );
    const before = (await latest()).items.filter((item) => item.state === 'DONE').length;
    const maya = consoleDriver(bot, 'maya-okonjo');
    const [first, second] = [await desk.press(card, 'Next'), await maya.press(card, 'Next')];
    expect([first.words, second.words].join()).toContain('It has moved on already');
    expect((await latest()).items.filter((item) => item.state === 'DONE').length).toBe(before + 1);
    expect((await desk.command('meeting park')).words).toContain('Parked');
    expect((await desk.command('meeting back')).words).toContain('Back');
    expect((await consoleDriver(bot, 'priya-sandhar').command('meeting next')).words).toContain('Only a lead');
    expect((await consoleDriver(bot, 'priya-sandhar').command('meeting here')).words).toContain('You are here');
    expect((await consoleDriver(bot, 'priya-sandhar').command('meeting leave')).words).toContain('You have left');
  });

  it('hears #lines that are said to everybody, and answers with a small sign; other talk it leaves unread', async () => {
    const { prisma } = bot.database;
    const before = await prisma.meetingEntry.count();
    const ts = await slack.say('#note Said in passing on Slack');
    await until('a tick', () => bot.slack.reactions.find((each) => each.timestamp === ts));
    await teams.say('#note Said in passing on Teams');
    await desk.say('#note Said in passing on the console');
    await until('three notes', async () => (await prisma.meetingEntry.count()) === before + 3);
    for (const person of [slack, teams, desk]) await person.say('Did you see the match?');
    await slack.say('#1 on the list');
    await slack.say('#hashtag of no meaning');
    await slack.say('#note Ring 07700 900123');
    await until('a private word about the number', () =>
      bot.slack.posts.find((post) => post.user !== undefined && JSON.stringify(post.blocks).includes('a phone number')),
    );
    expect(await prisma.meetingEntry.count()).toBe(before + 3);
  });

  it('understands on every platform, without the word before it, what is said while one is held', async () => {
    const rosa = consoleDriver(bot, 'priya-sandhar');
    expect((await rosa.command('I am here')).words).toContain('You are here');
    for (const person of [slack, teams, desk]) {
      expect((await person.command('minute: the lamp is out')).words).toContain('recorded');
      expect((await person.command('strike that')).words).toContain('Taken back');
    }
    // "Yes", and nothing is put to the vote any more.
    expect((await desk.command('yes')).words).toContain('That vote is closed');
    const alone = consoleDriver(bot, 'tom-hartshorn', 'dm:tom-hartshorn');
    expect((await alone.command('yes')).words).toContain('Nothing waits for that word');
    expect((await alone.command('next item')).words).toContain('Is this what you mean?');
    // Who may not is told so, as behind the word.
    expect((await rosa.command('next item')).words).toContain('Only a lead');
    expect((await rosa.command('leave')).words).toContain('You have left');
    expect((await desk.command('who is here?')).words).toContain('People Team meeting');
  });

  it('takes back one’s last line, which stays in the log struck out', async () => {
    await desk.command('meeting note This was wrong');
    expect((await desk.command('meeting undo')).words).toContain('Taken back');
    const entry = await bot.database.prisma.meetingEntry.findFirstOrThrow({ where: { text: 'This was wrong' } });
    expect(entry.struckAt).not.toBeNull();
  });

  it('says which line has other words now', async () => {
    await desk.command('meeting note The club has 40 members');
    expect((await desk.command('meeting correct The club has 41 members')).words).toMatch(
      /Corrected\..*Note: The club has 41 members.*It was: The club has 40 members/,
    );
    await desk.command('meeting undo');
  });

  it('changes only one’s own line in a word; whoever runs it opens the others, and what comes meanwhile stays', async () => {
    const priya = consoleDriver(bot, 'priya-sandhar');
    await priya.command('meeting note The gate is rustry');
    const nobody = consoleDriver(bot, 'callum-weatherby');
    expect((await nobody.command('meeting correct The gate is gone')).words).toContain('You have recorded nothing');
    expect((await nobody.command('meeting undo')).words).toContain('You have recorded nothing');
    const sofar = await desk.command('meeting edit');
    expect(sofar.words).toContain('What has been recorded so far');
    expect(sofar.buttons.map(({ label }) => label)).not.toContain('Publish');
    const forms = await Promise.all(
      sofar.buttons
        .filter(({ label }) => label.startsWith('Edit: '))
        .map(({ label }) => desk.pressForForm(sofar, label)),
    );
    const [form, name] =
      forms
        .flatMap((each) => Object.entries(each.fields).map(([key, { value }]) => [each, key, value] as const))
        .find(([, , value]) => value === 'The gate is rustry') ?? [];
    if (form === undefined || name === undefined) throw new Error('No form holds that line.');
    await priya.command('meeting note And it squeaks');
    const saved = await desk.submit(form, { [name]: 'The gate is rusty' });
    if (isForm(saved)) throw new Error(`It came back: ${saved.errors.join()}`);
    const texts = await bot.database.prisma.meetingEntry.findMany({
      where: { text: { in: ['The gate is rusty', 'And it squeaks'] }, struckAt: null },
    });
    expect(texts).toHaveLength(2);
  });

  it('keeps a question as it was put, once somebody has answered it', async () => {
    const priya = consoleDriver(bot, 'priya-sandhar');
    await priya.command('meeting vote Paint the gate blue');
    await desk.command('meeting agree');
    expect((await priya.command('meeting correct Paint the gate red')).words).toContain(
      'some have answered it as it is',
    );
    await priya.command('meeting undo');
  });

  it('notes apologies, one’s own and others’', async () => {
    const callum = consoleDriver(bot, 'callum-weatherby');
    expect((await callum.command('meeting apologies')).words).toContain('Your apologies are noted');
    expect((await desk.command('meeting apologies')).words).toContain('You are noted as here');
    const named = await desk.command('meeting apologies from Sam Fairbrother (Fire)');
    expect(named.words).toMatch(/Apologies noted.*Sam Fairbrother \(Fire\)/);
    expect((await desk.command('meeting apologies ring 07700 900123')).words).toContain('a phone number');
  });

  it('records below quorum as a proposal', async () => {
    expect((await desk.command('meeting quorum -3 people')).words).toContain('has a minus in it');
    await desk.command('meeting quorum 7 people 4 agencies');
    const answer = await desk.command('meeting decide Buy a second kettle');
    expect(answer.words).toContain('Recorded as a proposal');
    await until('what is missing', async () =>
      (await desk.channel()).some(
        ({ words, buttons }) =>
          words.includes('of 7 people') && buttons.some(({ label }) => label === 'Invite deputies'),
      ),
    );
    await desk.command('meeting quorum none');
  });

  it('ends, and the same minutes stand in every place', async () => {
    bot.clock.now = new Date('2026-11-25T10:40:00Z');
    expect((await consoleDriver(bot, 'priya-sandhar').command('meeting end')).words).toContain('Only a lead');
    expect((await desk.command('meeting end')).words).toContain('The meeting has ended');
    for (const person of [slack, teams, desk]) {
      const minutes = await until(`the minutes on ${person.platform}`, async () =>
        (await person.channel()).find((seen) => seen.words.includes('Minutes:')),
      );
      for (const words of [
        'The gate was open again on Sunday',
        'Close the alley gate at dusk',
        'bike library',
        'Ask Cares for painters',
        'Proposed, below quorum',
        'Next time',
      ])
        expect(minutes.words).toContain(words);
      expect(minutes.words).not.toContain('This was wrong');
      expect(minutes.words).toMatch(/Apologies:?\s*Priya Sandhar|Priya Sandhar/);
    }
    expect((await desk.command('meeting minutes last')).words).toContain('Minutes:');
    expect((await desk.command('meeting minutes 25 November')).words).toContain('Minutes:');
    expect((await desk.command('meeting minutes 24 November')).words).toContain('No meeting was held here on Tuesday');
    expect((await desk.command('meeting minutes alley gate')).words).toContain('Close the alley gate');
    expect((await desk.command('meeting minutes last markdown')).words).toContain('## Present');
    expect((await desk.command('meeting decisions kettle')).words).toContain('proposed, below quorum');
    expect((await desk.command('meeting next')).words).toContain('No meeting is being held');
  });

  it('loses nobody’s line when two edit the minutes at once', async () => {
    const draft = await desk.command('meeting edit');
    const label = draft.buttons.findLast((each) => each.label.startsWith('Edit: '))?.label ?? '';
    const [mine, other] = [await desk.pressForForm(draft, label), await desk.pressForForm(draft, label)];
    await desk.submit(other, { add: 'Added while the other form was open', addAs: 'NOTE' });
    const again = await desk.submit(mine, { add: 'And another line', addAs: 'NOTE' });
    if (!isForm(again)) throw new Error('It should have said that somebody changed them.');
    expect(again.errors.join()).toContain('Somebody changed these minutes');
    const saved = await desk.submit(again, {});
    if (isForm(saved)) throw new Error(`It came back: ${saved.errors.join()}`);
    const kept = await bot.database.prisma.meetingEntry.count({
      where: { text: { in: ['Added while the other form was open', 'And another line'] }, struckAt: null },
    });
    expect(kept).toBe(2);
  });

  it('carries forward what was parked, to the next one that is started', async () => {
    const parked = (await latest()).items
      .filter((item) => item.state === 'PARKED' || item.state === 'WAITING')
      .map((item) => item.title);
    bot.clock.now = new Date('2026-11-27T10:00:00Z');
    expect((await desk.command('meeting start another')).words).toContain('The meeting has begun');
    const items = (await latest()).items.map((item) => item.title);
    for (const title of parked) expect(items).toContain(title);
    expect([...slack.complaints(), ...teams.complaints()]).toEqual([]);
  });
});

describe('the clock', () => {
  it('asks once when it falls silent, and ends what was forgotten, once; a second and third run do nothing', async () => {
    const { prisma } = bot.database;
    const begun = (await latest()).startedAt ?? NOW;
    const later = (minutes: number) => new Date(begun.getTime() + minutes * 60_000);
    expect(await watchMeetings(prisma, later(70))).toEqual({ asked: 0, ended: 0 });
    expect(await watchMeetings(prisma, later(85))).toEqual({ asked: 1, ended: 0 });
    expect(await watchMeetings(prisma, later(86))).toEqual({ asked: 0, ended: 0 });
    expect(await watchMeetings(prisma, later(185))).toEqual({ asked: 0, ended: 1 });
    for (let run = 0; run < 2; run += 1)
      expect(await watchMeetings(prisma, later(186))).toEqual({ asked: 0, ended: 0 });
    expect(await latest()).toMatchObject({ state: 'ENDED', endedByClock: true });
  });

  it('makes a series’ next occurrences and posts agendas two working days before; three runs are as one', async () => {
    const { prisma } = bot.database;
    const first = await keepCalendar(prisma, at(60 * 24 * 30));
    expect(first.made).toBeGreaterThan(0);
    for (let run = 0; run < 2; run += 1)
      expect(await keepCalendar(prisma, at(60 * 24 * 30))).toEqual({ made: 0, posted: 0 });
  });
});
