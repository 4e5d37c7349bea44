// Every platform, by name, for stories that are told on each.
import type { TestBot } from '../bot.ts';
import type { Driver } from '../seen.ts';
import { consoleDriver } from './console.ts';
import { slackDriver } from './slack.ts';
import { teamsDriver } from './teams.ts';

export const DRIVERS: [platform: Driver['platform'], drive: (bot: TestBot) => Driver][] = [
  ['slack', (bot) => slackDriver(bot)],
  ['teams', (bot) => teamsDriver(bot)],
  ['console', (bot) => consoleDriver(bot)],
];
