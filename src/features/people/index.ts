// Who people are and how they become known: what the rest of the house may use.
export { type Accounts, createAccounts, PROJECT_TEAM } from './accounts.ts';
export { welcomeBack } from './away.ts';
export { BODIES } from './bodies.ts';
export { people } from './commands.ts';
export {
  type FoundPerson,
  isWholeName,
  type Meant,
  nameMeant,
  nameOfPerson,
  personNamed,
  takeOwner,
  whichOne,
  whoIsMeant,
} from './find.ts';
export { openInvite } from './invite.ts';
export { greetStranger } from './join.ts';
export { readName, renamePerson } from './names.ts';
export { changePlace, forgetPlace, rememberPlace } from './places.ts';
export { readStanding, type Standing, tellProjectTeam, tellUnreachable, whereToReach } from './reach.ts';
export { createDirectories, createResolver, isOfBoard, resolve } from './resolve.ts';
export { type Asked, whoIsAsked } from './stand-in.ts';
