// What people read of the product that is made from its code: the reference of commands, and the states of a problem.

import { usageOf } from '../chat/take-apart.ts';
import { everyWord } from '../chat/vocabulary.ts';
import { productRegistry } from '../features/index.ts';
import { OPEN_STATES, STATES, stateDiagram } from '../features/problems/states.ts';
import { type Capability, RELATIONS, RIGHTS, type Right, whoMay } from '../rights/index.ts';

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
    ...commands.flatMap((command) => {
      const all = [...everyWord(command)].filter(({ read }) => read !== undefined);
      const examples = all.flatMap((each) => each.examples);
      return [
        '',
        `## ${command.name}`,
        '',
        `${command.summary}.`,
        '',
        '| what is typed | what it does | who may |',
        '|---|---|---|',
        ...all.map(
          (each) =>
            `| \`${cell(usageOf(each))}\` | ${cell(each.summary)}${each.where === undefined ? '' : ` (${each.where})`} | ${whoMay(each.needs)} |`,
        ),
        ...(command.details.length === 0 ? [] : ['', ...command.details.map((detail) => `- ${detail}`)]),
        '',
        'For example:',
        '',
        ...examples.map((example) => `    ${example}`),
      ];
    }),
    '',
  ].join('\n');
}

/** Who may do what: docs/rights.md. */
export function rightsReference(): string {
  const { commands, buttons, forms, shortcuts } = productRegistry();
  const used = (capability: Capability): string[] => [
    ...commands
      .flatMap((command) => [...everyWord(command)])
      .filter(({ needs, read }) => needs === capability && read !== undefined)
      .map(({ path }) => `\`${path}\``),
    ...[...buttons.values(), ...forms.values(), ...shortcuts.values()]
      .filter(({ needs }) => needs === capability)
      .map(({ name }) => name),
  ];
  const rows = (Object.entries(RIGHTS) as [Capability, Right][]).map(([capability, right]) => {
    const sentences = [right.no, ...Object.values(right.noFor ?? {}), right.noOfBody, right.noAtAll];
    const said = sentences.filter((each) => each !== undefined && each !== '').join(' / ');
    return `| ${capability} | ${right.scope} | ${whoMay(capability)} | ${said}${right.hidden === true ? ' *(as if it were not there)*' : ''} | ${[...new Set(used(capability))].join(', ')} |`;
  });
  return [
    '# Rights',
    '',
    'Made from the one table that the code follows (`src/rights/table.ts`), by `npm run manifests`. One of those who may is enough. It is',
    'asked twice: before anything is read, of somebody who could do it with nothing at all; and with the record in hand, inside the',
    'transaction. `tests/journeys/rights.test.ts` tries every cell over the wire.',
    '',
    '| capability | about | who may | what others hear | words, buttons and forms that declare it |',
    '|---|---|---|---|---|',
    ...rows,
    '',
    'How somebody stands to something:',
    '',
    ...Object.entries(RELATIONS).map(([relation, words]) => `- **${relation}**: ${words}`),
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
