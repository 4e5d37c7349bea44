// What becomes of a meeting's lines: asked of the room, edited, published, promised, approved by the next meeting, corrected.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { watchMeetings } from '../../src/features/meetings/index.ts';
import { minutesNow } from '../../src/features/meetings/minutes/fixed.ts';
import { findMeeting } from '../../src/features/meetings/model.ts';
import { startTestBot, type TestBot } from '../support/bot.ts';
import { consoleDriver } from '../support/drivers/console.ts';
import { slackDriver } from '../support/drivers/slack.ts';
import { teamsDriver } from '../support/drivers/teams.ts';
import type { Driver } from '../support/seen.ts';
import { gather, refused, sent } from '../support/story.ts';
import { until } from '../support/until.ts';

let bot: TestBot;
let slack: Driver;
let teams: Driver;
let desk: Driver;
let priya: Driver;

beforeAll(async () => {
  bot = await startTestBot();
  await gather(bot);
  [slack, teams, desk, priya] = [
    slackDriver(bot),
    teamsDriver(bot),
    consoleDriver(bot, 'tom-hartshorn'),
    consoleDriver(bot, 'priya-sandhar'),
  ];
});

afterAll(async () => {
  await bot?.stop();
});

const inChannel = (person: Driver, ...words: string[]) =>
  until(`${words.join(', ')} on ${person.platform}`, async () =>
    (await person.channel()).find((seen) => words.every((each) => seen.words.includes(each))),
  );
const lines = () =>
  bot.database.prisma.meetingEntry.findMany({ include: { votes: true }, orderBy: [{ at: 'asc' }, { number: 'asc' }] });

describe('the agenda', () => {
  it('is arranged as text: order, times, two joined, one new, one dropped', async () => {
    await desk.command('meeting standing Celebrations 5 min');
    expect((await priya.command('meeting standing Cakes')).words).toContain('Only a lead');
    await desk.command('meeting new tomorrow 10:00 for 30 min');
    for (const item of ['Alley gate', 'Lighting 10 min', 'Bins', 'Old business'])
      await desk.command(`meeting add ${item}`);
    const form = await desk.openForm('meeting arrange');
    expect(form.fields['agenda']?.value).toBe(
      '1. Celebrations, 5 min\n2. Alley gate\n3. Lighting, 10 min\n4. Bins\n5. Old business',
    );
    const again = await refused(desk.submit(form, { agenda: '9. Nowhere' }));
    expect(again.errors.join()).toContain('There is no number 9');
    expect(again.fields['agenda']?.value).toBe('9. Nowhere');
    const saved = await sent(
      desk.submit(again, { agenda: '1. Celebrations, 5 min\n3. Lighting, 5 min\n2+4. Gate and bins, 10 min\nTrees' }),
    );
    expect(saved.words).toMatch(/Celebrations, 5 min.*Lighting, 5 min.*Gate and bins, 10 min.*Trees/);
    expect(saved.words).not.toContain('Old business');
  });

  it('says when an item’s time is over, once', async () => {
    bot.clock.now = new Date('2026-11-25T10:00:00Z');
    await slack.command('meeting start');
    const card = await inChannel(desk, 'Here', 'Celebrations');
    for (const minute of ['04', '05', '06'])
      await watchMeetings(bot.database.prisma, new Date(`2026-11-25T10:${minute}:30Z`));
    const said = await until('the line', async () => {
      const found = (await desk.thread(card)).filter(
        (seen) => seen.words.includes('Celebrations') && seen.words.includes('are over'),
      );
      return found.length > 0 ? found : undefined;
    });
    expect(said).toHaveLength(1);
    await desk.command('meeting next');
  });
});

