// Risks and issues, light (¶9): what, how likely, how bad, whose, looked at again by a day, closed with what happened.
import { z } from 'zod';
import type { Act } from '../../../chat/act.ts';
import { type Button, buttons, type Card, heading, note, paragraph } from '../../../chat/cards.ts';
import { type OpenForm, refill, type Values } from '../../../chat/forms.ts';
import { assertMay, may } from '../../../chat/may.ts';
import type { NudgeCandidate, NudgeSource } from '../../../chat/nudges.ts';
import { zoneOptions } from '../../../chat/options.ts';
import { anyText } from '../../../chat/parts.ts';
import { button, type Feature, form } from '../../../chat/registry.ts';
import { privately, Refusal, type Reply } from '../../../chat/replies.ts';
import { cut, howMany, say, strong, type Text } from '../../../chat/spans.ts';
import { word } from '../../../chat/words.ts';
import type { Db } from '../../../database/client.ts';
import type { Prisma } from '../../../database/generated/client.ts';
import { nextNumber } from '../../../database/numbers.ts';
import { rows } from '../../../database/statement.ts';
import { shortDay, todayIn } from '../../../time/calendar.ts';
import { dayOf, type Errors, type Read, wordsOf } from '../fields.ts';

const RECORD = 'risk';
const LONGEST = 300;
/** Looked at again after so many days, where no day is given. */
const REVIEW_DAYS = 28;
const SCALE: Record<string, string> = { '1': 'low', '2': 'middling', '3': 'high' };

const FULL = { zone: { select: { name: true } }, owner: { select: { name: true } } } satisfies Prisma.RiskInclude;
type FullRisk = Prisma.RiskGetPayload<{ include: typeof FULL }>;

const scale = (value: number) => SCALE[String(value)] ?? '';

export const RISKS = [
  word({
    name: 'risks',
    also: ['risk', 'issues'],
    summary: 'What may stand in the way, or does, and whose it is; with words, a new one',
    examples: ['zone risks', 'zone risks The hall closes in spring'],
    needs: 'programme.see',
    parts: { what: anyText('WHAT') },
    run: async (act, { what }) =>
      what === '' ? showRisks(act) : { kind: 'form', ...(await riskForm(act, undefined, undefined, what)) },
  }),
];

async function showRisks(act: Act): Promise<Reply> {
  assertMay(act, 'programme.see');
  return privately(await cardOf(act, act.db));
}

/** Those that weigh most first; closed ones after. */
async function cardOf(act: Act, db: Db, title?: string): Promise<Card> {
  const today = todayIn(act.partnership.timeZone, act.now).day;
  const all = await db.risk.findMany({
    where: { partnershipId: act.partnership.id },
    include: FULL,
    orderBy: { number: 'asc' },
  });
  const open = all
    .filter(({ closedOn }) => closedOn === null)
    .sort((a, b) => Number(b.happened) - Number(a.happened) || b.likelihood * b.impact - a.likelihood * a.impact);
  const closed = all.filter(({ closedOn }) => closedOn !== null).slice(-5);
  const keeps = may(act, 'risk.keep');
  return {
    summary: `Risks: ${open.length} open`,
    blocks: [
      heading(title ?? 'Risks and issues'),
      ...(open.length === 0
        ? [paragraph('None is open.')]
        : [{ kind: 'list' as const, items: open.slice(0, 30).map((each) => lineOf(each, today)) }]),
      ...(closed.length === 0
        ? []
        : [
            paragraph(say`${strong('Closed last')}`),
            {
              kind: 'list' as const,
              items: closed.map(
                ({ number, what, closedOn, outcome }): Text =>
                  say`${number}: ${cut(what, 120)} – ${closedOn === null ? '' : shortDay(closedOn)}: ${cut(outcome, 160)}`,
              ),
            },
          ]),
      ...(keeps
        ? [
            buttons(
              { label: 'Enter one', action: 'risk.form', data: {}, opens: 'form', style: 'primary' },
              ...open.slice(0, 8).map(
                ({ id, number }): Button => ({
                  label: `Risk ${number}`,
                  action: 'risk.form',
                  data: { id },
                  opens: 'form',
                }),
              ),
            ),
          ]
        : []),
    ],
  };
}

function lineOf(risk: FullRisk, today: string): Text {
  const { number, what, zone, owner, happened, likelihood, impact, reviewOn } = risk;
  const due = reviewOn.toISOString().slice(0, 10) <= today ? ', to be looked at now' : '';
  return say`${strong(`${number}: ${what}`)}${zone === null ? '' : ` (${zone.name})`}: ${happened ? 'it has happened' : `likelihood ${scale(likelihood)}`}, impact ${scale(impact)}; ${owner?.name ?? 'nobody'} sees to it; looked at again on ${shortDay(reviewOn)}${due}`;
}

