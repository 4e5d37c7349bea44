// A pulse: asked without names on every platform and on a page for residents; only counts are kept, and only from five on.

import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closePulses } from '../../src/features/measures/index.ts';
import { createSeals } from '../../src/house/seals.ts';
import { SECRET_KEY, startTestBot, type TestBot } from '../support/bot.ts';
import { consoleDriver } from '../support/drivers/console.ts';
import { slackDriver } from '../support/drivers/slack.ts';
import { teamsDriver } from '../support/drivers/teams.ts';
import { type Driver, isForm, type Seen } from '../support/seen.ts';
import { gather } from '../support/story.ts';
import { until } from '../support/until.ts';

const SEALS = createSeals(SECRET_KEY);
let bot: TestBot;
let slack: Driver;
let teams: Driver;
let desk: Driver;
let member: Driver;
let others: Driver[];

beforeAll(async () => {
  bot = await startTestBot({ scheduled: false });
  await gather(bot);
  bot.clock.now = new Date('2026-11-24T10:00:00Z');
  [slack, teams, desk] = [slackDriver(bot), teamsDriver(bot), consoleDriver(bot)];
  const { prisma } = bot.database;
  const team = await prisma.person.findMany({
    where: {
      active: true,
      memberships: { some: { zone: { code: 'NP' } } },
      identities: { some: { platform: 'console' } },
    },
    include: { identities: { where: { platform: 'console' } } },
    orderBy: { name: 'asc' },
    take: 6,
  });
  member = consoleDriver(bot, 'priya-sandhar');
  others = team.map(({ identities }) => consoleDriver(bot, identities[0]?.user ?? ''));
});
afterAll(async () => {
  await bot?.stop();
});

const inChannel = (person: Driver, ...words: string[]): Promise<Seen> =>
  until(`${words.join(', ')} in ${person.platform}`, async () =>
    (await person.channel()).find((card) => words.every((each) => card.words.includes(each))),
  );

