// Taking up what was held for somebody: a place in a team, or beside it.
import { type Act, type Effect, knownPerson, livingZones } from '../../chat/act.ts';
import { heading, note, paragraph, saying } from '../../chat/cards.ts';
import { privately, Refusal, type Reply } from '../../chat/replies.ts';
import { command, say, strong } from '../../chat/spans.ts';
import type { GuestKind } from '../../database/generated/enums.ts';
import { dayWords, todayIn } from '../../time/calendar.ts';
import { admit, agencyAccepts } from './admit.ts';
import { hashOf, newCode } from './codes.ts';
import { whereToReach } from './reach.ts';

/** An invitation is good for so many days. */
export const DAYS = 14;

export interface Held {
  zoneId: string;
  agencyId: string;
  roleTitle: string;
  guest: GuestKind | null;
  /** Whose mailbox it goes to. */
  mailbox?: string;
}

/** Holds a place in a team. @returns what it is taken up by, and its last day in words */
export async function hold(act: Act, effect: Effect, held: Held): Promise<{ code: string; until: string }> {
  const code = newCode();
  const expiresAt = new Date(act.now.getTime() + DAYS * 86_400_000);
  await effect.db.invitation.create({
    data: { ...held, codeHash: hashOf(code), invitedById: knownPerson(act).id, expiresAt, createdAt: act.now },
  });
  await effect.audit({
    action: 'join.invited',
    recordType: 'zone',
    recordId: held.zoneId,
    details: { agency: held.agencyId, byMail: held.mailbox !== undefined },
  });
  return { code, until: dayWords(todayIn(act.partnership.timeZone, expiresAt).day) };
}

/** Whoever types the code is in the team, as it says. Who may: whoever has the code. */
export function takeInvitation(act: Act, typed: string): Promise<Reply> {
  return act.once((effect) => takeUp(act, effect, hashOf(typed)));
}

/** What was held for somebody is theirs. @param mine the mailbox from which it is taken up, where it went to one */
export async function takeUp(
  act: Act,
  effect: Effect,
  codeHash: string,
  as?: { name: string; mine: string },
): Promise<Reply> {
  const { db } = effect;
  const found = await db.invitation.findUnique({
    where: { codeHash },
    include: { zone: true, agency: true, invitedBy: { select: { id: true, name: true, active: true } } },
  });
  const byMail = as !== undefined;
  const zone = livingZones(act).find(({ id }) => id === found?.zoneId);
  if (
    found === null ||
    zone === undefined ||
    found.usedAt !== null ||
    found.expiresAt < act.now ||
    !found.invitedBy.active ||
    // What went to a mailbox is taken up from there alone, and a code from no mailbox.
    (found.mailbox ?? undefined) !== as?.mine
  )
    throw new Refusal(
      byMail
        ? `This invitation is not good any more: it was used, is older than ${DAYS} days, or ${zone?.name ?? 'the zone'} has changed. Ask whoever invited you for another.`
        : say`That code is not good: it was mistyped, used, or is older than ${DAYS} days. Ask for another, or ask to join yourself: ${command('me join')}.`,
    );
  if (!(await agencyAccepts(act, db, found.agencyId)))
    throw new Refusal(`${found.agency.shortName} takes part from another workspace or tenant. Type the code there.`);
  const first = await db.invitation.updateMany({
    where: { codeHash: found.codeHash, usedAt: null },
    data: { usedAt: act.now },
  });
  if (first.count === 0)
    throw new Refusal(byMail ? 'This invitation has just been used.' : 'That code has just been used.');
  const { platform, tenant, user, name } = act.actor.sender;
  const key = { platform, tenant, user };
  const identity = await db.chatIdentity.upsert({
    where: { platform_tenant_user: key },
    create: { ...key, partnershipId: act.partnership.id, name: as?.name ?? name ?? null },
    update: {},
  });
  const { personId, wasIn } = await admit(effect, {
    identityId: identity.id,
    partnershipId: act.partnership.id,
    agencyId: found.agencyId,
    name: as?.name ?? identity.name ?? name ?? `${found.roleTitle} of ${found.agency.shortName}`,
    zoneId: found.zoneId,
    roleTitle: found.roleTitle,
    guest: found.guest,
  });
  if (wasIn)
    throw new Refusal(
      `You are in the team of ${zone.name} already${byMail ? '.' : '; the code is still good for somebody else.'}`,
    );
  await db.invitation.update({ where: { codeHash: found.codeHash }, data: { personId } });
  await effect.audit({
    action: 'join.invitation_taken',
    recordType: 'person',
    recordId: personId,
    details: { zone: zone.id },
  });
  const host = (await whereToReach(db, [found.invitedBy.id])).get(found.invitedBy.id);
  if (host !== undefined)
    await effect.tell(
      host,
      saying(
        `${found.roleTitle} (${found.agency.shortName}) is in ${zone.name}`,
        byMail ? 'They have taken up the invitation that you sent.' : 'They have used the code that you made.',
      ),
    );
  const title =
    found.guest === null
      ? `You are in the team of ${zone.name}`
      : `You ${found.guest === 'RESIDENT' ? 'have a part in' : 'may read'} ${zone.name}`;
  return privately({
    summary: title,
    blocks: [
      heading(title),
      paragraph(
        say`As ${strong(found.roleTitle)}, for ${found.agency.shortName}; ${found.invitedBy.name} has invited you.`,
      ),
      note(
        say`Begin with ${command('zone')}: what it wants, who is in it, what comes next. ${command('me name')} says what you are called here.`,
      ),
    ],
  });
}
