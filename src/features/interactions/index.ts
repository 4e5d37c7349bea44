// Logging what members do with people: what other features may use.
export { interactions } from './commands.ts';
export { countMix, monthStart, mixWords, type Mix } from './mix.ts';
