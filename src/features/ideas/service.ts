// Ideas in the database: captured, supported, moved on, taken over by another zone, parked with a reason.

import { type Act, type Effect, knownPerson, ownZones, type PlainEffect, zoneById } from '../../chat/act.ts';
import { assertMay } from '../../chat/may.ts';
import { inPlace, privately, Refusal, type Reply } from '../../chat/replies.ts';
import { clean, lengthOf, say, saysSomething } from '../../chat/spans.ts';
import type { Prisma } from '../../database/generated/client.ts';
import type { IdeaState } from '../../database/generated/enums.ts';
import { newId } from '../../database/ids.ts';
import { nextNumber } from '../../database/numbers.ts';
import { type Askable, rows } from '../../database/statement.ts';
import { placesOf } from '../../delivery/index.ts';
import { assertClean, withRemark } from '../privacy/index.ts';
import { type FullIdea, findIdea, RECORD } from './model.ts';
import { alikeCard, ideaCard, STATES } from './views.ts';

const LONGEST = 1000;

/** @throws {Refusal} for an empty, long or personal text */
export function assertIdea(act: Act, text: string): void {
  if (text === '') throw new Refusal(say`What is the idea? For example: "idea Bike library with the fire station".`);
  if (!saysSomething(text)) throw new Refusal(`"${text}" says too little: what is the idea?`);
  if (lengthOf(text) > LONGEST)
    throw new Refusal(
      `That is ${lengthOf(text)} characters; at most ${LONGEST} fit. Nothing was kept: please shorten it.`,
    );
  assertClean(text, act.now);
}

/** Ideas perhaps the same as this one, the most alike first: at least half of their word stems or letters (`ideas_near`). */
export async function findAlike(
  db: Askable,
  partnershipId: string,
  text: string,
): Promise<{ id: string; number: number; text: string }[]> {
  return rows<{ id: string; number: number; text: string }>(db)`
    SELECT i.id, i.number, i.text FROM ideas_near(${text}) AS near JOIN idea i ON i.id = near.id
    WHERE i.partnership_id = ${partnershipId}::uuid AND i.origin_id IS NULL ORDER BY near.score DESC, i.number DESC LIMIT 3`;
}

/** Where a line belongs: the place's zone, one's only one; else to all. */
export function zoneHere(act: Act): string | null {
  const own = ownZones(act);
  return act.placeZoneId ?? (own.length === 1 ? (own[0]?.id ?? null) : null);
}

export interface NewIdea {
  text: string;
  zoneId: string | null;
  originId?: string;
  state?: IdeaState;
  ledByResidents?: boolean;
  personId: string;
  agencyId: string;
}

/** Writes it down and shows it in the zone's places. @param number the next one, where many ask at once */
export async function putIdea(
  effect: PlainEffect,
  partnershipId: string,
  idea: NewIdea,
  now: Date,
  number?: number,
): Promise<FullIdea> {
  const { db } = effect;
  const id = newId();
  const { zoneId, originId, state = 'CAPTURED', ledByResidents = false, personId, agencyId, text } = idea;
  await rows(db)`
    WITH made AS (
      INSERT INTO idea (id, partnership_id, number, zone_id, text, state, origin_id, adopted_at, led_by_residents, person_id, agency_id, moved_at, created_at)
      VALUES (${id}::uuid, ${partnershipId}::uuid, ${number ?? (await nextNumber(db, 'idea', partnershipId))}, ${zoneId}::uuid, ${text}, ${state}::idea_state,
        ${originId ?? null}::uuid, ${state === 'ADOPTED' ? now : null}::timestamptz, ${ledByResidents}, ${personId}::uuid, ${agencyId}::uuid, ${now}::timestamptz, ${now}::timestamptz)
      RETURNING id)
    INSERT INTO idea_supporter (idea_id, person_id, agency_id, at) SELECT id, ${personId}::uuid, ${agencyId}::uuid, ${now}::timestamptz FROM made`;
  await effect.audit({ action: 'idea.captured', recordType: RECORD, recordId: id });
  if (zoneId !== null) await effect.show({ type: RECORD, id, version: 1 }, await placesOf(db, zoneId));
  const made = await findIdea(db, id);
  if (made === null) throw new Error('An idea vanished while it was written.');
  return made;
}

