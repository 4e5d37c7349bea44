// What a handler answers, and the errors that a person can mend.
import { type Card, heading, note, paragraph } from './cards.ts';
import type { OpenForm } from './forms.ts';
import { code, plain, say, type Text, textOf } from './spans.ts';

export type Reply =
  /**
   * `private`: only the person sees it. `replaces`: it takes the place of the card whose button was pressed. `sign`: where
   * the platform has one, a small sign on what they wrote says enough.
   */
  | { kind: 'card'; card: Card; audience: 'private' | 'place'; replaces?: boolean; sign?: boolean }
  | ({ kind: 'form' } & OpenForm)
  /** The form stays open with what was typed, each error beside its field; '' is the form as a whole. */
  | ({ kind: 'invalid'; errors: Record<string, string> } & OpenForm)
  | { kind: 'nothing' };

/** A card for the person alone. */
export function privately(card: Card): Reply {
  return { kind: 'card', card, audience: 'private' };
}

/** A card for the person alone, in place of the one that they pressed. */
export function inPlace(card: Card): Reply {
  return { kind: 'card', card, audience: 'private', replaces: true };
}

/**
 * A person can mend this; the sentence says what was wrong and how to mend it. Thrown by services, shown by the dispatcher
 * where the person is. Nothing has been stored.
 */
export class Refusal extends Error {
  override name = 'Refusal';
  readonly text: Text;
  readonly card: Card | undefined;

  constructor(text: Text | string, card?: Card) {
    const words = typeof text === 'string' ? plain(text) : text;
    super(textOf(words));
    this.text = words;
    this.card = card;
  }
}

/** What somebody typed would keep what points at a person: it was not stored, and they are shown the ways out. */
export class GuardStop extends Refusal {
  override name = 'GuardStop';
  /** @param personal the words that were stopped, as they would have been stored */
  constructor(
    text: Text | string,
    readonly personal: string,
  ) {
    super(text);
  }
}

/** What can be mended keeps the form open, filled in, with the sentence beside the field that it is about. @param field '' is the form as a whole */
export async function orReopen(
  work: () => Promise<Reply>,
  field: string,
  form: () => OpenForm | Promise<OpenForm>,
): Promise<Reply> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { kind: 'invalid', ...(await form()), errors: { [field]: error.message } };
  }
}

export function refusalCard(refusal: Refusal): Card {
  return refusal.card ?? { summary: textOf(refusal.text), blocks: [paragraph(refusal.text)] };
}

/** For what nobody foresaw: a reference that stands in the log. */
export function troubleCard(reference: string): Card {
  return {
    summary: `Something went wrong, reference ${reference}.`,
    blocks: [
      heading('Something went wrong'),
      paragraph('It was not saved. Please try again; if it happens again, tell whoever runs this bot the reference.'),
      note(say`Reference ${code(reference)}`),
    ],
  };
}
