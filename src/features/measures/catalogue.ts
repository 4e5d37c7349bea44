// What a partnership measures from the start (¶4.3–4.5), and what the bot reckons from its own records without anybody typing.

import type { Db } from '../../database/client.ts';
import type { Measure } from '../../database/generated/client.ts';
import type { MeasureBetter, MeasurePeriod, MeasureTerm, MeasureUnit } from '../../database/generated/enums.ts';

export interface Definition {
  key: string;
  name: string;
  term: MeasureTerm;
  unit: MeasureUnit;
  period: MeasurePeriod;
  better: MeasureBetter;
  /** A survey's question, word for word. */
  wording?: string;
}

/** Personal well-being as the Office for National Statistics asks it (analysisfunction.civilservice.gov.uk, personal well-being). */
export const ONS4 = [
  ['satisfied', 'Life satisfaction', 'Overall, how satisfied are you with your life nowadays?'],
  [
    'worthwhile',
    'Worthwhile',
    'Overall, to what extent do you feel that the things you do in your life are worthwhile?',
  ],
  ['happy', 'Happy yesterday', 'Overall, how happy did you feel yesterday?'],
  [
    'anxious',
    'Anxious yesterday',
    'On a scale where 0 is “not at all anxious” and 10 is “completely anxious”, overall, how anxious did you feel yesterday?',
  ],
] as const;

export const SAFE: Definition = {
  key: 'safe',
  name: 'Feel safe alone after dark',
  term: 'MEDIUM',
  unit: 'PERCENT',
  period: 'WAVE',
  better: 'UP',
  wording: 'How safe do you feel walking alone in this area after dark? Very or fairly safe.',
};

export const SEEDED: Definition[] = [
  { key: 'asb', name: 'Anti-social behaviour reports', term: 'MEDIUM', unit: 'COUNT', period: 'WEEK', better: 'SHIFT' },
  {
    key: 'asb-month',
    name: 'Anti-social behaviour in police data',
    term: 'MEDIUM',
    unit: 'COUNT',
    period: 'MONTH',
    better: 'SHIFT',
  },
  { key: 'crime', name: 'Recorded crime', term: 'MEDIUM', unit: 'COUNT', period: 'MONTH', better: 'DOWN' },
  { key: 'police', name: 'Calls to the police', term: 'MEDIUM', unit: 'COUNT', period: 'MONTH', better: 'SHIFT' },
  { key: 'ae', name: 'A&E attendances', term: 'MEDIUM', unit: 'COUNT', period: 'MONTH', better: 'SHIFT' },
  { key: 'care', name: 'Social-care contacts', term: 'MEDIUM', unit: 'COUNT', period: 'MONTH', better: 'SHIFT' },
  SAFE,
  ...ONS4.map(
    ([key, name, wording]): Definition => ({
      key,
      name,
      term: 'MEDIUM',
      unit: 'PERCENT',
      period: 'WAVE',
      better: key === 'anxious' ? 'DOWN' : 'UP',
      wording: `${wording} ${key === 'anxious' ? '6 to 10' : '7 to 10'} of 10.`,
    }),
  ),
  { key: 'involved', name: 'Residents involved', term: 'LONG', unit: 'COUNT', period: 'QUARTER', better: 'UP' },
  { key: 'reactive', name: 'Spending on reactive work', term: 'LONG', unit: 'MONEY', period: 'YEAR', better: 'DOWN' },
];

/** From the bot's own records. `rows` gives zone_id, period, value and base, for the zones and spans that series.ts names. */
export interface Computed extends Definition {
  rows: string;
}

/** Instants as days on the partnership's clock. */
const local = (column: string) => `(${column} AT TIME ZONE s.clock)`;
/** What happened in these zones within the whole periods that are looked at. `s` is one row: the clock, and from and until of each kind. */
const within = (zone: string, day: string, kind: 'month' | 'quarter') =>
  `WHERE ${zone} IN (SELECT id FROM z) AND ${day} >= s.${kind}_from AND ${day} < s.${kind}_until`;
