// The demonstration partnership: invented people in two contrasting zones (¶3.7), and the kind of thing that they do.
import type { Sector, Setting } from '../database/generated/enums.ts';

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
