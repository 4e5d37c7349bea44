// Becoming known: somebody asks to join a zone's team, a lead decides, the applicant hears.

import { type Act, type Actor, knownPerson, livingZones, type Notice } from '../../chat/act.ts';
import type { OpenForm, Values } from '../../chat/forms.ts';
import { may } from '../../chat/may.ts';
import { platformName } from '../../chat/platforms.ts';
import { inPlace, privately, Refusal, type Reply } from '../../chat/replies.ts';
import { clean, say } from '../../chat/spans.ts';
import type { Db } from '../../database/client.ts';
import type { Prisma } from '../../database/generated/client.ts';
import { identifiers, inspect } from '../privacy/index.ts';
import { admit, agencyAccepts } from './admit.ts';
import { whereToReach } from './reach.ts';
import { answerToApplicant, askedCard, joinForm, requestCard, strangerCard } from './views.ts';

/** What somebody unknown sees, whatever they asked. */
export async function greetStranger(act: Act): Promise<Reply> {
  const pending = await pendingRequest(act.db, act.actor);
  return privately(strangerCard(act, pending?.zone.name));
}

function pendingRequest(db: Db, { sender: { platform, tenant, user } }: Actor) {
  return db.joinRequest.findFirst({
    where: { state: 'PENDING', identity: { platform, tenant, user } },
    include: { zone: true },
  });
}

export function openJoinForm(act: Act): OpenForm {
  if (livingZones(act).length === 0)
    throw new Refusal(say`There is no zone yet. Whoever runs this bot begins with "zone new".`);
  return joinForm(act);
}

/** Keeps the request and asks the zone's leads; where there is none, the project team. */
export async function askToJoin(act: Act, values: Values): Promise<Reply> {
  const name = clean(String(values['name'] ?? ''));
  const roleTitle = clean(String(values['role'] ?? ''));
  const agency = act.directory.agencies.find((entry) => entry.id === values['agency']);
  const zone = livingZones(act).find((entry) => entry.id === values['zone']);
  const errors: Record<string, string> = {};
  if (name.length < 2 || name.length > 80) errors['name'] = 'Please give your name, as colleagues know you.';
  if (roleTitle.length < 2 || roleTitle.length > 80)
    errors['role'] = 'Please say what you do, for example "Street warden".';
  if (identifiers(inspect(`${name} ${roleTitle}`, act.now)).length > 0)
    errors['role'] = 'Please leave out numbers and addresses; your name and role are enough.';
  if (agency === undefined) errors['agency'] = 'Please choose your agency.';
  if (zone === undefined) errors['zone'] = 'Please choose a zone.';
  if (Object.keys(errors).length > 0 || agency === undefined || zone === undefined)
    return { kind: 'invalid', ...joinForm(act, values), errors };
  if (!(await agencyAccepts(act, act.db, agency.id))) {
    return {
      kind: 'invalid',
      ...joinForm(act, values),
      errors: {
        agency: `${agency.shortName} takes part from another workspace or tenant. Ask from there, or ask whoever runs this bot.`,
      },
    };
  }
  return act.once(async (effect) => {
    const { sender } = act.actor;
    const key = { platform: sender.platform, tenant: sender.tenant, user: sender.user };
    const identity = await effect.db.chatIdentity.upsert({
      where: { platform_tenant_user: key },
      create: { ...key, partnershipId: act.partnership.id, name },
      update: { name },
    });
    const member =
      identity.personId === null
        ? null
        : await effect.db.membership.findUnique({
            where: { personId_zoneId: { personId: identity.personId, zoneId: zone.id } },
          });
    if (member !== null) throw new Refusal(`You are already in the team of ${zone.name}.`);
    const waiting = await effect.db.joinRequest.findFirst({
      where: { identityId: identity.id, zoneId: zone.id, state: 'PENDING' },
    });
    if (waiting !== null) return privately(askedCard(zone.name));
    const request = await effect.db.joinRequest.create({
      data: {
        partnershipId: act.partnership.id,
        identityId: identity.id,
        agencyId: agency.id,
        zoneId: zone.id,
        name,
        roleTitle,
      },
    });
    await effect.audit({
      action: 'join.asked',
      recordType: 'join_request',
      recordId: request.id,
      details: { zone: zone.id, agency: agency.id },
    });
    await effect.show(
      { type: 'join_request', id: request.id, version: request.version },
      await deciders(effect.db, act.partnership.id, zone.id),
    );
    return privately(askedCard(zone.name));
  });
}

