// people-zones partnership, lead and board: what the project team says in the chat, for whoever runs the bot.
import type { Command } from 'commander';
import type { PartnershipChange } from '../features/partnership/index.ts';
import { withPartnership } from './opened.ts';

export function addPartnership(program: Command): void {
  program
    .command('partnership')
    .description('what the partnership is called, its marking, where single cases go; without options it is shown')
    .option('--name <NAME>')
    .option('--marking <MARKING>', 'stands on every document: OFFICIAL')
    .option('--advice <WORDS>', 'where what concerns one person should go')
    .option('--officers <HOW>', 'in papers for the board: named, or unnamed')
    .action((options: PartnershipChange) =>
      withPartnership(async ({ prisma, id, operators }) => operators.setPartnership(prisma, id, options)),
    );

  program
    .command('lead')
    .description('make somebody of a zone’s team its lead')
    .argument('<ZONE>', 'its letters or its name')
    .argument('<PERSON>', 'their whole name')
    .option('--end', 'they lead it no longer', false)
    .action((zone: string, person: string, { end }: { end: boolean }) =>
      withPartnership(async ({ prisma, id, operators }) => operators.setZoneLead(prisma, id, { zone, person, end })),
    );

  program
    .command('board')
    .description('name a member of the board')
    .argument('<PERSON>', 'their whole name')
    .option('--executive', 'of its Executive', false)
    .option('--end', 'they are on it no longer', false)
    .action((person: string, { executive, end }: { executive: boolean; end: boolean }) =>
      withPartnership(async ({ prisma, id, operators }) =>
        operators.nameBoard(prisma, id, person, end ? undefined : executive ? 'EXECUTIVE' : 'BOARD'),
      ),
    );
}
