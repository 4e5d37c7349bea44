// Small grants as rounds: what for, up to how much, until when; bids of groups, the decision, and what came of it.
import { type Act, knownPerson, livingZones } from '../../../chat/act.ts';
import { type Button, buttons, type Card, heading, note, paragraph } from '../../../chat/cards.ts';
import { type OpenForm, refill, type Values } from '../../../chat/forms.ts';
import { assertMay, may } from '../../../chat/may.ts';
import { zoneOptions } from '../../../chat/options.ts';
import { privately, Refusal, type Reply } from '../../../chat/replies.ts';
import { cut, howMany, say, strong, type Text } from '../../../chat/spans.ts';
import type { Db } from '../../../database/client.ts';
import type { Prisma } from '../../../database/generated/client.ts';
import type { BidState } from '../../../database/generated/enums.ts';
import { nextNumber } from '../../../database/numbers.ts';
import { shortDay, todayIn } from '../../../time/calendar.ts';
import { dayOf, type Errors, type Read, wordsOf } from '../fields.ts';

const RECORD = 'grant_bid';
const BIDS: Record<BidState, string> = {
  ENTERED: 'entered',
  GRANTED: 'granted',
  REFUSED: 'refused',
  REPORTED: 'reported',
};

const FULL = {
  bids: { orderBy: { createdAt: 'asc' }, include: { zone: { select: { name: true } } } },
} satisfies Prisma.GrantRoundInclude;
type FullRound = Prisma.GrantRoundGetPayload<{ include: typeof FULL }>;
type FullBid = FullRound['bids'][number];

const pounds = (amount: number) => `£${new Intl.NumberFormat('en-GB').format(amount)}`;

/** Who may: everybody of the partnership. */
export async function showGrants(act: Act): Promise<Reply> {
  knownPerson(act);
  return privately(await listCard(act, act.db));
}

async function listCard(act: Act, db: Db, title?: string): Promise<Card> {
  const rounds = await db.grantRound.findMany({
    where: { partnershipId: act.partnership.id },
    include: FULL,
    orderBy: { number: 'desc' },
    take: 12,
  });
  const today = todayIn(act.partnership.timeZone, act.now).day;
  return {
    summary: `Grants: ${rounds.length === 0 ? 'no round yet' : howMany(rounds.length, 'round', 'rounds')}`,
    blocks: [
      heading(title ?? 'Small grants'),
      ...(rounds.length === 0
        ? [paragraph('There is no round yet. The project team opens one: what for, up to how much, until when.')]
        : [
            {
              kind: 'list' as const,
              items: rounds.map((round): Text => {
                const given = round.bids.filter(({ state }) => state === 'GRANTED' || state === 'REPORTED');
                return say`${strong(`${round.number}: ${round.what}`)}, up to ${pounds(round.most)}, ${isOpen(round, today) ? 'open until' : 'closed on'} ${shortDay(round.closesOn)}: ${howMany(round.bids.length, 'bid', 'bids')}${given.length === 0 ? '' : `, ${pounds(given.reduce((sum, bid) => sum + bid.pounds, 0))} granted`}`;
              }),
            },
          ]),
      buttons(
        ...rounds
          .slice(0, 6)
          .map(({ id, number }): Button => ({ label: `Round ${number}`, action: 'grant.open', data: { id } })),
        ...(may(act, 'grant.keep')
          ? [
              {
                label: 'Open a round',
                action: 'grant.form',
                data: {},
                opens: 'form' as const,
                style: 'primary' as const,
              },
            ]
          : []),
      ),
    ],
  };
}

const isOpen = ({ closesOn }: { closesOn: Date }, today: string): boolean =>
  closesOn.toISOString().slice(0, 10) >= today;

async function findRound(act: Act, db: Db, id: string): Promise<FullRound> {
  const found = await db.grantRound.findUnique({ where: { id }, include: FULL });
  if (found === null || found.partnershipId !== act.partnership.id) throw new Refusal('That round is not here.');
  return found;
}

