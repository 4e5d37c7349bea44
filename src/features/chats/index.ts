// The chats by which people take part: what other features, the house and whoever runs the bot may use.
export { CHATS, chats } from './commands.ts';
export { type Deed, decideChat, idsOf, listChats } from './operators.ts';
export { askFor, connectionOf, end, letIn, tellInstalled, tellRemoved, tellTrouble } from './service.ts';
