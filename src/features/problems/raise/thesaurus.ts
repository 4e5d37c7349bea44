// What a problem is about, however it is worded: "quads on the rec" and "off-road bikes in the park" are one thing.
// A concept is a behaviour, or a kind of place; each is told by the words that people in the field use for it.

import { WIDER_WORDS } from './wider-words.ts';

/** Behaviours and needs: what two reports must share to be alike. */
const BEHAVIOURS: Record<string, RegExp> = {
  offroad: words(
    'motor ?bikes?|pit.?bikes?|crossers|bikers?(?= (?:on|tearing|across|in))|stunt(?:s|ing)|wheelies|lads on bikes|youths on bikes|sur.?rons?|off.?road(?:er|ing)?s?|quads?|quad.?bikes?|dirt.?bikes?|mini.?motos?|scramblers?|trials? bikes?|motocross|motor.?bikes?|motor.?cycles?|mopeds?|(?<!push)(?<!pedal )(?<!stolen )bikers?|illegal bikes?|nuisance bikes?|(?:noisy|loud) bikes?|bikes? (?:tearing|ripping|racing|roaring|churning)|e-?bikes? (?:tearing|racing|speeding)',
  ),
  escooter: words(
    'e-?bikes?|electric bikes?|mopeds?|scooters?(?= (?:riders?|racing|tearing|on the|up and down))|e-?scooters?|electric scooters?',
  ),
  speeding: words(
    'hurtl\\w+|bomb(?:ing|s) (?:down|along|through|up)|haring|whizz\\w+|(?:lorries|hgvs|traffic|vans|buses) (?:\\w+ ){0,2}(?:speeding|too fast|thunder\\w+)|drag.?rac\\w+|cut.?through traffic|driv(?:e|es|ing|ers?) (?:\\w+ )?(?:ignoring|too|far|like)|going (?:\\w+ ){0,2}fast|fast (?:cars?|traffic|driving|drivers)|\\d\\d limit|speed limit|doing (?:\\d\\d|at least|well over)(?: ?mph)?|(?:\\d\\d|forty|fifty|sixty) ?mph|too fast|tear(?:ing)? (?:down|along|up) the (?:road|street|lane)|racetrack|race.?track|over the (?:speed )?limit|fly(?:ing)? (?:down|through|past)|screech\\w+|rev(?:ving)? (?:engines?|their)|traffic calming|speed humps?|drivers? (?:not slowing|ignoring|going)|speed(?:ing|ers?)?|racing|boy.?racers?|rac(?:e|ing) cars?|driv(?:e|ing) (?:too |very |far too )?fast|(?:too|very) fast|rat.?run(?:s|ning)?|doughnuts?|donuts?|wheel.?spins?|car cruis(?:e|ing)|joy.?rid(?:e|ing|ers)|60 in a 30|dangerous driving',
  ),
  parking: words(
    'park(?:ed|ing)? all over|double.?park\\w*|(?:cars?|vehicles?|vans?) (?:\\w+ )?(?:left )?(?:on|over) the (?:verge|grass|pavement|kerb)|(?:leaving|leave) (?:their )?(?:cars|vehicles|vans)|cars? block(?:ing|ed)?|(?:driveways?|drives?|pavements?|dropped kerbs?|access|entrances?|exits?|gates?) (?:\\w+ )?(?:blocked|obstructed)|obstruct(?:ing|ed|ion)\\w*|inconsiderate(?:ly)? park\\w*|nowhere to park|park(?:s|ed|ing)? (?:their|the|by|near|all|anywhere)|wheelchairs? (?:cannot|can.?t) (?:get|pass)|buggies (?:cannot|can.?t|forced)|commuters? park\\w*|park(?:ed|ing) (?:on|across|over|in front|outside|badly|illegally|dangerously|half)|double.?park(?:ed|ing)|parking|(?:cars?|vans?|vehicles?|parents) (?:left |parked )?(?:blocking|on|across|over) (?:\\w+ )?(?:pavements?|drives?|driveways?|dropped kerbs?|verges?|entrances?)|block(?:ing|ed) (?:the |our |people.?s )?(?:pavements?|drives?|driveways?|dropped kerbs?|access)|blocked (?:drives?|driveways?|pavements?)|school run|zig.?zags?|double yellow',
  ),
  abandoned: words(
    'abandoned (?:cars?|vehicles?|vans?)|(?:untaxed|burnt.?out|dumped) (?:cars?|vehicles?|vans?)|wrecks?',
  ),
  flytipping: words(
    '(?:sofas?|settees?|mattress(?:es)?|furniture|armchairs?|fridges?|freezers?|washing machines?|carpets?|tyres) (?:\\w+ ){0,2}(?:left|dumped|thrown|chucked|abandoned|by|next to)|(?:left|dumped|thrown|chucked|abandoned) (?:\\w+ ){0,2}(?:sofas?|settees?|mattress(?:es)?|furniture|armchairs?|fridges?|freezers?|washing machines?|carpets?|tyres)|(?:shopping )?trolleys?|bulk(?:y)? rubbish|waste (?:burnt|dumped|thrown)|left (?:\\w+ )?(?:at the gate|in the gateway|in a layby)|hardcore|plasterboard|tipped (?:out|there|here|on|in)|tip(?:ped|ping)(?= (?:rubbish|waste|rubble|old|their|in|on|at|behind|by|down))|carpets?|tyres?|left (?:out )?(?:on|by|in|at) the (?:pavement|verge|alley|roadside)|bulky (?:waste|items)|garden waste|bags? of (?:rubbish|waste)|rubbish (?:left|piled|bags?|dumped)|washing machines?|asbestos|skips?|piles? of (?:rubbish|waste|junk)|junk|fly.?tip(?:ping|ped|pers?)?|dump(?:ed|ing|s)?(?! (?:cars?|vehicles?|vans?))|mattress(?:es)?|fridges?|sofas?|settees?|rubble|black bags?|tipp?ing (?:rubbish|waste)|furniture (?:left|in the)|old furniture|waste (?:left|piled)|builders?.? waste|white goods|household waste',
  ),
  litter: words(
    'full of (?:litter|rubbish)|strewn|takeaway (?:cartons|bags|rubbish)|broken bottles|cans (?:everywhere|left)|rubbish(?! (?:collection|bags?|dumped|left|piled))|trash|debris|mess (?:left|everywhere)|cartons|fast.?food|chip papers|cigarette (?:ends|butts)|dog.?ends|bottles|untidy|filthy|litter(?:ing|ed)?|rubbish (?:everywhere|blowing|strewn|thrown)|takeaway (?:boxes|wrappers)|cans and bottles|crisp packets|wrappers|bottles and cans',
  ),
  bins: words(
    '(?:overflowing|overfull|full|uncollected|unemptied) (?:\\w+ )?bins?|bins? (?:overflow\\w*|not|never|left|full|uncollected)|refuse collection|recycling (?:not|contaminat\\w+)|missed collections?|side waste|bin (?:day|collection)s?',
  ),
  dogfouling: words(
    '(?:pick|picking|picks|picked|clear|clearing|clean|cleaning) up after (?:their|the|your|his|her)?\\s?(?:dogs?|pets?)|dog dirt|dog.?muck|dog faeces|dog turds?|fouling|dog.?(?:fouling|mess|poo|dirt|waste)|dogs? (?:fouling|mess)|poo bags?|dog owners? not (?:picking|clearing)',
  ),
  dogs: words(
    'bark(?:ed)? (?:through|all)|yapping|dogs? (?:in|without)|without a lead|big dogs?|worr(?:y|ied|ying) by dogs|sheep worrying|dogs? (?:\\w+ )?(?:bit|bites?|bitten|biting|bark|barks|kept|left|howl\\w*)|pit.?bulls?|rottweilers?|dog bites?|dog walkers? (?:with|letting)|bark(?:s|ing)|(?:dangerous|loose|stray|aggressive|barking|out of control) dogs?|dogs? (?:(?:\\w+ )?off (?:the|their) leads?|running loose|attack\\w*|barking|chasing|roaming)|xl bull(?:y|ies)',
  ),
  noise: words(
    'loud.?speakers?|megaphones?|amplif\\w+|preachers?|(?:building|construction|demolition) (?:site|work|noise)|building work|drilling|deafening|din|early mornings? (?:noise|work)|late at night (?:noise|music)|keep(?:s)? (?:us|people|everyone|families|residents) awake|through the night|bells|sirens|rows?(?= (?:every|all|at))|arguing|rowing|disturb(?:ed|ance|ing)|(?:kept|keeping|keeps) (?:\\w+ )?(?:awake|up)|(?:can.?t|cannot|can not) (?:sleep|get any sleep)|sleepless|thump(?:ing)?|bass|raves?|karaoke|drum(?:ming|s)?|alarms? going|music|engines? running|construction noise|nois(?:e|y)|loud(?: music)?|music (?:blaring|blasting|all night)|part(?:y|ies) (?:late|all night|every|until)|late.?night part(?:y|ies)|shouting|screaming|speakers?|racket|banging|blaring|house part(?:y|ies)|amplified',
  ),
  gathering: words(
    'lobb\\w+|(?:kids|youths|lads|teenagers|children|youngsters) (?:on|at|outside|round|under) (?:the )?(?:bus|shops?|shelter|steps|parade|bridge|footbridge)|blokes? hang\\w+|loung\\w+ (?:about|around)|menacing|(?:people|youths|youngsters|teenagers|lads|kids) (?:\\w+ )?(?:intimidating|threatening|tormenting|taunting)|mobs?|crews?|feral|rowdy|loutish|louts?|anti.?social (?:youths?|kids|teens?|young)|mucking (?:about|around)|messing (?:about|around)|running (?:amok|wild|riot)|antisocial behaviour by (?:kids|youths|young)|(?:kids|youths|teenagers|teens|lads) (?:out|about) (?:late|all)|sit(?:ting)? (?:on|in|around) (?:the )?(?:steps|wall|walls|shelter|stairs)|swear(?:ing)? at|abus(?:e|ing) (?:passers|shoppers|staff|drivers)|knock(?:ing)? (?:on )?doors?|knock.?(?:a.?)?door.?run|verbal abuse|(?:youths?|teens?|teenagers?|kids?|lads?|young people|youngsters?|gangs?|groups?|children|boys|crowds?)(?: of \\w+| \\w+)? (?:gather(?:ing)?|hang(?:ing)?|congregat\\w+|loiter\\w*|intimidat\\w+|causing|blocking|swearing|abus\\w+|gang\\w*|running riot|being rude|harass\\w+|throw\\w*)|hang(?:ing)? (?:around|about|round)|gather(?:s|ed|ing|ings)?|congregat\\w+|loiter\\w*|hooded|gangs? of|(?:large |intimidating |rowdy )?groups? of (?:youths?|teens?|teenagers?|kids|lads|young|boys)|(?:intimidating|rowdy|abusive|large) (?:groups?|gangs?|youths?|teenagers?|crowds?)|intimidat\\w+ (?:shoppers|customers|residents|people|passers)|youth (?:nuisance|disorder|asb)',
  ),
  drinking: words(
    'alcoholics?|winos?|drink(?:ing)? (?:on|in|at|by|outside|all)|pissed|lager|vodka|wine bottles|beer cans?|off their (?:heads|faces)|inebriated|street.?drink\\w*|drunk\\w*|drinkers?|drinking(?! water)|alcohol|boozing|booze|cans of lager|cider|under.?age drinking|alcoholics?',
  ),
  drugs: words(
    'paraphernalia|dope|pills|mdma|ketamine|joints?|stash|(?<!school )(?<!nursery )drop.?offs?(?! (?:and|point|zone|time))|selling (?:drugs|gear|weed)|pushers?|score|trap.?house|crack.?house|using (?:drugs|in)|high on|stoned|balloons|drugs?|deal(?:ers?|ing)|cannabis|weed|spice|heroin|crack|cocaine|needles?|syringes?|sharps|county lines|cuckoo\\w*|nitrous|laughing gas|canisters?|injecting|addicts?|smell of (?:weed|cannabis)|smoking (?:weed|cannabis)|substance misuse|users? shooting',
  ),
  vandalism: words(
    'brick(?:s|ed)? (?:onto|at|through)|stones? (?:at|onto|thrown)|throw(?:ing|s|n)? (?:stones?|rocks?|bricks?|eggs?|bottles)|lobb\\w+ (?:stones?|rocks?|bricks?|eggs?)|attracting vandals|trash(?:ed|ing)|ripped (?:out|up|down)|pulled (?:up|down)|kicked (?:in|over|down)|(?:windows?|glass) broken|kick(?:ing|ed) (?:foot)?balls?|footballs? (?:at|against|into|over)|ball games|brick(?:s|ed)?|put (?:the |their |our )?(?:\\w+ )?(?:windows?|glass) (?:through|in|out)|(?:windows?|glass|doors?|panes?|shelters?|fences?|walls?|trees?|plants?|benches?|signs?|tiles|cameras?) (?:\\w+ )?(?:smashed|broken|kicked|damaged|ripped|snapped|destroyed|vandali[sz]ed|pulled|uprooted|put out)|(?:break|breaking|breaks|broke) (?:the |all the |our )?(?:windows?|glass|fences?|benches?|swings?|branches)|destroy\\w*|snapped|uprooted|pulled (?:up|down|out)|shatter\\w*|lob(?:bing|bed)|pelt\\w*|missiles|throw(?:n|ing)? \\w+ at|catapults?|vandal\\w*|smash(?:ed|ing)?|broken (?:windows?|glass|benches|fences?|swings?)|windows? (?:broken|smashed|put through)|criminal damage|trash(?:ed|ing)|wreck(?:ed|ing)|kick(?:ed|ing) (?:in|down|over|off)|damag(?:e|ed|ing)|ripp(?:ed|ing) (?:up|out|off)|stones? (?:thrown|at)|throw(?:n|ing) (?:stones?|bricks?|eggs?)|bricks? thrown|egging',
  ),
  graffiti: words(
    'fly.?post\\w*|bill.?post\\w*|posters? (?:stuck|pasted|all over|everywhere)|stickers? (?:on|all over)|sprayed|tags|paint(?:ed)? on (?:the )?walls?|aerosol|marker pen|murals? (?:defaced|ruined)|defac\\w+|offensive (?:words|writing|slogans)|swastikas?|graffiti|tagg(?:ing|ed)|tags? on|spray.?paint\\w*|daub(?:ed|ing)|scrawl\\w*',
  ),
  arson: words(
    'on fire|set fire|alight|flames|smouldering|ablaze|lighter fluid|fire.?setting|fires?(?= (?:in|on|at|by|every|again|behind|near))|arson|fires? (?:set|lit|started|being)|(?:setting|set|lit|lighting|starting) (?:\\w+ ){0,3}(?:fires?|alight|on fire)|bin fires?|bins? (?:on fire|burn\\w*)|deliberate fires?|burn(?:t|ed|ing)(?!.?out)|bonfires?|torch(?:ed|ing)',
  ),
  fireworks: words(
    'fireworks?|bangers|rockets|rockets? (?:at|thrown|let off)|(?:let(?:ting|s)?|set(?:ting)?) off (?:\\w+ )?(?:fireworks|rockets|bangers)',
  ),
  burglary: words(
    'thieves (?:raid\\w*|break\\w*|broke)|sheds? (?:\\w+ )?(?:broken into|raided|emptied)|targeted by thieves|broke(?:n)? in|doors? forced|let(?:s|tings)? (?:burgled|broken into)|burglars?|break.?in|houses? (?:being )?(?:targeted|robbed|hit)|intruders?|forced entry|doors? kicked in|keys? (?:stolen|fished)|sheds? (?:raided|emptied|broken)|burgl\\w*|break.?ins?|broken into|breaking in(?:to)?',
  ),
  theft: words(
    'thie(?:f|ves)|sheds? (?:\\w+ )?(?:broken into|raided|emptied)|robbed|strip(?:ped|ping)? (?:of|the)|light.?fingered|stock (?:taken|missing)|stealing from|parcels? (?:taken|stolen|missing)|raid(?:ed|s)?|pinch(?:ed|ing)?|looting|snatch\\w*|swip(?:ed|ing)|help(?:ing)? themselves|walk(?:ing)? out without paying|without paying|goods taken|metal (?:theft|taken)|lead (?:stolen|taken|stripped)|thefts?|thiev\\w+|stol(?:e|en)|steal(?:ing|s)?|shop.?lift\\w*|robb\\w+|mugg\\w+|pick.?pocket\\w*|nicked|nicking|parcels? (?:taken|going missing|stolen)',
  ),
  cyclecrime: words(
    'cycle thefts?|bike thefts?|bikes? (?:being |getting )?(?:stolen|nicked|taken|pinched)|bikes? locks? cut|(?:stolen|theft of|thefts of|stealing|nicked|nicking) (?:push.?|pedal.?)?(?:bikes?|bicycles?|cycles?)|(?:bikes?|bicycles?|cycles?) (?:theft|thefts|stolen|nicked|going missing)',
  ),
  vehiclecrime: words(
    'catalytic converters?|cats (?:cut|stolen|taken|nicked)|theft from (?:motor )?vehicles?|car (?:crime|thefts?|break.?ins?|windows? smashed)|cars? (?:being )?(?:entered|targeted|raided|damaged overnight)|stolen (?:cars?|vans?|vehicles?)|keyless|relay theft|tools (?:taken|stolen|nicked)|(?:cars?|vans?) (?:broken into|stolen|keyed)|catalytic|number.?plates? (?:stolen|taken)|tools? (?:stolen|taken) from vans?|theft from (?:cars?|vans?|vehicles?)',
  ),
  violence: words(
    'aggressive (?:blokes?|lads?|people|youths?|neighbours?|woman|women)|(?:shout|swear|yell|scream)(?:s|ed|ing)? (?:abuse )?at|abus(?:ing|es|ed) (?:parents|people|mums|residents|neighbours|passers|shoppers)|beaten up|jumped|brawl\\w*|scuffles?|blades?|zombie|street robbery|scrap(?:s|ping)|aggressive (?:man|men|group|behaviour)|threat(?:s|en\\w*)|assault\\w*|fight(?:s|ing)?|violen\\w+|attack(?:s|ed)? (?:on|by)|punch\\w*|knif\\w+|knives|stabb\\w+|weapons?|machetes?',
  ),
  hate: words(
    'hate mail|abuse aimed at|(?:polish|roma|asian|muslim|jewish|black|refugee|migrant|foreign) (?:\\w+ )?(?:abused|targeted|attacked|insulted)|headscar\\w+|hijab|monkey noises|prejudice|far.?right|go home|targeted because|disabl\\w+ (?:hate|abuse|people (?:mocked|abused))|transphob\\w*|antisemit\\w*|anti.?semit\\w*|hate crimes?|racis[tm]\\w*|racial\\w*|homophob\\w*|islamophob\\w*|slurs?|abuse (?:shouted|because)',
  ),
  harassment: words(
    '(?:men|man|blokes?|lads) (?:\\w+ )?(?:loiter\\w*|hang\\w*|stand\\w*|wait\\w*|linger\\w*) (?:\\w+ ){0,2}(?:refuge|women|girls|school)|prowl\\w+|lurking|followed|cat.?calling|leering|pester\\w*|groped|flash(?:er|ing)|exposing himself|unwanted attention|creep\\w*|unsafe walking|(?:do not|don.?t|afraid|scared|frightened) to walk|feel(?:ing)? unsafe|harass\\w*|stalk\\w*|cat.?call\\w*|wolf.?whistl\\w*|followed home|women (?:feel|followed|approached)|indecent',
  ),
  domestic: words(
    'violent (?:partners?|husbands?|boyfriends?|relationships?|homes?)|abusive (?:partners?|relationships?|husbands?)|women.?s refuge|controlling (?:partners?|behaviour)|abus\\w+ at home|victims? at home|domestic (?:abuse|violence)|coercive',
  ),
  begging: words(
    'begs|beggar|(?:man|woman|people|lad|girl) (?:\\w+ )?(?:with a cup|sat outside .{0,20} every)|cap in hand|beggars?|hassl\\w+ (?:shoppers|people|customers) for|spare change|sit(?:ting)? outside .{0,20} (?:asking|with a cup)|asking (?:people |shoppers |passers.?by )?for|begg(?:ing|ars?)|asking for (?:money|change)|pan.?handl\\w*',
  ),
  homeless: words(
    '(?:men|people|man|woman|lads|someone|somebody) (?:sleeping|bedding|living) (?:in|under|behind)|without a home|no fixed abode|(?:bed|bedded|beds|sleeping bags?)(?= (?:down|in|under))|sleeping bags?|on the streets|hostels?|temporary accommodation|living in (?:a |their )?(?:cars?|vans?|tents?)|camp(?:ing|ed)? (?:out|in|on|under)|homeless\\w*|rough.?sleep\\w*|sleep(?:ing|s)? (?:rough|out|(?:in|under) (?:\\w+ ){0,2}(?:doorways?|tents?|cars?|porch\\w*|bushes|churchyard|cemetery|park|arches|stairwells?))|bedding down|tents?|sofa.?surf\\w*|nowhere to (?:live|stay|sleep)|encampments?|eviction\\w*|evicted',
  ),
  debt: words(
    'too dear|(?:cannot|can.?t) afford|essentials|(?:money|credit) for the (?:meter|gas|electric)|run(?:ning|s)? out of money|keep the (?:gas|electric|heating|lights|house warm)|loans?|loan sharks?|drowning in|cost of living|(?:can ?not|cannot|can.?t|struggl\\w+ to|unable to) (?:afford|pay|buy|find the money)|paying for|losing their (?:wages|money|benefits)|bailiffs?|too expensive for families|afford|heating bills?|energy bills?|fuel bills?|heat their homes|heat (?:the|my|our) (?:home|house|flat)|can.?t make ends meet|make ends meet|skint|broke|rent (?:rises?|increase)|behind (?:on|with) (?:the |their )?(?:rent|bills|payments)|pay(?:ing)? (?:the |their )?(?:rent|bills|heating|gas|electric\\w*)|borrow\\w*|lenders?|money advice|financial\\w*|poverty|penniless|meters? (?:run|running) out|gambl\\w+|debts?|arrears|bills?|money (?:worries|troubles|problems)|loan.?sharks?|doorstep lend\\w*|bailiffs?|universal credit|benefits? (?:sanction\\w*|delays?|cut|advice)|fuel poverty|cost of living|(?:cannot|can.?t|unable to|struggl\\w+ to) (?:afford|pay)|heat or eat|pre.?payment meters?',
  ),
  hunger: words(
    'starving|not eating|nothing to eat|no food|empty cupboards|lunches|meals? (?:skipped|missed)|go(?:es|ing)? hungry|feed (?:their|the) (?:children|kids|families|family)|malnourish\\w*|breakfast club|food.?bank\\w*|hung(?:er|ry)|food (?:poverty|parcels?)|go(?:ing)? without (?:food|meals)|no breakfast|free school meals|skipping meals|holiday hunger',
  ),
  lonely: words(
    '(?:dads|fathers|men|women|mums|people) (?:\\w+ ){0,2}isolated|(?:nobody|no.?one) to turn to|no support|cut off|nowhere to meet|have nobody|no friends|never see (?:anyone|anybody|a soul)|hardly see (?:anyone|anybody)|bored and|feel(?:s|ing)? (?:forgotten|left out|abandoned)|care for a parent|(?:nobody|no.?one) to (?:visit|see|help)|bereaved|widow(?:s|ers?|ed)?|(?:nobody|no.?one) visits?|visit(?:s|ing)? them|befriending|on their own|by themselves|no company|(?:do not|don.?t|doesn.?t|hardly|rarely) (?:see|speak to|talk to|leave|go out)|cut off|no friends|no family nearby|befriend\\w*|company|socially excluded|stuck (?:at home|indoors)|nowhere to meet|lonel\\w+|isolat\\w+|nobody to talk to|no.?one to talk to|(?:see|sees|seeing|speak\\w*|talk\\w*) (?:to )?(?:nobody|no.?one)|housebound|alone (?:all day|for days|at home)|live alone|living alone|no visitors|never (?:go|goes|get|gets) out',
  ),
  mental: words(
    'stress(?:ed)?|camhs|panic|trauma|bereave\\w*|grief|low self.?esteem|struggling (?:to cope|mentally|emotionally)|emotional (?:support|health)|counselling|hear voices|not coping|burn.?out|mental (?:health|ill\\w*)|anxi\\w+|depress\\w+|suicid\\w+|self.?harm\\w*|low mood|breakdown|crisis team|in crisis|wellbeing',
  ),
  obesity: words(
    'weight|fitness|exercise|fast food outlets|takeaways? (?:everywhere|near)|diet|obes\\w+|overweight|unhealthy (?:food|eating|diet)|junk food|no exercise|inactiv\\w+',
  ),
  smoking: words(
    'vapes|smoke|smokers|second.?hand smoke|shisha|snus|vap(?:e|es|ing)|smok(?:ing|ers?) (?:by|at|outside|near)|cigarettes?|illicit tobacco|tobacco',
  ),
  gp: words(
    '(?:answer|pick up|get through on) the phone|get(?:ting)? through to|vaccin\\w+|immunis\\w+|jabs|screening|dentists?|waiting lists?|health visitors? (?:short|gone|cut)|turn(?:ing)? up for|appointments?|surgery (?:full|phones?|lines)|phone lines? (?:at|to)|prescriptions?|jabs?|no dentists?|hospital (?:waits?|discharge)|check.?ups?|smear|health checks?|gp (?:appointments?|surger\\w+|access)|doctors?.? (?:appointments?|surger\\w+)|(?:see|seeing|get) (?:a|the) (?:gp|doctor)|health cent(?:re|er)|dentists?|waiting lists?|a&e|missed appointments?|vaccin\\w+|immunis\\w+|screening',
  ),
  damp: words(
    'mildew|wet walls|water coming (?:in|through)|leaking (?:roofs?|windows?|pipes?)|roofs? leak\\w*|draught\\w*|rotten (?:windows|frames)|unheated|freezing (?:homes?|houses?|flats?|cold)|repairs|no hot water|windows? (?:do not|don.?t|won.?t) (?:shut|close)|fungus|damp|mould(?:y)?|condensation|black spots on walls|leak(?:s|ing|y)|disrepair|boiler (?:broken|fail\\w*)|broken boilers?|no heating|repairs? (?:not|never|outstanding)|cold (?:homes?|houses?|flats?)',
  ),
  hmo: words(
    'hmos?|(?:bad|rogue|absent|private) landlords?|overcrowd\\w*|(?<!\\w )lettings?(?! (?:off|their|the|it|go))',
  ),
  empty: words(
    'squat\\w*|(?:closed|shut|boarded) (?:pub|shop|school|house|club)|abandoned (?:houses?|buildings?|pub|shop|school|factory|site)|disused (?:buildings?|shops?|pubs?|factor\\w+|garages?|units?)|falling (?:down|apart)|run.?down|eyesore|unoccupied|nobody (?:lives|living)|shut.?down|closed.?down|boards? (?:up|over)|empty (?:houses?|homes?|shops?|propert\\w+|units?|buildings?)|derelict|boarded.?up|squat\\w*|vacant',
  ),
  lighting: words(
    'in (?:total |complete |utter )?darkness|lights? (?:have |has )?(?:gone|failed|been out|never|no longer)|needs? (?:more |better )?light(?:s|ing)?|can.?t see (?:where|a thing|anything)|(?:no|without|not enough|lack of|more|better|need) (?:street )?lights?|no lamps?|lamps? (?:out|broken|not|off|smashed|gone)|bulbs?|(?:too|very|really|so|pitch) dark|dark(?:ness)? (?:at night|in the evening)|in the dark|dimly|gloomy|unlit|street.?(?:lights?|lamps?|lighting)|lamp.?posts?|lights? (?:out|broken|not working|off)|poorly lit|unlit|badly lit|no light(?:s|ing)?|dark (?:alley|path|street|corner|underpass|cut)\\w*|pitch.?dark|pitch.?black|lighting',
  ),
  potholes: words(
    'roots? (?:lift\\w*|buckl\\w*|push\\w*|break\\w*)|buckled|loose (?:slabs?|paving|stones)|(?:broken|cracked|raised|sunken) (?:paving|slabs?|pavements?|kerbs?)|trip(?:ping|ped|s)? (?:people|over|up|hazard)|fell over|full of holes|holes in the|(?:road|lane|track|drive) (?:is |are )?(?:breaking up|falling apart|in a (?:bad|poor|terrible) state)|rutted|(?:pavements?|paths?|footpaths?|roads?|slabs?|kerbs?) (?:\\w+ ){0,3}(?:uneven|broken|cracked|crumbling|lifting|sunken|dangerous)|(?:people|residents|pensioners) (?:\\w+ )?tripping|tripping|holes? in the (?:road|pavement|path)|big holes|sunken|craters?|crumbling (?:road|tarmac|pavement)|tarmac|bumpy|resurfac\\w*|trip(?:ped|ping|s)? (?:over|up|on)|cracked|loose (?:kerb|stones?|gravel)|manhole|pot.?holes?|road surface|uneven (?:pavements?|paving|slabs)|broken (?:pavements?|paving|slabs|kerbs?)|trip hazards?|loose (?:slabs|paving)|cracked (?:pavements?|paving)',
  ),
  overgrown: words(
    'hedges?|bushes (?:over|across|into)|blocked by (?:bushes|hedges|brambles|branches)|trees? (?:blocking|overhanging|need\\w*|hang\\w*)|overhanging|shrubs|bushes (?:over|need|block)|grass (?:is |has )?(?:not been |never )?(?:cut|mown|mowed|high|knee|waist)|mow(?:n|ing|ed)?|strim\\w*|jungle|unkempt|overgrown|hedges? (?:blocking|across|over|into)|brambles|weeds|nettles|tree branches|grass (?:not cut|uncut|too long|long)|long grass|needs cutting|cut back|knotweed|(?:verges?|hedges?|grass) (?:overgrown|not cut|uncut|needs?|too)',
  ),
  playground: words(
    '(?:swings?|slides?|climbing frames?|roundabout|equipment) (?:\\w+ )?(?:broken|unsafe|rust\\w*|missing|taken)|play equipment|park (?:equipment|needs)|(?:play.?(?:ground|area|park|equipment)s?|swings?|slides?) (?:broken|closed|unsafe|damaged|need\\w*|rust\\w*|in a (?:bad|poor))|(?:broken|rusty|unsafe|damaged) (?:play.?(?:ground|area|park|equipment)s?|swings?|slides?)|nowhere (?:for|safe for) (?:kids|children|toddlers) to play|nowhere to play',
  ),
  youthprovision: words(
    '(?:no.?one|nothing|nowhere|no\\w*) for (?:our |the |my )?(?:teens|teenagers|kids|young people|lads|girls) to (?:go|do)|no youth club|(?:teens|teenagers|kids|young people) (?:have|with) (?:nothing|nowhere|no)|(?:lack of|nothing|things?|something|somewhere|nowhere|place|places) (?:\\w+ ){0,3}(?:for (?:\\w+ )?(?:teenagers?|teens|kids|young|children|youth\\w*)|to (?:go|do|hang out|meet))|youth (?:club|centre|provision|worker)s?|something (?:for|to do for)|activities|somewhere (?:for|to go for) (?:young|teen|kids|children|youth)\\w*|nowhere (?:for|to go for) (?:young|teen|kids|children|youth|them)\\w*|nowhere to go|after.?school clubs?|half.?term|summer (?:holidays|scheme)|kids.? clubs?|bored(?:om)?|no (?:activities|clubs?|facilities|provision|groups?) for (?:\\w+ )?(?:young|teen|kids|children|youth)\\w*|nothing (?:for|to do for) (?:young|teen|kids|children|youth)\\w*|nothing to do|bored (?:kids|teens|teenagers|youths?|young)|youth (?:clubs?|provision|cent(?:re|er)s?)(?: \\w+)? (?:closed|shut|gone|needed|missing)|no youth (?:club|provision|worker)s?|lack of (?:youth|activities)|(?:need|needs|want|wants) (?:a )?youth (?:club|provision)',
  ),
  truancy: words(
    'exclu(?:ded|sions?)|out of school|(?:pupils|children|kids) (?:\\w+ ){0,2}(?:roam\\w*|wander\\w*)|(?:pupils|kids|children|students) (?:not|never) (?:in|at) (?:school|class|lessons)|bunk(?:s|ed)? off|not turning up (?:to|for|at) (?:school|lessons|class)|absent(?:ees|eeism)?|absence|not attending|(?:miss|missing|missed) (?:lots of |a lot of )?(?:school|lessons|classes)|refus(?:e|ing|al) (?:to go to )?school|school refus\\w*|wagging|skiving|off school|during (?:school|lesson) (?:time|hours)|suspended|suspensions|truan\\w*|out of school|missing (?:school|lessons)|school absence|(?:not|never) (?:at|in|going to) school|excluded (?:pupils|children|kids)|exclusions?|skipping (?:school|lessons)|bunking off|school attendance|poor attendance',
  ),
  jobs: words(
    'no work|qualifications?|training|job|unemployment|looking for work|work experience|employ\\w+|benefits claimants|careers?|workless\\w*|interviews?|employers|laid off|factory clos\\w+|zero.?hours|unemploy\\w*|out of work|jobless|jobs|job ?(?:seekers?|centre|search)|finding work|find (?:a job|work|jobs)|get(?:ting)? (?:into )?work|neets?|redundan\\w+|apprenticeships?|cv help|cvs?',
  ),
  skills: words(
    '(?:can.?t|cannot|unable to|do not|don.?t) (?:read|understand) (?:\\w+ ){0,2}(?:letters?|forms?)|no english|english lessons|(?:use|using|understand) (?:the )?(?:internet|computers?|smart.?phones?|apps|technology)|not online|go(?:ing)? online|digital|tablets?|wi.?fi|broadband|reading and writing|read(?:ing)? (?:and|or) (?:write|writing)|maths|learn(?:ing)? english|language barriers?|interpreters?|do(?:n.?t| not) speak english|form.?filling|fill(?:ing)? in forms|literacy|numeracy|digital(?:ly)? (?:skills|exclu\\w+|inclusion)|(?:cannot|can.?t|unable to) (?:read|use (?:a )?(?:computer|the internet|online))|no internet|online forms|esol|english (?:lessons|classes)|speak (?:little|no) english|get(?:ting)? online|computer (?:skills|lessons|classes)|qualifications?',
  ),
  childcare: words('child.?care|nurser(?:y|ies)|child.?minders?|parents?.? (?:support|groups?)|toddler groups?'),
  exploitation: words(
    '(?:messaged|contacted|approached) by (?:older )?(?:men|strangers|adults)|(?:older men|strangers|adults) (?:\\w+ )?(?:messag|contact)\\w+|exploit\\w*|groom(?:ed|ing)|trafficking|modern slavery|cse|cce|runners? for',
  ),
  scams: words(
    'cold.?call\\w*|door.?step (?:sellers?|callers?|sales\\w*)|door.?knockers?|pushy sales\\w*|con(?:ned|ning)? (?:out|old|elderly|older)|tricked|swindl\\w+|fake (?:calls?|police|texts?|workmen|builders)|overcharg\\w+|roof(?:ing|ers?) (?:scam|con|work)|phone calls? (?:from|asking|claiming)|bank details|savings (?:taken|lost|gone)|trick(?:ster)?s?|door.?to.?door|cowboy builders|scams?|scamm\\w+|fraud\\w*|con.?(?:men|artists?)|rogue traders?|cold.?call\\w*|bogus (?:callers?|workmen|builders)|doorstep (?:crime|callers?)|phishing',
  ),
  bus: words(
    'buses (?:\\w+ )?(?:stop\\w*|finish\\w*|end\\w*)|last bus|overcrowded bus(?:es)?|bus(?:es)? (?:is |are )?(?:overcrowded|packed|full)|get on the bus|miss(?:ed|ing) the (?:last )?bus|bus never|timetables?|(?:get|getting|travel\\w*|go) (?:\\w+ ){0,4}by bus|by bus|bus(?:es)? (?:\\w+ )?(?:cut|cancelled|withdrawn|late|full|never)|no bus|bus(?:es)? (?:service|route|time|timetable|fare|link)\\w*|(?:no|few|fewer|late|cut|cancelled|last) bus(?:es)?|public transport|no transport|taxis?|community transport',
  ),
  crossing: words(
    'crossing (?:\\w+ ){0,2}(?:lanes|road|bypass|carriageway)|safe place to cross|(?:get|getting) (?:over|across) \\w+ (?:road|street|lane|way)|to cross [A-Za-z]+ (?:road|street|lane|way)|crossing (?:point|patrol|island)|dangerous (?:to cross|for pedestrians|junction|on foot)|(?:get|getting|walk(?:ing)?) across the (?:road|street)|cross safely|no (?:safe )?crossing|knocked (?:down|over)|run over|traffic (?:lights|too)|pedestrians?|blind (?:corner|bend)|cross(?:ing)? (?:the|a) (?:road|street)|pelican|zebra|lollipop|road safety|near miss(?:es)?|unsafe (?:junction|crossing)|junction',
  ),
  flooding: words(
    'burst (?:its|their) banks?|(?:brook|river|stream|ditch|drain) (?:\\w+ )?overflow\\w*|floods?|water (?:everywhere|pooling|comes up|lying|logged)|waterlogged|drains?(?! (?:cover|stolen))|gull(?:y|ies)|heavy rain|when(?:ever)? it rains|burst (?:pipe|main|bank)s?|under water|flood\\w*|standing water|blocked (?:drains?|gull(?:y|ies))|drains? (?:blocked|overflowing)|surface water|sewage|puddles',
  ),
  pollution: words(
    'stinks?|smelly|odou?r|pong|exhaust|idling|engines? idling|smoke from|dusty|chemicals?|oil in|air (?:quality|pollution)|fumes|smells?|stench|stink\\w*|odours?|dust|pollut\\w+',
  ),
  rats: words(
    'mouse|rodent|nests?|droppings|seagull|feeding (?:the )?(?:birds|pigeons)|wasps|bed.?bugs|fleas|rats?(?!.?runs?)|vermin|mice|rodents?|pests?|infest\\w*|cockroach\\w*|pigeons?|gulls?|seagulls?',
  ),
  pregnancy: words(
    '(?:teen\\w*|young|under.?age|school.?girls?) (?:\\w+ )?(?:pregnan\\w+|mothers)|pregnan\\w+|contracepti\\w+',
  ),
  horses: words('horses?|pon(?:y|ies)|fly.?graz\\w*|livestock|cattle'),
  encampment: words(
    '(?:unauthori[sz]ed|travellers?|gypsy|illegal) (?:encampments?|camps?)|(?:caravans?|travellers) (?:\\w+ ){0,2}(?:parked|moved|camped|arrived|set up)',
  ),
  toilets: words(
    '(?:public )?(?:toilets?|loos?|lavator(?:y|ies)|conveniences|wc)(?! (?:smashed|vandal\\w+|flood\\w+|damaged|block\\w+))|spend a penny|nowhere to go to the (?:loo|toilet)',
  ),
  gambling: words(
    'gambl\\w+|betting|bookies|bookmakers|fruit machines?|slot machines?|casinos?|online bets?|scratch.?cards?',
  ),
  teeth: words('teeth|tooth\\w*|oral health|dental|dentists?|gums?(?! trees?)'),
  warmth: words(
    '(?:warm|heated) (?:spaces?|hubs?|rooms?|places?|banks?)|(?:nowhere|somewhere|anywhere|place) (?:\\w+ ){0,2}warm|keep(?:ing)? warm|warm(?:ing)? up',
  ),
  bullying: words('bull(?:y|ied|ies|ying)|picked on|name.?calling|ganged up on|tormented by (?:other|older)'),
  steroids: words('steroids?|doping'),
  staffabuse: words(
    '(?:staff|workers?|shop.?keepers?|drivers?|nurses|receptionists?|cashiers?) (?:\\w+ ){0,2}(?:abuse|threats|grief|stick|hassle)|(?:staff|workers?|shop.?keepers?|drivers?|nurses|receptionists?|cashiers?|retail\\w*) (?:\\w+ ){0,2}(?:abused|threatened|attacked|shouted at|sworn at|spat|intimidated)|(?:abus\\w+|threat\\w*|swear\\w*|shout\\w*) (?:\\w+ ){0,3}(?:staff|shop workers|workers|retail\\w*|receptionists?|drivers|cashiers?|shop.?keepers?)',
  ),
  bikenuisance: words(
    '(?:cycle|cycling|bikes?|bicycles?|cyclists?) (?:\\w+ ){0,2}(?:on|along|through) the (?:pavement|footway|footpath|precinct)|ridden on the (?:pavement|footway|footpath)|(?:riding|lads|kids|youths|boys|teenagers|cycl\\w+) (?:\\w+ ){0,2}(?:bikes?|bicycles?|pavements?)|bikes? (?:at|through|scaring|in the (?:precinct|shops))|cyclists? on (?:the )?pavements?|swerv\\w+',
  ),
  trespass: words(
    '(?:holes?|gaps?) in the fenc\\w+|(?:missing|broken|cut) fenc\\w+|fence panels?|(?:onto|on to|along|across) the (?:railway|track|tracks|line|rails)|jump(?:ing|s)? (?:in|into|off)|swim(?:ming)? (?:in|at)|on (?:the )?thin ice|derelict (?:site|building) (?:climb|enter)\\w*|climb(?:ing|ed|s)? (?:on|onto|up|over)|on (?:the |top of the )?(?:\\w+ )?roofs?|trespass\\w*|break(?:ing)? into the (?:site|school|building|pool)|scaffold\\w*|on (?:the )?(?:railway|tracks)|on the (?:tracks|ice)|swimming in|tombston\\w+',
  ),
  carers: words(
    'confused (?:elderly|older?|people|residents?)|wander(?:ing|s|ed) (?:alone|off|the streets|at night)|carers?|caring for|respite|looking after (?:a |their )?(?:parents?|relatives?|mum|dad|wife|husband|partner)|dementia|alzheimer\\w*',
  ),
  sexwork: words(
    'kerb.?crawl\\w*|sex work\\w*|prostitut\\w*|soliciting|(?:cash|money|pay\\w*) for sex|sex for (?:cash|money)|proposition\\w*|red.?light|(?:stopping|bothering|approaching) women(?= (?:on|in|at))',
  ),
  policing: words(
    'no (?:police|patrols?|officers?|pcsos?|bobb(?:y|ies))|police (?:\\w+ )?(?:never|not|rarely|hardly|seldom) (?:seen|here|come|around)|never see (?:a |any |the )?(?:police\\w*|officers?|bobb(?:y|ies)|pcsos?|patrols?)|(?:officers?|police|pcsos?|bobbies) (?:\\w+ )?(?:vanished|gone|disappeared|cut)|on the beat|police presence|(?:more|fewer) (?:police|patrols|officers)',
  ),
  seating: words('benche?s?|seats?(?! belts?)|seating|(?:nowhere|somewhere) (?:\\w+ ){0,2}to (?:sit|rest)'),
  lifts: words(
    'lifts? (?:\\w+ ){0,2}(?:out of order|broken|stuck|broke|not working|breaks? down|breaking down)|no lift|trapped upstairs',
  ),
  welfare: words(
    'not (?:been )?seen for|(?:has|have) not been (?:out|seen)|welfare check|worried about (?:\\w+ ){0,2}(?:neighbour|old|elderly)',
  ),
  transport: words(
    'no (?:way to get|lift|lifts|transport)|(?:can.?t|cannot|can not|no way to) get to (?:the )?(?:hospital|clinic|shops?|college|town|appointments?|work)|stranded|lifts? to|community transport',
  ),
  business: words(
    'empty high street|shops? clos\\w+|(?:few|fewer|no) (?:shoppers|customers)|footfall|market (?:stalls?|traders?) (?:leaving|closing|gone)',
  ),
  trust: words(
    '(?:nobody|no.?one|agencies (?:do not|don.?t|never)) listens?|no trust|(?:do not|don.?t) (?:trust|report)|not reporting|community tensions?|tensions? between|neighbours? (?:dispute|falling out|feud)\\w*|disputes? between neighbours',
  ),
};

