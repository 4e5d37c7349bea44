// Takes a line apart by the words that are declared, and does what it says; what it cannot read is told, with the nearest that it can.
import type { Act, Directory } from './act.ts';
import { closest, isSlipOf } from './closest.ts';
import { assertMayAtAll } from './may.ts';
import { Refusal, type Reply } from './replies.ts';
import { command, say, type Text } from './spans.ts';
import type { AnyWord, Part, Word } from './word.ts';

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
export async function unless<T>(
  so: (error: unknown) => boolean,
  doing: Promise<T> | undefined,
): Promise<T | undefined> {
  try {
    return await doing;
  } catch (error) {
    if (so(error)) return undefined;
    throw error;
  }
}
export const mayBegin = (error: unknown) => error instanceof Misread && error.more;
export const isRefused = (error: unknown) => error instanceof Refusal;

/** Said besides, and meaning nothing. */
const FILLERS = /^(?:[\s.,!]|\b(?:please|thanks|thank you|now|then|it)\b)*$/i;

/** What follows a word, part by part. @throws {Misread} for what is missing, and for what is left over */
export async function readParts<About>(
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
export function childOf<About>(words: readonly Word<About>[], typed: string): [Word<About>, string] | undefined {
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
  const rest = names.length > MANY ? say`${command(`help ${of.path}`)} lists all that I know.` : known;
  if (nearest === undefined) return new Misread(say`${said} ${rest}`);
  return new Misread(say`${said} Did you mean ${command(`${of.path} ${nearest}`)}? ${rest}`);
}
