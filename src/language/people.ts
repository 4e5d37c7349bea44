// How many people, as it is typed: "6 lads", "approx 20 ppl", "4 or 5 parents", "council tenants x 4", "nobody came". Pure.
import { FIRST_NAMES } from './first-names.ts';
import { spelled, withoutAges } from './people-spelled.ts';
import { PERSON as NOUN, PERSONS, withPeopleMarked } from './person-nouns.ts';

/** Exact, or between two numbers (`most` is Infinity for "20+"). */
export interface People {
  least: number;
  most: number;
}

/** One person; a title is a word of other patterns too, so it is not marked. */
const PERSON = `(?:${NOUN}|mrs?|ms|miss)`;
/** Words in -ers are mostly somebody. */
const PLURAL = `${PERSONS}|(?!numbers|papers|letters|posters|flyers|corners|orders|dinners|covers|meters|trailers|shutters|containers|bumpers|computers|printers|officers|workers|hours|doors|stickers|stoppers|fires|players|others|matters|offers|boilers|trolleys|lasers|fetters|planters|hampers|vouchers|jumpers|heaters|routers|blisters|burners|drawers|towers|flowers)\\p{L}{3,}ers`;
/** What people do who were counted: "27 turned up". */
const DID =
  'altogether|in attendance|enrolled|registered|graduated|served|complained|sleeping|sleeping (?:out|rough)|begging|hanging (?:about|around)|waiting|pres|in all|sat down|sat to|ate|cooking|dancing|singing|watching|listening|on the (?:bus|coach|trip|walk)|on board|for (?:lunch|tea|dinner|breakfast|supper|a meal)|in total|total|all told|attended|attending|turned up|showed up|answered|through the door|came|there|present|of (?:them|em|[\\u0027’]em|us|you)|spoken to|engaged|reached|signed up|through|took part|joined in|seen|fed|signed|took the|helped out|stayed|joined us|checked|screened|vaccinated|in(?=\\s*(?:$|[,;.]))';

const ABOUT =
  '(?:approx\\.?|approximately|about|around|abt|c\\.|circa|~|nearly|almost|roughly|some|maybe|may be|only|just|no more than|up to|max\\.?) ?';
const OVER = '(?<over>over|more than|at least|min\\.?|upwards of|well over) ';
const N = '(?:\\d{1,3}(?:,\\d{3})+|\\d{1,5})';
const SPAN = `(?<one>${N})(?:(?: ?[-–/] ?| to | or )(?<two>${N})(?![\\d/]))?(?<plus> ?\\+)?(?: ?ish)?(?: ?x)?`;
/** Words that may stand between a number and those who are counted. */
const BETWEEN =
  "(?:(?:or so|odd|of the|more|new|different|other|local|young|younger|old|older|elderly|teenage|single|year \\d{1,2}|yr \\d{1,2}|y\\d{1,2}|(?!(?:of|and|or|with|in|at|on|from|for|to|by)[ -])[\\p{L}'’-]{2,15})[ -]){0,2}";
const NOT_BETWEEN =
  /\b(?:of|and|or|with|w|in|at|on|re|as|so|up|my|me|we|us|no|am|pm|th|nd|rd|st|hr|for|min|mins|minutes?|hours?|hrs?|days?|weeks?|months?|years?|from|by|to|about|streets|doors?|houses?|homes?|shops?|flats?|blocks?|bags?|miles?|footballs?|talks?|hot|meals|leaflets|flyers|parcels|times|pcsos?|pcs?|officers?|wardens?|workers?|nurses?|councillors?|cllrs?|firefighters?|police|staff|health)\b/;
