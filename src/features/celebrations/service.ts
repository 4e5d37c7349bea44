// Good news, told on purpose (¶6.11): posted to the zone's places, first in digests; what may be told outside is marked so by
// a lead, and planned calmly.

import { type Act, type Effect, knownPerson, type PlainEffect } from '../../chat/act.ts';
import { assertMay, may } from '../../chat/may.ts';
import { inPlace, privately, Refusal, type Reply } from '../../chat/replies.ts';
import { clean, lengthOf, say, saysSomething } from '../../chat/spans.ts';
import type { Prisma } from '../../database/generated/client.ts';
import { newId } from '../../database/ids.ts';
import { nextNumber } from '../../database/numbers.ts';
import { rows, runStatement } from '../../database/statement.ts';
import { placesOf, whereTold } from '../../delivery/index.ts';
import { findMentions, type Mention } from '../../language/mentions.ts';
import { dayWords, todayIn } from '../../time/calendar.ts';
import { isWholeName, whoIsMeant } from '../people/index.ts';
import { assertClean, withRemark } from '../privacy/index.ts';
import { FULL, type FullCelebration, findCelebration, fullCelebration, RECORD, subjectOf } from './model.ts';
import { newsCard } from './views.ts';

const LONGEST = 1500;

export interface NewCelebration {
  zoneId: string;
  problemId?: string;
  text: string;
  /** Names of people and agencies, as they are thanked. */
  thanked: string[];
  personId: string;
  agencyId: string;
}

const CREATE = {
  name: 'create celebration',
  text: `WITH c AS (
    INSERT INTO celebration (id, partnership_id, number, zone_id, problem_id, text, person_id, agency_id, thanked, created_at)
    VALUES ($1::uuid, $2::uuid, $3, $4::uuid, $5::uuid, $6, $7::uuid, $8::uuid, $9::text[], $10::timestamptz) RETURNING *)
    ${fullCelebration('c')}`,
};

/** Writes it down and posts it in the zone's places. @param number the next one, where many ask at once */
export async function putCelebration(
  effect: PlainEffect,
  partnershipId: string,
  { problemId, zoneId, text, personId, agencyId, thanked }: NewCelebration,
  now: Date,
  number?: number,
): Promise<FullCelebration> {
  const { db } = effect;
  const id = newId();
  const [made] = await runStatement<FullCelebration>(db, CREATE, [
    id,
    partnershipId,
    number ?? (await nextNumber(db, 'celebration', partnershipId)),
    zoneId,
    problemId ?? null,
    text,
    personId,
    agencyId,
    thanked,
    now,
  ]);
  if (made === undefined) throw new Error('Good news vanished while it was written.');
  await effect.audit({ action: 'celebration.told', recordType: RECORD, recordId: id });
  await effect.show({ type: RECORD, id, version: 1 }, await placesOf(db, zoneId));
  return made;
}

