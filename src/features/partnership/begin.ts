// The partnership that a deployment serves: made at the first start, with its project team as the configuration names it.

import type { Config } from '../../config.ts';
import type { PrismaClient } from '../../database/generated/client.ts';
import { inPrisma } from '../../database/transaction.ts';
import { PROJECT_TEAM } from '../people/index.ts';

const DEFAULT_ADVICE =
  'What concerns one person belongs in your agency’s own case system, or with its safeguarding lead. In danger now: 999. For police when it is not urgent: 101.';

/** One partnership by default; the accounts in ADMINS are its project team. Safe to run at every start, on every replica. */
export async function ensurePartnership(prisma: PrismaClient, config: Config): Promise<void> {
  await inPrisma(prisma, async (db) => {
    await db.$executeRaw`SELECT pg_advisory_xact_lock(7305820115)`;
    const partnership =
      (await db.partnership.findFirst({ orderBy: { createdAt: 'asc' } })) ??
      (await db.partnership.create({
        data: { name: 'People Zones', timeZone: config.timeZone, caseAdvice: DEFAULT_ADVICE },
      }));
    const { tenantId } = config.teams;
    const tenants = [
      ...config.admins.map(({ platform, tenant }) => ({ platform, tenant })),
      ...(tenantId === undefined ? [] : [{ platform: 'teams', tenant: tenantId }]),
      { platform: 'console', tenant: 'local' },
    ];
    await db.connection.createMany({
      data: tenants.map((tenant) => ({ ...tenant, partnershipId: partnership.id, environment: true })),
      skipDuplicates: true,
    });
    for (const account of config.admins) {
      const identity = await db.chatIdentity.findUnique({
        where: { platform_tenant_user: account },
        include: { person: true },
      });
      if (identity?.person !== null && identity?.person !== undefined) {
        if (!identity.person.roles.includes('ADMIN'))
          await db.person.update({ where: { id: identity.person.id }, data: { roles: { push: 'ADMIN' } } });
        continue;
      }
      const agencyKey = { partnershipId: partnership.id, name: PROJECT_TEAM };
      const agency = await db.agency.upsert({
        where: { partnershipId_name: agencyKey },
        create: { ...agencyKey, shortName: PROJECT_TEAM, sector: 'LOCAL_AUTHORITY' },
        update: {},
      });
      const person = await db.person.create({
        data: { partnershipId: partnership.id, agencyId: agency.id, name: PROJECT_TEAM, roles: ['ADMIN'] },
      });
      await db.chatIdentity.upsert({
        where: { platform_tenant_user: account },
        create: { ...account, partnershipId: partnership.id, personId: person.id },
        update: { personId: person.id },
      });
    }
  });
}
