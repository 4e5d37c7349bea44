// Meetings that have lapsed, and minutes that nobody has published.

import { AT_WORK, type NudgeCandidate, type NudgeSource } from '../../chat/nudges.ts';
import { dayWords, todayIn } from '../../time/calendar.ts';
import { workingDaysFrom } from '../../time/working-days.ts';
import { findMeetings } from './model.ts';
import { ofTeam } from './team.ts';
import { nameOf } from './views.ts';

const DAY_MS = 86_400_000;

export const nudges: NudgeSource[] = [
  {
    rule: 'MINUTES_UNPUBLISHED',
    name: 'minutes',
    summary: 'Minutes that wait to be published: to the lead, a working day later to the co-leads',
    threshold: { value: 2, unit: 'working days' },
    weight: 80,
    to: ['lead', 'admin'],
    redirects: true,
    async find({ db, partnershipId, timeZone, now, threshold, whose }) {
      const held = await findMeetings(db, {
        where: {
          partnershipId,
          state: 'ENDED',
          publishedAt: null,
          endedAt: { gte: new Date(now.getTime() - 60 * DAY_MS) },
          ...(whose === undefined
            ? {}
            : { OR: [{ zoneId: { in: whose.leads } }, ...(whose.isAdmin ? [{ zoneId: null }] : [])] }),
        },
        orderBy: { endedAt: 'asc' },
      });
      const leads = await db.membership.findMany({
        where: {
          lead: true,
          person: { active: true },
          zoneId: { in: held.flatMap(({ zoneId }) => zoneId ?? []) },
        },
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      });
      const admins = await db.person.findMany({
        where: { partnershipId, active: true, roles: { has: 'ADMIN' } },
        select: { id: true },
      });
      const today = todayIn(timeZone, now).day;
      return held.flatMap((meeting): NudgeCandidate[] => {
        const ended = todayIn(meeting.timeZone, meeting.endedAt ?? meeting.startsAt).day;
        if (workingDaysFrom(ended, threshold) > today) return [];
        const all =
          meeting.zoneId === null
            ? admins.map(({ id }) => id)
            : leads.filter(({ zoneId }) => zoneId === meeting.zoneId).map(({ personId }) => personId);
        const starter = meeting.entries.find((entry) => entry.kind === 'STARTED')?.personId;
        const first = all.find((id) => id === starter) ?? all[0];
        const asked = workingDaysFrom(ended, threshold + 1) > today ? all.filter((id) => id === first) : all;
        return asked.map((personId) => ({
          personId,
          subject: `minutes:${meeting.id}`,
          recordId: meeting.id,
          ...(meeting.zoneId === null ? {} : { zoneId: meeting.zoneId }),
          title: `The minutes of ${nameOf(meeting)}, ${dayWords(ended)}, wait for you`,
          reason: 'Because nobody has published them, and what was promised there is not asked for until then.',
          since: meeting.endedAt ?? meeting.startsAt,
          doIt: { label: 'Look through and publish', action: 'meeting.edit', data: { id: meeting.id } },
        }));
      });
    },
  },
  {
    rule: 'RHYTHM_LAPSED',
    name: 'rhythm',
    summary: 'A zone that has not met and has no meeting ahead, to its leads; later to the project team',
    threshold: { value: 21, unit: 'days' },
    weight: 50,
    to: ['lead', 'admin'],
    redirects: true,
    async find({ db, partnershipId, timeZone, now, threshold, whose }) {
      const zones = await db.zone.findMany({
        where: {
          partnershipId,
          ...AT_WORK,
          ...(whose === undefined || whose.isAdmin ? {} : { id: { in: whose.leads } }),
          createdAt: { lte: new Date(now.getTime() - threshold * DAY_MS) },
          meetings: {
            none: {
              OR: [
                { state: 'RUNNING' },
                { state: 'PLANNED', startsAt: { gt: now } },
                { state: 'ENDED', endedAt: { gt: new Date(now.getTime() - threshold * DAY_MS) } },
              ],
            },
          },
        },
        include: {
          memberships: { where: { lead: true, person: { active: true } } },
          meetings: { where: { state: 'ENDED' }, orderBy: { endedAt: 'desc' }, take: 1 },
        },
      });
      const programme = (
        await db.person.findMany({
          where: { partnershipId, active: true, roles: { has: 'ADMIN' } },
          select: { id: true },
          orderBy: { id: 'asc' },
        })
      ).map(({ id }) => id);
      return zones.flatMap((zone) => {
        const last = zone.meetings[0]?.endedAt;
        const reason =
          last == null
            ? 'Because no meeting has been held yet, and none is planned. New teams do well to meet often.'
            : `Because the last meeting was on ${dayWords(todayIn(timeZone, last).day)}, and none is planned.`;
        // When its leads have let it lie for as long again, the project team hears too.
        const long = now.getTime() - (last ?? zone.createdAt).getTime() >= 2 * threshold * DAY_MS;
        const told = new Set([...zone.memberships.map(({ personId }) => personId), ...(long ? programme : [])]);
        return [...told].map(
          (personId): NudgeCandidate => ({
            personId,
            subject: `rhythm:${zone.id}`,
            zoneId: zone.id,
            title: `When does ${zone.name} meet next?`,
            reason,
            since: last ?? zone.createdAt,
            doIt: {
              label: 'Plan a meeting',
              action: 'meeting.plan',
              data: { ...ofTeam({ zoneId: zone.id, bodyId: null }), known: {} },
              opens: 'form',
            },
          }),
        );
      });
    },
  },
];
