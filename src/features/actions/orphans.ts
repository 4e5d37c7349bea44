// Promises whose owner has left, lost access or was never reachable: the deputy takes them, else a lead hands them on.

import type { Act, Effect } from '../../chat/act.ts';
import { paragraph } from '../../chat/cards.ts';
import { assertMay } from '../../chat/may.ts';
import { privately, Refusal, type Reply } from '../../chat/replies.ts';
import type { PrismaClient } from '../../database/generated/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { inBackground } from '../../delivery/index.ts';
import { whereToReach } from '../people/index.ts';
import { RECORD, readActions } from './model.ts';
import { leadsOf, showToOwner } from './service.ts';
import { orphanCard } from './views.ts';

const MOST_AT_ONCE = 200;

interface Row {
  id: string;
  zone_id: string;
  owner_id: string;
  deputy_id: string | null;
}

/**
 * Finds open promises that nobody keeps, and sees to each once. Run inside the act that makes somebody leave, and by the
 * clock for what no act tells of (an account that was closed in the chat).
 * @param personId only this person's; left out: everybody's in the partnership
 */
export async function seeToOrphans(effect: Effect, partnershipId: string, personId?: string): Promise<number> {
  const whose = personId === undefined ? Prisma.empty : Prisma.sql`AND a.owner_id = ${personId}::uuid`;
  const rows = await effect.db.$queryRaw<Row[]>`
    SELECT a.id, a.zone_id, a.owner_id, a.deputy_id FROM action a JOIN person p ON p.id = a.owner_id
    WHERE a.partnership_id = ${partnershipId}::uuid AND a.state = 'OPEN' ${whose}
      AND (NOT p.active
        OR NOT (EXISTS (SELECT 1 FROM membership m WHERE m.person_id = p.id AND m.zone_id = a.zone_id) OR EXISTS (SELECT 1 FROM champion c WHERE c.person_id = p.id) OR 'ADMIN' = ANY(p.roles))
        OR NOT EXISTS (SELECT 1 FROM chat_identity i LEFT JOIN connection t ON t.platform = i.platform AND t.tenant = i.tenant
          WHERE i.person_id = p.id AND t.state IS DISTINCT FROM 'ENDED'
          AND NOT EXISTS (SELECT 1 FROM conversation c WHERE c.platform = i.platform AND c.tenant = i.tenant AND c."user" = i."user" AND c.stopped_reason IS NOT NULL)))
    ORDER BY a.zone_id, a.owner_id, a.id LIMIT ${MOST_AT_ONCE} FOR UPDATE OF a SKIP LOCKED`;
  const waiting = new Map<string, string[]>();
  for (const row of rows) {
    const deputy =
      row.deputy_id === null
        ? null
        : await effect.db.person.findFirst({
            where: { id: row.deputy_id, active: true, memberships: { some: { zoneId: row.zone_id } } },
          });
    const reachable = deputy !== null && (await whereToReach(effect.db, [deputy.id])).has(deputy.id);
    const version = { version: { increment: 1 } };
    if (deputy !== null && reachable) {
      await effect.db.action.update({
        where: { id: row.id },
        data: { ownerId: deputy.id, deputyId: null, acceptedAt: null, ...version },
      });
      const [action] = await readActions(effect.db, [row.id]);
      if (action !== undefined) await showToOwner(effect, action);
    } else {
      await effect.db.action.update({
        where: { id: row.id },
        data: { state: 'ORPHANED', acceptedAt: null, ...version },
      });
      const key = `${row.zone_id} ${row.owner_id}`;
      waiting.set(key, [...(waiting.get(key) ?? []), row.id]);
    }
    await effect.audit({ action: 'action.orphaned', recordType: RECORD, recordId: row.id });
  }
  for (const ids of waiting.values()) {
    const actions = await readActions(effect.db, ids);
    const [first] = actions;
    if (first === undefined) continue;
    for (const place of await leadsOf(effect.db, first)) await effect.tell(place, orphanCard(actions));
  }
  return rows.length;
}

/** What the clock does: every partnership in turn. */
export async function sweepOrphans(prisma: PrismaClient): Promise<number> {
  let seen = 0;
  for (const { id } of await prisma.partnership.findMany({ select: { id: true } }))
    seen += await inBackground(prisma, id, (effect) => seeToOrphans(effect, id));
  return seen;
}

/** Hands over everything open that is or was one person's in a zone. Who may: a lead of the zone, or the project team. */
export function giveAll(act: Act, fromId: string, zoneId: string, toId: string): Promise<Reply> {
  assertMay(act, 'action.handOver', { zoneId });
  return act.once(async (effect) => {
    const to = await effect.db.person.findFirst({
      where: { id: toId, active: true, OR: [{ memberships: { some: { zoneId } } }, { champion: { isNot: null } }] },
    });
    if (to === null) throw new Refusal('Only somebody in the zone’s team, or a champion, can have them.');
    if (to.id === fromId) throw new Refusal('They have them already. Choose somebody else.');
    const rows = await effect.db.$queryRaw<{ id: string }[]>`
      SELECT id FROM action WHERE zone_id = ${zoneId}::uuid AND owner_id = ${fromId}::uuid AND state IN ('OPEN', 'ORPHANED') ORDER BY id FOR UPDATE`;
    await effect.db.action.updateMany({
      where: { id: { in: rows.map(({ id }) => id) } },
      data: { ownerId: to.id, state: 'OPEN', acceptedAt: null, version: { increment: 1 } },
    });
    for (const action of await readActions(
      effect.db,
      rows.map(({ id }) => id),
    )) {
      await showToOwner(effect, action);
      await effect.refresh({ type: RECORD, id: action.id, version: action.version });
      await effect.audit({ action: 'action.handed_over', recordType: RECORD, recordId: action.id });
    }
    const title = `${rows.length} ${rows.length === 1 ? 'action is' : 'actions are'} ${to.name}’s now`;
    return privately({ summary: title, blocks: [paragraph(`${title}. Each is asked for anew.`)] });
  });
}
