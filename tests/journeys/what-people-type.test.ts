// Lines that nobody taught people, on every platform: what they say is done, asked about, or opened in a form that is filled in;
// nothing of it is lost.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestBot, type TestBot } from '../support/bot.ts';
import { consoleDriver } from '../support/drivers/console.ts';
import { DRIVERS } from '../support/drivers/index.ts';
import type { Driver, Seen } from '../support/seen.ts';
import { gather, sent } from '../support/story.ts';

let bot: TestBot;
beforeAll(async () => {
  bot = await startTestBot({ scheduled: false });
  await gather(bot);
});
afterAll(() => bot?.stop());

const labelled = ({ buttons }: Seen, beginning: string): string =>
  buttons.find(({ label }) => label.startsWith(beginning))?.label ?? `No button begins with ${beginning}`;

describe.each(DRIVERS)('on %s', (platform, drive) => {
  let person: Driver;
  const says = async (line: string) => (await person.command(line)).words;
  beforeAll(() => {
    person = drive(bot);
  });

  it('help explains a term, and finds the word for what somebody wants', async () => {
    expect(await says('help quorum')).toMatch(/Quorum How many people.*meeting quorum/s);
    expect(await says('what is a champion?')).toMatch(/Champion One person of each agency/);
    expect(await says('help how do I cancel')).toMatch(/has to do with “cancel”.*meeting cancel/s);
    expect(await says('help how do I add someone to the team')).toContain('zone invite');
    expect(await says('help flibber')).toContain('I do not know "flibber"');
  });

  it('what is said of a problem in other words is done', async () => {
    // Nobody’s, as at first.
    await bot.database.prisma.problem.updateMany({ data: { ownerId: null, offeredToId: null } });
    expect(await says('problem NP-4 me')).toContain('It is yours now');
    expect(await says('NP-4 update: the club may open again')).toMatch(/Noted/);
    expect(
      await bot.database.prisma.problemEvent.count({ where: { text: 'the club may open again' } }),
    ).toBeGreaterThan(0);
    for (const line of ['#NP-4', 'NP-4 who is on it', 'problem NP-4 what’s happening?'])
      expect(await says(line), line).toContain('NP-4 Older residents');
    expect(await says('problem NP-4 hand it to Priya')).toContain('Offered to Priya');
    // Openly said among others it is not the bot's.
    const { prisma } = bot.database;
    const before = [await prisma.problemEvent.count(), await prisma.delivery.count()];
    await person.say('#NP-4 note the gate is shut');
    await person.say('#NP-4 we must talk about it');
    expect([await prisma.problemEvent.count(), await prisma.delivery.count()]).toEqual(before);
  });

  it('what is said of a problem in no word of ours may be kept as a note', async () => {
    const line = `Priya spoke to ${platform} residents on Tuesday`;
    const asked = await person.command(`problem NP-4 ${line}`);
    expect(asked.words).toContain(`I do not know what to do with "${line}"`);
    expect((await person.press(asked, 'Keep it as a note')).words).toContain('Noted');
    expect(await bot.database.prisma.problemEvent.count({ where: { text: line } })).toBe(1);
    expect(await says('problem NP-4 rang Mrs Smith of 14 Oak Street on 07700 900123')).not.toContain('Keep it');
  });

  it('a problem’s new title opens its form, filled in', async () => {
    const form = await person.openForm(`problem NP-4 rename Older people alone on ${platform} evenings`);
    expect(form.fields['title']?.value).toBe(`Older people alone on ${platform} evenings`);
    expect(form.fields['place']?.value).toBe('Around the old community hall');
    expect((await person.openForm('problem NP-4 rename')).fields['title']?.value).toContain('Older');
  });

  it('who is named in a promise is offered, with what they would promise', async () => {
    expect(await says(`action Priya: bring the ${platform} keys by Friday`)).toMatch(
      /Asked.*Bring the .* keys.*Priya/s,
    );
    const asked = await person.command(`action ask Priya to bring the ${platform} ladder by Friday`);
    expect(asked.words).toContain('Who takes it on?');
    const made = await person.press(asked, labelled(asked, 'Priya Sandhar'));
    expect(made.words).toMatch(new RegExp(`Asked.*Bring the ${platform} ladder.*Priya Sandhar`, 's'));
    const agency = await person.command(`action remind Housing to mend the ${platform} door by Friday`);
    expect((await person.press(agency, 'Housing')).words).toMatch(
      new RegExp(`Mend the ${platform} door.*Housing`, 's'),
    );
    const nobody = await person.command(`action Ring the ${platform} council by Friday`);
    expect(nobody.buttons.map(({ label }) => label)).not.toContain('Housing');
  });

  it('good news that begins with a word of ours is asked about before it is told', async () => {
    const before = await bot.database.prisma.celebration.count();
    const asked = await person.command(`celebrate plan the ${platform} launch day on 3 December`);
    expect(asked.words).toContain('Is “plan” part of it?');
    expect(await bot.database.prisma.celebration.count()).toBe(before);
    expect((await person.press(asked, 'Leave “plan” out')).words).toContain(`the ${platform} launch day on 3 December`);
    expect(await bot.database.prisma.celebration.count()).toBe(before + 1);
    expect(await says(`celebrate Public meeting on ${platform} drew eighty`)).toContain('Goes to');
  });

  it('what was logged last is changed in a line', async () => {
    await says(`log Tea with 5 ${platform} carers #well #interaction`);
    const form = await person.openForm('log edit');
    expect(form.fields['text']?.value).toBe(`Tea with 5 ${platform} carers`);
    const changed = await sent(person.submit(form, { text: `Tea with 6 ${platform} carers` }));
    expect(changed.words).toContain(`Tea with 6 ${platform} carers`);
    expect(await says(`log edit of the ${platform} newsletter with 4 residents #skills`)).toContain('Logged in');
  });

  it('one’s own days and hours are understood as they are said', async () => {
    expect(await says('me off next week')).toMatch(/From Monday 30 November 2026 until Friday 4 December 2026/);
    expect(await says('me back on Thursday')).toMatch(/Until Wednesday 25 November 2026/);
    expect(await says('me not away')).toMatch(/Welcome back|You stay|were not away/);
    expect(await says('nudge hours 8am til 6pm weekdays')).toContain('between 08:00 and 18:00');
    expect(await says('digest every friday at noon')).toContain('Friday, 12:00');
    expect(await says('digest monthly')).toContain('Nothing is changed');
    expect(await says('nudge stop digest')).toContain('not at all');
    expect(await says('digest on')).toContain('Friday, 12:00');
    expect(await says('nudge off')).toContain('Which kind, or everything?');
    expect(await says('nudge me to ring the council')).toContain('action ring the council @me by Friday');
    expect(await says('nudge Priya to bring the key')).toMatch(
      /Priya Sandhar is no champion.*action bring the key @Priya Sandhar by Friday/,
    );
    expect(await says('nudge nobody at all')).toContain('Whom shall I ask?');
  });
});

