// The demonstration, where somebody tries the bot on a database that holds nothing.
import type { PrismaClient } from '../database/generated/client.ts';
import { NotEmpty, seed } from './index.ts';
import { openChannels } from './opening.ts';

/** The demonstration, on a database that holds nothing yet. */
export async function seedIfEmpty(prisma: PrismaClient, now: Date): Promise<void> {
  try {
    await seed(prisma, now);
    const { id } = await prisma.partnership.findFirstOrThrow({ orderBy: { createdAt: 'asc' } });
    await openChannels(prisma, id, now);
  } catch (error) {
    if (!(error instanceof NotEmpty)) throw error;
  }
}
