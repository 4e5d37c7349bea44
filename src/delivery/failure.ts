// What follows when a platform did not take a message: it waits, steps aside, stops a place or a person, lets a whole
// workspace rest, or is given up with its reason.
import { SendProblem } from '../chat/port.ts';
import type { Delivery } from '../database/generated/client.ts';
import type { Limit } from './address.ts';
import type { Courier } from './courier.ts';
import { OF_MESSAGE } from './next.ts';
import { holdUntil } from './pace.ts';
import { settle } from './settle.ts';

/** The platform is not well: waits grow to five minutes, and for some fourteen hours nothing is given up. */
const MOST_ATTEMPTS = 180;
const LONGEST_WAIT_MS = 300_000;
/** The platform is well and does not take this message, for a reason that we do not know. Some ten minutes. */
const MOST_OF_MESSAGE = 10;
/** A platform that is said to be ill for so long is doubted, and compared with what others get. Some four minutes. */
const DOUBTED_AFTER = 8;
/** A whole workspace is looked at again after this long, then twice as long, up to ten minutes. */
const PAUSE_MS = 15_000;
const LONGEST_PAUSE_MS = 600_000;

export async function bookFailure(
  courier: Courier,
  delivery: Delivery,
  error: unknown,
  limits: Limit[],
): Promise<void> {
  const problem =
    error instanceof SendProblem
      ? error
      : new SendProblem('later', error instanceof Error ? error.name : 'unknown error', { ofMessage: true });
  switch (problem.kind) {
    case 'expired':
      return settle(courier, delivery, 'SKIPPED', problem.message);
    case 'stopped':
      return stop(courier, delivery, problem.message);
    case 'paused':
      return (await rest(courier, delivery, problem.message)) ? undefined : wait(courier, delivery, problem, limits);
    case 'later':
      return wait(courier, delivery, problem, limits);
    default:
      return giveUp(courier, delivery, problem.message);
  }
}

async function wait(courier: Courier, delivery: Delivery, problem: SendProblem, limits: Limit[]): Promise<void> {
  const { prisma, log } = courier;
  const told = problem.retryAfterMs;
  // A platform that asks us to wait has refused nothing: waiting is not failing.
  const attempts = told === undefined ? delivery.attempts + 1 : delivery.attempts;
  const ofMessage = problem.ofMessage || (attempts >= DOUBTED_AFTER && (await othersArrive(courier, delivery)));
  if (attempts >= (problem.ofMessage ? MOST_OF_MESSAGE : MOST_ATTEMPTS))
    return giveUp(courier, delivery, problem.message);
  const waitMs = told ?? backoff(attempts);
  if (told !== undefined)
    for (const { key, pace } of limits.filter(({ mine }) => mine)) await holdUntil(prisma, key, pace, told);
  log.warn(
    {
      delivery: delivery.id,
      platform: delivery.platform,
      reason: problem.message,
      attempts,
      waitMs: Math.round(waitMs),
    },
    'not sent yet',
  );
  await prisma.delivery.update({
    where: { id: delivery.id },
    data: {
      attempts,
      reason: `${ofMessage ? OF_MESSAGE : ''}${problem.message}`,
      nextAttemptAt: new Date(courier.now().getTime() + waitMs),
      // Only what may have arrived is looked for.
      ...(problem.lost ? {} : { handedAt: null }),
    },
  });
}

/** Whether the platform takes messages of other conversations while it does not take this one. */
async function othersArrive({ prisma }: Courier, { platform, tenant, lane }: Delivery): Promise<boolean> {
  const [found] = await prisma.$queryRaw<{ arrive: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM delivery WHERE state = 'SENT' AND settled_at > now() - interval '2 minutes'
      AND platform = ${platform} AND tenant = ${tenant} AND lane <> ${lane}) AS arrive`;
  return found?.arrive === true;
}

/** What one place refuses stops that place alone; what one person's account refuses stops what goes to them in private. */
async function stop(courier: Courier, delivery: Delivery, reason: string): Promise<void> {
  const { platform, tenant, conversation, user, partnershipId } = delivery;
  const { prisma, log } = courier;
  if (conversation === null) {
    const { count } = await prisma.chatIdentity.updateMany({
      where: { platform, tenant, user: user ?? '', unreachable: null },
      data: { unreachable: reason },
    });
    // Somebody may have been written to before we know them: who invited them wants to hear.
    const stranger =
      count === 0 && (await prisma.chatIdentity.count({ where: { platform, tenant, user: user ?? '' } })) === 0;
    if (count > 0 || stranger) await courier.unreachable({ partnershipId, platform, tenant, user: user ?? '', reason });
  } else if (user === null)
    await prisma.conversation.updateMany({
      where: { platform, tenant, externalId: conversation },
      data: { stoppedReason: reason },
    });
  log.warn({ platform, reason }, 'a place or person takes no messages; nothing more is sent there until that changes');
  await settle(courier, delivery, 'SKIPPED', reason);
}

/**
 * The token is refused, or the workspace: every conversation there waits, and is looked at again from time to time.
 * @returns false where the tenant is none of our connections: somebody of another workspace in a channel that both share
 */
async function rest(courier: Courier, delivery: Delivery, reason: string): Promise<boolean> {
  const { prisma, log, now } = courier;
  const { platform, tenant, partnershipId } = delivery;
  const before = await prisma.connection.findUnique({
    where: { platform_tenant: { platform, tenant } },
    select: { refusedSince: true },
  });
  if (before === null) return false;
  const since = before.refusedSince ?? now();
  const waitMs = Math.min(LONGEST_PAUSE_MS, Math.max(PAUSE_MS, now().getTime() - since.getTime()));
  const fresh = await prisma.$executeRaw`
    UPDATE connection SET trouble = ${reason}, trouble_at = ${now()}, refused_since = coalesce(refused_since, ${since}),
      refused_until = ${new Date(now().getTime() + waitMs)}
    WHERE platform = ${platform} AND tenant = ${tenant} AND (refused_until IS NULL OR refused_until <= ${now()})`;
  if (fresh === 0) return true;
  log.error(
    { platform, tenant, reason, waitMs: Math.round(waitMs) },
    'a whole workspace is refused: what goes there waits',
  );
  if (before.refusedSince === null) await courier.paused({ partnershipId, platform, tenant, reason });
  return true;
}

async function giveUp(courier: Courier, delivery: Delivery, reason: string): Promise<void> {
  courier.log.error(
    { delivery: delivery.id, platform: delivery.platform, reason, attempts: delivery.attempts + 1 },
    'delivery given up',
  );
  await settle(courier, delivery, 'DEAD', reason);
}

/** 1 s, 2 s, 4 s … each between half and one and a half of that, so that many do not come back at once. */
function backoff(attempts: number): number {
  return Math.min(LONGEST_WAIT_MS, 1000 * 2 ** Math.min(20, attempts - 1)) * (0.5 + Math.random());
}
