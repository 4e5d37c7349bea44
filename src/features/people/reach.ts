// Where people are written to: of somebody's several accounts, the one that they used last, and only if there is no other
// one whose chat is paused.

import type { Effect, Notice } from '../../chat/act.ts';
import { type Card, heading, paragraph } from '../../chat/cards.ts';
import { EMAIL } from '../../chat/platforms.ts';
import { command, say } from '../../chat/spans.ts';
import { type Askable, rows, runStatement } from '../../database/statement.ts';

interface Row {
  person_id: string;
  platform: string;
  tenant: string;
  user: string;
}

/** The private chat of each person; who is missing cannot be reached anywhere. */
export async function whereToReach(db: Askable, personIds: string[]): Promise<Map<string, Notice>> {
  if (personIds.length === 0) return new Map();
  const found = await rows<Row>(db)`
    SELECT DISTINCT ON (i.person_id) i.person_id, i.platform, i.tenant, i."user"
    FROM chat_identity i JOIN person p ON p.id = i.person_id AND p.active
    LEFT JOIN connection c ON c.platform = i.platform AND c.tenant = i.tenant
    WHERE i.person_id = ANY(${personIds}::uuid[]) AND i.unreachable IS NULL
    ORDER BY i.person_id, coalesce(c.state = 'PAUSED', false), i.last_seen_at DESC, i.id`;
  return new Map(found.map(({ person_id, platform, tenant, user }) => [person_id, { platform, tenant, user }]));
}

/** Nothing reaches somebody any more, by any account of theirs: the leads of their zones hear, once a day at the most. */
export async function tellUnreachable(
  effect: Effect,
  account: { platform: string; tenant: string; user: string },
  now: Date,
): Promise<void> {
  const { db } = effect;
  // What is remembered of them is that they are reached: with their next word, whatever it is, they are again.
  await effect.directoryChanged();
  const identity = await db.chatIdentity.findUnique({
    where: { platform_tenant_user: { platform: account.platform, tenant: account.tenant, user: account.user } },
    include: {
      person: {
        include: { memberships: { include: { zone: { include: { memberships: { where: { lead: true } } } } } } },
      },
    },
  });
  if (identity === null) return tellHost(effect, account, now);
  const person = identity.person;
  if (person == null || !person.active || (await whereToReach(db, [person.id])).size > 0) return;
  const once = await db.onceDone.createMany({
    data: [{ key: `unreachable ${person.id} ${now.toISOString().slice(0, 10)}`, at: now }],
    skipDuplicates: true,
  });
  if (once.count === 0) return;
  const leads = person.memberships.flatMap(({ zone }) => zone.memberships.map(({ personId }) => personId));
  const title = `${person.name} cannot be reached`;
  const card: Card = {
    summary: title,
    blocks: [
      heading(title),
      paragraph(
        say`Their chat takes no messages from me, so they hear of no request, reminder or digest. As soon as they write to me, or open my page, they are reached again; "me link" joins another chat of theirs.`,
      ),
    ],
  };
  for (const place of (await whereToReach(db, [...new Set(leads)])).values()) await effect.tell(place, card);
}

/** An invitation could not be delivered: who sent it hears. */
async function tellHost(
  effect: Effect,
  { platform, user }: { platform: string; user: string },
  now: Date,
): Promise<void> {
  const open = await effect.db.invitation.findMany({
    where: { mailbox: user, usedAt: null, expiresAt: { gt: now } },
    include: { zone: { select: { name: true } } },
  });
  if (platform !== EMAIL || open.length === 0) return;
  const hosts = await whereToReach(effect.db, [...new Set(open.map(({ invitedById }) => invitedById))]);
  for (const { invitedById, zone } of open) {
    const place = hosts.get(invitedById);
    const title = `${user} could not be reached`;
    if (place !== undefined)
      await effect.tell(place, {
        summary: title,
        blocks: [
          heading(title),
          paragraph(
            say`The mail that invites them to ${zone.name} was refused. Look whether the address is right, and invite again: ${command('zone invite')}.`,
          ),
        ],
      });
  }
  // The place that was held is free again.
  await effect.db.invitation.updateMany({
    where: { mailbox: user, usedAt: null },
    data: { expiresAt: now },
  });
}

/** The project team hears, where they can be reached: if possible elsewhere than in the workspace that this is about. */
export async function tellProjectTeam(
  effect: Effect,
  partnershipId: string,
  about: { platform: string; tenant: string },
  card: Card,
): Promise<void> {
  const accounts = await effect.db.$queryRaw<Row[]>`
    SELECT DISTINCT ON (i.person_id) i.person_id, i.platform, i.tenant, i."user"
    FROM chat_identity i JOIN person p ON p.id = i.person_id AND p.active AND 'ADMIN' = ANY(p.roles)
    WHERE p.partnership_id = ${partnershipId}::uuid AND i.unreachable IS NULL
    ORDER BY i.person_id, (i.platform, i.tenant) = (${about.platform}, ${about.tenant}), i.last_seen_at DESC`;
  for (const { platform, tenant, user } of accounts) await effect.tell({ platform, tenant, user }, card);
}

export interface Standing {
  id: string;
  name: string;
  agencyId: string;
  active: boolean;
  timeZone: string | undefined;
  /** The last day on which they are away, YYYY-MM-DD. */
  awayUntil: string | undefined;
  coverId: string | undefined;
  /** Their private chat, where they are reached; nobody who has left is. */
  place: Notice | undefined;
}

/** What tells how the person `p` stands; with where they are reached (`r`). */
export const STANDING_COLUMNS = `p.id, p.name, p.agency_id AS "agencyId", p.active, p.time_zone AS "timeZone", p.away_until::text AS "awayUntil",
  coalesce(p.away_from::text, '') AS "awayFrom", p.cover_id AS "coverId", r.*`;
export const WHERE_REACHED = `LEFT JOIN LATERAL (
  SELECT o.platform, o.tenant, o."user" FROM chat_identity o WHERE o.person_id = p.id AND p.active AND o.unreachable IS NULL
  ORDER BY o.last_seen_at DESC, o.id LIMIT 1) AS r ON true`;
const STANDING = {
  name: 'how a person stands',
  text: `SELECT ${STANDING_COLUMNS} FROM person p ${WHERE_REACHED} WHERE p.id = $1::uuid`,
};

/** How somebody stands on a day: here, away, gone. @param today YYYY-MM-DD */
export async function readStanding(db: Askable, personId: string, today: string): Promise<Standing | undefined> {
  const [found] = await runStatement<StandingRow>(db, STANDING, [personId]);
  return found === undefined ? undefined : standingOf(found, today);
}

/** The same of a row that was read with something else. */
export function standingOf(row: StandingRow, today: string): Standing {
  const { id, name, agencyId, active, timeZone, awayFrom, awayUntil, coverId, platform, tenant, user } = row;
  const away = awayUntil !== null && awayUntil >= today && awayFrom <= today;
  return {
    id,
    name,
    agencyId,
    active,
    timeZone: timeZone ?? undefined,
    awayUntil: away ? awayUntil : undefined,
    coverId: away ? (coverId ?? undefined) : undefined,
    place: platform === null ? undefined : { platform, tenant, user },
  };
}

export type StandingRow = {
  id: string;
  name: string;
  agencyId: string;
  active: boolean;
  timeZone: string | null;
  /** Empty: they are away already. */
  awayFrom: string;
  awayUntil: string | null;
  coverId: string | null;
} & (Omit<Row, 'person_id'> | { platform: null; tenant: null; user: null });
