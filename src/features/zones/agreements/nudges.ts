// Before an agreement ends, the project team hears.
import type { NudgeCandidate, NudgeSource } from '../../../chat/nudges.ts';
import { howMany } from '../../../chat/spans.ts';
import { rows } from '../../../database/statement.ts';
import { todayIn } from '../../../time/calendar.ts';

interface Ending {
  id: string;
  agency: string;
  what: string;
  until_on: string;
  person_id: string;
}

/** One that is followed by another of the same agency, which holds longer, is not told of. */
const ends: NudgeSource = {
  rule: 'AGREEMENT_ENDS',
  name: 'agreement',
  summary: 'An agency’s agreement that is about to end, to the project team',
  threshold: { value: 30, unit: 'days' },
  weight: 40,
  to: ['admin'],
  redirects: true,
  async find({ db, partnershipId, timeZone, now, threshold }) {
    const { day } = todayIn(timeZone, now);
    const found = await rows<Ending>(db)`
      SELECT g.id, a.short_name AS agency, g.what, g.until_on::text, p.id AS person_id
      FROM agreement g JOIN agency a ON a.id = g.agency_id
      JOIN person p ON p.partnership_id = g.partnership_id AND p.active AND 'ADMIN' = ANY(p.roles)
      WHERE g.partnership_id = ${partnershipId}::uuid AND g.undone_at IS NULL AND g.until_on <= ${day}::date + ${threshold}::int
        AND NOT EXISTS (SELECT 1 FROM agreement n WHERE n.agency_id = g.agency_id AND n.undone_at IS NULL AND n.id <> g.id
          AND (n.until_on IS NULL OR n.until_on > g.until_on))
      ORDER BY g.until_on, g.id, p.id`;
    return found.map((each): NudgeCandidate => {
      const days = Math.round((Date.parse(each.until_on) - Date.parse(day)) / 86_400_000);
      return {
        personId: each.person_id,
        subject: `agreement:${each.id}`,
        recordId: each.id,
        title: `${each.agency}: ${each.what}`,
        reason:
          days < 0
            ? `Because it ended ${howMany(-days, 'day', 'days')} ago and none follows it.`
            : `Because it ends ${days === 0 ? 'today' : `in ${howMany(days, 'day', 'days')}`} and none follows it.`,
        since: new Date(Date.parse(each.until_on) - threshold * 86_400_000),
        doIt: { label: 'Agreements', action: 'agreement.list', data: {} },
      };
    });
  },
};

export const nudges = [ends];
