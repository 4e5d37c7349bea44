// How somebody stands to what an act is about: the roles that they have, and what they are to the record. Pure.

/** A person, as far as rights depend on it. */
export interface Holder {
  id: string;
  agencyId: string;
  /** Of the project team, which administers the partnership. */
  admin: boolean;
  board: boolean;
  champion: boolean;
  memberships: { zoneId: string; lead: boolean }[];
  /** Zones that have ended, in whose team they were then. */
  former?: readonly string[];
  /** Zones that they live in, and have a part in as residents. */
  resident?: readonly string[];
  /** Zones that they read, and no more. */
  observes?: readonly string[];
}

/** In the order in which the printed table shows them. */
export const RELATIONS = {
  anyone: 'anybody, even unknown',
  outsider: 'everybody of the partnership',
  team: 'the zone’s team',
  former: 'who was in the zone’s team when it ended',
  resident: 'residents of the zone',
  residentHere: 'residents, where it is for them',
  observer: 'observers of the zone',
  lead: 'leads of the zone',
  leadSomewhere: 'leads of any zone',
  champion: 'champions',
  board: 'the board',
  projectTeam: 'the project team',
  body: 'members of the body that meets',
  own: 'whose it is',
  deputy: 'who stands in for them',
  giver: 'who asked for it',
  author: 'who wrote it',
  freshAuthor: 'who wrote it, for fifteen minutes',
  asked: 'who was asked',
  runs: 'who started the meeting',
  whileFree: 'the zone’s team while nobody has it',
  agency: 'people of the team whose agency has it',
} as const;
export type Relation = keyof typeof RELATIONS;

export type Body = 'CHAMPION_TEAM' | 'PROJECT_TEAM' | 'BOARD';

/** What an act is about. What is left out does not matter to the right that is asked. */
export interface Subject {
  /** It is for residents too: their steering group, a launch, a consultation. */
  open?: boolean;
  /** Null: it belongs to no zone. */
  zoneId?: string | null;
  body?: { kind: Body } | null;
  ownerId?: string | null;
  deputyId?: string | null;
  giverId?: string | null;
  authorId?: string | null;
  /** When it was written. */
  writtenAt?: Date;
  askedId?: string | null;
  starterId?: string | null;
  /** The agency that has it while nobody does. */
  agencyId?: string | null;
  /** What its zone or body is called, for the sentence. */
  where?: string | undefined;
  /** Whose it is, for the sentence. */
  whose?: string | undefined;
}

/** An author changes what they wrote for so long. */
export const OWN_CHANGES_MS = 15 * 60_000;

/** @param now when it is asked, against {@link Subject.writtenAt} */
export function standingOf(person: Holder | undefined, subject: Subject, now: Date): ReadonlySet<Relation> {
  const standing = new Set<Relation>(['anyone']);
  if (person === undefined) return standing;
  const is = (relation: Relation, holds: boolean): void => {
    if (holds) standing.add(relation);
  };
  const of = (id: string | null | undefined): boolean => id === person.id;
  const membership = person.memberships.find(({ zoneId }) => zoneId === subject.zoneId);
  const team = membership !== undefined;
  is('outsider', true);
  is('projectTeam', person.admin);
  is('own', of(subject.ownerId));
  is('deputy', of(subject.deputyId));
  is('giver', of(subject.giverId));
  is('author', of(subject.authorId));
  is('asked', of(subject.askedId));
  is('runs', of(subject.starterId));
  if (subject.body != null) {
    is('body', isOfBody(person, subject.body.kind));
    return standing;
  }
  is('champion', person.champion);
  is('board', person.board);
  is('team', team);
  const among = (zones: readonly string[] | undefined) =>
    subject.zoneId != null && zones?.includes(subject.zoneId) === true;
  is('resident', among(person.resident));
  is('residentHere', subject.open === true && among(person.resident));
  is('observer', among(person.observes));
  is('former', among(person.former));
  is('lead', membership?.lead === true);
  is(
    'leadSomewhere',
    person.memberships.some(({ lead }) => lead),
  );
  const age = subject.writtenAt === undefined ? Number.POSITIVE_INFINITY : now.getTime() - subject.writtenAt.getTime();
  is('freshAuthor', team && of(subject.authorId) && age <= OWN_CHANGES_MS);
  is('whileFree', team && subject.ownerId === null);
  is('agency', team && subject.ownerId == null && subject.agencyId === person.agencyId);
  return standing;
}

/** Of a body of the partnership; the project team sees to all of them. */
export function isOfBody(person: Holder, kind: Body): boolean {
  if (person.admin) return true;
  return kind === 'CHAMPION_TEAM' ? person.champion : kind === 'BOARD' && person.board;
}

/** Whether somebody could stand so to anything at all: what is asked before a record is in hand. */
export function couldStand(person: Holder | undefined, relation: Relation): boolean {
  if (relation === 'anyone') return true;
  if (person === undefined) return false;
  switch (relation) {
    case 'projectTeam':
      return person.admin;
    case 'board':
      return person.board;
    case 'champion':
      return person.champion;
    case 'team':
    case 'freshAuthor':
    case 'agency':
    case 'whileFree':
      return person.memberships.length > 0;
    case 'resident':
    case 'residentHere':
      return (person.resident?.length ?? 0) > 0;
    case 'observer':
      return (person.observes?.length ?? 0) > 0;
    case 'former':
      return (person.former?.length ?? 0) > 0;
    case 'lead':
    case 'leadSomewhere':
      return person.memberships.some(({ lead }) => lead);
    case 'body':
      return person.admin || person.champion || person.board;
    default:
      return true;
  }
}
