// Signed addresses of pages, for those who have no chat: whoever has the address may read the page until it expires.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export type Params = Record<string, string>;

export interface Links {
  /**
   * @param page the path of a page that a feature declares
   * @param until the link's last moment; left out, it does not expire
   * @returns its whole address, or undefined where the bot has no address or no key of its own
   */
  to(page: string, params: Params, until?: Date): string | undefined;
  /** @returns what the address says, if this bot signed it */
  read(page: string, query: URLSearchParams): { params: Params; until: Date | undefined } | undefined;
}

/** Where nothing can be signed: every link is left out, every address refused. */
export const NO_LINKS: Links = { to: () => undefined, read: () => undefined };

const SIGNATURE = 'sig';
const UNTIL = 'until';

/**
 * @param base the bot's own address, without a slash at its end; asked anew for every link
 * @param key at least 32 bytes; a new key makes every earlier link worthless
 */
export function createLinks(base: () => string | undefined, key: string): Links {
  const sign = (page: string, params: Params) =>
    createHmac('sha256', key)
      .update(JSON.stringify([page, Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1))]))
      .digest('base64url');
  return {
    to(page, params, until) {
      const address = base();
      if (address === undefined) return undefined;
      const said = until === undefined ? params : { ...params, [UNTIL]: String(Math.floor(until.getTime() / 1000)) };
      return `${address}${page}?${new URLSearchParams({ ...said, [SIGNATURE]: sign(page, said) })}`;
    },
    read(page, query) {
      const { [SIGNATURE]: signature = '', ...said } = Object.fromEntries(query);
      const [given, right] = [Buffer.from(signature), Buffer.from(sign(page, said))];
      if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
      const { [UNTIL]: until, ...params } = said;
      return { params, until: until === undefined ? undefined : new Date(Number(until) * 1000) };
    },
  };
}

/** The key of an installation that has set none: made once, readable to its own user alone. */
export async function keyInFolder(dataDir: string): Promise<string> {
  const path = join(dataDir, 'links.key');
  await mkdir(dataDir, { recursive: true });
  try {
    await writeFile(path, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFile(path, 'utf8');
}
