// What of a figure is told to whom. Inside a zone's team all of it; whoever looks from outside (another team, a champion, the
// board, a page) gets a series in which small numbers are not: there is nothing left in it that could be printed, drawn or reckoned.

import type { Act } from '../../chat/act.ts';
import { may } from '../../chat/may.ts';
import { isComputed } from './catalogue.ts';
import { chartOf, type Reading, type Series } from './series.ts';

/** What leaves the team tells of no group smaller than this. */
export const SMALL = 5;
/** Stands for a small count in what is reckoned from it: the same, whatever it was. */
const STANDS_FOR = 2;

const isSmall = (count: number) => count > 0 && count < SMALL;

/**
 * A figure that would tell of few people: a count under five, and in a share also the rest, which would give it away. What is
 * reckoned from the team's own work tells of the team.
 */
function givesAway({ measure }: Pick<Series, 'measure'>, { value, base }: Reading): boolean {
  if (isComputed(measure.key)) return false;
  return measure.unit === 'PERCENT'
    ? base !== undefined && (isSmall(value) || isSmall(base - value) || isSmall(base))
    : measure.unit === 'COUNT' && isSmall(value);
}

/** The same for every figure that it could stand for; a share of fewer than five is left out altogether. */
function standIn({ measure }: Pick<Series, 'measure'>, reading: Reading): Reading[] {
  const { value, base } = reading;
  if (measure.unit !== 'PERCENT' || base === undefined) return [{ ...reading, value: STANDS_FOR, withheld: true }];
  if (base < SMALL) return [];
  const few = Math.min(STANDS_FOR, base - STANDS_FOR);
  return [{ ...reading, value: value < base - value ? few : base - few, withheld: true }];
}

/** The series as it may leave the team: limits and verdict are reckoned from what stands in for small numbers. */
export function fromOutside(series: Series): Series {
  if (!series.readings.some((reading) => givesAway(series, reading))) return series;
  const { measure, zoneId, target, baseline, steps, screened } = series;
  const readings = series.readings.flatMap((reading) =>
    givesAway(series, reading) ? standIn(series, reading) : [reading],
  );
  const plan = {
    ...(target === undefined ? {} : { target }),
    ...(baseline === undefined ? {} : { baseline }),
    steps: steps.map(({ period }) => period),
    stepNotes: steps.map(({ note }) => note),
  };
  return chartOf(measure, zoneId, readings, plan, screened);
}

/** As whoever asks may see it. The project team, who keep the figures, are inside everywhere. */
export function asSeenBy(act: Act, series: Series): Series {
  return may(act, 'measure.seeSmall', series) ? series : fromOutside(series);
}
