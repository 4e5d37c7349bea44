// XmR against the published reference: 240 generated series and the known public example, reckoned by NHSRplotthedots 0.2.2 in R
// (tests/oracle/README.md says how), every point and both limits.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareWaves } from '../../src/features/measures/waves.ts';
import { assuranceOf, type Point, verdictOf, xmr } from '../../src/features/measures/xmr.ts';
import reference from '../oracle/xmr-nhsrplotthedots.json' with { type: 'json' };

interface Series {
  values: number[];
  steps: number[];
  fixAfter: number | null;
  screen: boolean;
  mean: (number | null)[];
  lower: (number | null)[];
  upper: (number | null)[];
  type: string[];
}

const near = (one: number, other: number) => Math.abs(one - other) <= 1e-9 * Math.max(1, Math.abs(other));

/** As the reference names what it has found. */
function named({ cause, direction }: Point): string {
  const high = direction === 'HIGH';
  switch (cause) {
    case 'COMMON':
      return 'Common Cause';
    case 'OUTSIDE':
      return high ? 'Above UCL' : 'Below LCL';
    case 'TREND':
      return `7 Point Trend (${high ? 'In' : 'De'}creasing)`;
    case 'TWO_OF_THREE':
      return `2 in 3 ${high ? 'Above' : 'Below'} CL`;
    case 'SHIFT':
      return `7 Points ${high ? 'Above' : 'Below'} CL`;
  }
}

describe('XmR', () => {
  const all = reference as unknown as Series[];

  it('says what the reference says of every point of every series', () => {
    expect(all.length).toBeGreaterThan(200);
    const kinds = new Set<string>();
    for (const [index, series] of all.entries()) {
      const points = xmr(series.values, {
        screen: series.screen,
        steps: series.steps,
        fixAfter: series.fixAfter ?? undefined,
      });
      for (const [at, point] of points.entries()) {
        const where = `series ${index}, point ${at}`;
        expect(
          near(point.mean, series.mean[at] ?? Number.NaN),
          `${where}: mean ${point.mean} is not ${series.mean[at]}`,
        ).toBe(true);
        expect(near(point.lower, series.lower[at] ?? Number.NaN), `${where}: lower`).toBe(true);
        expect(near(point.upper, series.upper[at] ?? Number.NaN), `${where}: upper`).toBe(true);
        expect(named(point), where).toBe(series.type[at]);
        kinds.add(point.cause);
      }
    }
    expect([...kinds].sort()).toEqual(['COMMON', 'OUTSIDE', 'SHIFT', 'TREND', 'TWO_OF_THREE']);
  });

  it('holds the known example, screened and not', () => {
    const values = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1];
    const [screened] = xmr(values);
    const [plain] = xmr(values, { screen: false });
    expect([screened?.mean, screened?.lower, screened?.upper].map((each) => each?.toFixed(2))).toEqual([
      '1.94',
      '-0.72',
      '4.60',
    ]);
    expect([plain?.lower, plain?.upper].map((each) => each?.toFixed(2))).toEqual(['-3.06', '6.95']);
  });

  it('never throws, keeps the order lower ≤ mean ≤ upper, and says nothing of equal values', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 1, maxLength: 60 }),
        fc.boolean(),
        (values, screen) => {
          for (const { lower, mean, upper } of xmr(values, { screen })) {
            expect(lower).toBeLessThanOrEqual(mean);
            expect(upper).toBeGreaterThanOrEqual(mean);
          }
        },
      ),
      { numRuns: 500 },
    );
    for (const same of [7, 0.1, 0.2, 0.3, 1.1, 4.35, 12.34, 33.3, 86.4, 99.9, 1e15, 1e-12, -0.7])
      for (const length of [3, 12, 20])
        expect(
          xmr(Array.from({ length }, () => same)).every(({ cause }) => cause === 'COMMON'),
          String(same),
        ).toBe(true);
    for (const [count, of] of [
      [2, 3],
      [1, 7],
      [5, 9],
      [3, 11],
      [17, 19],
    ] as const)
      expect(verdictOf(xmr(Array.from({ length: 12 }, () => ({ count, of }))), 'UP', false)).toBe('NO_REAL_CHANGE');
    // A point on the mean is on no side of it: no run of seven goes through it.
    const around = [0.1, 0.3, 0.2, 0.3, 0.3, 0.3, 0.3, 0.3, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.2, 0.3, 0.1];
    const whole = around.map((value) => Math.round(value * 10));
    expect(xmr(around).map(({ cause }) => cause)).toEqual(xmr(whole).map(({ cause }) => cause));
    expect(xmr(Array.from({ length: 20 }, () => 7)).every(({ cause }) => cause === 'COMMON')).toBe(true);
    expect(xmr([])).toEqual([]);
  });

  it('gives a verdict by the direction that is better, and none too early', () => {
    const high = xmr([10, 12, 11, 9, 10, 12, 11, 10, 9, 11, 10, 30]);
    expect(verdictOf(high, 'UP', false)).toBe('IMPROVEMENT');
    expect(verdictOf(high, 'DOWN', false)).toBe('CONCERN');
    expect(verdictOf(high, 'SHIFT', false)).toBe('SHIFTED_HIGH');
    expect(verdictOf(xmr([10, 12]), 'UP', false)).toBe('TOO_EARLY');
    expect(verdictOf(xmr([0, 1, 0, 2, 1, 0, 1, 1]), 'DOWN', true)).toBe('TOO_FEW');
    expect(verdictOf(xmr([20, 22, 19, 21, 20, 18, 22, 21, 20, 19, 21, 20]), 'DOWN', true)).toBe('NO_REAL_CHANGE');
    expect(assuranceOf(high, 'UP', 100)).toBe('FAILS');
    expect(assuranceOf(high, 'DOWN', 100)).toBe('PASSES');
    expect(assuranceOf(high, 'UP', 12)).toBe('EITHER');
    expect(assuranceOf(high, 'SHIFT', 12)).toBeUndefined();
  });
});

