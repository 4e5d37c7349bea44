// What is said of a series in words: true of what it looks like, and never a range that nearly nothing lies in.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromOutside } from '../../src/features/measures/disclosure.ts';
import { chartOf, type Reading, type Series } from '../../src/features/measures/series.ts';
import { listCard, seriesCard } from '../../src/features/measures/views.ts';
import { baselineWords, seriesWords } from '../../src/features/measures/words.ts';
import { standsApart, xmr } from '../../src/features/measures/xmr.ts';

const day = (index: number, kind: 'WEEK' | 'WAVE') =>
  new Date(Date.UTC(2025, 0, 6 + 7 * index * (kind === 'WEEK' ? 1 : 13))).toISOString().slice(0, 10);
const measure = (
  unit: 'COUNT' | 'PERCENT' | 'SCORE',
  period: 'WEEK' | 'WAVE' = 'WEEK',
  better: 'UP' | 'DOWN' = 'UP',
) => ({
  key: 'own',
  name: 'Own',
  term: 'SHORT' as const,
  unit,
  period,
  better,
});
const readingsOf = (
  figures: readonly (number | readonly [number, number])[],
  kind: 'WEEK' | 'WAVE' = 'WEEK',
): Reading[] =>
  figures.map((figure, index) => ({
    period: day(index, kind),
    value: typeof figure === 'number' ? figure : figure[0],
    base: typeof figure === 'number' ? undefined : figure[1],
    provisional: false,
  }));
const counts = (...values: number[]) => chartOf(measure('COUNT'), 'z', readingsOf(values));
const times = (count: number, value: number) => Array.from({ length: count }, () => value);

describe('a chart of no width', () => {
  it.each([
    [[...times(5, 8), 9, ...times(4, 8)], 'TOO_STEADY', '8 in 9 of 10 readings. Too little variation to tell.'],
    [[5, 5, 5, 5, 6], 'TOO_STEADY', '5 in 4 of 5 readings. Too little variation to tell.'],
    [[...times(18, 7), 8], 'TOO_STEADY', '7 in 18 of 19 readings. Too little variation to tell.'],
    [times(12, 7), 'NO_REAL_CHANGE', 'the same in all 12 readings. No real change.'],
    [times(4, 7), 'TOO_EARLY', 'the same in all 4 readings. Too early to say.'],
    [[...times(14, 0), ...times(6, 6)], 'IMPROVEMENT', '0 in 14 of 20 readings. A real change for the better.'],
    [[...times(14, 20), ...times(6, 12)], 'CONCERN', 'A real change for the worse.'],
    [[...times(20, 0), 1, 0, 0, 1, 0], 'TOO_FEW', 'Too few to tell: use longer periods.'],
  ] as const)('%j: %s', (values, verdict, words) => {
    const series = counts(...values);
    expect(series.verdict).toBe(verdict);
    expect(seriesWords(series)).toContain(words);
  });

  it('calls a change real only where the last readings stand apart from all before, and chance would rarely do that', () => {
    expect(standsApart([1, 1, 1, 1, 2])).toBeUndefined();
    expect(standsApart([...times(40, 1), 2])).toBeUndefined();
    expect(standsApart([...times(40, 1), 2, 2])).toBe('HIGH');
    expect(standsApart([...times(6, 3), ...times(6, 1)])).toBe('LOW');
    expect(standsApart([...times(6, 3), 1, 1, 3, 1, 1, 1])).toBeUndefined();
  });
});

it('says "usually" only of a range that most readings lie in', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.integer({ min: 0, max: 12 }), fc.constantFrom(8, 8, 8, 40)), {
        minLength: 3,
        maxLength: 40,
      }),
      (values) => {
        const series = counts(...values);
        const words = seriesWords(series);
        const usually = /usually ([\d.,]+) to ([\d.,]+)/.exec(words);
        if (usually === null) return;
        const [last] = xmr(values).slice(-1);
        const inside = values.filter((value) => value >= (last?.lower ?? 0) && value <= (last?.upper ?? 0)).length;
        expect(2 * inside).toBeGreaterThanOrEqual(values.length);
        expect(usually[1]).not.toBe(usually[2]);
      },
    ),
    { numRuns: 1000 },
  );
});

describe('survey waves', () => {
  const waves = (...figures: [number, number][]) =>
    chartOf(measure('PERCENT', 'WAVE'), 'z', readingsOf(figures, 'WAVE'));
  it('need thirty answers each, the earlier one too', () => {
    expect(waves([3, 5], [30, 31]).verdict).toBe('TOO_FEW');
    expect(waves([30, 31], [3, 5]).verdict).toBe('TOO_FEW');
    expect(waves([10, 100], [90, 100]).verdict).toBe('IMPROVEMENT');
  });
  it('say what few can say', () => {
    expect(seriesWords(waves([4, 9], [8, 10]))).toContain(
      'Too few answers to tell of a change: it says how these 10 answered, and a change needs 30 in each wave.',
    );
  });
});

describe('small numbers', () => {
  const hidden = fc.integer({ min: 1, max: 4 });
  const told = fc.oneof(fc.constant(0), fc.integer({ min: 5, max: 60 }));
  /** All that somebody outside may read of a series, at once. */
  const everything = (series: Series) => {
    const seen = fromOutside(series);
    return JSON.stringify([
      seen,
      seriesWords(seen),
      baselineWords(seen),
      seriesCard(seen, 'Zone'),
      listCard([seen], 'Zone', 'z', []),
    ]);
  };

  it('cannot be reckoned by those outside: whatever the figure was, all that they get is the same', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            told.map((value) => [value, value]),
            fc.tuple(hidden, hidden),
          ),
          { minLength: 1, maxLength: 30 },
        ),
        (pairs) => {
          // As it grows: what is read this week is held against what was read the week before.
          for (let length = 1; length <= pairs.length; length += 1) {
            const [one, other] = [0, 1].map((which) =>
              counts(...pairs.slice(0, length).map((pair) => pair[which] ?? 0)),
            );
            if (one !== undefined && other !== undefined) expect(everything(one)).toBe(everything(other));
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it('nor a share of few, nor the rest that would give it away', () => {
    const share = fc
      .integer({ min: 5, max: 80 })
      .chain((of) =>
        fc.tuple(
          fc.constant(of),
          fc.boolean(),
          fc.integer({ min: 1, max: Math.min(4, Math.floor(of / 2)) }),
          fc.integer({ min: 1, max: Math.min(4, Math.floor(of / 2)) }),
        ),
      );
    fc.assert(
      fc.property(fc.array(share, { minLength: 1, maxLength: 8 }), fc.constantFrom('WEEK', 'WAVE'), (shares, kind) => {
        const of = (which: 2 | 3) =>
          chartOf(
            measure('PERCENT', kind),
            'z',
            readingsOf(
              shares.map((each) => [each[1] ? each[which] : each[0] - each[which], each[0]] as const),
              kind,
            ),
          );
        // A share that is as near to the one end as to the other may stand for either.
        fc.pre(shares.every(([all, , a, b]) => a < all - a && b < all - b));
        expect(everything(of(2))).toBe(everything(of(3)));
      }),
      { numRuns: 200 },
    );
  });

  it('are told inside, and what the team did is told to everybody', () => {
    expect(seriesWords(counts(9, 3))).toContain('3 in week');
    expect(seriesWords(fromOutside(counts(9, 3)))).toContain('fewer than 5 in week');
    const own = chartOf({ ...measure('COUNT'), key: 'interactions' }, 'z', readingsOf([9, 3]));
    expect(fromOutside(own)).toBe(own);
  });
});
