// Where the project lies, whether it runs from its sources or from the build.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function findRoot(from: string): string {
  if (existsSync(join(from, 'prisma', 'schema'))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error('The folder with prisma/schema was not found.');
  return findRoot(parent);
}

/** The folder that holds package.json, prisma/ and manifests/. */
export const ROOT = findRoot(dirname(fileURLToPath(import.meta.url)));
