// The bot as a process that serves Slack, Teams and the console at once, to be killed: PORT, DATABASE_URL and Slack's fake in
// its environment; Teams' callers are on this machine. With DIGESTS_AT it makes the digests of that instant, over and over.
import { readConfig } from '../../src/config.ts';
import { sendDigests } from '../../src/features/digests/index.ts';
import { productRegistry } from '../../src/features/index.ts';
import { startBot } from '../../src/main.ts';
import { createLog } from '../../src/process/log.ts';
import { ROOT } from '../../src/process/paths.ts';

const config = readConfig(process.env, ROOT);
const at = process.env['DIGESTS_AT'];
const bot = await startBot({
  config,
  log: createLog(config.logLevel),
  teamsAlways: true,
  paced: process.env['PACED'] === 'true',
  // What runs by the clock runs by the same one.
  ...(at === undefined ? {} : { clock: () => new Date(at) }),
});
console.log(`People Zones is running. Open http://127.0.0.1:${bot.port}`);
if (at !== undefined) {
  const { nudges } = productRegistry();
  for (;;) {
    await sendDigests(bot.database.prisma, nudges, new Date(at));
    await new Promise((done) => setTimeout(done, 50));
  }
}
