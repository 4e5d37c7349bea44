// Who meets: a zone's People Team, or a body of the whole partnership: its Champion Team, its Project Team, its Board.

import type { KnownPerson, Notice } from '../../chat/act.ts';
import type { Db } from '../../database/client.ts';
import type { BodyKind, MeetingKind } from '../../database/generated/enums.ts';
import { type Askable, rows } from '../../database/statement.ts';
import { placesOf, teamOf } from '../../delivery/index.ts';
import { isOfBody, type Subject } from '../../rights/index.ts';
import { BODIES } from '../people/index.ts';
import { FOR_RESIDENTS, ZONE_KINDS } from './words.ts';

/** Exactly one of the two. */
export interface Team {
  zoneId: string | null;
  bodyId: string | null;
}

export interface NamedTeam extends Team {
  zone: { name: string } | null;
  body: { kind: BodyKind } | null;
}

/** What each body's meetings are. */
export const BODY_KINDS: Record<BodyKind, [MeetingKind, ...MeetingKind[]]> = {
  CHAMPION_TEAM: ['CHAMPION_TEAM'],
  PROJECT_TEAM: ['PROJECT_TEAM'],
  BOARD: ['BOARD', 'BOARD_EXECUTIVE'],
};

/** What a team may meet for. */
export const kindsOf = ({ body }: Pick<NamedTeam, 'body'>): MeetingKind[] =>
  body === null ? ZONE_KINDS : BODY_KINDS[body.kind];

/** What a team's meeting is, if nobody says more. */
export const kindOf = ({ body }: Pick<NamedTeam, 'body'>): MeetingKind =>
  body === null ? 'PEOPLE_TEAM' : BODY_KINDS[body.kind][0];

/** As a condition. */
export const ofTeam = ({ zoneId, bodyId }: Team): Team => ({ zoneId, bodyId });

export function teamName({ zone, body }: Pick<NamedTeam, 'zone' | 'body'>): string {
  return zone?.name ?? (body === null ? '' : BODIES[body.kind]);
}

/** Who meets, as rights look at it. */
export const subjectOf = (team: Pick<NamedTeam, 'zoneId' | 'zone' | 'body'> & { kind?: MeetingKind }): Subject => ({
  open: team.kind !== undefined && FOR_RESIDENTS.includes(team.kind),
  zoneId: team.zoneId,
  body: team.body,
  where: teamName(team),
});

/** Where its cards stand. */
export async function placesOfTeam(db: Askable, { zoneId, bodyId }: Team): Promise<Notice[]> {
  if (zoneId !== null) return placesOf(db, zoneId);
  return rows<{ platform: string; tenant: string; conversation: string }>(db)`
    SELECT c.platform, c.tenant, c.external_id AS conversation FROM body_place p JOIN conversation c ON c.id = p.conversation_id
    WHERE p.body_id = ${bodyId}::uuid AND c.stopped_reason IS NULL`;
}

/** The same, and the mailboxes of those in a zone's team who have no chat: for invitations and minutes. */
export const audienceOfTeam = (db: Askable, team: Team): Promise<Notice[]> =>
  team.zoneId === null ? placesOfTeam(db, team) : teamOf(db, team.zoneId);

/** Who is asked to see to its minutes: a zone's leads; of a body, the project team. */
export async function leadIds(db: Db, { zoneId, partnershipId }: Team & { partnershipId: string }): Promise<string[]> {
  const found = await db.person.findMany({
    where: {
      partnershipId,
      active: true,
      ...(zoneId === null ? { roles: { has: 'ADMIN' } } : { memberships: { some: { zoneId, lead: true } } }),
    },
    select: { id: true },
  });
  return found.map(({ id }) => id);
}

/** The bodies of which somebody is. */
export function bodiesOf(person: KnownPerson): BodyKind[] {
  return (Object.keys(BODIES) as BodyKind[]).filter((kind) => isOfBody(person, kind));
}
