// The rules of interactions, and their transactions.
import { z } from 'zod';
import { type Act, canLead, canSee, isMember, knownPerson } from '../../chat/act.ts';
import type { Json } from '../../chat/cards.ts';
import { Refusal, type Reply } from '../../chat/replies.ts';
import type { Db } from '../../database/client.ts';
import type { Interaction } from '../../database/generated/client.ts';
import type { Outcome, Tool } from '../../database/generated/enums.ts';
import { newId } from '../../database/ids.ts';
import { answerRow, DRAIN } from '../../delivery/index.ts';
import { type Entry, entryShape } from './entry.ts';
import { MixCache, monthStart } from './mix.ts';

/** For so long the author may undo or edit; after that a lead corrects, and the audit shows it. */
export const OWN_CHANGES_MS = 15 * 60_000;

const mixes = new MixCache();

/** What a receipt keeps of a log, enough to draw its answer again. */
export const savedShape = z.object({
  id: z.string(),
  entry: entryShape,
  /** The zone's mix this month before this interaction. */
  mix: z.object({ preventive: z.number(), remedial: z.number() }),
  month: z.string(),
  visible: z.boolean(),
});
export type Saved = z.infer<typeof savedShape>;

/** The name under which its answer can be drawn again. */
export const SAVED = 'log.saved';

/**
 * Stores an interaction with its receipt, audit entry and answer: one statement, one round trip, for this is what people
 * do all day. Who may: a member of the zone, checked again inside the statement.
 * @returns what was stored; on a repeat, what the first time stored
 * @throws {Refusal} when the person is not (or no longer) in the zone's team
 */
export async function logInteraction(act: Act, entry: Entry): Promise<Saved> {
  const person = knownPerson(act);
  const { incoming, partnership } = act;
  const month = monthStart(act.now, partnership.timeZone);
  const mix = mixes.get(entry.zoneId, month);
  const id = newId();
  const visible = incoming.what.kind === 'command' && incoming.what.visible;
  const outcome = { id, entry, month, visible, ...(mix === undefined ? {} : { mix: { ...mix } }) };
  const answer = answerRow(incoming, { audience: 'private', replaces: incoming.what.kind === 'press' });
  const details = { zone: entry.zoneId, tool: entry.tool, outcomes: entry.outcomes };
  const [row] = await act.db.$queryRaw<{ allowed: boolean; fresh: boolean; outcome: Json }[]>`
    WITH allowed AS (
      SELECT 1 FROM membership m JOIN person p ON p.id = m.person_id AND p.active WHERE m.person_id = ${person.id}::uuid AND m.zone_id = ${entry.zoneId}::uuid
    ), receipt AS (
      INSERT INTO event_receipt (key, handler, outcome)
      SELECT ${incoming.key}, ${SAVED}, ${JSON.stringify(outcome)}::jsonb || CASE WHEN ${mix !== undefined} THEN '{}'::jsonb ELSE (
        SELECT jsonb_build_object('mix', jsonb_build_object(
          'preventive', count(*) FILTER (WHERE tool IN ('INTERACTION', 'INTEGRATION')),
          'remedial', count(*) FILTER (WHERE tool IN ('TREATMENT', 'CONTROL'))))
        FROM interaction WHERE zone_id = ${entry.zoneId}::uuid AND occurred_on >= ${month}::date AND undone_at IS NULL) END
      FROM allowed
      ON CONFLICT (key) DO NOTHING RETURNING outcome
    ), stored AS (
      INSERT INTO interaction (id, partnership_id, zone_id, person_id, agency_id, text, tool, outcomes, way, structured, people_count, people_band, minutes, occurred_on, guessed, created_at, updated_at)
      SELECT ${id}::uuid, ${partnership.id}::uuid, ${entry.zoneId}::uuid, ${person.id}::uuid, ${person.agencyId}::uuid, ${entry.text}, ${entry.tool}::tool, ${entry.outcomes}::text[]::outcome[], ${entry.way ?? null}::way, ${entry.structured ?? null}::boolean, ${entry.peopleCount ?? null}::int, ${entry.peopleBand ?? null}::people_band, ${entry.minutes ?? null}::int, ${entry.occurredOn}::date, ${entry.guessed}::text[], ${act.now}::timestamptz, ${act.now}::timestamptz
      FROM receipt RETURNING id
    ), joint AS (
      INSERT INTO interaction_agency (interaction_id, agency_id) SELECT stored.id, agency::uuid FROM stored, unnest(${entry.agencyIds}::text[]) AS agency
    ), audit AS (
      INSERT INTO audit_entry (id, partnership_id, person_id, action, record_type, record_id, details, request_id)
      SELECT ${newId()}::uuid, ${partnership.id}::uuid, ${person.id}::uuid, 'interaction.logged', 'interaction', stored.id, ${JSON.stringify(details)}::jsonb, ${incoming.requestId} FROM stored
    ), delivery AS (
      INSERT INTO delivery (id, partnership_id, kind, state, lane, platform, tenant, conversation, thread, "user", reply, receipt_key, once_key, settled_at)
      SELECT ${newId()}::uuid, ${partnership.id}::uuid, ${answer.kind}::delivery_kind, ${answer.state}::delivery_state, ${answer.lane}, ${answer.platform}, ${answer.tenant}, ${answer.conversation}, ${answer.thread}, ${answer.user}, ${answer.reply === null ? null : JSON.stringify(answer.reply)}::jsonb, ${answer.receiptKey}, ${answer.onceKey}, CASE WHEN ${answer.state} = 'SENT' THEN now() END
      FROM stored RETURNING lane
    ), woken AS (
      SELECT graphile_worker.add_job(${DRAIN}, json_build_object('lane', lane), queue_name := lane, job_key := ${DRAIN} || ':' || lane, max_attempts := 25) FROM delivery WHERE ${answer.state} = 'WAITING'
    )
    SELECT EXISTS (SELECT 1 FROM allowed) AS allowed, EXISTS (SELECT 1 FROM receipt) AS fresh, (SELECT outcome FROM receipt) AS outcome, (SELECT count(*)::int FROM woken) AS woken`;
  if (row === undefined || !row.allowed)
    throw new Refusal('You are not in this zone’s team any more, so nothing was saved. Ask one of its leads.');
  act.settled();
  if (!row.fresh) {
    const first = await act.db.eventReceipt.findUniqueOrThrow({ where: { key: incoming.key } });
    return savedShape.parse(first.outcome);
  }
  const saved = savedShape.parse(row.outcome);
  if (mix === undefined) mixes.set(entry.zoneId, month, { ...saved.mix });
  if (entry.occurredOn >= month) mixes.add(entry.zoneId, month, entry.tool);
  return saved;
}

