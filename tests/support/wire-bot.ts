// The bot as a process that serves Slack, Teams and the console at once, to be killed: PORT, DATABASE_URL and Slack's fake in
// its environment; Teams' callers are on this machine.
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { startBot } from '../../src/main.ts';
import { ROOT } from '../../src/paths.ts';

const config = readConfig(process.env, ROOT);
const bot = await startBot({
  config,
  log: createLog(config.logLevel),
  teamsAlways: true,
  paced: process.env['PACED'] === 'true',
});
console.log(`People Zones is running. Open http://127.0.0.1:${bot.port}`);
