// Problems solved together: what other features may use.

export { problems } from './commands.ts';
export { type FullProblem, referenceOf } from './model.ts';
export { type ProblemAsAt, problemsAsAt } from './read/as-at.ts';
export {
  assertInTeam,
  inProblem,
  problemNamed,
  readProblem,
  recordEvent,
  touchProblem,
  visibleZoneIds,
} from './service.ts';
export { stateDiagram } from './states.ts';
export { TOLD_WORDS } from './told/words.ts';
export { nameOf, shortDay } from './views.ts';
export { moveProblems } from './work/move.ts';
