// What minutes need besides a meeting's own log: the marking, what agencies are called, when the team meets next.
import type { Db } from '../../../database/client.ts';
import type { FullMeeting } from '../model.ts';
import { agencyNames } from '../service.ts';
import { ofTeam } from '../team.ts';
import type { Around } from './minutes.ts';

export async function aroundMeeting(
  db: Db,
  meeting: FullMeeting,
  which: 'name' | 'shortName' = 'shortName',
): Promise<Around> {
  const { marking } = await db.partnership.findUniqueOrThrow({
    where: { id: meeting.partnershipId },
    select: { marking: true },
  });
  const next = await db.meeting.findFirst({
    where: {
      ...ofTeam(meeting),
      kind: meeting.kind,
      state: { not: 'CANCELLED' },
      startsAt: { gt: meeting.endedAt ?? meeting.startedAt ?? meeting.startsAt },
      id: { not: meeting.id },
    },
    orderBy: { startsAt: 'asc' },
    select: { startsAt: true, timeZone: true },
  });
  return { marking, agencyName: await agencyNames(db, meeting.partnershipId, which), next: next ?? undefined };
}
