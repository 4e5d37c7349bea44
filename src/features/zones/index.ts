// Zones, their places and agencies: what other features may use.
export { zones } from './commands.ts';
export { setLead } from './leads.ts';
