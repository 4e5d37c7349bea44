// What people say to a bot whose words they do not know: "show me my actions", "when is the next meeting?", "how do I log
// something?", "thanks", or simply what they did today. What only asks is answered; what would be kept is offered, and nothing that
// was typed is lost.
import { z } from 'zod';
import type { Act } from './act.ts';
import { type Button, buttons, type Card, heading, note, paragraph } from './cards.ts';
import { closest, sameLetters } from './closest.ts';
import { findHelp } from './help-search.ts';
import { NotAllowed } from './may.ts';
import { type ButtonHandler, button, type Everyday, type Registry } from './registry.ts';
import { privately, Refusal, type Reply } from './replies.ts';
import { command, cut, plain, say, type Text, textOf } from './spans.ts';
import { childOf, Misread, onlyShows } from './take-apart.ts';
import type { AnyWord } from './word.ts';
import type { Command } from './words.ts';

const POLITE =
  /^(?:(?:please|pls|hey|hi|ok|can you|could you|would you|can i|may i|can we|i(?:['’]d| would) like to|i(?: want| need|['’]d like) to|let me|let['’]?s)[\s,]+)+/i;
const ENDING = /[\s,]*(?:please|pls|thanks|thank you)?[?.!\s]*$/i;
const CAPABLE =
  /^(?:(?:hiya|good (?:morning|afternoon|evening|day)|morning|afternoon|evening|greetings|yo)(?: all| everyone| everybody| bot| there| team)?|what (?:can|could) (?:you|i|we)(?: do| type| say)?|what do you do|commands?|menu|options|info|who are you|what are you|what is this|how does this work|i need help|help)$/i;
const HOW =
  /^(?:how (?:do|can|would|should) (?:i|we|you|people)|how to|how does (?:one)?|(?:i need |give me )?help(?: me)?(?: with| to| on| about)?|(?<term>what (?:is|are|does)(?: an?| the)?|explain)|tell me how to)\s+(?<about>.+)$/i;
const THANKS =
  /^(?:many |big )?(?:thanks?|thank you|thx|ty|ta|cheers|nice one|great|brilliant|lovely|perfect|cool|good (?:bot|job|work)|👍|🙏|🎉|❤️?|:(?:\+1|tada|pray|heart):)(?: (?:so much|very much|a lot|bot|you|all|👍|🙏))*$/iu;
const ANSWERS = /^(?:yes|yep|yeah|ok|okay|no|nope|sure|fine|done|agreed?|👌|👎|:-1:|:ok_hand:)$/iu;
const THERE = /^(?:are you (?:there|alive|awake|ok|working|up)|ping|test(?:ing)?(?: 1 2 3)?|status|version)$/i;
const GOODBYE = /^(?:bye(?: bye)?|goodbye|good night|see you(?: later| soon| tomorrow)?|ciao|cheerio|ta-?ra)$/i;
const TAKE_BACK =
  /^(?:undo|cancel|delete|remove|take (?:it|that) back|delete (?:it|that|this)|cancel (?:it|that|this))(?: (?:it|that|the last(?: one)?))?$/i;

type Vocabulary = Pick<Registry, 'commands' | 'everyday' | 'terms'>;

/** The line of ours that somebody meant who only asks. */
export function lineMeant(typed: string, registry: Vocabulary): string | undefined {
  const { commands, everyday } = registry;
  const words = bareWords(typed);
  if (CAPABLE.test(words)) return 'help';
  return lineAsked(typed, registry) ?? listMeant(words, commands, everyday) ?? helpMeant(words, registry);
}

const bareWords = (typed: string): string => typed.replace(ENDING, '').replace(POLITE, '').trim();

/** The line that answers a whole question: whatever is said to that, is said to the question. */
const lineAsked = (typed: string, { everyday }: Vocabulary): string | undefined =>
  firstOf(
    everyday.flatMap((each) => each.asked ?? []),
    bareWords(typed),
  );

/** The line of the first pattern that fits, with what its groups hold. */
function firstOf(patterns: readonly (readonly [RegExp, string])[], words: string): string | undefined {
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

interface Meant {
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

/** Beyond so many that it may be, it is none of them. */
const MOST_MEANT = 3;
/** A longer line is a sentence that happens to begin with one of our words. */
const MOST_WORDS = 4;
const wordsIn = (text: string): number => text.trim().split(/\s+/).length;

/** With one tap, each of what was perhaps meant. */
function buttonsFor(meant: readonly Meant[]): Button[] {
  if (meant.length > MOST_MEANT) return [];
  return meant.flatMap(({ line }) => {
    const [word = '', ...rest] = line.split(' ');
    return sayAsButton(cut(line, 60), word, rest.join(' '), 'primary');
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

/** A short answer to what asks for nothing. */
export function mannersFor(typed: string): Text | undefined {
  const words = typed
    .replace(/[?.!\s]+$/, '')
    .replace(/^(?:ok|okay|hi|hey|no|yes),? (?=thank)/i, '')
    .trim();
  if (THANKS.test(words)) return plain('You are welcome.');
  if (GOODBYE.test(words)) return plain('Goodbye. What the team does meanwhile is in your digest.');
  if (THERE.test(words)) return say`I am here, and I hear you. ${command('help')} shows what I can do.`;
  if (TAKE_BACK.test(words))
    return say`What can be taken back has a button for it under its card: "Undo", "Take it back", "Not after all". Nothing was changed. ${command('log undo')} takes back what you logged last.`;
  if (ANSWERS.test(words))
    return say`Nothing waits for that word: what is asked of you has buttons under it. ${command('nudge')} shows what waits for you.`;
  return undefined;
}

/** A button carries so much, on every platform. */
const LONGEST = 1200;
const FEWEST_WORDS = 3;

/** What to do with a line that begins with none of our words. Undefined: too little to be anything, or too much for a button. */
export function offer(
  typed: string,
  { everyday }: Pick<Registry, 'everyday'>,
  meant: readonly Meant[] = [],
): Card | undefined {
  const text = typed.trim();
  const perhaps = buttonsFor(meant.filter(({ sure }) => sure || wordsIn(text) <= MOST_WORDS));
  const isShort = wordsIn(text) < FEWEST_WORDS;
  if (perhaps.length > 0 && (isShort || meant.some(({ sure }) => sure)))
    return {
      summary: 'Is this what you mean?',
      blocks: [
        heading('Is this what you mean?'),
        paragraph(`“${text}”`),
        buttons(...perhaps),
        note('Nothing was done yet.'),
      ],
    };
  if (isShort || text.length > LONGEST) return undefined;
  const choices = [...perhaps, ...takings(text, everyday)];
  const [first] = everyday.filter(({ takes }) => takes !== undefined);
  if (first === undefined) return undefined;
  return {
    summary: 'What is this?',
    blocks: [
      heading('What is this?'),
      paragraph(`“${text}”`),
      paragraph(
        'My lines begin with a word, and this one does not. Nothing was kept yet; one tap takes it as it stands:',
      ),
      buttons(...choices),
      note(
        say`Or type the word before it, such as ${command(`${first.command} …`)}. ${command('help')} shows all words.`,
      ),
    ],
  };
}

/** So long a line behind one of our words is a sentence: "meeting with residents about parking, 14 came". */
const A_SENTENCE = 5;

/** Where what stands behind a word is none of ours, and long: it may be something to keep, which is offered beside the refusal. */
export async function orOffer(registry: Registry, act: Act, words: string, answering: Promise<Reply>): Promise<Reply> {
  try {
    return await answering;
  } catch (error) {
    if (!(error instanceof Misread) || error.card !== undefined || wordsIn(words) < A_SENTENCE) throw error;
    for (const feature of registry.features) feature.assertQuotable?.(act, words);
    const choices = takings(words, registry.everyday);
    if (choices.length === 0) throw error;
    const { text } = error;
    throw new Refusal(text, {
      summary: textOf(text),
      blocks: [
        paragraph(text),
        paragraph(`Or is “${cut(words, 300)}” something to keep? One tap takes it as it stands:`),
        buttons(...choices),
      ],
    });
  }
}

/** A button for each thing that a line may be kept as. */
const takings = (words: string, everyday: readonly Everyday[]): Button[] =>
  everyday.flatMap(({ command: word, takes }) => (takes === undefined ? [] : sayAsButton(takes, word, words)));

const SAY_AS = 'say.as';

/** Takes words as if this one stood before them. None where they are more than a button carries. */
export const sayAsButton = (label: string, word: string, text: string, style?: Button['style']): Button[] =>
  text.trim() === '' || text.length > LONGEST
    ? []
    : [{ label, action: SAY_AS, data: { word, text: text.trim() }, ...(style === undefined ? {} : { style }) }];

/** "lgo tea with six lads": the word that was meant, with the line behind it. */
export const meantFor = (word: AnyWord, text: string): Button[] =>
  sayAsButton(`Yes, ${word.name}`, word.name, text, 'primary');

/** Takes a line as if one of our words stood before it. */
export const sayAs: ButtonHandler = button(
  SAY_AS,
  'known',
  z.object({ word: z.string().regex(/^[a-z]{2,20}$/), text: z.string().max(LONGEST) }),
  async (act, { word, text }) => {
    const reply = await act.again(`${word} ${text}`);
    // What was offered is taken: it is not there to be pressed twice.
    return reply.kind === 'card' ? { ...reply, replaces: true } : reply;
  },
);

/** A question, a courtesy, or something that may be kept as one thing or another. Undefined: it is none of them. */
export async function everydayAnswer(registry: Registry, act: Act, words: string): Promise<Reply | undefined> {
  const line = lineMeant(words, registry);
  let refused: unknown;
  if (line !== undefined)
    try {
      return await act.again(line);
    } catch (error) {
      // "Issues with bins on Oak Street" is no list: it may be something to keep.
      if (!(error instanceof Refusal) || error instanceof NotAllowed) throw error;
      if (line === lineAsked(words, registry)) throw error;
      refused = error;
    }
  const courtesy = mannersFor(words);
  if (courtesy !== undefined) return privately({ summary: textOf(courtesy), blocks: [paragraph(courtesy)] });
  for (const feature of registry.features) feature.assertQuotable?.(act, words);
  let meant = linesWithout(words, registry, act.directory);
  const [shown] = meant;
  if (meant.length === 1 && shown?.shows === true && (shown.sure || wordsIn(words) <= MOST_WORDS))
    try {
      return await act.again(shown.line);
    } catch (error) {
      if (!(error instanceof Refusal) || error instanceof NotAllowed) throw error;
      meant = [];
    }
  const card = isNearCommand(registry, words) ? undefined : offer(words, registry, meant);
  if (card === undefined && refused !== undefined) throw refused;
  return card === undefined ? undefined : privately(card);
}

/** A slip of the finger at the head of a line; of short words too many are near. */
function isNearCommand({ commands }: Registry, words: string): boolean {
  const [first = ''] = words.toLowerCase().split(/\s+/);
  const names = commands.map(({ name }) => name);
  return first.length < 4 ? names.some((name) => sameLetters(name, first)) : closest(first, names) !== undefined;
}
