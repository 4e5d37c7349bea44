// Who hears when a place on a platform closes: a person's leads, or the project team when a whole workspace refuses us.
import { heading, paragraph } from '../chat/cards.ts';
import { platformName } from '../chat/platforms.ts';
import type { PrismaClient } from '../database/generated/client.ts';
import type { Closed, Courier } from '../delivery/courier.ts';
import { inBackground } from '../delivery/index.ts';
import { tellProjectTeam, tellUnreachable } from '../features/people/index.ts';
import { capitalised } from '../language/vocabulary.ts';
import type { Log } from '../process/log.ts';
import type { Clock } from '../time/clock.ts';

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
  const tellTeam = (about: Omit<Closed, 'reason'>, title: string, words: string) =>
    quietly(
      inBackground(prisma, about.partnershipId, (effect) =>
        tellProjectTeam(effect, about.partnershipId, about, {
          summary: title,
          blocks: [heading(title), paragraph(words)],
        }),
      ),
    );
  return {
    unreachable: (who) =>
      quietly(inBackground(prisma, who.partnershipId, (effect) => tellUnreachable(effect, who, clock()))),
    paused: (what) =>
      tellTeam(
        what,
        `${capitalised(platformName(what.platform))} refuses me`,
        `It says: ${what.reason}. What should go there waits, and goes out by itself as soon as it may. "npm run cli -- doctor" says more; most often the bot’s token or its permissions have changed.`,
      ),
    resumed: (what) =>
      tellTeam(
        what,
        `${capitalised(platformName(what.platform))} takes messages again`,
        'What waited there is on its way.',
      ),
  };
}
