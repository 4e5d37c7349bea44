// What only shows is drawn once for as long as nothing changes, and never shown a moment longer: whoever changes it, by whatever way.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Act } from '../../src/chat/act.ts';
import { rememberAnswers } from '../../src/chat/asked-again.ts';
import type { Resolved } from '../../src/chat/house.ts';
import { privately, type Reply } from '../../src/chat/replies.ts';
import { onlyShows } from '../../src/chat/take-apart.ts';
import { newId } from '../../src/database/ids.ts';
import { createState } from '../../src/database/state.ts';
import { productRegistry } from '../../src/features/index.ts';
import { startTestBot, type TestBot } from '../support/bot.ts';
import { slackDriver } from '../support/drivers/slack.ts';
import { SLACK_TEAM, slackId } from '../support/ids.ts';
import type { Driver } from '../support/seen.ts';
import { statementsOf } from '../support/statements.ts';

const MEMBER = slackId('U', 'priya');

let bot: TestBot;
let lead: Driver;
let member: Driver;
beforeAll(async () => {
  // Nothing that the clock or the courier writes falls between two askings.
  bot = await startTestBot({ scheduled: false, sending: false });
  const { prisma } = bot.database;
  const { id: personId, partnershipId } = await prisma.person.findFirstOrThrow({ where: { name: 'Priya Sandhar' } });
  await prisma.chatIdentity.create({
    data: { id: newId(), partnershipId, personId, platform: 'slack', tenant: SLACK_TEAM, user: MEMBER, name: 'Priya' },
  });
  lead = slackDriver(bot);
  member = slackDriver(bot, MEMBER);
  for (const each of [lead, member]) await each.command('help');
});
afterAll(async () => {
  await bot?.stop();
});

const asked = async (person: Driver, line: string) => JSON.stringify(await person.command(line));

/** Asked until it is remembered, if it ever is: others write on this PostgreSQL, too. */
async function remembered(person: Driver, line: string): Promise<string> {
  for (let times = 0; times < 5; times += 1) await person.command(line);
  return asked(person, line);
}

describe('what only shows', () => {
  it('is drawn anew when another process has changed something', async () => {
    const { prisma } = bot.database;
    const before = await remembered(lead, 'problem NP-1');
    expect(before).not.toContain('Known by another title');
    // Past all that this process does: another replica, an import, whoever has the database.
    const problem = await prisma.problem.findFirstOrThrow({ where: { number: 1, zone: { code: 'NP' } } });
    await prisma.$executeRaw`UPDATE problem SET title = 'Known by another title' WHERE id = ${problem.id}::uuid`;
    expect(await asked(lead, 'problem NP-1')).toContain('Known by another title');
    await prisma.$executeRaw`UPDATE problem SET title = ${problem.title} WHERE id = ${problem.id}::uuid`;
    expect(await asked(lead, 'problem NP-1')).toContain(problem.title);
  });

  it('is drawn anew when what was under way at its drawing is committed', async () => {
    const { pool, prisma } = bot.database;
    const problem = await prisma.problem.findFirstOrThrow({ where: { number: 1, zone: { code: 'NP' } } });
    const other = await pool.connect();
    try {
      await other.query('BEGIN');
      await other.query(`UPDATE problem SET title = 'Written slowly' WHERE id = $1`, [problem.id]);
      expect(await remembered(lead, 'problem NP-1')).not.toContain('Written slowly');
      await other.query('COMMIT');
      expect(await asked(lead, 'problem NP-1')).toContain('Written slowly');
    } finally {
      other.release();
      await prisma.problem.update({ where: { id: problem.id }, data: { title: problem.title } });
    }
  });

  it('is each person’s own', async () => {
    const mine = await remembered(lead, 'me');
    const theirs = await remembered(member, 'me');
    expect(theirs).not.toBe(mine);
    expect(await asked(lead, 'me')).toBe(mine);
  });

  it('is not shown any more to somebody who may no longer see it', async () => {
    const { prisma } = bot.database;
    await remembered(member, 'problem list zone');
    const { id } = await prisma.person.findFirstOrThrow({ where: { name: 'Priya Sandhar' } });
    await prisma.person.update({ where: { id }, data: { active: false } });
    try {
      const after = await asked(member, 'problem list zone');
      expect(after).not.toContain('NP-1');
    } finally {
      await prisma.person.update({ where: { id }, data: { active: true } });
    }
  });

  it('and what was changed by the words themselves is changed each time', async () => {
    for (const hours of ['09:00-16:00', '09:00-16:30']) {
      await member.command(`nudge hours ${hours}`);
      expect(await asked(member, 'nudge')).toContain(hours.split('-')[1]);
    }
  });
});

