// Two survey waves: the difference of two proportions with its interval, by Newcombe's hybrid score method (1998, Statistics in
// Medicine 17, 873–890, method 10: Wilson limits combined). A change is real when the interval leaves nought out. Pure.

/** 97.5 % point of the normal distribution. */
const Z = 1.959963984540054;

export interface Wave {
  /** How many said so, of how many. */
  yes: number;
  of: number;
}

export interface Difference {
  /** later minus earlier, as shares from −1 to 1. */
  difference: number;
  lower: number;
  upper: number;
  real: boolean;
}

/** Wilson's score interval for one share. */
export function wilson({ yes, of }: Wave): { lower: number; upper: number } {
  const share = yes / of;
  const centre = share + (Z * Z) / (2 * of);
  const spread = Z * Math.sqrt((share * (1 - share)) / of + (Z * Z) / (4 * of * of));
  const scale = 1 + (Z * Z) / of;
  return { lower: Math.max(0, (centre - spread) / scale), upper: Math.min(1, (centre + spread) / scale) };
}

/** @throws {RangeError} for a wave of nobody, or more that said so than were asked */
export function compareWaves(earlier: Wave, later: Wave): Difference {
  for (const { yes, of } of [earlier, later])
    if (!(of > 0 && yes >= 0 && yes <= of))
      throw new RangeError('A wave has as many answers as people at most, and one at least.');
  const [before, after] = [earlier.yes / earlier.of, later.yes / later.of];
  const [w1, w2] = [wilson(earlier), wilson(later)];
  const difference = after - before;
  const lower = difference - Math.sqrt((after - w2.lower) ** 2 + (w1.upper - before) ** 2);
  const upper = difference + Math.sqrt((w2.upper - after) ** 2 + (before - w1.lower) ** 2);
  return { difference, lower, upper, real: lower > 0 || upper < 0 };
}