describe('two waves', () => {
  it('as Newcombe’s own table has them', () => {
    // Newcombe 1998, Table II, method 10: the later share minus the earlier, 95 %.
    const table: [[number, number], [number, number], number, number][] = [
      [[48, 80], [56, 70], 0.0524, 0.3339],
      [[3, 10], [9, 10], 0.1705, 0.809],
      [[2, 7], [6, 7], 0.0582, 0.8062],
      [[0, 29], [5, 56], -0.0381, 0.1926],
    ];
    for (const [[y1, n1], [y2, n2], lower, upper] of table) {
      const found = compareWaves({ yes: y1, of: n1 }, { yes: y2, of: n2 });
      expect(found.lower).toBeCloseTo(lower, 3);
      expect(found.upper).toBeCloseTo(upper, 3);
    }
  });

  it('52 of 100 to 61 of 100 is no real change; 52 to 75 is', () => {
    expect(compareWaves({ yes: 52, of: 100 }, { yes: 61, of: 100 }).real).toBe(false);
    expect(compareWaves({ yes: 52, of: 100 }, { yes: 75, of: 100 }).real).toBe(true);
    expect(() => compareWaves({ yes: 5, of: 0 }, { yes: 1, of: 2 })).toThrow(RangeError);
    expect(() => compareWaves({ yes: 5, of: 4 }, { yes: 1, of: 2 })).toThrow(RangeError);
  });

  it('always holds the difference inside its interval, and the interval inside −1 to 1', () => {
    const wave = fc
      .integer({ min: 1, max: 2000 })
      .chain((of) => fc.integer({ min: 0, max: of }).map((yes) => ({ yes, of })));
    fc.assert(
      fc.property(wave, wave, (earlier, later) => {
        const { difference, lower, upper } = compareWaves(earlier, later);
        expect(lower).toBeLessThanOrEqual(difference + 1e-12);
        expect(upper).toBeGreaterThanOrEqual(difference - 1e-12);
        expect(lower).toBeGreaterThanOrEqual(-1 - 1e-12);
        expect(upper).toBeLessThanOrEqual(1 + 1e-12);
      }),
      { numRuns: 1000 },
    );
  });
});
