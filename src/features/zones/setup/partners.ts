// Which agencies come along (¶3.6, 5.4): asked when and by whom, willing, able; and where there is a gap.
import { z } from 'zod';
import { type Act, knownPerson, type ZoneEntry, zoneById } from '../../../chat/act.ts';
import { type Block, buttons, type Card, heading, note, paragraph } from '../../../chat/cards.ts';
import { type OpenForm, refill, type Values } from '../../../chat/forms.ts';
import { assertMay, may } from '../../../chat/may.ts';
import { agencyOptions } from '../../../chat/options.ts';
import { button, type Feature, form } from '../../../chat/registry.ts';
import { privately, type Reply } from '../../../chat/replies.ts';
import { cut, howMany, say, strong, type Text } from '../../../chat/spans.ts';
import type { Db } from '../../../database/client.ts';
import type { Prisma } from '../../../database/generated/client.ts';
import { PartnerAnswer } from '../../../database/generated/enums.ts';
import { shortDay, todayIn } from '../../../time/calendar.ts';
import { type Errors, pastDay, wordsOf } from '../fields.ts';

const LONGEST = 300;
const FULL = { person: { select: { name: true } } } satisfies Prisma.ZonePartnerInclude;
export type Partner = Prisma.ZonePartnerGetPayload<{ include: typeof FULL }>;

const ANSWERS: Record<PartnerAnswer, string> = { YES: 'yes', NO: 'no', OPEN: 'not answered yet' };

const findPartners = (db: Db, zoneId: string): Promise<Partner[]> =>
  db.zonePartner.findMany({ where: { zoneId }, include: FULL, orderBy: { changedAt: 'asc' } });

export async function showPartners(act: Act, zone: ZoneEntry, title?: string, db: Db = act.db): Promise<Reply> {
  assertMay(act, 'zone.see', { zoneId: zone.id, where: zone.name });
  const [partners, members] = await Promise.all([
    findPartners(db, zone.id),
    db.person.findMany({
      where: { active: true, memberships: { some: { zoneId: zone.id } } },
      select: { agencyId: true },
      distinct: ['agencyId'],
    }),
  ]);
  const inTeam = new Set(members.map(({ agencyId }) => agencyId));
  return privately(partnersCard(act, zone, partners, inTeam, title));
}

/** By what follows from it: who comes along, who would and cannot, who has yet to answer, who will not, who was not asked. */
export function partnersCard(
  act: Act,
  zone: ZoneEntry,
  partners: Partner[],
  inTeam: Set<string>,
  title?: string,
): Card {
  const nameOf = (id: string) => act.directory.agencies.find((agency) => agency.id === id)?.shortName ?? 'an agency';
  const groups: [label: string, of: (partner: Partner) => boolean][] = [
    ['Come along', ({ willing, able }) => willing === 'YES' && able === 'YES'],
    ['Willing, and not able yet', ({ willing, able }) => willing === 'YES' && able !== 'YES'],
    ['Have not answered', ({ willing }) => willing === 'OPEN'],
    ['Will not', ({ willing }) => willing === 'NO'],
  ];
  const unasked = act.directory.agencies.filter(
    ({ id }) => !inTeam.has(id) && !partners.some(({ agencyId }) => agencyId === id),
  );
  const coming = partners.filter(groups[0]?.[1] ?? (() => false));
  const lineOf = ({ agencyId, willing, able, note: words, askedOn, person }: Partner): Text =>
    say`${strong(nameOf(agencyId))}: willing ${ANSWERS[willing]}, able ${ANSWERS[able]} (${person.name}, ${shortDay(askedOn)})${words === '' ? '' : ` – ${cut(words, 150)}`}`;
  return {
    summary: `${zone.name}: ${howMany(coming.length, 'agency comes', 'agencies come')} along`,
    blocks: [
      heading(title ?? `Partners of ${zone.name}`),
      ...(title === undefined ? [] : [paragraph(say`${strong(zone.name)}`)]),
      ...(partners.length === 0 ? [paragraph('No agency has been asked yet.')] : []),
      ...groups.flatMap(([label, of]): Block[] => {
        const found = partners.filter(of);
        return found.length === 0
          ? []
          : [paragraph(say`${strong(label)}`), { kind: 'list', items: found.slice(0, 15).map(lineOf) }];
      }),
      ...(inTeam.size === 0
        ? []
        : [note(`In the team already: ${[...inTeam].map(nameOf).sort().slice(0, 20).join(', ')}.`)]),
      ...(unasked.length === 0
        ? []
        : [
            note(
              `Not asked yet: ${unasked
                .slice(0, 20)
                .map(({ shortName }) => shortName)
                .join(', ')}${unasked.length > 20 ? ` and ${unasked.length - 20} more` : ''}.`,
            ),
          ]),
      ...(may(act, 'zone.step', { zoneId: zone.id })
        ? [
            buttons({
              label: 'An agency’s answer',
              action: 'partner.form',
              data: { id: zone.id },
              opens: 'form',
              style: 'primary',
            }),
          ]
        : []),
    ],
  };
}