/** Kinds of place that go by several names; they help to tell whether two reports are of one spot. */
const PLACES: Record<string, RegExp> = {
  park: words(
    'swings|play.?(?:ground|area|park)s?|' +
      'rec|recs|(?:football|cricket|rugby) (?:pitch|field|ground)(?:es|s)?|recreation ground|parks?|playing.?fields?|green|common|field|open space|bmx track|skate.?park',
  ),
  shops: words(
    'shops?|chippy|chip shops?|kebab shops?|take.?aways?|offies?|parade|precinct|shopping (?:cent(?:re|er)|parade|precinct)|off.?licen[cs]e|supermarket|newsagents?|co.?op|spar|high street|town cent(?:re|er)|market place',
  ),
  school: words('schools?|academy|college|nursery'),
  alley: words('alley(?:way)?s?|ginnels?|jitt(?:y|ies)|snickets?|cut.?through|passage(?:way)?|gulley|back lane|entry'),
  flats: words(
    'flats?|bedsits?|tower block|maisonettes?|stairwell|landings?|(?:the|our|each|every|this|council|residential|high.?rise) blocks?|blocks? of flats|block \\w{1,2}',
  ),
  station: words('bus station|bus shelter|bus stop|railway station|train station|station'),
  garages: words('garages?|garage (?:site|block)|lock.?ups?'),
  water: words('canal|river|brook|lake|reservoir|towpath|weir'),
  library: words('library'),
  cash: words('cash.?(?:machine|point)s?|atms?'),
  church: words('church|churchyard|cemetery|graveyard|mosque|temple'),
  underpass: words('underpass|subway|tunnel|footbridge|bridge'),
  allotments: words('allotments?'),
  retail: words('retail park|business park|industrial estate|trading estate'),
  pub: words('pubs?|club house|social club|bar'),
  health: words('surgery|health cent(?:re|er)|clinic|hospital|chemist|pharmacy|doctors'),
  care: words('sheltered (?:housing|scheme|accommodation)|care homes?|nursing homes?'),
  community: words('community cent(?:re|er)|village hall|hub|youth cent(?:re|er)|memorial hall'),
  heath: words('heath|woods?|woodland|copse|nature reserve'),
  memorial: words('cenotaph|(?:war )?memorial|memorial gardens?'),
  encampment: words('travellers.? site|traveller site|caravan site|encampment'),
  footbridge: words('footbridge|bridge'),
  market: words('market (?:hall|place|square)|market'),
  binstore: words('bin stores?|bins'),
  road: words('by.?pass|dual carriageway|lay.?by|roundabout|ring road'),
  playarea: words('play.?(?:ground|area|park)s?|swings|muga|cage|multi.?use games area'),
};

