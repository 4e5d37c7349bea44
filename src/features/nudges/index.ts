// Reminders under one policy: what the house, and the clock, may use.
export { nudgesFeature } from './commands.ts';
export { gatherWaiting, sendNudges, waitingForDigests } from './run.ts';
export { askedWords, laterButton } from './views.ts';
