// What champions are reminded of, and the project team of them.

import type { NudgeCandidate, NudgeSource } from '../../chat/nudges.ts';
import { cut } from '../../chat/spans.ts';
import { dayWords, todayIn } from '../../time/calendar.ts';
import { workingDaysBetween } from '../../time/working-days.ts';
import { gapsIn } from './read.ts';

const DAY_MS = 86_400_000;
/** So many working days after the champion, whoever asked hears that there is no answer. */
const UNTIL_ASKER = 3;

export const nudges: NudgeSource[] = [
  {
    rule: 'ASK_LATER',
    name: 'asked',
    summary: 'What a champion wanted to come back to',
    threshold: undefined,
    weight: 100,
    to: ['person'],
    redirects: true,
    async find({ db, partnershipId, timeZone, now, whose }) {
      const today = todayIn(timeZone, now).day;
      const rows = await db.ask.findMany({
        where: {
          partnershipId,
          state: 'LATER',
          laterOn: { lte: new Date(today) },
          ...(whose === undefined ? {} : { championId: whose.personId }),
        },
        include: { zone: { select: { name: true } } },
      });
      return rows.map(
        (ask): NudgeCandidate => ({
          personId: ask.championId,
          subject: `ask:${ask.id}:${ask.laterOn?.toISOString().slice(0, 10)}`,
          recordId: ask.id,
          zoneId: ask.zoneId,
          title: `${ask.zone.name} asks: ${cut(ask.text, 120)}`,
          reason: `Because you wanted to come back to it on ${dayWords(ask.laterOn?.toISOString().slice(0, 10) ?? today)}.`,
          since: ask.laterOn ?? ask.createdAt,
          doIt: { label: 'Open it', action: 'ask.open', data: { id: ask.id } },
        }),
      );
    },
  },
  {
    rule: 'ASK_UNANSWERED',
    name: 'ask',
    summary: 'A champion who was asked and has not answered: to them, three working days later to whoever asked',
    threshold: { value: 1, unit: 'working days' },
    listedFrom: 0,
    weight: 85,
    to: ['person'],
    redirects: true,
    async find({ db, partnershipId, timeZone, now, threshold, whose }) {
      const today = todayIn(timeZone, now).day;
      const rows = await db.ask.findMany({
        where: {
          partnershipId,
          state: 'WAITING',
          ...(whose === undefined ? {} : { OR: [{ championId: whose.personId }, { askerId: whose.personId }] }),
        },
        include: { zone: { select: { name: true } }, champion: { select: { name: true } } },
      });
      return rows.flatMap((ask): NudgeCandidate[] => {
        const waits = workingDaysBetween(todayIn(timeZone, ask.askedAt).day, today);
        if (waits < threshold) return [];
        const about = { recordId: ask.id, zoneId: ask.zoneId, since: ask.askedAt };
        const days = `${waits} working ${waits === 1 ? 'day' : 'days'}`;
        return [
          {
            ...about,
            personId: ask.championId,
            subject: `ask:${ask.id}:${ask.championId}`,
            title: `${ask.zone.name} asks: ${cut(ask.text, 120)}`,
            reason: `Because ${waits === 0 ? 'you were asked' : `it has waited for your answer for ${days}`}. "Later" and "Not me" are answers too.`,
            doIt: { label: 'Answer it', action: 'ask.open', data: { id: ask.id } },
          },
          ...(waits < Math.max(threshold, 1) + UNTIL_ASKER
            ? []
            : [
                {
                  ...about,
                  personId: ask.askerId,
                  subject: `unanswered:${ask.id}:${ask.championId}`,
                  title: `No answer yet: ${cut(ask.text, 120)}`,
                  reason: `Because ${ask.champion.name} was asked ${days} ago and has not answered.`,
                  doIt: { label: 'Ask another', action: 'ask.another', data: { id: ask.id } },
                },
              ]),
        ];
      });
    },
  },
  {
    rule: 'CHAMPION_GAP',
    name: 'gap',
    summary: 'An agency without a champion, to the project team',
    threshold: { value: 7, unit: 'days' },
    weight: 35,
    to: ['admin'],
    redirects: true,
    async find({ db, partnershipId, now, threshold }) {
      const [gaps, admins] = await Promise.all([
        gapsIn(db, partnershipId),
        db.person.findMany({ where: { partnershipId, active: true, roles: { has: 'ADMIN' } }, select: { id: true } }),
      ]);
      const old = await db.agency.findMany({
        where: {
          id: { in: gaps.map(({ id }) => id) },
          createdAt: { lte: new Date(now.getTime() - threshold * DAY_MS) },
        },
      });
      return old.flatMap((agency) =>
        admins.map(
          ({ id }): NudgeCandidate => ({
            personId: id,
            subject: `gap:${agency.id}`,
            title: `${agency.shortName} has no champion`,
            reason: 'Because nobody of theirs looks after all zones, and what they are asked there reaches nobody.',
            since: agency.createdAt,
            doIt: { label: 'See the Champion Team', action: 'champion.list', data: {} },
          }),
        ),
      );
    },
  },
  {
    rule: 'AGENCY_QUIET',
    name: 'quiet',
    summary: 'An agency that has logged nothing in a zone where it is in the team, to its champion',
    threshold: { value: 14, unit: 'days' },
    weight: 30,
    to: ['champion'],
    redirects: true,
    async find({ db, partnershipId, now, threshold, whose }) {
      const since = new Date(now.getTime() - threshold * DAY_MS);
      const rows = await db.$queryRaw<
        { agency_id: string; agency: string; zone_id: string; zone: string; person_id: string; last: Date | null }[]
      >`SELECT a.id AS agency_id, a.short_name AS agency, z.id AS zone_id, z.name AS zone, c.person_id, t.last
        FROM (SELECT DISTINCT p.agency_id, m.zone_id FROM membership m JOIN person p ON p.id = m.person_id AND p.active
              WHERE p.partnership_id = ${partnershipId}::uuid AND m.created_at <= ${since}) AS s
        JOIN agency a ON a.id = s.agency_id JOIN zone z ON z.id = s.zone_id
        JOIN champion c ON c.agency_id = a.id JOIN person cp ON cp.id = c.person_id AND cp.active
          AND (${whose?.personId ?? null}::uuid IS NULL OR cp.id = ${whose?.personId ?? null}::uuid)
        LEFT JOIN LATERAL (SELECT i.created_at AS last FROM interaction i
          WHERE i.zone_id = z.id AND i.agency_id = a.id AND i.undone_at IS NULL ORDER BY i.created_at DESC LIMIT 1) AS t ON true
        WHERE t.last IS NULL OR t.last <= ${since}`;
      return rows.map(
        (row): NudgeCandidate => ({
          personId: row.person_id,
          subject: `quiet:${row.agency_id}:${row.zone_id}`,
          zoneId: row.zone_id,
          title: `${row.agency} is quiet in ${row.zone}`,
          reason:
            row.last === null
              ? `Because ${row.agency} is in the team and has logged nothing there yet.`
              : `Because ${row.agency} has logged nothing there for ${Math.floor((now.getTime() - row.last.getTime()) / DAY_MS)} days.`,
          since: row.last ?? since,
          doIt: { label: 'See the zone', action: 'zone.open', data: { id: row.zone_id } },
        }),
      );
    },
  },
];
