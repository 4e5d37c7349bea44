// The demonstration partnership: invented people in two contrasting zones (¶3.7), and the kind of thing that they do.
import type { Outcome, Sector, Setting, Tool, Way } from '../database/generated/enums.ts';

export const SEED_PARTNERSHIP = {
  name: 'Leicester, Leicestershire and Rutland',
  timeZone: 'Europe/London',
  caseAdvice:
    'What concerns one person belongs in ECINS, or with your agency’s safeguarding lead. In danger now: 999. For police when it is not urgent: 101.',
};

export const SEED_AGENCIES: { key: string; name: string; shortName: string; aliases: string[]; sector: Sector }[] = [
  {
    key: 'police',
    name: 'County Police',
    shortName: 'Police',
    aliases: ['the police', 'neighbourhood police'],
    sector: 'POLICE',
  },
  {
    key: 'city',
    name: 'City Council',
    shortName: 'City Council',
    aliases: ['Council', 'street wardens'],
    sector: 'LOCAL_AUTHORITY',
  },
  {
    key: 'district',
    name: 'District Council',
    shortName: 'District',
    aliases: ['the district'],
    sector: 'LOCAL_AUTHORITY',
  },
  {
    key: 'health',
    name: 'Community Health Trust',
    shortName: 'Health',
    aliases: ['NHS', 'health visitors'],
    sector: 'HEALTH',
  },
  {
    key: 'fire',
    name: 'Fire and Rescue Service',
    shortName: 'Fire',
    aliases: ['Fire Service', 'Fire and Rescue'],
    sector: 'FIRE',
  },
  { key: 'housing', name: 'Riverbank Homes', shortName: 'Housing', aliases: ['Riverbank'], sector: 'HOUSING' },
  {
    key: 'probation',
    name: 'Probation Service',
    shortName: 'Probation',
    aliases: ['Community Payback', 'Payback'],
    sector: 'CRIMINAL_JUSTICE',
  },
  {
    key: 'youth',
    name: 'Brightside Youth',
    shortName: 'Youth Service',
    aliases: ['Brightside', 'youth workers'],
    sector: 'THIRD_SECTOR',
  },
  { key: 'college', name: 'Hillside College', shortName: 'College', aliases: ['Hillside'], sector: 'EDUCATION' },
  {
    key: 'hub',
    name: 'Neighbours’ Hub',
    shortName: 'Hub',
    aliases: ['Neighbours Hub', 'the Hub'],
    sector: 'COMMUNITY_BODY',
  },
];

export const SEED_ZONES: {
  key: string;
  name: string;
  code: string;
  setting: Setting;
  ambition: string;
  slug: string;
}[] = [
  {
    key: 'np',
    name: 'New Parks',
    code: 'NP',
    setting: 'CITY',
    slug: 'new-parks',
    ambition: 'An estate where neighbours know each other, the parks are ours in the evening too, and agencies listen.',
  },
  {
    key: 'cv',
    name: 'Coalville',
    code: 'CV',
    setting: 'COUNTY',
    slug: 'coalville',
    ambition: 'A town centre to be proud of, where people feel safe and look out for one another.',
  },
];

