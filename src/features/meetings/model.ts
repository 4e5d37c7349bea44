// A meeting with its agenda and its log: its shape, and how it is read, no more of the log than is asked for.
import type { Db } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { MeetingEntryKind } from '../../database/generated/enums.ts';
import { columns, dated, json, list, object, orNull } from '../../database/shape.ts';
import { type Askable, runStatement } from '../../database/statement.ts';
import { RECORDED } from './words.ts';

/** Told to Prisma; the statement below asks for the same. */
export const FULL = {
  zone: { select: { name: true, code: true, quorumPeople: true, quorumAgencies: true } },
  body: { select: { kind: true, quorumPeople: true, quorumAgencies: true } },
  items: { orderBy: [{ position: 'asc' }, { id: 'asc' }] },
  entries: {
    include: {
      person: { select: { name: true } },
      votes: { include: { person: { select: { name: true } } }, orderBy: [{ at: 'asc' }, { personId: 'asc' }] },
    },
    orderBy: { number: 'asc' },
  },
  minuted: {
    select: { number: true, event: true, note: true, at: true, person: { select: { name: true } } },
    orderBy: { number: 'asc' },
  },
  answers: { include: { person: { select: { name: true } } }, orderBy: [{ at: 'asc' }, { personId: 'asc' }] },
  series: { select: { rule: true, endsOn: true, except: true } },
} satisfies Prisma.MeetingInclude;

/** A meeting with its agenda and its whole log. */
export type FullMeeting = Prisma.MeetingGetPayload<{ include: typeof FULL }>;
export type Entry = FullMeeting['entries'][number];

/** PUT: before the room, and not closed. */
export type DecisionState = 'AGREED' | 'PROPOSED' | 'PUT' | 'NOT_AGREED';

export function decisionState({ kind, details }: Pick<Entry, 'kind' | 'details'>): DecisionState | undefined {
  return kind === 'DECISION' ? (details as { state: DecisionState }).state : undefined;
}

/**
 * How much of the log: all of it; or, while it is held, what decides how the meeting stands (who came and went, what was opened,
 * what is before the room or below quorum) with the last lines, which does not grow with what is said; or none of the lines.
 */
export type LogRead = 'whole' | 'heart' | 'none';

/** So many recorded lines at the end are read with the heart: more than a card shows. */
const LAST_LINES = 6;

const kinds = (recorded: boolean) =>
  `ARRAY[${Object.keys(MeetingEntryKind)
    .filter((kind) => kind in RECORDED === recorded)
    .map((kind) => `'${kind}'`)
    .join(', ')}]::meeting_entry_kind[]`;
const name = (alias: string) => orNull(alias, object({ name: `${alias}.name` }));
const quorum = (alias: string) => ({
  quorumPeople: `${alias}.quorum_people`,
  quorumAgencies: `${alias}.quorum_agencies`,
});
/** In three steps, each of which an index serves: a long log is not looked through. */
const LINES = `(
    SELECT * FROM meeting_entry WHERE meeting_id = m.id AND number >= since.number
    UNION ALL SELECT * FROM meeting_entry WHERE meeting_id = m.id AND number < since.number AND kind = ANY(${kinds(false)})
    UNION ALL SELECT * FROM meeting_entry WHERE meeting_id = m.id AND number < since.number AND kind = 'DECISION' AND struck_at IS NULL AND details->>'state' IN ('PUT', 'PROPOSED')
  ) e LEFT JOIN person ep ON ep.id = e.person_id`;
