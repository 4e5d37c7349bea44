// How alike two reports are, from 0 to 1. Pure: the database finds candidates and their English stems, this weighs them.
//
// What happens counts most: two reports must share a behaviour, or most of their words. Where it happens decides: the same
// thing in another street is another problem.
import type { Outcome } from '../../../database/generated/enums.ts';
import { isBehaviour, isPlaceKind } from './thesaurus.ts';

export interface Report {
  /** Title, place and text, as typed. */
  text: string;
  /** English stems of its words, and its concepts. */
  lexemes: string[];
  outcomes: Outcome[];
}

/** Two reports that name different places, or sources, are never shown as the same, however alike their words. */
const APART = 0.5;

/** From here on a problem is shown as perhaps the same. */
export const ALIKE = 0.6;

/** Stems that stand in any report and tell nothing of it. */
const COMMON = new Set(
  'peopl resid local everi night even day week month year time often lot keep kept mani much around round near outsid insid behind along back get go make use say said feel want need problem issu complaint report area zone estat place street road lane avenu close drive way walk group young old older children kid teenag youth adult one two three still alway anoth late earli morn afternoon weekend big small everywher'.split(
    ' ',
  ),
);

const STREETS =
  /([A-Z][\p{L}'’-]+(?: [A-Z][\p{L}'’-]+)?) (?:Road|Rd|Street|St|Avenue|Ave|Lane|Ln|Close|Drive|Dr|Way|Crescent|Court|Square|Walk|Grove|Gardens|Place|Hill|Rise|Terrace|View|Green|Park|Mews)\b/gu;

/** @param closeness how alike the titles are in letters (pg_trgm), 0 to 1 */
export function alikeness(report: Report, known: Report, closeness: number): number {
  const score = likeness(report, known, closeness);
  return areApart(report, known) ? Math.min(score, APART) : score;
}

/** One names a street, the other another; or what it comes from is another thing: "noise from the pub", "noise from the bells". */
function areApart(a: Report, b: Report): boolean {
  const differ = (one: Set<string>, other: Set<string>) => one.size > 0 && other.size > 0 && overlap(one, other) === 0;
  return differ(streetsOf(a), streetsOf(b)) || differ(sourcesOf(a), sourcesOf(b));
}

const FROM =
  /\b(?:noise|music|smells?|stench|smoke|litter|rubbish|fumes|dust) (?:coming )?from (?:the |a |an )?(\p{L}+)/giu;

const sourcesOf = ({ text }: Report): Set<string> =>
  new Set([...text.matchAll(FROM)].map((match) => (match[1] ?? '').toLowerCase().replace(/s$/, '')));

function likeness(report: Report, known: Report, closeness: number): number {
  const [behaviours, others] = [report, known].map(({ lexemes }) => new Set(lexemes.filter(isBehaviour)));
  const words = overlap(wordsOf(report), wordsOf(known));
  const place = placeScore(report, known);
  const outcome = report.outcomes.some((each) => known.outcomes.includes(each)) ? 0.04 : 0;
  const shared = inCommon(behaviours, others);
  // Two things that both tell of are hardly there by chance.
  const several = sharedOf(behaviours, others) > 1 ? 0.06 : 0;
  if (shared > 0) return clamp(0.35 + 0.3 * shared + several + 0.2 * words + 0.15 * closeness + place + outcome);
  const told = Number((behaviours?.size ?? 0) > 0) + Number((others?.size ?? 0) > 0);
  // Both say what happens, and it is not the same; or only one says so in words that we know.
  if (told === 2) return clamp(0.3 * words + 0.3 * closeness + Math.min(0, place));
  if (told === 1) return clamp(0.5 * words + 0.3 * closeness + Math.min(0.1, place));
  return clamp(0.7 * words + 0.35 * closeness + place + outcome);
}

function sharedOf(a: Set<string> = new Set(), b: Set<string> = new Set()): number {
  let shared = 0;
  for (const each of a) if (b.has(each)) shared += 1;
  return shared;
}

