// A zone's readings of a measure, charted: those that were typed or imported, and those that the bot reckons itself.
import { DateTime } from 'luxon';
import type { Db } from '../../database/client.ts';
import { rows, runStatement, type Statement } from '../../database/statement.ts';
import { todayIn } from '../../time/calendar.ts';
import { COMPUTED, type Computed, type Definition, ensureMeasures, WEEKS } from './catalogue.ts';
import type { Figure } from './exact.ts';
import { nextPeriod, type Period, periodOf } from './periods.ts';
import { compareWaves, type Difference } from './waves.ts';
import { type Assurance, assuranceOf, type Point, type Verdict, verdictOf, xmr } from './xmr.ts';

export interface Reading {
  /** First day, YYYY-MM-DD. */
  period: string;
  value: number;
  base: number | undefined;
  provisional: boolean;
  /** When somebody gave it; what is reckoned is there when its period is over. */
  at?: Date;
  /** Withheld: it stands for a figure that is not told, and is not that figure. */
  withheld?: boolean;
}

export interface Series {
  measure: Definition & { id?: string };
  zoneId: string;
  readings: Reading[];
  /** What is charted: a share in per cent for a percentage. */
  points: Point[];
  verdict: Verdict;
  target: number | undefined;
  baseline: number | undefined;
  assurance: Assurance | undefined;
  steps: { period: string; note: string }[];
  /** For a survey: the last wave against the one before. */
  waves: Difference | undefined;
  screened: boolean;
}

/** How far back the bot's own figures are reckoned. */
const BACK = { WEEK: { weeks: 26 }, MONTH: { months: 24 }, QUARTER: { months: 36 } };

/** The same, exactly: a share is its two counts. */
const figureOf = ({ unit }: Pick<Definition, 'unit'>, { value, base }: Reading): Figure =>
  unit === 'PERCENT' && base !== undefined && base > 0 ? { count: value, of: base } : value;

export const valueOf = ({ unit }: Pick<Definition, 'unit'>, { value, base }: Reading): number =>
  unit === 'PERCENT' && base !== undefined && base > 0 ? (100 * value) / base : value;

/** Its baseline, its target and where something was changed, as a zone has set them. */
export interface ChartPlan {
  baseline?: number | null;
  target?: number | null;
  steps?: string[];
  stepNotes?: string[];
}

/** Charts it, by the rules of its kind. */
export function chartOf(
  measure: Series['measure'],
  zoneId: string,
  readings: Reading[],
  plan: ChartPlan = {},
  screened = true,
): Series {
  const kept = readings.filter(({ base }) => measure.unit !== 'PERCENT' || base === undefined || base > 0);
  const steps = (plan.steps ?? []).map((period, index) => ({ period, note: plan.stepNotes?.[index] ?? '' }));
  const at = steps
    .map(({ period }) => kept.findIndex((reading) => reading.period >= period))
    .filter((index) => index > 0);
  const baseline = plan.baseline ?? undefined;
  const target = plan.target ?? undefined;
  const points =
    measure.period === 'WAVE'
      ? []
      : xmr(
          kept.map((reading) => figureOf(measure, reading)),
          { screen: screened, fixAfter: baseline, steps: at },
        );
  const [before, last] = kept.length < 2 ? [undefined, kept[0]] : kept.slice(-2);
  const waves =
    measure.period === 'WAVE' && before?.base !== undefined && last?.base !== undefined
      ? compareWaves({ yes: before.value, of: before.base }, { yes: last.value, of: last.base })
      : undefined;
  const lastPart = at.length === 0 ? points : points.slice(at.at(-1));
  return {
    measure,
    zoneId,
    readings: kept,
    points,
    verdict:
      measure.period === 'WAVE'
        ? verdictOfWaves(waves, measure.better, before, last)
        : verdictOf(lastPart, measure.better, measure.unit === 'COUNT'),
    target,
    baseline,
    assurance: assuranceOf(points, measure.better, target),
    steps,
    waves,
    screened,
  };
}

