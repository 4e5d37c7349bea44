// "Who runs debt advice here?": what is on a zone's map, found by what it does, by other words for it, and in spite of a slip.
import { closest } from '../../../chat/closest.ts';
import { type Askable, rows } from '../../../database/statement.ts';
import { NEED_WORDS, needsOf } from './needs.ts';

/** Said around what is asked for. */
const AROUND = new Set(
  'who what where when which runs run does do is are there here a an the for of to in on with help helps anyone anybody somebody someone any can could i we you my our me us get find near about know knows please any some somewhere something stop'.split(
    ' ',
  ),
);

/** Said of nearly everything: they count where nothing else is asked for. */
const WEAK = new Set(
  'people person group groups support club service services team free local evening evenings session sessions class classes lessons drop weekly'.split(
    ' ',
  ),
);

/** The words of a question that say what is meant, lower case. */
export function wordsAsked(question: string): string[] {
  const all = allWords(question);
  const strong = all.filter((word) => !WEAK.has(word));
  return strong.length > 0 ? strong : all;
}

const allWords = (question: string): string[] =>
  [...new Set((question.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => !AROUND.has(word)))].slice(
    0,
    12,
  );

/**
 * Ids of what fits, the best first: what answers the need that a question is about, and what holds all of its words. When nothing
 * does, a slip is looked for: in words for needs, then in what is written on the map.
 */
export async function searchMap(db: Askable, zoneIds: string[], question: string, most: number): Promise<string[]> {
  const asked = wordsAsked(question);
  const needs = needsOf(question);
  if (asked.length === 0 && needs.length === 0) return [];
  const found = await byNeeds(db, zoneIds, asked, needs, most);
  if (found.length > 0) return found;
  const meant = asked.map((word) => (word.length >= 5 ? (closest(word, NEED_WORDS) ?? word) : word));
  const meantNeeds = needsOf(meant.join(' '));
  const mended = meantNeeds.length > 0 ? await byNeeds(db, zoneIds, meant, meantNeeds, most) : [];
  if (mended.length > 0) return mended;
  const some = await bySomeWords(db, zoneIds, asked, most);
  return some.length > 0 ? some : byLetters(db, zoneIds, asked, most);
}

/** So many of each kind are put in order: a word that stands everywhere does not make asking slow. */
const MOST_RANKED = 300;

async function byNeeds(
  db: Askable,
  zoneIds: string[],
  asked: string[],
  needs: string[],
  most: number,
): Promise<string[]> {
  const found = await rows<{ id: string }>(db)`
    WITH q AS MATERIALIZED (SELECT
      (SELECT string_agg(quote_literal(l), ' | ') FROM unnest(tsvector_to_array(to_tsvector('english', ${asked.join(' ')}))) AS l)::tsquery AS own,
      (SELECT string_agg(quote_literal(l), ' & ') FROM unnest(tsvector_to_array(to_tsvector('english', ${asked.join(' ')}))) AS l)::tsquery AS every)
    , fits AS MATERIALIZED (
      (SELECT e.id FROM map_entry e, q WHERE e.zone_id = ANY(${zoneIds}::uuid[]) AND e.undone_at IS NULL
        AND to_tsvector('english', e.name || ' ' || e.what) @@ q.every LIMIT ${MOST_RANKED}::int)
      UNION (SELECT e.id FROM map_entry e WHERE e.zone_id = ANY(${zoneIds}::uuid[]) AND e.undone_at IS NULL
        AND e.needs && ${needs}::text[] LIMIT ${MOST_RANKED}::int))
    SELECT e.id FROM fits JOIN map_entry e ON e.id = fits.id, q
    ORDER BY (to_tsvector('english', e.name || ' ' || e.what) @@ q.every) IS TRUE AND e.needs && ${needs}::text[] DESC,
      (SELECT count(*) FROM unnest(e.needs) AS n WHERE n = ANY(${needs}::text[])) DESC,
      coalesce(ts_rank(setweight(to_tsvector('english', e.name), 'A') || setweight(to_tsvector('english', e.what), 'C'), q.own), 0) DESC,
      cardinality(e.needs), e.name, e.id
    LIMIT ${most}`;
  return found.map(({ id }) => id);
}

/** What holds some of the words, those that hold most of them first: for what is no need that is known. */
async function bySomeWords(db: Askable, zoneIds: string[], asked: string[], most: number): Promise<string[]> {
  const found = await rows<{ id: string }>(db)`
    WITH q AS MATERIALIZED (SELECT
      (SELECT string_agg(quote_literal(l), ' | ') FROM unnest(tsvector_to_array(to_tsvector('english', ${asked.join(' ')}))) AS l)::tsquery AS own)
    , fits AS MATERIALIZED (
      SELECT e.id, e.name, e.what FROM map_entry e, q WHERE e.zone_id = ANY(${zoneIds}::uuid[]) AND e.undone_at IS NULL
        AND to_tsvector('english', e.name || ' ' || e.what) @@ q.own LIMIT ${MOST_RANKED}::int)
    SELECT fits.id FROM fits, q
    ORDER BY ts_rank(setweight(to_tsvector('english', fits.name), 'A') || setweight(to_tsvector('english', fits.what), 'C'), q.own) DESC, fits.name, fits.id
    LIMIT ${most}`;
  return found.map(({ id }) => id);
}

async function byLetters(db: Askable, zoneIds: string[], asked: string[], most: number): Promise<string[]> {
  const long = asked.filter((word) => word.length >= 4);
  if (long.length === 0) return [];
  // "%>>": as like as half of its letters in threes, by the index of them; and of few of those how like.
  const near = await rows<{ id: string }>(db)`
    WITH near AS MATERIALIZED (
      SELECT e.id, e.name, e.name || ' ' || e.what AS said FROM map_entry e
      WHERE (e.name || ' ' || e.what) %>> ANY(${long}::text[]) AND e.zone_id = ANY(${zoneIds}::uuid[]) AND e.undone_at IS NULL LIMIT 500)
    SELECT near.id FROM near CROSS JOIN LATERAL (SELECT max(strict_word_similarity(w, said)) AS likeness FROM unnest(${long}::text[]) AS w) AS n
    ORDER BY n.likeness DESC, near.name, near.id LIMIT ${most}`;
  return near.map(({ id }) => id);
}
