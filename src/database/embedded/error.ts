// What whoever runs the bot can mend about its own database.

/** Somebody can mend this; the message says how. */
export class EmbeddedDatabaseError extends Error {
  override name = 'EmbeddedDatabaseError';
}
