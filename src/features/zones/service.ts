// The rules of zones, their places and agencies, and their transactions.

import type { Act, Effect, ZoneEntry } from '../../chat/act.ts';
import type { Card } from '../../chat/cards.ts';
import { assertMay } from '../../chat/may.ts';
import { inPlace, privately, Refusal, type Reply } from '../../chat/replies.ts';
import { say } from '../../chat/spans.ts';
import type { Prisma } from '../../database/generated/client.ts';
import type { BodyKind, Sector, Setting } from '../../database/generated/enums.ts';
import { rows } from '../../database/statement.ts';
import { todayIn } from '../../time/calendar.ts';
import { BODIES } from '../people/index.ts';

/** The place's row, for linking. Private chats are not a team's place. */
async function placeHere(effect: Effect, act: Act) {
  const { place } = act.incoming;
  if (place.kind === 'personal')
    throw new Refusal('Type this in the channel or group that you mean: a private chat is not a team’s place.');
  return effect.db.conversation.findUniqueOrThrow({
    where: {
      platform_tenant_externalId: { platform: place.platform, tenant: place.tenant, externalId: place.conversation },
    },
    include: { zonePlace: { include: { zone: true } }, bodyPlace: { include: { body: true } } },
  });
}

async function keepName({ db }: Effect, id: string, name: string | undefined): Promise<void> {
  if (name !== undefined) await db.conversation.update({ where: { id }, data: { name } });
}

type Here = Awaited<ReturnType<typeof placeHere>>;

/**
 * The bot must be able to speak where a zone's cards are to stand. What the platform calls the place is kept.
 * @throws {Refusal} with how to let it in
 */
async function assertPresent(act: Act): Promise<string | undefined> {
  if (act.incoming.place.kind === 'personal') return undefined; // Said better by placeHere.
  const presence = await act.presence();
  if (presence?.here === false)
    throw new Refusal(`I am not in this place, so nothing of mine could stand here. ${presence.invite}`);
  return presence?.name;
}

/** A place belongs to one zone, or to one body. */
function assertFree({ zonePlace, bodyPlace }: Here): void {
  const owner = zonePlace?.zone.name ?? (bodyPlace === null ? undefined : `the ${BODIES[bodyPlace.body.kind]}`);
  if (owner !== undefined) throw new Refusal(say`This place belongs to ${owner}. Type "zone unlink" here first.`);
}

/** Makes this channel the one in which a body of the partnership meets. Who may: the project team. */
export async function linkBody(act: Act, kind: BodyKind, answer: (linked: string) => Card): Promise<Reply> {
  assertMay(act, 'body.link');
  const name = await assertPresent(act);
  return act.once(async (effect) => {
    const here = await placeHere(effect, act);
    await keepName(effect, here.id, name);
    if (here.bodyPlace?.body.kind === kind) return privately(answer(`The ${BODIES[kind]} meets here already`));
    assertFree(here);
    const key = { partnershipId: act.partnership.id, kind };
    const body = await effect.db.body.upsert({ where: { partnershipId_kind: key }, create: key, update: {} });
    await effect.db.bodyPlace.create({ data: { conversationId: here.id, bodyId: body.id } });
    await effect.audit({
      action: 'body.place_linked',
      recordType: 'body',
      recordId: body.id,
      details: { platform: here.platform },
    });
    return privately(answer(`The ${BODIES[kind]} meets here now`));
  });
}

/** Makes this channel one of a zone's places. Who may: a lead of the zone, or the project team. */
export async function linkPlace(act: Act, zone: ZoneEntry, answer: (linked: string) => Card): Promise<Reply> {
  assertMay(act, 'zone.link', { zoneId: zone.id, where: zone.name });
  if (zone.over === true) throw new Refusal(`${zone.name} is over: nothing new is kept there.`);
  const name = await assertPresent(act);
  return act.once(async (effect) => {
    const here = await placeHere(effect, act);
    await keepName(effect, here.id, name);
    if (here.zonePlace?.zoneId === zone.id) return privately(answer(`This place already belongs to ${zone.name}`));
    assertFree(here);
    await effect.db.zonePlace.create({ data: { conversationId: here.id, zoneId: zone.id } });
    await effect.audit({
      action: 'zone.place_linked',
      recordType: 'zone',
      recordId: zone.id,
      details: { platform: here.platform },
    });
    return privately(answer(`This place now belongs to ${zone.name}`));
  });
}

