// The secrets of connections: sealed in the database under a key that is not in it, each bound to its own row.
import { z } from 'zod';
import type { JsonObject } from '../chat/cards.ts';
import { ConfigError } from '../config.ts';
import type { PrismaClient } from '../database/generated/client.ts';
import { inPrisma } from '../database/transaction.ts';
import type { Seals } from './seals.ts';

const PURPOSE = 'connection';
const shape = z.record(z.string(), z.json());

interface Sealed {
  id: string;
  secrets: Uint8Array | null;
}

export function sealSecrets(
  seals: Seals,
  id: string,
  secrets: JsonObject,
): { secrets: Uint8Array<ArrayBuffer>; keyId: string } {
  return { secrets: seals.seal(`${PURPOSE} ${id}`, Buffer.from(JSON.stringify(secrets))), keyId: seals.keyId };
}

/** @returns undefined where there are none, or they were sealed under another key or for another connection */
export function openSecrets(seals: Seals | undefined, { id, secrets }: Sealed): JsonObject | undefined {
  const opened = secrets === null ? undefined : seals?.open(`${PURPOSE} ${id}`, secrets);
  return opened === undefined ? undefined : shape.parse(JSON.parse(Buffer.from(opened).toString('utf8')));
}

interface Row extends Sealed {
  platform: string;
  tenant: string;
  keyId: string | null;
}

const closedWith = ({ platform, tenant, keyId }: Row, seals: Seals | undefined): string =>
  seals === undefined
    ? `SECRET_KEY: missing; the secrets of ${platform} ${tenant} are sealed under the key ${keyId}`
    : `SECRET_KEY: the secrets of ${platform} ${tenant} are sealed under the key ${keyId}, and this is ${seals.keyId}; set the one from before, or set it as SECRET_KEY_BEFORE and run "people-zones keys rotate"`;

const withSecrets = { where: { secrets: { not: null } }, orderBy: { createdAt: 'asc' as const } };

/** Looks at start whether every connection can be opened. @throws {ConfigError} naming the variable that is missing or wrong */
export async function assertOpen(prisma: PrismaClient, seals: Seals | undefined): Promise<void> {
  const kept: Row[] = await prisma.connection.findMany(withSecrets);
  const closed = kept.filter((row) => openSecrets(seals, row) === undefined);
  if (closed.length > 0) throw new ConfigError(closed.map((row) => closedWith(row, seals)));
}

/** Seals all of them anew under the key of now, in one transaction. @returns how many @throws {ConfigError} when one cannot be opened */
export function rotateSecrets(prisma: PrismaClient, seals: Seals): Promise<number> {
  return inPrisma(prisma, async (db) => {
    await db.$executeRaw`SELECT 1 FROM connection WHERE secrets IS NOT NULL ORDER BY id FOR UPDATE`;
    const kept: Row[] = await db.connection.findMany(withSecrets);
    const closed: string[] = [];
    for (const row of kept) {
      const opened = openSecrets(seals, row);
      if (opened === undefined) closed.push(closedWith(row, seals));
      else await db.connection.update({ where: { id: row.id }, data: sealSecrets(seals, row.id, opened) });
    }
    if (closed.length > 0) throw new ConfigError(closed);
    return kept.length;
  });
}
