// people-zones start: the bot itself, until somebody ends it.
import type { Command } from 'commander';
import type { Config } from '../config.ts';
import { type Log, surviveFaults, takeOverConsole } from '../process/log.ts';
import { withConfig } from './opened.ts';

export function addStart(program: Command): void {
  program
    .command('start', { isDefault: true })
    .description('run the bot')
    .action(() => withConfig(start));
}

const STOP_WITHIN_MS = 9500;

async function start(config: Config, log: Log): Promise<void> {
  const say = console.log;
  // Somebody who tries it out looks at an empty terminal until the database is there.
  if (config.console && config.databaseUrl === undefined)
    say('People Zones is starting, with a database of its own. The first time that takes half a minute.');
  else log.info('starting');
  const { startBot } = await import('../main.ts');
  takeOverConsole(log);
  surviveFaults(log);
  const bot = await startBot({ config, log });
  const address = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${bot.port}`;
  say(
    config.console
      ? `People Zones is running. Open ${address}`
      : `People Zones is running. Slack and Teams reach it at ${config.publicUrl ?? address}`,
  );
  let stopping = false;
  const stop = (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    void bot.stop().then(() => process.exit(0));
  };
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
}