describe('a question to the room', () => {
  it('is answered on every platform, by agency, and closed with its result', async () => {
    await desk.command('meeting vote Close the alley gate at dusk');
    expect((await teams.command('meeting vote Another')).words).toContain('stands before the room');
    await slack.press(await inChannel(slack, 'Do you agree?', 'alley gate'), 'Agree');
    await teams.press(await inChannel(teams, 'Do you agree?', 'alley gate'), 'Disagree');
    expect((await teams.command('#agree')).words).toContain('You agree');
    expect((await priya.command('meeting abstain')).words).toContain('You abstain');
    const card = await inChannel(desk, 'So far:', 'Youth Service');
    expect((await priya.press(card, 'Close the vote')).words).toContain('Only whoever runs the meeting');
    const late = await inChannel(slack, 'Do you agree?');
    expect((await desk.press(card, 'Close the vote')).words).toContain('Agreed');
    expect((await slack.press(late, 'Disagree')).words).toContain('That vote is closed');
    const [decision] = (await lines()).filter((entry) => entry.kind === 'DECISION');
    expect(decision?.details).toMatchObject({ state: 'AGREED' });
    expect(decision?.votes.map((each) => each.vote).sort()).toEqual(['ABSTAIN', 'AGREE', 'AGREE']);
  });

  it('is not agreed when nobody agrees, and is settled by moving on', async () => {
    const form = await desk.pressForForm(await inChannel(desk, 'Here'), 'Decision');
    await sent(desk.submit(form, { text: 'Paint the shed purple', ask: true }));
    await teams.command('meeting disagree');
    await desk.command('meeting next');
    const decision = (await lines()).find((entry) => entry.text === 'Paint the shed purple');
    expect(decision?.details).toMatchObject({ state: 'NOT_AGREED' });
  });
});

