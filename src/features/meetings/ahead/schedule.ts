// Planning meetings: one, or a series; who means to come; moved or cancelled. And what the clock makes of a series.

import { DateTime } from 'luxon';
import { type Act, type Effect, knownPerson } from '../../../chat/act.ts';
import { type Button, buttons, type Card, heading, paragraph } from '../../../chat/cards.ts';
import { assertMay } from '../../../chat/may.ts';
import { privately, Refusal, type Reply } from '../../../chat/replies.ts';
import { command, say, textOf } from '../../../chat/spans.ts';
import type { PrismaClient } from '../../../database/generated/client.ts';
import type { MeetingKind } from '../../../database/generated/enums.ts';
import { rows } from '../../../database/statement.ts';
import { inBackground } from '../../../delivery/index.ts';
import { clocksChange, instantOf, occurrences, type Rhythm } from '../../../language/repeat.ts';
import { dayWords, todayIn } from '../../../time/calendar.ts';
import { bankHoliday, workingDaysFrom } from '../../../time/working-days.ts';
import { putBack, recordedIn } from '../held/run.ts';
import type { FullMeeting } from '../model.ts';
import { inMeeting, RECORD, readMeeting, touchMeeting } from '../service.ts';
import { audienceOfTeam, type NamedTeam, ofTeam, subjectOf, type Team } from '../team.ts';
import { meetingCard, nameOf, press, whenWords } from '../views.ts';
import { standingItems } from './arrange.ts';
import { kept, keptRhythm } from './series.ts';

/** Occurrences are made so far ahead. */
const AHEAD_DAYS = 62;
/** The agenda stands in the zone's places from so many working days before. */
const POSTED_BEFORE = 2;

export interface Plan {
  team: NamedTeam;
  kind: MeetingKind;
  title: string;
  /** The (first) day, YYYY-MM-DD on the zone's clock. */
  day: string;
  /** HH:MM on the zone's clock. */
  at: string;
  minutes: number;
  place: string;
  /** Undefined: it does not repeat. */
  rhythm: Rhythm | undefined;
  /** Plans it though the team has one then already. Undefined: it is meant so. */
  another?: Button[] | undefined;
}

/** Plans a meeting, or a series with its first occurrences. Who may: a lead of the zone, or the project team. */
export async function planMeeting(act: Act, plan: Plan): Promise<Reply> {
  assertMay(act, 'meeting.plan', subjectOf(plan.team));
  const { timeZone } = act.partnership;
  const startsAt = instantOf(plan.day, plan.at, timeZone);
  assertAhead(act, plan, startsAt, timeZone);
  return act.once(async (effect) => {
    if (plan.another !== undefined) await assertFree(act, effect, plan, startsAt, plan.another);
    const base = {
      partnershipId: act.partnership.id,
      ...ofTeam(plan.team),
      kind: plan.kind,
      title: plan.title,
      minutes: plan.minutes,
      place: plan.place,
      timeZone,
    };
    const series =
      plan.rhythm === undefined
        ? undefined
        : await effect.db.meetingSeries.create({
            data: {
              ...base,
              ...kept(plan.rhythm),
              startsOn: new Date(plan.day),
              startsAt: plan.at,
              createdById: knownPerson(act).id,
            },
            select: { id: true },
          });
    const { id } = await effect.db.meeting.create({
      data: {
        ...base,
        startsAt,
        ...(series === undefined ? {} : { seriesId: series.id, slot: new Date(plan.day) }),
        agendaPostedAt: act.now,
      },
      select: { id: true },
    });
    await putStanding(effect, plan.team, [id]);
    if (series !== undefined) await makeOccurrences(effect, series.id, act.now);
    await effect.audit({ action: 'meeting.planned', recordType: RECORD, recordId: id });
    await effect.show({ type: RECORD, id, version: 1 }, await audienceOfTeam(effect.db, plan.team));
    return privately(
      planCard(act, await readMeeting(act, id, effect.db), 'Planned', plan.day, [
        ...twice(plan, timeZone),
        ...(await clashes(effect, plan.team.zoneId, id, startsAt, plan.minutes)),
      ]),
    );
  });
}