/** An interaction with what a card shows of it. */
export type FullInteraction = Interaction & {
  joint: { agencyId: string }[];
  person: { name: string };
  agency: { shortName: string };
  zone: { name: string };
};

const FULL = {
  joint: { select: { agencyId: true } },
  person: { select: { name: true } },
  agency: { select: { shortName: true } },
  zone: { select: { name: true } },
} as const;

/** @throws {Refusal} when it is not there or the person may not see it; both sound alike */
export async function readInteraction(act: Act, id: string, db: Db = act.db): Promise<FullInteraction> {
  const found = await db.interaction.findFirst({ where: { id, partnershipId: act.partnership.id }, include: FULL });
  if (found === null || !canSee(knownPerson(act), found.zoneId))
    throw new Refusal('That interaction is not here, or not yours to see.');
  return found;
}

/** The same for a live card, which has no person in front of it. */
export function findInteraction(db: Db, id: string): Promise<FullInteraction | null> {
  return db.interaction.findUnique({ where: { id }, include: FULL });
}

/** Whether a person may change an interaction now: its author for fifteen minutes, after that a lead of the zone. */
export function mayChange(act: Act, interaction: Interaction): boolean {
  const person = knownPerson(act);
  const own =
    interaction.personId === person.id &&
    isMember(person, interaction.zoneId) &&
    act.now.getTime() - interaction.createdAt.getTime() <= OWN_CHANGES_MS;
  return own || canLead(person, interaction.zoneId);
}

function assertMayChange(act: Act, interaction: Interaction): void {
  if (mayChange(act, interaction)) return;
  const own = interaction.personId === knownPerson(act).id;
  throw new Refusal(
    own
      ? 'It is more than fifteen minutes ago, so only a lead of the zone can change it now. Ask one of them.'
      : 'Only its author (for fifteen minutes) or a lead of the zone can change this.',
  );
}

export type Change = Partial<
  Pick<
    Interaction,
    | 'text'
    | 'tool'
    | 'outcomes'
    | 'way'
    | 'structured'
    | 'peopleCount'
    | 'peopleBand'
    | 'minutes'
    | 'occurredOn'
    | 'zoneId'
    | 'undoneAt'
    | 'sharedAt'
    | 'guessed'
  >
> & { agencyIds?: string[] };

/** The interaction has moved on since the card was drawn; the person sees how it stands now. */
export class Moved extends Error {
  readonly current: FullInteraction;

  constructor(current: FullInteraction) {
    super('The interaction has changed since.');
    this.current = current;
  }
}

/**
 * Changes an interaction, audits which fields, and updates its card wherever it stands.
 * @param version the one that the person saw; nothing is overwritten unseen
 * @param answer draws the reply from the changed interaction
 * @throws {Moved} when somebody else was quicker
 * @throws {Refusal} when the person may not
 */