const COUNTED = new RegExp(
  `(?<![\\p{L}\\d.,/:£$€-])(?:${OVER}|${ABOUT})*(?<minus>- ?)?${SPAN}(?: (?:${DID})|(?: |-)(?<between>${BETWEEN})(?:${PLURAL}))(?![\\p{L}])(?! (?:police|fire|health|worker|workers|officer|officers|service|services|team|club|group|centre|mtg|meeting)\\b)`,
  'gu',
);
const ONE = new RegExp(
  `(?<![\\p{L}\\d.,/:£$€-])(?<minus>- ?)?1 (?<between>(?:[\\p{L}'’-]{3,15} ){0,2})(?:${PERSON}|family|household)(?![\\p{L}])(?!['’]s)`,
  'gu',
);
const SPANNED = new RegExp(
  `\\bbetween (?<one>${N}) and (?<two>${N}) (?:[\\p{L}'’-]{3,15} ){0,2}(?:${PLURAL})(?![\\p{L}])`,
  'gu',
);
const BEHIND = new RegExp(
  `(?<![\\p{L}\\d])(?:${PERSONS})(?: \\p{L}+){1,4} \\((?<apart>${N})\\)|(?<![\\p{L}\\d])(?:${PLURAL})(?:(?: ?x ?| ?\\((?:x ?)?|: ?| ?= ?)(?<one>${N})(?:\\)|(?![\\p{L}\\d:.]))| (?<behind>${N})(?=\\s*(?:[,;]|\\.?$)))`,
  'gu',
);
const GROUP_OF = new RegExp(
  `\\b(?:group|family|party|team|bunch|gang|class|crowd|queue|squad|coach|minibus|busload|audience|congregation|turnout|circle|troop|crew) of (?:${ABOUT})?(?<one>${N})(?<plus>\\+)?(?![\\p{L}\\d:])`,
  'gu',
);
/** Words that describe somebody: "worried", "taxi", "Polish", "Joan’s". */
const KIND =
  "(?:young|elderly|older|old|new|local|worried|lonely|single|lone|vulnerable|disabled|retired|deaf|blind|homeless|upset|angry|frail|isolated|little|widowed|neighbouring|bereaved|anxious|prison|care|distressed|tearful|concerned|pregnant|missing|lost|first-time|bus|taxi|delivery|lorry|\\p{L}{2,15}(?:['’]s|s['’])|polish|somali|asian|black|white) ";
/** Any word may stand between "a", "his" or "helped" and somebody, but for those that begin something else. */
const ANY_KIND =
  '(?!(?:of|and|or|with|w|in|at|on|re|as|so|up|for|from|by|to|about|after|before|into|over|off|out|than|that|who|whose|where|when|if|is|was|are|were|has|had|me|we|us|i|it|no|not|next|last|\\p{L}+ing) )[\\p{L}\\u0027’-]{2,18} ';
/** What stands before one person. */
const A = 'an?|the|her|his|their';
const DONE =
  'to|into|on|from|for|by|and|visited|saw|see|seen|met|helped|phoned|rang|called|supported|took|gave|signposted|referred|advised|reassured|comforted|escorted|walked|drove|checked on|arrested|stopped|searched|cautioned|warned|fined|taught|told|showed|fed|found|brought|joined|welcomed|greeted|interviewed|assisted|treated|trained|mentored|coached|consoled|thanked|invited|encouraged|persuaded|accompanied|collected|moved on|moved along|dispersed|housed|rehoused|rescued|spotted|approached|challenged|identified';
/** The word behind it tells that it is no person but something of theirs: "resident nuisance", "visitor centre", "hoarder visit". */
const OF_THEIRS =
  'dispute|disputes|row|nuisance|visits?|placements?|cases?|weighing|weigh(?:[- ]in)?|massage|sensory|swim|grow|welcome|counts?|advice|safety|education|training|assessments?|allowance|appeal|fund|parking|permits?|trouble|behaviour|abuse|health|room|clinic|class|kitchen|bank|box|line|card|cards|passes|pass|pack|packs|pages?|newsletter|charter|voice|board|complaints?|problems?|issues?|watch|support|liaison|feedback|enquir(?:y|ies)|requests?|panel|reps?|group|groups|club|centre|council|service|team|worker|workers|officers?|pcsos?|wardens?|nurses?|doctors?|colleagues?|staff|coffee|meeting|mtg|forum|committee|council|network|session|workshop|drop[- ]?in|lunch|event|surgery|survey|consultation|association|engagement|evening|day';
