// Offers of employers, universities and volunteers (¶7.3, 7.4): entered once, matched to problems that could use them.
import { type Act, knownPerson, livingZones } from '../../../chat/act.ts';
import { type Button, buttons, type Card, heading, note, paragraph } from '../../../chat/cards.ts';
import { type OpenForm, refill, type Values } from '../../../chat/forms.ts';
import { assertMay, may } from '../../../chat/may.ts';
import { zoneOptions } from '../../../chat/options.ts';
import { privately, Refusal, type Reply } from '../../../chat/replies.ts';
import { cut, say, strong, type Text } from '../../../chat/spans.ts';
import type { Db } from '../../../database/client.ts';
import type { Prisma } from '../../../database/generated/client.ts';
import type { ResourceKind } from '../../../database/generated/enums.ts';
import { nextNumber } from '../../../database/numbers.ts';
import { rows } from '../../../database/statement.ts';
import { shortDay, todayIn } from '../../../time/calendar.ts';
import { dayOf, type Errors, type Read, wordsOf } from '../fields.ts';

const RECORD = 'resource_offer';
const LONGEST = 200;
const MOST_MATCHES = 3;

export const KINDS: Partial<Record<ResourceKind, string>> = {
  EMPLOYER: 'An employer’s people',
  UNIVERSITY: 'A university’s students and staff',
  VOLUNTEERS: 'Volunteers of the community',
  IN_KIND: 'Help in kind: tools, rooms, materials',
};

const FULL = {
  zone: { select: { name: true } },
  problem: { select: { id: true, number: true, title: true, zoneId: true, zone: { select: { code: true } } } },
} satisfies Prisma.ResourceOfferInclude;
type FullOffer = Prisma.ResourceOfferGetPayload<{ include: typeof FULL }>;

const openOffers = (act: Act, db: Db): Promise<FullOffer[]> =>
  db.resourceOffer.findMany({
    where: {
      partnershipId: act.partnership.id,
      state: { in: ['OPEN', 'TAKEN'] },
      OR: [{ untilOn: null }, { untilOn: { gte: new Date(todayIn(act.partnership.timeZone, act.now).day) } }],
    },
    include: FULL,
    orderBy: { number: 'asc' },
    take: 40,
  });

interface Match {
  offer: string;
  id: string;
  name: string;
}

/** Open problems whose words an offer has, in zones that the person works in; the likeliest first. */
async function matches(act: Act, db: Db, offers: FullOffer[]): Promise<Map<string, Match[]>> {
  const zones = livingZones(act).filter((zone) => may(act, 'problem.work', { zoneId: zone.id }));
  const found = await rows<Match>(db)`
    SELECT o.id AS offer, m.id, m.name FROM unnest(${offers.map(({ id }) => id)}::uuid[]) AS wanted(id)
    JOIN resource_offer o ON o.id = wanted.id AND o.state = 'OPEN'
    CROSS JOIN LATERAL (
      SELECT p.id, z.code || '-' || p.number || ' ' || p.title AS name FROM problem p JOIN zone z ON z.id = p.zone_id
      CROSS JOIN LATERAL (SELECT (SELECT string_agg(quote_literal(l), ' | ') FROM unnest(tsvector_to_array(to_tsvector('english', o.what))) AS l)::tsquery AS asked) AS q
      WHERE p.zone_id = ANY(${zones.map(({ id }) => id)}::uuid[]) AND (o.zone_id IS NULL OR p.zone_id = o.zone_id) AND p.state IN ('SCANNING', 'ANALYSIS', 'RESPONSE')
        AND p.search @@ q.asked ORDER BY ts_rank(p.search, q.asked) DESC, p.id LIMIT ${MOST_MATCHES}::int) AS m`;
  const all = new Map<string, Match[]>();
  for (const match of found) all.set(match.offer, [...(all.get(match.offer) ?? []), match]);
  return all;
}

/** Who may: everybody of the partnership. */
export async function showOffers(act: Act): Promise<Reply> {
  knownPerson(act);
  return privately(await cardOf(act, act.db));
}

