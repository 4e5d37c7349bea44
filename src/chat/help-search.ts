// Help for whoever does not know our words: what a term of ours means, and which words of ours tell of what was asked.

import { everyWord } from './vocabulary.ts';
import type { AnyWord } from './word.ts';

/** A word of the field that stands on cards: what it means, and where it is met. A feature declares its own. */
export interface Term {
  /** As it stands on cards: "quorum". */
  name: string;
  also?: readonly string[];
  /** One or two sentences. */
  means: string;
  /** What to type, each as it stands in the reference: "meeting quorum". */
  see: readonly string[];
}

export interface Found {
  terms: Term[];
  words: AnyWord[];
  /** Most of what was asked is said in what was found: it is likely to be about that, and not about the place. */
  isSure: boolean;
}

/** "How do we stop the off-road bikes" asks for no word of ours, though one stops reminders. */
const SURE = 0.5;

const MOST_TERMS = 3;
const MOST_WORDS = 6;
/** What is less than so much of the best is something else. */
const NEAR_THE_BEST = 0.6;

const EMPTY = new Set(
  'a an the i we you me my our your it its this that these those is are was be been am do does did can could would should will shall may might must to of for on in at by with about from into and or but if so as how what which who whom whose when where why there here please help tell say show explain want need like get got have has had use make one somebody someone something anything again mean means meaning work works working'.split(
    ' ',
  ),
);

/** What people call what we call otherwise: looked for as well, and worth half. */
const SYNONYMS = new Map<string, readonly string[]>(
  Object.entries({
    delete: ['undo', 'cancel', 'drop', 'close'],
    remove: ['undo', 'drop'],
    undo: ['back'],
    stop: ['off', 'settings'],
    mute: ['stop', 'off'],
    unsubscribe: ['stop', 'off', 'settings'],
    message: ['reminder', 'digest'],
    notification: ['reminder', 'digest'],
    remind: ['reminder'],
    email: ['mail'],
    holiday: ['away'],
    leave: ['away'],
    sick: ['away'],
    join: ['invite', 'ask'],
    member: ['team', 'invite'],
    colleague: ['team', 'invite'],
    user: ['team', 'invite'],
    graph: ['chart'],
    figure: ['measure'],
    number: ['measure'],
    statistic: ['measure'],
    data: ['figure', 'table'],
    upload: ['import'],
    spreadsheet: ['import', 'table'],
    excel: ['import', 'table'],
    csv: ['import', 'table'],
    reschedule: ['move'],
    postpone: ['move'],
    time: ['day', 'hour'],
    hour: ['hours'],
    task: ['action'],
    todo: ['action'],
    promise: ['action'],
    report: ['paper', 'board'],
    search: ['find', 'look'],
    change: ['edit', 'correct', 'set'],
    correct: ['edit'],
    mistake: ['undo', 'correct', 'edit'],
    wrong: ['undo', 'correct', 'edit'],
    workspace: ['slack', 'chat'],
    teams: ['chat', 'link'],
  }),
);