const VOTES = list(
  json('v', Prisma.DecisionVoteScalarFieldEnum, { person: name('vp') }),
  'decision_vote v JOIN person vp ON vp.id = v.person_id WHERE v.entry_id = e.id',
  'v.at, v.person_id',
);
const BY_ID = {
  name: 'meetings by id',
  text: `SELECT ${columns('m', Prisma.MeetingScalarFieldEnum, { days: ['slot'] })},
    ${orNull('z', object({ name: 'z.name', code: 'z.code' }, quorum('z')))} AS zone, ${orNull('b', object({ kind: 'b.kind' }, quorum('b')))} AS body,
    ${list(json('i', Prisma.AgendaItemScalarFieldEnum), 'agenda_item i WHERE i.meeting_id = m.id', 'i.position, i.id')} AS items,
    ${list(json('e', Prisma.MeetingEntryScalarFieldEnum, { person: name('ep'), votes: `CASE WHEN e.kind = 'DECISION' THEN ${VOTES} ELSE '[]'::json END` }), LINES, 'e.number')} AS entries,
    ${list(object({ number: 'n.number', event: 'n.event', note: 'n.note', at: 'n.at', person: name('np') }), 'minutes_version n LEFT JOIN person np ON np.id = n.person_id WHERE n.meeting_id = m.id', 'n.number')} AS minuted,
    ${list(json('r', Prisma.MeetingAnswerScalarFieldEnum, { person: name('rp') }), 'meeting_answer r JOIN person rp ON rp.id = r.person_id WHERE r.meeting_id = m.id', 'r.at, r.person_id')} AS answers,
    ${orNull('s', object({ rule: 's.rule', endsOn: 's.ends_on', except: `coalesce(s."except", '{}')` }))} AS series,
    coalesce((SELECT max(number) FROM meeting_entry WHERE meeting_id = m.id), 0)::int AS last
  FROM meeting m LEFT JOIN zone z ON z.id = m.zone_id LEFT JOIN body b ON b.id = m.body_id LEFT JOIN meeting_series s ON s.id = m.series_id
  CROSS JOIN LATERAL (SELECT CASE WHEN $2 = 'none' THEN 2000000000 WHEN $2 = 'whole' OR m.state <> 'RUNNING' THEN 0
    ELSE coalesce((SELECT min(number) FROM (SELECT number FROM meeting_entry WHERE meeting_id = m.id AND struck_at IS NULL AND kind = ANY(${kinds(true)})
      ORDER BY number DESC LIMIT ${LAST_LINES}) AS lines), 0) END AS number) AS since
  WHERE m.id = ANY($1::uuid[])`,
};

type Row = FullMeeting & { last: number };

async function readByHand(db: Askable, ids: string[], log: LogRead): Promise<Row[]> {
  const found = await runStatement<Row>(db, BY_ID, [ids, log]);
  for (const { items, entries, minuted, answers, series } of found) {
    dated(items, 'openedAt', 'timeToldAt', 'createdAt');
    dated(entries, 'at', 'struckAt');
    for (const { votes } of entries) dated(votes, 'at');
    dated(minuted, 'at');
    dated(answers, 'at');
    if (series === null) continue;
    dated([series], 'endsOn');
    series.except = series.except.map((day) => new Date(day));
  }
  return ids.flatMap((id) => found.find((meeting) => meeting.id === id) ?? []);
}

/** With the number of the log's last entry. */
export async function findWithLast(
  db: Askable,
  id: string,
  log: LogRead,
): Promise<{ meeting: FullMeeting | null; last: number }> {
  const [found] = await readByHand(db, [id], log);
  if (found === undefined) return { meeting: null, last: 0 };
  const { last, ...meeting } = found;
  return { meeting, last };
}

export const findMeeting = async (db: Askable, id: string, log: LogRead = 'whole'): Promise<FullMeeting | null> =>
  (await findWithLast(db, id, log)).meeting;

/** The meetings that fit. */
export async function findMeetings(
  db: Db,
  query: Pick<Prisma.MeetingFindManyArgs, 'where' | 'orderBy' | 'take'>,
  log: LogRead = 'whole',
): Promise<FullMeeting[]> {
  const fitting = await db.meeting.findMany({ ...query, select: { id: true } });
  return findEach(
    db,
    fitting.map(({ id }) => id),
    log,
  );
}

/** These meetings, in this order. */
export async function findEach(db: Askable, ids: string[], log: LogRead = 'whole'): Promise<FullMeeting[]> {
  return (await readByHand(db, ids, log)).map(({ last: _, ...meeting }) => meeting);
}
