// Meetings: what other features, and the clock, may use.
export { meetings } from './commands.ts';
export { watchMeetings } from './run.ts';
export { keepCalendar } from './schedule.ts';
