// What people say to a bot whose words they do not know: "show me my actions", "when is the next meeting?", "how do I log
// something?", "thanks", or simply what they did today. What only asks is answered; what would be kept is offered, and nothing that
// was typed is lost.
import type { Act } from './act.ts';
import { paragraph } from './cards.ts';
import { closest, sameLetters } from './closest.ts';
import { NotAllowed } from './may.ts';
import { lineAsked, lineMeant, linesWithout } from './meant.ts';
import { MOST_WORDS, offer } from './offers.ts';
import type { Registry } from './registry.ts';
import { privately, Refusal, type Reply } from './replies.ts';
import { command, plain, say, type Text, textOf, wordsIn } from './spans.ts';

const THANKS =
  /^(?:many |big )?(?:thanks?|thank you|thx|ty|ta|cheers|nice one|great|brilliant|lovely|perfect|cool|good (?:bot|job|work)|👍|🙏|🎉|❤️?|:(?:\+1|tada|pray|heart):)(?: (?:so much|very much|a lot|bot|you|all|👍|🙏))*$/iu;
const ANSWERS = /^(?:yes|yep|yeah|ok|okay|no|nope|sure|fine|done|agreed?|👌|👎|:-1:|:ok_hand:)$/iu;
const THERE = /^(?:are you (?:there|alive|awake|ok|working|up)|ping|test(?:ing)?(?: 1 2 3)?|status|version)$/i;
const GOODBYE = /^(?:bye(?: bye)?|goodbye|good night|see you(?: later| soon| tomorrow)?|ciao|cheerio|ta-?ra)$/i;
const TAKE_BACK =
  /^(?:undo|cancel|delete|remove|take (?:it|that) back|delete (?:it|that|this)|cancel (?:it|that|this))(?: (?:it|that|the last(?: one)?))?$/i;

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
