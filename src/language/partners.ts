// Which agencies were there, as it is typed: "w/ PCSO Khan", "Housing, Police and me", "met youth wrkers and polce". Who is only spoken
// of ("housing problem", "at the hub") was not. Pure.
import type { AgencyEntry } from '../chat/act.ts';
import { isSlip } from './slips.ts';

export interface Partners {
  agencyIds: string[];
  /** Platform user ids of people mentioned after "with". */
  mentioned: string[];
  /** Names of whom nobody knows, or words that may be one of several. */
  unsure: string[];
  /** Somebody by their first name who was sat with, and is nobody's colleague. */
  companion: string | undefined;
}

/** Before "with Joan": one of the people whom it is all for. */
const COMPANY =
  /\b(?:sat|sit|stayed|chat|chatted|chatting|natter|nattered|cuppa|coffee|tea|brew|lunch|walk|walked|time|shopping) $/i;

/** What people call those who work in a sector; the agency is the partnership's only one of it. */
const ROLES: [RegExp, string][] = [
  [
    /^(?:pcsos?|pcs?(?: \p{L}+)?|sgt(?: \p{L}+)?|inspector \p{L}+|police ?(?:officers?|constables?|m[ae]n|wom[ae]n)|wpcs?(?: \p{L}+)?|polis|plod|coppers?|cops|bobb(?:y|ies)|neighbourhood policing team|npt)(?![\p{L}\d])/u,
    'POLICE',
  ],
  [
    /^(?:(?:district |school |practice |outreach |community |mental health )?nurses?|health visitors?|hvs?|midwi(?:fe|ves)|gps?(?! (?:surgery|practice|waiting))|paramedics?|social prescribers?|doctors?)(?![\p{L}\d])/u,
    'HEALTH',
  ],
  [
    /^(?:fire ?(?:fighter|m[ae]n|wom[ae]n)s?|fire crews?|fire brigade|fire (?:&|and) rescue|fire officers?)(?![\p{L}\d])/u,
    'FIRE',
  ],
  [/^(?:housing (?:officers?|association|team)|hsg|has?(?= |$|,))(?![\p{L}\d])/u, 'HOUSING'],
  [
    /^(?:probation officers?|(?:community )?payback(?: team)?|unpaid work (?:team|crew|lads|group)|probation (?:lads|team|group|crew))(?![\p{L}\d])/u,
    'CRIMINAL_JUSTICE',
  ],
];
const WITH =
  /(?<![\p{L}\d])(?<!\b(?:regist(?:er|ered|ering)|sign(?:ed|ing)? up|appointments?|booked in|in touch|fed up|trouble|problems?|issues?|rows?|arguments?) )(?:with|wiht|wiv|wth|w\/|w\.|wi?(?= )|alongside|together with|(?:helped|assisted|supported|joined|led|run|hosted|facilitated|delivered|organised|training|talk|visit|session|workshop|assembly|clinic|stall|display|demo|demonstration|presentation|input|briefing|surgery|moved on|moved along|dispersed|searched|supervised|accompanied|staffed|judged|taught|coached|refereed|attended|cleared|collected|swept|mended|stopped|escorted|arrested) by|thanks to|thx to|ta to|met(?: up)?(?: with)?(?! (?:up )?(?:at|in|by|on|outside|near))|me,|me and|me &|inc(?:l|luding)?)\s*/giu;
