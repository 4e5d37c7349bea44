// The guard: finds residents' personal data in what somebody typed, before anything is stored.
//
// Formal identifiers stop a save; hints only remark, for they are often wrong. Formats and rules are those of the issuers:
// NHS number (modulus 11, NHS Data Dictionary), National Insurance number (HMRC NIM39110), BS 7666 postcodes, DVLA plates, Luhn.
// Every pattern is bounded, so that no text makes it slow.
import { findPhoneNumbersInText } from 'libphonenumber-js/min';
import { deedOf, firstNames, STREET } from './names.ts';

export type IdentifierKind =
  | 'NHS number'
  | 'National Insurance number'
  | 'phone number'
  | 'email address'
  | 'home address'
  | 'date of birth'
  | 'vehicle registration'
  | 'bank card number';
export type HintKind = 'title with a name' | 'house number and street' | 'name with a deed and a street';

export interface Finding {
  kind: IdentifierKind | HintKind;
  /** `identifier` stops the save; `hint` only remarks. */
  tier: 'identifier' | 'hint';
  /** Where in the text, as [from, to) in UTF-16 units; what "remove it" takes out. */
  spans: [number, number][];
}

interface Normalised {
  text: string;
  /** For each unit of `text`, where it stood in the original. */
  from: number[];
  length: number;
}

const INVISIBLE =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: single invisible characters are meant
  /[\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFE00-\uFE0F\uFEFF]/;
const DASH = /[\u2010-\u2015\u2212\uFE58\uFE63\uFF0D]/;
const SPACE = /[\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000\t]/;

/** Full-width and styled characters as plain ones, invisible ones gone, every dash a hyphen and every space a space. */
function normalise(original: string): Normalised {
  let text = '';
  const from: number[] = [];
  let at = 0;
  for (const letter of original) {
    if (!INVISIBLE.test(letter)) {
      const plain = DASH.test(letter) ? '-' : SPACE.test(letter) ? ' ' : letter.normalize('NFKC');
      for (let unit = 0; unit < plain.length; unit += 1) from.push(at);
      text += plain;
    }
    at += letter.length;
  }
  return { text, from, length: original.length };
}

const NHS = /(?<![\d.])\d(?:[ .\-/]{0,2}\d){9}(?![\d]|[.\-/]\d)/g;
const NINO =
  /(?<![A-Za-z0-9])([A-Za-z]{2})[ -]{0,2}\d[ -]?\d[ -]{0,2}\d[ -]?\d[ -]{0,2}\d[ -]?\d[ -]{0,2}([A-Da-d])(?![A-Za-z0-9])/g;
const NINO_NAMED =
  /(?:\bNI(?:NO)?\b|national insurance)[^A-Za-z0-9]{0,3}(?:number|no\.?)?[ :]{0,3}([A-Za-z]{2}[ -]{0,2}\d{2}[ -]{0,2}\d{2}[ -]{0,2}\d{2})(?![A-Za-z0-9])/gi;
