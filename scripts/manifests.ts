// Writes the manifests that are kept with the sources: npm run manifests, after the registry has changed.
import { join } from 'node:path';
import { manifestFiles, PLACEHOLDER, writeFiles } from '../src/manifests.ts';
import { ROOT } from '../src/paths.ts';

for (const path of await writeFiles(await manifestFiles(PLACEHOLDER), join(ROOT, 'manifests'))) console.log(path);
