// The states of a problem: one table, from which the code, the cards and the diagram in docs/ follow; and whatever is
// pressed in whatever order leaves a valid problem.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { mayMove, OPEN_STATES, REOPENS_AS, STATES, stateDiagram, stateOf } from '../../src/features/problems/states.ts';
import { ROOT } from '../../src/process/paths.ts';
import { startTestBot, type TestBot } from '../support/bot.ts';

let bot: TestBot;

beforeAll(async () => {
  bot = await startTestBot();
});

afterAll(async () => {
  await bot?.stop();
});

it('the diagram in docs/problem-states.md is that of the table', () => {
  expect(
    readFileSync(join(ROOT, 'docs', 'problem-states.md'), 'utf8'),
    'docs/problem-states.md is stale: npm run manifests',
  ).toContain(stateDiagram());
});

it('goes forward one step at a time, back to any earlier step, and reopens into one', () => {
  for (const [index, from] of OPEN_STATES.entries()) {
    for (const [place, to] of OPEN_STATES.entries())
      expect(mayMove(from, to), `${from} to ${to}`).toBe(place === index + 1 || place < index);
    expect(mayMove('CLOSED', from)).toBe(from === REOPENS_AS);
    expect(STATES[from].results).toContain('HANDED_OVER');
  }
  expect(stateOf('resp')).toBe('RESPONSE');
  expect(stateOf('xy')).toBeUndefined();
});

const MOVES = [
  'join',
  'leave',
  'take',
  'analysis',
  'response',
  'assessment',
  'scanning',
  'close resolved',
  'close handed over',
  'close',
  'reopen',
  'ask Fire',
  'note Seen it again',
  'give @Tom',
];
const PEOPLE = ['maya-okonjo', 'tom-hartshorn', 'priya-sandhar', 'gwen-tolliver'];

let last = 1000;

/** The console's own request, without looking at what it shows. */
async function say(as: string, words: string): Promise<void> {
  const response = await fetch(`${bot.url}/console/act`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id: crypto.randomUUID(), as, in: 'new-parks', kind: 'say', words }),
  });
  const { said } = (await response.json()) as { said?: string };
  expect(said, `${as}: ${words}`).not.toMatch(/^Something went wrong/);
}

it('any sequence of moves by anybody leaves a valid problem, and a timeline that tells how it came there', async () => {
  const { prisma } = bot.database;
  await fc.assert(
    fc.asyncProperty(
      fc.uuid(),
      fc.array(fc.tuple(fc.constantFrom(...PEOPLE), fc.constantFrom(...MOVES)), { minLength: 3, maxLength: 14 }),
      async (mark, moves) => {
        const {
          id: raiserId,
          agencyId,
          partnershipId,
          memberships,
        } = await prisma.person.findFirstOrThrow({
          where: { name: 'Maya Okonjo' },
          include: { memberships: true },
        });
        last += 1;
        const number = last;
        await prisma.problem.create({
          data: {
            partnershipId,
            zoneId: memberships[0]?.zoneId ?? '',
            number,
            title: `Thing ${mark}`,
            raiserId,
            agencyId,
            outcomes: ['SAFE'],
          },
        });
        for (const [who, what] of moves) await say(who, `/pz problem NP-${number} ${what}`);
        const problem = await prisma.problem.findFirstOrThrow({
          where: { title: { contains: mark } },
          include: { events: { orderBy: { id: 'asc' } }, agencies: true },
        });
        expect(problem.state === 'CLOSED').toBe(problem.result !== null);
        expect(problem.state === 'CLOSED').toBe(problem.closedAt !== null);
        expect(problem.version).toBeGreaterThanOrEqual(1);
        // The events alone lead to the same state and owner.
        let state = 'SCANNING';
        let closed = false;
        for (const event of problem.events) {
          const details = event.details as { from?: string; to?: string };
          if (event.kind === 'ADVANCED' || event.kind === 'WENT_BACK') {
            expect(details.from).toBe(state);
            expect(closed).toBe(false);
            state = details.to ?? '';
          }
          if (event.kind === 'CLOSED') closed = true;
          if (event.kind === 'REOPENED') {
            closed = false;
            state = REOPENS_AS;
          }
        }
        expect(closed ? 'CLOSED' : state).toBe(problem.state);
        const taker =
          problem.events.findLast((event) => event.kind === 'TAKEN' || event.kind === 'HANDED_OVER')?.personId ?? null;
        expect(problem.ownerId).toBe(taker);
        const reached = problem.events.some((event) => (event.details as { to?: string }).to === 'RESPONSE');
        if (reached) expect(problem.events.some((event) => event.kind === 'STEP')).toBe(true);
      },
    ),
    { numRuns: 12 },
  );
}, 60_000);
