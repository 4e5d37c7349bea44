// Is a change real? The XmR chart of the NHS "Making Data Count" programme, as NHSRplotthedots reckons it (GPL-3, read, not
// copied): https://github.com/nhs-r-community/NHSRplotthedots, R/ptd_spc_standard.R and R/ptd_calculate_point_type.R. Pure.

import { average, compare, type Exact, exact, type Figure, minus, plus, size, times, toNumber } from './exact.ts';

/** 3 / d2 for n = 2, as the programme rounds it: 2.66. */
const LIMIT: Exact = { n: 266n, d: 100n };
/** Two thirds of the way to a limit. */
const NEAR: Exact = { n: 532n, d: 300n };
/** D4 for n = 2: moving ranges 3.267 times their mean, or more, are screened out, once. */
const SCREEN: Exact = { n: 3267n, d: 1000n };
/** A run or a trend. */
const RUN = 7;
/** Fewer readings than these: limits are provisional. */
export const FEW = 12;

export type Cause = 'COMMON' | 'OUTSIDE' | 'TREND' | 'TWO_OF_THREE' | 'SHIFT';
export type Direction = 'HIGH' | 'LOW';

export interface Point {
  value: number;
  mean: number;
  lower: number;
  upper: number;
  cause: Cause;
  /** For a special cause: which way. */
  direction: Direction | undefined;
}

export interface XmrOptions {
  /** False: as NHS England's own spreadsheet, which drops no moving range. */
  screen?: boolean;
  /** The limits come from the first so many readings of each part: the baseline. */
  fixAfter?: number | undefined;
  /** Indexes at which something was changed: limits start anew there. */
  steps?: readonly number[];
}

/** @param figures in the order of their periods; reckoned exactly, for a point on the mean is neither above nor below it */
export function xmr(figures: readonly Figure[], { screen = true, fixAfter, steps = [] }: XmrOptions = {}): Point[] {
  const starts = [...new Set([0, ...steps.filter((at) => at > 0 && at < figures.length)])].sort((a, b) => a - b);
  return starts.flatMap((from, index) => chart(figures.slice(from, starts[index + 1]).map(exact), screen, fixAfter));
}

function chart(values: readonly Exact[], screen: boolean, fixAfter: number | undefined): Point[] {
  const base = values.slice(0, fixAfter ?? values.length);
  const mean = average(base);
  const ranges = base.slice(1).map((value, index) => size(minus(value, base[index] ?? value)));
  const most = times(SCREEN, average(ranges));
  // All values equal: no range is below 3.267 times nothing, and the limits lie on the mean.
  const range = average(screen ? ranges.filter((each) => compare(each, most) < 0) : ranges);
  const [far, near] = [times(LIMIT, range), times(NEAR, range)];
  const [lower, upper] = [minus(mean, far), plus(mean, far)];
  const [nearLower, nearUpper] = [minus(mean, near), plus(mean, near)];
  const sides = values.map((value) => compare(value, mean));
  const outside = values.map((value) => compare(value, upper) > 0 || compare(value, lower) < 0);
  const close = values.map(
    (value, index) => outside[index] !== true && (compare(value, nearLower) < 0 || compare(value, nearUpper) > 0),
  );
  const trends = inRuns(values, (window) => {
    const steps = window.slice(1).map((value, index) => compare(value, window[index] ?? value));
    return steps.every((step) => step === 1) || steps.every((step) => step === -1);
  });
  const shifts = inRuns(sides, (window) => window[0] !== 0 && window.every((side) => side === window[0]));
  const pairs = values.map(
    (_, index) =>
      close[index] === true &&
      [index - 2, index - 1, index].some((from) => {
        if (from < 0 || from + 3 > values.length) return false;
        const window = [from, from + 1, from + 2];
        return (
          window.filter((at) => close[at] === true).length >= 2 &&
          Math.abs(window.reduce((sum, at) => sum + (sides[at] ?? 0), 0)) === 3
        );
      }),
  );
  const limits = { mean: toNumber(mean), lower: toNumber(lower), upper: toNumber(upper) };
  return values.map((value, index) => {
    const side: Direction = sides[index] === 1 ? 'HIGH' : 'LOW';
    const point = { value: toNumber(value), ...limits };
    if (outside[index] === true) return { ...point, cause: 'OUTSIDE', direction: side };
    if (trends[index] === true) return { ...point, cause: 'TREND', direction: trendAt(values, trends, index) };
    if (pairs[index] === true) return { ...point, cause: 'TWO_OF_THREE', direction: side };
    if (shifts[index] === true) return { ...point, cause: 'SHIFT', direction: side };
    return { ...point, cause: 'COMMON', direction: undefined };
  });
}

