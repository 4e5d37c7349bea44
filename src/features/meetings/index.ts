// Meetings: what other features, and the clock, may use.

export { keepCalendar } from './ahead/schedule.ts';
export { meetings } from './commands.ts';
export { watchMeetings } from './held/run.ts';
