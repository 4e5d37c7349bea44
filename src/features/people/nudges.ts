// People who wait to be let in.

import type { NudgeCandidate, NudgeSource } from '../../chat/nudges.ts';
import { todayIn } from '../../time/calendar.ts';
import { workingDaysFrom } from '../../time/working-days.ts';

export const nudges: NudgeSource[] = [
  {
    rule: 'JOIN_WAITING',
    name: 'join',
    summary: 'Somebody who has asked to join a zone, to its leads',
    threshold: { value: 1, unit: 'working days' },
    weight: 90,
    to: ['lead'],
    redirects: true,
    async find({ db, partnershipId, timeZone, now, threshold, whose }) {
      const rows = await db.joinRequest.findMany({
        where: {
          partnershipId,
          state: 'PENDING',
          ...(whose === undefined ? {} : { zoneId: { in: whose.leads } }),
        },
        include: {
          agency: { select: { shortName: true } },
          zone: {
            select: { id: true, name: true, memberships: { where: { lead: true, person: { active: true } } } },
          },
        },
      });
      const today = todayIn(timeZone, now).day;
      return rows
        .filter(({ createdAt }) => workingDaysFrom(todayIn(timeZone, createdAt).day, threshold) <= today)
        .flatMap(({ id, name, agency, zone, createdAt }) =>
          zone.memberships.map(
            ({ personId }): NudgeCandidate => ({
              personId,
              subject: `join:${id}`,
              recordId: id,
              zoneId: zone.id,
              title: `${name} (${agency.shortName}) has asked to join ${zone.name}`,
              reason: 'Because they wait for a lead’s answer.',
              since: createdAt,
              doIt: { label: 'Look at it', action: 'people.request', data: { id } },
            }),
          ),
        );
    },
  },
];
