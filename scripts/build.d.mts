/** Generates src/database/generated when the schema or Prisma's version has changed. */
export function ensureClient(): void;
/** Bundles src/cli.ts (and the adapters, each loaded on demand) into dist/. */
export function build(): Promise<void>;