/** A word without what grammar adds to it: "cancelling", "cancels" and "cancelled" are one. */
export function stemOf(word: string): string {
  const lower = word.toLowerCase().replace(/[’']s?$/, '');
  if (lower.length < 4) return lower;
  return lower
    .replace(/ies$/, 'y')
    .replace(/(?:sses)$/, 'ss')
    .replace(/(?<=.{3})(?:ing|ed|es)$|(?<=[^s])s$/, '')
    .replace(/([b-df-hj-np-tv-z])\1$/, '$1')
    .replace(/e$/, '');
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+(?:['’][\p{L}]+)?/gu) ?? [];
const stemsOf = (text: string): string[] => wordsOf(text).map(stemOf);

/** What was asked after, in order of how well it fits. Pure. */
export function findHelp(typed: string, commands: readonly AnyWord[], terms: readonly Term[]): Found {
  const asked = wordsOf(typed);
  let left = ` ${asked.map(stemOf).join(' ')} `;
  const named = terms.filter(({ name, also = [] }) =>
    [name, ...also].some((called) => ` ${asked.map(stemOf).join(' ')} `.includes(inStems(called))),
  );
  for (const { name, also = [] } of named)
    for (const called of [name, ...also]) left = left.replace(inStems(called).trimEnd(), '');
  const wanted = meaningIn(typed);
  // What a term says whole is not looked for among other words.
  const isSaid = named.length > 0 && wanted.every((word) => !left.includes(` ${stemOf(word)} `));
  const isMine = asked.some((word) => word === 'my' || word === 'i');
  const words = isSaid ? [] : wordsAbout(wanted, commands, isMine);
  return {
    terms: named.slice(0, MOST_TERMS),
    words,
    isSure: named.length > 0 || words.some((word) => shareOf(wanted, word) >= SURE),
  };
}

const inStems = (called: string): string => ` ${stemsOf(called).join(' ')} `;

/** The words that say what is asked after. */
export const meaningIn = (typed: string): string[] => [
  ...new Set(wordsOf(typed).filter((word) => !EMPTY.has(word) && /\p{L}{2}/u.test(word))),
];

/** Where a word stands says how much it tells: in what is typed, in the line about it, in an example. */
const WEIGHTS = { path: 4, also: 4, summary: 2, more: 1 } as const;
/** What is only called so by others. */
const AS_SYNONYM = 0.5;
/** Of a word that stands in examples only, so many may tell of it. */
const RARE = 10;
/** "How do I change my name": what is said of oneself comes first. */
const OF_ONESELF = 1.4;

function wordsAbout(wanted: readonly string[], commands: readonly AnyWord[], isMine: boolean): AnyWord[] {
  const entries = commands
    .flatMap((each) => [...everyWord(each)])
    .filter(({ path, name }) => path === name || name !== '');
  const bags = entries.map((entry) => ({ entry, bag: bagOf(entry) }));
  const known = new Map<string, number>();
  for (const { bag } of bags)
    for (const [stem, weight] of bag) if (weight > WEIGHTS.more) known.set(stem, (known.get(stem) ?? 0) + 1);
  const rarity = (stem: string) => Math.log(1 + entries.length / (known.get(stem) ?? RARE));
  const scored = bags
    .map(({ entry, bag }) => {
      const own = isMine && entry.path.startsWith('me ') ? OF_ONESELF : 1;
      return { entry, score: own * scoreOf(wanted, bag, rarity) };
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);
  const best = scored[0]?.score ?? 0;
  return scored
    .filter(({ score }) => score >= best * NEAR_THE_BEST)
    .slice(0, MOST_WORDS)
    .map(({ entry }) => entry);
}

const othersFor = (word: string): string[] =>
  (SYNONYMS.get(word) ?? SYNONYMS.get(word.replace(/s$/, '')) ?? []).map(stemOf);

/** How many of the words that were asked stand in what is typed or in the line about it, from 0 to 1. */
function shareOf(wanted: readonly string[], { path, also, summary }: AnyWord): number {
  const stems = new Set(stemsOf([path, ...also, summary].join(' ')));
  const told = wanted.filter((word) => [stemOf(word), ...othersFor(word)].some((stem) => stems.has(stem)));
  return told.length / wanted.length;
}

/** Each word that was asked counts once, in the best of the ways in which it may be meant; more words found are worth more than one often. */
function scoreOf(wanted: readonly string[], bag: Map<string, number>, rarity: (stem: string) => number): number {
  let sum = 0;
  for (const word of wanted) {
    const others = othersFor(word);
    const worth = (stem: string) => (bag.get(stem) ?? 0) * rarity(stem);
    sum += Math.max(worth(stemOf(word)), ...others.map((stem) => AS_SYNONYM * worth(stem)));
  }
  return sum;
}

function bagOf({ path, also, summary, details, examples, follows }: AnyWord): Map<string, number> {
  const bag = new Map<string, number>();
  const add = (text: string, weight: number) => {
    for (const stem of stemsOf(text)) bag.set(stem, Math.max(bag.get(stem) ?? 0, weight));
  };
  add([follows, ...details, ...examples].join(' '), WEIGHTS.more);
  add(summary, WEIGHTS.summary);
  add(also.join(' '), WEIGHTS.also);
  add(path, WEIGHTS.path);
  return bag;
}