/** Two who plan the same, or one twice, would invite everybody twice. @throws {Refusal} with the one that is there */
async function assertFree(act: Act, effect: Effect, plan: Plan, startsAt: Date, another: Button[]): Promise<void> {
  const { zoneId, bodyId } = ofTeam(plan.team);
  await rows(effect.db)`SELECT pg_advisory_xact_lock(hashtextextended(${`meetings of ${zoneId ?? bodyId}`}, 0))`;
  const [there] = await rows<{ id: string }>(effect.db)`
    SELECT id FROM meeting WHERE (zone_id = ${zoneId}::uuid OR body_id = ${bodyId}::uuid) AND state IN ('PLANNED', 'RUNNING')
      AND starts_at < ${startsAt}::timestamptz + ${plan.minutes} * interval '1 minute' AND starts_at + minutes * interval '1 minute' > ${startsAt}::timestamptz
    ORDER BY starts_at LIMIT 1`;
  if (there === undefined) return;
  const meeting = await readMeeting(act, there.id, effect.db);
  const text = say`${nameOf(meeting)} is planned for ${whenWords(meeting)} already. Nothing was planned; for one more, say ${command('meeting new another …')}.`;
  throw new Refusal(text, {
    summary: textOf(text),
    blocks: [
      heading('There is one then already'),
      paragraph(text),
      buttons(press('Open it', 'meeting.open', meeting), ...another),
    ],
  });
}

interface WallClock {
  day: string;
  at: string;
}

function assertAhead(act: Act, { day, at }: WallClock, startsAt: Date, timeZone: string): void {
  if (clocksChange(day, at, timeZone) === 'left out')
    throw new Refusal(`There is no ${at} on ${dayWords(day)}: the clocks go forward over it. When is it?`);
  if (startsAt <= act.now) throw new Refusal(`${dayWords(day)}, ${at} has been. When is it?`);
}

const twice = ({ day, at }: WallClock, timeZone: string): string[] =>
  clocksChange(day, at, timeZone) === 'twice'
    ? [`The clocks go back that night, so ${at} comes twice: it is the first.`]
    : [];

/** What was planned; on a bank holiday, with the working days beside it offered. */
function planCard(act: Act, meeting: FullMeeting, title: string, day: string, notes: string[]): Card {
  const holiday = bankHoliday(day);
  const card = meetingCard(act, meeting, title, [
    ...(holiday === undefined ? [] : [`${dayWords(day)} is a bank holiday (${holiday}). Shift it, or leave it.`]),
    ...notes,
  ]);
  if (holiday === undefined) return card;
  const others = [workingDaysFrom(day, -1), workingDaysFrom(day, 1)].filter(
    (each) => each > todayIn(meeting.timeZone, act.now).day,
  );
  return {
    ...card,
    blocks: [
      ...card.blocks.slice(0, 2),
      buttons(
        ...others.map((each) => press(`To ${dayWords(each)}`, 'meeting.shift', meeting, { data: { day: each } })),
      ),
      ...card.blocks.slice(2),
    ],
  };
}

/** People of this team who have another meeting at the same time. */
async function clashes(
  effect: Effect,
  zoneId: string | null,
  id: string,
  startsAt: Date,
  minutes: number,
): Promise<string[]> {
  const ends = new Date(startsAt.getTime() + minutes * 60_000);
  const rows = await effect.db.$queryRaw<{ name: string; zone: string }[]>`
    SELECT p.name, z.name AS zone FROM membership m JOIN person p ON p.id = m.person_id AND p.active
    JOIN membership o ON o.person_id = m.person_id AND o.zone_id <> m.zone_id
    JOIN meeting x ON x.zone_id = o.zone_id AND x.id <> ${id}::uuid AND x.state = 'PLANNED'
      AND x.starts_at < ${ends} AND x.starts_at + x.minutes * interval '1 minute' > ${startsAt}
    JOIN zone z ON z.id = o.zone_id WHERE m.zone_id = ${zoneId}::uuid ORDER BY p.name LIMIT 5`;
  return rows.map(({ name, zone }) => `${name} is in ${zone}'s meeting at that time.`);
}

/** Makes a series' next occurrences; those that are there stay as they are. Safe on every replica, any number of times. */
async function makeOccurrences(effect: Effect, seriesId: string, now: Date): Promise<number> {
  const series = await effect.db.meetingSeries.findUniqueOrThrow({ where: { id: seriesId } });
  const { partnershipId, zoneId, bodyId, title, kind, minutes, place, timeZone } = series;
  const today = todayIn(timeZone, now).day;
  const until = DateTime.fromISO(today, { zone: 'utc' }).plus({ days: AHEAD_DAYS }).toISODate() ?? today;
  const from = series.startsOn.toISOString().slice(0, 10);
  const due = occurrences({ ...keptRhythm(series), from, at: series.startsAt, timeZone }, today, until).filter(
    ({ instant }) => instant > now,
  );
  const made = await effect.db.meeting.createManyAndReturn({
    select: { id: true },
    data: due.map(({ slot, instant }) => ({
      partnershipId,
      zoneId,
      bodyId,
      seriesId,
      slot: new Date(slot),
      kind,
      title,
      startsAt: instant,
      minutes,
      place,
      timeZone,
    })),
    skipDuplicates: true,
  });
  await putStanding(
    effect,
    series,
    made.map(({ id }) => id),
  );
  return made.length;
}

