// What may be typed, as data: a word, what may follow it, who may say it, and what it does. One reader takes a line apart by
// that; help, the reference, the manifests, completion and the tests of every example come from the same declaration.
import type { Capability } from '../rights/index.ts';
import type { Act, Directory } from './act.ts';
import { closest, isSlipOf } from './closest.ts';
import { type Doubt, doubtCard } from './doubt.ts';
import { assertMayAtAll } from './may.ts';
import { privately, Refusal, type Reply } from './replies.ts';
import { command, say, type Text } from './spans.ts';

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
type NoParts = {};

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

function build<About, P extends Parts>(spec: WordSpec<About, P>): Word<About> {
  const parts = Object.entries(spec.parts ?? {});
  const { run, reads = () => false } = spec;
  const word: Word<About> = {
    name: spec.name,
    also: spec.also ?? [],
    summary: spec.summary,
    examples: spec.examples ?? [],
    details: spec.details ?? [],
    needs: spec.needs,
    where: spec.where,
    reads: reads === true ? () => true : reads,
    follows: parts.map(([, { label, optional }]) => (optional === true ? `[${label}]` : label)).join(' '),
    free: parts.some(([, { takesAll }]) => takesAll === true),
    only: spec.only === true,
    words: spec.words ?? [],
    after: undefined,
    path: spec.name,
    ...(spec.whole === undefined ? {} : { whole: spec.whole }),
  };
  if (run !== undefined)
    word.read = async function read(this: Word<About>, act, rest) {
      const values = await readParts(act, this, parts, rest);
      return async (about) => run(act, values as ValuesOf<P>, about);
    };
  return word;
}

/** For a word that only shows when nothing stands behind it. */
export const alone = (typed: string): boolean => typed === '';

/** A word by itself. */
export const word = <P extends Parts = NoParts>(spec: WordSpec<undefined, P>): Word => build(spec);

/** A word about something that stands before it, or that the place says: a record's id, a zone's. */
export const wordAbout =
  <About>() =>
  <P extends Parts = NoParts>(spec: WordSpec<About, P>): Word<About> =>
    build(spec);

interface AfterSpec<About> {
  label: string;
  /** What the number alone does. */
  shows: Word<About>;
  words: readonly Word<About>[];
}

/**
 * What may be said after the number of a record that nothing else is written like: NP-42. What none of the words takes is `shows`'s.
 * @param find takes the number off the beginning of a line
 */
export function afterNumber<About>({
  label,
  shows,
  words,
  find,
}: AfterSpec<About> & { find(act: Act, words: string): Promise<Taken<About> | undefined> }): After {
  return {
    label,
    words: [shows, ...words],
    async answer(act, typed) {
      const found = await find(act, typed);
      if (found === undefined) return undefined;
      // As it was typed: "problem NP-1 jion" was meant for NP-1.
      const number = typed.slice(0, typed.length - found.rest.length).trim();
      const path = number === '' || found.rest === '' ? shows.path : shows.path.replace(label, number);
      return answerWord(act, { ...shows, words, path }, found.rest, found.value);
    },
  };
}

/**
 * The same where the number is a bare one, with which a sentence may begin: only a line that one of the words takes whole is about a
 * record. "12 support" is; "20 mph outside the school" is not. "12 adopt for Coalville" may be, where there is a 12: it is asked.
 * @param take takes the number off a line
 * @param open finds the record @throws {Refusal} when there is none of that number
 * @param doubt the record that may be meant by such a line, and the button that takes it for a new one
 */
export function afterCount<About>({
  label,
  shows,
  words,
  take = digitsFirst,
  open,
  doubt,
}: AfterSpec<About> & {
  take?(words: string): Taken<number> | undefined;
  open(act: Act, number: number): Promise<About>;
  doubt(act: Act, typed: string, about: About): Promise<Doubt>;
}): After {
  return {
    label,
    words: [shows, ...words],
    async answer(act, typed) {
      const found = take(typed);
      const [child, rest] = (found?.rest === '' ? [shows, ''] : childOf(words, found?.rest ?? '')) ?? [];
      if (found === undefined) return undefined;
      const go = await unless(mayBegin, child?.read?.(act, rest ?? ''));
      if (child === undefined || go === undefined) {
        if (found.rest.split(/\s+/).length > FEW) return undefined;
        const about = await unless(isRefused, open(act, found.value));
        if (about === undefined) return undefined;
        const names = words.map(({ name }) => name);
        return privately(doubtCard(typed, await doubt(act, typed, about), names));
      }
      assertMayAtAll(act, child.needs);
      return go(await open(act, found.value));
    },
  };
}

