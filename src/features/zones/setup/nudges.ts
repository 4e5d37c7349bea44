// Reminders of steps whose day has been.
import type { NudgeCandidate, NudgeSource } from '../../../chat/nudges.ts';
import { howMany } from '../../../chat/spans.ts';
import { rows } from '../../../database/statement.ts';
import { todayIn } from '../../../time/calendar.ts';

interface LateStep {
  id: string;
  zone_id: string;
  zone: string;
  position: number;
  title: string;
  due_on: string;
  person_id: string;
  owned: boolean;
}

/** To whoever sees to the step; while nobody does, to the zone's leads, and where there are none to the project team. */
const late: NudgeSource = {
  rule: 'STEP_LATE',
  name: 'step',
  summary: 'A step of setting a zone up whose day has been, to whoever sees to it',
  threshold: { value: 1, unit: 'days' },
  weight: 35,
  to: ['person', 'lead', 'admin'],
  redirects: true,
  async find({ db, partnershipId, timeZone, now, threshold, whose }) {
    const { day } = todayIn(timeZone, now);
    const found = await rows<LateStep>(db)`
      SELECT s.id, s.zone_id, z.name AS zone, s.position, s.title, s.due_on::text, p.id AS person_id, s.owner_id IS NOT NULL AS owned
      FROM zone_step s JOIN zone z ON z.id = s.zone_id AND z.partnership_id = ${partnershipId}::uuid
      JOIN person p ON p.active AND p.partnership_id = z.partnership_id AND CASE
        WHEN s.owner_id IS NOT NULL THEN p.id = s.owner_id
        WHEN EXISTS (SELECT 1 FROM membership l JOIN person lp ON lp.id = l.person_id AND lp.active WHERE l.zone_id = s.zone_id AND l.lead)
          THEN EXISTS (SELECT 1 FROM membership m WHERE m.zone_id = s.zone_id AND m.person_id = p.id AND m.lead)
        ELSE 'ADMIN' = ANY(p.roles) END
      WHERE s.state IN ('NOT_STARTED', 'UNDER_WAY') AND s.due_on <= ${day}::date - ${threshold}::int
        AND (${whose?.personId ?? null}::uuid IS NULL OR p.id = ${whose?.personId ?? null}::uuid)
      ORDER BY s.due_on, s.id, p.id`;
    return found.map((step): NudgeCandidate => {
      const days = Math.round((Date.parse(day) - Date.parse(step.due_on)) / 86_400_000);
      return {
        personId: step.person_id,
        subject: `step:${step.id}`,
        recordId: step.id,
        zoneId: step.zone_id,
        title: `${step.zone}, step ${step.position}: ${step.title}`,
        reason: `Because it was to be done ${howMany(days, 'day', 'days')} ago${step.owned ? '' : ' and nobody sees to it'}.`,
        since: new Date(step.due_on),
        doIt: { label: 'Its steps', action: 'step.list', data: { id: step.zone_id } },
      };
    });
  },
};

export const nudges = [late];
