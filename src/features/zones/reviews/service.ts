// Reviews of a zone (¶8.5): what was expected, done, seen and is changed; and what the next zone finds of it.
import { type Act, knownPerson, type ZoneEntry } from '../../../chat/act.ts';
import { assertMay } from '../../../chat/may.ts';
import { privately, Refusal, type Reply } from '../../../chat/replies.ts';
import { rows } from '../../../database/statement.ts';
import { type Errors, pastDay, type Read, wordsOf } from '../fields.ts';
import { LONGEST_PART, type NewReview, PARTS, REVIEW, reviewsOf } from './model.ts';
import { type LearnedScheme, lessonsCard, reviewsCard } from './views.ts';

export function readReview(act: Act, values: Record<string, string | string[] | number | boolean>): Read<NewReview> {
  const errors: Errors = {};
  const heldOn = pastDay(act, values, errors, 'heldOn');
  const [expected = '', did = '', saw = '', change = ''] = PARTS.map(([name]) =>
    wordsOf(act, values, errors, name, LONGEST_PART, 'Please say it in a sentence.'),
  );
  return Object.keys(errors).length > 0 ? { errors } : { value: { heldOn, expected, did, saw, change } };
}

/** Who may: whoever sees the zone. */
export async function showReviews(act: Act, zone: ZoneEntry): Promise<Reply> {
  assertMay(act, 'zone.see', { zoneId: zone.id, where: zone.name });
  return privately(reviewsCard(act, zone, await reviewsOf(act.db, zone.id)));
}

/** Who may: a lead of the zone, or the project team. */
export function addReview(act: Act, zone: ZoneEntry, review: NewReview): Promise<Reply> {
  assertMay(act, 'zone.phase', { zoneId: zone.id, where: zone.name });
  return act.once(async (effect) => {
    const { db } = effect;
    const { id } = await db.zoneReview.create({
      data: {
        zoneId: zone.id,
        ...review,
        heldOn: new Date(review.heldOn),
        personId: knownPerson(act).id,
        createdAt: act.now,
      },
      select: { id: true },
    });
    await effect.audit({ action: 'zone.reviewed', recordType: 'zone_review', recordId: id });
    return privately(reviewsCard(act, zone, await reviewsOf(db, zone.id), 'Kept'));
  });
}

/** Who may: a lead of the zone, or the project team. */
export function takeBackReview(act: Act, id: string): Promise<Reply> {
  return act.once(async (effect) => {
    const { db } = effect;
    const found = await db.zoneReview.findUnique({ where: { id }, include: REVIEW });
    const zone = act.directory.zones.find((each) => each.id === found?.zoneId);
    if (found === null || zone === undefined) throw new Refusal('That review is not here.');
    assertMay(act, 'zone.phase', { zoneId: zone.id, where: zone.name });
    await db.zoneReview.update({ where: { id }, data: { undoneAt: act.now } });
    await effect.audit({ action: 'zone.review_undone', recordType: 'zone_review', recordId: id });
    return privately(reviewsCard(act, zone, await reviewsOf(db, zone.id), 'Taken back'));
  });
}

const MOST_LESSONS = 8;
const MOST_SCHEMES = 5;

/** What zones have learned, from their reviews and from schemes of others, for the next: the latest, or what fits some words. Who may: everybody of the partnership. */
export async function findLessons(act: Act, asked: string): Promise<Reply> {
  knownPerson(act);
  const words = asked.slice(0, 200).trim();
  const found = await rows<{ id: string }>(act.db)`
    SELECT r.id FROM zone_review r JOIN zone z ON z.id = r.zone_id AND z.partnership_id = ${act.partnership.id}::uuid
    CROSS JOIN LATERAL (SELECT to_tsvector('english', concat_ws(' ', z.name, r.expected, r.did, r.saw, r.change)) AS said,
      (SELECT string_agg(quote_literal(l), ' | ') FROM unnest(tsvector_to_array(to_tsvector('english', ${words}))) AS l)::tsquery AS asked) AS q
    WHERE r.undone_at IS NULL AND (${words} = '' OR q.said @@ q.asked)
    ORDER BY CASE WHEN ${words} = '' THEN 0 ELSE ts_rank(q.said, q.asked) END DESC, r.held_on DESC, r.id DESC LIMIT ${MOST_LESSONS}`;
  const reviews = await act.db.zoneReview.findMany({
    where: { id: { in: found.map(({ id }) => id) } },
    include: REVIEW,
  });
  const schemes = await rows<LearnedScheme>(act.db)`
    SELECT e.id, e.name, z.name AS zone, e.learned FROM map_entry e JOIN zone z ON z.id = e.zone_id AND z.partnership_id = ${act.partnership.id}::uuid
    CROSS JOIN LATERAL (SELECT to_tsvector('english', concat_ws(' ', z.name, e.name, e.what, e.learned)) AS said,
      (SELECT string_agg(quote_literal(l), ' | ') FROM unnest(tsvector_to_array(to_tsvector('english', ${words}))) AS l)::tsquery AS asked) AS q
    WHERE e.kind = 'SCHEME' AND e.learned <> '' AND e.undone_at IS NULL AND (${words} = '' OR q.said @@ q.asked)
    ORDER BY CASE WHEN ${words} = '' THEN 0 ELSE ts_rank(q.said, q.asked) END DESC, e.created_at DESC, e.id LIMIT ${MOST_SCHEMES}`;
  return privately(
    lessonsCard(
      words,
      schemes,
      found.flatMap(({ id }) => reviews.find((review) => review.id === id) ?? []),
    ),
  );
}
