#!/usr/bin/env node
// Builds what is stale, then runs the command line. An image ships dist/ alone, without the sources.
import { existsSync } from 'node:fs';

if (existsSync(new URL('../src/cli.ts', import.meta.url))) {
  const { build } = await import('../scripts/build.mjs');
  await build();
}
process.setSourceMapsEnabled(true);
await import('../dist/cli.js');