describe('the minutes', () => {
  it('are a draft at the end, which its lead edits part by part; wrong words keep the form open', async () => {
    await priya.command('meeting note The gate was open on Sunady');
    await priya.command('#correct The gate was open on Sunday');
    await teams.command('meeting action Ask Cares for painters @Priya by Friday');
    await desk.command('meeting quorum 7 people 4 agencies');
    await desk.command('meeting decide Buy a second kettle');
    await desk.command('meeting quorum none');
    bot.clock.now = new Date('2026-11-25T10:31:00Z');
    await desk.command('meeting end');
    for (const person of [slack, teams, desk])
      await inChannel(
        person,
        'Minutes:',
        'Draft, until a lead',
        'open on Sunday',
        '2 agree (Housing, Youth Service), 1 abstains',
      );
    const draft = await until('the draft', async () =>
      (await slack.inbox()).find((seen) => seen.words.includes('Look through its minutes')),
    );
    const part = draft.buttons.find(({ label }) => label.includes('Gate and bins'))?.label ?? '';
    const form = await slack.pressForForm(draft, part);
    const field = (words: string) =>
      Object.entries(form.fields).find(([, { value }]) => String(value).includes(words))?.[0] ?? '';
    const again = await refused(
      slack.submit(form, {
        [field('Sunday')]: 'Ring 07700 900123',
        [field('painters')]: 'Ask Cares for painters @Nobody by Friday',
      }),
    );
    expect(again.errors.join()).toContain('a phone number');
    expect(again.errors.join()).toContain('nobody called');
    const saved = await sent(
      slack.submit(form, {
        [field('Sunday')]: 'The gate stood open all Sunday',
        [field('painters')]: 'Ask Cares for two painters @Priya by 30 November',
        [field('kettle')]: '',
        add: 'Thank you to the wardens',
        addAs: 'CELEBRATION',
      }),
    );
    expect(saved.words).toContain('Saved');
    for (const words of [
      'stood open all Sunday',
      'two painters: Priya Sandhar, by 30 November',
      'Celebration: Thank you',
    ])
      expect(saved.words).toContain(words);
    expect(saved.words).not.toContain('kettle');
    await inChannel(teams, 'Minutes:', 'stood open all Sunday');
    expect((await priya.command('meeting publish')).words).toContain('Only a lead');
  });

  it('are changed by the author of a line, who sees only their own; two at once lose nothing', async () => {
    const own = await priya.openForm('meeting edit 3');
    expect(Object.values(own.fields).map(({ value }) => value)).toContain('The gate stood open all Sunday');
    expect(
      Object.values(own.fields)
        .map(({ value }) => String(value))
        .join(),
    ).not.toContain('painters');
    const name = Object.keys(own.fields).find((each) => each.startsWith('line')) ?? '';
    const other = await desk.openForm('meeting edit 3');
    await sent(desk.submit(other, { add: 'Noted by another' }));
    const stale = await refused(priya.submit(own, { [name]: 'The gate stood open on Sunday' }));
    expect(stale.errors.join()).toContain('Somebody changed these minutes');
    await sent(priya.submit(stale, { [name]: 'The gate stood open on Sunday' }));
  });

  it('are published once to every place; then what was promised is asked for', async () => {
    const answer = await teams.command('meeting publish');
    expect(answer.words).toContain('Published; 1 asked');
    expect((await teams.command('meeting publish')).words).toContain('They are published already');
    for (const person of [slack, teams, desk]) await inChannel(person, 'Minutes published');
    await until('the action', async () =>
      (await priya.inbox()).find((seen) => seen.words.includes('Ask Cares for two painters')),
    );
    const action = await bot.database.prisma.action.findFirstOrThrow({
      where: { text: 'Ask Cares for two painters' },
      include: { giver: true, owner: true },
    });
    expect([action.giver.name, action.owner?.name]).toEqual(['You (teams)', 'Priya Sandhar']);
  });

  it('are approved by the next meeting, which confirms what was decided below quorum', async () => {
    bot.clock.now = new Date('2026-12-02T10:00:00Z');
    await desk.command('meeting quorum 9 people 4 agencies');
    await desk.command('meeting start another');
    await desk.command('meeting decide Mend the bench');
    await desk.command('meeting end');
    await desk.command('meeting publish');
    bot.clock.now = new Date('2026-12-09T10:00:00Z');
    const asked = await slack.command('meeting start');
    const begun = asked.words.includes('Which meeting?') ? await slack.press(asked, 'Another one') : asked;
    expect(begun.words).toContain('The meeting has begun');
    const live = await inChannel(slack, 'Here', 'Minutes of Wednesday 2 December 2026, 10:00');
    expect(live.words).toContain('Confirm what was decided below quorum (1)');
    expect((await priya.command('meeting approve')).words).toContain('Only whoever runs the meeting');
    expect(
      (await slack.press(await inChannel(slack, 'Here', 'Minutes of Wednesday'), 'Approve the minutes')).words,
    ).toContain('Approved');
    expect((await desk.command('meeting approve')).words).toContain('There are no minutes to approve');
    await desk.command('meeting next');
    expect((await desk.command('meeting confirm')).words).toContain('Not yet');
    await desk.command('meeting quorum 2 people 2 agencies');
    await teams.command('meeting here');
    await desk.press(await inChannel(desk, 'Here', 'Confirm the decisions'), 'Confirm the decisions');
    expect((await desk.command('meeting decisions bench')).words).toContain('confirmed on wednesday 9 december');
    await inChannel(desk, 'Minutes:', 'Approved', 'Mend the bench');
  });

  it('stay as they were, whatever becomes of quorum, names, marking and plans', async () => {
    const { prisma } = bot.database;
    const approved = await prisma.meeting.findFirstOrThrow({ where: { approvedAt: { not: null } } });
    const read = async () => {
      const found = await findMeeting(prisma, approved.id);
      return found === null ? undefined : Promise.all([minutesNow(prisma, found, 'name'), minutesNow(prisma, found)]);
    };
    const before = await read();
    expect(JSON.stringify(before)).toContain('9 people from 4 agencies are needed');
    const agency = await prisma.agency.findFirstOrThrow({ where: { shortName: 'Police' } });
    const { id: partnershipId, marking } = await prisma.partnership.findFirstOrThrow();
    await desk.command('meeting quorum 12 people 6 agencies');
    await desk.command('meeting new tomorrow 09:00');
    await prisma.agency.update({ where: { id: agency.id }, data: { name: 'Another Police', shortName: 'Others' } });
    await prisma.partnership.update({ where: { id: partnershipId }, data: { marking: 'ANOTHER MARKING' } });
    expect(await read()).toEqual(before);
    await prisma.agency.update({ where: { id: agency.id }, data: { name: agency.name, shortName: agency.shortName } });
    await prisma.partnership.update({ where: { id: partnershipId }, data: { marking } });
    await prisma.meeting.deleteMany({ where: { state: 'PLANNED', startsAt: new Date('2026-12-10T09:00:00Z') } });
    await desk.command('meeting quorum 2 people 2 agencies');
  });

  it('change after that only by a lead’s correction, whose reason stands in them; every version is kept', async () => {
    await desk.command('meeting end');
    const found = await bot.database.prisma.meeting.findFirstOrThrow({ where: { approvedAt: { not: null } } });
    const card = await inChannel(desk, 'Minutes:', 'Mend the bench', 'Approved');
    expect((await priya.press(card, 'Correct a line')).buttons.map(({ label }) => label)).not.toContain(
      'Edit: Besides',
    );
    const draft = await desk.press(card, 'Correct a line');
    const form = await desk.pressForForm(
      draft,
      draft.buttons.find(({ label }) => label.startsWith('Edit: 1'))?.label ?? '',
    );
    const name = Object.keys(form.fields).find((each) => each.startsWith('line')) ?? '';
    const again = await refused(desk.submit(form, { [name]: 'Mend the two benches' }));
    expect(again.errors.join()).toContain('please say why');
    await sent(desk.submit(again, { [name]: 'Mend the two benches', reason: 'There were two of them' }));
    await inChannel(desk, 'Mend the two benches', 'Corrections', 'There were two of them');
    const versions = await bot.database.prisma.minutesVersion.findMany({
      where: { meetingId: found.id },
      orderBy: { number: 'asc' },
    });
    expect(versions.map(({ number, event }) => [number, event])).toEqual([
      [1, 'PUBLISHED'],
      [2, 'APPROVED'],
      [3, 'CORRECTED'],
    ]);
    expect(JSON.stringify(versions[0]?.content)).toContain('Mend the bench');
    expect(JSON.stringify(versions[2]?.content)).toContain('Mend the two benches');
    expect([...slack.complaints(), ...teams.complaints()]).toEqual([]);
  });
});

