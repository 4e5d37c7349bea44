// Counts as people write them, and what is no count: a figure with its sign is never taken for the one without.
export const NEGATIVE = /(?:^|[\s(])[-–−]\s?£?\d/;

/** A figure that was suppressed because it was small: "<5", "< 5", "under 5", "fewer than 5", "*", "c", ":". */
export const SUPPRESSED =
  /^(?:[<≤]\s?=?\s?\d+|(?:under|fewer than|less than|below)\s+\d+|\*+|\[?c\]?|:|supp(?:ressed)?)$/i;
