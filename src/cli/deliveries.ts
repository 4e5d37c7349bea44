// people-zones deliveries: what became of everything that was to be sent.
import type { Command } from 'commander';
import { holdWaiting, sendHeld } from '../delivery/hold.ts';
import { readBooks, retryDead } from '../delivery/sweep.ts';
import { withDatabase } from './opened.ts';

export function addDeliveries(program: Command): void {
  program
    .command('deliveries')
    .description('what became of everything that was to be sent')
    .option('--retry', 'send the dead ones again')
    .option('--hold', 'hold back everything that waits: for a database that was restored')
    .option('--send-held', 'let go what was held back')
    .action((options: { retry?: boolean; hold?: boolean; sendHeld?: boolean }) =>
      withDatabase(async ({ database }) => {
        if (options.hold === true) console.log(`Held back: ${await holdWaiting(database.prisma)}`);
        if (options.sendHeld === true) console.log(`Let go: ${await sendHeld(database.prisma)}`);
        if (options.retry === true) console.log(`Put back: ${await retryDead(database.prisma)}`);
        const books = await readBooks(database.prisma);
        console.log(
          `sent ${books.sent} + waiting ${books.waiting} + dead ${books.dead} + skipped ${books.skipped} = ${books.all}`,
        );
        const troubled = await database.prisma.delivery.groupBy({
          by: ['state', 'platform', 'reason'],
          where: { state: { in: ['DEAD', 'SKIPPED'] } },
          _count: true,
        });
        for (const row of troubled)
          console.log(`  ${row._count} ${row.state.toLowerCase()} on ${row.platform}: ${row.reason ?? ''}`);
      }),
    );
}
