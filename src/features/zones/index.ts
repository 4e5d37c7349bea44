// Zones, their places and agencies: what other features may use.

export { withoutAgreement } from './agreements/model.ts';
export { type CandidateData, importCandidate } from './choose/operators.ts';
export { zones } from './commands.ts';
export { setLead } from './leads.ts';
export { isHigh } from './programme/facts.ts';
