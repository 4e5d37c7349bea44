// A place in a team, held for somebody: a lead gets a code, whoever types it in their own chat is in. On any platform.
import { z } from 'zod';
import { type Act, knownPerson, type ZoneEntry, zoneById } from '../../chat/act.ts';
import { facts, heading, note, paragraph } from '../../chat/cards.ts';
import { type OpenForm, refill, type Values } from '../../chat/forms.ts';
import { assertMay } from '../../chat/may.ts';
import { agencyOptions } from '../../chat/options.ts';
import { EMAIL } from '../../chat/platforms.ts';
import { button, type Feature, form } from '../../chat/registry.ts';
import { privately, Refusal, type Reply } from '../../chat/replies.ts';
import { clean, code as codeSpan, command, say } from '../../chat/spans.ts';
import type { GuestKind } from '../../database/generated/enums.ts';
import { readMailbox } from '../../language/mail.ts';
import { identifiers, inspect } from '../privacy/index.ts';
import { nameMeant } from './find.ts';
import { inviteByMail, invited, takeByMail, takeForm, whyNotInvited } from './invite-by-mail.ts';
import { hold } from './take.ts';

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
  mail?: string | undefined;
  /** Who it is for, by name or as the platform mentions them: a code is nobody's until it is typed. */
  called?: string | undefined;
}

/** The form, unless who is named is in the team already. */
export async function openInvite(act: Act, zone: ZoneEntry, known: Known = {}): Promise<Reply> {
  const { line, mention, meant: found } = await nameMeant(act, known.called ?? '', zone.id);
  // "Tom Smith" is not the Tom who is in the team.
  const meant = found !== undefined && 'to' in found && line.slice(found.to).trim() === '' ? found : undefined;
  const isKnown = meant?.kind === 'person' || meant?.kind === 'elsewhere';
  const called = isKnown ? meant.person.name : mention?.user === undefined ? known.called : mention.words;
  const form = inviteForm(act, zone, { ...known, called: called === '' ? undefined : called });
  const there =
    meant?.kind === 'person'
      ? await act.db.membership.findFirst({ where: { zoneId: zone.id, personId: meant.person.id } })
      : null;
  if (meant?.kind === 'person' && there !== null)
    throw new Refusal(
      say`${meant.person.name} (${meant.person.agency}) is in the team of ${zone.name} already. For somebody else: ${command('zone invite')}.`,
    );
  return { kind: 'form', ...form };
}

function inviteForm(act: Act, zone: ZoneEntry, { role, agency, mail, called }: Known = {}, values?: Values): OpenForm {
  assertMay(act, 'zone.invite', { zoneId: zone.id, where: zone.name });
  const data = {
    zone: zone.id,
    ...(role === undefined ? {} : { role }),
    ...(agency === undefined ? {} : { agency }),
    ...(mail === undefined ? {} : { mail }),
    ...(called === undefined ? {} : { called: called.slice(0, 80) }),
  };
  const byMail = act.reaches(EMAIL);
  const open: OpenForm = {
    form: {
      id: 'invite.save',
      title: 'Invite to the team',
      submit: 'Invite',
      intro: [
        note(
          `For the team of ${zone.name}. You get a code to pass on${called === undefined ? '' : ` to ${called}`}; whoever types it in their own chat is in.${byMail ? ' Who has no chat is invited by e-mail.' : ''}`,
        ),
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
        ...(byMail
          ? [
              {
                kind: 'text' as const,
                name: 'mail',
                label: 'Their e-mail address, if they have no chat',
                hint: 'One person’s own address, at work if they have one.',
                most: 254,
                value: mail ?? '',
                optional: true as const,
              },
            ]
          : []),
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
  const typed = String(values['mail'] ?? '').trim();
  const mailbox = typed === '' ? undefined : readMailbox(typed);
  if (typed !== '' && mailbox === undefined)
    errors['mail'] = 'That is not one address. Write it as ann@agency.org, one person at a time.';
  else if (mailbox !== undefined) {
    const trouble = await whyNotInvited(act, zone, mailbox);
    if (trouble !== undefined) errors['mail'] = trouble;
  }
  if (Object.keys(errors).length > 0 || agency === undefined)
    return { kind: 'invalid', ...inviteForm(act, zone, known, values), errors };
  if (mailbox !== undefined) return inviteByMail(act, zone, { mailbox, roleTitle, agency, guest });
  return act.once(async (effect) => {
    const { code, until } = await hold(act, effect, { zoneId: zone.id, agencyId: agency.id, roleTitle, guest });
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

const shape = z
  .object({
    zone: z.uuid(),
    role: z.string().max(80).optional(),
    agency: z.uuid().optional(),
    mail: z.string().max(254).optional(),
    called: z.string().max(80).optional(),
  })
  .loose();

export const invitations: Required<Pick<Feature, 'buttons' | 'forms'>> = {
  buttons: [
    button('invite.open', 'anyone', invited, async (act, { invitation }) => ({
      kind: 'form',
      ...(await takeForm(act, invitation)),
    })),
    button('invite.form', 'zone.invite', shape, (act, { zone, ...known }) =>
      Promise.resolve({ kind: 'form', ...inviteForm(act, zoneById(act, zone), known) }),
    ),
  ],
  forms: [
    form('invite.take', 'anyone', invited, (act, { invitation }, values) => takeByMail(act, invitation, values)),
    form('invite.save', 'zone.invite', shape, (act, { zone, ...known }, values) =>
      invite(act, zoneById(act, zone), known, values),
    ),
  ],
};