describe('an answer', () => {
  const directory = { zones: [], agencies: [] };
  const known = { placeZoneId: 'here' } as unknown as Resolved;
  const act = (words: string, at = '2026-11-26T10:00:00Z', from = 'maya') =>
    ({
      partnership: { id: 'p' },
      directory,
      now: new Date(at),
      incoming: { requestId: newId(), key: newId(), sender: { user: from }, what: { kind: 'command', words } },
    }) as unknown as Act;

  /** Tells how often it was drawn. */
  function drawing() {
    let state = 'a';
    let drawn = 0;
    const again = rememberAnswers(async () => state);
    return {
      ask: async (given: Act, resolved = known, reply?: Reply) => {
        const before = drawn;
        await again(given, resolved, async () => {
          drawn += 1;
          return reply ?? privately({ summary: `Drawn ${drawn}`, blocks: [] });
        });
        return drawn > before ? 'drawn' : 'remembered';
      },
      becomes: (next: string) => {
        state = next;
      },
    };
  }

  it('is drawn the first two times, and then while the state is the same', async () => {
    const { ask, becomes } = drawing();
    const times = [];
    for (let time = 0; time < 4; time += 1) times.push(await ask(act('zone')));
    expect(times).toEqual(['drawn', 'drawn', 'remembered', 'remembered']);
    becomes('b');
    expect([await ask(act('zone')), await ask(act('zone'))]).toEqual(['drawn', 'remembered']);
  });

  it('belongs to one person, line, minute, and to what was known of who asks', async () => {
    const { ask } = drawing();
    for (let time = 0; time < 3; time += 1) await ask(act('zone'));
    expect(await ask(act('zone', undefined, 'priya'))).toBe('drawn');
    expect(await ask(act('zone map'))).toBe('drawn');
    expect(await ask(act('zone'), { ...known })).toBe('drawn');
    expect(await ask(act('zone', '2026-11-26T10:00:59Z'), known)).toBe('drawn');
    expect(await ask(act('zone', '2026-11-26T10:00:59Z'), known)).toBe('remembered');
    expect(await ask(act('zone', '2026-11-26T10:01:00Z'), known)).toBe('drawn');
  });

  it('that is no card is made each time', async () => {
    const { ask } = drawing();
    for (let time = 0; time < 4; time += 1) expect(await ask(act('log'), known, { kind: 'nothing' })).toBe('drawn');
  });

  it('that changed while it was drawn is not given again', async () => {
    let state = 1;
    let drawn = 0;
    const again = rememberAnswers(async () => String(state));
    const ask = () =>
      again(act('zone'), known, async () => {
        drawn += 1;
        state += 1; // Somebody else writes meanwhile.
        return privately({ summary: 'Half old', blocks: [] });
      });
    for (let time = 0; time < 4; time += 1) await ask();
    expect(drawn).toBe(4);
  });
});

it('only what shows is remembered: a line that keeps something never is', () => {
  const commands = productRegistry().commands;
  const directory = { zones: [{ id: 'np', name: 'New Parks', code: 'NP' }], agencies: [] };
  const shows = (line: string) => {
    const [, name, rest = ''] = /^(\S+)\s*(.*)$/.exec(line) ?? [];
    const command = commands.find((each) => each.name === name);
    return command !== undefined && onlyShows(command, rest, directory);
  };
  const reading = [
    'zone',
    'zone NP',
    'zone New Parks',
    'me',
    'measure',
    'measure asb',
    'nudge',
    'digest',
    'problem NP-42',
    'problem 5',
    'idea',
    'idea 7',
    'celebrate',
    'celebrate 12',
    'action mine',
    'log list zone',
  ];
  const keeping = [
    'measure asb 2026-W46 = 31',
    'nudge @Sam NP-2',
    'problem',
    'problem NP-42 join',
    'problem Bins 5',
    'idea 7 support',
    'idea 7 days of play',
    'celebrate 12 public',
    'celebrate 40 members',
    'action',
    'log',
    'me away',
    'zone new Elm',
  ];
  expect(reading.filter((line) => !shows(line))).toEqual([]);
  expect(keeping.filter(shows)).toEqual([]);
});

/** Others write on this PostgreSQL, too: between one asking and the next, mostly, they do not. */
const MOST_TRIES = 5000;

describe('the state of the database', () => {
  it('is the same until something is committed', async () => {
    const { prisma, pool } = bot.database;
    const state = createState(prisma);
    let [before, after] = ['', await state()];
    for (let tries = 0; tries < MOST_TRIES && before !== after; tries += 1) [before, after] = [after, await state()];
    expect(after).toBe(before);
    await pool.query(`UPDATE problem SET title = title WHERE number = 1`);
    expect(await state()).not.toBe(after);
  });

  it('is one statement for all who ask at once', async () => {
    const state = createState(bot.database.prisma);
    const sent = await statementsOf(() => Promise.all(Array.from({ length: 50 }, state)));
    // The first goes at once, all who came meanwhile share the next.
    expect(sent.length).toBeLessThanOrEqual(2);
  });
});
