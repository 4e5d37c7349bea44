// Promises in the database: made, accepted, kept, dropped, handed on.

import { type Act, type Effect, knownPerson } from '../../chat/act.ts';
import type { Reply } from '../../chat/replies.ts';
import type { Db } from '../../database/client.ts';
import type { Prisma } from '../../database/generated/client.ts';
import type { ProblemEventKind } from '../../database/generated/enums.ts';
import { todayIn } from '../../time/calendar.ts';
import { whereToReach, whoIsAsked } from '../people/index.ts';
import { recordEvent, touchProblem } from '../problems/index.ts';
import type { ActionDraft } from './entry.ts';
import { type FullAction, placeOf, RECORD, readAction } from './model.ts';
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

/** Who has it in truth: the person, or who stands in; nobody when no one can be reached. */
export interface Keeper {
  ownerId: string;
  /** Nobody can be asked: a lead must hand it on. */
  orphaned: boolean;
  /** For whoever asked: why it is not the person that they named. */
  remark: string | undefined;
}

/** @param dueOn an absence that ends before this day does not matter */
export async function keeperOf(
  db: Db,
  ownerId: string,
  deputyId: string | undefined,
  today: string,
  dueOn: string,
): Promise<Keeper> {
  const asked = await whoIsAsked(db, ownerId, { deputies: [deputyId], today, neededBy: dueOn });
  const remark = asked.nobody ? `${asked.remark} A lead is asked to hand it on.` : asked.remark;
  return { ownerId: asked.personId, orphaned: asked.nobody, remark };
}

/**
 * Makes the promise, and tells whoever is to keep it.
 * @param giverId who asked for it: in a meeting, whoever said so
 * @returns the action, and what its giver should know
 */
export async function promise(
  act: Act,
  effect: Effect,
  draft: Omit<ActionDraft, 'zoneId'> & { zoneId: string | null; dueOn: string },
  giverId = knownPerson(act).id,
): Promise<{ action: FullAction; remark: string | undefined }> {
  const today = todayIn(act.partnership.timeZone, act.now).day;
  const keeper =
    draft.ownerId === undefined
      ? undefined
      : await keeperOf(effect.db, draft.ownerId, draft.deputyId, today, draft.dueOn);
  const { id } = await effect.db.action.create({
    data: {
      partnershipId: act.partnership.id,
      zoneId: draft.zoneId,
      problemId: draft.problemId ?? null,
      text: draft.text,
      ownerId: keeper?.ownerId ?? null,
      agencyId: draft.agencyId ?? null,
      deputyId: draft.deputyId ?? null,
      giverId,
      dueOn: new Date(draft.dueOn),
      state: keeper?.orphaned === true ? 'ORPHANED' : 'OPEN',
      acceptedAt: keeper?.ownerId === giverId ? act.now : null,
      createdAt: act.now,
    },
    select: { id: true },
  });
  await effect.audit({ action: 'action.added', recordType: RECORD, recordId: id });
  const action = await readAction(act, id, effect.db);
  if (draft.problemId !== undefined) {
    await recordEvent(effect, act, draft.problemId, { kind: 'ACTION_ADDED', text: draft.text });
    await touchProblem(effect, draft.problemId, act.now);
  }
  const agencyRemark = keeper === undefined ? await tellAgency(act, effect, action) : undefined;
  if (keeper?.orphaned === true) await tellLeads(effect, action);
  else if (keeper !== undefined) await showToOwner(effect, action);
  return { action, remark: keeper?.remark ?? agencyRemark };
}

/** The owner's own card, in the chat where they are reached; updated there when anything changes. */
export async function showToOwner(effect: Effect, action: FullAction): Promise<void> {
  if (action.ownerId === null) return;
  const place = (await whereToReach(effect.db, [action.ownerId])).get(action.ownerId);
  if (place !== undefined) await effect.show({ type: RECORD, id: action.id, version: action.version }, [place]);
}

/** An agency's people in the zone, and its champion, each once: one of them takes it. */
async function tellAgency(act: Act, effect: Effect, action: FullAction): Promise<string | undefined> {
  const agencyId = action.agencyId ?? '';
  const people = await effect.db.person.findMany({
    where: {
      agencyId,
      active: true,
      id: { not: knownPerson(act).id },
      OR: [
        ...(action.zoneId === null ? [] : [{ memberships: { some: { zoneId: action.zoneId } } }]),
        { champion: { agencyId } },
      ],
    },
    select: { id: true },
  });
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
export async function tellLeads(effect: Effect, action: FullAction): Promise<void> {
  const places = await leadsOf(effect.db, action);
  for (const place of places) await effect.tell(place, orphanCard([action]));
}

/** A zone's leads; of what belongs to no zone, the project team. */
export async function leadsOf(db: Db, { zoneId, partnershipId }: Pick<FullAction, 'zoneId' | 'partnershipId'>) {
  const leads = await db.person.findMany({
    where: {
      partnershipId,
      active: true,
      ...(zoneId === null ? { roles: { has: 'ADMIN' } } : { memberships: { some: { zoneId, lead: true } } }),
    },
    select: { id: true },
  });
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
