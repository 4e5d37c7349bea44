// Keeping residents' personal data out: what other features may use.
export { privacy } from './commands.ts';
export { type Finding, identifiers, inspect, redact } from './guard.ts';
export { bare, type Instead, insteadOf } from './rewrite.ts';
export { aboutAPerson, assertClean, fieldError, remark, stopCard, whatWasSeen, withRemark } from './views.ts';