/** What somebody at the head of a line does. */
const DOES =
  '\\p{L}+ed|came|wants|says|said|told|rang|reports?|needs|has|was|is|in|agrees|asks|tells|lives|feels|thinks|thanks';
const ALONE = new RegExp(
  `(?:^(?:${ANY_KIND}){1,2}(?=(?:${PERSON}) (?:${DOES})\\b)|(?:^|[,;:(] ?| [-–] |\\b(?=(?:mr|mrs|ms|miss)\\.? \\p{L})|\\b(?:w/ ?|(?:with|w|young|elderly|older|new) )|[&+] )(?:${KIND})*|(?<!\\bas )\\b(?:${A}|${DONE}) (?:(?:${A}) )?(?:(?:${KIND})*|(?:${ANY_KIND}){1,2}))(?<who>${PERSON})(?![\\p{L}])(?!['’]s|\\.? [\\p{L}’']+['’]s | (?:${OF_THEIRS})\\b)`,
  'gu',
);
/** "called in to see Joan", "rang Amir & Dan": somebody by name, met alone. Whom one "met" may be a colleague. */
const BY_NAME =
  /\b(?:[Ss]aw|[Ss]ee|[Vv]isited|[Vv]isit to|[Rr]ang|[Pp]honed|[Cc]alled (?:in )?on|[Pp]opped in on|[Cc]hecked (?:in |up )?on|[Hh]elped|[Tt]ook|[Ss]upported|[Ss]at with|(?:[Ss]poke|[Tt]alked|[Cc]hat|[Cc]hatted|[Cc]uppa|[Tt]ea|[Cc]offee|[Nn]atter|[Ww]ord|[Tt]ime) (?:to|with|w\/)) (?:old |young |little |poor )?(?<initials>(?:\p{L}\.){2,3})?(?<first>\p{Lu}\p{Ll}+)?(?: (?:and|&) (?<second>\p{Lu}\p{Ll}+))?(?!['’]s| (?:from|of|\(|[\p{Lu}]))/u;

function byName(line: string): number | undefined {
  if (WHOEVER.test(line.toLowerCase())) return 1;
  const { first = '', second, initials } = BY_NAME.exec(line)?.groups ?? {};
  if (initials !== undefined) return 1;
  if (!FIRST_NAMES.has(first)) return undefined;
  return second === undefined ? 1 : FIRST_NAMES.has(second) ? 2 : undefined;
}

/** "fed 45", "a meal for 45", "45 at the community meal". */
const FED = new RegExp(
  `(?:(?:^|\\b(?:usual|fed|served|reached|(?:spoke|spoken|talked|chatted) (?:to|with)|engaged|hosted|welcomed|saw|had|for) )(?:${ABOUT})?)(?<one>${N})(?<plus> ?\\+)?(?=\\s*(?:$|[;.)]|,(?! \\d(?! ?\\d* \\p{L}{3}))|(?:at|in|w/|with|on) ))(?<!^${N})|^(?<head>${N})(?= at )|(?<=, )${ABOUT}(?<some>${N})(?: ?(?:-|–|to|or) ?(?<two>${N}))?(?: ?ish)?(?=$|[;,.])|(?<= [-–] )(?:${ABOUT})?(?<apart>${N})(?= [-–] |$|,(?! ?\\d)|, \\d{1,2}(?::\\d\\d)? ?(?:-|–|to|till?|until) ?(?:\\d|noon))`,
  'gu',
);
/** "Knitting group, 11", "quiz night 33": how many came to it. */
const CAME = new RegExp(
  `\\b(?:club|group|night|lunch|supper|breakfast|coffee(?: morning| am)?|walk|session|class|caf[eé]|drop[- ]?in|bingo|choir|practice|rehearsal|committee|workshop|tea|party|meal|forum|quiz|dance|swim|yoga|zumba|pilates|aerobics|exercise|checks|boxing|football|crafts?|cooking|sewing|gardening|stay (?:and|&) play|story ?time|film|disco|training|course|outing|picnic|bbq|stall|circle|troupe|band|vigil|parade|assembly|tournament|concert|screening)(?:,? | ?\\()(?:${ABOUT})?(?<one>${N})(?=\\)|\\s*(?:$|[,;.(]))|\\b(?:day|event|fete|fayre|fair|carnival|festival|gala|show|exhibition|service|march),? (?:${ABOUT})(?<some>${N})(?=\\s*(?:$|[,;.(]))`,
  'u',
);
const SPOKE_TO_SOME = /\b(?:spoke|spoken|talked|chatted) (?:to|with) \d{1,2}(?=\s*(?:$|[,;.]))/gu;
const COUPLE = /(?<!\bto )\bcouple(?! (?:of|more|hours?|hrs?|minutes?|mins?|days?|weeks?|times)\b)\b/gu;
/** "Dave and his lad", "Bill and his sister": two. */
const PAIR = new RegExp(
  `\\b(?:saw|met|visited|helped|phoned|rang|called|supported|took|with|w/?|to|from|for) (?:old |young )?(?!the |an? |his |her |their )\\p{L}+ (?:and|&) (?:his|her|their) (?:\\p{L}+ )?(?:${PERSON}|sister|brother|partner|friend|mate|boyfriend|girlfriend|carer)(?![\\p{L}])`,
  'gu',
);
/** "spoke to the vicar and 2 lads": who is beside them counts, or does not. */
const BESIDES =
  /\b(?:spoke|spoken|talked|chatted|word|natter|met|saw|visited) (?:to |with |w\/ ?|w )?(?:the|an?|my|our|old) (?!police|council|housing|fire|health|youth|probation|college)(?<who>[\p{L}’'-]+(?: (?!and\b)[\p{L}’'-]+){0,2})(?:,| and | & | \+ )(?=.{0,60}?\d)/gu;
const OFFICIAL =
  /(?:officers?|pcsos?|pcs?|nurses?|workers?|wardens?|councillors?|cllrs?|team|managers?|staff|colleagues?|trustees?|club|caf[eé]|choir|lunch|group|class|family|crew|scheme|estate|park|school|hub|flats?|shops?|street|road|block|centre|centre|lane)$/u;
/** Somebody beside those who are counted: "2 dads + kids", "mother of 3". */
const MORE = new RegExp(
  `\\b(?:handful|few|couple|bunch|load|loads|lots|some) of (?:the |our )?${PERSONS}(?![\\p{L}])|(?:\\+|&|\\band\\b|\\bplus\\b) ?(?:(?:her|his|their|the|some|few|other|new|young|little) )*(?:${PERSONS}|deputy|assistant|colleague|\\d{1,2} (?:staff|colleagues|workers|bar staff))(?![\\p{L}])(?! (?:football|club|group|session|disco|party|swim|day|night|morning|caf[eé]|choir|cinema|fun)\\b)|(?:\\+|\\bplus\\b) ?(?:an? )?(?:${PERSON}|artist|coach|tutor|speaker|musician)(?![\\p{L}])`,
  'gu',
);
const THEIR_OWN =
  /(?:\+|&|\band\b|\bplus\b) ?(?:(?:her|his|their|the|some|few|other|new|young|little) )*(?:son|daughter|baby|friend|partner)(?![\p{L}])|(?:mother|mum|dad|father|parent) of (?:\d|one|two|three|four|five)(?! of)/gu;
/** People of whom no number is said: at the head of a part of the line, or spoken to. "A few lads" says that nobody counted. */
const UNCOUNTED = new RegExp(
  `\\b(?:lots|loads|plenty|dozens|scores|hundreds|tons|masses|crowds?) of (?:[\\p{L}'’-]+ ){0,2}(?:${PERSONS})(?![\\p{L}])|\\b(?:many|the \\p{L}+) (?:${PERSONS})(?![\\p{L}])|(?<![\\p{L}\\d-] ?)(?:${PERSONS})(?![\\p{L}])(?!['’]| (?:mtg|meeting|assoc\\p{L}*|group|grp|forum|panel)\\b)|(?<=\\b(?:spoke|spoken|talked|chat|chatted|talk|word|natter|chinwag|cuppa) (?:to |with |w/ ?|wi? ))(?!(?:the )?(?:police|council|housing|fire|health|no one|nobody))(?:the |an? )?\\p{L}+(?: \\p{L}+)?`,
  'u',
);
const NOBODY = new RegExp(
  `\\b(?:(?:nobody|no one|no-one|noone|none)(?! else)|(?:0|no|zero|nil) (?:turnout|takers|attendance)|no (?:${PERSONS}) (?:seen|about|around|out|came|there|attended|turned up|showed up|present|in sight))\\b`,
);

/** Each pattern behind what it cannot do without, which is looked for first: that is cheap, and most lines have none of it. */
const COUNTS: [pattern: RegExp, needs: RegExp][] = [
  [SPANNED, /between/],
  [COUNTED, /\d/],
  [BEHIND, /\p{L}(?: ?x ?| ?\((?:x ?)?|: ?| ?= ?| )\d/u],
  [GROUP_OF, / of /],
  [ONE, /1 /],
  [FED, /\d/],
];
const MAYBE_ALONE = new RegExp(PERSON, 'u');
const OF_SOMEBODY = /(?:and|&) (?:his|her|their) /;
const BESIDE_THEM = /[+&]|and|plus| of /;
/** "Saw him again": whoever that is. */
const WHOEVER =
  /\b(?:saw|seen|visited|helped|rang|phoned|called on|checked (?:in |up )?on|supported|(?:spoke|talked|chatted|word|chat|time) (?:to|with)) (?:him|her)(?=\s*(?:$|[,.;-]|again\b|about\b|re\b|at\b|in\b|on\b|today\b|yesterday\b|with\b|after\b|for\b))/;

export interface FoundPeople {
  /** Undefined: no number is said. */
  people: People | undefined;
  /** They were added up. */
  several: boolean;
  negative: boolean;
  /** Words of people whose number nobody can know. */
  unsure: string[];
}

/** "14 lads, 3 of them new" are fourteen; "three generations, 6 of them", "3 new faces, 6 in all" are six. */
function settleThem(found: { from: number; to: number; least: number; most: number }[], text: string): void {
  // "11 spoken to, 3 signed up": some of those who were counted before.
  for (const each of [...found].sort((a, b) => a.from - b.from).slice(1))
    if (
      /\b(?:signed up|signed|stayed|joined in|moved on|referred)$/.test(text.slice(each.from, each.to)) &&
      found.some((other) => other.to <= each.from && other.least > each.most)
    )
      found.splice(found.indexOf(each), 1);
  // "10 families, approx 35 people" are thirty-five.
  const people = found.find(({ from, to }) => /(?:people|ppl|persons|individuals)$/.test(text.slice(from, to)));
  const families = found.find(({ from, to }) => /(?:families|households)$/.test(text.slice(from, to)));
  if (
    people !== undefined &&
    families !== undefined &&
    people.least > families.most &&
    /^,?(?: \(?(?:so|about|approx\.?|around|some))?,? ?\(?$/.test(
      text.slice(Math.min(people.to, families.to), Math.max(people.from, families.from)),
    )
  )
    found.splice(found.indexOf(families), 1);
  const at = found.findIndex(({ from, to }) =>
    /\b(?:of (?:them|em|['’]em|us|you)|altogether|in all|in total|total|all told)$/.test(text.slice(from, to)),
  );
  const them = found[at];
  if (them === undefined || found.length === 1) return;
  const others = found.filter((each) => each !== them);
  const sum = others.reduce((total, { least }) => total + least, 0);
  found.splice(0, found.length, ...(them.least > sum ? [them] : others));
}

export function findPeople(line: string): FoundPeople {
  const text = spelled(line);
  const marked = withPeopleMarked(text);
  /** What stands there, in the words that were typed. */
  const said = ({ 0: match, index }: RegExpMatchArray) => text.slice(index, (index ?? 0) + match.length);
  const found: { from: number; to: number; least: number; most: number }[] = [];
  let negative = false;
  const overlaps = (from: number, to: number) => found.some((each) => each.from < to && from < each.to);
  const take = (pattern: RegExp) => {
    for (const match of marked.matchAll(pattern)) {
      const [from, to] = [match.index, match.index + match[0].length];
      const {
        head,
        apart = head,
        some = apart,
        behind = some,
        one = behind ?? '1',
        two,
        plus,
        over,
        between = '',
        minus,
      } = match.groups ?? {};
      if (overlaps(from, to) || NOT_BETWEEN.test(between.replace(/^(?:or so|of the) |\b(?:year|yr) \d{1,2}\b/g, '')))
        continue;
      if (minus !== undefined) negative = true;
      const least = Number(one.replaceAll(',', ''));
      const most = two === undefined ? least : Number(two.replaceAll(',', ''));
      if (most < least) continue;
      const isOver = plus !== undefined || over !== undefined;
      found.push({ from, to, least: isOver ? least + 1 : least, most: isOver ? Number.POSITIVE_INFINITY : most });
    }
  };
  for (const [pattern, needs] of COUNTS) if (needs.test(text)) take(pattern);
  for (const match of text.matchAll(COUPLE))
    found.push({ from: match.index, to: match.index + match[0].length, least: 2, most: 2 });
  for (const match of OF_SOMEBODY.test(text) ? marked.matchAll(PAIR) : []) {
    const [from, to] = [match.index, match.index + match[0].length];
    if (!overlaps(from, to)) found.push({ from, to, least: 2, most: 2 });
  }
  settleThem(found, text);
  // "3 teenagers, spoke to one": of them, or besides?
  const beside = found.length < 2 ? [] : [...text.matchAll(SPOKE_TO_SOME)].map(([words]) => words);
  const numbered = found.length;
  // "a lad", "spoke to resident", where no number of them is said.
  for (const match of MAYBE_ALONE.test(marked) ? marked.matchAll(ALONE) : []) {
    const [from, to] = [match.index, match.index + match[0].length];
    if (!overlaps(from, to)) found.push({ from, to, least: 1, most: 1 });
  }
  const came =
    found.length === 0 ? Object.values(CAME.exec(text)?.groups ?? {}).find((each) => each !== undefined) : undefined;
  if (came !== undefined)
    return { people: { least: Number(came), most: Number(came) }, several: true, negative: false, unsure: [] };
  const named = found.length === 0 ? byName(withoutAges(line)) : undefined;
  if (named !== undefined) return { people: { least: named, most: named }, several: true, negative: false, unsure: [] };
  const uncounted = found.length === 0 ? UNCOUNTED.exec(marked) : null;
  if (found.length === 0)
    return NOBODY.test(withPeopleMarked(line.toLowerCase()))
      ? { people: { least: 0, most: 0 }, several: false, negative: false, unsure: [] }
      : { people: undefined, several: false, negative: false, unsure: uncounted === null ? [] : [said(uncounted)] };
  const besides = BESIDE_THEM.test(text) ? [...marked.matchAll(MORE), ...text.matchAll(THEIR_OWN)] : [];
  const unsure = besides
    .filter((match) => !overlaps(match.index + 2, match.index + match[0].length) || / of /.test(match[0]))
    // "Mums and tots, 9 mums, 10 tots": what it is called, and then how many they were.
    .filter((match) => {
      const whom = said(match).split(' ').at(-1) ?? '';
      return !found.some(({ from, to }) => from > match.index && text.slice(from, to).endsWith(` ${whom}`));
    })
    .map(said)
    .concat(beside);
  for (const match of text.matchAll(BESIDES)) {
    const who = match.groups?.['who'] ?? '';
    if (!OFFICIAL.test(who) && !overlaps(match.index, match.index + match[0].length)) unsure.push(who);
  }
  const sum = (of: 'least' | 'most') => found.reduce((total, each) => total + each[of], 0);
  return {
    people: { least: sum('least'), most: sum('most') },
    several: numbered > 1 || found.length > 1,
    negative,
    unsure,
  };
}