async function cardOf(act: Act, db: Db, title?: string): Promise<Card> {
  const offers = await openOffers(act, db);
  const fits = await matches(act, db, offers);
  return {
    summary: `Offers: ${offers.length === 0 ? 'none stands' : offers.map(({ what }) => cut(what, 40)).join('; ')}`,
    blocks: [
      heading(title ?? 'What is offered'),
      ...(offers.length === 0
        ? [
            paragraph(
              'Nothing is offered just now. Whoever hears of something enters it: an employer’s day, students, tools.',
            ),
          ]
        : [{ kind: 'list' as const, items: offers.map((offer) => lineOf(offer, fits.get(offer.id) ?? [])) }]),
      note('What is taken is noted at its problem as what was drawn in, when it is done.'),
      buttons(
        ...offers
          .filter(({ state }) => state === 'OPEN')
          .slice(0, 5)
          .flatMap((offer): Button[] =>
            (fits.get(offer.id) ?? []).slice(0, 1).map(({ id, name }) => ({
              label: cut(`Offer ${offer.number} for ${name.split(' ')[0] ?? ''}`, 40),
              action: 'offer.take',
              data: { id: offer.id, problem: id },
            })),
          ),
        ...offers
          .filter(({ personId, state }) => personId === act.actor.person?.id && state === 'OPEN')
          .slice(0, 3)
          .map(
            ({ id, number }): Button => ({
              label: `Withdraw ${number}`,
              action: 'offer.withdraw',
              data: { id },
            }),
          ),
        ...offers
          .filter(
            ({ state, problem }) =>
              state === 'TAKEN' && problem !== null && may(act, 'problem.work', { zoneId: problem.zoneId }),
          )
          .slice(0, 3)
          .flatMap(({ number, kind, problem }): Button[] =>
            problem === null
              ? []
              : [
                  {
                    label: `Done: note ${number}`,
                    action: 'problem.resource',
                    data: { id: problem.id, kind },
                    opens: 'form',
                  },
                ],
          ),
        { label: 'Enter an offer', action: 'offer.form', data: {}, opens: 'form', style: 'primary' },
      ),
    ],
  };
}

function lineOf({ number, what, by, kind, zone, fromOn, untilOn, state, problem }: FullOffer, fits: Match[]): Text {
  const days =
    fromOn === null && untilOn === null
      ? ''
      : `, ${fromOn === null ? '' : `from ${shortDay(fromOn)} `}${untilOn === null ? '' : `until ${shortDay(untilOn)}`}`.trimEnd();
  const where = zone === null ? '' : ` in ${zone.name}`;
  const then =
    state === 'TAKEN' && problem !== null
      ? ` – taken for ${problem.zone.code}-${problem.number}`
      : fits.length === 0
        ? ''
        : ` – may fit ${fits.map(({ name }) => cut(name, 60)).join('; ')}`;
  return say`${strong(`${number}: ${what}`)} (${by}; ${KINDS[kind]?.split(':')[0]?.toLowerCase() ?? ''}${where}${days})${then}`;
}

/** @param said what was typed, for the first field */
export function offerForm(act: Act, values?: Values, said = ''): OpenForm {
  const what = said.slice(0, LONGEST);
  const open: OpenForm = {
    form: {
      id: 'offer.save',
      title: 'An offer',
      submit: 'Keep it',
      intro: [
        note('Of an organisation, never of one person. It is shown to everybody, and beside problems that it may fit.'),
      ],
      fields: [
        {
          kind: 'text',
          name: 'what',
          label: 'What is offered?',
          hint: 'For example "Two days’ painting".',
          most: LONGEST,
          value: what,
        },
        { kind: 'text', name: 'by', label: 'By whom?', hint: 'An employer, a university, a group.', most: 80 },
        {
          kind: 'choice',
          name: 'kind',
          label: 'Of which kind?',
          options: Object.entries(KINDS).map(([value, label]) => ({ value, label })),
        },
        {
          kind: 'choice',
          name: 'zone',
          label: 'For which zone?',
          hint: 'Empty: for any.',
          options: zoneOptions(act),
          optional: true,
        },
        { kind: 'date', name: 'from', label: 'From', optional: true },
        { kind: 'date', name: 'until', label: 'Until', optional: true },
      ],
      data: {},
    },
    button: { label: 'Enter an offer', action: 'offer.form', data: what === '' ? {} : { what }, opens: 'form' },
  };
  return values === undefined ? open : { ...open, form: refill(open.form, values) };
}

