// What a zone's home shows, read at one moment: where it is in its life, what goes on now, what comes next.

import { DateTime } from 'luxon';
import { platformName } from '../../../chat/platforms.ts';
import type { Db } from '../../../database/client.ts';
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
  const soon = new Date(Date.parse(day) + SOON_DAYS * 86_400_000);
  const unowned = { zoneId, state: { not: 'CLOSED' as const }, ownerId: null };
  const due = { zoneId, state: 'OPEN' as const, dueOn: { lte: soon } };
  const [zone, steps, mix, meetings, counted, freeFirst, dueFirst, held, pairs, news] = await Promise.all([
    db.zone.findUnique({
      where: { id: zoneId },
      include: {
        mergedInto: { select: { name: true } },
        phases: { where: { startedOn: { not: null }, endedOn: null } },
        memberships: {
          where: { person: { active: true } },
          select: { lead: true, person: { select: { name: true, agency: { select: { shortName: true } } } } },
        },
        places: { select: { conversation: { select: { name: true, kind: true, platform: true } } } },
      },
    }),
    findSteps(db, [zoneId]),
    countMix(db, zoneId, monthStart),
    db.meeting.findMany({
      where: { zoneId, OR: [{ state: 'RUNNING' }, { state: 'PLANNED', startsAt: { gte: now } }] },
      select: { id: true, title: true, kind: true, state: true, startsAt: true },
      orderBy: { startsAt: 'asc' },
      take: 4,
    }),
    countOpen(db, zoneId, soon),
    db.problem.findMany({
      where: unowned,
      select: { id: true, number: true, title: true },
      orderBy: { createdAt: 'asc' },
      take: SHOWN,
    }),
    db.action.findMany({
      where: due,
      select: { id: true, text: true, dueOn: true, owner: { select: { name: true } } },
      orderBy: [{ dueOn: 'asc' }, { id: 'asc' }],
      take: SHOWN,
    }),
    db.meeting.findFirst({ where: { zoneId, state: 'ENDED' }, select: { id: true } }),
    firstTimes(db, zoneId, day, PAIR_DAYS),
    db.celebration.findFirst({
      where: { zoneId, undoneAt: null },
      select: { text: true },
      orderBy: { createdAt: 'desc' },
    }),
  ]);
  if (zone === null) return undefined;
  const running = meetings.find(({ state }) => state === 'RUNNING');
  const next = meetings.find(({ state }) => state === 'PLANNED');
  const [phase] = zone.phases;
  return {
    id: zoneId,
    name: zone.name,
    code: zone.code,
    ambition: zone.ambition ?? '',
    over:
      zone.endedOn === null
        ? ''
        : `${zone.mergedInto === null ? 'Closed on' : `Part of ${zone.mergedInto.name} since`} ${shortDay(zone.endedOn)}`,
    phase: phase === undefined ? '' : PHASES[phase.phase].label,
    steps: stepsWords(steps),
    leads: zone.memberships.filter(({ lead }) => lead).map(({ person }) => person.name),
    team: zone.memberships.length,
    agencies: [...new Set(zone.memberships.map(({ person }) => person.agency.shortName))].sort(),
    places: zone.places.map(
      ({ conversation: { name, kind, platform } }) => `${name ?? `a ${kind}`} (${platformName(platform)})`,
    ),
    mix,
    aim: zone.aim,
    unmet: held === null,
    rests: phase?.phase === 'PAUSED',
    merged: zone.mergedInto !== null,
    running: running === undefined ? null : { id: running.id, title: running.title },
    next:
      next === undefined
        ? null
        : {
            id: next.id,
            title: next.title,
            open: FOR_RESIDENTS.includes(next.kind),
            when: DateTime.fromJSDate(next.startsAt, { zone: timeZone })
              .setLocale('en-GB')
              .toFormat('cccc d LLLL, HH:mm'),
          },
    unowned: {
      count: counted.free,
      first: freeFirst.map(({ id, number, title }) => ({ id, name: `${zone.code}-${number}: ${title}` })),
    },
    open: counted.open,
    due: {
      count: counted.due,
      first: dueFirst.map(({ id, text, dueOn, owner }) => ({
        id,
        name: `${text}${owner === null ? '' : ` (${owner.name})`}${dueOn === null ? '' : `, ${shortDay(dueOn)}`}`,
      })),
    },
    pairs: pairs.map(({ pair }) => pair),
    news: news?.text ?? '',
  };
}

interface Counted {
  open: number;
  free: number;
  due: number;
}

/** Problems that are open, those of them that nobody has, and promises that are due by a day. */
async function countOpen(db: Db, zoneId: string, soon: Date): Promise<Counted> {
  const [counted] = await rows<Counted>(db)`
    SELECT count(*)::int AS open, count(*) FILTER (WHERE owner_id IS NULL)::int AS free,
      (SELECT count(*)::int FROM action a WHERE a.zone_id = ${zoneId}::uuid AND a.state = 'OPEN' AND a.due_on <= ${soon}::date) AS due
    FROM problem WHERE zone_id = ${zoneId}::uuid AND state <> 'CLOSED'`;
  return counted ?? { open: 0, free: 0, due: 0 };
}

function stepsWords(steps: FullStep[]): string {
  const next = nextOf(steps);
  return next === undefined ? '' : `${steps.filter(isOver).length} of ${steps.length} steps, next: ${next.title}`;
}
