// What signs the addresses of pages, and what they begin with.
import type { Config } from '../config.ts';
import type { Database } from '../database/client.ts';
import { createLinks, keyInFolder, type Links, NO_LINKS } from '../http/links.ts';

/** What signs and seals: the key of the environment, or one beside the bot's own database, and never in it. */
export async function keyOf(config: Config, database: Database): Promise<string | undefined> {
  return config.secretKey ?? (database.url === 'embedded' ? await keyInFolder(config.dataDir) : undefined);
}

/** Pages have addresses where the bot knows its own, and has a key. */
export function linksOf(key: string | undefined, config: Config, port: () => number | undefined): Links {
  if (key === undefined) return NO_LINKS;
  const own = () => (config.console && port() !== undefined ? `http://localhost:${port()}` : undefined);
  return createLinks(() => config.publicUrl?.replace(/\/+$/, '') ?? own(), key);
}
