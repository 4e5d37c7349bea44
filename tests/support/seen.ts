// What a person sees on any platform, in one shape: the words, and the buttons by their labels.

export interface Seen {
  words: string;
  buttons: { label: string; raw: Record<string, unknown> }[];
  /** Only the person saw it. */
  isPrivate: boolean;
  /** The platform's id of the message, where it stands for everybody. */
  id?: string;
}

/** A form that is open, and what is needed to send it. */
export interface OpenedForm {
  title: string;
  fields: Record<string, { label: string; value: unknown }>;
  errors: string[];
  raw: Record<string, unknown>;
}

export type Values = Record<string, string | string[] | number | boolean>;

/** One person on one platform, in one zone's channel. */
export interface Driver {
  platform: 'slack' | 'teams' | 'console';
  /** Types a command as only this person sees it; the same `act` again is the same act sent twice. */
  command(words: string, act?: string): Promise<Seen>;
  /** Types a command that opens a form. */
  openForm(words: string): Promise<OpenedForm>;
  press(card: Seen, label: string, act?: string): Promise<Seen>;
  /** Presses a button that opens a form. */
  pressForForm(card: Seen, label: string): Promise<OpenedForm>;
  /** Sends a form with some fields changed; the answer is a card, or the form again with errors. */
  submit(form: OpenedForm, changes: Values): Promise<Seen | OpenedForm>;
  /** "Log this" on somebody's message. */
  logThis(text: string): Promise<OpenedForm>;
  /** Mentions the bot in the thread of a card, for all to see. */
  reply(card: Seen, words: string): Promise<Seen>;
  /** Says something to everybody in the channel, without a mention. @returns the message's id */
  say(words: string): Promise<string>;
  /** What the bot has said in the thread of a card. */
  thread(card: Seen): Promise<Seen[]>;
  /** What stands in the channel for everybody. */
  channel(): Promise<Seen[]>;
  /** Private chat with the bot. */
  inbox(): Promise<Seen[]>;
  complaints(): string[];
}

export function isForm(answer: Seen | OpenedForm): answer is OpenedForm {
  return 'fields' in answer;
}

/** Words as a person reads them, whatever pieces a platform takes them in. */
export function inWords(pieces: string[]): string {
  return pieces
    .join(' ')
    .replace(/\s+/g, ' ')
    .replace(/ ([.,])(?= |$)/g, '$1')
    .trim();
}