/** At the end of an idea, it says who leads it. */
const LED = /[,;]?\s+\(?led by (?:the )?residents\)?\.?$/i;

/** Who may: everybody the partnership knows. @param anyway though it is like another */
export async function captureIdea(act: Act, typed: string, anyway = false): Promise<Reply> {
  const said = clean(typed);
  const text = said.replace(LED, '').trim();
  assertIdea(act, text);
  const person = knownPerson(act);
  const alike = anyway ? [] : await findAlike(act.db, act.partnership.id, text);
  if (alike.length > 0) return privately(alikeCard(said, alike));
  const number = await nextNumber(act.db, 'idea', act.partnership.id);
  return act.onceByHand(async (effect) => {
    const made = await putIdea(
      effect,
      act.partnership.id,
      {
        text,
        zoneId: zoneHere(act),
        ledByResidents: LED.test(said),
        personId: person.id,
        agencyId: person.agencyId,
      },
      act.now,
      number,
    );
    return answer(act, made, `Idea ${made.number} is kept`);
  });
}

function answer(act: Act, idea: FullIdea, title: string): Reply {
  const card = withRemark(ideaCard(idea, title), idea.text, act.now);
  return act.incoming.what.kind === 'press' ? inPlace(card) : privately(card);
}

function inIdea(
  act: Act,
  id: string,
  work: (turn: {
    effect: Effect;
    idea: FullIdea;
    set(change: Prisma.IdeaUncheckedUpdateInput): Promise<void>;
  }) => Promise<string>,
): Promise<Reply> {
  return act.once(async (effect) => {
    await effect.db.$queryRaw`SELECT id FROM idea WHERE id = ${id}::uuid FOR UPDATE`;
    const read = async () => {
      const found = await findIdea(effect.db, id);
      if (found === null || found.partnershipId !== act.partnership.id)
        throw new Refusal('That idea is no longer here.');
      return found;
    };
    const title = await work({
      effect,
      idea: await read(),
      async set(change) {
        const { version } = await effect.db.idea.update({
          where: { id },
          data: { ...change, version: { increment: 1 } },
          select: { version: true },
        });
        await effect.refresh({ type: RECORD, id, version });
      },
    });
    return answer(act, await read(), title);
  });
}

/** Supports it; pressed again, no longer. @param again `stays`: said again, it is left as it is */
export function supportIdea(act: Act, id: string, again?: 'stays'): Promise<Reply> {
  return inIdea(act, id, async ({ effect, set }) => {
    const person = knownPerson(act);
    const key = { ideaId: id, personId: person.id };
    if (again === 'stays' && (await effect.db.ideaSupporter.count({ where: key })) > 0) return 'You support it already';
    const gone = await effect.db.ideaSupporter.deleteMany({ where: key });
    if (gone.count === 0)
      await effect.db.ideaSupporter.create({ data: { ...key, agencyId: person.agencyId, at: act.now } });
    await set({});
    return gone.count === 0 ? 'You support it' : 'You no longer support it';
  });
}

const TAKEN_UP: IdeaState[] = ['ADOPTED', 'IN_PRACTICE', 'SHARED'];

/** Residents lead it, or no longer. Who may: the zone's team, its author, champions. */
export function switchLed(act: Act, id: string): Promise<Reply> {
  return inIdea(act, id, async ({ effect, idea, set }) => {
    assertMayMove(act, idea);
    await set({ ledByResidents: !idea.ledByResidents });
    await effect.audit({
      action: 'idea.led',
      recordType: RECORD,
      recordId: id,
      details: { led: !idea.ledByResidents },
    });
    return idea.ledByResidents ? 'No longer marked as led by residents' : 'Led by residents';
  });
}

export function assertMayMove(act: Act, idea: FullIdea): void {
  assertMay(act, 'idea.move', { zoneId: idea.zoneId, authorId: idea.personId });
}

