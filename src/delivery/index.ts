// Everything that leaves: what the rest of the house may use of it.

export { actOnce, answerRow, DRAIN, inBackground, wake, wakeAll, wakeNow, wakeTenant } from './outbox.ts';
export { placesOf, whereTold } from './places.ts';
export { keepPrivateChat } from './private-chats.ts';
