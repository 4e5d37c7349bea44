// What tells that a line is about one person: a first name, and what somebody did.
import { FIRST_NAMES } from '../../language/first-names.ts';

const STREET_END =
  'Street|St|Road|Rd|Avenue|Ave|Close|Lane|Ln|Drive|Dr|Crescent|Way|Court|Place|Gardens|Grove|Terrace|Walk|Row|Square|Hill|Park';
/** "Aikman Avenue" */
export const STREET = new RegExp(`\\b(?:[A-Z][a-z'’-]{1,24} ){1,3}(?:${STREET_END})\\b`, 'g');

/** What one does to others: its stem, as it begins every form of the word; with how the thing is called that it is done to. */
export const DEEDS: readonly { stem: RegExp; done?: string; doing: string }[] = [
  { stem: /^(?:break(?:s|ing)?|broke|broken)$/i, done: 'broken', doing: 'breaking' },
  { stem: /^smash(?:es|ing|ed)?$/i, done: 'smashed', doing: 'smashing' },
  { stem: /^damag(?:es?|ing|ed)$/i, done: 'damaged', doing: 'damaging' },
  { stem: /^vandalis(?:es?|ing|ed)$/i, done: 'vandalised', doing: 'vandalising' },
  { stem: /^(?:steal(?:s|ing)?|stole|stolen)$/i, done: 'stolen', doing: 'stealing' },
  { stem: /^(?:nick(?:s|ing|ed)?)$/i, done: 'stolen', doing: 'stealing' },
  { stem: /^(?:throw(?:s|ing)?|threw|thrown|chuck(?:s|ing|ed)?)$/i, done: 'thrown', doing: 'throwing' },
  { stem: /^dump(?:s|ing|ed)?$/i, done: 'dumped', doing: 'dumping' },
  { stem: /^(?:kick(?:s|ing|ed)?)$/i, done: 'kicked', doing: 'kicking' },
  { stem: /^(?:burn(?:s|ing|ed|t)?)$/i, done: 'burnt', doing: 'burning' },
  { stem: /^(?:spray(?:s|ing|ed)?)$/i, done: 'sprayed', doing: 'spraying' },
  { stem: /^(?:scratch(?:es|ing|ed)?)$/i, done: 'scratched', doing: 'scratching' },
  { stem: /^(?:block(?:s|ing|ed)?)$/i, done: 'blocked', doing: 'blocking' },
  { stem: /^(?:sell(?:s|ing)?|sold)$/i, done: 'sold', doing: 'selling' },
  { stem: /^(?:threaten(?:s|ing|ed)?)$/i, done: 'threatened', doing: 'threatening' },
  { stem: /^(?:abus(?:es?|ing|ed))$/i, done: 'abused', doing: 'abusing' },
  { stem: /^(?:bull(?:y|ies|ying|ied))$/i, done: 'bullied', doing: 'bullying' },
  { stem: /^(?:harass(?:es|ing|ed)?)$/i, done: 'harassed', doing: 'harassing' },
  { stem: /^(?:intimidat(?:es?|ing|ed))$/i, done: 'intimidated', doing: 'intimidating' },
  { stem: /^(?:attack(?:s|ing|ed)?)$/i, done: 'attacked', doing: 'attacking' },
  { stem: /^(?:hit(?:s|ting)?)$/i, done: 'hit', doing: 'hitting' },
  { stem: /^(?:punch(?:es|ing|ed)?)$/i, done: 'punched', doing: 'punching' },
  { stem: /^(?:rob(?:s|bing|bed))$/i, done: 'robbed', doing: 'robbing' },
  { stem: /^(?:burgl(?:es?|ing|ed|ar\w*))$/i, done: 'burgled', doing: 'burgling' },
  { stem: /^(?:deal(?:s|ing)?|dealt)$/i, doing: 'dealing' },
  { stem: /^(?:drink(?:s|ing)?|drank|drunk)$/i, doing: 'drinking' },
  { stem: /^(?:shout(?:s|ing|ed)?)$/i, doing: 'shouting' },
  { stem: /^(?:scream(?:s|ing|ed)?)$/i, doing: 'screaming' },
  { stem: /^(?:swear(?:s|ing)?|swore)$/i, doing: 'swearing' },
  { stem: /^(?:fight(?:s|ing)?|fought)$/i, doing: 'fighting' },
  { stem: /^(?:spit(?:s|ting)?|spat)$/i, doing: 'spitting' },
  { stem: /^(?:urinat(?:es?|ing|ed))$/i, doing: 'urinating' },
  { stem: /^(?:smok(?:es?|ing|ed))$/i, doing: 'smoking' },
  { stem: /^(?:beg(?:s|ging|ged))$/i, doing: 'begging' },
  { stem: /^(?:rac(?:es?|ing|ed))$/i, doing: 'racing' },
  { stem: /^(?:speed(?:s|ing)?|sped)$/i, doing: 'speeding' },
  { stem: /^(?:rid(?:es?|ing|den)|rode)$/i, doing: 'riding' },
  { stem: /^(?:park(?:s|ing|ed))$/i, doing: 'parking' },
  { stem: /^(?:knock(?:s|ing|ed)?)$/i, doing: 'knocking' },
  { stem: /^(?:bang(?:s|ing|ed)?)$/i, doing: 'banging' },
  { stem: /^(?:play(?:s|ing|ed)?)$/i, doing: 'playing' },
  { stem: /^(?:hang(?:s|ing)?|hung)$/i, doing: 'hanging' },
  { stem: /^(?:light(?:s|ing)?|lit)$/i, doing: 'lighting' },
  { stem: /^(?:set(?:s|ting)?)$/i, doing: 'setting' },
  { stem: /^(?:climb(?:s|ing|ed)?)$/i, doing: 'climbing' },
  { stem: /^(?:litter(?:s|ing|ed)?)$/i, doing: 'littering' },
];

export const deedOf = (word: string) => DEEDS.find(({ stem }) => stem.test(word));

const TOKEN = /\b([A-Z][a-z]{1,14})(?:['’]s)?\b/g;
const SURNAME = /^ ([A-Z][a-z'’-]{1,24})\b/;
const STREET_NEXT = new RegExp(`^(?: [A-Z][a-z'’-]{1,24}){0,2} (?:${STREET_END})\\b`);

/** First names in a text, with the surname that follows; not those that a street is called by. [from, to) in UTF-16 units. */
export function firstNames(text: string): [number, number][] {
  const found: [number, number][] = [];
  for (const match of text.matchAll(TOKEN)) {
    const name = match[1] ?? '';
    if (!FIRST_NAMES.has(name)) continue;
    const end = match.index + name.length;
    const after = text.slice(end);
    if (STREET_NEXT.test(after)) continue;
    const surname = SURNAME.exec(after);
    const isName = surname !== null && !FIRST_NAMES.has(surname[1] ?? '');
    found.push([match.index, end + (isName ? (surname?.[0].length ?? 0) : 0)]);
  }
  return found;
}
