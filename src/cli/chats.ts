// people-zones chats, and keys: the workspaces and tenants by which people take part, for whoever runs the bot.
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { parse } from 'dotenv';
import { Refusal } from '../chat/replies.ts';
import { ConfigError, readConfig } from '../config.ts';
import { keyOf } from '../house/links.ts';
import { addOwnApp } from '../house/own-app.ts';
import { createSeals, type Seals } from '../house/seals.ts';
import { rotateSecrets } from '../house/secrets.ts';
import { ROOT } from '../process/paths.ts';
import { type Opened, withDatabase } from './opened.ts';

export function addChats(program: Command): void {
  const chats = program.command('chats').description('the workspaces and tenants by which people take part');
  chats
    .command('list', { isDefault: true })
    .description('each with whose it is, its people and places, and its last trouble')
    .action(() => withPartnershipOf(async ({ prisma, id, features }) => features.listChats(prisma, id)));
  for (const [deed, says] of [
    ['allow', 'it takes part, from now on or again'],
    ['pause', 'nothing is heard from there and nothing said, until it is allowed again'],
    ['end', 'it takes part no longer: its keys are forgotten, what came by it stays'],
  ] as const) {
    const command = chats.command(deed).description(says).argument('<CHAT>', 'its name, or its id');
    if (deed === 'allow')
      command.option('--for <AGENCIES>', 'whose people come by it, with commas between; without it: as before');
    command.action((which: string, options: { for?: string }) =>
      withPartnershipOf(({ prisma, id, features }) =>
        features.decideChat(prisma, id, deed, which, options.for?.split(','), new Date()),
      ),
    );
  }
  chats
    .command('add')
    .description('an app or bot that a workspace or tenant has for itself, with its keys from a file')
    .argument('<PLATFORM>', 'slack or teams')
    .requiredOption('--from <FILE>', 'the same names as in .env: SLACK_BOT_TOKEN …, MICROSOFT_APP_ID …')
    .option('--tenant <ID>', 'Teams: the tenant that has it; left out, the one that the bot is registered in')
    .option('--name <NAME>', 'what it is called')
    .option('--for <AGENCIES>', 'whose people come by it, with commas between')
    .action((platform: string, options: { from: string; tenant?: string; name?: string; for?: string }) =>
      withPartnershipOf(async ({ prisma, id, seals, features }) => {
        if (seals === undefined) throw new ConfigError(['SECRET_KEY: missing; keys are kept sealed under it']);
        // An address that the bot already has is of no concern to this app.
        const given = readConfig(parse(await readFile(options.from, 'utf8')), ROOT);
        return addOwnApp(prisma, seals, platform, given, {
          partnershipId: id,
          tenant: options.tenant,
          name: options.name,
          agencies: await features.idsOf(prisma, id, options.for?.split(',') ?? []),
        });
      }),
    );

  program
    .command('keys')
    .description('the key under which secrets are sealed')
    .command('rotate')
    .description('seal all secrets anew under SECRET_KEY; the key before it stands in SECRET_KEY_BEFORE')
    .action(() =>
      withPartnershipOf(async ({ prisma, seals }) => {
        if (seals === undefined) throw new ConfigError(['SECRET_KEY: missing']);
        const count = await rotateSecrets(prisma, seals);
        return `Sealed anew under the key ${seals.keyId}: ${count}. SECRET_KEY_BEFORE is needed no longer, once every replica has the new one.`;
      }),
    );
}

/** Says what has become of it; a running bot hears of it within seconds. */
function withPartnershipOf(
  work: (here: {
    prisma: Opened['database']['prisma'];
    id: string;
    seals: Seals | undefined;
    features: typeof import('../features/chats/index.ts');
  }) => Promise<string>,
): Promise<void> {
  return withDatabase(async ({ database, config }) => {
    const features = await import('../features/chats/index.ts');
    const { prisma } = database;
    const found = await prisma.partnership.findFirst({ orderBy: { createdAt: 'asc' }, select: { id: true } });
    if (found === null) throw new Refusal('There is no partnership yet: start the bot once.');
    const key = await keyOf(config, database);
    const seals = key === undefined ? undefined : createSeals(key, config.secretKeyBefore);
    console.log(await work({ prisma, id: found.id, seals, features }));
  });
}
