// Promises in the database: made, accepted, kept, dropped, handed on.

import { type Act, type Effect, knownPerson, type Notice, type PlainEffect } from '../../chat/act.ts';
import type { Reply } from '../../chat/replies.ts';
import type { Prisma } from '../../database/generated/client.ts';
import type { ProblemEventKind } from '../../database/generated/enums.ts';
import { newId } from '../../database/ids.ts';
import { type Askable, rows, runStatement } from '../../database/statement.ts';
import { todayIn } from '../../time/calendar.ts';
import { type Standing, whereToReach, whoIsAsked } from '../people/index.ts';
import { recordEvent, touchProblem } from '../problems/index.ts';
import type { ActionDraft } from './entry.ts';
import { type FullAction, fullAction, placeOf, RECORD, readAction } from './model.ts';
import { orphanCard, takeCard, tellCard } from './views.ts';

interface Turn {
  effect: Effect;
  action: FullAction;
  set(change: Prisma.ActionUncheckedUpdateInput): Promise<void>;
  /** Into the problem's timeline, if it belongs to one. */
  record(kind: ProblemEventKind, text: string): Promise<void>;
  after(): Promise<FullAction>;
}

/** One act upon one action, in one transaction: whoever comes second sees what the first has done. */
export function inAction(act: Act, id: string, work: (turn: Turn) => Promise<Reply>): Promise<Reply> {
  return act.once(async (effect) => {
    await effect.db.$queryRaw`SELECT id FROM action WHERE id = ${id}::uuid FOR UPDATE`;
    const action = await readAction(act, id, effect.db);
    let touched = false;
    const reply = await work({
      effect,
      action,
      async set(change) {
        touched = true;
        await effect.db.action.update({ where: { id }, data: { ...change, version: { increment: 1 } } });
      },
      async record(kind, text) {
        if (action.problemId !== null) await recordEvent(effect, act, action.problemId, { kind, text });
      },
      after: () => readAction(act, id, effect.db),
    });
    if (!touched) return reply;
    const now = await effect.db.action.findUniqueOrThrow({ where: { id }, select: { version: true } });
    await effect.refresh({ type: RECORD, id, version: now.version });
    await effect.audit({ action: 'action.changed', recordType: RECORD, recordId: id });
    if (action.problemId !== null) await touchProblem(effect, action.problemId, act.now);
    return reply;
  });
}

type NewPromise = Omit<ActionDraft, 'zoneId'> & { zoneId: string | null; dueOn: string };

const CREATE = {
  name: 'create action',
  text: `WITH a AS (
    INSERT INTO action (id, partnership_id, zone_id, problem_id, text, owner_id, agency_id, deputy_id, giver_id, due_on, state, accepted_at, created_at)
    VALUES ($1::uuid, $2::uuid, $3::uuid, $4::uuid, $5, $6::uuid, $7::uuid, $8::uuid, $9::uuid, $10::date, $11::action_state, $12::timestamptz, $13::timestamptz) RETURNING *)
    ${fullAction('a')}`,
};

/** Who has it in truth: the person, or who stands in; nobody when no one can be reached. */
export interface Keeper {
  ownerId: string;
  /** Nobody can be asked: a lead must hand it on. */
  orphaned: boolean;
  /** For whoever asked: why it is not the person that they named. */
  remark: string | undefined;
  /** Their private chat. */
  place: Notice | undefined;
}

/** @param dueOn an absence that ends before this day does not matter @param standing how the owner stands, where that is known already */
export async function keeperOf(
  db: Askable,
  ownerId: string,
  deputyId: string | undefined,
  today: string,
  dueOn: string,
  standing?: Standing,
): Promise<Keeper> {
  const asked = await whoIsAsked(db, ownerId, { deputies: [deputyId], today, neededBy: dueOn, standing });
  const remark = asked.nobody ? `${asked.remark} A lead is asked to hand it on.` : asked.remark;
  return { ownerId: asked.personId, orphaned: asked.nobody, remark, place: asked.place };
}

/** Whom a promise is to be given to, as things stand. @param draft of somebody, not of an agency */
export function keeperFor(
  act: Act,
  db: Askable,
  { ownerId = '', deputyId, dueOn }: Pick<NewPromise, 'ownerId' | 'deputyId' | 'dueOn'>,
  standing?: Standing,
): Promise<Keeper> {
  return keeperOf(db, ownerId, deputyId, todayIn(act.partnership.timeZone, act.now).day, dueOn, standing);
}

/**
 * Makes the promise, and tells whoever is to keep it.
 * @param giverId who asked for it: in a meeting, whoever said so
 * @param given who keeps it, where that was looked up beforehand
 * @returns the action, and what its giver should know
 */
