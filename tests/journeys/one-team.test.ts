// One team, many chats: a problem that three platforms work on at once.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestBot, type TestBot } from '../support/bot.ts';
import { consoleDriver } from '../support/drivers/console.ts';
import { slackDriver } from '../support/drivers/slack.ts';
import { cardOf, gather, numberOf, readProblem, wholeStory } from '../support/story.ts';
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

describe('one team, many chats', () => {
  it('raises on Slack, takes on Teams, acts from the console, closes: all three see one truth, and the timeline tells it', async () => {
    const title = 'Broken benches round the bandstand';
    const { slack, teams, desk, reference } = await wholeStory(bot, title);
    for (const person of [slack, teams, desk]) {
      const card = await until(`the closed card on ${person.platform}`, async () =>
        (await person.channel()).find((seen) => seen.words.includes(title) && seen.words.includes('Closed: reduced')),
      );
      expect(card.words).toContain('Housing');
      expect(card.words).toContain('You (teams)');
      expect(
        (await person.channel()).filter((seen) => seen.words.includes(title) && seen.words.includes('State')),
      ).toHaveLength(1);
      await until(`thanks in the thread on ${person.platform}`, async () =>
        (await person.thread(card)).some((seen) => seen.words.includes('Thank you')),
      );
    }
    await until('thanks to the raiser', async () =>
      (await slack.inbox()).some((seen) => seen.words.includes('Thank you')),
    );
    const timeline = await desk.command(`problem ${reference} timeline`);
    const later = timeline.buttons.some((button) => button.label === 'Later')
      ? await desk.press(timeline, 'Later')
      : { words: '' };
    expect(`${timeline.words} ${later.words}`).toMatch(
      /raised it.*joined.*took it.*added an action.*Analysis.*Response.*Assessment.*closed it as reduced/,
    );
    expect([...slack.complaints(), ...teams.complaints()]).toEqual([]);
  });

  it('answers a closed problem with what can be done, and reopening keeps the history', async () => {
    const desk = consoleDriver(bot);
    const reference = `NP-${(await stored('Broken benches round the bandstand')).number}`;
    for (const words of ['take', 'analysis', 'ask Fire'])
      expect((await desk.command(`problem ${reference} ${words}`)).words).toContain('It is closed');
    expect((await desk.command(`action Paint them @Maya by Friday for ${reference}`)).words).toContain('is closed');
    const open = await desk.command(`problem ${reference} reopen`);
    expect(open.words).toContain('Reopened, in Analysis');
    const problem = await stored('Broken benches round the bandstand');
    expect(problem.events.map((event) => event.kind)).toEqual(expect.arrayContaining(['CLOSED', 'REOPENED']));
  });

  it('hands over only when the receiver accepts', async () => {
    const [desk, gwen] = [consoleDriver(bot, 'tom-hartshorn'), consoleDriver(bot, 'gwen-tolliver', 'dm:gwen-tolliver')];
    const reference = numberOf(await desk.command('problem Potholes all along Sycamore Close #safe'));
    await desk.command(`problem ${reference} take`);
    expect((await desk.command(`problem ${reference} give @Idris`)).words).toContain('is not in New Parks');
    expect((await desk.command(`problem ${reference} give @Gwen`)).words).toContain('Offered to Gwen Tolliver');
    expect((await stored('Potholes all along')).offeredToId).not.toBeNull();
    const offer = await until('the offer', async () =>
      (await gwen.inbox()).find((seen) => seen.words.includes('Will you take it?') && seen.words.includes(reference)),
    );
    expect((await gwen.press(offer, 'Accept')).words).toContain('It is yours now');
    const owner = await bot.database.prisma.person.findFirstOrThrow({ where: { name: 'Gwen Tolliver' } });
    expect((await stored('Potholes all along')).ownerId).toBe(owner.id);
  });

  it('posts a card that somebody has deleted again at the next change', async () => {
    const slack = slackDriver(bot);
    const title = 'Rats around the bin stores at Beech Court';
    const reference = numberOf(await slack.command(`problem ${title} #well`));
    const card = await cardOf(slack, title);
    const post = bot.slack.posts.find((entry) => entry.ts === card.id);
    if (post !== undefined) post.deleted = true;
    await slack.command(`problem ${reference} note Bait boxes are down`);
    const again = await cardOf(slack, title);
    expect(again.id).not.toBe(card.id);
  });

  it('is one effect and forty-nine answers when fifty press one button at once', async () => {
    const title = 'Seagulls at the takeaways on Castle Street';
    const raiser = consoleDriver(bot);
    const reference = numberOf(await raiser.command(`problem ${title} #well`));
    const team = [
      'maya-okonjo',
      'tom-hartshorn',
      'priya-sandhar',
      'ellis-brandreth',
      'gwen-tolliver',
      'jonah-pettifer',
      'saira-lockwood',
      'callum-weatherby',
      'rosa-quillfeather',
    ];
    const card = await cardOf(raiser, title);
    const press = card.buttons.find((button) => button.label === 'Take it')?.raw;
    const answers = await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        const response = await fetch(`${bot.url}/console/act`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({
            id: crypto.randomUUID(),
            as: team[index % team.length],
            in: 'new-parks',
            kind: 'press',
            ...press,
          }),
        });
        return (await response.json()) as { said?: string };
      }),
    );
    const problem = await stored(title);
    expect(problem.events.filter((event) => event.kind === 'TAKEN')).toHaveLength(1);
    expect(answers.filter((answer) => answer.said?.startsWith('It is yours now'))).toHaveLength(1);
    for (const answer of answers) expect(answer.said).toMatch(/^(?:It is yours now|It is yours already|.* has it): /);
    expect(problem.ownerId).not.toBeNull();
    expect((await raiser.command(`problem ${reference}`)).words).toContain('Scanning');
  });

  it('never shows what somebody may not see, and tells champions of a chance across zones', async () => {
    const np = consoleDriver(bot, 'maya-okonjo', 'new-parks');
    const cv = consoleDriver(bot, 'idris-fallowell', 'coalville');
    const raised = await np.command('problem E-scooters on the pavement by the war memorial #safe');
    expect(raised.words).toMatch(/NP-\d+ is raised/);
    const other = await cv.command('problem Electric scooters riding on the pavement at the memorial #safe');
    expect(other.words).toMatch(/CV-\d+ is raised/);
    expect(other.words).not.toContain('NP-');
    expect((await cv.command(`problem ${numberOf(raised)}`)).words).toContain('or it is not yours to see');
    const ruth = consoleDriver(bot, 'ruth-kesteven', 'dm:ruth-kesteven');
    await until('the chance', async () =>
      (await ruth.inbox()).some((seen) => seen.words.includes('A chance to work across zones')),
    );
  });
});
