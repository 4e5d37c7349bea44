// Where a zone's cards stand: its linked places that take messages; and what may be said of them before anything has gone.
import type { Notice } from '../chat/act.ts';
import { platformName } from '../chat/platforms.ts';
import { type Askable, rows } from '../database/statement.ts';

interface Place {
  /** Empty: a place. Else somebody of the team who has no chat: what stands in places comes to their mailbox. */
  mailbox: string | null;
  platform: string;
  tenant: string;
  externalId: string;
  name: string | null;
  stoppedReason: string | null;
}

/** What was asked inside one transaction is not asked again in it. */
const asked = new WeakMap<Askable, Map<string, Promise<Place[]>>>();

export function rememberPlaces(inside: Askable): void {
  asked.set(inside, new Map());
}

function allOf(db: Askable, zoneId: string): Promise<Place[]> {
  const known = asked.get(db);
  const places =
    known?.get(zoneId) ??
    rows<Place>(db)`
      SELECT NULL AS mailbox, c.platform, c.tenant, c.external_id AS "externalId", c.name, c.stopped_reason AS "stoppedReason", p.created_at
      FROM zone_place p JOIN conversation c ON c.id = p.conversation_id WHERE p.zone_id = ${zoneId}::uuid
      UNION ALL
      SELECT i."user", i.platform, i.tenant, i."user", NULL, NULL, m.created_at
      FROM membership m JOIN chat_identity i ON i.person_id = m.person_id AND i.platform = 'email' AND i.unreachable IS NULL
      JOIN person p ON p.id = m.person_id AND p.active
      WHERE m.zone_id = ${zoneId}::uuid AND NOT EXISTS (
        SELECT 1 FROM chat_identity o WHERE o.person_id = m.person_id AND o.platform <> 'email' AND o.unreachable IS NULL)
      ORDER BY created_at`;
  known?.set(zoneId, places);
  return places;
}

export async function placesOf(db: Askable, zoneId: string): Promise<Notice[]> {
  return (await allOf(db, zoneId))
    .filter(({ stoppedReason, mailbox }) => stoppedReason === null && mailbox === null)
    .map(({ platform, tenant, externalId }) => ({ platform, tenant, conversation: externalId }));
}

/** Its places, and the mailboxes of those in its team who have no chat: for what a team must not miss. */
export async function teamOf(db: Askable, zoneId: string): Promise<Notice[]> {
  const mailboxes = (await allOf(db, zoneId)).flatMap(({ platform, tenant, mailbox }) =>
    mailbox === null ? [] : [{ platform, tenant, user: mailbox }],
  );
  return [...(await placesOf(db, zoneId)), ...mailboxes];
}

/** What is told in a zone's places, in words that are true before it has arrived: where it goes, and where it does not, with why. */
export async function whereTold(db: Askable, zoneId: string): Promise<string> {
  const places = (await allOf(db, zoneId)).filter(({ mailbox }) => mailbox === null);
  const nameOf = ({ name, platform }: Place) => `${name ?? 'a place'} (${platformName(platform).replace('the ', '')})`;
  const open = places.filter(({ stoppedReason }) => stoppedReason === null).map(nameOf);
  const closed = places
    .filter(({ stoppedReason }) => stoppedReason !== null)
    .map((place) => `${nameOf(place)}: ${place.stoppedReason}`);
  const goes = open.length === 0 ? 'Kept; no place of the zone takes it just now' : `Goes to ${open.join(', ')}`;
  return closed.length === 0 ? goes : `${goes}. Not to ${closed.join('; ')}`;
}
