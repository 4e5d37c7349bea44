// A line that begins with a record's number, and may be about it or new: which of the two is asked, and nothing done.
import { type Button, buttons, type Card, heading, note, paragraph } from './cards.ts';
import { cut, say, strong } from './spans.ts';

/** The record that may be meant. */
export interface Doubt {
  /** As it is spoken of: "idea 7". */
  called: string;
  text: string;
  open: Button;
  /** Takes the line for a new one. */
  anew: Button;
}

/** @param words what may be said behind its number */
export const doubtCard = (typed: string, { called, text, open, anew }: Doubt, words: readonly string[]): Card => ({
  summary: `Is that about ${called}?`,
  blocks: [
    heading(`Is that about ${called}?`),
    paragraph(say`You write: ${strong(cut(typed, 300))}`),
    paragraph(say`${called.charAt(0).toUpperCase()}${called.slice(1)}: ${cut(text, 200)}`),
    buttons(open, anew),
    note(`Nothing is done yet. Behind its number I know: ${words.join(', ')}.`),
  ],
});
