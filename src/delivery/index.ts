// Everything that leaves: what the rest of the house may use of it.

export { actOnce, answerRow, DRAIN, inBackground, wake, wakeAll } from './outbox.ts';
export { placesOf } from './places.ts';