/** Behind a number, so few words may be said of the record as well as they may be a sentence. */
const FEW = 3;

function digitsFirst(words: string): Taken<number> | undefined {
  const [found, digits] = /^(\d{1,9})(?!\S)\s*/.exec(words) ?? [];
  return found === undefined ? undefined : { value: Number(digits), rest: words.slice(found.length) };
}

/** What follows a word is not what may follow it. `more`: it takes nothing that stands there, so that it may have begun a sentence. */
export class Misread extends Refusal {
  override name = 'Misread';
  constructor(
    words: Text,
    readonly more = false,
  ) {
    super(words);
  }
}

/** @returns undefined when it was refused so */
async function unless<T>(so: (error: unknown) => boolean, doing: Promise<T> | undefined): Promise<T | undefined> {
  try {
    return await doing;
  } catch (error) {
    if (so(error)) return undefined;
    throw error;
  }
}
const mayBegin = (error: unknown) => error instanceof Misread && error.more;
const isRefused = (error: unknown) => error instanceof Refusal;

/** Said besides, and meaning nothing. */
const FILLERS = /^(?:[\s.,!]|\b(?:please|thanks|thank you|now|then|it)\b)*$/i;

async function readParts<About>(
  act: Act,
  of: Word<About>,
  parts: [string, Part<unknown>][],
  typed: string,
): Promise<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  let rest = typed.trim();
  for (const [name, part] of parts) {
    const taken = await part.read(act, rest);
    if (taken === undefined && part.optional !== true) throw new Misread(missing(of, part, rest));
    values[name] = taken?.value;
    if (taken !== undefined) rest = taken.rest.trim();
  }
  if (!FILLERS.test(rest))
    throw new Misread(
      say`I do not understand "${rest.slice(0, 60)}" here. Write it as: ${command(usageOf(of))}. ${command(`help ${of.path}`)} says more.`,
      Object.values(values).every((value) => value === undefined),
    );
  return values;
}

function missing<About>(of: Word<About>, part: Part<unknown>, rest: string) {
  const example = of.examples[0] ?? usageOf(of);
  return rest === ''
    ? say`${part.ask} For example: ${command(example)}.`
    : say`${part.ask} I cannot read it from "${rest.slice(0, 60)}". For example: ${command(example)}.`;
}

/** "zone lead @NAME" */
export const usageOf = ({ path, follows }: Pick<Word, 'path' | 'follows'>): string => `${path} ${follows}`.trim();

/** The child whose name, the longest first, stands at the beginning. */
function childOf<About>(words: readonly Word<About>[], typed: string): [Word<About>, string] | undefined {
  const line = typed.trimStart();
  const lower = line.toLowerCase();
  const named = words
    .flatMap((child) => [child.name, ...child.also].map((name) => ({ child, name })))
    .filter(({ name }) => lower.startsWith(name) && /^(?![\p{L}\p{N}_-])/u.test(line.slice(name.length)))
    .sort((a, b) => b.name.length - a.name.length)[0];
  return named === undefined ? undefined : [named.child, line.slice(named.name.length).replace(/^[:,.]?\s*/, '')];
}

/**
 * Whether a line, as far as its words tell, only asks to be shown something. Without the directory, which says what zones are called:
 * whether it may.
 */
export function onlyShows(of: AnyWord, typed: string, directory?: Directory): boolean {
  const alone = of.reads(typed.trim());
  const child = childOf(of.words, typed);
  if (child === undefined) return alone;
  const below = onlyShows(...child, directory);
  if (directory === undefined) return below || (of.whole !== undefined && alone);
  return of.whole?.({ directory }, typed) === true ? alone : below;
}

