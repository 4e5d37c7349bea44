/** Generates src/database/generated when the schema or Prisma's version has changed. */
export function ensureClient(): void;
/** Bundles src/cli.ts (and the adapters, each loaded on demand) into dist/. */
export function build(): Promise<void>;
/** Bundles one TypeScript file of scripts/ or tests/. @returns where the bundle is */
export function bundleFile(file: string): Promise<string>;
