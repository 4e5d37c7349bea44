// Promises: what other features, and the clock, may use.
export { actions } from './commands.ts';
export { seeToOrphans, sweepOrphans } from './orphans.ts';
export { sendReminders } from './reminders.ts';