describe('asked of the team', () => {
  it('is begun by a lead, once, and stands in every place', async () => {
    const choices = await slack.command('measure pulse');
    expect(choices.words).toContain('A pulse of New Parks');
    expect((await member.command('measure pulse safe team')).words).toContain('Only a lead of New Parks');
    expect((await slack.press(choices, 'Safety: the team')).words).toContain('Asked: Do we feel safer?');
    for (const person of [slack, teams, desk])
      expect(
        (await inChannel(person, 'walking alone in this area after dark')).buttons.map(({ label }) => label),
      ).toEqual(expect.arrayContaining(['Very safe', 'Fairly safe', 'A bit unsafe', 'Very unsafe', 'Close it now']));
    expect((await slack.command('measure pulse safe team')).words).toContain('It is being asked already, until');
    expect((await slack.command('measure pulse safe team for 90 days')).words).toContain('From 1 to 60 days');
  });

  it('counts everybody once, tells nobody’s answer, and shows nothing before five', async () => {
    const card = await inChannel(teams, 'after dark');
    expect((await teams.press(card, 'Very safe')).words).toContain('Counted. Thank you');
    expect((await teams.press(card, 'Very unsafe')).words).toContain('You have answered already');
    await slack.press(await inChannel(slack, 'after dark'), 'Fairly safe');
    const seen = await inChannel(slack, '2 have answered');
    expect(seen.words).not.toMatch(/of 2|Very safe: /);
    const { prisma } = bot.database;
    const stored = JSON.stringify([
      await prisma.auditEntry.findMany({ where: { recordType: 'pulse' } }),
      await prisma.eventReceipt.findMany({ where: { handler: 'pulse.answer' } }),
    ]);
    expect(stored).not.toMatch(/"answer"|Very safe|Fairly safe/);
  });

  it('tells nothing to a reader of the database, who knows which rows were written together', async () => {
    const { pool } = bot.database;
    const { rows: tables } = await pool.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
    );
    const { rows: ballots } = await pool.query('SELECT xmin::text AS written, sealed FROM pulse_ballot');
    expect(ballots).toHaveLength(2);
    expect(await bot.database.prisma.pulseCount.count()).toBe(0);
    const beside: string[] = [];
    for (const { written } of ballots) {
      const rows: string[] = [];
      for (const { name } of tables) {
        const found = await pool.query(`SELECT * FROM "${name}" WHERE xmin::text = $1`, [written]);
        rows.push(...found.rows.map((row) => `${name} ${JSON.stringify(row)}`));
      }
      expect(rows.some((row) => row.startsWith('pulse_ballot'))).toBe(true);
      beside.push(rows.filter((row) => !row.startsWith('pulse_ballot')).join('\n'));
    }
    // One said "Very safe", the other "Fairly safe": nothing that was written with it differs but who, where and when.
    for (const words of beside) expect(words).not.toMatch(/[Vv]ery safe|[Ff]airly safe|"answer"|"safe":/);
    expect(new Set(ballots.map(({ sealed }) => sealed.length)).size).toBe(1);
    for (const { sealed } of ballots) {
      expect(SEALS.open('another pulse', sealed)).toBeUndefined();
      expect(createSeals('another key of more than thirty-two letters').open('', sealed)).toBeUndefined();
    }
    const marks = JSON.stringify(await bot.database.prisma.pulseBallot.findMany({ select: { mark: true } }));
    for (const { id } of await bot.database.prisma.person.findMany()) {
      expect(marks).not.toContain(id);
      expect(marks).not.toContain(createHash('sha256').update(id).digest('base64url'));
    }
  });

  it('closes by the clock, once; its counts become a reading, and who has answered is thrown away', async () => {
    for (const [index, person] of others.entries())
      await person.press(await inChannel(person, 'after dark'), index < 2 ? 'Fairly safe' : 'A bit unsafe');
    bot.clock.now = new Date('2026-12-01T10:00:01Z');
    const { prisma } = bot.database;
    await Promise.all([closePulses(prisma, SEALS, bot.clock.now), closePulses(prisma, SEALS, bot.clock.now)]);
    await closePulses(prisma, SEALS, bot.clock.now);
    const answered = 2 + others.length;
    for (const person of [slack, teams, desk])
      await inChannel(person, `4 of ${answered} feel very or fairly safe`, 'It is over');
    expect(await prisma.pulseBallot.count()).toBe(0);
    const readings = await prisma.measureReading.findMany({ where: { source: 'pulse' }, include: { measure: true } });
    expect(readings).toMatchObject([
      { value: 4, base: answered, personId: null, measure: { key: 'safe-team', period: 'WAVE' } },
    ]);
    // What is left was written when it closed, together: no answer stands beside a voter's moment.
    const { rows: joined } = await bot.database.pool.query(
      `SELECT r.key FROM event_receipt r JOIN pulse_count c ON r.xmin = c.xmin`,
    );
    expect(joined).toEqual([]);
    expect((await slack.command('measure show safe-team')).words).toContain('The first wave');
    expect((await slack.command('measure pulse safe team')).words).toContain('It was asked this month');
    expect((await slack.command('measure safe-team 2026-10 = 2 of 40')).words).toContain(
      'nobody types over what people',
    );
  });

  it('the four questions on well-being come as a form; fewer than five answers are hidden and not kept', async () => {
    expect((await slack.command('measure pulse wellbeing team for 3 days')).words).toContain('How are we?');
    const card = await inChannel(teams, 'Four questions on how you are');
    const form = await teams.pressForForm(card, 'Answer');
    expect(
      Object.values(form.fields)
        .map(({ label }) => label)
        .join(' '),
    ).toContain('how satisfied are you with your life');
    const nothing = await teams.submit(form, {});
    expect(isForm(nothing) && nothing.errors.join()).toContain('Please choose an answer');
    const counted = await teams.submit(form, { satisfied: '8', anxious: '2' });
    expect(!isForm(counted) && counted.words).toContain('Counted');
    const outsider = consoleDriver(bot, 'newcomer');
    const refused = await outsider.press(
      await inChannel(slack, 'Four questions')
        .then((seen) => seen)
        .then(() => inChannel(desk, 'Four questions')),
      'Close it now',
    );
    expect(refused.words).not.toContain('Closed');
    expect((await slack.press(await inChannel(slack, 'Four questions'), 'Close it now')).words).toContain(
      'Closed: How are we?',
    );
    await inChannel(desk, 'How are we?', 'Fewer than 5 answered');
    expect(await bot.database.prisma.pulseCount.count({ where: { pulse: { kind: 'WELLBEING' } } })).toBe(0);
    expect(await bot.database.prisma.measureReading.count({ where: { source: 'pulse' } })).toBe(1);
    expect([...slack.complaints(), ...teams.complaints()]).toEqual([]);
  });
});