/** Which points lie in any window of seven for which `holds`. */
function inRuns<T>(list: readonly T[], holds: (window: readonly T[]) => boolean): boolean[] {
  const marked = list.map(() => false);
  for (let from = 0; from + RUN <= list.length; from += 1)
    if (holds(list.slice(from, from + RUN))) marked.fill(true, from, from + RUN);
  return marked;
}

/** A point in two trends takes the later one's direction. */
function trendAt(values: readonly Exact[], trends: readonly boolean[], index: number): Direction {
  const [before, here, after] = [values[index - 1], values[index], values[index + 1]];
  const [from, to] = trends[index + 1] === true ? [here, after] : [before, here];
  return from !== undefined && to !== undefined && compare(to, from) === 1 ? 'HIGH' : 'LOW';
}

export type Better = 'UP' | 'DOWN' | 'SHIFT' | 'NONE';
export type Verdict =
  | 'IMPROVEMENT'
  | 'CONCERN'
  | 'SHIFTED_HIGH'
  | 'SHIFTED_LOW'
  | 'NO_REAL_CHANGE'
  | 'TOO_EARLY'
  | 'TOO_FEW'
  | 'TOO_STEADY';

/**
 * What the last reading says. Two readings tell nothing. Where a chart has nothing to go by (counts that are mostly nought to
 * three; limits of no width, since nearly all readings are the same) its limits are not used: there a change is real only where the
 * last readings stand apart from all before.
 */
export function verdictOf(points: readonly Point[], better: Better, isCount: boolean): Verdict {
  if (points.length < 3) return 'TOO_EARLY';
  const last = points.at(-1);
  const few = isCount && tooFew(points);
  if (few || (isWidthless(points) && !isConstant(points))) {
    const side = standsApart(points.map(({ value }) => value));
    return side !== undefined ? toVerdict(side, better) : few ? 'TOO_FEW' : 'TOO_STEADY';
  }
  if (last === undefined || last.direction === undefined)
    return points.length < FEW / 2 ? 'TOO_EARLY' : 'NO_REAL_CHANGE';
  return toVerdict(last.direction, better);
}

function toVerdict(side: Direction, better: Better): Verdict {
  if (better === 'SHIFT' || better === 'NONE') return side === 'HIGH' ? 'SHIFTED_HIGH' : 'SHIFTED_LOW';
  return (side === 'HIGH') === (better === 'UP') ? 'IMPROVEMENT' : 'CONCERN';
}

function tooFew(points: readonly Point[]): boolean {
  const values = points.map(({ value }) => value).sort((a, b) => a - b);
  return (values[Math.floor(values.length / 2)] ?? 0) <= 3 && (values.at(-1) ?? 0) <= 6;
}

/** After screening, nothing is left to reckon limits from: they lie on the mean, and every reading but one on it is "outside". */
export const isWidthless = (points: readonly Point[]): boolean => {
  const last = points.at(-1);
  return last !== undefined && last.upper === last.lower;
};

export const isConstant = (points: readonly Point[]): boolean =>
  points.every(({ value }) => value === points[0]?.value);

/** Two chances in so many: as rare as a point beyond three standard deviations (1 in 370). */
const RARE = 2 * 370;

/**
 * Whether the last readings are all above, or all below, every one before them, and that would be rare by chance: of n readings in
 * any order the last k are the k highest once in "n choose k".
 */
export function standsApart(values: readonly number[]): Direction | undefined {
  for (let k = 1; k < values.length; k += 1) {
    if (choose(values.length, k) < RARE) continue;
    const [before, after] = [values.slice(0, -k), values.slice(-k)];
    if (Math.min(...after) > Math.max(...before)) return 'HIGH';
    if (Math.max(...after) < Math.min(...before)) return 'LOW';
  }
  return undefined;
}

function choose(n: number, k: number): number {
  let ways = 1;
  for (let at = 1; at <= k && ways < 1e9; at += 1) ways = (ways * (n - k + at)) / at;
  return ways;
}

export type Assurance = 'PASSES' | 'FAILS' | 'EITHER';

/** Whether the process, as it is, meets the target. Undefined: there is none, or neither way is better. */
export function assuranceOf(
  points: readonly Point[],
  better: Better,
  target: number | undefined,
): Assurance | undefined {
  const last = points.at(-1);
  if (last === undefined || target === undefined || better === 'SHIFT' || better === 'NONE') return undefined;
  if (better === 'UP') return target > last.upper ? 'FAILS' : target < last.lower ? 'PASSES' : 'EITHER';
  return target > last.upper ? 'PASSES' : target < last.lower ? 'FAILS' : 'EITHER';
}
