// Reminders under one policy: what the house, and the clock, may use.
export { nudgesFeature } from './commands.ts';
export { gatherWaiting, sendNudges } from './run.ts';