/** Who may: everybody of the partnership. */
export async function showRound(act: Act, id: string): Promise<Reply> {
  knownPerson(act);
  return privately(roundCard(act, await findRound(act, act.db, id)));
}

function roundCard(act: Act, round: FullRound, title?: string): Card {
  const { id, number, what, most, closesOn, reportsOn, bids } = round;
  const today = todayIn(act.partnership.timeZone, act.now).day;
  const open = isOpen(round, today);
  const keeps = may(act, 'grant.keep');
  const asked = bids.reduce((sum, bid) => sum + bid.pounds, 0);
  return {
    summary: `Round ${number}: ${what}, ${howMany(bids.length, 'bid', 'bids')}`,
    blocks: [
      heading(title === undefined ? `Round ${number}: ${what}` : `${title}: round ${number}`),
      paragraph(
        `Up to ${pounds(most)} a bid, ${open ? 'open until' : 'closed since'} ${shortDay(closesOn)}.${reportsOn === null ? '' : ` Those who are given money say by ${shortDay(reportsOn)} what came of it.`}`,
      ),
      ...(bids.length === 0
        ? [paragraph('No bid yet.')]
        : [{ kind: 'list' as const, items: bids.map(bidLine) }, note(`Asked for in all: ${pounds(asked)}.`)]),
      buttons(
        ...(open
          ? [
              {
                label: 'Enter a bid',
                action: 'grant.bidForm',
                data: { id },
                opens: 'form' as const,
                style: 'primary' as const,
              },
            ]
          : []),
        ...(keeps
          ? bids
              .filter(({ state }) => state === 'ENTERED' || state === 'GRANTED')
              .slice(0, 8)
              .map(
                (bid): Button => ({
                  label: cut(`${bid.state === 'ENTERED' ? 'Decide' : 'What came of it'}: ${bid.group}`, 40),
                  action: 'grant.decideForm',
                  data: { id: bid.id },
                  opens: 'form',
                }),
              )
          : []),
        { label: 'All rounds', action: 'grant.list', data: {} },
      ),
    ],
  };
}

const bidLine = ({ group, pounds: sum, purpose, zone, state, words }: FullBid): Text =>
  say`${strong(group)} (${zone.name}), ${pounds(sum)}: ${purpose} – ${BIDS[state]}${words === '' ? '' : `: ${cut(words, 160)}`}`;

export function roundForm(act: Act, values?: Values): OpenForm {
  assertMay(act, 'grant.keep');
  const open: OpenForm = {
    form: {
      id: 'grant.save',
      title: 'A round of grants',
      submit: 'Open it',
      fields: [
        { kind: 'text', name: 'what', label: 'What for?', most: 120 },
        { kind: 'number', name: 'most', label: 'Up to how many pounds a bid?', least: 1, most: 1_000_000 },
        { kind: 'date', name: 'closes', label: 'Until when are bids taken?' },
        {
          kind: 'date',
          name: 'reports',
          label: 'By when do they say what came of it?',
          optional: true,
        },
      ],
      data: {},
    },
    button: { label: 'Open a round', action: 'grant.form', data: {}, opens: 'form' },
  };
  return values === undefined ? open : { ...open, form: refill(open.form, values) };
}

interface NewRound {
  what: string;
  most: number;
  closesOn: Date;
  reportsOn: Date | null;
}

export function readRound(act: Act, values: Values): Read<NewRound> {
  const errors: Errors = {};
  const what = wordsOf(act, values, errors, 'what', 120, 'What is the money for?');
  const most = Number(values['most']);
  if (!Number.isInteger(most) || most < 1 || most > 1_000_000) errors['most'] = 'Please give whole pounds.';
  const closes = dayOf(values, errors, 'closes');
  if (closes === undefined) errors['closes'] = 'Until when are bids taken?';
  else if (closes < todayIn(act.partnership.timeZone, act.now).day) errors['closes'] ??= 'That day has been.';
  const reports = dayOf(values, errors, 'reports');
  if (reports !== undefined && closes !== undefined && reports <= closes)
    errors['reports'] ??= 'It lies before the end of the round.';
  if (Object.keys(errors).length > 0 || closes === undefined) return { errors };
  return {
    value: { what, most, closesOn: new Date(closes), reportsOn: reports === undefined ? null : new Date(reports) },
  };
}