const first = (kind: 'month' | 'quarter', day: string) => `date_trunc('${kind}', ${day})::date`;

/**
 * Each zone's weeks: days are counted first, along the index and without the table, and added up. What it costs follows the days and not
 * the whole history.
 */
export const WEEKS = `SELECT i.zone_id, date_trunc('week', i.day)::date AS period, sum(i.n) AS n, sum(i.preventive) AS preventive, sum(i.counted) AS counted, sum(i.joint) AS joint
  FROM s CROSS JOIN z CROSS JOIN LATERAL (
    SELECT i.zone_id, i.occurred_on AS day, count(*) AS n, count(*) FILTER (WHERE i.with_others) AS joint,
      count(*) FILTER (WHERE i.tool IN ('INTERACTION', 'INTEGRATION')) AS preventive,
      count(*) FILTER (WHERE i.tool IN ('INTERACTION', 'INTEGRATION', 'TREATMENT', 'CONTROL')) AS counted
    FROM interaction i WHERE i.zone_id = z.id AND i.occurred_on >= s.week_from AND i.occurred_on < s.week_until AND i.undone_at IS NULL
    GROUP BY i.zone_id, i.occurred_on) AS i
  GROUP BY 1, 2`;

export const COMPUTED: Computed[] = [
  {
    key: 'hours',
    name: 'Volunteer and unpaid-work hours drawn in',
    term: 'SHORT',
    unit: 'COUNT',
    period: 'MONTH',
    better: 'UP',
    rows: `SELECT r.zone_id, ${first('month', 'r.used_on')} AS period, sum(r.hours)::float8 AS value, NULL::int AS base
      FROM s, resource_drawn r ${within('r.zone_id', 'r.used_on', 'month')} AND r.undone_at IS NULL AND r.hours IS NOT NULL GROUP BY 1, 2`,
  },
  {
    key: 'initiatives',
    name: 'Initiatives led by residents, taken up',
    term: 'LONG',
    unit: 'COUNT',
    period: 'QUARTER',
    better: 'UP',
    rows: `SELECT i.zone_id, ${first('quarter', local('i.adopted_at'))} AS period, count(*)::float8 AS value, NULL::int AS base
      FROM s, idea i ${within('i.zone_id', local('i.adopted_at'), 'quarter')} AND i.led_by_residents GROUP BY 1, 2`,
  },
  {
    key: 'interactions',
    name: 'Interactions',
    term: 'SHORT',
    unit: 'COUNT',
    period: 'WEEK',
    better: 'UP',
    rows: `SELECT zone_id, period, n::float8 AS value, NULL::int AS base FROM weeks`,
  },
  {
    key: 'prevention',
    name: 'Prevention mix',
    term: 'SHORT',
    unit: 'PERCENT',
    period: 'WEEK',
    better: 'UP',
    rows: `SELECT zone_id, period, preventive::float8 AS value, counted::int AS base FROM weeks`,
  },
  {
    key: 'joint',
    name: 'Joint working',
    term: 'SHORT',
    unit: 'PERCENT',
    period: 'WEEK',
    better: 'UP',
    rows: `SELECT zone_id, period, joint::float8 AS value, n::int AS base FROM weeks`,
  },
  {
    key: 'closed',
    name: 'Problems closed with a result',
    term: 'SHORT',
    unit: 'COUNT',
    period: 'MONTH',
    better: 'UP',
    rows: `SELECT p.zone_id, ${first('month', local('p.closed_at'))} AS period, count(*) FILTER (WHERE p.result IN ('RESOLVED', 'REDUCED'))::float8 AS value, NULL::int AS base
      FROM s, problem p ${within('p.zone_id', local('p.closed_at'), 'month')} AND p.state = 'CLOSED' GROUP BY 1, 2`,
  },
  {
    key: 'days',
    name: 'Days from raised to closed',
    term: 'SHORT',
    unit: 'SCORE',
    period: 'MONTH',
    better: 'DOWN',
    rows: `SELECT p.zone_id, ${first('month', local('p.closed_at'))} AS period, avg(extract(epoch FROM p.closed_at - p.created_at) / 86400)::float8 AS value, count(*)::int AS base
      FROM s, problem p ${within('p.zone_id', local('p.closed_at'), 'month')} AND p.state = 'CLOSED' GROUP BY 1, 2`,
  },
  {
    key: 'community',
    name: 'Problems raised by the community',
    term: 'LONG',
    unit: 'PERCENT',
    period: 'MONTH',
    better: 'UP',
    rows: `SELECT p.zone_id, ${first('month', local('p.created_at'))} AS period, count(*) FILTER (WHERE p.raised_by = 'COMMUNITY')::float8 AS value, count(*)::int AS base
      FROM s, problem p ${within('p.zone_id', local('p.created_at'), 'month')} GROUP BY 1, 2`,
  },
  {
    key: 'kept',
    name: 'Actions kept on time',
    term: 'SHORT',
    unit: 'PERCENT',
    period: 'MONTH',
    better: 'UP',
    rows: `SELECT a.zone_id, ${first('month', 'a.due_on')} AS period, count(*) FILTER (WHERE a.state = 'DONE' AND ${local('a.settled_at')}::date <= a.due_on)::float8 AS value, count(*)::int AS base
      FROM s, action a ${within('a.zone_id', 'a.due_on', 'month')} AND a.state <> 'DROPPED' GROUP BY 1, 2`,
  },
  {
    key: 'agencies',
    name: 'Agencies present at a meeting',
    term: 'SHORT',
    unit: 'SCORE',
    period: 'MONTH',
    better: 'UP',
    rows: `SELECT m.zone_id, ${first('month', local('m.started_at'))} AS period, avg(here.agencies)::float8 AS value, count(*)::int AS base
      FROM s, meeting m CROSS JOIN LATERAL (SELECT count(DISTINCT e.agency_id) AS agencies FROM meeting_entry e WHERE e.meeting_id = m.id AND e.kind = 'ARRIVED') AS here
      ${within('m.zone_id', local('m.started_at'), 'month')} AND m.state = 'ENDED' GROUP BY 1, 2`,
  },
];

