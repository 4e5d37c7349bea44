// More that people call a behaviour or a need, by the names of `thesaurus.ts`: what it is told by besides, in everyday words. Sources of
// regular expressions, of which any may stand between word ends.

export const WIDER_WORDS: Record<string, string> = {
  offroad:
    'trail ?bikes?|moto.?cross|enduros?|bikes? (?:\\w+ ){0,2}(?:up and down|over the (?:field|grass|green|pitch|park)|round the (?:field|park|estate))|lads? on (?:\\w+ )?(?:bikes|quads)|(?:churn|chew|rip|cut)\\w* up the (?:grass|field|pitch|park|green)',
  escooter:
    'hired? scooters?|(?:power|motor)ed scooters?|scooters? (?:\\w+ ){0,2}(?:pavements?|footpaths?|precinct|shoppers)',
  speeding:
    'cutting through|to avoid the (?:lights|queue|traffic|main road)|boy racers?|car meets?|modified cars?|(?:not|never|hardly|nobody) (?:\\w+ ){0,2}slow(?:s|ing)? down|ignor\\w+ the (?:limit|twenty|thirty|zebra|signs?)|(?:twice|double) the limit|put(?:s|ting)? (?:their|your|a) foot down|(?:fly|bomb|belt|roar|thrash|charg|gun)(?:s|ing|ed)? (?:down|past|up|through|along|it)|belt(?:s|ing) (?:down|past|along)|near misses?|handbrake turns?|tyres? (?:squeal|screech)\\w*|racing (?:each other|round|down|up|about)|at (?:silly|crazy|ridiculous|high) speeds?|reckless driv\\w+',
  parking:
    'cars? (?:\\w+ )?(?:all over|across|along|on|over) the (?:footway|footpath|pavement|verges?|grass)|block\\w* (?:\\w+ ){0,2}(?:footpath|footway|pavement|path|road|entrance|gate)s? with (?:their |the )?(?:cars?|vans?|vehicles?)|(?:cannot|can.?t|unable to|never|nowhere to|impossible to|struggl\\w+ to) park|park(?:s|ing)? (?:spaces?|bays?|permits?|anywhere|wherever|on both)|taking (?:all |up )?(?:all )?the (?:\\w+ )?(?:spaces|bays)|residents.? (?:spaces|bays|permits)|cars (?:\\w+ ){0,2}(?:everywhere|both sides|on the bend|on the corner|on yellow lines)|ambulances? (?:cannot|can.?t) get|bin lorr(?:y|ies) (?:cannot|can.?t) get|(?:blocked|boxed) in by',
  abandoned:
    '(?:burn(?:ed|t).?out|torched|dumped|rusting|wrecked|untaxed|unroadworthy|left|clapped.?out) (?:\\w+ )?(?:cars?|vehicles?|vans?|motors?)|(?:cars?|vehicles?|vans?) (?:\\w+ ){0,2}(?:abandoned|dumped|left for (?:weeks|months)|not moved|flat tyres)|no tax or mot',
  flytipping:
    'rogue (?:waste|rubbish)|van ?loads? of|builder.?s rubble|rubbish (?:\\w+ ){0,2}(?:dumped|tipped|chucked|slung)|old (?:sofas?|settees?|beds?|mattress(?:es)?|furniture|fridges?|tellies|tvs?|carpets?)|bed ?frames?|wardrobes?|black sacks?|bin bags?|house clearances?|garden rubbish|paint tins|tip(?:ped|ping)? (?:rubbish|waste|rubble)|slung|wheelie bins? full',
  litter:
    'rubbish (?:all over|everywhere|chucked|thrown|blowing|on the)|litter\\w*|cans,? bottles|packets|polystyrene|chip (?:paper|wrapper)s?|(?:dropping|dropped|chucking|chucked|throwing|thrown) (?:\\w+ )?(?:rubbish|litter|wrappers|cans)|pizza boxes|coffee cups|tab ends|fag ends|messy|state of the (?:street|place|park)',
  bins: 'bins? (?:\\w+ ){0,3}(?:overflow\\w*|full|bursting|not emptied|piling|crammed)|waste (?:\\w+ ){0,4}piling up|rubbish (?:\\w+ ){0,2}(?:piling|mounting|building) up|bags? (?:of \\w+ )?(?:piling|piled) up|collections? missed|not (?:been )?collected|commercial (?:waste|bins?)|trade waste|contaminated recycling',
  dogfouling:
    'dog (?:mess|muck|poo|dirt|waste|fouling|bags)|poo (?:on|all over|everywhere)|tread(?:ing)? in (?:dog|poo|it)|not (?:scoop|bag)\\w* (?:it )?up|dog owners? (?:who |that )?(?:leave|do not|don.?t)',
  dogs: 'pupp(?:y|ies)|breed(?:ing|ers?)? (?:\\w+ ){0,3}dogs?|dog breed\\w*|staff(?:ie|ies|y)|bull.?dogs?|bull.?terriers?|alsatians?|german shepherds?|mastiffs?|american bull\\w+|(?:going|gone|go|went) for (?:other |people.?s |little |small )?(?:dogs?|children|kids|people|postmen|a child)|off (?:its|the|their|his|her) leads?|dogs? (?:\\w+ ){0,2}(?:loose|out of control|snarling|snapping|lunging|roaming|frighten\\w*|terroris\\w+)|dangerous dogs?|snarling|savaged|mauled',
  noise:
    'ice.?cream (?:vans?|man)|chimes|ringing (?:his|her|their|a|the) bell|keeping (?:people|us|everyone|residents) up|helicopters?|choppers?|drones? overhead|stereos?|sound systems?|turned up (?:loud|full)|full blast|thud(?:ding)?|woofers?|rows? (?:about|over|every)|rev(?:s|ving|ved)?|engines? (?:running|revving|left)|hammering|partying|party house|raves?|parties|noise (?:\\w+ ){0,2}(?:at all hours|all night|until|till|every)|din|racket|all.?night (?:parties|music)|woken (?:up )?(?:by|at)|disturb\\w+ (?:sleep|the peace)|peace and quiet|early.?morning (?:deliver\\w+|noise)|beep(?:ing|s)',
  gathering:
    'asb|anti.?social behaviour|(?:groups?|gangs?|crowds?|packs?|bunch(?:es)?|mobs?) (?:of )?(?:\\w+ )?(?:lads?|youths?|kids|teens?|teenagers?|boys|girls|young people|youngsters|men)|(?:giving|give|gave) (?:\\w+ ){0,2}(?:grief|lip|abuse|hassle|stick)|grief (?:at|to|outside)|loiter\\w*|hang(?:s|ing)? (?:round|around|about|out)|youths? (?:\\w+ ){0,2}(?:outside|at|by|on|round)|intimidat\\w+|swear\\w* (?:at|loudly)|mouthing off|knock down ginger|egg(?:ed|ing|s)|trick or treat\\w*|hallowe.?en|mischief night|nuisance youths?',
  drinking:
    'tinnies|(?:with|drinking|swigging|clutching) cans|cans (?:in|of)|(?:strong|super) (?:lager|cider)|bottles? of (?:vodka|cider|wine)|intoxicated|legless|paralytic|booz\\w*|pub.?goers?|sat (?:out|outside|there|drinking) (?:\\w+ ){0,2}with (?:cans|bottles)|under ?age drink\\w*|day drinking|sup(?:ping)?',
  drugs:
    'taking drugs|drug (?:users?|takers?|dealing|dealers?|use|den|litter)|dealing|cuckooed|skunk|ganja|baggies|monkey dust|whizz|county.?lines?|carry(?:ing)? drugs|drugs? (?:runners?|mules?|being)|run(?:ning|ners?)? (?:drugs|gear|packages)|used needles|spaced out|out of their heads?|hippy crack|whippets?|nitrous oxide|gas cylinders?',
  vandalism:
    '(?:with|throwing) (?:rocks?|bricks?)|missiles?|vandal\\w*|trash\\w*|wreck(?:s|ed|ing|ers)?|smash\\w*|wanton|deliberate(?:ly)? (?:damage\\w*|broken)|kick\\w* (?:the |it )?(?:in|down|over|to bits)|tor(?:n|e) (?:down|up|off)|rip\\w* (?:down|off|out)|(?:bust|busted|bent|snapped)|glass (?:everywhere|all over)|broken (?:again|by (?:kids|youths|vandals))|windows? (?:smash\\w*|put (?:in|through)|broke\\w*)',
  graffiti:
    'spray(?:ed|ing|s)?|tag(?:s|ged|ging)|scribbl\\w+|daub\\w*|slogans?|illegal posters?|posters|stickers|fly.?post\\w*|paint(?:ed)? (?:on|over|all over) (?:the )?(?:wall|walls|door|shutters?|sign)|covered in (?:\\w+ )?(?:posters|stickers|paint|tags)',
  arson:
    'torch(?:ed|ing|es)?|burn(?:ed|t).?out|set (?:light|fire) to|setting light to|(?:gone|went|going) up in (?:flames|smoke)|fires?(?= (?:being|lit|set|started|started|deliberately))|fire starters?|scorched|lit (?:a |the )?(?:bins?|fires?)|wheelie bins? (?:on fire|melted|burn\\w*)',
  burglary:
    'break(?:ing|s)? into|broke(?:n)? into|broken (?:in|into)|burglar\\w*|burgl\\w*|ransack\\w*|back doors? (?:forced|kicked|open)|homes? (?:broken|raided|entered|turned over)|(?:got|getting|get) in through|creeper|prying|jemm(?:y|ied)|thefts? from (?:\\w+ )?(?:sheds?|houses?|homes?|garages?|allotments?|outbuildings?)|sheds? (?:broken|raided|robbed)',
  theft:
    'snatch(?:es|ed|ing)? (?:of )?(?:phones?|bags?)|phones? (?:grabbed|snatched|nicked|stolen)|grabbed by|nick(?:ed|ing|s)?|half.?inch\\w*|pilfer\\w*|shop.?lift\\w*|steal(?:s|ing)?|stolen|purses?|pick.?pocket\\w*|bag snatch\\w*|(?:losing|lost|missing) stock|stock (?:loss|losses|walking)|thieving|thieves|mobile phones? (?:taken|snatched|grabbed)|grab and run',
  violence:
    'air.?(?:rifles?|guns?|pistols?)|(?:pellet|bb|ball.?bearing) guns?|shoot(?:s|ing)? at|crossbows?|clash(?:es|ing|ed)?|rival (?:groups?|gangs?)|threaten(?:s|ed|ing)? (?:everybody|everyone|people|us|residents|neighbours)|frighten\\w* of (?:the|a) (?:man|woman|neighbour|tenant|person|lad)|terroris\\w+|punch.?ups?|fights?|fighting|fist ?fights?|fisticuffs|scraps?|stab\\w*|knif\\w*|knives|machetes?|weapons?|beating(?:s)?|kick(?:ed|ing)? (?:in|his|her|their) (?:the )?(?:head|face)|head.?butt\\w*|mugg\\w*|bust.?ups?|set upon|lay(?:ing)? into|set.?to|slapp\\w+|affray|bottl(?:ed|ing)',
  hate: '(?:call(?:ed|ing|s)?|shout(?:ed|ing|s)?) (?:\\w+ )?names|(?:asian|black|brown|muslim|polish|somali|gypsy|traveller|jewish|gay|trans|romanian|foreign) (?:\\w+ ){1,3}(?:abused|spat|called|insulted|shouted|targeted|attacked|threatened)|(?:spat at|abused|insulted|shouted at|picked on) (?:\\w+ ){0,2}(?:for|because)|racis\\w*|racial\\w*|bigot\\w*|xenophob\\w*|offensive (?:slogans?|words|graffiti|comments)|because (?:they are|he is|she is) (?:\\w+ )?(?:gay|black|asian|muslim|jewish|foreign|disabled)|hate|abuse (?:\\w+ ){0,2}(?:mosque|refugees|migrants|asylum seekers)|(?:refugees|migrants|asylum seekers) (?:\\w+ ){0,2}(?:abused|attacked|spat|insulted|threatened)|p.?word|slur(?:s|red)?',
  harassment:
    '(?:a |some )?m[ae]n (?:\\w+ )?(?:walk(?:s|ing)?|follow(?:s|ing)?|com(?:es?|ing)) (?:\\w+ )?(?:behind|after) (?:them|her|girls|women|me)|fear of crime|(?:do(?:es)? not|dare not|don.?t) dare|(?:afraid|scared|frightened|nervous|terrified|anxious|not safe|unsafe|uneasy) (?:to (?:go|walk|be|leave)|of (?:going|walking)|going|walking|at night|after dark)|feel(?:s|ing)? (?:un)?safe (?:\\w+ ){0,3}(?:night|dark|alone|evening)|do(?:n.?t| not) feel safe|women (?:and girls )?(?:\\w+ ){0,2}(?:afraid|unsafe|followed|harassed|approached)|catcall\\w*|wolf.?whistl\\w*|sexual comments|staring|spik(?:ed|ing)',
  domestic:
    '(?:hit|beaten|hurt|punched|slapped|controlled|attacked) by (?:their|her|his|a) (?:own )?(?:boyfriends?|partners?|husbands?|ex)|afraid (?:at home|of (?:her|his|their) (?:partner|husband|boyfriend))|beaten by (?:their|her|his) (?:partners?|husbands?|boyfriends?)|women (?:being )?beaten|hit(?:s|ting)? (?:his|her|their) (?:wife|partner|girlfriend|husband)|beat(?:s|ing|en)? (?:by|up) (?:her|his|their) (?:partner|husband|boyfriend|wife)|domestics?|refuge|victims? of abuse',
  begging:
    'beg(?:s|ged|ging|gars?)?|(?:hassled?|pestered?|bothered|asked|asking|hassling|pestering) (?:\\w+ ){0,2}for (?:change|money|cash|spare|cigarettes)|spare (?:any )?change|loose change|tapping (?:people )?(?:up )?for',
  homeless:
    'rough sleep\\w*|sofa.?surf\\w*|sleeping (?:rough|in (?:doorways|tents|cars|the)|under)|bedd(?:ed|ing) down|tents?|evict\\w*|nowhere to (?:live|stay|sleep)|lost their (?:home|flat|house|tenancy)|on the street(?:s)?(?! corner)|kipping',
  debt: '(?:unable|afford|cannot|can.?t|struggl\\w+) (?:to )?(?:\\w+ )?heat|cost of (?:heating|energy|gas|electric\\w*)|energy (?:bills?|costs?|prices?)|behind (?:on|with)|owing|money.?lend\\w*|lenders?|lending|borrow(?:s|ed|ing)?|owe(?:s|d)? money|in arrears|arrears|behind with (?:the )?(?:rent|bills)|cannot pay|can.?t pay|bills? (?:too|piling|mounting|rising)|universal credit|benefit (?:sanction|cap|delay|claim)\\w*|claim(?:ing)? benefits|skint|hard up|pay.?day (?:loans?|lenders?)|pre.?payment meters?|fuel poverty|(?:heat|heating) (?:or|and) eat\\w*|cold homes?|in poverty|struggl\\w+ (?:with|for) money|money worries',
  hunger:
    '(?:skip|miss|go without|going without|missing|skipping) (?:\\w+ )?meals|hungry|hunger|meals? (?:for|at) (?:kids|children)|(?:no|without|miss\\w*) (?:any )?(?:breakfast|dinner|lunch|tea)|empty (?:stomachs?|bell(?:y|ies)|fridges?)|food (?:aid|boxes|vouchers|pantr\\w+)|not enough (?:to eat|food)|before pay.?day|cannot feed|can.?t feed|underfed|free meals',
  lonely:
    'left out|nothing for (?:dads|fathers|men|women|mums)|lonel\\w+|isolat\\w+|on their own|by themselves|alone all|all alone|stuck (?:in|indoors|at home)|house.?bound|shut.?ins?|see(?:s|ing)? no.?one|never (?:get|go|goes) out|do(?:es)?(?:n.?t| not) (?:get|go) out|no company|company for|nobody to (?:talk|chat|speak)|no.?one to (?:talk|chat|speak)|talk to (?:nobody|no.?one)|forgotten|befriend\\w*|cut off from',
  mental:
    'depress\\w*|post.?natal|baby blues|feeling low|low mood|(?:feel|feels|feeling) (?:low|down|hopeless|desperate|overwhelmed)|nowhere (?:\\w+ )?to turn|mental\\w*|nervous|nerves|suicid\\w*|self.?harm\\w*|harming themselves|tak(?:e|ing|en) their own li(?:fe|ves)|end(?:ing)? (?:it|their li(?:fe|ves))|poor mental|struggling to cope|meltdowns?|eating disorders?|well.?being|therapy|counsell\\w+',
  obesity:
    'over.?weight|obese|obesity|fat|unfit|couch|fizzy|sugary|takeaway (?:food|every)|weight (?:gain|problems?|loss)|diabet\\w+|unhealth\\w*|not (?:active|exercising)|sedentary',
  smoking:
    '(?:fake|illegal|counterfeit|under.the.counter|illicit|dodgy) (?:tobacco|cigarettes|fags|vapes)|vap(?:e|es|ed|ing|ers?)|vape (?:shops?|sales)|smok(?:e|es|ing|ers?)|e.?cig\\w*|ciggies|fags?|(?:sale|sales|selling|sold) (?:of )?(?:\\w+ )?(?:vapes|cigarettes|tobacco)',
  gp: 'see(?:ing)? (?:a |the )?(?:doctor|gp|nurse|dentist)|going to the (?:doctor|doctors|gp|dentist)|(?:not|never|avoid\\w*|refus\\w+|reluctant|put\\w* off|do(?:n.?t| not)) (?:\\w+ ){0,3}(?:doctors?|gps?|health checks?|check.?ups?|screening|appointments?)|health.?checks?|doctors?|surgery (?:appointments?|phone)|register(?:ed|ing)? with (?:a )?(?:gp|doctor|dentist)|dental|a&e|waiting (?:weeks|months|times?) (?:for|to see)|mot for men|blood pressure',
  damp: 'damp|mould\\w*|mold\\w*|mildew|black (?:with|mould|spots)|bad chests?|asthma|running with water|peeling|leaks?|leaking|leaky|boilers?|no heat|cold and wet|repairs? (?:take|taking|ignored|not|never)|disrepair|slum|unfit to live|rotting|rotten(?! teeth)|(?:broken|no) (?:heating|windows|boiler)',
  hmo: '(?:cramm|squeez|pack)ed into|too many (?:people|tenants)|over.?crowd\\w*|too many (?:people|tenants) (?:in|to)|landlords? (?:\\w+ ){0,2}(?:not|ignor\\w*|refus\\w*|never|neglect\\w*)|houses? in multiple|bedsits?|sub.?let\\w*|unlicensed (?:landlords?|hmos?)',
  empty:
    'squat(?:s|ted|ters?|ting)|vacant|derelict|unoccupied|boarded|nobody living|no.?one living|empty for (?:years|months)|disused|abandoned (?:house|building|home|property|pub|shop|factory)|void propert\\w+|condemned|crumbling|tumble.?down',
  lighting:
    '(?:street.?)?(?:lights?|lamps?|lamp.?posts?|lighting) (?:\\w+ ){0,3}(?:out|off|not working|broken|failed|gone|down|flicker\\w*|dead|blown|bust|do not work|don.?t work)|lamps? (?:are |is )?out|unlit|un.?lighted|black.?out|no lighting|poor(?:ly)? li(?:t|ghting)|badly lit|pitch.?(?:black|dark)',
  potholes:
    '(?:un)?gritt(?:ed|ing)|(?:ice|icy)|slipp(?:ed|ing|y)(?: over)?|black ice|pot.?holes?|craters?|tarmac|road surface|(?:uneven|broken|cracked|wonky|loose|missing|sunken|lifted|damaged|crumbling) (?:\\w+ )?(?:pavements?|slabs?|paths?|kerbs?|road|flags?|flagstones|paving|footpaths?|surface)|(?:pavements?|slabs?|paths?|footpaths?|flagstones) (?:\\w+ ){0,3}(?:uneven|broken|cracked|dangerous|lifted|loose|rough|trip\\w*)|trip(?:ped|ping|s)? (?:on|over|hazards?)|wheelchairs? (?:\\w+ ){0,3}(?:path|pavement|slabs|kerb)',
  overgrown:
    '(?:bushes|trees|hedges?|shrubs?|ivy|plants) (?:\\w+ ){0,3}(?:over|across|into) the (?:pavement|path|footpath|road|fence|wall)|(?:grown|growing) (?:out )?over|needs? cutting back|over.?grown|hedg\\w+ (?:\\w+ ){0,2}(?:need\\w*|cut\\w*|long|wild|block\\w*|trim\\w*)|(?:trim|cut) (?:back )?(?:the )?(?:hedge|trees|grass|bushes)|grass (?:\\w+ ){0,2}(?:long|high|uncut|knee|waist|tall)|weed(?:s|y)|branches|brambles?|wild garden|over.?hang\\w*|knee.?high|waist.?high|gone wild',
  playground:
    'play\\w* (?:\\w+ )?surfac\\w+|(?:rubber|soft) (?:flooring|surfac\\w+|matting|tiles)|(?:swings?|slides?|seesaw|climbing frame|play (?:area|equipment|park)|playground|equipment) (?:\\w+ ){0,3}(?:vandal\\w*|wreck\\w*|broken|smashed|damaged|unsafe|missing|shut|closed|ruined)|(?:safe|nowhere|places?|somewhere|anywhere) (?:\\w+ ){0,2}to play',
  youthprovision:
    '(?:nothing|not much|not a lot|little|nowhere) (?:\\w+ ){0,3}(?:for|to do|to go|on|after school) ?(?:kids|children|teens?|teenagers?|young\\w*|youths?|the kids|them)?(?= |$)|nothing (?:on|to do|going on|happening|laid on)|bored (?:kids|teens?|teenagers?|youths?|children|young)|(?:kids|children|teens?|teenagers?|young people) (?:\\w+ ){0,3}(?:nowhere|nothing|bored)|school (?:break|holidays?)|(?:summer|half.?term|easter|holiday) (?:activities|clubs?|schemes?|provision)|in the holidays|nowhere (?:\\w+ )?to (?:go|play|meet|hang)|youth (?:clubs?|services?|centres?) (?:\\w+ )?(?:shut|closed|cut|gone|needed)',
  truancy:
    'kicked out of (?:school|lessons|class)|permanent exclusions?|roam(?:ing)? the streets in school|truan\\w*|bunk\\w* off|skiv\\w*|wagg?ing|not (?:in|at|going to|attending) school|miss\\w* school|school attendance|poor attendance|skip\\w* (?:school|lessons|classes)|expelled|suspended|exclu\\w+|off roll',
  jobs: '(?:un|under)employ\\w*|out of work|jobless|no jobs?|no work|find (?:\\w+ )?(?:work|jobs?|employment)|get (?:a |into )?(?:job|work)|locked out of|on the dole|signing on|work experience|never worked|labour market|employment|lay.?offs|redundan\\w*|low.?paid|zero hours|skills for work|school leavers (?:\\w+ )?(?:no|without)',
  skills:
    'esol|english (?:classes?|lessons?|courses?|tuition)|(?:learn|learning|speak|speaking|understand) (?:the )?english|get(?:ting)? on.?line|on.?line (?:forms?|access|skills|claims?)|on the internet|internet|computers?|digital\\w*|tech(?:nology)?|apply on.?line|fill(?:ing)? (?:in|out) forms?|form.?filling|litera\\w+|numera\\w+|cannot read|can.?t read|basic skills',
  childcare:
    'child.?care|nursery (?:places?|fees|spaces)|child.?mind\\w*|after.?school (?:club|care)|wrap.?around care|crèche|creche',
  exploitation:
    'tak(?:es?|ing) (?:his|her|their) (?:\\w+ )?(?:money|pension|benefits|savings|bank card)|mov(?:ed|ing) in(?:to)? (?:with|on) (?:\\w+ ){0,2}(?:pensioner|elderly|old|vulnerable|disabled)|recruit(?:s|ed|ing)? (?:\\w+ ){0,2}(?:children|kids|young|teenagers?|lads|boys|girls)|(?:children|kids|young people|boys|girls|teenagers?) (?:\\w+ ){0,3}(?:as runners|carry(?:ing)? (?:drugs|packages)|used (?:by|as)|groom\\w*|exploit\\w*|recruit\\w*|dragged into)|(?:local )?kids as runners|using (?:\\w+ )?(?:kids|children|young people)|slavery|forced (?:to work|labour)|county.?lines?',
  scams:
    'skimm\\w+|card (?:fraud|cloning|skimming)|clon(?:ed|ing)|con(?:ned|s|ning)?(?= (?:by|out|the|old|elderly|older|people|residents|pensioners|out of))|cowboys?|bogus|rogue (?:traders?|builders?|roofers?)|roofers?|tarmac(?:k)?ers|fake|impersonat\\w+|scam\\w*|fraud\\w*|rip(?:ped|ping|s)?.?offs?|ripped off|swindl\\w*|fleec\\w+|door.?step (?:crime|callers?|traders?)|distraction burglar\\w*|(?:builders?|roofers?|workmen|traders?) (?:\\w+ ){0,2}(?:target\\w*|prey\\w*|con\\w*|knock\\w*|charging)|prey\\w* on (?:the )?(?:old|elderly|older|vulnerable)|too good to be true|phishing|romance',
  bus: 'bus(?:es)? (?:\\w+ ){0,4}(?:withdrawn|axed|scrapped|stopped|cut|cancelled|late|unreliable|full|infrequent|removed|ended|gone|no longer|do(?:es)? not|do(?:es)?n.?t)|(?:no|lost|losing|cut|axed|scrapped|few|fewer|poor|unreliable) (?:our |the |a |more )?bus(?:es)?|bus (?:route|service|timetable|fares?|pass|link)\\w*|number \\d+ bus|public transport',
  crossing:
    '(?:zebra|pelican|puffin|pedestrian) crossings?|zebra|lollipop (?:lady|man|person)|cross(?:ing)? (?:the )?(?:\\w+ )?road|safe(?:ly)? (?:to )?cross\\w*|cyclists? (?:\\w+ )?(?:knocked|hit)|(?:children|kids|pedestrians|pupils) (?:\\w+ )?(?:nearly )?(?:hit|knocked)|hit by (?:a )?cars?',
  flooding:
    'flood\\w*|drains?|under water|burst|sewers?|sewage|over.?flow(?:ed|ing)? (?:drains?|brook|river|gull\\w+)|puddles?|water.?log\\w*|sandbags?|surface water|gull(?:y|ies)',
  pollution:
    'smell\\w*|stink\\w*|stench|reek\\w*|whiff\\w*|fumes|smog|smoke|dust\\w*|exhaust\\w*|air (?:quality|pollution)|pollut\\w+|idling|toxic|dirty air|odour\\w*',
  rats: 'rats?(?!.?runs?)|mice|mouse|vermin|rodents?|pests?|foxes|cockroach\\w*|infest\\w*|pigeons?|maggots?|flies|bed.?bugs?|overrun',
  toilets: 'toilets?|loos?|lavator\\w+|wcs?|urinat\\w*|wee(?:ing)?|peeing|pissing|somewhere to (?:go|wee)',
  gambling: 'gambl\\w*|bet(?:s|ting)|slot\\w*|bookies|bookmakers?|fobts?|bingo halls?',
  bullying: 'bull(?:y|ies|ied|ying)|pick(?:ed|ing|s)? on|gang of girls|taunt\\w*|cyber.?bull\\w*|mean messages',
  staffabuse:
    '(?:abuse|threats|violence|aggression|grief|spitting|shouting) (?:towards|to|at|against|for) (?:\\w+ )?(?:staff|workers?|shopkeepers?|drivers?|nurses|receptionists?)|(?:shop|bus|hospital|library) (?:staff|workers?|drivers?) (?:\\w+ ){0,2}(?:afraid|scared|threatened|abused|assaulted|spat)',
  bikenuisance:
    'deliver(?:y|oo) (?:riders?|bikes?|cyclists?|drivers? on bikes)|bikes? (?:\\w+ )?(?:speeding|racing|whizzing) (?:along|down) the (?:path|pavement|footpath)|cyclists?(?:,? \\w+){0,3},? on the (?:pavement|path|footpath)|(?:rid(?:e|es|ing)|cycl(?:e|es|ing)) (?:\\w+ ){0,3}(?:at|into|towards) (?:people|pedestrians|shoppers)|(?:cyclists?|bikes?|cycling|delivery riders?) (?:\\w+ ){0,3}(?:pavements?|footpaths?|pedestrians|precinct|shoppers)|wheelies|weaving (?:in|through)|delivery riders?',
  carers:
    'carers?|caring (?:for|role)|look(?:s|ed|ing)? after (?:\\w+ ){0,3}(?:parents?|relatives?|mum|dad|mother|father|husband|wife|son|daughter|family|disabled|sick)|respite|no break|worn out|dementia|alzheimer\\w*|memory (?:problems?|loss)',
  policing:
    '(?:police|officers?|pcsos?|bobb\\w+) (?:\\w+ ){0,3}(?:never|not|nowhere|slow|hardly|invisible|take hours|do not come|don.?t come)|(?:call|ring|phone|report)\\w* (?:101|the police) (?:and|but)|101|police station (?:closed|shut)|no response',
  lifts:
    'lift (?:is |has )?(?:bust|broken|failed)|broken lifts?|lift repairs?|lifts? (?:\\w+ ){0,4}(?:out of order|broken|stuck|not working|breaks|broke|out of action|bust|down|smell\\w*)|stuck in the lift|cannot use the stairs',
  transport:
    '(?:lack|shortage|want) of (?:\\w+ )?transport|no (?:way|means) of (?:getting|travel\\w*)|cannot get (?:to|into|out|about)|can.?t get (?:to|into|out|about)|no way (?:to get|of getting)|get(?:ting)? (?:to|about|into town)|lifts? to (?:hospital|the|town)|dial.?a.?ride|taxis? (?:too|cost|expensive)',
  business:
    'high street (?:dying|dead|empty|decline\\w*)|shops? (?:\\w+ ){0,2}(?:shut|closing|closed|closure|empty|gone)|(?:bank|post office|pharmacy|chemist|library) (?:\\w+ )?(?:clos\\w+|shut\\w*)|trade (?:down|falling|dropped)|no customers',
  trust:
    '(?:scared|afraid|frightened|reluctant|unwilling|fear\\w*|too (?:scared|frightened)) (?:to |of )(?:report\\w*|speak\\w*|talk\\w*|giv\\w+ (?:evidence|names|statements)|com\\w+ forward)|reprisals?|(?:will|would) not (?:talk|speak|report) (?:\\w+ ){0,2}(?:police|council)|grass(?:es|ing)? (?:on|up)|no.?one (?:reports|will report)|(?:two|both) (?:households|families|neighbours)|(?:row|rows|rowing|arguing|argument|fall(?:en|ing)? out|dispute|fight(?:ing)?) (?:\\w+ ){0,2}(?:over|about) (?:\\w+ ){0,2}(?:fence|boundary|hedge|drive|wall|land|parking|access)|neighbours? (?:rows?|rowing|arguing)|(?:neighbours?|families|communities) (?:\\w+ ){0,2}(?:feud\\w*|fall\\w* out|argu\\w*|row\\w*|at war|dispute\\w*)|(?:feud|dispute|argument|row|falling.?out)s? (?:between|over|about)|bad blood|arguing over|community (?:tension|relation)s?',
  vehiclecrime:
    'vehicles? (?:\\w+ )?(?:broken into|entered|raided|targeted|damaged)|(?:thefts? from|break.?ins? (?:to|of)|broken into) (?:\\w+ )?(?:cars?|vehicles?|vans?)|sat.?navs?|dash.?cams?|wing mirrors? (?:smashed|kicked|broken|stolen)|(?:car|van) windows?|cat(?:alytic)? thefts?|cats? (?:nicked|stolen|taken|being)|catalytics?|converters?',
  horses: 'tethered|tied up on|grazing',
  sexwork: 'selling sex|brothels?|working girls|sex workers?',
};
