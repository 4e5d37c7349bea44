// people-zones start: the bot itself, until somebody ends it.
import type { Command } from 'commander';
import type { Config } from '../config.ts';
import type { Bot } from '../main.ts';
import { type Log, surviveFaults, takeOverConsole } from '../process/log.ts';
import { withConfig } from './opened.ts';

export function addStart(program: Command): void {
  program
    .command('start', { isDefault: true })
    .description('run the bot')
    .action(() => withConfig(start));
}

const STOP_WITHIN_MS = 9500;
const ASKED_AGAIN_MS = 1000;

async function start(config: Config, log: Log): Promise<void> {
  const say = console.log;
  // Somebody who tries it out looks at an empty terminal until the database is there.
  if (config.console && config.databaseUrl === undefined)
    say('People Zones is starting, with a database of its own. The first time that takes half a minute.');
  else log.info('starting');
  const { startBot } = await import('../main.ts');
  takeOverConsole(log);
  surviveFaults(log);
  const starting = startBot({ config, log });
  endWhenTold(starting, log);
  const bot = await starting;
  const address = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${bot.port}`;
  say(
    config.console
      ? `People Zones is running. Open ${address}`
      : `People Zones is running. Slack and Teams reach it at ${config.publicUrl ?? address}`,
  );
}

/** From the first moment: what has begun to start is stopped as soon as it stands. Who asks again does not want to wait. */
function endWhenTold(starting: Promise<Bot>, log: Log): void {
  let asked: number | undefined;
  const stop = (signal: string) => {
    if (asked !== undefined) {
      // A terminal and npm both pass on what was asked once.
      if (performance.now() - asked > ASKED_AGAIN_MS) process.exit(1);
      return;
    }
    asked = performance.now();
    log.info({ signal }, 'stopping');
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    void starting
      .then((bot) => bot.stop())
      .then(
        () => process.exit(0),
        () => process.exit(1),
      );
  };
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
}
