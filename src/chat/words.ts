// What may be typed, as data. One reader takes a line apart by that (take-apart.ts); help, the reference, the manifests, completion
// and the tests of every example come from the same declaration.
import type { Act } from './act.ts';
import { type Doubt, doubtCard } from './doubt.ts';
import { assertMayAtAll } from './may.ts';
import { privately, type Reply } from './replies.ts';
import { answerWord, childOf, isRefused, mayBegin, readParts, unless } from './take-apart.ts';
import type { After, AnyWord, NoParts, Parts, Taken, ValuesOf, Word, WordSpec } from './word.ts';

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
