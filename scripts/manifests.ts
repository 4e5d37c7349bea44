// Writes what is made from the registry and kept with the sources: npm run manifests, after the registry has changed.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { manifestFiles, PLACEHOLDER, writeFiles } from '../src/cli/manifests.ts';
import { commandReference, rightsReference, statesReference } from '../src/cli/reference.ts';
import { ROOT } from '../src/process/paths.ts';

for (const path of await writeFiles(await manifestFiles(PLACEHOLDER), join(ROOT, 'manifests'))) console.log(path);
await writeFile(join(ROOT, 'docs', 'commands.md'), commandReference());
await writeFile(join(ROOT, 'docs', 'rights.md'), rightsReference());
await writeFile(join(ROOT, 'docs', 'problem-states.md'), statesReference());
