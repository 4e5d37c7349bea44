// A line as it was typed, put into the words in which people are counted: figures for number words, "students x3" as "3 students",
// slips of the finger mended. Pure.
import { FIRST_NAMES } from './first-names.ts';
import { withDigits } from './numbers.ts';
import { namesPeople, PERSONS, withPeopleMarked } from './person-nouns.ts';
import { isSlip } from './slips.ts';

/** Known through a slip of the finger, of one and of several. */
const OFTEN = [
  'resident',
  'tenant',
  'volunteer',
  'pensioner',
  'teenager',
  'neighbour',
  'student',
  'parent',
  'pupil',
  'people',
  'children',
  'families',
  'ladies',
].flatMap((word) => (/(?:s|n|people)$/.test(word) ? [word] : [word, `${word}s`]));
const WITH_A_SLIP = /(?<![\p{L}])[rtvpnscfl]\p{L}{4,11}(?![\p{L}'’])/gu;

/** "volunters" and "tennant", as they were meant; what is a word for people stays. */
const withoutSlips = (text: string): string =>
  text.replace(WITH_A_SLIP, (word) =>
    namesPeople(word) ? word : (OFTEN.find((noun) => noun[0] === word[0] && isSlip(word, noun)) ?? word),
  );

const TIMES = new RegExp(`(?<!\\p{L})${PERSONS} ?x ?\\d{1,3}(?![\\p{L}\\d.:])`, 'gu');
const TOGETHER = new RegExp(
  `(?<!\\b(?:between|from|of|no|yr|year) )(?<![\\d.:/-])\\b\\d{1,3} (?:and|&) \\d{1,3}(?= ${PERSONS}(?![\\p{L}]))`,
  'gu',
);

const AGED = /\b(\p{Lu}\p{Ll}+)(?:, ?| \()(?:aged? ?)?(?:\d{2}|10\d)\)?(?=\s*(?:[,.;)]|$))/gu;

/** The text without how old somebody is: "Visited Doris, 89, …". */
export const withoutAges = (text: string): string =>
  text.replace(AGED, (whole, name: string) => (FIRST_NAMES.has(name) ? name.padEnd(whole.length) : whole));

const sumOf = (found: string): number => (found.match(/\d+/g) ?? []).reduce((sum, each) => sum + Number(each), 0);

/** Where people are named; the words that go before them are as they were typed. */
const whoever = (text: string, needs: RegExp, pattern: RegExp, by: (found: string) => string): string => {
  if (!needs.test(text)) return text;
  let done = 0;
  let said = '';
  for (const { 0: found, index } of withPeopleMarked(text).matchAll(pattern)) {
    said += text.slice(done, index) + by(text.slice(index, index + found.length));
    done = index + found.length;
  }
  return said + text.slice(done);
};

/** In small letters; what is counted in it is said in one way. */
export function spelled(line: string): string {
  const counted = withDigits(withoutSlips(withoutAges(line).toLowerCase()).replace(/\bno[ -]?one\b/g, 'nobody'))
    .replace(/\bpair of\b/g, '2')
    .replace(
      /\b(?:mum|mam|mother|dad|father|gran|nan|lady|woman|man|parent|carer) ?\+ ?(\d{1,2})(?=\s*(?:$|[,;.)]))/g,
      (_, more: string) => `${Number(more) + 1} people`,
    )
    .replace(/(?<![\p{L}\d])[mf]\/\d{2}(?!\d)/gu, 'a person')
    // "24yp", "10 ad 6 ch", "3 x f"
    .replace(
      /\b(\d{1,3})(?=(?:yps?|ppl|vols?|kids|res|ads?|ch|mums|dads|lads|girls|boys|ladies|adults|children|people|families)\b)/g,
      '$1 ',
    )
    .replace(/\b(\d{1,3}) ads?\b/g, '$1 adults')
    .replace(/\b(\d{1,3}) ch\b/g, '$1 children')
    .replace(
      /\b(\d{1,2}) ?x ?([fm])\b/g,
      (_, count: string, sex: string) => `${count} ${sex === 'f' ? 'female' : 'male'}s`,
    )
    .replace(/\b(\d{1,3}) couples\b/g, (_, count: string) => `${2 * Number(count)} people`)
    .replace(/\bboth (?=\p{L}{3,}s\b)/gu, '2 ')
    .replace(
      /\b(mother|mum|dad|father|parent|gran|nan|grandad) of 1 of (?:the|our|my|those|these)(?: \p{L}+){1,2}/gu,
      '$1',
    )
    // "52 of 80 households", "6 + 2 dogs"
    .replace(/\b(\d{1,5}) (?:out )?of (?:the )?\d{1,5}(?= \p{L})/gu, '$1')
    .replace(/ ?(?:\+|&|and|plus) \d{1,2} (?:dogs?|cats?|horses?|pups?|puppies)\b/g, '');
  // "students x3 about the gate", "classes of 11 and 8 people"
  const times = whoever(counted, /x ?\d/, TIMES, (found) => found.replace(/^(.+?) ?x ?(\d+)$/, '$2 $1'));
  return (
    whoever(times, /\d (?:and|&) \d/, TOGETHER, (found) => `${sumOf(found)}`)
      .replace(/(^|(?<!\d)[ ,;:] ?)x ?(?=\d{1,3} \p{L})/gu, '$1')
      // "15 yr old lad", "2 15yr olds", "an 11-year-old"
      .replace(
        /\b(\d{1,2} )?\d{1,2}[ -]?(?:yrs?|years?|y\/?o)[ -]?olds?\b(?=( \p{L})?)/gu,
        (_, of?: string, more?: string) =>
          of !== undefined ? `${of}youngsters` : more === undefined ? 'youngster' : 'young',
      )
      .replace(/([,;:] )x ?(\d{1,3})(?=[,;.]|$)/g, '$1$2 people')
      .replace(/\b(\d{1,2}) ?vs?\.? ?(\d{1,2})\b/g, (_, one, two) => `${Number(one) + Number(two)} players`) // 8v8
      .replace(
        /\b(\d{1,2}) (?:teams|groups|tables|classes|squads) of (\d{1,3})\b/g,
        (_, one, two) => `${Number(one) * Number(two)} people`,
      )
      .replace(/\bzero\b/g, '0')
      .replace(/\b1 ((?:\p{L}+ )?couple)\b/gu, '$1')
      // "23 volunteers incl 9 kids": they are among them.
      .replace(/,? ?\(?\b(?:incl?\.?|including|of whom|of which|among them) (?:about )?\d{1,4} [^,;.)]{2,30}/g, '')
  );
}
