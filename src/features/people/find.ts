// Who is meant by a mention: an account of this platform, or a name as somebody typed it.
import { type Act, type AgencyEntry, knownPerson } from '../../chat/act.ts';
import { Refusal } from '../../chat/replies.ts';
import { runStatement } from '../../database/statement.ts';
import { findMentions, type Mention } from '../../language/mentions.ts';
import { todayIn } from '../../time/calendar.ts';
import { STANDING_COLUMNS, type Standing, type StandingRow, standingOf, WHERE_REACHED } from './reach.ts';

export interface FoundPerson {
  id: string;
  name: string;
  agencyId: string;
  agency: string;
  /** In the team of the zone that was asked about, or a champion, who is there for all zones. */
  near: boolean;
  champion: boolean;
  /** How they stand today, where that was read along. */
  standing?: Standing;
}

export type Meant =
  | { kind: 'person'; person: FoundPerson; to: number }
  | { kind: 'several'; people: FoundPerson[]; to: number }
  /** Known, but neither in this zone's team nor a champion. */
  | { kind: 'elsewhere'; person: FoundPerson; zones: string[]; to: number }
  | { kind: 'agency'; agency: AgencyEntry; to: number }
  | { kind: 'nobody'; words: string };

const BY_ACCOUNT = {
  name: 'person by account',
  text: `SELECT ${STANDING_COLUMNS}, a.short_name AS agency, c.person_id IS NOT NULL AS champion,
      c.person_id IS NOT NULL OR EXISTS (SELECT 1 FROM membership m WHERE m.person_id = p.id AND m.zone_id = $1::uuid) AS near
    FROM chat_identity i JOIN person p ON p.id = i.person_id AND p.active JOIN agency a ON a.id = p.agency_id
    LEFT JOIN champion c ON c.person_id = p.id ${WHERE_REACHED}
    WHERE i.platform = $2 AND i.tenant = $3 AND i."user" = $4 AND i.partnership_id = $5::uuid`,
};

