// How the programme itself is, for the project team's weekly management: what no zone sees of itself. Nothing is said where all is well.
import { DateTime } from 'luxon';
import { say, strong, type Text } from '../../chat/spans.ts';
import type { Db } from '../../database/client.ts';
import { gapsIn } from '../champions/index.ts';
import { UNREACHABLE } from './words.ts';

/** A zone that has logged nothing for so long has fallen asleep; one that has not met for so long has lost its rhythm. */
const WEEKS = { asleep: 2, unmet: 6, stale: 4 };

const names = (list: string[], most = 5) =>
  `${list.slice(0, most).join(', ')}${list.length > most ? ` and ${list.length - most} more` : ''}`;
const count = (number: number, one: string, many = `${one}s`) => `${number} ${number === 1 ? one : many}`;

/** A few queries for all zones at once. @param week the Monday of the week in which it is told */
export async function readHealth(
  db: Db,
  partnership: { id: string; timeZone: string },
  week: string,
  now: Date,
): Promise<Text[]> {
  const { id, timeZone } = partnership;
  const ago = (weeks: number) => DateTime.fromJSDate(now, { zone: timeZone }).minus({ weeks });
  const [zones, [problems], gaps, [joins], [dead], [unreachable]] = await Promise.all([
    db.$queryRaw<{ name: string; leadless: boolean; asleep: boolean; unmet: boolean }[]>`
      SELECT z.name,
        NOT EXISTS (SELECT 1 FROM membership m JOIN person p ON p.id = m.person_id AND p.active WHERE m.zone_id = z.id AND m.lead) AS leadless,
        (SELECT i.id FROM interaction i WHERE i.zone_id = z.id AND i.occurred_on >= ${ago(WEEKS.asleep).toISODate()}::date AND i.undone_at IS NULL LIMIT 1) IS NULL AS asleep,
        NOT EXISTS (SELECT 1 FROM meeting m WHERE m.zone_id = z.id AND ((m.state = 'ENDED' AND m.ended_at >= ${ago(WEEKS.unmet).toJSDate()}) OR (m.state = 'PLANNED' AND m.starts_at >= ${now}))) AS unmet
      FROM zone z WHERE z.partnership_id = ${id}::uuid AND z.ended_on IS NULL ORDER BY z.name`,
    db.$queryRaw<{ unowned: number; stale: number; open: number }[]>`
      SELECT count(*)::int AS open, count(*) FILTER (WHERE owner_id IS NULL)::int AS unowned, count(*) FILTER (WHERE moved_at < ${ago(WEEKS.stale).toJSDate()})::int AS stale
      FROM problem WHERE partnership_id = ${id}::uuid AND state <> 'CLOSED'`,
    gapsIn(db, id),
    db.$queryRaw<
      { count: number }[]
    >`SELECT count(*)::int AS count FROM join_request WHERE partnership_id = ${id}::uuid AND state = 'PENDING'`,
    db.$queryRaw<
      { count: number }[]
    >`SELECT count(*)::int AS count FROM delivery WHERE partnership_id = ${id}::uuid AND state = 'DEAD' AND created_at >= ${ago(1).toJSDate()}`,
    db.$queryRaw<
      { count: number }[]
    >`SELECT count(*)::int AS count FROM digest_slot WHERE partnership_id = ${id}::uuid AND week = ${week}::date - 7 AND skipped = ${UNREACHABLE}`,
  ]);
  const asleep = zones.filter((zone) => zone.asleep).map(({ name }) => name);
  const leadless = zones.filter((zone) => zone.leadless).map(({ name }) => name);
  const unmet = zones.filter((zone) => zone.unmet).map(({ name }) => name);
  return [
    ...(leadless.length === 0 ? [] : [say`${strong('No lead: ')}${names(leadless)}`]),
    ...(asleep.length === 0 ? [] : [say`${strong('Nothing logged for two weeks: ')}${names(asleep)}`]),
    ...(unmet.length === 0 ? [] : [say`${strong('No meeting held for six weeks, and none planned: ')}${names(unmet)}`]),
    ...((problems?.unowned ?? 0) + (problems?.stale ?? 0) === 0
      ? []
      : [
          say`${strong('Problems: ')}of ${problems?.open ?? 0} open, ${problems?.unowned ?? 0} without an owner, ${problems?.stale ?? 0} not moved for four weeks`,
        ]),
    ...(gaps.length === 0 ? [] : [say`${strong('No champion: ')}${names(gaps.map(({ shortName }) => shortName))}`]),
    ...((joins?.count ?? 0) === 0
      ? []
      : [say`${strong('Waiting to join: ')}${count(joins?.count ?? 0, 'person', 'people')}`]),
    ...((unreachable?.count ?? 0) === 0
      ? []
      : [
          say`${strong('Not reached last week: ')}${count(unreachable?.count ?? 0, 'person', 'people')}; "digest run" says who`,
        ]),
    ...((dead?.count ?? 0) === 0
      ? []
      : [
          say`${strong('Messages that could not be delivered this week: ')}${dead?.count ?? 0}; whoever runs the bot sees why`,
        ]),
  ];
}
