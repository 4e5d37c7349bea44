// Lanes whose platform wants to hear nothing until then: what is said meanwhile wakes nobody, for the queue comes back by itself.
import type { PrismaClient } from '../database/generated/client.ts';

const resting = new WeakMap<PrismaClient, Map<string, number>>();

/** Of this process: lane → milliseconds of the machine's clock. Whoever sets one has the queue come back then. */
export function restingLanes(prisma: PrismaClient): Map<string, number> {
  const known = resting.get(prisma) ?? new Map<string, number>();
  resting.set(prisma, known);
  return known;
}
