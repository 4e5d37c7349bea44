// Who was given money and has not said what came of it.
import type { NudgeCandidate, NudgeSource } from '../../../chat/nudges.ts';
import { rows } from '../../../database/statement.ts';
import { shortDay, todayIn } from '../../../time/calendar.ts';

interface Owed {
  id: string;
  round_id: string;
  group: string;
  reports_on: string;
  person_id: string;
}

/** To the project team, until it is entered what came of the money. */
const reportDue: NudgeSource = {
  rule: 'REPORT_DUE',
  name: 'grant',
  summary: 'A group that was given money and has not said what came of it, to the project team',
  threshold: { value: 1, unit: 'days' },
  weight: 15,
  to: ['admin'],
  redirects: true,
  async find({ db, partnershipId, timeZone, now, threshold }) {
    const { day } = todayIn(timeZone, now);
    const found = await rows<Owed>(db)`
      SELECT b.id, b.round_id, b."group", r.reports_on::text, p.id AS person_id FROM grant_bid b
      JOIN grant_round r ON r.id = b.round_id AND r.partnership_id = ${partnershipId}::uuid
      JOIN person p ON p.partnership_id = r.partnership_id AND p.active AND 'ADMIN' = ANY(p.roles)
      WHERE b.state = 'GRANTED' AND r.reports_on <= ${day}::date - ${threshold}::int ORDER BY r.reports_on, b.id, p.id`;
    return found.map(
      (each): NudgeCandidate => ({
        personId: each.person_id,
        subject: `grant:${each.id}`,
        recordId: each.id,
        title: `${each.group}: what came of the grant?`,
        reason: `Because it was to be said by ${shortDay(each.reports_on)}.`,
        since: new Date(each.reports_on),
        doIt: { label: 'Its round', action: 'grant.open', data: { id: each.round_id } },
      }),
    );
  },
};

export const nudges = [reportDue];
