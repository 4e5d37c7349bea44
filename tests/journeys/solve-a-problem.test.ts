// Problems solved together, told from the people's side; the same story through every adapter, over its real wire format.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tellConceptsAnew } from '../../src/features/problems/raise/reindex.ts';
import { startTestBot, type TestBot } from '../support/bot.ts';
import { DRIVERS } from '../support/drivers/index.ts';
import type { Driver } from '../support/seen.ts';
import { cardOf, gather, readProblem, refused, sent } from '../support/story.ts';

let bot: TestBot;

beforeAll(async () => {
  bot = await startTestBot();
  await gather(bot);
});

afterAll(async () => {
  await bot?.stop();
});

const stored = (title: string) => readProblem(bot, title);

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
  const { title, again } = ABOUT[platform as keyof typeof ABOUT];

  beforeAll(() => {
    person = drive(bot);
  });

  it('raises one in a line, asks agencies, and its card stands in the channel', async () => {
    const answer = await person.command(`problem ${title} #safe #well, ask Police and Health`);
    expect(answer.isPrivate).toBe(true);
    expect(answer.words).toMatch(/NP-\d+ is raised/);
    expect(answer.words).toContain('Asked: Police, Health');
    const card = await cardOf(person, title);
    expect(card.words).toContain('Scanning');
    expect(card.words).toContain('nobody yet');
    const problem = await stored(title);
    expect(problem).toMatchObject({ state: 'SCANNING', outcomes: ['SAFE', 'WELL'], ownerId: null });
    expect(
      problem.agencies
        .filter((part) => part.state === 'ASKED')
        .map((part) => part.agency.shortName)
        .sort(),
    ).toEqual(['Health', 'Police']);
  });

  it('shows what is alike before raising, and joining adds the words to it', async () => {
    const problem = await stored(title);
    const question = await person.command(`problem ${again} again #safe`);
    expect(question.words).toContain('Is it this one?');
    expect(question.words).toContain(`NP-${problem.number}`);
    const joined = await person.press(question, `It is NP-${problem.number}: join it`);
    expect(joined.words).toContain('Your words are added');
    const after = await stored(title);
    expect(after.reports).toBe(problem.reports + 1);
    expect(after.events.map((event) => event.kind)).toContain('REPORTED_AGAIN');
    expect(after.events.find((event) => event.kind === 'REPORTED_AGAIN')?.text).toContain(again);
    expect(await bot.database.prisma.problem.count({ where: { title: { contains: again } } })).toBe(0);
  });

  it('says what of a line did nothing', async () => {
    const first = await person.command(
      `problem Bollards by the ${person.platform} school knocked over every night #safe, ask Unicorns`,
    );
    const raised = first.words.startsWith('Is it') ? await person.press(first, 'Not the same') : first;
    expect(raised.words).toContain('I know no agency "Unicorns", so nobody was asked');
    const asked = await person.command(
      `problem Puddle before ${person.platform} surgery door to be drained by Friday 4 December #safe`,
    );
    const dated = asked.words.startsWith('Is it') ? await person.press(asked, 'Not the same') : asked;
    expect(dated.words).toMatch(/"by Friday 4 December" stands in its words and reminds nobody/);
    const both = await person.command(
      `problem Kerb crumbling at the ${person.platform} bakery #safe, ask Fire by Friday 4 December`,
    );
    const two = both.words.startsWith('Is it') ? await person.press(both, 'Not the same') : both;
    expect(two.words).toContain('Asked: Fire');
    expect(two.words).toMatch(/"by Friday 4 December" stands in its words and reminds nobody/);
  });

  it('raises it all the same when the person says that it is not the same', async () => {
    const question = await person.command(`problem ${again} on ${platform} #safe`);
    const raised = await person.press(question, 'Not the same');
    expect(raised.words).toMatch(/NP-\d+ is raised/);
  });

  it('asks a vague one what, where and when; one tap raises it as it is', async () => {
    const question = await person.command('problem ASB #safe');
    expect(question.words).toContain('What happens there, where and when?');
    const form = await person.pressForForm(question, 'Say it');
    expect(form.fields['title']?.value).toBe('ASB');
    const saved = await sent(
      person.submit(form, {
        title: `Vaping at the ${platform} bandstand after school`,
        outcomes: ['SAFE'],
        place: 'The bandstand',
      }),
    );
    expect(saved.words).toMatch(/NP-\d+ is raised|Is it/);
  });

  it('asks for the outcome with one tap, and stops at personal data', async () => {
    const question = await person.command(`problem Overgrown brambles across the ${platform} path by the surgery`);
    expect(question.words).toContain('Which outcome is it about?');
    expect((await person.press(question, 'Safe')).words).toMatch(/NP-\d+ is raised|Is it/);
    const stop = await person.command(`problem Call 07700 900123 about noise in ${platform} flats at night #safe`);
    expect(stop.words).toContain('Not saved');
    expect(stop.words).toContain('a phone number');
    expect(JSON.stringify(stop)).not.toContain('900123');
    const everything = JSON.stringify([
      await bot.database.prisma.draft.findMany(),
      await bot.database.prisma.eventReceipt.findMany(),
      await bot.database.prisma.problem.findMany(),
    ]);
    expect(everything).not.toContain('900123');
  });

  it('refuses a form that lacks something, keeps what was typed, and takes a whole story for a title', async () => {
    const form = await person.openForm('problem');
    const story = `The ${platform} market square floods. ${'Water comes up through the drains and shops close early. '.repeat(12)}`;
    const open = await refused(person.submit(form, { title: story, outcomes: [] }));
    expect(open.errors.join(' ')).toContain('choose at least one outcome');
    const asked = await sent(person.submit(open, { title: story, outcomes: ['RESOURCES'] }));
    const saved = asked.words.includes('Is it') ? await person.press(asked, 'Not the same') : asked;
    expect(saved.words).toContain(`The ${platform} market square floods`);
    const problem = await stored(`The ${platform} market square floods`);
    expect(problem.title.length).toBeLessThanOrEqual(200);
    expect(problem.what).toContain('shops close early');
  });

  it('is never refused by the platform', () => {
    expect(person.complaints()).toEqual([]);
  });
});

it('what problems are about is told anew, once, when the thesaurus has grown', async () => {
  const { prisma } = bot.database;
  const problem = await prisma.problem.findFirstOrThrow({ where: { concepts: { isEmpty: false } } });
  const forget = () => prisma.problem.update({ where: { id: problem.id }, data: { concepts: [] } });
  // What the clock asks for at its own hour has been done, so that it does not do it meanwhile.
  await tellConceptsAnew(prisma, bot.clock.now);
  await forget();
  expect(await tellConceptsAnew(prisma, bot.clock.now, 'one')).toBeGreaterThan(0);
  const told = await prisma.problem.findUniqueOrThrow({ where: { id: problem.id } });
  expect(told).toEqual(problem);
  await forget();
  expect(await tellConceptsAnew(prisma, bot.clock.now, 'one')).toBe(0);
  expect(await tellConceptsAnew(prisma, bot.clock.now, 'two')).toBe(1);
});