const THANKS =
  /(?<![\p{L}])(?:thanks|thank you|thankyou|ta|well done|big up|kudos|hats off|shout ?out)(?: (?:go|goes|due))?,? (?:to |for )?((?:(?!for\b|who\b|from\b|at\b)[\p{L}’'-]+[ ,&]*){1,12})/giu;

/** "Thanks to Tom and Rosa for the litter pick": each as if an @ stood before. Who is not known by that name is nobody. */
function thankedByName(text: string): Mention[] {
  return [...text.matchAll(THANKS)].flatMap(([, names = '']) =>
    names
      .split(/\s*(?:[,&]|\band\b)\s*/i)
      .map((name) => name.trim())
      .filter((name) => /^\p{Lu}[\p{L}’'-]+(?: \p{Lu}[\p{L}’'-]+){0,2}$/u.test(name))
      .map((name) => ({ user: undefined, words: name, from: 0, to: name.length + 1 })),
  );
}

/** "The youth club has 40 members, thanks to @Dana and @Fire". Who may: the zone's team and champions. */
export async function celebrate(act: Act, zoneId: string, typed: string): Promise<Reply> {
  const person = knownPerson(act);
  assertMay(act, 'celebration.tell', { zoneId });
  const text = clean(typed);
  if (text === '')
    throw new Refusal(say`What is there to celebrate? For example: "celebrate The youth club has forty members".`);
  if (!saysSomething(text)) throw new Refusal(`"${text}" says too little to be told everywhere. What went well?`);
  if (lengthOf(text) > LONGEST)
    throw new Refusal(`That is ${lengthOf(text)} characters; at most ${LONGEST} fit. Nothing was told.`);
  assertClean(text, act.now);
  // A button says that it is new; who types it twice may not have seen that it went.
  const told = act.incoming.what.kind === 'press' ? undefined : await toldJustNow(act, zoneId, text);
  if (told !== undefined) return privately(newsCard(told, `It is told already: good news ${told.number}`));
  const thanked: string[] = [];
  for (const mention of [...findMentions(text), ...thankedByName(text)].slice(0, 12)) {
    const meant = await whoIsMeant(act, mention, zoneId);
    if (
      (meant.kind === 'person' || meant.kind === 'elsewhere') &&
      (mention.user !== undefined ||
        text.includes(`@${mention.words}`) ||
        isWholeName(mention.words, meant.person.name))
    )
      thanked.push(`${meant.person.name} (${meant.person.agency})`);
    if (meant.kind === 'agency') thanked.push(meant.agency.shortName);
  }
  const number = await nextNumber(act.db, 'celebration', act.partnership.id);
  return act.onceByHand(async (effect) => {
    const made = await putCelebration(
      effect,
      act.partnership.id,
      { zoneId, text, thanked: [...new Set(thanked)], personId: person.id, agencyId: person.agencyId },
      act.now,
      number,
    );
    const card = withRemark(newsCard(made, await whereTold(effect.db, zoneId)), text, act.now);
    return act.incoming.what.kind === 'press' ? inPlace(card) : privately(card);
  });
}

/** Among so many of the latest; further back nobody has just typed it. */
const LATEST = 20;

/** The same words, told in the zone since this time yesterday and not taken back. */
async function toldJustNow(act: Act, zoneId: string, text: string): Promise<FullCelebration | undefined> {
  const [found] = await rows<{ id: string }>(act.db)`
    SELECT id FROM (SELECT id, text, undone_at, created_at FROM celebration WHERE zone_id = ${zoneId}::uuid ORDER BY created_at DESC LIMIT ${LATEST}) AS latest
    WHERE undone_at IS NULL AND created_at > ${act.now}::timestamptz - interval '1 day' AND lower(text) = ${text.toLowerCase()} LIMIT 1`;
  return found === undefined ? undefined : ((await findCelebration(act.db, found.id)) ?? undefined);
}

function change(
  act: Act,
  id: string,
  work: (
    news: FullCelebration,
    effect: Effect,
  ) => Promise<{ title: string; set: Prisma.CelebrationUncheckedUpdateInput }>,
): Promise<Reply> {
  return act.once(async (effect) => {
    await effect.db.$queryRaw`SELECT id FROM celebration WHERE id = ${id}::uuid FOR UPDATE`;
    const found = await findCelebration(effect.db, id);
    if (found === null || found.partnershipId !== act.partnership.id || !may(act, 'celebration.see', subjectOf(found)))
      throw new Refusal('That is not here, or not yours to see.');
    const { title, set } = await work(found, effect);
    const changed = await effect.db.celebration.update({
      where: { id },
      data: { ...set, version: { increment: 1 } },
      include: FULL,
    });
    await effect.refresh({ type: RECORD, id, version: changed.version });
    await effect.audit({ action: 'celebration.changed', recordType: RECORD, recordId: id });
    const card = withRemark(newsCard(changed, title), changed.text, act.now);
    return act.incoming.what.kind === 'press' ? inPlace(card) : privately(card);
  });
}

/** "Fit for the public": it may be told outside; said again, it may not. Who may: a lead of the zone. */
export function markPublic(act: Act, id: string): Promise<Reply> {
  return change(act, id, async (news) => {
    assertMay(act, 'celebration.public', news);
    return news.publicAt === null
      ? { title: 'It may be told outside', set: { publicAt: act.now } }
      : { title: 'It stays inside', set: { publicAt: null, plannedOn: null } };
  });
}

/** When it is to be told outside. Who may: a lead of the zone. @param day YYYY-MM-DD */
export function planNews(act: Act, id: string, day: string): Promise<Reply> {
  return change(act, id, async (news, effect) => {
    assertMay(act, 'celebration.plan', news);
    if (day < todayIn(act.partnership.timeZone, act.now).day)
      throw new Refusal(`${dayWords(day)} has been. Choose a day ahead.`);
    const same = await effect.db.celebration.count({
      where: { partnershipId: act.partnership.id, plannedOn: new Date(day), id: { not: id }, undoneAt: null },
    });
    return {
      title: same === 0 ? `Planned for ${dayWords(day)}` : `Planned for ${dayWords(day)}, with ${same} other that day`,
      set: { publicAt: news.publicAt ?? act.now, plannedOn: new Date(day) },
    };
  });
}

/** It has been told outside. */
export function markTold(act: Act, id: string): Promise<Reply> {
  return change(act, id, async (news) => {
    assertMay(act, 'celebration.told', news);
    return { title: 'It has been told', set: { toldAt: act.now, publicAt: news.publicAt ?? act.now } };
  });
}

/** Takes it back: it stands nowhere any more. Who may: whoever told it, and a lead. */
export function undoNews(act: Act, id: string): Promise<Reply> {
  return change(act, id, async (news) => {
    assertMay(act, 'celebration.undo', subjectOf(news));
    return { title: 'Taken back', set: { undoneAt: act.now, plannedOn: null, publicAt: null } };
  });
}