/** Ends the link between this channel and its zone. Who may: a lead of the zone, or the project team. */
export async function unlinkPlace(act: Act, answer: (title: string) => Card): Promise<Reply> {
  return act.once(async (effect) => {
    const here = await placeHere(effect, act);
    if (here.bodyPlace !== null) {
      assertMay(act, 'body.link');
      const { bodyId, body } = here.bodyPlace;
      await effect.db.bodyPlace.delete({ where: { conversationId: here.id } });
      await effect.audit({ action: 'body.place_unlinked', recordType: 'body', recordId: bodyId });
      return privately(answer(`The ${BODIES[body.kind]} no longer meets here`));
    }
    if (here.zonePlace === null) throw new Refusal('This place is not linked to a zone.');
    assertMay(act, 'zone.unlink', { zoneId: here.zonePlace.zoneId, where: here.zonePlace.zone.name });
    await effect.db.zonePlace.delete({ where: { conversationId: here.id } });
    await effect.audit({
      action: 'zone.place_unlinked',
      recordType: 'zone',
      recordId: here.zonePlace.zoneId,
      details: { platform: here.platform },
    });
    return privately(answer(`This place no longer belongs to ${here.zonePlace.zone.name}`));
  });
}

/** Adds a zone. Who may: the project team. @param code two to four letters that people say aloud */
export async function addZone(
  act: Act,
  name: string,
  code: string,
  setting: Setting,
  answer: (title: string) => Card,
): Promise<Reply> {
  assertMay(act, 'zone.add');
  return act.once(async (effect) => {
    await createZone(effect, act.partnership.id, { name, code, setting });
    return privately(answer(`${name} (${code}) is here`));
  });
}

/** By its name or letters, those that it had before among them: what somebody typed of it is meant for ever. */
export const namedSo = (partnershipId: string, name: string, code: string): Prisma.ZoneWhereInput => ({
  partnershipId,
  OR: [
    { name: { equals: name, mode: 'insensitive' } },
    { code },
    { formerNames: { has: name } },
    { formerCodes: { has: code } },
  ],
});

export const takenWords = ({ name, code }: { name: string; code: string }): string =>
  `There is already ${name} (${code}). Choose another name, or other letters.`;

/** @throws {Refusal} when its name or letters are taken, or were another's */
export async function createZone(
  effect: Effect,
  partnershipId: string,
  { name, code, setting }: { name: string; code: string; setting: Setting },
): Promise<{ id: string }> {
  const taken = await effect.db.zone.findFirst({
    where: namedSo(partnershipId, name, code),
  });
  if (taken !== null) throw new Refusal(takenWords(taken));
  const zone = await effect.db.zone.create({ data: { partnershipId, name, code, setting } });
  await effect.audit({ action: 'zone.added', recordType: 'zone', recordId: zone.id });
  await effect.directoryChanged();
  return zone;
}

/** Adds an agency. Who may: the project team. */
export async function addAgency(
  act: Act,
  name: string,
  shortName: string,
  sector: Sector,
  answer: (title: string) => Card,
): Promise<Reply> {
  assertMay(act, 'agency.change');
  return act.once(async (effect) => {
    const taken = await effect.db.agency.findFirst({
      where: {
        partnershipId: act.partnership.id,
        OR: [
          { name: { equals: name, mode: 'insensitive' } },
          { shortName: { equals: shortName, mode: 'insensitive' } },
        ],
      },
    });
    if (taken !== null) throw new Refusal(`There is already ${taken.name} (${taken.shortName}).`);
    const agency = await effect.db.agency.create({
      data: { partnershipId: act.partnership.id, name, shortName, sector },
    });
    await effect.audit({ action: 'agency.added', recordType: 'agency', recordId: agency.id });
    await effect.directoryChanged();
    return privately(answer(`${name} is here`));
  });
}

