// Keeping residents' personal data out: what other features may use.
export { privacy } from './commands.ts';
export { type Finding, identifiers, inspect, redact } from './guard.ts';
export { aboutAPerson, fieldError, remark, stopCard, whatWasSeen } from './views.ts';