describe('a lead', () => {
  let lead: Driver;
  const says = async (line: string) => (await lead.command(line)).words;
  beforeAll(() => {
    const [, drive] = DRIVERS[0] ?? [];
    if (drive === undefined) throw new Error('There is no driver.');
    lead = drive(bot);
  });

  it('cancels and moves the meeting of a day, and only that one', async () => {
    await says('meeting new every Tuesday 10:00 for 45 min');
    const planned = () => bot.database.prisma.meeting.count({ where: { state: 'PLANNED' } });
    const all = await planned();
    expect(await says('meeting cancel 22 December')).toContain('Tuesday 22 December 2026, 10:00: cancelled');
    expect(await says('meeting skip 29 December')).toContain('Tuesday 29 December 2026, 10:00: cancelled');
    expect(await says('meeting no meeting on 5 January')).toContain('Tuesday 5 January 2027, 10:00: cancelled');
    expect(await planned()).toBe(all - 3);
    expect(await says('meeting cancel 24 December')).toMatch(
      /no meeting planned on Thursday 24 December 2026\. Ahead: Tuesday 1 December 2026; /,
    );
    expect(await says('meeting cancel 31 February')).toMatch(/no 31 February/i);
    expect(await planned()).toBe(all - 3);
    expect(await says('meeting move 8 December to 10 December 14:00')).toContain('Thursday 10 December 2026, 14:00');
    expect(await says('meeting move Wednesdays')).toContain('is more than one day');
    expect(await says('meeting room change: Hall B')).toMatch(/Tuesday 1 December 2026, 10:00.*Hall B/);
    expect(await says('meeting when is the next one')).toContain('Tuesday 1 December 2026');
    expect(await says('meeting agenda add bins')).toContain('bins');
    expect(await says('meeting every Thursday 10:00 from now on')).toContain('every Thursday');
    expect(await says('meeting cancel the series')).toContain('The series ends here');
  });

  it('invites somebody by name, unless they are there', async () => {
    expect(await says('zone add Priya')).toContain('is in the team of New Parks already');
    // Another of that first name is somebody else.
    expect((await lead.openForm('zone invite Priya Smithson')).title).toBe('Invite to the team');
    // As Slack writes a mention: of herself, and of somebody whom nobody knows.
    const self = await bot.database.prisma.chatIdentity.findFirstOrThrow({
      where: { platform: 'slack', person: { name: 'You (slack)' } },
    });
    expect(await says(`zone add <@${self.user}|me>`)).toContain('You (slack)');
    expect(JSON.stringify((await lead.openForm('zone add <@U0NOBODYAT|nina.hale>')).raw)).toContain(
      'pass on to nina.hale',
    );
    const form = await lead.openForm('zone add Nina Hale');
    expect(JSON.stringify(form.raw)).toContain('pass on to Nina Hale');
    for (const line of ['zone steps 3 done', 'zone partners Housing willing', 'zone plan move to reviewing'])
      expect(await says(line), line).toMatch(/is no zone that I know, and nothing was done\. .*alone shows/);
    expect((await lead.openForm('zone invite Nina to NP as Nurse')).fields['role']?.value).toBe('Nurse');
    expect(JSON.stringify((await lead.openForm('zone add someone')).raw)).not.toContain('pass on to someone');
  });

  it('runs a meeting in other words; what is missing in a promise is asked with one tap', async () => {
    expect(await says('note: bins overflow at the shops')).toContain('Nothing was kept yet');
    await says('meeting start another');
    const lines = () => bot.database.prisma.meetingEntry.findMany({ orderBy: { id: 'desc' }, take: 1 });
    const asked = await lead.command('meeting action Priya rings the council');
    expect(asked.words).toContain('Nothing was recorded');
    expect(asked.words).toContain('You write: Priya rings the council');
    const day = await lead.press(asked, labelled(asked, 'Priya Sandhar'));
    expect(day.words).toContain('By when?');
    expect((await lead.press(day, labelled(day, 'In a week'))).words).toContain('Action recorded');
    expect((await lines())[0]).toMatchObject({ kind: 'ACTION', details: { owner: 'Priya Sandhar' } });
    expect(await says('meeting correct council to school')).toMatch(/Action: Priya rings the school/);
    expect((await lines())[0]).toMatchObject({ kind: 'CORRECTED' });
    const again = await lead.command('meeting correct Ring the school');
    expect(again.words).toContain('Who takes it on?');
    expect((await lead.press(again, 'I do')).words).toContain('By when?');
    expect(await says('decision: close the gate at dusk')).toContain('Decision recorded');
    const made = (await lines())[0]?.text;
    expect(made).toBe('close the gate at dusk');
    expect(await says('meeting correct gate to alley gate')).toMatch(/Decision: close the alley gate at dusk/);
    expect(await says('meeting correct line 3 We close it at seven')).toContain('Nothing was changed');
    expect(await says('meeting correct We close the alley gate at seven')).toContain(
      'We close the alley gate at seven',
    );
    await says('meeting vote Shall we buy a lock');
    await says('meeting yes');
    await says('meeting result');
    expect(await says('meeting correct Shall we buy two locks')).toContain('another decision');
    expect(await says('meeting add 3')).toContain('says nothing of what it is about');
    expect(await says('meeting add Benches by the pond')).toContain('On the agenda');
    expect(await says('meeting next item')).not.toContain('do not understand');
    expect(await says('meeting who is here?')).toContain('New Parks');
    expect(await says('meeting end the meeting')).toMatch(/ended|over/i);
  });

  it('narrows lists as people say it, and says to what; a word that narrows nothing is looked for', async () => {
    expect(await says('log list zone by Tom')).toMatch(/^Interactions of Tom Hartshorn in New Parks /);
    expect(await says('log list by @Tom last month')).toMatch(
      /Interactions of Tom Hartshorn in New Parks: from 1 Oct 2026/,
    );
    expect(await says('log list zone by Nobody Atall')).toContain('I do not know "Nobody Atall" here');
    expect(await says('problem list resolved')).toMatch(/Closed, resolved.*Closed: resolved/);
    expect(await says('problem list closed resolved')).toMatch(/Closed, resolved/);
    expect(await says('problem list raised by the community')).toContain('raised by the community');
    expect(await says('problem list since 1 November')).toContain('from 1 Nov 2026');
    expect(await says('problem list closed last month')).toMatch(/Closed, from 1 Oct 2026, until 31 Oct 2026/);
    const unknown = await lead.command('problem list zone bikes');
    expect(unknown.words).toContain('I do not know "bikes" here');
    expect((await lead.press(unknown, 'Look for “bikes”')).words).toContain('NP-3');
    expect(await says('action list zone due this week')).toContain('due from 24 Nov 2026 to 29 Nov 2026');
    expect(await says('action list zone due before Friday')).toContain('due by 26 Nov 2026');
    expect(await says('action list zone done last month')).toContain('done, from 1 Oct 2026, until 31 Oct 2026');
    expect(await says('action list zone due by 31 February')).toMatch(/no 31 February/i);
    expect(await says('idea list in Coalville')).toContain('Ideas from Coalville');
    expect(await says('idea list most supported')).toContain('those with most supporters first');
    expect(await says('measure asb 12 last week')).toContain('measure asb last week = 12');
    expect(await says('measure asb last 4 weeks')).not.toContain('= 4');
    expect(await says('meeting minutes last month')).toMatch(/from 1 Oct 2026 until 31 Oct 2026/);
  });

  it('notes by name who sits in the room without a chat: all of them, or nobody; only who runs it does', async () => {
    const { prisma } = bot.database;
    await says('meeting start another');
    await says('meeting quorum 3 people 3 agencies');
    expect(await says('meeting decide mend the gate')).toMatch(/[Pp]ropos/);
    const arrivals = () => prisma.meetingEntry.count({ where: { kind: 'ARRIVED', meeting: { state: 'RUNNING' } } });
    const before = await arrivals();
    expect(await says('meeting here Gwen and Nobody Atall')).toContain('so nobody was noted');
    expect(await arrivals()).toBe(before);
    expect(await says('meeting here with Gwen Tolliver and Jonah')).toMatch(
      /Noted as here.*Gwen Tolliver \(Housing\), Jonah Pettifer \(Fire\)/s,
    );
    expect(await arrivals()).toBe(before + 2);
    expect(await says('meeting here Gwen')).toContain('They were here already');
    // Now it is quorate, and says so where something waits for it.
    expect(await says('meeting confirm')).toMatch(/mend the gate/);
    const note = await prisma.meetingEntry.findFirstOrThrow({
      where: { kind: 'ARRIVED', person: { name: 'Gwen Tolliver' }, meeting: { state: 'RUNNING' } },
    });
    expect(note.details).toHaveProperty('notedBy');
    expect(await says('meeting Jonah has left')).toMatch(/Noted as gone.*Jonah Pettifer/s);
    expect(await says('meeting here now')).toContain('You were here already');
    const priya = consoleDriver(bot, 'priya-sandhar');
    expect((await priya.command('meeting here Rosa')).words).not.toContain('Noted as here');
    expect((await priya.command('meeting here')).words).toContain('You are here');
    const over = await says('meeting end');
    // On whose word they are among those present stands in the minutes.
    expect(over).toMatch(/Gwen Tolliver \(noted by [^)]+\)/);
    expect(over).toMatch(/Jonah Pettifer \(until \d\d:\d\d, noted by [^)]+\)/);
  });
});