/** Who may: the project team. */
export function openRound(act: Act, round: NewRound): Promise<Reply> {
  assertMay(act, 'grant.keep');
  return act.once(async (effect) => {
    const { db } = effect;
    const { id } = await db.grantRound.create({
      data: {
        partnershipId: act.partnership.id,
        number: await nextNumber(db, 'grant_round', act.partnership.id),
        ...round,
        personId: knownPerson(act).id,
        createdAt: act.now,
      },
      select: { id: true },
    });
    await effect.audit({ action: 'grant.opened', recordType: 'grant_round', recordId: id });
    return privately(roundCard(act, await findRound(act, db, id), 'Open'));
  });
}

export async function bidForm(act: Act, id: string, values?: Values): Promise<OpenForm> {
  const round = await findRound(act, act.db, id);
  const zones = livingZones(act).filter((zone) => may(act, 'zone.map', { zoneId: zone.id }));
  const open: OpenForm = {
    form: {
      id: 'grant.bid',
      title: 'A bid',
      submit: 'Enter it',
      intro: [
        note(
          `Round ${round.number}: ${round.what}, up to ${pounds(round.most)}. A group, a sum, a purpose; no private person.`,
        ),
      ],
      fields: [
        { kind: 'text', name: 'group', label: 'Which group?', most: 100 },
        {
          kind: 'choice',
          name: 'zone',
          label: 'In which zone?',
          options: zoneOptions(act, zones),
          ...(zones[0] === undefined ? {} : { value: zones[0].id }),
        },
        { kind: 'number', name: 'pounds', label: 'How many pounds?', least: 1, most: round.most },
        { kind: 'text', name: 'purpose', label: 'What for?', most: 200 },
      ],
      data: { id },
    },
    button: { label: 'Enter a bid', action: 'grant.bidForm', data: { id }, opens: 'form' },
  };
  return values === undefined ? open : { ...open, form: refill(open.form, values) };
}

/** "Mrs Patel", "Jo Bloggs": a private person, where a group is meant. */
const PERSON = /^(?:mr|mrs|ms|miss|mx|dr)\.?\s|^\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}+$/iu;
const GROUP =
  /\b(?:group|club|association|trust|centre|center|church|mosque|temple|gurdwara|school|college|team|choir|band|project|cic|ltd|society|federation|forum|hub|fc|united|friends|residents|tenants|scouts|guides|cadets|charity|foundation|council|network|community|volunteers|rangers|academy|pantry|garden|cafe|café|house|hall|parish|action|youth)\b/i;

interface NewBid {
  group: string;
  zoneId: string;
  pounds: number;
  purpose: string;
}

async function readBid(act: Act, id: string, values: Values): Promise<Read<NewBid>> {
  const errors: Errors = {};
  const round = await findRound(act, act.db, id);
  if (!isOpen(round, todayIn(act.partnership.timeZone, act.now).day))
    errors['group'] = `The round closed on ${shortDay(round.closesOn)}.`;
  const group = wordsOf(act, values, errors, 'group', 100, 'Which group asks for it?');
  if (PERSON.test(group) && !GROUP.test(group))
    errors['group'] ??= `"${group}" looks like a private person. Money goes to groups: what is the group called?`;
  const purpose = wordsOf(act, values, errors, 'purpose', 200, 'What is it for?');
  const zone = livingZones(act).find((each) => each.id === values['zone'] && may(act, 'zone.map', { zoneId: each.id }));
  if (zone === undefined) errors['zone'] = 'Please choose the zone.';
  const sum = Number(values['pounds']);
  if (!Number.isInteger(sum) || sum < 1) errors['pounds'] = 'Please give whole pounds.';
  else if (sum > round.most) errors['pounds'] = `At most ${pounds(round.most)} a bid in this round.`;
  if (Object.keys(errors).length > 0 || zone === undefined) return { errors };
  return { value: { group, zoneId: zone.id, pounds: sum, purpose } };
}

