// Benefits: agreed by the zone at a meeting, in three terms, each with where it began, where it is, and whether that is real.
import { type Act, knownPerson, type ZoneEntry } from '../../../chat/act.ts';
import { type Button, buttons, type Card, heading, note, paragraph } from '../../../chat/cards.ts';
import { assertMay, may } from '../../../chat/may.ts';
import { privately, Refusal, type Reply } from '../../../chat/replies.ts';
import { command, cut, howMany, say, strong, type Text } from '../../../chat/spans.ts';
import type { Db } from '../../../database/client.ts';
import type { Prisma } from '../../../database/generated/client.ts';
import type { MeasureTerm } from '../../../database/generated/enums.ts';
import { rows } from '../../../database/statement.ts';
import { shortDay } from '../../../time/calendar.ts';
import { asSeenBy, baselineWords, readAllSeries, type Series, seriesWords, TERMS } from '../../measures/index.ts';
import { FACTORS } from '../choose/model.ts';
import { type Choices, DEMANDS, type NewBenefit } from './forms.ts';

const RECORD = 'benefit';
const FULL = {
  zone: { select: { id: true, name: true } },
  finding: { select: { text: true, source: true, asAt: true } },
  decision: { select: { text: true, at: true, meeting: { select: { title: true } } } },
} satisfies Prisma.BenefitInclude;
type FullBenefit = Prisma.BenefitGetPayload<{ include: typeof FULL }>;

/** What a benefit may be tied to: figures that the zone keeps, findings of its analysis, decisions of its meetings. */
export async function choicesFor(act: Act, zoneId: string): Promise<Choices> {
  const [series, findings, decisions] = await Promise.all([
    readAllSeries(act.db, act.partnership, [zoneId], act.now),
    act.db.selectionFinding.findMany({
      where: { undoneAt: null, proposal: { zoneId } },
      select: { id: true, text: true, factor: true },
      orderBy: { id: 'asc' },
      take: 50,
    }),
    act.db.meetingEntry.findMany({
      where: {
        kind: 'DECISION',
        struckAt: null,
        details: { path: ['state'], equals: 'AGREED' },
        meeting: { zoneId },
      },
      select: { id: true, text: true, at: true },
      orderBy: { at: 'desc' },
      take: 25,
    }),
  ]);
  return {
    measures: series.map(({ measure }) => ({ value: measure.key, label: measure.name })),
    findings: findings.map(({ id, text, factor }) => ({ value: id, label: `${FACTORS[factor].label}: ${text}` })),
    decisions: decisions.map(({ id, text, at }) => ({ value: id, label: `${shortDay(at)}: ${text}` })),
  };
}

/** Who may: whoever sees the zone. */
export async function showBenefits(act: Act, zone: ZoneEntry): Promise<Reply> {
  assertMay(act, 'zone.glance', { zoneId: zone.id, where: zone.name });
  return privately(await cardOf(act, zone, act.db));
}

interface Involved {
  raised: number;
  community: number;
  led: number;
  owned: number;
}

/** How far the community is in it (¶4.5): problems that it raised, initiatives that it leads, problems that a body of its has. */
async function involvement(db: Db, zoneId: string): Promise<Involved> {
  const [found] = await rows<Involved>(db)`
    SELECT count(*)::int AS raised, count(*) FILTER (WHERE p.raised_by = 'COMMUNITY')::int AS community,
      count(*) FILTER (WHERE a.sector IN ('COMMUNITY_BODY', 'RESIDENTS'))::int AS owned,
      (SELECT count(*)::int FROM idea i WHERE i.zone_id = ${zoneId}::uuid AND i.led_by_residents AND i.state <> 'PARKED') AS led
    FROM problem p LEFT JOIN person o ON o.id = p.owner_id LEFT JOIN agency a ON a.id = o.agency_id WHERE p.zone_id = ${zoneId}::uuid`;
  return found ?? { raised: 0, community: 0, led: 0, owned: 0 };
}

