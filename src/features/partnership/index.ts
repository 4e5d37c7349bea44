// The partnership itself: what other features, and whoever runs the bot, may use.
export { ensurePartnership } from './begin.ts';
export { partnership } from './commands.ts';
export { nameBoard, type PartnershipChange, personCalled, setPartnership, setZoneLead } from './operators.ts';
