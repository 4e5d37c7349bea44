// What people call the platforms.
const NAMES: Record<string, string | undefined> = {
  slack: 'Slack',
  teams: 'Teams',
  email: 'e-mail',
  console: 'the console',
};

/** The platform of those who have no chat: a mailbox is one person's, and whoever runs the bot may have none. */
export const EMAIL = 'email';

/** In the middle of a sentence. */
export const platformName = (platform: string): string => NAMES[platform] ?? platform;