/** Who can see to one: the project team, the board, champions and leads. */
const ownersOf = (act: Act, db: Db) =>
  db.person.findMany({
    where: {
      partnershipId: act.partnership.id,
      active: true,
      OR: [
        { roles: { hasSome: ['ADMIN', 'BOARD', 'EXECUTIVE'] } },
        { champion: { isNot: null } },
        { memberships: { some: { lead: true } } },
      ],
    },
    select: { id: true, name: true, agency: { select: { shortName: true } } },
    orderBy: { name: 'asc' },
    take: 90,
  });

/** @param said what was typed, for the first field */
async function riskForm(act: Act, id?: string, values?: Values, said = ''): Promise<OpenForm> {
  assertMay(act, 'risk.keep');
  const [risk, owners] = await Promise.all([
    id === undefined ? undefined : findRisk(act, act.db, id),
    ownersOf(act, act.db),
  ]);
  const what = said.slice(0, LONGEST);
  const degrees = Object.entries(SCALE).map(([value, label]) => ({ value, label }));
  const today = todayIn(act.partnership.timeZone, act.now).day;
  const review = new Date(Date.parse(today) + REVIEW_DAYS * 86_400_000).toISOString().slice(0, 10);
  const open: OpenForm = {
    form: {
      id: 'risk.save',
      title: risk === undefined ? 'A risk or an issue' : `Risk ${risk.number}`,
      submit: 'Keep it',
      intro: [note('Of places, services and plans, never of one person. It stands on the board’s paper.')],
      fields: [
        { kind: 'text', name: 'what', label: 'What may stand in the way?', most: LONGEST, value: risk?.what ?? what },
        {
          kind: 'choice',
          name: 'zone',
          label: 'Of which zone?',
          hint: 'Empty: of the whole programme.',
          options: zoneOptions(act),
          optional: true,
          ...(risk?.zoneId == null ? {} : { value: risk.zoneId }),
        },
        {
          kind: 'choice',
          name: 'likelihood',
          label: 'How likely?',
          options: degrees,
          value: String(risk?.likelihood ?? 2),
        },
        {
          kind: 'choice',
          name: 'impact',
          label: 'How bad would it be?',
          options: degrees,
          value: String(risk?.impact ?? 2),
        },
        { kind: 'yesNo', name: 'happened', label: 'It has happened', optional: true, value: risk?.happened ?? false },
        {
          kind: 'choice',
          name: 'owner',
          label: 'Who sees to it?',
          options: owners.map(({ id: value, name, agency }) => ({ value, label: `${name} (${agency.shortName})` })),
          optional: true,
          ...(risk?.ownerId == null ? {} : { value: risk.ownerId }),
        },
        {
          kind: 'date',
          name: 'review',
          label: 'Looked at again on',
          value: risk?.reviewOn.toISOString().slice(0, 10) ?? review,
        },
        ...(risk === undefined
          ? []
          : [
              {
                kind: 'longText' as const,
                name: 'outcome',
                label: 'Closed? What happened?',
                hint: 'Said here, it is closed.',
                most: LONGEST,
                optional: true,
              },
            ]),
      ],
      data: id === undefined ? {} : { id },
    },
    button: {
      label: 'Enter one',
      action: 'risk.form',
      data: id === undefined ? (what === '' ? {} : { what }) : { id },
      opens: 'form',
    },
  };
  return values === undefined ? open : { ...open, form: refill(open.form, values) };
}

async function findRisk(act: Act, db: Db, id: string): Promise<FullRisk> {
  const found = await db.risk.findUnique({ where: { id }, include: FULL });
  if (found === null || found.partnershipId !== act.partnership.id) throw new Refusal('That risk is not here.');
  return found;
}

interface NewRisk {
  what: string;
  zoneId: string | null;
  likelihood: number;
  impact: number;
  happened: boolean;
  ownerId: string | null;
  reviewOn: Date;
  outcome: string;
}

