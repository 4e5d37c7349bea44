// The weekly digest: what the house, and the clock, may use.
export { digestsFeature } from './commands.ts';
export { readReport, reportCsv, reportPage, weeksBetween } from './report.ts';
export { readRun, sendDigests, slotOf } from './run.ts';