/** Another name for an agency; the old ones are still understood. Who may: the project team. */
export async function renameAgency(
  act: Act,
  id: string,
  name: string,
  shortName: string | undefined,
  answer: (title: string) => Card,
): Promise<Reply> {
  assertMay(act, 'agency.change');
  return act.once(async (effect) => {
    const before = await effect.db.agency.findUniqueOrThrow({ where: { id } });
    const short = shortName ?? name;
    const taken = await effect.db.agency.findFirst({
      where: {
        partnershipId: act.partnership.id,
        id: { not: id },
        OR: [{ name: { equals: name, mode: 'insensitive' } }, { shortName: { equals: short, mode: 'insensitive' } }],
      },
    });
    if (taken !== null)
      throw new Refusal(
        say`There is already ${taken.name} (${taken.shortName}). "zone agency merge" puts two into one.`,
      );
    const aliases = [...new Set([...before.aliases, before.name, before.shortName])].filter(
      (alias) => ![name, short].some((now) => now.toLowerCase() === alias.toLowerCase()),
    );
    await effect.db.agency.update({ where: { id }, data: { name, shortName: short, aliases } });
    await effect.audit({ action: 'agency.renamed', recordType: 'agency', recordId: id });
    await effect.directoryChanged();
    return privately(answer(`${before.name} is now ${name} (${short})`));
  });
}

/** Where an agency may stand but once beside the same thing: the other one's entry goes. */
const ONCE = [
  ['interaction_agency', ['interaction_id']],
  ['problem_agency', ['problem_id']],
  ['zone_partner', ['zone_id']],
  ['agency_tenant', ['platform', 'tenant']],
  ['champion_deputy', ['person_id']],
] as const;

/** Puts one agency into another: its people, what it has done, its names. Who may: the project team. */
export async function mergeAgencies(
  act: Act,
  fromId: string,
  intoId: string,
  answer: (title: string) => Card,
): Promise<Reply> {
  assertMay(act, 'agency.change');
  return act.once(async (effect) => {
    const { db } = effect;
    const both = await db.agency.findMany({
      where: { id: { in: [fromId, intoId] }, partnershipId: act.partnership.id },
    });
    const [from, into] = [fromId, intoId].map((id) => both.find((agency) => agency.id === id));
    if (from === undefined || into === undefined) throw new Refusal('One of them is no longer here.');
    for (const [table, others] of ONCE)
      await db.$executeRawUnsafe(
        `DELETE FROM "${table}" f USING "${table}" i WHERE f.agency_id = $1::uuid AND i.agency_id = $2::uuid AND ${others.map((other) => `f."${other}" = i."${other}"`).join(' AND ')}`,
        fromId,
        intoId,
      );
    await db.$executeRaw`
      DELETE FROM champion WHERE agency_id = ${fromId}::uuid AND EXISTS (SELECT 1 FROM champion c WHERE c.agency_id = ${intoId}::uuid)`;
    // Whatever refers to an agency follows; a table that is added later does, too.
    const columns = await db.$queryRaw<{ name: string; column: string }[]>`
      SELECT c.conrelid::regclass::text AS name, a.attname AS column FROM pg_constraint c
      JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
      WHERE c.contype = 'f' AND c.confrelid = 'agency'::regclass ORDER BY 1, 2`;
    for (const { name, column } of columns)
      await db.$executeRawUnsafe(
        `UPDATE ${name} SET "${column}" = $2::uuid WHERE "${column}" = $1::uuid`,
        fromId,
        intoId,
      );
    await db.agency.delete({ where: { id: fromId } });
    const aliases = [...new Set([...into.aliases, from.name, from.shortName, ...from.aliases])].filter(
      (alias) => ![into.name, into.shortName].some((now) => now.toLowerCase() === alias.toLowerCase()),
    );
    await db.agency.update({ where: { id: intoId }, data: { aliases } });
    await effect.audit({ action: 'agency.merged', recordType: 'agency', recordId: intoId, details: { from: fromId } });
    await effect.directoryChanged();
    return inPlace(answer(`${from.name} is now part of ${into.name}`));
  });
}

