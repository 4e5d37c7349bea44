// "Who runs debt advice here?": what is on a zone's map, found by what it does, by other words for it, and in spite of a slip.
import { closest } from '../../../chat/closest.ts';
import { type Askable, rows } from '../../../database/statement.ts';

/** Words that people use for one need: who asks with one means the others too. */
const ALIKE: string[][] = [
  ['debt', 'money', 'arrears', 'budgeting', 'bills', 'benefits', 'welfare', 'finance', 'loan'],
  ['food', 'foodbank', 'pantry', 'larder', 'meals', 'lunch', 'hungry', 'groceries'],
  ['housing', 'homeless', 'homelessness', 'rent', 'tenancy', 'tenant', 'eviction', 'repairs', 'landlord'],
  [
    'mental',
    'counselling',
    'anxiety',
    'depression',
    'wellbeing',
    'therapy',
    'listening',
    'lonely',
    'loneliness',
    'befriending',
  ],
  ['youth', 'young', 'teenagers', 'teens', 'kids', 'children', 'youngsters'],
  ['older', 'elderly', 'pensioners', 'pension', 'seniors', 'retired'],
  ['job', 'jobs', 'employment', 'work', 'careers', 'cv', 'apprenticeship'],
  ['english', 'esol', 'language', 'interpreter', 'translation'],
  ['drugs', 'alcohol', 'addiction', 'substance', 'recovery', 'drinking', 'rehab'],
  ['domestic', 'abuse', 'violence', 'refuge'],
  ['doctor', 'gp', 'surgery', 'clinic', 'nurse', 'health'],
  ['baby', 'babies', 'parents', 'parenting', 'toddler', 'toddlers', 'playgroup', 'family', 'families'],
  ['disability', 'disabled', 'wheelchair', 'accessible', 'send', 'autism'],
  ['carer', 'carers', 'respite', 'dementia'],
  ['bus', 'transport', 'lift', 'lifts', 'minibus', 'travel'],
  ['computer', 'computers', 'digital', 'internet', 'online', 'wifi'],
  ['exercise', 'sport', 'sports', 'football', 'walking', 'fitness', 'gym', 'boxing'],
  ['garden', 'gardening', 'allotment', 'growing', 'planting'],
  ['church', 'mosque', 'temple', 'gurdwara', 'faith', 'vicar'],
  ['crime', 'police', 'asb', 'pcso', 'safety', 'neighbourhood'],
  ['bins', 'rubbish', 'litter', 'recycling', 'flytipping', 'waste'],
  ['legal', 'advice', 'rights', 'immigration', 'solicitor', 'law'],
  ['craft', 'art', 'arts', 'music', 'choir', 'painting', 'knitting'],
  ['hall', 'room', 'venue', 'centre', 'space', 'kitchen'],
];

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

/** Other words for the same needs. */
export function otherWords(asked: string[]): string[] {
  const own = new Set(asked);
  const others = asked.flatMap((word) => ALIKE.filter((group) => group.includes(word)).flat());
  return [...new Set(others)].filter((word) => !own.has(word));
}

const KNOWN = [...new Set(ALIKE.flat())];

/**
 * Ids of what fits, the best first: what the question itself names before what other words for it find. When nothing does, a slip is
 * looked for: in words for common needs, then in what is written on the map.
 */
export async function searchMap(db: Askable, zoneIds: string[], question: string, most: number): Promise<string[]> {
  const asked = wordsAsked(question);
  if (asked.length === 0) return [];
  const found = await byWords(db, zoneIds, asked, most);
  if (found.length > 0) return found;
  const meant = asked.map((word) => (word.length >= 5 ? (closest(word, KNOWN) ?? word) : word));
  const mended = meant.some((word, index) => word !== asked[index]) ? await byWords(db, zoneIds, meant, most) : [];
  return mended.length > 0 ? mended : byLetters(db, zoneIds, asked, most);
}

/** So many of each kind are put in order: a word that stands everywhere does not make asking slow. */
const MOST_RANKED = 300;

async function byWords(db: Askable, zoneIds: string[], asked: string[], most: number): Promise<string[]> {
  const all = [...asked, ...otherWords(asked)];
  // What is named first is what is looked for: "counselling for young people".
  const head = asked.slice(0, 1);
  const first = [...head, ...otherWords(head)];
  const found = await rows<{ id: string }>(db)`
    WITH q AS MATERIALIZED (SELECT
      (SELECT string_agg(quote_literal(l), ' | ') FROM unnest(tsvector_to_array(to_tsvector('english', ${asked.join(' ')}))) AS l)::tsquery AS own,
      (SELECT string_agg(quote_literal(l), ' & ') FROM unnest(tsvector_to_array(to_tsvector('english', ${asked.join(' ')}))) AS l)::tsquery AS every,
      (SELECT string_agg(quote_literal(l), ' | ') FROM unnest(tsvector_to_array(to_tsvector('english', ${all.join(' ')}))) AS l)::tsquery AS all,
      (SELECT string_agg(quote_literal(l), ' | ') FROM unnest(tsvector_to_array(to_tsvector('english', ${first.join(' ')}))) AS l)::tsquery AS head)
    , fits AS MATERIALIZED (
      (SELECT e.id FROM map_entry e, q WHERE e.zone_id = ANY(${zoneIds}::uuid[]) AND e.undone_at IS NULL
        AND to_tsvector('english', e.name || ' ' || e.what) @@ q.every LIMIT ${MOST_RANKED}::int)
      UNION (SELECT e.id FROM map_entry e, q WHERE e.zone_id = ANY(${zoneIds}::uuid[]) AND e.undone_at IS NULL
        AND to_tsvector('english', e.name || ' ' || e.what) @@ q.own LIMIT ${MOST_RANKED}::int)
      UNION (SELECT e.id FROM map_entry e, q WHERE e.zone_id = ANY(${zoneIds}::uuid[]) AND e.undone_at IS NULL
        AND to_tsvector('english', e.name || ' ' || e.what) @@ q.all LIMIT ${MOST_RANKED}::int))
    SELECT e.id FROM fits JOIN map_entry e ON e.id = fits.id, q
    ORDER BY (to_tsvector('english', e.name || ' ' || e.what) @@ q.own) DESC,
      (to_tsvector('english', e.name || ' ' || e.what) @@ q.head) DESC,
      coalesce(ts_rank(setweight(to_tsvector('english', e.name), 'A') || setweight(to_tsvector('english', e.what), 'C'), q.own), 0) DESC,
      ts_rank(setweight(to_tsvector('english', e.name), 'A') || setweight(to_tsvector('english', e.what), 'C'), q.all) DESC, e.name, e.id
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
