// Numbers as people write them: "two", "a dozen", "twenty-five", "1,200"; their signs; and what was withheld. Pure.
import { CARDINALS } from './vocabulary.ts';

/** A figure with a minus before it is never taken for the one without. */
export const NEGATIVE = /(?:^|[\s(])[-–−]\s?£?\d|\bminus\s+(?:\d|one|two|three|four|five|six|seven|eight|nine|ten)/i;

/** A figure that was suppressed because it was small: "<5", "< 5", "under 5", "fewer than 5", "*", "c", ":". */
export const SUPPRESSED =
  /^(?:[<≤]\s?=?\s?\d+|(?:under|fewer than|less than|below)\s+\d+|\*+|\[?c\]?|:|supp(?:ressed)?)$/i;

/** "3 or 4", "10-12": which of them is not known. */
export const BETWEEN = /(?<![\d-])\d[\d,.]*\s*(?:-|–|to|or)\s*\d[\d,.]*(?!-?\d)/i;

const ONES: Record<string, number> = Object.fromEntries(
  CARDINALS.flatMap((word, number) => (number >= 1 && number < 20 ? [[word, number]] : [])),
);
const TENS: Record<string, number> = Object.fromEntries(
  'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ').map((word, index) => [word, (index + 2) * 10]),
);
const ones = Object.keys(ONES).join('|');
const tens = Object.keys(TENS).join('|');
const WORDS = new RegExp(
  `(?<![\\p{L}\\d-])(?:(half a dozen)|(?:(a|an|one|two|three|four|five|six) )?(dozen|couple of)|(?:(${tens})(?:[- ](one|two|three|four|five|six|seven|eight|nine))?)|(${ones}))(?![\\p{L}\\d-])`,
  'giu',
);
const LOTS: Record<string, number> = { dozen: 12, 'couple of': 2 };

/** The text with its number words as digits: "a dozen volunteers" is "12 volunteers". */
export function withDigits(text: string): string {
  return text.replace(
    WORDS,
    (
      whole: string,
      half: string | undefined,
      many: string | undefined,
      lot: string | undefined,
      ten: string | undefined,
      unit: string | undefined,
      one: string | undefined,
    ) => {
      const of = (word: string | undefined) => ONES[word?.toLowerCase() ?? ''];
      if (half !== undefined) return '6';
      if (lot !== undefined) return String((of(many) ?? 1) * (LOTS[lot.toLowerCase()] ?? 1));
      if (ten !== undefined) return String((TENS[ten.toLowerCase()] ?? 0) + (of(unit) ?? 0));
      return String(of(one) ?? whole);
    },
  );
}
