// The reference of commands for people to read, made from the registry: docs/commands.md.
import { productRegistry } from './features/index.ts';

/** The page as Markdown. */
export function commandReference(): string {
  const { commands, shortcuts } = productRegistry();
  const cell = (text: string) => text.replaceAll('|', '\\|');
  return [
    '# Commands',
    '',
    'Made from the registry by `npm run manifests`. Slack: `/pz` before each. Teams: as they stand, after a `/` or a mention of the bot, or',
    'alone in a private chat with it.',
    '',
    '| command | what it does |',
    '|---|---|',
    ...commands.map((command) => `| [\`${command.name}\`](#${command.name}) | ${cell(command.summary)} |`),
    '',
    'On an existing message:',
    '',
    ...[...shortcuts.values()].map((shortcut) => `- **${shortcut.title}**: ${shortcut.summary}`),
    ...commands.flatMap((command) => [
      '',
      `## ${command.name}`,
      '',
      `${command.summary}.`,
      '',
      `    ${command.name} ${command.usage}`.trimEnd(),
      ...(command.details === undefined ? [] : ['', ...command.details.map((detail) => `- ${detail}`)]),
      '',
      'For example:',
      '',
      ...command.examples.map((example) => `    ${example}`),
    ]),
    '',
  ].join('\n');
}