/** Takes a line apart, and does what it says. @throws {Refusal} naming the word that is not known, with the nearest */
export async function answerWord<About>(act: Act, of: Word<About>, typed: string, about: About): Promise<Reply> {
  if (of.whole?.(act, typed) !== true) {
    const child = childOf(of.words, typed);
    if (child !== undefined) {
      const answering = answerWord(act, child[0], child[1], about);
      // An idea may be called "openings for young people".
      const answer = await (of.free && !child[0].only ? unless(mayBegin, answering) : answering);
      if (answer !== undefined) return answer;
    }
    const reply = await of.after?.answer(act, typed);
    if (reply !== undefined) return reply;
  }
  const first = /^\S*/.exec(typed)?.[0] ?? '';
  if (of.read === undefined || (of.follows === '' && of.words.length > 0 && !FILLERS.test(typed)))
    throw unknownWord(of, first);
  const slip = slipIn(of, typed);
  if (slip !== undefined) throw meant(of, slip, first, typed);
  // The words alone are read before the right is asked for, and no record.
  const go = await of.read(act, typed);
  assertMayAtAll(act, of.needs);
  return go(about);
}

/** What was meant, with all that stands behind it. */
function meant<About>(of: Word<About>, slip: string, first: string, typed: string): Refusal {
  const whole = `${of.path} ${slip}${typed.slice(first.length)}`;
  return new Refusal(
    of.free
      ? say`Did you mean ${command(whole)}? If "${typed.slice(0, 60)}" is what there is to say, say it in a few more words.`
      : say`I do not know "${first.slice(0, 40)}" here. Did you mean ${command(whole)}?`,
  );
}

/** "lsit": a word of ours with two letters that changed places, or one wrong and nothing beside it. */
function slipIn<About>(of: Word<About>, typed: string): string | undefined {
  const [first = '', ...others] = typed.trim().split(/\s+/);
  const names = of.words.map(({ name }) => name);
  return names.find((name) => isSlipOf(first, name)) ?? (others.length === 0 ? closest(first, names) : undefined);
}

/** More words than somebody reads through to find theirs. */
const MANY = 12;

function unknownWord<About>(of: Word<About>, first: string): Refusal {
  const names = of.words.map(({ name }) => name);
  const all = [...names.slice(0, -1), `${names.length > 1 ? 'and ' : ''}${names.at(-1) ?? ''}`];
  const listed = all.join(', ').replace(/, (and \S+)$/, ' $1');
  const nearest = first === '' ? undefined : closest(first, names);
  const known = say`After "${of.path}" I know: ${listed}${of.after === undefined ? '' : `; and a number such as ${of.after.label}`}.`;
  if (first === '') return new Misread(say`${known} ${command(`help ${of.path}`)} says what each does.`);
  const said = say`I do not know "${first.slice(0, 40)}" here.`;
  // Many words are a list for another time.
  if (nearest === undefined) return new Misread(say`${said} ${known}`);
  const rest = names.length > MANY ? say`${command(`help ${of.path}`)} lists all that I know.` : known;
  return new Misread(say`${said} Did you mean ${command(`${of.path} ${nearest}`)}? ${rest}`);
}

export interface CommandSpec<About, P extends Parts = NoParts> extends WordSpec<About, P> {
  after?: After;
  /** Not among the few that Teams offers while one types: few need it. Help and the reference have it all the same. */
  unlisted?: true;
  /** Its own statement checks again who may, and stores the receipt: it may begin with what was known some seconds ago. */
  checksAgain?: true;
}

/** What is typed after /pz. */
export interface Command extends AnyWord {
  readonly unlisted?: true;
  readonly checksAgain?: true;
  run(act: Act, words: string): Promise<Reply>;
}

/** A command by itself. */
export const defineCommand = <P extends Parts = NoParts>(spec: CommandSpec<undefined, P>): Command =>
  defineCommandAbout((_act, words) => ({ value: undefined, rest: words }), spec);

/** A command about something that the line or the place says: the zone whose figures are meant. @param find takes it off the line */
export function defineCommandAbout<About, P extends Parts = NoParts>(
  find: (act: Act, words: string) => Taken<About> | Promise<Taken<About>>,
  spec: CommandSpec<About, P>,
): Command {
  const { unlisted, checksAgain, after } = spec;
  const command: Command = {
    ...build(spec),
    after,
    ...(unlisted === undefined ? {} : { unlisted }),
    ...(checksAgain === undefined ? {} : { checksAgain }),
    async run(act, words) {
      const { value, rest } = await find(act, words);
      return answerWord(act, command, rest, value);
    },
  };
  return command;
}
