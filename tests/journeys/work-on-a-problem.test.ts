// Working on a problem that stands, told from the people's side through every adapter; and lists and searches of many.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestBot, type TestBot } from '../support/bot.ts';
import { consoleDriver } from '../support/drivers/console.ts';
import { DRIVERS } from '../support/drivers/index.ts';
import { slackDriver } from '../support/drivers/slack.ts';
import { teamsDriver } from '../support/drivers/teams.ts';
import type { Driver, Seen } from '../support/seen.ts';
import { cardOf, gather, readProblem, refused, sent } from '../support/story.ts';
import { until } from '../support/until.ts';

let bot: TestBot;

beforeAll(async () => {
  bot = await startTestBot();
  await gather(bot);
});

afterAll(async () => {
  await bot?.stop();
});

const stored = (title: string) => readProblem(bot, title);
const labels = (seen: Seen) => seen.buttons.map((button) => button.label);

const TWICE: Record<string, string> = {
  slack: 'Wheelie bins on fire by the bowls pavilion',
  teams: 'Needles in the sandpit at the scout hut',
  console: 'Allotment shed broken into at the tram depot',
};

/** What each platform's story is about: nothing that another's would be taken for. */
const ABOUT = {
  slack: {
    title: 'Fly-tipping behind the garages on Aikman Avenue',
    again: 'Mattresses dumped by the Aikman Avenue garages',
  },
  teams: {
    title: 'Street lights out on the cut-through to the school',
    again: 'No lamps in the alley the school kids walk through',
  },
  console: { title: 'Dog fouling on the cricket field', again: 'Dog mess all over the cricket pitch' },
};

describe.each(DRIVERS)('on %s', (platform, drive) => {
  let person: Driver;
  const { title } = ABOUT[platform as keyof typeof ABOUT];

  beforeAll(async () => {
    person = drive(bot);
    await person.command(`problem ${title} #safe #well, ask Police and Health`);
  });

  it('opens by its number, offers the nearest for one that is not there, is listed and found', async () => {
    const problem = await stored(title);
    expect((await person.command(`NP-${problem.number}`)).words).toContain(title);
    expect((await person.command('problem NP-9999')).words).toMatch(/There is no\s+NP-9999.*nearest are\s+NP-\d+/);
    expect((await person.command('problem list unowned #well')).words).toContain(title);
    expect((await person.command(`problem search ${title.split(' ')[0]}`)).words).toContain(title);
  });

  it('goes one step at a time, with a line of analysis before a response', async () => {
    const reference = `NP-${(await stored(title)).number}`;
    expect((await person.command(`problem ${reference} response`)).words).toContain('One step at a time');
    expect((await person.command(`problem ${reference} close resolved`)).words).toContain('assessed first');
    const card = await person.command(`problem ${reference}`);
    const scanning = await person.pressForForm(card, 'Next step');
    expect(scanning.title).toBe('Scanning');
    const analysis = await sent(
      person.submit(scanning, {
        pattern: 'Every weekend, by the same corner',
        known: 'Twelve reports',
        move: 'ANALYSIS',
      }),
    );
    expect(analysis.words).toContain('Now in Analysis');
    expect((await person.command(`problem ${reference} response`)).words).toContain('one line of analysis');
    const next = await person.pressForForm(analysis, 'Next step');
    const stays = await refused(person.submit(next, { when: 'Sundays, call 0116 496 0123', move: 'RESPONSE' }));
    expect(stays.errors.join(' ')).toContain('phone number');
    const response = await sent(person.submit(stays, { when: 'Sundays after dark', move: 'RESPONSE' }));
    expect(response.words).toContain('Now in Response');
    const back = await person.command(`problem ${reference} scanning`);
    expect(back.words).toContain('Now in Scanning');
    const problem = await stored(title);
    expect(problem.events.map((event) => event.kind)).toEqual(
      expect.arrayContaining(['STEP', 'ADVANCED', 'WENT_BACK']),
    );
  });

  it('keeps a note from the thread, and mirrors it to the other places with name and agency', async () => {
    const card = await cardOf(person, title);
    const answer = await person.reply(card, `we spoke to the shop on ${platform}, they lock the gate at six`);
    expect(answer.words).toContain('Noted');
    const others = [slackDriver(bot), teamsDriver(bot), consoleDriver(bot)].filter(
      (other) => other.platform !== platform,
    );
    for (const other of others) {
      const there = await cardOf(other, title);
      await until(`the note on ${other.platform}`, async () =>
        (await other.thread(there)).some((seen) => seen.words.includes(`the shop on ${platform}`)),
      );
    }
    expect((await person.thread(card)).some((seen) => seen.words.includes(`the shop on ${platform}`))).toBe(false);
  });

  it('asks an agency once, links, keeps a case’s number, and shows all of it in the timeline', async () => {
    const reference = `NP-${(await stored(title)).number}`;
    expect((await person.command(`problem ${reference} ask Police`)).words).toContain('nobody is told twice');
    expect((await person.command(`problem ${reference} ask Mars`)).words).toContain('I know');
    expect((await person.command(`problem ${reference} ref ECINS 20417`)).words).toContain('Reference kept');
    expect((await person.command(`problem ${reference} link NP-1`)).words).toMatch(/is related to|same problem/);
    const timeline = await person.command(`problem ${reference} timeline`);
    expect(timeline.words).toContain('raised it');
    const later = labels(timeline).includes('Later') ? (await person.press(timeline, 'Later')).words : '';
    expect(`${timeline.words} ${later}`).toContain('a case elsewhere');
  });

  it('is closed into another when both turn out to be one, and whoever worked on it is told where it goes on', async () => {
    const raised = (await person.command(`problem ${TWICE[platform]} #safe`)).words;
    const twin = /NP-\d+/.exec(raised)?.[0] ?? '';
    const other = (DRIVERS.find(([name]) => name !== platform) as (typeof DRIVERS)[number])[1](bot);
    await other.command(`problem ${twin} note Seen it again on ${platform}`);
    await person.press(await person.command(`action ${twin} Ask the landlord on ${platform} by 18 December`), 'I do');
    const reference = `NP-${(await stored(title)).number}`;
    const linked = await person.command(`problem ${twin} is the same as ${reference}`);
    expect(linked.words).toContain(`${twin} is the same as ${reference}`);
    const closed = await person.press(linked, `Close it, ${reference} goes on`);
    expect(closed.words).toContain(`Closed: it goes on as ${reference}`);
    expect(closed.words).toContain('Gone along: 1 action');
    await until(`the word on ${other.platform}`, async () =>
      (await other.inbox()).some(({ words }) => words.includes('goes on there, with the agencies that had joined')),
    );
    // What was open of the one is open of the other, which tells of it.
    const goesOn = (await person.command(`problem ${reference}`)).words;
    expect(goesOn).toContain(`Ask the landlord on ${platform}`);
    expect(goesOn).toMatch(/Reported:?\s+\d+ times/);
    const { events } = await stored(title);
    expect(events.map(({ kind, text }) => `${kind} ${text}`)).toContainEqual(
      expect.stringMatching(new RegExp(`^REPORTED_AGAIN ${twin} `)),
    );
    // Pressed twice, or when the link is gone: said, and nothing is lost.
    expect((await person.press(linked, `Close it, ${reference} goes on`)).words).toMatch(/closed/i);
  });

  it('is never refused by the platform', () => {
    expect(person.complaints()).toEqual([]);
  });
});

