// Good news: what other features may use.
export { celebrations } from './commands.ts';
export { findCelebrations, putCelebration } from './service.ts';
