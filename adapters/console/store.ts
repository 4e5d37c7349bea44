// What the console needs kept: its people, places and messages.
import type { Card } from '../../src/chat/cards.ts';

/** What somebody typed for all to see, or a card of the bot's. */
export type ConsoleContent = { kind: 'said'; text: string } | { kind: 'card'; card: Card; plain?: string };

export interface ConsoleMessage {
  id: string;
  /** A person's name; absent: the bot. */
  author: string | undefined;
  /** The message under which it stands. */
  thread: string | undefined;
  /** Only the person who looks sees it. */
  isPrivate: boolean;
  edited: boolean;
  at: Date;
  content: ConsoleContent;
}

export interface ConsoleStore {
  people(): Promise<{ user: string; name: string; detail: string }[]>;
  /** What somebody of the console is called; undefined: there is nobody of that account. */
  nameOf(user: string): Promise<string | undefined>;
  places(): Promise<{ conversation: string; name: string }[]>;
  /**
   * The latest messages of a conversation that a person sees, oldest first, and what was said under them.
   * @param before only those before this message; `earlier`: there are more before these
   */
  messages(
    conversation: string,
    user: string,
    before?: string,
  ): Promise<{ messages: ConsoleMessage[]; earlier: boolean }>;
  /** One message that a person sees. */
  message(id: string, user: string): Promise<ConsoleMessage | undefined>;
  /** The same id twice posts once. @returns its id */
  post(message: {
    id?: string;
    conversation: string;
    thread?: string;
    audience?: string;
    author?: string;
    content: ConsoleContent;
  }): Promise<string>;
  /** @returns false when the message is gone */
  replace(id: string, content: ConsoleContent): Promise<boolean>;
  /** Tells which conversation has changed. @returns a function that ends the watch */
  watch(listen: (conversation: string) => void): () => void;
}