/** What stands on every agenda, on those of new meetings. */
export async function putStanding(effect: Effect, team: Team, meetingIds: string[]): Promise<void> {
  const items = await standingItems(effect.db, team);
  await effect.db.agendaItem.createMany({
    data: meetingIds.flatMap((meetingId) =>
      items.map(({ title, minutes }, index) => ({ meetingId, position: index + 1, title, minutes: minutes ?? null })),
    ),
  });
}

/** What the clock does: next occurrences of every series, and agendas that are due to be posted. A second run does nothing. */
export async function keepCalendar(prisma: PrismaClient, now: Date): Promise<{ made: number; posted: number }> {
  let [made, posted] = [0, 0];
  for (const { id, partnershipId } of await prisma.meetingSeries.findMany({
    select: { id: true, partnershipId: true },
  }))
    made += await inBackground(prisma, partnershipId, (effect) => makeOccurrences(effect, id, now));
  const soon = await prisma.meeting.findMany({
    where: {
      state: 'PLANNED',
      agendaPostedAt: null,
      startsAt: { gt: now, lte: new Date(now.getTime() + 10 * 86_400_000) },
    },
    orderBy: { startsAt: 'asc' },
  });
  for (const meeting of soon) {
    const day = DateTime.fromJSDate(meeting.startsAt, { zone: meeting.timeZone }).toISODate() ?? '';
    if (workingDaysFrom(day, -POSTED_BEFORE) > todayIn(meeting.timeZone, now).day) continue;
    posted += await inBackground(prisma, meeting.partnershipId, async (effect) => {
      const first = await effect.db.meeting.updateMany({
        where: { id: meeting.id, agendaPostedAt: null },
        data: { agendaPostedAt: now },
      });
      if (first.count > 0) await touchMeeting(effect, meeting.id);
      return first.count;
    });
  }
  return { made, posted };
}

export interface Move {
  day: string;
  /** HH:MM */
  at: string;
  /** Absent: as it was. */
  minutes?: number | undefined;
  place?: string | undefined;
}

/** Moves one occurrence. Who may: a lead. */
export function moveMeeting(act: Act, id: string, { day, at, minutes, place }: Move): Promise<Reply> {
  return inMeeting(act, id, async (turn) => {
    const { effect, meeting, set, after } = turn;
    const startsAt = assertMovable(act, meeting, day, at);
    const change = {
      startsAt,
      ...(minutes === undefined ? {} : { minutes }),
      ...(place === undefined ? {} : { place }),
    };
    if (meeting.state === 'RUNNING') await putBack(turn);
    await set({ ...change, sequence: { increment: 1 } });
    const notes = [
      ...twice({ day, at }, meeting.timeZone),
      ...(await clashes(effect, meeting.zoneId, id, startsAt, minutes ?? meeting.minutes)),
    ];
    return privately(planCard(act, await after(), 'Moved', day, notes));
  });
}

function assertMovable(act: Act, meeting: FullMeeting, day: string, at: string): Date {
  assertMay(act, 'meeting.move', subjectOf(meeting));
  if (meeting.state === 'RUNNING' && recordedIn(meeting) > 0)
    throw new Refusal(
      say`Something has been recorded in it already. "meeting end" keeps that; then plan another: "meeting new …".`,
    );
  if (meeting.state !== 'PLANNED' && meeting.state !== 'RUNNING')
    throw new Refusal('Only a meeting that is ahead can be moved.');
  const startsAt = instantOf(day, at, meeting.timeZone);
  assertAhead(act, { day, at }, startsAt, meeting.timeZone);
  return startsAt;
}

/**
 * Changes a series from one occurrence on. Its later meetings keep their agendas and answers and take the new days, one
 * after the other; calendars follow by the same UID. Who may: a lead.
 * @param rhythm the day is its first occurrence
 */