/** `zone` with a role title: in that team. `role`: over the whole partnership. */
export const SEED_PEOPLE: {
  name: string;
  agency: string;
  zone?: string;
  title?: string;
  lead?: boolean;
  champion?: boolean;
  role?: 'ADMIN' | 'BOARD';
  chat: 'slack' | 'teams';
}[] = [
  { name: 'Maya Okonjo', agency: 'city', zone: 'np', title: 'Street warden', lead: true, chat: 'teams' },
  { name: 'Tom Hartshorn', agency: 'police', zone: 'np', title: 'Neighbourhood officer', lead: true, chat: 'teams' },
  { name: 'Priya Sandhar', agency: 'youth', zone: 'np', title: 'Youth worker', chat: 'slack' },
  { name: 'Ellis Brandreth', agency: 'health', zone: 'np', title: 'Health visitor', chat: 'teams' },
  { name: 'Gwen Tolliver', agency: 'housing', zone: 'np', title: 'Neighbourhood housing officer', chat: 'teams' },
  { name: 'Jonah Pettifer', agency: 'fire', zone: 'np', title: 'Community safety officer', chat: 'teams' },
  { name: 'Saira Lockwood', agency: 'hub', zone: 'np', title: 'Hub co-ordinator', chat: 'slack' },
  { name: 'Callum Weatherby', agency: 'probation', zone: 'np', title: 'Payback supervisor', chat: 'teams' },
  { name: 'Rosa Quillfeather', agency: 'college', zone: 'np', title: 'Outreach tutor', chat: 'slack' },
  {
    name: 'Idris Fallowell',
    agency: 'district',
    zone: 'cv',
    title: 'Community development officer',
    lead: true,
    chat: 'teams',
  },
  { name: 'Hannah Brocklesby', agency: 'police', zone: 'cv', title: 'PCSO', lead: true, chat: 'teams' },
  { name: 'Leon Tamworth-Ash', agency: 'youth', zone: 'cv', title: 'Detached youth worker', chat: 'slack' },
  { name: 'Bethan Orchard', agency: 'health', zone: 'cv', title: 'Local area co-ordinator', chat: 'teams' },
  { name: 'Kofi Underhill', agency: 'housing', zone: 'cv', title: 'Case manager', chat: 'teams' },
  { name: 'Nadia Stonebridge', agency: 'hub', zone: 'cv', title: 'Volunteer organiser', chat: 'slack' },
  { name: 'Patrick Elmsworth', agency: 'fire', zone: 'cv', title: 'Watch manager', chat: 'teams' },
  { name: 'Dana Whitlock', agency: 'police', champion: true, chat: 'teams' },
  { name: 'Sam Fairbrother', agency: 'fire', champion: true, chat: 'teams' },
  { name: 'Amara Nightingale-Cole', agency: 'health', champion: true, chat: 'teams' },
  { name: 'Ruth Kesteven', agency: 'city', champion: true, chat: 'teams' },
  { name: 'Owen Thackeray-Bell', agency: 'youth', champion: true, chat: 'slack' },
  { name: 'Zainab Merrivale', agency: 'city', role: 'ADMIN', chat: 'teams' },
  { name: 'Felix Ormsby', agency: 'police', role: 'ADMIN', chat: 'teams' },
  { name: 'Margaret Dunmore', agency: 'district', role: 'BOARD', chat: 'teams' },
  { name: 'Victor Ashdown', agency: 'health', role: 'BOARD', chat: 'teams' },
];

