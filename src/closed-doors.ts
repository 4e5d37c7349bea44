// Who hears when a place on a platform closes: a person's leads, or the project team when a whole workspace refuses us.
import { heading, paragraph } from './chat/cards.ts';
import type { Clock } from './clock.ts';
import type { PrismaClient } from './database/generated/client.ts';
import type { Courier } from './delivery/courier.ts';
import { inBackground } from './delivery/index.ts';
import { tellProjectTeam, tellUnreachable } from './features/people/index.ts';
import type { Log } from './log.ts';

const NAMES: Record<string, string | undefined> = { slack: 'Slack', teams: 'Teams', console: 'the console' };

export function closedDoors(
  prisma: PrismaClient,
  clock: Clock,
  log: Log,
): Pick<Courier, 'unreachable' | 'paused' | 'resumed'> {
  // To tell of trouble must not make more of it.
  const quietly = (work: Promise<unknown>) =>
    work.then(
      () => {},
      (error: unknown) => log.error({ error }, 'nobody could be told of a closed door'),
    );
  return {
    unreachable: (who) =>
      quietly(inBackground(prisma, who.partnershipId, (effect) => tellUnreachable(effect, who, clock()))),
    paused: ({ partnershipId, platform, tenant, reason }) => {
      const name = NAMES[platform] ?? platform;
      const title = `${name} refuses me`;
      return quietly(
        inBackground(prisma, partnershipId, (effect) =>
          tellProjectTeam(
            effect,
            partnershipId,
            { platform, tenant },
            {
              summary: `${title}: ${reason}`,
              blocks: [
                heading(title),
                paragraph(
                  `It says: ${reason}. What should go there waits, and goes out by itself as soon as it may. "npm run cli -- doctor" says more; most often the bot’s token or its permissions have changed.`,
                ),
              ],
            },
          ),
        ),
      );
    },
    resumed: ({ partnershipId, platform, tenant }) => {
      const title = `${NAMES[platform] ?? platform} takes messages again`;
      return quietly(
        inBackground(prisma, partnershipId, (effect) =>
          tellProjectTeam(
            effect,
            partnershipId,
            { platform, tenant },
            {
              summary: title,
              blocks: [heading(title), paragraph('What waited there is on its way.')],
            },
          ),
        ),
      );
    },
  };
}
