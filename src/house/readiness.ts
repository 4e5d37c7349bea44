// Whether the process can serve.
import type { Database } from '../database/client.ts';
import { within } from '../time/within.ts';

/** @returns what is missing; empty when it is ready */
export async function notReady(database: Database, workerRunning: () => boolean): Promise<string[]> {
  const missing: string[] = [];
  const asked = database.pool.query("SELECT to_regclass('_prisma_migrations') IS NOT NULL AS there").then(
    (result) => result.rows[0]?.there === true,
    () => undefined,
  );
  const found = await within(2000, asked);
  if (found === undefined) missing.push('database');
  if (found === false) missing.push('migrations');
  if (!workerRunning()) missing.push('delivery worker');
  return missing;
}
