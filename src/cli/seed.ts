// people-zones seed: the demonstration, into an empty database.
import type { Command } from 'commander';
import { ConfigError } from '../config.ts';
import { migrate } from '../database/migrations.ts';
import { ensurePartnership } from '../features/partnership/begin.ts';
import { type RealPlace, seed } from '../seed/index.ts';
import { withDatabase } from './opened.ts';

export function addSeed(program: Command): void {
  program
    .command('seed')
    .description('fill an empty database with the demonstration partnership')
    .option('--slack <TEAM:CHANNEL:USER>', 'link the first zone to this channel and make this user one of its leads')
    .option('--teams <TENANT:CONVERSATION:AADOBJECTID>', 'the same for Teams')
    .action((options: { slack?: string; teams?: string }) =>
      withDatabase(async ({ database, config }) => {
        const real = [...realPlace('slack', options.slack), ...realPlace('teams', options.teams)];
        await migrate(database.pool);
        await ensurePartnership(database.prisma, config);
        await seed(database.prisma, new Date(), real);
        console.log(
          'Seeded: two zones, ten agencies, 25 people, eight weeks of interactions, six problems and what was promised for them.',
        );
      }),
    );
}

function realPlace(platform: string, given: string | undefined): RealPlace[] {
  if (given === undefined) return [];
  // A Teams conversation id holds colons itself: the first part is the tenant, the last the user.
  const parts = given.split(':');
  const [tenant = '', user = ''] = [parts[0], parts.at(-1)];
  const conversation = parts.slice(1, -1).join(':');
  if (parts.length < 3 || tenant === '' || conversation === '' || user === '')
    throw new ConfigError([
      `--${platform}: expected three parts, such as ${platform === 'slack' ? 'T012:C345:U678' : 'TENANT:19:abc@thread.tacv2:AADOBJECTID'}`,
    ]);
  return [{ platform, tenant, conversation, user }];
}
