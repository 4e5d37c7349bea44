// The workspaces and tenants that the bot is connected to.
import type { Database } from '../database/client.ts';

/** A workspace that the platform has told us of at start. */
export async function rememberTenant({ prisma }: Database, platform: string, tenant: string): Promise<void> {
  const partnership = await prisma.partnership.findFirstOrThrow({ orderBy: { createdAt: 'asc' } });
  await prisma.chatTenant.upsert({
    where: { platform_tenant: { platform, tenant } },
    create: { platform, tenant, partnershipId: partnership.id },
    update: {},
  });
}

/** Workspaces that refuse us just now: the bot is ready, and somebody should look. */
export async function restingTenants({ prisma }: Database): Promise<string[]> {
  const resting = await prisma.chatTenant.findMany({ where: { pausedSince: { not: null } } }).catch(() => []);
  return resting.map(({ platform, pausedReason }) => `${platform}: ${pausedReason ?? ''}`);
}
