// A file in a form: Slack sends an address, which only the bot's token opens.
import { decodeFile, MOST_BYTES } from '../../src/chat/files.ts';

/** Slack waits three seconds for the answer to a form. */
const WITHIN_MS = 1500;

/** A person can mend this. */
export class FileTrouble extends Error {
  override name = 'FileTrouble';
  readonly block: string;

  constructor(block: string, message: string) {
    super(message);
    this.block = block;
  }
}

type State = Record<string, Record<string, unknown>>;
interface Held {
  type?: string;
  files?: ({ url_private_download?: string | null; size?: number | null } | null)[] | null;
}

/** Puts what stands in each file where the value of a field stands. @param apiUrl where else than at Slack's files may lie @throws {FileTrouble} */
export async function readFiles(
  state: State,
  tokenOf: () => Promise<string>,
  apiUrl: string | undefined,
): Promise<State> {
  const read: State = {};
  for (const [block, fields] of Object.entries(state)) {
    read[block] = {};
    for (const [name, raw] of Object.entries(fields ?? {})) {
      const { type, files } = (raw ?? {}) as Held;
      const [file] = files ?? [];
      read[block][name] =
        type === 'file_input' ? { type, value: file == null ? null : await download(block, file) } : raw;
    }
  }
  return read;

  async function download(
    block: string,
    { url_private_download: url, size }: NonNullable<NonNullable<Held['files']>[number]>,
  ) {
    if ((size ?? 0) > MOST_BYTES) throw new FileTrouble(block, 'That file is larger than 1 MB.');
    // A file of another workspace, or one that was deleted meanwhile, comes without an address.
    if (url == null || !URL.canParse(url))
      throw new FileTrouble(block, 'Slack does not let me open that file. Put it in again, or paste its rows.');
    const { origin, hostname } = new URL(url);
    const known = /(?:^|\.)slack\.com$/.test(hostname) || (apiUrl !== undefined && new URL(apiUrl).origin === origin);
    try {
      if (!known) throw new Error('not an address of Slack’s');
      const response = await fetch(url, {
        headers: { authorization: `Bearer ${await tokenOf()}` },
        signal: AbortSignal.timeout(WITHIN_MS),
      });
      // Without the permission, Slack answers with a page to sign in.
      if (!response.ok || response.headers.get('content-type')?.includes('text/html'))
        throw new Error(`answered ${response.status}`);
      return decodeFile(new Uint8Array(await response.arrayBuffer()));
    } catch {
      throw new FileTrouble(block, 'I could not fetch that file from Slack. Try again, or paste its rows.');
    }
  }
}
