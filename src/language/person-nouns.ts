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

/** Known by its form alone: "over-60s", "year 9s", "mr", "old dear". */
const ONE_MORE = [
  'old (?:boy|girl|dear|man)',
  'shop ?owner',
  'shop keeper',
  'young ?[\\u0027’]?un',
  'mr',
  'mrs',
  'ms',
  'miss',
];

/** And of several. */
const SEVERAL_MORE = [
  'resis?|res|youths|yps?|y/p|vols|ppl|pple|peeps|los|pts|folks?|elderly|families|households|members of the public|individuals',
  'dog ?walkers|shop ?owners|old (?:boys|girls|dears)|little (?:ones|[\\u0027’]?uns)|littl[\\u0027’]uns|young ?[\\u0027’]?uns',
  'over[- ]?\\d0s|under[- ]?\\d{1,2}s|(?:yr|year|y) ?\\d{1,2}s?',
];

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

const written = (noun: string): string => noun.replaceAll('-', '[- ]?');
const words = (list: string): string[] => [...new Set(list.trim().split(/\s+/))];

/** In any order: behind each of them there must be no letter, so that none is found in another. */
const alternatives = (words: string[]): string => words.join('|');

/** Of one of them: "resident", "passer-by". */
export const PERSON = alternatives([...words(ONE).map(written), ...ONE_MORE]);
/** Of several: "residents", "passers by", "ppl", "under 12s". */
export const PERSONS = alternatives([
  ...[...words(ONE), ...words(ONLY_SEVERAL)]
    .map(pluralOf)
    .flatMap((word) => word.split('|'))
    .map(written),
  ...SEVERAL_MORE,
]);

const PLAIN = new Set([
  ...words(ONE),
  ...[...words(ONE), ...words(ONLY_SEVERAL)].flatMap((noun) => pluralOf(noun).split('|')),
]);
/** Whether a word in small letters is one for somebody, or for several. */
export const namesPeople = (word: string): boolean => PLAIN.has(word);

const FIRST_WORDS = new Set([
  ...words(ONE).map((noun) => noun.split('-')[0]),
  'old',
  'shop',
  'young',
  'mr',
  'mrs',
  'ms',
  'miss',
]);
/** Whether any of them may be in a text in small letters: cheap, before they are looked for one by one. */
export const mayNameAPerson = (text: string): boolean =>
  (text.match(/\p{L}+/gu) ?? []).some((word) => FIRST_WORDS.has(word));
