// A file in a private chat with the bot: Teams sends an address that opens it for some minutes, without a token.
import { z } from 'zod';
import { decodeFile, MOST_BYTES } from '../../src/chat/files.ts';
import type { Log } from '../../src/process/log.ts';
import type { TeamsActivity } from './receive.ts';

const DOWNLOAD = 'application/vnd.microsoft.teams.file.download.info';
const WITHIN_MS = 5000;
const download = z.object({ downloadUrl: z.url(), fileType: z.string() });

/** The activity with what stands in a text file after what was typed. @param local also from this machine, for want of a tenant */
export async function withFile(activity: TeamsActivity, local: boolean, log: Log): Promise<TeamsActivity> {
  if (activity.type !== 'message') return activity;
  const [file] = (activity.attachments ?? [])
    .filter(({ contentType }) => contentType === DOWNLOAD)
    .flatMap(({ content }) => download.safeParse(content).data ?? []);
  if (file === undefined || !['csv', 'txt'].includes(file.fileType.toLowerCase())) return activity;
  const { hostname, protocol } = new URL(file.downloadUrl);
  const known = (protocol === 'https:' && /\.sharepoint\.com$/.test(hostname)) || (local && hostname === '127.0.0.1');
  if (!known) return activity;
  try {
    const response = await fetch(file.downloadUrl, { signal: AbortSignal.timeout(WITHIN_MS) });
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (!response.ok || bytes.length > MOST_BYTES) return activity;
    return { ...activity, text: `${activity.text ?? ''}\n${encode(decodeFile(bytes))}` };
  } catch (error) {
    log.warn({ error }, 'a file from Teams could not be fetched');
    return activity;
  }
}

/** A message's text is markup, which is read as such afterwards. */
const encode = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
