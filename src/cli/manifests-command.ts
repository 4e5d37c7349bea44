// people-zones manifests: the apps, ready to upload.
import type { Command } from 'commander';
import { withConfig } from './opened.ts';

export function addManifests(program: Command): void {
  program
    .command('manifests')
    .description('write the app manifests for Slack and Teams, filled in from the configuration, ready to upload')
    .option('--to <FOLDER>', 'where to', 'people-zones-apps')
    .option(
      '--listen',
      'ask also for channel messages, so that #decision … is heard in a meeting without a mention',
      false,
    )
    .option('--many', 'an app for Slack that other workspaces may let in, too', false)
    .action((options: { to: string; listen: boolean; many: boolean }) =>
      withConfig(async (config) => {
        const { PLACEHOLDER, writeManifests } = await import('./manifests.ts');
        const socketMode = config.slack?.appToken !== undefined;
        const identity = {
          publicUrl: config.publicUrl ?? PLACEHOLDER.publicUrl,
          appId: config.teams.appId ?? PLACEHOLDER.appId,
          socketMode,
          listen: options.listen,
          many: options.many,
        };
        for (const path of await writeManifests(identity, options.to)) console.log(path);
        if (config.publicUrl === undefined && !socketMode) console.log('PUBLIC_URL is not set: replace the address.');
        if (config.teams.appId === undefined) console.log('MICROSOFT_APP_ID is not set: replace the id for Teams.');
      }),
    );
}
