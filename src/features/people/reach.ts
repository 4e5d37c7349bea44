// Where people are written to: of somebody's several accounts, the one that they used last.
import type { Notice } from '../../chat/act.ts';
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
    WHERE i.person_id = ANY(${personIds}::uuid[])
      AND NOT EXISTS (SELECT 1 FROM conversation c WHERE c.platform = i.platform AND c.tenant = i.tenant AND c."user" = i."user" AND c.stopped_reason IS NOT NULL)
    ORDER BY i.person_id, i.last_seen_at DESC, i.id`;
  return new Map(rows.map(({ person_id, platform, tenant, user }) => [person_id, { platform, tenant, user }]));
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
