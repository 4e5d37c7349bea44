// Other words in which people say what is to become of a problem. Pure.
import type { Everyday } from '../../chat/registry.ts';
import type { ProblemResult } from '../../database/generated/enums.ts';
import { RESULTS } from './states.ts';

/** "NP-4", "np4", "np 4". */
const CODED = '[a-z]{1,6}-?\\d{1,6}|(?!(?:no|nr|at|on|in|by|of|to|is|my|we|us|up) )[a-z]{2} \\d{1,6}';
const of = (rest: string) => new RegExp(`^#?(${CODED}|\\d{1,6}) (?:${rest})$`, 'iu');
/** Words of people's own follow: behind a bare number they may be a sentence. */
const ofCoded = (rest: string) => new RegExp(`^#?(${CODED}) (?:${rest})$`, 'iu');
/** As people say what we call take, give, ask and next. */
const SAID: readonly (readonly [RegExp, string])[] = [
  [
    of(
      "own(?: it)?|me|mine|claim(?: it)?|i(?:[’']?ll| will)? (?:take|own|do|have) (?:it|this)|(?:assign|give|hand) (?:it )?(?:to )?me",
    ),
    'problem $1 take',
  ],
  [
    of('(?:own(?:ed|er)?|assign(?:ed)?|hand(?:ed)?(?: over)?|pass)(?: it)?(?: is| by| to)? (@.+)'),
    'problem $1 give $2',
  ],
  [of('(?:assign|give|hand|pass|offer)(?: it| this)?(?: over| on)? to (?!me\\b)(.+)'), 'problem $1 give $2'],
  [
    of(
      "(?:is |now |all |been |it(?:[’']?s| is| has been) |has been )*(?:done|sorted|fixed|solved|mended|finished|over)(?: now)?",
    ),
    'problem $1 close',
  ],
  [ofCoded('(?:latest )?(?:update|comment|remark|news|info|fyi)s?(?::| -| –)? (.+)'), 'problem $1 note $2'],
  [ofCoded('(?:add )?(?:an )?(?:action|promise|to ?-?do)(?::| -| –)? (.+)'), 'action $1 $2'],
  [ofCoded('(?:add )?(?:an )?(?:action|promise|to ?-?do)'), 'action $1'],
  [ofCoded('(?:list )?(?:all |open )?(?:actions|promises|to ?-?dos)|action list'), 'action list $1'],
  [
    ofCoded('(?:(?:put|add|goes)(?: it)? )?(?:(?:on|to|for|onto) )?(?:the |our )?(?:next )?(?:agenda|meeting)'),
    'meeting add $1',
  ],
  [ofCoded('(?:celebrate|good news|praise|thanks)(?::| -| –)? (.+)'), 'celebrate $1 $2'],
  [of("(?:it(?:[’']?s| is| has)|has|they(?:[’']re| are| have)) (?:come )?back(?: again)?"), 'problem $1 reopen'],
  [
    of(
      "(?:is |it(?:[’']?s| is) )?(?:the )?(?:same(?: thing)? (?:as|like)|(?:a )?(?:duplicate|dupe|dup) of) ([a-z]{1,6}-?\\d{1,6})",
    ),
    'problem $1 link same $2',
  ],
  [of("(?:is |it(?:[’']?s| is) )?(?:a )?part of ([a-z]{1,6}-?\\d{1,6})"), 'problem $1 link part $2'],
  [of('(?:is )?related to ([a-z]{1,6}-?\\d{1,6})'), 'problem $1 link $2'],
  [of('(?:join|invite|involve|add) (?!us\\b|in\\b|it\\b|me\\b)(?:with )?(\\p{L}.*)'), 'problem $1 ask $2'],
  [of("what(?:[’']?s| is)? next|forwards?|advance|move (?:it )?on|progress"), 'problem $1 next'],
  [ofCoded('(?:reword|title|retitle|call it)(?: it)?(?: as| to)? (.+)'), 'problem $1 rename $2'],
  [of('edit|change|rename|reword|title'), 'problem $1 rename'],
  // What ends it stands under its card.
  [
    of(
      "status|view|details|delete|remove|update|latest|news|any news|what(?:[’']?s| is) (?:happening|new|up|going on)",
    ),
    'problem $1 open',
  ],
  [of("who(?:[’']?s| is| has| owns)?(?: on| got| doing| working on)?(?: it| this)?"), 'problem $1 open'],
  [of('history|log'), 'problem $1 timeline'],
];

export const EVERYDAY: Everyday = {
  command: 'problem',
  nouns: ['problems', 'issues'],
  takes: 'Raise a problem',
  said: SAID,
};

function resultOf(words: string): ProblemResult | undefined {
  const wanted = words
    .toLowerCase()
    .replace(/^(?:as )/, '')
    .trim();
  return wanted === ''
    ? undefined
    : (Object.keys(RESULTS) as ProblemResult[]).find((result) =>
        RESULTS[result].tags.some((tag) => tag === wanted || (wanted.length > 4 && tag.startsWith(wanted))),
      );
}

/** "resolved", "not resolved: the landlord refused", "resolved the roof was mended". */
export function resultAndWords(typed: string): [ProblemResult | undefined, string] {
  const words = typed.split(/\s+/);
  for (let taken = Math.min(words.length, MOST_RESULT_WORDS); taken > 0; taken -= 1) {
    const result = resultOf(
      words
        .slice(0, taken)
        .join(' ')
        .replace(/[,.:;–-]+$/, ''),
    );
    if (result !== undefined)
      return [
        result,
        words
          .slice(taken)
          .join(' ')
          .replace(/^(?:[–,.:;-]|because\b|as\b|since\b)+\s*/i, ''),
      ];
  }
  return [undefined, ''];
}
const MOST_RESULT_WORDS = 4;