export const isComputed = (key: string): boolean => COMPUTED.some((own) => own.key === key);

/** Of a measure that pulses fill: what a team answers, or its residents. */
export const isPulsed = (key: string): boolean =>
  [SAFE.key, ...ONS4.map(([own]) => own)].some((own) => key === `${own}-team` || key === `${own}-residents`);

/** All of them, for a partnership that has not measured yet; what is reckoned has targets and steps too. */
export async function ensureMeasures(db: Db, partnershipId: string): Promise<void> {
  // What a transaction has written may yet be undone, and is known to that transaction alone.
  const there = ensured.get(db) ?? new Set();
  ensured.set(db, there);
  if (there.has(partnershipId)) return;
  await db.measure.createMany({
    data: [...SEEDED, ...COMPUTED].map(({ key, name, term, unit, period, better, wording = '' }) => ({
      partnershipId,
      key,
      name,
      term,
      unit,
      period,
      better,
      wording,
    })),
    skipDuplicates: true,
  });
  there.add(partnershipId);
}

/** Partnerships whose measures are known to be there. */
const ensured = new WeakMap<object, Set<string>>();

/** Those whose figures people keep. */
export async function typedMeasures(db: Db, partnershipId: string): Promise<Measure[]> {
  await ensureMeasures(db, partnershipId);
  const all = await db.measure.findMany({ where: { partnershipId }, orderBy: { createdAt: 'asc' } });
  return all.filter(({ key }) => !isComputed(key) && !isPulsed(key));
}
