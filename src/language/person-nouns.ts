// What people are called who are met, helped and counted: one word each, in the singular. Those who are there for their work (officers,
// nurses, wardens) are not among them: they are partners, and read elsewhere. Pure.

/** A word that is also a thing's or a verb's ("guide", "visitor centre") is told apart by what stands around it. */
const ONE = `
resident tenant neighbour neighbor leaseholder homeowner householder occupier owner landlord landlady lodger squatter housemate flatmate roommate newcomer arrival villager incomer
person adult individual elder pensioner retiree oap centenarian grown-up grownup male female man woman lady gent gentleman chap bloke fella fellow guy geezer oldie spinster bachelor bachelorette
boy girl lad lass lassie laddie kid child youngster teenager teen adolescent juvenile baby toddler tot bairn bub bubba preschooler schoolchild schoolboy schoolgirl tweenie preteen
mum mam mummy mother dad daddy father parent step-mum step-dad stepmum stepdad stepmother stepfather godmother godfather gran granny grannie nan nana nanna nanny grandma grandmother grandad granddad grandpa grandfather grandparent
son daughter stepson stepdaughter grandson granddaughter grandchild brother sister sibling stepbrother stepsister twin triplet niece nephew uncle auntie aunty aunt cousin wife husband spouse widow widower fiance fiancee bride groom bridegroom girlfriend boyfriend relative orphan
carer caregiver foster-carer guardian godparent childminder babysitter au-pair playmate classmate schoolmate friend mate pal buddy companion
pupil student schoolkid learner undergraduate graduate fresher apprentice trainee intern leaver school-leaver jobseeker job-seeker candidate claimant applicant beneficiary recipient
volunteer helper supporter fundraiser donor organiser steward marshal hostess guest visitor attendee participant beginner novice newbie player singer dancer actor musician guitarist drummer violinist pianist saxophonist busker poet painter sculptor artist photographer writer storyteller listener competitor contestant entrant winner runner-up spectator
walker dog-walker runner jogger cyclist biker rider driver motorist motorcyclist skater skateboarder swimmer footballer cricketer boxer golfer wrestler gymnast athlete angler fisherman bowler climber hiker camper rambler gardener knitter baker crafter shopper customer passenger commuter pedestrian passer-by passerby bystander onlooker diner drinker smoker vaper reveller clubber partygoer churchgoer worshipper parishioner pilgrim tourist traveller traveler holidaymaker hitchhiker
shopkeeper shopowner stallholder trader market-trader grocer butcher greengrocer florist hairdresser barber barmaid barman bartender publican chef cook waiter waitress busboy farmer plumber window-cleaner electrician builder carpenter joiner plasterer roofer decorator bricklayer labourer mechanic locksmith handyman postman postwoman postie milkman courier cabbie cabby trucker chauffeur tailor dressmaker seamstress jeweller businessman businesswoman entrepreneur salesman buyer vendor supplier cashier housewife househusband freelancer contractor
nun monk preacher teacher lollipop-lady lollipop-man cadet soldier veteran vet serviceman servicewoman ex-serviceman marine squaddie
patient client service-user user outpatient amputee diabetic epileptic asthmatic wheelchair-user addict ex-addict alcoholic drunkard hoarder gambler victim survivor witness eyewitness complainant informant suspect offender ex-offender culprit perpetrator prisoner inmate parolee burglar thief shoplifter vandal graffitist dealer trespasser intruder prowler troublemaker bully beggar rough-sleeper sleeper vagrant tramp drifter runaway absconder truant
refugee migrant immigrant evacuee exile asylum-seeker gypsy foreigner citizen worrier whistleblower ringleader referee umpire reveler
`;

/** Counted as people in the plural only: "a guide" is mostly a leaflet, "minor injuries" are nobody. */
const ONLY_SEVERAL = `
guide brownie cub beaver scout rainbow senior junior minor host reader speaker viewer cleaner face conversation contact punter dear stranger caller newborn infant vicar priest leader captain coach lecturer local regular member ref
`;

