// people-zones migrate.
import type { Command } from 'commander';
import { migrate } from '../database/migrations.ts';
import { withDatabase } from './opened.ts';

export function addMigrate(program: Command): void {
  program
    .command('migrate')
    .description('bring the database up to this version’s schema, and stop')
    .action(() =>
      withDatabase(async ({ database }) => {
        const applied = await migrate(database.pool);
        console.log(applied.length === 0 ? 'The database is up to date.' : `Applied: ${applied.join(', ')}`);
      }),
    );
}
