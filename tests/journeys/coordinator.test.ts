// A coordinator's week, counted: how many taps and typed lines each thing takes, as docs/coordinators.md says.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ROOT } from '../../src/process/paths.ts';
import { startTestBot, type TestBot } from '../support/bot.ts';
import { consoleDriver } from '../support/drivers/console.ts';
import { slackDriver } from '../support/drivers/slack.ts';
import { slackId } from '../support/ids.ts';
import type { Driver, OpenedForm, Seen, Values } from '../support/seen.ts';
import { gather, sent } from '../support/story.ts';
import { until } from '../support/until.ts';

/** With the reading that a tap asks for; and a line, typed on a phone. */
const SECONDS = { tap: 6, line: 20 };

let bot: TestBot;
let desk: Driver;
beforeAll(async () => {
  bot = await startTestBot({ scheduled: false });
  await gather(bot);
  await bot.database.prisma.person.updateMany({
    where: { OR: [{ name: 'Maya Okonjo' }, { name: 'You (slack)' }] },
    data: { roles: ['ADMIN'] },
  });
  desk = consoleDriver(bot, 'maya-okonjo');
});
afterAll(async () => {
  await bot?.stop();
});

/** Counts what one hand does. */
class Hand {
  taps = 0;
  lines = 0;
  async type(words: string): Promise<Seen> {
    this.lines += 1;
    return desk.command(words);
  }
  async tap(card: Seen, label: string): Promise<Seen> {
    this.taps += 1;
    return desk.press(card, label);
  }
  async open(card: Seen, label: string): Promise<OpenedForm> {
    this.taps += 1;
    return desk.pressForForm(card, label);
  }
  /** @param written fields into which words are typed @param chosen fields that are chosen, or left as they stand where they are known */
  async fill(form: OpenedForm, written: Values, chosen: Values = {}): Promise<Seen> {
    this.lines += Object.keys(written).length;
    this.taps += Object.keys(chosen).length + 1;
    return sent(desk.submit(form, { ...written, ...chosen }));
  }
}

type Task = [what: string, work: (hand: Hand) => Promise<Seen>];

const TASKS: Task[] = [
  [
    'read the week, and open a zone that waits',
    async (hand) => hand.tap(await hand.type('zone programme'), 'Coalville'),
  ],
  [
    'let somebody into the team',
    async (hand) => {
      const guest = slackDriver(bot, slackId('U', 'newcomer'));
      const form = await guest.openForm('me join');
      const { prisma } = bot.database;
      const [agency, zone] = [
        await prisma.agency.findFirstOrThrow({ where: { shortName: 'Fire' } }),
        await prisma.zone.findFirstOrThrow({ where: { code: 'NP' } }),
      ];
      await sent(guest.submit(form, { name: 'Robin Hale', role: 'Fire officer', agency: agency.id, zone: zone.id }));
      const card = await until('the request', async () =>
        (await desk.inbox()).find(({ words }) => words.includes('Robin Hale')),
      );
      return hand.tap(card, 'Approve');
    },
  ],
  ['plan the next meeting', (hand) => hand.type('meeting new Thursday 10:00 for 45 min at the library')],
  ['put something on its agenda', (hand) => hand.type('meeting add Winter evenings 10 min')],
  [
    'say how far a step has come',
    async (hand) => {
      const form = await hand.open(await hand.type('zone steps CV'), 'Step 6');
      return hand.fill(form, { evidence: 'Forty entries, five agencies' }, { state: 'DONE' });
    },
  ],
  [
    'say that an entry of the map is still true',
    async (hand) =>
      hand.tap(await hand.type('zone map money advice'), 'Money advice').then((card) => hand.tap(card, 'Still true')),
  ],
  [
    'keep what was heard at a consultation',
    async (hand) => {
      const form = await hand.open(await hand.type('zone voices NP'), 'Add what was heard');
      return hand.fill(form, { title: 'Evening at the hall', residents: 31, themes: 'Lamps\nBuses' });
    },
  ],
  [
    'keep a review',
    async (hand) => {
      const form = await hand.open(await hand.type('zone review NP'), 'Add a review');
      return hand.fill(form, {
        expected: 'Fewer calls',
        did: 'Football twice a week',
        saw: 'Half as many',
        change: 'An evening for girls',
      });
    },
  ],
  [
    'enter a risk',
    async (hand) => {
      const form = await hand.open(await hand.type('zone risks'), 'Enter one');
      return hand.fill(form, { what: 'The library closes at five' }, { likelihood: '3', impact: '2' });
    },
  ],
  [
    'enter an agreement',
    async (hand) => {
      const form = await hand.open(await hand.type('zone agreements'), 'Enter one');
      const { id } = await bot.database.prisma.agency.findFirstOrThrow({ where: { shortName: 'Fire' } });
      return hand.fill(form, {}, { agency: id, until: '2028-02-29' });
    },
  ],
  [
    'hold a place in the team for somebody',
    async (hand) => {
      hand.lines += 1;
      expect((await desk.command('zone invite ann@example.org and bob@example.org')).words).toContain('One at a time');
      const form = await desk.openForm('zone invite');
      const { id } = await bot.database.prisma.agency.findFirstOrThrow({ where: { shortName: 'Health' } });
      return hand.fill(form, { role: 'Health visitor' }, { agency: id });
    },
  ],
  [
    'nominate a problem’s work for payback',
    async (hand) => {
      const raised = await desk.command('problem Railings of the rec are rusty #safe');
      hand.lines += 1;
      const form = await desk.openForm(`zone payback ${/NP-\d+/.exec(raised.words)?.[0] ?? ''}`);
      return hand.fill(form, { place: 'The rec, gate by the school' });
    },
  ],
];

it('a coordinator’s week is as short as its page says', async () => {
  const rows: string[] = [];
  let seconds = 0;
  for (const [what, work] of TASKS) {
    const hand = new Hand();
    await work(hand);
    const each = hand.taps * SECONDS.tap + hand.lines * SECONDS.line;
    seconds += each;
    rows.push(`| ${what} | ${hand.taps} | ${hand.lines} | ${(each / 60).toFixed(1)} |`);
  }
  rows.push(`| all of it once | | | ${Math.round(seconds / 60)} |`);
  const page = readFileSync(join(ROOT, 'docs', 'coordinators.md'), 'utf8');
  const table = page.slice(page.indexOf('|---|---|---|---|\n') + '|---|---|---|---|\n'.length).trim();
  expect(table.split('\n')).toEqual(rows);
  // Of four hours a week the bot asks for less than half of one.
  expect(seconds).toBeLessThan(30 * 60);
  expect(desk.complaints()).toEqual([]);
});
