// Logging what members do with people: what other features may use.
export { interactions } from './commands.ts';
export { outcomeShape } from './entry.ts';
export { countMix, type Mix, mixWords } from './mix.ts';
export { hinted, OUTCOMES, TOOLS, valueOf } from './words.ts';