/** Half way between all that both tell (Dice) and all that the shorter one tells: more words bring in more, which the other only leaves out. */
function inCommon(a: Set<string> = new Set(), b: Set<string> = new Set()): number {
  return a.size === 0 || b.size === 0 ? 0 : (overlap(a, b) + sharedOf(a, b) / Math.min(a.size, b.size)) / 2;
}

/** Shared over the mean of both sizes (Dice): 1 when they are the same, 0 when they have nothing in common. */
function overlap(a: Set<string> = new Set(), b: Set<string> = new Set()): number {
  return a.size === 0 || b.size === 0 ? 0 : (2 * sharedOf(a, b)) / (a.size + b.size);
}

/** Words that tell what happens: not those of the place, which are weighed by themselves. */
function wordsOf({ lexemes, text }: Report): Set<string> {
  const places = [...spotsOf({ text })];
  return new Set(
    lexemes.filter(
      (lexeme) =>
        !isBehaviour(lexeme) &&
        !isPlaceKind(lexeme) &&
        !COMMON.has(lexeme) &&
        lexeme.length > 2 &&
        !places.some((place) => place.startsWith(lexeme.slice(0, 5))),
    ),
  );
}

/** The same street or kind of place speaks for it, another one against it; where nobody says, it is likelier than not. */
function placeScore(a: Report, b: Report): number {
  const streets = [streetsOf(a), streetsOf(b)] as const;
  if (streets[0].size > 0 && streets[1].size > 0) return overlap(...streets) > 0 ? 0.2 : -0.4;
  const kinds = [kindsOf(a), kindsOf(b)] as const;
  if (kinds[0].size > 0 && kinds[1].size > 0) return overlap(...kinds) > 0 ? 0.12 : -0.4;
  // One names a street, the other a kind of place: rarely the same spot.
  if (streets[0].size + streets[1].size > 0 && kinds[0].size + kinds[1].size > 0) return -0.15;
  const spots = [spotsOf(a), spotsOf(b)] as const;
  if (spots[0].size > 0 && spots[1].size > 0) return overlap(...spots) > 0 ? 0.1 : -0.08;
  return spots[0].size + spots[1].size > 0 ? 0 : 0.06;
}

function streetsOf({ text }: Report): Set<string> {
  return new Set([...text.matchAll(STREETS)].map((match) => (match[1] ?? '').toLowerCase()));
}

function kindsOf({ lexemes }: Report): Set<string> {
  return new Set(lexemes.filter(isPlaceKind));
}

const AFTER_A_PLACE =
  /\b(?:at|on|in|behind|outside|near|by|around|round|across|opposite|under|along|beside|past|into|onto) (?:the |our |their )?((?:[\p{L}'’-]+ ?){1,3})/giu;
const NO_PLACE =
  /^(?:and|or|the|a|an|of|to|for|with|after|before|every|each|most|all|when|while|since|until|is|are|was|has|have|again|at|on|in|by|so|that|who|it|they|them|people|residents|night|nights|evening|evenings|morning|mornings|noon|afternoons?|weekends?|sundays?|saturdays?|summer|winter|holidays?|foot|debt|particular|general|year|their|his|her|lead|leads|fire|alight|work|out|home|here|all|first|last|once|present|risk|time|times|hours?|payday|pay|bus|internet|line|online|benefits?|hungry|tired|pairs|groups|droves)$/i;

/** The words that follow a preposition of place. */
function spotsOf({ text }: Pick<Report, 'text'>): Set<string> {
  const spots = new Set<string>();
  for (const match of text.matchAll(AFTER_A_PLACE))
    for (const word of (match[1] ?? '').trim().toLowerCase().split(' ')) {
      if (NO_PLACE.test(word)) break;
      spots.add(word.replace(/(?<=s|x|ch|sh)es$|s$/, ''));
    }
  return spots;
}

function clamp(score: number): number {
  return Math.max(0, Math.min(1, score));
}
