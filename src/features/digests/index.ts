// The weekly digest: what the house, and the clock, may use.

export { readRun } from './books.ts';
export { digestsFeature } from './commands.ts';
export { readReport, reportCsv, reportPage, weeksBetween } from './report.ts';
export { sendDigests, slotOf } from './run.ts';
