// What a chart says, in plain words.
import { isComputed } from './catalogue.ts';
import { periodWords } from './periods.ts';
import { type Series, valueOf } from './series.ts';
import { FEW, type Verdict } from './xmr.ts';

export const VERDICTS: Record<Verdict, string> = {
  IMPROVEMENT: 'A real change for the better',
  CONCERN: 'A real change for the worse',
  SHIFTED_HIGH: 'A real shift upwards',
  SHIFTED_LOW: 'A real shift downwards',
  NO_REAL_CHANGE: 'No real change',
  TOO_EARLY: 'Too early to say',
  TOO_FEW: 'Too few to tell: use longer periods',
};

export const isReal = (verdict: Verdict): boolean =>
  verdict === 'IMPROVEMENT' || verdict === 'CONCERN' || verdict === 'SHIFTED_HIGH' || verdict === 'SHIFTED_LOW';

/** As people write a value: at most one decimal, and none where it is whole. */
export function number(value: number): string {
  return new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 }).format(value);
}

/** What leaves the team tells of no group smaller than this. */
export const SMALL = 5;

const isSmall = (count: number) => count > 0 && count < SMALL;

/**
 * A figure that would tell of few people: a count under five, and in a share also the rest, which would give it away. What is
 * reckoned from the team's own work tells of the team.
 */
export function givesAway({ measure }: Pick<Series, 'measure'>, { value, base }: Series['readings'][number]): boolean {
  if (isComputed(measure.key)) return false;
  return measure.unit === 'PERCENT'
    ? base !== undefined && (isSmall(value) || isSmall(base - value) || isSmall(base))
    : measure.unit === 'COUNT' && isSmall(value);
}

/** "£1,200", "86.4%", "31". */
const amount = (unit: Series['measure']['unit'], value: number): string =>
  unit === 'MONEY' ? `£${number(value)}` : `${number(value)}${unit === 'PERCENT' ? '%' : ''}`;

/** What a chart is drawn between: a share lies from nought to a hundred, and nothing but a score is below nought. */
export const limitsOf = (
  unit: Series['measure']['unit'],
  { lower, upper }: { lower: number; upper: number },
): { lower: number; upper: number } => ({
  lower: unit === 'SCORE' ? lower : Math.max(0, lower),
  upper: unit === 'PERCENT' ? Math.min(100, upper) : upper,
});

const UNTOLD = 'too few to tell outside the team';

/** One figure that gives people away could be reckoned from a mean or a limit, so that neither is told. */
const isTold = (series: Series, outside: boolean): boolean =>
  !outside || !series.readings.some((reading) => givesAway(series, reading));

/** Where it began: the mean of its first limits, or the first wave. @param outside as of {@link readingWords} */
export function baselineWords(series: Series, outside = false): string {
  const [point] = series.points;
  const [first] = series.readings;
  if (point !== undefined) return isTold(series, outside) ? amount(series.measure.unit, point.mean) : UNTOLD;
  return first === undefined ? '–' : readingWords(series, first, outside);
}

/** "61 of 100 (61%)", "31", "£1,200". @param outside it leaves the team: small numbers are not told */
export function readingWords(
  { measure }: Pick<Series, 'measure'>,
  reading: Series['readings'][number],
  outside = false,
): string {
  if (outside && givesAway({ measure }, reading)) return measure.unit === 'PERCENT' ? UNTOLD : `fewer than ${SMALL}`;
  if (measure.unit === 'PERCENT' && reading.base !== undefined)
    return `${number(reading.value)} of ${number(reading.base)} (${number(valueOf(measure, reading))}%)`;
  return measure.unit === 'MONEY' ? amount(measure.unit, reading.value) : number(reading.value);
}

/** "31 in week 46 of 2026; usually 22 to 40. A real change for the worse." */
export function seriesWords(series: Series, outside = false): string {
  const { measure, points, waves } = series;
  const last = series.readings.at(-1);
  if (last === undefined) return 'No reading yet.';
  const now = `${readingWords(series, last, outside)} in ${periodWords(last.period, measure.period)}${last.provisional ? ' (provisional)' : ''}`;
  if (measure.period === 'WAVE') {
    const before = series.readings.at(-2);
    if (waves === undefined || before === undefined) return `${now}. The first wave; the next is compared with it.`;
    if (outside && (givesAway(series, last) || givesAway(series, before)))
      return `${now}. ${VERDICTS[series.verdict]}.`;
    const points100 = (share: number) => number(100 * share);
    return `${now}, after ${readingWords(series, before, outside)} in ${periodWords(before.period, measure.period)}: ${points100(waves.difference)} points (95% between ${points100(waves.lower)} and ${points100(waves.upper)}). ${VERDICTS[series.verdict]}.`;
  }
  const point = points.at(-1);
  if (point === undefined || points.length < 3 || !isTold(series, outside))
    return `${now}. ${VERDICTS[series.verdict]}.`;
  const { lower, upper } = limitsOf(measure.unit, point);
  const from = measure.unit === 'PERCENT' ? number(lower) : amount(measure.unit, lower);
  return `${now}; usually ${from} to ${amount(measure.unit, upper)}. ${VERDICTS[series.verdict]}.`;
}

/** Which method was used; every chart names it. */
export function methodWords(series: Series): string {
  if (series.measure.period === 'WAVE')
    return 'Two waves compared by Newcombe’s interval for the difference of proportions; counts stand beside every percentage.';
  const provisional = series.points.length < FEW ? ` Fewer than ${FEW} readings: the limits are provisional.` : '';
  const fixed = series.baseline === undefined ? '' : ` Limits from the first ${series.baseline} readings.`;
  const steps = series.steps.length === 0 ? '' : ' Limits start anew where something was changed.';
  return `XmR chart, moving ranges ${series.screened ? 'screened once at 3.267 times their mean' : 'not screened'}.${fixed}${steps}${provisional}`;
}
