// What a chart says, in plain words.
import { SMALL } from './disclosure.ts';
import { nextPeriod, type Period, periodWords } from './periods.ts';
import { FEWEST_ANSWERS, type Reading, type Series, valueOf } from './series.ts';
import { FEW, isConstant, isWidthless, type Point, type Verdict } from './xmr.ts';

export const VERDICTS: Record<Verdict, string> = {
  IMPROVEMENT: 'A real change for the better',
  CONCERN: 'A real change for the worse',
  SHIFTED_HIGH: 'A real shift upwards',
  SHIFTED_LOW: 'A real shift downwards',
  NO_REAL_CHANGE: 'No real change',
  TOO_EARLY: 'Too early to say',
  TOO_FEW: 'Too few to tell: use longer periods',
  TOO_STEADY: 'Too little variation to tell',
};

export const isReal = (verdict: Verdict): boolean =>
  verdict === 'IMPROVEMENT' || verdict === 'CONCERN' || verdict === 'SHIFTED_HIGH' || verdict === 'SHIFTED_LOW';

const NUMBER = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 });
/** As people write a value: at most one decimal, and none where it is whole. */
export const number = (value: number): string => NUMBER.format(value);

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

/** Limits would be of what stands in for figures that are withheld, so that they are not told. */
export const isWhole = (series: Series): boolean => !series.readings.some(({ withheld }) => withheld === true);

/** Where it began: the mean of its first limits, or the first wave. */
export function baselineWords(series: Series): string {
  const [point] = series.points;
  const [first] = series.readings;
  if (point !== undefined) return isWhole(series) ? amount(series.measure.unit, point.mean) : UNTOLD;
  return first === undefined ? '–' : readingWords(series, first);
}

const UNTOLD = 'too few to tell outside the team';

/** "61 of 100 (61%)", "31", "£1,200"; "fewer than 5" for what is withheld. */
export function readingWords({ measure }: Pick<Series, 'measure'>, reading: Reading): string {
  if (reading.withheld === true) return measure.unit === 'PERCENT' ? UNTOLD : `fewer than ${SMALL}`;
  if (measure.unit === 'PERCENT' && reading.base !== undefined)
    return `${number(reading.value)} of ${number(reading.base)} (${number(valueOf(measure, reading))}%)`;
  return measure.unit === 'MONEY' ? amount(measure.unit, reading.value) : number(reading.value);
}

/** "A real change for the worse"; two small survey waves are told apart from a chart that is too thin. */
export const verdictWords = ({ measure, verdict }: Series): string =>
  measure.period === 'WAVE' && verdict === 'TOO_FEW' ? 'Too few answers to tell' : VERDICTS[verdict];

/** "31 in week 46 of 2026; usually 22 to 40. A real change for the worse." */
export function seriesWords(series: Series): string {
  const { measure } = series;
  const last = series.readings.at(-1);
  if (last === undefined) return 'No reading yet.';
  const now = `${readingWords(series, last)} in ${periodWords(last.period, measure.period)}${last.provisional ? ' (provisional)' : ''}`;
  if (measure.period === 'WAVE') return wavesWords(series, now, last);
  const usually = isWhole(series) ? usualWords(series) : undefined;
  return `${now}${usually === undefined ? '' : `; ${usually}`}. ${verdictWords(series)}.`;
}

function wavesWords(series: Series, now: string, last: Reading): string {
  const { measure, waves } = series;
  const before = series.readings.at(-2);
  if (waves === undefined || before === undefined) return `${now}. The first wave; the next is compared with it.`;
  if (last.withheld === true || before.withheld === true) return `${now}. ${verdictWords(series)}.`;
  const points100 = (share: number) => number(100 * share);
  const after = `${now}, after ${readingWords(series, before)} in ${periodWords(before.period, measure.period)}`;
  if (series.verdict === 'TOO_FEW') return `${after}. ${verdictWords(series)} of a change: ${fewWords(last)}`;
  return `${after}: ${points100(waves.difference)} points (95% between ${points100(waves.lower)} and ${points100(waves.upper)}). ${verdictWords(series)}.`;
}

/** What a wave of few can say, and what it cannot. */
const fewWords = ({ base = 0 }: Reading): string =>
  base < FEWEST_ANSWERS
    ? `it says how these ${base} answered, and a change needs ${FEWEST_ANSWERS} in each wave.`
    : `it needs ${FEWEST_ANSWERS} in each wave.`;

/** "usually 22 to 40", "8 in 9 of 10 readings"; undefined where nothing was usual, or the range would leave out most of what was. */
function usualWords({ measure, points }: Series): string | undefined {
  const last = points.at(-1);
  if (last === undefined || points.length < 3) return undefined;
  const same = points.slice(points.findLastIndex((point) => !sameLimits(point, last)) + 1);
  if (isConstant(same)) return same.length < 3 ? undefined : `the same in all ${same.length} readings`;
  if (isWidthless(same)) return commonestWords(measure.unit, same);
  if (2 * same.filter(({ value }) => value >= last.lower && value <= last.upper).length < same.length) return undefined;
  const { lower, upper } = limitsOf(measure.unit, last);
  const from = measure.unit === 'PERCENT' ? number(lower) : amount(measure.unit, lower);
  return `usually ${from} to ${amount(measure.unit, upper)}`;
}

const sameLimits = (a: Point, b: Point): boolean => a.mean === b.mean && a.upper === b.upper && a.lower === b.lower;

function commonestWords(unit: Series['measure']['unit'], points: readonly Point[]): string {
  const counts = new Map<number, number>();
  for (const { value } of points) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [value = 0, times = 0] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [];
  return `${amount(unit, value)} in ${times} of ${points.length} readings`;
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

/** An instant or a period that lies in some days. */
const isNew = (
  reading: Reading,
  kind: Period,
  { from, until }: { from: string; until: string },
  [start, end]: Date[],
): boolean => {
  if (reading.at !== undefined)
    return start !== undefined && end !== undefined && reading.at >= start && reading.at < end;
  const over = nextPeriod(reading.period, kind);
  return over > from && over <= until;
};

/**
 * What a series has to say of some days, once: a real change when its newest figure came in then, and older ones that came with it
 * and lie outside what is usual. Figures are new when they were given, the bot's own when their period is over.
 * @param span the days, YYYY-MM-DD, `until` not among them @param instants their first moment, and the first after them
 */
export function newsOf(series: Series, span: { from: string; until: string }, instants: Date[]): string | undefined {
  const { measure, readings, points, verdict } = series;
  const newest = readings.at(-1);
  if (newest === undefined) return undefined;
  const fresh = (reading: Reading) => isNew(reading, measure.period, span, instants);
  const earlier = readings.flatMap((reading, index) => {
    const outside = points[index]?.cause === 'OUTSIDE' && !isWidthless(points) && reading.withheld !== true;
    return reading !== newest && outside && fresh(reading)
      ? [`${readingWords(series, reading)} in ${periodWords(reading.period, measure.period)}`]
      : [];
  });
  const real = isReal(verdict) && fresh(newest);
  if (!real && earlier.length === 0) return undefined;
  const before = earlier.length === 0 ? '' : ` Before that, outside what is usual: ${earlier.slice(-3).join(', ')}.`;
  return `${measure.name}: ${seriesWords(series)}${before}`;
}
