// Which line of ours is meant by words that are not ours: by what features declare of how people speak, and by the words of all. Pure.
import type { Act } from './act.ts';
import { findHelp } from './help-search.ts';
import type { Everyday, Registry } from './registry.ts';
import { childOf, onlyShows } from './take-apart.ts';
import type { Command } from './words.ts';

const POLITE =
  /^(?:(?:please|pls|hey|hi|ok|can you|could you|would you|can i|may i|can we|i(?:['’]d| would) like to|i(?: want| need|['’]d like) to|let me|let['’]?s)[\s,]+)+/i;
const ENDING = /[\s,]*(?:please|pls|thanks|thank you)?[?.!\s]*$/i;
const CAPABLE =
  /^(?:(?:hiya|good (?:morning|afternoon|evening|day)|morning|afternoon|evening|greetings|yo)(?: all| everyone| everybody| bot| there| team)?|what (?:can|could) (?:you|i|we)(?: do| type| say)?|what do you do|commands?|menu|options|info|who are you|what are you|what is this|how does this work|i need help|help)$/i;
const HOW =
  /^(?:how (?:do|can|would|should) (?:i|we|you|people)|how to|how does (?:one)?|(?:i need |give me )?help(?: me)?(?: with| to| on| about)?|(?<term>what (?:is|are|does)(?: an?| the)?|explain)|tell me how to)\s+(?<about>.+)$/i;

export type Vocabulary = Pick<Registry, 'commands' | 'everyday' | 'terms'>;

/** The line of ours that somebody meant who only asks. */
export function lineMeant(typed: string, registry: Vocabulary): string | undefined {
  const { commands, everyday } = registry;
  const words = bareWords(typed);
  if (CAPABLE.test(words)) return 'help';
  return lineAsked(typed, registry) ?? listMeant(words, commands, everyday) ?? helpMeant(words, registry);
}

const bareWords = (typed: string): string => typed.replace(ENDING, '').replace(POLITE, '').trim();

/** The line that answers a whole question: whatever is said to that, is said to the question. */
export const lineAsked = (typed: string, { everyday }: Vocabulary): string | undefined =>
  firstOf(
    everyday.flatMap((each) => each.asked ?? []),
    bareWords(typed),
  );

/** The line of the first pattern that fits, with what its groups hold. */
export function firstOf(patterns: readonly (readonly [RegExp, string])[], words: string): string | undefined {
  for (const [pattern, line] of patterns) {
    const match = pattern.exec(words);
    if (match !== null) return line.replace(/\$(\d)/g, (_, group) => match[Number(group)] ?? '').trim();
  }
  return undefined;
}

/** Behind "digest", "monday 7am"; behind "me", "timezone": another line of ours is meant. @param rest what stands behind the word */
export const lineInstead = (name: string, rest: string, everyday: readonly Everyday[]): string | undefined =>
  firstOf(
    everyday.flatMap(({ command, said = [] }) => (command === name ? said : [])),
    rest.replace(ENDING, ''),
  );

export interface Meant {
  line: string;
  /** It changes nothing. */
  shows: boolean;
  /** By all that was said; else one of our words stands at its beginning, and the rest may be anything. */
  sure: boolean;
}

/** Lines of ours of which the command was left out: "champions", "overdue", "on leave until Monday". */
export function linesWithout(typed: string, { commands, everyday }: Vocabulary, directory: Act['directory']): Meant[] {
  const words = bareWords(typed);
  if (words === '') return [];
  const said = firstOf(
    everyday.flatMap((each) => each.alone ?? []),
    words,
  );
  const named = commands
    .filter((each) => childOf(each.words, words) !== undefined)
    .map(({ name }) => `${name} ${words}`);
  return [...new Set(said === undefined ? named : [said])].flatMap((line): Meant[] => {
    const [name = ''] = line.split(' ', 1);
    const of = commands.find((each) => each.name === name);
    return of === undefined
      ? []
      : [{ line, shows: onlyShows(of, line.slice(name.length), directory), sure: said !== undefined }];
  });
}

/** "show me my actions", "problems in Coalville", "my week". */
function listMeant(words: string, commands: readonly Command[], everyday: readonly Everyday[]): string | undefined {
  for (const { command: name, nouns, whose: otherwise = '' } of everyday) {
    if (nouns.length === 0) continue;
    const called = new RegExp(
      `^(?:(?:show|list|see|view|give|get|display|open|find|look at|tell me(?: about)?|what are|where are|what(?:['’]s| is)|any)\\s+)?(?:me\\s+)?(?<whose>(?:all )?(?:my|our|the|all|any)\\s+)?(?:own |open )?(?:${nouns.join('|')})(?=\\s|$)(?<rest>.*)$`,
      'i',
    ).exec(words);
    if (called === null) continue;
    const of = commands.find((each) => each.name === name);
    const list = of?.words.find((each) => each.name === 'list');
    if (list === undefined) return `${name}${called.groups?.['rest'] ?? ''}`;
    const mine = !list.free ? '' : /my\s+$/i.test(called.groups?.['whose'] ?? '') ? ' mine' : otherwise;
    return `${name} list${mine}${list.free ? (called.groups?.['rest'] ?? '') : ''}`;
  }
  return undefined;
}

/** "how do I plan a meeting", "help with actions": help on the word that is nearest to it; "what is a quorum": on the term. */
export function helpMeant(typed: string, { commands, everyday, terms }: Vocabulary): string | undefined {
  const asked = HOW.exec(typed.replace(ENDING, ''))?.groups;
  const about = asked?.['about']?.toLowerCase();
  if (about === undefined) return undefined;
  const has = (name: string) => new RegExp(`(?<![\\p{L}])${name}(?:s|ing|ed)?(?![\\p{L}])`, 'iu').test(about);
  const of = commands.find(
    ({ name }) =>
      has(name) ||
      everyday.some((each) => each.command === name && each.nouns.some((noun) => has(noun.replace(/s$/, '')))),
  );
  if (of === undefined) {
    const found = findHelp(about, commands, terms);
    // "What is happening on Aikman Avenue" asks for no word of ours.
    return found.terms.length > 0 || (asked?.['term'] === undefined && found.isSure) ? `help ${about}` : undefined;
  }
  const child = of.words.find((word) => [word.name, ...word.also].some((called) => called !== '' && has(called)));
  return `help ${of.name}${child === undefined ? '' : ` ${child.name}`}`;
}
