// A zone's readings of a measure, charted: those that were typed or imported, and those that the bot reckons itself.
import { DateTime } from 'luxon';
import type { Db } from '../../database/client.ts';
import { todayIn } from '../../time/calendar.ts';
import { COMPUTED, type Computed, type Definition, ensureMeasures } from './catalogue.ts';
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
const BACK: Record<Period, object> = {
  WEEK: { weeks: 26 },
  MONTH: { months: 24 },
  QUARTER: { months: 36 },
  YEAR: { years: 10 },
  WAVE: { years: 10 },
};

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
 * Every measure of these zones that has a reading, charted: a query for what is typed, one for each that is reckoned.
 * @param now the bot's own figures are reckoned up to then @param whole of what is typed, too, only periods that were over by then
 */
export async function readAllSeries(
  db: Db,
  partnership: Clock,
  zoneIds: string[],
  now: Date,
  { keys, screened = true, whole = false }: { keys?: string[]; screened?: boolean; whole?: boolean } = {},
): Promise<Series[]> {
  await ensureMeasures(db, partnership.id);
  const wanted = (key: string) => keys === undefined || keys.includes(key);
  const [measures, plans] = await Promise.all([
    db.measure.findMany({
      where: { partnershipId: partnership.id, ...(keys === undefined ? {} : { key: { in: keys } }) },
      include: { readings: { where: { zoneId: { in: zoneIds } }, orderBy: { period: 'asc' } } },
      orderBy: { createdAt: 'asc' },
    }),
    db.measurePlan.findMany({ where: { zoneId: { in: zoneIds } } }),
  ]);
  const day = (date: Date) => date.toISOString().slice(0, 10);
  const today = todayIn(partnership.timeZone, now).day;
  const typed = measures.flatMap(({ readings, ...measure }) =>
    zoneIds.flatMap((zoneId) => {
      const mine = readings
        .filter((reading) => reading.zoneId === zoneId)
        .filter(({ period }) => !whole || isOver(day(period), measure.period, today))
        .map(({ period, value, base, provisional, at }) => ({
          period: day(period),
          value,
          base: base ?? undefined,
          provisional,
          at,
        }));
      const plan = plans.find((each) => each.measureId === measure.id && each.zoneId === zoneId);
      return mine.length === 0
        ? []
        : [chartOf(measure, zoneId, mine, { ...plan, steps: plan?.steps.map(day) ?? [] }, screened)];
    }),
  );
  const own: Series[] = [];
  const planOf = (key: string, zoneId: string) => {
    const id = measures.find((measure) => measure.key === key)?.id;
    const plan = plans.find((each) => each.measureId === id && each.zoneId === zoneId);
    return plan === undefined ? {} : { ...plan, steps: plan.steps.map(day) };
  };
  for (const measure of COMPUTED.filter(({ key }) => wanted(key)))
    own.push(...(await reckon(db, partnership, zoneIds, measure, now, screened, planOf)));
  return [...typed, ...own];
}

/** A survey is of the month in which it was asked, and over with it. */
const isOver = (period: string, kind: Period, today: string): boolean =>
  nextPeriod(period, kind === 'WAVE' ? 'MONTH' : kind) <= today;

/** Whole periods only: a week that is not over yet would look like a fall. */
async function reckon(
  db: Db,
  { id, timeZone }: Clock,
  zoneIds: string[],
  measure: Computed,
  now: Date,
  screened: boolean,
  planOf: (key: string, zoneId: string) => ChartPlan,
): Promise<Series[]> {
  const until = periodOf(todayIn(timeZone, now).day, measure.period);
  const from = periodOf(
    DateTime.fromISO(until, { zone: 'utc' }).minus(BACK[measure.period]).toISODate() ?? until,
    measure.period,
  );
  const rows = await db.$queryRawUnsafe<{ zone_id: string; period: Date; value: number; base: number | null }[]>(
    `SELECT * FROM (${measure.sql}) AS f WHERE $4::text IS NOT NULL`,
    id,
    from,
    until,
    timeZone,
  );
  return zoneIds.flatMap((zoneId) => {
    const mine = rows
      .filter((row) => row.zone_id === zoneId)
      .map(({ period, value, base }) => ({
        period: period.toISOString().slice(0, 10),
        value,
        base: base ?? undefined,
        provisional: false,
      }))
      .sort((a, b) => (a.period < b.period ? -1 : 1));
    if (mine.length === 0) return [];
    return [
      chartOf(
        measure,
        zoneId,
        measure.unit === 'COUNT' ? withNoughts(mine, measure.period, until) : mine,
        planOf(measure.key, zoneId),
        screened,
      ),
    ];
  });
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
