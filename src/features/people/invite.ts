// A place in a team, held for somebody: a lead gets a code, whoever types it in their own chat is in. On any platform.
import { z } from 'zod';
import { type Act, knownPerson, livingZones, type ZoneEntry, zoneById } from '../../chat/act.ts';
import { facts, heading, note, paragraph, saying } from '../../chat/cards.ts';
import { type OpenForm, refill, type Values } from '../../chat/forms.ts';
import { assertMay } from '../../chat/may.ts';
import { agencyOptions } from '../../chat/options.ts';
import { button, type Feature, form } from '../../chat/registry.ts';
import { privately, Refusal, type Reply } from '../../chat/replies.ts';
import { clean, code as codeSpan, command, say, strong } from '../../chat/spans.ts';
import type { GuestKind } from '../../database/generated/enums.ts';
import { dayWords, todayIn } from '../../time/calendar.ts';
import { identifiers, inspect } from '../privacy/index.ts';
import { admit, agencyAccepts } from './admit.ts';
import { hashOf, newCode } from './codes.ts';
import { whereToReach } from './reach.ts';

/** An invitation is good for so many days. */
const DAYS = 14;
/** A lead invites at most so many in twenty-four hours. */
const MOST_A_DAY = 10;

const PARTS: Record<GuestKind | 'MEMBER', string> = {
  MEMBER: 'A member of the team',
  RESIDENT: 'A resident: plan, map, good news, steering group',
  OBSERVER: 'An observer: reads, and no more',
};

interface Known {
  role?: string | undefined;
  agency?: string | undefined;
}

export function inviteForm(act: Act, zone: ZoneEntry, { role, agency }: Known = {}, values?: Values): OpenForm {
  assertMay(act, 'zone.invite', { zoneId: zone.id, where: zone.name });
  const data = {
    zone: zone.id,
    ...(role === undefined ? {} : { role }),
    ...(agency === undefined ? {} : { agency }),
  };
  const open: OpenForm = {
    form: {
      id: 'invite.save',
      title: 'Invite to the team',
      submit: 'Make a code',
      intro: [
        note(`For the team of ${zone.name}. You get a code to pass on; whoever types it in their own chat is in.`),
      ],
      fields: [
        {
          kind: 'choice',
          name: 'agency',
          label: 'Of which agency?',
          options: agencyOptions(act),
          ...(agency === undefined ? {} : { value: agency }),
        },
        {
          kind: 'choice',
          name: 'as',
          label: 'In which part?',
          options: Object.entries(PARTS).map(([value, label]) => ({ value, label })),
          value: 'MEMBER',
        },
        {
          kind: 'text',
          name: 'role',
          label: 'As what?',
          hint: 'For example "Health visitor".',
          most: 80,
          value: role ?? '',
        },
      ],
      data,
    },
    button: { label: 'Invite to the team', action: 'invite.form', data, opens: 'form' },
  };
  return values === undefined ? open : { ...open, form: refill(open.form, values) };
}

