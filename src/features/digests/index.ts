// The weekly digest: what the house, and the clock, may use.

export { readRun } from './books.ts';
export { digestsFeature } from './commands.ts';
export { openPaper } from './paper.ts';
export { weeksBetween } from './report.ts';
export { reportCsv } from './report-csv.ts';
export { reportJson, reportPage } from './report-page.ts';
export { sendDigests } from './run.ts';