export interface NewOffer {
  what: string;
  by: string;
  kind: ResourceKind;
  zoneId: string | null;
  fromOn: Date | null;
  untilOn: Date | null;
}

export function readOffer(act: Act, values: Values): Read<NewOffer> {
  const errors: Errors = {};
  const what = wordsOf(act, values, errors, 'what', LONGEST, 'What is offered?');
  const by = wordsOf(act, values, errors, 'by', 80, 'Whose offer is it?');
  const kind = (Object.keys(KINDS) as ResourceKind[]).find((each) => each === values['kind']);
  if (kind === undefined) errors['kind'] = 'Please choose the kind.';
  const from = dayOf(values, errors, 'from');
  const until = dayOf(values, errors, 'until');
  if (from !== undefined && until !== undefined && until < from) errors['until'] = 'It would end before it begins.';
  if (until !== undefined && until < todayIn(act.partnership.timeZone, act.now).day)
    errors['until'] ??= 'That day has been.';
  if (Object.keys(errors).length > 0 || kind === undefined) return { errors };
  return {
    value: {
      what,
      by,
      kind,
      zoneId: livingZones(act).find(({ id }) => id === values['zone'])?.id ?? null,
      fromOn: from === undefined ? null : new Date(from),
      untilOn: until === undefined ? null : new Date(until),
    },
  };
}

/** Who may: everybody of the partnership. */
export function enterOffer(act: Act, offer: NewOffer): Promise<Reply> {
  const person = knownPerson(act);
  return act.once(async (effect) => {
    const { db } = effect;
    const { id } = await db.resourceOffer.create({
      data: {
        partnershipId: act.partnership.id,
        number: await nextNumber(db, 'resource_offer', act.partnership.id),
        ...offer,
        personId: person.id,
        createdAt: act.now,
      },
      select: { id: true },
    });
    await effect.audit({ action: 'offer.entered', recordType: RECORD, recordId: id });
    return privately(await cardOf(act, db, 'Kept'));
  });
}

/** For a problem that the person works on. Who may: the problem's team. */
export function takeOffer(act: Act, id: string, problemId: string): Promise<Reply> {
  return act.once(async (effect) => {
    const { db } = effect;
    const problem = await db.problem.findUnique({
      where: { id: problemId },
      select: { zoneId: true, partnershipId: true, zone: { select: { name: true } } },
    });
    if (problem === null || problem.partnershipId !== act.partnership.id)
      throw new Refusal('That problem is not here, or not yours to see.');
    assertMay(act, 'problem.work', { zoneId: problem.zoneId, where: problem.zone.name });
    const first = await db.resourceOffer.updateMany({
      where: { id, partnershipId: act.partnership.id, state: 'OPEN' },
      data: { state: 'TAKEN', problemId },
    });
    if (first.count === 0) return privately(await cardOf(act, db, 'It was taken already'));
    await effect.audit({ action: 'offer.taken', recordType: RECORD, recordId: id, details: { problem: problemId } });
    return privately(await cardOf(act, db, 'Taken'));
  });
}

/** Who may: whoever has entered it. */
export function withdrawOffer(act: Act, id: string): Promise<Reply> {
  const person = knownPerson(act);
  return act.once(async (effect) => {
    const { db } = effect;
    const first = await db.resourceOffer.updateMany({
      where: { id, personId: person.id, state: 'OPEN' },
      data: { state: 'WITHDRAWN' },
    });
    if (first.count === 0) throw new Refusal('That offer is not yours to withdraw, or somebody has taken it.');
    await effect.audit({ action: 'offer.withdrawn', recordType: RECORD, recordId: id });
    return privately(await cardOf(act, db, 'Withdrawn'));
  });
}