describe('asked of residents', () => {
  const linkIn = async (label: string) => {
    const { prisma } = bot.database;
    const card = await prisma.consoleMessage.findFirstOrThrow({
      where: { content: { path: ['card', 'summary'], string_contains: 'pulse of residents' } },
    });
    const found = [
      ...JSON.stringify(card.content).matchAll(
        /"text":"([^"]*)"[^}]*?"url":"([^"]*)"|"url":"([^"]*)"[^}]*?"text":"([^"]*)"/g,
      ),
    ]
      .map(([, a, b, c, d]) => ({ text: a ?? d ?? '', url: b ?? c ?? '' }))
      .find(({ text }) => text.includes(label));
    return found?.url ?? '';
  };
  const send = (url: string, fields: Record<string, string>) =>
    fetch(url, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });

  it('has a poster with a code, and a page that counts each form once', async () => {
    expect((await slack.command('measure pulse safe residents')).words).toContain('A pulse of residents of New Parks');
    await inChannel(desk, 'pulse of residents');
    const poster = await fetch(await linkIn('poster'));
    expect(await poster.text()).toMatch(/<svg[\s\S]*Point|Point[\s\S]*<svg/);
    const url = await linkIn('open the page');
    const page = await fetch(url);
    const markup = await page.text();
    expect(page.headers.get('set-cookie')).toBeNull();
    expect(page.headers.get('content-security-policy')).toContain("form-action 'self'");
    expect(markup).toContain('How safe do you feel walking alone in this area after dark?');
    const once = /name="once" value="([^"]+)"/.exec(markup)?.[1] ?? '';
    expect(await (await send(url, { once })).text()).toContain('Please choose an answer');
    expect(await (await send(url, { once, safe: '9' })).text()).toContain('Please choose an answer');
    for (let time = 0; time < 3; time += 1)
      expect(await (await send(url, { once, safe: '1' })).text()).toContain('Thank you');
    const others = await Promise.all(
      ['2', '3', '4', '1'].map(async (safe) => {
        const own = /name="once" value="([^"]+)"/.exec(await (await fetch(url)).text())?.[1] ?? '';
        return (await send(url, { once: own, safe })).status;
      }),
    );
    expect(others).toEqual([200, 200, 200, 200]);
    await inChannel(desk, 'pulse of residents', '5 have answered');
    expect((await send(url.replace(/sig=.{4}/, 'sig=AAAA'), { once, safe: '1' })).status).toBe(404);
    await slack.press(await inChannel(slack, 'pulse of residents'), 'Close it now');
    await inChannel(desk, '3 of 5 feel very or fairly safe');
    expect(await (await send(url, { once: crypto.randomUUID(), safe: '1' })).text()).toContain('no longer counted');
    expect(await (await fetch(url)).text()).toContain('This is over');
  });
});

describe('what is drawn in from beyond the team', () => {
  it.each([
    [
      'Slack',
      () => slack,
      'problem NP-4 drew three dozen hours payback, six people',
      '36 hours, 6 people (community payback)',
    ],
    ['Teams', () => teams, 'problem NP-4 drew £500 grant', '£500 (grant)'],
    [
      'the console',
      () => desk,
      'problem NP-4 drew 4.5 hours university volunteers',
      '4.5 hours (university volunteering)',
    ],
  ] as const)('is kept in a line on %s, taken back, and stands in the timeline', async (_name, of, typed, words) => {
    const person = of();
    const kept = await person.command(typed);
    expect(kept.words).toContain(words);
    expect((await person.press(kept, 'Take it back')).words).toContain('Taken back');
    expect((await person.command(typed)).words).toContain(words);
    expect((await person.command('problem NP-4 timeline')).words).toContain(`drew in: ${words}`);
  });

  it('needs a kind and an amount, in a line as in the form', async () => {
    expect((await slack.command('problem NP-4 drew -5 hours payback')).words).toContain('has a minus in it');
    expect((await slack.command('problem NP-4 drew 3 or 4 hours payback')).words).toContain(
      '"3 or 4": which of the two?',
    );
    expect((await slack.command('problem NP-4 drew lots')).words).toContain('Say what and how much');
    expect((await slack.command('problem NP-4 drew 0 hours payback')).words).toContain('from 1 to');
    const more = await slack.press(await slack.command('problem NP-4'), 'More…');
    const form = await slack.pressForForm(more, 'Drawn in');
    const empty = await slack.submit(form, { kind: 'EMPLOYER' });
    if (!isForm(empty)) throw new Error(empty.words);
    expect(empty.errors.join()).toContain('Please give hours, people or pounds');
    const kept = await slack.submit(empty, { kind: 'EMPLOYER', hours: 12 });
    expect(!isForm(kept) && kept.words).toContain('12 hours (employers’ volunteering)');
  });

  it('is reckoned by the month, as are initiatives that residents lead', async () => {
    const made = await slack.command('idea Wildflower corner by the shops, led by residents');
    expect(made.words).toMatch(/Led by ?:? residents/);
    await slack.press(made, 'Adopt here');
    bot.clock.now = new Date('2027-01-05T10:00:00Z');
    expect((await slack.command('measure show hours')).words).toContain('52.5 in December 2026');
    expect((await slack.command('measure show initiatives')).words).toContain('1 in October to December 2026');
  });
});
