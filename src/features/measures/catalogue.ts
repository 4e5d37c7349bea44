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

/** From the bot's own records. `sql` gives rows of zone_id, period, value and base between $2 and $3 (days) for a partnership $1. */
export interface Computed extends Definition {
  sql: string;
}

const week = (column: string) => `date_trunc('week', ${column})::date`;
const month = (column: string) => `date_trunc('month', ${column})::date`;
/** Instants as days on the partnership's clock ($4). */
const local = (column: string) => `(${column} AT TIME ZONE $4)`;
/** Zone by zone along its index, so that what it costs follows the days and not the whole history. */
const interactions = `FROM zone z CROSS JOIN LATERAL (SELECT * FROM interaction i WHERE i.zone_id = z.id AND i.occurred_on >= $2::date AND i.occurred_on < $3::date AND i.undone_at IS NULL) AS i
      WHERE z.partnership_id = $1::uuid`;

const quarter = (column: string) => `date_trunc('quarter', ${column})::date`;

export const COMPUTED: Computed[] = [
  {
    key: 'hours',
    name: 'Volunteer and unpaid-work hours drawn in',
    term: 'SHORT',
    unit: 'COUNT',
    period: 'MONTH',
    better: 'UP',
    sql: `SELECT r.zone_id, ${month('r.used_on')} AS period, sum(r.hours)::float8 AS value, NULL::int AS base
      FROM resource_drawn r WHERE r.partnership_id = $1::uuid AND r.undone_at IS NULL AND r.hours IS NOT NULL AND r.used_on >= $2::date AND r.used_on < $3::date GROUP BY 1, 2`,
  },
  {
    key: 'initiatives',
    name: 'Initiatives led by residents, taken up',
    term: 'LONG',
    unit: 'COUNT',
    period: 'QUARTER',
    better: 'UP',
    sql: `SELECT i.zone_id, ${quarter(local('i.adopted_at'))} AS period, count(*)::float8 AS value, NULL::int AS base
      FROM idea i WHERE i.partnership_id = $1::uuid AND i.zone_id IS NOT NULL AND i.led_by_residents AND ${local('i.adopted_at')} >= $2::date AND ${local('i.adopted_at')} < $3::date GROUP BY 1, 2`,
  },
  {
    key: 'interactions',
    name: 'Interactions',
    term: 'SHORT',
    unit: 'COUNT',
    period: 'WEEK',
    better: 'UP',
    sql: `SELECT i.zone_id, ${week('i.occurred_on')} AS period, count(*)::float8 AS value, NULL::int AS base ${interactions} GROUP BY 1, 2`,
  },
  {
    key: 'prevention',
    name: 'Prevention mix',
    term: 'SHORT',
    unit: 'PERCENT',
    period: 'WEEK',
    better: 'UP',
    sql: `SELECT i.zone_id, ${week('i.occurred_on')} AS period, count(*) FILTER (WHERE i.tool IN ('INTERACTION', 'INTEGRATION'))::float8 AS value,
      count(*) FILTER (WHERE i.tool IN ('INTERACTION', 'INTEGRATION', 'TREATMENT', 'CONTROL'))::int AS base ${interactions} GROUP BY 1, 2`,
  },
  {
    key: 'joint',
    name: 'Joint working',
    term: 'SHORT',
    unit: 'PERCENT',
    period: 'WEEK',
    better: 'UP',
    sql: `SELECT i.zone_id, ${week('i.occurred_on')} AS period, count(*) FILTER (WHERE EXISTS (SELECT 1 FROM interaction_agency a WHERE a.interaction_id = i.id))::float8 AS value,
      count(*)::int AS base ${interactions} GROUP BY 1, 2`,
  },
  {
    key: 'closed',
    name: 'Problems closed with a result',
    term: 'SHORT',
    unit: 'COUNT',
    period: 'MONTH',
    better: 'UP',
    sql: `SELECT p.zone_id, ${month(local('p.closed_at'))} AS period, count(*) FILTER (WHERE p.result IN ('RESOLVED', 'REDUCED'))::float8 AS value, NULL::int AS base
      FROM problem p WHERE p.partnership_id = $1::uuid AND p.state = 'CLOSED' AND ${local('p.closed_at')} >= $2::date AND ${local('p.closed_at')} < $3::date GROUP BY 1, 2`,
  },
  {
    key: 'days',
    name: 'Days from raised to closed',
    term: 'SHORT',
    unit: 'SCORE',
    period: 'MONTH',
    better: 'DOWN',
    sql: `SELECT p.zone_id, ${month(local('p.closed_at'))} AS period, avg(extract(epoch FROM p.closed_at - p.created_at) / 86400)::float8 AS value, count(*)::int AS base
      FROM problem p WHERE p.partnership_id = $1::uuid AND p.state = 'CLOSED' AND ${local('p.closed_at')} >= $2::date AND ${local('p.closed_at')} < $3::date GROUP BY 1, 2`,
  },
  {
    key: 'community',
    name: 'Problems raised by the community',
    term: 'LONG',
    unit: 'PERCENT',
    period: 'MONTH',
    better: 'UP',
    sql: `SELECT p.zone_id, ${month(local('p.created_at'))} AS period, count(*) FILTER (WHERE p.raised_by = 'COMMUNITY')::float8 AS value, count(*)::int AS base
      FROM problem p WHERE p.partnership_id = $1::uuid AND ${local('p.created_at')} >= $2::date AND ${local('p.created_at')} < $3::date GROUP BY 1, 2`,
  },
  {
    key: 'kept',
    name: 'Actions kept on time',
    term: 'SHORT',
    unit: 'PERCENT',
    period: 'MONTH',
    better: 'UP',
    sql: `SELECT a.zone_id, ${month('a.due_on')} AS period, count(*) FILTER (WHERE a.state = 'DONE' AND ${local('a.settled_at')}::date <= a.due_on)::float8 AS value, count(*)::int AS base
      FROM action a WHERE a.partnership_id = $1::uuid AND a.zone_id IS NOT NULL AND a.state <> 'DROPPED' AND a.due_on >= $2::date AND a.due_on < $3::date GROUP BY 1, 2`,
  },
  {
    key: 'agencies',
    name: 'Agencies present at a meeting',
    term: 'SHORT',
    unit: 'SCORE',
    period: 'MONTH',
    better: 'UP',
    sql: `SELECT m.zone_id, ${month(local('m.started_at'))} AS period, avg(m.agencies)::float8 AS value, count(*)::int AS base FROM (
        SELECT m.zone_id, m.started_at, (SELECT count(DISTINCT e.agency_id) FROM meeting_entry e WHERE e.meeting_id = m.id AND e.kind = 'ARRIVED') AS agencies
        FROM meeting m WHERE m.partnership_id = $1::uuid AND m.zone_id IS NOT NULL AND m.state = 'ENDED' AND ${local('m.started_at')} >= $2::date AND ${local('m.started_at')} < $3::date) AS m
      GROUP BY 1, 2`,
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
