// Finding problems by words: those that are perhaps the same as a new report, and those that somebody looks for.
import type { Db } from '../../../database/client.ts';
import type { Outcome, ProblemResult, ProblemState } from '../../../database/generated/enums.ts';
import { ALIKE, alikeness } from './alike.ts';
import { conceptsOf, isBehaviour } from './thesaurus.ts';

/** A report before it is a problem. */
export interface NewReport {
  title: string;
  what: string;
  place: string;
  outcomes: Outcome[];
}

export interface Likeness {
  id: string;
  zoneId: string;
  number: number;
  title: string;
  state: ProblemState;
  result: ProblemResult | null;
  createdAt: Date;
  agencyId: string;
  score: number;
}

interface Candidate extends Omit<Likeness, 'score'> {
  place: string;
  what: string;
  outcomes: Outcome[];
  lexemes: string[];
  asked: string[];
  closeness: number;
}

/** Candidates that the words find, before they are weighed; more would not be looked at by anybody. */
const MOST_CANDIDATES = 60;
/** Rows that may be ranked for that: what is common in a large zone is cut off here, so that the time is bounded. */
const MOST_RANKED = 3000;
/** A zone's problems that moved last, looked at letter by letter: a slip of the finger hides a word from the index. */
const MOST_SPELT = 400;

export function textOfReport({ title, place, what }: { title: string; place: string; what: string }): string {
  return [title, place, what].filter((part) => part !== '').join('\n');
}

/**
 * Problems like a report, the most alike first: open ones, and those closed in the year before `since`+1 year.
 * @param zoneIds only zones that the person sees: nothing else is ever suggested
 * @param since closed ones count from this instant on
 */
export async function findAlike(
  db: Db,
  report: NewReport,
  zoneIds: string[],
  since: Date,
  most: number,
): Promise<Likeness[]> {
  if (zoneIds.length === 0) return [];
  const text = textOfReport(report).replaceAll('\\', ' ').slice(0, 5000);
  const concepts = conceptsOf(text);
  const candidates = await db.$queryRawUnsafe<Candidate[]>(
    ALIKE_STATEMENT,
    text,
    concepts,
    concepts.filter(isBehaviour),
    report.title.slice(0, 200),
    zoneIds,
    since,
  );
  return candidates
    .map(({ place, what, outcomes, lexemes, asked, closeness, ...known }) => ({
      ...known,
      score: alikeness(
        { text, lexemes: asked, outcomes: report.outcomes },
        { text: textOfReport({ title: known.title, place, what }), lexemes, outcomes },
        closeness,
      ),
    }))
    .filter(({ score }) => score >= ALIKE)
    .sort((a, b) => b.score - a.score || b.number - a.number)
    .slice(0, most);
}

/**
 * $1 text, $2 its concepts, $3 its behaviours, $4 its title, $5 zones, $6 since when closed ones count.
 * With a behaviour in the report, problems that share one; else those that share words; and titles alike in their letters.
 */
export const ALIKE_STATEMENT = `
  WITH asked AS MATERIALIZED (
    SELECT tsvector_to_array(to_tsvector('english', $1)) || $2::text[] AS lexemes
  ), wanted AS MATERIALIZED (
    SELECT lexemes, nullif(array_to_string(ARRAY(SELECT quote_literal(l) FROM unnest(lexemes) AS l), ' | '), '')::tsquery AS any_word,
      nullif(array_to_string(ARRAY(SELECT quote_literal(l) FROM unnest(CASE WHEN cardinality($3::text[]) > 0 THEN $3::text[] ELSE lexemes END) AS l), ' | '), '')::tsquery AS must
    FROM asked
  ), by_words AS (
    SELECT p.id, p.search FROM problem p
    WHERE p.zone_id = ANY($5::uuid[]) AND p.search @@ (SELECT must FROM wanted) AND (p.state <> 'CLOSED' OR p.closed_at >= $6::timestamptz)
    LIMIT ${MOST_RANKED}
  ), ranked AS (
    SELECT id FROM by_words ORDER BY ts_rank(search, (SELECT any_word FROM wanted)) DESC, id DESC LIMIT ${MOST_CANDIDATES}
  ), by_letters AS (
    SELECT recent.id FROM unnest($5::uuid[]) AS z(id) CROSS JOIN LATERAL (
      SELECT p.id, p.title, p.state, p.closed_at FROM problem p WHERE p.zone_id = z.id ORDER BY p.moved_at DESC LIMIT ${MOST_SPELT}
    ) AS recent
    WHERE similarity(recent.title, $4) >= 0.35 AND (recent.state <> 'CLOSED' OR recent.closed_at >= $6::timestamptz)
    LIMIT ${MOST_CANDIDATES}
  )
  SELECT p.id, p.zone_id AS "zoneId", p.number, p.title, p.place, left(p.what, 2000) AS what, p.state, p.result, p.created_at AS "createdAt",
    p.agency_id AS "agencyId", p.outcomes::text[] AS outcomes, tsvector_to_array(p.search) AS lexemes,
    (SELECT lexemes FROM asked) AS asked, similarity(p.title, $4)::float8 AS closeness
  FROM problem p WHERE p.id IN (SELECT id FROM ranked UNION SELECT id FROM by_letters)`;

/** What somebody looks for by words, in the zones that they see: the best first. */
export async function searchProblems(
  db: Db,
  words: string,
  zoneIds: string[],
  page: { skip: number; size: number },
): Promise<string[]> {
  const concepts = conceptsOf(words);
  const rows = await db.$queryRaw<{ id: string }[]>`
    WITH wanted AS MATERIALIZED (
      SELECT nullif(array_to_string(ARRAY(SELECT quote_literal(l) FROM unnest(tsvector_to_array(to_tsvector('english', ${words.replaceAll('\\', ' ').slice(0, 500)})) || ${concepts}::text[]) AS l), ' | '), '')::tsquery AS q
    ), found AS (
      SELECT p.id, p.search, p.moved_at FROM problem p WHERE p.zone_id = ANY(${zoneIds}::uuid[]) AND p.search @@ (SELECT q FROM wanted) LIMIT ${MOST_RANKED}
    )
    SELECT id FROM found ORDER BY ts_rank(search, (SELECT q FROM wanted)) DESC, moved_at DESC, id LIMIT ${page.size} OFFSET ${page.skip}`;
  return rows.map(({ id }) => id);
}
