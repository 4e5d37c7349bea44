// Promises: what other features, and the clock, may use.
export { actions } from './commands.ts';
export { actionDraft } from './entry.ts';
export { draftFromLine, type SayAgain } from './make.ts';
export { seeToOrphans, sweepOrphans } from './orphans.ts';
export { promise } from './service.ts';