function partnerForm(act: Act, zone: ZoneEntry, values?: Values): OpenForm {
  const answers = (Object.keys(ANSWERS) as PartnerAnswer[]).map((value) => ({
    value,
    label: ANSWERS[value].replace(/^./, (first) => first.toUpperCase()),
  }));
  const open: OpenForm = {
    form: {
      id: 'partner.save',
      title: 'An agency’s answer',
      submit: 'Keep it',
      intro: [note(`Whether it comes along in ${zone.name}. A later answer takes the place of the one before.`)],
      fields: [
        {
          kind: 'choice',
          name: 'agency',
          label: 'Which agency?',
          options: agencyOptions(act),
        },
        { kind: 'choice', name: 'willing', label: 'Would it come along?', options: answers, value: 'OPEN' },
        { kind: 'choice', name: 'able', label: 'Can it?', options: answers, value: 'OPEN' },
        { kind: 'date', name: 'asked', label: 'Asked on', value: todayIn(act.partnership.timeZone, act.now).day },
        { kind: 'text', name: 'note', label: 'What did it say?', most: LONGEST, optional: true },
      ],
      data: { id: zone.id },
    },
    button: { label: 'An agency’s answer', action: 'partner.form', data: { id: zone.id }, opens: 'form' },
  };
  return values === undefined ? open : { ...open, form: refill(open.form, values) };
}

/** Who may: a lead of the zone, or the project team. */
async function savePartner(act: Act, zone: ZoneEntry, values: Values): Promise<Reply> {
  assertMay(act, 'zone.step', { zoneId: zone.id, where: zone.name });
  const errors: Errors = {};
  const agencyId = act.directory.agencies.find(({ id }) => id === values['agency'])?.id;
  if (agencyId === undefined) errors['agency'] = 'Please choose the agency.';
  const answer = (name: string) => Object.values(PartnerAnswer).find((each) => each === values[name]) ?? 'OPEN';
  const words = wordsOf(act, values, errors, 'note', LONGEST);
  const asked = pastDay(act, values, errors, 'asked');
  if (agencyId === undefined || Object.keys(errors).length > 0)
    return { kind: 'invalid', ...partnerForm(act, zone, values), errors };
  const said = {
    willing: answer('willing'),
    able: answer('able'),
    note: words,
    askedOn: new Date(asked),
    personId: knownPerson(act).id,
    changedAt: act.now,
  };
  return act.once(async (effect) => {
    await effect.db.zonePartner.upsert({
      where: { zoneId_agencyId: { zoneId: zone.id, agencyId } },
      create: { zoneId: zone.id, agencyId, ...said },
      update: said,
    });
    await effect.audit({
      action: 'zone.partner_answered',
      recordType: 'zone',
      recordId: zone.id,
      details: { agency: agencyId, willing: said.willing, able: said.able },
    });
    return showPartners(act, zone, 'Kept', effect.db);
  });
}

const record = z.object({ id: z.uuid() });

export const partners: Required<Pick<Feature, 'buttons' | 'forms'>> = {
  buttons: [
    button('partner.form', 'zone.step', record, async (act, { id }) => {
      const zone = zoneById(act, id);
      assertMay(act, 'zone.step', { zoneId: id, where: zone.name });
      return { kind: 'form', ...partnerForm(act, zone) };
    }),
  ],
  forms: [
    form('partner.save', 'zone.step', record, (act, { id }, values) => savePartner(act, zoneById(act, id), values)),
  ],
};
