// Champions: who they are, and asking them. What other features may use.
export { endChampion, mentorZone, offerChampion, showChampions } from './appoint.ts';
export { askChampion } from './asks.ts';
export { champions } from './commands.ts';
export { type Champion, championsOf, gapsIn } from './read.ts';
