import type { PrismaClient } from './generated/client.ts';

/** Prisma's client, or the same inside a transaction. */
export type Db = Omit<PrismaClient, '$connect' | '$disconnect' | '$on' | '$use' | '$extends' | '$transaction'>;