describe('lists and searches', () => {
  it('know many ways to ask, and say what they do not know', async () => {
    const desk = consoleDriver(bot);
    const [first] = await bot.database.prisma.problem.findMany({
      where: { zone: { code: 'NP' } },
      orderBy: { number: 'asc' },
    });
    expect((await desk.command(`problem np ${first?.number}`)).words).toContain(first?.title);
    expect((await desk.command('problem list zone')).words).toContain('NP-');
    expect((await desk.command('problem list mine')).words).toContain('My problems');
    expect((await desk.command('problem list agency')).words).toContain('Our problems');
    expect((await desk.command('problem list zone scanning #safe with Housing older than 0 days')).words).toContain(
      'Problems in New Parks',
    );
    expect((await desk.command('problem list stale')).words).toContain('None. That can be good news.');
    expect((await desk.command('problem list purple')).words).toMatch(/I do not know\s+"\s?purple\s?"/);
    expect((await desk.command('problem list #purple')).words).toContain('I do not know the outcome #purple');
    expect((await desk.command('problem search xylophones')).words).toContain('None found');
    expect((await desk.command('problem search')).words).toContain('Search for what?');
    const list = await desk.command('problem list zone');
    if (labels(list).includes('More')) expect((await desk.press(list, 'More')).words).not.toBe(list.words);
  });

  it('pages through five hundred open problems, what needs somebody first', async () => {
    const desk = consoleDriver(bot, 'idris-fallowell', 'coalville');
    const { prisma } = bot.database;
    const zone = await prisma.zone.findFirstOrThrow({ where: { code: 'CV' } });
    const raiser = await prisma.person.findFirstOrThrow({ where: { name: 'Idris Fallowell' } });
    await prisma.problem.createMany({
      data: Array.from({ length: 500 }, (_, index) => ({
        partnershipId: zone.partnershipId,
        zoneId: zone.id,
        number: 1000 + index,
        title: `Litter on path number ${index}`,
        raiserId: raiser.id,
        ownerId: index % 2 === 0 ? raiser.id : null,
        agencyId: raiser.agencyId,
        outcomes: ['SAFE' as const],
      })),
    });
    const page = await desk.command('problem list zone');
    expect(page.words).toMatch(/1–8 of 5\d\d/);
    expect(page.words).toContain('nobody has it');
    expect(page.words).not.toContain('Idris Fallowell ·');
    const next = await desk.press(page, 'More');
    expect(next.words).toMatch(/9–16 of 5\d\d/);
    expect((await desk.press(next, 'Back')).words).toBe(page.words);
  });
});

