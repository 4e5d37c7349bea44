// Is a reworded report found, and an unrelated one left alone? Measured on pairs written for it, through the real search.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { ALIKE, alikeness } from '../../src/features/problems/raise/alike.ts';
import { findAlike } from '../../src/features/problems/raise/search.ts';
import { conceptsOf } from '../../src/features/problems/raise/thesaurus.ts';
import { seed } from '../../src/seed/index.ts';
import { NOW } from '../support/bot.ts';
import { openTestDatabase } from '../support/database.ts';
import { FRESH, LABELLED, type Pair } from './pairs.ts';

let database: Database;

beforeAll(async () => {
  database = await openTestDatabase();
  await seed(database.prisma, NOW);
});

afterAll(async () => {
  await database?.close();
});

/** Each known problem stands in a zone, the report is looked for there, the next pair begins anew. */
async function measure(pairs: Pair[]) {
  const { prisma } = database;
  const raiser = await prisma.person.findFirstOrThrow();
  const missed: string[] = [];
  const wrong: string[] = [];
  let found = 0;
  const { partnershipId, agencyId, id: raiserId } = raiser;
  const zone = await prisma.zone.findFirstOrThrow();
  for (const { known, report, same } of pairs) {
    const { id } = await prisma.problem.create({
      data: {
        partnershipId,
        zoneId: zone.id,
        number: 1_000_000,
        title: known,
        raiserId,
        agencyId,
        outcomes: ['SAFE'],
        concepts: conceptsOf(known),
      },
    });
    const near = await findAlike(prisma, { title: report, what: '', place: '', outcomes: ['SAFE'] }, [zone.id], NOW, 3);
    const alike = near.find((entry) => entry.id === id);
    if (alike !== undefined && same) found += 1;
    if (alike !== undefined && !same) wrong.push(`${known} / ${report} (${alike.score.toFixed(2)})`);
    if (alike === undefined && same) missed.push(`${known} / ${report}`);
    await prisma.problem.delete({ where: { id } });
  }
  return { precision: found / (found + wrong.length), recall: found / (found + missed.length), missed, wrong };
}

async function report(which: string, pairs: Pair[]) {
  const measured = await measure(pairs);
  const { precision, recall, missed, wrong } = measured;
  console.log(`${which}: ${pairs.length}, precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}`);
  if (process.env['ALIKE'] !== undefined)
    console.log([...missed.map((pair) => `missed: ${pair}`), ...wrong.map((pair) => `wrong: ${pair}`)].join('\n'));
  return measured;
}

it('finds what is the same and leaves what is not, on the labelled pairs', async () => {
  const { precision, recall } = await report('labelled pairs', LABELLED);
  expect(LABELLED.length).toBeGreaterThanOrEqual(120);
  expect(precision).toBeGreaterThanOrEqual(0.9);
  expect(recall).toBeGreaterThanOrEqual(0.9);
});

it('and mostly so on pairs that nothing was tuned for', async () => {
  const { precision, recall } = await report('fresh pairs', FRESH);
  expect(precision).toBeGreaterThanOrEqual(0.75);
  expect(recall).toBeGreaterThanOrEqual(0.6);
});

it('and hardly ever calls what has nothing to do with it the same', async () => {
  const texts = [...new Set([...LABELLED, ...FRESH].flatMap(({ known, report: said }) => [known, said]))];
  const rows = await database.prisma.$queryRaw<{ lexemes: string[] }[]>`
    SELECT tsvector_to_array(to_tsvector('english', t)) AS lexemes FROM unnest(${texts}::text[]) WITH ORDINALITY AS u(t, at) ORDER BY at`;
  const reports = texts.map((text, at) => ({
    text,
    lexemes: [...(rows[at]?.lexemes ?? []), ...conceptsOf(text)],
    outcomes: ['SAFE' as const],
  }));
  // Each with twenty others, far from it in the list: some of them are of the same kind, so it is never none.
  const steps = Array.from({ length: 20 }, (_, index) => 37 + index * 61);
  let alike = 0;
  for (const [at, one] of reports.entries())
    for (const step of steps) {
      const other = reports[(at + step) % reports.length];
      if (other !== undefined && alikeness(one, other, 0.1) >= ALIKE) alike += 1;
    }
  const share = alike / (reports.length * steps.length);
  console.log(`unrelated pairs: ${reports.length * steps.length}, called alike ${(100 * share).toFixed(2)} %`);
  expect(share).toBeLessThan(0.016);
});