async function readRisk(act: Act, values: Values): Promise<Read<NewRisk>> {
  const errors: Errors = {};
  const what = wordsOf(act, values, errors, 'what', LONGEST, 'What may stand in the way?');
  const outcome = wordsOf(act, values, errors, 'outcome', LONGEST);
  const degree = (name: string) => {
    const value = String(values[name] ?? '');
    if (SCALE[value] === undefined) errors[name] = 'Please choose: low, middling or high.';
    return Number(value);
  };
  const [likelihood, impact] = [degree('likelihood'), degree('impact')];
  const review = dayOf(values, errors, 'review');
  if (review === undefined) errors['review'] = 'When is it looked at again?';
  else if (outcome === '' && review < todayIn(act.partnership.timeZone, act.now).day)
    errors['review'] ??= 'That day has been. When is it looked at again?';
  const owners = await ownersOf(act, act.db);
  if (Object.keys(errors).length > 0 || review === undefined) return { errors };
  return {
    value: {
      what,
      zoneId: act.directory.zones.find(({ id }) => id === values['zone'])?.id ?? null,
      likelihood,
      impact,
      happened: values['happened'] === true,
      ownerId: owners.find(({ id }) => id === values['owner'])?.id ?? null,
      reviewOn: new Date(review),
      outcome,
    },
  };
}

/** Who may: the project team. @param id the one that is changed; without it, a new one */
function keep(act: Act, risk: NewRisk, id?: string): Promise<Reply> {
  assertMay(act, 'risk.keep');
  return act.once(async (effect) => {
    const { db } = effect;
    const closedOn = risk.outcome === '' ? null : new Date(todayIn(act.partnership.timeZone, act.now).day);
    if (id === undefined) {
      const made = await db.risk.create({
        data: {
          partnershipId: act.partnership.id,
          number: await nextNumber(db, 'risk', act.partnership.id),
          ...risk,
          createdAt: act.now,
        },
        select: { id: true },
      });
      await effect.audit({ action: 'risk.entered', recordType: RECORD, recordId: made.id });
    } else {
      await findRisk(act, db, id);
      await db.risk.update({ where: { id }, data: { ...risk, closedOn } });
      await effect.audit({
        action: closedOn === null ? 'risk.changed' : 'risk.closed',
        recordType: RECORD,
        recordId: id,
      });
    }
    return privately(await cardOf(act, db, closedOn === null ? 'Kept' : 'Closed'));
  });
}

const shape = z.object({ id: z.uuid().optional() });

export const risks: Required<Pick<Feature, 'buttons' | 'forms'>> = {
  buttons: [
    button('risk.list', 'programme.see', z.object({}), (act) => showRisks(act)),
    button('risk.form', 'risk.keep', shape.extend({ what: z.string().optional() }), async (act, { id, what }) => ({
      kind: 'form',
      ...(await riskForm(act, id, undefined, what)),
    })),
  ],
  forms: [
    form('risk.save', 'risk.keep', shape, async (act, { id }, values) => {
      const read = await readRisk(act, values);
      return 'errors' in read
        ? { kind: 'invalid', ...(await riskForm(act, id, values)), errors: read.errors }
        : keep(act, read.value, id);
    }),
  ],
};

interface Due {
  id: string;
  number: number;
  what: string;
  review_on: string;
  person_id: string;
}

/** To whoever sees to it; while nobody does, to the project team. */
const review: NudgeSource = {
  rule: 'RISK_REVIEW',
  name: 'risk',
  summary: 'A risk whose day to be looked at has come, to whoever sees to it',
  threshold: { value: 0, unit: 'days' },
  weight: 20,
  to: ['person', 'admin'],
  redirects: true,
  async find({ db, partnershipId, timeZone, now, threshold, whose }) {
    const { day } = todayIn(timeZone, now);
    const found = await rows<Due>(db)`
      SELECT r.id, r.number, r.what, r.review_on::text, p.id AS person_id FROM risk r
      JOIN person p ON p.partnership_id = r.partnership_id AND p.active AND (p.id = r.owner_id
        OR ('ADMIN' = ANY(p.roles) AND NOT EXISTS (SELECT 1 FROM person o WHERE o.id = r.owner_id AND o.active)))
      WHERE r.partnership_id = ${partnershipId}::uuid AND r.closed_on IS NULL AND r.review_on <= ${day}::date - ${threshold}::int
        AND (${whose?.personId ?? null}::uuid IS NULL OR p.id = ${whose?.personId ?? null}::uuid)
      ORDER BY r.review_on, r.number, p.id`;
    return found.map((each): NudgeCandidate => {
      const days = Math.round((Date.parse(day) - Date.parse(each.review_on)) / 86_400_000);
      return {
        personId: each.person_id,
        subject: `risk:${each.id}:${each.review_on}`,
        recordId: each.id,
        title: `Risk ${each.number}: ${cut(each.what, 80)}`,
        reason: `Because it was to be looked at ${days === 0 ? 'today' : `${howMany(days, 'day', 'days')} ago`}.`,
        since: new Date(each.review_on),
        doIt: { label: 'Risks', action: 'risk.list', data: {} },
      };
    });
  },
};

export const nudges = [review];
