// Who people are and how they become known: what the rest of the house may use.
export { BODIES } from './bodies.ts';
export { people } from './commands.ts';
export { type FoundPerson, type Meant, personNamed, whoIsMeant } from './find.ts';
export { greetStranger } from './join.ts';
export { readStanding, type Standing, whereToReach } from './reach.ts';
export { createDirectories, createResolver, forgetPlace, rememberPlace, rememberSeen, resolve } from './resolve.ts';
