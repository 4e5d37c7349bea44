// Once a year whoever keeps an entry of the map is asked: is it still true?
import type { NudgeCandidate, NudgeSource } from '../../../chat/nudges.ts';
import { cut } from '../../../chat/spans.ts';
import { rows } from '../../../database/statement.ts';
import { todayIn } from '../../../time/calendar.ts';
import { STILL_TRUE_DAYS } from './model.ts';

interface Unchecked {
  zone_id: string;
  zone: string;
  person_id: string;
  count: number;
  first_id: string;
  first: string;
  since: string;
}

/** One reminder for all that somebody keeps in a zone; where its keeper has gone, the zone's leads have it. */
const unchecked: NudgeSource = {
  rule: 'MAP_UNCHECKED',
  name: 'map',
  summary: 'An entry of the map that nobody has looked at for a year, to its keeper',
  threshold: { value: STILL_TRUE_DAYS, unit: 'days' },
  weight: 10,
  to: ['person', 'lead'],
  once: true,
  redirects: false,
  async find({ db, partnershipId, timeZone, now, threshold, whose }) {
    const { day } = todayIn(timeZone, now);
    const found = await rows<Unchecked>(db)`
      WITH old AS (
        SELECT e.id, e.name, e.checked_on, z.id AS zone_id, z.name AS zone,
          CASE WHEN k.active AND (EXISTS (SELECT 1 FROM membership m WHERE m.zone_id = z.id AND m.person_id = k.id)
            OR EXISTS (SELECT 1 FROM champion c WHERE c.person_id = k.id)) THEN k.id END AS keeper_id
        FROM map_entry e JOIN zone z ON z.id = e.zone_id AND z.partnership_id = ${partnershipId}::uuid AND z.ended_on IS NULL
        JOIN person k ON k.id = e.keeper_id WHERE e.undone_at IS NULL AND e.checked_on <= ${day}::date - ${threshold}::int)
      SELECT old.zone_id, old.zone, p.id AS person_id, count(*)::int AS count, min(old.checked_on)::text AS since,
        (array_agg(old.id ORDER BY old.checked_on, old.id))[1] AS first_id, (array_agg(old.name ORDER BY old.checked_on, old.id))[1] AS first
      FROM old JOIN person p ON p.active AND (p.id = old.keeper_id OR (old.keeper_id IS NULL
        AND EXISTS (SELECT 1 FROM membership l WHERE l.zone_id = old.zone_id AND l.person_id = p.id AND l.lead)))
      WHERE ${whose?.personId ?? null}::uuid IS NULL OR p.id = ${whose?.personId ?? null}::uuid
      GROUP BY old.zone_id, old.zone, p.id ORDER BY min(old.checked_on), old.zone_id, p.id`;
    return found.map(
      (each): NudgeCandidate => ({
        personId: each.person_id,
        subject: `map:${each.zone_id}:${each.since}`,
        recordId: each.first_id,
        zoneId: each.zone_id,
        title: `${each.zone}: is "${cut(each.first, 80)}" still true?`,
        reason:
          each.count === 1
            ? 'Because nobody has looked at it for a year.'
            : `Because nobody has looked at it for a year, nor at ${each.count - 1} more that you keep.`,
        since: new Date(each.since),
        doIt: { label: 'Look at it', action: 'map.open', data: { id: each.first_id } },
      }),
    );
  },
};

export const nudges = [unchecked];
