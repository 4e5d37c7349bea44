// Openings that the bot finds and offers to champions: the same in two zones, solved in one and open in another, agencies at
// work in one place without each other.
import type { Db } from '../../database/client.ts';

export interface Opening {
  kind: 'SAME_IN_TWO' | 'SOLVED_ELSEWHERE' | 'APART';
  words: string;
  problems: { id: string; name: string }[];
}

const DAY_MS = 86_400_000;
/** Stems that two problems share, over the mean of both (Dice). */
const ALIKE = 0.45;
const MOST = 6;

interface Pair {
  a: string;
  a_name: string;
  a_zone: string;
  b: string;
  b_name: string;
  b_zone: string;
  solved: boolean;
}

/** @param now looks back a year for what was solved, and sixty days for who works where */
export async function findOpenings(db: Db, partnershipId: string, now: Date): Promise<Opening[]> {
  const year = new Date(now.getTime() - 365 * DAY_MS);
  const pairs = await db.$queryRaw<Pair[]>`
    WITH p AS (
      SELECT p.id, p.zone_id, z.name AS zone, z.code || '-' || p.number AS name, p.state, tsvector_to_array(to_tsvector('english', p.title || ' ' || p.what)) AS words
      FROM problem p JOIN zone z ON z.id = p.zone_id
      WHERE p.partnership_id = ${partnershipId}::uuid AND (p.state <> 'CLOSED' OR (p.closed_at > ${year} AND p.result IN ('RESOLVED', 'REDUCED')))
      ORDER BY p.moved_at DESC LIMIT 400
    )
    SELECT a.id AS a, a.name AS a_name, a.zone AS a_zone, b.id AS b, b.name AS b_name, b.zone AS b_zone, b.state = 'CLOSED' AS solved
    FROM p AS a JOIN p AS b ON a.zone_id <> b.zone_id AND a.state <> 'CLOSED' AND (b.state = 'CLOSED' OR a.id < b.id)
    CROSS JOIN LATERAL (SELECT cardinality(ARRAY(SELECT unnest(a.words) INTERSECT SELECT unnest(b.words))) AS shared) AS s
    WHERE 2.0 * s.shared / nullif(cardinality(a.words) + cardinality(b.words), 0) >= ${ALIKE}
      AND NOT EXISTS (SELECT 1 FROM problem_link l WHERE (l.from_id = a.id AND l.to_id = b.id) OR (l.from_id = b.id AND l.to_id = a.id))
    ORDER BY s.shared DESC LIMIT ${MOST}`;
  const recently = new Date(now.getTime() - 60 * DAY_MS);
  const apart = await db.$queryRaw<{ zone: string; one: string; other: string; times: number }[]>`
    WITH seen AS (
      SELECT i.zone_id, i.agency_id, count(*) AS times FROM interaction i
      WHERE i.partnership_id = ${partnershipId}::uuid AND i.created_at > ${recently} AND i.undone_at IS NULL GROUP BY 1, 2 HAVING count(*) >= 8
    )
    SELECT z.name AS zone, a.short_name AS one, b.short_name AS other, (x.times + y.times)::int AS times
    FROM seen x JOIN seen y ON x.zone_id = y.zone_id AND x.agency_id < y.agency_id
    JOIN zone z ON z.id = x.zone_id JOIN agency a ON a.id = x.agency_id JOIN agency b ON b.id = y.agency_id
    WHERE NOT EXISTS (SELECT 1 FROM interaction i JOIN interaction_agency ia ON ia.interaction_id = i.id
      WHERE i.zone_id = x.zone_id AND i.created_at > ${recently} AND i.undone_at IS NULL
        AND ((i.agency_id = x.agency_id AND ia.agency_id = y.agency_id) OR (i.agency_id = y.agency_id AND ia.agency_id = x.agency_id)))
    ORDER BY times DESC LIMIT ${MOST}`;
  return [
    ...pairs.map(
      ({ a, a_name, a_zone, b, b_name, b_zone, solved }): Opening => ({
        kind: solved ? 'SOLVED_ELSEWHERE' : 'SAME_IN_TWO',
        words: solved
          ? `${a_name} in ${a_zone} is like ${b_name}, which ${b_zone} has solved: what did they do?`
          : `${a_name} in ${a_zone} and ${b_name} in ${b_zone} are of one kind: could they work on it together?`,
        problems: [
          { id: a, name: a_name },
          { id: b, name: b_name },
        ],
      }),
    ),
    ...apart.map(
      ({ zone, one, other, times }): Opening => ({
        kind: 'APART',
        words: `${one} and ${other} are both at work in ${zone} (${times} interactions in sixty days), never together.`,
        problems: [],
      }),
    ),
  ];
}
