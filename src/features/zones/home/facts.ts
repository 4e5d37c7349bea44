// What a zone's home shows, read at one moment: where it is in its life, what goes on now, what comes next.

import { DateTime } from 'luxon';
import { platformName } from '../../../chat/platforms.ts';
import type { Db } from '../../../database/client.ts';
import type { MeetingKind, Phase } from '../../../database/generated/enums.ts';
import { rows } from '../../../database/statement.ts';
import { shortDay, todayIn } from '../../../time/calendar.ts';
import { countMix, type Mix } from '../../interactions/index.ts';
import { FOR_RESIDENTS } from '../../meetings/index.ts';
import { PHASES } from '../plan/model.ts';
import { type FullStep, findSteps, isOver, nextOf } from '../setup/model.ts';
import { firstTimes } from '../tools/pairings.ts';

/** Promises that are due within so many days, or were. */
const SOON_DAYS = 7;
const SHOWN = 3;
const PAIR_DAYS = 14;

export interface Home {
  id: string;
  name: string;
  code: string;
  ambition: string;
  /** "Closed on 3 May 2027", "Part of Coalville since 3 May 2027"; empty: it is not over. */
  over: string;
  /** Empty: it is in none that is kept. */
  phase: string;
  /** "5 of 7 steps, next: …"; empty: it is set up, or how is not kept. */
  steps: string;
  leads: string[];
  team: number;
  agencies: string[];
  places: string[];
  mix: Mix;
  aim: number | null;
  /** The meeting that is held just now, and the next. */
  running: { id: string; title: string } | null;
  /** No meeting of its was ever held. */
  unmet: boolean;
  /** It rests for now: nobody is asked to meet. */
  rests: boolean;
  /** Part of another zone since, for good. */
  merged: boolean;
  /** `open`: for residents too. */
  next: { id: string; title: string; when: string; open: boolean } | null;
  /** Open problems that nobody has. */
  unowned: { count: number; first: { id: string; name: string }[] };
  open: number;
  due: { count: number; first: { id: string; name: string }[] };
  /** Agencies that have worked together here for the first time, in the last two weeks. */
  pairs: string[];
  news: string;
}

export async function readHome(db: Db, zoneId: string, now: Date, timeZone: string): Promise<Home | undefined> {
  const { day, monthStart } = todayIn(timeZone, now);
  const [[zone], steps, mix, pairs] = await Promise.all([
    readRow(db, zoneId, now, day),
    findSteps(db, [zoneId]),
    countMix(db, zoneId, monthStart),
    firstTimes(db, zoneId, day, PAIR_DAYS),
  ]);
  if (zone === undefined) return undefined;
  const { name, code, team, meetings, unowned, due } = zone;
  const running = meetings.find(({ state }) => state === 'RUNNING');
  const next = meetings.find(({ state }) => state === 'PLANNED');
  return {
    id: zoneId,
    name,
    code,
    ambition: zone.ambition ?? '',
    over:
      zone.endedOn === null
        ? ''
        : `${zone.mergedInto === null ? 'Closed on' : `Part of ${zone.mergedInto} since`} ${shortDay(zone.endedOn)}`,
    phase: zone.phase === null ? '' : PHASES[zone.phase].label,
    steps: stepsWords(steps),
    leads: team.filter(({ lead }) => lead).map((each) => each.name),
    team: team.length,
    agencies: [...new Set(team.map(({ agency }) => agency))].sort(),
    places: zone.places.map((place) => `${place.name ?? `a ${place.kind}`} (${platformName(place.platform)})`),
    mix,
    aim: zone.aim,
    unmet: !zone.met,
    rests: zone.phase === 'PAUSED',
    merged: zone.mergedInto !== null,
    running: running === undefined ? null : { id: running.id, title: running.title },
    next:
      next === undefined
        ? null
        : {
            id: next.id,
            title: next.title,
            open: FOR_RESIDENTS.includes(next.kind),
            when: DateTime.fromISO(next.startsAt, { zone: timeZone }).setLocale('en-GB').toFormat('cccc d LLLL, HH:mm'),
          },
    unowned: {
      count: zone.free,
      first: unowned.map(({ id, number, title }) => ({ id, name: `${code}-${number}: ${title}` })),
    },
    open: zone.open,
    due: {
      count: zone.dueCount,
      first: due.map(({ id, text, dueOn, owner }) => ({
        id,
        name: `${text}${owner === null ? '' : ` (${owner})`}, ${shortDay(dueOn)}`,
      })),
    },
    pairs: pairs.map(({ pair }) => pair),
    news: zone.news ?? '',
  };
}

