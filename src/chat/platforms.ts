// What people call the platforms.
const NAMES: Record<string, string | undefined> = {
  slack: 'Slack',
  teams: 'Teams',
  email: 'e-mail',
  console: 'the console',
};

/** In the middle of a sentence. */
export const platformName = (platform: string): string => NAMES[platform] ?? platform;