async function cardOf(act: Act, zone: ZoneEntry, db: Db, title?: string): Promise<Card> {
  const all = await db.benefit.findMany({
    where: { zoneId: zone.id, undoneAt: null },
    include: FULL,
    orderBy: { createdAt: 'asc' },
  });
  const keys = [...new Set(all.map(({ measureKey }) => measureKey).filter((key) => key !== ''))];
  const [series, involved] = await Promise.all([
    keys.length === 0 ? [] : readAllSeries(db, act.partnership, [zone.id], act.now, { keys }),
    involvement(db, zone.id),
  ]);
  const seen = series.map((each) => asSeenBy(act, each));
  const keeps = may(act, 'zone.phase', { zoneId: zone.id }) && zone.over !== true;
  const share = (count: number) => (involved.raised === 0 ? '' : ` (${Math.round((count / involved.raised) * 100)}%)`);
  return {
    summary: `${zone.name}: ${all.length === 0 ? 'no benefit is agreed yet' : howMany(all.length, 'benefit', 'benefits')}`,
    blocks: [
      heading(title ?? `Benefits of ${zone.name}`),
      ...(all.length === 0
        ? [
            paragraph(
              'None is agreed yet. The community sets them with the team: put it on the agenda, decide, then enter it here.',
            ),
          ]
        : (Object.keys(TERMS) as MeasureTerm[]).flatMap((term) => {
            const own = all.filter((each) => each.term === term);
            return own.length === 0
              ? []
              : [
                  paragraph(say`${strong(TERMS[term])}`),
                  {
                    kind: 'list' as const,
                    items: own.map((each) =>
                      lineOf(
                        each,
                        seen.find(({ measure }) => measure.key === each.measureKey),
                      ),
                    ),
                  },
                ];
          })),
      paragraph(
        say`${strong('Community involvement:')} ${involved.community} of ${howMany(involved.raised, 'problem', 'problems')} raised by the community${share(involved.community)}; ${involved.owned} in the hands of a community body; ${howMany(involved.led, 'initiative', 'initiatives')} led by residents.`,
      ),
      note(say`All figures: ${command('measure list')}`),
      ...(keeps
        ? [
            buttons(
              {
                label: 'Add a benefit',
                action: 'benefit.form',
                data: { id: zone.id },
                opens: 'form',
                style: 'primary',
              },
              ...all.slice(-6).map(
                ({ id, title: what }): Button => ({
                  label: cut(`Drop: ${what}`, 40),
                  action: 'benefit.drop',
                  data: { id },
                  confirm: { title: 'Drop it?', text: cut(what, 200), yes: 'Drop it' },
                }),
              ),
            ),
          ]
        : []),
    ],
  };
}

function lineOf(benefit: FullBenefit, series: Series | undefined): Text {
  const { title, demand, finding, decision, agreedAt } = benefit;
  const where = decision === null ? agreedAt : `${decision.meeting.title}, ${shortDay(decision.at)}`;
  const begins =
    finding !== null
      ? `began at: ${cut(finding.text, 160)} (${finding.source}, ${shortDay(finding.asAt)})`
      : series === undefined
        ? 'where it begins is not kept'
        : `began at ${baselineWords(series)}`;
  const now =
    series !== undefined
      ? `now ${seriesWords(series)}`
      : benefit.measureKey === ''
        ? 'no figure is tied to it'
        : 'no reading of its figure yet';
  const kind = demand === null ? '' : ` (${DEMANDS[demand].split(':')[0]?.toLowerCase() ?? ''})`;
  return say`${strong(title)}${kind}: ${begins}; ${now}${series === undefined ? '.' : ''} Agreed at ${where}.`;
}

/** Who may: a lead of the zone, or the project team. */
export function addBenefit(act: Act, zone: ZoneEntry, benefit: NewBenefit): Promise<Reply> {
  assertMay(act, 'zone.phase', { zoneId: zone.id, where: zone.name });
  return act.once(async (effect) => {
    const { db } = effect;
    const same = await db.benefit.findFirst({
      where: { zoneId: zone.id, undoneAt: null, title: { equals: benefit.title, mode: 'insensitive' } },
    });
    if (same !== null) return privately(await cardOf(act, zone, db, 'It stands there already'));
    const { id } = await db.benefit.create({
      data: { zoneId: zone.id, ...benefit, personId: knownPerson(act).id, createdAt: act.now },
      select: { id: true },
    });
    await effect.audit({ action: 'benefit.agreed', recordType: RECORD, recordId: id });
    return privately(await cardOf(act, zone, db, 'Kept'));
  });
}

/** Who may: a lead of the zone, or the project team. */
export function dropBenefit(act: Act, id: string): Promise<Reply> {
  return act.once(async (effect) => {
    const { db } = effect;
    const found = await db.benefit.findUnique({ where: { id }, select: { zoneId: true } });
    const zone = act.directory.zones.find((each) => each.id === found?.zoneId);
    if (zone === undefined) throw new Refusal('That benefit is not here.');
    assertMay(act, 'zone.phase', { zoneId: zone.id, where: zone.name });
    await db.benefit.update({ where: { id }, data: { undoneAt: act.now } });
    await effect.audit({ action: 'benefit.dropped', recordType: RECORD, recordId: id });
    return privately(await cardOf(act, zone, db, 'Dropped'));
  });
}