describe('planning', () => {
  it('in a form, on the working day beside a bank holiday, and the series changed from a day on', async () => {
    bot.clock.now = new Date('2026-12-10T10:00:00Z');
    const form = await desk.openForm('meeting new');
    const again = await refused(desk.submit(form, { day: '2026-12-28', minutes: 2, title: 'Ring 07700 900123' }));
    expect(again.errors.join()).toMatch(/time|minutes/);
    const planned = await sent(
      desk.submit(again, {
        day: '2026-12-28',
        at: '10:00',
        minutes: 45,
        title: '',
        place: 'the hall',
        repeats: 'FORTNIGHTLY',
      }),
    );
    expect(planned.words).toContain('is a bank holiday');
    const moved = await desk.press(planned, 'To Tuesday 29 December 2026');
    expect(moved.words).toContain('Tuesday 29 December 2026, 10:00');
    const ask = await desk.command('meeting new Consultation at the hall');
    expect(ask.words).toContain('On which day?');
    expect((await desk.pressForForm(ask, 'Open the form')).fields['place']?.value).toBe('the hall');

    const { prisma } = bot.database;
    const before = await prisma.meeting.findMany({
      where: { seriesId: { not: null }, state: 'PLANNED' },
      orderBy: { startsAt: 'asc' },
    });
    const changed = await desk.command('meeting move series every second Thursday 14:00 at the library');
    expect(changed.words).toContain('The series has changed from here on');
    const later = await prisma.meeting.findMany({
      where: { seriesId: { not: null }, state: 'PLANNED' },
      orderBy: { startsAt: 'asc' },
    });
    expect(later.map(({ id }) => id).slice(0, before.length)).toEqual(before.map(({ id }) => id));
    expect(later.slice(0, 3).map(({ startsAt }) => startsAt.toISOString())).toEqual([
      '2026-12-10T14:00:00.000Z',
      '2026-12-24T14:00:00.000Z',
      '2027-01-07T14:00:00.000Z',
    ]);
    expect(new Set(later.map(({ place }) => place))).toEqual(new Set(['the library']));
    expect(later.every(({ sequence }, index) => index >= before.length || sequence > 0)).toBe(true);
  });
});
