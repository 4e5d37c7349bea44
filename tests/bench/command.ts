// How fast a typed log line is, against the least that a durable command can be: npm run bench -- command
import type { Measured } from './load.ts';
import { keepResults, median, onStage, round } from './stage.ts';

const ROUNDS = 3;
const LOADS = {
  '32 connections': { connections: 32, requests: 6000 },
  'one connection': { connections: 1, requests: 800 },
};
const LINE =
  'log Spoke with 12 residents at the food bank about fly-tipping #interaction #safe #resources #group with Housing yesterday 40 min';

await onStage(async ({ database, load, product: port, floor: floorPort }) => {
  const product = { port, expected: 'Logged in' };
  const floor = { port: floorPort, expected: 'Logged in nothing' };
  for (const target of [floor, product]) await load(target, 32, 2000, () => LINE);
  const results: Record<string, Ratios> = {};
  for (const [title, { connections, requests }] of Object.entries(LOADS)) {
    const rounds: { floor: Measured; product: Measured }[] = [];
    for (let turn = 0; turn < ROUNDS; turn += 1)
      rounds.push({
        floor: await load(floor, connections, requests, () => LINE),
        product: await load(product, connections, requests, () => LINE),
      });
    results[title] = compare(rounds);
    print(title, rounds, results[title]);
  }
  const sent = 2000 + ROUNDS * Object.values(LOADS).reduce((sum, { requests }) => sum + requests, 0);
  const stored = await database.prisma.interaction.count({
    where: {
      text: { startsWith: 'Spoke with 12 residents at the food bank about fly-tipping' },
      createdAt: { gte: new Date(Date.now() - 600_000) },
      minutes: 40,
    },
  });
  if (stored < sent) throw new Error(`${sent} were acknowledged, ${stored} are stored.`);
  console.log(`\n${stored} of ${sent} acknowledged lines are stored.`);
  keepResults({ command: { ...results['32 connections'], single: results['one connection'] } });
});

type Ratios = { throughputRatio: number; p50Ratio: number; p99Ratio: number; product: Measured; floor: Measured };

/** The median of each figure over the rounds, and the ratio of the medians. */
function compare(rounds: { floor: Measured; product: Measured }[]): Ratios {
  const of = (who: 'floor' | 'product'): Measured => ({
    throughput: round(median(rounds.map((entry) => entry[who].throughput))),
    p50: round(median(rounds.map((entry) => entry[who].p50))),
    p99: round(median(rounds.map((entry) => entry[who].p99))),
    late: Math.max(...rounds.map((entry) => entry[who].late)),
  });
  const [product, floor] = [of('product'), of('floor')];
  return {
    throughputRatio: round(product.throughput / floor.throughput),
    p50Ratio: round(product.p50 / floor.p50),
    p99Ratio: round(product.p99 / floor.p99),
    product,
    floor,
  };
}

function print(title: string, rounds: { floor: Measured; product: Measured }[], ratios: Ratios): void {
  console.log(`\n${title}: requests a second, milliseconds`);
  console.table(
    [
      ...rounds.flatMap(
        (entry, index) =>
          [
            [`floor ${index + 1}`, entry.floor],
            [`product ${index + 1}`, entry.product],
          ] as const,
      ),
      ['floor, median', ratios.floor] as const,
      ['product, median', ratios.product] as const,
    ].map(([who, { throughput, p50, p99 }]) => ({
      who,
      'per second': Math.round(throughput),
      p50: round(p50),
      p99: round(p99),
    })),
  );
  console.log(`product / floor: throughput ${ratios.throughputRatio}, p50 ${ratios.p50Ratio}, p99 ${ratios.p99Ratio}`);
}