for (const [name, wider] of Object.entries(WIDER_WORDS)) {
  const known = BEHAVIOURS[name];
  if (known === undefined) throw new Error(`No behaviour is called ${name}.`);
  BEHAVIOURS[name] = new RegExp(`${known.source}|${words(wider).source}`, 'iu');
}

function words(alternatives: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\d])(?:${alternatives})(?![\\p{L}\\d])`, 'iu');
}

/** "Birds Nest Avenue" is about no birds. */
const STREET =
  /(?:[A-Z][\p{L}'’-]+ ){1,3}(?:Road|Rd|Street|St|Avenue|Ave|Lane|Ln|Close|Drive|Dr|Way|Crescent|Court|Square|Grove|Gardens|Place|Rise|Terrace|Mews)(?![\p{L}])/gu;

const BEHAVIOUR = '~';
const PLACE = '@';

/** What a text is about, as names that begin with ~ (behaviours) or @ (kinds of place); kept beside a problem and searched for. */
export function conceptsOf(text: string): string[] {
  const plain = text.normalize('NFKC').replace(/[’‘]/g, "'").slice(0, 5000);
  const of = (mark: string, concepts: Record<string, RegExp>, text: string) =>
    Object.keys(concepts)
      .filter((name) => concepts[name]?.test(text))
      .map((name) => `${mark}${name}`);
  return [...of(BEHAVIOUR, BEHAVIOURS, plain.replace(STREET, ' ')), ...of(PLACE, PLACES, plain)];
}

/** All that concepts are told by: when it changes, they are told anew. */
export const THESAURUS_VERSION = JSON.stringify(
  [BEHAVIOURS, PLACES].map((concepts) => Object.entries(concepts).map(([name, { source }]) => [name, source])),
).concat(STREET.source);

export const isBehaviour = (concept: string) => concept.startsWith(BEHAVIOUR);
export const isPlaceKind = (concept: string) => concept.startsWith(PLACE);
