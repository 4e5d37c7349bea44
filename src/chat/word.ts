// A word that may be typed, as data: what may follow it, who may say it, and what it does.
import type { Capability } from '../rights/index.ts';
import type { Act } from './act.ts';
import type { Reply } from './replies.ts';

/** Where a word makes sense. */
export type Where = 'in a zone’s channel' | 'while a meeting is held' | 'after a meeting' | 'in a channel';

export interface Taken<T> {
  value: T;
  rest: string;
}

/** One typed thing that follows a word: a day, a length, a person, an agency, a zone, a number, text. */
export interface Part<T> {
  /** As help writes it: NAME, DAY, WHY. */
  label: string;
  optional?: true;
  /** What is asked when it is missing: "Which zone?" */
  ask: string;
  /** It takes all that is left, whatever it is. */
  takesAll?: true;
  /** @returns undefined when it does not stand at the beginning of these words @throws {Refusal} when it does and is wrong */
  read(act: Act, words: string): Taken<T> | undefined | Promise<Taken<T> | undefined>;
}

// biome-ignore lint/suspicious/noExplicitAny: a record of parts of any types, told apart by ValuesOf
export type Parts = Record<string, Part<any>>;
export type ValuesOf<P extends Parts> = { [K in keyof P]: P[K] extends Part<infer T> ? T : never };
// biome-ignore lint/complexity/noBannedTypes: no parts at all
export type NoParts = {};

export interface WordSpec<About, P extends Parts = NoParts> {
  /** One word, lower case. */
  name: string;
  /** Other words for the same; "only here" may be several. */
  also?: readonly string[];
  /** One line, at most 100 characters. */
  summary: string;
  /** As typed, without /pz. */
  examples?: readonly string[];
  /** What else there is to say, a line each. */
  details?: readonly string[];
  /** What `run` does; each of `words` says its own. */
  needs: Capability;
  where?: Where;
  /**
   * It only shows: who speaks may be known from some seconds ago, and a repeat is simply answered again. Where only some lines do
   * that: whether one does, of what is typed behind the word.
   */
  reads?: true | ((typed: string) => boolean);
  /** No free text begins with it: what does not fit behind it is asked about, and not taken for a text. */
  only?: true;
  parts?: P;
  /** A line that is taken whole, before a word is looked for in it: a zone may be called New Parks. */
  whole?(act: Pick<Act, 'directory'>, words: string): boolean;
  /** What may follow as a word of its own. */
  words?: readonly Word<About>[];
  /** What these words do when none of `words` follows. Without it, one of them must. */
  run?(act: Act, parts: ValuesOf<P>, about: About): Reply | Promise<Reply>;
}

export interface Word<About = undefined> {
  readonly name: string;
  readonly also: readonly string[];
  readonly summary: string;
  readonly examples: readonly string[];
  readonly details: readonly string[];
  readonly needs: Capability;
  readonly where: Where | undefined;
  reads(typed: string): boolean;
  /** How help writes what follows: "[NAME]". */
  readonly follows: string;
  /** Whatever follows, it is taken. */
  readonly free: boolean;
  readonly only: boolean;
  readonly words: readonly Word<About>[];
  /** The number of a record, and what may be said after it. */
  readonly after: After | undefined;
  whole?(act: Pick<Act, 'directory'>, words: string): boolean;
  /** All that is typed to get here: "zone agency rename". Set when the registry is made. */
  path: string;
  /** Reads what follows. @returns what is then to be done @throws {Refusal} when it cannot be read */
  read?(act: Act, rest: string): Promise<(about: About) => Promise<Reply>>;
}

/** A word, whatever it is about: as help, the reference and completion look at it. */
// biome-ignore lint/suspicious/noExplicitAny: what a word is about matters to its reader only
export type AnyWord = Word<any>;

/** "problem NP-42 …", "idea 7 …": a record is named, and something is said of it. */
export interface After {
  /** As help writes it: NP-42. */
  readonly label: string;
  readonly words: readonly AnyWord[];
  /** @returns undefined when no number stands there, or the line is not about one */
  answer(act: Act, words: string): Promise<Reply | undefined>;
}
