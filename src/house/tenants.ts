// What the environment names is a connection like any other; and which of all refuse us just now.
import type { Database } from '../database/client.ts';
import { newId } from '../database/ids.ts';

/** A workspace that the configuration names, or its token is of. */
export async function rememberTenant(
  { prisma }: Database,
  platform: string,
  tenant: string,
  name?: string,
): Promise<void> {
  const partnership = await prisma.partnership.findFirstOrThrow({ orderBy: { createdAt: 'asc' } });
  // What somebody has paused or ended stays so, however often the bot starts; what only asked is configured now.
  await prisma.$executeRaw`
    INSERT INTO connection (id, partnership_id, platform, tenant, name, environment) VALUES (${newId()}::uuid, ${partnership.id}::uuid, ${platform}, ${tenant}, ${name ?? null}, true)
    ON CONFLICT (platform, tenant) DO UPDATE SET environment = true, name = coalesce(connection.name, EXCLUDED.name),
      state = CASE WHEN connection.state = 'ASKED' THEN 'ACTIVE' ELSE connection.state END`;
}

/** Workspaces that refuse us just now: the bot is ready, and somebody should look. */
export async function restingTenants({ prisma }: Database): Promise<string[]> {
  const resting = await prisma.connection
    .findMany({ where: { refusedSince: { not: null }, state: 'ACTIVE' } })
    .catch(() => []);
  return resting.map(({ platform, trouble }) => `${platform}: ${trouble ?? ''}`);
}