/** Who may: the zone's team, champions and the project team. */
export async function enterBid(act: Act, id: string, values: Values): Promise<Reply> {
  const read = await readBid(act, id, values);
  if ('errors' in read) return { kind: 'invalid', ...(await bidForm(act, id, values)), errors: read.errors };
  return act.once(async (effect) => {
    const { db } = effect;
    const made = await db.grantBid.create({
      data: { roundId: id, ...read.value, personId: knownPerson(act).id, createdAt: act.now },
      select: { id: true },
    });
    await effect.audit({ action: 'grant.bid_entered', recordType: RECORD, recordId: made.id });
    return privately(roundCard(act, await findRound(act, db, id), 'Entered'));
  });
}

async function findBid(act: Act, db: Db, id: string) {
  const found = await db.grantBid.findUnique({ where: { id }, include: { round: true } });
  if (found === null || found.round.partnershipId !== act.partnership.id) throw new Refusal('That bid is not here.');
  return found;
}

export async function decideForm(act: Act, id: string, values?: Values): Promise<OpenForm> {
  assertMay(act, 'grant.keep');
  const bid = await findBid(act, act.db, id);
  const decided = bid.state === 'GRANTED';
  const open: OpenForm = {
    form: {
      id: 'grant.decide',
      title: decided ? 'What came of it' : 'Decide on a bid',
      submit: 'Keep it',
      intro: [note(`${bid.group}, ${pounds(bid.pounds)}: ${bid.purpose}`)],
      fields: [
        ...(decided
          ? []
          : [
              {
                kind: 'choice' as const,
                name: 'state',
                label: 'What was decided?',
                options: [
                  { value: 'GRANTED', label: 'Granted' },
                  { value: 'REFUSED', label: 'Refused' },
                ],
              },
            ]),
        {
          kind: 'longText',
          name: 'words',
          label: decided ? 'What came of it?' : 'Why?',
          most: 400,
          ...(decided ? {} : { optional: true }),
        },
      ],
      data: { id },
    },
    button: { label: 'Decide', action: 'grant.decideForm', data: { id }, opens: 'form' },
  };
  return values === undefined ? open : { ...open, form: refill(open.form, values) };
}

/** Who may: the project team. A refusal says why. */
export async function decideBid(act: Act, id: string, values: Values): Promise<Reply> {
  assertMay(act, 'grant.keep');
  const bid = await findBid(act, act.db, id);
  const errors: Errors = {};
  const decided = bid.state === 'GRANTED';
  const state = decided ? 'REPORTED' : (['GRANTED', 'REFUSED'] as const).find((each) => each === values['state']);
  if (state === undefined) errors['state'] = 'Granted or refused?';
  const words = wordsOf(
    act,
    values,
    errors,
    'words',
    400,
    decided ? 'What came of it?' : state === 'REFUSED' ? 'Please say why.' : undefined,
  );
  if (Object.keys(errors).length > 0 || state === undefined)
    return { kind: 'invalid', ...(await decideForm(act, id, values)), errors };
  return act.once(async (effect) => {
    const { db } = effect;
    const first = await db.grantBid.updateMany({ where: { id, state: bid.state }, data: { state, words } });
    const round = await findRound(act, db, bid.roundId);
    if (first.count === 0) return privately(roundCard(act, round, 'It was decided meanwhile'));
    await effect.audit({ action: `grant.${state.toLowerCase()}`, recordType: RECORD, recordId: id });
    return privately(
      roundCard(act, round, state === 'REPORTED' ? 'Kept' : state === 'GRANTED' ? 'Granted' : 'Refused'),
    );
  });
}
