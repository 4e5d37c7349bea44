// What is offered with one tap: the line of ours that was perhaps meant, or one of the things that a line may be kept as.
import { z } from 'zod';
import type { Act } from './act.ts';
import { type Button, buttons, type Card, heading, note, paragraph } from './cards.ts';
import type { Meant } from './meant.ts';
import { type ButtonHandler, button, type Everyday, type Registry } from './registry.ts';
import { Refusal, type Reply } from './replies.ts';
import { command, cut, say, textOf, wordsIn } from './spans.ts';
import { Misread } from './take-apart.ts';
import type { AnyWord } from './word.ts';

/** Beyond so many that it may be, it is none of them. */
const MOST_MEANT = 3;
/** A longer line is a sentence that happens to begin with one of our words. */
export const MOST_WORDS = 4;

/** So long a line may be one to keep, whatever word it begins with: of a meeting with residents, and how many came. */
const A_SENTENCE = 5;

/** With one tap, each of what was perhaps meant. */
function buttonsFor(meant: readonly Meant[]): Button[] {
  if (meant.length > MOST_MEANT) return [];
  return meant.flatMap(({ line }) => {
    const [word = '', ...rest] = line.split(' ');
    return sayAsButton(cut(line, 60), word, rest.join(' '), 'primary');
  });
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
        buttons(...perhaps, ...(wordsIn(text) < A_SENTENCE ? [] : takings(text, everyday))),
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
