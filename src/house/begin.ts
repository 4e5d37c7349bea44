// The partnership that a deployment serves is there from the first start on.
export { ensurePartnership as beginPartnership } from '../features/partnership/index.ts';
