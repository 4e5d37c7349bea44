// Which agencies have worked together in a zone for the first time (¶6.9).
import { type Askable, rows } from '../../../database/statement.ts';

export interface Pairing {
  /** "Fire and Housing" */
  pair: string;
  /** YYYY-MM-DD */
  on: string;
}

/**
 * Pairs whose first time together lies within so many days, the latest first. Those of these days are found first; then, for each, whether
 * they were together before: most were, and long ago.
 * @param today YYYY-MM-DD
 */
export const firstTimes = (db: Askable, zoneId: string, today: string, days: number): Promise<Pairing[]> =>
  rows<Pairing>(db)`
    WITH recent AS (
      SELECT i.id, i.occurred_on, i.agency_id FROM interaction i
      WHERE i.zone_id = ${zoneId}::uuid AND i.occurred_on > ${today}::date - ${days}::int AND i.with_others AND i.undone_at IS NULL
    ), there AS (
      SELECT id, occurred_on, agency_id FROM recent
      UNION SELECT r.id, r.occurred_on, j.agency_id FROM recent r JOIN interaction_agency j ON j.interaction_id = r.id
    ), pairs AS (
      SELECT x.agency_id AS one, y.agency_id AS other, min(x.occurred_on) AS on FROM there x JOIN there y ON y.id = x.id AND x.agency_id < y.agency_id GROUP BY 1, 2
    )
    SELECT least(a.short_name, b.short_name) || ' and ' || greatest(a.short_name, b.short_name) AS pair, p.on::text AS on
    FROM pairs p JOIN agency a ON a.id = p.one JOIN agency b ON b.id = p.other
    WHERE (SELECT i.id FROM interaction i
      WHERE i.zone_id = ${zoneId}::uuid AND i.occurred_on <= ${today}::date - ${days}::int AND i.with_others AND i.undone_at IS NULL
        AND (i.agency_id = p.one OR EXISTS (SELECT 1 FROM interaction_agency j WHERE j.interaction_id = i.id AND j.agency_id = p.one))
        AND (i.agency_id = p.other OR EXISTS (SELECT 1 FROM interaction_agency j WHERE j.interaction_id = i.id AND j.agency_id = p.other))
      LIMIT 1) IS NULL
    ORDER BY p.on DESC, 1`;
