// Measures: what other features, and the operator, may use.
export { measures } from './commands.ts';
export { asSeenBy, fromOutside, SMALL } from './disclosure.ts';
export { countPolice, importReadings, withheldWords } from './file.ts';
export { readPeriod } from './periods.ts';
export { closePulses } from './pulse.ts';
export { readAllSeries, type Series } from './series.ts';
export { benefitsCard, chartOfSeries, seriesCard, TERMS } from './views.ts';
export { baselineWords, isReal, isWhole, methodWords, newsOf, seriesWords, verdictWords } from './words.ts';