const FILLER = /^(?:(?:the|our|both|two|a|an|some|local|few|of|new|my)\s+|\d+\s+)*/i;
const AND = /^\s*(?:,\s*(?:and\s+)?|and\s+|&\s*|\+\s*|\/\s*|['’]?n['’]?\s+)/i;
/** What an agency at the head of a line does, so that it was there. */
const WAS_THERE =
  /^\s*(?:team |officers? |staff |service )?(?:(?:\p{L}+ ){0,2}(?:came|attended|joined|helped|ran|led|did(?! ?n[o'’]t)|gave|held|brought|painted|cleared|visited|talked|spoke|walked|(?:took|put|lent|sent|fed|built|swept|cut|met)(?! by)|showed|taught|checked|fitted|supported|were there|was there|there too|there|too|also)\b|(?:,? ?(?:\p{L}+ )?(?:and|&|\+|with) (?:me|i|myself|us)\b)|(?:(?!called|cancelled|declined|refused|failed|missed|delayed|apologised|promised|informed|told|contacted|notified|asked|needed|raised|wanted|named|based|closed|owned|agreed)[a-z]{3,}ed\b)|: |(?:(?:health |flu |blood pressure )?(?:checks?|jabs?|screening)|(?:\p{L}+ )?(?:surgery|clinic|stall|visit|talk|drop[- ]?in|open day|roadshow))\b)/iu;
/** One thing of several that are told: "3 lads, police, 20 min", "10 residents & Council litter pick". */
const BESIDE =
  /(?:[.,;:&+]\s*|^|\b(?:joined|took|brought|invited|supported|helped|assisted|accompanied|shadowed|hosted|welcomed|and) )(?:\d{1,2} )?$/i;
const ITEM_ENDS = /^\s*(?:$|[.,;:&+)-]|x ?\d|\d|(?:at|on|for|in|to|by|with|litter|walkabout|and)\b)/i;
/** What stands before an agency that is only spoken of, or is a place. */
const SPOKEN_OF =
  /(?<![\p{L}])(?:to|about|re|by|for|at|the|in|near|of|as|on|a|an|via|outside|ask(?:ed)?|rang|phoned|called|told|emailed|new|no|our|their|his|her|social|mental|public|community|warm|home|street|bon|camp|open|car|bin|youth|school|student|pupil|tenants|residents|parish)\s+$/iu;
const A_KIND_OF =
  /\b(?:youth|school|student|pupils?|tenants['’]?|residents['’]?|parish|warm|food|baby|sheltered|supported|home|mental|public|social|sexual|environmental|men['’]?s|women['’]?s) $/i;
/** What follows where the word belongs to something else: "housing issue", "health walk", "fire pit". */
const OF_ANOTHER =
  /^(?:['’]s|-|\s+(?:\p{L}+(?:s|er)?\s+)?(?:issues?|problems?|club|walk|tenants?|residents?|estate|association|station|engine|helicopter|pit|centre|center|students?|enquir(?:y|ies)|repairs?|tax|bins?|houses?|flats?|cadets|opening|lunch|coffee|meal|visits?|advice|safety|form|list|benefit|application|stock|group|day|work|workshop|gates?|building|garden|apps?|website|helpline|number|response|presence)(?![\p{L}]))/iu;
const NEXT_IN_LINE = /^\s*,\s/;

interface Known {
  id: string;
  words: string;
  /** How many words these are. */
  count: number;
  /** As thumbs write it, without its vowels: "wrkrs". */
  bones: string;
}

const bonesOf = (words: string) => words.replace(/[aeiou]/g, '');

const lexicons = new WeakMap<AgencyEntry[], Map<string, Known[]>>();

/** What agencies are called, by the first letter, the longest first. A word that two of them have is neither's. */
function lexiconOf(agencies: AgencyEntry[]): Map<string, Known[]> {
  const known = lexicons.get(agencies);
  if (known !== undefined) return known;
  const all = agencies
    .flatMap(({ id, name, shortName, aliases }) =>
      [name, shortName, ...aliases].flatMap(formsOf).map((words) => ({ id, words })),
    )
    .filter(({ words }) => words.length > 1);
  const own = all
    .filter(({ id, words }) => all.every((other) => other.words !== words || other.id === id))
    .map((each): Known => ({ ...each, count: each.words.split(' ').length, bones: bonesOf(each.words) }))
    .sort((a, b) => b.words.length - a.words.length);
  const lexicon = new Map<string, Known[]>();
  for (const each of own) {
    const letter = each.words[0] ?? '';
    lexicon.set(letter, [...(lexicon.get(letter) ?? []), each]);
  }
  lexicons.set(agencies, lexicon);
  return lexicon;
}

/** "street wardens": one of them too, and without the street. */
function formsOf(name: string): string[] {
  const words = plain(name);
  const one = words.replace(/s$/, '');
  return [
    words,
    ...(one !== words && one.includes(' ') ? [one] : []),
    ...(one.endsWith('warden') ? ['wardens', 'warden'] : []),
  ];
}

const plain = (text: string): string =>
  text.toLowerCase().replace(/[’']/g, '').replace(/ & /g, ' and ').replace(/^the /, '');

/** The agency that is named at a place of one line, each place read once. */
type Reader = (at: number, exactly?: boolean) => { id: string; to: number } | undefined;

function readerOf(line: string, agencies: AgencyEntry[]): Reader {
  const known = new Map<number, ReturnType<Reader>>();
  return (at, exactly = false) => {
    const key = at * 2 + Number(exactly);
    if (!known.has(key)) known.set(key, agencyAt(line, at, agencies, exactly));
    return known.get(key);
  };
}

/** Agencies of a line besides the writer's own. */
export function findPartners(line: string, agencies: AgencyEntry[]): Partners {
  const named = readerOf(line, agencies);
  const [agencyIds, mentioned, unsure]: [string[], string[], string[]] = [[], [], []];
  const heard: [number, number][] = [];
  let companion: string | undefined;
  for (const match of line.matchAll(WITH)) {
    const list = listAt(line, match.index + match[0].length, named);
    agencyIds.push(...list.agencyIds);
    mentioned.push(...list.mentioned);
    if (list.agencyIds.length + list.mentioned.length === 0 && list.stranger !== undefined) {
      if (COMPANY.test(line.slice(0, match.index)) && /^\p{Lu}\p{Ll}+$/u.test(list.stranger)) companion = list.stranger;
      else unsure.push(list.stranger);
    }
    if (list.agencyIds.length > 0) heard.push([match.index, list.to]);
  }
  // "Police came", "Housing, Police and me: …": at the head of the line, or of a part of it.
  for (const match of line.matchAll(/(?:^|[\s,.;:&+])(?=[\p{L}])/gu)) {
    const from = match.index + match[0].length;
    if (heard.some(([start, end]) => start <= from && from < end)) continue;
    const list = listAt(line, from, named, true);
    if (list.agencyIds.length === 0) continue;
    const behind = line.slice(list.to, list.to + LONGEST_NAME);
    const isHead = from === 0;
    // "Mental health drop-in" is nobody's of Health.
    if (A_KIND_OF.test(beforeIn(line, from))) continue;
    const isItem = BESIDE.test(beforeIn(line, from)) && ITEM_ENDS.test(behind);
    const isSeveral = isHead && new Set(list.agencyIds).size > 1;
    if (
      isItem ||
      isSeveral ||
      WAS_THERE.test(behind) ||
      (isHead && NEXT_IN_LINE.test(behind) && /[\d]/.test(behind.slice(0, 8)))
    ) {
      agencyIds.push(...list.agencyIds);
      heard.push([from, list.to]);
    }
  }
  for (const match of line.matchAll(/(?<![\p{L}\d])from (?=\p{L})/giu)) {
    const list = listAt(line, match.index + match[0].length, named, true);
    // "2 staff from Brightside" were there; "a call from Housing" need not have been.
    if (THEIR_PEOPLE.test(line.slice(0, match.index))) agencyIds.push(...list.agencyIds);
    else if (list.agencyIds.some((id) => !agencyIds.includes(id))) unsure.push(line.slice(match.index, list.to).trim());
  }
  // Named, and nobody can tell whether they were there: "talked to lads on rec, Police about".
  for (const match of line.matchAll(/(?<![\p{L}\d’'-])\p{L}/gu)) {
    const from = match.index;
    if (heard.some(([start, end]) => start <= from && from < end)) continue;
    const agency = named(from, true);
    if (agency === undefined || agencyIds.includes(agency.id)) continue;
    if (SPOKEN_OF.test(beforeIn(line, from)) || OF_ANOTHER.test(line.slice(agency.to, agency.to + LONGEST_NAME)))
      continue;
    unsure.push(line.slice(from, agency.to));
  }
  const both = /(?<![\p{L}])(?:both )?councils(?![\p{L}])/iu.exec(line)?.[0];
  if (both !== undefined) unsure.push(both);
  return { agencyIds: [...new Set(agencyIds)], mentioned: [...new Set(mentioned)], unsure, companion };
}

const THEIR_PEOPLE = /\b(?:\d{1,2}|two|three|four|an?) (?:staff|workers?|officers?|colleagues?|nurses?) $/i;

/** What stands just before a place. */
const beforeIn = (line: string, at: number): string => line.slice(Math.max(0, at - 20), at);

/** "helped with GP forms": with papers, and nobody of theirs. */
const PAPERS =
  /^ (?:forms?|letters?|appointments?|bills?|tax|rent|claims?|applications?|paperwork|complaints?|bins?)(?![\p{L}])/iu;

/** "with 4 college students": not with the college. */
const THEIR_OWN = /^ (?:students?|tenants?|residents?|pupils?|learners?|patients?|customers?)(?![\p{L}])/iu;

interface List {
  agencyIds: string[];
  mentioned: string[];
  to: number;
  stranger: string | undefined;
}

/** "the police, 10 lads and a housing officer": each that is known, whatever stands between. */
function listAt(line: string, start: number, named: Reader, strict = false): List {
  const list: List = { agencyIds: [], mentioned: [], to: start, stranger: undefined };
  let at = start;
  for (let item = 0; item < 6; item += 1) {
    const from = at + (FILLER.exec(line.slice(at))?.[0].length ?? 0);
    const mention = /^@\{([^|}]{1,600})\|[^}]{0,120}\}/.exec(line.slice(from));
    const known = mention === null ? named(from) : undefined;
    if (mention !== null) {
      list.mentioned.push(mention[1] ?? '');
      at = from + mention[0].length;
      list.to = at;
    } else if (
      known !== undefined &&
      (PAPERS.test(line.slice(known.to)) ||
        (/\d\s*$/.test(line.slice(start, from)) && THEIR_OWN.test(line.slice(known.to))))
    ) {
      break;
    } else if (known !== undefined) {
      list.agencyIds.push(known.id);
      at = known.to;
      list.to = at;
    } else {
      if (strict) break;
      const stranger = strangerAt(line, from);
      // "Sue from Housing", "Dave (Fire)".
      const of =
        stranger === undefined ? null : /^\s*(?:\(|from |of |at |- )(?:the )?/.exec(line.slice(from + stranger.length));
      const own = of === null ? undefined : named(from + (stranger?.length ?? 0) + of[0].length);
      if (own !== undefined) {
        list.agencyIds.push(own.id);
        at = own.to + (line[own.to] === ')' ? 1 : 0);
        list.to = at;
        const next = AND.exec(line.slice(at));
        if (next === null) break;
        at += next[0].length;
        continue;
      }
      const skipped = /^[^,;.&+]{0,24}?(?=\s*(?:,|&|\+|\band\b))/i.exec(line.slice(from))?.[0];
      if (item === 0 && !PAPERS.test(line.slice(from + (stranger?.length ?? 0)))) list.stranger = stranger;
      if (skipped === undefined || skipped.split(/\s+/).length > 3) break;
      at = from + skipped.length;
    }
    const more = AND.exec(line.slice(at));
    if (more !== null) at += more[0].length;
    // "Council youth workers": one after the other.
    else if (line[at] === ' ' && named(at + 1) !== undefined) at += 1;
    else break;
  }
  return list;
}

/** A name with a capital that is no agency's: "Salvation Army", "Unicorns charity". */
function strangerAt(line: string, at: number): string | undefined {
  const organised =
    /^(?:(?:[\p{L}.’'-]+ ){0,2}(?:wardens?|officers?|workers?|team|service|trust|charity|association|agency)|parks|highways|cleansing|planning|licensing|environmental health|env health|social (?:services|care)|outreach)(?![\p{L}])/iu.exec(
      line.slice(at),
    );
  if (organised !== null) return organised[0];
  const match =
    /^(?!(?:CVs?|PIP|UC|ESA|JSA|DLA|IT|ESOL|English|Maths|Year|Yr|Block|Flat|Class|Room|Mr|Mrs|Ms|Miss|Dr|Revd?|Fr|Imam|Cllr|Councillor|Pastor|Canon|Sister|Father)\b)(?:\p{Lu}[\p{L}’'-]{2,}(?: \p{Lu}[\p{L}’'-]{1,})*(?: (?:charity|trust|group|team|service|church|school|club))?)/u.exec(
      line.slice(at),
    );
  return match?.[0];
}

/** The agency that is named at a place, exactly or with one slip of the finger. */
function agencyAt(
  line: string,
  at: number,
  agencies: AgencyEntry[],
  exactly = false,
): { id: string; to: number } | undefined {
  if (/[\p{L}\d]/u.test(line[at - 1] ?? '')) return undefined;
  const rest = line.slice(at, at + LONGEST_NAME);
  const lower = rest.toLowerCase();
  const lexicon = lexiconOf(agencies).get(lower[0] ?? '') ?? [];
  for (const [role, sector] of ROLES) {
    const match = role.exec(lower);
    // "pc repair": a name follows the rank.
    if (match === null || /^pcs? (?:repair|world|lab|class)/.test(match[0])) continue;
    // "HA", and nobody who has or laughs.
    if (/^has?$/.test(match[0]) && !rest.startsWith('HA')) continue;
    const own = agencies.filter((agency) => agency.sector === sector);
    if (own.length === 1) return { id: own[0]?.id ?? '', to: at + match[0].length };
  }
  if (lexicon.length === 0) return undefined;
  const said = beginnings(rest, Math.max(...lexicon.map(({ count }) => count)));
  for (const fits of exactly ? [isSame] : [isSame, isMeant])
    for (const known of lexicon) {
      const named = said[known.count - 1];
      if (named !== undefined && fits(named.words, known)) return { id: known.id, to: at + named.end };
    }
  return undefined;
}

/** Its first word, its first two, …: as names are written, and where each ends. */
function beginnings(rest: string, most: number): { end: number; words: string }[] {
  const found: { end: number; words: string }[] = [];
  for (const last of rest.matchAll(/[\p{L}\d’'&-]+/gu)) {
    if (found.length === 0 && last.index !== 0) break;
    const end = last.index + last[0].length;
    found.push({ end, words: plain(rest.slice(0, end).replace(/['’]s$/i, '')) });
    if (found.length === Math.min(most, MOST_WORDS)) break;
  }
  return found;
}

/** Names of agencies are no longer. */
const LONGEST_NAME = 120;
const MOST_WORDS = 6;

const isSame = (said: string, { words }: Known): boolean => said === words;

/** Words of their own that are nearly an agency's. */
const A_WORD =
  /^(?:fine|five|file|fibre|fare|fire[ds]?|firm|fore|police[ds]|policy|polite|hubs|huge|wealth|heath|healthy|hearth|house|houses|hosing|collage|colleague|counsel|councils|probate|wander(?:s|ed)?|warden['’]s|garden(?:s|ed|er)?|warned)$/;

/** The first letter stands; short words are not guessed at. */
const isMeant = (said: string, { words, bones }: Known): boolean =>
  !A_WORD.test(said) &&
  ((said.length >= 4 && words.length >= 4 && isSlip(said, words)) || (said.length >= 5 && bonesOf(said) === bones));