const PHONE_LIKE = /[\d(+][\d ().-]{7,}\d/;
const UK_PHONE = /(?<![\d-])(?:\+44[ -]?(?:\(0\)[ -]?)?|0044[ -]?|\(?0)(?:[ ()-]{0,2}\d){9,10}(?!\d)/g;
const EMAIL = /[A-Za-z0-9._%+'-]{1,64} ?@ ?(?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z]{2,24}/g;
const POSTCODE =
  /(?<![A-Za-z0-9])(?:[A-PR-UWYZ](?:\d{1,2}|\d[A-HJKPSTUW]|[A-HK-Y]\d{1,2}|[A-HK-Y]\d[ABEHMNPRVWXY])) {0,2}\d[ABD-HJLNP-UW-Z]{2}(?![A-Za-z0-9])/gi;
const HOUSE_NUMBER =
  /(?<![\d/:.-])((?:flat|apartment|apt\.?|unit|no\.?|number) ?\d{1,4}[a-z]?[ ,]{1,3})?(\d{1,4}[a-z]?)[ ,]{1,3}(?:[A-Za-z'.-]{2,24}[ ,]{1,3}){1,7}$/i;
const HOUSE_NAME =
  /\b((?:[A-Z][a-z'-]{1,20} ){1,3}(?:Cottage|House|Lodge|Villa|Farm|Barn|Bungalow|Manor|Mews))[ ,]{1,3}(?:[A-Za-z'.-]{2,24}[ ,]{1,3}){0,6}$/;
const MONTH =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const DATE = `(?:\\d{1,2} ?[/.-] ?\\d{1,2} ?[/.-] ?(?:(?:19|20)\\d{2}|\\d{2})|(?:19|20)\\d{2}-\\d{2}-\\d{2}|\\d{1,2}(?:st|nd|rd|th)? (?:of )?${MONTH},? ?(?:19|20)\\d{2})`;
const BORN = new RegExp(
  `\\b(?:born|d\\.?o\\.?b\\.?|date of birth|birth ?date)\\b[ :=(]{0,4}(?:(?:is|was|on|in) ){0,2}(${DATE})`,
  'gi',
);
const AGE = '(?:aged? \\d{1,3}|\\d{1,3} ?(?:yo\\b|y/o|years? old|yrs? old))';
const DATE_THEN_AGE = new RegExp(`(${DATE})[ ,;()-]{1,4}(?:\\w{1,12} ){0,2}${AGE}`, 'gi');
const AGE_THEN_DATE = new RegExp(`${AGE}[ ,;()-]{1,4}(?:\\w{1,12} ){0,2}(${DATE})`, 'gi');
const PLATE_NEW = /(?<![A-Za-z0-9-])([A-HJ-PR-Ya-hj-pr-y]{2})(\d{2})( ?)([A-HJ-PR-Za-hj-pr-z]{3})(?![A-Za-z0-9])/g;
const PLATE_PREFIX = /(?<![A-Za-z0-9-])[A-HJ-NPR-TV-Y]\d{2,3} ?([A-HJ-PR-Z]{3})(?![A-Za-z0-9])/g;
const PLATE_SUFFIX = /(?<![A-Za-z0-9-])([A-HJ-PR-Z]{3}) ?\d{2,3}[A-HJ-NPR-TV-Y](?![A-Za-z0-9])/g;
const CARD = /(?<!\d)[3-6]\d{3}(?:[ -]?\d){9,15}(?!\d)/g;
const TITLE_NAME = /\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Rev|Master)\.? (?:[A-Z]\.? )?[A-Z][a-z'-]{1,24}(?:-[A-Z][a-z]{1,24})?/g;
const HOUSE_STREET =
  /(?<![\d/:.-])(\d{1,4}[a-z]?),? (?:[A-Z][a-z'-]{1,24} ){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Close|Lane|Ln|Drive|Crescent|Way|Court|Place|Gardens|Grove|Terrace|Walk|Row|Square|Hill)\b/g;
/** Words that stand after a road or a place and look like the end of a number plate. */
const NOT_PLATES = new Set([
  'AND',
  'HAS',
  'THE',
  'FOR',
  'WAS',
  'ARE',
  'BUT',
  'NOT',
  'ALL',
  'TOO',
  'NOW',
  'CAN',
  'HAD',
  'SAW',
  'GOT',
  'ONE',
  'TWO',
  'YET',
  'DUE',
  'VAN',
  'CAR',
  'BUS',
  'MET',
  'PER',
  'ASB',
  'HER',
  'HEN',
  'OUR',
  'OUT',
  'NEW',
  'OLD',
  'END',
  'WHO',
  'WHY',
  'HOW',
  'DAY',
  'WAY',
  'TEN',
  'SEE',
  'USE',
  'RAN',
  'TEA',
]);

/**
 * What the guard sees in a text.
 * @param now decides which number plates can exist by their age mark
 * @returns findings in the order of the text, none overlapping another
 */
export function inspect(original: string, now: Date): Finding[] {
  // A text is looked at before it is stored and again when its answer is drawn.
  if (latest?.text !== original || latest.year !== now.getUTCFullYear())
    latest = { text: original, year: now.getUTCFullYear(), findings: look(original, now) };
  return [...latest.findings];
}

let latest: { text: string; year: number; findings: Finding[] } | undefined;

function look(original: string, now: Date): Finding[] {
  const source = normalise(original);
  const { text } = source;
  const found: Finding[] = [];
  const add = (kind: Finding['kind'], ...spans: [number, number][]) => {
    found.push({
      kind,
      tier: isHint(kind) ? 'hint' : 'identifier',
      spans: spans.map(([from, to]) => [
        source.from[from] ?? 0,
        to < text.length ? (source.from[to] ?? source.length) : source.length,
      ]),
    });
  };
  const whole = (match: RegExpMatchArray): [number, number] => [match.index ?? 0, (match.index ?? 0) + match[0].length];

  for (const match of text.matchAll(EMAIL)) add('email address', whole(match));
  for (const match of text.matchAll(CARD)) if (passesLuhn(digits(match[0]))) add('bank card number', whole(match));
  for (const match of text.matchAll(NHS)) if (passesNhs(digits(match[0]))) add('NHS number', whole(match));
  for (const match of text.matchAll(NINO))
    if (isNinoPrefix(match[1] ?? '')) add('National Insurance number', whole(match));
  for (const match of text.matchAll(NINO_NAMED))
    if (isNinoPrefix((match[1] ?? '').slice(0, 2))) add('National Insurance number', whole(match));
  for (const span of phones(text)) add('phone number', span);
  for (const match of text.matchAll(POSTCODE)) {
    const house = houseBefore(text, match.index ?? 0);
    if (house !== undefined) add('home address', house, whole(match));
  }
  for (const pattern of [BORN, DATE_THEN_AGE, AGE_THEN_DATE]) {
    for (const match of text.matchAll(pattern)) {
      const from = (match.index ?? 0) + match[0].indexOf(match[1] ?? '');
      add('date of birth', [from, from + (match[1] ?? '').length]);
    }
  }
  for (const match of text.matchAll(PLATE_NEW)) if (isPlate(match, now)) add('vehicle registration', whole(match));
  for (const pattern of [PLATE_PREFIX, PLATE_SUFFIX])
    for (const match of text.matchAll(pattern))
      if (!NOT_PLATES.has(match[1] ?? '')) add('vehicle registration', whole(match));
  for (const match of text.matchAll(TITLE_NAME)) add('title with a name', whole(match));
  for (const span of namesWithDeeds(text)) add('name with a deed and a street', span);
  for (const match of text.matchAll(HOUSE_STREET))
    add('house number and street', [match.index ?? 0, (match.index ?? 0) + (match[1] ?? '').length]);
  return withoutOverlaps(found);
}

/** A first name, what somebody did, and a street, in one sentence: together they tell who it is. */
function namesWithDeeds(text: string): [number, number][] {
  return firstNames(text).filter(([from]) => {
    const start = Math.max(0, Math.max(text.lastIndexOf('.', from), text.lastIndexOf('\n', from)) + 1);
    const stop = text.slice(from).search(/[.\n]\s/);
    const sentence = text.slice(start, stop === -1 ? start + SENTENCE : from + stop);
    const streets = sentence.match(STREET);
    return streets !== null && sentence.split(/[^\p{L}]+/u).some((word) => deedOf(word) !== undefined);
  });
}

/** Of a sentence so much is looked at. */
const SENTENCE = 300;

/** The text with everything that was found taken out. */
export function redact(original: string, findings: Finding[]): string {
  const spans = findings.flatMap((finding) => finding.spans).sort((a, b) => a[0] - b[0]);
  let result = '';
  let at = 0;
  for (const [from, to] of spans) {
    if (from < at) continue;
    result += `${original.slice(at, from)}[removed]`;
    at = to;
  }
  return result + original.slice(at);
}

/** Only what stops a save. */
export function identifiers(findings: Finding[]): Finding[] {
  return findings.filter((finding) => finding.tier === 'identifier');
}

function isHint(kind: Finding['kind']): kind is HintKind {
  return kind === 'title with a name' || kind === 'house number and street' || kind === 'name with a deed and a street';
}

/** Identifiers win over hints, and what was looked for first wins over what came later. */
function withoutOverlaps(found: Finding[]): Finding[] {
  const kept: Finding[] = [];
  for (const finding of [...found].sort((a, b) => Number(a.tier === 'hint') - Number(b.tier === 'hint'))) {
    const clashes = kept.some((other) =>
      other.spans.some(([from, to]) => finding.spans.some(([begin, end]) => begin < to && from < end)),
    );
    if (!clashes) kept.push(finding);
  }
  return kept.sort((a, b) => (a.spans[0]?.[0] ?? 0) - (b.spans[0]?.[0] ?? 0));
}

function digits(text: string): number[] {
  return [...text].filter((letter) => letter >= '0' && letter <= '9').map(Number);
}

function passesNhs(number: number[]): boolean {
  if (number.length !== 10) return false;
  const sum = number.slice(0, 9).reduce((total, digit, index) => total + digit * (10 - index), 0);
  const check = (11 - (sum % 11)) % 11;
  return check !== 10 && check === number[9];
}

function passesLuhn(number: number[]): boolean {
  if (number.length < 13 || number.length > 19) return false;
  const sum = [...number].reverse().reduce((total, digit, index) => {
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}

function isNinoPrefix(letters: string): boolean {
  const prefix = letters.toUpperCase();
  return !/[DFIQUV]/.test(prefix) && prefix[1] !== 'O' && !['BG', 'GB', 'KN', 'NK', 'NT', 'TN', 'ZZ'].includes(prefix);
}

function phones(text: string): [number, number][] {
  if (!PHONE_LIKE.test(text)) return [];
  const library = findPhoneNumbersInText(text, 'GB')
    .filter(({ startsAt }) => /[0+(]/.test(text[startsAt] ?? ''))
    .map(({ startsAt, endsAt }): [number, number] => [startsAt, endsAt]);
  // Ofcom's drama numbers are not valid to the library, and people type numbers that never rang.
  const own = [...text.matchAll(UK_PHONE)].map((match): [number, number] => [
    match.index,
    match.index + match[0].length,
  ]);
  return [...library, ...own];
}

function houseBefore(text: string, at: number): [number, number] | undefined {
  const start = Math.max(0, at - 90);
  const before = text.slice(start, at);
  const match = HOUSE_NUMBER.exec(before) ?? HOUSE_NAME.exec(before);
  if (match === null) return undefined;
  const name = `${match[1] ?? ''}${match[2] ?? ''}`;
  return [start + match.index, start + match.index + name.length];
}

function isPlate(match: RegExpMatchArray, now: Date): boolean {
  const [whole, , age = '', gap = '', end = ''] = match;
  if (NOT_PLATES.has(end.toUpperCase())) return false;
  // "LE67 has" is a place and a verb: with a gap, both halves must be in capitals.
  if (gap !== '' && whole !== whole.toUpperCase()) return false;
  const year = now.getUTCFullYear() % 100;
  const mark = Number(age);
  return (mark >= 2 && mark <= year) || (mark >= 51 && mark <= year + 50);
}