/** Limits an agency to the workspace or tenant in which this is typed, or takes the limit away. Who may: the project team. */
export async function limitAgency(
  act: Act,
  agencyId: string,
  limited: boolean,
  answer: (title: string) => Card,
): Promise<Reply> {
  assertMay(act, 'agency.change');
  return act.once(async (effect) => {
    const { platform, tenant } = act.incoming.sender;
    if (limited)
      await effect.db.agencyTenant.upsert({
        where: { agencyId_platform_tenant: { agencyId, platform, tenant } },
        create: { agencyId, platform, tenant },
        update: {},
      });
    else await effect.db.agencyTenant.deleteMany({ where: { agencyId } });
    await effect.audit({
      action: limited ? 'agency.limited' : 'agency.unlimited',
      recordType: 'agency',
      recordId: agencyId,
      details: { platform },
    });
    return privately(
      answer(
        limited
          ? 'Its people are now accepted from this workspace only (and others that you add the same way)'
          : 'Its people are now accepted from anywhere that the partnership knows',
      ),
    );
  });
}

export interface ZoneSide {
  id: string;
  name: string;
  code: string;
  team: number;
  /** In four weeks. */
  interactions: number;
  meetings: number;
  /** Open problems, and those of them that have moved in fourteen days. */
  open: number;
  moving: number;
  /** Problems that wait for one agency's answer. */
  waiting: number;
  mentored: boolean;
}

/** All zones side by side, for whoever looks after them. @param personId whose agency is waited for, and who mentors */
export async function zonesSideBySide(act: Act, personId: string, agencyId: string): Promise<ZoneSide[]> {
  const month = new Date(act.now.getTime() - 28 * 86_400_000);
  const moved = new Date(act.now.getTime() - 14 * 86_400_000);
  return act.db.$queryRaw<ZoneSide[]>`
    SELECT z.id, z.name, z.code,
      (SELECT count(*)::int FROM membership m JOIN person p ON p.id = m.person_id AND p.active WHERE m.zone_id = z.id) AS team,
      (SELECT count(*)::int FROM interaction i WHERE i.zone_id = z.id AND i.undone_at IS NULL AND i.created_at > ${month}) AS interactions,
      (SELECT count(*)::int FROM meeting g WHERE g.zone_id = z.id AND g.state = 'ENDED' AND g.ended_at > ${month}) AS meetings,
      (SELECT count(*)::int FROM problem q WHERE q.zone_id = z.id AND q.state <> 'CLOSED') AS open,
      (SELECT count(*)::int FROM problem q WHERE q.zone_id = z.id AND q.state <> 'CLOSED' AND q.moved_at > ${moved}) AS moving,
      (SELECT count(*)::int FROM problem_agency a JOIN problem q ON q.id = a.problem_id AND q.state <> 'CLOSED' WHERE q.zone_id = z.id AND a.agency_id = ${agencyId}::uuid AND a.state = 'ASKED') AS waiting,
      EXISTS (SELECT 1 FROM mentor t WHERE t.zone_id = z.id AND t.person_id = ${personId}::uuid) AS mentored
    FROM zone z WHERE z.partnership_id = ${act.partnership.id}::uuid AND z.ended_on IS NULL ORDER BY z.name`;
}

export interface WeekTally {
  /** Monday, YYYY-MM-DD. */
  week: string;
  preventive: number;
  remedial: number;
  enabling: number;
}

/** Interactions of a zone by week and leaning, the last `weeks` weeks, empty ones included. */
export async function tallyWeeks(act: Act, zoneId: string, weeks: number): Promise<WeekTally[]> {
  const { day: today } = todayIn(act.partnership.timeZone, act.now);
  return rows<WeekTally>(act.db)`
    SELECT to_char(w, 'YYYY-MM-DD') AS week, tally.* FROM generate_series(
      date_trunc('week', ${today}::date) - ${weeks - 1}::int * interval '1 week', date_trunc('week', ${today}::date), interval '1 week') AS w
    CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE i.tool IN ('INTERACTION', 'INTEGRATION'))::int AS preventive,
        count(*) FILTER (WHERE i.tool IN ('TREATMENT', 'CONTROL'))::int AS remedial,
        count(*) FILTER (WHERE i.tool IN ('ENVIRONMENT', 'BELIEVING'))::int AS enabling
      FROM interaction i WHERE i.zone_id = ${zoneId}::uuid AND i.occurred_on >= w::date AND i.occurred_on < w::date + 7 AND i.undone_at IS NULL) AS tally
    ORDER BY w`;
}