/** Private chats of the zone's leads; without any, of the project team. */
async function deciders(db: Db, partnershipId: string, zoneId: string): Promise<Notice[]> {
  const leads = await reachable(db, { partnershipId, active: true, memberships: { some: { zoneId, lead: true } } });
  return leads.length > 0 ? leads : reachable(db, { partnershipId, active: true, roles: { has: 'ADMIN' } });
}

async function reachable(db: Db, where: Prisma.PersonWhereInput): Promise<Notice[]> {
  const people = await db.person.findMany({ where, select: { id: true } });
  const found = await whereToReach(
    db,
    people.map(({ id }) => id),
  );
  return [...found.values()];
}

/** Approves or declines. Who may: a lead of the zone, or the project team; checked at the press. */
export async function decide(act: Act, id: string, approve: boolean): Promise<Reply> {
  return act.once(async (effect) => {
    const request = await effect.db.joinRequest.findFirst({ where: { id, partnershipId: act.partnership.id } });
    if (request === null || !may(act, 'join.decide', request))
      throw new Refusal('That request is not here, or not yours to answer.');
    const state = approve ? 'APPROVED' : 'DECLINED';
    const first = await effect.db.joinRequest.updateMany({
      where: { id, state: 'PENDING' },
      data: { state, decidedById: knownPerson(act).id, decidedAt: act.now, version: { increment: 1 } },
    });
    if (first.count > 0) {
      if (approve) await admit(effect, request);
      await effect.audit({
        action: approve ? 'join.approved' : 'join.declined',
        recordType: 'join_request',
        recordId: id,
      });
      await effect.refresh({ type: 'join_request', id, version: request.version + 1 });
      const identity = await effect.db.chatIdentity.findUniqueOrThrow({ where: { id: request.identityId } });
      const zone = act.directory.zones.find((entry) => entry.id === request.zoneId)?.name ?? 'the zone';
      await effect.tell(
        { platform: identity.platform, tenant: identity.tenant, user: identity.user },
        answerToApplicant(zone, approve, knownPerson(act).name),
      );
    }
    const drawn = await drawRequest(effect.db, id);
    return drawn === undefined ? { kind: 'nothing' } : inPlace(drawn.card);
  });
}

/** The request, to whoever may answer it: a lead of the zone, or the project team. */
export async function showRequest(act: Act, id: string): Promise<Reply> {
  const request = await act.db.joinRequest.findFirst({ where: { id, partnershipId: act.partnership.id } });
  if (request === null || !may(act, 'join.decide', request))
    throw new Refusal('That request is not here, or not yours to answer.');
  const drawn = await drawRequest(act.db, id);
  return drawn === undefined ? { kind: 'nothing' } : privately(drawn.card);
}

/** The request as its live card, for those who decide. */
export async function drawRequest(db: Db, id: string) {
  const request = await db.joinRequest.findUnique({
    where: { id },
    include: { agency: true, zone: true, identity: true },
  });
  if (request === null) return undefined;
  const decider =
    request.decidedById === null ? null : await db.person.findUnique({ where: { id: request.decidedById } });
  const { platform, tenant } = request.identity;
  // Whoever is heard from a workspace or tenant that takes no part itself is a guest in somebody else's.
  const home = await db.connection.findUnique({ where: { platform_tenant: { platform, tenant } } });
  const guestOn = home === null ? platformName(platform) : undefined;
  return { card: requestCard(request, decider?.name, guestOn), version: request.version };
}
