// Meetings: what other features, and the clock, may use.

export { endCalendar, keepCalendar } from './ahead/schedule.ts';
export { meetings } from './commands.ts';
export { watchMeetings } from './held/run.ts';
export { FOR_RESIDENTS } from './words.ts';
