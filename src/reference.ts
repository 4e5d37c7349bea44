// What people read of the product that is made from its code: the reference of commands, and the states of a problem.
import { productRegistry } from './features/index.ts';
import { OPEN_STATES, STATES, stateDiagram } from './features/problems/states.ts';

/** The commands, from the registry: docs/commands.md. */
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

/** The states of a problem, for people to read: docs/problem-states.md. */
export function statesReference(): string {
  const rows = OPEN_STATES.map(
    (state) =>
      `| ${STATES[state].label} | ${STATES[state].purpose} | ${STATES[state].questions.map(({ label }) => label).join('; ')} |`,
  );
  return [
    '# The states of a problem',
    '',
    'Made from the one table that the code follows (`src/features/problems/states.ts`), by `npm run manifests`.',
    '',
    '```mermaid',
    stateDiagram(),
    '```',
    '',
    '| step | what it is for | what its form asks |',
    '|---|---|---|',
    ...rows,
    '',
    'One step forward at a time; back to any earlier step, which is recorded. RESPONSE needs one line of ANALYSIS. Resolved, reduced and not',
    'resolved need an ASSESSMENT; handed over is possible from everywhere. A closed problem that comes back is looked into anew.',
    '',
  ].join('\n');
}
