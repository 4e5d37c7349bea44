// A bot that speaks e-mail, and the mail server that it speaks to.
import { startTestBot, type TestBot } from './bot.ts';
import { freePort } from './free-port.ts';
import { type MailServer, startMailServer } from './mail-server.ts';

/** @param env more of the environment @param host what it is called in addresses */
export async function startMailBot(
  env: Record<string, string> = {},
  host = '127.0.0.1',
): Promise<{ bot: TestBot; mails: MailServer; stop(): Promise<void> }> {
  const [mails, port] = await Promise.all([startMailServer(), freePort()]);
  const bot = await startTestBot({
    scheduled: false,
    env: {
      PORT: String(port),
      PUBLIC_URL: `http://${host}:${port}`,
      SMTP_URL: mails.url,
      MAIL_FROM: 'People Zones <zones@partnership.example>',
      ...env,
    },
  });
  return {
    bot,
    mails,
    async stop() {
      await bot.stop();
      await mails.stop();
    },
  };
}
