// Processes that die under load: what was acknowledged is there, once.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Killable, killableBots } from '../support/killable.ts';
import { until } from '../support/until.ts';

/** `KILLS=20 npm test` takes its time. */
const KILLS = Number(process.env['KILLS'] ?? 4);
const AT_ONCE = 8;

let bots: Killable;

beforeAll(async () => {
  bots = await killableBots();
});
afterAll(() => bots?.close());

it(`loses nothing that was acknowledged and stores nothing twice, killed ${KILLS} times`, async () => {
  const acknowledged = new Set<string>();
  const unanswered: string[] = [];
  let count = 0;
  for (let round = 0; round < KILLS; round += 1) {
    const bot = await bots.start();
    let alive = true;
    const typing = async () => {
      while (alive) {
        // Who got no answer sends it again; and now and then a platform sends again what was answered.
        const mark = unanswered.shift() ?? `mark-${count++ % 7 === 6 ? count - 7 : count}-end`;
        if (await bots.log(bot, mark)) acknowledged.add(mark);
        else unanswered.push(mark);
      }
    };
    const load = Array.from({ length: AT_ONCE }, typing);
    const enough = acknowledged.size + 20;
    await until('some answers', () => acknowledged.size >= enough, 20_000);
    alive = false;
    await bot.kill();
    await Promise.all(load);
  }
  const rows = await bots.database.prisma.interaction.findMany({
    where: { text: { contains: 'mark-' } },
    select: { text: true },
  });
  const stored = rows.map(({ text }) => /mark-\d+-end/.exec(text)?.[0] ?? '');
  expect(new Set(stored).size).toBe(stored.length);
  expect([...acknowledged].filter((mark) => !stored.includes(mark))).toEqual([]);
  expect(acknowledged.size).toBeGreaterThan(KILLS * 10);
  // Every log wrote down its answer and its audit entry, and no other.
  expect(
    await bots.database.prisma.auditEntry.count({ where: { action: 'interaction.logged', requestId: { not: null } } }),
  ).toBe(stored.length);
}, 100_000);
