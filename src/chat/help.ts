// Help at every depth, and the welcome, made from what features declare.
import { whoMay } from '../rights/index.ts';
import type { Act } from './act.ts';
import { type Block, buttons, type Card, heading, note, paragraph } from './cards.ts';
import { closest } from './closest.ts';
import { type Found, findHelp, meaningIn } from './help-search.ts';
import { helpMeant } from './meant.ts';
import { meantFor } from './offers.ts';
import { anyText } from './parts.ts';
import type { Registry } from './registry.ts';
import { privately, Refusal, type Reply } from './replies.ts';
import { command, cut, join, say, strong, textOf } from './spans.ts';
import { usageOf } from './take-apart.ts';
import { everyWord } from './vocabulary.ts';
import type { AnyWord } from './word.ts';
import { type Command, defineCommand } from './words.ts';

/** The `help` command itself, over the commands that the features declare. */
export function helpCommand(registry: () => Pick<Registry, 'commands' | 'everyday' | 'terms'>): Command {
  return defineCommand({
    name: 'help',
    summary: 'What I can do, and how to say it',
    examples: ['help', 'help log', 'help meeting start', 'help quorum'],
    needs: 'anyone',
    reads: true,
    parts: { wanted: anyText('WORDS') },
    run(_act, { wanted }) {
      const words = wanted.trim().toLowerCase().replace(/^\//, '');
      if (words === '') return privately(overview(registry().commands));
      return privately(helpFor(words, registry()));
    },
  });
}

/** On a word of ours; else on what it may be about. @throws {Refusal} when nothing of ours has to do with it */
function helpFor(words: string, registry: Pick<Registry, 'commands' | 'everyday' | 'terms'>): Card {
  const { commands, terms } = registry;
  // "help me with meetings" is not about me.
  const known = commands.some(({ name }) => name !== 'me' && name === words.split(/\s+/)[0]);
  const meant = known ? undefined : helpMeant(`help ${words}`, registry)?.slice('help '.length);
  const about = (): Card | undefined => {
    const found = findHelp(words, commands, terms);
    return found.terms.length + found.words.length === 0 ? undefined : helpAbout(words, found, commands);
  };
  // "How do I add somebody to the team" is about one word of "zone", not about all of it.
  const isWhole = meant !== undefined && commands.some(({ name }) => name === meant);
  const narrower = isWhole && meaningIn(words).length > 1 ? about() : undefined;
  if (narrower !== undefined) return narrower;
  try {
    return helpOn(wordMeant(meant ?? words, commands));
  } catch (error) {
    const card = error instanceof Refusal ? about() : undefined;
    if (card === undefined) throw error;
    return card;
  }
}

const ASKING =
  /^(?:how|where|when|who|what|which)(?: (?:do|does|can|could|should|may|is|are|to))?(?: (?:i|we|you|one))? /;

/** What a term means, and what to type. */
function helpAbout(words: string, { terms, words: found }: Found, commands: readonly Command[]): Card {
  const all = new Map(commands.flatMap((each) => [...everyWord(each)]).map((each) => [each.path, each]));
  const lines = [...new Set([...terms.flatMap(({ see }) => see), ...found.map(({ path }) => path)])];
  const about = terms[0]?.name ?? cut(words.replace(ASKING, ''), 60);
  return {
    summary: terms[0]?.means ?? `What has to do with “${about}”`,
    blocks: [
      ...(terms.length === 0
        ? [heading(`What has to do with “${about}”`)]
        : terms.flatMap(({ name, means }): Block[] => [heading(capital(name)), paragraph(means)])),
      {
        kind: 'list',
        items: lines.map((line) => {
          const known = all.get(line);
          return known === undefined ? say`${command(line)}` : say`${command(usageOf(known))} ${known.summary}`;
        }),
      },
      note(say`${command('help')} shows all that I know.`),
    ],
  };
}

function overview(commands: Command[]): Card {
  return {
    summary: `I know: ${commands.map((each) => each.name).join(', ')}.`,
    blocks: [
      heading('What I can do'),
      { kind: 'list', items: commands.map((entry) => say`${command(entry.name)} ${entry.summary}`) },
      paragraph(
        say`For more, type ${command('help log')}, or any other command after help; ${command('help meeting start')} tells of one word of it.`,
      ),
      { kind: 'howToSay' },
    ],
  };
}

/** "meeting start", "problem np-42 join", "problem join". @throws {Refusal} at the first word that is not known */
function wordMeant(words: string, commands: Command[]): AnyWord {
  const [name = '', ...rest] = words.split(/\s+/);
  const found = commands.find((entry) => entry.name === name);
  if (found === undefined) throw unknownCommand(name, commands);
  let at: AnyWord = found;
  let left = rest.filter((each) => !/^(?:[a-z]{2,4}-)?\d+$/.test(each)).join(' ');
  while (left !== '') {
    const children = [...at.words, ...(at.after?.words ?? [])].filter((child) => child.name !== '');
    const named = children
      .flatMap((child) => [child.name, ...child.also].map((called) => ({ child, called })))
      .filter(({ called }) => left === called || left.startsWith(`${called} `))
      .sort((a, b) => b.called.length - a.called.length)[0];
    if (named === undefined) {
      if (children.length === 0) return at;
      const names = children.map((child) => child.name);
      const nearest = closest(left.split(' ')[0] ?? '', names);
      throw new Refusal(
        say`"${at.path}" knows no "${left.slice(0, 40)}".${nearest === undefined ? '' : say` Did you mean ${command(`help ${at.path} ${nearest}`)}?`} It knows: ${names.join(', ')}.`,
      );
    }
    at = named.child;
    left = left.slice(named.called.length).trim();
  }
  return at;
}

function helpOn(about: AnyWord): Card {
  const children = [...about.words, ...(about.after?.words ?? [])];
  const blocks: Block[] = [heading(say`${command(about.path)}`), paragraph(about.summary)];
  if (about.read !== undefined && about.follows !== '') blocks.push(paragraph(say`${command(usageOf(about))}`));
  for (const where of new Set(children.map((child) => child.where))) {
    if (where !== undefined) blocks.push(paragraph(say`${strong(capital(where))}`));
    blocks.push({
      kind: 'list',
      items: children
        .filter((child) => child.where === where)
        .map((child) => say`${command(usageOf(child))} ${child.summary}`),
    });
  }
  if (about.details.length > 0) blocks.push({ kind: 'list', items: about.details.map((detail) => say`${detail}`) });
  if (about.examples.length > 0)
    blocks.push(paragraph(say`${strong('For example')}`), {
      kind: 'list',
      items: about.examples.map((example) => say`${command(example)}`),
    });
  blocks.push(note(remarks(about)));
  return { summary: `${about.path}: ${about.summary}`, blocks };
}

const capital = (words: string): string => words.replace(/^./, (first) => first.toUpperCase());

/** "Also: leads. For a lead of the zone. In a zone's channel." */
function remarks(about: AnyWord): string {
  const where = about.where === undefined ? [] : [`${capital(about.where)}.`];
  const also = about.also.length === 0 ? [] : [`Also typed: ${about.also.join(', ')}.`];
  return [`Who may: ${whoMay(about.needs)}.`, ...where, ...also].join(' ');
}

/** The refusal for words that are no command, with the nearest that is. @param rest what stands behind it, which is not lost */
export function unknownCommand(typed: string, commands: Command[], rest = ''): Refusal {
  const nearest = closest(
    typed,
    commands.map((each) => each.name),
  );
  const known = join(
    commands.map((each) => command(each.name)),
    ', ',
  );
  const shown = typed.length > 40 ? `${typed.slice(0, 40)}…` : typed;
  if (nearest === undefined)
    return new Refusal(say`I do not know "${shown}". I know ${known}. Type ${command('help')} to see what they do.`);
  const text = say`I do not know "${shown}". Did you mean ${command(nearest)}? I know ${known}.`;
  const word = commands.find(({ name }) => name === nearest);
  const yes = word === undefined ? [] : meantFor(word, rest);
  return yes.length === 0
    ? new Refusal(text)
    : new Refusal(text, { summary: textOf(text), blocks: [paragraph(text), buttons(...yes)] });
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
