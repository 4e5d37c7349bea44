// Runs one TypeScript file of scripts/ or tests/: node scripts/run.mjs scripts/migration.ts NAME
import { pathToFileURL } from 'node:url';
import { bundleFile } from './build.mjs';

const [file, ...rest] = process.argv.slice(2);
const out = await bundleFile(file);
process.argv = [process.argv[0], file, ...rest];
process.setSourceMapsEnabled(true);
await import(pathToFileURL(out).href);
