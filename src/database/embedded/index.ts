// A PostgreSQL of the bot's own: what the rest of the house may use of it.
export { backup, restore } from './backup.ts';
export { EmbeddedDatabaseError } from './error.ts';
export { defaultDataDir } from './place.ts';
export { APPLICATION_NAME } from './processes.ts';
export { type EmbeddedServer, startEmbedded } from './server.ts';
