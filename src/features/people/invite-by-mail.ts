// Inviting somebody who has no chat: a mail goes to them, and who takes it up is a member like any other.
import { z } from 'zod';
import { type Act, type AgencyEntry, knownPerson, type ZoneEntry } from '../../chat/act.ts';
import { buttons, facts, heading, note, paragraph } from '../../chat/cards.ts';
import { type OpenForm, refill, type Values } from '../../chat/forms.ts';
import { EMAIL } from '../../chat/platforms.ts';
import { orReopen, privately, Refusal, type Reply } from '../../chat/replies.ts';
import { say, strong } from '../../chat/spans.ts';
import type { GuestKind } from '../../database/generated/enums.ts';
import type { Mailbox } from '../../language/mail.ts';
import { dayWords, todayIn } from '../../time/calendar.ts';
import { hashOf } from './codes.ts';
import { readName } from './names.ts';
import { hold, takeUp } from './take.ts';

export const invited = z.object({ invitation: z.string().regex(/^[0-9a-f]{64}$/) }).loose();

/** @returns a sentence, where somebody cannot be invited at this address */
export async function whyNotInvited(act: Act, zone: ZoneEntry, { tenant, user }: Mailbox): Promise<string | undefined> {
  const { db } = act;
  const connection = await db.connection.findUnique({ where: { platform_tenant: { platform: EMAIL, tenant } } });
  if (connection !== null && connection.state !== 'ACTIVE')
    return `Mailboxes of ${tenant} do not take part just now; the project team decides that.`;
  const known = await db.chatIdentity.findUnique({
    where: { platform_tenant_user: { platform: EMAIL, tenant, user } },
    include: { person: { include: { memberships: { where: { zoneId: zone.id } } } } },
  });
  if ((known?.person?.memberships ?? []).length > 0) return `${user} is in the team of ${zone.name} already.`;
  const waiting = await db.invitation.findFirst({
    where: { mailbox: user, zoneId: zone.id, usedAt: null, expiresAt: { gt: act.now } },
    include: { invitedBy: { select: { name: true } } },
  });
  return waiting === null
    ? undefined
    : `${user} has been invited to ${zone.name} already, by ${waiting.invitedBy.name} on ${dayWords(todayIn(act.partnership.timeZone, waiting.createdAt).day)}. The invitation is still good.`;
}

interface Whom {
  mailbox: Mailbox;
  roleTitle: string;
  agency: AgencyEntry;
  guest: GuestKind | null;
}

/** Who may: a lead of the zone, or the project team; asked before. */
export function inviteByMail(act: Act, zone: ZoneEntry, { mailbox, roleTitle, agency, guest }: Whom): Promise<Reply> {
  const { tenant, user } = mailbox;
  const host = knownPerson(act);
  return act.once(async (effect) => {
    const { db } = effect;
    // With the first that is invited, the domain takes part; the project team sees it, and may end it.
    await db.connection.createMany({
      data: [
        {
          partnershipId: act.partnership.id,
          platform: EMAIL,
          tenant,
          name: tenant,
          decidedById: host.id,
          decidedAt: act.now,
        },
      ],
      skipDuplicates: true,
    });
    const place = { zoneId: zone.id, agencyId: agency.id, roleTitle, guest, mailbox: user };
    const { code, until } = await hold(act, effect, place);
    await effect.connectionsChanged();
    const title = `${host.name} invites you to the People Team of ${zone.name}`;
    await effect.tell(
      { platform: EMAIL, tenant, user },
      {
        summary: title,
        blocks: [
          heading(title),
          paragraph(
            `People who work in ${zone.name}, of many agencies, work as one team there: they tell each other what they have done, solve problems together and meet. You take part by e-mail: what is for you comes here, and what you want to say you say on a page of your own.`,
          ),
          facts(['As', roleTitle], ['For', agency.name], ['Good until', until]),
          buttons({
            label: 'Take part',
            action: 'invite.open',
            data: { invitation: hashOf(code) },
            opens: 'form',
            style: 'primary',
          }),
          note('Not you, or not what you want? Then do nothing: you get no other mail.'),
        ],
      },
    );
    return privately({
      summary: `${user} is invited to ${zone.name}`,
      blocks: [
        heading(`${user} is invited to ${zone.name}`),
        facts(['As', roleTitle], ['For', agency.shortName], ['Good until', until]),
        note('They take part from the mail itself. You hear when they do, and if the mail cannot be delivered.'),
      ],
    });
  });
}

export async function takeForm(act: Act, invitation: string, values?: Values): Promise<OpenForm> {
  const found = await act.db.invitation.findUnique({
    where: { codeHash: invitation },
    include: { zone: true, agency: true, invitedBy: { select: { name: true } } },
  });
  const { user, name } = act.actor.sender;
  if (found === null || found.mailbox !== user)
    throw new Refusal('This invitation was sent to another mailbox. Ask whoever invited you for one of your own.');
  if (found.usedAt !== null) throw new Refusal(say`You have taken up this invitation: you are in ${found.zone.name}.`);
  const data = { invitation };
  const open: OpenForm = {
    form: {
      id: 'invite.take',
      title: `Take part in ${found.zone.name}`,
      submit: 'Take part',
      intro: [
        paragraph(
          say`As ${strong(found.roleTitle)}, for ${found.agency.name}. ${found.invitedBy.name} has invited you.`,
        ),
        note(
          'What the team writes is about work in the place, never about single people: no names, numbers or addresses of anybody who is helped.',
        ),
      ],
      fields: [
        {
          kind: 'text',
          name: 'name',
          label: 'Your name, as colleagues know you',
          most: 80,
          value: act.actor.person?.name ?? name ?? '',
        },
        {
          kind: 'yesNo',
          name: 'digest',
          label: 'Send me the week’s digest, on Monday morning',
          value: true,
        },
      ],
      data,
    },
    button: { label: 'Take part', action: 'invite.open', data, opens: 'form' },
  };
  return values === undefined ? open : { ...open, form: refill(open.form, values) };
}

/** Who may: whoever has the mailbox to which it went. */
export async function takeByMail(act: Act, invitation: string, values: Values): Promise<Reply> {
  return orReopen(
    () => {
      const name = readName(String(values['name'] ?? ''));
      return act.once(async (effect) => {
        const reply = await takeUp(act, effect, invitation, { name, mine: act.actor.sender.user });
        if (values['digest'] !== true) {
          const taken = await effect.db.invitation.findUniqueOrThrow({ where: { codeHash: invitation } });
          const personId = taken.personId ?? '';
          await effect.db.digestSetting.upsert({
            where: { personId },
            create: { personId, off: true },
            update: { off: true },
          });
        }
        return reply;
      });
    },
    'name',
    () => takeForm(act, invitation, values),
  );
}
