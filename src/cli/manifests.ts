// What a partnership uploads to connect its Slack and its Teams: both manifests, made from the one registry.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { zipSync } from 'fflate';
import { slackManifest } from '../../adapters/slack/manifest.ts';
import { teamsManifest } from '../../adapters/teams/manifest.ts';
import { productRegistry } from '../features/index.ts';
import { ROOT } from '../process/paths.ts';

export interface AppIdentity {
  /** Where the platforms reach the bot; a slash at the end is dropped. */
  publicUrl: string;
  /** MICROSOFT_APP_ID. */
  appId: string;
  socketMode: boolean;
  /** Other workspaces may let the Slack app in. */
  many?: boolean;
  /** Lines that begin with # are heard in channels without a mention. */
  listen?: boolean;
}

/** What stands in the manifests that are kept with the sources. */
export const PLACEHOLDER: AppIdentity = {
  publicUrl: 'https://people-zones.example.org',
  appId: '00000000-0000-0000-0000-000000000000',
  socketMode: false,
};

/** Both manifests as they are written to files, by path under manifests/. */
export async function manifestFiles(identity: AppIdentity): Promise<Record<string, string>> {
  const registry = productRegistry();
  const publicUrl = identity.publicUrl.replace(/\/+$/, '');
  const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  const file = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
  return {
    'slack/manifest.json': file(slackManifest(registry, publicUrl, identity)),
    'teams/manifest.json': file(
      teamsManifest(registry, { appId: identity.appId, publicUrl, version, listen: identity.listen === true }),
    ),
  };
}

/** Writes both manifests, and the package that Teams takes, under a folder. @returns the paths written */
export async function writeManifests(identity: AppIdentity, folder: string): Promise<string[]> {
  const files: Record<string, string | Uint8Array> = await manifestFiles(identity);
  const icons = { 'color.png': await icon('color.png'), 'outline.png': await icon('outline.png') };
  const packed = zipSync({ 'manifest.json': Buffer.from(files['teams/manifest.json'] ?? ''), ...icons });
  return writeFiles({ ...files, 'teams/people-zones.zip': packed }, folder);
}

/** Writes files by path under a folder. @returns the paths written */
export async function writeFiles(files: Record<string, string | Uint8Array>, folder: string): Promise<string[]> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return Object.keys(files).map((path) => join(folder, path));
}

const icon = (name: string) => readFile(join(ROOT, 'manifests', 'teams', name));
