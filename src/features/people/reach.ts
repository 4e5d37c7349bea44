// Where people are written to: of somebody's several accounts, the one that they used last.

import type { Effect, Notice } from '../../chat/act.ts';
import { type Card, heading, paragraph } from '../../chat/cards.ts';
import { say } from '../../chat/spans.ts';
import type { Db } from '../../database/client.ts';

interface Row {
  person_id: string;
  platform: string;
  tenant: string;
  user: string;
}

/** The private chat of each person; who is missing cannot be reached anywhere. */
export async function whereToReach(db: Db, personIds: string[]): Promise<Map<string, Notice>> {
  if (personIds.length === 0) return new Map();
  const rows = await db.$queryRaw<Row[]>`
    SELECT DISTINCT ON (i.person_id) i.person_id, i.platform, i.tenant, i."user"
    FROM chat_identity i JOIN person p ON p.id = i.person_id AND p.active
    WHERE i.person_id = ANY(${personIds}::uuid[]) AND i.unreachable IS NULL
    ORDER BY i.person_id, i.last_seen_at DESC, i.id`;
  return new Map(rows.map(({ person_id, platform, tenant, user }) => [person_id, { platform, tenant, user }]));
}

/** Nothing reaches somebody any more, by any account of theirs: the leads of their zones hear, once a day at the most. */
export async function tellUnreachable(
  effect: Effect,
  account: { platform: string; tenant: string; user: string },
  now: Date,
): Promise<void> {
  const { db } = effect;
  const identity = await db.chatIdentity.findUnique({
    where: { platform_tenant_user: { platform: account.platform, tenant: account.tenant, user: account.user } },
    include: {
      person: {
        include: { memberships: { include: { zone: { include: { memberships: { where: { lead: true } } } } } } },
      },
    },
  });
  const person = identity?.person;
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
}

/** How somebody stands on a day: here, away, gone. @param today YYYY-MM-DD */
export async function readStanding(db: Db, personId: string, today: string): Promise<Standing | undefined> {
  const found = await db.person.findUnique({ where: { id: personId } });
  if (found === null) return undefined;
  const until = found.awayUntil?.toISOString().slice(0, 10);
  const away = until !== undefined && until >= today;
  return {
    id: found.id,
    name: found.name,
    agencyId: found.agencyId,
    active: found.active,
    timeZone: found.timeZone ?? undefined,
    awayUntil: away ? until : undefined,
    coverId: away ? (found.coverId ?? undefined) : undefined,
  };
}
