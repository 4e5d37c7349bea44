// The demonstration partnership as most tests have it: seeded once, in a template that they copy.

import { readConfig } from '../../src/config.ts';
import type { Database } from '../../src/database/client.ts';
import { ensurePartnership } from '../../src/features/partnership/begin.ts';
import { ROOT } from '../../src/process/paths.ts';
import { seed } from '../../src/seed/index.ts';
import { aadOf, SLACK_CHANNEL, SLACK_LEAD, SLACK_TEAM, TEAMS_CHANNEL, TEAMS_TENANT } from './ids.ts';

/** Tuesday morning. */
export const NOW = new Date('2026-11-24T10:00:00Z');
export { SLACK_TEAM, TEAMS_TENANT } from './ids.ts';

/** Two zones that work, their teams and eight weeks of work; the first zone in a real channel on each platform, whose lead is "You". */
export async function demonstrate(prisma: Database['prisma']): Promise<void> {
  await ensurePartnership(prisma, readConfig({ PORT: '0', LOG_LEVEL: 'silent' }, ROOT));
  const real = [
    { platform: 'slack', tenant: SLACK_TEAM, conversation: SLACK_CHANNEL, user: SLACK_LEAD },
    { platform: 'teams', tenant: TEAMS_TENANT, conversation: TEAMS_CHANNEL, user: aadOf('lead') },
  ];
  await seed(prisma, NOW, real, { everyStage: false });
  // Only the real channels are linked: the demonstration's own would wait for workspaces that are not there.
  await prisma.zonePlace.deleteMany({
    where: {
      conversation: {
        OR: [
          { platform: 'slack', externalId: { endsWith: 'DEMO' } },
          { platform: 'teams', tenant: { not: TEAMS_TENANT } },
        ],
      },
    },
  });
}
