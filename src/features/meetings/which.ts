// Which meeting is meant: the one that is held here, or the next.
import { type Act, ownZones, zoneById } from '../../chat/act.ts';
import { Refusal } from '../../chat/replies.ts';
import { code, say } from '../../chat/spans.ts';
import { runningIn, stillAhead } from './service.ts';

export function zoneHere(act: Act): string {
  const own = ownZones(act);
  const zoneId = act.placeZoneId ?? (own.length === 1 ? own[0]?.id : undefined);
  if (zoneId === undefined) throw new Refusal('Of which zone? Type it in the zone’s channel.');
  return zoneId;
}

/** The meeting that is being held here. */
export async function here(act: Act): Promise<{ id: string }> {
  const zoneId = zoneHere(act);
  const running = await runningIn(act.db, zoneId);
  if (running === null)
    throw new Refusal(
      say`No meeting is being held in ${zoneById(act, zoneId).name}. ${code('/pz meeting start')} begins one.`,
    );
  return running;
}

/** The meeting that is being held, else the last that was. */
export async function lastOne(act: Act, zoneId = zoneHere(act)): Promise<{ id: string }> {
  const found =
    (await runningIn(act.db, zoneId)) ??
    (await act.db.meeting.findFirst({
      where: { zoneId, state: 'ENDED' },
      orderBy: { endedAt: 'desc' },
      select: { id: true },
    }));
  if (found === null) throw new Refusal(`No meeting has been held in ${zoneById(act, zoneId).name} yet.`);
  return found;
}

/** The meeting that is being held, else the next one that is planned. */
export async function nextOne(act: Act, zoneId = zoneHere(act)): Promise<{ id: string }> {
  const found =
    (await runningIn(act.db, zoneId)) ??
    (await act.db.meeting.findFirst({
      where: { zoneId, ...stillAhead(act.now) },
      orderBy: { startsAt: 'asc' },
      select: { id: true },
    }));
  if (found === null)
    throw new Refusal(
      say`${zoneById(act, zoneId).name} has no meeting ahead. A lead plans one: ${code('/pz meeting new every second Tuesday 10:00 for 45 min')}.`,
    );
  return found;
}
