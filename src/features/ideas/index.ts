// Ideas, and openings across zones: what other features, and the clock, may use.
export { ideas } from './commands.ts';
export { findOpenings } from './openings.ts';
export { sendReviews } from './review.ts';
export { putIdea } from './service.ts';