/** In each of two waves, before one is told from the other. */
export const FEWEST_ANSWERS = 30;

function verdictOfWaves(
  waves: Difference | undefined,
  better: Definition['better'],
  before: Reading | undefined,
  last: Reading | undefined,
): Verdict {
  if (waves === undefined) return 'TOO_EARLY';
  if ((last?.base ?? 0) < FEWEST_ANSWERS || (before?.base ?? 0) < FEWEST_ANSWERS) return 'TOO_FEW';
  if (!waves.real) return 'NO_REAL_CHANGE';
  const up = waves.difference > 0;
  if (better === 'SHIFT' || better === 'NONE') return up ? 'SHIFTED_HIGH' : 'SHIFTED_LOW';
  return up === (better === 'UP') ? 'IMPROVEMENT' : 'CONCERN';
}

interface Clock {
  id: string;
  timeZone: string;
}

/**
 * Every measure of these zones that has a reading, charted: a statement for what is typed, one for all that is reckoned.
 * @param now the bot's own figures are reckoned up to then @param whole of what is typed, too, only periods that were over by then
 */
export async function readAllSeries(
  db: Db,
  { id, timeZone }: Clock,
  zoneIds: string[],
  now: Date,
  { keys, screened = true, whole = false }: { keys?: string[]; screened?: boolean; whole?: boolean } = {},
): Promise<Series[]> {
  await ensureMeasures(db, id);
  const reckoned = COMPUTED.filter(({ key }) => keys === undefined || keys.includes(key));
  const { day: today } = todayIn(timeZone, now);
  const [measures, figures] = await Promise.all([
    readTyped(db, id, zoneIds, keys),
    reckon(db, timeZone, zoneIds, reckoned, today),
  ]);
  const planOf = (measure: { plans: Plan[] } | undefined, zoneId: string): ChartPlan =>
    measure?.plans.find((plan) => plan.zoneId === zoneId) ?? {};
  const typed = measures.flatMap(({ readings, plans, ...measure }) => {
    const byZone = grouped(readings, (reading) => reading.zoneId);
    return zoneIds.flatMap((zoneId) => {
      const mine = (byZone.get(zoneId) ?? []).filter(({ period }) => !whole || isOver(period, measure.period, today));
      return mine.length === 0 ? [] : [chartOf(measure, zoneId, mine, planOf({ plans }, zoneId), screened)];
    });
  });
  const reckonedOf = grouped(figures, ({ key, zoneId }) => `${key} ${zoneId}`);
  const own = reckoned.flatMap((measure) =>
    zoneIds.flatMap((zoneId) => {
      const mine = reckonedOf.get(`${measure.key} ${zoneId}`);
      if (mine === undefined) return [];
      const filled =
        measure.unit === 'COUNT' ? withNoughts(mine, measure.period, periodOf(today, measure.period)) : mine;
      const there = measures.find(({ key }) => key === measure.key);
      return [chartOf(measure, zoneId, filled, planOf(there, zoneId), screened)];
    }),
  );
  return [...typed, ...own];
}

/** In the order in which they come: there are many zones, and each has few. */
function grouped<T>(all: readonly T[], of: (each: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const each of all) {
    const group = groups.get(of(each));
    if (group === undefined) groups.set(of(each), [each]);
    else group.push(each);
  }
  return groups;
}

/** A survey is of the month in which it was asked, and over with it. */
const isOver = (period: string, kind: Period, today: string): boolean =>
  nextPeriod(period, kind === 'WAVE' ? 'MONTH' : kind) <= today;

interface Plan extends ChartPlan {
  zoneId: string;
}

interface Typed extends Definition {
  id: string;
  readings: (Reading & { zoneId: string })[];
  plans: Plan[];
}

