// Problems that wait for somebody: an owner, an agency's answer, the next step.

import type { Button } from '../../chat/cards.ts';
import { AT_WORK, type NudgeCandidate, type NudgeSource, type Whose } from '../../chat/nudges.ts';
import { todayIn } from '../../time/calendar.ts';
import { workingDaysBetween, workingDaysFrom } from '../../time/working-days.ts';
import { UNOWNED_FROM } from './read/as-at.ts';
import { nameOf } from './views.ts';

const DAY_MS = 86_400_000;
const zone = { zone: { select: { code: true } } } as const;
/** Residents wait, too, while a zone rests; in one that is over nobody answers any more. */
const NOT_OVER = { endedOn: null } as const;
const days = (count: number) => `${count} ${count === 1 ? 'day' : 'days'}`;
const workingDays = (count: number) => `${count} working ${count === 1 ? 'day' : 'days'}`;
const daysSince = (then: Date, now: Date) => Math.floor((now.getTime() - then.getTime()) / DAY_MS);

/** Of one lead: their zones'. */
const ledBy = (whose: Whose | undefined) => (whose === undefined ? {} : { zoneId: { in: whose.leads } });

/** A note on it, said in its thread everywhere. */
const reply = (id: string): Button => ({ label: 'Reply', action: 'problem.note', data: { id }, opens: 'form' });

export const nudges: NudgeSource[] = [
  {
    rule: 'TOLD_WAITING',
    name: 'told',
    summary: 'What residents told and nobody has answered for two days, to the zone’s leads',
    threshold: { value: 2, unit: 'days' },
    weight: 75,
    to: ['lead'],
    redirects: true,
    async find({ db, partnershipId, now, threshold, whose }) {
      const waiting = await db.toldProblem.findMany({
        where: {
          partnershipId,
          state: 'OPEN',
          zone: NOT_OVER,
          ...ledBy(whose),
          createdAt: { lte: new Date(now.getTime() - threshold * DAY_MS) },
        },
        include: { zone: { select: { name: true, memberships: { where: { lead: true, person: { active: true } } } } } },
      });
      return waiting.flatMap(({ id, zoneId, what, createdAt, zone: { name, memberships } }) =>
        memberships.map(
          ({ personId }): NudgeCandidate => ({
            personId,
            subject: `told:${id}`,
            recordId: id,
            zoneId,
            title: `Residents wait for an answer in ${name}: ${what.slice(0, 100)}`,
            reason: `Because it was told ${days(daysSince(createdAt, now))} ago, and is answered within three.`,
            since: createdAt,
            doIt: { label: 'Raise it', action: 'told.raise', data: { id }, opens: 'form' },
          }),
        ),
      );
    },
  },
  {
    rule: 'PROBLEM_UNOWNED',
    name: 'unowned',
    summary: 'A problem that nobody has taken, to the zone’s leads',
    threshold: { value: 3, unit: 'working days' },
    weight: 60,
    to: ['lead'],
    redirects: true,
    async find({ db, partnershipId, timeZone, now, threshold, whose }) {
      const rows = await db.problem.findMany({
        where: { partnershipId, state: { not: 'CLOSED' }, ownerId: null, zone: AT_WORK, ...ledBy(whose) },
        include: {
          ...zone,
          events: { where: { kind: { in: UNOWNED_FROM } }, orderBy: { id: 'desc' }, take: 1, select: { at: true } },
        },
      });
      const today = todayIn(timeZone, now).day;
      const late = rows
        .map(({ events: [last], ...problem }) => ({ ...problem, unownedSince: last?.at ?? problem.createdAt }))
        .filter(({ unownedSince }) => workingDaysFrom(todayIn(timeZone, unownedSince).day, threshold) <= today);
      const leads = await db.membership.findMany({
        where: { lead: true, zoneId: { in: late.map(({ zoneId }) => zoneId) }, person: { active: true } },
      });
      return late.flatMap((problem) =>
        leads
          .filter(({ zoneId }) => zoneId === problem.zoneId)
          .map(({ personId }): NudgeCandidate => {
            const since = workingDaysBetween(todayIn(timeZone, problem.unownedSince).day, today);
            return {
              personId,
              subject: `problem:${problem.id}`,
              recordId: problem.id,
              zoneId: problem.zoneId,
              title: `${nameOf(problem, 150)} needs an owner`,
              reason: `Because it has had no owner for ${workingDays(since)}.`,
              since: problem.unownedSince,
              doIt: { label: 'Offer it to somebody', action: 'problem.offer', data: { id: problem.id }, opens: 'form' },
              reply: reply(problem.id),
            };
          }),
      );
    },
  },
  {
    rule: 'AGENCY_SILENT',
    name: 'silent',
    summary: 'An agency that was asked and has not answered, to its champion',
    threshold: { value: 5, unit: 'working days' },
    weight: 65,
    to: ['champion'],
    redirects: true,
    async find({ db, partnershipId, timeZone, now, threshold, whose }) {
      const rows = await db.problemAgency.findMany({
        where: {
          state: 'ASKED',
          problem: { partnershipId, state: { not: 'CLOSED' }, zone: AT_WORK },
          ...(whose === undefined ? {} : { agency: { champions: { some: { personId: whose.personId } } } }),
        },
        include: { problem: { include: zone }, agency: { include: { champions: true, deputies: true } } },
      });
      const today = todayIn(timeZone, now).day;
      return rows.flatMap(({ problem, agency, since }): NudgeCandidate[] => {
        const asked = todayIn(timeZone, since).day;
        if (workingDaysFrom(asked, threshold) > today) return [];
        const champions = agency.champions.map(({ personId }) => personId);
        return champions.map((personId) => ({
          personId,
          subject: `problem:${problem.id}:${agency.id}`,
          recordId: problem.id,
          zoneId: problem.zoneId,
          title: `${nameOf(problem, 150)} waits for ${agency.shortName}`,
          reason: `Because ${agency.shortName} was asked ${workingDays(workingDaysBetween(asked, today))} ago and has not answered.`,
          since,
          doIt: { label: 'Open it', action: 'problem.open', data: { id: problem.id } },
          reply: reply(problem.id),
        }));
      });
    },
  },
  {
    rule: 'PROBLEM_STALE',
    name: 'stale',
    summary: 'A problem that has not moved, to its owner',
    threshold: { value: 14, unit: 'days' },
    weight: 40,
    to: ['person'],
    redirects: true,
    async find({ db, partnershipId, now, threshold, whose }) {
      const rows = await db.problem.findMany({
        where: {
          partnershipId,
          zone: AT_WORK,
          state: { not: 'CLOSED' },
          ownerId: whose?.personId ?? { not: null },
          owner: { active: true },
          movedAt: { lte: new Date(now.getTime() - threshold * DAY_MS) },
        },
        include: zone,
      });
      return rows.map(
        (problem): NudgeCandidate => ({
          personId: problem.ownerId ?? '',
          subject: `problem:${problem.id}`,
          recordId: problem.id,
          zoneId: problem.zoneId,
          title: `${nameOf(problem, 150)}: what is next?`,
          reason: `Because it has not moved for ${days(daysSince(problem.movedAt, now))}.`,
          since: problem.movedAt,
          doIt: { label: 'Next step', action: 'problem.step', data: { id: problem.id }, opens: 'form' },
          reply: reply(problem.id),
        }),
      );
    },
  },
];