export async function promise(
  act: Act,
  effect: PlainEffect,
  draft: NewPromise,
  giverId = knownPerson(act).id,
  given?: Keeper,
): Promise<{ action: FullAction; remark: string | undefined }> {
  const keeper = draft.ownerId === undefined ? undefined : (given ?? (await keeperFor(act, effect.db, draft)));
  const id = newId();
  const [action] = await runStatement<FullAction>(effect.db, CREATE, [
    id,
    act.partnership.id,
    draft.zoneId,
    draft.problemId ?? null,
    draft.text,
    keeper?.ownerId ?? null,
    draft.agencyId ?? null,
    draft.deputyId ?? null,
    giverId,
    draft.dueOn,
    keeper?.orphaned === true ? 'ORPHANED' : 'OPEN',
    keeper?.ownerId === giverId ? act.now : null,
    act.now,
  ]);
  if (action === undefined) throw new Error('A promise vanished while it was written.');
  await effect.audit({ action: 'action.added', recordType: RECORD, recordId: id });
  if (draft.problemId !== undefined) {
    await recordEvent(effect, act, draft.problemId, { kind: 'ACTION_ADDED', text: draft.text });
    await touchProblem(effect, draft.problemId, act.now);
  }
  const agencyRemark = keeper === undefined ? await tellAgency(act, effect, action) : undefined;
  if (keeper?.orphaned === true) await tellLeads(effect, action);
  else if (keeper?.place !== undefined)
    await effect.show({ type: RECORD, id, version: action.version }, [keeper.place]);
  return { action, remark: keeper?.remark ?? agencyRemark };
}

/** The owner's own card, in the chat where they are reached; updated there when anything changes. */
export async function showToOwner(effect: PlainEffect, action: FullAction): Promise<void> {
  if (action.ownerId === null) return;
  const place = (await whereToReach(effect.db, [action.ownerId])).get(action.ownerId);
  if (place !== undefined) await effect.show({ type: RECORD, id: action.id, version: action.version }, [place]);
}

/** An agency's people in the zone, and its champion, each once: one of them takes it. */
async function tellAgency(act: Act, effect: PlainEffect, action: FullAction): Promise<string | undefined> {
  const people = await rows<{ id: string }>(effect.db)`
    SELECT p.id FROM person p WHERE p.agency_id = ${action.agencyId}::uuid AND p.active AND p.id <> ${knownPerson(act).id}::uuid
    AND (EXISTS (SELECT 1 FROM membership m WHERE m.person_id = p.id AND m.zone_id = ${action.zoneId}::uuid)
      OR EXISTS (SELECT 1 FROM champion c WHERE c.person_id = p.id AND c.agency_id = p.agency_id))`;
  const places = await whereToReach(
    effect.db,
    people.map(({ id }) => id),
  );
  for (const place of places.values()) await effect.tell(place, takeCard(action));
  return places.size > 0
    ? undefined
    : `${action.agency?.shortName ?? 'That agency'} has nobody in ${placeOf(action)} who can be reached. It stands in the list until somebody takes it.`;
}

/** The leads of the zone are asked to hand it on. */
export async function tellLeads(effect: PlainEffect, action: FullAction): Promise<void> {
  const places = await leadsOf(effect.db, action);
  for (const place of places) await effect.tell(place, orphanCard([action]));
}

/** A zone's leads; of what belongs to no zone, the project team. */
export async function leadsOf(db: Askable, { zoneId, partnershipId }: Pick<FullAction, 'zoneId' | 'partnershipId'>) {
  const leads = await rows<{ id: string }>(db)`
    SELECT p.id FROM person p WHERE p.partnership_id = ${partnershipId}::uuid AND p.active AND CASE WHEN ${zoneId}::uuid IS NULL THEN 'ADMIN' = ANY(p.roles)
      ELSE EXISTS (SELECT 1 FROM membership m WHERE m.person_id = p.id AND m.zone_id = ${zoneId}::uuid AND m.lead) END`;
  return [
    ...(
      await whereToReach(
        db,
        leads.map(({ id }) => id),
      )
    ).values(),
  ];
}

/** Tells one person, unless it is they who act. */
export async function tell(
  act: Act,
  effect: Effect,
  personId: string | null,
  title: string,
  action: FullAction,
): Promise<void> {
  if (personId === null || personId === knownPerson(act).id) return;
  const place = (await whereToReach(effect.db, [personId])).get(personId);
  if (place !== undefined) await effect.tell(place, tellCard(action, title));
}
