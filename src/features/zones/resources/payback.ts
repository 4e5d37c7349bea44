// "Nominate for payback" (¶4.3): the text that probation's form wants, and what became of it. A nomination asks for work that is for
// the community, takes nobody's paid work and makes nobody a profit; it is acknowledged within two working days.
import { type Act, knownPerson } from '../../../chat/act.ts';
import { type Button, buttons, type Card, facts, heading, note, paragraph } from '../../../chat/cards.ts';
import { type OpenForm, refill, type Values } from '../../../chat/forms.ts';
import { assertMay, may } from '../../../chat/may.ts';
import { privately, Refusal, type Reply } from '../../../chat/replies.ts';
import { say, strong } from '../../../chat/spans.ts';
import type { Db } from '../../../database/client.ts';
import type { Prisma } from '../../../database/generated/client.ts';
import type { NominationState } from '../../../database/generated/enums.ts';
import { capitalised } from '../../../language/vocabulary.ts';
import { shortDay, todayIn } from '../../../time/calendar.ts';
import { workingDaysFrom } from '../../../time/working-days.ts';
import { readProblem } from '../../problems/index.ts';
import { type Errors, type Read, wordsOf } from '../fields.ts';

const RECORD = 'nomination';
const ACKNOWLEDGED_WITHIN = 2;

export const STATES: Record<NominationState, string> = {
  DRAFT: 'Drafted',
  SENT: 'Sent',
  ACKNOWLEDGED: 'Acknowledged',
  ACCEPTED: 'Accepted',
  DECLINED: 'Declined',
  DONE: 'Done',
};
/** What may follow. */
const NEXT: Record<NominationState, NominationState[]> = {
  DRAFT: ['SENT'],
  SENT: ['ACKNOWLEDGED', 'ACCEPTED', 'DECLINED'],
  ACKNOWLEDGED: ['ACCEPTED', 'DECLINED'],
  ACCEPTED: ['DONE', 'DECLINED'],
  DECLINED: [],
  DONE: [],
};

const FULL = {
  zone: { select: { name: true } },
  problem: { select: { number: true, title: true, zone: { select: { code: true } } } },
} satisfies Prisma.NominationInclude;
type FullNomination = Prisma.NominationGetPayload<{ include: typeof FULL }>;

const FIELDS = [
  ['what', 'What is to be done?', 'For example "Paint the railings of the rec".', 300],
  ['place', 'Where?', 'The place, and how to get in. No private address.', 200],
  ['why', 'How is the community better off?', 'It may take nobody’s paid work, and make nobody a profit.', 400],
  ['contact', 'Whom do they ask?', 'A role and an agency.', 120],
] as const;
export type NewNomination = Record<(typeof FIELDS)[number][0], string>;

/** Who may: the problem's team. */
export async function nominationForm(act: Act, problemId: string, values?: Values): Promise<OpenForm> {
  const problem = await readProblem(act, problemId);
  assertMay(act, 'problem.work', { zoneId: problem.zoneId, where: problem.zone.name });
  const person = knownPerson(act);
  const role = person.memberships.find(({ zoneId }) => zoneId === problem.zoneId)?.roleTitle ?? 'Somebody of the team';
  const agency = act.directory.agencies.find(({ id }) => id === person.agencyId)?.name ?? '';
  const begun: Record<string, string> = {
    what: problem.title,
    place: problem.place,
    why: `For everybody in ${problem.zone.name}.`,
    contact: `${role}, ${agency}`,
  };
  const open: OpenForm = {
    form: {
      id: 'payback.save',
      title: 'Nominate for payback',
      submit: 'Make the text',
      intro: [
        note('Unpaid work by people on probation. From this a text is made that you paste into probation’s own form.'),
      ],
      fields: FIELDS.map(([name, label, hint, most]) => ({
        kind: 'text',
        name,
        label,
        hint,
        most,
        value: begun[name]?.slice(0, most) ?? '',
      })),
      data: { id: problemId },
    },
    button: { label: 'Nominate for payback', action: 'payback.form', data: { id: problemId }, opens: 'form' },
  };
  return values === undefined ? open : { ...open, form: refill(open.form, values) };
}

export function readNomination(act: Act, values: Values): Read<NewNomination> {
  const errors: Errors = {};
  const [what = '', place = '', why = '', contact = ''] = FIELDS.map(([name, label, , most]) =>
    wordsOf(act, values, errors, name, most, label),
  );
  return Object.keys(errors).length > 0 ? { errors } : { value: { what, place, why, contact } };
}

/** Who may: the problem's team. One a problem: made again, its text is changed while it has not been sent. */
export async function nominate(act: Act, problemId: string, nomination: NewNomination): Promise<Reply> {
  const problem = await readProblem(act, problemId);
  assertMay(act, 'problem.work', { zoneId: problem.zoneId, where: problem.zone.name });
  return act.once(async (effect) => {
    const { db } = effect;
    const before = await db.nomination.findUnique({ where: { problemId } });
    if (before !== null && before.state !== 'DRAFT')
      return privately(await cardOf(act, db, before.id, `It is ${STATES[before.state].toLowerCase()} already`));
    const { id } = await db.nomination.upsert({
      where: { problemId },
      create: { problemId, zoneId: problem.zoneId, ...nomination, personId: knownPerson(act).id, createdAt: act.now },
      update: nomination,
      select: { id: true },
    });
    await effect.audit({ action: 'payback.nominated', recordType: RECORD, recordId: id });
    return privately(await cardOf(act, db, id, 'The text is made'));
  });
}