describe('what is typed of a problem', () => {
  it('is understood whole, or nothing is done', async () => {
    const me = slackDriver(bot);
    const say = async (line: string) => (await me.command(line)).words;
    const raised = await say('problem Cars racing round the supermarket car park most Friday nights #safe');
    const ref = /NP-\d+/.exec(raised)?.[0] ?? '';
    const number = ref.slice(3);
    expect(await say(`problem ${number}`)).toContain(`${ref} Cars racing`);
    expect(await say(`problem #${number}`)).toContain(`${ref} Cars racing`);
    for (const [line, says] of [
      ['ask Police and Unicorns', '"and Unicorns" would be lost'],
      ['ask Police to come at 7', '"to come at 7" would be lost'],
      ['analysis done by Tom', '"done by Tom" would be lost'],
      ['close resolved, gate locked', 'it is assessed first'],
      ['delete', `${ref} Cars racing`],
      ['a lad was seen', 'I do not know what to do with'],
      ['drew 3 staff from Aldi for 4 hours each', 'Nothing was kept'],
      ['drew 3 people, 6 hrs and £40', 'I know payback, employers'],
      ['drew £200 from the bakery', 'Drawn in £200 (grant) from the bakery'],
      ['drew £1,200 in kind', 'Drawn in £1,200 (help in kind)'],
      ['drew 5 hours from two volunteers', 'Drawn in 5 hours, 2 people (community volunteers), for'],
    ])
      expect(await say(`problem ${ref} ${line}`), line).toContain(says);
    expect(await say('problem note the gate is mended')).toContain('On which problem?');
    // What is said of a closing is kept with it.
    const passed = /NP-\d+/.exec(await say('problem Starlings roosting over the market stalls every dusk #well'))?.[0];
    expect(await say(`problem ${passed} close handed over because 07700 900123 sees to it`)).toContain(
      'a phone number',
    );
    expect(await say(`problem ${passed} close handed over because the market sees to it`)).toContain(
      'Closed: handed over',
    );
    expect(await say(`problem ${passed} timeline`)).toContain('noted: the market sees to it');
    const found = await bot.database.prisma.problem.findFirstOrThrow({
      where: { number: Number(number), zone: { code: 'NP' } },
      include: { agencies: true },
    });
    expect([found.state, found.agencies.length]).toEqual(['SCANNING', 1]);
  });

  it('is undone: a link that was made by mistake', async () => {
    const me = slackDriver(bot);
    const raised = (await me.command('problem Swing chains tangled at the play area by the bowls green #safe')).words;
    const ref = /NP-\d+/.exec(raised)?.[0] ?? '';
    expect((await me.command(`problem ${ref} link NP-3`)).words).toContain('related to NP-3');
    expect((await me.command(`problem NP-3 unlink ${ref}`)).words).toContain(`No longer linked to ${ref}`);
    expect((await me.command(`problem ${ref}`)).words).not.toContain('Linked:');
    expect((await me.command(`problem ${ref} unlink NP-3`)).words).toContain('It is not linked to NP-3');
    expect((await me.command('problem NP-3 timeline')).words).toContain(`took a link back: ${ref}`);
  });

  it('lists what somebody has', async () => {
    const me = slackDriver(bot);
    for (const line of ['Tom', '@Tom', 'owned by tom', 'of Tom Hartshorn', 'Tom Hartshorn’s'])
      expect((await me.command(`problem list ${line}`)).words, line).toMatch(/^Problems of Tom Hartshorn in New Parks/);
    expect((await me.command('problem list older than a month')).words).toContain('older than 30 days');
    expect((await me.command('problem list Unicorn')).words).toContain('I do not know "Unicorn"');
    expect((await me.command('action list Tom overdue')).words).toContain('Actions of Tom Hartshorn, overdue');
    expect((await me.command('action done')).words).toContain('My actions');
    expect((await me.command('action @Tom @Rosa litter pick by Friday')).words).toContain(
      'one person’s or one agency’s',
    );
  });
});
