// Which agencies have worked together in a zone for the first time (¶6.9).
import { type Askable, rows } from '../../../database/statement.ts';

export interface Pairing {
  /** "Fire and Housing" */
  pair: string;
  /** YYYY-MM-DD */
  on: string;
}

/** Pairs whose first time together lies within so many days, the latest first. @param today YYYY-MM-DD */
export const firstTimes = (db: Askable, zoneId: string, today: string, days: number): Promise<Pairing[]> =>
  rows<Pairing>(db)`
    WITH there AS (
      SELECT i.id, i.occurred_on, i.agency_id FROM interaction i WHERE i.zone_id = ${zoneId}::uuid AND i.undone_at IS NULL
        AND EXISTS (SELECT 1 FROM interaction_agency j WHERE j.interaction_id = i.id)
      UNION SELECT i.id, i.occurred_on, j.agency_id FROM interaction i JOIN interaction_agency j ON j.interaction_id = i.id
        WHERE i.zone_id = ${zoneId}::uuid AND i.undone_at IS NULL)
    SELECT a.short_name || ' and ' || b.short_name AS pair, min(x.occurred_on)::text AS on
    FROM there x JOIN there y ON y.id = x.id AND y.agency_id <> x.agency_id
    JOIN agency a ON a.id = x.agency_id JOIN agency b ON b.id = y.agency_id AND a.short_name < b.short_name
    GROUP BY 1 HAVING min(x.occurred_on) > ${today}::date - ${days}::int ORDER BY 2 DESC, 1`;