/** Who may: a lead of the zone, or the project team. */
async function invite(act: Act, zone: ZoneEntry, known: Known, values: Values): Promise<Reply> {
  assertMay(act, 'zone.invite', { zoneId: zone.id, where: zone.name });
  if (zone.over === true) throw new Refusal(`${zone.name} is over: nobody joins its team.`);
  const roleTitle = clean(String(values['role'] ?? ''));
  const agency = act.directory.agencies.find(({ id }) => id === values['agency']);
  const guest = (['RESIDENT', 'OBSERVER'] as const).find((each) => each === values['as']) ?? null;
  const errors: Record<string, string> = {};
  if (agency === undefined) errors['agency'] = 'Please choose the agency.';
  if (roleTitle.length < 2 || roleTitle.length > 80)
    errors['role'] = 'Please say what they do, for example "Health visitor".';
  else if (identifiers(inspect(roleTitle, act.now)).length > 0)
    errors['role'] = 'Please leave out numbers and addresses.';
  const since = new Date(act.now.getTime() - 86_400_000);
  const person = knownPerson(act);
  if ((await act.db.invitation.count({ where: { invitedById: person.id, createdAt: { gt: since } } })) >= MOST_A_DAY)
    errors['role'] ??= `You have invited ${MOST_A_DAY} in a day, which is the most. Tomorrow there are more.`;
  if (Object.keys(errors).length > 0 || agency === undefined)
    return { kind: 'invalid', ...inviteForm(act, zone, known, values), errors };
  return act.once(async (effect) => {
    const code = newCode();
    const expiresAt = new Date(act.now.getTime() + DAYS * 86_400_000);
    await effect.db.invitation.create({
      data: {
        codeHash: hashOf(code),
        zoneId: zone.id,
        agencyId: agency.id,
        roleTitle,
        guest,
        invitedById: person.id,
        expiresAt,
        createdAt: act.now,
      },
    });
    await effect.audit({
      action: 'join.invited',
      recordType: 'zone',
      recordId: zone.id,
      details: { agency: agency.id },
    });
    const until = dayWords(todayIn(act.partnership.timeZone, expiresAt).day);
    const title = `A place in ${zone.name} is held`;
    return privately({
      summary: title,
      blocks: [
        heading(title),
        paragraph(say`Pass this on to one person, and nobody else: ${codeSpan(code)}`),
        facts(
          ['As', guest === null ? roleTitle : `${roleTitle} (${PARTS[guest].split(':')[0]?.toLowerCase() ?? ''})`],
          ['Agency', agency.shortName],
          ['Good until', until],
        ),
        note(
          say`They type ${command(`me join ${code}`)} to me, in Slack or Teams, wherever they are. It is good once.`,
        ),
      ],
    });
  });
}

/** Whoever types the code is in the team, as it says. Who may: whoever has the code. */
export function takeInvitation(act: Act, typed: string): Promise<Reply> {
  return act.once(async (effect) => {
    const { db } = effect;
    const found = await db.invitation.findUnique({
      where: { codeHash: hashOf(typed) },
      include: { zone: true, agency: true, invitedBy: { select: { id: true, name: true, active: true } } },
    });
    const zone = livingZones(act).find(({ id }) => id === found?.zoneId);
    if (
      found === null ||
      zone === undefined ||
      found.usedAt !== null ||
      found.expiresAt < act.now ||
      !found.invitedBy.active
    )
      throw new Refusal(
        say`That code is not good: it was mistyped, used, or is older than ${DAYS} days. Ask for another, or ask to join yourself: ${command('me join')}.`,
      );
    if (!(await agencyAccepts(act, db, found.agencyId)))
      throw new Refusal(`${found.agency.shortName} takes part from another workspace or tenant. Type the code there.`);
    const first = await db.invitation.updateMany({
      where: { codeHash: found.codeHash, usedAt: null },
      data: { usedAt: act.now },
    });
    if (first.count === 0) throw new Refusal('That code has just been used.');
    const { platform, tenant, user, name } = act.actor.sender;
    const key = { platform, tenant, user };
    const identity = await db.chatIdentity.upsert({
      where: { platform_tenant_user: key },
      create: { ...key, partnershipId: act.partnership.id, name: name ?? null },
      update: {},
    });
    const { personId, wasIn } = await admit(effect, {
      identityId: identity.id,
      partnershipId: act.partnership.id,
      agencyId: found.agencyId,
      name: identity.name ?? name ?? `${found.roleTitle} of ${found.agency.shortName}`,
      zoneId: found.zoneId,
      roleTitle: found.roleTitle,
      guest: found.guest,
    });
    if (wasIn)
      throw new Refusal(`You are in the team of ${zone.name} already; the code is still good for somebody else.`);
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
          'They have used the code that you made.',
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
  });
}

const shape = z.object({ zone: z.uuid(), role: z.string().max(80).optional(), agency: z.uuid().optional() }).loose();

export const invitations: Required<Pick<Feature, 'buttons' | 'forms'>> = {
  buttons: [
    button('invite.form', 'zone.invite', shape, (act, { zone, ...known }) =>
      Promise.resolve({ kind: 'form', ...inviteForm(act, zoneById(act, zone), known) }),
    ),
  ],
  forms: [
    form('invite.save', 'zone.invite', shape, (act, { zone, ...known }, values) =>
      invite(act, zoneById(act, zone), known, values),
    ),
  ],
};