export function changeSeries(act: Act, id: string, rhythm: Rhythm, { day, at, minutes, place }: Move): Promise<Reply> {
  return inMeeting(act, id, async ({ effect, meeting, after }) => {
    assertMovable(act, meeting, day, at);
    const { db } = effect;
    if (meeting.seriesId === null || meeting.slot === null)
      throw new Refusal(say`It does not repeat. "meeting move" moves it by itself.`);
    const old = await db.meetingSeries.findUniqueOrThrow({ where: { id: meeting.seriesId } });
    const { id: _, createdAt: __, ...same } = old;
    const series = await db.meetingSeries.create({
      data: {
        ...same,
        ...kept(rhythm),
        startsOn: new Date(day),
        startsAt: at,
        minutes: minutes ?? old.minutes,
        place: place ?? old.place,
        createdById: knownPerson(act).id,
      },
    });
    await db.meetingSeries.update({ where: { id: old.id }, data: { endsOn: meeting.slot } });
    const later = await db.meeting.findMany({
      where: { seriesId: old.id, slot: { gte: meeting.slot }, state: 'PLANNED' },
      orderBy: { slot: 'asc' },
      select: { id: true, agendaPostedAt: true },
    });
    const until =
      DateTime.fromISO(day, { zone: 'utc' })
        .plus({ days: AHEAD_DAYS * 2 })
        .toISODate() ?? day;
    const slots = occurrences({ ...rhythm, from: day, at, timeZone: old.timeZone }, day, until);
    for (const [index, each] of later.entries()) {
      const slot = slots[index];
      await db.meeting.update({
        where: { id: each.id },
        data: {
          sequence: { increment: 1 },
          ...(slot === undefined
            ? { state: 'CANCELLED' }
            : {
                seriesId: series.id,
                slot: new Date(slot.slot),
                startsAt: slot.instant,
                minutes: series.minutes,
                place: series.place,
              }),
        },
      });
      if (each.agendaPostedAt !== null) await touchMeeting(effect, each.id);
    }
    await makeOccurrences(effect, series.id, act.now);
    await effect.audit({ action: 'meeting.series_changed', recordType: RECORD, recordId: id });
    return privately(planCard(act, await after(), 'The series has changed from here on', day, []));
  });
}

/** A zone that ends holds no more meetings: what is planned is cancelled where it stands, in calendars too. @returns how many */
export async function endCalendar(effect: Effect, zoneId: string, day: string): Promise<number> {
  await effect.db.meetingSeries.updateMany({
    where: { zoneId, OR: [{ endsOn: null }, { endsOn: { gt: new Date(day) } }] },
    data: { endsOn: new Date(day) },
  });
  const ahead = await effect.db.meeting.findMany({
    where: { zoneId, state: 'PLANNED' },
    select: { id: true, agendaPostedAt: true },
  });
  await effect.db.meeting.updateMany({
    where: { id: { in: ahead.map(({ id }) => id) } },
    data: { state: 'CANCELLED', sequence: { increment: 1 } },
  });
  for (const { id, agendaPostedAt } of ahead) if (agendaPostedAt !== null) await touchMeeting(effect, id);
  return ahead.length;
}

/** Cancels one occurrence; with `andAfter` the series ends there. Who may: a lead. */
export function cancelMeeting(act: Act, id: string, andAfter: boolean): Promise<Reply> {
  return inMeeting(act, id, async ({ effect, meeting, set, after }) => {
    assertMay(act, 'meeting.cancel', subjectOf(meeting));
    if (meeting.state !== 'PLANNED') throw new Refusal('Only a meeting that is ahead can be cancelled.');
    await set({ state: 'CANCELLED', sequence: { increment: 1 } });
    if (andAfter && meeting.seriesId !== null && meeting.slot !== null) {
      await effect.db.meetingSeries.update({ where: { id: meeting.seriesId }, data: { endsOn: meeting.slot } });
      const later = await effect.db.meeting.findMany({
        where: { seriesId: meeting.seriesId, slot: { gt: meeting.slot }, state: 'PLANNED' },
        orderBy: { slot: 'asc' },
        select: { id: true, agendaPostedAt: true },
      });
      for (const each of later) {
        await effect.db.meeting.update({
          where: { id: each.id },
          data: { state: 'CANCELLED', sequence: { increment: 1 } },
        });
        if (each.agendaPostedAt !== null) await touchMeeting(effect, each.id);
      }
    }
    return privately(meetingCard(act, await after(), andAfter ? 'The series ends here' : 'Cancelled'));
  });
}
