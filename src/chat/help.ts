// Help and the welcome, made from the registry.
import { distance } from 'fastest-levenshtein';
import type { Act } from './act.ts';
import { type Block, type Card, heading, note, paragraph } from './cards.ts';
import type { Command, Registry } from './registry.ts';
import { privately, Refusal, type Reply } from './replies.ts';
import { command, join, say, strong } from './spans.ts';

/** The `help` command itself, over the commands that the features declare. */
export function helpCommand(commands: () => Command[]): Command {
  return {
    name: 'help',
    summary: 'What I can do, and how to say it',
    usage: '[command]',
    examples: ['help', 'help log'],
    who: 'anyone',
    async run(_act, words) {
      const wanted = words.trim().toLowerCase().replace(/^\//, '');
      if (wanted === '') return privately(overview(commands()));
      const command = commands().find((entry) => entry.name === wanted);
      if (command === undefined) throw unknownCommand(wanted, commands());
      return privately(commandHelp(command));
    },
  };
}

function overview(commands: Command[]): Card {
  return {
    summary: `I know: ${commands.map((command) => command.name).join(', ')}.`,
    blocks: [
      heading('What I can do'),
      { kind: 'list', items: commands.map((entry) => say`${command(entry.name)} ${entry.summary}`) },
      paragraph(say`For more, type ${command('help log')}, or any other command after help.`),
      { kind: 'howToSay' },
    ],
  };
}

function commandHelp(about: Command): Card {
  const blocks: Block[] = [
    heading(say`${command(about.name)}`),
    paragraph(about.summary),
    paragraph(say`${command(`${about.name} ${about.usage}`)}`),
  ];
  if (about.details !== undefined) blocks.push({ kind: 'list', items: about.details.map((detail) => say`${detail}`) });
  blocks.push(paragraph(say`${strong('For example')}`), {
    kind: 'list',
    items: about.examples.map((example) => say`${command(example)}`),
  });
  return { summary: `${about.name}: ${about.summary}`, blocks };
}

/** The refusal for words that are no command, with the nearest that is. */
export function unknownCommand(word: string, commands: Command[]): Refusal {
  const nearest = closest(
    word,
    commands.map((command) => command.name),
  );
  const known = join(
    commands.map((known) => command(known.name)),
    ', ',
  );
  const shown = word.length > 40 ? `${word.slice(0, 40)}…` : word;
  if (nearest === undefined)
    return new Refusal(say`I do not know "${shown}". I know ${known}. Type ${command('help')} to see what they do.`);
  return new Refusal(say`I do not know "${shown}". Did you mean ${command(nearest)}? I know ${known}.`);
}

/** The nearest of some words, if one is near enough to be meant. */
export function closest(word: string, candidates: string[]): string | undefined {
  const wanted = word.toLowerCase();
  const near = candidates
    .map((candidate) => ({
      candidate,
      steps: candidate.startsWith(wanted) && wanted.length >= 2 ? 0 : distance(wanted, candidate),
    }))
    .filter(({ candidate, steps }) => steps <= allowed(wanted, candidate))
    .sort((a, b) => a.steps - b.steps);
  return near[0]?.candidate;
}

/** Slips that a word may hold: short words one, or two letters that changed places. */
function allowed(typed: string, meant: string): number {
  const letters = (word: string) => [...word].sort().join('');
  return meant.length > 4 || letters(typed) === letters(meant) ? 2 : 1;
}

/** What somebody sees who meets the bot for the first time, or opens its own page. */
export async function welcome(act: Act, registry: Registry): Promise<Reply> {
  const known = act.actor.person;
  const hello =
    known === undefined
      ? `Hello. I keep the shared memory of the People Zones of ${act.partnership.name}.`
      : `Hello ${known.name}.`;
  return privately({
    summary: hello,
    blocks: [
      heading(hello),
      paragraph('Tell me in one line what you did with people, and the whole team has it, whatever chat they use.'),
      {
        kind: 'list',
        items: registry.commands.slice(0, 6).map((entry) => say`${command(entry.name)} ${entry.summary}`),
      },
      note(say`Type ${command('help')} for more. Please never type residents' names, addresses or numbers.`),
    ],
  });
}
