// Everything that leaves: what the rest of the house may use of it.

export { actOnce, actOnceByHand, actTogether, inBackground } from './once.ts';
export { answerRow } from './outbox.ts';
export { placesOf, teamOf, whereTold } from './places.ts';
export { keepPrivateChat } from './private-chats.ts';
export { DRAIN, wake, wakeAll, wakeNow, wakeTenant } from './wake.ts';