async function findNomination(act: Act, db: Db, id: string): Promise<FullNomination> {
  const found = await db.nomination.findUnique({ where: { id }, include: FULL });
  if (found === null) throw new Refusal('That nomination is not here, or not yours to see.');
  assertMay(act, 'problem.see', { zoneId: found.zoneId, where: found.zone.name });
  return found;
}

/** Who may: whoever sees the problem. */
export async function showNomination(act: Act, id: string): Promise<Reply> {
  return privately(await cardOf(act, act.db, id));
}

async function cardOf(act: Act, db: Db, id: string, title?: string): Promise<Card> {
  const found = await findNomination(act, db, id);
  const { state, sentOn, acknowledgedOn, what, place, why, contact, problem } = found;
  const works = may(act, 'problem.work', { zoneId: found.zoneId });
  const today = todayIn(act.partnership.timeZone, act.now).day;
  const by = sentOn === null ? undefined : workingDaysFrom(sentOn.toISOString().slice(0, 10), ACKNOWLEDGED_WITHIN);
  const overdue = state === 'SENT' && by !== undefined && today > by;
  const reference = `${problem.zone.code}-${problem.number}`;
  return {
    summary: `Payback for ${reference}: ${STATES[state].toLowerCase()}`,
    blocks: [
      heading(`${title ?? STATES[state]}: payback for ${reference}`),
      paragraph(say`${strong('Nomination for community payback')}`),
      facts(['What', what], ['Where', place], ['For the community', why], ['Ask', contact]),
      note('It takes nobody’s paid work and makes nobody a profit.'),
      ...(state === 'DRAFT'
        ? [paragraph('Paste this into probation’s own form, then say that it is sent.')]
        : [
            paragraph(
              `${capitalised(
                [
                  ...(sentOn === null ? [] : [`sent on ${shortDay(sentOn)}`]),
                  ...(acknowledgedOn === null ? [] : [`acknowledged on ${shortDay(acknowledgedOn)}`]),
                ].join(', '),
              )}.${overdue ? ' It is acknowledged within two working days; that has not been said yet. Ask them.' : ''}`,
            ),
          ]),
      ...(state === 'DONE' ? [note('Note the hours: they count as what was drawn in for the problem.')] : []),
      ...(works
        ? [
            buttons(
              ...NEXT[state].map(
                (to): Button => ({
                  label: STATES[to],
                  action: 'payback.move',
                  data: { id, to },
                  ...(to === 'DECLINED' ? {} : { style: 'primary' as const }),
                }),
              ),
              ...(state === 'DRAFT'
                ? [
                    {
                      label: 'Change the text',
                      action: 'payback.form',
                      data: { id: found.problemId },
                      opens: 'form' as const,
                    },
                  ]
                : []),
              ...(state === 'DONE'
                ? [
                    {
                      label: 'Note the hours',
                      action: 'problem.resource',
                      data: { id: found.problemId, kind: 'PAYBACK' },
                      opens: 'form' as const,
                      style: 'primary' as const,
                    },
                  ]
                : []),
              { label: `Open ${reference}`, action: 'problem.open', data: { id: found.problemId } },
            ),
          ]
        : []),
    ],
  };
}

/** Who may: the problem's team. */
export function moveNomination(act: Act, id: string, to: NominationState): Promise<Reply> {
  return act.once(async (effect) => {
    const { db } = effect;
    await db.$queryRaw`SELECT id FROM nomination WHERE id = ${id}::uuid FOR UPDATE`;
    const found = await findNomination(act, db, id);
    assertMay(act, 'problem.work', { zoneId: found.zoneId, where: found.zone.name });
    if (!NEXT[found.state].includes(to))
      return privately(await cardOf(act, db, id, `It is ${STATES[found.state].toLowerCase()} already`));
    const day = new Date(todayIn(act.partnership.timeZone, act.now).day);
    await db.nomination.update({
      where: { id },
      data: {
        state: to,
        ...(to === 'SENT' ? { sentOn: day } : {}),
        ...(to === 'ACKNOWLEDGED' || (to === 'ACCEPTED' && found.acknowledgedOn === null)
          ? { acknowledgedOn: day }
          : {}),
      },
    });
    await effect.audit({ action: `payback.${to.toLowerCase()}`, recordType: RECORD, recordId: id });
    return privately(await cardOf(act, db, id));
  });
}

/** Nominations of the zones that a person sees, the open ones first. */
export const nominationsOf = (db: Db, zoneIds: string[]): Promise<FullNomination[]> =>
  db.nomination.findMany({
    where: { zoneId: { in: zoneIds } },
    include: FULL,
    orderBy: { createdAt: 'desc' },
    take: 20,
  });