const MYSELF = /^(?:me|myself|i)(?![\p{L}’'-])/iu;
/** So many letters are the beginning of a name; fewer begin too many. */
const FEWEST_LETTERS = 3;

/**
 * Who is meant, seen from a zone. `to` is where the name ends in the line, so that the rest can go on.
 * A name stands for somebody in the zone's team before it stands for anybody else.
 */
export async function whoIsMeant(act: Act, mention: Mention, zoneId: string | undefined): Promise<Meant> {
  if (mention.user !== undefined) {
    const { platform, tenant } = act.incoming.sender;
    const [found] = await runStatement<FoundPerson & StandingRow>(act.db, BY_ACCOUNT, [
      zoneId ?? null,
      platform,
      tenant,
      mention.user,
      act.partnership.id,
    ]);
    if (found === undefined) return { kind: 'nobody', words: mention.words };
    const { id, name, agencyId, agency, near, champion } = found;
    const standing = standingOf(found, todayIn(act.partnership.timeZone, act.now).day);
    return one(act, { id, name, agencyId, agency, near, champion, standing }, mention.to);
  }
  if (MYSELF.test(mention.words)) {
    const self = knownPerson(act);
    const found = (await readPeople(act, self.name, zoneId)).find(({ id }) => id === self.id);
    const said = MYSELF.exec(mention.words)?.[0] ?? '';
    if (found !== undefined) return one(act, found, mention.from + 1 + said.length);
  }
  const words = mention.words
    .replace(/ \((?:slack|teams|console)\)$/i, '')
    .replaceAll('’', "'")
    .split(' ');
  const end = (taken: number) =>
    taken === words.length ? mention.to : mention.from + 1 + words.slice(0, taken).join(' ').length;
  const people = await readPeople(act, words[0] ?? '', zoneId);
  for (let taken = words.length; taken > 0; taken -= 1) {
    const wanted = words.slice(0, taken).join(' ').toLowerCase();
    const agency = act.directory.agencies.find((entry) =>
      [entry.name, entry.shortName, ...entry.aliases].some((name) => name.toLowerCase() === wanted),
    );
    if (agency !== undefined) return { kind: 'agency', agency, to: end(taken) };
    const matching = people.filter(({ name }) => ` ${name.toLowerCase().replaceAll('’', "'")} `.includes(` ${wanted}`));
    // "@Dana by" is Dana: a whole name, or a beginning of one only where it is the last word taken.
    const exact = matching.filter(({ name }) => ` ${name.toLowerCase().replaceAll('’', "'")} `.includes(` ${wanted} `));
    const found = exact.length > 0 ? exact : taken === 1 && wanted.length >= FEWEST_LETTERS ? matching : [];
    if (found.length === 0) continue;
    const near = found.filter((person) => person.near);
    const [first, second] = near.length > 0 ? near : found;
    if (first === undefined) continue;
    if (second === undefined) return one(act, first, end(taken));
    return { kind: 'several', people: (near.length > 0 ? near : found).slice(0, 8), to: end(taken) };
  }
  return { kind: 'nobody', words: words[0] ?? '' };
}

/** Of several who go by a name. */
export const whichOne = (people: readonly FoundPerson[]): Refusal =>
  new Refusal(`Which one? ${people.map(({ name, agency }) => `${name} (${agency})`).join(', ')}. Give the whole name.`);

/** Whom a name means, with or without its @. Places in what is found are those of `line`. */
export async function nameMeant(
  act: Act,
  name: string,
  zoneId: string | undefined,
): Promise<{ line: string; mention: Mention | undefined; meant: Meant | undefined }> {
  const line = name.startsWith('@') ? name : `@${name}`;
  const mention = findMentions(line)[0];
  return { line, mention, meant: mention === undefined ? undefined : await whoIsMeant(act, mention, zoneId) };
}

/**
 * The one person whom words name: "@Dana", "Dana Whitlock", "to @Dana".
 * @returns `elsewhere`: they are neither in this zone's team nor a champion; the zones that they are in
 * @throws {Refusal} when nobody, several or an agency go by that name
 */
export async function personNamed(
  act: Act,
  words: string,
  zoneId: string | undefined,
): Promise<{ person: FoundPerson; elsewhere: string[] | undefined }> {
  const { line, meant } = await nameMeant(act, words.trim().replace(/^to\s+/i, ''), zoneId);
  if (meant === undefined) throw new Refusal('Who? For example: @Dana.');
  const more =
    'to' in meant
      ? line
          .slice(meant.to)
          .trim()
          .replace(/^(?:\([^)]*\)|please|pls|now|too|instead|as well|thanks|thank you|['’]s)?[.!?]?$/i, '')
      : '';
  if (more !== '') throw new Refusal(`One person, and nothing else: "${more.slice(0, 40)}" would be lost.`);
  switch (meant.kind) {
    case 'person':
      return { person: meant.person, elsewhere: undefined };
    case 'elsewhere':
      return { person: meant.person, elsewhere: meant.zones };
    case 'several':
      throw whichOne(meant.people);
    case 'agency':
      throw new Refusal(`${meant.agency.shortName} is an agency. Name a person.`);
    case 'nobody':
      throw new Refusal(`I know nobody called ${meant.words}. Give the name as it stands in the team.`);
  }
}

const WHOSE =
  /(?<before>(?:^|\s)(?:(?:owned|taken) by\s+|(?:of|for|by)\s+)?)(?=(?<at>@)|\p{Lu}\p{Ll}|(?<=\bby\s)\p{L})/gu;

/** "@Dana", "owned by Dana Whitlock", "Dana’s" in what a list is asked for: whose it is, and the other words. @throws {Refusal} for several */
export async function takeOwner(act: Act, typed: string): Promise<{ id: string; rest: string } | undefined> {
  for (const { index, groups = {} } of typed.matchAll(WHOSE)) {
    const from = index + (groups['before'] ?? '').length;
    const line = `@${typed
      .slice(from)
      .replace(/^@/, '')
      .replace(/['’]s(?=\s|$)/, '')}`;
    const mention = findMentions(line)[0];
    const meant = mention?.from !== 0 ? undefined : await whoIsMeant(act, mention, act.placeZoneId);
    if (meant?.kind === 'several') throw whichOne(meant.people);
    if (meant?.kind !== 'person' && meant?.kind !== 'elsewhere') continue;
    if (groups['at'] === undefined && !isWholeName(line.slice(1, meant.to), meant.person.name)) continue;
    return {
      id: meant.person.id,
      rest: `${typed.slice(0, index)} ${line.slice(meant.to)}`,
    };
  }
  return undefined;
}

export async function nameOfPerson(act: Act, id: string | undefined): Promise<string> {
  const found = id === undefined ? null : await act.db.person.findUnique({ where: { id }, select: { name: true } });
  return found?.name ?? 'somebody';
}

/** "Ann" is not Annabel where no @ says that it is a name. */
export const isWholeName = (said: string, name: string): boolean =>
  ` ${name.toLowerCase()} `.includes(` ${said.toLowerCase()} `);

async function one(act: Act, person: FoundPerson, to: number): Promise<Meant> {
  if (person.near) return { kind: 'person', person, to };
  const memberships = await act.db.membership.findMany({ where: { personId: person.id }, include: { zone: true } });
  return { kind: 'elsewhere', person, zones: memberships.map(({ zone }) => zone.name), to };
}

/** Active people of the partnership, by the beginning of a part of their name. */
async function readPeople(act: Act, named: string, zoneId: string | undefined): Promise<FoundPerson[]> {
  const found = await act.db.person.findMany({
    where: {
      partnershipId: act.partnership.id,
      active: true,
      OR: [
        { name: { startsWith: named, mode: 'insensitive' } },
        { name: { contains: ` ${named}`, mode: 'insensitive' } },
      ],
    },
    include: {
      agency: { select: { shortName: true } },
      champion: { select: { personId: true } },
      memberships: { where: { zoneId: zoneId ?? act.partnership.id }, select: { id: true } },
    },
    orderBy: { name: 'asc' },
    take: 50,
  });
  return found.map(({ id, name, agencyId, agency, champion, memberships }) => ({
    id,
    name,
    agencyId,
    agency: agency.shortName,
    near: memberships.length > 0 || champion !== null,
    champion: champion !== null,
  }));
}
