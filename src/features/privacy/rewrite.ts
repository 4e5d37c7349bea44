// The same without the person: what happened and where, if that is left. Taking the numbers out of a child's case leaves the case.
import { type Finding, identifiers, inspect, redact } from './guard.ts';
import { deedOf, firstNames } from './names.ts';

const ABOUT_A_PERSON: Finding['kind'][] = [
  'home address',
  'date of birth',
  'title with a name',
  'name with a deed and a street',
];

/** It is one person's case, and not only somebody's number beside it. */
export const isAboutAPerson = (text: string, findings: Finding[]): boolean =>
  findings.some(({ kind }) => ABOUT_A_PERSON.includes(kind)) || firstNames(text).length > 0;

const LEAD_IN =
  /(?:[\s,;:(–-]*\b(?:d\.?o\.?b\.?|born(?: on)?|date of birth|nhs(?: no\.?| number)?|ni(?:no)?|national insurance(?: no\.?| number)?|tel\.?|telephone|phone|mobile|mob\.?|call|ring|number|no\.?|email|e-mail|reg(?:istration)?|plate|card|mum|dad|mother|father|parents?|sister|brother|aged?|is|was|on|his|her|their)\b[.:]?)+[\s:]*$/i;
const STREETS: Record<string, string> = {
  ave: 'Avenue',
  rd: 'Road',
  cres: 'Crescent',
  ln: 'Lane',
  cl: 'Close',
  gdns: 'Gardens',
};
const PRONOUN = /\b(?:he|she|him|his|her|hers|himself|herself)\b/i;
const TITLE = /\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Rev|Master)\.? (?:[A-Z]\.? )?[A-Z][a-z'’-]{1,24}(?:-[A-Z][a-z]{1,24})?/g;
/** Who it was with has gone. */
const WITH_WHOM = /\b(with|to|visited|met|saw|for) (about|regarding|on|at|near|in)\b/gi;
const NAMELESS = '\u0001';
const SUBJECT = new RegExp(
  `^${NAMELESS}[^a-z]*(?:(?:(?:is|was|has|have|had|been|keeps?|kept|on|always|still|again|seen|caught|found|started|starts) ){0,4})(\\w+)\\b[ ]?`,
);
/** Where the thing ends that something was done to. */
const AFTER_THING =
  /\s*(?:[,.;:]|\b(?:on|at|in|near|by|behind|outside|around|round|along|from|during|every|each|after|before|most|all|late|at|over|through|with|and|again|when|last|this|since|for|to)\b|\b(?:evenings?|nights?|mornings?|weekends?|daily|nightly|weekly)\b|$)/i;

/**
 * A line about one person, said without them: "John at 14 Aikman Ave LE3 6AA (dob 1/2/2010) keeps breaking windows, evenings"
 * becomes "Windows broken on Aikman Avenue, evenings".
 * @returns undefined when no line would be left that says something and is about nobody
 */
export function withoutPerson(text: string, now: Date): string | undefined {
  let words = withoutIdentifiers(text, identifiers(inspect(text, now)));
  words = words.replace(TITLE, NAMELESS).replace(/\b(?:his|her|their) (?=\p{L})/giu, '');
  for (const [from, to] of firstNames(words).reverse())
    words = `${words.slice(0, from)}${NAMELESS}${words.slice(to).replace(/^['’]s (?:mum|dad|mother|father|brother|sister|son|daughter)\b/i, '')}`;
  words = tidy(words)
    .replaceAll(new RegExp(`${NAMELESS}(?:,? (?:and|&) ${NAMELESS})+`, 'g'), NAMELESS)
    .replace(WITH_WHOM, '$1 a resident $2');
  const said = subjectOut(words);
  if (said === undefined) return undefined;
  words = tidy(said.replaceAll(NAMELESS, 'a resident'));
  words = words.replace(/^./, (letter) => letter.toUpperCase());
  const left = words.split(' ').filter((word) => /\p{L}{3}/u.test(word));
  if (left.length < 2 || PRONOUN.test(words)) return undefined;
  return isAboutAPerson(words, inspect(words, now)) || identifiers(inspect(words, now)).length > 0 ? undefined : words;
}

/** Each identifier with what leads to it, and a bracket that holds one as a whole; of an address the street stays. */
function withoutIdentifiers(text: string, findings: Finding[]): string {
  const spans = findings
    .flatMap(({ kind, spans: all }) => all.map((span) => widened(text, span, kind === 'home address')))
    .sort((a, b) => a[0] - b[0]);
  let words = '';
  let at = 0;
  for (const [from, to] of spans) {
    if (from > at) words += `${text.slice(at, from)} `;
    at = Math.max(at, to);
  }
  return words + text.slice(at);
}

function widened(text: string, [from, to]: [number, number], isAddress: boolean): [number, number] {
  const open = text.lastIndexOf('(', from);
  const close = text.indexOf(')', to);
  if (open >= 0 && !text.slice(open, from).includes(')') && close >= 0 && !text.slice(to, close).includes('('))
    return [open, close + 1];
  const lead = isAddress ? null : LEAD_IN.exec(text.slice(Math.max(0, from - 80), from));
  return [from - (lead?.[0].length ?? 0), to];
}

/** Who did it goes, what was done stays: a thing that it was done to comes first. @returns undefined when nothing was done */
function subjectOut(words: string): string | undefined {
  if (!words.startsWith(NAMELESS)) return words;
  // "John at Aikman Ave keeps …": where they live stands where it happened.
  const placed = new RegExp(`^${NAMELESS},? (?:(?:at|of|from|in|on) ((?:[A-Z][\\w'’]* ?){1,4}))?[,]? ?`).exec(words);
  const place = placed?.[1]?.trim();
  const rest = `${NAMELESS} ${words.slice(placed?.[0].length ?? 1)}`;
  const match = SUBJECT.exec(rest);
  const deed = match === null ? undefined : deedOf(match[1] ?? '');
  if (match === null || deed === undefined) return undefined;
  const what = rest.slice(match[0].length);
  // "hit by a car" was done to them.
  if (/^by\b/i.test(what)) return undefined;
  const end = AFTER_THING.exec(what)?.index ?? what.length;
  const thing = what.slice(0, end).trim();
  const where = place === undefined || what.includes(place) ? '' : ` on ${place}`;
  const after = what.slice(end);
  const done =
    deed.done !== undefined && thing !== ''
      ? `${thing.replace(/^(?:the|some|a|an)\s+/i, '')} ${deed.done}`
      : `${deed.doing} ${thing}`;
  return `${done}${where} ${after}`;
}

function tidy(words: string): string {
  return words
    .replace(/\(\s*[,;]*\s*\)/g, '')
    .replace(/\s+/g, ' ')
    .replace(/\s+([,.;:)])/g, '$1')
    .replace(/([,;:]){2,}/g, '$1')
    .replace(
      /\bat((?: [A-Z][a-z'’-]+){1,3} (?:Street|St|Road|Rd|Avenue|Ave|Close|Lane|Ln|Drive|Crescent|Way|Grove|Terrace)\b)/g,
      'on$1',
    )
    .replace(
      /(?<=[A-Z][a-z'’-]{1,24} )(Ave|Rd|Cres|Ln|Cl|Gdns)\b\.?/g,
      (short) => STREETS[short.toLowerCase().replace('.', '')] ?? short,
    )
    .replace(/^[\s,;:.–-]+|[\s,;:–-]+$/g, '')
    .trim();
}

/** What a line could say instead. */
export interface Instead {
  text: string;
  /** `rewritten`: without the person; `removed`: it was only a number beside what was said. */
  how: 'rewritten' | 'removed';
}

/** @returns undefined when it is about one person, and nothing would be left without them */
export function insteadOf(text: string, now: Date): Instead | undefined {
  const findings = inspect(text, now);
  if (!isAboutAPerson(text, findings)) return { text: redact(text, identifiers(findings)), how: 'removed' };
  const rewritten = withoutPerson(text, now);
  return rewritten === undefined ? undefined : { text: rewritten, how: 'rewritten' };
}

/** For a form that is opened to edit what was stopped: neither what was found nor a first name is kept for it. */
export function bare(text: string, now: Date): string {
  const clean = redact(text, identifiers(inspect(text, now)));
  return firstNames(clean).reduceRight(
    (words, [from, to]) => `${words.slice(0, from)}[removed]${words.slice(to)}`,
    clean,
  );
}