/** What people and pulses gave of every measure, in the order of its periods, and what each zone has planned for it. */
async function readTyped(
  db: Db,
  partnershipId: string,
  zoneIds: string[],
  keys: string[] | undefined,
): Promise<Typed[]> {
  const measures = await rows<Typed>(db)`
    SELECT m.id, m.key, m.name, m.term, m.unit, m.period, m.better, m.wording,
      (SELECT coalesce(json_agg(json_build_object('zoneId', r.zone_id, 'period', r.period, 'value', r.value, 'base', r.base,
        'provisional', r.provisional, 'at', r.at) ORDER BY r.period), '[]') FROM measure_reading r WHERE r.measure_id = m.id AND r.zone_id = ANY(${zoneIds}::uuid[])) AS readings,
      (SELECT coalesce(json_agg(json_build_object('zoneId', p.zone_id, 'baseline', p.baseline, 'target', p.target, 'steps', p.steps,
        'stepNotes', p.step_notes)), '[]') FROM measure_plan p WHERE p.measure_id = m.id AND p.zone_id = ANY(${zoneIds}::uuid[])) AS plans
    FROM measure m WHERE m.partnership_id = ${partnershipId}::uuid AND (${keys ?? null}::text[] IS NULL OR m.key = ANY(${keys ?? null}::text[]))
    ORDER BY m.created_at`;
  for (const { readings } of measures)
    for (const reading of readings) {
      reading.base ??= undefined;
      if (reading.at !== undefined) reading.at = new Date(reading.at);
    }
  return measures;
}

interface Reckoned extends Reading {
  key: string;
  zoneId: string;
}

const KINDS = ['WEEK', 'MONTH', 'QUARTER'] as const;
const SPANS = KINDS.map(
  (kind, n) => `$${2 * n + 3}::date AS ${kind.toLowerCase()}_from, $${2 * n + 4}::date AS ${kind.toLowerCase()}_until`,
);
const statements = new Map<string, Statement>();

/** All that is wanted of the bot's own figures, in the order of their periods. */
function reckonStatement(wanted: Computed[]): Statement {
  const keys = wanted.map(({ key }) => key).join(' ');
  const known = statements.get(keys) ?? {
    name: `figures ${statements.size}`,
    text: `WITH s AS (SELECT $1::text AS clock, ${SPANS.join(', ')}), z AS (SELECT unnest($2::uuid[]) AS id), weeks AS (${WEEKS})
      SELECT key, zone_id AS "zoneId", to_char(period, 'YYYY-MM-DD') AS period, value, base FROM (
        ${wanted.map(({ key, rows: own }) => `SELECT '${key}' AS key, f.* FROM (${own}) AS f`).join(' UNION ALL ')}) AS figures ORDER BY period`,
  };
  statements.set(keys, known);
  return known;
}

/** Whole periods only: a week that is not over yet would look like a fall. @param today on the partnership's clock */
async function reckon(
  db: Db,
  timeZone: string,
  zoneIds: string[],
  wanted: Computed[],
  today: string,
): Promise<Reckoned[]> {
  if (wanted.length === 0) return [];
  const spans = KINDS.flatMap((kind) => {
    const until = periodOf(today, kind);
    return [periodOf(DateTime.fromISO(until, { zone: 'utc' }).minus(BACK[kind]).toISODate() ?? until, kind), until];
  });
  const found = await runStatement<Reckoned>(db, reckonStatement(wanted), [timeZone, zoneIds, ...spans]);
  return found.map(({ base, ...row }) => ({ ...row, base: base ?? undefined, provisional: false }));
}

/** A week in which nothing was logged counts as nought, from the first reading on. */
function withNoughts(readings: Reading[], period: Period, until: string): Reading[] {
  const filled: Reading[] = [];
  for (let at = readings[0]?.period ?? until; at < until; at = nextPeriod(at, period))
    filled.push(
      readings.find((reading) => reading.period === at) ?? {
        period: at,
        value: 0,
        base: undefined,
        provisional: false,
      },
    );
  return filled;
}
