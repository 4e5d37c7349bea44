// Good news: what other features may use.
export { celebrations } from './commands.ts';
export { findCelebrations } from './model.ts';
export { putCelebration } from './service.ts';