/** Which steps there are; going back is allowed, for ideas do. */
const NEXT: Record<IdeaState, IdeaState[]> = {
  CAPTURED: ['EXPLORING', 'ADOPTED', 'PARKED'],
  EXPLORING: ['ADOPTED', 'CAPTURED', 'PARKED'],
  ADOPTED: ['IN_PRACTICE', 'EXPLORING', 'PARKED'],
  IN_PRACTICE: ['SHARED', 'ADOPTED', 'PARKED'],
  SHARED: ['IN_PRACTICE', 'PARKED'],
  PARKED: ['EXPLORING', 'CAPTURED'],
};

/** Who may: its author, the zone's team, champions, the project team. */
export function moveIdea(act: Act, id: string, to: IdeaState, why = ''): Promise<Reply> {
  const reason = clean(why);
  if (to === 'PARKED') {
    if (reason.length < 3) throw new Refusal('Please say in a few words why it is parked.');
    assertClean(reason, act.now);
  }
  return inIdea(act, id, async ({ effect, idea, set }) => {
    assertMayMove(act, idea);
    if (idea.state === to) return `It is ${STATES[to].toLowerCase()} already`;
    if (!NEXT[idea.state].includes(to))
      throw new Refusal(
        `An idea that is ${STATES[idea.state].toLowerCase()} cannot become ${STATES[to].toLowerCase()} at once. It can be: ${NEXT[idea.state].map((state) => STATES[state].toLowerCase()).join(', ')}.`,
      );
    if (to === 'ADOPTED' && idea.zoneId === null)
      throw new Refusal('A zone adopts it: press "Adopt here" in its channel.');
    await set({
      state: to,
      movedAt: act.now,
      reason: to === 'PARKED' ? reason : '',
      ...(TAKEN_UP.includes(to) && idea.adoptedAt === null ? { adoptedAt: act.now } : {}),
    });
    await effect.audit({ action: 'idea.moved', recordType: RECORD, recordId: id, details: { to } });
    return `Now: ${STATES[to].toLowerCase()}`;
  });
}

/** Taken over by a zone: the same idea, or one of that zone's own that keeps where it came from. Who may: the zone's team. */
export function adoptIdea(act: Act, id: string, zoneId = zoneHere(act)): Promise<Reply> {
  if (zoneId === null) throw new Refusal('For which zone? Press it in the zone’s channel.');
  const person = knownPerson(act);
  const zone = zoneById(act, zoneId);
  assertMay(act, 'idea.adopt', { zoneId, where: zone.name });
  return act.once(async (effect) => {
    const { db } = effect;
    await db.$queryRaw`SELECT id FROM idea WHERE id = ${id}::uuid FOR UPDATE`;
    const idea = await findIdea(db, id);
    if (idea === null || idea.partnershipId !== act.partnership.id) throw new Refusal('That idea is no longer here.');
    if (idea.zoneId === zoneId || idea.zoneId === null) {
      if (idea.zoneId === zoneId && idea.state !== 'CAPTURED' && idea.state !== 'EXPLORING')
        return answer(act, idea, `${zone.name} has it already`);
      const { version } = await db.idea.update({
        where: { id },
        data: {
          zoneId,
          state: 'ADOPTED',
          movedAt: act.now,
          adoptedAt: idea.adoptedAt ?? act.now,
          version: { increment: 1 },
        },
      });
      await effect.show({ type: RECORD, id, version }, await placesOf(db, zoneId));
      await effect.audit({ action: 'idea.adopted', recordType: RECORD, recordId: id });
      return answer(act, (await findIdea(db, id)) ?? idea, `${zone.name} has adopted it`);
    }
    const root = idea.originId ?? idea.id;
    const there = await db.idea.findFirst({ where: { originId: root, zoneId } });
    if (there !== null)
      return answer(act, (await findIdea(db, there.id)) ?? idea, `${zone.name} has adopted it already`);
    const made = await putIdea(
      effect,
      act.partnership.id,
      {
        text: idea.text,
        zoneId,
        originId: root,
        state: 'ADOPTED',
        ledByResidents: idea.ledByResidents,
        personId: person.id,
        agencyId: person.agencyId,
      },
      act.now,
    );
    const { version } = await db.idea.update({
      where: { id: root },
      data: { version: { increment: 1 } },
      select: { version: true },
    });
    await effect.refresh({ type: RECORD, id: root, version });
    return answer(act, made, `${zone.name} has adopted it`);
  });
}