/** Of more than one word, or of a word and a number; whole, and before any of their words alone. Of one, and of several. */
const ONE_BY_FORM = /old (?:boy|girl|dear|man)|shop ?(?:owner|keeper)|young ?[\u0027’]?un/u;
const SEVERAL_BY_FORM =
  /y\/p|members of the public|(?:dog ?walker|shop ?owner)s|old (?:boys|girls|dears)|little (?:ones|[\u0027’]?uns)|littl[\u0027’]uns|young ?[\u0027’]?uns|over[- ]?\d0s|under[- ]?\d{1,2}s|(?:yr|year|y) ?\d{1,2}s?/u;
const SHORT = 'resi resis res youths yp yps vols ppl pple peeps los pts folk folks families households individuals';

const IRREGULAR: Record<string, string> = {
  person: 'people|persons',
  child: 'children',
  grandchild: 'grandchildren',
  schoolchild: 'schoolchildren',
};

function pluralOf(noun: string): string {
  if (noun in IRREGULAR) return IRREGULAR[noun] ?? noun;
  if (/(?:wo)?man$/.test(noun)) return noun.replace(/man$/, 'men');
  if (/by$/.test(noun) && noun.startsWith('passer')) return noun.replace('er', 'ers');
  if (/[^aeiou]y$/.test(noun)) return noun.replace(/y$/, 'ies');
  if (/wife$/.test(noun)) return noun.replace(/fe$/, 'ves');
  return `${noun}${/(?:s|x|ch|sh)$/.test(noun) ? 'es' : 's'}`;
}

const words = (list: string): string[] => [...new Set(list.trim().split(/\s+/))];

/** Of one of them: "resident", "passer-by". Of several: "residents", "passers by", "ppl", "under 12s". */
const SINGULAR = words(ONE);
const PLURAL = [...words(ONE), ...words(ONLY_SEVERAL)].flatMap((noun) => pluralOf(noun).split('|'));

/** Letters of no living script: each of a person's word becomes one of these, so that a pattern need not know a thousand words. */
const OF_ONE = 'ᚠ';
const OF_SEVERAL = 'ᚢ';
/** In a marked text: one of them, several of them. */
export const PERSON = `${OF_ONE}+`;
export const PERSONS = `(?:${OF_SEVERAL}+|elderly)`;

const PLAIN = new Map([
  ...SINGULAR.map((noun) => [noun, OF_ONE] as const),
  ...[...PLURAL, ...words(SHORT)].map((noun) => [noun, OF_SEVERAL] as const),
]);
/** Those that are written with a hyphen, a space or neither: by their first word, and by how they begin otherwise. */
const OF_PARTS = [...PLAIN].filter(([noun]) => noun.includes('-'));
const FIRST_PARTS = new Set([
  ...OF_PARTS.flatMap(([noun]) => [noun.split('-')[0] ?? '', noun.replaceAll('-', '')]),
  ...words(
    'old shop shopowner shopkeeper young youngun younguns y members dog dogwalkers little littl over under yr year',
  ),
]);
const written = (noun: string): string => noun.replaceAll('-', '[- ]?');
const sources = (mark: string): string =>
  OF_PARTS.filter(([, each]) => each === mark)
    .map(([noun]) => written(noun))
    .join('|');
const BY_FORM = new RegExp(
  `(?<several>${SEVERAL_BY_FORM.source}|${sources(OF_SEVERAL)})(?!\\p{L})|(?:${ONE_BY_FORM.source}|${sources(OF_ONE)})(?!\\p{L})`,
  'uy',
);
const WORD = /(?<!\p{L})\p{L}+/gu;

/** A text in small letters, of the same length, in which whatever names people is marked. */
export function withPeopleMarked(text: string): string {
  let marked = '';
  let done = 0;
  for (const { 0: word, index } of text.matchAll(WORD)) {
    if (index < done) continue;
    let mark = PLAIN.get(word);
    let length = word.length;
    if (FIRST_PARTS.has(word)) {
      BY_FORM.lastIndex = index;
      const found = BY_FORM.exec(text);
      if (found !== null) {
        mark = found.groups?.['several'] === undefined ? OF_ONE : OF_SEVERAL;
        length = found[0].length;
      }
    }
    if (mark === undefined) continue;
    marked += text.slice(done, index) + mark.repeat(length);
    done = index + length;
  }
  return marked + text.slice(done);
}

/** Whether a word in small letters is one for somebody, or for several. */
export const namesPeople = (word: string): boolean => PLAIN.has(word);
