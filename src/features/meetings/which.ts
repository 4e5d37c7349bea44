// Which meeting is meant: the one that is held here, or the next.

import { type Act, knownPerson, ownZones, visibleZones, zoneById } from '../../chat/act.ts';
import { may } from '../../chat/may.ts';
import { Refusal } from '../../chat/replies.ts';
import { command, say } from '../../chat/spans.ts';
import type { Prisma } from '../../database/generated/client.ts';
import { dayWords, todayIn } from '../../time/calendar.ts';
import { runningIn, stillAhead } from './service.ts';
import { bodiesOf, type NamedTeam, ofTeam, type Team, teamName } from './team.ts';

/** Whose meetings are meant in this place: the body that meets here, the place's zone, else one's only one. */
export function teamHere(act: Act): NamedTeam {
  if (act.placeBody !== undefined)
    return { zoneId: null, zone: null, bodyId: act.placeBody.id, body: { kind: act.placeBody.kind } };
  const own = ownZones(act);
  const zoneId = act.placeZoneId ?? (own.length === 1 ? own[0]?.id : undefined);
  if (zoneId === undefined) throw new Refusal('Of which zone? Type it in the zone’s channel.');
  return zoneTeam(act, zoneId);
}

/** A zone's People Team, as what meets. */
export const zoneTeam = (act: Act, zoneId: string): NamedTeam => ({
  zoneId,
  zone: zoneById(act, zoneId),
  bodyId: null,
  body: null,
});

/** @throws {Refusal} when there is no such team in the partnership */
export async function teamById(act: Act, { zoneId, bodyId }: Team): Promise<NamedTeam> {
  if (zoneId !== null) return zoneTeam(act, zoneId);
  const body = await act.db.body.findFirst({ where: { id: bodyId ?? '', partnershipId: act.partnership.id } });
  if (body === null) throw new Refusal('That team is no longer here.');
  return { zoneId: null, zone: null, bodyId: body.id, body: { kind: body.kind } };
}

/** Which meetings somebody reads about here: those of the place's team, else of all that they see. */
export function seenHere(act: Act): Prisma.MeetingWhereInput {
  const person = knownPerson(act);
  const partnershipId = act.partnership.id;
  if (act.placeBody !== undefined && may(act, 'meeting.see', { zoneId: null, body: act.placeBody }))
    return { partnershipId, bodyId: act.placeBody.id };
  if (act.placeZoneId !== undefined && may(act, 'meeting.see', { zoneId: act.placeZoneId }))
    return { partnershipId, zoneId: act.placeZoneId };
  return {
    partnershipId,
    OR: [{ zoneId: { in: visibleZones(act).map(({ id }) => id) } }, { body: { kind: { in: bodiesOf(person) } } }],
  };
}

/** The meeting that is being held here. */
export async function here(act: Act): Promise<{ id: string }> {
  const team = teamHere(act);
  const running = await runningIn(act.db, team);
  if (running === null)
    throw new Refusal(say`No meeting is being held in ${teamName(team)}. ${command('meeting start')} begins one.`);
  return running;
}

/** The meeting that is being held, else the last that was. */
export async function lastOne(act: Act, team: NamedTeam = teamHere(act)): Promise<{ id: string }> {
  const found =
    (await runningIn(act.db, team)) ??
    (await act.db.meeting.findFirst({
      where: { ...ofTeam(team), state: 'ENDED' },
      orderBy: { endedAt: 'desc' },
      select: { id: true },
    }));
  if (found === null) throw new Refusal(`No meeting has been held in ${teamName(team)} yet.`);
  return found;
}

/** The meeting that is being held, else the next one that is planned. */
export async function nextOne(act: Act, team: NamedTeam = teamHere(act)): Promise<{ id: string }> {
  const found =
    (await runningIn(act.db, team)) ??
    (await act.db.meeting.findFirst({
      where: { ...ofTeam(team), ...stillAhead(act.now) },
      orderBy: { startsAt: 'asc' },
      select: { id: true },
    }));
  if (found === null)
    throw new Refusal(
      say`${teamName(team)} has no meeting ahead. A lead plans one: ${command('meeting new every second Tuesday 10:00 for 45 min')}.`,
    );
  return found;
}

/** The meeting that is planned for a day, YYYY-MM-DD on its own clock. @throws {Refusal} naming those that are ahead */
export async function onDay(act: Act, day: string, team: NamedTeam = teamHere(act)): Promise<{ id: string }> {
  const ahead = await act.db.meeting.findMany({
    where: { ...ofTeam(team), ...stillAhead(act.now) },
    orderBy: { startsAt: 'asc' },
    select: { id: true, startsAt: true, timeZone: true },
  });
  const dayOf = ({ startsAt, timeZone }: { startsAt: Date; timeZone: string }) => todayIn(timeZone, startsAt).day;
  const found = ahead.find((each) => dayOf(each) === day);
  if (found !== undefined) return found;
  const days = ahead.slice(0, MOST_NAMED).map((each) => dayWords(dayOf(each)));
  throw new Refusal(
    `${teamName(team)} has no meeting planned on ${dayWords(day)}. ${days.length === 0 ? 'None is ahead.' : `Ahead: ${days.join('; ')}.`}`,
  );
}
const MOST_NAMED = 4;
