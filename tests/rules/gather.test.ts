// Many askings, few statements; and nobody suffers for another.
import { expect, it } from 'vitest';
import { gather } from '../../src/database/gather.ts';

/** Statements that end when the test says so. */
function held() {
  const statements: { given: number[]; end(): void }[] = [];
  const run = (given: number[]) =>
    new Promise<number[]>((done) => {
      statements.push({ given, end: () => done(given.map((one) => one * 10)) });
    });
  return { statements, run };
}

const settle = () => new Promise((done) => setImmediate(done));

it('lets one through at once, and the others together after it', async () => {
  const { statements, run } = held();
  const ask = gather(run, 3);
  const answers = [1, 2, 3, 4, 5].map((one) => ask(one));
  expect(statements.map(({ given }) => given)).toEqual([[1]]);
  statements[0]?.end();
  await settle();
  expect(statements.map(({ given }) => given)).toEqual([[1], [2, 3, 4]]);
  statements[1]?.end();
  await settle();
  statements[2]?.end();
  expect(await Promise.all(answers)).toEqual([10, 20, 30, 40, 50]);
});

it('does not wait long for a statement that is stuck', async () => {
  const { statements, run } = held();
  const ask = gather(run, 3);
  const stuck = ask(1);
  const second = ask(2);
  while (statements.length < 2) await settle();
  statements[1]?.end();
  expect(await second).toBe(20);
  statements[0]?.end();
  expect(await stuck).toBe(10);
});

it('fails only for whom it fails', async () => {
  const tried: number[][] = [];
  const ask = gather(async (given: number[]) => {
    tried.push(given);
    if (given.includes(13)) throw new Error('no');
    return given;
  }, 10);
  const answers = await Promise.allSettled([1, 12, 13, 14].map((one) => ask(one)));
  expect(answers.map((answer) => answer.status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  expect(tried).toEqual([[1], [12, 13, 14], [12], [13], [14]]);
});