/** What is done, by whom; `{n}` becomes a number of people. */
export const SEED_DOINGS: {
  text: string;
  agencies: string[];
  tool: Tool;
  outcomes: Outcome[];
  way: Way;
  least: number;
  most: number;
  minutes: number;
  with?: string[];
}[] = [
  {
    text: 'Tea and a chat with {n} residents outside the shops',
    agencies: ['city', 'police', 'district', 'hub', 'housing'],
    tool: 'INTERACTION',
    outcomes: ['SAFE', 'WELL'],
    way: 'GROUP',
    least: 3,
    most: 14,
    minutes: 45,
  },
  {
    text: 'Walked the rec with {n} young people, they showed me where the bikes get in',
    agencies: ['police', 'youth', 'city'],
    tool: 'INTERACTION',
    outcomes: ['SAFE'],
    way: 'GROUP',
    least: 3,
    most: 9,
    minutes: 60,
    with: ['youth', 'police'],
  },
  {
    text: 'Stopped to talk with a dog walker about the lighting on the cut-through',
    agencies: ['city', 'police', 'district'],
    tool: 'INTERACTION',
    outcomes: ['SAFE'],
    way: 'ONE_TO_ONE',
    least: 1,
    most: 1,
    minutes: 10,
  },
  {
    text: 'Coffee morning at the library, {n} people came, half of them for the first time',
    agencies: ['hub', 'health'],
    tool: 'INTEGRATION',
    outcomes: ['WELL'],
    way: 'GROUP',
    least: 8,
    most: 24,
    minutes: 120,
    with: ['health', 'housing'],
  },
  {
    text: 'Introduced a newly moved-in family to the toddler group',
    agencies: ['health', 'housing', 'hub'],
    tool: 'INTEGRATION',
    outcomes: ['WELL'],
    way: 'ONE_TO_ONE',
    least: 1,
    most: 1,
    minutes: 30,
    with: ['hub'],
  },
  {
    text: 'Gardening club met, {n} neighbours dug over the community beds',
    agencies: ['hub', 'housing', 'probation'],
    tool: 'INTEGRATION',
    outcomes: ['WELL', 'SKILLS'],
    way: 'GROUP',
    least: 5,
    most: 12,
    minutes: 90,
  },
  {
    text: 'Football in the cage with {n} lads, two asked about the coaching badge',
    agencies: ['youth', 'police'],
    tool: 'INTERACTION',
    outcomes: ['SKILLS', 'WELL'],
    way: 'GROUP',
    least: 6,
    most: 18,
    minutes: 90,
    with: ['college'],
  },
  {
    text: 'Drop-in on fuel bills and benefits, helped {n} people fill in forms',
    agencies: ['housing', 'hub', 'city', 'district'],
    tool: 'TREATMENT',
    outcomes: ['RESOURCES'],
    way: 'ONE_TO_ONE',
    least: 4,
    most: 11,
    minutes: 180,
    with: ['hub'],
  },
  {
    text: 'Session three of the parenting programme, {n} parents',
    agencies: ['health', 'youth'],
    tool: 'TREATMENT',
    outcomes: ['WELL', 'SKILLS'],
    way: 'GROUP',
    least: 5,
    most: 10,
    minutes: 120,
  },
  {
    text: 'Smoke alarms fitted and a chat about chip pans at {n} homes',
    agencies: ['fire'],
    tool: 'TREATMENT',
    outcomes: ['SAFE'],
    way: 'ONE_TO_ONE',
    least: 3,
    most: 8,
    minutes: 150,
    with: ['housing'],
  },
  {
    text: 'Evening patrol after reports of noise, moved {n} people on from the stairwell',
    agencies: ['police', 'city'],
    tool: 'CONTROL',
    outcomes: ['SAFE'],
    way: 'GROUP',
    least: 3,
    most: 7,
    minutes: 40,
  },
  {
    text: 'Warning given about parking on the school zigzags, {n} drivers',
    agencies: ['city', 'police', 'district'],
    tool: 'CONTROL',
    outcomes: ['SAFE'],
    way: 'ONE_TO_ONE',
    least: 2,
    most: 9,
    minutes: 45,
  },
  {
    text: 'Cleared the alley behind the shops with {n} on unpaid work',
    agencies: ['probation'],
    tool: 'ENVIRONMENT',
    outcomes: ['SAFE', 'SKILLS'],
    way: 'GROUP',
    least: 4,
    most: 9,
    minutes: 240,
    with: ['city', 'housing'],
  },
  {
    text: 'Painted the bus shelter, {n} neighbours came out to help',
    agencies: ['probation', 'hub', 'fire'],
    tool: 'ENVIRONMENT',
    outcomes: ['WELL'],
    way: 'GROUP',
    least: 3,
    most: 8,
    minutes: 180,
  },
  {
    text: 'Planted bulbs by the war memorial with {n} pupils',
    agencies: ['college', 'hub', 'district'],
    tool: 'ENVIRONMENT',
    outcomes: ['WELL', 'SKILLS'],
    way: 'GROUP',
    least: 10,
    most: 26,
    minutes: 90,
  },
  {
    text: 'Taster course in English for {n} learners at the centre',
    agencies: ['college'],
    tool: 'TREATMENT',
    outcomes: ['SKILLS'],
    way: 'GROUP',
    least: 6,
    most: 15,
    minutes: 120,
  },
  {
    text: 'CV and job search afternoon, {n} people, one has an interview',
    agencies: ['college', 'hub'],
    tool: 'INTERACTION',
    outcomes: ['SKILLS', 'RESOURCES'],
    way: 'GROUP',
    least: 3,
    most: 9,
    minutes: 150,
  },
  {
    text: 'Food bank morning, talked with {n} people in the queue',
    agencies: ['hub', 'housing', 'police'],
    tool: 'INTERACTION',
    outcomes: ['RESOURCES', 'WELL'],
    way: 'GROUP',
    least: 10,
    most: 30,
    minutes: 120,
    with: ['housing', 'health'],
  },
  {
    text: 'Thanked {n} volunteers at the litter pick and took their photo for the newsletter',
    agencies: ['city', 'district', 'hub'],
    tool: 'BELIEVING',
    outcomes: ['WELL'],
    way: 'GROUP',
    least: 6,
    most: 20,
    minutes: 60,
  },
  {
    text: 'Told the story of the pocket park at the market, {n} people stopped',
    agencies: ['district', 'hub', 'fire'],
    tool: 'BELIEVING',
    outcomes: ['WELL'],
    way: 'GROUP',
    least: 5,
    most: 25,
    minutes: 90,
  },
];
