// What may be forgotten when the database's machine dies need not wait for its disk: a message's pace, and that it was handed over.
import { Prisma } from '../database/generated/client.ts';

/** In a FROM of one statement: its commit is not waited for (postgresql.org/docs/current/wal-async-commit.html). */
export const UNHURRIED = Prisma.sql`(SELECT set_config('synchronous_commit', 'off', true) AS set OFFSET 0) AS unhurried`;
