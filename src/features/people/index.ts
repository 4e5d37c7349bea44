// Who people are and how they become known: what the rest of the house may use.
export { people } from './commands.ts';
export { greetStranger } from './join.ts';
export { createDirectories, createResolver, forgetPlace, rememberPlace, rememberSeen, resolve } from './resolve.ts';
