// Measures: what other features, and the operator, may use.
export { measures } from './commands.ts';
export { countPolice, importReadings, readTable } from './file.ts';
export { closePulses } from './pulse.ts';
export { readAllSeries, type Series } from './series.ts';
export { benefitsCard, seriesCard, TERMS } from './views.ts';
export { isReal, seriesWords, VERDICTS } from './words.ts';
