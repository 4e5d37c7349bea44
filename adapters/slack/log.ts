// What Slack's packages have to say, as lines of our log.
import { type Logger, LogLevel } from '@slack/web-api';
import type { Log } from '../../src/process/log.ts';

export function slackLog(log: Log): Logger {
  // They put addresses and answers into their words: only the beginning is kept. What they say for debugging holds whole requests,
  // tokens and secrets among it, and is heard nowhere.
  const say =
    (level: 'debug' | 'warn') =>
    (...said: unknown[]) =>
      log[level]({ slack: said.map(String).join(' ').slice(0, 300) }, 'Slack’s package');
  return {
    debug() {},
    info: say('debug'),
    warn: say('warn'),
    error: say('warn'),
    setLevel() {},
    getLevel: () => LogLevel.WARN,
    setName() {},
  };
}