export async function changeInteraction(
  act: Act,
  id: string,
  version: number | undefined,
  action: string,
  change: Change,
  answer: (changed: FullInteraction) => Reply,
): Promise<Reply> {
  return act.once(async (effect) => {
    const before = await readInteraction(act, id, effect.db);
    assertMayChange(act, before);
    if (
      change.zoneId !== undefined &&
      change.zoneId !== before.zoneId &&
      !isMember(knownPerson(act), change.zoneId) &&
      !knownPerson(act).admin
    )
      throw new Refusal('You are not in that zone’s team, so it stays where it is.');
    const { agencyIds, ...fields } = change;
    const changed = await effect.db.interaction.updateMany({
      where: { id, version: version ?? before.version },
      data: { ...fields, version: { increment: 1 }, updatedAt: act.now },
    });
    if (changed.count === 0) throw new Moved(await readInteraction(act, id, effect.db));
    if (agencyIds !== undefined) {
      await effect.db.interactionAgency.deleteMany({ where: { interactionId: id } });
      await effect.db.interactionAgency.createMany({
        data: agencyIds.map((agencyId) => ({ interactionId: id, agencyId })),
      });
    }
    await effect.audit({
      action,
      recordType: 'interaction',
      recordId: id,
      details: { fields: Object.keys(change), byLead: before.personId !== knownPerson(act).id },
    });
    const after = await readInteraction(act, id, effect.db);
    await effect.refresh({ type: 'interaction', id, version: after.version });
    mixes.forget(before.zoneId);
    mixes.forget(after.zoneId);
    return answer(after);
  });
}

/** Posts the interaction's card in every place of its zone, on every platform. Who may: its author, or a lead. */
export async function shareInteraction(
  act: Act,
  id: string,
  answer: (shared: FullInteraction, places: number) => Reply,
): Promise<Reply> {
  return act.once(async (effect) => {
    const before = await readInteraction(act, id, effect.db);
    const person = knownPerson(act);
    if (before.personId !== person.id && !canLead(person, before.zoneId))
      throw new Refusal('Only its author or a lead of the zone can share it.');
    if (before.undoneAt !== null) throw new Refusal('It was taken back, so there is nothing to share.');
    const places = await placesOf(effect.db, before.zoneId);
    if (places.length === 0)
      throw new Refusal(`${before.zone.name} has no channel linked yet. A lead can link one: type "zone link" in it.`);
    const first = await effect.db.interaction.updateMany({
      where: { id, sharedAt: null },
      data: { sharedAt: act.now, version: { increment: 1 } },
    });
    const after = await readInteraction(act, id, effect.db);
    if (first.count > 0) {
      await effect.show({ type: 'interaction', id, version: after.version }, places);
      await effect.audit({
        action: 'interaction.shared',
        recordType: 'interaction',
        recordId: id,
        details: { places: places.length },
      });
    }
    return answer(after, places.length);
  });
}

async function placesOf(db: Db, zoneId: string) {
  const places = await db.zonePlace.findMany({
    where: { zoneId, conversation: { stoppedReason: null } },
    include: { conversation: true },
  });
  return places.map(({ conversation }) => ({
    platform: conversation.platform,
    tenant: conversation.tenant,
    conversation: conversation.externalId,
  }));
}

export interface ListFilter {
  scope: 'mine' | 'zone';
  zoneIds: string[];
  tool?: Tool | undefined;
  outcomes: Outcome[];
  agencyId?: string | undefined;
  /** Days, both included. */
  since?: string | undefined;
  until?: string | undefined;
  /** Older than this one. */
  before?: { day: string; id: string } | undefined;
}

/** A page of interactions, latest first. @returns one more than `size` when there are older ones */
export async function listInteractions(act: Act, filter: ListFilter, size: number): Promise<FullInteraction[]> {
  const person = knownPerson(act);
  const zoneIds = filter.zoneIds.filter((zoneId) => canSee(person, zoneId));
  return act.db.interaction.findMany({
    where: {
      partnershipId: act.partnership.id,
      undoneAt: null,
      ...(filter.scope === 'mine' ? { personId: person.id } : { zoneId: { in: zoneIds } }),
      ...(filter.tool === undefined ? {} : { tool: filter.tool }),
      ...(filter.outcomes.length === 0 ? {} : { outcomes: { hasEvery: filter.outcomes } }),
      AND: [
        filter.agencyId === undefined
          ? {}
          : { OR: [{ agencyId: filter.agencyId }, { joint: { some: { agencyId: filter.agencyId } } }] },
        filter.since === undefined ? {} : { occurredOn: { gte: new Date(filter.since) } },
        filter.until === undefined ? {} : { occurredOn: { lte: new Date(filter.until) } },
        filter.before === undefined
          ? {}
          : {
              OR: [
                { occurredOn: { lt: new Date(filter.before.day) } },
                { occurredOn: new Date(filter.before.day), id: { lt: filter.before.id } },
              ],
            },
      ],
    },
    include: FULL,
    orderBy: [{ occurredOn: 'desc' }, { id: 'desc' }],
    take: size + 1,
  });
}

/** Which agency each mentioned person belongs to. */
export async function agenciesOfMentioned(act: Act, users: string[]): Promise<string[]> {
  if (users.length === 0) return [];
  const { platform, tenant } = act.incoming.sender;
  const identities = await act.db.chatIdentity.findMany({
    where: { platform, tenant, user: { in: users }, partnershipId: act.partnership.id },
    include: { person: { select: { agencyId: true } } },
  });
  return identities.flatMap((identity) => (identity.person === null ? [] : [identity.person.agencyId]));
}