interface ZoneRow {
  name: string;
  code: string;
  ambition: string | null;
  aim: number | null;
  /** YYYY-MM-DD */
  endedOn: string | null;
  mergedInto: string | null;
  phase: Phase | null;
  /** In the order in which they came. */
  team: { name: string; lead: boolean; agency: string }[];
  places: { name: string | null; kind: string; platform: string }[];
  /** What is held and what is ahead, the next first. */
  meetings: { id: string; title: string; kind: MeetingKind; state: string; startsAt: string }[];
  /** A meeting was held. */
  met: boolean;
  open: number;
  free: number;
  /** The oldest that nobody has. */
  unowned: { id: string; number: number; title: string }[];
  dueCount: number;
  due: { id: string; text: string; dueOn: string; owner: string | null }[];
  news: string | null;
}

/** A zone with what goes on in it, in one statement: its card is drawn anew whenever something changes. @param day YYYY-MM-DD */
const readRow = (db: Db, zoneId: string, now: Date, day: string): Promise<ZoneRow[]> =>
  rows<ZoneRow>(db)`
    SELECT z.name, z.code, z.ambition, z.aim, z.ended_on::text AS "endedOn", into_zone.name AS "mergedInto",
      (SELECT p.phase::text FROM zone_phase p WHERE p.zone_id = z.id AND p.started_on IS NOT NULL AND p.ended_on IS NULL) AS phase,
      (SELECT coalesce(json_agg(json_build_object('name', p.name, 'lead', m.lead, 'agency', a.short_name) ORDER BY m.created_at, m.id), '[]')
        FROM membership m JOIN person p ON p.id = m.person_id AND p.active JOIN agency a ON a.id = p.agency_id WHERE m.zone_id = z.id) AS team,
      (SELECT coalesce(json_agg(json_build_object('name', c.name, 'kind', c.kind, 'platform', c.platform) ORDER BY l.created_at, c.id), '[]')
        FROM zone_place l JOIN conversation c ON c.id = l.conversation_id WHERE l.zone_id = z.id) AS places,
      (SELECT coalesce(json_agg(m), '[]') FROM (SELECT m.id, m.title, m.kind, m.state, m.starts_at AS "startsAt" FROM meeting m
        WHERE m.zone_id = z.id AND (m.state = 'RUNNING' OR (m.state = 'PLANNED' AND m.starts_at >= ${now}::timestamptz)) ORDER BY m.starts_at LIMIT 4) AS m) AS meetings,
      EXISTS (SELECT 1 FROM meeting m WHERE m.zone_id = z.id AND m.state = 'ENDED') AS met,
      problems.*, due_count AS "dueCount",
      (SELECT coalesce(json_agg(p), '[]') FROM (SELECT p.id, p.number, p.title FROM problem p
        WHERE p.zone_id = z.id AND p.state <> 'CLOSED' AND p.owner_id IS NULL ORDER BY p.created_at LIMIT ${SHOWN}::int) AS p) AS unowned,
      (SELECT coalesce(json_agg(a), '[]') FROM (SELECT a.id, a.text, a.due_on AS "dueOn", o.name AS owner FROM action a LEFT JOIN person o ON o.id = a.owner_id
        WHERE a.zone_id = z.id AND a.state = 'OPEN' AND a.due_on <= ${day}::date + ${SOON_DAYS}::int ORDER BY a.due_on, a.id LIMIT ${SHOWN}::int) AS a) AS due,
      (SELECT c.text FROM celebration c WHERE c.zone_id = z.id AND c.undone_at IS NULL ORDER BY c.created_at DESC LIMIT 1) AS news
    FROM zone z LEFT JOIN zone into_zone ON into_zone.id = z.merged_into_id
    CROSS JOIN LATERAL (SELECT count(*)::int AS open, count(*) FILTER (WHERE p.owner_id IS NULL)::int AS free FROM problem p WHERE p.zone_id = z.id AND p.state <> 'CLOSED') AS problems
    CROSS JOIN LATERAL (SELECT count(*)::int AS due_count FROM action a WHERE a.zone_id = z.id AND a.state = 'OPEN' AND a.due_on <= ${day}::date + ${SOON_DAYS}::int) AS due
    WHERE z.id = ${zoneId}::uuid`;

function stepsWords(steps: FullStep[]): string {
  const next = nextOf(steps);
  return next === undefined ? '' : `${steps.filter(isOver).length} of ${steps.length} steps, next: ${next.title}`;
}
